"""Sentences for a person: counts with their nouns, and each kind of sentence once, with how often it stands again."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_OF_A_KIND = 3

_NUMBER = re.compile(r"\d[\d.,]*")


def counted(sentences: Iterable[str], most: int | None = None) -> list[str]:
    """Each sentence once, in the order of the first, with how often it stands again: "... (and 2,198 more)".

    most: of those that differ in their numbers alone so many are kept, and the last says how many more there are.
    """
    times: dict[str, int] = {}
    for sentence in sentences:
        times[sentence] = times.get(sentence, 0) + 1
    kinds: dict[str, list[str]] = {}
    for sentence in times:
        kinds.setdefault(_NUMBER.sub("0", sentence) if most else sentence, []).append(sentence)
    kept = []
    for alike in kinds.values():
        shown = alike[:most]
        more = [times[sentence] - 1 for sentence in shown]
        more[-1] += sum(times[sentence] for sentence in alike[len(shown) :])
        for sentence, again in zip(shown, more, strict=True):
            kept.append(f"{sentence} (and {again:,} more)" if again else sentence)
    return kept


def so_many(many: int, one: str, several: str) -> str:
    """A count with what is counted: `1 file`, `2,198 files`.

    one, several: the words for one and for several, with the number in place of "#".
    """
    return (one if many == 1 else several).replace("#", f"{many:,}")
