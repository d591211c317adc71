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
from reportgen.problems import InputError, Problem, excerpt, one_line
from reportgen.words.message import message

PROJECT_FILE, COSTS_FILE = "reportgen.toml", "costs.toml"
_MOST_SHOWN = 8


@dataclass(frozen=True)
class Layers:
    """The rows and rates of all layers, and the project's own settings with the name of their file, if there are."""

    tables: Tables
    project: Project | None
    project_file: str | None


@dataclass(frozen=True)
class ReadLayers(Layers):
    """The layers with the files read and what is wrong with them.

    said: what a user must know of tables that nobody named, each in one line.
    """

    documents: tuple[tuple[str, Document], ...]
    problems: tuple[Problem, ...]
    said: tuple[str, ...]


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
        more = ", ..." if len(read.noted) > _MOST_SHOWN else ""
        hint = "a head that names a field would count: `reportgen schema costs`"
        found.append(Problem(place.name, f"columns kept as notes: {names}{more}", hint))
    if read.problems:
        hidden = [Problem(place.name, remark, what_to_do(remark)) for remark in document.remarks]
        raise InputError([*read.problems, *found, *hidden])
    return OpenedTable(document, None if table is MISSING else table, tuple(placed), tuple(found))


def read_layers(
    costs: Sequence[Path], folder: Path, manifest: Manifest | None, notes: Notes, told: Told = NOTHING_TOLD
) -> ReadLayers:
    """All layers of a run, the weakest first.

    Those are the built-in prices, the company's tables ($REPORTGEN_COSTS, then costs.toml beside the project or what
    the project names in its place, then costs.toml in `folder`, then `costs`), the project's reportgen.toml at or above
    `folder`, and the manifest's own prices. costs: files, or names of built-in tables, which stand where they are
    named. A file named twice counts once, where it was named last. told: of tables that do not say it themselves.
    """
    rows: list[PlacedRow] = list(built_in_rows(DEFAULT))
    rates: list[Rate] = []
    documents: list[tuple[str, Document]] = []
    problems: list[Problem] = []

    def take(layer: str, opened: OpenedTable) -> None:
        nonlocal rows, rates
        documents.append((layer, opened.document))
        problems.extend(opened.problems)
        rows += opened.rows
        rates += opened.table.rates if opened.table is not None else ()

    home = _home(folder)
    of_project, faults = _opened(home / PROJECT_FILE, PROJECT, "project", told) if home else (None, ())
    project = of_project.table if of_project is not None and isinstance(of_project.table, Project) else None
    named, beside, said = _found(folder, home, project)
    company = os.environ.get("REPORTGEN_COSTS")
    for path in _once([*([Path(company)] if company else []), *named, *beside, *costs]):
        if _is_built_in(path):
            rows += built_in_rows(str(path))
            continue
        opened, wrong = _opened(path, COSTS, "company", told)
        problems += wrong
        if opened is not None:
            take("company", opened)
            if opened.rows and any(path is it for it in beside):
                said.append(f"the prices of {_shown(path)} are used, which lies beside the run or its project")
    problems += faults
    if of_project is not None:
        take("project", of_project)
    if manifest is not None:
        placed, wrong = placed_rows(manifest.prices, "manifest", notes, report_currency(manifest, project))
        rows += placed
        rates += manifest.rates
        problems += wrong
    day = manifest.started_at.date() if manifest and manifest.started_at else None
    remarks = [
        message("{file}: {text}", file=Path(document.name).name, text=remark)
        for _, document in documents
        for remark in document.remarks
    ]
    tables = Tables(tuple(rows), tuple(rates), day, tuple(remarks))
    file = None if of_project is None else of_project.document.name
    return ReadLayers(tables, project, file, tuple(documents), tuple(problems), tuple(said))


def _opened(path: Path, shape: Group, layer: str, told: Told) -> tuple[OpenedTable | None, Sequence[Problem]]:
    """The file of prices, or why it cannot be read at all."""
    try:
        return open_table(path, shape, layer, told), ()
    except InputError as error:
        return None, [_with_names(problem) for problem in error.problems]


def _home(folder: Path) -> Path | None:
    """The nearest folder with a project's file, at or above this one.

    A folder that may not be entered counts as one without it; what is there and no file is refused when it is read.
    """
    return next((place for place in (folder, *folder.parents) if os.path.lexists(place / PROJECT_FILE)), None)


def _found(folder: Path, home: Path | None, project: Project | None) -> tuple[list[Path], list[Path], list[str]]:
    """The tables that the project names, those that nobody named, and what to say of one that is not used.

    The project's own lie before the run's, since what is nearer to the run counts before what is further away.
    """
    beside = [place / COSTS_FILE for place in dict.fromkeys([*([home] if home else []), folder])]
    beside = [path for path in beside if os.path.lexists(path)]
    if home is None or project is None or project.costs is None:
        return [], beside, []
    named = [Path(name) if _is_built_in_at(home, name) else home / name for name in project.costs]
    files = [os.path.realpath(path) for path in named]
    said = [
        f"{_shown(path)} is not used: {PROJECT_FILE} names its cost tables"
        for path in beside
        if path.parent == home and os.path.realpath(path) not in files
    ]
    return named, [path for path in beside if path.parent != home], said


def _once(paths: Sequence[Path]) -> list[Path]:
    """The paths without those that are named again further on, by whatever name."""
    once: dict[str, Path] = {}
    for path in paths:
        named = _is_built_in(path) or "\0" in str(path)  # which no file can have in its name, as reading it says
        file = str(path) if named else os.path.realpath(path)
        once.pop(file, None)
        once[file] = path
    return list(once.values())


def _shown(path: Path) -> str:
    """The path from the working directory where it lies below it."""
    here = Path.cwd()
    return one_line(str(path.relative_to(here) if path.is_relative_to(here) else path))


def _is_built_in_at(home: Path, name: str) -> bool:
    """Whether a project means the built-in table of that name, and no file beside it."""
    return name in NAMES and not os.path.lexists(home / name)


def _is_built_in(path: Path) -> bool:
    """Whether the path is no file but the name of a built-in table."""
    return str(path) in NAMES and not os.path.lexists(path)


def _with_names(problem: Problem) -> Problem:
    """A missing file may have been meant as the name of a built-in table."""
    if problem.message != NO_SUCH_FILE or Path(problem.where).suffix:
        return problem
    hint = f"built-in tables: {', '.join(NAMES)}"
    return replace(problem, hint=f"{problem.hint}; {hint}" if problem.hint else hint)


def report_currency(manifest: Manifest, project: Project | None) -> str:
    """The report's currency: the manifest's, else the project's, else USD."""
    return manifest.currency or (project.currency if project else None) or "USD"
