"""Two reports side by side: the inputs and the results that differ, and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.audit.report_data import ReportData
from reportgen.figures.figure import Figure
from reportgen.inputs.audience import WITHHELD
from reportgen.precision import working_precision

SCHEMA = "reportgen/comparison/1"


@dataclass(frozen=True)
class Side:
    """What one report says of a figure; value: None where it has none, or the report has no such figure.

    low, high: its range, or of what is withheld the band that it lies in.
    """

    value: Decimal | None = None
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    basis: str = ""
    sources: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Changed:
    """A figure that the two reports say something else of.

    difference: the second value less the first, where both are known and of one unit. relative: that as a fraction of
    the first. fields: which of value, unit, range, basis, sources and reason differ.
    """

    key: str
    label: str
    first: Side
    second: Side
    difference: Decimal | None
    relative: Decimal | None
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """The figures that differ, inputs apart from results, each in the order of the reports.

    withheld: how many figures are confidential on both sides, of which nobody can say here whether they differ.
    """

    inputs: tuple[Changed, ...]
    results: tuple[Changed, ...]
    withheld: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same, as far as they say it."""
        return not self.inputs and not self.results


def compared(first: ReportData, second: ReportData) -> Comparison:
    """What the second report says otherwise than the first."""
    inputs, results, withheld = list[Changed](), list[Changed](), 0
    for key in dict.fromkeys([*first.figures, *second.figures]):
        figures = [report.figures.get(key) for report in (first, second)]
        withheld += all(it is not None and it.reason == WITHHELD for it in figures)
        changed = _changed(key, _side(figures[0], first), _side(figures[1], second), figures)
        if changed is not None:
            is_result = any(it is not None and (it.expression is not None or it.procedure) for it in figures)
            (results if is_result else inputs).append(changed)
    return Comparison(tuple(inputs), tuple(results), withheld)


def comparison_values(comparison: Comparison, names: tuple[str, str]) -> dict[str, Any]:
    """The comparison for JSON; names: of the two files."""

    def side(it: Side) -> dict[str, Any]:
        return {
            **{name: getattr(it, name) for name in ("value", "unit", "low", "high", "basis")},
            "sources": list(it.sources),
            "reason": it.reason or None,
        }

    def changed(it: Changed) -> dict[str, Any]:
        return {
            "key": it.key,
            "label": str(it.label),
            "first": side(it.first),
            "second": side(it.second),
            "difference": it.difference,
            "relative": it.relative,
            "fields": list(it.fields),
        }

    return {
        "schema": SCHEMA,
        "files": list(names),
        "inputs": list(map(changed, comparison.inputs)),
        "results": list(map(changed, comparison.results)),
        "withheld": comparison.withheld,
    }


def _side(figure: Figure | None, report: ReportData) -> Side:
    if figure is None:
        return Side(reason="no such figure")
    sources = report.values.get("sources")
    known = sources if isinstance(sources, dict) else {}
    cited = (known.get(identifier) for identifier in figure.sources)
    titles = tuple(str(it.get("title", "")) for it in cited if isinstance(it, dict))
    basis = "" if figure.value is None else figure.basis
    low, high = figure.band or (figure.low, figure.high)
    return Side(figure.value, figure.unit, low, high, basis, titles, figure.reason or "")


def _changed(key: str, first: Side, second: Side, figures: list[Figure | None]) -> Changed | None:
    fields = tuple(_fields(first, second))
    if not fields or (None in figures and first.value is second.value is None):
        return None
    difference = relative = None
    if first.value is not None and second.value is not None and first.unit == second.unit:
        with working_precision():
            difference = second.value - first.value
            relative = difference / abs(first.value) if first.value else None
    label = next(it.label for it in reversed(figures) if it is not None)
    return Changed(key, label, first, second, difference, relative, fields)


def _fields(first: Side, second: Side) -> Iterator[str]:
    for name in ("value", "unit", "basis", "sources", "reason"):
        if getattr(first, name) != getattr(second, name):
            yield name
    if (first.low, first.high) != (second.low, second.high):
        yield "range"
