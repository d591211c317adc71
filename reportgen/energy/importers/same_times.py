"""Rows of one device at one time with different power: a damaged row, or several devices that nothing tells apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NoReturn

from reportgen.energy.importers.power_rows import Layout, Reading
from reportgen.energy.importers.turns import Rhythm
from reportgen.files.source import Source
from reportgen.problems import excerpt

_FEW = 50  # rows, of which one of a time that its device has already is a damaged one
_MINUTE_S = Decimal(60)


class SameTimes:
    """The rows of a table as far as a device may have only one at a time.

    It may have more where an index or a bus id says that they are its own, or a person says how many devices there are.
    """

    def __init__(self, source: Source, layout: Layout, rhythm: Rhythm | None) -> None:
        self._source, self._layout = source, layout
        self._rows = 0
        self._mixed: list[int] = []
        self._last: dict[str, tuple[Decimal, Decimal]] = {}
        identified = layout.device is not None and layout.device in (layout.index, layout.uuid)
        self._settled = identified if rhythm is None else rhythm.devices > 1 or "devices" in source.columns

    def has(self, reading: Reading, keys: Sequence[str]) -> bool:
        """Whether a device of the row has this time already, with another power."""
        self._rows += 1
        if self._settled:
            return False
        for key, power_w in zip(keys, reading.powers_w, strict=True):
            if power_w is None:
                continue
            before = self._last.get(key)
            if before is not None and before[0] == reading.time_s and before[1] != power_w:
                self._mixed.append(reading.line)
                return True
            self._last[key] = (reading.time_s, power_w)
        return False

    def check(self) -> None:
        """Raise InputError where that is so of more rows than are damaged by chance."""
        if len(self._mixed) * _FEW > self._rows:
            self._refuse(self._mixed[0])

    def check_interval(self, interval_s: Decimal | None, head: Sequence[Reading]) -> None:
        """Raise InputError where the rows of a device are usually of one time, whatever their power.

        Of one that is told apart by an index or a UUID, where its times are those of whole minutes.
        """
        if interval_s == 0 and self._settled and all(row.time_s % _MINUTE_S == 0 for row in head):
            message = "the rows of one device are of one time: the times are cut to the minute"
            self._source.refuse(head[0].line, message, "write the log with seconds")
        if interval_s == 0 and not self._settled:
            self._refuse(
                next((row.line for before, row in pairwise(head) if row.time_s == before.time_s), head[0].line)
            )

    def _refuse(self, line: int) -> NoReturn:
        layout = self._layout
        others = [name for name in layout.header if name not in layout.columns and _tells_apart(name)]
        hint = f"name the column that tells them apart: device={others[0] if others else 'NAME'}"
        if not others:
            hint += ", or say how many they are: devices=2"
        whose = f"of one {excerpt(layout.device)} " if layout.device else ""
        self._source.refuse(
            line, f"rows {whose}at one time: these are several devices, and nothing tells them apart", hint
        )


def _tells_apart(name: str) -> bool:
    words = re.findall(r"[a-z]+", name.lower())
    return bool({"index", "uuid", "id", "device", "minor", "bus"} & set(words)) or words == ["gpu"]
