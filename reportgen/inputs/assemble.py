"""All leaves of a run, checked against each other, and the outline of the formulas over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.factors.cost_table import PlacedRow
from reportgen.factors.grid import GridChoice
from reportgen.factors.layers import Layers, report_currency
from reportgen.factors.tasks import TASKS, canonical_task
from reportgen.figures.book import complete
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import Outline
from reportgen.files.shapes import Notes, excerpt, suggestion
from reportgen.inputs.annotation import annotation_leaves
from reportgen.inputs.embodied import embodied_leaves
from reportgen.inputs.energy import FileRecord, energy_leaves
from reportgen.inputs.energy_details import detail_leaves, equivalence_leaves
from reportgen.inputs.evidence import Evidence, evidence_leaves
from reportgen.inputs.leaves import Leaves
from reportgen.inputs.models import CheckpointFile, model_leaves
from reportgen.inputs.run import (
    cost_leaves,
    grid_leaves,
    quality_leaves,
    sample_leaves,
)
from reportgen.inputs.sources import SourceList
from reportgen.inputs.training import training_leaves
from reportgen.manifest.model import Grid, Manifest
from reportgen.precision import working_precision
from reportgen.problems import InputError, Problem, one_line


@dataclass(frozen=True)
class Account:
    """The ledger of a run, with what the page needs to know beside its figures.

    rows: the task's cost rows, the one that applies last. not_valid: its rows in stronger tables, none of which is
    valid on the day of the run. sources: every cited source by identifier. records: of the files that the manifest
    names, in its order. evidence: the training runs that it names. zone, site: where the electricity comes from, as the
    manifest says or else the project, None where neither does. internal: whether it is marked as such. confidential:
    whether something was withheld from it.
    """

    manifest: Manifest
    task: str
    ledger: Ledger
    outline: Outline
    rows: tuple[PlacedRow, ...]
    not_valid: tuple[PlacedRow, ...]
    grid: GridChoice | None
    sources: dict[str, dict[str, object]]
    records: tuple[FileRecord, ...] = ()
    evidence: Evidence | None = None
    zone: str | None = None
    site: str | None = None
    internal: bool = False
    confidential: bool = False


def account(
    manifest: Manifest,
    notes: Notes,
    layers: Layers,
    settings: Mapping[str, str],
    records: Sequence[FileRecord] = (),
    evidence: Evidence | None = None,
    checkpoints: Mapping[int, CheckpointFile] | None = None,
) -> Account:
    """The ledger of the run; records: of the files that its `energy` names; evidence: what its `evidence` does.

    checkpoints: of the files that its `models` name, by model.

    Raises InputError with everything that is wrong between the inputs.
    """
    with working_precision():
        return _account(manifest, notes, layers, settings, records, evidence, checkpoints or {})


def _account(
    manifest: Manifest,
    notes: Notes,
    layers: Layers,
    settings: Mapping[str, str],
    records: Sequence[FileRecord],
    evidence: Evidence | None,
    checkpoints: Mapping[int, CheckpointFile],
) -> Account:
    project_name = next((document.name for layer, document in layers.documents if layer == "project"), None)
    sources = SourceList(notes.name, project_name and one_line(project_name))
    tables, project = layers.tables, layers.project
    leaves = Leaves(settings, sources, report_currency(manifest, project))
    task = canonical_task(manifest.task) or manifest.task
    known = [*TASKS, *sorted({placed.row.task for placed in tables.rows} - set(TASKS))]
    if task not in known:
        notes.add(("task",), f'"{excerpt(task)}" is no task that has a price', suggestion(task, known))
    labelled_after_given = sample_leaves(leaves, manifest)
    price = annotation_leaves(leaves, manifest, tables, task)
    rows = tuple(tables.for_task(task))
    like = rows[-1].row.like if rows else None
    factor, by_steps = training_leaves(leaves, manifest, task, like, notes, evidence)
    placed = energy_leaves(leaves, manifest, notes, records)
    detail_leaves(leaves, placed)
    if any(key.startswith("energy.") for key in leaves.ledger):
        equivalence_leaves(leaves)
    grid = grid_leaves(leaves, manifest, project, notes)
    energy_in_compute = cost_leaves(leaves, manifest)
    models = model_leaves(leaves, manifest, notes, checkpoints)
    embodied = embodied_leaves(leaves, manifest, notes)
    evidence_leaves(leaves, manifest, evidence)
    quality_leaves(leaves, manifest, evidence)
    _check(leaves, notes)
    outline = Outline(
        leaves.currency,
        price_unit=price.units.unit,
        tier_bounds=price.bounds,
        unit_factors=price.factors,
        thousands=price.units.thousands,
        seconds_in_unit=price.units.seconds,
        factor=factor,
        by_steps=by_steps,
        labelled_after_given=labelled_after_given,
        energy_in_compute=energy_in_compute,
        models=models,
        embodied=embodied,
    )
    # a run with problems is computed too, so that --set of a computed key is told as such
    leaves.finish(complete(leaves.ledger, outline))
    if notes.problems or leaves.problems:
        raise InputError([*notes.problems, *leaves.problems])
    _cite(leaves, sources)
    own, of_project = manifest.grid or Grid(), (project.grid if project else None) or Grid()
    return Account(
        manifest=manifest,
        task=task,
        ledger=leaves.ledger,
        outline=outline,
        rows=rows,
        not_valid=tuple(tables.not_valid(task)),
        grid=grid,
        sources=sources.cited(),
        records=placed,
        evidence=evidence,
        zone=own.zone or of_project.zone,
        site=own.site or of_project.site,
    )


def _check(leaves: Leaves, notes: Notes) -> None:
    """What must hold between leaves, wherever each came from."""
    ledger = leaves.ledger
    before, after = ledger.value("samples_before"), ledger.value("samples_after")

    def problem(key: str, path: tuple[str, ...], message: str, hint: str) -> None:
        where = f"--set {key}" if ledger[key].layer == "command line" else notes.where(path)
        leaves.problems.append(Problem(where, message, hint))

    if after > before:
        problem(
            "samples_after",
            ("samples_after",),
            f"{after:,} after filtering is more than the {before:,} before",
            "filtering removes samples: are the two swapped?",
        )
        return
    labelled = ledger.value("already_labelled_before")
    if labelled > before:
        problem(
            "already_labelled_before",
            ("already_labelled", "before"),
            f"{labelled:,} labelled samples of {before:,}",
            "at most all samples before filtering",
        )
    elif ledger.known("already_labelled_after"):
        kept = ledger.value("already_labelled_after")
        least, most = max(Decimal(0), labelled - (before - after)), min(labelled, after)
        if not least <= kept <= most:
            problem(
                "already_labelled_after",
                ("already_labelled", "after"),
                f"{kept:,} labelled samples cannot be kept",
                f"of {labelled:,} labelled ones, from {least:,} to {most:,} can",
            )


def _cite(leaves: Leaves, sources: SourceList) -> None:
    for figure in leaves.ledger.values():
        for identifier in figure.sources:
            sources.cite(identifier)
        if figure.replaces is not None and figure.replaces.source is not None:
            sources.cite(figure.replaces.source)
