"""The epochs and steps of rows: in which order they stand, and whether they are the course of a training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from reportgen.evidence.runs import Table
from reportgen.files.number import number_in

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reportgen.evidence.runs import Floats, Integers


@dataclass(frozen=True)
class Moments:
    """The epochs and steps of rows by the names of their columns, first what counts more.

    Columns that have one in every row; where none has, the first that has some, NaN where one is missing.
    """

    values: Mapping[str, Floats]
    count: int

    @staticmethod
    def of(table: Table, names: Sequence[str]) -> Moments:
        import numpy as np

        found: dict[str, Floats] = {}
        for name in names:
            labels = table.labels[name]
            numbers = [number_in(text) for text in labels.values]
            floats = np.array([*(float("nan") if it is None else float(it) for it in numbers), float("nan")])
            found[name] = floats[labels.codes]
        whole = {name: values for name, values in found.items() if np.isfinite(values).all()}
        some = {name: values for name, values in found.items() if np.isfinite(values).any()}
        return Moments(whole or dict(list(some.items())[:1]), len(table.rows))

    def taken(self, rows: NDArray[np.bool_]) -> Moments:
        return Moments({name: values[rows] for name, values in self.values.items()}, int(rows.sum()))

    def order(self, key: Integers) -> Integers:
        """The rows by key, then moment, then as in the file."""
        import numpy as np

        return np.lexsort((np.arange(self.count), *reversed(list(self.values.values())), key))

    def at(self, row: int) -> tuple[float, ...]:
        return tuple(float(values[row]) for values in self.values.values())

    def rises(self, order: Integers) -> NDArray[np.bool_]:
        """Whether each row but the first is later than the one before it."""
        import numpy as np

        later, same = np.zeros(len(order) - 1, dtype=bool), np.ones(len(order) - 1, dtype=bool)
        for values in self.values.values():
            before, after = values[order[:-1]], values[order[1:]]
            later |= same & (after > before)
            same &= after == before
        return later


def is_course(course: Sequence[float]) -> bool:
    """Whether numbers begin as epochs or steps do: at 0 or 1, or after a step as long as those that follow."""
    if course[0] in (0, 1) or len(course) == 1:
        return True
    steps = [after - before for before, after in pairwise(course)]
    return course[0] == steps[0] and len(set(steps[:-1])) <= 1
