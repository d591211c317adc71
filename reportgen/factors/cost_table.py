"""Cost tables: the company's and the project's files of prices, and the layer a row comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportgen.factors.cost_row import COST_ROW, LATER, CostRow, PriceTier
from reportgen.factors.prices import builtin_price
from reportgen.factors.tasks import canonical_task
from reportgen.manifest.model import Grid, Rate
from reportgen.manifest.shapes import (
    Choice,
    Currency,
    Group,
    ListOf,
    Notes,
    Text,
    excerpt,
    given,
)
from reportgen.problems import Problem

SCHEMA = "reportgen/costs/1"


@dataclass(frozen=True)
class CostTable:
    """A company's table: rows, the currency of rows that name none, and rates."""

    schema: str | None = given(Choice((SCHEMA,)), "version of this format")
    name: str | None = given(Text(200), "whose table this is")
    currency: str | None = given(Currency(), "currency of rows that name none, ISO 4217")
    prices: tuple[CostRow, ...] = given(ListOf(COST_ROW), "what labelling costs, a row for each task", ())
    rates: tuple[Rate, ...] = given(ListOf(Group(Rate)), "currency rates", ())


@dataclass(frozen=True)
class Project(CostTable):
    """reportgen.toml: a cost table with the project's own defaults."""

    grid: Grid | None = given(Group(Grid), "where the electricity comes from")
    formats: tuple[str, ...] = given(ListOf(Choice(("html", "pdf", "json"))), "what generate writes", ())
    theme: str | None = given(Text(200), "theme file, beside this one")
    templates: str | None = given(Text(200), "folder of templates, beside this file")


COSTS = Group(CostTable)
PROJECT = Group(Project, later={"locale": LATER})


@dataclass(frozen=True)
class PlacedRow:
    """A row, the layer and file it stands in, and its place as problems name it."""

    row: CostRow
    layer: str
    file: str | None
    where: str
    range_source: str | None = None


def placed_rows(
    rows: tuple[CostRow, ...], layer: str, notes: Notes, currency: str | None
) -> tuple[list[PlacedRow], list[Problem]]:
    """The rows of one table with their places, currency and canonical task, and what is wrong between their fields."""
    placed, problems = [], []
    seen: dict[str, str] = {}
    for index, row in enumerate(rows):
        where = notes.where(("prices", index))
        row = replace(row, task=canonical_task(row.task) or row.task, currency=row.currency or currency)
        problems += [Problem(where, message, hint) for message, hint in _faults(row)]
        if row.task in seen:
            first = f"the first is at {seen[row.task]}"
            problems.append(Problem(where, f"a second row for {excerpt(row.task)}", first))
        seen[row.task] = where
        placed.append(PlacedRow(row, layer, notes.name, where))
    return placed, problems


def _faults(row: CostRow) -> list[tuple[str, str]]:
    faults = []
    if (row.price is None) == (not row.tiers):
        faults.append(("a row has either a price or tiers", "give one of them"))
    if row.currency is None:
        faults.append(("the row has no currency", 'add currency = "EUR", to the row or to the top of the table'))
    if (row.review_share is None) != (row.review_price is None):
        faults.append(("review_share and review_price belong together", "give both or none"))
    if row.price is not None:
        if row.low is not None and row.low > row.price:
            faults.append((f"low {row.low} is above the price {row.price}", "low <= price <= high"))
        if row.high is not None and row.high < row.price:
            faults.append((f"high {row.high} is below the price {row.price}", "low <= price <= high"))
    if (row.low is None) != (row.high is None) or (row.low is not None and row.tiers):
        faults.append(("low and high are the two ends of a single price", "give both or none"))
    return faults + _tier_faults(row.tiers)


def _tier_faults(tiers: tuple[PriceTier, ...]) -> list[tuple[str, str]]:
    faults = []
    bounds = [tier.up_to for tier in tiers]
    if tiers and bounds[-1] is not None:
        faults.append(("the last tier ends, so that further units have no price", "leave its up_to out"))
    inner = [bound for bound in bounds[:-1] if bound is not None]
    if len(inner) != len(bounds[:-1]):
        faults.append(("only the last tier may be without up_to", "say where each other tier ends"))
    elif inner != sorted(set(inner)):
        faults.append(("tiers are out of order", "each up_to is above the one before"))
    return faults


def built_in_row(task: str) -> PlacedRow | None:
    """The price that applies where nobody gave one, or None for a task of a company's own."""
    price = builtin_price(task)
    if price is None:
        return None
    row = CostRow(
        task=task,
        unit=price.unit,
        price=price.price,
        low=price.low,
        high=price.high,
        currency=price.currency,
        basis=price.basis,
        source=price.source,
    )
    return PlacedRow(row, "built-in", None, "built-in prices", price.range_source)


@dataclass(frozen=True)
class Tables:
    """All rows and rates of a run, from the weakest layer to the strongest."""

    rows: tuple[PlacedRow, ...]
    rates: tuple[Rate, ...]

    def for_task(self, task: str) -> list[PlacedRow]:
        """The task's rows, the one that applies last."""
        built_in = built_in_row(task)
        return [*([built_in] if built_in else []), *(placed for placed in self.rows if placed.row.task == task)]

    def rate(self, from_: str, to: str) -> tuple[Rate, bool] | None:
        """The last rate given between the two, and whether it is written the other way round."""
        for rate in reversed(self.rates):
            if (rate.from_, rate.to) == (from_, to):
                return rate, False
            if (rate.from_, rate.to) == (to, from_):
                return rate, True
        return None
