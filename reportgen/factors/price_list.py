"""What `costs show` lists: the price that applies to each task, where it comes from and what it replaced."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.factors.cost_table import PlacedRow, Tables


@dataclass(frozen=True)
class PriceLine:
    """applies: None where no row of the task is valid on the day. replaced: the row of the layer below.

    not_valid: rows of stronger tables that would apply on another day.
    """

    task: str
    applies: PlacedRow | None
    replaced: PlacedRow | None
    not_valid: tuple[PlacedRow, ...]


def price_list(tables: Tables) -> list[PriceLine]:
    """A line for each task that has rows, those of the weakest layer, the built-in prices, first."""
    return [_line(tables, task) for task in dict.fromkeys(placed.row.task for placed in tables.rows)]


def _line(tables: Tables, task: str) -> PriceLine:
    below, applies = [None, None, *tables.for_task(task)][-2:]
    return PriceLine(task, applies, below, tuple(tables.not_valid(task)))
