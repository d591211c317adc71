"""NVIDIA cosmos-curate's summary.json, of images or of clips cut from videos; its run time is in minutes."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from reportgen.curation.record import Curation, Stage
from reportgen.curation.records.counts import count, known_count
from reportgen.energy.importers.cells import LONGEST_S
from reportgen.energy.importers.json_file import json_value
from reportgen.files.number import within_bounds
from reportgen.files.source import Source
from reportgen.precision import working_precision
from reportgen.words.counted import so_many

TOOL = "cosmos-curate"

_IMAGES = re.compile(r'"num_images_passed":')
_CLIPS = re.compile(r'"total_num_clips_passed":')
_FILTERED = "total_num_clips_filtered_by_"

_NOT_DONE = (
    "# of {all:,} videos was not processed: its clips are in no count",
    "# of {all:,} videos were not processed: their clips are in no count",
)


def identify(source: Source) -> bool:
    return _IMAGES.search(source.head) is not None or _CLIPS.search(source.head) is not None


def extract(source: Source) -> list[Curation]:
    """One record: the run."""
    value = json_value(source)
    if not isinstance(value, dict):
        source.refuse(None, "the file is no map", "is this the tool's file?")
    duration_s = _minutes(value.get("pipeline_run_time"))
    if "num_images_passed" in value:
        before = count(source, value.get("num_input_images"), "$.num_input_images")
        after = count(source, value["num_images_passed"], "$.num_images_passed")
        filtered = known_count(source, value.get("num_images_filtered"), "$.num_images_filtered")
        one = () if filtered is None else (Stage("filtered", filtered),)
        return [Curation(TOOL, "image", before=before, after=after, stages=one, duration_s=duration_s)]
    after = count(source, value.get("total_num_clips_passed"), "$.total_num_clips_passed")
    stages = tuple(
        Stage(key.removeprefix(_FILTERED), count(source, number, f"$.{key}"))
        for key, number in value.items()
        if key.startswith(_FILTERED)
    )
    cut = known_count(source, value.get("total_num_clips_transcoded"), "$.total_num_clips_transcoded")
    passed = after + sum(stage.removed or 0 for stage in stages)
    warnings: tuple[str, ...] = ()
    planned, done = (
        known_count(source, value.get(key), f"$.{key}") for key in ("num_input_videos_selected", "num_processed_videos")
    )
    if planned is not None and done is not None and done < planned:
        warnings = (so_many(planned - done, *_NOT_DONE).format(all=planned),)
    return [
        Curation(
            TOOL,
            "clip",
            before=max(passed, cut or 0),
            after=after,
            stages=stages,
            duration_s=duration_s,
            warnings=warnings,
        )
    ]


def _minutes(value: Any) -> Decimal | None:
    """Minutes in seconds; None where they are not known, or 0, which was not measured."""
    if not isinstance(value, Decimal) or within_bounds(value) is None:
        return None
    with working_precision():
        seconds = value * 60
    return seconds if 0 < seconds <= LONGEST_S else None
