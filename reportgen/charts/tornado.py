"""What decides a figure: how far each input moves it from end to end of its range, the one that moves it most first."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.chart import ChartData
from reportgen.charts.palette import Palette
from reportgen.charts.rows import Ticks, draw_axis, draw_names, drawing, rows_of
from reportgen.charts.svg import Number, as_float

_ROW, _BAR = 28.0, 11.0
_THINNEST = 1.4


@dataclass(frozen=True)
class TornadoRow:
    """An input: its name, its range, by how much the figure changes at either end, and that as text."""

    label: str
    sub: str
    at_low: Number
    at_high: Number
    text: str


@dataclass(frozen=True)
class TornadoData(ChartData):
    """Rows over one axis of changes, with the figure as it is at zero."""

    title: str
    rows: tuple[TornadoRow, ...]
    ticks: Ticks

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:
        """The chart as SVG: outlined, since a range is what nobody knows. Raises ValueError for infinite numbers."""
        names, texts = [(row.label, row.sub) for row in self.rows], [row.text for row in self.rows]
        rows = rows_of(self.ticks, _ROW, narrow, names, texts)
        svg = drawing(self.title, rows, len(self.rows), palette, font)
        draw_names(svg, rows)
        zero = rows.x(0)
        for number, row in enumerate(self.rows):
            ends = sorted((as_float(row.at_low), as_float(row.at_high)))
            left, right = rows.x(min(ends[0], 0)), rows.x(max(ends[1], 0))
            top = rows.middle(number) - _BAR / 2
            for start, end, role in ((left, zero, "spent"), (zero, right, "accent")):
                if end > start:
                    width = max(end - start, _THINNEST)
                    at = end - width if role == "spent" else start
                    svg.rect(at, top, width, _BAR, f"{role}_t", role, 0.6)
        if narrow:  # names stand above their bars there, and no line runs through them
            for number in range(len(self.rows)):
                middle = rows.middle(number)
                svg.line(zero, middle - _BAR, zero, middle + _BAR, "ink", 0.8)
        else:
            svg.line(zero, 0, zero, rows.bottom(len(self.rows)), "ink", 0.8)
        draw_axis(svg, rows, len(self.rows), self.ticks)
        return svg.to_string()
