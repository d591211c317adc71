"""The small drawing kit behind every chart: shapes and texts as SVG with presentation attributes."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Literal, NamedTuple

from reportgen.charts.palette import Palette
from reportgen.charts.text_width import text_width
from reportgen.words.said import Said

Number = int | float | Decimal
Anchor = Literal["start", "middle", "end"]

NARROW_WIDTH = 350
WIDE_WIDTH = 476
BOLD = 600
ELLIPSIS = "…"
LINK = '<a class="of" href="#of-'  # before the key of the figure that a text is printed of

_CAP_HEIGHT = 0.75  # of the font size: enough for capitals with a diacritic left out
_DESCENT = 0.22
# What XML 1.0 does not allow, written as an escape or not.
# Named and not negated: a class of all other characters takes ten times as long to compile.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ONE_LINE = str.maketrans("\t\n\r", "   ")


class Box(NamedTuple):
    """A rectangle in a chart's units, y growing downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box, gap: float = 0) -> bool:
        """Whether the two come closer than `gap` in both directions."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom
            and other.top < self.bottom
        )


@lru_cache(maxsize=1024)  # a label is tried in hundreds of places
def line_width(text: str, size: float, weight: int = 400) -> float:
    """The width of one line of text, in the units of `size`.

    Letters as wide as high (Chinese, Japanese, Korean, emoji) come from a fallback font, which the
    table of advance widths does not know; they count one em, emoji a little more.
    """
    wide = sum(1 for character in text if unicodedata.east_asian_width(character) in "WF")
    emoji = sum(1 for character in text if character >= "\U0001f000")
    others = "".join(character for character in text if unicodedata.east_asian_width(character) not in "WF")
    return text_width(others, size, weight) + (wide + 0.35 * emoji) * size


def text_box(x: float, y: float, text: str, size: float, weight: int = 400, anchor: Anchor = "start") -> Box:
    """The room one line of text takes, from its baseline point (x, y)."""
    width = line_width(text, size, weight)
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    return Box(left, y - size * _CAP_HEIGHT, left + width, y + size * _DESCENT)


def shorten(text: str, size: float, weight: int, room: float) -> str:
    """The text in at most `room` units, cut with an ellipsis where needed; empty if not even that fits."""
    cleaned = clean(text)
    text = text if cleaned == text else cleaned  # what is whole keeps its links
    if line_width(text, size, weight) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if line_width(text[:middle].rstrip() + ELLIPSIS, size, weight) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS if low else ""


def clean(text: str) -> str:
    """The text on one line and without the characters that XML does not allow."""
    return _NOT_XML.sub("\ufffd", text).translate(_ONE_LINE)


def as_float(value: Number) -> float:
    """A number for geometry; raises ValueError for one that no place on an axis belongs to."""
    result = float(value)
    if not math.isfinite(result):
        raise ValueError(f"a chart needs finite numbers, got {value!r}")
    return result


def coordinate(value: float) -> str:
    """A coordinate with at most two decimals; raises ValueError unless it is finite."""
    if not math.isfinite(value):
        raise ValueError(f"a coordinate must be finite, got {value!r}")
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class Svg:
    """A chart being drawn: `width` by `height` units, in a palette's colours and one font family.

    Every colour is written twice, as a role class that a page's CSS may restyle (dark mode) and as
    the attribute that WeasyPrint reads, since that ignores the page's CSS inside an SVG.
    """

    def __init__(self, width: float, height: float, title: str, palette: Palette, font: str) -> None:
        self._head = (
            f'<svg class="chart" viewBox="0 0 {coordinate(width)} {coordinate(height)}" role="img"'
            # a face that is wider than the one reckoned with loses no letter, stylesheet or none
            f' overflow="visible" font-family="{escape(clean(font))}" xmlns="http://www.w3.org/2000/svg">'
            f"<title>{escape(clean(title))}</title>"
        )
        self._palette = palette
        self._shapes: list[str] = []

    def _paint(self, fill: str | None, stroke: str | None, stroke_width: float) -> str:
        roles = []
        attributes = ""
        if fill is None:
            attributes += ' fill="none"'
        else:
            roles.append("f-" + fill.replace("_", "-"))
            attributes += f' fill="{escape(getattr(self._palette, fill))}"'
        if stroke is not None:
            roles.append("s-" + stroke.replace("_", "-"))
            colour = escape(getattr(self._palette, stroke))
            attributes += f' stroke="{colour}" stroke-width="{coordinate(stroke_width)}"'
        return f' class="{" ".join(roles)}"' + attributes

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        stroke: str | None = None,
        stroke_width: float = 0.75,
        opacity: float = 1,
    ) -> None:
        """A rectangle; with a stroke it is drawn inside its bounds, so outlined bars keep their length.

        opacity: of the fill, 0 to 1.
        """
        inset = 0.0 if stroke is None else min(stroke_width, width, height) / 2
        through = "" if opacity == 1 else f' fill-opacity="{coordinate(opacity)}"'
        self._shapes.append(
            f'<rect x="{coordinate(x + inset)}" y="{coordinate(y + inset)}"'
            f' width="{coordinate(width - 2 * inset)}" height="{coordinate(height - 2 * inset)}"'
            f"{self._paint(fill, stroke, stroke_width)}{through}/>"
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str, stroke_width: float = 0.75) -> None:
        """A straight line."""
        self._shapes.append(
            f'<path d="M{coordinate(x1)} {coordinate(y1)}L{coordinate(x2)} {coordinate(y2)}"'
            f"{self._paint(None, stroke, stroke_width)}/>"
        )

    def polyline(self, points: Iterable[tuple[float, float]], stroke: str, stroke_width: float = 1) -> None:
        """A line through the points (x, y)."""
        path = "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points)
        self._shapes.append(f'<path d="M{path}"{self._paint(None, stroke, stroke_width)}/>')

    def polygon(self, points: Iterable[tuple[float, float]], fill: str, stroke: str | None = None) -> None:
        """A closed shape through the points (x, y)."""
        corners = "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points)
        self._shapes.append(f'<path d="M{corners}Z"{self._paint(fill, stroke, 1)}/>')

    def circle(self, x: float, y: float, radius: float, fill: str, stroke: str, stroke_width: float = 1) -> None:
        """A circle around (x, y); its outline lies half within the radius."""
        self._shapes.append(
            f'<circle cx="{coordinate(x)}" cy="{coordinate(y)}" r="{coordinate(radius)}"'
            f"{self._paint(fill, stroke, stroke_width)}/>"
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        fill: str = "ink",
        weight: int = 400,
        anchor: Anchor = "start",
    ) -> Box:
        """One line of text with its baseline point at (x, y); returns the room it takes."""
        if not text:
            return Box(x, y, x, y)
        extra = "" if weight == 400 else f' font-weight="{weight}"'
        extra += "" if anchor == "start" else f' text-anchor="{anchor}"'
        self._shapes.append(
            f'<text x="{coordinate(x)}" y="{coordinate(y)}" font-size="{coordinate(size)}"'
            f"{self._paint(fill, None, 0)}{extra}>{_linked(text)}</text>"
        )
        return text_box(x, y, text, size, weight, anchor)

    def to_string(self) -> str:
        """The chart as one `<svg>` element, the same bytes for the same drawing."""
        return self._head + "".join(self._shapes) + "</svg>"


def _linked(text: str) -> str:
    """The text as SVG, in which what is printed of a figure leads to it."""
    if not isinstance(text, Said):
        return escape(clean(text))
    pieces = ((escape(clean(piece)), key) for piece, key in text.pieces)
    return "".join(f'{LINK}{escape(key)}">{piece}</a>' if key else piece for piece, key in pieces)


_TICK_GAP = 6


def draw_ticks(svg: Svg, ticks: Sequence[tuple[float, str]], axis_y: float, width: float, size: float) -> None:
    """Tick marks below an axis with their texts; a text that would touch another is left out, the last one (which
    carries the unit) never. They are written from left to right, so that they are read out in that order."""
    taken: list[Box] = []
    shown: list[tuple[Box, str]] = []
    y = axis_y + 3 + size * 1.2
    for place, text in [*ticks[-1:], *ticks[:-1]]:
        svg.line(place, axis_y, place, axis_y + 3, "axis")
        text = shorten(text, size, 400, width)
        half = line_width(text, size) / 2
        box = text_box(min(max(place, half), width - half), y, text, size, anchor="middle")
        if not any(box.overlaps(other, _TICK_GAP) for other in taken):
            taken.append(box)
            shown.append((box, text))
    for box, text in sorted(shown, key=lambda it: it[0].left):
        svg.text(box.left, y, text, size, "ink3")
