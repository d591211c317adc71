"""What charts of one row for each thing have in common: names at the left, a plot over one axis, texts at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.charts.labels import names_apart
from reportgen.charts.palette import Palette
from reportgen.charts.svg import BOLD, NARROW_WIDTH, Number, Svg, as_float, draw_ticks, shorten

WIDTH = 560.0  # such a chart goes over the whole page
_NAMES, _TEXTS = 0.36, 0.22  # of the width
_NARROW_TEXTS = 0.4  # two numbers, neither of them cut
_GAP = 14.0
_AXIS = 20.0  # for the ticks and their texts

Ticks = tuple[tuple[Number, str], ...]


@dataclass(frozen=True)
class Rows:
    """The room of the rows: where the plot begins and ends, how high a row is, and the sizes of names and texts.

    low, high: the ends of the axis. top: what is kept free above the rows.
    In a narrow chart names and texts stand above their row's plot.
    """

    width: float
    left: float
    right: float
    height: float
    label: float
    sub: float
    narrow: bool
    low: float
    high: float
    top: float = 0

    def x(self, value: Number) -> float:
        """The place of a value."""
        return self.left + (as_float(value) - self.low) / (self.high - self.low) * (self.right - self.left)

    def middle(self, number: int) -> float:
        """The middle of a row's plot, counted from 0."""
        return self.top + (number + (0.72 if self.narrow else 0.5)) * self.height

    def bottom(self, count: int) -> float:
        """Where the axis lies below so many rows."""
        return self.top + count * self.height + 2


def rows_of(ticks: Ticks, height: float, narrow: bool) -> Rows:
    """The room of rows over an axis with these ticks. Raises ValueError where the axis ends where it begins."""
    low, high = as_float(ticks[0][0]), as_float(ticks[-1][0])
    if not low < high:
        raise ValueError("an axis ends above where it begins")
    if narrow:
        return Rows(NARROW_WIDTH, 8, NARROW_WIDTH - 8, height * 2, 12.5, 11, narrow, low, high)
    return Rows(WIDTH, WIDTH * _NAMES + _GAP, WIDTH * (1 - _TEXTS) - _GAP, height, 10, 9, narrow, low, high)


def drawing(title: str, rows: Rows, count: int, palette: Palette, font: str) -> Svg:
    """An empty drawing that holds so many rows and their axis."""
    return Svg(rows.width, rows.bottom(count) + _AXIS, title, palette, font)


def draw_names(svg: Svg, rows: Rows, names: Sequence[tuple[str, str]], texts: Sequence[str]) -> None:
    """Each row's name in bold with what is said of it, and its text at the right end; what is too long is cut."""
    share = _NARROW_TEXTS if rows.narrow else _TEXTS
    room = rows.width * (1 - share) - _GAP if rows.narrow else rows.width * _NAMES
    labels = names_apart([name for name, _ in names], rows.label, BOLD, [room] * len(names))
    for number, (label, (_, sub), text) in enumerate(zip(labels, names, texts, strict=True)):
        y = rows.middle(number) - (rows.height * 0.36 if rows.narrow else 0)
        base = y + rows.label * 0.35
        if sub and not rows.narrow:
            base = y - 1.5
            svg.text(0, y + rows.sub, shorten(sub, rows.sub, 400, room), rows.sub, "ink2")
        svg.text(0, base, label, rows.label, "ink", BOLD)
        shown = shorten(text, rows.sub, 400, rows.width * share)
        svg.text(rows.width, y + rows.sub * 0.35, shown, rows.sub, "ink2", 400, "end")


def draw_axis(svg: Svg, rows: Rows, count: int, ticks: Ticks) -> None:
    """The axis below the rows, with its ticks."""
    y = rows.bottom(count)
    svg.line(rows.left, y, rows.right, y, "axis")
    draw_ticks(svg, [(rows.x(value), text) for value, text in ticks], y, rows.width, rows.sub)
