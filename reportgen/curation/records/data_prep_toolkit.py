"""IBM data-prep-toolkit: the metadata.json of one transform, or the folder that holds it.

Counts are those of source and result. What it sums wrongly is not read: `pct_docs_kept` is added up over files, and of
`execution_stats` the processors are.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from reportgen.curation.record import Count, Curation, Stage
from reportgen.curation.records.counts import count, known_count, name_of
from reportgen.curation.records.work_time import WorkTime, work_time
from reportgen.energy.importers.cells import LONGEST_S
from reportgen.energy.importers.json_file import entry, json_value
from reportgen.energy.importers.times import clock_s
from reportgen.files.number import within_bounds
from reportgen.files.source import Source
from reportgen.precision import working_precision
from reportgen.words.counted import so_many

TOOL = "data-prep-toolkit"

_FILE = "metadata.json"
_JOB = re.compile(r'"job details":\s*\{')
_STATS = re.compile(r'"(?:job_output_stats|job_input_params)":\s*\{')
_CRITERION = re.compile(r"docs_filtered_out_by '(.*)'", re.DOTALL)
# The newest names first; each pair is of documents in and out.
_COUNTS = (
    ("source_doc_count", "result_doc_count"),
    ("total_docs_count", "docs_after_filter"),
    ("source_documents", "result_documents"),
)
_LISTED = "removed_documents"

_FAILED = "the job says that its status is '{status}': the counts may be those of a part"
_EACH = "the criteria are counted each on its own: one document may be in several"
_LIST = (
    "# document is listed as removed, and the counts say {removed:,}",
    "# documents are listed as removed, and the counts say {removed:,}",
)
_SECONDS = "when it began and ended is said in whole seconds"


def identify(source: Source) -> bool:
    file = source.inside(_FILE) if source.is_folder else source
    if not file.is_there:
        return False
    return _JOB.search(file.head) is not None and _STATS.search(file.head) is not None


def extract(source: Source) -> list[Curation]:
    """One record: that of the job."""
    file = source.inside(_FILE) if source.is_folder else source
    value = entry(file, json_value(file), "$")
    job, stats = entry(file, value, "$", "job details"), entry(file, value, "$", "job_output_stats")
    before, after = _counts(file, stats)
    name = name_of(job.get("job name"), TOOL)
    criteria = [
        Count(name_of(match[1], "?"), count(file, number, f"$.job_output_stats.{key}"))
        for key, number in stats.items()
        if (match := _CRITERION.fullmatch(key))
    ]
    warnings = []
    status = job.get("status")
    if status != "success":
        warnings.append(_FAILED.format(status=name_of(status, "unknown")))
    stages: list[Stage] = []
    if before is not None and after is not None:
        removed = before - after
        # counts that add up to what was removed have no document twice
        if criteria and sum(it.samples for it in criteria) == removed:
            stages = [Stage(f"{name}: {it.name}", it.samples, reason=it.name) for it in criteria]
            criteria = []
        elif removed >= 0:
            stages = [Stage(name, removed)]
        listed = stats.get(_LISTED)
        if isinstance(listed, list) and len(listed) != removed:
            warnings.append(so_many(len(listed), *_LIST).format(removed=removed))
    if len(criteria) > 1:
        warnings.append(_EACH)
    worked = _worked(value, job, stats)
    if worked.started_at is not None:
        warnings.append(_SECONDS)
    return [
        Curation(
            TOOL,
            "document",
            before=before,
            after=after,
            stages=tuple(stages),
            criteria=tuple(criteria),
            bytes_before=known_count(file, stats.get("source_size"), "$.job_output_stats.source_size"),
            bytes_after=known_count(file, stats.get("result_size"), "$.job_output_stats.result_size"),
            duration_s=worked.duration_s,
            started_at=worked.started_at,
            ended_at=worked.ended_at,
            zone_known=worked.zone_known,
            warnings=tuple(warnings),
        )
    ]


def _counts(file: Source, stats: dict[str, Any]) -> tuple[int | None, int | None]:
    """Documents in and out, None where the job did not count them."""
    for before, after in _COUNTS:
        if before in stats and after in stats:
            return count(file, stats[before], before), count(file, stats[after], after)
    return None, None


def _worked(value: dict[str, Any], job: dict[str, Any], stats: dict[str, Any]) -> WorkTime:
    """From start to end in whole seconds, or, of one process that took longer by its own watch, that."""
    times = [clock_s(text) for key in ("start_time", "end_time") if isinstance(text := job.get(key), str)]
    spans = [(times[0][0], times[1][0])] if len(times) == 2 and times[0] is not None and times[1] is not None else []
    worked = work_time(spans, zone_known=False)
    parameters = value.get("job_input_params")
    alone = isinstance(parameters, dict) and parameters.get("num_processors") in (Decimal(0), Decimal(1))
    processing = stats.get("processing_time")
    if not alone or not isinstance(processing, Decimal) or within_bounds(processing) is None:
        return worked
    with working_precision():
        longest = max(processing, worked.duration_s or Decimal(0))
    duration_s = longest if 0 < longest <= LONGEST_S else worked.duration_s
    return WorkTime(duration_s, worked.started_at, worked.ended_at)
