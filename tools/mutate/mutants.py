"""The changes that are tried, one place at a time; mutmut knows what can be changed and how."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tools.mutate.texts import spans_of_texts

if TYPE_CHECKING:
    from tools.mutate.changes import Changes


@dataclass(frozen=True, order=True)
class Spot:
    """A change that can be made: its place, line from 1 and column from 0, and its number in the file."""

    file: str
    place: tuple[int, int]
    number: int


@dataclass(frozen=True)
class Mutant:
    """A change: from `start` to `end`, in characters, the source of the file becomes `new`.

    line: of the first changed line, from 1. before, after: the changed lines, stripped.
    """

    file: str
    line: int
    start: int
    end: int
    new: str
    before: str
    after: str


@cache
def _changes(source: str) -> Changes:
    from tools.mutate.changes import Changes  # needs the extra `mutate`

    return Changes(source)


def spots(root: Path, files: Iterable[Path]) -> list[Spot]:
    """Every change that can be made in the files."""
    named = ((file.relative_to(root).as_posix(), file.read_text("utf-8")) for file in files)
    return [Spot(file, place, n) for file, source in named for n, place in enumerate(_changes(source).places)]


def drawn(spots: Sequence[Spot], seed: int) -> list[Spot]:
    """The spots in an order that the seed decides: first one of each place, then a second of each, and so on."""
    order = list(spots)
    random.Random(seed).shuffle(order)
    seen: Counter[tuple[str, tuple[int, int]]] = Counter()
    turns = []
    for spot in order:
        turns.append(seen[spot.file, spot.place])
        seen[spot.file, spot.place] += 1
    return [spot for _, spot in sorted(zip(turns, order, strict=True), key=lambda pair: pair[0])]


def mutant(root: Path, spot: Spot) -> Mutant | None:
    """The change of a spot, or None where it changes nothing or a text that speaks to a person."""
    source = (root / spot.file).read_text("utf-8")
    changed = _changes(source).made(spot.number)
    if changed == source:
        return None
    change = between(spot.file, source, changed)
    return None if any(text.meets(change.start, change.end) for text in spans_of_texts(source)) else change


def mutants(root: Path, spots: Iterable[Spot]) -> Iterator[Mutant]:
    """The changes of the spots in their order, each once."""
    seen = set()
    for spot in spots:
        change = mutant(root, spot)
        if change is not None and change not in seen:
            seen.add(change)
            yield change


def between(file: str, source: str, changed: str) -> Mutant:
    """The one change that makes a source into another."""
    start = _alike(source, changed)
    kept = _alike(source[start:][::-1], changed[start:][::-1])
    end, end_changed = len(source) - kept, len(changed) - kept
    before, after = _lines(source, start, end), _lines(changed, start, end_changed)
    return Mutant(file, source.count("\n", 0, start) + 1, start, end, changed[start:end_changed], before, after)


def _alike(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _lines(source: str, start: int, end: int) -> str:
    first, last = source.rfind("\n", 0, start) + 1, source.find("\n", end)
    return "\n".join(line.strip() for line in source[first : last if last >= 0 else None].splitlines())


def applied(source: str, mutants: Iterable[Mutant]) -> str:
    """The source with changes that do not overlap."""
    for mutant in sorted(mutants, key=lambda mutant: mutant.start, reverse=True):
        source = source[: mutant.start] + mutant.new + source[mutant.end :]
    return source
