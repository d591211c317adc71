"""Processes that a command leaves behind when it ends: put into the background, or made daemons.

On Linux they become children of this process, and so are found whatever session or group they went into. Elsewhere
nothing is known of them.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reportgen.problems import one_line

_PROC = Path("/proc")
_SET_CHILD_SUBREAPER = 36  # of linux/prctl.h
_PATIENCE_S = 0.1  # what ends with the command may need a moment longer than it


@dataclass(frozen=True)
class Process:
    """A process that runs, as the system names it."""

    number: int
    name: str
    parent: int

    def __str__(self) -> str:
        return f"{one_line(self.name)} (process {self.number})"


class LeftBehind:
    """Adopts, while it is entered, what a command that this process starts leaves behind; `found` by `note`."""

    found: Sequence[Process] = ()

    def __enter__(self) -> LeftBehind:
        self._before = {process.number for process in _below_this_one()}
        _adopt(True)
        return self

    def __exit__(self, *_: object) -> None:
        _adopt(False)

    def note(self) -> str:
        """Look, once the command has ended, what of it still runs; what a reader of the measurement must know of it."""
        self.found = _below_this_one(self._before)
        if self.found:
            time.sleep(_PATIENCE_S)
            self.found = _below_this_one(self._before)
        if not self.found:
            return ""
        one = len(self.found) == 1
        processes, they = ("1 process", "it does") if one else (f"{len(self.found)} processes", "they do")
        return f"{processes} of the command still ran when it ended: what {they} from then on is not measured"


def _adopt(wanted: bool) -> None:
    """Let orphans below this process become its children, or no longer."""
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(OSError, AttributeError):  # a C library without it
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, int(wanted))


def _below_this_one(without: Collection[int] = ()) -> list[Process]:
    """Every process that runs below this one, but for some and what is below them."""
    processes = [process for process in running() if process.number not in without]
    found: list[Process] = []
    parents = {os.getpid()}
    while children := [process for process in processes if process.parent in parents]:
        found += children
        parents = {process.number for process in children}
    return found


def running() -> Iterator[Process]:
    """Every process of the system that runs; none where it has no /proc."""
    for folder in _PROC.glob("[0-9]*"):
        with suppress(OSError, ValueError):  # it has ended meanwhile
            # a name may hold blanks and brackets: what follows begins behind the last one
            start, _, rest = (folder / "stat").read_text(errors="replace").rpartition(")")
            state, parent, *_ = rest.split()
            if state not in "ZX":
                yield Process(int(folder.name), start.partition("(")[2], int(parent))
