"""When a row of a cost table is valid: its days, and which of a table's rows applies on one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reportgen.manifest.cost_row import CostRow


def first_day(row: CostRow) -> date:
    """The row's first valid day, the earliest there is where it names none."""
    return row.valid_from or date.min


def last_day(row: CostRow) -> date:
    """The row's last valid day, the latest there is where it names none."""
    return row.valid_to or date.max


def valid_on(row: CostRow, day: date) -> bool:
    """Whether the row is valid on the day; both its days are included."""
    return first_day(row) <= day <= last_day(row)


def overlap(row: CostRow, other: CostRow) -> bool:
    """Whether there is a day on which both are valid."""
    return first_day(row) <= last_day(other) and first_day(other) <= last_day(row)


def applying(rows: Sequence[CostRow], day: date | None) -> CostRow | None:
    """The row that is valid on the day, or None; without a day the one that starts last."""
    if day is None:
        return max(rows, key=first_day, default=None)
    return next((row for row in rows if valid_on(row, day)), None)


def days_of(row: CostRow) -> str:
    """`from 2026-01-01 to 2026-12-31`; empty for a row that is always valid."""
    parts = ((word, day) for word, day in (("from", row.valid_from), ("to", row.valid_to)) if day)
    return " ".join(f"{word} {day.isoformat()}" for word, day in parts)
