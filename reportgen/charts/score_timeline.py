"""The timeline of a training: its score at each checkpoint, and when that reached the target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.charts.axes import axis, time_ticks
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
    line_width,
    shorten,
    text_box,
)
from reportgen.charts.type_sizes import BESIDE_RAIL, NARROW, WIDER, on_paper
from reportgen.words.numbers import Numbers

MOST_TRAININGS = 6
_PANEL_HEIGHT = 60
_DOT = 1.8


@dataclass(frozen=True)
class TimelinePanel:
    """A training: its name, a line about it, scores by time (s), the target, and when it was reached, if it was.

    low, high: the ends of its scale with their texts. target_text: beside the target's line.
    """

    label: str
    sub: str
    points: tuple[tuple[Number, Number], ...]
    low: tuple[Number, str]
    high: tuple[Number, str]
    target: Number
    target_text: str
    reached: tuple[Number, Number] | None


@dataclass(frozen=True)
class TimelineData(ChartData):
    """One panel a training over one time axis in seconds, `end` its right end; ticks with their finished texts."""

    title: str
    panels: tuple[TimelinePanel, ...]
    end: Number
    ticks: tuple[tuple[Number, str], ...]

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:
        """The chart as SVG.

        Raises ValueError for numbers that are not finite, a scale that ends where it begins, and more panels than
        `MOST_TRAININGS`.
        """
        if len(self.panels) > MOST_TRAININGS:
            raise ValueError(f"a timeline shows at most {MOST_TRAININGS} trainings, got {len(self.panels)}")
        width = NARROW_WIDTH if narrow else WIDE_WIDTH
        type_ = NARROW if narrow else on_paper(WIDE_WIDTH, BESIDE_RAIL)
        texts = [text for panel in self.panels for text in (panel.low[1], panel.high[1])]
        left = min(max(line_width(text, type_.sub) for text in texts), width / 4) + 8
        right, end = width - 5.0, as_float(self.end)
        head = type_.label + 12
        step = head + _PANEL_HEIGHT + 12
        svg = Svg(width, len(self.panels) * step + type_.sub + 12, self.title, palette, font)

        def x(second: Number) -> float:
            return left + as_float(second) / end * (right - left) if end > 0 else left

        room = right / WIDER if narrow else right
        words = names_with_remarks([(panel.label, panel.sub) for panel in self.panels], room, type_)
        for index, (panel, (name, told)) in enumerate(zip(self.panels, words, strict=True)):
            svg.text(right, index * step + type_.label + 1, told, type_.sub, "ink2", 400, "end")
            svg.text(2, index * step + type_.label + 1, name, type_.label, "ink", BOLD)
            _draw_panel(svg, panel, x, index * step, left, right, head, type_.sub)
        bottom = len(self.panels) * step - 6
        svg.line(left, bottom, right, bottom, "axis")
        draw_ticks(svg, [(x(place), text) for place, text in self.ticks], bottom, width, type_.sub)
        return svg.to_string()


def timeline_chart(title: str, panels: Sequence[TimelinePanel], numbers: Numbers) -> TimelineData:
    """The panels over one time axis that ends with the last of their points."""
    end_s = Decimal(max(panel.points[-1][0] for panel in panels))
    return TimelineData(title, tuple(panels), end_s, time_ticks(end_s, numbers))


def score_scale(scores: Iterable[Decimal], numbers: Numbers) -> tuple[tuple[Decimal, str], tuple[Decimal, str]]:
    """Both ends of a scale that holds the scores, with their texts."""
    shown = list(scores)
    ticks = axis(min(shown), max(shown), numbers, 4).ticks
    return ticks[0], ticks[-1]


def _draw_panel(
    svg: Svg,
    panel: TimelinePanel,
    x: Callable[[Number], float],
    top: float,
    left: float,
    right: float,
    head: float,
    sub_size: float,
) -> None:
    low, high = as_float(panel.low[0]), as_float(panel.high[0])
    if not low < high:
        raise ValueError("a scale ends above where it begins")
    base = top + head + _PANEL_HEIGHT

    def y(score: Number) -> float:
        return base - (as_float(score) - low) / (high - low) * _PANEL_HEIGHT

    for value, text in (panel.low, panel.high):
        svg.line(left, y(value), right, y(value), "grid", 0.6)
        svg.text(
            left - 6, y(value) + sub_size * 0.35, shorten(text, sub_size, 400, left - 6), sub_size, "ink3", 400, "end"
        )
    points = [(x(time), y(score)) for time, score in panel.points]
    if low <= as_float(panel.target) <= high:
        svg.line(left, y(panel.target), right, y(panel.target), "ink3", 0.75)
    if len(points) > 1:
        svg.polyline(points, "accent", 1.1)
    for place_x, place_y in points:
        svg.rect(place_x - _DOT, place_y - _DOT, 2 * _DOT, 2 * _DOT, "accent")
    if panel.reached is not None:
        _draw_reached(svg, x(panel.reached[0]), y(panel.reached[1]), base)
    _draw_target(svg, panel.target_text, y(panel.target), left, right, top + head, base, points, sub_size)


def _draw_reached(svg: Svg, x: float, y: float, base: float) -> None:
    svg.line(x, y, x, base, "ink", 1.3)
    svg.polygon([(x - 4, y), (x, y - 4), (x + 4, y), (x, y + 4)], "accent", "ink")


def _draw_target(
    svg: Svg,
    text: str,
    y: float,
    left: float,
    right: float,
    top: float,
    base: float,
    points: list[tuple[float, float]],
    size: float,
) -> None:
    """The target's text at the line's left end or right end, above or below it: where no point is in the way."""
    text = shorten(text, size, 400, (right - left) / 2)
    width = line_width(text, size)
    for x in (left + 2, right - width - 2):
        for baseline in (y - 4, y + size + 2):
            box = text_box(x, baseline, text, size)
            if box.top < top - 2 or box.bottom > base:
                continue
            if not any(box.left - 5 < px < box.right + 5 and box.top - 5 < py < box.bottom + 5 for px, py in points):
                svg.text(x, baseline, text, size, "ink2")
                return
