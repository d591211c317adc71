"""DCLM's statistics: pages in and out of each step, of a shard, of a folder of them, or of all (global_stats.jsonl).

Pages with errors are lost to no decision. The seconds of shards are added up over workers and are no time of the run;
those of global_stats.jsonl follow one another.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from reportgen.curation.record import Count, Curation, Stage
from reportgen.curation.records.counts import count, name_of
from reportgen.curation.records.folders import files_in
from reportgen.curation.records.json_lines import objects_of
from reportgen.energy.importers.cells import LONGEST_S
from reportgen.files.losses import Losses
from reportgen.files.number import within_bounds
from reportgen.files.source import Source
from reportgen.precision import working_precision
from reportgen.problems import InputError
from reportgen.words.counted import so_many

TOOL = "dclm"

# each looked for by itself, since of many of the one without the other every pair would be tried
_STEP = re.compile(r'^\{"name": "[^"]*",(?=.*"pages_in":).*"pages_out":', re.MULTILINE)
_SHARD = r".+_stats\.jsonl"
_WHERE = re.compile(r'^\{"name": .*"working_dir":', re.MULTILINE)  # of statistics of all shards alone
_UNCHANGED = "no_op"  # in place of counts, of a shard that a step left as it was

_PAGES = ("# page", "# pages")
_SPLIT = "{name} gave {pages} more than went in: it makes several of one"
_UNCOUNTED = "{name} works on all shards at once and does not say its pages here: the statistics of the shards do"
_FAILED = (
    "# shard failed in {name}: its pages are in no count",
    "# shards failed in {name}: their pages are in no count",
)
_NO_STEPS = "no step of it has pages in and out"
_GAP = "{name} begins with {pages}, and the step before it left {left:,}"


@dataclass
class _Step:
    """A step, added up over shards; one on all shards at once is not counted."""

    name: str
    pages_in: int = 0
    pages_out: int = 0
    errors: int = 0
    is_counted: bool = True


def identify(source: Source) -> bool:
    if source.is_folder:
        shards = files_in(source, _SHARD)
        return bool(shards) and _STEP.search(shards[0].head) is not None
    return _STEP.search(source.head) is not None


def extract(source: Source) -> list[Curation]:
    """One record: the steps in order, added up over the shards."""
    lost = Losses()
    files = files_in(source, _SHARD) if source.is_folder else [source]
    # the statistics of all hold those of the shards beside them
    shards = [it for it in files if not _WHERE.search(it.head)]
    if not shards:
        return [_global(files[0], lost)]
    steps: dict[tuple[str, int], _Step] = {}
    before = 0
    for shard in shards:
        times: Counter[str] = Counter()
        current: int | None = None
        for line, entry in objects_of(shard, lost):
            if not _counts(entry):
                continue  # what says when it began, was committed and ended
            name = name_of(entry.get("name"), "?")
            key = (name, times[name])
            times[name] += 1
            try:
                pages_in, pages_out, errors = _pages(shard, line, entry, current)
            except InputError as error:
                lost.take(error)
                continue
            before += pages_in if current is None else 0
            current = pages_out
            step = steps.setdefault(key, _Step(name))
            step.pages_in, step.pages_out = step.pages_in + pages_in, step.pages_out + pages_out
            step.errors += errors
    if not steps:
        source.refuse(None, _NO_STEPS, "is this the tool's file?")
    return [_record(list(steps.values()), before, None, lost)]


def _global(file: Source, lost: Losses) -> Curation:
    """The record of the statistics of all: a step on all shards at once says its time and no pages."""
    steps: list[_Step] = []
    seconds: Decimal | None = Decimal(0)
    unsettled = ""
    for line, entry in objects_of(file, lost):
        name = name_of(entry.get("name"), "?")
        with working_precision():
            took = _seconds(entry.get("secs"))
            seconds = None if seconds is None or took is None else seconds + took
        try:
            if failed := count(file, entry.get("num_failures") or Decimal(0), "num_failures", line):
                unsettled = unsettled or so_many(failed, *_FAILED).format(name=name)
            pages = _pages(file, line, entry, None) if _counts(entry) else None
        except InputError as error:
            lost.take(error)
            pages = None
        steps.append(_Step(name, *pages) if pages is not None else _Step(name, is_counted=False))
    counted = [it for it in steps if it.is_counted]
    if not counted:
        file.refuse(None, _NO_STEPS, "is this the tool's file?")
    before = steps[0].pages_in if steps[0].is_counted else None
    record = _record(steps, before, seconds, lost)
    return replace(record, unsettled=unsettled or record.unsettled)


def _counts(entry: dict[str, Any]) -> bool:
    return "pages_in" in entry and "pages_out" in entry


def _pages(shard: Source, line: int, entry: dict[str, Any], current: int | None) -> tuple[int, int, int]:
    """Pages in and out, and errors, of one step of a shard."""
    if entry["pages_in"] == _UNCHANGED:
        return current or 0, current or 0, 0
    errors = entry.get("errors")
    return (
        count(shard, entry["pages_in"], "pages_in", line),
        count(shard, entry["pages_out"], "pages_out", line),
        0 if errors is None else count(shard, errors, "errors", line),
    )


def _record(steps: list[_Step], before: int | None, seconds: Decimal | None, lost: Losses) -> Curation:
    stages, faults, unsettled = [], [], ""
    left: int | None = None
    for step in steps:
        if not step.is_counted:
            left = None
            stages.append(Stage(step.name, None))
            continue
        if left is not None and step.pages_in > left:
            unsettled = unsettled or _GAP.format(name=step.name, pages=so_many(step.pages_in, *_PAGES), left=left)
        left = step.pages_out
        removed = step.pages_in - step.pages_out - step.errors
        if removed < 0:
            unsettled = unsettled or _SPLIT.format(name=step.name, pages=so_many(-removed, *_PAGES))
        stages.append(Stage(step.name, max(removed, 0)))
        if step.errors:
            faults.append(Count(f"{step.name}: errors", step.errors))
    warnings = lost.listed("line is damaged", "lines are damaged", "what stands there is in no count")
    if left is None:
        warnings.append(_UNCOUNTED.format(name=steps[-1].name))
    return Curation(
        TOOL,
        "page",
        before=before,
        after=left,
        stages=tuple(stages),
        faults=tuple(faults),
        duration_s=seconds if seconds is not None and 0 < seconds <= LONGEST_S else None,
        warnings=tuple(warnings),
        unsettled=unsettled,
    )


def _seconds(value: Any) -> Decimal | None:
    """Seconds from zero on; None of what is none."""
    known = isinstance(value, Decimal) and within_bounds(value) is not None and value >= 0
    return value if known else None
