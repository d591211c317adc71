"""The power chart: where lines, bands, gaps, stages and ticks stand, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.charts.palette import HOUSE_LIGHT
from reportgen.charts.power import (
    MOST_PANELS,
    PowerData,
    PowerPanel,
    PowerSpan,
    PowerStage,
    in_a_row,
    power_chart,
    scale_above,
)
from reportgen.words.numbers import HOUSE
from tests.charts.reading import Drawing, assert_readable, read

# 472 units of width from 2 on for 100 s; a panel of 52 units is 200 W high and begins 19 below its label.
FLAT = PowerPanel("GPU 0", "mean 100 W", (PowerSpan(0, 100, 100, 100, 100),), 200, "200 W")
DATA = PowerData("Power", (FLAT,), (), 100, ((0, "0"), (50, "50"), (100, "100 s")))


def wide(data: PowerData) -> Drawing:
    """Return the wide drawing, after the checks that every chart must pass."""
    svg = data.draw(HOUSE_LIGHT, narrow=False)
    assert_readable(svg)
    assert_readable(data.draw(HOUSE_LIGHT, narrow=True))
    return read(svg)


def paths(drawing: Drawing, role: str) -> list[tuple[float, float, float, float]]:
    """Return the bounds of the paths that are filled or drawn in a role."""
    found = [shape.box for shape in drawing.shapes if shape.tag == "path" and role in shape.roles]
    return [(box.left, box.top, box.right, box.bottom) for box in found]


def test_a_constant_power_is_a_flat_line_at_its_height() -> None:
    """100 W of 200 W stand at half of the panel's height, from the left end to the right end."""
    drawing = wide(DATA)
    ((left, top, right, bottom),) = paths(drawing, "s-accent")

    assert (2, 472) == (left, right)
    assert 19 + 26 == top == bottom


def test_the_band_reaches_from_the_lowest_to_the_highest_sample() -> None:
    """From 50 W to 200 W: a quarter above the base up to the top of the scale."""
    panel = replace(FLAT, spans=(PowerSpan(0, 50, 100, 50, 150), PowerSpan(50, 100, 180, 100, 200)))
    ((left, top, right, bottom),) = paths(wide(replace(DATA, panels=(panel,))), "f-accent-t")

    assert (2, 472) == (left, right)
    assert (19, 19 + 52 * 0.75) == (top, bottom)


def test_a_gap_breaks_line_and_band() -> None:
    """Between 20 s and 60 s nothing is drawn."""
    panel = replace(FLAT, spans=(PowerSpan(0, 20, 100, 90, 110), PowerSpan(60, 100, 100, 90, 110)))
    drawing = wide(replace(DATA, panels=(panel,)))

    for role in ("s-accent", "f-accent-t"):
        (_, _, end, _), (start, _, _, _) = paths(drawing, role)
        assert (2 + 0.2 * 470, 2 + 0.6 * 470) == pytest.approx((end, start))


def test_stages_stand_below_on_the_same_time_axis() -> None:
    """From 0 s to 25 s and from 25 s to 100 s; a name without room is left out."""
    stages = (PowerStage("decode", 0, 25), PowerStage("near duplicates", 25, 99), PowerStage("a last one", 99, 100))
    drawing = wide(replace(DATA, stages=stages))
    first, last = drawing.bars("kept")
    (middle,) = drawing.bars("accent")

    assert [2, 119.5] == [first.box.left, first.box.right]
    assert [119.5, 467.3] == [middle.box.left, middle.box.right]
    assert last.box.left == 467.3
    assert {"decode", "near duplicates"} <= set(drawing.texts())
    assert "a last one" not in drawing.texts()


def test_every_device_has_its_panel_below_the_last() -> None:
    """Six panels are six lines, each lower than the one before; a seventh is the caller's mistake."""
    panels = tuple(replace(FLAT, label=f"GPU {number}") for number in range(MOST_PANELS))
    lines = paths(wide(replace(DATA, panels=panels)), "s-accent")

    assert MOST_PANELS == len({top for _, top, _, _ in lines})
    with pytest.raises(ValueError, match="at most 6"):
        replace(DATA, panels=(*panels, FLAT)).draw(HOUSE_LIGHT, narrow=False)


@pytest.mark.parametrize(
    "panel",
    [
        replace(FLAT, label="W" * 400, sub="mean " * 80),
        replace(FLAT, label="", sub="", top_text=""),
        replace(FLAT, spans=(), top=0, top_text="0 W"),
        replace(FLAT, label='<script>alert("x")</script>'),
    ],
    ids=["long", "empty", "no spans", "markup"],
)
def test_awkward_devices_stay_readable(panel: PowerPanel) -> None:
    """However long or empty, nothing leaves the chart or covers something else."""
    assert not [text for text in wide(replace(DATA, panels=(panel, FLAT))).texts() if len(text) > 200]


@pytest.mark.parametrize(
    "spans",
    [
        (PowerSpan(10, 5, 1, 1, 1),),
        (PowerSpan(0, 10, 1, 1, 1), PowerSpan(5, 20, 1, 1, 1)),
        (PowerSpan(0, float("nan"), 1, 1, 1),),
    ],
    ids=["backwards", "overlapping", "not a number"],
)
def test_impossible_spans_are_refused(spans: tuple[PowerSpan, ...]) -> None:
    """Time that goes back and NaN are the caller's mistakes."""
    with pytest.raises(ValueError, match=r"order|finite"):
        replace(DATA, panels=(replace(FLAT, spans=spans),)).draw(HOUSE_LIGHT, narrow=False)


@pytest.mark.parametrize(
    ("highest", "top", "text"), [("300", "300", "300 W"), ("301", "400", "400 W"), ("0.62", "0.8", "800 mW")]
)
def test_a_scale_ends_at_the_round_number_above(highest: str, top: str, text: str) -> None:
    """At the highest power where that is round itself; its text is in the unit that reads well."""
    found, told = scale_above(Decimal(highest), HOUSE)
    assert (Decimal(top), text) == (found, told.replace("\u202f", " "))


def test_a_stage_within_another_is_left_out() -> None:
    """It would hide it; one that begins where the last ended follows it."""
    outer, inner, after = PowerStage("outer", 0, 60), PowerStage("inner", 10, 20), PowerStage("after", 60, 90)
    assert [outer, after] == in_a_row([after, inner, outer])


def test_the_time_axis_ends_with_the_last_span() -> None:
    """Of two devices the one that was recorded longer."""
    short = replace(FLAT, spans=(PowerSpan(0, 45, 100, 100, 100),))
    data = power_chart("Power", [short, FLAT], [], HOUSE)

    assert 100 == data.end
    assert ["0", "30", "60", "90\u202fs"] == [text for _, text in data.ticks]
