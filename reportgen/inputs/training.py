"""Leaves of the training that is avoided: the published scenario, the user's own, and which of them counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from reportgen.factors.boards import Board
from reportgen.factors.cost_units import slug
from reportgen.factors.presets import TrainingPreset, preset
from reportgen.figures.figure import Replaced
from reportgen.figures.language_model import BY_SHARE
from reportgen.figures.units import unit_word
from reportgen.files.notes import Notes
from reportgen.inputs.evidence import Evidence, MeasuredTraining, measured_training
from reportgen.inputs.leaves import Leaves
from reportgen.inputs.training_size import board_of, share_of_training, size_leaves, watts_leaf
from reportgen.manifest.model import Manifest, Training
from reportgen.words.message import message

_OWN_FACTOR = message("Training CO2e of one sample, the company's own figure")
_OWN_SCENARIO = {
    "factor_kwh": message("Energy of the company's training"),
    "factor_samples": message("Samples of the company's training"),
}


# What tells of a training of one's own, in a manifest and by --set.
_OWN = ("co2_per_sample", "samples", "hours", "gpus", "kwh", "parameters", "active_parameters", "tokens", "gpu_hours")


@dataclass(frozen=True)
class HowTrained:
    """What decides which formulas of the training apply (`figures/outline.py` says each).

    units: the key of how many images of the published training a sample counts for, empty for one.
    """

    factor: str
    by_steps: bool
    units: str
    schedule_open: bool = False
    share: str = ""
    skips_unlabelled: bool = False


def training_leaves(
    leaves: Leaves, manifest: Manifest, task: str, like: str | None, notes: Notes, evidence: Evidence | None = None
) -> HowTrained:
    """Add the training's leaves.

    like: the task whose published training stands for that of a company's own task. evidence: runs whose measured
    energy and samples stand in for those that the manifest does not state.
    """
    stated = manifest.training or Training()
    measured = measured_training(leaves, evidence)
    by_runs = {name: leaf.value for name, leaf in measured.items() if _is_lacking(stated, name)}
    training = replace(stated, kwh=by_runs.get("kwh", stated.kwh), samples=by_runs.get("samples", stated.samples))
    scenario = preset(like or task)
    board, share = board_of(leaves, training, notes), share_of_training(leaves, training)
    # where nothing is published for the task, the own training counts without being asked for
    counts = bool(share) or (scenario is None and _own_is_known(training, board))
    factor = training.factor or ("scenario" if counts else "published")
    if not share or factor == "measured":
        _require(training, factor, notes, leaves, board, needs_samples=not share)
    own = _own_factor(training, factor, notes)
    units = _factor_units(leaves, manifest, training, notes)
    if training.factor_per is not None and scenario is None:
        notes.add(("training", "factor_per"), f"speaks of a published training, and {task} has none", "leave it out")
    leaves.default("training_runs", training.runs, 1)
    chosen = "default" if training.factor is None else "as the manifest asks"
    _published(leaves, scenario, factor, own, units, f"like {like}" if like else chosen)
    if share:
        leaves.give("co2_per_sample", None, absent=BY_SHARE)
    leaves.stated("training_samples", training.samples, **_said_by(measured, stated, "samples"))
    leaves.stated("training_hours", training.hours)
    leaves.stated("training_gpus", training.gpus)
    watts_leaf(leaves, training, board, by_size=bool(share))
    if training.kwh is not None or leaves.set_or("training_kwh"):
        basis = {"basis": "measured" if factor == "measured" else "stated"}
        leaves.stated("training_kwh", training.kwh, **{**basis, **_said_by(measured, stated, "kwh")})
    size_leaves(leaves, training, board, notes)
    leaves.stated("gpu_price_per_hour", training.gpu_price_per_hour)
    if training.schedule == "epochs" and training.budget is not None:
        hint = "leave one out: with a budget of tokens fewer of them save no training"
        notes.add(("training", "budget"), "is given beside schedule: epochs, which it contradicts", hint)
    told = training.schedule is not None or training.budget is not None
    # of the published trainings alone it is known that they went by epochs
    is_own = any(getattr(training, name) is not None or leaves.set_or(_key_of(name)) for name in _OWN)
    schedule_open = not told and (bool(share) or (scenario is None and is_own))
    by_steps = training.schedule == "steps" or training.budget == "tokens"
    skips = training.skips_unlabelled is True
    if skips and share:
        hint = "leave it out: what tokens the samples without a label hold is not known"
        notes.add(("training", "skips_unlabelled"), "is of a training by samples, and this one is by its size", hint)
    return HowTrained(factor, by_steps, units, schedule_open, share, skips)


def _key_of(name: str) -> str:
    return name if name == "co2_per_sample" else f"training_{name}"


def _is_lacking(stated: Training, name: str) -> bool:
    """Whether the manifest leaves it to the runs: an energy, unless hours, GPUs and watts say it."""
    if name == "kwh" and stated.factor != "measured" and None not in (stated.hours, stated.gpus, stated.watts):
        return False
    return getattr(stated, name) is None


def _said_by(measured: Mapping[str, MeasuredTraining], stated: Training, name: str) -> dict[str, Any]:
    """Basis, source, note and range of a value that the runs give; nothing of one that the manifest states."""
    return measured[name].more if name in measured and _is_lacking(stated, name) else {}


def _own_is_known(training: Training, board: Board | None) -> bool:
    timed = training.gpu_hours is not None or None not in (training.hours, training.gpus)
    drawn = training.kwh is not None or (timed and (training.watts is not None or board is not None))
    return training.samples is not None and drawn


def _require(
    training: Training, factor: str, notes: Notes, leaves: Leaves, board: Board | None, *, needs_samples: bool
) -> None:
    """The own training counts only if it is known."""

    def missing(name: str) -> bool:
        return getattr(training, name) is None and not leaves.set_or(f"training_{name}")

    if needs_samples and factor in ("scenario", "measured") and missing("samples"):
        notes.add(("training", "samples"), f"is missing, and factor: {factor} needs it", "samples of your own training")
    if factor == "measured" and missing("kwh"):
        notes.add(("training", "kwh"), "is missing, and factor: measured needs it", "the measured energy, in kWh")
    if factor == "scenario" and missing("kwh"):
        timed = ("hours", "gpus") if missing("gpu_hours") else ()
        for name in (*timed, *(("watts",) if board is None else ())):
            if missing(name):
                notes.add(
                    ("training", name), "is missing, and factor: scenario needs it", "hours, gpus and watts, or kwh"
                )


def _own_factor(training: Training, factor: str, notes: Notes) -> Decimal | None:
    """The CO2e of a sample as the company states it; a problem beside a factor that computes it."""
    if training.co2_per_sample is not None and factor != "published":
        notes.add(
            ("training", "co2_per_sample"), f"is given beside factor: {factor}, which computes it", "leave one out"
        )
    return training.co2_per_sample if factor == "published" else None


def _factor_units(leaves: Leaves, manifest: Manifest, training: Training, notes: Notes) -> str:
    """The key of how many images a sample counts for; its leaf is added where the price has not."""
    if training.factor_per is None or slug(training.factor_per) == "sample":
        return ""
    counted = slug(training.factor_per)
    key = f"units_per_sample.{counted}"
    stated = (manifest.units_per_sample or {}).get(counted)
    if key not in leaves.ledger:
        if stated is None and not leaves.set_or(key):
            hint = f"add  units_per_sample: {{{counted}: 240}}  to the manifest"
            notes.add(("training", "factor_per"), f"nobody said how many of {counted} a sample has", hint)
            return ""
        leaves.stated(key, stated, unit="unit", label=message("Units per sample ({unit})", unit=unit_word(counted)))
    return key


def _published(
    leaves: Leaves, scenario: TrainingPreset | None, factor: str, own: Decimal | None, units: str, chosen: str
) -> None:
    """The founding scenario's leaves, without values where there is none for the task.

    own: the company's figure in place of the published factor. units: the key of a sample's images, or empty.
    """
    if scenario is None:
        for key in ("factor_kwh", "factor_samples", "factor_grid_intensity"):
            leaves.give(key, None)
        if own is not None:
            leaves.stated("co2_per_sample", own, label=_OWN_FACTOR)
        elif factor == "published":
            label = _OWN_FACTOR if leaves.set_or("co2_per_sample") else ""
            leaves.give("co2_per_sample", None, label=label)
        return
    common: dict[str, Any] = {"basis": "literature", "layer": "built-in", "sources": (scenario.source,)}
    note = message(
        "{gpus} P100 at {watts} W for {days} days", gpus=scenario.gpus, watts=scenario.watts, days=scenario.days
    )
    labels = {key: label if leaves.set_or(key) else "" for key, label in _OWN_SCENARIO.items()}
    leaves.give("factor_kwh", scenario.kwh, label=labels["factor_kwh"], note=note, **common)
    count = Decimal(scenario.samples)
    leaves.give("factor_samples", count, label=labels["factor_samples"], unit="unit" if units else "", **common)
    named = message(
        "{data} with {model}, {samples} images",
        data=scenario.data,
        model=scenario.model,
        samples=Decimal(scenario.samples),
    )
    leaves.give("published_training_kwh", scenario.kwh, note=named, **common)
    leaves.give("published_training_co2", scenario.published_kg, note=named, **common)
    grid = {**common, "sources": (scenario.lb_source, scenario.pound_source)}
    grid_note = message("{grid} lb/kWh × {pound} kg/lb", grid=scenario.lb_per_kwh, pound=scenario.kg_per_lb)
    leaves.give("factor_grid_intensity", scenario.kg_per_kwh_exact, note=grid_note, **grid)
    published = {"note": message("published factor, per image"), **common}
    if own is not None:
        was = Replaced(scenario.published_kg_per_sample, "kgCO2e/sample", "built-in", scenario.source)
        leaves.stated("co2_per_sample", own, label=_OWN_FACTOR, replaces=was)
    elif factor == "published" and leaves.set_or("co2_per_sample"):
        leaves.give("co2_per_sample", scenario.published_kg_per_sample, label=_OWN_FACTOR, chosen=chosen, **published)
    elif units:
        leaves.give("co2_per_unit", scenario.published_kg_per_sample, unit="unit", chosen=chosen, **published)
    elif factor == "published":
        leaves.give("co2_per_sample", scenario.published_kg_per_sample, chosen=chosen, **published)
    else:
        label = message("Training CO2e of one sample, published factor")
        leaves.give("co2_per_sample.published", scenario.published_kg_per_sample, label=label, **published)
