"""The charts of the section on money: prices on a ruler with the break-even price, and what decides a result."""

from __future__ import annotations

from decimal import Decimal

from reportgen.charts.axes import fixed_ticks
from reportgen.charts.price_ruler import PriceRulerData, RulerRow
from reportgen.charts.tornado import TornadoData, TornadoRow
from reportgen.factors.cost_table import PlacedRow
from reportgen.factors.unit_count import behind_per
from reportgen.figures.influence import Influence, influences
from reportgen.figures.units import unit_word
from reportgen.manifest.cost_row import CostRow
from reportgen.page.account import large_money
from reportgen.page.parts import Chart
from reportgen.page.words import BASIS_WORDS, LAYER_WORDS, mark
from reportgen.page.writer import Writer
from reportgen.words import numbers

_MOST_INPUTS = 8
# What a price is paid with beside itself; another row's break-even price would be another one where these differ.
_TERMS = ("annotators", "review_share", "review_price", "discount", "minimum", "timed_unit", "seconds_per_unit")


def price_ruler(w: Writer) -> Chart | None:
    """The layers' prices on one ruler with the price at which the run breaks even; None where that is one mark."""
    key = "annotation_price"
    if key not in w.ledger or not w.ledger.known(key) or not w.account.rows or len(w.outline.price_keys) > 1:
        return None
    placed = w.account.rows[-1]
    given = w.ledger[key].layer == "command line"
    others = w.account.rows if given else w.account.rows[:-1]
    rows = [_other(w, it, placed.row) for it in others]
    figure = w.ledger[key]
    low, high = (figure.low, figure.high) if figure.has_range else (None, None)
    name = "--set" if given else w.translated(LAYER_WORDS[placed.layer])
    rows.append(RulerRow(name, _basis(w, figure.basis), figure.value, low, high, w.exact(key).text, applies=True))
    break_even = _break_even(w)
    drawn = [row for row in rows if row.value is not None]
    if len(drawn) < 2 and break_even is None:
        return None
    values = [value for row in drawn for value in (row.value, row.low, row.high) if value is not None]
    largest = max(map(Decimal, [*values, *([break_even[0]] if break_even else [])]))
    ticks = fixed_ticks(Decimal(0), largest, w.numbers)
    unit = w.unit_text(w.ledger[key].unit)
    told = w.series(w.labelled(row.label, row.text) for row in rows)
    sub = w.say("{unit}; the bar is the range, the mark the price", unit=unit)
    return Chart(
        title=w.say("Would another price reverse the result?") if break_even else w.say("Prices side by side"),
        sub=sub,
        data=PriceRulerData(w.say("Prices in {unit}. {rows}.", unit=unit, rows=told), tuple(rows), ticks, break_even),
        note=w.say("Right of the line, a price makes the run pay for itself; left of it, the net is a cost.")
        if break_even
        else "",
        wide=True,
    )


def _break_even(w: Writer) -> tuple[Decimal, str] | None:
    key = "break_even_price"
    if not w.ledger.known(key) or w.ledger.value(key) <= 0:
        return None
    if w.is_per_million(key):
        return w.ledger.value(key), w.say("break-even {price} per million", price=w.rate(key).text)
    return w.ledger.value(key), w.say("break-even {price}", price=w.rate(key).text)


def _basis(w: Writer, basis: str) -> str:
    """The basis in words; of a row whose terms are withheld there is none."""
    return w.translated(BASIS_WORDS[basis]) if basis in BASIS_WORDS else ""


def _other(w: Writer, placed: PlacedRow, applied: CostRow) -> RulerRow:
    """A row that does not apply: drawn where its price can be compared, else with a word why not."""
    row = placed.row
    name, basis = w.translated(LAYER_WORDS[placed.layer]), _basis(w, row.basis)
    if row.confidential and not w.account.internal:
        return RulerRow(name, basis, None, None, None, w.say("withheld"))
    if row.tiers or row.parts or row.price is None:
        return RulerRow(name, basis, None, None, None, w.say("no single price"))
    text = w.price_text(row.price, row.currency)
    if row.currency != w.currency:
        return RulerRow(name, basis, None, None, None, w.numbers.with_unit(text, row.currency or ""))
    if row.unit != applied.unit:
        return RulerRow(
            name,
            basis,
            None,
            None,
            None,
            w.say("{price}, per {unit}", price=text, unit=unit_word(behind_per(row.unit))),
        )
    if any(getattr(row, term) != getattr(applied, term) for term in _TERMS):
        return RulerRow(name, basis, None, None, None, w.say("{price}, on other terms", price=text))
    ranged = row.low is not None and row.high is not None
    low, high = (row.low, row.high) if ranged else (None, None)
    return RulerRow(name, basis, row.price, low, high, text)


def deciding(w: Writer, key: str) -> Chart | None:
    """How far each input with a range moves the figure; None where fewer than two do."""
    found = influences(key, w.ledger)
    if len(found) < 2:
        return None
    shown = found[:_MOST_INPUTS]
    figure = w.ledger[key]
    ends = [end for it in shown for end in (it.at_low, it.at_high)]
    if figure.unit == w.currency:
        unit, size = large_money(w, max(end.copy_abs() for end in ends))
    else:
        unit, size = w.unit_of(figure.unit, ends)
    in_currency = unit == w.currency
    rows = tuple(_row(w, it, size, in_currency) for it in shown)
    low, high = (numbers.scaled(end, size) for end in (min([*ends, Decimal(0)]), max([*ends, Decimal(0)])))
    ticks = fixed_ticks(low, high, w.numbers)
    told = w.series(w.labelled(row.label, row.text) for row in rows)
    left_out = len(found) - len(shown)
    net = key.startswith("net_")
    return Chart(
        title=w.say("What decides the net") if net else w.say("What decides what is avoided"),
        sub=w.say("{unit}; each input by itself from end to end of its range, all others as they are", unit=unit),
        data=TornadoData(w.say("Change in {unit}. {rows}.", unit=unit, rows=told), rows, ticks),
        note=w.say_count(
            "{count} further input moves it less.", "{count} further inputs move it less.", left_out, count=left_out
        )
        if left_out
        else "",
        wide=True,
    )


def _row(w: Writer, influence: Influence, size: Decimal, in_currency: bool) -> TornadoRow:
    figure = w.ledger[influence.leaf]
    low, high = w.numbers.ends_with_unit(*w.exact_ends(influence.leaf))
    sub = w.say(
        "{basis}: {low} to {high}",
        basis=w.translated(BASIS_WORDS[mark(figure)]),
        low=low,
        high=high,
    )
    at_low, at_high = (numbers.scaled(end, size) for end in (influence.at_low, influence.at_high))
    low_change, high_change = (_change(w, end, in_currency) for end in (at_low, at_high))
    text = w.say("{low} to {high}", low=low_change, high=high_change)
    # its whole label, which explains the letters, has no room beside the bars
    label = "PUE" if influence.leaf == "pue" else w.label(figure)
    return TornadoRow(label, sub, at_low, at_high, text)


def _change(w: Writer, value: Decimal, in_currency: bool) -> str:
    """A change with its sign; of money with the currency's decimals or none, as the cover says it."""
    if not in_currency or not value:
        return w.numbers.significant(value, sign=True)
    return ("+" if value > 0 else "") + w.headline_text(value)
