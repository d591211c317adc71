"""How far a value may be off that was reckoned in binary numbers: by its largest term, whatever cancels out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.figures.expression import Algebra, evaluate
from reportgen.figures.figure import Figure

TOLERANCE = Decimal("1e-12")


@dataclass(frozen=True)
class Sized:
    """A value, and the largest term that it was made of: what was added and taken away, by its size."""

    value: Decimal
    term: Decimal

    def __add__(self, other: Sized) -> Sized:
        return Sized(self.value + other.value, self.term + other.term)

    def __sub__(self, other: Sized) -> Sized:
        return Sized(self.value - other.value, self.term + other.term)

    def __mul__(self, other: Sized) -> Sized:
        return Sized(self.value * other.value, self.term * other.term)

    def __truediv__(self, other: Sized) -> Sized:
        return Sized(self.value / other.value, self.term / abs(other.value) * (other.term / abs(other.value)))

    def __neg__(self) -> Sized:
        return Sized(-self.value, self.term)

    def agrees(self, number: object) -> bool:
        """Whether another reading gives the same within 1e-12 of the largest term."""
        assert isinstance(number, (int, float)), number
        return abs(Decimal(number) - self.value) <= TOLERANCE * self.term


def sized(value: Decimal) -> Sized:
    """A value that was given."""
    return Sized(value, abs(value))


def _smaller(a: Sized, b: Sized) -> Sized:
    return Sized(min(a.value, b.value), max(a.term, b.term))


def _larger(a: Sized, b: Sized) -> Sized:
    return Sized(max(a.value, b.value), max(a.term, b.term))


SIZED = Algebra(number=sized, minimum=_smaller, maximum=_larger)


def sized_values(figures: Mapping[str, Figure]) -> dict[str, Sized]:
    """Every figure that has a value with its largest term, each computed one after its inputs."""
    values: dict[str, Sized] = {}
    for key, figure in figures.items():
        if figure.value is not None:
            made = None if figure.expression is None else evaluate(figure.expression, values, SIZED)
            values[key] = made or sized(figure.value)
    return values
