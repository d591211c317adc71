"""The files of a table of decisions, and how a query reads them: a database is to guess nothing of their form."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path

from reportgen.curation.arrow_tables import parquet_copy
from reportgen.curation.plain_tables import plain_tables
from reportgen.files.losses import Losses
from reportgen.files.table import read_cells
from reportgen.problems import refuse

CSV = "CSV"
_JSON, _ARROW = "JSON lines", "Arrow"
_PACKINGS = (".gz", ".zst")
_FORMS = {
    **dict.fromkeys((".parquet", ".pq"), "Parquet"),
    **{ending + packing: CSV for ending in (".csv", ".tsv") for packing in ("", *_PACKINGS)},
    **{ending + packing: _JSON for ending in (".jsonl", ".ndjson") for packing in ("", *_PACKINGS)},
    **dict.fromkeys((".arrow", ".feather"), _ARROW),
}
_KNOWN = "Parquet, Arrow, .csv or .jsonl"
_WILD = set("*?[]")
STRING, WRITTEN = "VARCHAR", "TEXT"  # a name, and what is taken as it is written, blanks around it too
_FOLDERS = "hive_types_autocast = false"  # what a folder's name says of a column (source=01/) is a text
# As `files/table.py` trims a cell. Trimming takes a database seven times as long as all the rest; few cells need it.
_BLANKS = "".join(letter for letter in map(chr, range(0x3001)) if letter.isspace())
_TRIMMED = f"CASE WHEN regexp_matches({{0}}, '^[{_BLANKS}]|[{_BLANKS}]$') THEN trim({{0}}, '{_BLANKS}') ELSE {{0}} END"

# How a query reads files, the columns it reads being of these kinds; None: of those that a database finds.
Kinds = Mapping[str, str] | None
Read = Callable[[Kinds], str]


def is_here(name: str) -> bool:
    """Whether the table is of files on this machine."""
    path = Path(name)
    return path.exists() or bool(_WILD & set(path.name) and any(path.parent.glob(path.name)))


def readable(
    files: list[str], form: str, folder: Path, columns: set[str], lost: Losses, *, copied: bool
) -> tuple[list[str], Read]:
    """The files as a database reads them, some as copies below the folder, and how. lost: rows that no copy has."""
    if form == CSV:
        files, sign, names = plain_tables(files, folder, columns, lost, copied=copied)
        return files, partial(_csv, sign, names)
    if form == _ARROW:
        return [parquet_copy(file, folder, columns) for file in files], parquet
    return files, _json if form == _JSON else parquet


def _csv(sign: str, names: Collection[str], kinds: Kinds) -> str:
    """Nothing of its form is found out by the database; texts are trimmed."""
    form = f"{_FOLDERS}, header = true, delim = {text_of(sign)}, quote = '\"', escape = '\"', comment = '', skip = 0"
    if kinds is None:
        return f"read_csv(?, {form})"
    of_cells = {name: kind for name, kind in kinds.items() if name in names}
    if not of_cells:  # the database takes no empty list of them
        return f"read_csv(?, {form})"
    shown = ", ".join(
        f"{_TRIMMED.format(quoted(name))} AS {quoted(name)}" if kind == STRING else quoted(name)
        for name, kind in kinds.items()
    )
    return f"(SELECT {shown} FROM read_csv(?, {form}, types = {_struct(of_cells)}))"


def cell_of(form: str) -> Callable[[str], str]:
    """What a value says; a cell of a CSV as every reader of tables takes it, of which grouping has left few."""
    return (lambda text: read_cells([text])[0]) if form == CSV else str


def _json(kinds: Kinds) -> str:
    columns = "" if kinds is None else f", columns = {_struct(kinds)}"
    return f"read_json(?, {_FOLDERS}, format = 'newline_delimited'{columns})"


def parquet(_: Kinds) -> str:
    """Parquet says its kinds itself; a column that holds nothing in the first file has that of the others."""
    return f"read_parquet(?, {_FOLDERS}, union_by_name = true)"


def _struct(kinds: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{text_of(name)}: {text_of(kind)}" for name, kind in kinds.items()) + "}"


def files_of(name: str) -> tuple[list[str], str]:
    """The files of the table, and their form."""
    path = Path(name)
    if path.is_dir():
        found = sorted(it for it in path.rglob("*") if _ending(it) in _FORMS and it.is_file())
    elif _WILD & set(path.name) and not path.exists():
        found = sorted(it for it in path.parent.glob(path.name) if it.is_file())
    else:
        found = [path] if path.is_file() else []
    found = [it for it in found if not it.name.startswith((".", "_", "cache-"))]
    forms = {_FORMS.get(_ending(it)) for it in found}
    if not found:
        refuse(name, "holds no table", f"{_KNOWN}, also as .gz or .zst: a file, folder or pattern in quotes")
    if len(forms) > 1 or None in forms:
        refuse(name, "is no table of one form", _KNOWN)
    if odd := next((it for it in found if _WILD & set(str(it))), None):
        refuse(str(odd), "has a name that a database takes for a pattern", "rename it")
    return [str(it.absolute()) for it in found], str(forms.pop())


def form_of(name: str) -> str:
    """The form that a name says by its ending, "" where it says none."""
    return _FORMS.get(_ending(Path(name)), "")


def _ending(path: Path) -> str:
    """The last ending, small, with the one before it where that is how it was packed."""
    last = path.suffix.lower()
    return Path(path.stem).suffix.lower() + last if last in _PACKINGS else last


def text_of(value: str) -> str:
    """The text as a query writes it."""
    return "'" + value.replace("'", "''") + "'"


def quoted(column: str) -> str:
    """The column's name as a query writes it."""
    return '"' + column.replace('"', '""') + '"'
