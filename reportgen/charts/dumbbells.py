"""Scores before and after, a row each: open on all samples, filled on those kept, a tick on a random subset."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.chart import ChartData
from reportgen.charts.palette import Palette
from reportgen.charts.rows import Ticks, draw_axis, draw_names, drawing, rows_of
from reportgen.charts.svg import Number

_ROW = 17.0
_RADIUS, _AROUND = 3.4, 5.4


@dataclass(frozen=True)
class Dumbbell:
    """A model: its name, its scores, None where there is none, and its text."""

    label: str
    random: Number | None
    before: Number | None
    after: Number | None
    text: str


@dataclass(frozen=True)
class DumbbellsData(ChartData):
    """Models over one axis of scores."""

    title: str
    rows: tuple[Dumbbell, ...]
    ticks: Ticks

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:
        """The chart as SVG, in ink alone: form tells what was trained on. Raises ValueError for infinite numbers."""
        names, texts = [(row.label, "") for row in self.rows], [row.text for row in self.rows]
        rows = rows_of(self.ticks, _ROW, narrow, names, texts)
        svg = drawing(self.title, rows, len(self.rows), palette, font)
        draw_names(svg, rows)
        for number, row in enumerate(self.rows):
            y = rows.middle(number)
            svg.line(rows.left, y, rows.right, y, "grid")
            if row.random is not None:
                svg.line(rows.x(row.random), y - 5, rows.x(row.random), y + 5, "ink", 1.3)
            near = False
            if row.before is not None and row.after is not None:
                before, after = rows.x(row.before), rows.x(row.after)
                svg.line(before, y, after, y, "ink", 1.6)
                near = abs(before - after) < _RADIUS
            if row.before is not None:
                # around the filled one where both would lie on each other
                svg.circle(rows.x(row.before), y, _AROUND if near else _RADIUS, "paper", "ink", 1.1)
            if row.after is not None:
                svg.circle(rows.x(row.after), y, _RADIUS - 0.4 if near else _RADIUS, "ink", "ink", 1.1)
        draw_axis(svg, rows, len(self.rows), self.ticks)
        return svg.to_string()
