"""Leaves of the training that is avoided: the published scenario, the user's own, and which of them counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from reportgen.factors.presets import TrainingPreset, preset
from reportgen.files.notes import Notes
from reportgen.inputs.evidence import Evidence, MeasuredTraining, measured_training
from reportgen.inputs.leaves import Leaves
from reportgen.manifest.model import Manifest, Training
from reportgen.words.message import message


def training_leaves(
    leaves: Leaves, manifest: Manifest, task: str, like: str | None, notes: Notes, evidence: Evidence | None = None
) -> tuple[str, bool]:
    """Add the training's leaves. Returns the factor that counts and whether training goes by steps.

    like: the task whose published training stands for that of a company's own task. evidence: runs whose measured
    energy and samples stand in for those that the manifest does not state.
    """
    stated = manifest.training or Training()
    measured = measured_training(leaves, evidence)
    by_runs = {name: leaf.value for name, leaf in measured.items() if _is_lacking(stated, name)}
    training = replace(stated, kwh=by_runs.get("kwh", stated.kwh), samples=by_runs.get("samples", stated.samples))
    scenario = preset(like or task)
    # where nothing is published for the task, the own training counts without being asked for
    factor = training.factor or ("scenario" if scenario is None and _own_is_known(training) else "published")
    _require(training, factor, notes, leaves)
    leaves.default("training_runs", training.runs, 1)
    chosen = "default" if training.factor is None else "as the manifest asks"
    _published(leaves, scenario, factor, f"like {like}" if like else chosen)
    leaves.stated("training_samples", training.samples, **_said_by(measured, stated, "samples"))
    leaves.stated("training_hours", training.hours)
    leaves.stated("training_gpus", training.gpus)
    leaves.stated("training_watts", training.watts)
    if training.kwh is not None or leaves.set_or("training_kwh"):
        basis = {"basis": "measured" if factor == "measured" else "stated"}
        leaves.stated("training_kwh", training.kwh, **{**basis, **_said_by(measured, stated, "kwh")})
    leaves.stated("gpu_price_per_hour", training.gpu_price_per_hour)
    return factor, training.schedule == "steps"


def _is_lacking(stated: Training, name: str) -> bool:
    """Whether the manifest leaves it to the runs: an energy, unless hours, GPUs and watts say it."""
    if name == "kwh" and stated.factor != "measured" and None not in (stated.hours, stated.gpus, stated.watts):
        return False
    return getattr(stated, name) is None


def _said_by(measured: Mapping[str, MeasuredTraining], stated: Training, name: str) -> dict[str, Any]:
    """Basis, source, note and range of a value that the runs give; nothing of one that the manifest states."""
    return measured[name].more if name in measured and _is_lacking(stated, name) else {}


def _own_is_known(training: Training) -> bool:
    drawn = training.kwh is not None or None not in (training.hours, training.gpus, training.watts)
    return training.samples is not None and drawn


def _require(training: Training, factor: str, notes: Notes, leaves: Leaves) -> None:
    """The own training counts only if it is known."""

    def missing(name: str) -> bool:
        return getattr(training, name) is None and not leaves.set_or(f"training_{name}")

    if factor in ("scenario", "measured") and missing("samples"):
        notes.add(("training", "samples"), f"is missing, and factor: {factor} needs it", "samples of your own training")
    if factor == "measured" and missing("kwh"):
        notes.add(("training", "kwh"), "is missing, and factor: measured needs it", "the measured energy, in kWh")
    if factor == "scenario" and missing("kwh"):
        for name in ("hours", "gpus", "watts"):
            if missing(name):
                notes.add(
                    ("training", name), "is missing, and factor: scenario needs it", "hours, gpus and watts, or kwh"
                )


def _published(leaves: Leaves, scenario: TrainingPreset | None, factor: str, chosen: str) -> None:
    """The founding scenario's leaves, without values where there is none for the task."""
    if scenario is None:
        for key in ("factor_kwh", "factor_samples", "factor_grid_intensity"):
            leaves.give(key, None)
        if factor == "published":
            leaves.give("co2_per_sample", None)
        return
    common: dict[str, Any] = {"basis": "literature", "layer": "built-in", "sources": (scenario.source,)}
    note = message(
        "{gpus} P100 at {watts} W for {days} days", gpus=scenario.gpus, watts=scenario.watts, days=scenario.days
    )
    leaves.give("factor_kwh", scenario.kwh, note=note, **common)
    leaves.give("factor_samples", Decimal(scenario.samples), **common)
    grid = {**common, "sources": (scenario.lb_source, scenario.pound_source)}
    grid_note = message("{grid} lb/kWh x {pound} kg/lb", grid=scenario.lb_per_kwh, pound=scenario.kg_per_lb)
    leaves.give("factor_grid_intensity", scenario.kg_per_kwh_exact, note=grid_note, **grid)
    published = {"note": message("published factor"), **common}
    if factor == "published":
        leaves.give("co2_per_sample", scenario.published_kg_per_sample, chosen=chosen, **published)
    else:
        label = message("Training CO2e of one sample, published factor")
        leaves.give("co2_per_sample.published", scenario.published_kg_per_sample, label=label, **published)
