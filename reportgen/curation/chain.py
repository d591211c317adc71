"""From the records of several tools to one run: those whose counts join, in order; what does not join is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from reportgen.curation.record import Count, Curation, Stage, unexplained
from reportgen.precision import working_precision
from reportgen.problems import InputError, Problem, excerpt, one_line
from reportgen.words.counted import so_many

_FLAGS_ALONE = "{tool} flags and removes nothing"
_TAGS_ALONE = "{tool} does not say which tag means kept"
_OVERLAP = "the records were made at the same time: how long all of them took is not known"
_FAULTS = (
    "{faults:,} of {before:,} samples {were} lost to faults ({reasons}) and to no decision: nobody would have labelled "
    "{them}, and a manifest begins with the other {rest:,} (--samples-before {before} counts {them} as removed)"
)
_UNEXPLAINED = (
    "# of the {removed:,} that were removed is unexplained: no stage says it",
    "# of the {removed:,} that were removed are unexplained: no stage says them",
)
_OVERSAID = "the stages say {extra:,} more than the {removed:,} that were removed: some count a sample twice"
_AGAIN = "{file} says the same as another record in every field: it is counted once"
_SPLIT_GONE = "the split {names} is not in {file}: was it filtered out whole, or is it stored elsewhere?"
_NO_SUBSET = "{after:,} after and {before:,} before: what was made of samples is no subset of them"


@dataclass(frozen=True)
class Run:
    """Records joined: the first count, the last one, the stages between, in order.

    tools: what filtered, each once. duration_s: of all work, None where a record does not know it. started_at: None
    where no record says it with a zone. warnings: what does not add up, each one line.
    """

    before: int | None
    after: int | None
    unit: str
    stages: tuple[Stage, ...] = ()
    faults: tuple[Count, ...] = ()
    duration_s: Decimal | None = None
    started_at: datetime | None = None
    tools: tuple[str, ...] = ()
    tool_version: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def unexplained(self) -> int | None:
        """What was removed beyond stages and faults; None where a count is unknown."""
        if self.before is None or self.after is None:
            return None
        return unexplained(self.before, self.after, self.stages, self.faults)

    @property
    def lost(self) -> int:
        """Samples that faults took and no decision did: what filtering saves is not said of them."""
        return _lost(self.faults, self.before, self.after)


def decided(record: Curation, policy: str | None, kept: str | None) -> Curation:
    """The record with what is left where a person acts on its flags so; as it is where it has none, or nobody says.

    Raises InputError for a tag that the record does not have.
    """
    name, flag = (kept, "--kept") if record.tagged else (policy, "--policy")
    if not record.choices or name is None:
        return record
    choice = next((it for it in record.choices if it.name == name), None)
    if choice is None:
        known = ", ".join(excerpt(it.name) for it in record.choices[:10])
        raise InputError([Problem(flag, f'{record.tool} has no "{excerpt(name)}"', f"known: {known}")])
    return replace(record, after=choice.after, stages=choice.stages)


def joined(named: Sequence[tuple[str, Curation]]) -> Run | Problem:
    """The one run that the records tell, each beside the file it is from; or why they do not join.

    Taken in the order given where their counts join so, else from the largest count to the smallest. A record that
    says the same as another one in every field is taken once.
    """
    for file, record in named:
        if record.unsettled:
            return Problem(one_line(file), record.unsettled, "say which record is meant: --run N, counted from 1")
    once: list[tuple[str, Curation]] = []
    again: list[str] = []
    for file, record in named:
        # two data sets of one size are before and after of a filter that found nothing
        if record.samples is None and record in [other for _, other in once]:
            again.append(_AGAIN.format(file=_name_of(file)))
        else:
            once.append((file, record))
    found = _walk(once)
    if isinstance(found, Problem) and all(record.before is not None and record.after is not None for _, record in once):
        by_count = sorted(once, key=lambda it: (-(it[1].before or 0), -(it[1].after or 0)))
        sorted_run = _walk(by_count)
        found = found if isinstance(sorted_run, Problem) else sorted_run
    return found if isinstance(found, Problem) else replace(found, warnings=(*again, *found.warnings))


def _walk(named: Sequence[tuple[str, Curation]]) -> Run | Problem:
    """The run of the records in this very order."""
    walk = _Walk()
    for file, record in named:
        fault = walk.set(file, record) if record.samples is not None else walk.filter(file, record)
        if fault is not None:
            return fault
    return walk.run([record for _, record in named])


class _Walk:
    """How many samples there are after the records so far, and what was removed on the way."""

    def __init__(self) -> None:
        self.first: int | None = None
        self.count: int | None = None  # None before the first record, and after one that does not say what it left
        self.begun = False
        self.is_set = False  # whether the last record is a data set
        self.counted = 0  # records that have counts
        self.pending: Curation | None = None  # the last record, where it does not say what it left
        self.stages: list[Stage] = []
        self.faults: list[Count] = []
        self.parts: dict[str, int] = {}  # splits of the last data set that has any
        self.warnings: list[str] = []

    def set(self, file: str, record: Curation) -> Problem | None:
        """A data set that was counted between two filters, before the first or after the last."""
        samples = record.samples
        assert samples is not None
        there = self.count if self.pending is None else self.pending.before
        if there is not None and samples > there:
            message = f"has {samples:,} {record.unit}s, and before it there are {there:,}"
            return Problem(one_line(file), message, "name the records in the order of the filtering")
        parts = {it.name: it.samples for it in record.parts}
        if parts and (gone := [name for name in self.parts if name not in parts]):
            self.warnings.append(_SPLIT_GONE.format(names=", ".join(map(excerpt, gone[:3])), file=_name_of(file)))
        self.parts = parts or self.parts
        if not self.begun:
            self.first = samples
        elif self.is_set and self.count is not None and samples < self.count:
            # between two data sets a person filtered, and named what was left; behind a filter it is unexplained
            self.stages.append(Stage(_name_of(file), self.count - samples))
        self.count, self.begun, self.pending, self.is_set = samples, True, None, True
        self.counted += 1
        return None

    def filter(self, file: str, record: Curation) -> Problem | None:
        """A run of a filter on what the one before it left."""
        if record.before is None and record.after is None and record.removed is None and not record.choices:
            return None  # a step without samples of its own, such as the clustering of signatures
        lists_what_goes = record.removed is not None and record.before is None
        if self.pending is not None and not (lists_what_goes and self.pending.before is not None):
            return Problem(one_line(file), _unsaid(self.pending), _way_out(self.pending))
        if self.count is not None and record.before is not None and record.before != self.count:
            message = f"begins with {record.before:,} {record.unit}s, and those before it end with {self.count:,}"
            return Problem(one_line(file), message, "name only the records of one run")
        if not self.begun:
            self.first = record.before
        before = self.count if record.before is None else record.before
        if self.pending is not None:  # a list of what goes of the samples that the record before it looked at
            before = self.pending.before
        after = record.after
        if after is None and record.removed is not None and before is not None:
            after = before - record.removed
        if (after is not None and before is not None and after > before) or (after or 0) < 0:
            return Problem(one_line(file), _NO_SUBSET.format(after=after, before=before), "is it of another run?")
        self.stages += record.stages
        if record.removed is not None and not record.stages:
            self.stages.append(Stage(record.tool, record.removed))
        self.faults += record.faults
        self.count, self.begun, self.is_set = after, True, False
        self.counted += 1
        self.pending = record if after is None else None
        return None

    def run(self, records: Sequence[Curation]) -> Run | Problem:
        filters = [it for it in records if it.samples is None]
        if self.pending is not None and self.pending.choices:
            message = f"{_unsaid(self.pending)}: {choices_said(self.pending)}"
            flag = "--kept" if self.pending.tagged else "--policy"
            return Problem(flag, message, _way_out(self.pending))
        if self.is_set and self.counted == 1:
            self.count = None  # one data set is what there was before, and nothing says what was kept
        warnings = self.warnings
        if self.first is not None and self.count is not None:
            warnings += self._doubts(self.first, self.count)
        duration_s = _duration(filters, warnings)
        starts = [it.started_at for it in filters if it.started_at is not None and it.zone_known]
        tools = tuple(dict.fromkeys(it.tool for it in filters if it.filters))
        versions = {it.tool_version for it in filters if it.filters}
        return Run(
            self.first,
            self.count,
            records[0].unit if len({it.unit for it in records}) == 1 else "sample",
            tuple(self.stages),
            tuple(self.faults),
            duration_s,
            min(starts) if starts and len(starts) == len(filters) else None,
            tools,
            versions.pop() if len(tools) == 1 == len(versions) else None,
            tuple(warnings),
        )

    def _doubts(self, before: int, after: int) -> list[str]:
        warnings = []
        left = unexplained(before, after, tuple(self.stages), tuple(self.faults))
        if left > 0 and (self.stages or self.faults):
            warnings.append(so_many(left, *_UNEXPLAINED).format(removed=before - after))
        if left < 0:
            warnings.append(_OVERSAID.format(extra=-left, removed=before - after))
        if lost := _lost(tuple(self.faults), before, after):
            reasons = ", ".join(f"{it.name} {it.samples:,}" for it in self.faults[:3])
            words = {"were": "was", "them": "it"} if lost == 1 else {"were": "were", "them": "them"}
            warnings.append(_FAULTS.format(**words, faults=lost, before=before, reasons=reasons, rest=before - lost))
        return warnings


def _lost(faults: Sequence[Count], before: int | None, after: int | None) -> int:
    """The samples of all faults; none where they are more than went at all, since some are then counted twice."""
    lost = sum(it.samples for it in faults)
    return 0 if before is not None and after is not None and lost > before - after else lost


def choices_said(record: Curation) -> str:
    """What is left by each choice, such as "all keeps 80, keep-one 92, duplicates 101"."""
    each = [f"{excerpt(it.name)} {'unknown' if it.after is None else f'{it.after:,}'}" for it in record.choices[:10]]
    more = f" and {len(record.choices) - 10:,} more" if len(record.choices) > 10 else ""
    said = f"{', '.join(each)}{more}"
    return said if record.before is None else f"of {record.before:,} are kept by {said}"


def _unsaid(record: Curation) -> str:
    if not record.choices:
        return f"{record.tool} does not say what it left"
    return (_TAGS_ALONE if record.tagged else _FLAGS_ALONE).format(tool=record.tool)


def _way_out(record: Curation) -> str:
    if not record.choices:
        return "name the data set that was kept behind it"
    flag = "--kept TAG" if record.tagged else "--policy POLICY"
    return f"say {flag}, or name the data set that was kept behind it"


def _name_of(file: str) -> str:
    return one_line(Path(file).name or file)


def _duration(filters: Sequence[Curation], warnings: list[str]) -> Decimal | None:
    """How long all of them worked; None where one does not say it, or two worked at once."""
    durations = [it.duration_s for it in filters]
    if not durations or any(it is None for it in durations):
        return None
    spans = sorted(
        (it.started_at, it.ended_at, it.zone_known)
        for it in filters
        if it.started_at is not None and it.ended_at is not None and it.zone_known == filters[0].zone_known
    )
    if any(first[1] > second[0] for first, second in pairwise(spans)):
        warnings.append(_OVERLAP)
        return None
    with working_precision():
        return sum((it for it in durations if it is not None), Decimal(0))
