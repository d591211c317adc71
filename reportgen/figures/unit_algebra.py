"""The algebra of units: which unit a formula gives, so that the one that its figure declares can be held against it.

A unit is a product of base units with a size: kWh is 3,600,000 kg m2/s2 in the books, here 3,600,000 W s. A number that
multiplies or divides is either a number, as in a mean, or turns one unit into another, as 3600 turns seconds into
hours; both are followed. In a sum or as a bound a bare number is of the unit that stands beside it (1 - discount, the
end of a price tier).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reportgen.figures.expression import Algebra, Expression, evaluate

Dimension = tuple[tuple[str, int], ...]

_TIMES = {"s": 1, "second": 1, "min": 60, "minute": 60, "h": 3600, "hour": 3600, "year": 8760 * 3600}
_OF_RECORDINGS = ("hour", "minute", "second")
_SIZES: dict[str, tuple[int | Fraction, dict[str, int]]] = {
    "1": (1, {}),
    **{name: (seconds, {"s": 1}) for name, seconds in _TIMES.items()},
    # prices by the time of a recording
    **{f"{of}_{name}": (_TIMES[name], {"s": 1}) for of in ("audio", "video", "speech") for name in _OF_RECORDINGS},
    # each of a dimension of its own; `use` is one of a model
    **{name: (1, {name: 1}) for name in ("W", "kgCO2e", "km", "GB", "sample", "FLOP", "use")},
    "Wh": (3600, {"W": 1, "s": 1}),
    "kWh": (3_600_000, {"W": 1, "s": 1}),
    # each parameter takes so many operations for each token, which is a unit
    "parameter": (1, {"FLOP": 1, "unit": -1}),
}
_CURRENCY = re.compile(r"(0\.01 )?([A-Z]{3})")
# What a model's energy and its cost are for, hour or inference: one of them, as its scores are, and no time.
_USE = re.compile(r"(Wh|kgCO2e|0\.01 [A-Z]{3})/(hour|inference)|(hour|inference)/(Wh|0\.01 [A-Z]{3})")


class UnitError(ValueError):
    """The formula adds or compares what is not of one unit."""


@dataclass(frozen=True)
class Unit:
    """What a formula may give: its dimension, and the sizes that the unit can have. number: it is a bare number."""

    dimension: Dimension
    sizes: frozenset[Fraction]
    number: Fraction | None = None

    def __mul__(self, other: Unit) -> Unit:
        return self._times(other, 1)

    def __truediv__(self, other: Unit) -> Unit:
        return self._times(other, -1)

    def _times(self, other: Unit, sign: int) -> Unit:
        powers = Counter(dict(self.dimension))
        for base, power in other.dimension:
            powers[base] += sign * power
        sizes = {a * b**sign for a in self.sizes for b in other.sizes}
        for number, direction in ((self.number, 1), (other.number, sign)):
            if number:
                # so many seconds, divided by 3600, are so many hours: the number gets smaller and the unit larger
                sizes |= {size / number**direction for size in sizes}
        return Unit(_dimension(powers), frozenset(sizes))

    def __add__(self, other: Unit) -> Unit:
        if other.number is not None or self.number is not None:
            return self if other.number is not None else other
        sizes = self.sizes & other.sizes
        if self.dimension != other.dimension or not sizes:
            raise UnitError(f"{self} and {other} in one sum")
        return Unit(self.dimension, sizes)

    __sub__ = __add__

    def __neg__(self) -> Unit:
        return self

    def fits(self, declared: Unit) -> bool:
        """Whether a figure of this may be in the declared unit, which has one size; zero may be in any."""
        return self.number == 0 or (self.dimension == declared.dimension and declared.sizes <= self.sizes)


def _dimension(powers: Mapping[str, int]) -> Dimension:
    return tuple(sorted((base, power) for base, power in powers.items() if power))


def _number(value: Decimal) -> Unit:
    return Unit((), frozenset({Fraction(1)}), Fraction(value))


def _either(a: Unit, b: Unit) -> Unit:
    return a + b


UNITS = Algebra(number=_number, minimum=_either, maximum=_either)


def unit_of(text: str) -> Unit:
    """The unit that the text names, one of the house (`figures/units.py`): `kgCO2e/kWh`, `0.01 EUR/hour`, `EUR/box`.

    What is counted for a price and is neither a sample nor a time is a unit, whatever its name.
    """
    if _USE.fullmatch(text):
        text = re.sub("hour|inference", "use", text)
    head, slash, per = text.partition("/")
    unit = _plain(head)
    return unit / _plain(per) if slash else unit


def _plain(name: str) -> Unit:
    if match := _CURRENCY.fullmatch(name):
        size, powers = (Fraction(1, 100) if match[1] else Fraction(1)), {match[2]: 1}
    else:
        number, powers = _SIZES.get(name, (1, {"unit": 1}))
        size = Fraction(number)
    return Unit(_dimension(powers), frozenset({size}))


def given_unit(expression: Expression, units: Mapping[str, str]) -> Unit:
    """The unit that the expression gives over inputs of these. Raises UnitError where it adds what does not belong."""
    unit: Unit = evaluate(expression, {key: unit_of(text) for key, text in units.items()}, UNITS)
    return unit
