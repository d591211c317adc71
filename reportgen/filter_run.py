"""A filter measured in Python: `with reportgen.filtering() as run:`, its stages counted from the data itself."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import NoneType, TracebackType
from typing import TYPE_CHECKING, Any

from reportgen.curation.countable import count_of, is_lazy, labels_of, tokens_of
from reportgen.energy.record import Record
from reportgen.manifest.python_values import check_argument
from reportgen.measuring import LONGEST_NAME, MeasuredRun, StageInRun, measure
from reportgen.precision import in_working_precision
from reportgen.problems import InputError, Problem, one_line
from reportgen.words.counted import so_many

if TYPE_CHECKING:
    from reportgen.rendering.report import Report

_MOST_NAMED = 5  # labels


@dataclass(frozen=True)
class Held:
    """What was counted of the data at one point: samples; tokens and samples by label, None where nobody named them.

    tokens is None, too, where one of the samples does not know its own.
    """

    samples: int
    tokens: int | None = None
    labels: Mapping[str, int] | None = None


@dataclass
class FilterStage:
    """A stage of the filter: entered by `with` it is timed, and `after` is to be set in the block to what is left.

    Given `after` at once it has counts and no time. held_before, held_after: what was counted.
    """

    run: FilteringRun
    name: str
    held_before: Held
    held_after: Held | None = None
    reason: str | None = None
    after: Any = None
    number: int | None = field(default=None, init=False)
    _timed: AbstractContextManager[StageInRun] | None = field(default=None, init=False, repr=False)
    _inner: StageInRun | None = field(default=None, init=False, repr=False)

    @property
    def removed(self) -> int | None:
        """Samples that it removed; None until it is over."""
        return None if self.held_after is None else self.held_before.samples - self.held_after.samples

    def __enter__(self) -> FilterStage:
        if self.held_after is not None or self._timed is not None:
            raise RuntimeError(f"the stage {self.name} has its counts already: it cannot be entered")
        self.run.open_stage(self)
        self._timed = self.run.measured.stage(self.name)
        self._inner = self._timed.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        assert self._timed is not None
        assert self._inner is not None
        try:
            if error is None:
                # within the stage's time: counting a lazy frame does the work that it stands for
                self.held_after = self.run.hold(self.after, f"stage {self.name}: after")
                if self.removed is not None and self.removed >= 0:
                    self._inner.removed = self.removed
        finally:
            self.run.close_stage(self)
            self._timed.__exit__(kind, error, traceback)


class FilteringRun:
    """Measures time and energy as `measure` does, and counts what each stage leaves.

    stages: those that are over, in order. warnings: what does not add up, one line each.
    """

    def __init__(self, measured: MeasuredRun, tokens: str | None, label: str | None, fields: Mapping[str, Any]) -> None:
        self.measured = measured
        self.stages: list[FilterStage] = []
        self._columns = tokens, label
        self._fields = dict(fields)
        self._pending: list[FilterStage] = []
        self._open: FilterStage | None = None
        self._begun = 0
        self._lazy: tuple[weakref.ref[Any], Held] | None = None

    def __enter__(self) -> FilteringRun:
        self.measured.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.measured.__exit__(kind, error, traceback)

    def stage(self, name: str, before: Any = None, after: Any = None, *, reason: str | None = None) -> FilterStage:
        """A stage; before: the data it begins with, what the stage before it left unless given.

        With `after` it is over, with counts and without a time; without, it is entered by `with` and timed. Data is
        anything with a length or a count of rows, or a whole number. reason: by which rule it removes.
        Raises InputError for what cannot be counted.
        """
        name = one_line(str(name))[:LONGEST_NAME]
        if before is not None:
            held = self.hold(before, f"stage {name}: before")
        elif self.stages and self.stages[-1].held_after is not None:
            held = self.stages[-1].held_after
        else:
            raise InputError([Problem(f"stage {name}", "nobody says what it begins with", "before=the data")])
        stage = FilterStage(self, name, held, reason=reason)
        if after is None:
            self._pending.append(stage)
        else:
            stage.held_after = self.hold(after, f"stage {name}: after")
            self.stages.append(stage)
        return stage

    @property
    def record(self) -> Record:
        return self.measured.record

    @property
    def warnings(self) -> tuple[str, ...]:
        lines = []
        for earlier, later in zip(self.stages, self.stages[1:], strict=False):
            left = earlier.held_after.samples if earlier.held_after else 0
            lost = left - later.held_before.samples
            if lost > 0:
                samples = so_many(lost, "# sample", "# samples")
                lines.append(f"{samples} went between {earlier.name} and {later.name}: no stage says why")
        return (*lines, *self._vanished())

    def _vanished(self) -> list[str]:
        """Labels that the first stage began with, and of which the last one that was counted left nothing."""
        first = self.stages[0].held_before.labels if self.stages else None
        counted = [it.held_after.labels for it in self.stages if it.held_after and it.held_after.labels is not None]
        if not counted or not first:
            return []
        gone = [name for name in first if not counted[-1].get(name)]
        shown = ", ".join(one_line(name) or "(without one)" for name in gone[:_MOST_NAMED])
        more = f" and {len(gone) - _MOST_NAMED:,} more" if len(gone) > _MOST_NAMED else ""
        labels = so_many(len(first), "# label", "# labels")
        return [f"nothing is left of {len(gone):,} of {labels}: {shown}{more}"] if gone else []

    def write(self, manifest: str | Path, **fields: Any) -> tuple[str, ...]:
        """Write or complete a manifest, as `MeasuredRun.write` does. Raises InputError where the counts do not join."""
        return self.measured.write(manifest, **self._all_fields(fields))

    def report(self, **fields: Any) -> Report:
        """The report, as of `MeasuredRun.report`. Raises InputError where the counts do not join."""
        return self.measured.report(**self._all_fields(fields))

    def _all_fields(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """What was counted, and what was said of the run, which goes before it."""
        said = {**self._fields, **fields}
        amounts = self._tokens()
        if amounts and isinstance(own := said.get("amounts"), Mapping):
            said["amounts"] = amounts | dict(own)
        elif amounts and "amounts" not in said:
            said["amounts"] = amounts
        return {**self._counted(), **said}

    def _tokens(self) -> dict[str, dict[str, int]]:
        """The tokens before the first stage and after the last, as amounts; none where one of the two is not known."""
        first = self.stages[0].held_before.tokens if self.stages else None
        last = self.stages[-1].held_after if self.stages else None
        if first is None or last is None or last.tokens is None:
            return {}
        return {"token": {"before": first, "after": last.tokens}}

    def hold(self, data: Any, where: str) -> Held:
        """What there is to count of data; a lazy frame that was the last to be counted is not counted again."""
        if data is None:
            raise InputError([Problem(where, "is not given", "set stage.after to what is left, or give after=")])
        if self._lazy is not None and self._lazy[0]() is data:
            return self._lazy[1]
        held = self._held(data, where)
        if is_lazy(data):
            self._lazy = weakref.ref(data), held
        return held

    def _held(self, data: Any, where: str) -> Held:
        tokens, label = self._columns
        samples = count_of(data, where)
        if hasattr(data, "__index__") and not hasattr(data, "__len__"):  # a bare number has no columns
            return Held(samples)
        return Held(
            samples,
            None if tokens is None else tokens_of(data, tokens, where),
            None if label is None else labels_of(data, label, where),
        )

    def open_stage(self, stage: FilterStage) -> None:
        """Note that a stage begins. Raises RuntimeError inside another one: what both removed would count twice."""
        if self._open is not None:
            raise RuntimeError(f"the stage {self._open.name} is not over: the stages of a filter follow each other")
        self._open = stage
        stage.number = self._begun
        self._begun += 1
        self._pending.remove(stage)

    def close_stage(self, stage: FilterStage) -> None:
        """Note that a stage is over; one that failed leaves no counts, so that it can be tried again."""
        self._open = None
        if stage.held_after is not None:
            self.stages.append(stage)

    def _counted(self) -> dict[str, Any]:
        """Samples and stages under the manifest's names. Raises InputError where they cannot be those of one run."""
        problems = [
            Problem(f"stage {it.name}", "was neither entered nor given what is left", "with run.stage(...) as stage")
            for it in self._pending
        ]
        left: int | None = None
        for stage in self.stages:
            assert stage.held_after is not None
            before, after = stage.held_before.samples, stage.held_after.samples
            if after > before:
                message = f"{after:,} after is more than the {before:,} before"
                problems.append(Problem(f"stage {stage.name}", message, "are the two swapped?"))
            if left is not None and before > left:
                message = f"begins with {before:,} samples, and the stage before it left {left:,}"
                problems.append(Problem(f"stage {stage.name}", message, "stages follow each other"))
            left = after
        if problems:
            raise InputError(problems)
        if not self.stages:
            return {}
        return {
            "samples_before": self.stages[0].held_before.samples,
            "samples_after": left,
            "stages": [self._stage(stage) for stage in self.stages],
        }

    def _stage(self, stage: FilterStage) -> dict[str, Any]:
        values: dict[str, Any] = {"name": stage.name, "removed": stage.removed}
        if stage.number is not None:
            duration = self._duration(stage.number)
            values |= {} if duration is None else {"duration": duration}
        return values | ({} if stage.reason is None else {"reason": stage.reason})

    @in_working_precision
    def _duration(self, number: int) -> Decimal | None:
        """To the millisecond, or finer for what is shorter."""
        duration_s = self.record.stages[number].duration_s
        return None if duration_s is None else round(duration_s, 3) or duration_s or None


def filtering(
    output: str | Path | None = None,
    *,
    tokens: str | None = None,
    label: str | None = None,
    measuring: Mapping[str, Any] | None = None,
    **fields: Any,
) -> FilteringRun:
    """Measure a filter in Python and count what its stages leave.

    output: as of `measure`. tokens, label: columns of the data, whose sum and whose values are counted too; they stand
    in `run.stages`, the tokens also among the amounts, and a label of which nothing is left in `run.warnings`.
    measuring: further arguments of `measure`. fields: of the manifest, such as task and dataset.
    Raises InputError as `measure` does.
    """
    check_argument("measuring", measuring, (Mapping, NoneType), "a dict of arguments of measure()")
    return FilteringRun(measure(output, **(measuring or {})), tokens, label, fields)
