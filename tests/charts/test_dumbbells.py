"""The dumbbells: scores before and after on one axis, told apart by form."""

from __future__ import annotations

import pytest

from reportgen.charts.dumbbells import Dumbbell, DumbbellsData
from reportgen.charts.palette import HOUSE_LIGHT
from reportgen.charts.svg import Number
from tests.charts.reading import Drawing, Shape, assert_readable, read

TICKS = ((0.4, "0.4"), (0.5, "0.5"))
LEFT, WIDTH = 215.6, 207.2


def drawn(
    *scores: tuple[Number | None, Number | None, Number | None], narrow: bool = False, label: str = "a model"
) -> Drawing:
    """The chart of models with scores of a random subset, before and after."""
    rows = tuple(Dumbbell(label, *three, "0.402 → 0.411") for three in scores)
    svg = DumbbellsData("Scores", rows, TICKS).draw(HOUSE_LIGHT, narrow=narrow)
    assert_readable(svg)
    return read(svg)


def circles(drawing: Drawing, role: str) -> list[Shape]:
    """The circles filled in a role."""
    return [it for it in drawing.shapes if it.tag == "circle" and f"f-{role}" in it.roles]


def middle(shape: Shape) -> float:
    """Its place on the axis."""
    return (shape.box.left + shape.box.right) / 2


def test_form_tells_what_was_trained_on() -> None:
    """Open before at a fifth of the axis, filled after at four fifths, a line between, a tick at the random subset."""
    drawing = drawn((0.40, 0.42, 0.48))
    [before], [after] = circles(drawing, "paper"), circles(drawing, "ink")
    tick, link = [it.box for it in drawing.shapes if it.roles == ("s-ink",)]
    assert pytest.approx((LEFT + WIDTH / 5, LEFT + WIDTH * 4 / 5), abs=0.02) == (middle(before), middle(after))
    assert pytest.approx((LEFT, 10), abs=0.02) == (tick.left, tick.bottom - tick.top)
    assert pytest.approx((middle(before), middle(after)), abs=0.02) == (link.left, link.right)


def test_what_was_not_trained_is_not_drawn() -> None:
    """Before alone is an open mark without a line; after alone a filled one."""
    for scores, expected in (((None, 0.45, None), (1, 0)), ((None, None, 0.45), (0, 1))):
        drawing = drawn(scores)
        assert expected == (len(circles(drawing, "paper")), len(circles(drawing, "ink")))
        assert [] == [it for it in drawing.shapes if it.roles == ("s-ink",)]


@pytest.mark.parametrize(("after", "radius"), [(0.4516, 5.4), (0.4517, 3.4)])
def test_equal_scores_are_drawn_apart(after: float, radius: float) -> None:
    """Nearer than 3.4 units, 0.00164 on this axis, the open mark goes around the filled one."""
    [before] = circles(drawn((None, 0.45, after)), "paper")
    assert pytest.approx(2 * radius, abs=0.02) == before.length


@pytest.mark.parametrize("narrow", [False, True])
def test_twenty_long_names_stay_readable(narrow: bool) -> None:
    """Each name in its room, none over a mark or a text."""
    drawn(*[(0.4, 0.45, 0.5)] * 20, narrow=narrow, label="EfficientDet with a very long name " * 3)
