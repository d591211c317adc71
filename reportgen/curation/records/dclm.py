"""DCLM's statistics: pages in and out of each step, of a shard, of a folder of them, or of all (global_stats.jsonl).

Pages with errors are lost to no decision. The seconds of shards are added up over workers and are no time of the run;
those of global_stats.jsonl follow one another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
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

TOOL = "dclm"

_STEP = re.compile(r'^\{"name": "[^"]*",.*"pages_in":.*"pages_out":', re.MULTILINE)
_SHARD, _GLOBAL = r".+_stats\.jsonl", "global_stats.jsonl"
_UNCHANGED = "no_op"  # in place of counts, of a shard that a step left as it was

_SPLIT = "{name} gave {more:,} pages more than went in: it makes several of one"
_GAP = "{name} begins with {entering:,} pages, and the step before it left {left:,}"


@dataclass
class _Step:
    """A step, added up over shards."""

    name: str
    pages_in: int = 0
    pages_out: int = 0
    errors: int = 0


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
    shards = [it for it in files if it.path.name != _GLOBAL] or files
    steps: dict[tuple[str, int], _Step] = {}
    before, seconds = 0, Decimal(0)
    for shard in shards:
        times: Counter[str] = Counter()
        current: int | None = None
        for line, entry in _entries(shard, lost):
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
            with working_precision():
                seconds += _seconds(entry.get("secs"))
    if not steps:
        source.refuse(None, "no step of it has pages in and out", "is this the tool's file?")
    is_global = all(it.path.name == _GLOBAL for it in shards)
    return [_record(list(steps.values()), before, seconds if is_global else None, lost)]


def _entries(shard: Source, lost: Losses) -> Iterator[tuple[int, dict[str, Any]]]:
    """The lines of a shard that are of steps."""
    return ((line, it) for line, it in objects_of(shard, lost) if "pages_in" in it and "pages_out" in it)


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


def _record(steps: list[_Step], before: int, seconds: Decimal | None, lost: Losses) -> Curation:
    stages, faults, unsettled = [], [], ""
    left: int | None = None
    for step in steps:
        if left is not None and step.pages_in > left:
            unsettled = unsettled or _GAP.format(name=step.name, entering=step.pages_in, left=left)
        left = step.pages_out
        removed = step.pages_in - step.pages_out - step.errors
        if removed < 0:
            unsettled = unsettled or _SPLIT.format(name=step.name, more=-removed)
        stages.append(Stage(step.name, max(removed, 0)))
        if step.errors:
            faults.append(Count(f"{step.name}: errors", step.errors))
    warnings = lost.listed("lines are damaged", "their steps are in no count")
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


def _seconds(value: Any) -> Decimal:
    known = isinstance(value, Decimal) and within_bounds(value) is not None and value > 0
    return value if known else Decimal(0)
