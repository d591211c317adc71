"""img2dataset: the statistics of its shards, one of them or the folder that holds all.

What was too small or too narrow was decided; what was not found, not allowed or no image was lost. "failed to resize"
mixes the two, so that each status is taken by its own words.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import Any

from reportgen.curation.record import Count, Curation, Stage
from reportgen.curation.records.counts import count, name_of
from reportgen.curation.records.folders import files_in
from reportgen.curation.records.work_time import WorkTime, work_time
from reportgen.energy.importers.json_file import json_value
from reportgen.files.losses import Losses
from reportgen.files.number import within_bounds
from reportgen.files.source import Source
from reportgen.problems import InputError
from reportgen.words.counted import so_many

TOOL = "img2dataset"

_STATS = re.compile(r'"failed_to_download":.*"failed_to_resize":', re.DOTALL)
_FILE = r"\d{1,9}_stats\.json"
_SHARD = re.compile(r"(\d{1,9})\.(?:tar|parquet|tfrecord)")
_DECISION = re.compile(r"image too small|aspect ratio too large", re.IGNORECASE)
_SLACK_S = 1  # by which a shard's own duration may differ from its two times

_MISSING = (
    "# shard has no statistics that can be read: its images are in no count",
    "# shards have no statistics that can be read: their images are in no count",
)
_NO_STATUS = (
    "# image has no status: why it is not there is not known",
    "# images have no status: why they are not there is not known",
)
_PAUSE = "the times of a shard span a pause, as where it was fetched again: how long the work took is not known"


def identify(source: Source) -> bool:
    files = files_in(source, _FILE)[:1] if source.is_folder else [source]
    return any(_STATS.search(it.head) for it in files)


def extract(source: Source) -> list[Curation]:
    """One record: all shards added up."""
    files = files_in(source, _FILE) if source.is_folder else [source]
    lost, shards = Losses(), []
    for file in files:
        try:
            shards.append(_shard(file, json_value(file)))
        except InputError as error:
            lost.take(error)
    if not shards:
        lost.refuse()
    missing = lost.count + (_unfinished(source, {it.path.name for it in files}) if source.is_folder else 0)
    before, after = sum(it[0] for it in shards), sum(it[1] for it in shards)
    statuses: Counter[str] = sum((it[2] for it in shards), Counter())
    decisions = {name: number for name, number in statuses.items() if _DECISION.search(name)}
    faults = {name: number for name, number in statuses.items() if name not in decisions}
    warnings = lost.listed(
        "file of statistics cannot be read", "files of statistics cannot be read", "what stands there is in no count"
    )
    unknown = before - after - statuses.total()
    if unknown > 0:
        warnings.append(so_many(unknown, *_NO_STATUS))
    spans = [it[3] for it in shards if it[3] is not None]
    worked = work_time(spans, zone_known=True) if len(spans) == len(shards) else WorkTime()
    if len(spans) < len(shards):
        warnings.append(_PAUSE)
    return [
        Curation(
            TOOL,
            "image",
            before=before,
            after=after,
            stages=tuple(Stage(name, number) for name, number in decisions.items()),
            faults=tuple(Count(name, number) for name, number in faults.items()),
            duration_s=worked.duration_s,
            started_at=worked.started_at,
            ended_at=worked.ended_at,
            zone_known=worked.zone_known,
            warnings=tuple(warnings),
            unsettled=so_many(missing, *_MISSING) if missing else "",
        )
    ]


def _shard(file: Source, value: Any) -> tuple[int, int, Counter[str], tuple[Decimal, Decimal] | None]:
    """Images of a shard before and after, the statuses of the others, and when it was fetched."""
    if not isinstance(value, dict):
        file.refuse(None, "the file is no map", "is this the tool's file?")
    statuses: Counter[str] = Counter()
    listed = value.get("status_dict")
    for status, number in (listed if isinstance(listed, dict) else {}).items():
        if status != "success":
            statuses[name_of(status, "?")] += count(file, number, f"$.status_dict.{status}")
    before, after = (count(file, value.get(key), f"$.{key}") for key in ("count", "successes"))
    if after > before:
        file.refuse(None, f"{after:,} of {before:,} images succeeded", "is the file damaged?")
    return before, after, statuses, _span(value)


def _span(value: dict[str, Any]) -> tuple[Decimal, Decimal] | None:
    """When a shard was fetched; None where its own duration says that a pause is between."""
    start, end, took = (value.get(key) for key in ("start_time", "end_time", "duration"))
    numbers = [it for it in (start, end, took) if isinstance(it, Decimal) and within_bounds(it) is not None]
    if len(numbers) < 3 or abs(numbers[1] - numbers[0] - numbers[2]) > _SLACK_S:
        return None
    return numbers[0], numbers[1]


def _unfinished(folder: Source, stats: set[str]) -> int:
    """How many shards of the folder have no statistics."""
    names = {match[1] for it in files_in(folder, _SHARD.pattern) if (match := _SHARD.fullmatch(it.path.name))}
    return sum(f"{name}_stats.json" not in stats for name in names)
