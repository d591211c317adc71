"""The order in which the letters of a text stand from left to right: the Unicode bidirectional algorithm (UAX #9).

For one line that begins at the left, as a chart's texts do. Marks that embed or isolate a direction are left out.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby

_INVISIBLE = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN"))
_RIGHT = frozenset(("R", "AL", "AN"))
_NEUTRAL = frozenset(("ON", "WS", "S", "B"))
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_MIRRORED = dict(zip("()[]{}<>«»‹›≤≥", ")(][}{><»«›‹≥≤", strict=True))


def visual(text: str) -> str:
    """The text's characters from left to right, each mark behind its letter; a text without right-to-left letters is
    the same text."""
    kinds = [unicodedata.bidirectional(char) or "L" for char in text]
    if _RIGHT.isdisjoint(kinds):
        return text
    seen = [(char, kind) for char, kind in zip(text, kinds, strict=True) if kind not in _INVISIBLE]
    clusters: list[tuple[str, int]] = []
    for (char, kind), level in zip(seen, _levels([char for char, _ in seen], [kind for _, kind in seen]), strict=True):
        if kind == "NSM" and clusters:
            clusters[-1] = (clusters[-1][0] + char, clusters[-1][1])
        else:
            clusters.append((_MIRRORED.get(char, char) if level % 2 else char, level))
    # rule L2: what runs to the left is turned, and numbers within it are turned back
    shown: list[str] = []
    for turned, run in groupby(clusters, key=lambda cluster: cluster[1] > 0):
        parts = []
        for level, same in groupby(run, key=lambda cluster: cluster[1]):
            texts = [cluster for cluster, _ in same]
            parts.append("".join(reversed(texts) if level == 1 else texts))
        shown += reversed(parts) if turned else parts
    return "".join(shown)


def _levels(chars: list[str], original: list[str]) -> list[int]:
    """The level of each character: 0 to the right, 1 to the left, 2 a number within what runs to the left."""
    kinds = _weak(original)
    _brackets(chars, original, kinds)
    _neutral(kinds)
    levels = [{"L": 0, "R": 1}.get(kind, 2) for kind in kinds]
    for index in range(len(levels) - 1, -1, -1):  # rule L1: blanks at the end belong to the line
        if original[index] not in ("WS", "S", "B"):
            break
        levels[index] = 0
    return levels


def _weak(original: list[str]) -> list[str]:
    """Rules W1 to W7: what numbers, their signs and marks are among the letters around them."""
    kinds: list[str] = []
    for kind in original:
        kinds.append((kinds[-1] if kinds else "L") if kind == "NSM" else kind)
    strong = "L"
    for index, kind in enumerate(kinds):
        strong = kind if kind in ("L", "R", "AL") else strong
        if kind == "EN" and strong == "AL":
            kinds[index] = "AN"
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for index in range(1, len(kinds) - 1):
        before, kind, after = kinds[index - 1 : index + 2]
        if before == after and (kind, before) in (("ES", "EN"), ("CS", "EN"), ("CS", "AN")):
            kinds[index] = before
    for start, end in _runs(kinds, frozenset(("ET",))):
        if "EN" in (*kinds[start - 1 : start], *kinds[end : end + 1]):
            kinds[start:end] = ["EN"] * (end - start)
    kinds = ["ON" if kind in ("ES", "ET", "CS") else kind for kind in kinds]
    strong = "L"
    for index, kind in enumerate(kinds):
        strong = kind if kind in ("L", "R") else strong
        if kind == "EN" and strong == "L":
            kinds[index] = "L"
    return kinds


def _brackets(chars: list[str], original: list[str], kinds: list[str]) -> None:
    """Rule N0: a pair of brackets has the direction of what it holds, or of what stands before it."""
    open_: list[int] = []
    pairs = []
    for index, char in enumerate(chars):
        if kinds[index] == "ON" and char in _CLOSING:
            open_.append(index)
        elif kinds[index] == "ON" and char in _CLOSING.values():
            found = next((place for place in reversed(open_) if _CLOSING[chars[place]] == char), None)
            if found is not None:
                pairs.append((found, index))
                del open_[open_.index(found) :]
    for start, end in sorted(pairs):
        held = {_direction(kind) for kind in kinds[start + 1 : end]} - {""}
        if not held:
            continue
        before = next(filter(None, map(_direction, reversed(kinds[:start]))), "L")
        for place in (start, end):
            kinds[place] = "L" if "L" in held else before
            marks = place + 1
            while marks < len(kinds) and original[marks] == "NSM":
                kinds[marks] = kinds[place]
                marks += 1


def _neutral(kinds: list[str]) -> None:
    """Rules N1 and N2: what has no direction takes that of both its sides, or else the line's."""
    for start, end in _runs(kinds, _NEUTRAL):
        before = _direction(kinds[start - 1]) if start else "L"
        after = _direction(kinds[end]) if end < len(kinds) else "L"
        kinds[start:end] = [before if before == after else "L"] * (end - start)


def _direction(kind: str) -> str:
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(kind, "")


def _runs(kinds: list[str], wanted: frozenset[str]) -> list[tuple[int, int]]:
    """Start and end of each run of these kinds."""
    runs = []
    start = 0
    for among, run in groupby(kinds, key=lambda kind: kind in wanted):
        end = start + len(list(run))
        if among:
            runs.append((start, end))
        start = end
    return runs
