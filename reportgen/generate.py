"""The conductor: a run becomes a ledger of figures, and the ledger becomes a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reportgen.factors.confidential import confidential_problems
from reportgen.factors.layers import read_layers
from reportgen.inputs.assemble import account
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
) -> Report:
    """The report of a manifest file, of flags, or of both.

    flags: texts of task, samples_before, samples_after and duration. cost_tables: their files, or names of built-in
    ones; later ones win. decimal_comma: those that are CSV write 0,5. settings: texts of leaves by key, as --set
    takes them. Raises InputError with every problem found.
    """
    document = None if manifest is None else read_file(Path(manifest))
    run, notes = read_manifest(document, flags or {})
    folder = Path.cwd() if manifest is None else Path(manifest).resolve().parent
    return _report(run, notes, document, cost_tables, folder, settings or {}, decimal_comma)


def report(
    *, cost_tables: str | Path | Sequence[str | Path] = (), settings: Mapping[str, str] | None = None, **manifest: Any
) -> Report:
    """The report of a run given in Python, under the manifest's names; `duration_s` is the duration in seconds.

    Raises InputError with every problem found.
    """
    run, notes = from_values(manifest)
    return _report(run, notes, None, cost_tables, Path.cwd(), settings or {})


def _report(
    run: Manifest | None,
    notes: Notes,
    document: Document | None,
    cost_tables: str | Path | Sequence[str | Path],
    folder: Path,
    settings: Mapping[str, str],
    decimal_comma: bool = False,
) -> Report:
    # what is wrong between the inputs is looked for even where one of them is wrong by itself
    checked = run or with_stand_ins(notes)
    tables = [cost_tables] if isinstance(cost_tables, (str, Path)) else cost_tables
    layers = read_layers([Path(path) for path in tables], folder, checked, notes, decimal_comma)
    wrong_tables = [*layers.problems, *confidential_problems(layers.tables.rows)]
    if checked is None or wrong_tables:
        raise InputError([*notes.problems, *wrong_tables])
    figures = citing(account(checked, notes, layers, settings))
    files = [] if document is None else [InputFile.of(document, "the run's manifest")]
    files += [InputFile.of(table, f"{layer} cost table") for layer, table in layers.documents]
    return Report(figures, tuple(files), layers.project.formats if layers.project else ())
