"""The recorder: a thread that reads the meters once an interval, writes each sample to the log and adds it up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reportgen.energy.clock import Clock, SystemClock
from reportgen.energy.log import NOTE, LogWriter, header, sample_line
from reportgen.energy.measurement import Measurement
from reportgen.energy.meters.meter import CostlyMeter, Found, Meter, MeterError
from reportgen.energy.owner import Owner
from reportgen.energy.prediction import Predictor
from reportgen.energy.record import Prediction
from reportgen.energy.tally import Tally
from reportgen.energy.timeline import Timeline
from reportgen.precision import in_working_precision
from reportgen.version import VERSION

_PATIENCE_S = 10
# Between two full readings of a costly meter; stages and the end are read in full.
_FULL_READING_EVERY_US = 20_000_000


def _no_progress() -> int | None:
    return None


def _no_remark() -> str:
    return ""


def _tell_nobody(_: object) -> None:
    return None


@dataclass
class Recorder:
    """Records what the found meters say, from `start` to `stop`; safe to use from several threads.

    It belongs to the process that made it: in a fork of that its calls do nothing, and say so once.
    log: where samples are written, None for nowhere. predictor: says what the whole run will take, once, to
    on_prediction. on_trouble: told, once, why the log cannot be written. read_progress: asked at each sample how many
    samples are done, None where nobody says.
    """

    found: Found
    interval_s: Decimal
    log: LogWriter | None = None
    clock: Clock = field(default_factory=SystemClock)
    predictor: Predictor | None = None
    on_prediction: Callable[[Prediction], None] = _tell_nobody
    on_trouble: Callable[[str], None] = _tell_nobody
    read_progress: Callable[[], int | None] = _no_progress

    def __post_init__(self) -> None:
        self.started_at = self.clock.now()
        self.tally = Tally([meter.device for meter in self.found.meters], self.interval_s)
        self.prediction: Prediction | None = None
        self.trouble = ""
        self.ended = False
        self.samples_done = 0
        self._live: list[Meter] = list(self.found.meters)
        self._said: set[tuple[str, str]] = set()
        self._remarks: list[str] = []
        self._stages = 0
        self._noted = self._noted_us = self._full_us = 0
        self.owner = Owner()
        self._lock = threading.RLock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._stuck = self._told_trouble = False

    def start(self) -> None:
        """Write the header, take the first sample and go on by itself."""
        self.begin()
        self._thread = threading.Thread(target=self._go_on, name="reportgen-recorder", daemon=True)
        self._thread.start()

    @in_working_precision
    def begin(self) -> None:
        """Write the header and take the first sample."""
        self.started_at = self.clock.now()
        self._time = Timeline(self.clock)
        first = header(self.found, self.interval_s, self.clock, self.started_at)
        sample = self._read_meters()
        if self.log is not None:
            self.log.begin(first, sample)
            self._notice_trouble(self.log)

    @in_working_precision
    def stop(self, remark: Callable[[], str] = _no_remark) -> None:
        """Take the last sample and end the log. Doing it again does nothing.

        remark: asked after that sample for what a reader must know of how the run ended.
        """
        if self.ended or self._stuck or self.owner.refuses():
            return
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(_PATIENCE_S)
            if self._thread.is_alive():  # it holds the lock, in a driver that does not come back
                self._stuck = True
                self.trouble = "a meter did not answer; what came after the last sample is not measured"
                return
        with self._lock:
            self.sample()
            self.ended = True
            line: dict[str, object] = {"at_us": self._time.at_us, "end": True}
            self._notice_progress()
            if self.samples_done > self._noted:
                line["progress"] = self.samples_done
            if self.prediction is not None:
                self.prediction = replace(self.prediction, done_samples=Decimal(self.samples_done))
            if note := remark():
                self._remarks.append(note)
                line[NOTE] = note
            self._write(line)
            if self.log is not None:
                self.log.close()
        self.found.close()

    @in_working_precision
    def measurement(self) -> Measurement:
        """What is known so far."""
        with self._lock if self.owner.is_here and not self._stuck else nullcontext():
            notes = [*self.found.notes, *self._remarks, *([self.trouble] if self.trouble else [])]
            return Measurement(
                self.tally, self.started_at, VERSION, self.ended, self.found.not_measured, notes, self.prediction
            )

    @in_working_precision
    def begin_stage(self, name: str) -> int:
        """Begin a stage now; the number by which it is ended."""
        if self.owner.refuses():
            return 0
        with self._lock:
            self.sample()
            self._stages += 1
            self.tally.begin_stage(self._stages, name, self._time.at_s)
            self._write({"at_us": self._time.at_us, "stage": self._stages, "name": name})
            return self._stages

    @in_working_precision
    def end_stage(self, number: int, removed: int | None = None, samples: int | None = None) -> None:
        """End a stage now; removed: samples that it removed, samples: how many it got through.

        After the recorder's own end it does nothing.
        """
        if self.owner.refuses():
            return
        with self._lock:
            if self.ended:
                return
            self.sample()
            self.tally.end_stage(number, self._time.at_s, None if removed is None else Decimal(removed))
            line = {"at_us": self._time.at_us, "stage": number, "end": True}
            self._write(line if removed is None else {**line, "removed": removed})
            if samples:
                self._note(self.samples_done + samples)

    @in_working_precision
    def progress(self, samples: int) -> None:
        """So many samples are done by now. Cheap: at most one is noted an interval."""
        if self.owner.refuses():
            return
        with self._lock:
            if self.ended:
                return
            self.samples_done = max(self.samples_done, samples)
            if self._time.now_us() - self._noted_us >= self.interval_s * 1_000_000:
                self.sample(full=False)
                self._note(self.samples_done)

    @in_working_precision
    def sample(self, full: bool = True) -> None:
        """Read every meter now; full: the costly ones too, in full."""
        with self._lock:
            self._write(self._read_meters(full))

    def _read_meters(self, full: bool = True) -> dict[str, object]:
        """Add what the meters say now to the sums; the line for the log."""
        suspended_us = self._time.go_on()
        full = full or bool(suspended_us)
        if full:
            self._full_us = self._time.at_us
        energy_uj: dict[str, int] = {}
        power_mw: dict[str, int] = {}
        for meter in tuple(self._live):
            try:
                reading = meter.read_between() if not full and isinstance(meter, CostlyMeter) else meter.read()
            except MeterError as error:
                self._miss(meter, error)
                continue
            if reading.energy_uj is not None:
                energy_uj[meter.device.key] = reading.energy_uj
            if reading.power_mw is not None:
                power_mw[meter.device.key] = reading.power_mw
        self.tally.sample(self._time.at_s, energy_uj, power_mw, Decimal(suspended_us).scaleb(-6))
        return sample_line(self._time.at_us, energy_uj, power_mw, suspended_us)

    @in_working_precision
    def _go_on(self) -> None:
        interval_ns = int(self.interval_s * 1_000_000_000)
        due_ns = self.clock.monotonic_ns() + interval_ns
        while not self._stopping.wait(max(due_ns - self.clock.monotonic_ns(), 0) / 1e9):
            try:
                self._notice_progress()
                self.sample(full=self._time.now_us() - self._full_us >= _FULL_READING_EVERY_US)
                self._note(self.samples_done)
            except Exception as error:  # whatever it is, the command that is measured goes on
                self.trouble = f"recording ended early, by a fault of reportgen: {type(error).__name__}: {error}"
                return
            # a machine that was busy is not asked for what was missed
            behind = (self.clock.monotonic_ns() - due_ns) // interval_ns
            due_ns += interval_ns * max(behind + 1, 1)

    def _notice_progress(self) -> None:
        told = self.read_progress()
        if told is not None:
            self.samples_done = max(self.samples_done, told)

    def _note(self, samples: int) -> None:
        """Note progress at the last sample, and predict once that is possible."""
        with self._lock:
            if samples <= self._noted:
                return
            self.samples_done = self._noted = samples
            self._noted_us = self._time.at_us
            self._write({"at_us": self._time.at_us, "progress": samples})
            if self.predictor is not None and self.prediction is None:
                self._predict(self.predictor)

    def _predict(self, predictor: Predictor) -> None:
        predictor.note(self._noted, self._time.at_s, self.tally.energy_j)
        self.prediction = predictor.predict()
        if self.prediction is not None:
            numbers = {name: f"{value:.9g}" for name, value in vars(self.prediction).items() if value is not None}
            self._write({"at_us": self._time.at_us, "prediction": numbers})
            self.on_prediction(self.prediction)

    def _miss(self, meter: Meter, error: MeterError) -> None:
        key = meter.device.key
        if error.lost:
            self._live.remove(meter)
            self.tally.lose(key, error.reason)
        if (key, error.reason) not in self._said:
            self._said.add((key, error.reason))
            if not error.lost:
                self._remarks.append(f"{meter.device.name}: some samples are missing: {error.reason}")
            self._write({"at_us": self._time.at_us, "lost" if error.lost else "missed": key, "reason": error.reason})

    def _write(self, line: Mapping[str, object]) -> None:
        if self.log is not None:
            self.log.write(line)
            self._notice_trouble(self.log)

    def _notice_trouble(self, log: LogWriter) -> None:
        if log.trouble and not self._told_trouble:
            self._told_trouble = True
            self.on_trouble(log.trouble)
