"""Power over time: its integral with the bound of what sampling can have missed, and its outline for a chart.

Streaming: a record of any length takes the same memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.precision import working_precision

NO_SAMPLES = "no samples"
MOST_SPANS = 240  # of an outline; twice as many are kept while it grows


@dataclass(frozen=True)
class Gap:
    """A span that is in no sum, in seconds from the record's start, and why: suspended, no samples, counter reset."""

    start_s: Decimal
    end_s: Decimal
    reason: str

    def meets(self, other: Gap) -> bool:
        """Whether the two have time in common."""
        return self.start_s < other.end_s and other.start_s < self.end_s

    def since(self, start_s: Decimal) -> Gap:
        """The gap on a clock that began at start_s."""
        return Gap(self.start_s - start_s, self.end_s - start_s, self.reason)


@dataclass(frozen=True)
class Span:
    """Power from start_s to end_s, seconds from the record's start: its mean over time, lowest and highest in W."""

    start_s: Decimal
    end_s: Decimal
    mean_w: Decimal
    low_w: Decimal
    high_w: Decimal


@dataclass(frozen=True)
class Envelope:
    """The outline of a power curve: at most 480 spans in their order; where one does not follow the last is a gap.

    A curve in more pieces than that is drawn over its shortest gaps, in which its mean is that of the rest of the span.
    """

    spans: tuple[Span, ...]
    samples: int


class Integral:
    """The energy under samples of power, by the trapezoid rule, fed one sample after another.

    longest_step_s: samples further apart than this have a gap between them, which counts for nothing; None: no gaps.
    Gaps are in seconds from the samples' own origin.
    `bound_j` is half of each interval times its power step, added up. Where power changes at most once between two
    samples, or only rises or only falls, the true energy lies within it; what is faster than the interval is
    invisible to sampling. peak_w: the highest power that was fed.
    """

    def __init__(self, longest_step_s: Decimal | None = None) -> None:
        self.energy_j = Decimal(0)
        self.bound_j = Decimal(0)
        self.covered_s = Decimal(0)
        self.samples = 0
        self.gaps: list[Gap] = []
        self.first_s: Decimal | None = None
        self.last_s: Decimal | None = None
        self.peak_w = Decimal(0)
        self._power_w = Decimal(0)
        self._longest_step_s = longest_step_s
        self._outline = Outline()

    def add(self, time_s: Decimal, power_w: Decimal) -> None:
        """Take the sample at time_s, in seconds from any origin. Raises ValueError where time goes back."""
        with working_precision():
            if self.last_s is None:
                self.first_s = time_s
            elif time_s < self.last_s:
                raise ValueError("time goes back")
            else:
                self._step(self.last_s, time_s, power_w)
        self._take(time_s, power_w)

    def interrupt(self, reason: str, time_s: Decimal, power_w: Decimal) -> None:
        """Take the sample at time_s, and nothing between it and the one before."""
        if self.last_s is not None:
            self.gaps.append(Gap(self.last_s, time_s, reason))
        self.first_s = time_s if self.first_s is None else self.first_s
        self._take(time_s, power_w)

    def _take(self, time_s: Decimal, power_w: Decimal) -> None:
        self.last_s, self._power_w = time_s, power_w
        self.peak_w = max(self.peak_w, power_w)
        self.samples += 1

    def _step(self, before_s: Decimal, time_s: Decimal, power_w: Decimal) -> None:
        step_s = time_s - before_s
        if self._longest_step_s is not None and step_s > self._longest_step_s:
            self.gaps.append(Gap(before_s, time_s, NO_SAMPLES))
            return
        before_w = self._power_w
        energy_j = (before_w + power_w) / 2 * step_s
        self.energy_j += energy_j
        self.bound_j += abs(power_w - before_w) / 2 * step_s
        self.covered_s += step_s
        low_w, high_w = (before_w, power_w) if before_w <= power_w else (power_w, before_w)
        self._outline.add(before_s, time_s, energy_j, low_w, high_w)

    def envelope(self, start_s: Decimal = Decimal(0)) -> Envelope:
        """The outline of what was fed so far, in seconds from start_s on the samples' clock."""
        return Envelope(self._outline.spans(start_s), self.samples)


@dataclass(slots=True)
class _Slice:
    start_s: Decimal
    end_s: Decimal
    covered_s: Decimal
    energy_j: Decimal
    low_w: Decimal
    high_w: Decimal


class Outline:
    """Steps merged into spans that double in length whenever there are too many of them."""

    def __init__(self) -> None:
        self._slices: list[_Slice] = []
        self._span_s = Decimal(0)
        self._over_gaps = False  # as long as the curve has fewer pieces than the outline may have spans

    def add(self, start_s: Decimal, end_s: Decimal, energy_j: Decimal, low_w: Decimal, high_w: Decimal) -> None:
        self._take(start_s, end_s, end_s - start_s, energy_j, low_w, high_w)
        if len(self._slices) > 2 * MOST_SPANS:
            self._span_s = max(self._span_s * 2, (end_s - self._slices[0].start_s) / MOST_SPANS)
            self._merge()
        if len(self._slices) > 2 * MOST_SPANS:
            self._over_gaps = True
            self._merge()

    def _merge(self) -> None:
        slices, self._slices = self._slices, []
        for it in slices:
            self._take(it.start_s, it.end_s, it.covered_s, it.energy_j, it.low_w, it.high_w)

    def _take(
        self, start_s: Decimal, end_s: Decimal, covered_s: Decimal, energy_j: Decimal, low_w: Decimal, high_w: Decimal
    ) -> None:
        last = self._slices[-1] if self._slices else None
        follows = last is not None and (self._over_gaps or last.end_s == start_s)
        if last is None or not follows or end_s - last.start_s > self._span_s:
            self._slices.append(_Slice(start_s, end_s, covered_s, energy_j, low_w, high_w))
            return
        last.end_s = end_s
        last.covered_s += covered_s
        last.energy_j += energy_j
        last.low_w, last.high_w = min(last.low_w, low_w), max(last.high_w, high_w)

    def spans(self, start_s: Decimal = Decimal(0)) -> tuple[Span, ...]:
        with working_precision():
            return tuple(
                Span(it.start_s - start_s, it.end_s - start_s, it.energy_j / it.covered_s, it.low_w, it.high_w)
                for it in self._slices
                if it.covered_s
            )
