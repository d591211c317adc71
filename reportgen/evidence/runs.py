"""A table of training runs as columns of numbers and labels: what the user named of it, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from reportgen.files.units import J_PER_KWH, Unit
from reportgen.precision import working_precision
from reportgen.problems import Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Columns:
    """The columns that matter, by their names in the file.

    per: what the energy is divided by (images seen, samples); None: the run itself. energy_unit, duration_unit: as the
    user says them; None: the column's name or the cells say it. run: what tells runs apart, where rows are epochs or
    steps. where: the text that a column has in each row that counts. best: the accuracy of a run of several rows is its
    best, not its last. per_is_size: `per` is the size of the training set, the same in each epoch, and not added up.
    decimal: comma or point, as the user says it of the table; None: the cells prove it, and otherwise_decimal is what
    the user says of every table whose cells prove nothing.
    """

    group: tuple[str, ...]
    energy: str
    accuracy: str
    per: str | None = None
    duration: str | None = None
    device: str | None = None
    energy_unit: Unit | None = None
    duration_unit: Unit | None = None
    run: str | None = None
    where: Mapping[str, str] = field(default_factory=dict)
    decimal: str | None = None
    otherwise_decimal: str | None = None
    best: bool = False
    per_is_size: bool = False

    @property
    def denominator(self) -> str:
        """What the energy is per, in words: `run`, or the column's name."""
        return self.per or "run"


@dataclass(frozen=True)
class Labels:
    """A column of texts: for each row the place in `values`, -1 where the cell is empty."""

    codes: Integers
    values: tuple[str, ...]

    def text(self, row: int) -> str:
        """The text of a row, empty where its cell is."""
        code = self.codes[row]
        return self.values[code] if code >= 0 else ""


@dataclass(frozen=True)
class Table:
    """What a reader gives: the named columns, missing numbers as NaN, and what a person must know of the reading.

    rows: the number of each row in the file, from 1. alike: equal for rows that are the same in every cell; None where
    that is not known. lost: problems of the first rows that could not be read. joined: of rows that are the epochs of
    runs, their count before they were brought together; told_apart_by: the column that tells runs apart. left_out: how
    many rows are left out as damaged or not finished.
    """

    numbers: dict[str, Floats]
    labels: dict[str, Labels]
    rows: Integers
    alike: Integers | None
    notes: tuple[str, ...]
    lost: tuple[Problem, ...]
    left_out: int
    joined: int = 0
    told_apart_by: str | None = None

    def taken(self, places: Integers) -> Table:
        """The rows at these places, in their order."""
        return replace(
            self,
            numbers={name: values[places] for name, values in self.numbers.items()},
            labels={name: Labels(column.codes[places], column.values) for name, column in self.labels.items()},
            rows=self.rows[places],
            alike=None if self.alike is None else self.alike[places],
        )

    def noted(self, *notes: str) -> Table:
        """The table with more notes."""
        return replace(self, notes=(*self.notes, *notes))


@dataclass(frozen=True, eq=False)
class Runs:
    """The runs of a file, one a row, in the order of the file.

    keys: the distinct groups as values of the group columns; group: each row's place in keys, -1 where one is missing.
    rows: the number of each in the file, from 1. told_apart_by: the column that tells runs apart; None where each row
    is taken for a run.
    aside_energy: of the runs that do not count, such as crashed and excluded ones; None where it cannot be told which
    of their rows are one run. damaged: how many rows could not be read.
    energy (in energy_unit, as measured for the whole run), accuracy, per, duration (in duration_unit): NaN where not
    known. Floats are the shortest that read back to the file's text, so that `exact` numbers are those of the file up
    to 15 digits.
    """

    name: str
    columns: Columns
    keys: tuple[tuple[str, ...], ...]
    group: Integers
    energy: Floats
    energy_unit: Unit
    accuracy: Floats
    per: Floats | None
    duration: Floats | None
    duration_unit: Unit
    device: Labels | None
    rows: Integers
    notes: tuple[str, ...]
    told_apart_by: str | None
    joined: int
    left_out: int
    aside_energy: Floats | None
    damaged: int

    @cached_property
    def energy_per(self) -> Floats:
        """Energy in energy_unit per denominator, to order by; what is shown comes from `energy_kwh`."""
        return self.energy if self.per is None else self.energy / self.per

    @cached_property
    def usable(self) -> NDArray[np.bool_]:
        """Which rows have a group, an energy and, where one is named, a denominator."""
        import numpy as np

        known: NDArray[np.bool_] = (self.group >= 0) & np.isfinite(self.energy_per)
        return known

    def energy_kwh(self, row: int) -> Decimal:
        """The energy of a row in kWh per denominator."""
        with working_precision():
            energy_kwh = exact(self.energy[row]) * self.energy_unit.size / J_PER_KWH
            return energy_kwh if self.per is None else energy_kwh / exact(self.per[row])

    def duration_s(self, row: int) -> Decimal:
        """The duration of a row in s."""
        assert self.duration is not None
        with working_precision():
            return exact(self.duration[row]) * self.duration_unit.size

    def accuracy_of(self, row: int) -> Decimal:
        """The accuracy of a row, in the column's own unit."""
        return exact(self.accuracy[row])


def exact(value: float) -> Decimal:
    """The Decimal of the shortest text that reads back to this float: of `0.1` it is 0.1."""
    return Decimal(repr(float(value)))
