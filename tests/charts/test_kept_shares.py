"""Shares kept: a dot on one axis beside the band of random subsets, told apart by form."""

from __future__ import annotations

import pytest

from reportgen.charts.kept_shares import KeptShare, KeptSharesData
from reportgen.charts.palette import HOUSE_LIGHT
from tests.charts.reading import Drawing, Shape, assert_readable, read

TICKS = ((0, "0%"), (1, "100%"))
LEFT, WIDTH = 215.6, 207.2


def drawn(*rows: tuple[float, float, float], narrow: bool = False, label: str = "a class") -> Drawing:
    """The chart of classes with the share kept and the ends of the band, of which half of all was kept."""
    data = tuple(KeptShare(label, *three, "50%") for three in rows)
    svg = KeptSharesData("Shares", data, 0.5, TICKS).draw(HOUSE_LIGHT, narrow=narrow)
    assert_readable(svg)
    return read(svg)


def dots(drawing: Drawing, role: str) -> list[Shape]:
    return [it for it in drawing.shapes if it.tag == "circle" and f"f-{role}" in it.roles]


def bands(drawing: Drawing) -> list[Shape]:
    return [it for it in drawing.shapes if it.tag == "rect" and "f-kept" in it.roles]


@pytest.mark.parametrize(
    ("kept", "outside"), [(0.40, False), (0.60, False), (0.399, True), (0.601, True), (0.0, True), (1.0, True)]
)
def test_form_tells_what_lies_outside_the_band(kept: float, outside: bool) -> None:
    """Filled just below and just above it, open on its ends."""
    drawing = drawn((kept, 0.4, 0.6))
    [dot] = dots(drawing, "ink" if outside else "paper")

    assert pytest.approx(LEFT + WIDTH * kept, abs=0.02) == (dot.box.left + dot.box.right) / 2
    assert [] == dots(drawing, "paper" if outside else "ink")


def test_the_band_and_the_line_of_all_lie_where_they_belong() -> None:
    """From two fifths to four fifths; a band of one number is a thin line around it."""
    [band] = bands(drawn((0.5, 0.4, 0.8)))
    [thin] = bands(drawn((0.5, 0.25, 0.25)))
    drawing = drawn((0.5, 0.4, 0.8), (0.5, 0.4, 0.8))
    lines = [it.box for it in drawing.shapes if it.roles == ("s-axis",) and it.box.right == it.box.left]

    assert pytest.approx((LEFT + WIDTH * 0.4, LEFT + WIDTH * 0.8), abs=0.02) == (band.box.left, band.box.right)
    assert pytest.approx((LEFT + WIDTH / 4 - 0.75, 1.5), abs=0.02) == (thin.box.left, thin.box.right - thin.box.left)
    assert 2 == sum(abs(it.left - LEFT - WIDTH / 2) < 0.02 for it in lines)


@pytest.mark.parametrize("narrow", [False, True])
def test_long_names_and_many_rows_hold(narrow: bool) -> None:
    """Seventeen rows, in each of which a name is cut or broken and none lies on another."""
    drawing = drawn(*[(number / 16, 0.4, 0.6) for number in range(17)], narrow=narrow, label="a long name " * 12)

    assert 17 == len(bands(drawing))
    assert 17 == len(dots(drawing, "ink")) + len(dots(drawing, "paper"))
