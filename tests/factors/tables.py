"""Cost tables as files: the same rows as TOML, CSV and XLSX."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

HEADS = (
    *("task", "unit", "price", "tier_1_price", "tier_1_up_to", "tier_2_price", "tier_counts", "annotators"),
    *("review_share", "review_price", "discount", "currency", "seconds_per_unit", "timed_unit", "low", "high"),
    *("basis", "source", "retrieved", "valid_from", "valid_to", "tax_included", "approved_by", "like"),
)
TOML = """
[[prices]]
task = "object-detection"
price = 0.1
low = 0.07
high = 1.10
currency = "EUR"
basis = "contract"
source = "Contract 7, annex A; see also \\"B\\""
retrieved = 2026-01-15
valid_from = 2026-01-01
valid_to = 2026-12-31
tax_included = true
approved_by = "Müller, Einkauf"

[[prices]]
task = "segmentation"
unit = "object"
tiers = [{price = 0.063, up_to = 50000}, {price = 0.049}]
tier_counts = "items"
annotators = 3
review_share = 0.25
review_price = 0.02
discount = 0.3
currency = "USD"
source = "2025"

[[prices]]
task = "cuboids"
unit = "hour"
price = 18
currency = "EUR"
seconds_per_unit = 35.5
timed_unit = "object"
like = "object-detection"
tax_included = false
"""
ROWS: tuple[dict[str, Any], ...] = (
    {
        "task": "object-detection",
        "price": Decimal("0.1"),
        "low": Decimal("0.07"),
        "high": Decimal("1.1"),
        "currency": "EUR",
        "basis": "contract",
        "source": 'Contract 7, annex A; see also "B"',
        "retrieved": date(2026, 1, 15),
        "valid_from": date(2026, 1, 1),
        "valid_to": date(2026, 12, 31),
        "tax_included": True,
        "approved_by": "Müller, Einkauf",
    },
    {
        "task": "segmentation",
        "unit": "object",
        "tier_1_price": Decimal("0.063"),
        "tier_1_up_to": 50000,
        "tier_2_price": Decimal("0.049"),
        "tier_counts": "items",
        "annotators": 3,
        "review_share": Decimal("0.25"),
        "review_price": Decimal("0.02"),
        "discount": Decimal("0.3"),
        "currency": "USD",
        "source": 2025,
    },
    {
        "task": "cuboids",
        "unit": "hour",
        "price": 18,
        "currency": "EUR",
        "seconds_per_unit": Decimal("35.5"),
        "timed_unit": "object",
        "like": "object-detection",
        "tax_included": False,
    },
)


def csv_text(delimiter: str = ",", decimal: str = ".") -> str:
    """The rows as CSV."""

    def cell(value: Any) -> str:
        if isinstance(value, bool):
            return str(value).lower()
        return str(value).replace(".", decimal) if isinstance(value, Decimal) else str(value)

    text = StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(HEADS)
    writer.writerows([cell(row.get(head, "")) for head in HEADS] for row in ROWS)
    return text.getvalue()


def xlsx(lines: Sequence[Sequence[Any]], sheet: str = "Sheet1") -> bytes:
    """A workbook of the cells; numbers as floats, as every spreadsheet keeps them."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for line in lines:
        page.append([float(value) if isinstance(value, Decimal) else value for value in line])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def xlsx_rows() -> list[list[Any]]:
    """The head and the rows as cells."""
    return [list(HEADS), *([row.get(head) for head in HEADS] for row in ROWS)]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with the content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
