"""Keys that count on from each other: `checkpoint_s.m_1`, `checkpoint_s.m_2` and so on are one series."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBERED = re.compile(r"^(.*)_([0-9]{1,9})$")


def series_of(keys: Sequence[str]) -> list[list[str]]:
    """The keys, those that count on from each other together, in the order in which they are first met."""
    places = {key: place for place, key in enumerate(keys)}
    runs: list[list[str]] = []
    for key in sorted(keys, key=_place):
        if runs and _follows(runs[-1][-1], key):
            runs[-1].append(key)
        else:
            runs.append([key])
    return sorted(runs, key=lambda run: min(places[key] for key in run))


def number_of(key: str) -> int:
    """Which of its series the key is, -1 of one that has no number."""
    return _place(key)[1]


def _place(key: str) -> tuple[str, int]:
    found = _NUMBERED.match(key)
    return (found[1], int(found[2])) if found else (key, -1)


def _follows(one: str, other: str) -> bool:
    (name, number), (same, next_) = _place(one), _place(other)
    return name == same and number >= 0 and next_ == number + 1
