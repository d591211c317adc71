"""The runs chart: where dots and medians stand, worked by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal as D
from itertools import pairwise

import pytest

from reportgen.charts.palette import HOUSE_LIGHT
from reportgen.charts.runs import MOST_DOTS, RunsData, RunsRow, runs_chart, thinned_out
from reportgen.charts.svg import Box
from reportgen.words.numbers import HOUSE
from tests.charts.reading import Drawing, assert_readable, read

# The axis goes from 4.6 to 464 for 0 to 1.
BEFORE = RunsRow("All samples", (0.0, 0.5, 1.0), 0.5, "median 0.5, 3 runs")
AFTER = RunsRow("Samples kept", (0.25,), 0.25, "median 0.25, 1 run", emphasised=True)
DATA = RunsData("Runs", (BEFORE, AFTER), 0, 1, ((0, "0"), (0.5, "0.5"), (1, "1 mAP")))


def wide(data: RunsData) -> Drawing:
    """Return the wide drawing, after the checks that every chart must pass."""
    svg = data.draw(HOUSE_LIGHT, narrow=False)
    assert_readable(svg)
    assert_readable(data.draw(HOUSE_LIGHT, narrow=True))
    return read(svg)


def dots(drawing: Drawing, role: str) -> list[Box]:
    """Return the bounds of the dots in a role, in drawing order."""
    return [shape.box for shape in drawing.shapes if f"f-{role}" in shape.roles]


def middle(box: Box) -> float:
    return (box.left + box.right) / 2


def test_every_run_is_a_dot_at_its_value() -> None:
    """Zero at the left end, a half in the middle, one at the right end."""
    drawing = wide(DATA)
    assert [4.6, 234.3, 464] == pytest.approx([middle(box) for box in dots(drawing, "ink3")], abs=0.02)
    assert [119.45] == pytest.approx([middle(box) for box in dots(drawing, "accent")], abs=0.02)


def test_the_median_is_a_line_through_its_row() -> None:
    """It stands at its value and reaches over all dots."""
    drawing = wide(DATA)
    lines = [shape.box for shape in drawing.shapes if "s-ink" in shape.roles]
    assert [234.3, 119.45] == pytest.approx([line.left for line in lines], abs=0.02)
    for line, role in zip(lines, ("ink3", "accent"), strict=True):
        assert all(line.top < dot.top and dot.bottom < line.bottom for dot in dots(drawing, role))


def test_equal_runs_stand_above_one_another() -> None:
    """Five dots at one value are five heights; a sixth lies on the fifth and the chart stays as high."""
    for count, heights in ((5, 5), (6, 5)):
        row = replace(BEFORE, values=(0.5,) * count)
        drawing = wide(replace(DATA, rows=(row,)))
        assert count == len(dots(drawing, "ink3"))
        assert heights == len({box.top for box in dots(drawing, "ink3")})


def test_one_value_for_all_stands_in_the_middle() -> None:
    """An axis without length divides by nothing."""
    row = RunsRow("All", (0.4, 0.4), 0.4, "median 0.4, 2 runs")
    drawing = wide(RunsData("Runs", (row,), 0.4, 0.4, ((0.4, "0.4"),)))
    assert {234.3} == {round(middle(box), 2) for box in dots(drawing, "ink3")}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -0.1, 1.1])
def test_what_is_off_the_axis_is_refused(value: float) -> None:
    """A caller's mistake is told, and nothing is drawn at the wrong place."""
    with pytest.raises(ValueError, match=r"finite|off the axis"):
        replace(DATA, rows=(replace(BEFORE, values=(value,)),)).draw(HOUSE_LIGHT, narrow=False)


def test_too_many_runs_are_refused() -> None:
    """The page chooses which to show."""
    row = replace(BEFORE, values=(0.5,) * (MOST_DOTS + 1))
    with pytest.raises(ValueError, match="at most 300"):
        replace(DATA, rows=(row,)).draw(HOUSE_LIGHT, narrow=False)


@pytest.mark.parametrize("seed", range(30))
def test_names_of_any_kind_stay_inside(seed: int) -> None:
    """Long names, markup and odd characters, with up to as many dots as there may be."""
    rng = random.Random(seed)
    names = ("", "W" * 300, "<b>&", "破損または読み取り不能", "nul \x00 \ud800", "🎉🎉 party")
    rows = []
    for _ in range(3):
        values = tuple(rng.random() for _ in range(rng.randint(1, MOST_DOTS)))
        rows.append(RunsRow(rng.choice(names), values, values[0], rng.choice(names), rng.random() < 0.5))
    wide(replace(DATA, rows=tuple(rows)))


def test_many_runs_are_thinned_evenly() -> None:
    """Of 1,000 values 300 are drawn, the lowest and the highest among them."""
    values = [D(number) for number in range(1000)]
    drawn = thinned_out(values)
    assert (MOST_DOTS, D(0), D(999)) == (len(drawn), drawn[0], drawn[-1])
    assert 4 >= max(D(after) - D(before) for before, after in pairwise(drawn))


def test_the_axis_holds_every_run() -> None:
    """From the round number below the lowest run of any side to the one above the highest."""
    low, high = (
        RunsRow("low", (D("0.408"), D("0.399")), D("0.4"), "2 runs"),
        RunsRow("high", (D("0.42"),), D("0.42"), "1 run"),
    )
    data = runs_chart("Runs", [low, high], HOUSE)

    assert (D("0.395"), D("0.420")) == (data.low, data.high)
    assert ["0.395", "0.400", "0.405", "0.410", "0.415", "0.420"] == [text for _, text in data.ticks]
    assert [(D("0.399"), D("0.408")), (D("0.42"),)] == [row.values for row in data.rows]
