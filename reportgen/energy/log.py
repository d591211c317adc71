"""The log of a measurement: JSON lines, each written through when it is made, so that a kill loses one interval.

The first line is the header. Times are whole microseconds since the start, suspension counted in; energies are the
counters' own readings in uJ, powers in mW. Nothing of user, machine, command or paths is in it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from reportgen.energy.clock import Clock
from reportgen.energy.meters.meter import Found, MeteredDevice
from reportgen.version import VERSION

SCHEMA = "reportgen/energy-log/1"
ENDING = ".energy.jsonl"
_JSON = json.JSONEncoder(separators=(",", ":"))  # made once: a sample comes every second


def log_beside(manifest: Path) -> Path:
    """run.energy.jsonl beside run.yaml."""
    return manifest.with_name(manifest.stem + ENDING)


def header(found: Found, interval_s: Decimal, clock: Clock, started_at: datetime) -> dict[str, Any]:
    """The first line."""
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "started_at": started_at.isoformat(),
        "interval_us": int(interval_s * 1_000_000),
        "monotonic_us": clock.monotonic_ns() // 1000,
        "boottime_us": clock.boottime_ns() // 1000,
        "devices": [_device(meter.device) for meter in found.meters],
        "not_measured": [{"what": it.what, "why": it.why} for it in found.not_measured if not it.absent],
        "notes": list(found.notes),
    }


def _device(device: MeteredDevice) -> dict[str, Any]:
    line: dict[str, Any] = {
        "key": device.key,
        "name": device.name,
        "kind": device.kind,
        "method": device.method,
        "basis": device.basis,
        "counts": device.counts,
    }
    if device.wraps_at_uj is not None:
        line["wraps_at_uj"] = device.wraps_at_uj
    if device.power_limit_w is not None:
        line["power_limit_mw"] = int(device.power_limit_w * 1000)
    if device.low_share is not None and device.high_share is not None:
        line["low_share"], line["high_share"] = str(device.low_share), str(device.high_share)
    return line


def sample_line(
    at_us: int, energy_uj: Mapping[str, int], power_mw: Mapping[str, int], suspended_us: int
) -> dict[str, Any]:
    """A sample; what is empty is left out."""
    line: dict[str, Any] = {"at_us": at_us}
    if energy_uj:
        line["energy_uj"] = energy_uj
    if power_mw:
        line["power_mw"] = power_mw
    if suspended_us:
        line["suspended_us"] = suspended_us
    return line


class LogWriter:
    """Writes lines to a new file. After its making it never raises: what could not be written is counted.

    Raises, when made: FileExistsError where the file is there, OSError where the system refuses.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.trouble = ""
        self.lost_lines = 0
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_CLOEXEC", 0)
        self._descriptor: int | None = os.open(path, flags, 0o644)
        self._size = 0
        self._first = b""

    def begin(self, *lines: Mapping[str, Any]) -> None:
        """Write the header and the first sample; where there is no room yet, as soon as there is."""
        text = b"".join(map(_text, lines))
        if not self._write(text):
            self._first = text

    def write(self, line: Mapping[str, Any]) -> None:
        """Write a line, whole or not at all."""
        if self._first and self._write(self._first):
            self._first = b""
        if self._first or not self._write(_text(line)):
            self.lost_lines += 1

    @property
    def lost_header(self) -> bool:
        """Whether nothing of use is in the file."""
        return bool(self._first)

    def close(self) -> None:
        if self._descriptor is not None:
            with suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None

    def discard(self) -> None:
        """Close and remove the file: nothing was measured."""
        self.close()
        with suppress(OSError):
            self.path.unlink()

    def _write(self, text: bytes) -> bool:
        if self._descriptor is None:
            return False
        try:
            written = os.write(self._descriptor, text)
            while written < len(text):
                written += os.write(self._descriptor, text[written:])
        except OSError as error:
            self.trouble = error.strerror or str(error)
            with suppress(OSError):  # half a line would make the next one unreadable
                os.ftruncate(self._descriptor, self._size)
            return False
        self._size += len(text)
        return True


def _text(line: Mapping[str, Any]) -> bytes:
    # ASCII: a line that is cut off is cut off between two characters
    return _JSON.encode(line).encode("ascii") + b"\n"
