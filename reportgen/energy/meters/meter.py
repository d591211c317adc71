"""What a meter is: it reads one device, by an energy counter, by its power, or by both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, runtime_checkable

from reportgen.energy.record import MEASURED
from reportgen.words.message import message

# Methods, as records and pages name them.
BY_COUNTER, BY_POWER, BY_LOAD = message("energy counter"), message("sampled power"), message("estimate from load")


@dataclass(frozen=True)
class MeteredDevice:
    """A device and how it is read.

    key: its short name in the log, such as gpu0. kind, basis: as in `energy.record`. counts: whether it has an
    energy counter. wraps_at_uj: where that counter begins anew, None if it never does. power_limit_w: what it may
    draw. shares: an estimate's true energy lies between these shares of the reading.
    """

    key: str
    name: str
    kind: str
    method: str
    basis: str = MEASURED
    counts: bool = True
    wraps_at_uj: int | None = None
    power_limit_w: Decimal | None = None
    shares: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Counter in uJ, power in mW; None where the device has none."""

    energy_uj: int | None = None
    power_mw: int | None = None


class MeterError(Exception):
    """A device could not be read; lost: nor will it be later."""

    def __init__(self, reason: str, lost: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.lost = lost


class Meter(Protocol):
    """Reads one device."""

    @property
    def device(self) -> MeteredDevice: ...

    def read(self) -> Reading:
        """What the device says now. Raises MeterError."""
        ...


@runtime_checkable
class CostlyMeter(Meter, Protocol):
    """A meter whose full reading takes much of a core: between two of those it is read in a cheaper way."""

    def read_between(self) -> Reading:
        """What the device says cheaply. Raises MeterError."""
        ...


@dataclass(frozen=True)
class NotMeasured:
    """What cannot be measured here, why, and how to mend it (empty where nothing can be done).

    absent: nothing is missing from a record by it, since there is no such device or the command may not use it.
    """

    what: str
    why: str
    mend: str = ""
    absent: bool = False

    def __str__(self) -> str:
        return f"{self.what}: {self.why}"


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Found:
    """The meters that work here, what is not measured, and what a reader of their figures must know.

    close: gives back what the meters hold.
    """

    meters: tuple[Meter, ...] = ()
    not_measured: tuple[NotMeasured, ...] = ()
    notes: tuple[str, ...] = ()
    close: Callable[[], None] = _nothing
