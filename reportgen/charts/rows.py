"""What charts of one row for each thing have in common: names at the left, a plot over one axis, texts at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from reportgen.charts.labels import in_lines, names_apart
from reportgen.charts.palette import Palette
from reportgen.charts.svg import BOLD, NARROW_WIDTH, Number, Svg, as_float, draw_ticks, line_width, shorten
from reportgen.charts.type_sizes import NARROW, OVER_PAGE, WIDER, on_paper

WIDTH = 560.0  # such a chart goes over the whole page
_NAMES, _TEXTS = 0.36, 0.22  # of the width
_GAP, _LEAST_GAP = 14.0, 2.0
_LEADING, _NARROW_LEADING = 10.5, 15.0
_AROUND = 6.5  # above the first and below the last line of a row's texts
_WIDE = on_paper(WIDTH, OVER_PAGE)
_AXIS = 20.0  # for the ticks and their texts

Ticks = tuple[tuple[Number, str], ...]
Names = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Head:
    """What is written on a row: its name, what is said of it and its text, each in its lines.

    below: whether the text has a line of its own, below the name.
    """

    name: tuple[str, ...]
    sub: tuple[str, ...]
    text: tuple[str, ...]
    below: bool = False

    @property
    def lines(self) -> int:
        """How many lines they take."""
        return max(len(self.name) + len(self.sub) + self.below, len(self.text))


@dataclass(frozen=True)
class Rows:
    """The room of the rows: where the plot begins and ends, how high a row is, and the sizes of names and texts.

    below: how much of a row lies below the middle of its plot. low, high: the ends of the axis. top: what is kept free
    above the rows. In a narrow chart names and texts stand above their row's plot.
    """

    width: float
    left: float
    right: float
    height: float
    below: float
    label: float
    sub: float
    narrow: bool
    low: float
    high: float
    heads: tuple[Head, ...] = ()
    top: float = 0

    def x(self, value: Number) -> float:
        """The place of a value."""
        return self.left + (as_float(value) - self.low) / (self.high - self.low) * (self.right - self.left)

    def middle(self, number: int) -> float:
        """The middle of a row's plot, counted from 0."""
        return self.top + (number + 1) * self.height - self.below

    def bottom(self, count: int) -> float:
        """Where the axis lies below so many rows."""
        return self.top + count * self.height + 2


def rows_of(ticks: Ticks, height: float, narrow: bool, names: Names = (), texts: Sequence[str] = ()) -> Rows:
    """The room of rows over an axis with these ticks, each as high as the longest name needs, at least `height`.

    names: each row's, with what is said of it. texts: at its end. Raises ValueError where the axis ends where it
    begins.
    """
    low, high = as_float(ticks[0][0]), as_float(ticks[-1][0])
    if not low < high:
        raise ValueError("an axis ends above where it begins")
    if narrow:
        heads = _narrow_heads(names, texts)
        more = (max((head.lines for head in heads), default=1) - 1) * _NARROW_LEADING
        right = NARROW_WIDTH - 8.0
        return Rows(
            NARROW_WIDTH, 8, right, height * 2 + more, height * 0.56, NARROW.label, NARROW.sub, narrow, low, high, heads
        )
    heads = _wide_heads(names, texts)
    height = max([height, *(head.lines * _LEADING + _AROUND for head in heads)])
    left, right = WIDTH * _NAMES + _GAP, WIDTH * (1 - _TEXTS) - _GAP
    return Rows(WIDTH, left, right, height, height / 2, _WIDE.label, _WIDE.sub, narrow, low, high, heads)


def _wide_heads(names: Names, texts: Sequence[str]) -> tuple[Head, ...]:
    """Names and what is said of them in the column at the left, texts in that at the right."""
    label, size = _WIDE.label, _WIDE.sub
    # screens may have another face than the one reckoned with, and the gap before the plot is theirs too
    room, room_of_text = ((WIDTH * share + _GAP - _LEAST_GAP) / WIDER for share in (_NAMES, _TEXTS))
    subs = [_in_lines_or_cut(sub, size, room) for _, sub in names]
    shown = [_in_lines_or_cut(text, size, room_of_text) for text in texts]
    lines = _whole_or_cut([name for name, _ in names], label, room)
    return tuple(Head(name, sub if any(sub) else (), text) for name, sub, text in zip(lines, subs, shown, strict=True))


def _narrow_heads(names: Names, texts: Sequence[str]) -> tuple[Head, ...]:
    """Names over the whole width, each text behind its name's last line, or below it where it has no room there."""
    label, size = NARROW.label, NARROW.sub
    heads = []
    room = NARROW_WIDTH / WIDER
    for name, text in zip(_whole_or_cut([name for name, _ in names], label, room), texts, strict=True):
        shown = shorten(text, size, 400, room)
        both = line_width(name[-1], label, BOLD) + _GAP + line_width(shown, size)
        heads.append(Head(name, (), (shown,), below=both > room))
    return tuple(heads)


def _in_lines_or_cut(text: str, size: float, room: float) -> tuple[str, ...]:
    """The text in two lines where it needs as many, or cut to one where it needs more."""
    return in_lines(text, size, 400, room) or (shorten(text, size, 400, room),)


def _whole_or_cut(names: Sequence[str], size: float, room: float) -> list[tuple[str, ...]]:
    """Each name whole in its lines, or cut to one line where it needs too many."""
    whole = [in_lines(name, size, BOLD, room) for name in names]
    cut = names_apart(names, size, BOLD, [inf if lines else room for lines in whole])
    return [lines or (label,) for lines, label in zip(whole, cut, strict=True)]


def drawing(title: str, rows: Rows, count: int, palette: Palette, font: str) -> Svg:
    """An empty drawing that holds so many rows and their axis."""
    return Svg(rows.width, rows.bottom(count) + _AXIS, title, palette, font)


def draw_names(svg: Svg, rows: Rows) -> None:
    """Each row's name in bold with what is said of it, and its text at the right end."""
    leading = _NARROW_LEADING if rows.narrow else _LEADING
    for number, head in enumerate(rows.heads):
        middle = rows.middle(number)
        if rows.narrow:
            last = middle - rows.below * 9 / 7 + rows.label * 0.35
            base = last - (head.lines - 1) * leading
            text_base = last + (rows.sub - rows.label) * 0.35
        else:
            base = middle + rows.label * 0.35 - (head.lines - 1) * 5
            text_base = middle + rows.sub * 0.35
        for line in head.name:
            svg.text(0, base, line, rows.label, "ink", BOLD)
            base += leading
        for line in head.sub:
            svg.text(0, base, line, rows.sub, "ink2")
            base += leading
        text_base -= (len(head.text) - 1) * leading / 2
        for line in head.text:
            svg.text(rows.width, text_base, line, rows.sub, "ink2", 400, "end")
            text_base += leading


def draw_axis(svg: Svg, rows: Rows, count: int, ticks: Ticks) -> None:
    """The axis below the rows, with its ticks."""
    y = rows.bottom(count)
    svg.line(rows.left, y, rows.right, y, "axis")
    draw_ticks(svg, [(rows.x(value), text) for value, text in ticks], y, rows.width, rows.sub)
