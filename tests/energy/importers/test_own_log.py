"""Our own log: finished, cut off, damaged; energies worked by hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.energy.importers import own_log
from reportgen.energy.importers.own_log import devices_of
from reportgen.energy.importers.read import read_records
from reportgen.energy.meters.meter import BY_COUNTER, BY_LOAD, BY_POWER
from reportgen.energy.record import Record, RecordedStage
from reportgen.files.source import Source
from reportgen.files.units import J_PER_KWH
from reportgen.problems import InputError

LOGS = Path(__file__).parents[3] / "sample_data" / "tool_logs" / "reportgen"
HEADER = {
    "schema": "reportgen/energy-log/1",
    "version": "0.1.0",
    "started_at": "2026-03-01T12:00:00.000+00:00",
    "interval_us": 1_000_000,
    "monotonic_us": 1,
    "boottime_us": 1,
    "devices": [
        {
            "key": "gpu0",
            "name": "A100 (GPU 0)",
            "kind": "gpu",
            "method": "energy counter",
            "basis": "measured",
            "counts": True,
            "power_limit_mw": 400_000,
        },
        {"key": "gpu1", "name": "K80", "kind": "gpu", "method": "sampled power", "basis": "measured", "counts": False},
        {
            "key": "cpu0",
            "name": "CPU",
            "kind": "cpu",
            "method": "estimate from load",
            "basis": "estimate",
            "counts": True,
            "low_share": "0.5",
            "high_share": "2",
        },
    ],
    "not_measured": [{"what": "memory", "why": "RAPL has no DRAM domain here"}],
    "notes": [],
}
SAMPLES: list[dict[str, Any]] = [
    {"at_us": 0, "energy_uj": {"gpu0": 7_000_000, "cpu0": 0}, "power_mw": {"gpu1": 100_000}},
    {"at_us": 0, "stage": 1, "name": "near duplicates"},
    {"at_us": 1_000_000, "energy_uj": {"gpu0": 307_000_000, "cpu0": 10_000_000}, "power_mw": {"gpu1": 200_000}},
    {"at_us": 1_000_000, "progress": 500},
    {"at_us": 1_000_000, "stage": 1, "end": True, "removed": 744},
    {"at_us": 2_000_000, "energy_uj": {"gpu0": 607_000_000, "cpu0": 20_000_000}, "power_mw": {"gpu1": 200_000}},
    {"at_us": 2_000_000, "end": True},
]


def text(*lines: Any) -> str:
    return "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)


WHOLE = text(HEADER, *SAMPLES)


def read(tmp_path: Path, content: str | bytes) -> Record:
    path = tmp_path / "run.energy.jsonl"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    source = Source(path, "run.energy.jsonl", {})
    assert own_log.identify(source) or not content
    [record] = own_log.extract(source)
    return record


def problem(tmp_path: Path, content: str | bytes) -> str:
    path = tmp_path / "run.energy.jsonl"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InputError) as refused:
        own_log.extract(Source(path, "run.energy.jsonl", {}))
    [only] = refused.value.problems
    return str(only)


def joules(kwh: Decimal | None) -> float:
    assert kwh is not None
    return float(kwh * J_PER_KWH)


def test_a_finished_run_is_read(tmp_path: Path) -> None:
    """600 J by counter, 150 + 200 J by power give or take 50 J, 20 J by estimate from half to twice as much."""
    record = read(tmp_path, WHOLE)
    counted, sampled, estimated = record.devices

    assert pytest.approx([600, 350, 20]) == [joules(device.energy_kwh) for device in record.devices]
    assert (None, None) == (counted.low_kwh, counted.high_kwh)
    assert pytest.approx([300, 400]) == [joules(sampled.low_kwh), joules(sampled.high_kwh)]
    assert pytest.approx([10, 40]) == [joules(estimated.low_kwh), joules(estimated.high_kwh)]
    assert 970 == pytest.approx(joules(record.energy_kwh))
    assert pytest.approx([910, 1040]) == [joules(record.low_kwh), joules(record.high_kwh)]
    assert ("reportgen", "0.1.0", "estimate") == (record.tool, record.tool_version, record.basis)
    assert (Decimal(2), Decimal(1)) == (record.duration_s, record.interval_s)
    assert datetime(2026, 3, 1, 12, 0, 2, tzinfo=UTC) == record.ended_at
    assert ("not measured: memory: RAPL has no DRAM domain here",) == record.warnings


@pytest.mark.parametrize("lacking", ["low_share", "high_share"])
def test_half_a_range_is_none(lacking: str, tmp_path: Path) -> None:
    """An estimate of which only one end is told has neither."""
    [*_, estimated] = read(tmp_path, WHOLE.replace(f'"{lacking}"', '"other"')).devices

    assert (None, None) == (estimated.low_kwh, estimated.high_kwh)


def test_a_counter_that_stands_still_is_told_once(tmp_path: Path) -> None:
    """GPU 0's counter is at 7 J for 3 s: the record's own sentence says so, and none is added when the file is read."""
    lines = [
        {"at_us": second * 1_000_000, "energy_uj": {"gpu0": 7_000_000, "cpu0": second * 10_000_000}}
        for second in range(4)
    ]
    path = tmp_path / "run.energy.jsonl"
    path.write_text(text({**HEADER, "devices": HEADER["devices"][::2]}, *lines))  # type: ignore[index]
    [record] = read_records(path)

    assert ["A100 (GPU 0): not measured, its energy counter stands still"] == [
        warning for warning in record.warnings if warning.startswith("A100")
    ]


def test_a_stage_has_what_all_devices_drew_meanwhile(tmp_path: Path) -> None:
    """300 + 150 + 10 J in the first second."""
    [stage] = read(tmp_path, WHOLE).stages

    assert 460 == pytest.approx(joules(stage.energy_kwh))
    assert RecordedStage("near duplicates", stage.energy_kwh, Decimal(1), Decimal(0), Decimal(744)) == stage


def test_power_over_time_is_kept(tmp_path: Path) -> None:
    """The sampled board rises from 100 W to 200 W in the first second."""
    envelope = read(tmp_path, WHOLE).devices[1].power

    assert envelope is not None
    assert [(Decimal(100), Decimal(200)), (Decimal(200), Decimal(200))] == [
        (span.low_w, span.high_w) for span in envelope.spans
    ]


@pytest.mark.parametrize("kept", range(len(text(HEADER)), len(WHOLE), 7))
def test_a_log_that_ends_anywhere_is_read(kept: int, tmp_path: Path) -> None:
    """Cut at any byte after its header, it says what was measured until then, and that it has no end."""
    record = read(tmp_path, WHOLE[:kept])

    assert any("the log has no end" in warning for warning in record.warnings)
    assert record.ended_at is None


def test_blank_lines_are_passed_over(tmp_path: Path) -> None:
    """Wherever they stand, as where a log was opened and saved in an editor: nothing is lost behind them."""
    first, rest = WHOLE.split("\n", 1)

    assert read(tmp_path, WHOLE) == read(tmp_path, f"{first}\n\n \n{rest}\n\n")


def test_a_cut_off_line_is_said(tmp_path: Path) -> None:
    """A reader learns that the last line was left out."""
    assert "the last line is cut off and was left out" in read(tmp_path, WHOLE[:-5]).warnings


def test_a_stage_that_never_ended_is_kept_without_figures(tmp_path: Path) -> None:
    """A crash inside a stage leaves its name and its start."""
    assert (RecordedStage("near duplicates", None, None, Decimal(0)),) == read(
        tmp_path, text(HEADER, *SAMPLES[:3])
    ).stages


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "run.energy.jsonl:1: the header is missing"),
        ('{"schema":"reportgen/energy-log/1",\n' + WHOLE, "run.energy.jsonl:1: the header is missing"),
        (WHOLE[:60], "run.energy.jsonl:1: the header is missing"),
        (text({**HEADER, "schema": "reportgen/energy-log/9"}), ":1: the schema is not"),
        (text({**HEADER, "started_at": "yesterday"}), ':1: "started_at" is no date'),
        (text({**HEADER, "interval_us": -1}), ':1: "interval_us" is no whole number'),
        (text({**HEADER, "devices": 5}), ':1: "devices" is no list'),
        (text({**HEADER, "devices": [{"key": "x"}]}), ':1: "kind" is no text'),
        (text({**HEADER, "notes": ["\u001b[31m"]}), ':1: "notes" is no list of texts'),
        (text(HEADER, {"at_us": 1.5}), ':2: "at_us" is no whole number'),
        (text(HEADER, {"at_us": True}), ':2: "at_us" is no whole number'),
        (text(HEADER, {"at_us": 2**63}), ':2: "at_us" is no whole number'),
        (text(HEADER, {"at_us": 1, "energy_uj": {"gpu9": 1}}), ":2: it names a device"),
        (text(HEADER, {"at_us": 1, "energy_uj": {"gpu0": -1}}), ':2: "gpu0" is no whole number'),
        (text(HEADER, {"at_us": 1, "energy_uj": {"gpu0": "NaN"}}), ':2: "gpu0" is no whole number'),
        (text(HEADER, {"at_us": 1, "energy_uj": 5}), ':2: "energy_uj" is no object'),
        (text(HEADER, {"at_us": 315_360_000_000_001}), ':2: "at_us" is longer than ten years'),
        (text(HEADER, {"at_us": 1, "unwritten": 5}), ':2: "unwritten" is no object'),
        (text(HEADER, {"at_us": 1, "stage": 4, "end": True}), ":2: it names a device or stage"),
        (text(HEADER, {"at_us": 1, "prediction": {"at_s": "x"}}), ':2: "at_s" is no number'),
        (text(HEADER, {"at_us": 1, "prediction": {"at_s": "1"}}), ":2: the prediction is not whole"),
        (text(HEADER, *SAMPLES, HEADER, *SAMPLES), ":9: a second header: these are two logs in one file"),
        (text(HEADER).encode() + b"\xff\xfe\n", "the byte 0xFF"),
    ],
)
def test_a_log_of_which_nothing_is_left_is_refused(content: str | bytes, expected: str, tmp_path: Path) -> None:
    """One clear line with the place of the damage, never a traceback."""
    assert expected in problem(tmp_path, content)


def test_what_is_refused_is_said_alone(tmp_path: Path) -> None:
    """Where nothing can be done about it no hint stands behind it."""
    said = problem(tmp_path, text(HEADER, {"at_us": 315_360_000_000_001}))

    assert 'run.energy.jsonl:2: "at_us" is longer than ten years' == said


def test_the_largest_numbers_are_read(tmp_path: Path) -> None:
    """A counter at the end of what 63 bits hold, after ten years; a share of nothing is a number too."""
    cpu = {**HEADER["devices"][2], "low_share": "0"}  # type: ignore[index]
    lines = [{"at_us": at_us, "energy_uj": {"cpu0": 2**63 - 1}} for at_us in (0, 315_360_000_000_000)]
    lines[0] = {"at_us": 0, "energy_uj": {"cpu0": 2**63 - 1_000_001}}
    record = read(tmp_path, text({**HEADER, "devices": [cpu]}, *lines))

    assert (1.0, Decimal(0)) == (joules(record.energy_kwh), record.low_kwh)
    assert 315_360_000 == record.duration_s


def test_the_devices_stand_in_the_header(tmp_path: Path) -> None:
    """Nothing below it is read for them, and their methods are those that pages translate."""
    path = tmp_path / "run.energy.jsonl"
    path.write_text(text(HEADER, HEADER))

    methods = [device.method for device in devices_of(Source(path, path.name))]
    assert all(it is expected for it, expected in zip(methods, (BY_COUNTER, BY_POWER, BY_LOAD), strict=True))


def test_another_tools_file_is_not_ours(tmp_path: Path) -> None:
    """JSON lines of any other kind are left to others."""
    path = tmp_path / "x.jsonl"
    path.write_text('{"schema":"something/else"}\n')

    assert not own_log.identify(Source(path, "x.jsonl", {}))


def test_a_log_in_utf_16_is_read(tmp_path: Path) -> None:
    """Some editors save it that way."""
    assert 970 == pytest.approx(joules(read(tmp_path, WHOLE.encode("utf-16")).energy_kwh))


@pytest.mark.parametrize(
    ("damaged", "why"),
    [
        ("rubbish", "the line is no JSON object"),
        ("[1]", "the line is no JSON object"),
        ('{"at_us":500000,"energy_uj":{"gpu0":15700', "the line is no JSON object"),
        ('{"at_us":' + "9" * 5000 + "}", "the line is no JSON object"),
        ("[" * 60_000, "the line is no JSON object"),
        ('{"at_us":500000,"note":"\0"}', "the file holds a NUL"),
        (b'{"at_us":500000,"note":"\xff"}', "the byte 0xFF here is not UTF-8"),
        ('{"at_us":500000,"energy_uj":{"gpu9":1}}', "it names a device or stage that no line before it has"),
        ('{"at_us":500000,"energy_uj":{"gpu0":-1}}', '"gpu0" is no whole number'),
        ('{"at_us":0,"power_mw":{"gpu9":1}}', "it names a device or stage that no line before it has"),
        ('{"at_us":0,"stage":9,"end":true}', "it names a device or stage that no line before it has"),
        ('{"at_us":0,"lost":"gpu9","reason":"x"}', "it names a device or stage that no line before it has"),
        ('{"at_us":0,"missed":"gpu9","reason":"x"}', "it names a device or stage that no line before it has"),
        ('{"at_us":0,"prediction":5}', '"prediction" is no object'),
        ('{"at_us":0,"prediction":{"samples_done":1}}', "the prediction is not whole"),
    ],
)
def test_a_damaged_line_costs_one_line(damaged: str | bytes, why: str, tmp_path: Path) -> None:
    """The counters run on over it, the sampled power has a gap of 150 J there, and it is said with its place."""
    line = damaged if isinstance(damaged, bytes) else damaged.encode()
    record = read(tmp_path, text(HEADER, *SAMPLES[:2]).encode() + line + b"\n" + text(*SAMPLES[2:]).encode())
    [said] = [warning for warning in record.warnings if "line 4" in warning]

    assert pytest.approx([600, 200, 20]) == [joules(device.energy_kwh) for device in record.devices]
    assert said.startswith(f"1 of 9 rows has nothing that can be read (line 4: {why}")
    assert [(Decimal(0), Decimal(1), "lines of the log cannot be read")] == [
        (it.start_s, it.end_s, it.reason) for it in record.gaps
    ]


def test_a_device_that_missed_samples_is_named(tmp_path: Path) -> None:
    """The line of a reading that failed says why, and costs nothing that others read."""
    line = {"at_us": 500_000, "missed": "gpu1", "reason": "the driver is busy"}
    record = read(tmp_path, text(HEADER, *SAMPLES[:2], line, *SAMPLES[2:]))

    assert "K80: some samples are missing: the driver is busy" in record.warnings
    assert pytest.approx([600, 350, 20]) == [joules(device.energy_kwh) for device in record.devices]


def test_a_device_that_was_lost_draws_no_more(tmp_path: Path) -> None:
    """From the line on that says so its power is in no sum: 150 J of the first second are left."""
    line = {"at_us": 1_000_000, "lost": "gpu1", "reason": "it fell off the bus"}
    left = [{**it, "power_mw": {}} if it["at_us"] == 2_000_000 and "energy_uj" in it else it for it in SAMPLES[4:]]
    record = read(tmp_path, text(HEADER, *SAMPLES[:4], line, *left))

    assert pytest.approx(150) == joules(record.devices[1].energy_kwh)
    assert any("it fell off the bus" in it for it in (*record.warnings, *(gap.reason for gap in record.gaps)))


@pytest.mark.parametrize("change", [{"kind": "wheel"}, {"basis": "guess"}])
def test_a_device_of_no_kind_that_is_known_is_refused(change: dict[str, str], tmp_path: Path) -> None:
    """A newer version may know more kinds and bases: its log is not read as if it did not."""
    devices: Any = HEADER["devices"]
    device = {**devices[0], **change}
    told = problem(tmp_path, text({**HEADER, "devices": [device]}, *SAMPLES))

    said = f'a device has the kind "{device["kind"]}" and the basis "{device["basis"]}"'
    assert f"{said}, one of which is not known here (update reportgen: a newer version wrote it)" in told


@pytest.mark.parametrize(("wraps_at_uj", "expected_j"), [(10_000_000_000, 200), (None, 0)])
def test_a_counter_goes_on_where_it_begins_anew(wraps_at_uj: int | None, expected_j: int, tmp_path: Path) -> None:
    """From 9,900 J over the end at 10,000 J to 100 J; without a range it is a reset, across which nothing counts."""
    device = HEADER["devices"][0] | ({} if wraps_at_uj is None else {"wraps_at_uj": wraps_at_uj})  # type: ignore[index]
    samples = [{"at_us": at_us, "energy_uj": {"gpu0": uj}} for at_us, uj in ((0, 9_900_000_000), (1_000_000, 10**8))]
    record = read(tmp_path, text({**HEADER, "devices": [device]}, *samples, {"at_us": 1_000_000, "end": True}))

    assert expected_j == joules(record.devices[0].energy_kwh or Decimal(0))


@pytest.mark.parametrize(
    ("lacks", "said"),
    [("notes", ("not measured: memory: RAPL has no DRAM domain here",)), ("not_measured", ())],
)
def test_a_header_of_another_version_is_read_as_far_as_it_goes(
    lacks: str, said: tuple[str, ...], tmp_path: Path
) -> None:
    """One without notes has none, and a method that is not known here is told as it stands there."""
    device = {**HEADER["devices"][0], "method": "wall socket"}  # type: ignore[index]
    header = {key: value for key, value in HEADER.items() if key != lacks} | {"devices": [device]}
    samples = [{"at_us": at_us, "energy_uj": {"gpu0": at_us * 300}} for at_us in (0, 1_000_000)]
    record = read(tmp_path, text(header, *samples, {"at_us": 1_000_000, "end": True}))

    assert [(300, "wall socket")] == [(joules(it.energy_kwh), it.method) for it in record.devices]
    assert said == record.warnings


def test_a_line_out_of_order_costs_one_line(tmp_path: Path) -> None:
    """Its time lies before the line above."""
    record = read(tmp_path, text(HEADER, *SAMPLES[:5], SAMPLES[0], *SAMPLES[5:]))

    assert pytest.approx([600, 150, 20]) == [joules(device.energy_kwh) for device in record.devices]
    assert any("line 7: its time lies before the line above" in warning for warning in record.warnings)


def test_a_last_line_with_its_end_is_damaged_and_not_cut_off(tmp_path: Path) -> None:
    """What was written whole and cannot be read is damage."""
    warnings = read(tmp_path, WHOLE + "rubbish\n").warnings

    assert any("line 9: the line is no JSON object" in warning for warning in warnings)
    assert not any("cut off" in warning for warning in warnings)


@pytest.mark.parametrize(("lines", "said"), [(1, "1 line of the log is"), (40, "40 lines of the log are")])
def test_what_could_not_be_written_is_read_from_the_line_that_says_so(tmp_path: Path, lines: int, said: str) -> None:
    """Of 40 lines between two samples a line says that they are lost: in the power that is a gap, however short."""
    told = {**SAMPLES[2], "unwritten": {"lines": lines, "from_us": 20_000, "to_us": 980_000}}
    record = read(tmp_path, text(HEADER, *SAMPLES[:2], told, *SAMPLES[3:]))

    assert pytest.approx([600, 200, 20]) == [joules(device.energy_kwh) for device in record.devices]
    assert f"{said} lost, from 0.02 s to 0.98 s: they could not be written, as on a full disk" in record.warnings
    assert ["they could not be written, as on a full disk"] == [gap.reason for gap in record.gaps]


PREDICTED = {"at_s": "1", "samples": "500", "total_samples": "1000", "duration_s": "2"}
PREDICTION = {"at_us": 0, "prediction": {**PREDICTED, "duration_low_s": "2", "duration_high_s": "3"}}
END = {"at_us": 0, "end": True}


@pytest.mark.parametrize(
    ("lines", "done_samples"),
    [
        ([PREDICTION, {"at_us": 0, "progress": 700}, {"at_us": 0, "progress": 600}, END], 700),
        ([PREDICTION, {"at_us": 0, "progress": 1}, END], 1),
        ([PREDICTION, {"at_us": 0, "progress": 700}], None),
        ([PREDICTION, END], None),
    ],
)
def test_a_prediction_knows_what_was_done_where_the_log_ended(
    tmp_path: Path, lines: list[dict[str, Any]], done_samples: int | None
) -> None:
    """The most that was said; of a log that was cut off, or says none, nobody knows. One of the time alone is whole."""
    record = read(tmp_path, text(HEADER, SAMPLES[0], *lines))

    assert record.prediction is not None
    assert [1000, None, done_samples] == [
        record.prediction.total_samples,
        record.prediction.energy_kwh,
        record.prediction.done_samples,
    ]
    assert not any("can be read" in warning for warning in record.warnings)


def test_of_a_stage_that_does_not_say_it_nobody_knows_what_it_removed(tmp_path: Path) -> None:
    """None is not nothing."""
    lines = [*SAMPLES[:4], {"at_us": 1_000_000, "stage": 1, "end": True}, *SAMPLES[5:]]

    assert [None] == [stage.removed for stage in read(tmp_path, text(HEADER, *lines)).stages]


def test_losses_of_several_times_are_one_sentence(tmp_path: Path) -> None:
    """40 and 2 lines in two spans are 42 lines, with the first span."""
    losses = [
        {"lines": 40, "from_us": 20_000, "to_us": 980_000},
        {"lines": 2, "from_us": 1_500_000, "to_us": 1_700_000},
    ]
    lines = [{**SAMPLES[2], "unwritten": losses[0]}, *SAMPLES[3:5], {**SAMPLES[5], "unwritten": losses[1]}]
    [said] = [it for it in read(tmp_path, text(HEADER, *SAMPLES[:2], *lines)).warnings if "are lost" in it]

    assert said.startswith("42 lines of the log are lost, in 2 spans, the first from 0.02 s to 0.98 s:")


def rhythm(interval_us: int, *at_us: int, end_us: int | None = None) -> str:
    """A log of a GPU whose counter rises at 300 W and of a board that draws 100 W, sampled at these times."""
    samples: list[dict[str, Any]] = [
        {"at_us": at, "energy_uj": {"gpu0": 300 * at}, "power_mw": {"gpu1": 100_000}} for at in at_us
    ]
    end: list[dict[str, Any]] = [] if end_us is None else [{"at_us": end_us, "end": True}]
    devices = HEADER["devices"][:2]  # type: ignore[index]
    return text({**HEADER, "interval_us": interval_us, "devices": devices}, *samples, *end)


@pytest.mark.parametrize(
    ("interval_us", "longest_us"), [(20_000, 200_000), (99_000, 990_000), (200_000, 1_000_000), (1_000_000, 3_000_000)]
)
@pytest.mark.parametrize("more_us", [0, 1])
def test_a_hole_is_known_by_the_rhythm(interval_us: int, longest_us: int, more_us: int, tmp_path: Path) -> None:
    """Ten intervals, at most a second unless three are longer: beyond, the power has a gap and the counter is told."""
    hole_us = longest_us + more_us
    times = (0, interval_us, interval_us + hole_us, 2 * interval_us + hole_us)
    record = read(tmp_path, rhythm(interval_us, *times, end_us=times[-1]))
    counted, sampled = record.devices
    counted_us = times[-1] - hole_us * more_us

    assert 300 * times[-1] / 1e6 == pytest.approx(joules(counted.energy_kwh))
    assert 100 * counted_us / 1e6 == pytest.approx(joules(sampled.energy_kwh))
    assert bool(more_us) == any("the energy counters ran on" in warning for warning in record.warnings)
    assert more_us == len(record.gaps)


def test_samples_that_are_lost_before_the_end_are_a_gap(tmp_path: Path) -> None:
    """A run ends with a sample: where it is lost, what was drawn since the one before is in no sum."""
    whole, lost = (read(tmp_path, rhythm(20_000, 0, 20_000, end_us=end_us)) for end_us in (20_000, 40_000))

    assert () == whole.gaps
    assert [(Decimal("0.02"), Decimal("0.04"), "no samples")] == [(it.start_s, it.end_s, it.reason) for it in lost.gaps]
    assert pytest.approx([6, 2]) == [joules(device.energy_kwh) for device in lost.devices]
    assert Decimal("0.04") == lost.duration_s


def test_a_stage_whose_sample_is_lost_has_no_energy(tmp_path: Path) -> None:
    """It ends half a second after the last sample that is there: nobody knows what was drawn until then."""
    late = {"at_us": 1_500_000, "stage": 1, "end": True, "removed": 744}
    [stage] = read(tmp_path, text(HEADER, *SAMPLES[:4], late, *SAMPLES[5:])).stages

    assert (None, Decimal("1.5")) == (stage.energy_kwh, stage.duration_s)


def test_the_hole_of_a_full_disk_is_found() -> None:
    """A real log, whose last samples found no room: from 3.24 s to 4.00 s nothing is known, and that is said."""
    [record] = read_records(LOGS / "full_disk.energy.jsonl")

    assert [(Decimal("3.240513"), Decimal("4.003763"))] == [(gap.start_s, gap.end_s) for gap in record.gaps]
    assert 26.424394 == pytest.approx(joules(record.energy_kwh), rel=1e-9)
    assert any("1 gap of 0.8 s together, in no sum: no samples" in warning for warning in record.warnings)


def test_what_the_end_says_is_a_warning(tmp_path: Path) -> None:
    """A note on how the run ended is handed on."""
    record = read(tmp_path, text(HEADER, *SAMPLES[:-1], {**SAMPLES[-1], "note": "something still ran"}))

    assert "something still ran" in record.warnings
