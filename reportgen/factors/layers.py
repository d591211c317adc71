"""Where prices come from: the layers of one run, read and put in order, the weakest first."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.factors.cost_table import COSTS, PROJECT, CostTable, PlacedRow, Project, Tables, placed_rows
from reportgen.figures.precision import working_precision
from reportgen.manifest.model import Manifest, Rate
from reportgen.manifest.read_file import Document, read_file
from reportgen.manifest.shapes import MISSING, Group, Notes
from reportgen.problems import InputError, Problem


@dataclass(frozen=True)
class Layers:
    """The rows and rates of all layers, the project's own settings, the files read and what is wrong with them."""

    tables: Tables
    project: Project | None
    documents: tuple[tuple[str, Document], ...]
    problems: tuple[Problem, ...]


def read_layers(costs: Sequence[Path], folder: Path, manifest: Manifest | None, notes: Notes) -> Layers:
    """All layers of a run, the weakest first.

    Those are the company's tables ($REPORTGEN_COSTS, then `costs`), the project's reportgen.toml at or above `folder`,
    and the manifest's own prices.
    """
    rows: list[PlacedRow] = []
    rates: list[Rate] = []
    documents: list[tuple[str, Document]] = []
    problems: list[Problem] = []

    def take(table: CostTable | Manifest, layer: str, place: Notes, currency: str | None) -> None:
        placed, faults = placed_rows(table.prices, layer, place, currency)
        rows.extend(placed)
        rates.extend(table.rates)
        problems.extend(faults)

    project = None
    for path, shape, layer in _files(costs, folder):
        try:
            document = read_file(path)
        except InputError as error:
            problems += error.problems
            continue
        documents.append((layer, document))
        place = Notes(document.name, document.root)
        with working_precision():
            table = shape.read(document.root, (), place)
        problems += place.problems
        if table is not MISSING:
            take(table, layer, place, table.currency)
            project = table if isinstance(table, Project) else project
    if manifest is not None:
        take(manifest, "manifest", notes, report_currency(manifest, project))
    return Layers(Tables(tuple(rows), tuple(rates)), project, tuple(documents), tuple(problems))


def _files(costs: Sequence[Path], folder: Path) -> list[tuple[Path, Group, str]]:
    company = os.environ.get("REPORTGEN_COSTS")
    costs = [*([Path(company)] if company else []), *costs]
    files: list[tuple[Path, Group, str]] = [(path, COSTS, "company") for path in costs]
    for place in (folder, *folder.parents):
        # unlike Path.is_file, it takes a folder that may not be entered for one without the file
        if os.path.isfile(place / "reportgen.toml"):
            return [*files, (place / "reportgen.toml", PROJECT, "project")]
    return files


def report_currency(manifest: Manifest, project: Project | None) -> str:
    """The report's currency: the manifest's, else the project's, else USD."""
    return manifest.currency or (project.currency if project else None) or "USD"
