"""All leaves of a run, checked against each other, and the outline of the formulas over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.factors.cost_table import PlacedRow
from reportgen.factors.cost_units import KNOWN_THINGS, part_pricing, pricing, recorded_time, slug
from reportgen.factors.grid import GridChoice
from reportgen.factors.layers import Layers, report_currency
from reportgen.factors.tasks import TASKS, UNLABELLED, canonical_task
from reportgen.figures.draws import Draws
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import Outline
from reportgen.files.notes import Notes, suggestion
from reportgen.inputs.amounts import amount_leaves
from reportgen.inputs.annotation import annotation_leaves, no_price
from reportgen.inputs.costs import cost_leaves
from reportgen.inputs.embodied import embodied_leaves
from reportgen.inputs.energy import FileRecord, energy_leaves
from reportgen.inputs.energy_details import detail_leaves, equivalence_leaves
from reportgen.inputs.evidence import Evidence, evidence_leaves
from reportgen.inputs.leaves import Leaves
from reportgen.inputs.models import CheckpointFile, model_leaves
from reportgen.inputs.run import NO_LABELLING, grid_leaves, quality_leaves, sample_leaves, site_of, unlabelled_leaves
from reportgen.inputs.samples import balance_leaves, of_table
from reportgen.inputs.sources import SourceList
from reportgen.inputs.storage import storage_leaves
from reportgen.inputs.training import training_leaves
from reportgen.manifest.cost_row import CostRow
from reportgen.manifest.model import Grid, Manifest, Training
from reportgen.problems import InputError, Problem, excerpt, one_line

if TYPE_CHECKING:
    from reportgen.curation.decisions import Decisions


@dataclass(frozen=True)
class Account:
    """The ledger of a run, with what the page needs to know beside its figures.

    rows: the task's cost rows, the one that applies last. not_valid: its rows in stronger tables, none of which is
    valid on the day of the run. sources: every cited source by identifier. records: of the files that the manifest
    names, in its order. evidence: the training runs that it names. zone, site: where the electricity comes from, as the
    manifest says or else the project, None where neither does. remarks: what was left out of cost tables. internal:
    whether it is marked as such. confidential: whether something was withheld from it. inputs: the hash over its leaves
    (`inputs/approval.py`). draws: quantiles of its figures, where somebody asked for them. decisions: what the table of
    decisions says.
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
    remarks: tuple[str, ...] = ()
    internal: bool = False
    confidential: bool = False
    inputs: str = ""
    draws: Draws | None = None
    decisions: Decisions | None = None

    @property
    def has_secrets(self) -> bool:
        """Whether the hash over its leaves leaves a confidential price out, whoever the report is for."""
        return self.confidential or any(placed.row.confidential for placed in self.rows)


@dataclass(frozen=True)
class Gathered:
    """All that the inputs of a run give: its leaves, and which formulas apply to them."""

    leaves: Leaves
    outline: Outline
    notes: Notes
    manifest: Manifest
    layers: Layers
    task: str
    grid: GridChoice | None
    records: tuple[FileRecord, ...]
    evidence: Evidence | None
    decisions: Decisions | None

    def account(self, ledger: Ledger) -> Account:
        """The account of the ledger that the formulas completed.

        Raises InputError with everything that is wrong between the inputs, a --set of a computed key among it.
        """
        self.leaves.finish(ledger)
        if self.notes.problems or self.leaves.problems:
            raise InputError([*self.notes.problems, *self.leaves.problems])
        project, tables = self.layers.project, self.layers.tables
        own, of_project = self.manifest.grid or Grid(), (project.grid if project else None) or Grid()
        return Account(
            manifest=self.manifest,
            task=self.task,
            ledger=ledger,
            outline=self.outline,
            rows=() if self.outline.unlabelled else tuple(tables.for_task(self.task)),
            not_valid=() if self.outline.unlabelled else tuple(tables.not_valid(self.task)),
            grid=self.grid,
            sources=self.leaves.sources.cited_by(ledger.values()),
            records=self.records,
            evidence=self.evidence,
            zone=own.zone or of_project.zone,
            site=site_of(own, of_project),
            remarks=tables.remarks,
            decisions=self.decisions,
        )


def gather(
    manifest: Manifest,
    notes: Notes,
    layers: Layers,
    settings: Mapping[str, str],
    records: Sequence[FileRecord] = (),
    evidence: Evidence | None = None,
    checkpoints: Mapping[int, CheckpointFile] | None = None,
    decisions: Decisions | None = None,
) -> Gathered:
    """The leaves of the run. What is wrong with them is noted, so that the rest is looked at too.

    settings: of --set. records: of the files that its `energy` names. evidence: what its `evidence` names.
    checkpoints: of the files that its `models` name, by model. decisions: of the table that its `samples` names.
    """
    sources = SourceList(notes.name, one_line(layers.project_file or ""))
    tables, project = layers.tables, layers.project
    leaves = Leaves(settings, sources, report_currency(manifest, project))
    task = canonical_task(manifest.task) or manifest.task
    unlabelled = _is_unlabelled(manifest, task, bool(tables.for_task(task)), notes)
    known = [*TASKS, *sorted({placed.row.task for placed in tables.rows} - set(TASKS))]
    if task not in known and not unlabelled:
        notes.add(("task",), f'"{excerpt(task)}" is no task that has a price', _three_ways(task, known, leaves))
    counted = of_table(manifest, decisions, notes)
    labelled_after_given = sample_leaves(leaves, manifest, counted, unlabelled=unlabelled)
    data = amount_leaves(leaves, manifest, counted, notes)
    rows = tables.for_task(task)
    price = no_price(leaves, NO_LABELLING) if unlabelled else annotation_leaves(leaves, manifest, tables, task, data)
    like = rows[-1].row.like if rows else None
    trained = training_leaves(leaves, manifest, task, like, notes, evidence)
    unlabelled_leaves(leaves, manifest, counted, needed=trained.skips_unlabelled)
    placed, estimates = energy_leaves(leaves, manifest, notes, records)
    detail_leaves(leaves, placed)
    if leaves.ledger.keys_under("energy") or estimates:
        equivalence_leaves(leaves)
    grid = grid_leaves(leaves, manifest, project, notes)
    energy_in_compute = cost_leaves(leaves, manifest, notes)
    storage_kept = storage_leaves(leaves, manifest, notes)
    models = model_leaves(leaves, manifest, notes, checkpoints)
    embodied = embodied_leaves(leaves, manifest, notes)
    trainings = evidence_leaves(leaves, manifest, evidence)
    quality_leaves(leaves, manifest, evidence)
    balance_leaves(leaves, manifest, decisions)
    _check(leaves, notes)
    _check_units(manifest, (placed.row for placed in tables.rows), notes)
    outline = Outline(
        leaves.currency,
        price_unit=price.units.unit,
        tier_bounds=price.bounds,
        unit_factors=price.factors,
        amount=price.amount,
        recorded=recorded_time(price.units.counted),
        number_in_unit=price.number,
        by_month=price.by_month,
        reached=price.reached,
        parts=price.parts,
        seconds_in_unit=price.units.seconds,
        factor=trained.factor,
        factor_units=trained.units,
        by_steps=trained.by_steps,
        schedule_open=trained.schedule_open,
        training_share=trained.share,
        skips_unlabelled=trained.skips_unlabelled,
        unlabelled=unlabelled,
        storage_kept=storage_kept,
        labelled_after_given=labelled_after_given,
        energy_in_compute=energy_in_compute,
        conversions=price.conversions,
        models=models,
        estimates=estimates,
        embodied=embodied,
        trainings=trainings,
    )
    return Gathered(leaves, outline, notes, manifest, layers, task, grid, placed, evidence, decisions)


def _is_unlabelled(manifest: Manifest, task: str, priced: bool, notes: Notes) -> bool:
    """Whether nobody labels the data: said so, or not said otherwise of a task whose data is not labelled."""
    if manifest.labelling is None:
        return task in UNLABELLED and not priced
    for name in ("prices", "already_labelled", "unlabelled"):
        if getattr(manifest, name):
            notes.add((name,), "is given beside labelling: none, which says that nothing is labelled", "leave one out")
    return True


def _three_ways(task: str, known: list[str], leaves: Leaves) -> str:
    """What to do about a task that nobody knows and that has no price."""
    close = suggestion(task, known)
    price = f"prices: [{{task: {excerpt(task)}, price: ..., currency: {leaves.currency}, source: ...}}]"
    return f"{close}; or add  labelling: none  if nobody labels it, or its price:  {price}"


def _check_units(manifest: Manifest, rows: Iterable[CostRow], notes: Notes) -> None:
    """Each unit that a sample is said to hold has the name of a thing that some price or the training counts.

    One that this run's price does not count may stand there, for another table of prices.
    """
    known = {slug(thing) for thing in KNOWN_THINGS} | set(manifest.amounts or ())
    known |= {slug((manifest.training or Training()).factor_per or "sample")}
    for row in rows:
        known |= {pricing(row).counted, *map(slug, filter(None, (row.unit, row.timed_unit)))}
        known |= {part_pricing(part).counted for part in row.parts or ()}
    for name in manifest.units_per_sample or ():
        if name not in known:
            hint = suggestion(name, sorted(known))
            notes.add(("units_per_sample", name), "is no unit that a price or the training counts", hint)


def _check(leaves: Leaves, notes: Notes) -> None:
    """What must hold between leaves, wherever each came from."""
    ledger = leaves.ledger
    before, after = ledger.value("samples_before"), ledger.value("samples_after")

    def problem(key: str, path: tuple[str, ...], message: str, hint: str) -> None:
        # what was counted in the table of decisions stands in no field of its own
        path = ("samples", "table") if ledger[key].basis == "measured" else path
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
    _check_unlabelled(ledger, problem)
    if not ledger.known("already_labelled_before"):
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


def _check_unlabelled(ledger: Ledger, problem: Callable[[str, tuple[str, ...], str, str], None]) -> None:
    """That as many samples without a label can be there before, and can be kept, as is said."""
    keys = ("unlabelled_before", "unlabelled_after")
    if not all(key in ledger and ledger.known(key) for key in keys):
        return
    before, after, bare, kept = (ledger.value(key) for key in ("samples_before", "samples_after", *keys))
    if bare > before:
        message = f"{bare:,} samples without a label of {before:,}"
        problem("unlabelled_before", ("unlabelled", "before"), message, "at most all samples before filtering")
        return
    least, most = max(Decimal(0), bare - (before - after)), min(bare, after)
    if not least <= kept <= most:
        message, hint = (
            f"{kept:,} samples without a label cannot be kept",
            f"of {bare:,}, from {least:,} to {most:,} can",
        )
        problem("unlabelled_after", ("unlabelled", "after"), message, hint)
