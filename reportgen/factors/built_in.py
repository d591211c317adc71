"""The built-in cost tables: the one that applies where nobody gave a price, and those that a user can name."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from importlib import resources

from reportgen.factors.cost_table import PlacedRow
from reportgen.files.document import read_text
from reportgen.files.notes import Notes
from reportgen.files.number_shapes import Count
from reportgen.files.shapes import Currency, Group, ListOf, Text, given
from reportgen.manifest.cost_row import CostRow
from reportgen.precision import working_precision

DEFAULT = "lightly-2020"
# each is a TOML file in alternatives/
NAMES = (
    *(DEFAULT, "google-data-labeling-historical", "aws-ground-truth-public-range", "hourly-time-studies"),
    *("labels-by-gpt-6-luna", "labels-by-gpt-5-mini", "labels-by-claude-haiku-4-5", "labels-by-gpt-6-sol"),
)


@dataclass(frozen=True)
class BuiltInRow(CostRow):
    """A row whose sources are identifiers of sources.toml; a price per hour may be left to the user."""

    range_source: str | None = given(Text(), "source of low and high")
    list_ends: Decimal | None = given(Count(1), "the last unit of the period that the source prices")


@dataclass(frozen=True)
class _BuiltInTable:
    currency: str | None = given(Currency(), "currency of the rows")
    prices: tuple[BuiltInRow, ...] = given(ListOf(Group(BuiltInRow)), "the rows", ())


@cache
def built_in_rows(name: str) -> tuple[PlacedRow, ...]:
    """The rows of a built-in table, one of `NAMES`; FileNotFoundError for another."""
    text = resources.files(__package__).joinpath("alternatives", f"{name}.toml").read_text(encoding="utf-8")
    root = read_text(text, name, "toml")
    notes = Notes(name, root)
    with working_precision():
        table = Group(_BuiltInTable).read(root, (), notes)
    assert not notes.problems, notes.problems
    return tuple(_placed(row, name, table.currency) for row in table.prices)


def _placed(row: BuiltInRow, name: str, currency: str | None) -> PlacedRow:
    own = {field.name: getattr(row, field.name) for field in fields(CostRow)}
    plain = CostRow(**{**own, "currency": currency})
    chosen = None if name == DEFAULT else name
    where = "built-in prices" if chosen is None else f"built-in prices {name}"
    return PlacedRow(plain, "built-in", None, where, chosen, row.range_source, row.list_ends)
