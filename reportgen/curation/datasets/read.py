"""A data set on disk, counted by the form that its path has."""

from __future__ import annotations

import os
from pathlib import Path

from reportgen.curation.datasets.coco import coco
from reportgen.curation.datasets.counted import Counted, Tell, tell_nobody
from reportgen.curation.datasets.folder import TABLES, folder, form_of, table_rows
from reportgen.curation.datasets.rows import rows_of_csv, rows_of_lines, rows_of_list
from reportgen.files.source import Source

_LISTS = (".txt", ".lst", ".list")
_KNOWN = "COCO .json, .jsonl, .csv, .tsv, .parquet, .arrow, .tar, a .txt list of files, or a folder"


def count_data(name: str, allow_path: bool = False, tell: Tell = tell_nobody) -> Counted:
    """What the file or folder of that name holds.

    allow_path: whether text is also read where links below a folder lead out of it. Raises InputError for what cannot
    be read, or has no form that is known.
    """
    path = Path(name)
    if path.is_dir():
        return folder(Source(path, name, below=Path("/") if allow_path else None), tell)
    source = Source(path, name)
    lower = name.lower()
    for packing in (".gz", ".zst"):
        lower = lower.removesuffix(packing)
    if not os.path.exists(path):
        source.refuse(None, "is not there")
    if lower.endswith(".json"):
        return coco(source, tell)
    if lower.endswith(_LISTS):
        names, again = rows_of_list(source, tell)
        said = (f"lines that name a file again, counted once: {again:,}",) if again else ()
        return Counted("list of files", names, warnings=said)
    form = form_of(name)
    if form not in set(TABLES.values()) or form is None:
        source.refuse(None, "has no form that is known", _KNOWN)
    if form in ("CSV", "JSON lines"):
        samples, size = (rows_of_csv if form == "CSV" else rows_of_lines)(source, tell), 0
    else:
        samples, size = table_rows(source)
    warnings = ("the first row is taken for the head",) if form == "CSV" else ()
    return Counted(form, samples, bytes=size or path.stat().st_size, warnings=warnings)
