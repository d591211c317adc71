"""Runs in groups: their median and quartiles of energy, time and accuracy, with outliers left out on demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.evidence.runs import Runs
from reportgen.evidence.statistics import Spread, spread
from reportgen.files.number import exact_number
from reportgen.precision import working_precision
from reportgen.problems import excerpt, refuse

if TYPE_CHECKING:
    from reportgen.evidence.runs import Floats, Integers

# A float is this near to the number of the file: nearer to a limit than that, the exact number decides.
_FLOAT_ERROR = 1e-12


@dataclass(frozen=True)
class OutlierRule:
    """Runs whose energy lies more than `ranges` interquartile ranges below the first or above the third quartile of
    their group are left out."""

    ranges: Decimal

    def __str__(self) -> str:
        return f"iqr:{self.ranges:f}"


@dataclass(frozen=True, eq=False)
class RunGroup:
    """Runs of one group or of several pooled, without outliers.

    key: the values of the group columns. rows: their rows in the file. energy_kwh: per denominator. accuracy and
    duration_s (per run): None where no run has one. removed: the outliers left out.
    """

    key: tuple[str, ...]
    rows: Integers
    energy_kwh: Spread
    accuracy: Spread | None
    duration_s: Spread | None
    removed: int


def outlier_rule(text: str) -> OutlierRule:
    """The rule of `iqr:1.5`. Raises: InputError for anything else."""
    kind, _, number = text.partition(":")
    ranges = exact_number(number.strip())
    if kind.strip().lower() != "iqr" or ranges is None or not ranges.is_finite() or ranges <= 0:
        message = f'"{excerpt(text)}" is no rule for outliers'
        refuse("--outliers", message, "such as iqr:1.5, or nothing to keep every run")
    return OutlierRule(ranges)


def groups_of(runs: Runs, rule: OutlierRule | None = None) -> list[RunGroup]:
    """Every group that has a usable run, the least median energy first."""
    import numpy as np

    usable = np.flatnonzero(runs.usable)
    ordered = usable[np.argsort(runs.group[usable], kind="stable")]
    places, starts = np.unique(runs.group[ordered], return_index=True)
    found = (
        [
            _group(runs, runs.keys[place], rows, rule)
            for place, rows in zip(places, np.split(ordered, starts[1:]), strict=True)
            if len(rows)
        ]
        if len(ordered)
        else []
    )
    return sorted(found, key=lambda group: (group.energy_kwh.median, group.key))


def pooled(runs: Runs, groups: Sequence[RunGroup], key: tuple[str, ...] = ()) -> RunGroup:
    """The runs of several groups as one; what was an outlier in its group stays out."""
    import numpy as np

    rows = np.sort(np.concatenate([group.rows for group in groups]))
    return _summed_up(runs, key, rows, sum(group.removed for group in groups))


def _group(runs: Runs, key: tuple[str, ...], rows: Integers, rule: OutlierRule | None) -> RunGroup:
    kept = rows if rule is None else _within(runs, rows, rule)
    return _summed_up(runs, key, kept, len(rows) - len(kept))


def _summed_up(runs: Runs, key: tuple[str, ...], rows: Integers, removed: int) -> RunGroup:
    energy = spread(runs.energy_per, rows, runs.energy_kwh)
    assert energy is not None, "groups are made of runs that have an energy"
    duration = None if runs.duration is None else spread(runs.duration, rows, runs.duration_s)
    return RunGroup(key, rows, energy, spread(runs.accuracy, rows, runs.accuracy_of), duration, removed)


def _within(runs: Runs, rows: Integers, rule: OutlierRule) -> Integers:
    """The rows whose energy is no outlier among them."""
    import numpy as np

    energy = spread(runs.energy_per, rows, runs.energy_kwh)
    assert energy is not None
    with working_precision():
        reach_kwh = (energy.p75 - energy.p25) * rule.ranges
        low_kwh, high_kwh = energy.p25 - reach_kwh, energy.p75 + reach_kwh
    kwh_per_unit = float(runs.energy_unit.size) / 3.6e6
    values: Floats = runs.energy_per[rows] * kwh_per_unit
    margin = _FLOAT_ERROR * (abs(float(low_kwh)) + abs(float(high_kwh)))
    sure = (values > float(low_kwh) + margin) & (values < float(high_kwh) - margin)
    unsure = np.flatnonzero(~sure & (values > float(low_kwh) - margin) & (values < float(high_kwh) + margin))
    _, where, back = np.unique(values[unsure], return_index=True, return_inverse=True)
    inside = [low_kwh <= runs.energy_kwh(int(rows[unsure[place]])) <= high_kwh for place in where]
    sure[unsure] = np.array(inside)[back]
    kept: Integers = rows[sure]
    return kept
