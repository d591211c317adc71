"""Shapes of times: durations, spans in a unit of time, moments and days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from reportgen.files.nodes import Node
from reportgen.files.notes import Notes, Path
from reportgen.files.number import GROUPED, is_number
from reportgen.files.number_shapes import Quantity, grouped_number, number_of
from reportgen.files.shapes import MISSING, Shape, describe
from reportgen.files.times import LONGEST_S, duration_hint, duration_in, two_readings
from reportgen.files.units import time_unit

_DAYS = re.compile(r"[0-9]\s*(?:d|w|t|j|sem)", re.IGNORECASE)  # in the languages of files/units.py
_DURATION = f"^(?:P|[0-9].*[A-Za-z:]|{GROUPED}$)"


@dataclass(frozen=True)
class Duration(Shape):
    """A duration as text (PT42M, 0:42:00, 42 min) or in seconds; read to seconds, above zero and up to ten years."""

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        node = grouped_number(node)
        text = str(node.value).strip() if node.kind in ("text", "string") else ""
        if hint := two_readings(text):
            notes.add(path, f"{describe(node)} may be two durations", hint)
            return MISSING
        value = number_of(node)
        if isinstance(value, str):
            seconds = duration_in(text)
            if seconds is None:
                notes.add(path, f"expected a duration, found {describe(node)}", duration_hint(text))
                return MISSING
            value = seconds
        fault = Quantity("s", above=True, high=LONGEST_S).fault(value)
        if fault:
            notes.add(path, f"{fault} seconds", "how long the filtering took, such as PT42M")
            return MISSING
        return value

    def schema(self) -> dict[str, Any]:
        return {"oneOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "string", "pattern": _DURATION}]}


@dataclass(frozen=True)
class Span(Quantity):
    """A number in `unit`, which is a unit of time, or a duration as text (3h, 42 min, PT42M) that is read into it.

    days: whether a text may be in days, which people's work is not: its days are not of 24 hours.
    """

    days: bool = True

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        text = str(node.value).strip() if node.kind in ("text", "string") else ""
        unit = time_unit(self.unit)
        assert unit is not None
        seconds = None if is_number(text) else duration_in(text)
        if seconds is None:
            return super().read(node, path, notes)
        if not self.days and _DAYS.search(text):
            notes.add(path, f"{describe(node)} may be days of 24 hours or of work", "write hours, such as 16")
            return MISSING
        if hint := two_readings(text):
            notes.add(path, f"{describe(node)} may be two durations", hint)
            return MISSING
        fault = self.fault(seconds / unit.size)
        if fault:
            notes.add(path, f"{fault} {self.unit}")
            return MISSING
        return seconds / unit.size

    def schema(self) -> dict[str, Any]:
        return {"oneOf": [super().schema(), {"type": "string", "pattern": _DURATION}]}


@dataclass(frozen=True)
class Moment(Shape):
    """A date, or a date and time (ISO 8601), not in the future; without an offset it is taken as UTC."""

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        hint = "2026-11-12 or 2026-11-12T09:14:00+01:00"
        try:
            moment = datetime.fromisoformat(str(node.value)) if node.kind in ("text", "string", "date") else None
        except ValueError:
            moment = None
        if moment is None:
            notes.add(path, f"expected a date, found {describe(node)}", hint)
            return MISSING
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        # the machine's clock judges, but reaches no file; a day of grace covers every time zone
        if (moment - datetime.now(UTC)).total_seconds() > 86400:
            notes.add(path, f"{describe(node)} lies in the future", "when the filtering started")
            return MISSING
        if moment.year < 1990:
            notes.add(path, f"{describe(node)} is no date of a filtering run", hint)
            return MISSING
        return moment

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{4}-"}


@dataclass(frozen=True)
class Day(Shape):
    """A date, ISO 8601."""

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        try:
            if node.kind in ("text", "string", "date"):
                return date.fromisoformat(str(node.value))
        except ValueError:
            pass
        notes.add(path, f"expected a date, found {describe(node)}", "2026-11-12")
        return MISSING

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}
