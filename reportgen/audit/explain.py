"""A figure explained: the tree below it, with numbers, layers and sources, down to what was given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from reportgen.audit.report_data import ReportData
from reportgen.figures.expression import Expression, show
from reportgen.figures.figure import COMPUTED, Figure
from reportgen.figures.procedures import STEPS
from reportgen.figures.series import number_of, series_of
from reportgen.files.notes import either, nearest
from reportgen.problems import excerpt, one_line, refuse
from reportgen.words.numbers import HOUSE, NO_BREAK

_MOST_DIGITS = 12
_LONGEST = 300
_MOST_OF_A_SERIES = 3  # inputs of a procedure that stand below it one by one
_TIER = "annotation_price_tier_"
_STEP = "  "


def explained(report: ReportData, key: str) -> Iterator[str]:
    """The figure and all below it, each on lines of its own, what it rests on indented below it.

    What stands above already is named again and not told again; of a long series of inputs of a procedure the first one
    is told, and how many more there are. Raises InputError for a key that the report has not.
    """
    if key not in report.figures:
        close = nearest(key, report.figures)
        known = "the keys of figures stand in report.json, such as net_savings"
        hint = f"did you mean {either(close)}?" if close else known
        refuse(report.name, f'has no figure "{excerpt(key)}"', hint)
    told: set[str] = set()
    ahead = [(0, key)]
    while ahead:
        depth, name = ahead.pop()
        indent = _STEP * depth
        figure = report.figures.get(name)
        if figure is None:
            yield f"{indent}{excerpt(name)}: no figure of the report"
        elif name in told:
            yield f"{indent}{name}: {_value(figure)}, see above"
        else:
            told.add(name)
            yield from (f"{indent}{line}" for line in _of_figure(figure, report))
            below = _below(figure, report.figures)
            ahead += [(depth + 1, input_) for input_ in reversed(below)]


def _of_figure(figure: Figure, report: ReportData) -> Iterator[str]:
    yield f"{figure.key}: {_value(figure)}, {one_line(figure.label)}"
    if figure.low is not None and figure.high is not None:
        yield f"{_STEP}from {_number(figure.low)} to {_number(figure.high)} {_unit(figure)}".rstrip()
    if figure.expression is not None:
        yield f"{_STEP}= {excerpt(show(figure.expression), _LONGEST)}"
        if figure.value is not None:
            yield f"{_STEP}= {excerpt(_with_numbers(figure.expression, report.figures), _LONGEST)}"
    elif figure.procedure is not None:
        yield from _of_procedure(figure, figure.procedure, report)
    if figure.value is None:
        return
    if figure.basis == COMPUTED:
        yield f"{_STEP}computed" + (f", rests on {excerpt(figure.rests_on)}" if figure.rests_on else "")
    else:
        yield f"{_STEP}{', '.join(map(excerpt, filter(None, (figure.basis, figure.layer, figure.chosen))))}"
    if figure.note:
        yield f"{_STEP}note: {excerpt(figure.note, _LONGEST)}"
    if figure.replaces is not None:
        was = figure.replaces
        value = "none" if was.value is None else f"{_number(was.value)} {was.unit}"
        yield f"{_STEP}in place of {one_line(value)}, {excerpt(was.layer)}"
    sources = report.values.get("sources")
    for identifier in figure.sources:
        yield f"{_STEP}source: {_source(identifier, sources if isinstance(sources, dict) else {})}"


def _of_procedure(figure: Figure, procedure: str, report: ReportData) -> Iterator[str]:
    """Its steps, and the numbers that it works on."""
    steps = STEPS.get(procedure, "which this version of reportgen does not know")
    yield f"{_STEP}by the procedure {excerpt(procedure)}: {steps}"
    for keys in series_of(figure.inputs):
        given = [report.figures[key] for key in keys if key in report.figures]
        if len(given) > _MOST_OF_A_SERIES and not keys[0].startswith(_TIER):
            known = [it.value for it in given if it.value is not None]
            series = f"{excerpt(keys[0])} to _{number_of(keys[-1])}"
            yield f"{_STEP}over {series}: {len(given):,} values{_span(known, given[0])}"
        else:
            yield from (f"{_STEP}over {it.key}: {_value(it)}{_up_to(it.key, report)}" for it in given)


def _span(values: Sequence[Decimal], figure: Figure) -> str:
    if not values:
        return ""
    ends = [_number(it) for it in dict.fromkeys((min(values), max(values)))]
    return f", {'each ' if len(ends) == 1 else ''}{' to '.join(ends)} {_unit(figure)}".rstrip()


def _below(figure: Figure, figures: Mapping[str, Figure]) -> list[str]:
    """Its inputs; of a long series that a procedure works on the first one alone, where all are given alike."""
    if figure.procedure is None:
        return list(figure.inputs)
    found = []
    for keys in series_of(figure.inputs):
        given = {(it.basis, it.layer, it.sources) if (it := figures.get(key)) else key for key in keys}
        found += keys[:1] if len(keys) > _MOST_OF_A_SERIES and len(given) == 1 else keys
    return found


def _up_to(key: str, report: ReportData) -> str:
    """Up to how many units a tier's price holds, by the row of prices that counts; empty where none says."""
    costs = report.values.get("costs")
    rows = costs.get("rows") if isinstance(costs, Mapping) else None
    row = rows[-1] if isinstance(rows, list) and rows else None
    tiers = row.get("tiers") if isinstance(row, Mapping) else None
    if not key.startswith(_TIER) or not isinstance(tiers, list) or not 0 < number_of(key) <= len(tiers):
        return ""
    tier = tiers[number_of(key) - 1]
    if not isinstance(tier, Mapping):
        return ""
    bound = tier.get("up_to")
    return f", up to {_number(bound)} units" if isinstance(bound, Decimal) else ", for all above"


def _value(figure: Figure) -> str:
    if figure.value is None:
        if figure.band is not None:
            return f"{_number(figure.band[0])} to {_number(figure.band[1])} {_unit(figure)}".rstrip()
        return f"no value ({one_line(figure.reason or '')})"
    return f"{_number(figure.value)} {_unit(figure)}".rstrip()


def _unit(figure: Figure) -> str:
    return "" if figure.unit == "1" else one_line(figure.unit)


def _number(value: Decimal) -> str:
    """Every digit of an input; a quotient of many digits to twelve."""
    many = len(value.as_tuple().digits) > _MOST_DIGITS
    text = HOUSE.up_to_significant(value, 12) if many else HOUSE.exact(value)
    return text.replace(NO_BREAK, " ")  # of a power of ten


def _with_numbers(expression: Expression, figures: Mapping[str, Figure]) -> str:
    def number(key: str) -> str:
        value = figures[key].value if key in figures else None
        if value is None:
            return excerpt(key)
        return f"({_number(value)})" if value < 0 else _number(value)

    return show(expression, number)


def _source(identifier: str, sources: Mapping[str, Any]) -> str:
    source = sources.get(identifier)
    if not isinstance(source, dict):
        return excerpt(identifier)
    told = [source.get(name) for name in ("title", "publisher", "file", "url", "retrieved")]
    return f"{excerpt(identifier)}: {', '.join(excerpt(str(it), 160) for it in told if it)}"
