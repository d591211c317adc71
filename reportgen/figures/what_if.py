"""What figures would be if some of their inputs were others: which inputs those may be, and what follows from them.

Only formulas are followed. What a procedure gives stays as it is, and so do the inputs below one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.figures.below import below, through_procedures
from reportgen.figures.expression import Expression, names
from reportgen.figures.figure import Figure
from reportgen.figures.ranges import is_end
from reportgen.figures.slopes import slopes
from reportgen.precision import working_precision

# An input without a range is taken to move by a tenth of itself to either side.
_WITHOUT_RANGE = Decimal("0.2")


@dataclass(frozen=True)
class Program:
    """steps: the figures that the inputs move, each with its formula, in the order in which they are computed.

    constants: the figures that these need and nothing moves.
    """

    steps: tuple[tuple[str, Expression], ...]
    constants: Mapping[str, Decimal]


def movers(key: str, figures: Mapping[str, Figure]) -> list[str]:
    """The leaves that move a figure by formulas alone, first what moves it most within its range.

    None of a figure without a value. How far is taken from the slope at the values, so that a leaf costs no more time
    than a formula does.
    """
    if figures[key].value is None:
        return []
    with working_precision():
        keys = below(key, figures)
        values = {name: value for name in keys if (value := figures[name].value) is not None}
        fixed = {key, *through_procedures(keys, figures)}
        found = {
            name: abs(slope) * _room(figures[name])
            for name, slope in slopes(key, keys, values, figures).items()
            if is_end(figures[name]) and figures[name].procedure is None and name not in fixed
        }
    return sorted((name for name in found if found[name]), key=lambda name: (-found[name], name))


def program(keys: Iterable[str], inputs: Iterable[str], figures: Mapping[str, Figure]) -> Program:
    """What computes the figures anew from these inputs, leaves of which each moves one of them."""
    rests = {name for key in keys for name in below(key, figures)}
    moved = set(inputs)
    steps = []
    needed: set[str] = set()
    for name, figure in figures.items():
        if name not in rests or is_end(figure):
            continue
        assert figure.expression is not None
        used = set(names(figure.expression))
        if moved & used:
            moved.add(name)
            steps.append((name, figure.expression))
            needed |= used
    constants = {name: figures[name].value for name in figures if name in needed - moved}
    return Program(tuple(steps), {name: value for name, value in constants.items() if value is not None})


def _room(figure: Figure) -> Decimal:
    """How far a leaf may go: its range, or without one a part of its value."""
    assert figure.value is not None
    if figure.low is not None and figure.high is not None and figure.low != figure.high:
        return figure.high - figure.low
    return abs(figure.value) * _WITHOUT_RANGE
