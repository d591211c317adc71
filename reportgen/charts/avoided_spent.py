"""What was avoided against what was spent: one scale through zero for every basis, and the net on it."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.avoided_spent_data import (
    Basis,
    BasisRow,
    Lens,
    Scale,
    ends,
    lens_factor,
    numbers_of,
)
from reportgen.charts.avoided_spent_marks import draw_lens, draw_range, draw_sides, lens_height, row_height
from reportgen.charts.chart import ChartData
from reportgen.charts.palette import Palette
from reportgen.charts.svg import BOLD, NARROW_WIDTH, WIDE_WIDTH, Svg, line_width, shorten, sizes

_LABEL_COLUMN = 128.0
_SMALLEST_PLOT = 140.0


@dataclass(frozen=True)
class AvoidedSpentData(ChartData):
    """The bases from top to bottom, the words over the two sides and over the column of nets."""

    title: str
    spent_word: str
    avoided_word: str
    net_word: str
    rows: tuple[BasisRow, ...]
    lens: Lens | None = None

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:
        """The chart as SVG: spent left of zero, avoided right of it, the net as a black line.

        A side without a number shows its text instead. Raises ValueError for numbers that are not finite,
        a negative amount spent and half a range.
        """
        bases = [numbers_of(row) for row in self.rows]
        width = NARROW_WIDTH if narrow else WIDE_WIDTH
        type_ = sizes(narrow)
        net_column = 10 + max((line_width(row.net_text, type_.label, BOLD) for row in self.rows), default=0)
        plot_end = width - 2.0 if narrow else width - min(net_column, 150.0)
        scale, spent_texts = _fit(self, bases, narrow, plot_end)

        words_at = 10.0
        net_word = shorten(self.net_word, type_.sub, BOLD, width)
        free = width - scale(0) - line_width(self.avoided_word, type_.sub, BOLD) - 15
        if net_word and line_width(net_word, type_.sub, BOLD) > free:
            words_at += type_.sub * 1.4
        top = words_at + 16
        end = top + row_height(narrow) * len(bases)
        lens = self.lens
        factor = lens and lens_factor(self.rows, lens.row, lens.avoided_range, lens.spent_range)
        height = end + (lens_height(narrow) if factor else 0)
        svg = Svg(width, height, self.title, palette, font)
        if lens and factor:
            draw_lens(svg, lens, self.rows, scale, factor, end, narrow)

        zero = scale(0)
        svg.text(width, 10, net_word, type_.sub, "ink2", BOLD, "end")
        spent_word = shorten(self.spent_word, type_.sub, BOLD, zero - 5)
        svg.text(zero - 5, words_at, spent_word, type_.sub, "spent", BOLD, "end")
        avoided_word = shorten(self.avoided_word, type_.sub, BOLD, width - zero - 5)
        svg.text(zero + 5, words_at, avoided_word, type_.sub, "accent", BOLD)
        if not narrow:
            svg.line(zero, words_at + 4, zero, end - 2, "ink", 1)
        for index, (row, basis) in enumerate(zip(self.rows, bases, strict=True)):
            row_top = top + row_height(narrow) * index
            bar_top, bar_height = (row_top + 18, 16) if narrow else (row_top + 3, 17)
            if narrow:
                svg.line(zero, bar_top - 3, zero, bar_top + bar_height + 7, "ink", 1)
            _draw_words(svg, row, basis, row_top, bar_top + bar_height / 2, narrow)
            draw_sides(svg, row, basis, scale, bar_top, bar_height)
            _draw_net(svg, basis, scale, bar_top, bar_height)
            middle = bar_top + bar_height / 2 + type_.label * 0.36
            if spent_texts:
                spent_role, spent_weight = ("spent", BOLD) if basis.spent is not None else ("ink2", 400)
                svg.text(scale(basis.left) - 5, middle, row.spent_text, type_.sub, spent_role, spent_weight, "end")
            _draw_avoided_text(svg, row, basis, scale, middle, plot_end, narrow)
        return svg.to_string()


def _fit(data: AvoidedSpentData, bases: list[Basis], narrow: bool, plot_end: float) -> tuple[Scale, bool]:
    """The scale that leaves room for the texts beside the bars, and whether those of what was spent
    find any: the column of nets and the table hold them too."""
    type_ = sizes(narrow)
    start = line_width(data.spent_word, type_.sub, BOLD) + 7 if narrow else _LABEL_COLUMN + 4
    start = min(start, plot_end - _SMALLEST_PLOT)
    beside = [
        line_width(row.spent_text, type_.sub, _weight(basis.spent)) + 6
        for row, basis in zip(data.rows, bases, strict=True)
    ]
    room = max(beside, default=0) if not narrow else max(0, max(beside, default=0) - start)
    spent_texts = plot_end - start - room >= _SMALLEST_PLOT
    low, high = ends(bases)
    scale = Scale(low, high, start + (room if spent_texts else 0), plot_end)
    widths = [
        line_width(row.avoided_text, type_.label, _weight(basis.avoided))
        for row, basis in zip(data.rows, bases, strict=True)
    ]
    if any(
        _inside(basis, scale, width) is None and scale(max(basis.avoided or 0.0, 0.0)) + 6 + width > plot_end
        for basis, width in zip(bases, widths, strict=True)
    ):
        scale = Scale(low, high, scale.left, max(plot_end - max(widths) - 7, scale.left + 40))
    return scale, spent_texts


def _weight(number: float | None) -> int:
    return 400 if number is None else BOLD


def _inside(basis: Basis, scale: Scale, width: float) -> float | None:
    """Where a text of that width ends inside the avoided bar, clear of the net's line."""
    if basis.avoided is None or basis.avoided <= 0:
        return None
    start, end = scale(0), scale(basis.avoided)
    net = end if basis.net is None else scale(basis.net)
    if net - start >= width + 10:
        return net - 5
    if end - max(net, start) >= width + 10:
        return end - 5
    return None


def _draw_words(svg: Svg, row: BasisRow, basis: Basis, top: float, middle: float, narrow: bool) -> None:
    type_ = sizes(narrow)
    width = NARROW_WIDTH if narrow else WIDE_WIDTH
    weight = BOLD if row.emphasised else 400
    net_text = shorten(row.net_text, type_.label, BOLD, 150)
    net_role, net_weight = ("ink2", 400) if basis.net is None else ("ink", BOLD)
    net_y = top + 12 if narrow else middle + type_.label * 0.36
    net = svg.text(width, net_y, net_text, type_.label, net_role, net_weight, "end")
    room = net.left - 10 if narrow else _LABEL_COLUMN - 4
    name = shorten(row.label, type_.label, weight, room)
    label = svg.text(0, top + 12, name, type_.label, "ink", weight)
    if not narrow:
        svg.text(0, top + 24, shorten(row.sub, type_.sub, 400, room), type_.sub, "ink3")
    elif room - label.right > 50:
        svg.text(
            label.right + 7,
            top + 12,
            shorten(row.sub, type_.sub, 400, room - label.right - 7),
            type_.sub,
            "ink3",
        )


def _draw_net(svg: Svg, basis: Basis, scale: Scale, top: float, height: float) -> None:
    if basis.net is not None:
        svg.line(scale(basis.net), top - 3, scale(basis.net), top + height + 3, "ink", 1.6)
    if basis.low is not None and basis.high is not None:
        draw_range(svg, scale(basis.low), scale(basis.high), top + height + 5, "ink")


def _draw_avoided_text(
    svg: Svg, row: BasisRow, basis: Basis, scale: Scale, y: float, plot_end: float, narrow: bool
) -> None:
    size = sizes(narrow).label
    weight = _weight(basis.avoided)
    end = _inside(basis, scale, line_width(row.avoided_text, size, weight))
    if end is not None:
        role = "paper" if row.avoided_measured else "accent"
        svg.text(end, y, row.avoided_text, size, role, weight, "end")
        return
    start = scale(max(basis.avoided or 0.0, 0.0)) + 6
    text = shorten(row.avoided_text, size, weight, plot_end - start)
    svg.text(start, y, text, size, "ink2" if basis.avoided is None else "accent", weight)
