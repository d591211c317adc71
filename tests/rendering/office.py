"""LibreOffice without a window: it opens workbooks, reckons every formula anew, and saves what comes out."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook


def without_cached_values(content: Path, changed: Path, inputs: Mapping[str, float] | None = None) -> None:
    """Copy a workbook without the numbers that its formulas gave, with other values in the cells of these names."""
    book = load_workbook(content)
    for name, value in (inputs or {}).items():
        ((sheet, place),) = book.defined_names[name].destinations
        book[sheet][place.replace("$", "")].value = value
    book.save(changed)


def recalculated(folder: Path, *books: Path) -> list[Path]:
    """The workbooks as LibreOffice saves them, in a folder of their own below this one."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    out = folder / "recalculated"
    call = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'office').as_uri()}"]
    call += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), *map(str, books)]
    done = subprocess.run(call, capture_output=True, text=True, timeout=240, stdin=subprocess.DEVNULL)
    assert 0 == done.returncode, done.stderr
    return [out / book.name for book in books]


def named_values(path: Path) -> dict[str, object]:
    """What the cell of each name holds."""
    book = load_workbook(path, data_only=True)
    values: dict[str, object] = {}
    for name, defined in book.defined_names.items():
        for sheet, place in defined.destinations:
            values[name] = book[sheet][place.replace("$", "")].value
    return values
