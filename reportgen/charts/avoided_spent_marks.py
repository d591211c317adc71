"""The marks of the chart of avoided against spent: bars, ranges and the lens under the rows."""

from __future__ import annotations

from reportgen.charts.avoided_spent_data import Basis, BasisRow, Lens, Scale, lens_ends, numbers_of
from reportgen.charts.svg import (
    BOLD,
    NARROW_WIDTH,
    Box,
    Number,
    Svg,
    as_float,
    line_width,
    shorten,
    sizes,
    text_box,
)


def draw_sides(svg: Svg, row: BasisRow, basis: Basis, scale: Scale, top: float, height: float) -> None:
    """A row's two bars, one unit long at least: filled where measured, else outlined."""
    zero = scale(0)
    if basis.avoided:
        # A negative saving continues to the left of what was spent.
        start = zero if basis.avoided > 0 else scale(basis.left)
        length = max(abs(scale(basis.avoided) - zero), 1)
        if row.avoided_measured:
            svg.rect(start, top, length, height, "accent")
        else:
            svg.rect(start, top, length, height, "accent_t", "accent", 0.9)
    if basis.spent:
        length = max(zero - scale(-basis.spent), 1)
        if row.spent_measured:
            svg.rect(zero - length, top, length, height, "spent")
        else:
            svg.rect(zero - length, top, length, height, "spent_t", "spent", 0.9)


def draw_range(svg: Svg, start: float, end: float, y: float, role: str) -> None:
    """A range as a line with a stop at each end."""
    svg.line(start, y, end, y, role, 1)
    for x in (start, end):
        svg.line(x, y - 2.5, x, y + 2.5, role, 1)


def row_height(narrow: bool) -> float:
    """From one row to the next; the narrow chart has its words above the bar."""
    return 48 if narrow else 34


def lens_height(narrow: bool) -> float:
    """What a lens adds to the chart's height."""
    return 162 if narrow else 136


def draw_lens(
    svg: Svg, lens: Lens, rows: tuple[BasisRow, ...], scale: Scale, factor: int, rows_end: float, narrow: bool
) -> None:
    """The lens's row again under all rows, `factor` times as long, with the ranges of its parts."""
    type_ = sizes(narrow)
    row = rows[lens.row]
    basis = numbers_of(row)
    row_top = rows_end - row_height(narrow) * (len(rows) - lens.row)
    row_bottom = row_top + row_height(narrow) - 2
    low, high = lens_ends(basis, lens.avoided_range, lens.spent_range)
    spare = ((scale.high - scale.low) / factor - (high - low)) / 2
    enlarged = Scale(low - spare, high + spare, scale.left, scale.right)
    left, right = scale.left, scale.right
    top = rows_end + (26 if narrow else 20)
    bottom = rows_end + lens_height(narrow)

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
    draw_sides(svg, row, basis, enlarged, bar_top, bar_height)

    y = bar_top + bar_height + 6
    if lens.avoided_range is not None:
        start, end = (enlarged(as_float(value)) for value in lens.avoided_range)
        draw_range(svg, start, end, y, "accent")
    if lens.spent_range is not None:
        end, start = (enlarged(-as_float(value)) for value in lens.spent_range)
        draw_range(svg, start, end, y, "spent")
    net = enlarged(basis.net or 0.0)
    y += 14
    if basis.low is not None and basis.high is not None:
        svg.line(enlarged(basis.low), y, enlarged(basis.high), y, "ink", 3.2)
    svg.polygon([(net, y - 4.6), (net + 4.6, y), (net, y + 4.6), (net - 4.6, y)], "ink", "paper")
    _draw_net_words(svg, lens, enlarged, basis, y, narrow)
    _draw_ticks(svg, lens.ticks, enlarged, axis_y, type_.sub)


def _draw_net_words(svg: Svg, lens: Lens, scale: Scale, basis: Basis, y: float, narrow: bool) -> None:
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


def _draw_ticks(svg: Svg, ticks: tuple[tuple[Number, str], ...], scale: Scale, axis_y: float, size: float) -> None:
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
