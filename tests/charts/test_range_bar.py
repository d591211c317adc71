"""Bars on one zero line: the side tells what was spent, the fill what is sure, the tick where the value is."""

from __future__ import annotations

import re

import pytest

from reportgen.charts.palette import HOUSE_LIGHT
from reportgen.charts.range_bar import RangeAxisData, RangeBarData, RangeHeadData, Span, span_of

SPAN = Span(-100, 100)
ZERO = 112.0  # the middle of 224


def bars(value: float | None, low: float | None = None, high: float | None = None) -> list[tuple[str, float, float]]:
    """Each rectangle: its role, and its left and right end; outlined ones with the stroke's half outside."""
    svg = RangeBarData("title", SPAN, value, low, high).draw(HOUSE_LIGHT, narrow=False)
    found = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="[\d.]+" class="f-([\w-]+)', svg)
    return [(role, float(x), float(x) + float(width)) for x, width, role in found]


def ticks(svg: str) -> list[str]:
    """The vertical lines."""
    return re.findall(r'd="M([\d.]+) [\d.]+L\1', svg)


@pytest.mark.parametrize(
    ("value", "low", "high", "roles"),
    [
        (50, None, None, ["accent"]),
        (-50, None, None, ["spent"]),
        (50, 20, 80, ["accent", "accent-t"]),  # sure up to the low end, outlined from there
        (-50, -80, -20, ["spent", "spent-t"]),
        (10, -20, 40, ["spent-t", "accent-t"]),  # nothing is sure
        (50, 0, 80, ["accent-t"]),  # zero at the end: nothing is sure either
        (50, 50, 50, ["accent"]),
        (None, 20, 50, ["accent-t"]),  # a band has no sure part
        (0, None, None, []),
    ],
)
def test_what_is_sure_is_filled(value: float | None, low: float | None, high: float | None, roles: list[str]) -> None:
    """Filled as far as the value surely goes, outlined over the range, each half in the colour of its side."""
    assert roles == [role for role, _, _ in bars(value, low, high)]


def test_spent_ends_at_zero_from_the_left() -> None:
    """A cost lies left of the zero line and a saving right of it, on one scale: 50 of 100 is 47 units either way."""
    assert [("spent", ZERO - 47, ZERO)] == bars(-50)
    assert [("accent", ZERO, ZERO + 47)] == bars(50)


def test_the_least_amount_is_seen() -> None:
    """What is a thousandth of the scale is drawn as thin as can be seen, on its own side."""
    [(_, left, right)] = bars(-0.1)
    assert (round(right - left, 2), right) == (1.4, ZERO)


def test_a_value_with_a_range_has_a_tick() -> None:
    """The zero line is always there; the tick only where the value is not the bar's end, and never for a band."""
    assert ["112"] == ticks(RangeBarData("t", SPAN, 50).draw(HOUSE_LIGHT, narrow=False))
    assert ["159", "112"] == ticks(RangeBarData("t", SPAN, 50, 20, 80).draw(HOUSE_LIGHT, narrow=False))
    assert ["112"] == ticks(RangeBarData("t", SPAN, None, 20, 80).draw(HOUSE_LIGHT, narrow=False))


def test_half_a_range_is_refused() -> None:
    """One end says nothing of the other."""
    with pytest.raises(ValueError, match="both ends or none"):
        RangeBarData("t", SPAN, 50, 20).draw(HOUSE_LIGHT, narrow=False)


def test_the_span_holds_zero() -> None:
    """Whatever the values, and also where all of them are zero, everything has a place."""
    assert Span(0, 7) == span_of([3, 7])
    assert Span(-7, 0) == span_of([-3, -7])
    assert 18 == span_of([0]).place(0)


def test_of_texts_that_touch_the_first_stands() -> None:
    """The ends come before the value, and zero last."""
    svg = RangeAxisData("t", SPAN, ((-90, "−90"), (90, "90"), (-88, "−88"))).draw(HOUSE_LIGHT, narrow=False)
    assert ["−90", "90", "0"] == re.findall(r">([^<]+)</text>", svg)


def test_a_word_without_room_is_left_out() -> None:
    """At the left end of the bar there is no room for a side on which nothing stands."""
    svg = RangeHeadData("t", Span(0, 100), "spent in this run", "avoided").draw(HOUSE_LIGHT, narrow=False)
    assert ["avoided"] == re.findall(r">([^<]+)</text>", svg)
