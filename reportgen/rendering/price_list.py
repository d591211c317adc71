"""The list of prices as files: text, JSON, CSV and XLSX."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import PurePath
from typing import Any

from reportgen.factors.column_heads import LISTS
from reportgen.factors.cost_table import PlacedRow, Tables
from reportgen.factors.facts import sources
from reportgen.factors.price_list import PriceLine
from reportgen.factors.validity import days_of
from reportgen.files.csv_cells import harmless
from reportgen.files.json_text import dumps
from reportgen.files.shapes import fields_of
from reportgen.manifest.cost_row import CostRow, PricePart
from reportgen.problems import excerpt, one_line, refuse
from reportgen.rendering.json_report import plain
from reportgen.rendering.sheet import DAY, Cell, Head, Sheet
from reportgen.rendering.write_xlsx import XlsxUnavailable, xlsx

SCHEMA = "reportgen/price-list/1"
OWN_CURRENCY = "the run's currency"
_ITEMS = tuple(f"{word}_" for word in LISTS)
_WIDEST = 60  # characters of a column
Value = str | Decimal | bool | date | None


def as_text(lines: Sequence[PriceLine], tables: Tables) -> bytes:
    """A table for a terminal, and below it the rows that other days would have."""
    heads = ("task", "price", "valid", "layer", "table", "source", "replaces")
    rows = [heads, *(tuple(_text_cells(line)) for line in lines)]
    widths = [max(len(row[index]) for row in rows) for index in range(len(heads))]
    text = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    text += map(one_line, tables.remarks)
    day = tables.day
    for line in lines:
        for placed in line.not_valid:
            when = f"on {day}" if day else "without the day of the run"
            text.append(f"not valid {when}: {placed.where}, {one_line(line.task)}, {days_of(placed.row)}")
    if secret := _confidential(tables):
        rows_are = "row is" if secret == 1 else "rows are"
        text.append(
            f"{secret} {rows_are} confidential: this list shows what a report for an external audience withholds"
        )
    if day is None and any(line.applies and days_of(line.applies.row) for line in lines):
        text.append("no day is known: of a table's rows for a task the one that starts last applies")
    return ("\n".join(text) + "\n").encode()


def _confidential(tables: Tables) -> int:
    """How many rows of the tables an external report would withhold."""
    return sum(placed.row.confidential is True for placed in tables.rows)


def _text_cells(line: PriceLine) -> list[str]:
    task = excerpt(line.task, 40)
    if line.applies is None:
        return [task, "none is valid", "", "", "", "", ""]
    row = line.applies.row
    valid = days_of(row) + (" confidential" if row.confidential else "")
    source = excerpt(_source(line.applies), 48)
    return [
        task,
        _price(row),
        valid.strip() or "always",
        line.applies.layer,
        _table(line.applies),
        source,
        _replaces(line),
    ]


def _price(row: CostRow) -> str:
    currency = row.currency or OWN_CURRENCY
    if row.parts:
        return " + ".join(_part(part, currency) for part in row.parts)
    per = f"{currency}/{excerpt(row.unit, 20)}"
    if row.tiers:
        parts = (f"{tier.price:f}" + (f" to {tier.up_to:f}" if tier.up_to else " beyond") for tier in row.tiers)
        return f"{', '.join(parts)} {per}" + (" for all units" if row.tier_rule == "reached" else "")
    return f"{'not given' if row.price is None else format(row.price, 'f')} {per}"


def _part(part: PricePart, currency: str) -> str:
    share = "" if part.share is None else f" of {part.share:f} of the samples"
    return f"{part.price:f} {currency}/{excerpt(part.unit, 20)}{share}"


def _source(placed: PlacedRow) -> str:
    source = placed.row.source or ""
    if placed.layer == "built-in" and source in sources():
        return sources()[source].title
    return source or "no source named"


def _table(placed: PlacedRow) -> str:
    if placed.file is None:
        return placed.chosen or "lightly-2020"
    name = one_line(PurePath(placed.file).name)
    return f"{name}, sheet {excerpt(placed.sheet, 40)}" if placed.sheet else name


def _replaces(line: PriceLine) -> str:
    below = line.replaced
    return f"{_price(below.row)}, {below.layer} {_table(below)}" if below else ""


def as_json(lines: Sequence[PriceLine], tables: Tables) -> bytes:
    """The lines with every field of their rows, exact."""

    def placed_row(placed: PlacedRow | None) -> dict[str, Any] | None:
        if placed is None:
            return None
        sheet = {"sheet": placed.sheet} if placed.sheet else {}
        where = {"layer": placed.layer, "table": _table(placed), **sheet, "where": placed.where}
        return {**where, **plain(placed.row), "source": _source(placed)}

    prices = [
        {
            "task": line.task,
            "applies": placed_row(line.applies),
            "replaces": placed_row(line.replaced),
            "expires": plain(line.applies.row.valid_to) if line.applies else None,
            "not_valid": [placed_row(placed) for placed in line.not_valid],
        }
        for line in lines
    ]
    remarks = {"remarks": list(tables.remarks)} if tables.remarks else {}
    said = {"day": plain(tables.day), "confidential_rows": _confidential(tables), **remarks}
    return (dumps({"schema": SCHEMA, **said, "prices": prices}) + "\n").encode()


def as_csv(lines: Sequence[PriceLine], tables: Tables) -> bytes:  # noqa: ARG001 (as the others)
    """A line for each price with the column names of a cost table, and where it comes from."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_csv_cell(cell) for cell in cells] for cells in _grid(lines))
    return text.getvalue().encode()


def _csv_cell(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else harmless(str(value))


def as_xlsx(lines: Sequence[PriceLine], tables: Tables) -> bytes:  # noqa: ARG001 (as the others)
    """The same as a workbook with one sheet. Raises InputError where XlsxWriter is not installed."""
    heads, *rows = ([_cell(value) for value in cells] for cells in _grid(lines))
    widths = [max(len(cells[column].text) for cells in (heads, *rows)) + 4 for column in range(len(heads))]
    columns = [Head(cell.text, min(width, _WIDEST)) for cell, width in zip(heads, widths, strict=True)]
    try:
        return xlsx([Sheet("prices", (), columns, rows)], "Prices", None)
    except XlsxUnavailable as error:
        refuse("--format xlsx", str(error), "or --format csv")


def _cell(value: Value) -> Cell:
    if isinstance(value, str) or value is None:
        return Cell(value or "")
    return Cell(value=value, number_format=DAY if isinstance(value, date) else "")


def _grid(lines: Sequence[PriceLine]) -> list[list[Value]]:
    """The names of the columns, then a line for each price that applies; columns that nobody fills are left out."""
    records = [_record(line) for line in lines if line.applies]
    heads = [name for name, *_ in fields_of(CostRow) if name not in LISTS.values()]
    at = heads.index("price") + 1
    of_items = (head for record in records for head in record if head.startswith(_ITEMS) and head not in heads)
    heads[at:at] = list(dict.fromkeys(of_items))
    heads = [head for head in heads if any(record.get(head) is not None for record in records)]
    heads += ["layer", "table", "replaces"]
    return [list(heads), *([record.get(head) for head in heads] for record in records)]


def _record(line: PriceLine) -> dict[str, Value]:
    assert line.applies is not None
    row = line.applies.row
    names = [name for name, *_ in fields_of(CostRow) if name not in LISTS.values()]
    record: dict[str, Value] = {name: getattr(row, name) for name in names}
    for word, field in LISTS.items():
        for number, item in enumerate(getattr(row, field), start=1):
            record |= {f"{word}_{number}_{name}": getattr(item, name) for name, *_ in fields_of(type(item))}
    where = {"layer": line.applies.layer, "table": _table(line.applies), "replaces": _replaces(line)}
    return {**record, "source": _source(line.applies), **where}


WRITERS: dict[str, Callable[[Sequence[PriceLine], Tables], bytes]] = {
    "table": as_text,
    "json": as_json,
    "csv": as_csv,
    "xlsx": as_xlsx,
}
