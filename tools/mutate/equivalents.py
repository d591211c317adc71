"""Changes that change nothing that anybody could see, each with its reason: tests/equivalent_mutants.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.mutate.mutants import Mutant, mutant, spots

FILE = "tests/equivalent_mutants.toml"


@dataclass(frozen=True)
class Equivalent:
    """A change that was judged: known by the texts of the lines, so that it stays known where they move to."""

    file: str
    before: str
    after: str
    reason: str

    def is_of(self, mutant: Mutant) -> bool:
        """Whether the mutant is this change."""
        return (self.file, self.before, self.after) == (mutant.file, mutant.before, mutant.after)


def read(root: Path) -> list[Equivalent]:
    """The changes that the file lists; none where there is no file."""
    if not (root / FILE).exists():
        return []
    rows = tomllib.loads((root / FILE).read_text(encoding="utf-8")).get("equivalent", [])
    return [Equivalent(row["file"], row["line"].strip(), row["change"].strip(), row["reason"]) for row in rows]


def unmatched(root: Path, equivalents: Sequence[Equivalent]) -> list[Equivalent]:
    """Those that no change of today's code is."""
    return [equivalent for equivalent in equivalents if not _can_be_made(root, equivalent)]


def _can_be_made(root: Path, equivalent: Equivalent) -> bool:
    path = root / equivalent.file
    if not path.exists():
        return False
    first = equivalent.before.split("\n")[0]
    numbers = {n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line.strip() == first}
    made = (mutant(root, spot) for spot in spots(root, [path]) if spot.place[0] in numbers)
    return any(equivalent.is_of(change) for change in made if change)
