"""The hours chart: one quantity on an axis from zero, with its range."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reportgen.charts.chart import ChartData
from reportgen.charts.palette import Palette
from reportgen.charts.svg import (
    BOLD,
    NARROW_WIDTH,
    WIDE_WIDTH,
    Number,
    Svg,
    as_float,
    draw_ticks,
    line_width,
    shorten,
    sizes,
)

_BAR_HEIGHT = 13
_LABEL_GAP = 8


@dataclass(frozen=True)
class HoursData(ChartData):
    """One value, its range (both ends or neither) and the ticks to draw, with their finished texts."""

    title: str
    value: Number
    value_text: str
    low: Number | None
    high: Number | None
    low_text: str
    high_text: str
    ticks: tuple[tuple[Number, str], ...]

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:
        """The chart as SVG: filled up to the low end, outlined up to the high end, a tick at the value.

        What lies below zero is drawn in the colour of what is spent. Raises ValueError for numbers that
        are not finite, for half a range, and for a value outside its range.
        """
        value = as_float(self.value)
        low = None if self.low is None else as_float(self.low)
        high = None if self.high is None else as_float(self.high)
        if (low is None) != (high is None):
            raise ValueError("a range needs both ends")
        if low is not None and high is not None and not low <= value <= high:
            raise ValueError(f"{value} lies outside its range {low} to {high}")
        ticks = [(as_float(place), text) for place, text in self.ticks]

        width = NARROW_WIDTH if narrow else WIDE_WIDTH
        type_ = sizes(narrow)
        top = 22 if narrow else 18
        height = 62 if narrow else 52
        svg = Svg(width, height, self.title, palette, font)

        pieces = _parts(value, low, high)
        bottom_of_scale = min(0, *(piece[0] for piece in pieces), *(place for place, _ in ticks))
        top_of_scale = max(0, *(piece[1] for piece in pieces), *(place for place, _ in ticks))
        span = top_of_scale - bottom_of_scale
        left, right = 2.0, width - 10.0

        def x(number: float) -> float:
            return left + (number - bottom_of_scale) / span * (right - left) if span else left

        axis_y = top + _BAR_HEIGHT + 5
        svg.line(left, axis_y, right, axis_y, "axis")
        for start, end, certain in pieces:
            role = "spent" if start < 0 else "accent"
            length = x(end) - x(start)
            if end > start and certain:
                svg.rect(x(start), top, max(length, 1), _BAR_HEIGHT, role)
            elif end > start:
                svg.rect(x(start), top, max(length, 1), _BAR_HEIGHT, role + "_t", role)
        if bottom_of_scale < 0:
            svg.line(x(0), top - 3, x(0), axis_y, "ink", 1)
        svg.line(x(value), top - 4, x(value), top + _BAR_HEIGHT + 3, "ink", 1.6)
        _draw_value_labels(svg, self, x, top - 7, width, narrow)
        draw_ticks(svg, [(x(place), text) for place, text in ticks], axis_y, width, type_.sub)
        return svg.to_string()


def _parts(value: float, low: float | None, high: float | None) -> list[tuple[float, float, bool]]:
    """The bar as pieces (from, to, certain): certain up to the end of the range nearer to zero."""
    if low is None or high is None:
        return [(min(value, 0), max(value, 0), True)]
    if low >= 0:
        return [(0, low, True), (low, high, False)]
    if high <= 0:
        return [(high, 0, True), (low, high, False)]
    return [(low, 0, False), (0, high, False)]


def _draw_value_labels(
    svg: Svg, data: HoursData, x: Callable[[float], float], y: float, width: float, narrow: bool
) -> None:
    """The value over its tick, the ends of the range beside it: moved apart in their order, never over
    one another; without room for all three the value stands alone."""
    type_ = sizes(narrow)
    value_text = shorten(data.value_text, type_.label, BOLD, width)
    value_width = line_width(value_text, type_.label, BOLD)
    room_left = room_right = 0.0
    has_range = data.low is not None and data.high is not None
    if has_range:
        low_width = line_width(data.low_text, type_.sub)
        high_width = line_width(data.high_text, type_.sub)
        room_left, room_right = low_width + _LABEL_GAP, high_width + _LABEL_GAP
        if room_left + value_width + room_right > width:
            has_range = False
            room_left = room_right = 0.0
    start = x(as_float(data.value)) - value_width / 2
    start = min(max(start, room_left), width - room_right - value_width)
    svg.text(start, y, value_text, type_.label, "ink", BOLD)
    if has_range and data.low is not None and data.high is not None:
        low_start = min(x(as_float(data.low)) - low_width / 2, start - room_left)
        high_start = max(x(as_float(data.high)) - high_width / 2, start + value_width + _LABEL_GAP)
        svg.text(max(low_start, 0), y, data.low_text, type_.sub, "ink2")
        svg.text(min(high_start, width - high_width), y, data.high_text, type_.sub, "ink2")
