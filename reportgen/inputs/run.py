"""Leaves of the run itself: samples, stages, energy, grid, costs and quality."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reportgen.factors.cost_table import Project
from reportgen.factors.grid import GridChoice, find_grid
from reportgen.factors.pue import find_pue
from reportgen.factors.zone_names import suggest_zones
from reportgen.figures.figure import Replaced
from reportgen.files.notes import Notes
from reportgen.inputs.evidence import Evidence
from reportgen.inputs.leaves import Leaves, slugs
from reportgen.inputs.samples import OfTable
from reportgen.inputs.sources import MANIFEST, PROJECT, built_in_source
from reportgen.manifest.model import Grid, Manifest
from reportgen.problems import Problem, excerpt
from reportgen.words.message import Message, message

SITE_WORDS = {"cloud": message("cloud"), "on-premises": message("on-premises")}
GRID_KINDS = {"life-cycle": message("life-cycle"), "direct": message("direct")}


NO_LABELLING = message("nothing is labelled")


def sample_leaves(leaves: Leaves, manifest: Manifest, counted: OfTable, *, unlabelled: bool) -> bool:
    """Add duration, samples, stages and labels. Returns whether it was said which labelled samples were kept.

    counted: what the table of decisions says. unlabelled: whether nobody labels the data.
    """
    leaves.stated("duration_s", manifest.duration)
    leaves.stated("samples_before", manifest.samples_before)
    leaves.stated("samples_after", manifest.samples_after)
    for slug, stage in zip(slugs([stage.name for stage in manifest.stages], "stage"), manifest.stages, strict=True):
        leaves.stated(f"stage_removed.{slug}", stage.removed, label=stage.name, note=stage.reason)
        if stage.duration is not None:
            leaves.stated(f"stage_duration.{slug}", stage.duration, label=message("{stage}: time", stage=stage.name))
    for slug, (name, removed) in zip(slugs([name for name, _ in counted.stages], "stage"), counted.stages, strict=True):
        leaves.stated(f"stage_removed.{slug}", removed, label=name, basis="measured")
    names = [name for name, _ in counted.reasons]
    for slug, (name, removed) in zip(slugs(names, "reason"), counted.reasons, strict=True):
        leaves.stated(f"reason_removed.{slug}", removed, label=name, basis="measured")
    if unlabelled:
        for key in ("already_labelled_before", "already_labelled_after"):
            leaves.give(key, None, absent=NO_LABELLING)
        return True
    labelled = manifest.already_labelled
    before = labelled.before if labelled else None
    leaves.default("already_labelled_before", before, 0)
    if labelled is not None and labelled.after is not None:
        leaves.stated("already_labelled_after", labelled.after)
        return True
    if leaves.set_or("already_labelled_after"):
        leaves.give("already_labelled_after", None)
        return True
    if not leaves.ledger.value("already_labelled_before"):
        leaves.default("already_labelled_after", None, 0)
        return True
    return False


def unlabelled_leaves(leaves: Leaves, manifest: Manifest, counted: OfTable, *, needed: bool) -> None:
    """Add how many samples have no label, where somebody says so, or the training passes over them and nobody does.

    counted: what the table of decisions says, where the manifest does not.
    """
    stated, by_table = manifest.unlabelled, counted.unlabelled
    keys = ("unlabelled_before", "unlabelled_after")
    if stated is None and by_table is not None:
        for key, many in zip(keys, by_table, strict=True):
            leaves.stated(key, many, basis="measured")
    elif stated is not None or needed or any(map(leaves.set_or, keys)):
        leaves.stated(keys[0], None if stated is None else stated.before)
        leaves.stated(keys[1], None if stated is None else stated.after)


def grid_leaves(leaves: Leaves, manifest: Manifest, project: Project | None, notes: Notes) -> GridChoice | None:
    """Add grid intensity and PUE, given or looked up. Returns the row of the grid, None for a given intensity."""
    own, of_project = manifest.grid or Grid(), (project.grid if project else None) or Grid()
    zone = own.zone or of_project.zone
    choice = find_grid(zone)
    if choice is None:
        close = suggest_zones(zone or "")
        meant = f"did you mean {' or '.join(close)}?" if close else "a country's code such as DE, a cloud's region"
        where = notes.where(("grid", "zone")) if own.zone else "reportgen.toml: $.grid.zone"
        message = f'"{excerpt(zone or "")}" is no zone that is known here'
        leaves.problems.append(Problem(where, message, f"{meant}; reportgen zones lists all; or give intensity"))
        choice = find_grid(None)
        assert choice is not None
    note = grid_words(choice, choice.name)
    leaves.sources.declare(choice.source, **{**built_in_source(choice.source), "read_through": choice.read_from})
    # the run's zone speaks louder than the project's intensity
    intensity = own.intensity if own.intensity is not None or own.zone else of_project.intensity
    if intensity is not None:
        was = Replaced(choice.kg_per_kwh, "kgCO2e/kWh", "built-in", choice.source) if zone else None
        leaves.stated("grid_intensity", intensity, replaces=was, note=zone, **_said_by(own.intensity))
        choice = None
    else:
        leaves.give(
            "grid_intensity",
            choice.kg_per_kwh,
            basis="default" if zone is None else "literature",
            layer="built-in",
            sources=(choice.source, *choice.region_sources),
            chosen=choice.chosen,
            note=note,
        )
        if leaves.ledger["grid_intensity"].layer == "command line":
            choice = None
    market = own.market_intensity if own.market_intensity is not None else of_project.market_intensity
    leaves.stated("market_intensity", market, **_said_by(own.market_intensity))
    _pue(leaves, own, of_project, site_of(own, of_project))
    return choice


def _said_by(own: Decimal | None) -> dict[str, Any]:
    """Layer and source of a value that the manifest gives or else the project."""
    layer = PROJECT if own is None else MANIFEST
    return {"layer": layer, "sources": (layer,)}


def site_of(own: Grid, of_project: Grid) -> str | None:
    """The kind of site of the run's machines: as the run or the project says, else as the zone tells."""
    choice = find_grid(own.zone or of_project.zone)
    return own.site or of_project.site or (None if choice is None else choice.site)


def _pue(leaves: Leaves, own: Grid, of_project: Grid, site: str | None) -> None:
    looked_up = find_pue(site)
    pue = own.pue if own.pue is not None or own.site else of_project.pue
    if pue is not None:
        was = Replaced(looked_up.value, "1", "built-in", looked_up.source) if site else None
        leaves.stated("pue", pue, replaces=was, **_said_by(own.pue))
        return
    leaves.give(
        "pue",
        looked_up.value,
        low=looked_up.low,
        high=looked_up.high,
        basis="default" if site is None else "literature",
        layer="built-in",
        sources=(looked_up.source, looked_up.range_source),
        chosen=looked_up.chosen,
        note=SITE_WORDS[looked_up.site],
    )


def grid_words(choice: GridChoice, place: str) -> Message:
    """What a looked-up intensity is of: `Germany 2024, life-cycle`, the place by its name in some language.

    Of a cloud's region also which it is: `AWS eu-central-1, counted as Germany 2024, life-cycle`.
    """
    words = {"place": place, "year": choice.year, "kind": GRID_KINDS[choice.kind]}
    if choice.region:
        return message("{region}, counted as {place} {year}, {kind}", region=choice.region, **words)
    return message("{place} {year}, {kind}", **words)


def quality_leaves(leaves: Leaves, manifest: Manifest, evidence: Evidence | None = None) -> None:
    """Add accuracy before, after and on a random subset; what the manifest does not state, by the medians of runs."""
    quality = manifest.quality
    metric = quality.metric if quality and quality.metric != "accuracy" else message("accuracy")
    if quality is None and evidence is not None and evidence.metric:
        metric = evidence.metric
    values: tuple[Decimal | None, ...] = (
        (quality.before, quality.after, quality.random_baseline) if quality else (None, None, None)
    )
    for role, value in zip(("before", "after", "random"), values, strict=True):
        more: dict[str, Any] = {}
        median = leaves.ledger.get(f"evidence_accuracy.{role}")
        if value is None and median is not None:
            value, more = median.value, {"basis": median.basis, "sources": median.sources}
        leaves.stated(f"quality_{role}", value, note=metric if value is not None else None, **more)
