"""Samples of power that are one run, however long a log fell silent: the devices' curves as they are fed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from reportgen.energy.importers.curves import Curves
from reportgen.energy.importers.runs import Runs
from reportgen.energy.power import Gap
from reportgen.energy.record import Device
from reportgen.files.source import Source


class OneRun:
    """The devices of one run by key, in the order in which they appear; interval_s: between two samples of one."""

    def __init__(self, interval_s: Decimal | None) -> None:
        self._runs = Runs(interval_s, {}, is_wall=False, splits=False)
        self._unread = 0
        self._is_closed = False

    def add(self, source: Source, line: int, key: str, time_s: Decimal, power_w: Decimal | None) -> None:
        """Take the power of a device at a time; None where it could not be read. Raises InputError at the line."""
        self._unread += power_w is None
        self._runs.add(source, line, key, time_s, power_w)

    @property
    def _curves(self) -> Curves:
        return self._runs.found[0] if self._runs.found else Curves(self._runs.interval_s)

    @property
    def keys(self) -> tuple[str, ...]:
        """The devices, in the order in which they appear."""
        return self._curves.keys

    @property
    def span_s(self) -> tuple[Decimal, Decimal] | None:
        """The first and the last sample of all; None without any."""
        start_s, end_s = self._curves.start_s, self._curves.end_s
        return None if start_s is None or end_s is None else (start_s, end_s)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The spans that are in no sum."""
        return self._curves.gaps

    def devices(self, names: Mapping[str, str], kinds: Mapping[str, str]) -> tuple[Device, ...]:
        """Each device with its energy and its curve, once all was fed; by its key where it has no name."""
        if not self._is_closed:
            self._curves.close()
            self._is_closed = True
        return tuple(self._curves.devices(names, kinds, {}).values())

    def warnings(self) -> list[str]:
        """What a person should know of these samples."""
        plural = "" if self._unread == 1 else "s"
        said = [f"the power of {self._unread:,} sample{plural} could not be read"] if self._unread else []
        return [*said, *self._curves.warnings(1)]
