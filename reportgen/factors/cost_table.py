"""Cost tables: the company's and the project's files of prices, and the layer a row comes from."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from reportgen.factors.cost_units import SECONDS_IN, pricing
from reportgen.factors.row_faults import fee_faults, part_faults
from reportgen.factors.tasks import PUBLISHED, canonical_task
from reportgen.factors.unit_count import UnclearCount, unit_count
from reportgen.factors.validity import applying, overlap
from reportgen.files.notes import Notes, suggestion
from reportgen.files.shapes import Choice, Currency, Group, ListOf, OneOrMore, Text, given
from reportgen.manifest.cost_row import COST_ROW, CostRow, PriceTier
from reportgen.manifest.model import Grid, Rate
from reportgen.problems import Problem, excerpt

SCHEMA = "reportgen/costs/1"


@dataclass(frozen=True)
class CostTable:
    """A company's table: rows, the currency of rows that name none, and rates."""

    schema: str | None = given(Choice((SCHEMA,)), "version of this format")
    name: str | None = given(Text(200), "whose table this is")
    currency: str | None = given(Currency(), "currency of rows that name none, ISO 4217")
    prices: tuple[CostRow, ...] = given(ListOf(COST_ROW), "what labelling costs, a row for each task", ())
    rates: tuple[Rate, ...] = given(ListOf(Group(Rate)), "currency rates", ())


# As `rendering/formats.py` has them, which stands on a higher floor.
_FORMATS = ("html", "pdf", "json", "xlsx", "boamps", "md", "metrics", "model-card", "annex-xi")


@dataclass(frozen=True)
class Project(CostTable):
    """reportgen.toml: a cost table with the project's own defaults."""

    grid: Grid | None = given(Group(Grid), "where the electricity comes from")
    formats: tuple[str, ...] = given(ListOf(Choice(_FORMATS)), "what generate writes", ())
    costs: tuple[str, ...] | None = given(
        OneOrMore(Text(400), most=100),
        "cost tables beside this file, or names of built-in ones, in place of a costs.toml there; [] for none",
    )
    theme: str | None = given(Text(200), "theme file, beside this one")
    templates: str | None = given(Text(200), "folder of templates, beside this file")
    edition: str | None = given(Choice(("brief", "standard", "full")), "how much of the report is printed")
    locale: str | None = given(Text(40), "language of the page, and how it writes numbers and dates: de_DE, en_US")
    locale_dir: str | None = given(Text(200), "folder of your own words for a language, beside this file: LANG.po")


COSTS = Group(CostTable)
PROJECT = Group(Project)


def is_month(period: str) -> bool:
    """Whether the period of tiers is a month, in words of the page's languages."""
    return re.search(r"\b(?:month|monat|mois|mes)", period, re.IGNORECASE) is not None


@dataclass(frozen=True)
class PlacedRow:
    """A row, the layer, file and sheet of a workbook it stands in, and its place as problems name it.

    Of a built-in table, whose sources are identifiers: chosen is its name where somebody named it, range_source that
    of low and high, list_ends the last unit for which the source gives a price.
    """

    row: CostRow
    layer: str
    file: str | None
    where: str
    chosen: str | None = None
    range_source: str | None = None
    list_ends: Decimal | None = None
    sheet: str = ""


# Fields without which another one of the row makes no sense.
_NEEDED = (
    *("price", "tiers", "parts", "currency", "review_share", "review_price", "low", "high", "months", "per_month"),
    *("unit", "seconds_per_unit", "timed_unit"),
)


def placed_rows(
    rows: tuple[CostRow, ...], layer: str, notes: Notes, currency: str | None, sheet: str = ""
) -> tuple[list[PlacedRow], list[Problem]]:
    """The rows of one table with their places, currency and canonical task, and what is wrong in and between them."""
    placed: list[PlacedRow] = []
    problems: list[Problem] = []
    for index, row in zip(notes.numbers(("prices",)), rows, strict=False):
        where = notes.where(("prices", index))
        like = row.like and (canonical_task(row.like) or row.like)
        row = replace(row, task=canonical_task(row.task) or row.task, currency=row.currency or currency, like=like)
        refused = {name for name in _NEEDED if notes.refused(("prices", index, name))}
        if notes.refused(("currency",)):
            refused.add("currency")
        problems += [Problem(where, message, hint) for message, hint in _faults(row, refused)]
        earlier = next((other for other in placed if other.row.task == row.task and overlap(other.row, row)), None)
        if earlier:
            dated = any((row.valid_from, row.valid_to, earlier.row.valid_from, earlier.row.valid_to))
            message = f"a second row for {excerpt(row.task)}" + (" that is valid on the same days" if dated else "")
            problems.append(Problem(where, message, f"the first is at {earlier.where}"))
        placed.append(PlacedRow(row, layer, notes.name, where, sheet=sheet))
    return placed, problems


def _faults(row: CostRow, refused: Collection[str]) -> list[tuple[str, str]]:
    """What is wrong between the fields of a row, of which those refused are not missing."""
    faults = []
    if row.parts:
        faults += [] if "parts" in refused else part_faults(row)
    elif (row.price is None) == (not row.tiers) and not {"price", "tiers", "parts"} & set(refused):
        faults.append(("a row has either a price or tiers", "give one of them"))
    if row.currency is None and "currency" not in refused:
        faults.append(("the row has no currency", 'add currency = "EUR", to the row or to the top of the table'))
    if (row.review_share is None) != (row.review_price is None) and not {"review_share", "review_price"} & set(refused):
        faults.append(("review_share and review_price belong together", "give both or none"))
    if row.price is not None:
        if row.low is not None and row.low > row.price:
            faults.append((f"low {row.low} is above the price {row.price}", "low <= price <= high"))
        if row.high is not None and row.high < row.price:
            faults.append((f"high {row.high} is below the price {row.price}", "low <= price <= high"))
    one_end = (row.low is None) != (row.high is None) and not {"low", "high"} & set(refused)
    if one_end or (row.low is not None and row.tiers):
        faults.append(("low and high are the two ends of a single price", "give both or none"))
    if row.valid_from and row.valid_to and row.valid_from > row.valid_to:
        faults.append((f"valid_to {row.valid_to} is before valid_from {row.valid_from}", "are the two swapped?"))
    faults += (
        ([] if "tiers" in refused else _tier_faults(row.tiers))
        + _period_faults(row, "tiers" not in refused and len(row.tiers) < 2)
        + ([] if {"months", "per_month"} & set(refused) else fee_faults(row))
    )
    return faults + ([] if "unit" in refused else _unit_faults(row, refused)) + _like_faults(row)


def _period_faults(row: CostRow, single: bool) -> list[tuple[str, str]]:
    """What is wrong with how tiers count; single: whether the row has no tiers but one price."""
    faults = []
    if row.tier_rule is not None and single:
        faults.append(("tier_rule says how tiers count, and the row has none", "give tiers, or leave it out"))
    if row.units_per_month is None:
        return faults
    if row.tier_rule == "reached":
        faults.append(("units_per_month is the pace of marginal tiers", 'tier_rule = "marginal", or leave one out'))
    if single:
        faults.append(("units_per_month is the pace of tiers by month", "a single price costs the same at any pace"))
    if row.tier_period is not None and not is_month(row.tier_period):
        period = excerpt(row.tier_period)
        faults.append((f"units_per_month, and the tiers count by {period}", 'tier_period = "month", or leave one out'))
    return faults


def _unit_faults(row: CostRow, refused: Collection[str]) -> list[tuple[str, str]]:
    try:
        unit_count(row.unit)
    except UnclearCount as unclear:
        return [(f"unit: {excerpt(str(unclear))}", unclear.hint)]
    units = pricing(row)
    if units.number > 1 and units.counted in SECONDS_IN:
        return [(f"unit: a price for {units.number:,} {units.counted}s", f"give that of one {units.counted}")]
    faults = []
    if units.seconds is None:
        if row.timed_unit is not None:
            faults.append(("timed_unit belongs to a price per hour or minute", f"the price is per {excerpt(row.unit)}"))
        if units.counted == "sample" and row.units_per_sample not in (None, 1) and not row.parts:
            faults.append(("units_per_sample of what? the price is per sample", 'name the unit, such as unit = "box"'))
        return faults
    if row.seconds_per_unit is None and "seconds_per_unit" not in refused:
        hint = f"give seconds_per_unit, how long labelling one {units.counted} takes"
        faults.append((f"a price per {units.unit} needs the time of what is labelled", hint))
    if units.counted in SECONDS_IN:
        faults.append((f"timed_unit is {units.counted}, which is a time itself", "what takes the time, such as object"))
    if units.counted == "sample" and row.units_per_sample is not None and "timed_unit" not in refused:
        faults.append(("units_per_sample of what? the time is that of a whole sample", 'add timed_unit = "object"'))
    return faults


def _like_faults(row: CostRow) -> list[tuple[str, str]]:
    if row.like is None:
        return []
    if row.task in PUBLISHED:
        return [(f"{row.task} has a training factor of its own", "leave like out")]
    if row.like not in PUBLISHED:
        return [(f'like "{excerpt(row.like)}" is no task with a training factor', suggestion(row.like, PUBLISHED))]
    return []


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


@dataclass(frozen=True)
class Tables:
    """All rows and rates of a run, from the weakest layer to the strongest, and the day of the run if it is known.

    remarks: what was left out of which workbook, each one line with its file.
    """

    rows: tuple[PlacedRow, ...]
    rates: tuple[Rate, ...]
    day: date | None = None
    remarks: tuple[str, ...] = ()

    def for_task(self, task: str) -> list[PlacedRow]:
        """The task's row in each table that has one for the day, the one that applies last."""
        found = (self._applying(table) for table in self._tables(task))
        return [placed for placed in found if placed is not None]

    def not_valid(self, task: str) -> list[PlacedRow]:
        """The task's rows in tables stronger than the one that applies: none of them is valid on the day."""
        passed_over: list[PlacedRow] = []
        for table in self._tables(task):
            passed_over = [] if self._applying(table) else [*passed_over, *table]
        return passed_over

    def _tables(self, task: str) -> list[list[PlacedRow]]:
        """The task's rows, table by table."""
        rows = [placed for placed in self.rows if placed.row.task == task]
        return [list(table) for _, table in groupby(rows, lambda placed: (placed.layer, placed.file, placed.chosen))]

    def _applying(self, table: list[PlacedRow]) -> PlacedRow | None:
        row = applying([placed.row for placed in table], self.day)
        return next((placed for placed in table if placed.row is row), None)


def rate_between(rates: Sequence[Rate], from_: str, to: str) -> tuple[Rate, bool] | None:
    """The last rate given between the two currencies, and whether it is written the other way round."""
    for rate in reversed(rates):
        if (rate.from_, rate.to) == (from_, to):
            return rate, False
        if (rate.from_, rate.to) == (to, from_):
            return rate, True
    return None
