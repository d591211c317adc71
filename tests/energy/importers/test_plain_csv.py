"""A CSV of one's own: the user says what its columns are, and nothing is guessed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers.read import read_records
from reportgen.energy.record import Identity, Record
from reportgen.problems import InputError
from tests.energy.importers.sources import SAMPLES, joules, only

NO_NUMBER = 'devices is "{}", which is no number of devices (such as devices=4)'
WATTS = {"time": "when", "power_w": "draw", "device": "board"}


def read(folder: Path, text: str, **columns: str) -> Record:
    """Return the record of the text."""
    path = folder / "own.csv"
    path.write_text(text)
    return only(read_records(path, None, columns))


def test_power_over_time_of_several_devices() -> None:
    """Rack A at 200 W for 20 s, a step and 260 W for 30 s: 4000 + 2300 + 7800 J; rack B at 90.5 W for a minute."""
    record = only(read_records(SAMPLES / "csv" / "watts.csv", None, WATTS))

    assert [14100, 5430] == [joules(device.energy_kwh) for device in record.devices]
    assert ["rack A", "rack B"] == [device.name for device in record.devices]
    assert (datetime(2026, 11, 21, 19, 17, 41, tzinfo=UTC), True) == (record.started_at, record.zone_known)


@pytest.mark.parametrize(
    ("power", "names"),
    [("a", ["x", "y"]), ("a+b", ["x a", "x b", "y a", "y b"])],
)
def test_a_device_is_named_with_its_column_where_there_are_several(
    tmp_path: Path, power: str, names: list[str]
) -> None:
    """By the device column alone where one column has the power."""
    text = "t,d,a,b\n0,x,1,2\n0,y,1,2\n2,x,1,2\n2,y,1,2\n"
    record = read(tmp_path, text, time_s="t", power_w=power, device="d")

    assert names == sorted(device.name for device in record.devices)


@pytest.mark.parametrize(
    ("time", "power", "text", "expected_j"),
    [
        ("time_s", "power_w", "t,p\n0,100\n2.5,100\n", 250),
        ("time_ms", "power_mw", "t,p\n0,100000\n2500,100000\n", 250),
        ("time_s", "power_kw", "t;p\n0;0.1\n2.5;0.1\n", 250),
        ("time_s", "power_w", "t\tp\n0\t100\n2.5\t100\n", 250),
        ("time", "power_w", "t,p\n2026-11-21 20:00:00,100\n2026-11-21 20:00:02.5,100\n", 250),
    ],
)
def test_our_name_of_the_column_says_the_unit(
    tmp_path: Path, time: str, power: str, text: str, expected_j: int
) -> None:
    """Seconds or milliseconds, watts, milliwatts or kilowatts; commas, semicolons or tabs; only a date says when."""
    record = read(tmp_path, text, **{time: "t", power: "p"})
    begun = datetime(2026, 11, 21, 20) if time == "time" else None

    assert expected_j == joules(record.energy_kwh)
    assert (begun, begun and begun + timedelta(seconds=2.5)) == (record.started_at, record.ended_at)


# How many of each are a kWh.
UNITS = {"kwh": 1, "wh": 1000, "kj": 3600, "j": 3_600_000, "mj": 3_600_000_000, "uj": 3_600_000_000_000}


@pytest.mark.parametrize(("unit", "factor"), UNITS.items())
def test_a_counter_of_each_unit(tmp_path: Path, unit: str, factor: int) -> None:
    """It goes on by a kWh within an hour; a small m is milli."""
    text = f"t,e\n0,{factor}\n1800,{Decimal(factor) * Decimal('1.5')}\n3600,{2 * factor}\n"
    record = read(tmp_path, text, time_s="t", **{f"energy_counter_{unit}": "e"})

    assert (Decimal(1), Decimal(3600)) == (record.energy_kwh, record.duration_s)


@pytest.mark.parametrize(("unit", "factor"), UNITS.items())
def test_energies_of_rows_are_added_up(tmp_path: Path, unit: str, factor: int) -> None:
    """Two rows of a kWh each; whether a PUE is in them the file does not say."""
    record = read(tmp_path, f"e,s\n{factor},10\n{factor},20\n", **{f"energy_{unit}": "e", "duration_s": "s"})

    assert (Decimal(2), Decimal(30), None) == (record.energy_kwh, record.duration_s, record.pue_included)


@pytest.mark.parametrize(
    ("named_by", "device", "expected"),
    [
        ("host", "alpha", Identity(host="alpha")),
        ("Node Name", "alpha", Identity(host="alpha")),
        ("board", "alpha", Identity()),
        ("board", "7", Identity(index="7")),
        ("board", "1234", Identity()),
        ("board", "GPU-0a2b3c4d", Identity(uuid="GPU-0a2b3c4d")),
        ("board", "00000000:07:00.0", Identity(uuid="00000000:07:00.0")),
    ],
)
@pytest.mark.parametrize("value", ["power_w", "energy_j"])
def test_what_identifies_a_device(tmp_path: Path, named_by: str, device: str, expected: Identity, value: str) -> None:
    """A host, an index or a UUID, as its name says it, and the column of its power or energy."""
    time = {"time_s": "t"} if value == "power_w" else {}
    record = read(tmp_path, f"t,{named_by},p\n0,{device},1\n1,{device},1\n", device=named_by, **time, **{value: "p"})

    assert [replace(expected, column="p")] == [it.identity for it in record.devices]


@pytest.mark.parametrize(
    ("text", "columns", "said"),
    [
        ("t,p,q\n0,1,2\n", {"power_w": "p+q"}, "the columns of power tell the devices apart (leave devices= out)"),
        (
            "t,p,d\n0,1,A\n",
            {"power_w": "p", "device": "d"},
            "the column d tells the devices apart (leave devices= out)",
        ),
        ("t,p\n0,1\n", {"power_w": "p", "devices": "0"}, NO_NUMBER.format("0")),
        ("t,p\n0,1\n", {"power_w": "p", "devices": "two"}, NO_NUMBER.format("two")),
    ],
)
def test_how_many_devices_there_are_is_said_where_nothing_tells_them_apart(
    tmp_path: Path, text: str, columns: dict[str, str], said: str
) -> None:
    """And it is a number."""
    columns = {"devices": "2", **columns}
    with pytest.raises(InputError) as raised:
        read(tmp_path, text, time_s="t", **columns)

    assert f"{tmp_path}/own.csv: {said}" == str(raised.value)


@pytest.mark.parametrize(("lines", "found"), [(99, True), (100, False)])
def test_the_header_is_looked_for_in_a_hundred_lines(tmp_path: Path, lines: int, found: bool) -> None:
    """What stands above it is a banner."""
    text = "banner\n" * lines + "t,p\n0,1\n1,1\n"
    if found:
        assert 1 == joules(read(tmp_path, text, time_s="t", power_w="p").energy_kwh)
        return
    with pytest.raises(InputError, match='there is no column "p"'):
        read(tmp_path, text, time_s="t", power_w="p")


def test_a_time_proves_the_decimal_comma_too(tmp_path: Path) -> None:
    """1 W for a second."""
    assert 1 == joules(read(tmp_path, "t;p\n0,5;1\n1,5;1\n", time_s="t", power_w="p").energy_kwh)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1,x,y,A", "a is 'x', which is no number"),
        ("1,1,1,", "d is '', which names no device"),
        ("1,1,1,N/A", "d is 'N/A', which names no device"),
    ],
)
def test_of_a_damaged_row_its_first_fault_is_said(tmp_path: Path, row: str, said: str) -> None:
    """The rows beside it are read."""
    text = f"t,a,b,d\n0,1,1,A\n{row}\n2,1,1,A\n3,1,1,A\n"
    record = read(tmp_path, text, time_s="t", power_w="a+b", device="d")

    assert any(f"1 of 4 rows has no power that can be read (line 3: {said}" in it for it in record.warnings)


def test_of_one_device_several_rows_of_a_time_are_its_own(tmp_path: Path) -> None:
    """Where a person says that it is one: 150 W on average for two seconds, a step from one to the next."""
    text = "t,p\n" + "".join(f"{second},{power}\n" for second in (1, 2, 3) for power in (100, 200))

    assert 300 == joules(read(tmp_path, text, time_s="t", power_w="p", devices="1").energy_kwh)


def test_an_empty_power_is_a_gap(tmp_path: Path) -> None:
    """What was not read is not zero: of four seconds two count."""
    record = read(tmp_path, "t,p\n0,100\n1,100\n2,\n3,100\n4,100\n", time_s="t", power_w="p")

    assert Decimal(200) == joules(record.energy_kwh)
    assert (Decimal(200), Decimal(400)) == (joules(record.low_kwh), joules(record.high_kwh))
    assert (
        "1 of 5 rows has no power (line 4: p is blank): it is in no sum",
        "no column tells devices apart: taken for one device",
        "1 gap, up to 2 s long, in no sum",
        "what was drawn beside samples that could not be read is in the range alone, at the highest power",
    ) == record.warnings


def test_a_device_without_energy_beside_another_is_told(tmp_path: Path) -> None:
    """Of rack A 2 J, of rack B a blank and a zero: the sum is that of A, and at least that."""
    record = read(tmp_path, "d,e\nA,1\nB,\nA,1\nB,0\n", energy_j="e", device="d")

    assert Decimal(2) == joules(record.energy_kwh)
    assert (True, Decimal(2), None) == (record.at_least, joules(record.low_kwh), record.high_kwh)
    assert "1 of 4 rows has no energy (line 3: e is blank): it is in no sum" in record.warnings
    assert "B: no energy, or zero, which was not measured" in record.warnings


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("GPU 3", "gpu"),
        ("my gpu", "gpu"),
        ("Tesla T4", "gpu"),
        ("cpu 0", "cpu"),
        ("CPU 0", "cpu"),
        ("rack A", "other"),
        ("T400", "other"),
    ],
)
def test_the_name_of_a_device_says_its_kind(name: str, kind: str, tmp_path: Path) -> None:
    """A GPU by its name or as a board that is known, a CPU by its name."""
    record = read(tmp_path, f"d,e\n{name},1\n", energy_j="e", device="d")

    assert [kind] == [device.kind for device in record.devices]


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        (
            "t,p\n1,2\n",
            {"time_s": "t", "power": "p"},
            '"power" is no column that is known here (did you mean "power_w"?)',
        ),
        ("t,p\n1,2\n", {"time_s": "t", "power_w": "q"}, ':1: there is no column "q"'),
        ("t;p\n1;2\n", {"time_s": "t", "power_w": "z"}, ':1: there is no column "z"'),
        ("t;watt\n1;2\n", {"time_s": "t", "power_w": "wat"}, 'no column "wat" (did you mean "watt"?)'),
        ("t,p\n1,2\n", {"time_s": "t"}, "one column holds power or energy (such as --columns time="),
        ("t,p\n1,2\n", {"power_w": "p"}, "power needs a time to become energy (such as --columns time="),
        (
            "t,p\n1,2\n",
            {"time_s": "t", "time": "t", "power_w": "p"},
            "time and time_s are given (one column holds the time)",
        ),
        ("t,p\n1,2\n", {"energy_j": "t", "power_w": "p"}, "power_w and energy_j are given (such as --columns time="),
        (
            "t,p\n1,2\n",
            {"time": "t", "power_w": "p"},
            ":2: '1' is no time that is read here (write it such as 2026-11-21 20:17:41 or 21.11.2026 20:17:41; for a "
            "number say time_s or time_ms instead)",
        ),
        ("t;p\n1;x\n", {"time_s": "t", "power_w": "p"}, ":2: p is 'x', which is no number"),
        ("t,p\n1,2\n3\n", {"time_s": "t", "power_w": "p"}, ":3: the line has 1 cell, the header 2"),
        ("t,p\n", {"time_s": "t", "power_w": "p"}, "there is no sample in the file"),
        ("t,p\n", {"energy_j": "p"}, "there is no row below the header"),
    ],
)
def test_what_does_not_fit_is_said(tmp_path: Path, text: str, columns: dict[str, str], expected: str) -> None:
    """Columns that are not there, not known or not enough, and cells that are no numbers."""
    with pytest.raises(InputError) as raised:
        read(tmp_path, text, **columns)
    assert expected in str(raised.value)


@pytest.mark.parametrize(
    ("column", "columns", "expected"),
    [
        ("power_kW", "power_w", 'r: "power_kW" says kW in its name, and power_w does not (say power_kw=power_kW)'),
        ("gpu_mW", "power_w", '"gpu_mW" says mW in its name, and power_w does not (say power_mw=gpu_mW)'),
        ("Power (W)", "power_mw", "(say power_w=Power (W))"),
        (
            "MW",
            "power_w",
            "says MW in its name, and power_w does not (bring its numbers, and its name, into another unit)",
        ),
        ("Energy (Wh)", "energy_kwh", "(say energy_wh=Energy (Wh))"),
        ("kJ", "energy_j", "(say energy_kj=kJ)"),
        ("total_kwh", "energy_counter_j", "(say energy_counter_kwh=total_kwh)"),
        ("power_W", "power_w", None),
        ("draw", "power_mw", None),
        ("energy_mj", "energy_mj", None),  # a small m: milli or mega, so that what is said of it decides
        ("energy_mj", "energy_kwh", None),
        ("kwh", "energy_kwh", None),
    ],
)
def test_the_unit_in_a_column_s_name_is_held_against_ours(
    tmp_path: Path, column: str, columns: str, expected: str | None
) -> None:
    """A thousandth or a thousandfold is refused, with the name that fits; a name that says no unit is not."""
    path = tmp_path / "r"
    path.write_text(f"t,{column}\n1,2\n2,3\n3,2\n")
    named = {"time_s": "t", columns: column}
    if expected is None:
        read_records(path, columns=named)
    else:
        with pytest.raises(InputError) as raised:
            read_records(path, columns=named)
        assert expected in str(raised.value)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"time_s": "t_ms", "power_w": "w"}, '"t_ms" says ms in its name, and time_s does not (say time_ms=t_ms)'),
        ({"energy_j": "w", "duration_s": "t_ms"}, '"t_ms" says ms in its name, and duration_s does not (bring'),
    ],
)
def test_the_unit_of_a_time_is_held_against_ours(tmp_path: Path, columns: dict[str, str], expected: str) -> None:
    """Milliseconds read as seconds are a thousand times the energy."""
    path = tmp_path / "r"
    path.write_text("t_ms,w\n1,2\n2,3\n3,2\n")
    with pytest.raises(InputError) as raised:
        read_records(path, columns=columns)

    assert expected in str(raised.value)


def test_milliseconds_since_1970_are_no_seconds(tmp_path: Path) -> None:
    """They lie beyond the year 5138, whose last seconds are still read."""
    path = tmp_path / "r"
    path.write_text("t,w\n1767452400000,200\n1767452401000,200\n")
    with pytest.raises(InputError, match=r"after the year 5000, .*\(say time_ms where these are milliseconds\)"):
        read_records(path, columns={"time_s": "t", "power_w": "w"})
    path.write_text("t,w\n99999999999,200\n100000000000,200\n")
    [last] = read_records(path, columns={"time_s": "t", "power_w": "w"})

    assert 200 == joules(last.energy_kwh)


def test_kilojoules_are_read(tmp_path: Path) -> None:
    """1,800 kJ are half a kWh."""
    path = tmp_path / "r"
    path.write_text("job,kJ\na,1800\n")
    [record] = read_records(path, columns={"energy_kj": "kJ", "device": "job"})

    assert Decimal("0.5") == record.energy_kwh


def test_a_header_that_is_no_utf_8_is_said(tmp_path: Path) -> None:
    """A column that cannot be found for its letters is no slip of the person who names it."""
    path = tmp_path / "r"
    path.write_bytes("t;Leistung für GPU\n1;2\n2;3\n".encode("latin-1"))
    columns = {"time_s": "t", "power_w": "Leistung für GPU"}
    with pytest.raises(
        InputError, match=r"r:1: the header holds letters that are not UTF-8 \(save the file as UTF-8\)"
    ):
        read_records(path, columns=columns)
    path.write_bytes("t;Leistung für GPU\n1;2\n2;2\n".encode())
    [record] = read_records(path, columns=columns)

    assert 2 == joules(record.energy_kwh)
