"""Damaged workbooks: one line says that a file cannot be read, and no price is another in silence."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from reportgen.factors.cost_table import COSTS, PlacedRow
from reportgen.factors.findings import findings
from reportgen.factors.layers import open_table
from reportgen.problems import InputError
from reportgen.rendering.starter_workbook import starter_workbook
from tests.audit.reports import report
from tests.factors.tables import xlsx, xlsx_rows

BOOKS = ("prices", "starter", "report")
SEEDS = range(30)


@cache
def book(name: str) -> bytes:
    """A sheet of prices, the one that `costs init` writes, and a report's own workbook, which is none."""
    if name == "prices":
        return xlsx(xlsx_rows())
    return starter_workbook() if name == "starter" else report().xlsx()


def damaged(content: bytes, dice: random.Random) -> bytes:
    """The bytes cut off, or with a bit that is another, or with several."""
    how = dice.choice((0, 1, 1, 12))
    if not how:
        return content[: dice.randrange(len(content))]
    changed = bytearray(content)
    for _ in range(how):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def damaged_inside(content: bytes, dice: random.Random) -> bytes:
    """The workbook with one of its parts damaged, packed anew so that its checksums fit."""
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(packed, "w", ZIP_DEFLATED) as after:
        victim = dice.choice([part.filename for part in before.infolist() if part.file_size])
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, damaged(part, dice) if name == victim else part)
    return packed.getvalue()


def told(path: Path, content: bytes) -> Sequence[PlacedRow] | None:
    """The rows, None where the file is refused; whatever is said of it stands in one line each that prints."""
    path.write_bytes(content)
    try:
        opened = open_table(path, COSTS, "company")
    except InputError as error:
        problems, rows = list(error.problems), None
    else:
        problems, rows = findings(opened, date(2026, 11, 28), 60), opened.rows
    assert all(str(problem).isprintable() for problem in problems)
    return rows


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", BOOKS)
def test_a_damaged_file_is_refused_or_says_the_same(tmp_path: Path, name: str, seed: int) -> None:
    """A workbook is packed with checksums, so that what is left is read as it was: a flip that no reader reads."""
    path = tmp_path / "prices.xlsx"
    whole = told(path, book(name))
    assert told(path, damaged(book(name), random.Random(seed))) in (None, whole)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", BOOKS)
def test_a_damaged_part_ends_in_lines(tmp_path: Path, name: str, seed: int) -> None:
    """A part that another program wrote wrongly is read or refused, and nothing fails."""
    told(tmp_path / "prices.xlsx", damaged_inside(book(name), random.Random(seed)))


def test_both_ends_are_met(tmp_path: Path) -> None:
    """Of the flips some are refused and some in what no reader reads, as the date of a part in the archive is."""
    path = tmp_path / "prices.xlsx"
    content = bytearray(book("prices"))
    content[10] ^= 1  # the first part's time, by APPNOTE 4.3.7
    rows = told(path, bytes(content))
    assert rows
    assert told(path, book("prices")) == rows
    content[-22] ^= 1  # the signature of the record at the end, by APPNOTE 4.3.16
    assert told(path, bytes(content)) is None


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_a_part_whose_name_is_damaged_is_not_passed_over(tmp_path: Path, part: str) -> None:
    """In the list at the archive's end: without its first sheet the workbook would be read by its second."""
    content = bytearray(book("starter"))
    content[content.rindex(part.encode()) + 4] ^= 1
    assert told(tmp_path / "prices.xlsx", bytes(content)) is None
