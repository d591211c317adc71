"""Figures of training runs as evidence: differences between sides, energy saved, and a training's prediction."""

from __future__ import annotations

from reportgen.figures.expression import Expression, Name
from reportgen.figures.ledger import Formula, Ledger
from reportgen.words.message import message


def energy_saved(evidence_energy_before: Expression, evidence_energy_after: Expression) -> Expression:
    """1: the share of a training's energy that training on the samples kept did not take."""
    return (evidence_energy_before - evidence_energy_after) / evidence_energy_before


def predicted_energy(
    evidence_epochs_energy: Expression,
    evidence_epochs_total: Expression,
    evidence_epochs: Expression,
    evidence_epoch_energy: Expression,
) -> Expression:
    """kWh: what the epochs so far drew, and for each one to come as much as one drew: usual, least or most."""
    return evidence_epochs_energy + (evidence_epochs_total - evidence_epochs) * evidence_epoch_energy


def add_evidence(ledger: Ledger) -> None:
    """Add what follows from the runs and epochs that were read."""
    for role, label in (
        ("before", message("Median accuracy after filtering less before, over the runs")),
        ("random", message("Median accuracy after filtering less that on a random subset, over the runs")),
    ):
        keys = ("evidence_accuracy.after", f"evidence_accuracy.{role}")
        if all(key in ledger for key in keys):
            ledger.compute(f"evidence_difference.{role}", Name(keys[0]) - Name(keys[1]), "1", label)
    if all(f"evidence_energy.{role}" in ledger for role in ("before", "after")):
        ledger.compute(
            "evidence_energy_saved",
            energy_saved(Name("evidence_energy.before"), Name("evidence_energy.after")),
            "1",
            message("Energy of a training saved, by the medians of the runs"),
            zero_reason=message("the trainings took no energy"),
        )
    if "evidence_epochs" in ledger:
        label = message("Energy of the whole training, from its first epochs")
        ledger.apply(Formula("predicted_training_energy", predicted_energy, "kWh", label))
