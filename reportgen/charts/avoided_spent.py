"""What was avoided against what was spent: one scale through zero for every basis, and the net on it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from reportgen.charts.palette import Palette
from reportgen.charts.svg import (
    BOLD,
    NARROW_WIDTH,
    WIDE_WIDTH,
    Box,
    Number,
    Svg,
    as_float,
    line_width,
    shorten,
    sizes,
    text_box,
)

_LABEL_COLUMN = 128.0
_SMALLEST_PLOT = 140.0
_LENS_LIMIT = 1_000_000


@dataclass(frozen=True)
class BasisRow:
    """One basis: what it avoids and what filtering spent, in one unit; None where it was not measured.

    `low` and `high` are the range of the net, both or neither. Measured bars are filled, others
    outlined. The texts are finished; for a None they say so in words.
    """

    label: str
    sub: str
    avoided: Number | None
    avoided_text: str
    spent: Number | None
    spent_text: str
    net_text: str
    low: Number | None
    high: Number | None
    emphasised: bool
    avoided_measured: bool = False
    spent_measured: bool = True


@dataclass(frozen=True)
class Lens:
    """One row drawn once more, enlarged by `lens_factor`: its texts, the ranges of both sides (both
    ends or None) and the ticks of its axis. The row's own range is drawn at the net."""

    row: int
    notes: tuple[str, ...]
    avoided_text: str
    spent_text: str
    net_text: str
    sign_text: str
    avoided_range: tuple[Number, Number] | None
    spent_range: tuple[Number, Number] | None
    ticks: tuple[tuple[Number, str], ...]


@dataclass(frozen=True)
class AvoidedSpentData:
    """The bases from top to bottom, the words over the two sides and over the column of nets."""

    title: str
    spent_word: str
    avoided_word: str
    net_word: str
    rows: tuple[BasisRow, ...]
    lens: Lens | None = None


@dataclass(frozen=True)
class _Basis:
    """A row's numbers as floats; `net` is None unless both sides are known."""

    avoided: float | None
    spent: float | None
    net: float | None
    low: float | None
    high: float | None

    @property
    def left(self) -> float:
        """How far the bars reach below zero: a negative saving continues what was spent."""
        return -(self.spent or 0.0) + min(self.avoided or 0.0, 0.0)


@dataclass(frozen=True)
class _Scale:
    """The values at the plot's two ends and their places."""

    low: float
    high: float
    left: float
    right: float

    def __call__(self, value: float) -> float:
        span = self.high - self.low
        return self.left + (value - self.low) / span * (self.right - self.left) if span else self.left


def _basis(row: BasisRow) -> _Basis:
    avoided = None if row.avoided is None else as_float(row.avoided)
    spent = None if row.spent is None else as_float(row.spent)
    low = None if row.low is None else as_float(row.low)
    high = None if row.high is None else as_float(row.high)
    if spent is not None and spent < 0:
        raise ValueError(f"{row.label}: what was spent cannot be negative, got {spent}")
    if (low is None) != (high is None) or (low is not None and high is not None and low > high):
        raise ValueError(f"{row.label}: the range of the net needs both ends, the lower first")
    net = None if avoided is None or spent is None else avoided - spent
    return _Basis(avoided, spent, net, low, high)


def _ends(bases: list[_Basis]) -> tuple[float, float]:
    """The lowest and the highest value to show, zero included."""
    low = min([0.0, *(basis.left for basis in bases), *(b.low for b in bases if b.low is not None)])
    high = max([0.0, *(b.avoided or 0.0 for b in bases), *(b.high for b in bases if b.high is not None)])
    return low, high


def _lens_ends(
    basis: _Basis,
    avoided_range: tuple[Number, Number] | None,
    spent_range: tuple[Number, Number] | None,
) -> tuple[float, float]:
    low, high = _ends([basis])
    if avoided_range is not None:
        low, high = min(low, as_float(avoided_range[0])), max(high, as_float(avoided_range[1]))
    if spent_range is not None:
        low = min(low, -as_float(spent_range[1]))
    return low, high


def lens_factor(
    rows: tuple[BasisRow, ...],
    row: int,
    avoided_range: tuple[Number, Number] | None = None,
    spent_range: tuple[Number, Number] | None = None,
) -> int | None:
    """How many times a row can be enlarged to fill the plot: one digit and zeros, the same in both widths.

    None where a lens would not help: a side not measured, nothing to show, less than twice or more
    than a million times.
    """
    basis = _basis(rows[row])
    if basis.net is None:
        return None
    low, high = _ends([_basis(other) for other in rows])
    lens_low, lens_high = _lens_ends(basis, avoided_range, spent_range)
    if lens_high == lens_low:
        return None
    exact = (high - low) / (lens_high - lens_low) / 1.1
    if not 2 <= exact <= _LENS_LIMIT:
        return None
    magnitude = int(10 ** math.floor(math.log10(exact)))
    return int(exact // magnitude) * magnitude


def draw_avoided_spent(data: AvoidedSpentData, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:
    """The chart as SVG: spent left of zero, avoided right of it, the net as a black line.

    A side without a number shows its text instead. Raises ValueError for numbers that are not finite,
    a negative amount spent and half a range.
    """
    bases = [_basis(row) for row in data.rows]
    width = NARROW_WIDTH if narrow else WIDE_WIDTH
    type_ = sizes(narrow)
    net_column = 10 + max((line_width(row.net_text, type_.label, BOLD) for row in data.rows), default=0)
    plot_end = width - 2.0 if narrow else width - min(net_column, 150.0)
    scale, spent_texts = _fit(data, bases, narrow, plot_end)

    words_at = 10.0
    net_word = shorten(data.net_word, type_.sub, BOLD, width)
    free = width - scale(0) - line_width(data.avoided_word, type_.sub, BOLD) - 15
    if net_word and line_width(net_word, type_.sub, BOLD) > free:
        words_at += type_.sub * 1.4
    top = words_at + 16
    row_height = 48 if narrow else 34
    end = top + row_height * len(bases)
    lens = data.lens
    factor = lens and lens_factor(data.rows, lens.row, lens.avoided_range, lens.spent_range)
    height = end + (_lens_height(narrow) if factor else 0)
    svg = Svg(width, height, data.title, palette, font)
    if lens and factor:
        row_top = top + row_height * lens.row
        _draw_lens(
            svg,
            lens,
            data.rows[lens.row],
            bases[lens.row],
            scale,
            factor,
            row_top,
            row_top + row_height - 2,
            end,
            narrow,
        )

    zero = scale(0)
    svg.text(width, 10, net_word, type_.sub, "ink2", BOLD, "end")
    spent_word = shorten(data.spent_word, type_.sub, BOLD, zero - 5)
    svg.text(zero - 5, words_at, spent_word, type_.sub, "spent", BOLD, "end")
    avoided_word = shorten(data.avoided_word, type_.sub, BOLD, width - zero - 5)
    svg.text(zero + 5, words_at, avoided_word, type_.sub, "accent", BOLD)
    if not narrow:
        svg.line(zero, words_at + 4, zero, end - 2, "ink", 1)
    for index, (row, basis) in enumerate(zip(data.rows, bases, strict=True)):
        row_top = top + row_height * index
        bar_top, bar_height = (row_top + 18, 16) if narrow else (row_top + 3, 17)
        if narrow:
            svg.line(zero, bar_top - 3, zero, bar_top + bar_height + 7, "ink", 1)
        _draw_words(svg, row, basis, row_top, bar_top + bar_height / 2, narrow)
        _draw_sides(svg, row, basis, scale, bar_top, bar_height)
        _draw_net(svg, basis, scale, bar_top, bar_height)
        middle = bar_top + bar_height / 2 + type_.label * 0.36
        if spent_texts:
            spent_role, spent_weight = ("spent", BOLD) if basis.spent is not None else ("ink2", 400)
            svg.text(scale(basis.left) - 5, middle, row.spent_text, type_.sub, spent_role, spent_weight, "end")
        _draw_avoided_text(svg, row, basis, scale, middle, plot_end, narrow)
    return svg.to_string()


def _fit(data: AvoidedSpentData, bases: list[_Basis], narrow: bool, plot_end: float) -> tuple[_Scale, bool]:
    """The scale that leaves room for the texts beside the bars, and whether those of what was spent
    find any: the column of nets and the table hold them too."""
    type_ = sizes(narrow)
    start = line_width(data.spent_word, type_.sub, BOLD) + 7 if narrow else _LABEL_COLUMN + 4
    start = min(start, plot_end - _SMALLEST_PLOT)
    beside = [
        line_width(row.spent_text, type_.sub, _weight(basis.spent)) + 6
        for row, basis in zip(data.rows, bases, strict=True)
    ]
    room = max(beside, default=0) if not narrow else max(0, max(beside, default=0) - start)
    spent_texts = plot_end - start - room >= _SMALLEST_PLOT
    low, high = _ends(bases)
    scale = _Scale(low, high, start + (room if spent_texts else 0), plot_end)
    widths = [
        line_width(row.avoided_text, type_.label, _weight(basis.avoided))
        for row, basis in zip(data.rows, bases, strict=True)
    ]
    if any(
        _inside(basis, scale, width) is None and scale(max(basis.avoided or 0.0, 0.0)) + 6 + width > plot_end
        for basis, width in zip(bases, widths, strict=True)
    ):
        scale = _Scale(low, high, scale.left, max(plot_end - max(widths) - 6, scale.left + 40))
    return scale, spent_texts


def _weight(number: float | None) -> int:
    return 400 if number is None else BOLD


def _inside(basis: _Basis, scale: _Scale, width: float) -> float | None:
    """Where a text of that width ends inside the avoided bar, clear of the net's line."""
    if basis.avoided is None or basis.avoided <= 0:
        return None
    start, end = scale(0), scale(basis.avoided)
    net = end if basis.net is None else scale(basis.net)
    if net - start >= width + 10:
        return net - 5
    if end - max(net, start) >= width + 10:
        return end - 5
    return None


def _draw_words(svg: Svg, row: BasisRow, basis: _Basis, top: float, middle: float, narrow: bool) -> None:
    type_ = sizes(narrow)
    width = NARROW_WIDTH if narrow else WIDE_WIDTH
    weight = BOLD if row.emphasised else 400
    net_text = shorten(row.net_text, type_.label, BOLD, 150)
    net_role, net_weight = ("ink2", 400) if basis.net is None else ("ink", BOLD)
    net_y = top + 12 if narrow else middle + type_.label * 0.36
    net = svg.text(width, net_y, net_text, type_.label, net_role, net_weight, "end")
    room = net.left - 10 if narrow else _LABEL_COLUMN - 4
    name = shorten(row.label, type_.label, weight, room)
    label = svg.text(0, top + 12, name, type_.label, "ink", weight)
    if not narrow:
        svg.text(0, top + 24, shorten(row.sub, type_.sub, 400, room), type_.sub, "ink3")
    elif room - label.right > 50:
        svg.text(
            label.right + 7,
            top + 12,
            shorten(row.sub, type_.sub, 400, room - label.right - 7),
            type_.sub,
            "ink3",
        )


def _draw_sides(
    svg: Svg, row: BasisRow, basis: _Basis, scale: Callable[[float], float], top: float, height: float
) -> None:
    zero = scale(0)
    if basis.avoided:
        # A negative saving continues to the left of what was spent.
        ends = (zero, scale(basis.avoided)) if basis.avoided > 0 else (scale(basis.left), scale(-(basis.spent or 0)))
        length = max(ends[1] - ends[0], 1)
        if row.avoided_measured:
            svg.rect(ends[0], top, length, height, "accent")
        else:
            svg.rect(ends[0], top, length, height, "accent_t", "accent", 0.9)
    if basis.spent:
        length = max(zero - scale(-basis.spent), 1)
        if row.spent_measured:
            svg.rect(zero - length, top, length, height, "spent")
        else:
            svg.rect(zero - length, top, length, height, "spent_t", "spent", 0.9)


def _draw_net(svg: Svg, basis: _Basis, scale: Callable[[float], float], top: float, height: float) -> None:
    if basis.net is not None:
        svg.line(scale(basis.net), top - 3, scale(basis.net), top + height + 3, "ink", 1.6)
    if basis.low is not None and basis.high is not None:
        _draw_range(svg, scale(basis.low), scale(basis.high), top + height + 5, "ink")


def _draw_range(svg: Svg, start: float, end: float, y: float, role: str) -> None:
    svg.line(start, y, end, y, role, 1)
    for x in (start, end):
        svg.line(x, y - 2.5, x, y + 2.5, role, 1)


def _draw_avoided_text(
    svg: Svg, row: BasisRow, basis: _Basis, scale: _Scale, y: float, plot_end: float, narrow: bool
) -> None:
    size = sizes(narrow).label
    weight = _weight(basis.avoided)
    end = _inside(basis, scale, line_width(row.avoided_text, size, weight))
    if end is not None:
        role = "paper" if row.avoided_measured else "accent"
        svg.text(end, y, row.avoided_text, size, role, weight, "end")
        return
    start = scale(max(basis.avoided or 0.0, 0.0)) + 6
    text = shorten(row.avoided_text, size, weight, plot_end - start)
    svg.text(start, y, text, size, "ink2" if basis.avoided is None else "accent", weight)


def _lens_height(narrow: bool) -> float:
    return 162 if narrow else 136


def _draw_lens(
    svg: Svg,
    lens: Lens,
    row: BasisRow,
    basis: _Basis,
    scale: _Scale,
    factor: int,
    row_top: float,
    row_bottom: float,
    rows_end: float,
    narrow: bool,
) -> None:
    """The row again under the others, `factor` times as long, with the ranges of its parts."""
    type_ = sizes(narrow)
    low, high = _lens_ends(basis, lens.avoided_range, lens.spent_range)
    spare = ((scale.high - scale.low) / factor - (high - low)) / 2
    enlarged = _Scale(low - spare, high + spare, scale.left, scale.right)
    left, right = scale.left, scale.right
    top = rows_end + (26 if narrow else 20)
    bottom = rows_end + _lens_height(narrow)

    near_left, near_right = scale(low) - 2, scale(high) + 2
    svg.rect(near_left, row_top, near_right - near_left, row_bottom - row_top, "tint")
    svg.polygon([(near_left, row_bottom), (near_right, row_bottom), (right, top), (left, top)], "tint")
    svg.rect(left, top, right - left, bottom - top, "tint")

    notes = (" ".join(lens.notes),) if narrow else lens.notes
    room = NARROW_WIDTH if narrow else left - 10
    y = rows_end + 16 if narrow else top + 12
    for index, note in enumerate(notes):
        svg.text(0, y + 11 * index, shorten(note, type_.sub, 400, room), type_.sub, "ink2")

    zero = enlarged(0)
    bar_top, bar_height = top + 24, 20
    spent_text = shorten(lens.spent_text, type_.sub, BOLD, zero - 5 - left)
    svg.text(zero - 5, top + 15, spent_text, type_.sub, "spent", BOLD, "end")
    avoided_text = shorten(lens.avoided_text, type_.sub, BOLD, right - zero - 5)
    svg.text(zero + 5, top + 15, avoided_text, type_.sub, "accent", BOLD)
    axis_y = bottom - (24 if narrow else 20)
    svg.line(zero, top + 6, zero, axis_y, "ink", 1)
    _draw_sides(svg, row, basis, enlarged, bar_top, bar_height)

    y = bar_top + bar_height + 6
    if lens.avoided_range is not None:
        start, end = (enlarged(as_float(value)) for value in lens.avoided_range)
        _draw_range(svg, start, end, y, "accent")
    if lens.spent_range is not None:
        end, start = (enlarged(-as_float(value)) for value in lens.spent_range)
        _draw_range(svg, start, end, y, "spent")
    net = enlarged(basis.net or 0.0)
    y += 14
    if basis.low is not None and basis.high is not None:
        svg.line(enlarged(basis.low), y, enlarged(basis.high), y, "ink", 3.2)
    svg.polygon([(net, y - 4.6), (net + 4.6, y), (net, y + 4.6), (net - 4.6, y)], "ink", "paper")
    _draw_net_words(svg, lens, enlarged, basis, y, narrow)
    _draw_ticks(svg, lens.ticks, enlarged, axis_y, type_.sub)


def _draw_net_words(svg: Svg, lens: Lens, scale: _Scale, basis: _Basis, y: float, narrow: bool) -> None:
    """The net right of its range and the remark on its sign left of it, both under it where one does
    not fit beside it."""
    size = sizes(narrow).label
    net = basis.net or 0.0
    start = scale(min(net, net if basis.low is None else basis.low)) - 9
    end = scale(max(net, net if basis.high is None else basis.high)) + 9
    net_width = line_width(lens.net_text, size, BOLD)
    sign_width = line_width(lens.sign_text, size, BOLD)
    if end + net_width <= scale.right and start - sign_width >= scale.left:
        svg.text(end, y + size * 0.36, lens.net_text, size, "ink", BOLD)
        svg.text(start, y + size * 0.36, lens.sign_text, size, "ink", BOLD, "end")
        return
    both = shorten(f"{lens.net_text}  {lens.sign_text}".strip(), size, BOLD, scale.right - scale.left - 8)
    half = line_width(both, size, BOLD) / 2
    middle = min(max(scale(net), scale.left + 4 + half), scale.right - 4 - half)
    svg.rect(middle - half - 2, y + 8, 2 * half + 4, size * 1.25, "tint")  # where zero's line would cross
    svg.text(middle, y + 8 + size, both, size, "ink", BOLD, "middle")


def _draw_ticks(svg: Svg, ticks: tuple[tuple[Number, str], ...], scale: _Scale, axis_y: float, size: float) -> None:
    """The texts of the lens's axis that lie in its panel and do not touch; the last one, which carries
    the unit, comes first."""
    taken: list[Box] = []
    y = axis_y + 4 + size
    for value, text in (*ticks[-1:], *ticks[:-1]):
        place = as_float(value)
        if not scale.low <= place <= scale.high:
            continue
        half = line_width(text, size) / 2
        middle = min(max(scale(place), scale.left + 2 + half), scale.right - 2 - half)
        box = text_box(middle, y, text, size, anchor="middle")
        if box.left >= scale.left and not any(box.overlaps(other, 6) for other in taken):
            taken.append(svg.text(middle, y, text, size, "ink3", 400, "middle"))
