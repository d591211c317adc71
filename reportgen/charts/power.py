"""The power chart: what each device drew over time, as mean and outline, with the run's stages below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from reportgen.charts.axes import NARROW_NO_BREAK, round_step, time_ticks
from reportgen.charts.chart import ChartData
from reportgen.charts.labels import names_apart, names_with_remarks
from reportgen.charts.palette import Palette
from reportgen.charts.svg import (
    BOLD,
    NARROW_WIDTH,
    WIDE_WIDTH,
    Number,
    Svg,
    as_float,
    draw_ticks,
    shorten,
    text_box,
)
from reportgen.charts.type_sizes import BESIDE_RAIL, NARROW, WIDER, on_paper
from reportgen.words.numbers import Numbers, scale_for, scaled

MOST_PANELS = 6
_PANEL_HEIGHT = 52
_STRIP_HEIGHT = 9
_NAME_GAP = 6


@dataclass(frozen=True)
class PowerSpan:
    """Power from start to end (s): its mean, lowest and highest (W). One that does not begin where the last ended
    has a gap before it."""

    start: Number
    end: Number
    mean: Number
    low: Number
    high: Number


@dataclass(frozen=True)
class PowerPanel:
    """A device: its name, a line about it, its power in order of time, the top of its scale with its text."""

    label: str
    sub: str
    spans: tuple[PowerSpan, ...]
    top: Number
    top_text: str


@dataclass(frozen=True)
class PowerStage:
    """A stage of the run, in seconds from its start."""

    label: str
    start: Number
    end: Number


@dataclass(frozen=True)
class PowerData(ChartData):
    """One panel a device over one time axis in seconds, `end` its right end; ticks with their finished texts."""

    title: str
    panels: tuple[PowerPanel, ...]
    stages: tuple[PowerStage, ...]
    end: Number
    ticks: tuple[tuple[Number, str], ...]

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:
        """The chart as SVG. Raises ValueError for numbers that are not finite, spans that run backwards or overlap, and
        more panels than `MOST_PANELS`."""
        if len(self.panels) > MOST_PANELS:
            raise ValueError(f"a power chart shows at most {MOST_PANELS} devices, got {len(self.panels)}")
        width = NARROW_WIDTH if narrow else WIDE_WIDTH
        type_ = NARROW if narrow else on_paper(WIDE_WIDTH, BESIDE_RAIL)
        end = as_float(self.end)
        left, right = 2.0, width - 4.0
        head = type_.label + 9
        body = len(self.panels) * (head + _PANEL_HEIGHT + 8)
        strip = _STRIP_HEIGHT + type_.sub + 10 if self.stages else 0
        svg = Svg(width, body + strip + type_.sub + 14, self.title, palette, font)

        def x(second: float) -> float:
            return left + second / end * (right - left) if end > 0 else left

        top = 0.0
        room = right / WIDER if narrow else right
        words = names_with_remarks([(panel.label, panel.sub) for panel in self.panels], room, type_)
        for panel, (name, told) in zip(self.panels, words, strict=True):
            svg.text(right, top + type_.label + 1, told, type_.sub, "ink2", 400, "end")
            svg.text(2, top + type_.label + 1, name, type_.label, "ink", BOLD)
            _draw_panel(svg, panel, x, top, head, right, type_.sub)
            top += head + _PANEL_HEIGHT + 8
        if self.stages:
            _draw_stages(svg, self.stages, x, top, right, type_.sub)
            top += strip
        svg.line(left, top, right, top, "axis")
        draw_ticks(svg, [(x(as_float(place)), text) for place, text in self.ticks], top, width, type_.sub)
        return svg.to_string()


def power_chart(title: str, panels: Sequence[PowerPanel], stages: Sequence[PowerStage], numbers: Numbers) -> PowerData:
    """The panels over one time axis that ends with the last of their spans."""
    end_s = Decimal(max(panel.spans[-1].end for panel in panels))
    return PowerData(title, tuple(panels), tuple(stages), end_s, time_ticks(end_s, numbers))


def scale_above(highest_w: Decimal, numbers: Numbers) -> tuple[Decimal, str]:
    """The end of a scale of power, the round number at or above the highest, with its text."""
    step = round_step(highest_w, 4)
    top = (highest_w / step).to_integral_value(ROUND_CEILING) * step
    unit, size = scale_for("W", [top])
    return top, f"{numbers.up_to_significant(scaled(top, size), 3)}{NARROW_NO_BREAK}{unit}"


def in_a_row(stages: Iterable[PowerStage]) -> list[PowerStage]:
    """The stages that follow each other; one within another would hide it."""
    shown: list[PowerStage] = []
    for stage in sorted(stages, key=lambda it: (it.start, it.end)):
        if not shown or stage.start >= shown[-1].end:
            shown.append(stage)
    return shown


def _draw_panel(
    svg: Svg,
    panel: PowerPanel,
    x: Callable[[float], float],
    top: float,
    head: float,
    right: float,
    sub_size: float,
) -> None:
    scale = as_float(panel.top)
    base = top + head + _PANEL_HEIGHT

    def y(power: float) -> float:
        return base - power / scale * _PANEL_HEIGHT if scale > 0 else base

    svg.line(2, y(scale), right, y(scale), "grid", 0.6)
    for run in _runs(panel.spans):
        upper = [point for span in run for point in ((x(span[0]), y(span[4])), (x(span[1]), y(span[4])))]
        lower = [point for span in run for point in ((x(span[0]), y(span[3])), (x(span[1]), y(span[3])))]
        svg.polygon([*upper, *reversed(lower)], "accent_t")
        mean = [point for span in run for point in ((x(span[0]), y(span[2])), (x(span[1]), y(span[2])))]
        svg.polyline(mean, "accent", 1.3)
    svg.line(2, base, right, base, "axis", 0.75)
    if scale > 0:
        _draw_scale(svg, panel.top_text, y(scale), right, sub_size)


def _draw_scale(svg: Svg, text: str, y: float, right: float, size: float) -> None:
    """The text of the top of the scale, on the paper's colour, so that a curve behind it leaves it readable."""
    text = shorten(text, size, 400, right / 3)
    box = text_box(3, y + size, text, size)
    svg.rect(box.left - 1, box.top, box.right - box.left + 3, box.bottom - box.top, "paper")
    svg.text(3, y + size, text, size, "ink3")


_Span = tuple[float, float, float, float, float]


def _runs(spans: tuple[PowerSpan, ...]) -> list[list[_Span]]:
    """The spans as start, end, mean, low, high, in runs without a gap."""
    runs: list[list[_Span]] = []
    last = None
    for span in spans:
        start, end = as_float(span.start), as_float(span.end)
        if end < start or (last is not None and start < last):
            raise ValueError("spans of power stand in the order of time")
        values = (start, end, as_float(span.mean), as_float(span.low), as_float(span.high))
        if start == last:
            runs[-1].append(values)
        else:
            runs.append([values])
        last = end
    return runs


def _draw_stages(
    svg: Svg, stages: tuple[PowerStage, ...], x: Callable[[float], float], top: float, right: float, size: float
) -> None:
    """The stages as bars, every other one darker; a name stands below its bar where there is room for it."""
    taken = 0.0
    spans = [(x(as_float(stage.start)), min(x(as_float(stage.end)), right)) for stage in stages]
    rooms = [max(end - start, 0) for start, end in spans]
    names = names_apart([stage.label for stage in stages], size, 400, rooms)
    for index, (stage, (start, end), name) in enumerate(zip(stages, spans, names, strict=True)):
        svg.rect(start, top, max(end - start, 0.8), _STRIP_HEIGHT, "accent" if index % 2 else "kept")
        left = max(start, taken)
        text = shorten(name, size, 400, max(end - left, 0))
        # three letters and an ellipsis say nothing
        if len(text) >= min(5, len(stage.label)):
            taken = svg.text(left, top + _STRIP_HEIGHT + size + 1, text, size, "ink2").right + _NAME_GAP
