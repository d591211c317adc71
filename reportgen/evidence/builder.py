"""A table of runs built from blocks of cells, a column at a time: plain numbers all at once, the others one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportgen.evidence.cells import LONGEST_LABEL, NumberColumn, OddCell, in_unit, number_of
from reportgen.evidence.decimals import Decimals
from reportgen.evidence.runs import Labels, Table
from reportgen.files.decimal_sign import POINT
from reportgen.files.losses import Losses
from reportgen.precision import working_precision
from reportgen.problems import one_line

if TYPE_CHECKING:
    from reportgen.evidence.runs import Floats, Integers

_PLAIN = r"[0-9]{1,17}(?:\.[0-9]{1,17})?"
_PLAIN_CELL = re.compile(_PLAIN)
_PLAIN_COLUMN = re.compile(rf"(?:(?:{_PLAIN})?\n)*")
_NONE = float("nan")


@dataclass
class Builder:
    """A table of the named columns, built block by block.

    lost: the rows that an odd cell has cost; odd: their places among the rows that were added.
    """

    numbers: Sequence[NumberColumn]
    labels: Sequence[str]
    decimals: Decimals = field(default_factory=Decimals)
    lost: Losses = field(default_factory=Losses)
    odd: set[int] = field(default_factory=set)
    _floats: dict[str, list[Floats]] = field(default_factory=dict)
    _codes: dict[str, list[Integers]] = field(default_factory=dict)
    _values: dict[str, dict[str, int]] = field(default_factory=dict)
    _known: dict[str, dict[str, int]] = field(default_factory=dict)  # cells as they are written
    _other_units: dict[tuple[str, str], int] = field(default_factory=dict)
    _rows: list[Integers] = field(default_factory=list)
    _alike: list[Integers] = field(default_factory=list)
    _count: int = 0

    def add(
        self,
        cells: Mapping[str, Sequence[str]],
        rows: Sequence[int],
        where: Callable[[int], str],
        alike: Sequence[int] = (),
    ) -> None:
        """Add rows by their cells in each column; rows: the number of each, where: its place by its position among
        these, alike: equal for rows of the same cells. Raises: InputError."""
        import numpy as np

        for column in self.numbers:
            values = self._column(column, cells[column.name], where)
            self._floats.setdefault(column.name, []).append(np.fromiter(values, np.float64))
        for name in self.labels:
            known = self._known.setdefault(name, {})
            texts = cells[name]
            for text in texts:
                if text not in known:
                    known[text] = self._place(name, text)
            codes = np.fromiter(map(known.__getitem__, texts), np.int64)
            self._codes.setdefault(name, []).append(codes)
        self._rows.append(np.fromiter(rows, np.int64))
        self._alike.append(np.fromiter(alike, np.int64))
        self._count += len(rows)

    def table(self, notes: Iterable[str] = ()) -> Table:
        """The table of all rows that no cell has cost."""
        import numpy as np

        def joined(parts: list[Integers]) -> Integers:
            return np.concatenate([np.empty(0, dtype=np.int64), *parts])

        alike = joined(self._alike)
        whole = Table(
            {it.name: self.floats(it.name) for it in self.numbers},
            {
                name: Labels(joined(self._codes.get(name, [])), tuple(self._values.get(name, {})))
                for name in self.labels
            },
            joined(self._rows),
            alike if len(alike) else None,
            (*notes, *self._lost_rows(), *self.mixed_units()),
            self.lost.first,
            self.lost.count,
        )
        if not self.odd:
            return whole
        return whole.taken(np.array([place for place in range(self._count) if place not in self.odd], np.int64))

    def floats(self, name: str) -> Floats:
        """A column of numbers, of all rows that were added."""
        import numpy as np

        return np.concatenate([np.empty(0, dtype=np.float64), *self._floats.get(name, [])])

    def _place(self, name: str, text: str) -> int:
        """The place of a label among the values of its column; those that differ by blanks alone are one."""
        shown = one_line(text.strip()[:LONGEST_LABEL])
        values = self._values.setdefault(name, {})
        return values.setdefault(shown, len(values)) if shown else -1

    def _column(self, column: NumberColumn, texts: Sequence[str], where: Callable[[int], str]) -> list[float]:
        plain, most = self._plain_is_sure(column), column.most
        # most columns are plain, and their cells need no Decimal on the way; no line end stands in a cell then
        if plain and "\n" not in "".join(texts) and _PLAIN_COLUMN.fullmatch("\n".join(texts) + "\n"):
            found = [float(text) if text else _NONE for text in texts]
            if column.kind != "time" or not any(value > most for value in found):
                return found
        values: list[float] = []
        for place, text in enumerate(texts):
            if plain and _PLAIN_CELL.fullmatch(text) and float(text) <= most:
                values.append(float(text))
            else:
                values.append(self._number(column, text.strip(), self._count + place, where(place)))
        return values

    def _plain_is_sure(self, column: NumberColumn) -> bool:
        """Whether digits with a point are a number of the column whatever they are."""
        doubtful = self.decimals.doubtful and column.kind == "count"
        return self.decimals.sign == POINT and column.unit_is_known and not doubtful

    def _number(self, column: NumberColumn, text: str, place: int, where: str) -> float:
        try:
            found = number_of(column, text, self.decimals, where)
        except OddCell as error:
            if place not in self.odd:
                self.odd.add(place)
                self.lost.take(error)
            return _NONE
        if found is None:
            return _NONE
        value, unit = found
        if unit is None:
            return float(value)
        key = (column.name, unit.name)
        self._other_units[key] = self._other_units.get(key, 0) + 1
        with working_precision():
            return float(value * unit.size / in_unit(column).size)

    def _lost_rows(self) -> list[str]:
        rows = self._count - len(self.odd) + self.lost.count
        return self.lost.said(rows, "a damaged or odd cell", "left out")

    def mixed_units(self) -> list[str]:
        """What a person must know of cells in other units than that of their column, or than each other's."""
        counts = self._other_units
        return [
            f'mixed units: {count:,} of the cells of "{name}" in {unit}, converted to {in_unit(column).name}'
            for column in self.numbers
            for (name, unit), count in counts.items()
            if name == column.name and unit != in_unit(column).name
            if column.unit is not None or sum(key[0] == name for key in counts) > 1
        ]
