"""The plan of a Spark query with the rows of its operators: what went in, what each step left, what came out.

A plan is a tree that ends in what it reads. Most operators pass rows on; filters, duplicates that are dropped, semi and
anti joins and samples leave some out. Aggregates come in pairs, of which the lower one is partial and no step.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reportgen.curation.record import Stage
from reportgen.curation.records.counts import name_of
from reportgen.curation.records.row_flow import JOIN, Flow, added, passed

_ROWS = "number of output rows"
_DEEPEST = 200  # operators above each other
_WRITES = re.compile(r"InsertInto|SaveInto|AsSelect|AppendData|Overwrite|WriteToDataSource|WriteDelta|ReplaceData")
_KEYS = re.compile(r"[Kk]eys?=\[")
_KEEPS_ONE = re.compile(r"(?:merge_|partial_)?(?:first|last|any_value)\(")
_FILTERING_JOIN = re.compile(r"\b(?:LeftSemi|LeftAnti)\b")
_REMOVES = re.compile(r"^Filter$|^Sample$|Join|Aggregate")
_SUBQUERY = re.compile(r"(?:Reused)?Subquery")  # of a condition, listed behind what an operator reads
_PARTIAL = "WindowGroupLimit"  # leaves out early what the filter above it would
_TAKES_AS_TEXT = re.compile(r"Format: (?:CSV|JSON|XML|Avro)\b", re.IGNORECASE)
_PLACE = re.compile(r"Location: \w+\(\d+ paths?\)\[([^\]]{1,200})")
_PUSHED = re.compile(r"(?:PushedFilters|PartitionFilters|DataFilters): \[[^\]]")

_SKIPS = "the scan is given filters, by which it may skip what they leave out: what went in is at least what is counted"
_PARSES = "the scan leaves out what its filters do before it counts: what went in is not known"
_SEVERAL = "{name} takes rows from several places: what went in is not known"
_CACHED = "it reads a cache of which it may skip parts: what went in is at least what is counted"


def is_write(plan: Any) -> bool:
    """Whether the query writes what comes out."""
    node, depth = plan, 0
    while isinstance(node, dict) and depth < 10:
        if _WRITES.search(_text(node, "nodeName")):
            return True
        children = _children(node)
        if not children:
            return False
        node, depth = children[0], depth + 1
    return False


def flow(node: dict[str, Any], rows_of: Mapping[Any, int], keys_above: str | None = None, depth: int = 0) -> Flow:
    """The rows up to this operator. rows_of: by the number of an accumulator. keys_above: of an aggregate above it."""
    if depth > _DEEPEST:
        return Flow()
    name, text = _text(node, "nodeName"), _text(node, "simpleString")
    rows, children = _rows(node, rows_of), _children(node)
    if not children:
        return _scan(text, rows)
    is_aggregate = "Aggregate" in name
    keys = _keys(text) if is_aggregate else None
    below = keys if is_aggregate else keys_above if rows is None else None
    if name == "Union":
        return added(name, [flow(it, rows_of, None, depth + 1) for it in children])
    if len(children) > 1 and "Join" not in name:
        return Flow(None, rows, warnings=[_SEVERAL.format(name=name)])
    found = flow(children[0], rows_of, below, depth + 1)
    if name == _PARTIAL:
        return found
    if is_aggregate:
        return found if keys_above is not None and keys == keys_above else _aggregate(found, name, text, rows)
    if "Limit" in name and rows is None:
        return _limit(found, text)
    if name == "InMemoryTableScan":
        return (
            found if rows is None or found.rows == rows else Flow(rows, rows, warnings=[_CACHED], sources=found.sources)
        )
    if "Join" in name and len(children) > 1:
        if not _FILTERING_JOIN.search(text) and (rows is None or rows != found.rows):
            found.unsettled = found.unsettled or JOIN.format(name=name)
        return _settled(found, name, text, rows)
    return _settled(found, name, text, rows)


def _settled(found: Flow, name: str, text: str, rows: int | None) -> Flow:
    reason = name_of(text.removeprefix(name).strip(), "")
    return passed(found, name, reason, rows, removes=_REMOVES.search(name) is not None)


def _scan(text: str, rows: int | None) -> Flow:
    place = _PLACE.search(text)
    sources = (name_of(place[1], "a table"),) if place else ()
    if not _PUSHED.search(text):
        return Flow(rows, rows, sources=sources)
    if _TAKES_AS_TEXT.search(text):
        return Flow(None, rows, warnings=[_PARSES], sources=sources)
    return Flow(rows, rows, warnings=[_SKIPS], sources=sources)


def _aggregate(found: Flow, name: str, text: str, rows: int | None) -> Flow:
    """Duplicates dropped, where one row of each group is kept as it is; else groups, which are no samples."""
    listed = text.partition("functions=[")[2].rpartition("]")[0].strip()
    if listed and not all(_KEEPS_ONE.match(it) for it in re.split(r",\s*(?=[a-z_]+\()", listed)):
        found.is_subset = False
        return found
    keys = ", ".join(re.sub(r"#\d+L?", "", it).strip() for it in _keys(text).split(","))
    return _settled(found, name, f"one of each {keys}", rows)


def _limit(found: Flow, text: str) -> Flow:
    """A limit counts nothing: what it left is what enters the operator above it."""
    if found.limited is None:
        found.limited = (len(found.stages), found.rows)
        found.stages.append(Stage(name_of(text, "limit"), None))
        found.rows = None
    return found


def _keys(text: str) -> str:
    # the end is looked for once: a plan may have 16 MB, and many beginnings without one
    match = _KEYS.search(text)
    if match is None:
        return ""
    inside, end, _ = text[match.end() :].partition("]")
    return inside if end else ""


def _rows(node: dict[str, Any], rows_of: Mapping[Any, int]) -> int | None:
    for metric in node.get("metrics") or ():
        if isinstance(metric, dict) and metric.get("name") == _ROWS:
            return rows_of.get(metric.get("accumulatorId"), 0)
    return None


def _children(node: dict[str, Any]) -> list[dict[str, Any]]:
    children = node.get("children")
    found = [it for it in children if isinstance(it, dict)] if isinstance(children, list) else []
    return [it for it in found if not _SUBQUERY.match(_text(it, "nodeName"))]


def _text(node: dict[str, Any], key: str) -> str:
    value = node.get(key)
    return value if isinstance(value, str) else ""
