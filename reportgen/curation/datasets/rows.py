"""Rows of text on disk: JSON lines, CSV and lists of files, plain, from gzip or Zstandard. Blank lines are none."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from zstandard import ZstdDecompressionObj, ZstdDecompressor

from reportgen.curation.datasets.counted import Tell, tell_nobody
from reportgen.files.opening import opened
from reportgen.files.separator_line import sign_before, without_declaration
from reportgen.files.source import Source, encoding_of
from reportgen.files.unpacking import GZIP_DAMAGE

_BLOCK = 1 << 20  # bytes
_HEAD = 64 * 1024  # bytes, in which the first lines of a table are
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PACKED_BLOCK = 4096  # bytes, of which Zstandard makes 128 MB at most
_TOLD_EACH = 1_000_000  # rows
_BLANKS = b" \t\r\v\f"
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
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
        with _opened(source) as file:
            yield file
    except GZIP_DAMAGE as error:
        source.refuse(None, f"the gzip file is damaged: {error}", "copy it again")
    except OSError as error:
        source.refuse(None, f"cannot be read: {error.strerror or error}")


def _opened(source: Source) -> IO[bytes]:
    with opened(source.path, source.below) as file:
        is_zstd = file.read(len(_ZSTD_MAGIC)) == _ZSTD_MAGIC
    if not is_zstd:
        return source.binary()
    try:
        import zstandard
    except ImportError:
        source.refuse(None, "is from Zstandard", "pip install 'filtering-savings-report[count]', or unpack it")
    return io.BufferedReader(_Zstandard(opened(source.path, source.below), zstandard.ZstdDecompressor()), _BLOCK)


class _Zstandard(io.RawIOBase):
    """What is packed, frame by frame; one that does not end is damage, which the library's own reader passes over."""

    def __init__(self, packed: IO[bytes], library: ZstdDecompressor) -> None:
        self._packed, self._library = packed, library
        self._frame: ZstdDecompressionObj | None = None
        self._rest = self._content = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        while not self._content:
            fed = self._rest or self._packed.read(_PACKED_BLOCK)
            if not fed:
                if self._frame is not None:
                    raise OSError("the Zstandard file is cut off")
                return 0
            self._feed(fed)
        content, self._content = self._content[: len(view)], self._content[len(view) :]
        view[: len(content)] = content
        return len(content)

    def _feed(self, packed: bytes) -> None:
        import zstandard

        self._frame = self._frame or self._library.decompressobj()
        try:
            self._content = self._frame.decompress(packed)
        except zstandard.ZstdError as error:
            raise OSError(f"the Zstandard file is damaged: {error}") from error
        self._rest = b""
        if self._frame.eof:
            self._rest, self._frame = self._frame.unused_data, None

    def close(self) -> None:
        self._packed.close()
        super().close()
