"""Prices on one ruler: a row for each, its range and its value, and one line through all where the run breaks even."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportgen.charts.chart import ChartData
from reportgen.charts.palette import Palette
from reportgen.charts.rows import Ticks, draw_axis, draw_names, drawing, rows_of
from reportgen.charts.svg import BOLD, Number, line_width, shorten
from reportgen.charts.type_sizes import WIDER

_ROW, _BAR = 28.0, 9.0
_HEAD = 14.0  # for the text of the break-even price


@dataclass(frozen=True)
class RulerRow:
    """A price: its name, what it rests on, its value with low and high, and its text.

    A value of None draws nothing: the text says why. applies: whether it is the one that counts.
    """

    label: str
    sub: str
    value: Number | None
    low: Number | None
    high: Number | None
    text: str
    applies: bool = False


@dataclass(frozen=True)
class PriceRulerData(ChartData):
    """Rows over one axis; break_even: the price at which the net is zero and its text, or None."""

    title: str
    rows: tuple[RulerRow, ...]
    ticks: Ticks
    break_even: tuple[Number, str] | None = None

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:
        """The ruler as SVG. Raises ValueError for numbers that no place on it belongs to."""
        names, texts = [(row.label, row.sub) for row in self.rows], [row.text for row in self.rows]
        rows = rows_of(self.ticks, _ROW, narrow, names, texts)
        count = len(self.rows)
        if self.break_even is not None:
            rows = replace(rows, top=_HEAD)
        svg = drawing(self.title, rows, count, palette, font)
        draw_names(svg, rows)
        for number, row in enumerate(self.rows):
            if row.value is None:
                continue
            y, role = rows.middle(number), "accent" if row.applies else "ink3"
            if row.low is not None and row.high is not None:
                left, right = rows.x(row.low), rows.x(row.high)
                fill = "accent_t" if row.applies else "tint"
                svg.rect(left, y - _BAR / 2, max(right - left, 1.4), _BAR, fill, role)
            svg.line(rows.x(row.value), y - 8, rows.x(row.value), y + 8, "ink" if row.applies else "ink3", 1.6)
        if self.break_even is not None:
            value, text = self.break_even
            x = rows.x(value)
            svg.line(x, _HEAD, x, rows.bottom(count), "ink", 0.9)
            shown = shorten(text, rows.sub, BOLD, rows.width)
            middle = line_width(shown, rows.sub, BOLD) * (WIDER if narrow else 1) / 2
            svg.text(min(max(x, middle), rows.width - middle), _HEAD - 4, shown, rows.sub, "ink", BOLD, "middle")
        draw_axis(svg, rows, count, self.ticks)
        return svg.to_string()
