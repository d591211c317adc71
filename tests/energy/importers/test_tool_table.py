"""Tools' tables as people have them: what stands between cells and before decimals is proven, and bounds hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers.bounded import bounded, least
from reportgen.energy.importers.cells import bounded_instant, bounded_s, is_missing, shown_name, times, unreadable_time
from reportgen.energy.importers.read import read_records
from reportgen.energy.importers.tool_table import ToolTable, header_of
from reportgen.energy.record import Record
from reportgen.files.losses import Losses
from reportgen.files.source import Source
from reportgen.problems import InputError
from tests.energy.importers.sources import written

NUMBERS = ("a", "b")


def numbers(folder: Path, text: str) -> tuple[list[Decimal], ToolTable]:
    """Return the numbers in column a of the rows that are sound, and the table that was read."""
    table = ToolTable(written(folder, text), NUMBERS.__contains__)
    return [value for _, value in table.read(lambda names: names, lambda row: table.number(row, "a"))], table


@pytest.mark.parametrize(
    ("text", "found", "lost"),
    [
        ("a,b\n1.5,2\n", ["1.5"], 0),
        ("a;b\n1,5;2\n", ["1.5"], 0),
        ("a;b\n1.5;2\n", ["1.5"], 0),
        ("a\tb\n1,5\t2\n", ["1.5"], 0),
        ('a,b\n"1,5",2\n', ["1.5"], 0),
        ("a;b\n1,500;2,25\n", ["1.5"], 0),  # the cell beside it proves the comma
        ("a;b\n1,500;2\n", [], 1),  # nothing proves it: 1.5 or 1,500
        ("a;b\n1,5;2\n1.5;2\n2,5;2\n", ["1.5", "2.5"], 1),  # one of three says another sign
        ("note;a;b\n0.25;1,5;2\n0.75;2,5;2\n", ["1.5", "2.5"], 0),  # a text proves nothing
    ],
)
def test_the_sign_before_decimals_is_proven_by_the_cells(
    tmp_path: Path, text: str, found: list[str], lost: int
) -> None:
    """The sign that most of the numbers prove; a number under the other one costs its row."""
    values, table = numbers(tmp_path, text)

    assert [Decimal(value) for value in found] == values
    assert (lost, len(found)) == (table.lost.count, table.sound)


def test_names_are_read_whatever_is_around_them(tmp_path: Path) -> None:
    """Padded, quoted, and between whichever sign."""
    assert ["a", "b", "c"] == header_of(written(tmp_path, ' a ;"b"; c\n1;2;3\n'), NUMBERS.__contains__)


def test_a_file_without_any_line_has_no_rows(tmp_path: Path) -> None:
    """Nothing is lost of it."""
    values, table = numbers(tmp_path, "\n\n")

    assert ([], 0, 0) == (values, table.sound, table.lost.count)


# The header of a tool's table, and those of its columns that are read: each of them stands there once.
ASKED = {
    "amd-smi": ("timestamp,gpu,socket_power,total_energy_consumption", "timestamp,gpu,socket_power"),
    "rocm-smi": ("device,Average Graphics Package Power (W)", "Average Graphics Package Power (W)"),
    "codecarbon": (
        "timestamp,run_id,duration,emissions,energy_consumed,country_iso_code",
        "run_id,duration,energy_consumed,country_iso_code",
    ),
    "eco2ai": (
        "id,epoch,start_time,duration(s),power_consumption(kWh),CO2_emissions(kg)",
        "id,epoch,start_time,duration(s),power_consumption(kWh),CO2_emissions(kg)",
    ),
    "pyjoules": ("timestamp;tag;duration;package_0", "package_0"),
    "zeus": ("start_time,window_name,elapsed_time,gpu0_energy", "gpu0_energy"),
    "slurm": ("JobID|State|ElapsedRaw|ConsumedEnergyRaw", "JobID|State|ElapsedRaw|ConsumedEnergyRaw"),
    "boamps": ("measures_0_powerConsumption,header_reportId", "measures_0_powerConsumption"),
    "nvidia-smi": ("timestamp,index,power.draw [W]", "timestamp,index,power.draw [W]"),
}


@pytest.mark.parametrize(
    ("tool", "name"), [(tool, name) for tool, (_, asked) in ASKED.items() for name in re.split("[,;|]", asked)]
)
def test_a_column_that_is_read_stands_there_once(tmp_path: Path, tool: str, name: str) -> None:
    """Of two with one name nobody knows which is meant."""
    header, _ = ASKED[tool]
    sign = next(it for it in ",;|" if it in header)
    source = written(tmp_path, f"{header}{sign}{name}\n{sign.join('1' * (header.count(sign) + 2))}\n", "emissions.csv")
    with pytest.raises(InputError) as raised:
        read_records(source.path, tool)

    said = f'emissions.csv:1: two columns are called "{name}" (leave one of them out)'
    assert said == str(raised.value).removeprefix(f"{tmp_path}/")


@pytest.mark.parametrize(("seconds", "sound"), [("315360000", True), ("315360000.1", False)])
def test_no_duration_is_longer_than_ten_years(tmp_path: Path, seconds: str, sound: bool) -> None:
    """Ten years of 365 days."""
    source = written(tmp_path, "")
    if sound:
        assert Decimal(seconds) == bounded_s(source, 2, Decimal(seconds), "it")
    else:
        with pytest.raises(InputError, match=r"record:2: it is 315360000\.1 s, longer than ten years"):
            bounded_s(source, 2, Decimal(seconds), "it")


@pytest.mark.parametrize(("seconds", "sound"), [("253402300799", True), ("253402300800", False)])
def test_no_moment_is_after_the_year_9999(tmp_path: Path, seconds: str, sound: bool) -> None:
    """Its last second is 253,402,300,799 s after the beginning of 1970."""
    source = written(tmp_path, "")
    if sound:
        assert Decimal(seconds) == bounded_instant(source, 2, Decimal(seconds), "it")
    else:
        with pytest.raises(InputError, match="of no year from 1 to 9999"):
            bounded_instant(source, 2, Decimal(seconds), "it")


@pytest.mark.parametrize("length", [40, 41])
@pytest.mark.parametrize("bounded", [bounded_s, bounded_instant])
def test_a_time_of_many_digits_is_cut_in_its_problem(
    tmp_path: Path, bounded: Callable[[Source, int, Decimal, str], Decimal], length: int
) -> None:
    """40 signs are shown whole, a number of 41 ends in an ellipsis."""
    text = "1" + "0" * (length - 12) + ".1234567895"
    shown = text if length == 40 else text[:39] + "…"
    with pytest.raises(InputError) as raised:
        bounded(written(tmp_path, ""), 2, Decimal(text), "it")
    assert f"record:2: it is {shown}" == str(raised.value).partition(" s, ")[0]


@pytest.mark.parametrize(
    "text", ["", " ", "-", "N/A", "[N/A]", "nan", "None", "ERR!", "[Unknown Error]", "[Not Supported]"]
)
def test_what_tools_write_for_no_value(text: str) -> None:
    """It is no number, and no damage either."""
    assert is_missing(text)


@pytest.mark.parametrize("text", ["0", "-1", "1e5", "x", "5 errors", "N", "Nancy"])
def test_what_is_a_value_or_damaged(text: str) -> None:
    """A number, or a text that nobody writes for none."""
    assert not is_missing(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("  GPU 0 ", "GPU 0"), ("x" * 200, "x" * 200), ("x" * 201, "x" * 200), (" ", "none"), ("", "none")],
)
def test_a_name_is_shown_on_one_line_and_not_too_long(text: str, shown: str) -> None:
    """200 characters at most; what is blank has the name of its kind."""
    assert shown == shown_name(text, "none")


def test_how_often_is_said_in_words() -> None:
    """Once where it was once."""
    assert ["once", "2 times", "1,000 times"] == [times(count) for count in (1, 2, 1000)]


@pytest.mark.parametrize(("line", "where"), [(4, "line 4: "), (None, "")])
def test_a_time_that_cannot_be_read_is_said_where_it_stands(line: int | None, where: str) -> None:
    """One that is not there is nothing to say."""
    said = f"{where}the time '31 April' cannot be read: when the run was is not known"

    assert (said,) == unreadable_time(line, "31 April", None)
    assert () == unreadable_time(line, "N/A", None)


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(None, None, "2"), (Decimal("1.5"), Decimal("2.5"), "1.5"), (None, Decimal(3), "2")]
)
def test_lost_rows_make_a_least_figure(low: Decimal | None, high: Decimal | None, expected: str) -> None:
    """Its low is what sampling knows, else what was drawn for sure; how high it is nobody knows."""
    lost = Losses()
    lost.add("log:3", "it is odd")
    [record] = bounded([Record("x", Decimal(2), low_kwh=low, high_kwh=high)], lost, 4)

    assert (True, Decimal(2), Decimal(expected), None) == (
        record.at_least,
        record.energy_kwh,
        record.low_kwh,
        record.high_kwh,
    )
    assert ("1 of 5 rows has no energy (line 3: it is odd): it is in no sum",) == record.warnings


def test_rows_that_end_early_are_said_and_bound_nothing() -> None:
    """What was asked for of them is there."""
    [record] = bounded([Record("x", Decimal(2))], Losses(trailing=[3]), 4)

    assert (False, None, None) == (record.at_least, record.low_kwh, record.high_kwh)
    assert ("line 3: fewer cells than the header; only the first ones are read",) == record.warnings


def test_nothing_measured_is_not_at_least_nothing() -> None:
    """A record without energy stays one."""
    record = least(Record("x", None), ["said"], is_lost=True)

    assert (False, None, ("said",)) == (record.at_least, record.low_kwh, record.warnings)


def test_without_any_record_the_first_problems_are_raised() -> None:
    """The file is refused where nothing certain is left."""
    lost = Losses()
    lost.add("log:3", "it is odd")
    with pytest.raises(InputError, match=r"^log:3: it is odd$"):
        bounded([], lost, 0)
