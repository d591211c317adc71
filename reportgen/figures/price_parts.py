"""A price of several parts: each counts something else of a share of the samples, and the cost is their sum."""

from __future__ import annotations

from reportgen.figures.amounts import amount_to_label, removed_average
from reportgen.figures.expression import Expression, Name, total
from reportgen.figures.formula import NEVER_ZERO
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import Outline, PartOutline
from reportgen.words.message import message


def add_parts(ledger: Ledger, outline: Outline, side: str, word: str) -> Expression:
    """Add what each part costs on a side; their sum, before discount and fees."""
    keys = []
    for part in outline.parts:
        label = message("Cost of labelling {word}: {unit}", word=word, unit=part.unit)
        key = f"annotation_cost_{side}.{part.slug}"
        amount = Name(f"samples_to_label_{side}") if part.amount is None else amount_to_label(side, part.amount)
        ledger.compute(key, _of(Name(part.price) * amount, part), outline.currency, label, NEVER_ZERO)
        keys.append(Name(key))
    return total(keys)


def price_of_a_sample(outline: Outline) -> Expression:
    """What all parts cost for one sample."""
    prices = []
    for part in outline.parts:
        price: Expression = Name(part.price)
        prices.append(_of(price if part.amount is None else removed_average(price, part.amount), part))
    return total(prices)


def _of(price: Expression, part: PartOutline) -> Expression:
    for key in part.factors:
        price = price * Name(key)
    return price / Name(part.number) if part.number else price
