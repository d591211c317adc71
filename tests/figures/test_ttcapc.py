"""The grid of accuracy and energy, and the time at which a training reached its score."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.figures.ttcapc import (
    ACCURACY_STEP,
    COST_STEP,
    ENERGY_STEP,
    Checkpoint,
    Grid,
    Reached,
    cell_of,
    closest_apc,
    ttcapc,
)
from reportgen.precision import working_precision
from tests.figures import author

GRID = Grid()
D = Decimal


def test_the_cells_of_the_author() -> None:
    """A hundredth of accuracy by a tenth of energy or a twentieth of cost, scored with the weights 0.1 and 1."""
    assert Grid(D("0.01"), D("0.1"), D("0.1"), D(1)) == GRID
    assert (D("0.01"), D("0.1"), D("0.05")) == (ACCURACY_STEP, ENERGY_STEP, COST_STEP)


def checkpoints(*rows: tuple[int, str, str]) -> list[Checkpoint]:
    """Checkpoints of seconds, accuracy and consumption."""
    return [Checkpoint(D(time), D(accuracy), D(consumption)) for time, accuracy, consumption in rows]


@pytest.mark.parametrize(
    ("consumption", "accuracy", "cell", "score"),
    [
        ("0", "0", (0, 0), "0.0047629254"),
        ("0.0999", "0.00999", (0, 0), "0.0047629254"),
        ("5.05", "0.505", (50, 50), "0.1344954092"),
        ("5", "0.5", (50, 50), "0.1344954092"),
        ("10.05", "0.995", (99, 100), "0.4853125876"),
        ("10", "1", (99, 100), "0.4853125876"),
    ],
)
def test_cells_and_their_middle(consumption: str, accuracy: str, cell: tuple[int, int], score: str) -> None:
    """A cell holds its lower ends, the last one of accuracy also 1; its score is that in its middle."""
    assert cell == cell_of(D(consumption), D(accuracy), GRID)
    assert D(score) == round(closest_apc(D(consumption), D(accuracy), GRID), 10)


@pytest.mark.parametrize("number", range(100))
def test_every_hundredth_begins_its_own_cell(number: int) -> None:
    """In floats 0.29 / 0.01 is 28.999...: in decimals it is the cell 29, and so for each."""
    assert (number, number) == cell_of(D(number) / 10, D(number) / 100, GRID)


def test_every_cell_is_the_authors() -> None:
    """All 100 by 101 middles of the author's grid, to twelve digits."""
    ours = [float(closest_apc(D(column) / 10, D(row) / 100, GRID)) for row in range(0, 100, 7) for column in range(101)]
    theirs = [score for row in author.grid()[::7] for score in row]
    assert theirs == pytest.approx(ours, rel=1e-12)


def test_steps_of_ones_own() -> None:
    """Half steps of accuracy and steps of 2 Wh: 0.5 and 3 Wh lie in the cell from 0.5 and 2, its middle 0.75 and 3."""
    grid = Grid(D("0.5"), D(2), D("0.1"), D(1))
    assert (1, 1) == cell_of(D(3), D("0.5"), grid)
    with working_precision():
        # 3 * (0.9 * 0.25 + 0.1) = 0.975
        assert D("0.75") / D("1.975") == closest_apc(D(3), D("0.5"), grid)
    assert 1 == cell_of(D(3), D(1), grid)[0]


@pytest.mark.parametrize(
    ("accuracy", "row"), [("0.2999", 0), ("0.3", 1), ("0.8999", 2), ("0.9", 3), ("0.95", 3), ("1", 3)]
)
def test_a_step_that_does_not_divide_one(accuracy: str, row: int) -> None:
    """Steps of 0.3 make cells from 0, 0.3, 0.6 and 0.9, of which the last is cut off at 1."""
    assert row == cell_of(D(0), D(accuracy), Grid(accuracy_step=D("0.3")))[0]


def test_a_floor_is_never_rounded_first() -> None:
    """34 nines before the end of a cell, and numbers of cells with sixty digits, whatever the caller's precision."""
    with localcontext() as context:
        context.prec = 3
        assert 28 == cell_of(D(0), D("0." + "28" + "9" * 32), GRID)[0]
        assert 10**60 == cell_of(D("1e30"), D(0), Grid(energy_step=D("1e-30")))[1]


def test_the_earliest_checkpoint_that_reaches_the_last_ones_score() -> None:
    """By default the goal is the last checkpoint's cell: 200 s lies in it already, 250 s below, 300 s is the last."""
    found = ttcapc(
        checkpoints((100, "0.3", "10"), (200, "0.699", "10"), (250, "0.5", "10"), (300, "0.69", "10.09")), GRID
    )
    assert Reached(D(200), closest_apc(D(10), D("0.69"), GRID)) == found


def test_rows_may_stand_in_any_order() -> None:
    """The last checkpoint is the last in time, not in the file."""
    rows = checkpoints((300, "0.7", "10"), (100, "0.9", "10"), (200, "0.7", "10"))
    assert ttcapc(rows, GRID) == ttcapc(sorted(rows, key=lambda it: it.time_s), GRID)
    found = ttcapc(rows, GRID)
    assert found is not None
    assert D(100) == found.time_s


def test_a_target_is_reached_at_its_very_value() -> None:
    """A closest score equal to the target reaches it; a digit more, and it does not."""
    rows = checkpoints((100, "0.3", "10"), (200, "0.7", "10"))
    goal = closest_apc(D(10), D("0.7"), GRID)
    assert Reached(D(200), goal) == ttcapc(rows, GRID, goal)
    assert ttcapc(rows, GRID, goal + D("1e-30")) is None


@given(st.decimals(0, 10**6, places=9), st.decimals(0, 1, places=12))
def test_the_middle_is_within_half_a_step(consumption: Decimal, accuracy: Decimal) -> None:
    """Accuracy and consumption lie in the cell that they are given."""
    row, column = cell_of(consumption, accuracy, GRID)
    assert D(row) / 100 <= accuracy
    assert accuracy < D(row + 1) / 100 or accuracy == 1
    assert D(column) / 10 <= consumption < D(column + 1) / 10
