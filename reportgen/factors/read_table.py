"""Opening a cost table: TOML, YAML and JSON as a manifest is, CSV and XLSX with a row on each line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.files.document import FORMS, Document, read_bytes, read_text
from reportgen.files.notes import Path as ValuePath
from reportgen.problems import Problem

ENDINGS = (".toml", ".csv", ".xlsx", ".yaml", ".yml", ".json")


@dataclass(frozen=True)
class Told:
    """What a user says of tables that do not say it themselves; None where nothing is said.

    decimal: the decimal sign of numbers that are text, "." or ",". sheet: the name of a workbook's sheet.
    """

    decimal: str | None = None
    sheet: str | None = None


NOTHING_TOLD = Told()


@dataclass(frozen=True)
class TableRead:
    """A cost table as it was read, what is wrong with its cells, and the fields that it lacks for that reason alone.

    noted: the heads of the columns that are kept as notes.
    """

    document: Document
    problems: tuple[Problem, ...] = ()
    refused: tuple[ValuePath, ...] = ()
    noted: tuple[str, ...] = ()


def read_table(path: Path, told: Told = NOTHING_TOLD) -> TableRead:
    """Read a cost table; its ending says the form.

    Raises: InputError with one problem or several, each on one line with its place.
    """
    name, ending = str(path), path.suffix.lower()
    content = read_bytes(path, ENDINGS)
    if ending == ".csv":
        from reportgen.factors.read_csv import read_csv

        cells, sheet, left_out = read_csv(content, name, told.decimal), "", tuple[str, ...]()
    elif ending == ".xlsx":
        from reportgen.factors.read_xlsx import read_xlsx

        read = read_xlsx(content, name, told.decimal, told.sheet)
        cells, sheet, left_out = read.cells, read.sheet, read.remarks
    else:
        return TableRead(Document(name, content, read_text(content, name, FORMS[ending])))
    document = Document(name, content, cells.root, sheet, (*left_out, *cells.remarks))
    return TableRead(document, cells.problems, cells.refused, cells.noted)
