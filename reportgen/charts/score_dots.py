"""Scores on one line: all samples open, a random subset as a tick, the samples kept filled."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.chart import ChartData
from reportgen.charts.palette import Palette
from reportgen.charts.svg import BOLD, Box, Number, Svg, as_float, line_width, text_box
from reportgen.charts.type_sizes import IN_ROW, on_paper

WIDTH, _HEIGHT, _LINE = 224.0, 46.0, 12.0
_SIZE = on_paper(WIDTH, IN_ROW).sub
_MARGIN, _ROW = 30.0, 11.0
_FIRST_ROW = 29.0
_GAP = 5.0


@dataclass(frozen=True)
class ScoreDot:
    """A score: its value, its words, and whether it is of all samples, of a random subset, or of those kept."""

    kind: str
    value: Number
    text: str


@dataclass(frozen=True)
class ScoreDotsData(ChartData):
    """Two or three scores of one model on one scale."""

    title: str
    dots: tuple[ScoreDot, ...]

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:  # noqa: ARG002 (one width)
        """The scores as SVG; a text that would touch another stands a line lower."""
        svg = Svg(WIDTH, _HEIGHT, self.title, palette, font)
        svg.line(0, _LINE, WIDTH, _LINE, "axis", 0.6)
        values = [as_float(dot.value) for dot in self.dots]
        low, high = min(values), max(values)
        taken: list[Box] = []
        for dot in sorted(self.dots, key=lambda dot: dot.kind != "kept"):
            share = (as_float(dot.value) - low) / (high - low) if high > low else 0.5
            at = _MARGIN + share * (WIDTH - 2 * _MARGIN)
            self._mark(svg, dot.kind, at)
            weight = BOLD if dot.kind == "kept" else 400
            half = line_width(dot.text, _SIZE, weight) / 2
            middle = min(max(at, half), WIDTH - half)
            y = _FIRST_ROW
            while any(text_box(middle, y, dot.text, _SIZE, weight, "middle").overlaps(it, _GAP) for it in taken):
                y += _ROW
            taken.append(svg.text(middle, y, dot.text, _SIZE, "ink" if weight == BOLD else "ink2", weight, "middle"))
        return svg.to_string()

    def _mark(self, svg: Svg, kind: str, at: float) -> None:
        if kind == "random":
            svg.line(at, _LINE - 5, at, _LINE + 5, "ink", 1.3)
        else:
            svg.circle(at, _LINE, 3.6, "ink" if kind == "kept" else "paper", "ink", 1.1)
