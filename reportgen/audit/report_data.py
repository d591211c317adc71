"""A report.json read back: its figures with their formulas as trees, of nothing but its own words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.figures.expression import Expression
from reportgen.figures.figure import COMPUTED, Figure, Replaced
from reportgen.figures.grammar import NAME, FormulaError, parse
from reportgen.files.number import exact_number
from reportgen.inputs.audience import WITHHELD
from reportgen.problems import excerpt, refuse
from reportgen.rendering.json_report import SCHEMA

MOST_FIGURES = 20_000
MOST_OPERATIONS = 5_000  # of a formula
_OPERATION = re.compile(r"[-+*/,(]")
_HINT = "is it the report.json that reportgen wrote?"


@dataclass(frozen=True)
class ReportData:
    """name: of the file, for what is said of it. values: all of report.json. figures: by key, in its order."""

    name: str
    values: Mapping[str, Any]
    figures: Mapping[str, Figure]

    @property
    def withheld(self) -> int:
        """How many figures have no value for the sake of a confidential price."""
        return sum(figure.reason == WITHHELD for figure in self.figures.values())

    @property
    def has_secret_rows(self) -> bool:
        """Whether a row of the prices is confidential, withheld or not."""
        costs = self.values.get("costs")
        rows = costs.get("rows") if isinstance(costs, Mapping) else None
        listed = rows if isinstance(rows, list) else []
        return any(isinstance(row, Mapping) and row.get("confidential") is True for row in listed)

    @property
    def version(self) -> str:
        """Of the reportgen that wrote it."""
        generator = self.values.get("generator")
        return str(generator.get("version", "")) if isinstance(generator, Mapping) else ""


def json_values(content: bytes, name: str) -> dict[str, Any]:
    """The map of a JSON file, each number an exact Decimal. Raises InputError where it is none."""

    def number(text: str) -> Decimal:
        found = exact_number(text)
        if found is None or not found.is_finite():
            refuse(name, f"{excerpt(text)} is no number of a report", _HINT)
        return found

    def once(entries: list[tuple[str, Any]]) -> dict[str, Any]:
        values = dict(entries)
        if len(values) < len(entries):
            keys = [key for key, _ in entries]
            twice = next(key for key in keys if keys.count(key) > 1)
            refuse(name, f'"{excerpt(twice)}" stands twice in one map', _HINT)
        return values

    try:
        text = content.decode("utf-8-sig")
        values = json.loads(text, object_pairs_hook=once, parse_float=number, parse_int=number, parse_constant=number)
    except UnicodeDecodeError:
        refuse(name, "is no UTF-8", _HINT)
    except json.JSONDecodeError as error:
        refuse(f"{name}:{error.lineno}", f"not JSON: {error.msg}", "is it cut off or damaged?")
    except RecursionError:
        refuse(name, "lists and maps stand inside each other too deep", _HINT)
    if not isinstance(values, dict):
        refuse(name, "is no map of keys and values", _HINT)
    return values


def report_data(content: bytes, name: str) -> ReportData:
    """The report. Raises InputError where the content is no report.json, or one of whose figures are none."""
    values = json_values(content, name)
    if values.get("schema") != SCHEMA:
        refuse(name, f"is no report.json of the schema {SCHEMA}", _HINT)
    figures = values.get("figures")
    if not isinstance(figures, dict) or len(figures) > MOST_FIGURES:
        refuse(name, f"$.figures is no map of at most {MOST_FIGURES:,} figures", _HINT)
    return ReportData(name, values, {key: _figure(key, it, name) for key, it in figures.items()})


def _figure(key: str, values: Any, name: str) -> Figure:
    where = f"{name}: $.figures.{excerpt(key)}"
    if not isinstance(values, dict) or not NAME.fullmatch(key):
        refuse(where, "is no figure", _HINT)

    def of(field: str, fits: Callable[[Any], bool], needed: bool = False) -> Any:
        value = values.get(field)
        if not (fits(value) or (value is None and not needed)):
            refuse(f"{where}.{field}", f"found {excerpt(str(value))}, which it cannot be", _HINT)
        return value

    def texts(field: str) -> tuple[str, ...]:
        found = of(field, lambda value: isinstance(value, list) and all(isinstance(it, str) for it in value))
        return tuple(found or ())

    band = of(
        "band", lambda value: isinstance(value, dict) and all(_is_number(value.get(it)) for it in ("low", "high"))
    )
    try:
        return Figure(
            key=key,
            label=of("label", _is_text, needed=True),
            value=of("value", _is_number),
            unit=of("unit", _is_text, needed=True),
            low=of("low", _is_number),
            high=of("high", _is_number),
            basis=of("basis", _is_text) or COMPUTED,
            rests_on=of("rests_on", _is_text),
            sources=texts("sources"),
            expression=_expression(of("formula", _is_text), f"{where}.formula"),
            inputs=texts("inputs"),
            layer=of("layer", _is_text),
            replaces=_replaced(of("replaces", lambda value: isinstance(value, dict)), where),
            chosen=of("chosen", _is_text),
            note=of("note", _is_text),
            reason=of("reason", _is_text),
            covers=texts("covers"),
            missing=texts("missing"),
            procedure=of("procedure", _is_text),
            band=None if band is None else (band["low"], band["high"]),
        )
    except ValueError as error:
        refuse(where, excerpt(str(error), 200), _HINT)


def _expression(formula: str | None, where: str) -> Expression | None:
    if formula is None:
        return None
    if len(_OPERATION.findall(formula)) > MOST_OPERATIONS:
        refuse(where, f"has more than {MOST_OPERATIONS:,} operations", _HINT)
    try:
        return parse(formula)
    except FormulaError as error:
        refuse(where, f"is no formula: {excerpt(str(error), 200)}", _HINT)


def _replaced(values: dict[str, Any] | None, where: str) -> Replaced | None:
    if values is None:
        return None
    value, unit, layer, source = (values.get(it) for it in ("value", "unit", "layer", "source"))
    fits = (value is None or _is_number(value)) and _is_text(unit) and _is_text(layer)
    if not fits or not (source is None or _is_text(source)):
        refuse(f"{where}.replaces", "is no value that was replaced", _HINT)
    return Replaced(value, str(unit), str(layer), source)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, Decimal)
