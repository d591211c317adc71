"""The conductor: a run becomes a ledger of figures, and the ledger becomes a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportgen.factors.layers import Layers, read_layers
from reportgen.inputs.assemble import account
from reportgen.inputs.audience import EXTERNAL, INTERNAL, for_audience
from reportgen.inputs.energy import read_energy
from reportgen.manifest.model import Manifest
from reportgen.manifest.read import from_values, read_manifest, with_stand_ins
from reportgen.manifest.read_file import Document, read_file
from reportgen.manifest.shapes import Notes
from reportgen.page.caveats import citing
from reportgen.problems import InputError, Problem
from reportgen.rendering.input_file import InputFile, record_files
from reportgen.rendering.look import HOUSE, Look, read_look
from reportgen.rendering.report import Report


def load(
    manifest: str | Path | None = None,
    *,
    flags: Mapping[str, str] | None = None,
    cost_tables: str | Path | Sequence[str | Path] = (),
    settings: Mapping[str, str] | None = None,
    decimal_comma: bool = False,
    theme: str | Path | None = None,
    templates: str | Path | None = None,
    audience: str = EXTERNAL,
    attach: bool = True,
    allow_path: bool = False,
) -> Report:
    """The report of a manifest file, of flags, or of both.

    flags: texts of task, samples_before, samples_after and duration. cost_tables: their files, or names of built-in
    ones; later ones win. decimal_comma: those that are CSV write 0,5. settings: texts of leaves by key, as --set
    takes them. theme: a theme file; templates: a folder; both in place of the project's. audience: external withholds
    what confidential rows say, from the figures of the report too; internal withholds nothing and marks each page.
    attach: whether the PDF carries its data and inputs. allow_path: whether the manifest may name files outside its
    folder. Raises InputError with every problem found.
    """
    document = None if manifest is None else read_file(Path(manifest))
    run, notes = read_manifest(document, flags or {})
    folder = Path.cwd() if manifest is None else Path(manifest).resolve().parent
    look = (theme, templates)
    return _report(
        run, notes, document, cost_tables, folder, settings or {}, look, audience, attach, allow_path, decimal_comma
    )


def report(
    *,
    cost_tables: str | Path | Sequence[str | Path] = (),
    settings: Mapping[str, str] | None = None,
    theme: str | Path | None = None,
    templates: str | Path | None = None,
    audience: str = EXTERNAL,
    attach: bool = True,
    allow_path: bool = False,
    **manifest: Any,
) -> Report:
    """The report of a run given in Python, under the manifest's names; `duration_s` is the duration in seconds.

    cost_tables, settings, audience, attach and allow_path are those of `load`; files that `energy` names are looked
    for from the working directory. Raises InputError with every problem found.
    """
    run, notes = from_values(manifest)
    look = (theme, templates)
    return _report(run, notes, None, cost_tables, Path.cwd(), settings or {}, look, audience, attach, allow_path)


def _report(
    run: Manifest | None,
    notes: Notes,
    document: Document | None,
    cost_tables: str | Path | Sequence[str | Path],
    folder: Path,
    settings: Mapping[str, str],
    asked_look: tuple[str | Path | None, str | Path | None],
    audience: str,
    attach: bool,
    allow_path: bool,
    decimal_comma: bool = False,
) -> Report:
    # what is wrong between the inputs is looked for even where one of them is wrong by itself
    checked = run or with_stand_ins(notes)
    tables = [cost_tables] if isinstance(cost_tables, (str, Path)) else cost_tables
    layers = read_layers([Path(path) for path in tables], folder, checked, notes, decimal_comma)
    look, look_problems = _look(*asked_look, layers)
    problems = [*layers.problems, *look_problems]
    if checked is None or problems:
        raise InputError([*notes.problems, *problems])
    records = read_energy(checked, notes, folder, allow_path)
    figures = citing(for_audience(account(checked, notes, layers, settings, records), audience))
    files = [] if document is None else [(document, "the run's manifest")]
    files += [(table, f"{layer} cost table") for layer, table in layers.documents]
    secret = {placed.file for placed in layers.tables.rows if placed.row.confidential and audience != INTERNAL}
    shown = [InputFile.of(file, description) for file, description in files if file.name not in secret]
    # a file may hold a confidential row of another task than the run's
    figures = replace(figures, confidential=figures.confidential or len(shown) < len(files))
    shown += record_files(figures.records)
    return Report(figures, tuple(shown), layers.project.formats if layers.project else (), look, attach)


def _look(theme: str | Path | None, templates: str | Path | None, layers: Layers) -> tuple[Look, Sequence[Problem]]:
    """The look that is asked for, in place of the project's, and what is wrong with it."""
    project = layers.project
    # the project's own paths lie beside its file
    home = next((Path(document.name).parent for layer, document in layers.documents if layer == "project"), Path())
    if theme is None and project and project.theme:
        theme = home / project.theme
    if templates is None and project and project.templates:
        templates = home / project.templates
    try:
        look = read_look(None if theme is None else Path(theme), None if templates is None else Path(templates))
    except InputError as error:
        return HOUSE, error.problems
    return look, ()
