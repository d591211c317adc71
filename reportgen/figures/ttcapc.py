"""TTCAPC and TTCAPEC: how long a training took until its score was reached, on a grid of accuracy and energy.

Reconstructed: the paper's own words on these two could not be had. The definition below is put together from their
names, "time to closest APC" and "time to closest APEC", and from the author's script that draws the grid.

A grid has cells of one accuracy step by one energy step (or cost step). The closest score of a checkpoint is the
score in the middle of its cell; the time is that of the earliest checkpoint whose closest score is at least the target.
This is the procedure ttcapc/1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Context, Decimal, localcontext

from reportgen.figures.apc import apc
from reportgen.precision import working_precision

RECONSTRUCTED = "reconstructed"
PROCEDURE = "ttcapc/1"
ACCURACY_STEP = Decimal("0.01")
ENERGY_STEP = Decimal("0.1")
COST_STEP = Decimal("0.05")

# Wide enough for the number of a cell from 1e30 in steps of 1e-30: a floor must not be rounded first.
_WIDE = Context(prec=100)


@dataclass(frozen=True)
class Grid:
    """The cells' size and the weights of the score. energy_step: of consumption, or of cost for APEC."""

    accuracy_step: Decimal = ACCURACY_STEP
    energy_step: Decimal = ENERGY_STEP
    alpha: Decimal = Decimal("0.1")
    beta: Decimal = Decimal(1)


@dataclass(frozen=True)
class Checkpoint:
    """A point of a training: seconds since its start, accuracy, and the consumption or cost that stands in its row."""

    time_s: Decimal
    accuracy: Decimal
    consumption: Decimal


@dataclass(frozen=True)
class Reached:
    """When a target was reached, and the closest score there."""

    time_s: Decimal
    score: Decimal


def cell_of(consumption: Decimal, accuracy: Decimal, grid: Grid) -> tuple[int, int]:
    """The cell as its numbers from 0: of accuracy, whose last cell also holds 1, and of consumption."""
    with localcontext(_WIDE):
        last = int((1 / grid.accuracy_step).to_integral_value(ROUND_CEILING)) - 1
        return min(int(accuracy // grid.accuracy_step), last), int(consumption // grid.energy_step)


def closest_apc(consumption: Decimal, accuracy: Decimal, grid: Grid) -> Decimal:
    """The score in the middle of the cell: APC, or APEC with cost, cost step and the weight of cost."""
    row, column = cell_of(consumption, accuracy, grid)
    with working_precision():
        half = Decimal("0.5")
        middle_accuracy = (row + half) * grid.accuracy_step
        middle_consumption = (column + half) * grid.energy_step
        score: Decimal = apc(middle_consumption, middle_accuracy, grid.alpha, grid.beta)
        return score


def ttcapc(checkpoints: Sequence[Checkpoint], grid: Grid, target: Decimal | None = None) -> Reached | None:
    """The earliest time at which the closest score is at least the target; None where no checkpoint reaches it.

    checkpoints: one or more, in any order. target: without one, the closest score of the last checkpoint in time.
    """
    scored = [
        Reached(it.time_s, closest_apc(it.consumption, it.accuracy, grid))
        for it in sorted(checkpoints, key=lambda it: it.time_s)
    ]
    goal = scored[-1].score if target is None else target
    return next((it for it in scored if it.score >= goal), None)
