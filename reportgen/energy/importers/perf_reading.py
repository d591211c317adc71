"""What one line of `perf stat` says of an energy event, in whichever form it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

EVENT = re.compile(r"power(?:_core)?/energy-(pkg|cores?|ram|gpu|psys)/[A-Za-z]*")
NOT_COUNTED = re.compile(r"<not (?:counted|supported)>")


@dataclass(frozen=True)
class Reading:
    """What one line says of one event.

    joules: None where it was not counted. time_s: the end of the interval under -I. place: the socket or CPU, or
    empty where all are in one. alone_s: how long its counter ran, where the line says that it is of one alone. is_mean:
    whether the value is a mean over runs.
    """

    domain: str
    joules: Decimal | None
    time_s: Decimal | None
    place: str
    alone_s: Decimal | None
    is_mean: bool


def domain_of(event: re.Match[str]) -> str:
    """The domain of an event that `EVENT` matched: pkg, cores, ram, gpu or psys."""
    return "cores" if event.group(1) == "core" else event.group(1)
