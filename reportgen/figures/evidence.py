"""Figures of training runs as evidence: differences between sides, whether chance explains them, a prediction."""

from __future__ import annotations

from decimal import Decimal

from reportgen.figures.expression import Expression, Name
from reportgen.figures.figure import Figure
from reportgen.figures.formula import formula
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import Outline
from reportgen.figures.permutation import PROCEDURE, permutation_test
from reportgen.figures.verdict import FEWEST_RUNS
from reportgen.words.message import message

_DIFFERENCES = {
    "before": message("Median accuracy over the runs, after filtering minus before"),
    "random": message("Median accuracy after filtering minus that on a random subset, over the runs"),
}

_EMITTED = {
    "before": message("CO2e of a training on all samples, median"),
    "after": message("CO2e of a training on the samples kept, median"),
    "random": message("CO2e of a training on a random subset of equal size, median"),
}
_TOTAL = message("CO2e of all training runs of the table")
_TOTAL_ASIDE = message("CO2e of the runs of the table that do not count")


def add_permutation_tests(ledger: Ledger, outline: Outline) -> None:
    """Add for each two sides that are compared how likely chance gives such a difference of means."""
    for it in outline.trainings:
        key, inputs = f"evidence_p.{it.role}", (f"evidence_runs.{it.role}", "evidence_runs.after")
        if min(len(it.after), len(it.others)) < FEWEST_RUNS:
            ledger.absent(key, "1", it.label, message("fewer than five runs on a side"))
            continue
        test = permutation_test(it.others, it.after)
        count = Decimal(test.assignments)
        told = message("every one of {assignments} assignments", assignments=count)
        if not test.exact:
            told = message("{assignments} assignments, drawn", assignments=count)
        ledger.add(
            Figure(
                *(key, it.label, test.p, "1"),
                rests_on="measured",
                sources=it.sources,
                inputs=inputs,
                note=told,
                procedure=PROCEDURE,
            )
        )


@formula("1")
def difference(evidence_accuracy_after: Expression, evidence_accuracy_before: Expression) -> Expression:
    """The median of one side less that of another."""
    return evidence_accuracy_after - evidence_accuracy_before


@formula(
    "1",
    message("Energy of a training saved, by the medians of the runs"),
    key="evidence_energy_saved",
    zero=message("the trainings took no energy"),
)
def energy_saved(evidence_energy_before: Expression, evidence_energy_after: Expression) -> Expression:
    """The share of a training's energy that training on the samples kept did not take."""
    return (evidence_energy_before - evidence_energy_after) / evidence_energy_before


@formula("kgCO2e", key="evidence_co2")
def evidence_co2(energy_kwh: Expression, pue: Expression, grid_intensity: Expression) -> Expression:
    """The CO2e of trainings' energy, on the run's own grid."""
    return energy_kwh * pue * grid_intensity


@formula("kWh", message("Energy of the whole training, from its first epochs"), key="predicted_training_energy")
def predicted_energy(
    evidence_epochs_energy: Expression,
    evidence_epochs_total: Expression,
    evidence_epochs: Expression,
    evidence_epoch_energy: Expression,
) -> Expression:
    """What the epochs so far drew, and for each one to come as much as one drew: usual, least or most."""
    return evidence_epochs_energy + (evidence_epochs_total - evidence_epochs) * evidence_epoch_energy


def add_evidence(ledger: Ledger, _: Outline) -> None:
    """Add what follows from the runs and epochs that were read."""
    for role, label in _DIFFERENCES.items():
        keys = ("evidence_accuracy.after", f"evidence_accuracy.{role}")
        if all(key in ledger for key in keys):
            ledger.compute(f"evidence_difference.{role}", difference(*map(Name, keys)), difference.unit, label)
    if all(f"evidence_energy.{role}" in ledger for role in ("before", "after")):
        ledger.apply(energy_saved, Name("evidence_energy.before"), Name("evidence_energy.after"))
    for key in ledger.keys_under("evidence_energy"):
        if ledger.known(key):
            role = key.partition(".")[2]
            ledger.apply(evidence_co2, Name(key), Name("pue"), Name("grid_intensity"), end=role, label=_EMITTED[role])
    for end in ("", ".aside"):
        if ledger.known(f"evidence_total_energy{end}"):
            energy = Name(f"evidence_total_energy{end}")
            label = _TOTAL_ASIDE if end else _TOTAL
            emitted = evidence_co2(energy, Name("pue"), Name("grid_intensity"))
            ledger.compute(f"evidence_total_co2{end}", emitted, "kgCO2e", label)
    if "evidence_epochs" in ledger:
        ledger.apply(predicted_energy)


@formula("1", message("Accuracy after filtering minus before"))
def quality_change(quality_after: Expression, quality_before: Expression) -> Expression:
    """Accuracy after filtering less that before it."""
    return quality_after - quality_before
