"""Cells of records: which are numbers, what else they may hold, and what is said of those that are wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers import cells
from reportgen.energy.record import RecordedStage
from reportgen.files.decimal_sign import COMMA
from reportgen.files.source import Source
from reportgen.files.units import energy_unit, power_unit
from reportgen.problems import InputError

SOURCE = Source(Path("own.csv"), "own.csv", {})
BEYOND = "is beyond what is computed here: 1e-30 to 1e30"
DAMAGED = "(is the line cut off or damaged?)"


def said(read: Callable[[], object]) -> str:
    """Return the one line that a refusal says."""
    with pytest.raises(InputError) as caught:
        read()
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, True) for text in ("", " ", "-", "--", "nan", "NaN", "none", "null", "N/A", "n/a", "[N/A]", "NA")),
        *((text, True) for text in ("[Not Supported]", "Not Supported", "[Insufficient Permissions]", "[Not Found]")),
        *((text, True) for text in ("[GPU is lost]", "ERR!", "ERR", "[Unknown Error]", " error ")),
        *((text, False) for text in ("0", "-1", "1 error", "5 N/A", "x", "nano", "- -", "N/A W")),
    ],
)
def test_a_missing_value_in_all_its_forms(text: str, expected: bool) -> None:
    """What tools write for none; a number, and any other word, is none of them."""
    assert expected == cells.is_missing(text)


@pytest.mark.parametrize(
    ("text", "signed", "decimal", "expected"),
    [
        ("1.5", False, ".", "1.5"),
        (" 2e3 ", False, ".", "2000"),
        ("0", False, ".", "0"),
        ("-1.5", True, ".", "-1.5"),
        ("1,5", False, COMMA, "1.5"),
    ],
)
def test_a_number(text: str, signed: bool, decimal: str, expected: str) -> None:
    """With the decimal sign of its table, and below zero where it may be."""
    assert Decimal(expected) == cells.number(SOURCE, 3, text, "power", signed=signed, decimal=decimal)


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("x", ".", f"power is 'x', which is no number {DAMAGED}"),
        ("", ".", f"power is '', which is no number {DAMAGED}"),
        ("1,5", ".", f"power is '1,5', which is no number {DAMAGED}"),
        ("1.5", COMMA, f"power is '1.5', which is no number {DAMAGED}"),
        ("1e31", ".", f"power is '1e31', which {BEYOND} {DAMAGED}"),
        ("1,5e31", COMMA, f"power is '1,5e31', which {BEYOND} {DAMAGED}"),
        ("-0.1", ".", "power is -0.1, below zero (a counter that was reset? remove the line)"),
    ],
)
def test_what_is_no_number_is_said(text: str, decimal: str, expected: str) -> None:
    """The line, the column and the cell."""
    assert f"own.csv:3: {expected}" == said(lambda: cells.number(SOURCE, 3, text, "power", decimal=decimal))


def test_ten_years_are_the_longest_duration() -> None:
    """3,650 days of 86,400 s."""
    longest = "315360000"
    assert Decimal(longest) == cells.duration(SOURCE, 3, longest, "duration")
    assert Decimal("1.5") == cells.duration(SOURCE, 3, "1,5", "duration", COMMA)
    expected = f"own.csv:3: duration is 315360000.1 s, longer than ten years {DAMAGED}"
    assert expected == said(lambda: cells.duration(SOURCE, 3, f"{longest}.1", "duration"))
    expected = f"own.csv:3: duration is {longest}.{'1' * 29}… s, longer than ten years {DAMAGED}"  # 40 characters
    assert expected == said(lambda: cells.duration(SOURCE, 3, f"{longest}.{'1' * 32}", "duration"))


def test_an_instant_is_of_a_year_that_there_is() -> None:
    """In seconds, or in milliseconds where a second has a thousand of them; the year 9999 ends at 253,402,300,800 s."""
    assert Decimal(10) == cells.instant(SOURCE, 3, "10", "time")
    assert Decimal("0.01") == cells.instant(SOURCE, 3, "10", "time", 1000)
    assert Decimal(253402300799) == cells.instant(SOURCE, 3, "253402300799", "time")
    expected = f"own.csv:3: time is 253402300800 s, of no year from 1 to 9999 {DAMAGED}"
    assert expected == said(lambda: cells.instant(SOURCE, 3, "253402300800", "time"))
    expected = f"own.csv:3: time is 253402300800.{'1' * 26}… s, of no year from 1 to 9999 {DAMAGED}"
    long = Decimal(f"253402300800.{'1' * 28}")
    assert expected == said(lambda: cells.bounded_instant(SOURCE, 3, long, "time"))
    assert f"own.csv:3: time is 'x', which is no number {DAMAGED}" == said(
        lambda: cells.instant(SOURCE, 3, "x", "time")
    )


@pytest.mark.parametrize(
    ("line", "text", "time", "expected"),
    [
        (3, "soon", None, ("line 3: the time 'soon' cannot be read: when the run was is not known",)),
        (None, " soon ", None, ("the time 'soon' cannot be read: when the run was is not known",)),
        (3, "", None, ()),
        (3, "N/A", None, ()),
        (3, "2026-03-02", datetime(2026, 3, 2), ()),
        (3, "x" * 41, None, (f"line 3: the time '{'x' * 39}…' cannot be read: when the run was is not known",)),
    ],
)
def test_a_time_that_cannot_be_read(
    line: int | None, text: str, time: datetime | None, expected: tuple[str, ...]
) -> None:
    """It is said once; one that is not there, or is read, is no fault."""
    assert expected == cells.unreadable_time(line, text, time)


@pytest.mark.parametrize(
    ("text", "size", "decimal", "expected"),
    [
        ("119.17 W", None, ".", "119.17"),
        ("119.17W", None, ".", "119.17"),
        ("2 kW", "1", ".", "2000"),  # the cell's own unit is the nearer one
        ("1,5 kW", None, COMMA, "1500"),
        ("1. W", None, ".", "1"),
        ("7", "0.001", ".", "0.007"),
        ("1,5", "2", COMMA, "3"),
    ],
)
def test_an_amount_is_in_its_cells_unit_or_its_columns(
    text: str, size: str | None, decimal: str, expected: str
) -> None:
    """In W."""
    column_size = None if size is None else Decimal(size)
    assert Decimal(expected) == cells.amount(SOURCE, 3, text, "power", power_unit, column_size, decimal)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", "'7' has no unit, and neither has the header (the column is power)"),
        ("7 J", "the unit J is not known here (power is '7 J')"),
        ("1.2.3 W", f"power is '1.2.3', which is no number {DAMAGED}"),
        ("watts", f"power is 'watts', which is no number {DAMAGED}"),
        ("-1 W", "power is -1, below zero (a counter that was reset? remove the line)"),
    ],
)
def test_what_is_no_amount_is_said(text: str, expected: str) -> None:
    """With the line, the column and the cell."""
    assert f"own.csv:3: {expected}" == said(lambda: cells.amount(SOURCE, 3, text, "power", power_unit))


def test_the_unit_is_one_of_those_that_are_asked_for() -> None:
    """1 kWh is 3,600,000 J where energies are read."""
    assert Decimal(3_600_000) == cells.amount(SOURCE, 3, "1 kWh", "energy", energy_unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(" A\nB ", r"A\nB"), ("", "GPU"), ("  ", "GPU"), ("x" * 200, "x" * 200), ("x" * 201, "x" * 200)],
)
def test_a_name_is_on_one_line_and_at_most_200_characters_long(text: str, expected: str) -> None:
    """Blank, it is the other name."""
    assert expected == cells.shown_name(text, "GPU")


@pytest.mark.parametrize(("count", "expected"), [(1, "once"), (2, "2 times"), (1000, "1,000 times")])
def test_how_often(count: int, expected: str) -> None:
    """In words."""
    assert expected == cells.times(count)


def test_moments() -> None:
    """In UTC, from the year 1 to 9999; what lies beyond is no time."""
    begin = datetime(2026, 3, 2, tzinfo=UTC)

    assert datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=UTC) == cells.moment(Decimal("1.5"))
    assert cells.moment(Decimal("1e30")) is None
    assert datetime(2026, 3, 2, 0, 0, 1, 500_000, tzinfo=UTC) == cells.later(begin, Decimal("1.5"))
    assert (None, None) == (cells.later(None, Decimal(1)), cells.later(begin, Decimal("1e12")))


def test_a_column_is_found_by_its_whole_name_in_any_case() -> None:
    """The first of those that the pattern matches, blanks around it aside."""
    names = ["time", " GPU Power ", "gpu power", "gpu power limit"]

    assert " GPU Power " == cells.column(names, "gpu power")
    assert cells.column(names, "gpu") is None


def test_a_thousand_stages_are_kept() -> None:
    """How many more there were is said."""
    stages = cells.Stages()
    for number in range(1000):
        stages.add(RecordedStage(f"epoch {number}", None, None))
    assert (1000, ()) == (len(stages.kept), stages.warnings)

    for _ in range(2):
        stages.add(RecordedStage("more", None, None))
    assert 1000 == len(stages.kept)
    expected = "only the first 1,000 stages are shown, 2 are not; the sum holds them all"
    assert (expected,) == stages.warnings


def test_ten_thousand_records_are_kept() -> None:
    """Whoever has more means some of them."""
    cells.admit(SOURCE, 3, range(9_999))
    expected = "own.csv:3: more than 10,000 records (name a file that holds only the runs you mean)"
    assert expected == said(lambda: cells.admit(SOURCE, 3, range(10_000)))
