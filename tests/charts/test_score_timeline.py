"""The timeline of a training: where scores, target and the mark stand, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.charts.palette import HOUSE_LIGHT
from reportgen.charts.score_timeline import (
    MOST_TRAININGS,
    TimelineData,
    TimelinePanel,
    score_scale,
    timeline_chart,
)
from reportgen.charts.svg import Box
from reportgen.words.numbers import HOUSE
from tests.charts.reading import Drawing, assert_readable, read

PANEL = TimelinePanel(
    "a model", "TTCAPC 50 s", ((25, 0.2), (50, 0.6), (100, 0.6)), (0, "0"), (1, "1"), 0.6, "target 0.6", (50, 0.6)
)
DATA = TimelineData("Score over time", (PANEL,), 100, ((0, "0"), (50, "50"), (100, "100 s")))


def drawn(data: TimelineData) -> Drawing:
    """The wide drawing, after the checks that every chart must pass."""
    assert_readable(data.draw(HOUSE_LIGHT, narrow=True))
    svg = data.draw(HOUSE_LIGHT, narrow=False)
    assert_readable(svg)
    return read(svg)


def axis_of(drawing: Drawing) -> Box:
    """The time axis."""
    return next(it.box for it in drawing.shapes if it.roles == ("s-axis",) and it.length > 300)


def test_scores_stand_at_their_times() -> None:
    """A quarter of the way at 25 s, half of it at 50 s, the end at 100 s."""
    drawing = drawn(DATA)
    axis = axis_of(drawing)
    places = [(it.box.left + it.box.right) / 2 for it in drawing.bars("accent")]
    width = axis.right - axis.left
    assert [axis.left + width / 4, axis.left + width / 2, axis.right] == pytest.approx(places, abs=0.02)


def test_the_mark_stands_where_the_target_was_reached() -> None:
    """On the second point, with a line down to the panel's base."""
    drawing = drawn(DATA)
    point = drawing.bars("accent")[1].box
    (diamond,) = [it.box for it in drawing.shapes if it.tag == "path" and it.roles[:1] == ("f-accent",)]
    assert (point.left + point.right) / 2 == pytest.approx((diamond.left + diamond.right) / 2, abs=0.02)
    (down,) = [it.box for it in drawing.shapes if it.roles == ("s-ink",)]
    # 60 units are the scale from 0 to 1
    assert 36 == pytest.approx(down.bottom - down.top, abs=0.02)


def test_a_target_that_is_not_reached_has_no_mark() -> None:
    """Its line is drawn where it lies on the scale, and left out above it."""
    inside = drawn(replace(DATA, panels=(replace(PANEL, target=0.9, reached=None),)))
    above = drawn(replace(DATA, panels=(replace(PANEL, target=2, reached=None),)))
    for drawing, lines in ((inside, 1), (above, 0)):
        assert [] == [it for it in drawing.shapes if it.roles == ("s-ink",)]
        assert lines == sum(it.roles == ("s-ink3",) for it in drawing.shapes)


def test_every_training_has_its_panel_below_the_last() -> None:
    """Six panels over one axis; a seventh is the caller's mistake."""
    panels = tuple(replace(PANEL, label=f"model {number}") for number in range(MOST_TRAININGS))
    drawing = drawn(replace(DATA, panels=panels))
    assert sorted(tops := [drawing.box_of(panel.label).top for panel in panels]) == tops
    with pytest.raises(ValueError, match="at most 6"):
        replace(DATA, panels=(*panels, PANEL)).draw(HOUSE_LIGHT, narrow=False)


@pytest.mark.parametrize(
    "panel",
    [
        replace(PANEL, label="W" * 400, sub="TTCAPC " * 80, target_text="target " * 80),
        replace(PANEL, label="", sub="", target_text="", low=(0, ""), high=(1, "")),
        replace(PANEL, points=((0, 0.6),), reached=(0, 0.6)),
        replace(PANEL, points=tuple((second, 0.58 + second % 2 / 25) for second in range(101))),
        replace(PANEL, label='<script>alert("x")</script>', low=(0, "0" * 200)),
    ],
    ids=["long", "empty", "one checkpoint", "no room for the target", "markup"],
)
def test_awkward_trainings_stay_readable(panel: TimelinePanel) -> None:
    """However long or empty, nothing leaves the chart or covers something else."""
    assert "100 s" in drawn(replace(DATA, panels=(panel, PANEL))).texts()


def test_a_training_of_no_time() -> None:
    """A single checkpoint at 0 s has an axis without length."""
    assert "a model" in drawn(TimelineData("t", (replace(PANEL, points=((0, 0.6),), reached=(0, 0.6)),), 0, ())).texts()


def test_a_scale_without_height_is_refused() -> None:
    """It is the caller's mistake."""
    with pytest.raises(ValueError, match="scale"):
        replace(DATA, panels=(replace(PANEL, high=(0, "0")),)).draw(HOUSE_LIGHT, narrow=False)


def test_a_scale_holds_scores_and_target_and_the_axis_all_panels() -> None:
    """From 0.21 to 0.58 in steps of 0.1, four at most, and then of 0.2; the later panel ends the axis."""
    assert ((Decimal("0.2"), "0.2"), (Decimal("0.6"), "0.6")) == score_scale(
        map(Decimal, ("0.21", "0.5", "0.58")), HOUSE
    )
    later = replace(PANEL, points=((30, 0.2), (130, 0.6)))
    data = timeline_chart("Score over time", [later, PANEL], HOUSE)

    assert 130 == data.end
    assert ["0", "30", "60", "90", "120\u202fs"] == [text for _, text in data.ticks]
