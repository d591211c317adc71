"""The stages of a run while it is added up: open until they end."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.energy.record import RecordedStage
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision


@dataclass(frozen=True)
class Moment:
    """Where a run is: its time, what its devices drew so far (None where that is not known), and its suspensions."""

    at_s: Decimal
    energy_j: Decimal | None
    suspended_s: Decimal


class Stages:
    """Stages by number, in the order they began."""

    def __init__(self) -> None:
        self._begun: dict[int, tuple[str, Moment]] = {}
        self._ended: dict[int, RecordedStage] = {}

    def begin(self, number: int, name: str, now: Moment) -> None:
        """Begin a stage under a number that no other has."""
        self._begun[number] = name, now

    def end(self, number: int, removed: Decimal | None, now: Moment) -> None:
        """End a stage. Raises KeyError where it is not open."""
        name, start = self._begun[number]
        if number in self._ended:
            raise KeyError(number)
        energy_kwh = None
        with working_precision():
            if now.energy_j is not None and start.energy_j is not None and now.energy_j > start.energy_j:
                energy_kwh = (now.energy_j - start.energy_j) / J_PER_KWH
            duration_s = now.at_s - start.at_s - (now.suspended_s - start.suspended_s)
        self._ended[number] = RecordedStage(name, energy_kwh, duration_s, start.at_s, removed)

    def all(self) -> tuple[RecordedStage, ...]:
        """Every stage; one that never ended has neither duration nor energy."""
        return tuple(
            self._ended.get(number, RecordedStage(name, None, None, start.at_s))
            for number, (name, start) in self._begun.items()
        )
