"""The leaves again from the manifest, the cost tables and the records that the report carries, or names by its values.

What is not carried is taken as report.json states it: its block `manifest` in place of the file, its rows of prices in
place of the tables. Nothing is opened but what the report carries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reportgen.audit.carried_values import checkpoints_of, decisions_of, evidence_of, record_of
from reportgen.audit.difference import Difference, shown
from reportgen.audit.report_data import ReportData, json_values
from reportgen.curation.decisions import Decisions
from reportgen.factors.built_in import NAMES, built_in_rows
from reportgen.factors.cost_table import COSTS, PROJECT, CostTable, PlacedRow, Project, Tables, placed_rows
from reportgen.factors.layers import Layers, open_table, report_currency
from reportgen.factors.read_table import Told
from reportgen.files.decimal_sign import sign_named
from reportgen.files.document import FORMS, Document, read_text
from reportgen.files.json_text import number_text
from reportgen.files.nodes import Node
from reportgen.files.notes import Notes
from reportgen.files.shapes import MISSING
from reportgen.inputs.assemble import Gathered, gather
from reportgen.inputs.energy import FileRecord, meter_of, parts_of
from reportgen.inputs.evidence import Evidence
from reportgen.inputs.models import CheckpointFile
from reportgen.manifest.cost_row import COST_ROW
from reportgen.manifest.model import CheckpointPoint, Manifest, Rate
from reportgen.manifest.python_values import nodes_of
from reportgen.manifest.read import FLAGS, from_values, read_manifest
from reportgen.precision import working_precision
from reportgen.problems import InputError
from reportgen.rendering.json_report import plain, row_values
from reportgen.version import VERSION

_NUMBERED = re.compile(r"-[0-9]+(?=\.[^.]*$)")


@dataclass(frozen=True)
class Again:
    """gathered: what the inputs give, None where they cannot be read again. held: the files that it was read from.

    secret: whether the price that applies is withheld. records, runs, counted: whether every record of energy, the
    training runs, and the counts of the table of decisions are carried.
    """

    gathered: Gathered | None
    held: tuple[str, ...]
    secret: bool
    records: bool
    runs: bool
    counted: bool
    differences: tuple[Difference, ...]


def gathered_again(report: ReportData, files: Mapping[str, bytes]) -> Again:
    """The leaves of the report's inputs; files: what it carries, by name."""
    found: list[Difference] = []
    carried = _Carried(report, files, found)
    try:
        manifest, notes = _manifest(carried)
        if manifest is None:
            raise InputError(notes.problems)
        layers, secret = _layers(carried, manifest, notes)
        records, complete = _records(carried, manifest)
        evidence, runs = _evidence(carried, manifest)
        decisions = _decisions(carried)
        counted = decisions is not None or manifest.samples is None
        with working_precision():
            gathered = gather(
                *(manifest, notes, layers, _settings(report), records, evidence, _checkpoints(carried, manifest)),
                decisions,
            )
        problems = [*notes.problems, *gathered.leaves.problems]
    except InputError as error:
        found += [Difference(it.where, f"cannot be read again: {it.message}") for it in error.problems]
        return Again(None, tuple(carried.held), False, False, False, False, tuple(found))
    # with records or tables that are not carried, what is wrong with the rest says nothing
    if complete and runs and counted and not secret and not carried.lacks:
        found += [Difference(it.where, f"cannot be so: {it.message}") for it in problems]
    return Again(gathered, tuple(carried.held), secret, complete, runs, counted, tuple(found))


@dataclass
class _Carried:
    """The report with what it carries; held: the names of files that were read, lacks: whether a table is missing."""

    report: ReportData
    files: Mapping[str, bytes]
    found: list[Difference]

    def __post_init__(self) -> None:
        self.held: list[str] = []
        self.lacks = False

    def of_role(self, *roles: str) -> Iterator[tuple[str, str, bytes | None]]:
        """Role, name and content of each input of these roles, in the report's order; None for what is not carried."""
        listed = self.report.values.get("inputs")
        for it in listed if isinstance(listed, list) else ():
            if isinstance(it, dict) and it.get("role") in roles and isinstance(it.get("name"), str):
                content = self.files.get(it["name"])
                if content is not None:
                    self.held.append(it["name"])
                yield it["role"], it["name"], content

    def map(self, *keys: str) -> dict[str, Any]:
        """The map below these keys of report.json, empty where there is none."""
        value: Any = self.report.values
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        return value if isinstance(value, dict) else {}


def _manifest(carried: _Carried) -> tuple[Manifest | None, Notes]:
    """The manifest of the file that is carried, held against the report's own block, or of that block alone."""
    block = carried.map("manifest")
    # rows that were withheld are empty, and no manifest has such
    stated = {**block, "prices": [row for row in _list(block.get("prices")) if not _is_secret(row)]}
    name, content = next(((name, content) for _, name, content in carried.of_role("manifest")), ("", None))
    if content is None:
        manifest, notes = from_values(stated)
        return manifest, notes if manifest is None else Notes(_stated_name(carried, "manifest"), notes.root)
    root = read_text(content, name, FORMS.get(Path(name).suffix.lower(), "yaml"))
    fields = root.value if isinstance(root.value, dict) else {}
    flags = {key: _flag(block[key]) for key in FLAGS if key in block and key not in fields}
    manifest, notes = read_manifest(Document(name, content, root), flags)
    if manifest is not None:
        manifest = _issued_as_told(manifest, carried.map("reading").get("issued"))
        carried.found += different(name, "$", plain(manifest), block)
    return manifest, notes


def _issued_as_told(manifest: Manifest, told: object) -> Manifest:
    """The manifest with the day of issue that was told in place of its own."""
    if not isinstance(told, str):
        return manifest
    try:
        return replace(manifest, issued=date.fromisoformat(told))
    except ValueError:
        return manifest


def _stated_name(carried: _Carried, source: str) -> str:
    """The name of a file that is not carried, as the report's list of sources has it."""
    return str(carried.map("sources", source).get("file") or source)


def _flag(value: Any) -> str:
    return number_text(value) if isinstance(value, Decimal) else str(value)


def different(name: str, path: str, carried: Any, listed: Any) -> Iterator[Difference]:
    """Where a file that is carried and what report.json says it says are not the same."""
    if isinstance(carried, dict) and isinstance(listed, dict):
        for key in dict.fromkeys([*carried, *listed]):
            yield from different(name, f"{path}.{key}", carried.get(key), listed.get(key))
    elif isinstance(carried, list) and isinstance(listed, list) and len(carried) == len(listed):
        for place, (one, other) in enumerate(zip(carried, listed, strict=True)):
            yield from different(name, f"{path}[{place}]", one, other)
    elif carried != listed:
        yield Difference(name, f"{path}: {shown(carried)} in the file, {shown(listed)} in report.json")


def _layers(carried: _Carried, manifest: Manifest, notes: Notes) -> tuple[Layers, bool]:
    """The rows that report.json lists, each as the table that is carried has it, and whether the one that applies is
    withheld."""
    reading = carried.map("reading")
    tables, rates = _tables(carried, Told(sign_named(reading.get("decimal")), reading.get("sheet")))
    project_file, project = next(((name, it) for name, it, _ in tables if isinstance(it, Project)), (None, None))
    if project is None and reading.get("project"):
        project_file = _stated_name(carried, "project")
        project = _read(PROJECT, reading["project"], "report.json: $.reading.project")
    listed = [row for row in _list(carried.map("costs").get("rows")) if isinstance(row, dict)]
    own, _ = placed_rows(manifest.prices, "manifest", notes, report_currency(manifest, project))
    day = manifest.started_at.date() if manifest.started_at else None
    task = str(carried.report.values.get("task"))
    # of each table the row that applies on the day, as the report lists them
    applying = [
        row for rows in (*(rows for _, _, rows in tables), own) for row in Tables(tuple(rows), (), day).for_task(task)
    ]
    found = [_row(carried, row, applying, place) for place, row in enumerate(listed) if not _is_secret(row)]
    for left in applying:
        carried.found.append(Difference(left.where, f"has a row for {shown(task)} that report.json does not list"))
    rows = tuple(row for row in found if row is not None)
    rates = [*rates, *manifest.rates]
    rates += _stated_rates(carried, rates)
    secret = bool(listed) and _is_secret(listed[-1])
    return Layers(Tables(rows, tuple(rates), day), project, project_file), secret


def _tables(
    carried: _Carried, told: Told
) -> tuple[list[tuple[str, CostTable | None, tuple[PlacedRow, ...]]], list[Rate]]:
    """Each cost table that is carried, with its name, and the rates of all of them."""
    tables, rates = list[tuple[str, CostTable | None, tuple[PlacedRow, ...]]](), list[Rate]()
    with TemporaryDirectory() as folder:
        for layer, name, content in carried.of_role("company", "project"):
            if content is None or Path(name).name != name:
                carried.lacks = True
                continue
            path = Path(folder) / name
            path.write_bytes(content)
            opened = open_table(path, PROJECT if layer == "project" else COSTS, layer, told)
            rows = tuple(replace(row, file=name, where=row.where.removeprefix(f"{folder}/")) for row in opened.rows)
            carried.found += [
                Difference(it.where.removeprefix(f"{folder}/"), f"cannot be read again: {it.message}")
                for it in opened.problems
            ]
            tables.append((name, opened.table, rows))
            rates += opened.table.rates if opened.table else ()
    if carried.map("reading").get("withheld"):
        carried.lacks = True
    return tables, rates


def _row(carried: _Carried, listed: dict[str, Any], applying: list[PlacedRow], number: int) -> PlacedRow | None:
    """The row that report.json lists, taken from the table that has it; number: its place in the list.

    Rows of two tables of one name are told apart by a folder of that number.
    """
    layer, file = listed.get("layer"), listed.get("file")
    path = None if file is None else f"{number}/{file}"
    place = next((it for it in applying if it.layer == layer and (layer == "manifest" or _is_file(it, file))), None)
    if place is not None:
        applying.remove(place)
        named = replace(place, file=path)
        carried.found += different(place.where, f"costs.rows of {layer}", _plain(row_values(named)), _plain(listed))
        return named
    if layer == "built-in":
        known = [row for name in NAMES for row in built_in_rows(name) if row.row.task == listed.get("task")]
        same = next((row for row in known if _plain(row_values(row)) == _plain(listed)), None)
        if same is not None:
            return same
        if carried.report.version == VERSION:
            carried.found.append(Difference("costs.rows", f"no built-in table has the row {shown(listed)}"))
    carried.lacks = carried.lacks or layer != "built-in"
    own = {key: value for key, value in listed.items() if key not in ("layer", "file", "chosen", "sheet")}
    row = _read(COST_ROW, own, "report.json: $.costs.rows")
    return None if row is None else PlacedRow(row, str(layer), path, "costs.rows")


def _is_file(row: PlacedRow, file: Any) -> bool:
    """Whether the row stands in the file of this name, or in a second one of it, which is carried as NAME-2."""
    return file in (row.file, _NUMBERED.sub("", row.file or ""))


def _stated_rates(carried: _Carried, known: Sequence[Rate]) -> Iterator[Rate]:
    """The rates that report.json states, with their sources, of currencies between which nothing carried has one."""
    if not carried.lacks:
        return
    pairs = [{rate.from_, rate.to} for rate in known]
    for key, figure in carried.report.figures.items():
        from_, _, to = key.removeprefix("rate.").upper().partition("_")
        if not key.startswith("rate.") or figure.value is None or {from_, to} in pairs:
            continue
        source = carried.map("sources", next(iter(figure.sources), ""))
        yield Rate(from_, to, figure.value, source.get("title"), _day(source.get("retrieved")))


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def _settings(report: ReportData) -> dict[str, str]:
    """What --set gave: nobody can derive it, so that it is taken as it stands."""
    return {
        key: number_text(figure.value)
        for key, figure in report.figures.items()
        if figure.layer == "command line" and figure.value is not None
    }


def _records(carried: _Carried, manifest: Manifest) -> tuple[tuple[FileRecord, ...], bool]:
    """The records of energy that are carried, and whether these are all that the manifest names."""
    names = [None if it.file is None else Path(it.file).name for it in manifest.energy]
    places = [place for place, name in enumerate(names) if name is not None]
    records: list[FileRecord] = []
    for _, name, content in carried.of_role("record"):
        if content is None:
            continue
        told = json_values(b'{"records": ' + content + b"}", name)["records"]
        for file, group in groupby(_list(told), key=lambda it: it.get("file") if isinstance(it, dict) else None):
            place = next((it for it in places if names[it] == file), None)
            if place is None:
                carried.found.append(Difference(name, f"is of {shown(file)}, which the manifest does not name"))
                continue
            places.remove(place)
            meter = manifest.energy[place].meter
            records += [_record(str(file), place, values, meter, name) for values in group]
    records.sort(key=lambda it: it.entry)
    return tuple(part for file in records for part in parts_of(file)), not places


def _record(file: str, place: int, values: Any, meter: str | None, name: str) -> FileRecord:
    """One record of the file that is carried as `name`; meter: what read it, where the manifest says so."""
    record = record_of(values, name)
    called, less = str(values.get("called", Path(file).stem)), values.get("covers_less") is True
    return FileRecord(file, place, record, called, covers_less=less, meter=meter or meter_of(record))


def _evidence(carried: _Carried, manifest: Manifest) -> tuple[Evidence | None, bool]:
    """The training runs and epochs that are carried, and whether these are all that the manifest names."""
    files = {
        role: json_values(content, name)
        for role, name, content in carried.of_role("runs", "epochs")
        if content is not None
    }
    metric = carried.map("manifest", "evidence").get("accuracy")
    named = manifest.evidence
    wanted = {"runs": named is not None and named.file, "epochs": named is not None and named.epochs}
    complete = all(role in files for role, it in wanted.items() if it)
    evidence = evidence_of(files.get("runs"), files.get("epochs"), str(metric or "")) if files else None
    return evidence, complete


def _decisions(carried: _Carried) -> Decisions | None:
    """What was counted in the table of decisions, where that is carried."""
    files = ((name, content) for _, name, content in carried.of_role("decisions") if content is not None)
    name, content = next(files, ("", None))
    return None if content is None else decisions_of(json_values(content, name), name)


def _checkpoints(carried: _Carried, manifest: Manifest) -> dict[int, CheckpointFile]:
    """The checkpoints of files, by the model's place: as the list that is carried has them, else as figures state
    them."""
    figures, found = carried.report.figures, dict[int, CheckpointFile]()
    lists = {name: content for _, name, content in carried.of_role("checkpoints") if content is not None}
    slugs = list(
        dict.fromkeys(key.partition(".")[2].rpartition("_")[0] for key in figures if key.startswith("checkpoint_s."))
    )
    with_points = [index for index, model in enumerate(manifest.models) if model.checkpoints is not None]
    for index, slug in zip(with_points, slugs, strict=False):
        checkpoints = manifest.models[index].checkpoints
        if checkpoints is None or checkpoints.file is None:
            continue
        name = f"{slug}.checkpoints.csv"
        points = checkpoints_of(lists[name], name) if name in lists else _stated_checkpoints(carried.report, slug)
        first = figures.get(f"checkpoint_s.{slug}_1")
        said = (first.note,) if first and first.note else ()
        found[index] = CheckpointFile(Path(checkpoints.file).name, points, said)
    return found


def _stated_checkpoints(report: ReportData, slug: str) -> tuple[CheckpointPoint, ...]:
    points: list[CheckpointPoint] = []
    while f"checkpoint_s.{slug}_{len(points) + 1}" in report.figures:
        end = f"{slug}_{len(points) + 1}"
        values = [report.figures.get(f"checkpoint_{name}.{end}") for name in ("s", "accuracy", "wh", "cost")]
        time_s, accuracy, wh, cost = (None if it is None else it.value for it in values)
        if time_s is None or accuracy is None or wh is None:
            break
        points.append(CheckpointPoint(time_s, accuracy, wh, cost))
    return tuple(points)


def _read(shape: Any, values: dict[str, Any], where: str) -> Any:
    """A part of report.json by its shape; raises InputError where it does not fit."""
    notes = Notes(where, Node("map", nodes_of(values), None))
    with working_precision():
        found = shape.read(notes.root, (), notes)
    if found is MISSING or notes.problems:
        raise InputError(notes.problems)
    return found


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in plain(dict(values)).items() if value is not None}


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _is_secret(row: Any) -> bool:
    """Whether the row was withheld: a confidential one that is shown, to an internal audience, has its price."""
    told = isinstance(row, dict) and any(row.get(name) is not None for name in ("price", "tiers", "parts"))
    return isinstance(row, dict) and row.get("confidential") is True and not told
