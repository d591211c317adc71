"""Samples of powermetrics, held against power times length worked by hand."""

import io
import plistlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reportgen.energy.importers import powermetrics, powermetrics_samples
from reportgen.energy.record import Record
from reportgen.files.source import Source
from tests.energy.importers.sources import joules, only, problem, sample, written


def block(second: int, *lines: str, ms: str = "1000.00") -> str:
    """Return a sample that ended in this second."""
    head = f"*** Sampled system activity (Sat Nov 21 20:17:{second:02d} 2026 +0100) ({ms}ms elapsed) ***\n"
    return head + "\n**** Processor usage ****\n\n" + "".join(f"{line}\n" for line in lines) + "\n"


def plist(**values: object) -> bytes:
    """Return a sample as a property list, with these values instead of the usual ones."""
    moment = datetime(2026, 11, 21, 19, 17, 42)
    usual = {"elapsed_ns": 10**9, "timestamp": moment, "processor": {"combined_power": 10_000.0}}
    return plistlib.dumps(usual | values) + b"\0"


def test_a_property_list_of_more_than_64_mb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One without an end would fill the memory; the file is read at once here, for speed."""
    head = b"<plist><key>elapsed_ns</key>"
    source = written(tmp_path, head)
    monkeypatch.setattr(powermetrics_samples, "_BLOCK", 1 << 27)
    monkeypatch.setattr(Source, "binary", lambda _: io.BytesIO(head.ljust((64 << 20) + 1)))

    told = problem(powermetrics.extract, source)
    assert "record: a property list is longer than 64 MB (is it the right file?)" == told


def read(folder: Path, content: str | bytes) -> Record:
    """Return the record of a log."""
    return only(powermetrics.extract(written(folder, content)))


def test_the_parts_of_the_chip_are_added_and_their_sum_is_not() -> None:
    """CPU: 2 W x 1 s + 4 W x 0.5 s; GPU, which is printed twice: 8 J + 5 J; Neural Engine: 0.5 J."""
    source = sample("powermetrics", "m_series.txt")

    record = only(powermetrics.extract(source))

    assert powermetrics.identify(source)
    assert [("CPU", 4.0), ("GPU", 13.0), ("Neural Engine", 0.5)] == [
        (device.name, float(joules(device.energy_kwh))) for device in record.devices
    ]
    assert 17.5 == float(joules(record.energy_kwh))
    assert 1.5 == float(record.duration_s or 0)
    assert "2026-11-21T20:17:41+01:00" == str(record.started_at and record.started_at.isoformat())
    assert "estimate" == record.basis
    assert "not added, since it is the sum of the others: CPU, GPU and Neural Engine" in record.warnings
    assert any("Apple calls these figures estimates" in warning for warning in record.warnings)


def test_property_lists_are_read() -> None:
    """10 W x 1 s + 12.0005 W x 2 s: without the Neural Engine's part, the sum of all three counts."""
    source = sample("powermetrics", "m_series.plist")

    record = only(powermetrics.extract(source))

    assert powermetrics.identify(source)
    assert 34.001 == float(joules(record.energy_kwh))
    assert 3 == record.duration_s
    assert datetime(2026, 11, 21, 19, 17, 41, tzinfo=UTC) == record.started_at
    assert "not added, since CPU, GPU and Neural Engine holds it: CPU, GPU" in record.warnings


def test_a_processor_of_intel_has_a_package(tmp_path: Path) -> None:
    """3.5 W x 2 s of text, 3.5 W x 1 s of a property list."""
    line = "Intel energy model derived package power (CPUs+GT+SA): 3.50W"

    assert 7 == joules(read(tmp_path, block(42, line) + block(43, line)).energy_kwh)
    assert 3.5 == float(joules(read(tmp_path, plist(processor={"package_watts": 3.5})).energy_kwh))


@pytest.mark.parametrize(
    "odd",
    [
        block(43, "CPU Power: x mW"),
        block(43, "CPU Power: -5 mW"),
        block(43),
        block(43, "GPU Power: 5 mW"),
        block(43, "CPU Power: 5 mW", ms="abc"),
        "*** Sampled system activity (soon) (1000.00ms elapsed) ***\nCPU Power: 5 mW\n",
    ],
)
def test_an_odd_sample_costs_one_sample(tmp_path: Path, odd: str) -> None:
    """10 W over two of three seconds: at least 20 J."""
    record = read(tmp_path, block(42, "CPU Power: 10000 mW") + odd + block(44, "CPU Power: 10000 mW"))

    assert 20 == joules(record.energy_kwh)
    assert record.at_least
    assert any("1 of 3 rows has no power" in warning for warning in record.warnings)


def test_a_power_that_is_no_number_is_named_by_its_part(tmp_path: Path) -> None:
    """As the line names it."""
    record = read(tmp_path, block(42, "CPU Power: 10000 mW") + block(43, "CPU Power: 5: mW"))
    said = "1 of 2 rows has no power that can be read (line 11: CPU Power is '5:', which is no number): it is in no sum"

    assert said in record.warnings


def test_an_odd_property_list_costs_one(tmp_path: Path) -> None:
    """Cut off, without length, without power, no number, or with entities: 10 J remain, and it is said."""
    odd = (
        plist()[:200],
        plist(elapsed_ns="x"),
        plist(processor={}),
        plist(processor={"combined_power": True}),
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "a">]><plist version="1.0"><string>&a;</string></plist>',
        plistlib.dumps([1]),
    )
    for content in odd:
        record = read(tmp_path, plist() + content)

        assert 10 == joules(record.energy_kwh)
        assert record.at_least


def test_a_last_line_that_is_cut_is_no_value(tmp_path: Path) -> None:
    """Of 10000 mW only 100 was written: the sample counts for nothing."""
    whole = block(42, "CPU Power: 10000 mW")

    assert 10 == joules(read(tmp_path, whole + block(43, "CPU Power: 10000 mW").rstrip()[:-5]).energy_kwh)
    assert not read(tmp_path, whole).at_least


def test_samples_that_are_missing_are_said(tmp_path: Path) -> None:
    """Two samples of 1 s, whose ends are 3 s apart, are whole seconds; 4 s apart, 3 s of 5 s are missing."""
    first, near, far = (block(second, "CPU Power: 10000 mW") for second in (42, 45, 46))

    assert not any("the samples cover" in warning for warning in read(tmp_path, first + near).warnings)
    said = "the samples cover 2 s of the 5 s from the first to the last: what was drawn between them is in no sum"
    assert said in read(tmp_path, first + far).warnings


def test_of_a_long_log_a_twentieth_may_be_missing(tmp_path: Path) -> None:
    """Samples of 50 s: 105 s from the first to the last are 5 s more than they cover, 106 s are too many."""
    first = block(0, "CPU Power: 1000 mW", ms="50000.00")
    near, far = (block(second, "CPU Power: 1000 mW", ms="50000.00") for second in (55, 56))

    assert not any("the samples cover" in warning for warning in read(tmp_path, first + near).warnings)
    assert any("cover 100 s of the 106 s" in warning for warning in read(tmp_path, first + far).warnings)


def test_a_log_without_power_is_refused(tmp_path: Path) -> None:
    """The sampler of temperatures alone has none."""
    source = written(tmp_path, block(42, "Fan: 1200 rpm"))

    assert powermetrics.identify(source)
    assert "record:1: the sample has no power" in problem(powermetrics.extract, source)
