"""DuckDB's profile of a query as JSON, of versions 1.x and 2.x: rows scanned, and what each operator left.

Filters that are pushed into a scan leave out rows before they are counted, and whole groups of rows are skipped. How
many rows a scan had before it is then known of small tables alone: version 1.x counts the whole table once for each
thread, version 2.x what was not skipped, and of Parquet what was left.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from typing import Any

from reportgen.curation.record import Curation
from reportgen.curation.records.counts import count, name_of
from reportgen.curation.records.row_flow import JOIN, Flow, added, passed
from reportgen.energy.importers.cells import LONGEST_S
from reportgen.energy.importers.json_file import json_value
from reportgen.files.number import within_bounds
from reportgen.files.source import Source

TOOL = "duckdb"

_FIRST = re.compile(r'"operator_(?:cardinality|rows_scanned|type)":')
_SECOND = re.compile(r'"operator":\s*\[.*"intermediate_rows":', re.DOTALL)
_DEEPEST = 200  # operators above each other
_ROW_GROUP = 122_880  # rows, which one thread scans
_VECTOR = 2_048  # rows, the fewest that are skipped within a group
_GROUPS = re.compile(r"GROUP_BY")
_LIMITS = re.compile(r"LIMIT|TOP_N|SAMPLE")
_KEEPS_ONE = re.compile(r'"?(?:first|last|any_value|arbitrary|arg_min\w*|arg_max\w*|min_by|max_by)"?\(')
_FILTERING_JOINS = {"SEMI": 0, "ANTI": 0, "MARK": 0, "RIGHT_SEMI": 1, "RIGHT_ANTI": 1}
_SAME_ROWS = "rowid = rowid"  # rows of one table that were found first and fetched then

_NOT_SCANNED = "the scan counts rows behind its filters: what went in is not known"
_THREADS = "DuckDB 1.x counts a scan once for each thread: what went in is not known"
_SKIPPED = "{scanned:,} of {groups:,} groups of rows were read: what went in is not known"
_AT_LEAST = "parts of groups may be skipped by the filters: what went in is at least what is counted"
_SEVERAL = "{kind} takes rows from several places: what went in is not known"
_NO_SUBSET = "the query gives groups or a count, and no rows that were kept"
_HOW = "profile the query that writes what is kept"


def identify(source: Source) -> bool:
    head = source.head
    return head.lstrip()[:1] == "{" and (_FIRST.search(head) is not None or _SECOND.search(head) is not None)


def extract(source: Source) -> list[Curation]:
    """One record: the query of the profile."""
    value = json_value(source)
    operators = value.get("operator", value.get("children")) if isinstance(value, dict) else None
    if not isinstance(operators, list) or not operators or not isinstance(operators[0], dict):
        source.refuse(None, "the profile has no operators", "is the file damaged?")
    found = _flow(source, operators[0], 0, {})
    if not found.is_subset:
        source.refuse(None, _NO_SUBSET, _HOW)
    query = value.get("query")
    seconds = query.get("total_time") if isinstance(query, dict) else value.get("latency")
    return [
        Curation(
            TOOL,
            "row",
            before=found.before,
            after=found.rows,
            stages=tuple(found.stages),
            duration_s=_seconds(seconds),
            warnings=tuple(dict.fromkeys(found.warnings)),
            unsettled=found.unsettled,
        )
    ]


def _flow(
    source: Source, node: dict[str, Any], depth: int, tables: Mapping[str, Flow], *, joined: bool = False
) -> Flow:
    """The rows up to this operator.

    tables: of common table expressions above it, by their index. joined: whether it is below a join, which may filter a
    scan while it runs.
    """
    if depth > _DEEPEST:
        return Flow()
    kind, extra = name_of(node.get("operator_type", node.get("type")), ""), _extra(node)
    children = node.get("children")
    below = [it for it in children if isinstance(it, dict)] if isinstance(children, list) else []
    rows = _count(source, node, "operator_cardinality", "intermediate_rows")
    if kind == "CTE_SCAN":
        found = tables.get(str(extra.get("CTE Index")), Flow())
        return deepcopy(found) if found.rows == rows else Flow(None, rows, warnings=[_NOT_SCANNED])
    if not below:
        return _scan(source, node, extra, rows, joined)
    if "UNION" in kind:
        return added(kind, [_flow(source, it, depth + 1, tables) for it in below])
    if kind == "CTE" and len(below) == 2:
        index = str(extra.get("Table Index"))
        return _flow(source, below[1], depth + 1, {**tables, index: _flow(source, below[0], depth + 1, tables)})
    if len(below) > 1 and "JOIN" not in kind:
        return Flow(None, rows, warnings=[_SEVERAL.format(kind=kind)])
    if "JOIN" in kind and len(below) > 1:
        return _join(source, kind, extra, below, rows, depth, tables)
    found = _flow(source, below[0], depth + 1, tables, joined=joined)
    if "AGGREGATE" in kind or (_GROUPS.search(kind) and not _keeps_one(extra)):
        found.is_subset = False
        return found
    if _GROUPS.search(kind):
        return passed(found, kind, "one of each group", rows, removes=True)
    if kind == "FILTER" or _LIMITS.search(kind):
        return passed(found, kind, _said(extra), rows, removes=True)
    # what writes counts itself, and what collects nothing
    return found if "COLLECTOR" in kind or _writes(kind) else passed(found, kind, _said(extra), rows, removes=False)


def _writes(kind: str) -> bool:
    return any(it in kind for it in ("CREATE_TABLE", "INSERT", "COPY", "EXPLAIN"))


def _join(
    source: Source,
    kind: str,
    extra: dict[str, Any],
    below: list[dict[str, Any]],
    rows: int | None,
    depth: int,
    tables: Mapping[str, Flow],
) -> Flow:
    """A join that only leaves out rows of one side is a step; any other is for a person to settle."""
    join = str(extra.get("Join Type", "")).upper()
    if _SAME_ROWS in _listed(extra.get("Conditions")):
        return _flow(source, below[1], depth + 1, tables)
    found = _flow(source, below[_FILTERING_JOINS.get(join, 0)], depth + 1, tables, joined=True)
    if join not in _FILTERING_JOINS and rows != found.rows:
        found.unsettled = found.unsettled or JOIN.format(name=f"{kind} {join}".strip())
    return passed(found, kind, _said(extra), rows, removes=join in _FILTERING_JOINS and join != "MARK")


def _scan(source: Source, node: dict[str, Any], extra: dict[str, Any], rows: int | None, joined: bool) -> Flow:
    """What a scan read and, where filters were pushed into it, left."""
    filters = [_listed(it) for key, it in extra.items() if key in ("Filters", "Dynamic Filters", "Sample Method")]
    table = name_of(extra.get("Table", extra.get("Text", extra.get("Filename(s)"))), "")
    sources = (table,) if table else ()
    if not filters and (not joined or "type" in node):
        return Flow(rows, rows, sources=sources)
    scanned = _count(source, node, "operator_rows_scanned", "rows_scanned")
    is_table = ("Table" in extra or "Text" in extra) and "Function" not in extra
    before, warning = _before(source, node, scanned) if is_table and "Sample Method" not in extra else (None, "")
    if before is None:
        return Flow(None, rows, warnings=[warning or _NOT_SCANNED], sources=sources)
    found = Flow(before, before, warnings=[warning] if warning else [], sources=sources)
    name = name_of(node.get("operator_type", node.get("type")), "scan")
    return passed(found, name, "; ".join(filters), rows, removes=bool(filters))


def _before(source: Source, node: dict[str, Any], scanned: int | None) -> tuple[int | None, str]:
    """How many rows a table had before it was filtered, and what is to be said of it."""
    groups = _count(source, node, "total_row_groups_to_scan")
    if groups is None:
        return (scanned, "") if scanned is not None and scanned <= _ROW_GROUP else (None, _THREADS)
    read = _count(source, node, "row_groups_scanned") or 0
    if scanned is None or read < groups:
        return None, _SKIPPED.format(scanned=read, groups=groups)
    return scanned, _AT_LEAST if scanned > _VECTOR else ""


def _keeps_one(extra: dict[str, Any]) -> bool:
    """Whether the group keeps a row as it is, and sums or counts nothing."""
    functions = extra.get("Aggregates", [])
    listed = functions if isinstance(functions, list) else str(functions).split("\n")
    return all(_KEEPS_ONE.match(str(it).strip()) for it in listed if str(it).strip())


def _said(extra: dict[str, Any]) -> str:
    """The condition in DuckDB's words."""
    return _listed(next((extra[key] for key in ("Expression", "Conditions", "Limit") if key in extra), ""))


def _listed(value: Any) -> str:
    return name_of("; ".join(map(str, value)) if isinstance(value, list) else str(value), "")


def _extra(node: dict[str, Any]) -> dict[str, Any]:
    extra = node.get("extra_info")
    return extra if isinstance(extra, dict) else {}


def _count(source: Source, node: dict[str, Any], *keys: str) -> int | None:
    key = next((it for it in keys if it in node), None)
    return None if key is None else count(source, node[key], key)


def _seconds(value: Any) -> Decimal | None:
    if not isinstance(value, Decimal) or within_bounds(value) is None:
        return None
    return value if 0 < value <= LONGEST_S else None
