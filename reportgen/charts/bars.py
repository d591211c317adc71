"""Bars in the cells of a table: a CSS class each, with left and width in percent of the cell."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.words.numbers import HOUSE, scaled

Bar = tuple[str, str, str]

_WHOLE = Decimal(100)
_THINNEST = Decimal("0.9")  # below it a part would not be seen


def bars_in_a_row(parts: Sequence[tuple[str, Decimal]], whole: Decimal) -> tuple[Bar, ...]:
    """A bar for each part (its class and how much it is), every one beginning where the last ended."""
    bars, start = [], Decimal(0)
    for kind, value in parts:
        width = scaled(value * 100, whole) if whole else Decimal(0)
        bars.append(_bar(kind, start, width))
        start += width
    return tuple(bars)


def kept_and_taken(kept: Decimal, taken: Decimal, whole: Decimal, kind: str = "r1") -> tuple[Bar, ...]:
    """What was kept in grey from the left, what was taken at its end; no bars of nothing. kind: class of the taken."""
    if not whole:
        return ()
    kept_width = min(scaled(kept * 100, whole), _WHOLE)
    bars = [("k", "0", HOUSE.fixed(kept_width, 3))]
    if taken:
        width = min(max(scaled(taken * 100, whole), _THINNEST), _WHOLE)
        bars.append(_bar(kind, min(kept_width, _WHOLE - width), width))
    return tuple(bars)


def _bar(kind: str, start: Decimal, width: Decimal) -> Bar:
    return kind, HOUSE.fixed(start, 3), HOUSE.fixed(width, 3)
