"""Logs of amd-smi, held against the differences of its counters and areas under power curves."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reportgen.energy.importers import amd_smi
from reportgen.energy.record import Record
from tests.energy.importers.sources import joules, only, problem, sample, written

START = 1_795_292_261
HEADER = "timestamp,gpu,socket_power,total_energy_consumption\n"
ONLY_GPUS = "only GPUs are in it: the CPU, the memory and the rest of the machine are not"


def read(folder: Path, *rows: str, header: str = HEADER) -> Record:
    """Return the record of a CSV with these rows; the time of a row counts from the start."""
    timed = [f"{START + int(row.split(',')[0])},{row.split(',', 1)[1]}\n" for row in rows]
    return only(amd_smi.extract(written(folder, header + "".join(timed))))


def test_the_counter_counts_and_power_where_there_is_none() -> None:
    """GPU 0: 5,006,200.75 - 5,000,100.5 J; GPU 1 has no counter: (100 + 200) / 2 W x 10 s + 200 W x 10 s."""
    source = sample("amd-smi", "watched.csv")

    record = only(amd_smi.extract(source))

    assert amd_smi.identify(source)
    assert [("GPU 0", "6100.25"), ("GPU 1", "3500")] == [
        (it.name, f"{joules(it.energy_kwh).normalize():f}") for it in record.devices
    ]
    assert [("gpu", "0"), ("gpu", "1")] == [(device.kind, device.identity.index) for device in record.devices]
    assert () == record.gaps
    assert ["energy counter", "sampled power"] == [str(device.method) for device in record.devices]
    assert not record.at_least
    assert 20 == record.duration_s
    assert 10 == record.interval_s
    assert datetime(2026, 11, 21, 20, 17, 41, tzinfo=UTC) == record.started_at
    assert datetime(2026, 11, 21, 20, 18, 1, tzinfo=UTC) == record.ended_at
    assert (ONLY_GPUS,) == record.warnings


def test_lists_one_after_another_are_read() -> None:
    """So amd-smi prints JSON while it watches: (100 + 120) / 2 W x 2 s."""
    source = sample("amd-smi", "watched.json")

    assert amd_smi.identify(source)
    assert 220 == joules(only(amd_smi.extract(source)).energy_kwh)


def test_the_monitor_and_the_counter_in_json_are_read(tmp_path: Path) -> None:
    """monitor calls it power_usage: 100 W x 2 s; of metric the counter: 50 J. What has no value is N/A."""
    monitor = [{"timestamp": START + at, "gpu": 0, "power_usage": {"value": 100, "unit": "W"}} for at in (0, 2)]
    metric = [
        {
            "timestamp": START + at,
            "gpu": 0,
            "power": "N/A",
            "energy": {"total_energy_consumption": {"value": at * 25.0, "unit": "J"}},
        }
        for at in (0, 2)
    ]

    assert 200 == joules(only(amd_smi.extract(written(tmp_path, json.dumps(monitor)))).energy_kwh)
    assert 50 == joules(only(amd_smi.extract(written(tmp_path, json.dumps(metric)))).energy_kwh)


@pytest.mark.parametrize("none", ["", "N/A"])
def test_a_cell_without_value_is_no_number(none: str, tmp_path: Path) -> None:
    """Blank or N/A: 100 W from 4 s to 6 s without counter, and 50 J of a counter without power."""
    powers = (f"0,0,100,{none}", f"2,0,{none},{none}", f"4,0,100,{none}", f"6,0,100,{none}")

    record = read(tmp_path, *powers)
    assert 200 == joules(record.energy_kwh)
    assert [(0, 4, "no power read")] == [(int(gap.start_s), int(gap.end_s), gap.reason) for gap in record.gaps]
    assert 50 == joules(read(tmp_path, f"0,0,{none},1000", f"2,0,{none},1050").energy_kwh)


def test_a_single_row_is_no_energy(tmp_path: Path) -> None:
    """Of a counter two readings are needed."""
    record = read(tmp_path, "0,0,100,1000")

    assert (None, None) == (record.energy_kwh, record.duration_s)
    said = "no energy can be reckoned: fewer than two samples, or zero power, which was not measured"
    assert (said, ONLY_GPUS) == record.warnings


@pytest.mark.parametrize("odd", ["1,0,100,5", "1,0,100,99999", "1,0,100,x", "1,x,100,1100", "1,0,-1,1100", "1,0"])
def test_an_odd_row_costs_one_row(tmp_path: Path, odd: str) -> None:
    """The counter goes from 1,000 J to 1,200 J, whatever stands between: it falls, leaps or is no number."""
    record = read(tmp_path, "0,0,100,1000", "1,0,100,1000", odd, "2,0,100,1200")

    assert 200 == joules(record.energy_kwh)
    assert record.at_least
    assert any("1 of 4 rows has no power" in it and "line 4" in it for it in record.warnings)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"gpu": "x"}, "gpu is 'x', no index of a GPU (is the line cut off or damaged?)"),
        ({"gpu": {"id": 1}}, "gpu is 'a map', no index of a GPU (is the line cut off or damaged?)"),
        ({"power_usage": [1]}, "the power is a list, no number from zero on"),
        ({"power_usage": {"value": {"mean": 1.5}}}, "the power is a map, no number from zero on"),
        ({"power_usage": {"value": 1, "unit": {}}}, "the unit of the power is a map, which is not known here"),
        ({"gpu": 12345}, "gpu is '12345', no index of a GPU (is the line cut off or damaged?)"),
        ({"timestamp": "now"}, "timestamp is 'now', no number from zero on"),
        ({"power_usage": {"value": "x", "unit": "W"}}, "the power is 'x', no number from zero on"),
        ({"power": {"socket_power": -1}}, "the power is '-1', no number from zero on"),
        ({"power_usage": {"value": 1, "unit": "mW"}}, "the unit of the power is mW, which is not known here"),
        (
            {"energy": {"total_energy_consumption": {"value": 1, "unit": "kJ"}}},
            "the unit of total_energy_consumption is kJ, which is not known here",
        ),
        (
            {"energy": {"total_energy_consumption": "x"}},
            "total_energy_consumption is 'x', no number from zero on",
        ),
    ],
)
def test_what_is_wrong_in_json_is_said_with_its_line(row: dict[str, object], said: str, tmp_path: Path) -> None:
    """The object begins on the second line, and another unit is never taken for W or J."""
    text = f"[\n{json.dumps({'gpu': 0, 'timestamp': START} | row)}]"

    assert f"record:2: {said}" == problem(amd_smi.extract, written(tmp_path, text))


@pytest.mark.parametrize("value", [None, "", "N/A", {"value": "N/A", "unit": "W"}])
def test_what_json_has_no_value_of_is_unknown(value: object, tmp_path: Path) -> None:
    """100 W from 4 s to 6 s are there, and 2 s before it are not."""
    powers = [100, value, 100, 100]
    rows = [{"timestamp": START + 2 * at, "gpu": 0, "power_usage": power} for at, power in enumerate(powers)]

    assert 200 == joules(only(amd_smi.extract(written(tmp_path, json.dumps(rows)))).energy_kwh)


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ("timestamp,gpu,socket_power", True),
        ("timestamp,gpu,power_usage", True),
        ("gpu,total_energy_consumption", True),
        ("timestamp,gpu,temperature", False),
        ("timestamp,device,socket_power", False),
        ('{"gpu": 0, "power_usage": 1}', True),
        ('{"gpu": 0, "energy": {"total_energy_consumption": 1}}', True),
        ('{"timestamp": 1, "gpu": 0, "power": {"socket_power": 1}}', True),
        ('{"gpu": 0, "temperature": 1}', False),
        ('{"device": 0, "power_usage": 1}', False),
    ],
)
def test_a_log_of_amd_smi_names_gpu_and_power_or_energy(header: str, known: bool, tmp_path: Path) -> None:
    """Both are needed, as CSV and as JSON."""
    assert known == amd_smi.identify(written(tmp_path, f"{header}\n"))


def test_what_was_said_before_the_header_is_no_row(tmp_path: Path) -> None:
    """Two lines of talk, whatever words are in them: 100 W x 2 s."""
    talk = "gpu,temperature\nWARNING: socket_power needs root\n"
    record = read(tmp_path, "0,0,100,N/A", "2,0,100,N/A", header=talk + HEADER)

    assert 200 == joules(record.energy_kwh)
    assert (ONLY_GPUS,) == record.warnings


def test_a_time_that_is_no_number_is_named(tmp_path: Path) -> None:
    """By its column, where the line is damaged."""
    for row, said in (
        ("1795292261x,0,100,1000", "timestamp is '1795292261x', which is no number"),
        ("1795292261,x,100,1000", "gpu is 'x', no index of a GPU"),
    ):
        told = problem(amd_smi.extract, written(tmp_path, f"{HEADER}{row}\n"))
        assert f"record:2: {said} (is the line cut off or damaged?)" == told


def test_a_leap_of_just_2000_w_is_believed(tmp_path: Path) -> None:
    """Times are whole seconds: from one second to the next up to 2 s may have passed, 4,000 J."""
    assert 4000 == joules(read(tmp_path, "0,0,1,1000", "1,0,1,5000").energy_kwh)
    assert read(tmp_path, "0,0,1,1000", "1,0,1,5000.1").energy_kwh is None


def test_a_header_repeated_is_no_row(tmp_path: Path) -> None:
    """So amd-smi prints CSV while it watches."""
    text = f"{HEADER}{START},0,100,N/A\n\n{HEADER}{START + 2},0,100,N/A\n"

    record = only(amd_smi.extract(written(tmp_path, text)))

    assert 200 == joules(record.energy_kwh)
    assert not any("rows" in warning for warning in record.warnings)


def test_without_times_it_is_refused_with_what_to_add(tmp_path: Path) -> None:
    """Without --watch amd-smi writes one instant."""
    csv = written(tmp_path, "gpu,socket_power\n0,100\n")
    objects = written(tmp_path, json.dumps([{"gpu": 0, "power": {"socket_power": {"value": 1, "unit": "W"}}}]), "b")

    for source in (csv, objects):
        assert amd_smi.identify(source)
        said = "the log has no times, which amd-smi writes with --watch alone (write it with: amd-smi metric -p -E "
        assert problem(amd_smi.extract, source).endswith(f":1: {said}--watch 1 --csv --file log.csv)")


def test_an_object_that_stands_too_deep_costs_itself(tmp_path: Path) -> None:
    """As one that is damaged does: 100 W for 2 s are there."""
    deep = '{"gpu": ' + "[" * 5000
    good = [{"timestamp": START + at, "gpu": 0, "power_usage": {"value": 100, "unit": "W"}} for at in (0, 2)]
    said = "1 of 3 rows has no power that can be read (line 2: not JSON: it stands inside itself too deep)"
    record = only(amd_smi.extract(written(tmp_path, f"{json.dumps(good)}\n{deep}")))

    assert 200 == joules(record.energy_kwh)
    assert any(warning.startswith(said) for warning in record.warnings)


def test_a_log_without_rows_is_refused(tmp_path: Path) -> None:
    """A header alone is no record."""
    told = problem(amd_smi.extract, written(tmp_path, HEADER))
    assert told.startswith("record: there is no row of a GPU in the log (write it with: amd-smi metric -p -E ")


def test_json_from_gzip_is_read_and_damaged_gzip_is_said(tmp_path: Path) -> None:
    """Long logs are packed; one that was cut off is no record."""
    content = gzip.compress(sample("amd-smi", "watched.json").path.read_bytes())

    assert 220 == joules(only(amd_smi.extract(written(tmp_path, content, "log.json.gz"))).energy_kwh)
    assert "the gzip file is damaged" in problem(amd_smi.extract, written(tmp_path, content[:-20], "cut.json.gz"))
