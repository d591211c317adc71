"""Energies of a CSV of one's own: of rows, which add up, and of a counter, which does not; by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers.read import read_records
from reportgen.energy.record import Identity, Record
from reportgen.problems import InputError
from tests.energy.importers.sources import joules, only

GADGET = """System Time,Elapsed Time (sec),Processor Power_0(Watt),Cumulative Processor Energy_0(Joules)
23:59:34:811,    0.130,  23.309,   3.026
23:59:34:921,    0.240,  21.191,   5.356
23:59:35:047,    0.366,  21.745,   8.097
"""
TOTAL = "Cumulative Processor Energy_0(Joules)"


def read(folder: Path, text: str, **columns: str) -> Record:
    """Return the record of the text."""
    path = folder / "own.csv"
    path.write_text(text)
    return only(read_records(path, None, columns))


def test_a_running_total_is_told_and_not_added_up(tmp_path: Path) -> None:
    """Its rows add up to 16.479 J, which nothing drew."""
    with pytest.raises(
        InputError, match=r"never falls: a counter, .* \(energy_counter_j= takes the last less the first"
    ):
        read(tmp_path, GADGET, energy_j=TOTAL, time_s="Elapsed Time (sec)")


def test_a_counter_is_the_last_less_the_first(tmp_path: Path) -> None:
    """8.097 J less 3.026 J, in 0.366 s less 0.130 s."""
    record = read(tmp_path, GADGET, energy_counter_j=TOTAL, time_s="Elapsed Time (sec)")

    assert (Decimal("5.071"), Decimal("0.236")) == (joules(record.energy_kwh), record.duration_s)
    assert ("energy counter", False) == (record.method, record.at_least)


@pytest.mark.parametrize(
    ("name", "last", "expected_j"),
    [
        ("energy_counter_kwh", "1.5", 1_800_000),
        ("energy_counter_wh", "1.5", 1800),
        ("energy_counter_j", "1.5", Decimal("0.5")),
        ("energy_counter_mj", "501", Decimal("0.5")),  # as NVML counts
        ("energy_counter_uj", "500001", Decimal("0.5")),  # as RAPL counts
    ],
)
def test_our_name_of_a_counter_says_its_unit(name: str, last: str, expected_j: Decimal, tmp_path: Path) -> None:
    """From 1 on; a small m is milli."""
    assert expected_j == joules(read(tmp_path, f"e\n1\n{last}\n", **{name: "e"}).energy_kwh)


@pytest.mark.parametrize(
    ("readings", "expected_j", "said"),
    [
        ((10, 20, 40), 30, ""),
        ((10, 20, 5, 15), 20, "the counter went back once"),
        ((10, 20, 5, 15, 2, 4), 22, "the counter went back 2 times"),
    ],
)
def test_what_is_drawn_across_a_reset_is_in_no_sum(
    readings: tuple[int, ...], expected_j: int, said: str, tmp_path: Path
) -> None:
    """The steps forward are counted, each step back is told, and the sum is the least that was drawn."""
    record = read(tmp_path, "e\n" + "".join(f"{reading}\n" for reading in readings), energy_counter_j="e")

    assert expected_j == joules(record.energy_kwh)
    assert bool(said) == any(warning.startswith(said) for warning in record.warnings if "went back" in warning)
    assert (bool(said), record.energy_kwh if said else None) == (record.at_least, record.low_kwh)


def test_each_device_has_its_counter(tmp_path: Path) -> None:
    """Two counters in turn are no step back of one."""
    record = read(tmp_path, "d,e\nA,100\nB,5\nA,110\nB,7\n", energy_counter_j="e", device="d")

    assert [10, 2] == [joules(device.energy_kwh) for device in record.devices]


@pytest.mark.parametrize(
    ("energies", "is_counter"),
    [
        ((1, 2, 3), True),
        ((1, 1, 2), True),
        ((1, 2), False),  # of two rows
        ((2, 2, 2), False),  # equal ones: an idle machine's, or an estimate's
        ((1, 3, 2), False),
    ],
)
def test_what_never_falls_is_a_counter(energies: tuple[int, ...], is_counter: bool, tmp_path: Path) -> None:
    """From three rows on, if it rises at all."""
    text = "e\n" + "".join(f"{energy}\n" for energy in energies)
    if is_counter:
        with pytest.raises(InputError, match="never falls"):
            read(tmp_path, text, energy_j="e")
    else:
        assert sum(energies) == joules(read(tmp_path, text, energy_j="e").energy_kwh)


@pytest.mark.parametrize(("durations", "is_counter"), [((5, 4, 6), False), ((5, 5, 5), False), ((5, 6, 7), True)])
def test_rows_that_last_have_an_energy_of_their_own(
    durations: tuple[int, ...], is_counter: bool, tmp_path: Path
) -> None:
    """Rising energies with a duration each add up, unless that is a running total too."""
    text = "e,s\n" + "".join(f"{energy},{seconds}\n" for energy, seconds in zip((1, 2, 3), durations, strict=True))
    if is_counter:
        with pytest.raises(InputError, match="never falls"):
            read(tmp_path, text, energy_j="e", duration_s="s")
    else:
        assert Decimal(6) == joules(read(tmp_path, text, energy_j="e", duration_s="s").energy_kwh)


@pytest.mark.parametrize("cell", ["", "N/A", "x", "-1", "1e99"])
def test_a_row_without_energy_leaves_a_lower_bound(cell: str, tmp_path: Path) -> None:
    """Two rows of three have 0.6 kWh: at least that, and nobody knows how much at most."""
    record = read(tmp_path, f"e,d\n0.4,A\n{cell},A\n0.2,A\n", energy_kwh="e", device="d")

    assert (Decimal("0.6"), True) == (record.energy_kwh, record.at_least)
    assert (Decimal("0.6"), None) == (record.low_kwh, record.high_kwh)
    assert record.warnings[0].startswith("1 of 3 rows has no energy (line 3: e is ")
    assert "the energy is at least this: what the other rows hold is not known" == record.warnings[1]


@pytest.mark.parametrize(("rows", "at_least"), [("1\nx\n5\n", False), ("x\n1\n5\n", True), ("1\n5\nx\n", True)])
def test_a_counter_runs_on_over_an_odd_row(rows: str, at_least: bool, tmp_path: Path) -> None:
    """A row that cannot be read costs a counter nothing, but at its ends."""
    record = read(tmp_path, f"e\n{rows}", energy_counter_j="e")

    assert (Decimal(4), at_least) == (joules(record.energy_kwh), record.at_least)


def test_where_no_row_has_an_energy_the_first_problem_is_said(tmp_path: Path) -> None:
    """Nothing certain is left."""
    with pytest.raises(InputError, match=r"own.csv:2: e is 'x', which is no number"):
        read(tmp_path, "e\nx\n", energy_kwh="e")


def test_cells_say_their_unit_and_their_decimal_sign(tmp_path: Path) -> None:
    """A comma that is proven, a unit in the cell, and the sum of two columns."""
    assert Decimal(5_400_000) == joules(read(tmp_path, "a;b\n0,4;600 Wh\n0,5;0\n", energy_kwh="a+b").energy_kwh)


@pytest.mark.parametrize(("energy", "said"), [("0", True), ("1", False)])
def test_energies_of_zero_were_not_measured(energy: str, said: bool, tmp_path: Path) -> None:
    """Rows of zeros are no measurement of nothing, and said."""
    record = read(tmp_path, f"e\n0\n{energy}\n", energy_j="e")
    assert said == (record.energy_kwh is None)
    assert said == ("the energies are zero: they were not measured" in record.warnings)


def test_a_row_without_its_device_costs_itself(tmp_path: Path) -> None:
    """1 J of a and 4 J of b are the least; whose the 2 J are nobody knows."""
    record = read(tmp_path, "d,e\na,1\n,2\nb,4\n", energy_j="e", device="d")
    assert (Decimal(5), True) == (joules(record.energy_kwh), record.at_least)
    assert any("d is blank, which names no device" in it for it in record.warnings)


@pytest.mark.parametrize(("third", "expected_j", "back"), [("20", 30, False), ("5", 20, True)])
def test_a_clock_that_goes_back_interrupts_a_counter(tmp_path: Path, third: str, expected_j: int, back: bool) -> None:
    """What was drawn up to the row whose time lies before that of the row before it is in no sum, and it is said."""
    text = f"t,e\n0,10\n10,20\n{third},30\n30,40\n"
    record = read(tmp_path, text, energy_counter_j="e", time_s="t")

    assert expected_j == joules(record.energy_kwh)
    said = ("the clock went back once: what was drawn across it is in no sum",) if back else ()
    assert (said, back) == (record.warnings, record.at_least)


@pytest.mark.parametrize(
    ("text", "columns", "named", "expected"),
    [
        ("e\n1\n2\n", {}, "e", [("device", "other", Identity(column="e"), 3)]),
        ("a,b\n1,2\n3,4\n", {}, "a+b", [("device", "other", Identity(column="a+b"), 10)]),
        (
            "d,e\n0,1\nGPU x,2\nCPU,4\n0,2\n",
            {"device": "d"},
            "e",
            [
                ("0", "other", Identity(index="0", column="e"), 3),
                ("GPU x", "gpu", Identity(column="e"), 2),
                ("CPU", "cpu", Identity(column="e"), 4),
            ],
        ),
        ("host,e\nnode-1,1\n", {"device": "host"}, "e", [("node-1", "other", Identity("node-1", column="e"), 1)]),
    ],
)
def test_each_device_has_its_kind_and_what_tells_it_apart(
    text: str,
    columns: dict[str, str],
    named: str,
    expected: list[tuple[str, str, Identity, Decimal | int]],
    tmp_path: Path,
) -> None:
    """By its name; without a column of names all rows are of one."""
    record = read(tmp_path, text, energy_j=named, **columns)

    assert expected == [(it.name, it.kind, it.identity, joules(it.energy_kwh)) for it in record.devices]
    assert {"as the file says"} == {str(device.method) for device in record.devices}
    assert ("energies of the rows, added up", None) == (str(record.method), record.pue_included)


@pytest.mark.parametrize(
    ("cells", "seconds", "said"),
    [
        (("10", "20"), 30, None),
        (("10 s", "2 min"), 130, None),
        (("0", "0"), None, None),
        (("10", "x"), 10, "line 3: s is 'x', which is no number"),
        (("10", "5 J"), 10, "line 3: the unit J is not known here"),
    ],
)
def test_durations_add_up(cells: tuple[str, str], seconds: int | None, said: str | None, tmp_path: Path) -> None:
    """In seconds, or in the unit that a cell says; a row whose duration cannot be read costs itself."""
    record = read(tmp_path, f"e,s\n2,{cells[0]}\n1,{cells[1]}\n", energy_j="e", duration_s="s")

    assert Decimal(2 if said else 3) == joules(record.energy_kwh)
    assert seconds == record.duration_s
    assert bool(said) == any(said is not None and said in warning for warning in record.warnings)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (("2026-03-02 09:15:00", "2026-03-02 09:16:00"), (15, 16, False)),
        (("2026-03-02T09:15:00Z", "2026-03-02T09:16:00Z"), (15, 16, True)),
        (("2026-03-02 09:15:00", "2026-03-02 09:15:00"), (15, None, False)),
    ],
)
def test_a_date_says_when_the_rows_were(
    times: tuple[str, str], expected: tuple[int, int | None, bool], tmp_path: Path
) -> None:
    """The first and the last; of one instant no end is known. How long rows of energies lasted they do not say."""
    record = read(
        tmp_path, "t,e\n" + "".join(f"{time},{2 - row}\n" for row, time in enumerate(times)), time="t", energy_j="e"
    )
    zone = UTC if expected[2] else None
    began, ended = (minute and datetime(2026, 3, 2, 9, minute, tzinfo=zone) for minute in expected[:2])

    assert (began, ended, expected[2], None) == (
        record.started_at,
        record.ended_at,
        record.zone_known,
        record.duration_s,
    )


def test_seconds_say_no_date(tmp_path: Path) -> None:
    """A counter that is read from 10 s to 30 s lasts 20 s, on whichever day."""
    record = read(tmp_path, "t,e\n10,1\n30,5\n", time_s="t", energy_counter_j="e")

    assert (Decimal(4), Decimal(20)) == (joules(record.energy_kwh), record.duration_s)
    assert (None, None, False) == (record.started_at, record.ended_at, record.zone_known)


@pytest.mark.parametrize(("text", "said"), [("e\n", "own.csv: there is no row below the header")])
def test_a_table_without_rows_is_refused(text: str, said: str, tmp_path: Path) -> None:
    """A header is no energy."""
    with pytest.raises(InputError, match=f"{said}$"):
        read(tmp_path, text, energy_j="e")


def test_a_row_that_is_lost_is_counted_once(tmp_path: Path) -> None:
    """Three of five rows have an energy; the second and the last have none, and a counter lacks what its end said."""
    text = "e\n1\nx\n2\n4\ny\n"
    rows, counter = (read(tmp_path, text, **{name: "e"}) for name in ("energy_counter_j", "energy_counter_kwh"))

    assert [3, 3 * 3_600_000] == [joules(record.energy_kwh) for record in (rows, counter)]
    assert all(it.warnings[0].startswith("2 of 5 rows have no energy (line 3: e is 'x', ") for it in (rows, counter))
    assert [True, True] == [rows.at_least, counter.at_least]
