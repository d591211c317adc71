"""Leaves of the listed models: their measurements, runs and checkpoints, and the weights of the scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from reportgen.figures.apc import ALPHA, BETAS
from reportgen.figures.outline import ModelOutline
from reportgen.figures.ttcapc import ACCURACY_STEP, COST_STEP, ENERGY_STEP
from reportgen.figures.units import unit_word
from reportgen.files.notes import Notes
from reportgen.inputs.keys import KINDS
from reportgen.inputs.leaves import Leaves, slugs
from reportgen.inputs.named_files import NamedFiles
from reportgen.manifest.model import Apc, CheckpointPoint, Manifest, Model
from reportgen.words.message import Message, message, series

MOST_CHECKPOINTS = 1000  # of a training: each is an input of the report
_AUTHOR = "apc-2020"
_STEPS = {"accuracy_step": ACCURACY_STEP, "energy_step": ENERGY_STEP, "cost_step": COST_STEP}
# Fields of a run, and the model's own in whose place they stand.
_OF_RUNS = {"accuracy": "accuracy", "consumption_wh": "consumption_wh", "cost": "model_cost"}


@dataclass(frozen=True)
class CheckpointFile:
    """The checkpoints of a file that a manifest names: its plain name, its rows, and which units were converted."""

    file: str
    points: tuple[CheckpointPoint, ...]
    said: tuple[str, ...]


def read_checkpoints(manifest: Manifest, files: NamedFiles, decimal: str | None = None) -> dict[int, CheckpointFile]:
    """The checkpoint files by the place of their model in the manifest.

    decimal: comma or point, of tables whose cells prove neither and of which the manifest says nothing.
    """
    found: dict[int, CheckpointFile] = {}
    for index, model in enumerate(manifest.models):
        if model.checkpoints is None or model.checkpoints.file is None:
            continue
        place = ("models", index, "checkpoints")
        path = files.path(model.checkpoints.file, place)
        if path is not None and (read := files.read(place, partial(_read, path, model, decimal))):
            found[index] = read
    return found


def _read(path: Path, model: Model, decimal: str | None) -> CheckpointFile:
    # heavy only where a file is named
    from reportgen.evidence.score_table import CHECKPOINT_COLUMNS, ScoreTable
    from reportgen.files.source import Source

    assert model.checkpoints is not None
    source = Source(path, model.checkpoints.file or path.name, comments=True)
    table = ScoreTable(source, CHECKPOINT_COLUMNS, model.checkpoints.decimal, decimal)
    for name in ("consumption", "cost"):
        if (per := table.header.per(name)) and per != model.per:
            source.refuse(1, f"{name} is per {per}, and the model says per {model.per}", f"per: {per} in the manifest")
    points: list[CheckpointPoint] = []
    for row in table.rows():
        if len(points) >= MOST_CHECKPOINTS:
            source.refuse(row.line, f"more than {MOST_CHECKPOINTS:,} checkpoints", "keep every tenth, for example")
        time_s, accuracy, consumption = (row.numbers[name] for name in ("time_s", "accuracy", "consumption"))
        assert time_s is not None
        assert accuracy is not None
        assert consumption is not None
        points.append(CheckpointPoint(time_s, accuracy, consumption, row.numbers.get("cost")))
    return CheckpointFile(path.name, tuple(points), table.header.said)


def model_leaves(
    leaves: Leaves, manifest: Manifest, notes: Notes, files: Mapping[int, CheckpointFile] | None = None
) -> tuple[ModelOutline, ...]:
    """Add what each listed model was measured at, and the weights of the scores; files: see `read_checkpoints`."""
    if not manifest.models:
        return ()
    keys = _weights(leaves, manifest)
    if any(model.checkpoints for model in manifest.models):
        _steps(leaves, manifest.apc or Apc())
    names = [_name(model) for model in manifest.models]
    outlines = []
    for index, (slug, model) in enumerate(zip(slugs(names, "model"), manifest.models, strict=True)):
        _check(index, model, notes)
        outline = ModelOutline(
            slug, names[index], model.per, keys["beta", model.per], keys["beta_cost", model.per], role=model.role
        )
        outline = _measured(leaves, model, outline)
        outlines.append(_checkpoints(leaves, model, outline, (files or {}).get(index)))
    return tuple(outlines)


def _name(model: Model) -> str:
    return f"{model.name}, {model.device}" if model.device else model.name


def _weights(leaves: Leaves, manifest: Manifest) -> dict[tuple[str, str], str]:
    """Add the weights; gives the keys of both betas by what they are per."""
    weights = manifest.apc or Apc()
    _weight(leaves, "alpha", weights.alpha, ALPHA)
    pers = sorted({model.per for model in manifest.models})
    keys: dict[tuple[str, str], str] = {}
    for name, stated, place in (("beta", weights.beta, 0), ("beta_cost", weights.beta_cost, 1)):
        # one weight for all, unless models per hour and per inference stand side by side by default
        alone = stated is not None or leaves.set_or(name) or len(pers) == 1
        for per in pers[:1] if alone else pers:
            label = message("{label}, per {per}", label=KINDS[name].label, per=unit_word(per))
            _weight(leaves, name if alone else f"{name}.{per}", stated, BETAS[per][place], label=label, per=per)
        for per in pers:
            keys[name, per] = name if alone else f"{name}.{per}"
    return keys


def _weight(leaves: Leaves, key: str, stated: Decimal | None, otherwise: Decimal, **more: Any) -> None:
    source = (_AUTHOR,) if stated is None else ("manifest",)
    leaves.default(key, stated, str(otherwise), sources=source, **more)


def _steps(leaves: Leaves, weights: Apc) -> None:
    for name, otherwise in _STEPS.items():
        _weight(leaves, name, getattr(weights, name), otherwise)


def _check(index: int, model: Model, notes: Notes) -> None:
    path = ("models", index)
    for name in _OF_RUNS:
        if getattr(model, name) is not None and any(getattr(run, name) is not None for run in model.runs):
            notes.add((*path, name), "is given beside runs, which say it", "give it once, or in each run")
    costs = [model.cost, *(run.cost for run in model.runs)]
    if model.price_per_kwh is not None and any(cost is not None for cost in costs):
        notes.add((*path, "price_per_kwh"), "is given beside a cost", "give one of the two")
    checkpoints = model.checkpoints
    if checkpoints is not None and bool(checkpoints.points) == (checkpoints.file is not None):
        notes.add((*path, "checkpoints"), "takes a file or points", "one of the two")


def _measured(leaves: Leaves, model: Model, outline: ModelOutline) -> ModelOutline:
    """Add the model's own measurement, or those of its runs."""
    per, slug, name = model.per, outline.slug, outline.title
    labels = {
        "accuracy": message("Accuracy, {model}", model=name),
        "consumption_wh": message("Energy per {per}, {model}", per=unit_word(per), model=name),
        "model_cost": message("Energy cost per {per}, {model}", per=unit_word(per), model=name),
    }
    of_runs = [ours for field, ours in _OF_RUNS.items() if any(getattr(run, field) is not None for run in model.runs)]
    # a price beside costs is a problem, noted already: the run is reckoned with the costs to find further ones
    priced = model.price_per_kwh is not None and "model_cost" not in of_runs
    if model.price_per_kwh is not None:
        label = message("Price of electricity, {model}", model=name)
        leaves.stated(f"model_price.{slug}", model.price_per_kwh, label=label)
    for field, ours in _OF_RUNS.items():
        if ours in of_runs:
            _run_leaves(leaves, model, slug, field, labels[ours])
        elif not (ours == "model_cost" and priced):
            leaves.stated(f"{ours}.{slug}", getattr(model, field), per=per, label=labels[ours])
    return replace(outline, runs=len(model.runs), of_runs=tuple(of_runs), priced=priced)


def _run_leaves(leaves: Leaves, model: Model, slug: str, field: str, label: Message) -> None:
    for number, run in enumerate(model.runs, start=1):
        told = message("{label}, run {number}", label=label, number=number)
        leaves.stated(f"run_{field}.{slug}_{number}", getattr(run, field), per=model.per, label=told)


def _checkpoints(leaves: Leaves, model: Model, outline: ModelOutline, file: CheckpointFile | None) -> ModelOutline:
    if model.checkpoints is None:
        return outline
    points: Sequence[CheckpointPoint] = file.points if file else model.checkpoints.points
    more: dict[str, Any] = {"per": model.per}
    if file:
        title = message("Checkpoints of {model}", model=outline.title)
        more["sources"] = (leaves.sources.declare(f"checkpoints.{outline.slug}", title=title, file=file.file),)
        more["note"] = series(file.said) or None
    for number, point in enumerate(points, start=1):
        slug = f"{outline.slug}_{number}"
        for key, value in (
            ("checkpoint_s", point.time_s),
            ("checkpoint_accuracy", point.accuracy),
            ("checkpoint_wh", point.consumption_wh),
            ("checkpoint_cost", point.cost),
        ):
            label = message("{what}, {model}, {number}", what=KINDS[key].label, model=outline.title, number=number)
            leaves.stated(f"{key}.{slug}", value, label=label, **more)
    target = ""
    if model.checkpoints.target is not None:
        target = f"score_target.{outline.slug}"
        leaves.stated(target, model.checkpoints.target, label=message("Target score, {model}", model=outline.title))
    return replace(outline, checkpoints=len(points), target=target)
