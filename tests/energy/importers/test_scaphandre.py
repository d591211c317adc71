"""Reports of scaphandre's json exporter, held against areas under power curves worked by hand."""

import json
from datetime import UTC, datetime
from pathlib import Path

from reportgen.energy.importers import scaphandre
from tests.energy.importers.sources import joules, only, problem, sample, written


def report(time_s: float, power_uw: object) -> str:
    """Return the report of a step, in which a socket and a process had a part."""
    parts = [{"exe": "x", "consumption": 1e6, "timestamp": time_s}]
    return json.dumps({"host": {"consumption": power_uw, "timestamp": time_s}, "consumers": parts, "sockets": parts})


def test_the_host_counts_and_what_it_holds_does_not() -> None:
    """(20 + 30) / 2 W x 2 s + 30 W x 2 s = 110 J; its socket of 16 W and its process of 15 W are in it."""
    source = sample("scaphandre", "three_steps.json")

    record = only(scaphandre.extract(source))

    assert scaphandre.identify(source)
    assert [("host by RAPL", "cpu", 110)] == [(it.name, it.kind, int(joules(it.energy_kwh))) for it in record.devices]
    assert [110, 100, 120] == [int(joules(it)) for it in (record.energy_kwh, record.low_kwh, record.high_kwh)]
    assert 4 == record.duration_s
    assert datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC) == record.started_at
    assert any("GPUs, disks and power supply are not in it" in warning for warning in record.warnings)


def test_one_instant_is_no_energy() -> None:
    """12.3 W once: nothing can be reckoned, which is said."""
    record = only(scaphandre.extract(sample("scaphandre", "instant.json")))

    assert record.energy_kwh is None
    assert any("no energy can be reckoned" in warning for warning in record.warnings)


def test_a_list_that_was_cut_off_keeps_its_whole_reports(tmp_path: Path) -> None:
    """10 W x 2 s; of the third report, which was being written, nothing is known."""
    text = f"[{report(0.5, 1e7)},{report(2.5, 1e7)},{report(4.5, 1e7)[:90]}"

    record = only(scaphandre.extract(written(tmp_path, text)))

    assert 20 == joules(record.energy_kwh)
    assert any("1 of 3 rows has no power" in warning for warning in record.warnings)


def test_zero_means_no_data_yet(tmp_path: Path) -> None:
    """As long as it has no data scaphandre writes zero: the gap of 2 s is in no sum."""
    reports = [report(0.5, 1e7), report(2.5, 1e7), report(3.5, 0.0), report(4.5, 1e7), report(6.5, 1e7)]

    record = only(scaphandre.extract(written(tmp_path, "\n".join(reports))))

    assert 40 == joules(record.energy_kwh)
    assert [2] == [gap.end_s - gap.start_s for gap in record.gaps]


def test_an_odd_report_costs_one_report(tmp_path: Path) -> None:
    """10 W over 4 s, whatever stands in the middle."""
    for odd in (
        report(2.5, "hot"),
        report(2.5, -1),
        '{"host":{"consumption":1,}',
        report(2.5, None),
        report(2.5, True),
    ):
        record = only(scaphandre.extract(written(tmp_path, f"[{report(0.5, 1e7)},\n{odd},\n{report(4.5, 1e7)}]")))

        assert 40 == joules(record.energy_kwh)
        assert any("1 of 3 rows has no power" in it and "line 2" in it for it in record.warnings)


def test_a_file_of_nothing_else_is_refused(tmp_path: Path) -> None:
    """The first problem is said, with its line."""
    assert "record:1: host.consumption is 'hot'" in problem(scaphandre.extract, written(tmp_path, report(1, "hot")))
