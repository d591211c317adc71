"""What stands below a figure, down to the leaves, and where a procedure stands between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reportgen.figures.figure import Figure
from reportgen.figures.ranges import is_end


def below(key: str, figures: Mapping[str, Figure]) -> list[str]:
    """Every key below the figure, and its own, in the order in which they were computed."""
    found, ahead = {key}, [key]
    while ahead:
        figure = figures[ahead.pop()]
        if figure.key == key or not is_end(figure):
            fresh = set(figure.inputs) - found
            found |= fresh
            ahead.extend(fresh)
    return [name for name in figures if name in found]


def through_procedures(keys: Iterable[str], figures: Mapping[str, Figure]) -> set[str]:
    """What the procedures among the keys rest on: it moves them in a way that no formula says."""
    ahead = [name for key in keys if figures[key].procedure for name in figures[key].inputs]
    found = set(ahead)
    while ahead:
        fresh = set(figures[ahead.pop()].inputs) - found
        found |= fresh
        ahead.extend(fresh)
    return found
