"""The score chart: models as points of energy and score, over curves of equal accuracy."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import chain, pairwise
from typing import Literal

from reportgen.charts.axes import axis, padded, with_unit
from reportgen.charts.chart import ChartData
from reportgen.charts.labels import in_lines, names_apart
from reportgen.charts.palette import Palette
from reportgen.charts.svg import (
    NARROW_WIDTH,
    WIDE_WIDTH,
    Anchor,
    Box,
    Number,
    Svg,
    as_float,
    draw_ticks,
    line_width,
    shorten,
    text_box,
)
from reportgen.charts.type_sizes import BESIDE_RAIL, NARROW, on_paper
from reportgen.words.numbers import Numbers

Mark = Literal["open", "filled", "dash", "dot", "square", "triangle", "diamond"]
Score = Callable[[float, float], float]  # of energy and accuracy

_HEIGHT = {False: 210.0, True: 290.0}
_RADIUS = {"open": 3.4, "filled": 3.6, "dot": 2.0, "dash": 4.5, "square": 3.0, "triangle": 3.4, "diamond": 3.2}
_AROUND = 6.0  # the radius of an open mark around a filled one
# The marks of single runs, which tell models apart: each a regular shape with a corner at this turn, and its colour.
_SHAPES: dict[Mark, tuple[int, float, str]] = {
    "square": (4, 0.125, "spent"),
    "triangle": (3, 0.75, "ink"),
    "diamond": (4, 0.0, "kept"),
}
_POINTS = 160  # of a curve
_STRIDE = 4  # points of a curve between which no label lies
_MOST_CURVES = 4
_CORNERS = 16  # of what looks like a circle
_LONGEST_LABEL = 0.62  # of the plot's width


@dataclass(frozen=True)
class ScoreCurve:
    """A curve of equal accuracy: its text, and its points of energy and score from left to right."""

    label: str
    points: tuple[tuple[Number, Number], ...]


@dataclass(frozen=True)
class ScorePoint:
    """A score: open before filtering, filled after, a dash on a random subset; else one run, by its model."""

    x: Number
    y: Number
    mark: Mark


@dataclass(frozen=True)
class ScoreModel:
    """A model with its points; an open and a filled one are joined. An empty label leaves the points alone."""

    label: str
    sub: str
    points: tuple[ScorePoint, ...]


@dataclass(frozen=True)
class ScoreCurvesData(ChartData):
    """Models and curves over two axes that begin and end at x and y; ticks with their finished texts.

    curves_title: what the curves' texts are, such as accuracy.
    """

    title: str
    curves: tuple[ScoreCurve, ...]
    models: tuple[ScoreModel, ...]
    x: tuple[Number, Number]
    y: tuple[Number, Number]
    x_ticks: tuple[tuple[Number, str], ...]
    y_ticks: tuple[tuple[Number, str], ...]
    x_title: str
    y_title: str
    curves_title: str

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:
        """The chart as SVG.

        Raises ValueError for numbers that are not finite, and for axes that end where they begin.
        """
        type_ = NARROW if narrow else on_paper(WIDE_WIDTH, BESIDE_RAIL)
        width = NARROW_WIDTH if narrow else WIDE_WIDTH
        svg = Svg(width, _HEIGHT[narrow], self.title, palette, font)
        plot = _plot(self, width, _HEIGHT[narrow], type_.sub)
        _draw_axes(svg, self, plot, width, type_.sub)
        _draw_curves(svg, self, plot, width, type_.sub)
        _draw_models(svg, self, plot, type_.label, type_.sub)
        return svg.to_string()


def score_chart(
    models: Sequence[ScoreModel],
    accuracies: Sequence[Decimal],
    score: Score,
    numbers: Numbers,
    *,
    title: str,
    x_title: str,
    x_unit: str,
    y_title: str,
    curves_title: str,
) -> ScoreCurvesData:
    """The models with curves of equal accuracy, between axes that hold both.

    accuracies: of the models. score: by an energy in x_unit, as the models' x is, and an accuracy.
    """
    points = [point for model in models for point in model.points]
    x = axis(*padded([Decimal(point.x) for point in points]), numbers)
    shown = [it for it in axis(min(accuracies), max(accuracies), numbers, _MOST_CURVES).ticks if 0 < it[0] <= 1]
    curves = equal_accuracy(shown, x.low, x.high, score)
    # down to where the curves end: one that leaves the plot before is not drawn
    ends = [Decimal(curve.points[-1][1]) for curve in curves]
    y = axis(*padded([*(Decimal(point.y) for point in points), *ends], Decimal(1)), numbers)
    return ScoreCurvesData(
        title=title,
        curves=curves,
        models=tuple(models),
        x=(x.low, x.high),
        y=(y.low, y.high),
        x_ticks=with_unit(x.ticks, x_unit),
        y_ticks=y.ticks,
        x_title=x_title,
        y_title=y_title,
        curves_title=curves_title,
    )


def equal_accuracy(
    accuracies: Iterable[tuple[Decimal, str]], low: Decimal, high: Decimal, score: Score
) -> tuple[ScoreCurve, ...]:
    """A curve of the score over energy for each accuracy with its text, close at the left where it is steep."""
    width = float(high - low)
    places = [float(low) + width * (index / _POINTS) ** 2 for index in range(_POINTS + 1)]
    return tuple(
        ScoreCurve(text, tuple((x, score(x, float(accuracy))) for x in places)) for accuracy, text in accuracies
    )


@dataclass(frozen=True)
class _Plot:
    """The room that the axes enclose, and where a number stands in it."""

    box: Box
    x: Callable[[Number], float]
    y: Callable[[Number], float]


def _plot(data: ScoreCurvesData, width: float, height: float, size: float) -> _Plot:
    x0, x1, y0, y1 = (as_float(end) for end in (*data.x, *data.y))
    if not (x0 < x1 and y0 < y1):
        raise ValueError("an axis ends above where it begins")
    texts = [text for _, text in data.y_ticks] or [""]
    left = min(max(line_width(text, size) for text in texts), width / 4) + 8
    curves = [data.curves_title, *(curve.label for curve in data.curves)] if data.curves else [""]
    right = width - min(max(line_width(text, size, 600) for text in curves), width / 4) - 12
    box = Box(left, size * 2 + 6, right, height - size * 2 - 16)

    def x(value: Number) -> float:
        return box.left + (as_float(value) - x0) / (x1 - x0) * (box.right - box.left)

    def y(value: Number) -> float:
        return box.bottom - (as_float(value) - y0) / (y1 - y0) * (box.bottom - box.top)

    return _Plot(box, x, y)


def _draw_axes(svg: Svg, data: ScoreCurvesData, plot: _Plot, width: float, size: float) -> None:
    box = plot.box
    for value, text in data.y_ticks:
        svg.line(box.left, plot.y(value), box.right, plot.y(value), "grid")
        svg.text(
            box.left - 6, plot.y(value) + size * 0.35, shorten(text, size, 400, box.left - 6), size, "ink3", 400, "end"
        )
    svg.line(box.left, box.bottom, box.right, box.bottom, "axis")
    svg.text(0, size, shorten(data.y_title, size, 600, width / 2), size, "ink2", 600)
    draw_ticks(svg, [(plot.x(value), text) for value, text in data.x_ticks], box.bottom, width, size)
    title = shorten(data.x_title, size, 400, width)
    svg.text(max(box.right, line_width(title, size)), box.bottom + 3 + size * 2.4, title, size, "ink2", 400, "end")


def _draw_curves(svg: Svg, data: ScoreCurvesData, plot: _Plot, width: float, size: float) -> None:
    """The curves that reach the right end, as far as they lie between the axes, each with its text there."""
    box = plot.box
    ends: list[tuple[float, float, str]] = []
    for curve in data.curves:
        points = [(plot.x(x), plot.y(y)) for x, y in curve.points]
        inside = [(x, y) for x, y in points if box.top - 0.01 <= y <= box.bottom + 0.01 and x <= box.right + 0.01]
        # one that leaves the plot before its right end has no place for its text, and says nothing without it
        if len(inside) > 1 and inside[-1][0] >= box.right - 1:
            svg.polyline(inside, "axis")
            ends.append((*inside[-1], curve.label))
    if not ends:
        return
    room = width - box.right - 6
    ends.sort(key=lambda end: end[1])
    places = _spread([y for _, y, _ in ends], size * 1.15, box.top, box.bottom)
    for (x, y, text), place in zip(ends, places, strict=True):
        if abs(place - y) > 1:
            svg.line(x, y, box.right + 4, place, "axis", 0.4)
        svg.text(box.right + 6, place + size * 0.35, shorten(text, size, 400, room), size, "ink2")
    title = shorten(data.curves_title, size, 600, room)
    # above the topmost text, never over it
    svg.text(box.right + 6, min(places[0] - size * 0.8, box.bottom), title, size, "ink2", 600)


def _spread(wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """The places in their order, at least `gap` apart where there is room, as near to the wanted as that allows."""
    gap = min(gap, (bottom - top) / len(wanted)) if wanted else gap
    places: list[float] = []
    for place in wanted:
        places.append(max(place, places[-1] + gap) if places else max(place, top))
    for index in range(len(places) - 1, -1, -1):
        limit = bottom if index == len(places) - 1 else places[index + 1] - gap
        places[index] = min(places[index], limit)
    return places


def _draw_models(svg: Svg, data: ScoreCurvesData, plot: _Plot, label_size: float, sub_size: float) -> None:
    models = data.models
    taken = [_mark_box(plot, point) for model in models for point in model.points]
    taken += [box for curve in data.curves for box in _curve_boxes(plot, curve)]
    for model in models:
        _draw_points(svg, model.points, plot)
    names = names_apart([model.label for model in models], label_size, 600, [_room(plot)] * len(models))
    longest = _LONGEST_OF_FEW if sum(bool(model.label) for model in models) <= _FEW else _LONGEST_LEADER
    written: list[Box] = []
    for model, name in zip(models, names, strict=True):
        if model.label and model.points:
            boxes = _draw_label(svg, model, name, plot, taken, written, label_size, sub_size, longest)
            taken += [Box(it.left - _BETWEEN, it.top, it.right + _BETWEEN, it.bottom) for it in boxes]
            written += boxes


def _curve_boxes(plot: _Plot, curve: ScoreCurve) -> list[Box]:
    """A curve as small boxes, which no label may touch."""
    points = [(plot.x(x), plot.y(y)) for x, y in (*curve.points[::_STRIDE], curve.points[-1])]
    return [Box(min(x, at), min(y, to), max(x, at), max(y, to)) for (x, y), (at, to) in pairwise(points)]


def _mark_box(plot: _Plot, point: ScorePoint) -> Box:
    radius = _RADIUS[point.mark]
    x, y = plot.x(point.x), plot.y(point.y)
    return Box(x - radius, y - radius, x + radius, y + radius)


def _draw_points(svg: Svg, points: Sequence[ScorePoint], plot: _Plot) -> None:
    """The marks, in ink alone: form tells before from after; an open one goes around a filled one it would lie on."""
    before = next((it for it in points if it.mark == "open"), None)
    after = next((it for it in points if it.mark == "filled"), None)
    near = False
    if before and after:
        ends = plot.x(before.x), plot.y(before.y), plot.x(after.x), plot.y(after.y)
        near = math.hypot(ends[2] - ends[0], ends[3] - ends[1]) < _RADIUS["open"]
        svg.line(*ends, "ink", 1.6)
    for point in sorted(points, key=lambda it: it.mark != "open"):
        x, y, radius = plot.x(point.x), plot.y(point.y), _RADIUS[point.mark]
        match point.mark:
            case "dash":
                svg.line(x - radius, y, x + radius, y, "ink", 1.3)
            case "open":
                svg.polygon(_circle(x, y, _AROUND if near else radius), "paper", "ink")
            case "square" | "triangle" | "diamond":
                corners, turn, role = _SHAPES[point.mark]
                svg.polygon(_circle(x, y, radius, corners, turn), role, "ink" if role == "kept" else "paper")
            case _:
                svg.polygon(_circle(x, y, radius), "ink", "paper")


def _circle(x: float, y: float, radius: float, corners: int = _CORNERS, turn: float = 0.0) -> list[tuple[float, float]]:
    turns = (2 * math.pi * (step / corners + turn) for step in range(corners))
    return [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]


def _room(plot: _Plot) -> float:
    return (plot.box.right - plot.box.left) * _LONGEST_LABEL


def _draw_label(
    svg: Svg,
    model: ScoreModel,
    label: str,
    plot: _Plot,
    taken: list[Box],
    written: Sequence[Box],
    label_size: float,
    sub_size: float,
    longest: float,
) -> Sequence[Box]:
    """The name with its lines below it, where nothing is in the way, no curve either: beside a point, or in the nearest
    free place with a leader, at most so long, that crosses no label. Its boxes; none where there is no place."""
    room = _room(plot)
    subs = in_lines(model.sub, sub_size, 400, room) or tuple(filter(None, [shorten(model.sub, sub_size, 400, room)]))
    height = label_size + sub_size * 1.25 * len(subs)
    marks = [(plot.x(point.x), plot.y(point.y)) for point in model.points]
    beside = [
        (x + at, baseline, anchor)
        for x, y in marks
        for anchor, at in _SIDES
        for baseline in (y + label_size * 0.35, y - height + 4, y + label_size + 3)
    ]
    rooms = {anchor: _Room(_label_boxes(0, 0, label, subs, label_size, sub_size, anchor)) for anchor, _ in _SIDES}
    for number, (x, baseline, anchor) in enumerate(chain(beside, _farther(marks, height, longest))):
        if not rooms[anchor].is_free(x, baseline, plot.box, taken):
            continue
        boxes = _label_boxes(x, baseline, label, subs, label_size, sub_size, anchor)
        if number >= len(beside):
            leader = _leader(marks, boxes)
            if any(_crosses(leader, box) for box in written):
                continue
            svg.line(*leader, "ink3", 0.5)
        _write_label(svg, boxes, label, subs, label_size, sub_size)
        return boxes
    return ()


_SIDES: tuple[tuple[Anchor, float], ...] = (("start", 8), ("end", -8))
_STEP = 6  # between places that are tried for a label
_LONGEST_LEADER, _LONGEST_OF_FEW = 90, 240  # of so few models none is left without its name
_FEW = 6
_WIDER = 0.2  # of a label's width: so much more may a face take that stands in for ours where it is not installed
_BETWEEN = 6  # two names of one line read as two


class _Room:
    """The boxes of a label whose baseline begins, or ends, at the origin: is it free elsewhere, asked many times."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._boxes = [(box.left, box.top, box.right, box.bottom) for box in boxes]
        lefts, tops, rights, bottoms = zip(*self._boxes, strict=True)
        left, right = min(lefts), max(rights)
        longer = _WIDER * (right - left)
        if right > -left:  # it grows to the side on which it does not begin
            right += longer
        else:
            left -= longer
        self._whole = left, min(tops), right, max(bottoms)

    def is_free(self, x: float, y: float, room: Box, taken: list[Box]) -> bool:
        """Whether the label there is inside the room and a unit beside all that is taken."""
        left, top, right, bottom = self._whole
        if x + left < room.left or x + right > room.right or y + top < room.top - 8 or y + bottom > room.bottom:
            return False
        left, top, right, bottom = x + left - 1, y + top, x + right + 1, y + bottom
        for at, other in enumerate(taken):
            its_left, its_top, its_right, its_bottom = other
            if (
                left < its_right
                and its_left < right
                and top < its_bottom
                and its_top < bottom
                and self._touches(x, y, other)
            ):
                taken.insert(0, taken.pop(at))  # it will be in the way of the next places too, and comes first
                return False
        return True

    def _touches(self, x: float, y: float, other: Box) -> bool:
        its_left, its_top, its_right, its_bottom = other
        for left, top, right, bottom in self._boxes:
            if x + left < its_right + 1 and its_left < x + right + 1 and y + top < its_bottom and its_top < y + bottom:
                return True
        return False


def _farther(marks: Sequence[_Point], height: float, longest: float) -> Iterator[tuple[float, float, Anchor]]:
    """Places all around the marks, the nearest first, each once."""
    starts = sorted({(round(x / _STEP), round((y - height / 2) / _STEP)) for x, y in marks})
    met = set()
    for inner, outer in pairwise((-1.0, longest / 8, longest / 4, longest / 2, longest)):
        for across, down in _steps_away(inner / _STEP, outer / _STEP):
            for column, line in starts:
                place = column + across, line + down
                if place not in met:
                    met.add(place)
                    yield place[0] * _STEP, place[1] * _STEP, "start"


@cache
def _steps_away(inner: float, outer: float) -> list[tuple[int, int]]:
    """Ways of whole steps, farther than `inner` and at most `outer`, the shortest first."""
    steps = range(-int(outer), int(outer) + 1)
    ways = ((math.hypot(across, down), across, down) for across in steps for down in steps)
    return [(across, down) for far, across, down in sorted(ways) if inner < far <= outer]


_Point = tuple[float, float]
_Line = tuple[float, float, float, float]


def _leader(marks: Sequence[tuple[float, float]], boxes: Sequence[Box]) -> _Line:
    """A line from the nearest mark to the nearest edge of a label."""
    left, right = boxes[0].left, max(box.right for box in boxes)
    top, bottom = boxes[0].top, boxes[-1].bottom

    def ends(x: float, y: float) -> _Line:
        return x, y, min(max(x, left), right), min(max(y, top), bottom)

    return min((ends(x, y) for x, y in marks), key=lambda it: math.hypot(it[2] - it[0], it[3] - it[1]))


def _crosses(line: _Line, box: Box) -> bool:
    """Whether the line runs through the box: the part of it between the box's sides goes on between top and bottom."""
    x, y, to_x, to_y = line
    first, last = 0.0, 1.0
    for begin, way, low, high in ((x, to_x - x, box.left, box.right), (y, to_y - y, box.top, box.bottom)):
        if way == 0:
            if not low < begin < high:
                return False
            continue
        one, other = sorted(((low - begin) / way, (high - begin) / way))
        first, last = max(first, one), min(last, other)
    return first < last


def _label_boxes(
    x: float, baseline: float, label: str, subs: Sequence[str], label_size: float, sub_size: float, anchor: Anchor
) -> list[Box]:
    below = (
        text_box(x, baseline + sub_size * 1.25 * line, sub, sub_size, 400, anchor) for line, sub in enumerate(subs, 1)
    )
    return [text_box(x, baseline, label, label_size, 600, anchor), *below]


def _write_label(
    svg: Svg, boxes: Sequence[Box], label: str, subs: Sequence[str], label_size: float, sub_size: float
) -> None:
    """The lines on the paper's colour, so that a line of the grid behind them leaves them readable."""
    lines = [(label, label_size, "ink", 600), *((sub, sub_size, "ink2", 400) for sub in subs)]
    for box in boxes:
        svg.rect(box.left - 1, box.top, box.right - box.left + 2, box.bottom - box.top, "paper")
    for box, (text, size, colour, weight) in zip(boxes, lines, strict=True):
        svg.text(box.left, box.bottom - size * 0.22, text, size, colour, weight)
