"""The Pareto front: the groups to which no other is better in energy without being worse in accuracy."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def pareto_front(points: Sequence[tuple[Decimal, Decimal | None]]) -> list[bool]:
    """Whether each point (energy, accuracy) is on the front: none takes as little and scores as high but for one of
    the two better. Equal points are both on it; a point without accuracy is not."""
    known = sorted(
        (energy, -accuracy, place) for place, (energy, accuracy) in enumerate(points) if accuracy is not None
    )
    on_front = [False] * len(points)
    best: tuple[Decimal, Decimal] | None = None
    for energy, negative, place in known:
        if best is None or negative < best[1] or (energy, negative) == best:
            on_front[place] = True
            best = (energy, negative)
    return on_front
