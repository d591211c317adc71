"""Rows of text on disk: JSON lines, CSV and lists of files, plain, from gzip or Zstandard. Blank lines are none."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import IO

from reportgen.curation.datasets.counted import Tell, tell_nobody
from reportgen.files.separator_line import sign_before, without_declaration
from reportgen.files.source import Source, encoding_of
from reportgen.files.unpacking import GZIP_DAMAGE

_BLOCK = 1 << 20  # bytes
_HEAD = 64 * 1024  # bytes, in which the first lines of a table are
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_TOLD_EACH = 1_000_000  # rows
_BLANKS = b" \t\r\v\f"
_LONGEST_CELL = 100_000_000  # characters: a text of a corpus is longer than the csv module's own limit
_MOST_KEPT = 5_000_000  # names of a list, to find those that stand there twice


def rows_of_lines(source: Source, tell: Tell = tell_nobody) -> int:
    """Lines that are not blank; a block at a time, whatever the length of a line.

    Raises InputError where the file cannot be read, or is damaged.
    """
    rows = told = 0
    ended = True  # whether nothing of a line that is not blank stands before the block
    with _content(source) as file:
        while block := file.read(_BLOCK):
            text = block.translate(None, _BLANKS)
            if not text:
                continue
            ends = text.count(b"\n")
            blank = _blank_lines(text) + (1 if ended and text.startswith(b"\n") else 0)
            rows += ends - blank
            ended = text.endswith(b"\n")
            if rows - told >= _TOLD_EACH:
                told = rows
                tell(rows)
    return rows + (0 if ended else 1)


def _blank_lines(text: bytes) -> int:
    """Line ends right behind line ends."""
    if b"\n\n" not in text:
        return 0
    return sum(1 for first, second in pairwise(text) if first == second == 10)


def rows_of_csv(source: Source, tell: Tell = tell_nobody) -> int:
    """Rows below the head; a quoted cell may hold line ends.

    Comments and `sep=;` before the head are none, nor are rows of empty cells at the end. Raises InputError as
    `rows_of_lines` does.
    """
    before = csv.field_size_limit(_LONGEST_CELL)
    rows = empty = 0
    try:
        encoding, sign = _form(source)
        with _content(source) as file, io.TextIOWrapper(file, encoding=encoding, newline="") as text:
            table = csv.reader(without_declaration(text, comments=True), delimiter=sign)
            next((row for row in table if any(map(str.strip, row))), None)
            for row in table:
                # a line of blanks is no row; one of empty cells is, where another one follows
                if len(row) > 1 and not any(map(str.strip, row)):
                    empty += 1
                elif row and (len(row) > 1 or row[0].strip()):
                    rows, empty = rows + empty + 1, 0
                    if rows % _TOLD_EACH == 0:
                        tell(rows)
    except (csv.Error, UnicodeError) as error:
        source.refuse(None, f"is no table that can be counted: {error}", "save it as UTF-8 CSV")
    finally:
        csv.field_size_limit(before)
    return rows


def rows_of_list(source: Source, tell: Tell = tell_nobody) -> tuple[int, int]:
    """Names in a list of files, and how many of its lines say a name again (0 of lists above five million names)."""
    names: set[bytes] = set()
    rows = again = 0
    with _content(source) as file:
        for line in file:
            if not (name := line.strip()):
                continue
            rows += 1
            if rows > _MOST_KEPT:
                names.clear()
                return rows_of_lines(source, tell), 0
            again += name in names
            names.add(name)
    return rows - again, again


def _form(source: Source) -> tuple[str, str]:
    """The encoding of a table's text, and the sign between its cells."""
    with _content(source) as file:
        head = file.read(_HEAD)
    encoding = encoding_of(head)
    lines = head.decode(encoding, "replace").removeprefix("\ufeff").splitlines()
    # the mark of UTF-8 and UTF-16 is taken off by these
    encoding = {"utf-8": "utf-8-sig"}.get(encoding, "utf-16" if head[:2] in _MARKS else encoding)
    if source.name.lower().split(".gz")[0].split(".zst")[0].endswith(".tsv"):
        return encoding, "\t"
    declared = sign_before(lines, comments=True)
    first = next((line for line in without_declaration(lines, comments=True) if line.strip()), "")
    return encoding, declared or max(",;\t|", key=first.count)


@contextmanager
def _content(source: Source) -> Iterator[IO[bytes]]:
    """The file unpacked, its errors as problems."""
    try:
        with source.binary() as file:
            yield file
    except GZIP_DAMAGE as error:
        source.refuse(None, f"the gzip file is damaged: {error}", "copy it again")
    except OSError as error:
        source.refuse(None, f"cannot be read: {error.strerror or error}")
