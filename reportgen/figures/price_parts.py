"""A price of several parts: each counts something else of a share of the samples, and the cost is their sum."""

from __future__ import annotations

from reportgen.figures.expression import Expression, Name, total
from reportgen.figures.formula import NEVER_ZERO
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import Outline, PartOutline
from reportgen.words.message import message


def add_parts(ledger: Ledger, outline: Outline, side: str, word: str) -> Expression:
    """Add what each part costs on a side; their sum, before discount and fees."""
    samples = Name(f"samples_to_label_{side}")
    keys = []
    for part in outline.parts:
        label = message("Cost of labelling {word}: {unit}", word=word, unit=part.unit)
        key = f"annotation_cost_{side}.{part.slug}"
        ledger.compute(key, _of(Name(part.price) * samples, part), outline.currency, label, NEVER_ZERO)
        keys.append(Name(key))
    return total(keys)


def price_of_a_sample(outline: Outline) -> Expression:
    """What all parts cost for one sample."""
    return total([_of(Name(part.price), part) for part in outline.parts])


def _of(price: Expression, part: PartOutline) -> Expression:
    for key in part.factors:
        price = price * Name(key)
    return price / Name(part.number) if part.number else price
