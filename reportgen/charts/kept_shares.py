"""Shares kept, a row each: a dot beside the band that random subsets keep, filled where it lies outside."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.chart import ChartData
from reportgen.charts.palette import Palette
from reportgen.charts.rows import Ticks, draw_axis, draw_names, drawing, rows_of
from reportgen.charts.svg import Number

_ROW = 17.0
_RADIUS = 3.4
_BAND = 7.0
_THINNEST = 1.5  # a band of one number is seen too


@dataclass(frozen=True)
class KeptShare:
    """A group of samples: its name, the share of it that was kept, the band of random subsets, and its text."""

    label: str
    kept: Number
    low: Number
    high: Number
    text: str


@dataclass(frozen=True)
class KeptSharesData(ChartData):
    """Groups over one axis of shares. whole: the share of all samples that was kept, a line through the rows."""

    title: str
    rows: tuple[KeptShare, ...]
    whole: Number
    ticks: Ticks

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:
        """The chart as SVG, in ink and grey: form tells what lies outside. Raises ValueError for infinite numbers."""
        names, texts = [(row.label, "") for row in self.rows], [row.text for row in self.rows]
        rows = rows_of(self.ticks, _ROW, narrow, names, texts)
        svg = drawing(self.title, rows, len(self.rows), palette, font)
        draw_names(svg, rows)
        for number, row in enumerate(self.rows):
            y = rows.middle(number)
            svg.line(rows.left, y, rows.right, y, "grid")
            low, high = rows.x(row.low), rows.x(row.high)
            width = max(high - low, _THINNEST)
            svg.rect((low + high - width) / 2, y - _BAND / 2, width, _BAND, "kept")
            whole = rows.x(self.whole)
            svg.line(whole, y - _BAND, whole, y + _BAND, "axis", 0.9)
            outside = not row.low <= row.kept <= row.high
            svg.circle(rows.x(row.kept), y, _RADIUS, "ink" if outside else "paper", "ink", 1.1)
        draw_axis(svg, rows, len(self.rows), self.ticks)
        return svg.to_string()
