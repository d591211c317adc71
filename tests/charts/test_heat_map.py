"""The heat map: cells at their places, the fuller the higher the score."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from reportgen.charts.heat_map import HeatMapData
from reportgen.charts.palette import HOUSE_LIGHT
from tests.charts.reading import assert_readable, read

TICKS = ((0, "0"), (0.5, "5"), (1, "10"))
DATA = HeatMapData("Map", ((0.05, 0.05), (0.45, 0.95)), TICKS, TICKS, "Wh", "accuracy", "score", TICKS)


def test_cells_of_one_shade_are_one_rectangle() -> None:
    """The lower row is whole, the upper one in halves; each row is half of the height."""
    svg = DATA.draw(HOUSE_LIGHT, narrow=False)
    assert_readable(svg)
    assert_readable(DATA.draw(HOUSE_LIGHT, narrow=True))
    lower, left, right = [it.box for it in read(svg).bars("accent")[:3]]
    assert lower.top == left.bottom == right.bottom
    assert (lower.left, lower.right) == (left.left, right.right)
    assert 150 == pytest.approx(lower.bottom - lower.top)
    assert left.right == pytest.approx((lower.left + lower.right) / 2, abs=0.02)


def test_the_higher_the_fuller() -> None:
    """0.05, 0.45 and 0.95 have the shades of their tenths, which the scale repeats."""
    root = ElementTree.fromstring(DATA.draw(HOUSE_LIGHT, narrow=False))
    shades = [element.get("fill-opacity") for element in root if element.get("fill-opacity")]
    assert ["0.05", "0.45", "0.95"] == shades[:3]
    assert ["0.05", "0.15", "0.25", "0.35", "0.45", "0.55", "0.65", "0.75", "0.85", "0.95"] == shades[3:]


@pytest.mark.parametrize("score", [-0.1, 1.1, float("nan")])
def test_what_is_no_score_is_refused(score: float) -> None:
    """A score lies from 0 to 1."""
    with pytest.raises(ValueError, match=r"score|finite"):
        replace(DATA, rows=((score,),)).draw(HOUSE_LIGHT, narrow=False)
