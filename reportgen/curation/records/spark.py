"""Spark's event log, a file or the folder of one that rolls: the rows of each query that writes what it kept.

Of a query that was planned anew while it ran the last plan counts. A query that only counts or shows rows is no
filtering. Tasks that failed, and such that ran again, are counted once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from reportgen.curation.record import Curation
from reportgen.curation.records.counts import count_in, name_of
from reportgen.curation.records.folders import files_in
from reportgen.curation.records.json_lines import objects_of
from reportgen.curation.records.spark_plan import flow, is_write
from reportgen.curation.records.work_time import work_time
from reportgen.files.losses import Losses
from reportgen.files.source import Source

TOOL = "spark"

_SQL = '{"Event":"org.apache.spark.sql.execution.ui.SparkListener'
_BEGINS = (_SQL, '{"Event":"SparkListenerTaskEnd"', '{"Event":"SparkListenerLogStart"')
_LOG = re.compile(r'\s*\{"Event":"(?:org\.apache\.spark\.[a-zA-Z.]+\.)?SparkListener[A-Za-z]+"')
_ROLLED = r"events_\d{1,9}_.+"
_PACKED = r"(?:events_\d+_)?(?:app|application|local)[-_]\d+.*\.(?:lz4|lzf|snappy)"

_UNPACK = "this is no text: a log that is compressed by Spark's own codec?"
_NO_QUERY = "no query of it writes rows, so that nothing says what was kept"
_HOW = "a count or a collect is no filtering, and RDDs do not count their rows: name the data before and after"


@dataclass
class _Query:
    """A query: its last plan, and when it began and ended, in ms since 1970."""

    plan: dict[str, Any]
    name: str
    start_ms: Decimal | None
    end_ms: Decimal | None = None
    failed: bool = False


@dataclass
class _Log:
    queries: dict[Any, _Query] = field(default_factory=dict)
    rows: defaultdict[Any, int] = field(default_factory=lambda: defaultdict(int))
    done: set[tuple[Any, Any]] = field(default_factory=set)  # stage and number of the tasks that succeeded
    version: str | None = None
    lost: Losses = field(default_factory=Losses)


def identify(source: Source) -> bool:
    if source.is_folder:
        return any(_is_log(it) for it in files_in(source, _ROLLED)[:1])
    return _is_log(source)


def _is_log(source: Source) -> bool:
    return _LOG.match(source.head) is not None or re.fullmatch(_PACKED, source.path.name) is not None


def extract(source: Source) -> list[Curation]:
    """One record for each query that wrote; where some removed rows, those alone."""
    log = _Log()
    for file in _files(source):
        if not _LOG.match(file.head):
            file.refuse(None, _UNPACK, "have Spark write it again as zstd: spark.eventLog.compression.codec")
        for _, event in objects_of(file, log.lost, _BEGINS):
            _take(event, log)
    records = list(_records(log))
    if not records:
        source.refuse(None, _NO_QUERY, _HOW)
    return [it for it in records if it.stages or it.unsettled] or records


def _files(source: Source) -> list[Source]:
    """The files of a log in their order."""
    if not source.is_folder:
        return [source]
    return sorted(files_in(source, _ROLLED), key=lambda it: int(it.path.name.split("_")[1]))


def _take(event: dict[str, Any], log: _Log) -> None:
    """Add what one event says; of what is not in it nothing is known."""
    kind = str(event.get("Event")).removeprefix(_SQL.removeprefix('{"Event":"').removesuffix("SparkListener"))
    plan, query = event.get("sparkPlanInfo"), event.get("executionId")
    if kind == "SparkListenerSQLExecutionStart" and isinstance(plan, dict):
        log.queries[query] = _Query(plan, name_of(event.get("description"), "query"), _ms(event))
    elif kind == "SparkListenerSQLAdaptiveExecutionUpdate" and isinstance(plan, dict) and query in log.queries:
        log.queries[query].plan = plan
    elif kind == "SparkListenerSQLExecutionEnd" and query in log.queries:
        log.queries[query].end_ms = _ms(event)
        log.queries[query].failed = bool(event.get("errorMessage"))
    elif kind == "SparkListenerDriverAccumUpdates":
        for update in event.get("accumUpdates") or ():
            if isinstance(update, list) and len(update) == 2 and isinstance(update[1], Decimal):
                log.rows[update[0]] += count_in(str(update[1])) or 0
    elif kind == "SparkListenerTaskEnd":
        _task(event, log)
    elif kind == "SparkListenerLogStart":
        log.version = name_of(event.get("Spark Version"), "") or None


def _task(event: dict[str, Any], log: _Log) -> None:
    reason, info = event.get("Task End Reason"), event.get("Task Info")
    if not isinstance(reason, dict) or reason.get("Reason") != "Success" or not isinstance(info, dict):
        return
    task = (event.get("Stage ID"), info.get("Index"))
    if task in log.done:
        return
    log.done.add(task)
    for it in info.get("Accumulables") or ():
        if isinstance(it, dict):
            log.rows[it.get("ID")] += count_in(str(it.get("Update"))) or 0


def _ms(event: dict[str, Any]) -> Decimal | None:
    time = event.get("time")
    return time if isinstance(time, Decimal) else None


def _records(log: _Log) -> Iterator[Curation]:
    warnings = log.lost.listed("event is damaged", "events are damaged", "what stands there is in no count")
    for query in log.queries.values():
        if query.failed or query.end_ms is None or query.start_ms is None or not is_write(query.plan):
            continue
        found = flow(query.plan, log.rows)
        if not found.is_subset or found.rows is None:
            continue
        worked = work_time([(query.start_ms / 1000, query.end_ms / 1000)], zone_known=True)
        yield Curation(
            TOOL,
            "row",
            before=found.before,
            after=found.rows,
            stages=tuple(found.stages),
            duration_s=worked.duration_s,
            started_at=worked.started_at,
            ended_at=worked.ended_at,
            zone_known=worked.zone_known,
            tool_version=log.version,
            warnings=(*warnings, *dict.fromkeys(found.warnings)),
            unsettled=found.unsettled,
        )
