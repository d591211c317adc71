"""Meters that say again what a log of ours holds: for tests and for showing a run without its machine."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from reportgen.energy.importers.own_log import devices_of
from reportgen.energy.meters.meter import Found, MeteredDevice, MeterError, Reading
from reportgen.files.source import Source


@dataclass(frozen=True)
class ReplayMeter:
    """Says what the log's device said at the same time after the start; clock_ns: nanoseconds from any origin."""

    device: MeteredDevice
    times_us: list[int]
    readings: list[Reading]
    begun_ns: int
    clock_ns: Callable[[], int]

    def read(self) -> Reading:
        place = bisect_right(self.times_us, (self.clock_ns() - self.begun_ns) // 1000)
        if not place:
            raise MeterError("the log says nothing of this time")
        return self.readings[place - 1]


def replay(log: Path, clock_ns: Callable[[], int]) -> Found:
    """A meter for each device of the log, beginning now. Raises InputError where it is no log of ours."""
    source = Source(log, str(log))
    times: dict[str, list[int]] = {}
    readings: dict[str, list[Reading]] = {}
    devices = devices_of(source)
    for line in _samples(source):
        for key in {*line.get("energy_uj", {}), *line.get("power_mw", {})}:
            times.setdefault(key, []).append(line["at_us"])
            reading = Reading(line.get("energy_uj", {}).get(key), line.get("power_mw", {}).get(key))
            readings.setdefault(key, []).append(reading)
    begun_ns = clock_ns()
    return Found(
        tuple(ReplayMeter(it, times.get(it.key, []), readings.get(it.key, []), begun_ns, clock_ns) for it in devices)
    )


def _samples(source: Source) -> Any:
    for _, text in source.lines():
        try:
            line = json.loads(text, parse_float=Decimal)
        except ValueError:  # the last line of a log that was cut off
            return
        if "energy_uj" in line or "power_mw" in line:
            yield line
