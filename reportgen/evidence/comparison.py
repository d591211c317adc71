"""One group held against another: the saving of energy as a fraction, and the accuracy that it costs."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.evidence.choosing import nearest
from reportgen.evidence.groups import RunGroup, pooled
from reportgen.evidence.runs import Runs
from reportgen.figures.permutation import permutation_test
from reportgen.figures.verdict import FEWEST_RUNS, Verdict, judged
from reportgen.precision import working_precision
from reportgen.problems import excerpt, refuse

MOST_TESTED = 5000  # runs of a side, as of evidence in a report


@dataclass(frozen=True, eq=False)
class Comparison:
    """Runs A against runs B, by their medians.

    saving: (B - A) / B of the energy per denominator, above zero where A takes less; None where B takes nothing.
    accuracy_lost: B - A, above zero where A scores less; None where one of them has no score.
    verdict: what the accuracies of A show against those of B, none where there is nothing to test or too much; p: of
    the permutation test. a, b: the values of the group columns by their names, those alone that were said.
    """

    a: dict[str, str]
    b: dict[str, str]
    a_runs: RunGroup
    b_runs: RunGroup
    saving: Decimal | None
    accuracy_lost: Decimal | None
    verdict: Verdict
    p: Decimal | None


def compare(runs: Runs, a: RunGroup, b: RunGroup, a_said: dict[str, str], b_said: dict[str, str]) -> Comparison:
    """A against B."""
    with working_precision():
        reference_kwh = b.energy_kwh.median
        saving = (reference_kwh - a.energy_kwh.median) / reference_kwh if reference_kwh else None
        both = a.accuracy is not None and b.accuracy is not None
        lost = b.accuracy.median - a.accuracy.median if both and b.accuracy and a.accuracy else None
        verdict, p = _tested(runs, a, b)
    return Comparison(a_said, b_said, a, b, saving, lost, verdict, p)


def _tested(runs: Runs, a: RunGroup, b: RunGroup) -> tuple[Verdict, Decimal | None]:
    """What the accuracies of A show against those of B, as of evidence in a report, and the p of the test."""
    import numpy as np

    if a.accuracy is None or b.accuracy is None:
        return "none", None
    rows = [it.rows[np.isfinite(runs.accuracy[it.rows])] for it in (a, b)]
    counts = [len(of_side) for of_side in rows]
    if min(counts) < FEWEST_RUNS:
        return "few", None
    if max(counts) > MOST_TESTED:
        return "none", None
    sides = [[runs.accuracy_of(int(row)) for row in of_side] for of_side in rows]
    p = permutation_test(*sides).p
    means = [sum(side, Decimal(0)) / len(side) for side in sides]
    return judged(p, means[0] - means[1], a.accuracy.median - b.accuracy.median), p


def compare_as_said(runs: Runs, groups: Sequence[RunGroup], a: str, b: str) -> Comparison:
    """The comparison of what two texts select, see `selected`. Raises: InputError."""
    names = runs.columns.group
    said = [said_of(text, names) for text in (a, b)]
    sides = [selected(runs, groups, one) for one in said]
    return compare(runs, sides[0], sides[1], said[0], said[1])


def said_of(text: str, names: Sequence[str]) -> dict[str, str]:
    """`COLUMN=VALUE[,COLUMN=VALUE]` as a mapping; with one group column the bare value is enough.

    A value or column that holds a comma stands in double quotes, quoted with its column: `"size=1,024"`.
    Raises: InputError for a column that is no group column.
    """
    said: dict[str, str] = {}
    for part in next(csv.reader([text], skipinitialspace=True), []):
        name = max((name for name in names if part.startswith(f"{name}=")), key=len, default=None)
        if name is None and len(names) == 1 and "=" not in part:
            name, value = names[0], part
        elif name is not None:
            value = part[len(name) + 1 :]
        else:
            hint = f"COLUMN=VALUE[,COLUMN=VALUE] with the columns of --group: {', '.join(names)}"
            refuse("--compare", f'"{excerpt(part)}" names no column of --group', hint)
        if name in said:
            refuse("--compare", f'"{excerpt(name)}" is named twice in "{excerpt(text)}"')
        said[name] = value.strip()
    return said


def selected(runs: Runs, groups: Sequence[RunGroup], said: dict[str, str]) -> RunGroup:
    """The group whose columns have these values, or all of them pooled where several have: a column that is not said
    may have any value. Raises: InputError where none has."""
    places = {name: runs.columns.group.index(name) for name in said}
    found = [group for group in groups if all(group.key[places[name]] == value for name, value in said.items())]
    if not said or not found:
        for name, value in said.items():
            values = {group.key[places[name]] for group in groups}
            if value not in values:
                message = f'no run has "{excerpt(value)}" as {name}'
                refuse("--compare", message, nearest(value, values))
        shown = ", ".join(f"{name}={value}" for name, value in said.items())
        hint = "groups: " + "; ".join(", ".join(group.key) for group in groups[:10])
        refuse("--compare", f'no run is "{excerpt(shown)}"', hint)
    return found[0] if len(found) == 1 else pooled(runs, found)
