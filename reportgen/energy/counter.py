"""An energy counter's readings as energy: what it went on by, without what a reset hides."""

from __future__ import annotations

from decimal import Decimal

from reportgen.energy.power import Envelope, Gap, Outline
from reportgen.precision import working_precision

# No single device that wraps (a CPU package, its memory) draws more: a greater step back is a reset and no wrap.
MOST_W = 1000
RESET, MAY_HAVE_WRAPPED = "counter reset", "no samples, and the counter may have begun anew"


class Counter:
    """The energy of a counter, fed one reading after another.

    wraps_at_uj: where it begins anew, None if it never does. shortest_span_s: its outline has no shorter steps, in
    which a counter that moves by leaps would seem to stand still or to race. A step back that is no wrap is a reset:
    from the reading before to the one after it nothing is known, and that span is a gap. A long silence is none, since
    the counter runs on, unless it may have wrapped more than once meanwhile. Gaps and outline are in seconds from the
    readings' own origin.
    """

    def __init__(self, wraps_at_uj: int | None = None, shortest_span_s: Decimal = Decimal(0)) -> None:
        self.energy_uj = 0
        self.covered_s = Decimal(0)
        self.samples = 0
        self.gaps: list[Gap] = []
        self.first_s: Decimal | None = None
        self.last_s: Decimal | None = None
        self._reading_uj: int  # the last one, from the first on
        self._wraps_at_uj = wraps_at_uj
        self._shortest_span_s = shortest_span_s
        self._span_begun_s: Decimal | None = None
        self._span_uj = 0
        self._outline = Outline()

    @property
    def energy_j(self) -> Decimal:
        return Decimal(self.energy_uj).scaleb(-6)

    def add(self, time_s: Decimal, reading_uj: int) -> None:
        """Take the reading at time_s, in seconds from any origin. Raises ValueError where time goes back."""
        if self.last_s is None:
            self.first_s = time_s
        elif time_s < self.last_s:
            raise ValueError("time goes back")
        else:
            with working_precision():
                self._step(self.last_s, time_s, reading_uj)
        self.last_s, self._reading_uj = time_s, reading_uj
        self.samples += 1

    def interrupt(self, reason: str, time_s: Decimal, reading_uj: int) -> None:
        """Take the reading at time_s, and nothing between it and the one before."""
        if self.last_s is not None:
            self._gap(self.last_s, time_s, reason)
        self.first_s = time_s if self.first_s is None else self.first_s
        self.last_s, self._reading_uj = time_s, reading_uj
        self.samples += 1

    def _step(self, before_s: Decimal, now_s: Decimal, reading_uj: int) -> None:
        step_s, step_uj = now_s - before_s, reading_uj - self._reading_uj
        most_uj = int(step_s * MOST_W * 1_000_000)
        if self._wraps_at_uj is not None and most_uj >= self._wraps_at_uj:
            self._gap(before_s, now_s, MAY_HAVE_WRAPPED)
            return
        if step_uj < 0:
            step_uj += self._wraps_at_uj or 0
            if not 0 <= step_uj <= most_uj:
                self._gap(before_s, now_s, RESET)
                return
        self.energy_uj += step_uj
        self.covered_s += step_s
        self._span_begun_s = before_s if self._span_begun_s is None else self._span_begun_s
        self._span_uj += step_uj
        span_s = now_s - self._span_begun_s
        if span_s and span_s >= self._shortest_span_s:
            energy_j = Decimal(self._span_uj).scaleb(-6)
            self._outline.add(self._span_begun_s, now_s, energy_j, energy_j / span_s, energy_j / span_s)
            self._span_begun_s, self._span_uj = None, 0

    def _gap(self, start_s: Decimal, end_s: Decimal, reason: str) -> None:
        self.gaps.append(Gap(start_s, end_s, reason))
        self._span_begun_s, self._span_uj = None, 0

    def envelope(self) -> Envelope:
        """The outline of the mean power between readings."""
        return Envelope(self._outline.spans(), self.samples)
