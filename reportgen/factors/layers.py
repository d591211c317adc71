"""Where prices come from: the layers of one run, read and put in order, the weakest first."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.factors.built_in import DEFAULT, NAMES, built_in_rows
from reportgen.factors.cells import what_to_do
from reportgen.factors.cost_table import COSTS, PROJECT, CostTable, PlacedRow, Project, Tables, placed_rows
from reportgen.factors.read_table import NOTHING_TOLD, Told, read_table
from reportgen.files.document import NO_SUCH_FILE, Document
from reportgen.files.notes import Notes
from reportgen.files.shapes import MISSING, Group
from reportgen.manifest.model import Manifest, Rate
from reportgen.precision import working_precision
from reportgen.problems import InputError, Problem, excerpt
from reportgen.words.message import message

_MOST_SHOWN = 8


@dataclass(frozen=True)
class Layers:
    """The rows and rates of all layers, the project's own settings, the files read and what is wrong with them."""

    tables: Tables
    project: Project | None
    documents: tuple[tuple[str, Document], ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class OpenedTable:
    """One file of prices: what was read, its rows with their places, and what is wrong with them.

    table: None where a problem hides it.
    """

    document: Document
    table: CostTable | None
    rows: tuple[PlacedRow, ...]
    problems: tuple[Problem, ...]


def open_table(path: Path, shape: Group, layer: str, told: Told = NOTHING_TOLD) -> OpenedTable:
    """Read a file of prices, `COSTS` or `PROJECT` in shape.

    Raises: InputError where it cannot be read at all, and with everything that is wrong where a cell of it cannot.
    """
    read = read_table(path, told)
    document = read.document
    place = Notes(document.name, document.root)
    place.refuse(read.refused)
    with working_precision():
        table = shape.read(document.root, (), place)
    placed, faults = list[PlacedRow](), list[Problem]()
    if table is not MISSING:
        placed, faults = placed_rows(table.prices, layer, place, table.currency, document.sheet)
    found = [*place.problems, *faults]
    if (read.problems or found) and read.noted:
        names = ", ".join(f'"{excerpt(name, 40)}"' for name in read.noted[:_MOST_SHOWN])
        hint = "a head that names a field would count: `reportgen schema costs`"
        found.append(Problem(place.name, f"columns kept as notes: {names}", hint))
    if read.problems:
        hidden = [Problem(place.name, remark, what_to_do(remark)) for remark in document.remarks]
        raise InputError([*read.problems, *found, *hidden])
    return OpenedTable(document, None if table is MISSING else table, tuple(placed), tuple(found))


def read_layers(
    costs: Sequence[Path], folder: Path, manifest: Manifest | None, notes: Notes, told: Told = NOTHING_TOLD
) -> Layers:
    """All layers of a run, the weakest first.

    Those are the built-in prices, the company's tables ($REPORTGEN_COSTS, then `costs`), the project's reportgen.toml
    at or above `folder`, and the manifest's own prices. costs: files, or names of built-in tables, which stand where
    they are named. told: of tables that do not say it themselves.
    """
    rows: list[PlacedRow] = list(built_in_rows(DEFAULT))
    rates: list[Rate] = []
    documents: list[tuple[str, Document]] = []
    problems: list[Problem] = []

    project = None
    for path, shape, layer in _files(costs, folder):
        if _is_built_in(path):
            rows += built_in_rows(str(path))
            continue
        try:
            opened = open_table(path, shape, layer, told)
        except InputError as error:
            problems += map(_with_names, error.problems)
            continue
        documents.append((layer, opened.document))
        problems += opened.problems
        rows += opened.rows
        if opened.table is not None:
            rates += opened.table.rates
            project = opened.table if isinstance(opened.table, Project) else project
    if manifest is not None:
        placed, faults = placed_rows(manifest.prices, "manifest", notes, report_currency(manifest, project))
        rows += placed
        rates += manifest.rates
        problems += faults
    day = manifest.started_at.date() if manifest and manifest.started_at else None
    remarks = [
        message("{file}: {text}", file=Path(document.name).name, text=remark)
        for _, document in documents
        for remark in document.remarks
    ]
    return Layers(Tables(tuple(rows), tuple(rates), day, tuple(remarks)), project, tuple(documents), tuple(problems))


def _is_built_in(path: Path) -> bool:
    """Whether the path is no file but the name of a built-in table."""
    return str(path) in NAMES and not os.path.lexists(path)


def _with_names(problem: Problem) -> Problem:
    """A missing file may have been meant as the name of a built-in table."""
    if problem.message != NO_SUCH_FILE or Path(problem.where).suffix:
        return problem
    hint = f"built-in tables: {', '.join(NAMES)}"
    return replace(problem, hint=f"{problem.hint}; {hint}" if problem.hint else hint)


def _files(costs: Sequence[Path], folder: Path) -> list[tuple[Path, Group, str]]:
    company = os.environ.get("REPORTGEN_COSTS")
    costs = [*([Path(company)] if company else []), *costs]
    files: list[tuple[Path, Group, str]] = [(path, COSTS, "company") for path in costs]
    for place in (folder, *folder.parents):
        # a folder that may not be entered counts as one without the file; what is there and no file is refused later
        if os.path.lexists(place / "reportgen.toml"):
            return [*files, (place / "reportgen.toml", PROJECT, "project")]
    return files


def report_currency(manifest: Manifest, project: Project | None) -> str:
    """The report's currency: the manifest's, else the project's, else USD."""
    return manifest.currency or (project.currency if project else None) or "USD"
