"""How long a tool worked, from when its parts began and ended: their union, without the pauses between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from reportgen.energy.importers.cells import LONGEST_S
from reportgen.energy.importers.times import date_at
from reportgen.precision import working_precision


@dataclass(frozen=True)
class WorkTime:
    """duration_s: None where nothing is known, or longer than ten years. started_at, ended_at: None likewise."""

    duration_s: Decimal | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    zone_known: bool = False


def work_time(spans: Iterable[tuple[Decimal, Decimal]], zone_known: bool) -> WorkTime:
    """The union of spans, each from and to so many seconds since 1970; one that ends before it begins is left out."""
    ordered = sorted(span for span in spans if span[0] <= span[1])
    if not ordered:
        return WorkTime()
    first, end = ordered[0]
    with working_precision():
        worked = end - first
        for start, stop in ordered[1:]:
            worked += max(Decimal(0), stop - max(start, end))
            end = max(end, stop)
    return WorkTime(
        worked if 0 < worked <= LONGEST_S else None, date_at(first, zone_known), date_at(end, zone_known), zone_known
    )
