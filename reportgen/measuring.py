"""A measured run in Python: `with reportgen.measure() as run:`, its stages, and what becomes of it."""

from __future__ import annotations

import operator
import os
import tempfile
import warnings
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from numbers import Integral, Real
from os import PathLike
from pathlib import Path
from types import NoneType, TracebackType
from typing import TYPE_CHECKING, Any

from reportgen.energy.carbon_rate import carbon_rate
from reportgen.energy.log import LogWriter, log_beside
from reportgen.energy.meters.find import find_meters
from reportgen.energy.meters.meter import Found
from reportgen.energy.meters.rapl import POWERCAP
from reportgen.energy.owner import Owner
from reportgen.energy.prediction import Predictor
from reportgen.energy.record import Prediction, Record
from reportgen.energy.recorder import Recorder
from reportgen.energy.target import check_target, energy_entries, run_fields, write_measurement
from reportgen.manifest.python_values import check_argument
from reportgen.precision import in_working_precision
from reportgen.problems import InputError, Problem, excerpt, one_line, refuse

if TYPE_CHECKING:
    from reportgen.rendering.report import Report


LONGEST_NAME = 400  # characters of a stage's name, as in a manifest
_SHORTEST_INTERVAL_S, _LONGEST_INTERVAL_S = Decimal("0.02"), 3600
_MOST_TDP_W = 1_000_000
_NO_COUNT = -1
LARGEST_COUNT = 10**18


@dataclass
class StageInRun:
    """A stage while it runs: set `removed` to the samples that it removed, `samples` to those that it got through."""

    name: str
    removed: int | None = None
    samples: int | None = None


class MeasuredRun:
    """Measures from the beginning of its `with` block to its end; exceptions pass through.

    It belongs to the process that made it: in a fork of that nothing is recorded, written or removed, as is said once.
    prediction: what the whole run will take, once that can be said. record: the measurement, also while it runs.
    """

    def __init__(
        self, found: Found, interval_s: Decimal, log: LogWriter, predictor: Predictor | None, **recorder: Any
    ) -> None:
        self.log = log
        self.recorder = Recorder(found, interval_s, log, predictor=predictor, **recorder)
        self._running = self._over = False

    def __enter__(self) -> MeasuredRun:
        if self._running:
            raise RuntimeError("a run is measured once: call reportgen.measure() for another")
        self._running = True
        self.recorder.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.recorder.stop()
        self._over = True
        if self.log.missing:
            told = f"{self.log.path} {self.log.missing}; what was measured is known without its samples"
            warnings.warn(told, RuntimeWarning, stacklevel=2)

    @contextmanager
    def stage(self, name: str) -> Iterator[StageInRun]:
        """A part of the run, which may lie in another one. Its energy is that of all devices from begin to end.

        Raises InputError, at the stage's end, for counts that are none.
        """
        self._check_running()
        stage = StageInRun(name)
        number = self.recorder.begin_stage(one_line(str(name))[:LONGEST_NAME])
        wrong: list[str] = []
        try:
            yield stage
        finally:
            counts = {what: _count(getattr(stage, what)) for what in ("removed", "samples")}
            wrong += [what for what, count in counts.items() if count == _NO_COUNT]
            known = {what: count for what, count in counts.items() if what not in wrong}
            self.recorder.end_stage(number, **known)
        # not in the finally, which would put it in the place of an exception of the stage's own
        if wrong:
            where, hint = f"stage {one_line(str(name))}", "a whole number from 0 on"
            raise InputError([Problem(where, f"{what} is no count", hint) for what in wrong])

    def progress(self, samples_done: int) -> None:
        """Say that so many samples of the whole are done by now."""
        self._check_running()
        self.recorder.progress(int(samples_done))

    @property
    def prediction(self) -> Prediction | None:
        return self.recorder.prediction

    @property
    @in_working_precision
    def record(self) -> Record:
        return self.recorder.measurement().record()

    @in_working_precision
    def write(self, manifest: str | Path, **fields: Any) -> tuple[str, ...]:
        """Write or complete a manifest; its log stands beside it. The needed fields that the file still lacks.

        fields: more of the manifest's, such as task, samples_before, samples_after. Raises InputError and WriteError,
        RuntimeError inside the `with` block and in a fork.
        """
        self._check_over()
        log = self.log.path if self.log.is_usable else None
        return write_measurement(Path(manifest), self.record, log, fields, {})

    @in_working_precision
    def report(self, **fields: Any) -> Report:
        """The report of this run; fields: the manifest's, and what `reportgen.report` takes.

        Raises InputError, RuntimeError inside the `with` block and in a fork.
        """
        from reportgen.generate import report

        self._check_over()
        record = self.record
        measured = {name: value for name, value in run_fields(record).items() if value is not None}
        if not self.log.is_usable:
            return report(**{**measured, "energy": energy_entries(record), **fields})
        log = self.log.path
        return report(**{**measured, "energy": [{"file": log.name}], "energy_folder": log.parent, **fields})

    def _check_running(self) -> None:
        if not self._running:
            raise RuntimeError("the run is not being measured yet: with reportgen.measure() as run")

    def _check_over(self) -> None:
        if not self.recorder.owner.is_here:
            raise RuntimeError("this process is a fork of the one that is measured: write or report it there")
        if not self._over:
            raise RuntimeError("the run is still being measured: write or report it after its `with` block")


@in_working_precision
def measure(
    output: str | Path | None = None,
    *,
    interval_s: float | Decimal = 1,
    total_samples: int | None = None,
    on_prediction: Callable[[Prediction], None] | None = None,
    cpu_tdp_w: float | Decimal | None = None,
    powercap: str | Path = POWERCAP,
    meters: Found | None = None,
) -> MeasuredRun:
    """Measure what a block of Python takes: time, and the energy of this machine's devices.

    output: the manifest that will be written; its log then stands beside it from the start, safe from a crash. Without
    it the log is kept aside until `write`. interval_s: seconds between samples. total_samples: how many there are, for
    a prediction, which is handed to on_prediction. cpu_tdp_w: TDP of all CPUs together, for a CPU that can only be
    estimated. powercap: where Linux shows RAPL. meters: in place of those found here. Raises InputError where nothing
    could be written there.
    """
    check_argument("output", output, (str, PathLike, NoneType), "a path")
    check_argument("interval_s", interval_s, (Real, Decimal), "seconds")
    check_argument("total_samples", total_samples, (Integral, NoneType), "a whole number")
    check_argument("cpu_tdp_w", cpu_tdp_w, (Real, Decimal, NoneType), "watts")
    check_argument("powercap", powercap, (str, PathLike), "a path")
    check_argument("meters", meters, (Found, NoneType), "meters that were found")
    _check_numbers(interval_s, total_samples, cpu_tdp_w)
    manifest = None if output is None else Path(output)
    log = _open_log(manifest)
    tdp_w = None if cpu_tdp_w is None else Decimal(str(cpu_tdp_w))
    found = find_meters(os.environ, Path(powercap), tdp_w) if meters is None else meters
    predictor = None if total_samples is None else Predictor(total_samples, carbon_rate(manifest))
    more = {} if on_prediction is None else {"on_prediction": on_prediction}
    return MeasuredRun(found, Decimal(str(interval_s)), log, predictor, **more)


def _check_numbers(interval_s: float | Decimal, total_samples: int | None, cpu_tdp_w: float | Decimal | None) -> None:
    problems = []
    if not _within(interval_s, _SHORTEST_INTERVAL_S, _LONGEST_INTERVAL_S):
        hint = f"seconds from {_SHORTEST_INTERVAL_S} to {_LONGEST_INTERVAL_S}"
        problems.append(Problem("measure()", f"interval_s is {_shown(interval_s)}", hint))
    if total_samples is not None and not _within(total_samples, 1, LARGEST_COUNT):
        problems.append(Problem("measure()", f"total_samples is {_shown(total_samples)}", "a whole number from 1 on"))
    if cpu_tdp_w is not None and not (_within(cpu_tdp_w, 0, _MOST_TDP_W) and cpu_tdp_w):
        problems.append(Problem("measure()", f"cpu_tdp_w is {_shown(cpu_tdp_w)}", "watts, above 0"))
    if problems:
        raise InputError(problems)


def _within(value: float | Decimal, low: Decimal | int, high: int) -> bool:
    try:
        return low <= (value if isinstance(value, (int, Decimal)) else float(value)) <= high
    except ArithmeticError:  # NaN of decimals, which is in no range, as other NaN is
        return False


def _shown(value: float | Decimal) -> str:
    try:
        return excerpt(str(value))
    except ValueError:  # more digits than Python writes
        return "too large"


def _count(value: object) -> int | None:
    """A count of samples, also of a type of numpy's; `_NO_COUNT` for what is none."""
    if value is None:
        return None
    try:
        count = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        return _NO_COUNT
    return count if 0 <= count <= LARGEST_COUNT else _NO_COUNT


def _open_log(manifest: Path | None) -> LogWriter:
    if manifest is None:
        folder = tempfile.mkdtemp(prefix="reportgen-")
        log = LogWriter(Path(folder) / "run.energy.jsonl")
        weakref.finalize(log, _remove, log.path, Owner())
        return log
    check_target(manifest, {})
    return open_log(manifest)


def open_log(manifest: Path) -> LogWriter:
    """The log beside a manifest, whose folder is made. Raises InputError where the system refuses."""
    path = log_beside(manifest)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return LogWriter(path)
    except OSError as error:
        refuse(str(path), f"cannot be written: {error.strerror or error}")


def _remove(log: Path, owner: Owner) -> None:
    if not owner.is_here:
        return
    with suppress(OSError):
        log.unlink()
    with suppress(OSError):
        log.parent.rmdir()
