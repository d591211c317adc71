"""nvidia-smi's CSV, held against areas worked by hand."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers import nvidia_smi
from reportgen.energy.importers.read import read_records
from reportgen.energy.power import Gap
from reportgen.energy.record import Identity, Record
from reportgen.problems import InputError
from tests.energy.importers.sources import joules, only, problem, sample, written

HEADER = "timestamp, power.draw [W]\n"


def stamp(seconds: float) -> str:
    """Return a time so long after eight in the evening."""
    return f"2026/11/21 20:{int(seconds) // 60:02}:{seconds % 60:06.3f}"


def read(folder: Path, *rows: str, header: str = HEADER) -> Record:
    """Return the record of the rows."""
    return only(read_records(written(folder, header + "".join(f"{row}\n" for row in rows), "gpu.csv").path))


def test_each_gpu_has_its_own_curve() -> None:
    """100 W for 10 s are 1000 J; 5 s at 100 W, a step to 300 W and 4 s of it are 1900 J, give or take half the step."""
    record = only(nvidia_smi.extract(sample("nvidia-smi", "two_gpus.csv")))

    assert [1000, 1900] == [joules(device.energy_kwh) for device in record.devices]
    assert (Decimal(2800), Decimal(3000)) == (joules(record.low_kwh), joules(record.high_kwh))
    assert ["NVIDIA A100-SXM4-40GB 0", "NVIDIA A100-SXM4-40GB 1"] == [device.name for device in record.devices]
    assert (Decimal(1), Decimal(1)) == (record.interval_s, record.pue_included)


def test_rows_without_index_are_told_apart_by_their_times() -> None:
    """Four rows a tick: 50, 100, 150 and 200 W for 6 s, of power.draw and not of the column beside it."""
    record = only(nvidia_smi.extract(sample("nvidia-smi", "no_index.csv")))

    assert [300, 600, 900, 1200] == [joules(device.energy_kwh) for device in record.devices]
    assert Decimal(1) == record.interval_s
    assert ["rows are of 4 devices in turn, 0.000833 kWh in all" in doubt for doubt in record.implausible] == [True]


def test_what_could_not_be_read_is_a_gap() -> None:
    """Two readings of nine failed, and later nothing was read for 52 s: 2 + 3 + 3 s at 60 W are 480 J."""
    record = only(nvidia_smi.extract(sample("nvidia-smi", "unknown_error.csv")))

    assert Decimal(480) == joules(record.energy_kwh)
    assert (Gap(Decimal(2), Decimal(5), "no power read"), Gap(Decimal(8), Decimal(60), "no samples")) == record.gaps
    assert any(text.startswith("2 of 13 rows have no power (line 5: power.draw [W] is") for text in record.warnings)


@pytest.mark.parametrize(
    ("header", "cell", "watts"),
    [
        (HEADER, "100.00 W", 100),
        (HEADER, "100.00", 100),
        ("timestamp, power.draw\n", "100.00 W", 100),
        ("timestamp, power.draw [mW]\n", "100000", 100),
        ("timestamp, power.draw [kW]\n", "0.1", 100),
        ("timestamp, power.draw\n", "0.1 kW", 100),
        ("timestamp, power.draw\n", "100000 mW", 100),
        ("timestamp,power.draw [W]\n", "100", 100),
        ("timestamp, power.draw.instant [W]\n", "100", 100),
        ("timestamp, power.draw.average [W]\n", "100", 100),
    ],
)
def test_the_unit_is_the_headers_or_the_cells(tmp_path: Path, header: str, cell: str, watts: int) -> None:
    """With and without nounits, and with no space after the commas; 2 s."""
    record = read(tmp_path, *(f"{stamp(second)}, {cell}" for second in (0, 1, 2)), header=header)

    assert watts * 2 == joules(record.energy_kwh)


@pytest.mark.parametrize(
    "cell",
    [
        *("", "N/A", "[N/A]", "[Not Supported]", "[Unknown Error]", "[Insufficient Permissions]", "[Not Found]"),
        *("ERR!", "[Some Error]", "[n/a]"),
    ],
)
def test_what_the_tool_writes_for_no_value_is_no_zero(tmp_path: Path, cell: str) -> None:
    """Two seconds at 100 W, one reading that failed, and two more: 400 J, and the gap is told."""
    cells = ("100 W", "100 W", "100 W", cell, "100 W", "100 W", "100 W")
    record = read(tmp_path, *(f"{stamp(second)}, {text}" for second, text in enumerate(cells)))

    assert 400 == joules(record.energy_kwh)
    assert any(text.startswith("1 of 7 rows has no power (line 5: power.draw [W] is ") for text in record.warnings)
    assert "1 gap, up to 2 s long, in no sum" in record.warnings


@pytest.mark.parametrize("cell", ["[N/A]", "0 W"])
def test_a_silent_gpu_beside_a_good_one_is_told(tmp_path: Path, cell: str) -> None:
    """The sum is that of GPU 0 alone, and whoever reads it learns so."""
    rows = [f"{stamp(second)}, {index}, {power}" for second in (0, 1) for index, power in ((0, "100 W"), (1, cell))]
    record = read(tmp_path, *rows, header="timestamp, index, power.draw [W]\n")

    assert 100 == joules(record.energy_kwh)
    assert "GPU 1: no energy, or zero, which was not measured" in record.warnings


def in_turn(ticks: int, gpus: int, within_s: float = 0.01, odd: tuple[int, ...] = ()) -> list[str]:
    """Return rows without index, once a second; in odd ticks they are as far apart as the ticks themselves."""
    return [
        f"{stamp(tick + place * ((0.9 / gpus) if tick in odd else within_s))}, 100 W"
        for tick in range(ticks)
        for place in range(gpus)
    ]


@pytest.mark.parametrize(
    ("rows", "gpus"),
    [
        (in_turn(4, 2), 2),
        (in_turn(3, 2), 1),  # two groups of rows are no pattern
        (in_turn(52, 2, odd=(7,)), 2),  # one of 50 periods runs into the next
        (in_turn(51, 2, odd=(7,)), 1),  # one of 49 is more
        (in_turn(9, 2, within_s=0.37), 2),  # 0.37 s are less than six tenths of the 0.63 s to the next
        (in_turn(9, 2, within_s=0.38), 1),  # 0.38 s are more than six tenths of 0.62 s
        (in_turn(9, 4, within_s=0.2), 4),  # 0.4 s to the next, twice as much
        (in_turn(9, 16), 16),
        (in_turn(9, 17), 1),  # more than one machine has
        (in_turn(9, 1), 1),
    ],
)
def test_rows_in_turn_are_several_gpus_where_they_stand_close(tmp_path: Path, rows: list[str], gpus: int) -> None:
    """Steps within a tick are up to six tenths of those to the next one, in 49 of 50 periods and more."""
    record = read(tmp_path, *rows)

    assert gpus == len(record.devices)
    assert {Identity()} == {device.identity for device in record.devices}
    assert (gpus > 1) == any(f"the rows are of {gpus} devices in turn" in doubt for doubt in record.implausible)
    assert record.implausible == record.unsettled
    assert "sampled power, trapezoid" == record.method
    assert (gpus == 1) == ("no column tells devices apart: taken for one device" in record.warnings)


@pytest.mark.parametrize("devices", [1, 2])
def test_how_many_devices_there_are_settles_it(tmp_path: Path, devices: int) -> None:
    """Nothing is doubted, or taken for granted, where a person says it."""
    path = tmp_path / "gpu.csv"
    path.write_text("timestamp, power.draw [W]\n" + "".join(f"{row}\n" for row in in_turn(9, 2)))
    record = only(read_records(path, None, {"devices": str(devices)}))

    assert (devices, ()) == (len(record.devices), record.implausible)
    assert ("only GPUs are in it: the CPU, the memory and the rest of the machine are not",) == record.warnings


def test_a_power_that_could_not_be_read_has_its_time(tmp_path: Path) -> None:
    """Every other second nothing was read: the interval is a second all the same."""
    record = read(tmp_path, *(f"{stamp(second)}, {'[N/A]' if second % 2 else 100}" for second in range(9)))

    assert 1 == record.interval_s


def test_power_draw_is_preferred(tmp_path: Path) -> None:
    """Whatever stands first in the file."""
    header = "timestamp, power.draw.instant [W], power.draw.average [W], power.draw [W]\n"
    record = read(tmp_path, *(f"{stamp(second)}, 1, 2, 3" for second in (0, 1)), header=header)

    assert Decimal(3) == joules(record.energy_kwh)


@pytest.mark.parametrize("column", ["uuid", "gpu_uuid", "gpu_bus_id", "pci.bus_id", "serial", "gpu_serial"])
@pytest.mark.parametrize("name", ["name", "gpu_name"])
def test_a_uuid_tells_gpus_apart_and_names_none(tmp_path: Path, column: str, name: str) -> None:
    """A serial number is the GPU's identity, and stays out of the record."""
    rows = [f"{stamp(t + k / 1000)}, GPU-{k}a2b3c4d, NVIDIA L4, {10 * (k + 1)} W" for t in range(3) for k in range(2)]
    record = read(tmp_path, *rows, header=f"timestamp, {column}, {name}, power.draw [W]\n")

    assert ["NVIDIA L4 0", "NVIDIA L4 1"] == [device.name for device in record.devices]
    assert [20, 40] == [joules(device.energy_kwh) for device in record.devices]


@pytest.mark.parametrize("column", ["index", "minor_number", "gpu_index"])
def test_an_index_tells_gpus_apart_and_names_them(tmp_path: Path, column: str) -> None:
    """GPUs 3 and 5 of one model have their numbers behind its name."""
    rows = [f"{stamp(t + k / 1000)}, {k}, NVIDIA L4, {10 * k} W" for t in range(3) for k in (3, 5)]
    record = read(tmp_path, *rows, header=f"timestamp, {column}, name, power.draw [W]\n")

    assert ["NVIDIA L4 3", "NVIDIA L4 5"] == [device.name for device in record.devices]
    assert [Identity(index="3"), Identity(index="5")] == [device.identity for device in record.devices]
    assert [60, 100] == [joules(device.energy_kwh) for device in record.devices]


def test_time_is_local_without_zone(tmp_path: Path) -> None:
    """The tool does not say the zone."""
    record = read(tmp_path, f"{stamp(0)}, 1", f"{stamp(2.5)}, 1")

    assert (datetime(2026, 11, 21, 20), False, Decimal("2.500")) == (
        record.started_at,
        record.zone_known,
        record.duration_s,
    )


def test_a_clock_that_goes_back_costs_the_step(tmp_path: Path) -> None:
    """At the end of summer time the clock repeats an hour: the step between is not counted, the rest is."""
    rows = [f"2026/10/25 {hour}:00:{second:02}.000, 100 W" for hour in ("03", "02") for second in range(10)]
    record = read(tmp_path, *rows)

    assert Decimal(1800) == joules(record.energy_kwh)
    assert any("went back" in warning for warning in record.warnings)


@pytest.mark.parametrize("rows", [(f"{stamp(0)}, 100",), (f"{stamp(0)}, 0", f"{stamp(1)}, 0"), (f"{stamp(0)}, [N/A]",)])
def test_what_gives_no_energy_is_not_measured(tmp_path: Path, rows: tuple[str, ...]) -> None:
    """One sample, no power and unreadable power are not zero."""
    record = read(tmp_path, *rows)

    said = "no energy can be reckoned: fewer than two samples, or zero power, which was not measured"
    assert (None, True) == (record.energy_kwh, said in record.warnings)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (HEADER, "gpu.csv: there is no sample in the file"),
        (HEADER + "2026/11/21 20:00", "gpu.csv:2: the line has 1 cell, the header 2"),
        (HEADER + f"{stamp(0)}, 1\n{stamp(1)[:14]}, 2\n", "gpu.csv:3: '2026/11/21 20:' is no time"),
        (HEADER + f"{stamp(0)}, much\n", "gpu.csv:2: power.draw [W] is 'much', which is no number"),
        (HEADER + f"{stamp(0)}, 5 J\n", "gpu.csv:2: the unit J is not known here (power.draw [W] is '5 J')"),
        (
            "timestamp, index, memory.used [MiB]\n1, 2, 3\n",
            "gpu.csv:1: a log of nvidia-smi without power.draw (write it",
        ),
        ("timestamp, power.draw\n" + f"{stamp(0)}, 5\n", "gpu.csv:2: '5' has no unit, and neither has the header"),
        ("a, b\n1, 2\n", "gpu.csv:1: the columns timestamp and power.draw are missing"),
    ],
)
def test_damage_is_said_in_one_line(tmp_path: Path, content: str, expected: str) -> None:
    """What is wrong, with its line."""
    assert problem(nvidia_smi.extract, written(tmp_path, content, "gpu.csv")).startswith(expected)


@pytest.mark.parametrize(
    ("seconds", "falls"),
    [
        ((3, 2, 1), True),
        ((3, 3, 2, 2, 1, 1), True),
        ((2, 1), False),
        ((3, 2, 1, *range(4, 20)), False),
        ((1, 3, 2), False),
    ],
)
def test_a_log_with_the_newest_row_first_is_refused(tmp_path: Path, seconds: tuple[int, ...], falls: bool) -> None:
    """Each of its rows would be a clock that was put back; one such row among others is read."""
    rows = [f"{stamp(second)}, 100" for second in seconds]
    if falls:
        with pytest.raises(InputError, match=r"gpu.csv:2: the newest row stands first: .* \(sort it by time\)"):
            read(tmp_path, *rows)
    else:
        read(tmp_path, *rows)


@pytest.mark.parametrize(("first", "cut"), [("15:00:00", True), ("14:59:59", False)])
def test_times_that_are_cut_to_the_minute_are_refused(tmp_path: Path, first: str, cut: bool) -> None:
    """Three rows of GPU 0 a minute are at nobody knows what times; one second that is written ends the suspicion."""
    path = tmp_path / "gpu.csv"
    times = [first, *(f"15:{minute:02}:00" for minute in range(4) for _ in range(3))]
    path.write_text("timestamp, index, power.draw [W]\n" + "".join(f"2026/01/03 {time}, 0, 100 W\n" for time in times))
    if cut:
        with pytest.raises(
            InputError, match=r"gpu.csv:2: .*: the times are cut to the minute \(write the log with sec"
        ):
            read_records(path)
    else:
        read_records(path)
