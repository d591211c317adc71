"""The epochs in carbontracker's standard log: each has a header, a duration and the power of its components."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.energy.importers.carbontracker_section import Section
from reportgen.energy.importers.cells import bounded_s, number
from reportgen.files.losses import Losses
from reportgen.files.source import Source
from reportgen.files.table import CUT_OFF
from reportgen.problems import InputError, excerpt

POWERS, _DURATION = "Average power usage", "Duration:"
_POWER = re.compile(r"Average power usage \(W\) for (\w+): (.*)")
_CLOCK = re.compile(r"(?:([0-9]+) days?, )?([0-9]+):([0-9]{2}):([0-9]{2}(?:\.[0-9]+)?)")
MOST_VALUES = 1024  # devices of one component
_NO_POWER = ("none", "nan")


@dataclass
class _Epoch:
    """An epoch being read; number: None where its header cannot be read, so that nothing in it counts."""

    number: str | None
    line: int
    lost_before: int
    duration_s: Decimal | None = None
    powers: dict[str, list[Decimal | None] | None] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)  # components whose power stands there and cannot be read


class Epochs:
    """The epochs of one section; what cannot be read of them is lost, and moves no other number.

    limit: of how many the section's final figure speaks.
    """

    def __init__(self, source: Source, lost: Losses, section: Section, limit: int | None) -> None:
        self._source, self._lost = source, lost
        self._section, self._limit = section, limit
        self._epoch: _Epoch | None = None

    def take(self, line: int, message: str) -> bool:
        """Whether the message is about an epoch; what it says is taken."""
        if message.startswith("Epoch "):
            self.close()
            match = re.fullmatch(r"Epoch (\d+):", message)
            if match is None:
                self._lose(line, f"'{excerpt(message, 40)}' is no header of an epoch")
            self._epoch = _Epoch(match.group(1) if match else None, line, self._lost.count)
        elif message.startswith(_DURATION):
            if self._epoch is None or (self._epoch.number and self._epoch.duration_s is not None):
                self._orphan(line, "a duration stands there without the header of its epoch")
            self._duration(line, message.removeprefix(_DURATION))
        elif message.startswith(POWERS):
            match = _POWER.fullmatch(message)
            component = match.group(1).lower() if match else ""
            if self._epoch is None or (self._epoch.number and component in {*self._epoch.powers, *self._epoch.unread}):
                self._orphan(line, "a power stands there without the header of its epoch")
            self._power(line, message, component, match.group(2) if match else None)
        else:
            return False
        return True

    def close(self) -> None:
        """Add the epoch that was being read; one that is not complete is lost, as the tool writes its lines at once."""
        epoch, self._epoch = self._epoch, None
        if epoch is None or not epoch.number or (self._limit is not None and self._section.epochs >= self._limit):
            return
        if epoch.duration_s is not None and epoch.powers:
            self._section.add(epoch.number, epoch.duration_s, epoch.powers)
        elif self._lost.count == epoch.lost_before:
            lacking = "duration" if epoch.duration_s is None else "power"
            self._lose(epoch.line, f"epoch {epoch.number[:9]} has no {lacking}")

    def _orphan(self, line: int, fault: str) -> None:
        """Begin an epoch without header; where a line was lost since the last one, that was it, and it is said."""
        epoch = self._epoch
        self.close()
        if epoch is None or self._lost.count == epoch.lost_before:
            self._lose(line, fault)
        self._epoch = _Epoch(None, line, self._lost.count)

    def _lose(self, line: int, fault: str) -> None:
        self._lost.add(self._source.place(line), fault, CUT_OFF)

    def _duration(self, line: int, text: str) -> None:
        assert self._epoch is not None
        if self._epoch.number is None:
            return
        try:
            self._epoch.duration_s = clock_s(self._source, line, text)
        except InputError as error:
            self._lost.take(error)
            self._epoch.number = None  # its powers are no energy without it

    def _power(self, line: int, message: str, component: str, text: str | None) -> None:
        assert self._epoch is not None
        if self._epoch.number is None:
            return
        try:
            if text is None:
                self._source.refuse(line, f"'{excerpt(message)}' is no power", CUT_OFF)
            self._epoch.powers[component] = _powers(self._source, line, text)
        except InputError as error:
            self._lost.take(error)
            self._epoch.unread.add(component)


def _powers(source: Source, line: int, text: str) -> list[Decimal | None] | None:
    """The powers in W of a component's devices, each in its place: `200.0`, `[100. 300.]`, `[None 300.]` or `None`."""
    if text.startswith("[") and not text.endswith("]"):
        source.refuse(line, "a list of powers does not end", CUT_OFF)
    words = text.strip("[] ").replace(",", " ").split()
    if all(word.lower() in _NO_POWER for word in words):
        return None
    return [
        None if word.lower() in _NO_POWER else number(source, line, word, "the power") for word in words[:MOST_VALUES]
    ]


def clock_s(source: Source, line: int, text: str) -> Decimal:
    """The seconds of a duration such as `1 days, 0:00:12`. Raises InputError at the line."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        source.refuse(line, f"'{excerpt(text.strip())}' is no duration such as 0:00:12", "is the line damaged?")
    days, hours, minutes, seconds = (number(source, line, part or "0", "the duration") for part in match.groups())
    return bounded_s(source, line, days * 86400 + hours * 3600 + minutes * 60 + seconds, "the duration")
