"""Where a result turns round: the value of one leaf at which the figure is zero while all other leaves stay.

It is solved on the formulas: by Newton's steps, with the slope that follows from each of them exactly. A figure that is
a straight line in the leaf is solved in one step, one in pieces (tiers, a minimum) on the piece that has the zero; one
divided by the leaf in one over it, where the leaf's own steps lead away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from reportgen.figures.below import below, through_procedures
from reportgen.figures.expression import DECIMALS, evaluate
from reportgen.figures.figure import Figure
from reportgen.figures.ranges import is_end
from reportgen.figures.slopes import slopes
from reportgen.precision import working_precision

_MOST_STEPS = 60
_TO_COMPARE = Context(prec=12)
_LITTLE = Decimal("1e-9")
_CLOSE = Decimal("1e-28")  # of the leaf's value, in which 34 digits are reckoned


@dataclass(frozen=True)
class Turning:
    """A leaf, and the value at which the figure is zero, in the leaf's unit."""

    leaf: str
    value: Decimal


def turning_points(
    key: str, figures: Mapping[str, Figure], allowed: Callable[[str, Decimal], bool]
) -> tuple[Turning, ...]:
    """The leaves that turn the figure round by themselves, the one that need change least first, by its own size.

    allowed: whether a leaf can have a value. None of a figure without value or formula, or that is zero; a leaf that
    moves a procedure is left out, since no formula says how.
    """
    figure = figures[key]
    if not figure.value:
        return ()
    keys = below(key, figures)
    held = through_procedures(keys, figures)
    leaves = [name for name in keys if is_end(figures[name]) and figures[name].procedure is None and name not in held]
    found = []
    with working_precision():
        for leaf in leaves:
            value = _zero(key, keys, figures, leaf, _along)
            if value is None:
                value = _zero(key, keys, figures, leaf, _along_the_inverse)
            if value is not None and allowed(leaf, value) and allowed(leaf, _beyond(figures[leaf], value)):
                found.append(Turning(leaf, value))
        return tuple(sorted(found, key=lambda it: (_change(figures[it.leaf], it), it.leaf)))


def _beyond(leaf: Figure, value: Decimal) -> Decimal:
    """A little further: a figure that is zero at the end of what a leaf can be does not turn round there."""
    assert leaf.value is not None
    return value + (value - leaf.value) * _LITTLE


def _change(leaf: Figure, turning: Turning) -> Decimal:
    assert leaf.value is not None
    if not leaf.value:
        return Decimal("Infinity")
    # factors of one product change alike: a last digit does not put one before the other
    return _TO_COMPARE.plus(abs(turning.value / leaf.value - 1))


def _along(at: Decimal, step: Decimal) -> Decimal:
    return at - step


def _along_the_inverse(at: Decimal, step: Decimal) -> Decimal:
    """The same step taken by one over the leaf, in which what is divided by it is a straight line."""
    return at / (1 + step / at)


def _zero(
    key: str,
    keys: list[str],
    figures: Mapping[str, Figure],
    leaf: str,
    stepped: Callable[[Decimal, Decimal], Decimal],
) -> Decimal | None:
    """Where Newton's steps lead; None where they lead nowhere, as from far off a zero of what divides by the leaf."""
    at = figures[leaf].value
    for _ in range(_MOST_STEPS):
        assert at is not None
        try:
            values = _values(key, keys, figures, leaf, at)
            step = values[key] / slopes(key, keys, values, figures).get(leaf, Decimal(0))
            if abs(step) <= abs(at) * _CLOSE:
                return at
            at = stepped(at, step)
        except (DivisionByZero, InvalidOperation, Overflow):
            return None
    return None


def _values(key: str, keys: list[str], figures: Mapping[str, Figure], leaf: str, at: Decimal) -> dict[str, Decimal]:
    """The values of the keys where the leaf has this one."""
    values: dict[str, Decimal] = {leaf: at}
    for name in keys:
        figure = figures[name]
        if figure.expression is None or (name != key and is_end(figure)):
            assert figure.value is not None
            values.setdefault(name, figure.value)
        else:
            values[name] = evaluate(figure.expression, values, DECIMALS)
    return values
