"""The Pareto chart: energy across, accuracy up, a point for each group and a line through those on the front."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from reportgen.charts.axes import axis, fixed_ticks
from reportgen.charts.chart import ChartData
from reportgen.charts.labels import names_apart
from reportgen.charts.palette import Palette
from reportgen.charts.svg import (
    NARROW_WIDTH,
    WIDE_WIDTH,
    Box,
    Number,
    Svg,
    as_float,
    draw_ticks,
    line_width,
    shorten,
    text_box,
)
from reportgen.charts.type_sizes import BESIDE_RAIL, NARROW, Sizes, on_paper
from reportgen.words.numbers import Numbers

_HEIGHT = 210  # of the plot
_REACH = 4.0  # from a point's middle to its edge
_LABEL_GAP = 3
_LONGEST_LABEL = 0.55  # of the plot's width


@dataclass(frozen=True)
class ParetoPoint:
    """A group: its energy and accuracy, its name, and whether no other is better in one without being worse in the
    other."""

    label: str
    energy: Number
    accuracy: Number
    on_front: bool


@dataclass(frozen=True)
class ParetoData(ChartData):
    """Points between axes from the first tick to the last, with finished texts.

    x_label names energy, unit and denominator, y_label the accuracy. x_ticks, y_ticks: two or more each, rising.
    """

    title: str
    points: tuple[ParetoPoint, ...]
    x_label: str
    y_label: str
    x_ticks: tuple[tuple[Number, str], ...]
    y_ticks: tuple[tuple[Number, str], ...]

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:
        """The chart as SVG.

        Raises ValueError for numbers that are not finite, for points outside the axes and for fewer ticks than two.
        """
        width = NARROW_WIDTH if narrow else WIDE_WIDTH
        type_ = NARROW if narrow else on_paper(WIDE_WIDTH, BESIDE_RAIL)
        top = type_.label + 12
        base = top + _HEIGHT
        svg = Svg(width, base + 2.4 * type_.sub + 16, self.title, palette, font)
        y_texts = [shorten(text, type_.sub, 400, width / 4) for _, text in self.y_ticks]
        left = max((line_width(text, type_.sub) for text in y_texts), default=0) + 8
        right = width - _REACH - 2
        x = _scale([place for place, _ in self.x_ticks], left + _REACH, right)
        y = _scale([place for place, _ in self.y_ticks], base, top + _REACH)
        svg.text(0, type_.label, shorten(self.y_label, type_.label, 600, width), type_.label, "ink", 600)
        for (place, _), text in zip(self.y_ticks, y_texts, strict=True):
            at = y(as_float(place))
            svg.line(left, at, right, at, "grid", 0.6)
            svg.text(left - 5, at + type_.sub * 0.35, text, type_.sub, "ink3", 400, "end")
        svg.line(left, base, right, base, "axis", 0.75)
        draw_ticks(svg, [(x(as_float(place)), text) for place, text in self.x_ticks], base, width, type_.sub)
        label = shorten(self.x_label, type_.label, 600, width - left)
        svg.text(right, base + 2.4 * type_.sub + 9, label, type_.label, "ink", 600, "end")
        _draw_points(svg, self.points, x, y, Box(left, top - type_.label / 2, width, base), type_)
        return svg.to_string()


def pareto_chart(title: str, points: Sequence[ParetoPoint], x_label: str, y_label: str, numbers: Numbers) -> ParetoData:
    """The points between an axis of energy from zero and one of accuracy that holds them all."""
    energies = [Decimal(point.energy) for point in points]
    accuracies = [Decimal(point.accuracy) for point in points]
    x_ticks = axis(Decimal(0), max(energies), numbers).ticks
    y_ticks = fixed_ticks(min(accuracies), max(accuracies), numbers)
    return ParetoData(title, tuple(points), x_label, y_label, x_ticks, y_ticks)


def _scale(ticks: Sequence[Number], start: float, end: float) -> Callable[[float], float]:
    """From a number between the first and the last tick to its place."""
    if len(ticks) < 2:
        raise ValueError("an axis needs two ticks or more")
    low, high = as_float(ticks[0]), as_float(ticks[-1])
    if not low < high:
        raise ValueError("the ticks of an axis rise")

    def place(number: float) -> float:
        if not low <= number <= high:
            raise ValueError(f"{number} is outside of the axis from {low} to {high}")
        return start + (number - low) / (high - low) * (end - start)

    return place


def _draw_points(
    svg: Svg,
    points: Sequence[ParetoPoint],
    x: Callable[[float], float],
    y: Callable[[float], float],
    plot: Box,
    type_: Sizes,
) -> None:
    """The points, those of the front above the others and joined; a name stands where there is room for it."""
    places = [(x(as_float(point.energy)), y(as_float(point.accuracy)), point) for point in points]
    front = sorted((across, up) for across, up, point in places if point.on_front)
    if len(front) > 1:
        svg.polyline(_steps(front), "accent", 1.3)
    for across, up, _ in (place for place in places if not place[2].on_front):
        svg.polygon(_square(across, up), "kept", "axis")
    for across, up in front:
        svg.polygon(_diamond(across, up), "accent")
    taken = [Box(across - _REACH, up - _REACH, across + _REACH, up + _REACH) for across, up, _ in places]
    steps = _steps(front) if front else []
    taken += [Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)) for (x1, y1), (x2, y2) in pairwise(steps)]
    room = (plot.right - plot.left) * _LONGEST_LABEL
    names = names_apart([point.label for point in points], type_.sub, 400, [room] * len(points))
    named = zip(places, names, strict=True)
    for (across, up, point), name in sorted(named, key=lambda it: not it[0][2].on_front):
        _draw_label(svg, across, up, point, name, plot, type_, taken)


def _steps(front: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The front as stairs: to its right and below everything is worse than some point of it."""
    steps = [front[0]]
    for across, up in front[1:]:
        steps += [(across, steps[-1][1]), (across, up)]
    return steps


def _square(across: float, up: float) -> list[tuple[float, float]]:
    reach = _REACH - 1
    return [
        (across - reach, up - reach),
        (across + reach, up - reach),
        (across + reach, up + reach),
        (across - reach, up + reach),
    ]


def _diamond(across: float, up: float) -> list[tuple[float, float]]:
    return [(across - _REACH, up), (across, up - _REACH), (across + _REACH, up), (across, up + _REACH)]


def _draw_label(
    svg: Svg, across: float, up: float, point: ParetoPoint, text: str, plot: Box, type_: Sizes, taken: list[Box]
) -> None:
    """The point's name, as long as there is room for, beside, above or below it; none where all of these are taken."""
    size = type_.sub
    middle = up + size * 0.35
    half = line_width(text, size) / 2
    for left, baseline in (
        (across + _REACH + _LABEL_GAP, middle),
        (across - _REACH - _LABEL_GAP - 2 * half, middle),
        (across - _REACH, up - _REACH - _LABEL_GAP),
        (across - half, up - _REACH - _LABEL_GAP),
        (across - 2 * half + _REACH, up - _REACH - _LABEL_GAP),
        (across - half, up + _REACH + size * 0.8 + 1),
    ):
        box = text_box(left, baseline, text, size)
        inside = box.left >= plot.left and box.right <= plot.right and box.top >= plot.top and box.bottom <= plot.bottom
        if text and inside and not any(box.overlaps(other, 1) for other in taken):
            taken.append(svg.text(left, baseline, text, size, "ink" if point.on_front else "ink2"))
            return
