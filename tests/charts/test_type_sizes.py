"""Texts on charts have the sizes of the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.charts import type_sizes
from reportgen.charts.rows import rows_of
from reportgen.charts.svg import BOLD, NARROW_WIDTH, line_width
from reportgen.charts.type_sizes import Sizes, on_paper

CSS = (Path(__file__).parents[2] / "templates" / "page.css").read_text(encoding="utf-8")
CHARTS = Path(type_sizes.__file__).parent


@pytest.mark.parametrize(("name", "points"), [("small", type_sizes.SMALL), ("micro", type_sizes.MICRO)])
def test_the_sizes_are_those_of_the_stylesheet(name: str, points: float) -> None:
    """Of paper, where 1rem is 9.5 points."""
    found = re.search(rf"--{name}: (\.\d+)rem", CSS.partition("@media print")[2])
    assert found
    assert points == pytest.approx(float(found[1]) * 9.5, abs=0.01)


def test_a_chart_of_other_units_has_the_same_sizes_on_paper() -> None:
    """Drawn 975 units wide and laid out at half of that, both are twice as many units."""
    assert Sizes(16.0, 15.0) == on_paper(975, type_sizes.OVER_PAGE)


def test_no_chart_has_a_size_of_its_own() -> None:
    """No module of the charts but that of the sizes calls a number a size."""
    sized = re.compile(r"^\s*_?\w*(?:size|SIZE|SIZES)\w* = [\d(]", re.MULTILINE)
    assert [] == [it.name for it in CHARTS.glob("*.py") if it.name != "type_sizes.py" and sized.search(it.read_text())]


def test_narrow_rows_have_room_for_a_wider_face() -> None:
    """What fills a phone's line in Inter, and would not in another face, stands in two."""
    ticks = ((0, "0"), (1, "1"))
    fills = "Share of the GPU's peak that the training reaches (MFU)"
    assert 0.87 < line_width(fills, type_sizes.NARROW.label, BOLD) / NARROW_WIDTH < 1

    (head,) = rows_of(ticks, 20, True, [(fills, "")], ["1"]).heads
    assert 2 == len(head.name)
    (short,) = rows_of(ticks, 20, True, [("Energy of storing a gigabyte for a year", "")], ["0.02 to 0.153"]).heads
    assert short.below
