"""The changes that are tried, one place at a time; cosmic-ray knows what can be changed and how."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tools.mutate.texts import Place, spans_of_texts

# Nobody slips so, and nearly all die of a TypeError or change nothing: they would only blur the share of the killed.
NO_SLIPS = re.compile(
    r"NoOp|RemoveDecorator|ExceptionReplacer|(Eq|Lt|LtE|Gt|GtE)_Is(Not)?$|Is(Not)?_(NotEq|Eq|Lt|LtE|Gt|GtE)$"
    r"|BitOr|BitAnd|BitXor|LShift|RShift|Invert|FloorDiv$|Mod$|Pow$"
)


@dataclass(frozen=True, order=True)
class Spot:
    """A change that can be made: where it is, and how cosmic-ray calls it."""

    file: str
    place: Place
    operator: str
    occurrence: int


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


def spots(root: Path, files: Iterable[Path]) -> list[Spot]:
    """Every change that can be made in the files, but for the texts that speak to a person."""
    named = ((file.relative_to(root).as_posix(), file.read_text("utf-8")) for file in files)
    return sorted(spot for file, source in named for spot in _spots_in(file, source))


def _spots_in(file: str, source: str) -> Iterator[Spot]:
    from cosmic_ray.ast import ast_nodes, get_ast

    texts = spans_of_texts(source)
    nodes = list(ast_nodes(get_ast(source)))
    for name, operator in _operators().items():
        places = (start for node in nodes for start, _ in operator.mutation_positions(node))
        for occurrence, place in enumerate(places):
            if not any(text.holds(place) for text in texts):
                yield Spot(file, place, name, occurrence)


@cache
def _operators() -> dict[str, Any]:
    from cosmic_ray import plugins

    named = {name: plugins.get_operator(name) for name in plugins.operator_names() if not NO_SLIPS.search(name)}
    return {name: operator() for name, operator in named.items() if not operator.arguments()}


def drawn(spots: Sequence[Spot], seed: int) -> list[Spot]:
    """The spots in an order that the seed decides: first one of each place, then a second of each, and so on."""
    order = list(spots)
    random.Random(seed).shuffle(order)
    seen: Counter[tuple[str, Place]] = Counter()
    turns = []
    for spot in order:
        turns.append(seen[spot.file, spot.place])
        seen[spot.file, spot.place] += 1
    return [spot for _, spot in sorted(zip(turns, order, strict=True), key=lambda pair: pair[0])]


def mutant(root: Path, spot: Spot) -> Mutant | None:
    """The change of a spot, or None where it leaves the source as it was."""
    from cosmic_ray.mutating import mutate_code

    source = (root / spot.file).read_text("utf-8")
    changed = mutate_code(source, _operators()[spot.operator], spot.occurrence)
    return None if changed in (None, source) else between(spot.file, source, changed)


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
