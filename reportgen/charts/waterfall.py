"""The waterfall: from a total over what is kept and what filtering cost to the net, row by row."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from reportgen.charts.chart import ChartData
from reportgen.charts.palette import Palette
from reportgen.charts.svg import (
    BOLD,
    NARROW_WIDTH,
    WIDE_WIDTH,
    Number,
    Svg,
    as_float,
    line_width,
    shorten,
    sizes,
)

Kind = Literal["total", "kept", "gross", "cost", "gain", "net"]

_FROM_ZERO = ("total", "gross", "net")
_SUBTOTALS = ("gross", "net")
_FILLS = {"total": "kept", "gross": "accent", "cost": "spent", "gain": "accent", "net": "accent"}
_THINNEST = 1.4  # what is not zero stays visible

_LENS_BELOW = 0.02  # of the scale
_LENS_REACH = 0.3  # the longest enlarged bar, as a share of the scale, at most
_LENS_LIMIT = 100_000  # beyond it the figure alone tells more than a bar
_LENS_WIDTH = 138.0
_LENS_AXIS = 8.0  # from the lens's left edge to its zero
_TEXT_GAP = 5.0


@dataclass(frozen=True)
class WaterfallRow:
    """One line of the ledger; `value` is signed as printed: what is kept and costs are negative."""

    label: str
    sub: str
    value: Number
    text: str
    kind: Kind


@dataclass(frozen=True)
class WaterfallData(ChartData):
    """The rows from top to bottom; `lens_text` names the factor of `lens_factor`, None for no lens."""

    title: str
    rows: tuple[WaterfallRow, ...]
    lens_text: str | None = None

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:
        """The chart as SVG: label, printed figure and bar in each row, on one scale with zero.

        Below zero a subtotal is drawn in the colour of what is spent. Raises ValueError for numbers that
        are not finite and for a sign that the row's kind cannot have.
        """
        bars = _bars(self.rows)
        factor = None if self.lens_text is None else lens_factor(self.rows)
        groups = _lens_groups(bars) if factor else []
        at = _layout(bars, groups, narrow)
        svg = Svg(NARROW_WIDTH if narrow else WIDE_WIDTH, at.height, self.title, palette, font)
        span = _span(bars)
        lowest = min([0.0, *(bar.lowest for bar in bars)])

        def x(level: float) -> float:
            return at.left + (level - lowest) / span * (at.right - at.left) if span else at.left

        if factor and self.lens_text:
            for group in groups:
                _draw_lens(svg, self.lens_text, bars, group, at, factor / span, x)
        if bars and not narrow:
            svg.line(x(0), at.bar_tops[0] - 3, x(0), at.bar_tops[-1] + at.bar_height + 3, "axis", 0.75)
            for index, bar in enumerate(bars[:-1]):
                place = x(bar.after)
                svg.line(place, at.bar_tops[index] + at.bar_height, place, at.bar_tops[index + 1], "axis", 0.6)
        for index, bar in enumerate(bars):
            _draw_words(svg, bar.row, at, at.tops[index])
            if narrow:
                # In pieces, since the words stand between the bars.
                svg.line(x(0), at.bar_tops[index] - 1, x(0), at.bar_tops[index] + at.bar_height + 3, "axis", 0.75)
            _draw_bar(svg, bar, at, at.bar_tops[index], x)
        return svg.to_string()


@dataclass(frozen=True)
class _Bar:
    """A row's bar from level to level, both in the unit of the rows."""

    row: WaterfallRow
    before: float
    after: float

    @property
    def lowest(self) -> float:
        return min(self.before, self.after)

    @property
    def highest(self) -> float:
        return max(self.before, self.after)


def _bars(rows: tuple[WaterfallRow, ...]) -> list[_Bar]:
    bars = []
    level = 0.0
    for row in rows:
        value = as_float(row.value)
        if (row.kind in ("kept", "cost") and value > 0) or (row.kind == "gain" and value < 0):
            raise ValueError(f"{row.label}: a row of the kind {row.kind} cannot have the value {value}")
        before, after = (0.0, value) if row.kind in _FROM_ZERO else (level, level + value)
        bars.append(_Bar(row, before, after))
        level = after
    return bars


def _span(bars: list[_Bar]) -> float:
    return max([0.0, *(bar.highest for bar in bars)]) - min([0.0, *(bar.lowest for bar in bars)])


def _lens_groups(bars: list[_Bar]) -> list[list[int]]:
    """Runs of neighbouring rows with costs too small for the scale."""
    small_enough = _LENS_BELOW * _span(bars)
    groups: list[list[int]] = []
    for index, bar in enumerate(bars):
        if bar.row.kind == "cost" and 0 < -as_float(bar.row.value) < small_enough:
            if groups and groups[-1][-1] == index - 1:
                groups[-1].append(index)
            else:
                groups.append([index])
    return groups


def lens_factor(rows: tuple[WaterfallRow, ...]) -> int | None:
    """How many times the costs under 2 % of the scale are enlarged: one digit and zeros.

    None where there is no such cost, or where it would take more than 100,000 times.
    """
    bars = _bars(rows)
    small = [-as_float(rows[index].value) for group in _lens_groups(bars) for index in group]
    if not small:
        return None
    exact = _LENS_REACH * _span(bars) / max(small)
    if exact > _LENS_LIMIT:
        return None
    magnitude = int(10 ** math.floor(math.log10(exact)))
    return int(exact // magnitude) * magnitude


@dataclass(frozen=True)
class _Layout:
    """Where things stand: the ledger's right edge, the bars' edges and each row's top and bar top."""

    narrow: bool
    ledger: float
    left: float
    right: float
    bar_height: float
    tops: list[float]
    bar_tops: list[float]
    height: float


def _layout(bars: list[_Bar], groups: list[list[int]], narrow: bool) -> _Layout:
    type_ = sizes(narrow)
    if narrow:
        # The lens names its factor under its last bar, where no row's text stands.
        ends = {group[-1] for group in groups}
        tops = []
        top = 4.0
        for index in range(len(bars)):
            tops.append(top)
            top += 46 + (15 if index in ends else 0)
        return _Layout(True, NARROW_WIDTH, 0, NARROW_WIDTH - 2, 16, tops, [top + 17 for top in tops], top)
    figures = max((line_width(bar.row.text, type_.label, _weight(bar.row)) for bar in bars), default=0)
    names = max((line_width(bar.row.label, type_.label, _weight(bar.row)) for bar in bars), default=0)
    ledger = min(max(222.0, figures + 10 + min(names, 130)), 300.0)
    tops = [4.0 + 38 * index for index in range(len(bars))]
    height = 38.0 * len(bars) + 8
    return _Layout(False, ledger, ledger + 14, WIDE_WIDTH - 2, 22, tops, [top + 5 for top in tops], height)


def _weight(row: WaterfallRow) -> int:
    return BOLD if row.kind in _SUBTOTALS else 400


def _draw_words(svg: Svg, row: WaterfallRow, at: _Layout, top: float) -> None:
    type_ = sizes(at.narrow)
    weight = _weight(row)
    if row.kind in _SUBTOTALS:
        svg.line(0, top - 2, at.ledger, top - 2, "axis", 0.75)
    baseline = top + (12 if at.narrow else 13)
    figure = shorten(row.text, type_.label, weight, at.ledger - 60)
    room = at.ledger - line_width(figure, type_.label, weight) - 10
    label = svg.text(0, baseline, shorten(row.label, type_.label, weight, room), type_.label, "ink", weight)
    svg.text(at.ledger, baseline, figure, type_.label, "ink", weight, "end")
    if not at.narrow:
        svg.text(0, top + 25, shorten(row.sub, type_.sub, 400, at.ledger - 4), type_.sub, "ink3")
    elif room - label.right > 50:
        start = label.right + 7
        svg.text(start, baseline, shorten(row.sub, type_.sub, 400, room - start), type_.sub, "ink3")


def _draw_bar(svg: Svg, bar: _Bar, at: _Layout, top: float, x: Callable[[float], float]) -> None:
    if bar.before == bar.after:
        return
    end = x(bar.highest)
    length = max(end - x(bar.lowest), _THINNEST)
    start = max(end - length, at.left)
    if bar.row.kind == "kept":
        svg.rect(start, top, length, at.bar_height, "paper", "axis", 0.75)
    else:
        below_zero = bar.row.kind in _FROM_ZERO and bar.after < 0
        svg.rect(start, top, length, at.bar_height, "spent" if below_zero else _FILLS[bar.row.kind])


def _draw_lens(
    svg: Svg,
    lens_text: str,
    bars: list[_Bar],
    group: list[int],
    at: _Layout,
    lengths_per_unit: float,
    x: Callable[[float], float],
) -> None:
    """The costs of a group once more, `lengths_per_unit` scale lengths for each unit of theirs."""
    size = sizes(at.narrow).sub
    first, last = at.bar_tops[group[0]], at.bar_tops[group[-1]] + at.bar_height
    start = min(x(bars[index].lowest) for index in group) - _THINNEST
    end = max(x(bars[index].highest) for index in group)
    width = max(_LENS_WIDTH, (at.right - at.left) * 0.5) if at.narrow else _LENS_WIDTH
    on_the_right = at.right - end >= start - at.left
    width = min(width, (at.right - end if on_the_right else start - at.left) - 10)
    if line_width(lens_text, size) > width - 8:
        return  # no lens without its factor
    left = at.right + 2 - width if on_the_right else at.left + 2
    top, bottom = (first - 4, last + 16) if at.narrow else (first - 14, last + 5)

    near, far = (end, left) if on_the_right else (start, left + width)
    svg.polygon([(near, first), (far, top), (far, bottom), (near, last)], "tint")
    svg.rect(left, top, width, bottom - top, "tint")
    svg.line(left + _LENS_AXIS, first, left + _LENS_AXIS, last, "axis", 0.75)
    for index in group:
        bar = bars[index]
        bar_top, bar_height = at.bar_tops[index] + 2, at.bar_height - 4
        length = max(-as_float(bar.row.value) * lengths_per_unit * (at.right - at.left), 1)
        svg.rect(left + _LENS_AXIS, bar_top, length, bar_height, "spent")
        text_start = left + _LENS_AXIS + length + _TEXT_GAP
        if text_start + line_width(bar.row.text, size, BOLD) <= left + width - 2:
            svg.text(text_start, bar_top + bar_height / 2 + size * 0.36, bar.row.text, size, "spent", BOLD)
    text_y = bottom - 4 if at.narrow else first - 4
    svg.text(left + width - 4, text_y, lens_text, size, "ink3", 400, "end")
