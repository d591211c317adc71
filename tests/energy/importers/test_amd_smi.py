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
    assert ["0", "1"] == [device.identity.index for device in record.devices]
    assert ["energy counter", "sampled power"] == [str(device.method) for device in record.devices]
    assert not record.at_least
    assert 20 == record.duration_s
    assert 10 == record.interval_s
    assert datetime(2026, 11, 21, 20, 17, 41, tzinfo=UTC) == record.started_at


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
    rows = ("0,0,100,N/A", "2,0,N/A,N/A", "4,0,100,N/A", "6,0,100,N/A")
    assert 200 == joules(read(tmp_path, *rows).energy_kwh)


@pytest.mark.parametrize("odd", ["1,0,100,5", "1,0,100,99999", "1,0,100,x", "1,x,100,1100", "1,0,-1,1100", "1,0"])
def test_an_odd_row_costs_one_row(tmp_path: Path, odd: str) -> None:
    """The counter goes from 1,000 J to 1,200 J, whatever stands between: it falls, leaps or is no number."""
    record = read(tmp_path, "0,0,100,1000", odd, "2,0,100,1200")

    assert 200 == joules(record.energy_kwh)
    assert record.at_least
    assert any("1 of 3 rows has no power" in it and "line 3" in it for it in record.warnings)


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


def test_another_unit_is_no_watt(tmp_path: Path) -> None:
    """100 mW are not taken for 100 W."""
    rows = [{"timestamp": START, "gpu": 0, "power_usage": {"value": 100, "unit": "mW"}}]

    assert "the unit of the power is mW" in problem(amd_smi.extract, written(tmp_path, json.dumps(rows)))


def test_a_log_without_rows_is_refused(tmp_path: Path) -> None:
    """A header alone is no record."""
    told = problem(amd_smi.extract, written(tmp_path, HEADER))
    assert told.startswith("record: there is no row of a GPU in the log (write it with: amd-smi metric -p -E ")


def test_json_from_gzip_is_read_and_damaged_gzip_is_said(tmp_path: Path) -> None:
    """Long logs are packed; one that was cut off is no record."""
    content = gzip.compress(sample("amd-smi", "watched.json").path.read_bytes())

    assert 220 == joules(only(amd_smi.extract(written(tmp_path, content, "log.json.gz"))).energy_kwh)
    assert "the gzip file is damaged" in problem(amd_smi.extract, written(tmp_path, content[:-20], "cut.json.gz"))
