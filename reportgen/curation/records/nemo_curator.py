"""NVIDIA NeMo Curator: the performance of its stages, the result of a workflow, or the metrics of its audio pipeline.

The performance counts what *enters* a stage, of a reader groups of files. What a stage removed is what enters it less
what enters the next one; so the last stage must be a writer, which removes nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from reportgen.curation.record import Choice, Curation, Stage
from reportgen.curation.records.counts import count, known_count, name_of
from reportgen.energy.importers.cells import LONGEST_S
from reportgen.energy.importers.json_file import entry, json_value
from reportgen.files.number import within_bounds
from reportgen.files.source import Source
from reportgen.words.counted import so_many

TOOL = "nemo-curator"

_PERFORMANCE = re.compile(r'"stage_name":.*"num_items_processed":', re.DOTALL)
_WORKFLOW = re.compile(r'\s*\{\s*"workflow_name":\s*"[^"]*",\s*"(?:pipeline_tasks|metadata)":')
_AUDIO = re.compile(r'"input_total_segments":')
_TASKS = re.compile(r'\s*\[\s*\{\s*"task_id":\s*"[^"]*",\s*"num_items":\s*\d+,\s*"dataset_name":')
_READS = re.compile(r"reader|partition|download|url_generat", re.IGNORECASE)
_WRITES = re.compile(r"writer", re.IGNORECASE)

_AT_LEAST = "groups of files of which nothing was left may be missing: what went in is at least what is counted"
_NO_WRITER = "the last stage, {name}, is no writer: what it left is not known"
_GREW = (
    "# sample more enters {name} than the stage before it: something makes several of one",
    "# samples more enter {name} than the stage before it: something makes several of one",
)
_WRITTEN = "these are the tasks at the end, which count files: write each task's _stage_perf, or the workflow's result"
_FLAGGED = (
    "# duplicate was identified; whether it was removed this result does not say",
    "# duplicates were identified; whether they were removed this result does not say",
)


def identify(source: Source) -> bool:
    return any(form.search(source.head) for form in (_PERFORMANCE, _AUDIO)) or any(
        form.match(source.head) for form in (_WORKFLOW, _TASKS)
    )


def extract(source: Source) -> list[Curation]:
    """One record: what enters each stage, added up over all tasks."""
    value = json_value(source)
    if isinstance(value, dict) and "input_total_segments" in value:
        return [_audio(source, value)]
    if isinstance(value, dict):
        return [_workflow(source, value)]
    entries = list(_entries(value))
    if not entries:
        source.refuse(None, "no task has the performance of its stages", _WRITTEN)
    return [_performance(source, entries)]


def _entries(value: Any) -> Iterator[list[dict[str, Any]]]:
    """The performance of each task: a list for each, a list for one, or below the task's own key."""
    if not isinstance(value, list):
        return
    if value and all(isinstance(it, dict) and "stage_name" in it for it in value):
        yield value
        return
    for task in value:
        stages = task.get("_stage_perf") if isinstance(task, dict) else task
        if isinstance(stages, list) and stages:
            yield [it for it in stages if isinstance(it, dict)]


def _performance(source: Source, tasks: list[list[dict[str, Any]]]) -> Curation:
    entering: dict[tuple[str, int], int] = {}
    seen: set[tuple[Any, ...]] = set()
    for place, task in enumerate(tasks):
        times: Counter[str] = Counter()
        for step, stage in enumerate(task):
            name = name_of(stage.get("stage_name"), f"stage {step + 1}")
            key = (name, times[name])
            times[name] += 1
            items = count(source, stage.get("num_items_processed"), f"$[{place}][{step}].num_items_processed")
            # tasks that were split off share what was measured before
            measured = (key, items, stage.get("process_time"), stage.get("actor_idle_time"))
            if stage.get("process_time") and measured in seen:
                continue
            seen.add(measured)
            entering[key] = entering.get(key, 0) + items
    steps = [(name, items) for (name, _), items in entering.items()]
    while len(steps) > 1 and _READS.search(steps[0][0]):
        del steps[0]
    warnings, unsettled = [_AT_LEAST], ""
    stages = []
    for (name, items), (following, left) in pairwise(steps):
        if left > items:
            unsettled = unsettled or so_many(left - items, *_GREW).format(name=following)
        stages.append(Stage(name, items - left if left <= items else None))
    last = steps[-1][0]
    is_written = _WRITES.search(last) is not None
    if not is_written:
        warnings.append(_NO_WRITER.format(name=last))
        stages.append(Stage(last, None))
    return Curation(
        TOOL,
        before=steps[0][1],
        after=steps[-1][1] if is_written else None,
        stages=tuple(stages),
        warnings=tuple(warnings),
        unsettled=unsettled,
    )


def _workflow(source: Source, value: dict[str, Any]) -> Curation:
    metadata = entry(source, value, "$", "metadata")
    name = name_of(value.get("workflow_name"), TOOL)
    removed = known_count(source, metadata.get("num_duplicates_removed"), "$.metadata.num_duplicates_removed")
    identified = known_count(source, metadata.get("num_duplicates"), "$.metadata.num_duplicates")
    warnings = []
    if removed is None and identified is not None:
        warnings.append(so_many(identified, *_FLAGGED))
    return Curation(
        TOOL,
        "document",
        removed=removed,
        stages=() if removed is None else (Stage(name, removed),),
        choices=() if removed is not None or identified is None else (Choice("duplicates", None),),
        duration_s=_seconds(metadata.get("total_time")),
        warnings=tuple(warnings),
    )


def _audio(source: Source, value: dict[str, Any]) -> Curation:
    dropped = entry(source, value, "$", "dropped")
    stages = [
        Stage(name_of(name, "?"), count(source, number, f"$.dropped.{name}"))
        for name, number in dropped.items()
        if not isinstance(number, dict)
    ]
    return Curation(
        TOOL,
        "segment",
        before=count(source, value["input_total_segments"], "$.input_total_segments"),
        after=known_count(source, value.get("output_total_segments"), "$.output_total_segments"),
        stages=tuple(stages),
    )


def _seconds(value: Any) -> Decimal | None:
    if not isinstance(value, Decimal) or within_bounds(value) is None:
        return None
    return value if 0 < value <= LONGEST_S else None
