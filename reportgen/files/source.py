"""A file to be read in lines with their numbers, plain or packed, in whichever UTF; or a folder; within limits."""

from __future__ import annotations

import codecs
import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, NoReturn

from reportgen.files.opening import opened
from reportgen.files.separator_line import sign_before, without_declaration
from reportgen.files.unpacking import GZIP_DAMAGE, GZIP_MAGIC, ZSTD_MAGIC, unpacked, unpacked_zstd
from reportgen.problems import one_line, refuse

HEAD_BYTES = 64 * 1024
LONGEST_LINE = 64 * 1024  # characters
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

_TOLD_BY = 256  # bytes that tell UTF-16 without its mark

_RIGHT_FILE = "is it the right file?"
_NOT_UTF8 = re.compile("[\udc80-\udcff]")  # how "surrogateescape" lets a byte through
_LINE_END = re.compile("\r\n?|\n")


@dataclass(frozen=True)
class Source:
    """A file or a folder that may be a tool's record; a first line `sep=;` is blank in all that is given of it as text.

    name: as the user gave it, for problems. columns: what --columns says of a plain CSV, by our names (time, power_w,
    energy_kwh, ...); empty for all else. longest_line: in characters. decimal: comma or point, as the user says it of
    tables whose cells prove neither. below: the folder in which its name was found, where nobody named it. comments:
    whether lines of comment before a table are blank as well. Raises, from what reads the file: InputError with one
    problem.
    """

    path: Path
    name: str
    columns: dict[str, str] = field(default_factory=dict)
    longest_line: int = LONGEST_LINE
    decimal: str | None = None
    below: Path | None = None
    comments: bool = False

    @property
    def is_folder(self) -> bool:
        return self.path.is_dir()

    @property
    def is_there(self) -> bool:
        """Whether anything but a folder bears the name, be it a pipe or a link to nothing: reading it then says so."""
        return os.path.lexists(self.path) and not self.path.is_dir()

    @cached_property
    def head(self) -> str:
        """The file's first 64 KiB as text, what is no text replaced, to tell whose it is; empty for a folder."""
        if self.is_folder:
            return ""
        return "\n".join(without_declaration(self._head.split("\n"), comments=self.comments))

    @cached_property
    def first_line(self) -> str:
        """The first line that is not blank, without its end."""
        return _first_line(self.head)

    @cached_property
    def declared_sign(self) -> str | None:
        """The sign between cells that a first line `sep=;` declares; None without one."""
        return None if self.is_folder else sign_before(self._head.split("\n"), comments=self.comments)

    @cached_property
    def _head(self) -> str:
        content = self._first_bytes()
        bom = next((len(mark) for mark, _ in _BOMS if content.startswith(mark)), 0)
        return content[bom:].decode(self.encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")

    def lines(self) -> Iterator[tuple[int, str]]:
        """Each line with its number from 1, without its end; one at a time, so that a file may be of any size."""
        return ((number, line.rstrip("\n")) for number, line in enumerate(self.whole_lines(), start=1))

    def whole_lines(self, *, damaged: bool = False) -> Iterator[str]:
        """Each line with a plain end; one at a time. damaged: whether lines are given that `check` refuses."""
        return without_declaration(self._whole_lines(damaged=damaged), comments=self.comments)

    def _whole_lines(self, *, damaged: bool) -> Iterator[str]:
        number, longest = 0, self.longest_line
        try:
            # UTF-8 decodes in blocks; bytes that are none are let through, to be refused at their own line.
            errors = "surrogateescape" if self.encoding == "utf-8" else "strict"
            with self.text(errors, newline=None) as file:
                while line := file.readline(longest + 1):
                    number += 1
                    if len(line) > longest:
                        self.refuse(number, f"the line is longer than {longest:,} characters", _RIGHT_FILE)
                    if not damaged:
                        self.check(number, line)
                    yield line
        except UnicodeDecodeError as error:
            # none of the lines of its block were given
            before = error.object[: error.start].decode(self.encoding)
            self._refuse_byte(number + 1 + len(_LINE_END.findall(before)), error.object[error.start])
        except GZIP_DAMAGE as error:
            self._refuse_gzip(error)
        except OSError as error:
            self.refuse(None, f"cannot be read: {error.strerror or error}")

    def check(self, number: int, line: str) -> None:
        """Raise InputError where the line holds a byte that is no text, or a NUL."""
        self.check_bytes(number, line)
        if "\0" in line:
            self.refuse(number, "the file holds a NUL; this looks like a binary file")

    def check_bytes(self, number: int, line: str) -> None:
        """Raise InputError where the line holds a byte that is no text; a NUL is one."""
        if not line.isascii() and (match := _NOT_UTF8.search(line)):
            self._refuse_byte(number, ord(match.group()) - 0xDC00)

    def text(self, errors: str = "strict", newline: str | None = "") -> IO[str]:
        """The file opened as text behind its mark, for a reader that takes it whole; its errors are the caller's."""
        mark = next((mark for mark, _ in _BOMS if self._first_bytes().startswith(mark)), b"")
        file = self.binary()
        file.read(len(mark))
        return io.TextIOWrapper(file, encoding=self.encoding, errors=errors, newline=newline)

    @cached_property
    def is_compressed(self) -> bool:
        """Whether it is from gzip or Zstandard. Raises OSError."""
        return self._magic.startswith((GZIP_MAGIC, ZSTD_MAGIC))

    @cached_property
    def _magic(self) -> bytes:
        with opened(self.path, self.below) as file:
            return file.read(len(ZSTD_MAGIC))

    def binary(self) -> IO[bytes]:
        """The file opened as bytes, unpacked where it is packed; its errors are the caller's.

        Raises InputError for one from Zstandard where the library that unpacks it is not installed.
        """
        magic = self._magic
        file = opened(self.path, self.below)
        if magic.startswith(ZSTD_MAGIC):
            try:
                return unpacked_zstd(file)
            except ImportError:
                file.close()
                self.refuse(None, "is from Zstandard", "pip install 'filtering-savings-report[count]', or unpack it")
        return unpacked(file) if magic.startswith(GZIP_MAGIC) else file

    def place(self, line: int) -> str:
        """A line of the file as a person would look for it."""
        return f"{one_line(self.name)}:{line}"

    def refuse(self, line: int | None, message: str, hint: str = "") -> NoReturn:
        """Raise InputError with this one problem at the line, or of the whole file."""
        where = self.name if line is None else self.place(line)
        refuse(where, message, hint)

    def _refuse_byte(self, line: int, byte: int) -> NoReturn:
        self.refuse(line, f"the byte 0x{byte:02X} here is not {self.encoding.upper()}", "save the file as UTF-8")

    def _refuse_gzip(self, error: Exception) -> NoReturn:
        self.refuse(None, f"the gzip file is damaged: {error}", "copy it again")

    def beside(self, name: str) -> Source:
        """The file of that name in the same folder; it need not be there."""
        below = self.below or self.path.parent
        return Source(self.path.with_name(name), str(Path(self.name).with_name(name)), {}, below=below)

    def inside(self, *names: str) -> Source:
        """The file below this folder; it need not be there."""
        return Source(self.path.joinpath(*names), str(Path(self.name, *names)), {}, below=self.below or self.path)

    @property
    def encoding(self) -> str:
        """Of the text, by its mark or its first bytes."""
        return encoding_of(self._first_bytes())

    def _first_bytes(self) -> bytes:
        try:
            with self.binary() as file:
                return file.read(HEAD_BYTES)
        except GZIP_DAMAGE as error:
            self._refuse_gzip(error)
        except OSError as error:
            self.refuse(None, f"cannot be read: {error.strerror or error}")


def encoding_of(content: bytes) -> str:
    """The encoding of a text by its mark or, of UTF-16 without one, its first bytes; UTF-8 of any other."""
    return next((encoding for mark, encoding in _BOMS if content.startswith(mark)), _without_mark(content))


def _first_line(text: str) -> str:
    return next((line for line in text.split("\n") if line.strip()), "")


def _without_mark(content: bytes) -> str:
    """UTF-16 where every other byte of the first ones is a NUL, as plain letters are in it; else UTF-8."""
    first = content[:_TOLD_BY]
    for order, nuls, letters in (("utf-16-le", first[1::2], first[::2]), ("utf-16-be", first[::2], first[1::2])):
        if len(first) >= 4 and nuls.count(0) * 10 >= len(nuls) * 9 and not letters.count(0):
            return order
    return "utf-8"
