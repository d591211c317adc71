"""What a table of training runs shows: its groups, their Pareto front, the best against the worst, what is doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.evidence.comparison import Comparison, compare, compare_as_said
from reportgen.evidence.emissions import Emissions, emissions
from reportgen.evidence.groups import OutlierRule, RunGroup, groups_of
from reportgen.evidence.pareto import pareto_front
from reportgen.evidence.plausibility import implausible, mixed_scores
from reportgen.evidence.read import read_runs
from reportgen.evidence.runs import Columns, Runs
from reportgen.evidence.selecting import Selecting, selecting
from reportgen.problems import refuse


@dataclass(frozen=True, eq=False)
class Training:
    """The evidence of a table of runs.

    groups: the least median energy first, so that the first is the best and the last the worst; on_front: for each,
    whether it is on the Pareto front. best_against_worst: None with one group alone. implausible: sentences about
    powers that cannot be, which are warnings too. warnings: all that a reader must know. emissions: by which grid and
    PUE energies are CO2e. selecting: what all runs of the table took.
    """

    runs: Runs
    groups: tuple[RunGroup, ...]
    on_front: tuple[bool, ...]
    best_against_worst: Comparison | None
    comparisons: tuple[Comparison, ...]
    rule: OutlierRule | None
    implausible: tuple[str, ...]
    warnings: tuple[str, ...]
    emissions: Emissions
    selecting: Selecting

    @property
    def removed(self) -> int:
        """How many runs were left out as outliers."""
        return sum(group.removed for group in self.groups)


def training(
    path: Path,
    columns: Columns,
    rule: OutlierRule | None = None,
    compared: Sequence[tuple[str, str]] = (),
    name: str | None = None,
    emitted: Emissions | None = None,
) -> Training:
    """The evidence of the runs at `path`; compared: pairs of texts as `comparison.said_of` reads them; emitted: by what
    energies are CO2e, the world's average grid and a company's own building unless given.

    Raises: InputError with what is wrong with the file or the call.
    """
    runs = read_runs(path, columns, name)
    groups = groups_of(runs, rule)
    if not groups:
        message = "no run has a group, an energy and what it is divided by"
        refuse(runs.name, message, "; ".join(runs.notes))
    doubts = implausible(runs)
    best, worst = groups[0], groups[-1]
    against = None
    if len(groups) > 1:
        against = compare(runs, best, worst, group_of(best, columns), group_of(worst, columns))
    return Training(
        runs,
        tuple(groups),
        tuple(pareto_front([(it.energy_kwh.median, it.accuracy.median if it.accuracy else None) for it in groups])),
        against,
        tuple(compare_as_said(runs, groups, a, b) for a, b in compared),
        rule,
        tuple(doubts),
        (*doubts, *mixed_scores(runs), *runs.notes),
        emitted or emissions(None, None),
        selecting(runs, groups),
    )


def group_of(group: RunGroup, columns: Columns) -> dict[str, str]:
    """The values of the group columns by their names."""
    return dict(zip(columns.group, group.key, strict=True))
