"""What the accounts of money and of CO2e share: signed figures, their ends, and their bars on one zero line.

A name with a leading minus is a figure that is taken away.
"""

from __future__ import annotations

from decimal import Decimal

from reportgen.charts.range_bar import RangeBarData, Span
from reportgen.page.words import mark
from reportgen.page.writer import Writer

_FIRM = ("measured", "stated", "contract", "list")


def signed_value(w: Writer, name: str) -> Decimal:
    """The figure's value with its sign in the account."""
    return -w.ledger.value(name[1:]) if name.startswith("-") else w.ledger.value(name)


def ends_of(w: Writer, name: str) -> list[Decimal]:
    """The value and, where there is a range, its two ends, with their sign in the account."""
    figure = w.ledger[name.removeprefix("-")]
    ends = [signed_value(w, name), *(end for end in (figure.low, figure.high) if end is not None)]
    return [ends[0], *(-end for end in ends[1:])] if name.startswith("-") else ends


def is_firm(w: Writer, key: str) -> bool:
    """Whether the figure is measured, stated, or of a contract or list."""
    return mark(w.ledger[key]) in _FIRM


def bar_of(w: Writer, name: str, span: Span, title: str, *, firm: bool) -> RangeBarData:
    """The figure's bar, outlined where it is not firm and has no range that would say how far it is sure."""
    value, *ends = ends_of(w, name)
    low, high = (min(ends), max(ends)) if len(ends) == 2 and ends[0] != ends[1] else (None, None)
    return RangeBarData(title, span, value, low, high, estimated=low is None and not firm)
