"""A log that is played again gives its own record."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers import own_log
from reportgen.energy.log import LogWriter
from reportgen.energy.meters.meter import BY_COUNTER, BY_POWER, Found, MeteredDevice, MeterError, Reading
from reportgen.energy.meters.replay import replay
from reportgen.energy.recorder import Recorder
from reportgen.files.source import Source
from reportgen.problems import InputError
from tests.energy.meters.standins import HandClock, ScriptedMeter


def record_into(log: Path, found: Found, clock: HandClock) -> None:
    recorder = Recorder(found, Decimal(1), LogWriter(log), clock)
    recorder.begin()
    for _ in range(5):
        clock.go_on(1)
        recorder.sample()
    recorder.stop()


@pytest.mark.parametrize(("counts", "draws"), [(True, True), (True, False), (False, True)])
def test_a_replayed_log_is_the_same_run(tmp_path: Path, counts: bool, draws: bool) -> None:
    """Devices, energy and duration of the second record are those of the first, whatever its meter reads."""
    method = BY_COUNTER if counts else BY_POWER
    device = MeteredDevice("gpu0", "A100 (GPU 0)", "gpu", method, counts=counts, power_limit_w=Decimal(400))
    readings = [
        Reading(second * second * 1_000_000 if counts else None, second * 10_000 if draws else None)
        for second in range(6)
    ]
    clock = HandClock()
    record_into(tmp_path / "one.energy.jsonl", Found((ScriptedMeter(device, readings),)), clock)
    record_into(tmp_path / "two.energy.jsonl", replay(tmp_path / "one.energy.jsonl", clock.boottime_ns), clock)

    one, two = (own_log.extract(Source(tmp_path / f"{name}.energy.jsonl", name, {}))[0] for name in ("one", "two"))

    assert one.energy_kwh is not None
    assert (25 if counts else 125) == pytest.approx(float(one.energy_kwh * 3_600_000))
    assert (one.energy_kwh, one.duration_s, one.devices) == (two.energy_kwh, two.duration_s, two.devices)


LOG = """{"schema":"reportgen/energy-log/1","version":"0","started_at":"2026-03-01T12:00:00+00:00",\
"interval_us":1000000,"devices":[\
{"key":"gpu0","name":"A100","kind":"gpu","method":"energy counter","basis":"measured","counts":true},\
{"key":"gpu1","name":"K80","kind":"gpu","method":"sampled power","basis":"measured","counts":false}]}
{"at_us":1000000,"stage":1,"name":"a"}
{"at_us":1000000,"energy_uj":{"gpu0":7},"power_mw":{"gpu0":5}}
{"at_us":2000000,"energy_uj":{"gpu0":9}}
{"at_us":3000000,"power_mw":{"gpu0":6}}
{"at_us":4000000,"energy_uj":{"gpu0":1"""


def test_a_meter_says_what_the_log_said_at_that_time(tmp_path: Path) -> None:
    """From its first sample to its last whole line; a device that the log has nothing of says nothing."""
    (tmp_path / "cut.energy.jsonl").write_text(LOG)
    clock = HandClock()
    board, silent = replay(tmp_path / "cut.energy.jsonl", clock.boottime_ns).meters
    with pytest.raises(MeterError, match="the log says nothing of this time"):
        board.read()
    found = []
    for seconds in (1, 0.999, 0.001, 1, 90):
        clock.go_on(seconds)
        found.append(board.read())

    assert [Reading(7, 5), Reading(7, 5), Reading(9), Reading(None, 6), Reading(None, 6)] == found
    with pytest.raises(MeterError, match="the log says nothing of this time"):
        silent.read()


def test_what_is_no_log_is_refused_by_its_name(tmp_path: Path) -> None:
    """Whoever replays names a file, and reads it again."""
    path = tmp_path / "other.jsonl"
    path.write_text("[]\n")
    with pytest.raises(InputError) as refused:
        replay(path, HandClock().boottime_ns)

    assert [f"{path}:1"] == [problem.where for problem in refused.value.problems]
