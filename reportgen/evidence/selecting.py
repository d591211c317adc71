"""What finding a training took: the energy of every run of a table that has one, not of the compared ones alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.evidence.groups import RunGroup
from reportgen.evidence.runs import Runs, exact
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision

if TYPE_CHECKING:
    from reportgen.evidence.runs import Floats


@dataclass(frozen=True)
class Selecting:
    """counted: how many runs are compared; aside: how many others have an energy, such as crashed and excluded ones;
    unknown: how many others have none, damaged rows among them.

    counted_kwh, aside_kwh: what they took together, for whole runs; of the others None where it cannot be told which
    rows are one run.
    """

    counted: int
    counted_kwh: Decimal
    aside: int
    aside_kwh: Decimal | None
    unknown: int


def selecting(runs: Runs, groups: Sequence[RunGroup] | None = None) -> Selecting:
    """The energies of the runs in the groups, and of all others; without groups all that count are among the first."""
    import numpy as np

    known = np.isfinite(runs.energy)
    taken = known if groups is None else np.zeros(len(runs.energy), dtype=bool)
    for group in groups or ():
        taken[group.rows] = True
    others = [runs.energy[known & ~taken]]
    unknown = runs.damaged + np.count_nonzero(~known & ~taken)
    if runs.aside_energy is not None:
        others.append(runs.aside_energy[np.isfinite(runs.aside_energy)])
        unknown += len(runs.aside_energy) - len(others[-1])
    counted = runs.energy[known & taken]
    with working_precision():
        return Selecting(
            len(counted),
            _kwh(runs, counted),
            sum(map(len, others)),
            None if runs.aside_energy is None else _kwh(runs, np.concatenate(others)),
            int(unknown),
        )


def _kwh(runs: Runs, energies: Floats) -> Decimal:
    return exact(math.fsum(energies)) * runs.energy_unit.size / J_PER_KWH
