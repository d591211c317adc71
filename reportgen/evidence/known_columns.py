"""Columns of a table of runs that are known by their names: how a run ended, its identity, and its epochs and steps."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

_STATES = ("state", "status", "runstate", "runstatus")
_RUNS = ("runid", "runuuid", "trialid")
_NAMES = ("name", "runname", "displayname", "run", "trial", "trialname")
EPOCHS = ("epoch", "epoche")
_STEPS = ("step", "globalstep", "iteration", "iter")


@dataclass
class KnownColumns:
    """What `further` has found of the columns of a file; named: those that the user names as numbers or as a choice.

    run: what tells runs apart, as the user names it or by its name. names: what rows of one run have in common, and
    several runs may. moments: epoch before step.
    """

    named: Collection[str]
    run: str | None = None
    state: str | None = None
    names: list[str] = field(default_factory=list)
    moments: list[str] = field(default_factory=list)

    def further(self, names: Sequence[str]) -> list[str]:
        """The columns that are to be read as texts besides the user's."""
        free = [name for name in names if name not in self.named and names.count(name) == 1]
        self.state = next((name for name in free if plain(name) in _STATES), None)
        if self.run is None:
            self.run = next((name for name in free if plain(name) in _RUNS), None)
        self.names = [name for name in free if plain(name) in _NAMES and name != self.run]
        ends = {name: plain(re.split(r"[/.]", name)[-1]) for name in free if name != self.run}
        self.moments = [
            *(name for name, end in ends.items() if end in EPOCHS),
            *(name for name, end in ends.items() if end in _STEPS),
        ]
        return [*filter(None, (self.state, self.run)), *self.names, *self.moments]


def plain(name: str) -> str:
    """The name in small letters, without blanks and signs."""
    return re.sub(r"[\W_]+", "", name).lower()
