"""The recorder: what it samples and when, its stages, suspension, costly meters, progress."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.log import LogWriter
from reportgen.energy.meters.meter import Found, MeterError, Reading
from reportgen.energy.prediction import Predictor
from reportgen.energy.progress import VARIABLE, ProgressFile
from reportgen.energy.record import Prediction
from reportgen.energy.recorder import Recorder
from tests.energy.meters.standins import HandClock, ScriptedMeter
from tests.energy.recording import BOARD, GPU, Rising, begun, joules, read, tick

ROOT = Path(__file__).parents[2]


def test_suspension_is_in_no_sum() -> None:
    """An hour asleep between two samples counts neither as energy nor as duration."""
    clock = HandClock()
    recorder = begun(clock)
    tick(recorder, clock, 3)
    clock.go_on(3600, asleep=True)
    tick(recorder, clock, 3)
    recorder.stop()
    record = recorder.measurement().record()

    assert 500 == pytest.approx(joules(record.energy_kwh))  # 6 s, without the interval that holds the hour
    assert Decimal(6) == record.duration_s
    assert [(Decimal(3), Decimal(3604), "suspended")] == [(it.start_s, it.end_s, it.reason) for it in record.gaps]


@pytest.mark.parametrize(("asleep_s", "expected_j"), [(0.4, 340), (0.499, 349.9), (0.5, 200), (0.6, 200)])
def test_half_a_second_asleep_is_a_suspension(asleep_s: float, expected_j: float) -> None:
    """The clocks are read one after the other: less between them is none, and the counter's 100 W go on.

    From half a second on the second that holds it is in no sum: one second before it and one after it are.
    """
    clock = HandClock()
    recorder = begun(clock)
    tick(recorder, clock)
    clock.go_on(asleep_s, asleep=True)
    tick(recorder, clock, 2)
    recorder.stop()
    record = recorder.measurement().record()

    assert expected_j == pytest.approx(joules(record.energy_kwh))
    assert (["suspended"] if asleep_s >= 0.5 else []) == [gap.reason for gap in record.gaps]


def test_a_silence_costs_sampled_power_and_not_a_counter() -> None:
    """A machine too busy to sample for a minute: the counter ran on, the power is unknown."""
    clock = HandClock()
    recorder = begun(clock, None, ScriptedMeter(BOARD, [Reading(None, 50_000)]))
    tick(recorder, clock, 2)
    clock.go_on(60)
    tick(recorder, clock, 2)
    recorder.stop()
    counted, sampled = recorder.measurement().record().devices

    assert 6400 == pytest.approx(joules(counted.energy_kwh))
    assert 150 == pytest.approx(joules(sampled.energy_kwh))


def test_stages_may_nest_and_are_never_summed() -> None:
    """The outer stage holds the inner one's energy; the run's is that of its devices."""
    clock = HandClock()
    recorder = begun(clock)
    outer = recorder.begin_stage("all")
    tick(recorder, clock, 2)
    inner = recorder.begin_stage("decode")
    tick(recorder, clock, 3)
    recorder.end_stage(inner, removed=10)
    tick(recorder, clock, 1)
    recorder.end_stage(outer)
    recorder.stop()
    record = recorder.measurement().record()

    assert [("all", Decimal(6)), ("decode", Decimal(3))] == [(stage.name, stage.duration_s) for stage in record.stages]
    assert pytest.approx([600, 300]) == [joules(stage.energy_kwh) for stage in record.stages]
    assert [None, Decimal(10)] == [stage.removed for stage in record.stages]
    assert 600 == pytest.approx(joules(record.energy_kwh))


def test_a_machine_without_meters_has_a_duration() -> None:
    """Nothing measured is None and never zero."""
    clock = HandClock()
    recorder = Recorder(Found(), Decimal(1), clock=clock)
    recorder.begin()
    tick(recorder, clock, 3)
    recorder.stop()
    record = recorder.measurement().record()

    assert (None, Decimal(3), ()) == (record.energy_kwh, record.duration_s, record.devices)


def test_the_thread_samples_once_an_interval() -> None:
    """In real time: 0.5 s at 50 ms are about ten samples, and stopping ends the thread."""
    readings = [Reading(energy, None) for energy in range(10_000)]
    recorder = Recorder(Found((ScriptedMeter(GPU, readings),)), Decimal("0.05"))
    recorder.start()
    time.sleep(0.5)
    names = [thread.name for thread in threading.enumerate()]
    recorder.stop()

    assert 1 == names.count("reportgen-recorder")
    assert 5 <= recorder.tally.samples <= 14
    assert not [thread for thread in threading.enumerate() if thread.name == "reportgen-recorder"]


def test_the_thread_waits_an_interval_before_its_first_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """The beginning is one itself; after 2.5 s in which the machine was busy the next is due at the full second."""
    clock, waits = HandClock(), list[float]()
    recorder = begun(clock)

    class Stopping:
        def wait(self, seconds: float) -> bool:
            waits.append(seconds)
            clock.go_on(seconds + (2.5 if len(waits) == 2 else 0))
            return len(waits) == 3

    monkeypatch.setattr(recorder, "_stopping", Stopping())
    recorder._go_on()

    assert [1, 1, 0.5] == waits


def test_a_fault_of_a_meter_ends_the_recording_and_nothing_else() -> None:
    """Whatever a meter raises, the run goes on and the record says what happened."""

    class Broken:
        device = GPU
        calls = 0

        def read(self) -> Reading:
            self.calls += 1
            if 2 == self.calls:
                raise ZeroDivisionError("oops")
            return Reading(self.calls)

    recorder = Recorder(Found((Broken(),)), Decimal("0.02"))
    recorder.start()
    time.sleep(0.1)
    recorder.stop()

    said = "recording ended early, by a fault of reportgen: ZeroDivisionError: oops"
    assert (said,) == recorder.measurement().record().warnings


def test_a_meter_that_hangs_does_not_hold_up_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A driver that never comes back costs some patience, not the run."""
    monkeypatch.setattr("reportgen.energy.recorder._PATIENCE_S", 0.1)
    release, back = threading.Event(), list[int]()

    class Hanging:
        device = GPU
        calls = 0

        def read(self) -> Reading:
            self.calls += 1
            if self.calls > 1:
                release.wait(2)
                back.append(self.calls)
            return Reading(self.calls)

    recorder = Recorder(Found((Hanging(),)), Decimal("0.02"))
    recorder.start()
    time.sleep(0.1)
    recorder.stop()
    warnings = recorder.measurement().record().warnings
    again = time.monotonic()
    recorder.stop()
    waited_s, meanwhile = time.monotonic() - again, list(back)
    release.set()

    assert [] == meanwhile  # nobody waited for the driver
    assert waited_s < 0.05  # nor does anybody a second time
    assert "a meter did not answer; what came after the last sample is not measured" in warnings


class Costly(Rising):
    """As `Rising`, and it counts its full readings; between them it says its power alone."""

    full = 0

    def read(self) -> Reading:
        self.full += 1
        return super().read()

    def read_between(self) -> Reading:
        return Reading(None, 100_000)


def test_a_costly_meter_is_read_in_full_at_the_ends_and_at_stages() -> None:
    """In a minute of samples between, a stage and the end: the first, two of the stage and the last are full."""
    clock = HandClock()
    meter = Costly(clock)
    recorder = Recorder(Found((meter,)), Decimal(1), None, clock)
    recorder.begin()
    for second in range(60):
        clock.go_on(1)
        recorder.sample(full=False)
        if second == 10:
            stage = recorder.begin_stage("near duplicates")
        if second == 30:
            recorder.end_stage(stage)
    recorder.stop()
    record = recorder.measurement().record()

    assert 4 == meter.full
    assert 6000 == pytest.approx(joules(record.energy_kwh))
    assert 2000 == pytest.approx(joules(record.stages[0].energy_kwh))


def test_a_costly_meter_is_read_in_full_every_twenty_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the thread, once a second for 45 s: at the beginning, after 20 s and after 40 s."""
    clock, full_at = HandClock(), list[float]()

    class Noted(Costly):
        def read(self) -> Reading:
            full_at.append(clock.now_s - 1000)
            return super().read()

    class Stopping:
        def wait(self, seconds: float) -> bool:
            clock.go_on(seconds)
            return clock.now_s > 1045

    recorder = Recorder(Found((Noted(clock),)), Decimal(1), None, clock)
    recorder.begin()
    monkeypatch.setattr(recorder, "_stopping", Stopping())
    recorder._go_on()

    assert [0, 20, 40] == full_at


def test_trouble_with_the_log_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Why it cannot be written, whatever comes after; a run without trouble is told nothing."""
    clock, told = HandClock(), list[str]()

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    log = LogWriter(tmp_path / "run.energy.jsonl")
    recorder = Recorder(Found((Rising(clock),)), Decimal(1), log, clock, on_trouble=told.append)
    recorder.begin()
    tick(recorder, clock, 2)
    before = list(told)
    with monkeypatch.context() as patch:
        patch.setattr("os.write", full)
        tick(recorder, clock, 3)
    recorder.stop()

    assert ([], ["No space left on device"]) == (before, told)


def test_a_log_that_cannot_be_begun_is_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a disk that is full already."""
    told = list[str]()

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    recorder = Recorder(Found(), Decimal(1), LogWriter(tmp_path / "a"), HandClock(), on_trouble=told.append)
    with monkeypatch.context() as patch:
        patch.setattr("os.write", full)
        recorder.begin()
    recorder.stop()

    assert ["No space left on device"] == told


def test_an_end_gives_back_what_the_meters_hold_once() -> None:
    """Stopping again does nothing."""
    closed, asked = list[str](), list[str]()

    def remark() -> str:
        asked.append("remark")
        return ""

    recorder = Recorder(Found(close=lambda: closed.append("closed")), Decimal(1), clock=HandClock())
    recorder.begin()
    for _ in range(2):
        recorder.stop(remark)

    assert (["closed"], ["remark"], ()) == (closed, asked, recorder.measurement().record().warnings)


@pytest.mark.filterwarnings("ignore:this process is a fork")
def test_what_a_fork_says_does_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in the log nor in the sums, which go on in the process that began them."""
    clock, log = HandClock(), tmp_path / "run.energy.jsonl"
    recorder = begun(clock, log)
    stage = recorder.begin_stage("near duplicates")
    before = log.read_text()
    clock.go_on(2)
    with monkeypatch.context() as forked:
        forked.setattr("os.getpid", lambda: 1)
        said = recorder.begin_stage("of the fork")
        recorder.end_stage(stage, removed=5)
        recorder.progress(9)
        recorder.stop()
        known = recorder.measurement().record()

    assert (0, before, False, 0) == (said, log.read_text(), recorder.ended, recorder.samples_done)
    assert ["near duplicates"] == [stage.name for stage in known.stages]
    recorder.stop()
    assert recorder.ended


def test_the_warning_of_a_fork_names_the_line_that_said_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """That which called a run's `progress`, and neither the recorder's nor its caller's caller."""
    recorder = begun(HandClock())

    def progress() -> None:  # as a run has it
        recorder.progress(9)

    monkeypatch.setattr("os.getpid", lambda: 1)
    with pytest.warns(RuntimeWarning, match="this process is a fork") as told:
        progress()

    assert [__file__] == [it.filename for it in told]


def test_after_its_end_a_recording_takes_nothing(tmp_path: Path) -> None:
    """Neither a stage's end nor progress: its log ends with its last line."""
    clock, log = HandClock(), tmp_path / "run.energy.jsonl"
    recorder = begun(clock, log)
    stage = recorder.begin_stage("near duplicates")
    clock.go_on(2)
    recorder.stop()
    clock.go_on(2)
    recorder.end_stage(stage, removed=5, samples=7)
    recorder.progress(9)

    assert {"at_us": 2_000_000, "end": True} == json.loads(log.read_text().splitlines()[-1])
    assert (0, None) == (recorder.samples_done, recorder.measurement().record().stages[0].duration_s)


def test_a_prediction_is_in_the_log(tmp_path: Path) -> None:
    """As texts to nine digits, with the progress that it is made from; the last line says how far the run got.

    Three samples a second: 20 take 6.67 s.
    """
    clock, log, done = HandClock(), tmp_path / "run.energy.jsonl", iter((3, 6, 9, 12, 15, 17))
    recorder = Recorder(
        Found(), Decimal(1), LogWriter(log), clock, Predictor(20), read_progress=lambda: next(done, None)
    )
    recorder.begin()
    for _ in range(5):
        clock.go_on(1)
        recorder.sample()
        recorder._notice_progress()
        recorder._note(recorder.samples_done)
    recorder.stop()
    lines = [json.loads(line) for line in log.read_text().splitlines()]

    whole = dict.fromkeys(("duration_s", "duration_low_s", "duration_high_s"), "6.66666667")
    said = {"at_s": "4.000000", "samples": "12", "total_samples": "20", **whole}
    assert [{"at_us": 4_000_000, "prediction": said}] == [line for line in lines if "prediction" in line]
    assert [{"at_us": at * 1_000_000, "progress": 3 * at} for at in range(1, 6)] == [
        line for line in lines if "progress" in line and "end" not in line
    ]
    assert {"at_us": 5_000_000, "end": True, "progress": 17} == lines[-1]


def test_a_costly_meter_is_read_in_full_after_a_suspension() -> None:
    """Else its counter's next reading would count the hour asleep: of 100 W for 2 + 2 s awake 1 + 2 s are left."""
    clock = HandClock()
    recorder = Recorder(Found((Costly(clock),)), Decimal(1), None, clock)
    recorder.begin()
    clock.go_on(1)
    recorder.sample()
    clock.go_on(3600, asleep=True)
    clock.go_on(1)
    recorder.sample(full=False)
    clock.go_on(2)
    recorder.stop()
    record = recorder.measurement().record()

    assert 300 == pytest.approx(joules(record.energy_kwh))
    assert [(Decimal(1), Decimal(3602), "suspended")] == [(it.start_s, it.end_s, it.reason) for it in record.gaps]


def test_progress_never_goes_back() -> None:
    """A call that says less than one before is passed over; a stage adds its own samples."""
    clock = HandClock()
    recorder = begun(clock)
    for samples in (500, 300):
        clock.go_on(1)
        recorder.progress(samples)
    stage = recorder.begin_stage("near duplicates")
    clock.go_on(1)
    recorder.end_stage(stage, samples=100)

    assert 600 == recorder.samples_done


def test_progress_that_is_read_never_goes_back() -> None:
    """A shell's line that says less than one before, as of a second worker, is passed over."""
    told, read_up = iter((500, 300)), threading.Event()

    def read_progress() -> int | None:
        number = next(told, None)
        if number is None:
            read_up.set()
        return number

    recorder = Recorder(Found(), Decimal("0.005"), read_progress=read_progress)
    recorder.start()
    assert read_up.wait(20)
    recorder.stop()

    assert 500 == recorder.samples_done


def test_a_progress_file_that_the_command_removed_is_no_trouble() -> None:
    """What was said in it before counts, and its end passes without a word; one that is left is removed."""
    for removes in (False, True):
        file = ProgressFile(wanted=True)
        path = Path(file.environment[VARIABLE])
        path.write_text("5\n7\n")
        if removes:
            path.unlink()

        assert 7 == file.read()
        file.remove()
        assert not path.exists()


def test_progress_is_noted_once_an_interval(tmp_path: Path) -> None:
    """Called a hundred times in a second it costs one line; exactly an interval later it is the next one."""
    clock, log = HandClock(), tmp_path / "run.energy.jsonl"
    recorder = begun(clock, log)
    for call in range(1, 201):
        clock.go_on(0.01)
        recorder.progress(call)
    recorder.stop()
    lines = [json.loads(line) for line in log.read_text().splitlines()]

    assert [100, 200] == [line["progress"] for line in lines if "progress" in line]


def test_a_run_is_predicted_once_from_what_its_stages_got_through() -> None:
    """Four stages of 100 samples in 2 s at 100 W: a thousand take 20 s and 2,000 J, as is said once."""
    clock = HandClock()
    told: list[Prediction] = []
    found = Found((Rising(clock),))
    recorder = Recorder(found, Decimal(1), None, clock, Predictor(1000), told.append)
    recorder.begin()
    for number in range(5):
        stage = recorder.begin_stage(str(number))
        tick(recorder, clock, 2)
        recorder.end_stage(stage, samples=100)
    recorder.stop()
    record = recorder.measurement().record()

    assert record.prediction is not None
    assert [replace(record.prediction, done_samples=None)] == told
    assert (Decimal(500), True) == (record.prediction.done_samples, record.prediction.ended_early)
    assert (Decimal(400), Decimal(20)) == (told[0].samples, told[0].duration_s)
    assert 2000 == pytest.approx(joules(told[0].energy_kwh))


def test_trouble_is_said_once_for_each_reason(tmp_path: Path) -> None:
    """A driver that fails ten times in two ways leaves two warnings and two lines; a lost device is asked no more."""
    clock, log = HandClock(), tmp_path / "run.energy.jsonl"
    busy, refused, gone = MeterError("busy"), MeterError("refused"), MeterError("the GPU is gone", lost=True)
    first = Reading(None, 50_000)
    meter = ScriptedMeter(BOARD, [first, busy, refused, busy, refused, first, gone])
    recorder = begun(clock, log, meter)
    tick(recorder, clock, 10)
    recorder.stop()
    warnings = recorder.measurement().record().warnings
    lines = [json.loads(line) for line in log.read_text().splitlines()]

    assert ["K80 (GPU 1): some samples are missing: busy", "K80 (GPU 1): some samples are missing: refused"] == [
        warning for warning in warnings if "some samples" in warning
    ]
    assert ["busy", "refused"] == [line["reason"] for line in lines if "missed" in line]
    assert ["the GPU is gone"] == [line["reason"] for line in lines if "lost" in line]
    assert 7 == meter.place
    assert recorder.measurement().record() == read(log)
