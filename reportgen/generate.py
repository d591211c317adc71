"""The conductor: a run becomes a ledger of figures, and the ledger becomes a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reportgen.factors.confidential import confidential_problems
from reportgen.factors.layers import Layers, read_layers
from reportgen.inputs.assemble import account
from reportgen.manifest.model import Manifest
from reportgen.manifest.read import from_values, read_manifest, with_stand_ins
from reportgen.manifest.read_file import Document, read_file
from reportgen.manifest.shapes import Notes
from reportgen.page.caveats import citing
from reportgen.problems import InputError, Problem
from reportgen.rendering.input_file import InputFile
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
) -> Report:
    """The report of a manifest file, of flags, or of both.

    flags: texts of task, samples_before, samples_after and duration. cost_tables: their files, or names of built-in
    ones; later ones win. decimal_comma: those that are CSV write 0,5. settings: texts of leaves by key, as --set
    takes them. theme: a theme file; templates: a folder; both in place of the project's. Raises InputError with every
    problem found.
    """
    document = None if manifest is None else read_file(Path(manifest))
    run, notes = read_manifest(document, flags or {})
    folder = Path.cwd() if manifest is None else Path(manifest).resolve().parent
    return _report(run, notes, document, cost_tables, folder, settings or {}, (theme, templates), decimal_comma)


def report(
    *,
    cost_tables: str | Path | Sequence[str | Path] = (),
    settings: Mapping[str, str] | None = None,
    theme: str | Path | None = None,
    templates: str | Path | None = None,
    **manifest: Any,
) -> Report:
    """The report of a run given in Python, under the manifest's names; `duration_s` is the duration in seconds.

    Raises InputError with every problem found.
    """
    run, notes = from_values(manifest)
    return _report(run, notes, None, cost_tables, Path.cwd(), settings or {}, (theme, templates))


def _report(
    run: Manifest | None,
    notes: Notes,
    document: Document | None,
    cost_tables: str | Path | Sequence[str | Path],
    folder: Path,
    settings: Mapping[str, str],
    asked_look: tuple[str | Path | None, str | Path | None],
    decimal_comma: bool = False,
) -> Report:
    # what is wrong between the inputs is looked for even where one of them is wrong by itself
    checked = run or with_stand_ins(notes)
    tables = [cost_tables] if isinstance(cost_tables, (str, Path)) else cost_tables
    layers = read_layers([Path(path) for path in tables], folder, checked, notes, decimal_comma)
    look, look_problems = _look(*asked_look, layers)
    problems = [*layers.problems, *confidential_problems(layers.tables.rows), *look_problems]
    if checked is None or problems:
        raise InputError([*notes.problems, *problems])
    figures = citing(account(checked, notes, layers, settings))
    files = [] if document is None else [InputFile.of(document, "the run's manifest")]
    files += [InputFile.of(table, f"{layer} cost table") for layer, table in layers.documents]
    return Report(figures, tuple(files), layers.project.formats if layers.project else (), look)


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
