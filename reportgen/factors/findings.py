"""What `costs check` finds in a table that can be read: faults, and what will become one or asks for a second look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from difflib import get_close_matches

from reportgen.factors.cells import what_to_do
from reportgen.factors.cost_table import PlacedRow, rate_between
from reportgen.factors.cost_units import KNOWN_THINGS, pricing
from reportgen.factors.layers import OpenedTable
from reportgen.factors.unit_count import UnclearCount, unit_count
from reportgen.factors.validity import days_of, first_day, last_day, valid_on
from reportgen.manifest.cost_row import CostRow
from reportgen.problems import Problem, excerpt


def findings(opened: OpenedTable, at: date, soon: int) -> list[Problem]:
    """Everything found, row by row. at: the day on which rows are judged. soon: how many days ahead."""
    found = list(opened.problems)
    found += [Problem(opened.document.name, remark, what_to_do(remark)) for remark in opened.document.remarks]
    for placed in opened.rows:
        found += _unit(placed)
        if placed.row.source is None:
            hint = "a contract, a price list, a quote"
            found.append(Problem(placed.where, "the row names no source", f"add source: {hint}"))
        if placed.row.tier_counts == "items" and (placed.row.annotators or 1) > 1:
            message = f"annotators: {placed.row.annotators} change nothing, as tier_counts is items"
            found.append(Problem(placed.where, message, "an item is one unit, whoever labels it; else annotations"))
    # days that are swapped are a fault of the row, told already
    dated = [placed for placed in opened.rows if first_day(placed.row) <= last_day(placed.row)]
    for task in dict.fromkeys(placed.row.task for placed in dated):
        found += _expiry([placed for placed in dated if placed.row.task == task], at, soon)
    found += _currency_gaps(opened)
    return found


def _unit(placed: PlacedRow) -> Iterator[Problem]:
    row = placed.row
    for part in row.parts:
        yield from _unit(replace(placed, row=CostRow(row.task, part.unit, units_per_sample=part.units_per_sample)))
    units = pricing(row)
    counted = units.counted
    # a known thing is one that a report reckons as such, however it is written: Hour and 1 hour are, hours are not
    known = units.seconds is not None or counted.replace("_", " ") in KNOWN_THINGS
    if known or row.units_per_sample is not None or not _is_clear(row.unit):
        return
    close = get_close_matches(counted, KNOWN_THINGS, n=1, cutoff=0.75)
    hint = f'did you mean "{close[0]}"? ' if close else ""
    hint += f"for a unit of your own give units_per_sample, in the row or as units_per_sample: {{{counted}: ...}}"
    yield Problem(placed.where, f'the unit "{excerpt(row.unit)}" is unknown', f"{hint} in each manifest")


def _is_clear(unit: str) -> bool:
    try:
        unit_count(unit)
    except UnclearCount:
        return False  # told as a fault of the row
    return True


def _expiry(rows: list[PlacedRow], at: date, soon: int) -> Iterator[Problem]:
    """Whether a task has no price on the day, or soon will have none."""
    task = excerpt(rows[0].row.task)
    now = next((placed for placed in rows if valid_on(placed.row, at)), None)
    if now is None:
        last = max(rows, key=lambda placed: last_day(placed.row))
        if last_day(last.row) < at:
            message = f"the price of {task} expired on {last.row.valid_to}"
            yield Problem(last.where, message, "add a row that begins the day after")
        else:
            first = min(
                (placed for placed in rows if last_day(placed.row) >= at), key=lambda placed: first_day(placed.row)
            )
            yield Problem(first.where, f"no price of {task} is valid on {at}", f"this one is {days_of(first.row)}")
        return
    end = last_day(now.row)
    left = (end - at).days
    if end == date.max or left > soon:
        return
    if any(valid_on(placed.row, end + timedelta(days=1)) for placed in rows):
        return
    message = f"the price of {task} expires on {end}, in {left} day{'' if left == 1 else 's'}"
    yield Problem(now.where, message, "add a row that begins the day after")


def _currency_gaps(opened: OpenedTable) -> Iterator[Problem]:
    """Currencies of rows that no rate of the file leads to the table's own, or to that of its first row."""
    if opened.table is None or not opened.rows:
        return
    home = opened.table.currency or opened.rows[0].row.currency
    for currency in dict.fromkeys(placed.row.currency for placed in opened.rows):
        if home is None or currency in (None, home) or rate_between(opened.table.rates, currency, home):
            continue
        first = next(placed for placed in opened.rows if placed.row.currency == currency)
        hint = f'[[rates]] from = "{currency}", to = "{home}", rate, source and date'
        yield Problem(first.where, f"prices are in {home} and in {currency}, and no rate is given", hint)
