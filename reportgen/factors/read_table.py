"""Opening a cost table: TOML, YAML and JSON as a manifest is, CSV and XLSX with a row on each line."""

from __future__ import annotations

from pathlib import Path

from reportgen.files.document import FORMS, Document, read_bytes, read_text

ENDINGS = (".toml", ".csv", ".xlsx", ".yaml", ".yml", ".json")


def read_table(path: Path, decimal_comma: bool = False) -> Document:
    """Read a cost table; its ending says the form. decimal_comma: a CSV writes 0,5 for a half.

    Raises: InputError with one problem or several, each on one line with its place.
    """
    name, ending = str(path), path.suffix.lower()
    content = read_bytes(path, ENDINGS)
    if ending == ".csv":
        from reportgen.factors.read_csv import read_csv

        return Document(name, content, read_csv(content, name, decimal_comma))
    if ending == ".xlsx":
        from reportgen.factors.read_xlsx import read_xlsx

        return Document(name, content, read_xlsx(content, name, decimal_comma))
    return Document(name, content, read_text(content, name, FORMS[ending]))
