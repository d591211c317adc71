"""One row of an account as a bar on a shared zero line: what was spent to its left, what is avoided to its right.

Filled as far as the value is sure, outlined over its range, with a tick at the value. The side of the zero line tells
what was spent, so that a grey print keeps the sign.
"""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.chart import ChartData
from reportgen.charts.palette import Palette
from reportgen.charts.svg import BOLD, Box, Number, Svg, as_float, line_width, shorten, text_box
from reportgen.charts.type_sizes import IN_ROW, on_paper

WIDTH = 224.0
_HEIGHT, _BAR_TOP, _BAR_HEIGHT = 19.0, 4.0, 11.0
_THINNEST = 1.4
_MARGIN = 18.0  # on both sides, for the texts of the axis
_SIZE = on_paper(WIDTH, IN_ROW).sub
_GAP = 5.0


@dataclass(frozen=True)
class Span:
    """What all rows of an account share: the lowest and the highest value, zero between or at one end."""

    low: Number
    high: Number

    def place(self, value: Number) -> float:
        """The place of a value on the bar's width."""
        low, high = as_float(self.low), as_float(self.high)
        share = (as_float(value) - low) / (high - low) if high > low else 0.0
        return _MARGIN + share * (WIDTH - 2 * _MARGIN)


def span_of(values: list[Number]) -> Span:
    """The span that holds the values and zero."""
    return Span(min([0, *values]), max([0, *values]))


@dataclass(frozen=True)
class RangeBarData(ChartData):
    """A bar; value None draws the range alone, as of a band. estimated: outlined, since nothing of it is sure."""

    title: str
    span: Span
    value: Number | None
    low: Number | None = None
    high: Number | None = None
    estimated: bool = False

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:  # noqa: ARG002 (one width)
        """The bar as SVG. Raises ValueError for infinite numbers and for a range without both ends."""
        if (self.low is None) != (self.high is None):
            raise ValueError("a range has both ends or none")
        svg = Svg(WIDTH, _HEIGHT, self.title, palette, font)
        for left, right, outlined in self._parts():
            role = "accent" if right > 0 or (right == 0 and left > 0) else "spent"
            self._bar(svg, left, right, role, outlined=outlined)
        if self.value is not None and self.low is not None:
            at = self.span.place(self.value)
            svg.line(at, _BAR_TOP - 2, at, _BAR_TOP + _BAR_HEIGHT + 2, "ink", 1.3)
        zero = self.span.place(0)
        svg.line(zero, 0, zero, _HEIGHT, "ink", 0.8)
        return svg.to_string()

    def _parts(self) -> list[tuple[float, float, bool]]:
        """Pieces from left to right, each on one side of zero, and whether it is outlined."""
        if self.low is None or self.high is None:
            value = as_float(self.value or 0)
            return [(min(0.0, value), max(0.0, value), self.estimated)] if value else []
        low, high = as_float(self.low), as_float(self.high)
        if low < 0 < high:
            return [(low, 0.0, True), (0.0, high, True)]
        near, far = (low, high) if low >= 0 else (high, low)
        parts = [] if self.value is None or not near else [(min(0.0, near), max(0.0, near), self.estimated)]
        return [*parts, (min(near, far), max(near, far), True)] if near != far else parts

    def _bar(self, svg: Svg, left: float, right: float, role: str, *, outlined: bool) -> None:
        start, end = self.span.place(left), self.span.place(right)
        if end - start < _THINNEST:
            start, end = (start, start + _THINNEST) if left >= 0 else (end - _THINNEST, end)
        fill = f"{role}_t" if outlined else role
        svg.rect(start, _BAR_TOP, end - start, _BAR_HEIGHT, fill, role if outlined else None, 0.6)


@dataclass(frozen=True)
class RangeHeadData(ChartData):
    """The words above the bars, on either side of the zero line; one is left out where nothing stands on its side."""

    title: str
    span: Span
    spent_word: str
    avoided_word: str

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:  # noqa: ARG002 (one width)
        """The words as SVG."""
        svg = Svg(WIDTH, 10, self.title, palette, font)
        zero = self.span.place(0)
        room_left, room_right = zero - 3, WIDTH - zero - 3
        spent = shorten(self.spent_word, _SIZE, BOLD, room_left) if self.spent_word else ""
        avoided = shorten(self.avoided_word, _SIZE, BOLD, room_right) if self.avoided_word else ""
        if spent == self.spent_word:
            svg.text(zero - 3, 8, spent, _SIZE, "spent", BOLD, "end")
        if avoided == self.avoided_word:
            svg.text(zero + 3, 8, avoided, _SIZE, "accent", BOLD)
        return svg.to_string()


@dataclass(frozen=True)
class RangeAxisData(ChartData):
    """The axis below the bars: zero, and the values that are named with their texts, the ends of the net first."""

    title: str
    span: Span
    marks: tuple[tuple[Number, str], ...]

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:  # noqa: ARG002 (one width)
        """The axis as SVG: of texts that would touch each other the first stands."""
        svg = Svg(WIDTH, 14, self.title, palette, font)
        zero = self.span.place(0)
        svg.line(zero, 0, zero, 3, "ink", 0.8)
        taken: list[Box] = []
        for value, text in (*self.marks, (0, "0")):
            half = line_width(text, _SIZE) / 2
            middle = min(max(self.span.place(value), half), WIDTH - half)
            box = text_box(middle, 11, text, _SIZE, anchor="middle")
            if not any(box.overlaps(other, _GAP) for other in taken):
                taken.append(svg.text(middle, 11, text, _SIZE, "ink2", anchor="middle"))
        return svg.to_string()
