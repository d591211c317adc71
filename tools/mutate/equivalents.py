"""Changes that change nothing that anybody could see, each with its reason: tests/equivalent_mutants.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.mutate.mutants import Mutant, Spot, mutants, spots

FILE = "tests/equivalent_mutants.toml"
REACH = 30  # lines from where a statement begins to where it is changed


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
    made = {(change.file, change.before, change.after) for change in mutants(root, _near(root, equivalents))}
    return [one for one in equivalents if (one.file, one.before, one.after) not in made]


def _near(root: Path, equivalents: Sequence[Equivalent]) -> list[Spot]:
    """The places from which a change could reach the lines of one of them: to make every change takes a while."""
    found = []
    for file in sorted({one.file for one in equivalents if (root / one.file).exists()}):
        firsts = {one.before.split("\n")[0] for one in equivalents if one.file == file}
        lines = (root / file).read_text(encoding="utf-8").splitlines()
        asked = [number for number, line in enumerate(lines, 1) if line.strip() in firsts]
        found += [
            spot for spot in spots(root, [root / file]) if any(0 <= line - spot.place[0] <= REACH for line in asked)
        ]
    return found
