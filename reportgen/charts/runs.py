"""The runs chart: every training run as a dot on one axis, a row for each side, with the median of each."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.charts.axes import fixed_ticks
from reportgen.charts.chart import ChartData
from reportgen.charts.labels import names_with_remarks
from reportgen.charts.palette import Palette
from reportgen.charts.svg import (
    BOLD,
    NARROW_WIDTH,
    WIDE_WIDTH,
    Number,
    Svg,
    as_float,
    draw_ticks,
)
from reportgen.charts.type_sizes import BESIDE_RAIL, NARROW, on_paper
from reportgen.words.numbers import Numbers

MOST_DOTS = 300
_RADIUS = 2.6
_LEVELS = 5
_LEVEL_HEIGHT = 5.6
_FEWEST_LEVELS = 2  # so that the line of a median is seen
_ROW_GAP = 8
_CORNERS = 12  # enough to look round


@dataclass(frozen=True)
class RunsRow:
    """A side: its name, its values, their median, and a text that says the median and how many there are."""

    label: str
    values: tuple[Number, ...]
    median: Number
    text: str
    emphasised: bool = False


@dataclass(frozen=True)
class RunsData(ChartData):
    """Rows over one axis from low to high, which need not begin at zero; ticks with their finished texts."""

    title: str
    rows: tuple[RunsRow, ...]
    low: Number
    high: Number
    ticks: tuple[tuple[Number, str], ...]

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:
        """The chart as SVG.

        Raises ValueError for numbers that are not finite or off the axis, and more than `MOST_DOTS` values in a row.
        """
        width = NARROW_WIDTH if narrow else WIDE_WIDTH
        type_ = NARROW if narrow else on_paper(WIDE_WIDTH, BESIDE_RAIL)
        low, high = as_float(self.low), as_float(self.high)
        left, right = 2 + _RADIUS, width - 12.0
        head = type_.label + 6

        def x(value: float) -> float:
            if not low <= value <= high:
                raise ValueError(f"{value} lies off the axis from {low} to {high}")
            return left + (value - low) / (high - low) * (right - left) if high > low else (left + right) / 2

        dots = [_dots(row, x) for row in self.rows]
        levels = max([_FEWEST_LEVELS, *(level + 1 for row in dots for _, level in row)])
        band = levels * _LEVEL_HEIGHT + 1
        height = len(self.rows) * (head + band + _ROW_GAP)
        svg = Svg(width, height + type_.sub + 14, self.title, palette, font)
        ticks = [(x(as_float(place)), text) for place, text in self.ticks]
        words = names_with_remarks([(row.label, row.text) for row in self.rows], width - 4, type_)
        top = 0.0
        for row, places, (name, told) in zip(self.rows, dots, words, strict=True):
            # beside the dots alone, so that no line runs through the words above them
            for place, _ in ticks:
                svg.line(place, top + head, place, top + head + band, "grid", 0.6)
            svg.text(2, top + type_.label, name, type_.label, "ink", BOLD)
            svg.text(width - 4, top + type_.label, told, type_.sub, "ink2", 400, "end")
            _draw_dots(svg, row, places, x, top + head, top + head + band)
            top += head + band + _ROW_GAP
        svg.line(2, height, width - 4, height, "axis")
        draw_ticks(svg, ticks, height, width, type_.sub)
        return svg.to_string()


def runs_chart(title: str, rows: Sequence[RunsRow], numbers: Numbers) -> RunsData:
    """The rows over an axis that holds all of their values, each with at most `MOST_DOTS` of them."""
    values = [value for row in rows for value in row.values]
    ticks = fixed_ticks(Decimal(min(values)), Decimal(max(values)), numbers)
    shown = tuple(replace(row, values=thinned_out(sorted(row.values))) for row in rows)
    return RunsData(title, shown, ticks[0][0], ticks[-1][0], ticks)


def thinned_out(ordered: Sequence[Number]) -> tuple[Number, ...]:
    """At most as many of the ordered values as a row shows, evenly chosen, the first and the last among them."""
    if len(ordered) <= MOST_DOTS:
        return tuple(ordered)
    last = len(ordered) - 1
    return tuple(ordered[place * last // (MOST_DOTS - 1)] for place in range(MOST_DOTS))


def _dots(row: RunsRow, x: Callable[[float], float]) -> list[tuple[float, int]]:
    """Place and level of each dot, from left to right."""
    if len(row.values) > MOST_DOTS:
        raise ValueError(f"a row of the runs chart shows at most {MOST_DOTS} runs, got {len(row.values)}")
    places = sorted(x(as_float(value)) for value in row.values)
    return list(zip(places, _levels(places), strict=True))


def _draw_dots(
    svg: Svg, row: RunsRow, dots: list[tuple[float, int]], x: Callable[[float], float], top: float, bottom: float
) -> None:
    for place, level in dots:
        svg.polygon(_dot(place, bottom - _RADIUS - 1 - level * _LEVEL_HEIGHT), "accent" if row.emphasised else "ink3")
    median = x(as_float(row.median))
    svg.line(median, top - 1, median, bottom + 3, "ink", 1.6)


def _levels(places: Sequence[float]) -> list[int]:
    """The level of each dot, from left to right: the lowest at which it touches none, on top where all are taken."""
    last = [-math.inf] * _LEVELS
    levels = []
    for place in places:
        free = next((level for level in range(_LEVELS) if place - last[level] >= 2 * _RADIUS), _LEVELS - 1)
        last[free] = place
        levels.append(free)
    return levels


def _dot(x: float, y: float) -> list[tuple[float, float]]:
    angles = (2 * math.pi * corner / _CORNERS for corner in range(_CORNERS))
    return [(x + _RADIUS * math.cos(angle), y + _RADIUS * math.sin(angle)) for angle in angles]
