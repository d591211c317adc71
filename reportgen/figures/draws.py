"""How likely a figure is where: quantiles of a seeded draw, in which each leaf moves within its range by itself.

Half of a leaf's draws lie below its central value and half above, so that its median is the central value; towards the
ends of the range they thin out evenly, to none at the end itself: two triangles that meet at the centre. A leaf that
several figures share is drawn once for all of them. The draws of a leaf depend on its key and the seed alone.

Not told is what a procedure moves with the leaves, since no formula says how.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from reportgen.figures.below import through_procedures
from reportgen.figures.expression import Algebra, evaluate
from reportgen.figures.figure import Figure
from reportgen.figures.ranges import is_end

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COUNT, SEED = 100_000, 1
# Which ranges are drawn from: all that there are, or all but those that are a judgement: of ours, which nobody of the
# run gave, or of somebody who calls it one.
ALL, NO_JUDGEMENT = "all", "no-judgement"
RANGES = (ALL, NO_JUDGEMENT)
_PERCENT = (5, 50, 95)
_DIGITS = 6  # more than so many draws tell


@dataclass(frozen=True)
class Quantiles:
    """Of a figure, in its unit: below p5 lie 5 % of the draws, below p50 half, above p95 5 %.

    below_zero: the share of the draws below zero.
    """

    p5: Decimal
    p50: Decimal
    p95: Decimal
    below_zero: Decimal


@dataclass(frozen=True)
class Draws:
    """n draws by a seed. ranges: one of `RANGES`. drawn: the leaves that moved. judgement: those among all leaves with
    a range whose range is a judgement. figures: the quantiles of each figure that they move.
    """

    n: int
    seed: int
    ranges: str
    drawn: tuple[str, ...]
    judgement: tuple[str, ...]
    figures: Mapping[str, Quantiles]


def draw(figures: Mapping[str, Figure], ranges: str = ALL, n: int = COUNT, seed: int = SEED) -> Draws:
    """The quantiles of every figure that has a range to draw from. Raises ValueError for unknown ranges."""
    if ranges not in RANGES:
        raise ValueError(f"unknown ranges {ranges!r}: one of {', '.join(RANGES)}")
    ranged = [key for key, it in figures.items() if is_end(it) and it.procedure is None and it.low != it.high]
    judgement = tuple(key for key in ranged if is_judgement(figures[key]))
    drawn = tuple(key for key in ranged if ranges == ALL or key not in judgement)
    return Draws(n, seed, ranges, drawn, judgement, dict(_quantiles(figures, drawn, n, seed)) if drawn else {})


def is_judgement(leaf: Figure) -> bool:
    """Whether the leaf's range is a judgement: a built-in one, or one on that basis."""
    return leaf.layer == "built-in" or leaf.basis == "judgement"


def _quantiles(
    figures: Mapping[str, Figure], drawn: tuple[str, ...], n: int, seed: int
) -> Iterator[tuple[str, Quantiles]]:
    import numpy as np

    arrays = Algebra(number=float, minimum=np.minimum, maximum=np.maximum)
    values: dict[str, Any] = {}
    untold = _moved_by_procedures(figures, drawn)
    for key, figure in figures.items():
        if figure.value is None:
            continue
        if key in drawn:
            values[key] = _draws(figure, n, seed)
        elif is_end(figure):
            values[key] = float(figure.value)
        else:
            assert figure.expression is not None
            with np.errstate(all="ignore"):
                values[key] = evaluate(figure.expression, _of_floats(values, figure), arrays)
            moved = isinstance(values[key], np.ndarray) and key not in untold
            if moved and np.isfinite(values[key]).all():
                yield key, _of(values[key])


def _of_floats(values: Mapping[str, Any], figure: Figure) -> dict[str, Any]:
    """The inputs of the figure, single numbers as numpy has them: these divide by zero without an error."""
    import numpy as np

    return {name: np.float64(it) if isinstance(it := values[name], float) else it for name in figure.inputs}


def _moved_by_procedures(figures: Mapping[str, Figure], drawn: tuple[str, ...]) -> set[str]:
    """Procedures that a drawn leaf moves, or that have a range of their own, and all that rests on them."""
    moved: set[str] = set()
    for key, figure in figures.items():
        if figure.procedure is not None:
            own = figure.low != figure.high or not through_procedures([key], figures).isdisjoint(drawn)
        else:
            own = not moved.isdisjoint(figure.inputs)
        if own:
            moved.add(key)
    return moved


def _draws(leaf: Figure, n: int, seed: int) -> NDArray[np.float64]:
    import numpy as np

    assert leaf.value is not None
    assert leaf.low is not None
    assert leaf.high is not None
    own = int.from_bytes(sha256(f"{seed} {leaf.key}".encode()).digest()[:16])
    dice = np.random.Generator(np.random.PCG64(own)).random(n)
    low, centre, high = float(leaf.low), float(leaf.value), float(leaf.high)
    left = low + (centre - low) * np.sqrt(2 * np.minimum(dice, 0.5))
    right = high - (high - centre) * np.sqrt(2 * (1 - np.maximum(dice, 0.5)))
    drawn: NDArray[np.float64] = np.where(dice < 0.5, left, right)
    return drawn


def _of(values: NDArray[np.float64]) -> Quantiles:
    import numpy as np

    count = len(values)
    places = [-(-count * percent // 100) - 1 for percent in _PERCENT]
    found = np.partition(values, places)
    share = Decimal(int(np.count_nonzero(values < 0))) / count
    p5, p50, p95 = (Decimal(f"{float(found[place]):.{_DIGITS}g}") for place in places)
    return Quantiles(p5, p50, p95, share)
