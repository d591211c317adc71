"""Rows of one device at one time: a damaged row, or several devices that nothing tells apart."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers.power_rows import Layout, Reading
from reportgen.energy.importers.same_times import SameTimes
from reportgen.energy.importers.turns import Rhythm
from reportgen.files.source import Source
from reportgen.problems import InputError

SEVERAL = "at one time: these are several devices, and nothing tells them apart"


def layout(*others: str, device: str | None = None, index: str | None = None, uuid: str | None = None) -> Layout:
    """Return a table of a time in s and a power in W, with other columns."""
    return Layout(("t", "p", *others), ",", "t", Decimal(1), {"p": Decimal(1)}, device, None, index, uuid)


def row(line: int, time_s: int, power_w: int | None = 100) -> Reading:
    """Return a row of device A."""
    power = None if power_w is None else Decimal(power_w)
    return Reading(line, Decimal(time_s), False, "A", "", "", "", (power,), (False,))


def same_times(table: Layout, rhythm: Rhythm | None = None, columns: dict[str, str] | None = None) -> SameTimes:
    """Return what is known of the table before its rows."""
    return SameTimes(Source(Path("log"), "log", columns or {}), table, rhythm)


def refused(same: SameTimes, interval_s: int | None, rows: list[Reading]) -> str:
    """Return the refusal of rows of this usual interval, empty where there is none."""
    try:
        same.check_interval(None if interval_s is None else Decimal(interval_s), rows)
    except InputError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("table", "rhythm", "columns", "is_mixed"),
    [
        (layout("d", device="d"), None, {}, True),
        (layout("i", device="i", index="i"), None, {}, False),
        (layout("u", device="u", uuid="u"), None, {}, False),
        (layout("i", "d", device="d", index="i"), None, {}, True),
        (layout(), None, {}, True),
        (layout(), 1, {}, True),
        (layout(), 2, {}, False),
        (layout(), 1, {"devices": "1"}, False),
    ],
)
def test_a_device_has_one_power_at_a_time(
    table: Layout, rhythm: int | None, columns: dict[str, str], is_mixed: bool
) -> None:
    """But where an index or a UUID tells it apart, the rows are of devices in turn, or a person says how many."""
    same = same_times(table, None if rhythm is None else Rhythm(rhythm, Decimal(0)), columns)

    assert [False, is_mixed] == [same.has(it, ["A"]) for it in (row(2, 0, 100), row(3, 0, 150))]


def test_the_same_row_again_and_one_without_power_are_no_other_devices() -> None:
    """A time that comes again with its power, a power that could not be read, and another time."""
    same = same_times(layout())
    rows = [row(2, 0), row(3, 0), row(4, 0, None), row(5, 1, 150), row(6, 1, 150)]

    assert not any(same.has(it, ["A"]) for it in rows)


def test_a_blank_beside_two_powers_of_one_time_hides_them_not() -> None:
    """Of two columns the first is blank."""
    same = same_times(replace(layout("q"), powers={"p": Decimal(1), "q": Decimal(1)}))
    rows = [row(2, 0)._replace(powers_w=(None, Decimal(power_w)), blanks=(True, False)) for power_w in (100, 150)]

    assert [False, True] == [same.has(it, ["Ap", "Aq"]) for it in rows]


@pytest.mark.parametrize(("rows", "line"), [(100, 0), (99, 3)])
def test_one_row_of_fifty_may_be_damaged(rows: int, line: int) -> None:
    """Two of 100 may be, two of 99 are more than by chance: the first of them is told."""
    same = same_times(layout())
    odd = [row(2, 0), row(3, 0, 150), row(4, 0, 160)]
    assert [False, True, True] == [same.has(it, ["A"]) for it in odd]
    assert not any(same.has(row(line, line), ["A"]) for line in range(5, rows + 2))
    if not line:
        same.check()
        return
    with pytest.raises(InputError, match=f"log:{line}: rows {SEVERAL}"):
        same.check()


@pytest.mark.parametrize(
    ("table", "interval_s", "rows", "said"),
    [
        (layout(), 0, [row(2, 0), row(3, 1), row(4, 1)], f"log:4: rows {SEVERAL}"),
        (layout(), 0, [row(2, 0), row(3, 1)], f"log:2: rows {SEVERAL}"),
        (layout("d", device="d"), 0, [row(2, 0), row(3, 0)], f"log:3: rows of one d {SEVERAL}"),
        (layout(), 1, [row(2, 0), row(3, 0)], ""),
        (layout(), None, [row(2, 0), row(3, 0)], ""),
        (
            layout("i", device="i", index="i"),
            0,
            [row(2, 60), row(3, 60), row(4, 120)],
            "log:2: the rows of one device are of one time: the times are cut to the minute (write the log with sec",
        ),
        (layout("i", device="i", index="i"), 0, [row(2, 60), row(3, 60), row(4, 61)], ""),
        (layout("i", device="i", index="i"), 60, [row(2, 60), row(3, 120)], ""),
    ],
)
def test_rows_that_are_usually_of_one_time_are_refused(
    table: Layout, interval_s: int | None, rows: list[Reading], said: str
) -> None:
    """Several devices; of one that is told apart, times that are cut to the minute."""
    found = refused(same_times(table), interval_s, rows)

    assert found.startswith(said)
    assert bool(said) == bool(found)


@pytest.mark.parametrize(
    ("other", "tells"),
    [
        *((name, True) for name in ("gpu_index", "uuid", "ID", "device", "minor_number", "pci.bus", "GPU", "gpu 0")),
        *((name, False) for name in ("gpu_power", "width", "temperature", "video")),
    ],
)
def test_a_column_that_may_tell_them_apart_is_named(other: str, tells: bool) -> None:
    """Else how many they are can be said."""
    hint = f"device={other})" if tells else "device=NAME, or say how many they are: devices=2)"

    said = refused(same_times(layout(other)), 0, [row(2, 0), row(3, 0)])
    assert f"log:3: rows {SEVERAL} (name the column that tells them apart: {hint}" == said
