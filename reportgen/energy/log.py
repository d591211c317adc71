"""The log of a measurement: JSON lines, each written through when it is made, so that a kill loses one interval.

The first line is the header. Times are whole microseconds since the start, suspension counted in; energies are the
counters' own readings in uJ, powers in mW. Nothing of user, machine, command or paths is in it. Keys that a reader
does not know are passed over: `unwritten` (what was lost before this line) and `note` (how the run ended) came later.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from reportgen.energy.clock import Clock
from reportgen.energy.meters.meter import Found, MeteredDevice
from reportgen.version import VERSION

SCHEMA = "reportgen/energy-log/1"
ENDING = ".energy.jsonl"
UNWRITTEN, NOTE = "unwritten", "note"
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL
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
    if device.shares is not None:
        line["low_share"], line["high_share"] = map(str, device.shares)
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

    The first line that can be written again says how many were lost, and from when to when. trouble: why lines could
    not be written. missing: why, at the end, the file is not there as it was written; what it held is lost. restored:
    whether it was removed, and written anew. Raises, when made: FileExistsError where the file is there, OSError where
    the system refuses.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.trouble = self.missing = ""
        self.restored = False
        self.lost_lines = 0
        self._descriptor: int | None = os.open(path, _NEW | os.O_APPEND, 0o644)
        self._size = 0
        self._digest = sha256()  # of what was written, held at the end against what stands there
        self._first = b""
        self._torn = False
        self._unwritten: dict[str, int] = {}

    def begin(self, *lines: Mapping[str, Any]) -> None:
        """Write the header and the first sample; where there is no room yet, as soon as there is."""
        text = b"".join(map(_text, lines))
        if not self._write(text):
            self._first = text

    def write(self, line: Mapping[str, Any]) -> None:
        """Write a line, whole or not at all."""
        if self._first and self._write(self._first):
            self._first = b""
        told = {**line, UNWRITTEN: self._unwritten} if self._unwritten else line
        if not self._first and self._write(_text(told)):
            self._unwritten = {}
            return
        self.lost_lines += 1
        at_us = line["at_us"]
        before = self._unwritten or {"lines": 0, "from_us": at_us}
        self._unwritten = {"lines": before["lines"] + 1, "from_us": before["from_us"], "to_us": at_us}

    @property
    def is_usable(self) -> bool:
        """Whether the file is there, with something of use in it."""
        return not self._first and not self.missing

    def close(self) -> None:
        """Close the file; one that was removed meanwhile is written anew first, where its name is free."""
        if self._descriptor is None:
            return
        self._keep(self._descriptor)
        with suppress(OSError):
            os.close(self._descriptor)
        self._descriptor = None

    def discard(self) -> None:
        """Close and remove the file: nothing was measured."""
        self.close()
        if not self.missing:
            with suppress(OSError):
                self.path.unlink()

    def _keep(self, descriptor: int) -> None:
        try:
            written = os.fstat(descriptor)
            if written.st_size < self._size:
                self.missing = "was cut short while it was written"
            elif written.st_size > self._size:
                self.missing = "was written to by something else as well"
            elif not self._is_as_written(descriptor):
                self.missing = "was changed by something else while it was written"
        except OSError as error:
            self.missing = f"cannot be read back: {error.strerror or error}"
            return
        if self.missing or _stands(written, self.path):
            return
        try:
            self._write_anew(descriptor)
        except OSError as error:
            self.missing = f"was removed while it was written, and cannot be written anew: {error.strerror or error}"

    def _is_as_written(self, descriptor: int) -> bool:
        with open(descriptor, "rb", closefd=False) as held:
            held.seek(0)
            return file_digest(held, sha256).digest() == self._digest.digest()

    def _write_anew(self, descriptor: int) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(self.path, _NEW, 0o644), "wb") as copy, open(descriptor, "rb", closefd=False) as held:
            held.seek(0)
            try:
                shutil.copyfileobj(held, copy)
                copy.flush()
            except OSError:
                self.path.unlink()
                raise
        self.restored = True

    def _write(self, text: bytes) -> bool:
        if self._descriptor is None:
            return False
        text, written = b"\n" + text if self._torn else text, 0
        try:
            while written < len(text):
                written += os.write(self._descriptor, text[written:])
        except OSError as error:
            self.trouble = error.strerror or str(error)
            try:  # half a line would make the next one unreadable
                os.ftruncate(self._descriptor, self._size)
            except OSError:
                self._torn = True
                self._add(text[:written])
            return False
        self._add(text)
        self._torn = False
        return True

    def _add(self, written: bytes) -> None:
        self._size += len(written)
        self._digest.update(written)


def _stands(written: os.stat_result, path: Path) -> bool:
    """Whether it is the file of that name still."""
    try:
        return os.path.samestat(written, os.lstat(path))
    except FileNotFoundError:
        return False


def _text(line: Mapping[str, Any]) -> bytes:
    # ASCII: a line that is cut off is cut off between two characters
    return _JSON.encode(line).encode("ascii") + b"\n"
