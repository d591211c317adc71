"""The conductor: a run becomes a ledger of figures, and the ledger becomes a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportgen.factors.layers import read_layers
from reportgen.inputs.assemble import account
from reportgen.inputs.audience import EXTERNAL, INTERNAL, for_audience
from reportgen.manifest.model import Manifest
from reportgen.manifest.read import from_values, read_manifest, with_stand_ins
from reportgen.manifest.read_file import Document, read_file
from reportgen.manifest.shapes import Notes
from reportgen.page.caveats import citing
from reportgen.problems import InputError
from reportgen.rendering.input_file import InputFile
from reportgen.rendering.report import Report


def load(
    manifest: str | Path | None = None,
    *,
    flags: Mapping[str, str] | None = None,
    cost_tables: str | Path | Sequence[str | Path] = (),
    settings: Mapping[str, str] | None = None,
    decimal_comma: bool = False,
    audience: str = EXTERNAL,
    attach: bool = True,
) -> Report:
    """The report of a manifest file, of flags, or of both.

    flags: texts of task, samples_before, samples_after and duration. cost_tables: their files, or names of built-in
    ones; later ones win. decimal_comma: those that are CSV write 0,5. settings: texts of leaves by key, as --set
    takes them. audience: external withholds what confidential rows say, from the figures of the report too; internal
    withholds nothing and marks each page. attach: whether the PDF carries its data and inputs. Raises InputError with
    every problem found.
    """
    document = None if manifest is None else read_file(Path(manifest))
    run, notes = read_manifest(document, flags or {})
    folder = Path.cwd() if manifest is None else Path(manifest).resolve().parent
    return _report(run, notes, document, cost_tables, folder, settings or {}, decimal_comma, audience, attach)


def report(
    *,
    cost_tables: str | Path | Sequence[str | Path] = (),
    settings: Mapping[str, str] | None = None,
    audience: str = EXTERNAL,
    attach: bool = True,
    **manifest: Any,
) -> Report:
    """The report of a run given in Python, under the manifest's names; `duration_s` is the duration in seconds.

    cost_tables, settings, audience and attach are those of `load`. Raises InputError with every problem found.
    """
    run, notes = from_values(manifest)
    return _report(run, notes, None, cost_tables, Path.cwd(), settings or {}, False, audience, attach)


def _report(
    run: Manifest | None,
    notes: Notes,
    document: Document | None,
    cost_tables: str | Path | Sequence[str | Path],
    folder: Path,
    settings: Mapping[str, str],
    decimal_comma: bool,
    audience: str,
    attach: bool,
) -> Report:
    # what is wrong between the inputs is looked for even where one of them is wrong by itself
    checked = run or with_stand_ins(notes)
    tables = [cost_tables] if isinstance(cost_tables, (str, Path)) else cost_tables
    layers = read_layers([Path(path) for path in tables], folder, checked, notes, decimal_comma)
    if checked is None or layers.problems:
        raise InputError([*notes.problems, *layers.problems])
    figures = citing(for_audience(account(checked, notes, layers, settings), audience))
    files = [] if document is None else [(document, "the run's manifest")]
    files += [(table, f"{layer} cost table") for layer, table in layers.documents]
    secret = {placed.file for placed in layers.tables.rows if placed.row.confidential and audience != INTERNAL}
    shown = [InputFile.of(file, description) for file, description in files if file.name not in secret]
    # a file may hold a confidential row of another task than the run's
    figures = replace(figures, confidential=figures.confidential or len(shown) < len(files))
    return Report(figures, tuple(shown), layers.project.formats if layers.project else (), attach)
