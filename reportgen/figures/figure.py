"""A figure: a number that never loses its unit, formula, inputs, source and range."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from reportgen.figures.expression import Expression, show

# From the strongest evidence to the weakest; `computed` rests on the weakest of its leaves.
BASES = ("measured", "contract", "stated", "list", "literature", "default", "judgement", "estimate")
COMPUTED = "computed"

LAYERS = ("built-in", "company", "project", "manifest", "command line")


def weakest(bases: tuple[str, ...]) -> str | None:
    """The weakest of the bases, or None of none."""
    return max(bases, key=BASES.index, default=None)


@dataclass(frozen=True)
class Replaced:
    """The value that a later layer overrode."""

    value: Decimal | None
    unit: str
    layer: str
    source: str | None = None


@dataclass(frozen=True)
class Figure:
    """One number of the report.

    key: its name, a contract. label: its name in words. value: exact, in `unit`, or None with a `reason`.
    low, high: the exact corners of its inputs' own ranges, or None. basis: one of `BASES`, or `computed`, which
    `rests_on` the weakest basis among its leaves. sources: identifiers in the report's list of sources.
    expression: its formula over the keys in `inputs`; None for a leaf. layer: where a leaf's value came from;
    replaces: what it overrode; chosen: how a look-up found it; note: what it stands for. covers, missing: what a sum
    over what is known holds and lacks. procedure: name/version of a computation that the formula grammar cannot say.
    band: the coarse step from low to high that a withheld value lies in.
    """

    key: str
    label: str
    value: Decimal | None
    unit: str
    low: Decimal | None = None
    high: Decimal | None = None
    basis: str = COMPUTED
    rests_on: str | None = None
    sources: tuple[str, ...] = ()
    expression: Expression | None = None
    inputs: tuple[str, ...] = ()
    layer: str | None = None
    replaces: Replaced | None = None
    chosen: str | None = None
    note: str | None = None
    reason: str | None = None
    covers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    procedure: str | None = None
    band: tuple[Decimal, Decimal] | None = None

    def __post_init__(self) -> None:
        if (self.value is None) != (self.reason is not None):
            raise ValueError(f"{self.key}: a figure has either a value or a reason for having none")
        if self.value is not None and not self.value.is_finite():
            raise ValueError(f"{self.key}: {self.value} is no finite number")

    @cached_property
    def formula(self) -> str | None:
        """The formula's text in the grammar of `reportgen.figures.grammar`, or None for a leaf."""
        return None if self.expression is None else show(self.expression)

    @property
    def has_range(self) -> bool:
        return self.low is not None and self.high is not None

    @property
    def sign_uncertain(self) -> bool:
        """Whether the range goes from below zero to above it."""
        return self.low is not None and self.high is not None and self.low < 0 < self.high
