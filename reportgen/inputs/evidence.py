"""Leaves of training runs as evidence: what the runs of each side measured, and whether they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.figures.outline import TrainingRuns
from reportgen.figures.verdict import FEWEST_RUNS
from reportgen.inputs.leaves import Leaves
from reportgen.inputs.named_files import NamedFiles
from reportgen.inputs.told_devices import ToldNames
from reportgen.manifest.model import EvidenceRuns, Manifest
from reportgen.problems import excerpt
from reportgen.words.message import Message, message, message_of_count, series

if TYPE_CHECKING:
    from reportgen.evidence.selecting import Selecting
    from reportgen.evidence.sides import Side, Sides

SIDE_WORDS = {
    "before": message("trained on all samples"),
    "after": message("trained on the samples kept"),
    "random": message("trained on a random subset of equal size"),
}

_NO_SPREAD = message("a single training has no spread")


@dataclass(frozen=True)
class Evidence:
    """What was read of the manifest's `evidence`.

    file: the plain name of the table of runs, empty without one. metric: its accuracy's column. notes: what a person
    must know of the reading; implausible: of runs whose power no device can draw. epochs_kwh: of the first epochs of a
    training, from epochs_file. selecting: what all runs of the table took.
    """

    file: str = ""
    metric: str = ""
    sides: Sides | None = None
    notes: tuple[str, ...] = ()
    implausible: tuple[str, ...] = ()
    epochs_file: str = ""
    epochs_kwh: tuple[Decimal, ...] = ()
    selecting: Selecting | None = None

    def side(self, role: str) -> Side | None:
        """The runs of before, after or random; None where the manifest names none."""
        return self.sides.sides.get(role) if self.sides else None


def read_evidence(
    manifest: Manifest, files: NamedFiles, decimal: str | None = None, names: ToldNames | None = None
) -> Evidence | None:
    """The runs and epochs that the manifest names, None where it names none.

    decimal: comma or point, of tables whose cells prove neither and of which the manifest says nothing. names: under
    which hosts and the like are told where a damaged line is cited; None where they are called as the file does.
    """
    stated = manifest.evidence
    if stated is None:
        return None
    evidence = Evidence()
    if stated.file is not None:
        evidence = _read_runs(stated, stated.file, files, decimal)
    elif stated.epochs is None:
        files.notes.add(("evidence", "file"), "is missing", "a table of training runs, or epochs of one")
    if stated.epochs is not None:
        evidence = _read_epochs(evidence, stated, files, decimal)
    if names is None:
        return evidence
    notes, implausible = (tuple(map(names.text, texts)) for texts in (evidence.notes, evidence.implausible))
    return replace(evidence, notes=notes, implausible=implausible)


def _read_runs(stated: EvidenceRuns, file: str, files: NamedFiles, decimal: str | None) -> Evidence:
    empty, notes = Evidence(Path(file).name), files.notes
    where = ("evidence", "file")
    for name in ("group", "energy", "accuracy"):
        if getattr(stated, name) is None:
            notes.add(("evidence", name), "is missing", "which column of the table holds it")
    if stated.before is None and stated.after is None:
        notes.add(("evidence", "after"), "is missing", "which runs were trained on what, such as {subset: kept}")
    path = files.path(file, where)
    if path is None or stated.group is None or stated.energy is None or stated.accuracy is None:
        return empty
    # heavy only where a file is named
    from reportgen.evidence.plausibility import implausible
    from reportgen.evidence.read import read_runs
    from reportgen.evidence.runs import Columns
    from reportgen.evidence.selecting import selecting
    from reportgen.evidence.sides import ROLES, sides_of
    from reportgen.files.units import ENERGY_UNITS, TIME_UNITS

    groups = tuple(column.strip() for column in stated.group.split(","))
    named = [*groups, stated.energy, stated.accuracy, *filter(None, (stated.samples, stated.duration))]
    twice = next((column for place, column in enumerate(named) if not column or column in named[:place]), None)
    if twice is not None:
        notes.add(("evidence", "group"), f'the column "{excerpt(twice)}" is named for two things', "a column for each")
        return empty
    unit = ENERGY_UNITS[stated.energy_unit] if stated.energy_unit else None
    columns = Columns(
        groups,
        stated.energy,
        stated.accuracy,
        stated.samples,
        stated.duration,
        stated.device,
        energy_unit=unit,
        duration_unit=TIME_UNITS[stated.duration_unit] if stated.duration_unit else None,
        run=stated.run,
        where=stated.where or {},
        decimal=stated.decimal,
        otherwise_decimal=decimal,
        best=stated.best is True,
        per_is_size=True,
    )
    runs = files.read(where, partial(read_runs, path, columns, file))
    if runs is None:
        return empty
    chosen = {role: cells for role in ROLES if (cells := getattr(stated, role)) is not None}
    sides, problems = sides_of(runs, chosen)
    for role, problem in problems:
        notes.add(("evidence", role), problem.message, problem.hint)
    return replace(
        empty,
        metric=stated.accuracy,
        sides=sides,
        notes=runs.notes,
        implausible=tuple(implausible(runs)),
        selecting=selecting(runs),
    )


def _read_epochs(evidence: Evidence, stated: EvidenceRuns, files: NamedFiles, decimal: str | None) -> Evidence:
    assert stated.epochs is not None
    where = ("evidence", "epochs", "file")
    path = files.path(stated.epochs.file, where)
    if path is None:
        return evidence
    from reportgen.evidence.epochs import read_epochs

    epochs = stated.epochs
    said = stated.decimal, decimal
    kwh = files.read(where, partial(read_epochs, path, epochs.energy, epochs.epoch, epochs.file, *said))
    if kwh is None:
        return evidence
    if stated.epochs.total < len(kwh):
        hint = "the epochs of the whole training"
        files.notes.add(("evidence", "epochs", "total"), f"is {stated.epochs.total}, and the file has {len(kwh)}", hint)
    return replace(evidence, epochs_file=path.name, epochs_kwh=kwh)


@dataclass(frozen=True)
class MeasuredTraining:
    """A value of the training on all samples, as its runs measured it; more: basis, source, note and range."""

    value: Decimal
    more: dict[str, Any]


def measured_training(leaves: Leaves, evidence: Evidence | None) -> dict[str, MeasuredTraining]:
    """Energy (kwh) and samples of a training on all samples, by the medians of the runs that have them."""
    side = evidence.side("before") if evidence else None
    if evidence is None or side is None:
        return {}
    from reportgen.evidence.statistics import summary

    found = {}
    for name, values in (("kwh", side.energies_kwh), ("samples", side.samples)):
        if values:
            runs = summary(values)
            note = message_of_count("median of {count} run", "median of {count} runs", runs.n, count=runs.n)
            more = {**_runs_source(leaves, evidence), "note": note}
            if name == "kwh" and runs.n >= FEWEST_RUNS:
                more |= {"low": runs.p25, "high": runs.p75}
            found[name] = MeasuredTraining(runs.median, more)
    return found


def _runs_source(leaves: Leaves, evidence: Evidence) -> dict[str, Any]:
    title = message("Training runs, {file}", file=evidence.file)
    return _source(leaves, "evidence.runs", title, evidence.file)


def evidence_leaves(leaves: Leaves, manifest: Manifest, evidence: Evidence | None) -> tuple[TrainingRuns, ...]:
    """Add what each side measured and the epochs so far. Gives the runs that are to be compared."""
    if evidence is None:
        return ()
    compared: list[TrainingRuns] = []
    if evidence.sides is not None:
        source = _runs_source(leaves, evidence)
        for role, side in evidence.sides.sides.items():
            _side(leaves, role, side, source, evidence.notes)
        if evidence.selecting is not None and evidence.selecting.counted:
            _totals(leaves, evidence.selecting, source)
        for role in ("before", "random"):
            compared += _compared(leaves, evidence.side("after"), evidence.side(role), role)
    if evidence.epochs_kwh:
        _epochs(leaves, manifest, evidence)
    return tuple(compared)


def _totals(leaves: Leaves, selecting: Selecting, source: dict[str, Any]) -> None:
    """Add what all runs of the table took, those that do not count apart."""
    leaves.stated("evidence_total_runs", Decimal(selecting.counted), **source)
    leaves.stated("evidence_total_energy", selecting.counted_kwh, **source)
    if selecting.aside and selecting.aside_kwh is not None:
        label = message("Other runs of the table with an energy, which do not count")
        leaves.stated("evidence_total_runs.aside", Decimal(selecting.aside), label=label, **source)
        label = message("Energy of the runs of the table that do not count")
        leaves.stated("evidence_total_energy.aside", selecting.aside_kwh, label=label, **source)
    if selecting.unknown and selecting.aside_kwh is not None:
        label = message("Other runs of the table without an energy")
        leaves.stated("evidence_total_runs.unknown", Decimal(selecting.unknown), label=label, **source)


def _source(leaves: Leaves, key: str, title: Message, file: str) -> dict[str, Any]:
    return {"basis": "measured", "sources": (leaves.sources.declare(key, title=title, file=file),)}


def _side(leaves: Leaves, role: str, side: Side, source: dict[str, Any], notes: Sequence[str]) -> None:
    from reportgen.evidence.statistics import summary

    word = SIDE_WORDS[role]
    runs = Decimal(len(side.accuracies))
    label, note = message("Training runs, {side}", side=word), series(notes) or None
    leaves.stated(f"evidence_runs.{role}", runs, label=label, note=note, **source)
    for kind, name, values in (
        ("evidence_accuracy", message("accuracy"), side.accuracies),
        ("evidence_energy", message("energy"), side.energies_kwh),
    ):
        if not values:
            continue
        found = summary(values)
        for end, value, label in (
            ("", found.median, message("Median {what}, {side}", what=name, side=word)),
            ("_p25", found.p25, message("First quartile of {what}, {side}", what=name, side=word)),
            ("_p75", found.p75, message("Third quartile of {what}, {side}", what=name, side=word)),
            ("_min", found.least, message("Lowest {what}, {side}", what=name, side=word)),
            ("_max", found.most, message("Highest {what}, {side}", what=name, side=word)),
        ):
            spread = value if found.n > 1 or not end else None
            leaves.stated(f"{kind}{end}.{role}", spread, label=label, absent=_NO_SPREAD, **source)
    if side.accuracies:
        label = message("Mean {what}, {side}", what=message("accuracy"), side=word)
        leaves.stated(f"evidence_accuracy_mean.{role}", summary(side.accuracies).mean, label=label, **source)
    if side.samples:
        label = message("Samples of a training, median, {side}", side=word)
        leaves.stated(f"evidence_samples.{role}", summary(side.samples).median, label=label, **source)


def _compared(leaves: Leaves, after: Side | None, other: Side | None, role: str) -> list[TrainingRuns]:
    """Add how many of the runs after filtering lie within the range of the others; gives both, to be tested."""
    if after is None or other is None or not after.accuracies or not other.accuracies:
        return []
    from reportgen.evidence.sides import within

    sources = leaves.ledger["evidence_accuracy.after"].sources
    leaves.stated(
        f"evidence_within.{role}",
        Decimal(within(after, other)),
        label=message("Runs after filtering within the range of those {side}", side=SIDE_WORDS[role]),
        basis="measured",
        sources=sources,
    )
    label = message("Permutation test of the means, p, against {side}", side=SIDE_WORDS[role])
    return [TrainingRuns(role, label, other.accuracies, after.accuracies, sources)]


def _epochs(leaves: Leaves, manifest: Manifest, evidence: Evidence) -> None:
    assert manifest.evidence is not None
    assert manifest.evidence.epochs is not None
    from reportgen.evidence.statistics import summary

    title = message("Epochs of a training, {file}", file=evidence.epochs_file)
    source = _source(leaves, "evidence.epochs", title, evidence.epochs_file)
    epochs = summary(evidence.epochs_kwh)
    leaves.stated("evidence_epochs", Decimal(epochs.n), **source)
    leaves.stated("evidence_epochs_total", manifest.evidence.epochs.total)
    leaves.stated("evidence_epochs_energy", epochs.total, **source)
    leaves.stated("evidence_epoch_energy", epochs.median, low=epochs.least, high=epochs.most, **source)
