"""The heat map of a score over energy and accuracy: a grid of cells, the fuller the higher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from reportgen.charts.chart import ChartData
from reportgen.charts.palette import Palette
from reportgen.charts.svg import NARROW_WIDTH, WIDE_WIDTH, Number, Svg, as_float, draw_ticks, line_width, shorten
from reportgen.charts.type_sizes import BESIDE_RAIL, NARROW, on_paper

_HEIGHT = 300
_LEVELS = 10  # of a score from 0 to 1, each with its own shade


@dataclass(frozen=True)
class HeatMapData(ChartData):
    """Scores from 0 to 1 by rows from the bottom, each from left to right; ticks as shares of an axis from 0 to 1.

    scale_ticks: of the scale of shades, from 0 to 1 too.
    """

    title: str
    rows: tuple[tuple[Number, ...], ...]
    x_ticks: tuple[tuple[Number, str], ...]
    y_ticks: tuple[tuple[Number, str], ...]
    x_title: str
    y_title: str
    scale_title: str
    scale_ticks: tuple[tuple[Number, str], ...]

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:
        """The map as SVG, with its scale below. Raises ValueError for a score outside of 0 to 1."""
        type_ = NARROW if narrow else on_paper(WIDE_WIDTH, BESIDE_RAIL)
        width = NARROW_WIDTH if narrow else WIDE_WIDTH
        left = min(max((line_width(text, type_.sub) for _, text in self.y_ticks), default=0), width / 4) + 8
        top, right = type_.sub * 2, width - 8.0
        bottom = top + _HEIGHT
        svg = Svg(width, bottom + 6 * type_.sub + 22, self.title, palette, font)
        _draw_cells(svg, self.rows, left, right, top, bottom)
        svg.text(0, type_.sub, shorten(self.y_title, type_.sub, 600, width), type_.sub, "ink2", 600)
        for share, text in self.y_ticks:
            y = bottom - as_float(share) * (bottom - top)
            svg.line(left - 3, y, left, y, "axis")
            svg.text(
                left - 5, y + type_.sub * 0.35, shorten(text, type_.sub, 400, left - 5), type_.sub, "ink3", 400, "end"
            )
        svg.line(left, bottom, right, bottom, "axis")
        ticks = [(left + as_float(share) * (right - left), text) for share, text in self.x_ticks]
        draw_ticks(svg, ticks, bottom, width, type_.sub)
        title = shorten(self.x_title, type_.sub, 400, width)
        svg.text(right, bottom + 3 + type_.sub * 2.5, title, type_.sub, "ink2", 400, "end")
        _draw_scale(svg, self, left, right, bottom + type_.sub * 3.6, type_.sub)
        return svg.to_string()


def _draw_cells(
    svg: Svg, rows: Sequence[Sequence[Number]], left: float, right: float, top: float, bottom: float
) -> None:
    """Each row as runs of one shade: a rectangle for each of ten thousand cells would be a file of a megabyte."""
    height = (bottom - top) / len(rows) if rows else 0
    for number, row in enumerate(rows):
        width, start = (right - left) / len(row), 0
        for level, run in groupby(map(_level, row)):
            length = len(list(run))
            y = bottom - (number + 1) * height
            svg.rect(left + start * width, y, length * width, height, "accent", opacity=_opacity(level))
            start += length


def _level(score: Number) -> int:
    value = as_float(score)
    if not 0 <= value <= 1:
        raise ValueError(f"a score lies from 0 to 1, got {score}")
    return min(int(value * _LEVELS), _LEVELS - 1)


def _opacity(level: int) -> float:
    return (level + 0.5) / _LEVELS


def _draw_scale(svg: Svg, data: HeatMapData, left: float, right: float, top: float, size: float) -> None:
    step = (right - left) / _LEVELS
    for level in range(_LEVELS):
        svg.rect(left + level * step, top, step, 9, "accent", opacity=_opacity(level))
    ticks = [(left + as_float(share) * (right - left), text) for share, text in data.scale_ticks]
    draw_ticks(svg, ticks, top + 9, right + 8, size)
    svg.text(left, top + 12 + size * 2.5, shorten(data.scale_title, size, 600, right - left), size, "ink2", 600)
