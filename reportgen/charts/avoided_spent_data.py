"""The numbers behind the chart of avoided against spent: its rows, their ends and their scale."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from reportgen.charts.axes import Ticks, round_step, with_unit
from reportgen.charts.svg import Number, as_float
from reportgen.words.numbers import MINUS, Numbers

_LENS_LIMIT = 1_000_000


@dataclass(frozen=True)
class BasisRow:
    """One basis: what it avoids and what filtering spent, in one unit; None where it was not measured.

    `low` and `high` are the range of the net, both or neither. Measured bars are filled, others
    outlined. The texts are finished; for a None they say so in words.
    """

    label: str
    sub: str
    avoided: Number | None
    avoided_text: str
    spent: Number | None
    spent_text: str
    net_text: str
    low: Number | None
    high: Number | None
    emphasised: bool
    avoided_measured: bool = False
    spent_measured: bool = True


@dataclass(frozen=True)
class Lens:
    """One row drawn once more, enlarged by `lens_factor`: its texts, the ranges of both sides (both
    ends or None) and the ticks of its axis. The row's own range is drawn at the net."""

    row: int
    notes: tuple[str, ...]
    avoided_text: str
    spent_text: str
    net_text: str
    sign_text: str
    avoided_range: tuple[Number, Number] | None
    spent_range: tuple[Number, Number] | None
    ticks: tuple[tuple[Number, str], ...]


@dataclass(frozen=True)
class Basis:
    """A row's numbers as floats; `net` is None unless both sides are known."""

    avoided: float | None
    spent: float | None
    net: float | None
    low: float | None
    high: float | None

    @property
    def left(self) -> float:
        """How far the bars reach below zero: a negative saving continues what was spent."""
        return -(self.spent or 0.0) + min(self.avoided or 0.0, 0.0)


@dataclass(frozen=True)
class Scale:
    """The values at the plot's two ends and their places."""

    low: float
    high: float
    left: float
    right: float

    def __call__(self, value: float) -> float:
        span = self.high - self.low
        return self.left + (value - self.low) / span * (self.right - self.left) if span else self.left


def numbers_of(row: BasisRow) -> Basis:
    """A row's numbers; raises ValueError where no bar can show them."""
    avoided = None if row.avoided is None else as_float(row.avoided)
    spent = None if row.spent is None else as_float(row.spent)
    low = None if row.low is None else as_float(row.low)
    high = None if row.high is None else as_float(row.high)
    if spent is not None and spent < 0:
        raise ValueError(f"{row.label}: what was spent cannot be negative, got {spent}")
    if (low is None) != (high is None) or (low is not None and high is not None and low > high):
        raise ValueError(f"{row.label}: the range of the net needs both ends, the lower first")
    net = None if avoided is None or spent is None else avoided - spent
    return Basis(avoided, spent, net, low, high)


def ends(bases: list[Basis]) -> tuple[float, float]:
    """The lowest and the highest value to show, zero included."""
    low = min([0.0, *(basis.left for basis in bases), *(b.low for b in bases if b.low is not None)])
    high = max([0.0, *(b.avoided or 0.0 for b in bases), *(b.high for b in bases if b.high is not None)])
    return low, high


def lens_ends(
    basis: Basis,
    avoided_range: tuple[Number, Number] | None,
    spent_range: tuple[Number, Number] | None,
) -> tuple[float, float]:
    """The lowest and the highest value that one basis shows with the ranges of its two sides."""
    low, high = ends([basis])
    if avoided_range is not None:
        low, high = min(low, as_float(avoided_range[0])), max(high, as_float(avoided_range[1]))
    if spent_range is not None:
        low = min(low, -as_float(spent_range[1]))
    return low, high


def lens_ticks(row: BasisRow, spent_range: tuple[Number, Number] | None, unit: str, numbers: Numbers) -> Ticks:
    """A round step to either side of zero for a lens on the row, the last with its unit."""
    reach = max(Decimal(end) for end in (spent_range[1] if spent_range else 0, row.spent or 0, row.avoided or 0))
    step = round_step(reach, 2)
    text = numbers.exact(step)
    return with_unit(((-step, f"{MINUS}{text}"), (Decimal(0), "0"), (step, f"+{text}")), unit)


def lens_factor(
    rows: tuple[BasisRow, ...],
    row: int,
    avoided_range: tuple[Number, Number] | None = None,
    spent_range: tuple[Number, Number] | None = None,
) -> int | None:
    """How many times a row can be enlarged to fill the plot: one digit and zeros, the same in both widths.

    None where a lens would not help: a side not measured, nothing to show, less than twice or more
    than a million times.
    """
    basis = numbers_of(rows[row])
    if basis.net is None:
        return None
    low, high = ends([numbers_of(other) for other in rows])
    lens_low, lens_high = lens_ends(basis, avoided_range, spent_range)
    if lens_high == lens_low:
        return None
    exact = (high - low) / (lens_high - lens_low) / 1.1
    if not 2 <= exact <= _LENS_LIMIT:
        return None
    magnitude = int(10 ** math.floor(math.log10(exact)))
    return int(exact // magnitude) * magnitude
