"""What decides a figure: how far it moves while one leaf goes from end to end of its range and all others stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation

from reportgen.figures.below import below
from reportgen.figures.expression import DECIMALS, evaluate
from reportgen.figures.figure import Figure
from reportgen.figures.ranges import is_end
from reportgen.precision import working_precision


@dataclass(frozen=True)
class Influence:
    """A leaf with a range, and by how much the figure changes at its low and at its high end, in the figure's unit."""

    leaf: str
    at_low: Decimal
    at_high: Decimal

    @property
    def span(self) -> Decimal:
        """How far the figure moves between the two ends."""
        return abs(self.at_high - self.at_low)


def influences(key: str, figures: Mapping[str, Figure]) -> list[Influence]:
    """The leaves that move the figure, the one that moves it most first; none of a figure without value or formula."""
    figure = figures[key]
    if figure.value is None:
        return []
    keys = below(key, figures)
    ranged = [name for name in keys if name != key and is_end(figures[name]) and figures[name].has_range]
    found = []
    with working_precision():
        for leaf in ranged:
            changes = [_value_with(key, keys, figures, leaf, end) for end in (figures[leaf].low, figures[leaf].high)]
            if None not in changes:
                at_low, at_high = (change - figure.value for change in changes if change is not None)
                found.append(Influence(leaf, at_low, at_high))
        return sorted((it for it in found if it.span), key=lambda it: (-it.span, it.leaf))


def _value_with(
    key: str, keys: list[str], figures: Mapping[str, Figure], leaf: str, end: Decimal | None
) -> Decimal | None:
    """The figure where the leaf stands at this end; None where that divides by zero."""
    values: dict[str, Decimal | None] = {}
    for name in keys:
        figure = figures[name]
        if name == leaf:
            values[name] = end
        elif figure.expression is None or (name != key and is_end(figure)):
            values[name] = figure.value
        else:
            try:
                values[name] = evaluate(figure.expression, values, DECIMALS)
            except (DivisionByZero, InvalidOperation):
                return None
    return values[key]
