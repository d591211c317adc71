"""The strip: one bar for all samples, from those kept to those removed first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportgen.charts.chart import ChartData
from reportgen.charts.labels import names_apart
from reportgen.charts.palette import Palette
from reportgen.charts.svg import (
    BOLD,
    NARROW_WIDTH,
    Anchor,
    Box,
    Number,
    Svg,
    as_float,
    line_width,
    shorten,
    text_box,
)
from reportgen.charts.type_sizes import NARROW, OVER_PAGE, WIDER, on_paper
from reportgen.words.said import together

MAX_STAGES = 6

_WIDE_WIDTH = 650
_BAR_HEIGHT = 26
_THINNEST = 3.0  # with a divider on each side it still shows
_DIVIDER = 1.2
_SIZE, _FIGURE_SIZE = on_paper(_WIDE_WIDTH, OVER_PAGE).sub, on_paper(_WIDE_WIDTH, OVER_PAGE).label
_NAME_BASELINE = _BAR_HEIGHT + 15  # from the bar's top, like all that follow
_FIGURE_BASELINE = _BAR_HEIGHT + 28
_FLAG_BASELINES = (-7.0, -20.0, _NAME_BASELINE + 0.0, _FIGURE_BASELINE + 0.0)
_FLAG_GAP = 3.0
_OVERHANG = 30.0  # by how much a label may be wider than its part
_NAMEABLE = 24.0  # parts less wide get a leader, or it would not be clear whose label it is
_SHORTENABLE = 56.0  # parts at least this wide keep their label, shortened, under them
_LONGEST_FLAG = 190.0
_GAP = 6.0
_FARTHEST = 12.0  # that a label is moved aside
_UNDER_GAP = 4.0  # parts and figures tell two names under the bar apart as well


@dataclass(frozen=True)
class Segment:
    """A part of the bar: its name, its number of samples and that number as text."""

    label: str
    value: Number
    text: str


@dataclass(frozen=True)
class StripData(ChartData):
    """What was kept and removed; `removed` holds at most MAX_STAGES parts in the order they ran.

    The first to be removed stands at the right end. The narrow chart has no room for names: it shows
    `narrow_left` and `narrow_right` under the bar's two ends.
    """

    title: str
    kept: Segment
    removed: tuple[Segment, ...]
    unexplained: Segment | None
    narrow_left: str
    narrow_right: str

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:
        """The chart as SVG: what was kept in grey, stages filled, the unexplained part outlined.

        Names stand under their part, those of slivers above or below it at a leader; a name that finds no
        room is left to the table, and different ones are cut to different texts. Raises ValueError for negative
        or infinite counts and too many stages.
        """
        return _draw_narrow(self, palette, font) if narrow else _draw_wide(self, palette, font)


@dataclass(frozen=True)
class _Part:
    segment: Segment
    role: str  # kept, unexplained or removed
    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass(frozen=True)
class _Under:
    """A name and, on a second line, its figure under a part; y counts from the bar's top."""

    part: _Part
    name: str
    anchor: Anchor
    x: float
    box: Box


@dataclass(frozen=True)
class _Flag:
    """A name and its figure on one line at a leader, above the bar or below it; y as above."""

    part: _Part
    text: str
    anchor: Anchor
    x: float
    y: float
    box: Box
    leader: Box


def _parts(data: StripData, width: float) -> list[_Part]:
    """The parts that are not empty, from left to right; slivers are widened to stay visible, at the
    cost of the widest part."""
    if len(data.removed) > MAX_STAGES:
        raise ValueError(f"a strip shows at most {MAX_STAGES} stages, got {len(data.removed)}")
    segments = [("kept", data.kept)]
    if data.unexplained is not None:
        segments.append(("unexplained", data.unexplained))
    segments.extend(("removed", segment) for segment in reversed(data.removed))
    values = [as_float(segment.value) for _, segment in segments]
    if min(values) < 0:
        raise ValueError("a strip shows counts, which cannot be negative")
    total = sum(values)
    if total == 0:
        return []
    widths = [max(value / total * width, _THINNEST) if value else 0.0 for value in values]
    widths[widths.index(max(widths))] -= sum(widths) - width
    parts = []
    left = 0.0
    for (role, segment), part_width in zip(segments, widths, strict=True):
        if part_width:
            parts.append(_Part(segment, role, left, left + part_width))
        left += part_width
    return parts


def _draw_bar(svg: Svg, parts: list[_Part], top: float, width: float) -> None:
    if not parts:
        svg.rect(0, top, width, _BAR_HEIGHT, "paper", "axis", 0.75)
    for part in parts:
        if part.role == "unexplained":
            svg.rect(part.left, top, part.width, _BAR_HEIGHT, "paper", "accent", 0.9)
        else:
            svg.rect(part.left, top, part.width, _BAR_HEIGHT, "kept" if part.role == "kept" else "accent")
    removed = [part for part in parts if part.role == "removed"]
    for part in removed[1:]:
        svg.line(part.left, top, part.left, top + _BAR_HEIGHT, "paper", _DIVIDER)


def _draw_narrow(data: StripData, palette: Palette, font: str) -> str:
    size = NARROW.label
    left = shorten(data.narrow_left, size, BOLD, NARROW_WIDTH)
    right = shorten(data.narrow_right, size, BOLD, NARROW_WIDTH)
    both = line_width(left, size, BOLD) + line_width(right, size, BOLD) + 12
    second = 17 if both > NARROW_WIDTH else 0
    svg = Svg(NARROW_WIDTH, 54 + second, data.title, palette, font)
    _draw_bar(svg, _parts(data, NARROW_WIDTH), 4, NARROW_WIDTH)
    baseline = 4 + _BAR_HEIGHT + 17
    svg.text(0, baseline, left, size, "ink", BOLD)
    svg.text(NARROW_WIDTH, baseline + second, right, size, "accent", BOLD, "end")
    return svg.to_string()


def _draw_wide(data: StripData, palette: Palette, font: str) -> str:
    parts = _parts(data, _WIDE_WIDTH)
    names = dict(zip(parts, names_apart(*_names(parts)), strict=True))
    under = _place_under(parts, names)
    flags = _place_flags(parts, under, names)
    top = max([4.0, *(6 - flag.box.top for flag in flags)])
    svg = Svg(_WIDE_WIDTH, top + _BAR_HEIGHT + 34, data.title, palette, font)
    _draw_bar(svg, parts, top, _WIDE_WIDTH)
    for label in under:
        role = "ink" if label.part.role == "kept" else "accent"
        figure = label.part.segment.text
        svg.text(label.x, top + _NAME_BASELINE, label.name, _SIZE, "ink2", 400, label.anchor)
        svg.text(label.x, top + _FIGURE_BASELINE, figure, _FIGURE_SIZE, role, BOLD, label.anchor)
    for flag in flags:
        x = flag.part.middle
        svg.line(x, top + flag.leader.top, x, top + flag.leader.bottom, "ink3")
        svg.text(flag.x, top + flag.y, flag.text, _SIZE, "ink2", 400, flag.anchor)
    return svg.to_string()


def _names(parts: list[_Part]) -> tuple[list[str], float, int, list[float]]:
    """The parts' names with size, weight and the room of each: under its part where it is wide, else at a leader."""
    rooms = []
    for part in parts:
        room = part.width + _OVERHANG
        if line_width(part.segment.label, _SIZE) > room and part.width >= _SHORTENABLE:
            room = part.width - _GAP
        flag = _LONGEST_FLAG - line_width(" " + part.segment.text, _SIZE)
        rooms.append(room if part.width >= _SHORTENABLE else flag)
    return [part.segment.label for part in parts], _SIZE, 400, rooms


def _place_under(parts: list[_Part], names: dict[_Part, str]) -> list[_Under]:
    """The labels that find room under their own part: all that may, moved a little aside, or else the largest first."""
    wanted = [label for part in parts if (label := _under(part, names[part])) is not None]
    moved = _moved_apart(wanted)
    if moved is not None:
        return moved
    placed: list[_Under] = []
    for label in sorted(wanted, key=lambda it: (it.part.role != "kept", -it.part.width, it.part.left)):
        if not any(label.box.overlaps(other.box, _UNDER_GAP) for other in placed):
            placed.append(label)
    return placed


def _under(part: _Part, name: str) -> _Under | None:
    """The label in the middle of its part, that of what was kept at the left; None where it is too wide for it."""
    width = max(line_width(name, _SIZE), line_width(part.segment.text, _FIGURE_SIZE, BOLD))
    if width > min(part.width + _OVERHANG, _WIDE_WIDTH) or part.width < _NAMEABLE:
        return None
    start = 0.0 if part.role == "kept" else part.middle - width / 2
    return _under_at(part, name, min(max(start, 0), _WIDE_WIDTH - width), width)


def _under_at(part: _Part, name: str, start: float, width: float) -> _Under:
    anchor: Anchor = "start" if part.role == "kept" else "middle"
    box = _in_a_wider_face(Box(start, _BAR_HEIGHT + 1, start + width, _FIGURE_BASELINE + 3), anchor)
    return _Under(part, name, anchor, start if anchor == "start" else start + width / 2, box)


def _in_a_wider_face(box: Box, anchor: Anchor) -> Box:
    """The room that a label takes on a screen that has another face than the one reckoned with."""
    more = (box.right - box.left) * (WIDER - 1)
    left = {"start": 0.0, "middle": more / 2, "end": more}[anchor]
    return Box(box.left - left, box.top, box.right + more - left, box.bottom)


def _moved_apart(labels: list[_Under]) -> list[_Under] | None:
    """The labels from left to right, pushed to the left until none touches the next; None where one goes too far."""
    moved: list[_Under] = []
    right = _WIDE_WIDTH + _UNDER_GAP
    for label in reversed(labels):
        width = label.box.right - label.box.left
        start = min(label.box.left, right - _UNDER_GAP - width)
        if start < 0 or label.box.left - start > _FARTHEST:
            return None
        aside = start - label.box.left
        box = label.box._replace(left=start, right=start + width)
        moved.append(replace(label, x=label.x + aside, box=box))
        right = start
    return moved[::-1]


def _place_flags(parts: list[_Part], under: list[_Under], names: dict[_Part, str]) -> list[_Flag]:
    """The labels of the remaining parts: centred above where a part stands alone, else as flags that
    hang off their leaders in steps, so that no leader crosses a name."""
    labelled = [label.part for label in under]
    left_over = [part for part in parts if part not in labelled]
    texts = {part.left: _flag_text(part, names[part]) for part in left_over}
    # Flags to the left of their leader step up from left to right, those to the right the other way.
    to_left = [part for part in left_over if line_width(texts[part.left], _SIZE) + _FLAG_GAP <= part.middle]
    to_right = [part for part in reversed(left_over) if part not in to_left]
    placed: list[_Flag] = []
    for part in to_left + to_right:
        others = [other.middle for other in left_over if other != part]
        for flag in _flag_places(part, texts[part.left], "end" if part in to_left else "start"):
            taken = [label.box for label in under] + [other.box for other in placed]
            leaders = [other.leader for other in placed]
            alone = flag.anchor != "middle" or not any(flag.box.left - _GAP < x < flag.box.right + _GAP for x in others)
            inside = flag.box.left >= 0 and flag.box.right <= _WIDE_WIDTH
            clear = not any(flag.box.overlaps(box, _GAP) for box in taken) and not any(
                flag.leader.overlaps(box, 1) for box in taken
            )
            if alone and inside and clear and not any(flag.box.overlaps(line, 1) for line in leaders):
                placed.append(flag)
                break
    return placed


def _flag_text(part: _Part, name: str) -> str:
    figure = part.segment.text
    room = _LONGEST_FLAG - line_width(" " + figure, _SIZE)
    return together((shorten(name, _SIZE, 400, room), " ", figure))


def _flag_places(part: _Part, text: str, anchor: Anchor) -> list[_Flag]:
    """Where a part's flag may stand, the best place first."""
    x = part.middle
    width = line_width(text, _SIZE)
    centre = min(max(x, width / 2), _WIDE_WIDTH - width / 2)
    above, below = _FLAG_BASELINES[:2], _FLAG_BASELINES[2:]
    box = _in_a_wider_face(text_box(centre, above[0], text, _SIZE, anchor="middle"), "middle")
    places = [_Flag(part, text, "middle", centre, above[0], box, Box(x, -3, x, 0))]
    beside = x - _FLAG_GAP if anchor == "end" else x + _FLAG_GAP
    for y in above:
        leader = Box(x, y - _SIZE * 0.7, x, 0)
        places.append(_Flag(part, text, anchor, beside, y, _beside(beside, y, text, anchor), leader))
    for y in below:
        leader = Box(x, _BAR_HEIGHT, x, y)
        places.append(_Flag(part, text, anchor, beside, y, _beside(beside, y, text, anchor), leader))
    return places


def _beside(x: float, y: float, text: str, anchor: Anchor) -> Box:
    return _in_a_wider_face(text_box(x, y, text, _SIZE, 400, anchor), anchor)
