"""What a run found, in lines to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tools.mutate.campaign import Outcome, room_of
from tools.mutate.mutants import Mutant

HEADS = ("room", "n", "killed", "survived", "equivalent", "timeouts", "percent")


@dataclass(frozen=True)
class Score:
    """How many changes of a room were drawn and what became of them; one that hangs the tests is a killed one."""

    room: str
    killed: int
    survived: int
    equivalent: int
    timeouts: int

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the table: the share is that of the killed among those that are not equivalent."""
        tried = self.killed + self.survived
        share = f"{100 * self.killed / tried:.1f}" if tried else "-"
        counts = (tried + self.equivalent, self.killed, self.survived, self.equivalent, self.timeouts)
        return (self.room, *map(str, counts), share)


def scores(outcomes: Mapping[Mutant, Outcome], equivalent: Sequence[Mutant]) -> list[Score]:
    """The scores of the rooms, and of all where there are several."""
    same = Counter(room_of(change.file) for change in equivalent)
    found = Counter((room_of(change.file), outcome) for change, outcome in outcomes.items())
    rooms = [
        Score(
            room,
            killed=found[room, Outcome.KILLED] + found[room, Outcome.TIMEOUT],
            survived=found[room, Outcome.SURVIVED],
            equivalent=same[room],
            timeouts=found[room, Outcome.TIMEOUT],
        )
        for room in sorted({room for room, _ in found} | set(same))
    ]
    if len(rooms) < 2:
        return rooms
    sums = (sum(getattr(score, name) for score in rooms) for name in ("killed", "survived", "equivalent", "timeouts"))
    return [*rooms, Score("all", *sums)]


def table(scores: Sequence[Score]) -> str:
    """The scores as a table in plain text."""
    rows = [HEADS, *(score.cells for score in scores)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.rjust, row, widths)) for row in rows)


def shown(change: Mutant) -> str:
    """Where a change is, and its lines before and after."""
    before = [f"    - {line}" for line in change.before.split("\n")]
    after = [f"    + {line}" for line in change.after.split("\n")]
    return "\n".join([f"{change.file}:{change.line}", *before, *after])
