"""The cover's ledger of money: what was avoided and spent, each with its factors, on one zero line, down to the net."""

from __future__ import annotations

from decimal import Decimal

from reportgen.charts.range_bar import RangeAxisData, RangeBarData, RangeHeadData, Span, span_of
from reportgen.page.account import axis_marks, bar_of, ends_of, is_firm, money_scale, rounding_note, signed_value
from reportgen.page.parts import Account, AccountLine
from reportgen.page.printer import Amount, Scale
from reportgen.page.products import TIMES, cost_product, product_of
from reportgen.page.sections.verdict import band_text, display, is_range, money_key
from reportgen.page.writer import Writer
from reportgen.words.message import message
from reportgen.words.said import joined

_LONGEST_FACTORS = 62  # characters: as many as fit below a row's label
COST_WORDS = {
    "filtering_cost_total": message("one invoice"),
    "filtering_compute_cost": message("compute"),
    "filtering_cpu_cost": message("CPU-hours"),
    "filtering_gpu_cost": message("GPU-hours"),
    "filtering_api_cost": message("calls of a model"),
    "filtering_people_cost": message("people"),
    "filtering_licence_cost": message("licence"),
    "filtering_energy_cost": message("electricity"),
}
_LABELS = {
    "annotation_savings": message("Labels not bought"),
    "training_cost_savings": message("Training not run"),
    "storage_savings": message("Storage not paid"),
    "filtering_cost": message("Filtering"),
}


def cover_ledger(w: Writer) -> Account | None:
    """The ledger, or None where no money is avoided or it is withheld."""
    key = money_key(w)
    figure = w.ledger[key]
    if figure.band is not None:
        return _banded(w, key)
    if figure.value is None:
        return None
    parts = [part for part in w.ledger["gross_savings"].covers if part == "annotation_savings" or w.ledger.value(part)]
    signed = [*parts, *(["-filtering_cost"] if key == "net_savings" else [])]
    scale = money_scale(w, signed, key)
    span = span_of([end for name in (*signed, key) for end in ends_of(w, name)])
    lines = [_line(w, name, span, scale) for name in signed]
    if len(lines) > 1:
        lines.append(_sum(w, key, span, scale))
    words = w.series(w.labelled(line.label, line.amount.text) for line in lines)
    title = w.say("Amounts in {currency}. {rows}.", currency=w.currency, rows=words)
    note = rounding_note(w, [(signed, key)], scale)
    # the ends of a range that leads are those of the figure above
    axis = RangeAxisData(title, span, axis_marks(w, figure, scale, digits_of_ends=2 if is_range(figure) else 3))
    return Account(w.say("Costs"), scale.unit, _head(w, title, span), tuple(lines), axis, note=note)


def _line(w: Writer, name: str, span: Span, scale: Scale) -> AccountLine:
    key, negated = name.removeprefix("-"), name.startswith("-")
    amount = w.on_scale(key, scale, negated=negated).bare
    label = w.say(_LABELS[key])
    return AccountLine(
        label, _arithmetic(w, key), amount, bar_of(w, name, span, w.labelled(label, amount.text), firm=_firm(w, key))
    )


def _sum(w: Writer, key: str, span: Span, scale: Scale) -> AccountLine:
    label = w.say("Net", context="money") if key == "net_savings" else w.say("Gross")
    amount = w.on_scale(key, scale).bare
    return AccountLine(label, "", amount, bar_of(w, key, span, w.labelled(label, amount.text), firm=True), is_net=True)


def _firm(w: Writer, key: str) -> bool:
    """What is paid is known; what labels would have cost is as firm as their price, what training would as a guess."""
    if key == "annotation_savings":
        return is_firm(w, next(name for name in w.outline.price_keys if name in w.ledger))
    return key == "filtering_cost"


def _arithmetic(w: Writer, key: str) -> str:
    if key == "annotation_savings":
        return labelling_product(w)
    if key in ("training_cost_savings", "storage_savings"):
        return product_of(w, key)
    return _costs(w)


def _costs(w: Writer) -> str:
    """The sum of what filtering cost, as its products, and what is not stated."""
    cost = w.ledger["filtering_cost"]
    parts = [key for key in cost.covers if w.ledger.value(key)]
    shown = joined(" + ", (cost_product(w, key) or w.say(COST_WORDS[key]) for key in parts))
    if len(shown) > _LONGEST_FACTORS or not parts:
        shown = w.listed(w.say(COST_WORDS[key]) for key in cost.covers)
    if cost.missing:
        names = w.listed(w.say(COST_WORDS[key]) for key in cost.missing if key in COST_WORDS)
        return w.say("{shown}; not stated: {parts}", shown=shown, parts=names)
    return shown


def labelling_product(w: Writer) -> str:
    """What was not labelled times what one costs: the listed price, or the effective one where more goes into it."""
    if not w.ledger.known("units_avoided") or not w.ledger.value("units_avoided"):
        return ""
    if w.outline.parts:
        return w.say("by the parts of the price")
    if len(w.outline.price_keys) > 1:
        return w.say("by price tiers")
    if "effective_price" not in w.ledger or not w.ledger.known("effective_price"):
        return ""
    count = w.exact("units_avoided").text
    if w.ledger.value("effective_price") == w.ledger.value("annotation_price"):
        return count + TIMES + w.exact("annotation_price").text
    return w.say("{units} × {price}, the effective price", units=count, price=w.exact("effective_price").text)


def _head(w: Writer, title: str, span: Span) -> RangeHeadData:
    spent, avoided = span.low < 0, span.high > 0
    return RangeHeadData(title, span, w.say("spent") if spent else "", w.say("avoided") if avoided else "")


def _banded(w: Writer, key: str) -> Account:
    """Of a confidential price the band's edges alone: an exact width would give the price away."""
    band, labelling = w.round_band(key), w.round_band("annotation_savings")
    values: list[Decimal] = [*band, *labelling]
    signed = []
    for further in ("training_cost_savings", "storage_savings"):
        if w.ledger.known(further) and w.ledger.value(further):
            signed.append(further)
    if key == "net_savings":
        signed.append("-filtering_cost")
    span = span_of([*values, *(end for name in signed for end in ends_of(w, name))])
    first = Amount(band_text(w, "annotation_savings"), known=False)
    label = w.say(_LABELS["annotation_savings"])
    lines = [AccountLine(label, w.say("confidential"), first, RangeBarData(label, span, None, *labelling))]
    places = (
        0
        if all(signed_value(w, name) == signed_value(w, name).to_integral_value() for name in signed)
        else w.minor_digits
    )
    scale = Scale(w.currency, Decimal(1), places)
    lines += [_line(w, name, span, scale) for name in signed]
    if signed:
        label = w.say("Net", context="money") if key == "net_savings" else w.say("Gross")
        total = Amount(band_text(w, key), known=False)
        lines.append(AccountLine(label, "", total, RangeBarData(label, span, None, *band), is_net=True))
    words = w.series(w.labelled(line.label, line.amount.text) for line in lines)
    title = w.say("Amounts in {currency}. {rows}.", currency=w.currency, rows=words)
    axis = RangeAxisData(title, span, tuple((end, display(w, end, 3)) for end in band if end))
    return Account(w.say("Costs"), w.currency, _head(w, title, span), tuple(lines), axis)
