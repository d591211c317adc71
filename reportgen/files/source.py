"""A record to be read: a file in lines with their numbers, or a folder, within limits."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NoReturn

from reportgen.problems import refuse

HEAD_BYTES = 64 * 1024
LONGEST_LINE = 64 * 1024  # characters
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

_NOT_UTF8 = re.compile("[\udc80-\udcff]")  # how "surrogateescape" lets a byte through


@dataclass(frozen=True)
class Source:
    """A file or a folder that may be a tool's record.

    name: as the user gave it, for problems. columns: what --columns says of a plain CSV, by our names (time, power_w,
    energy_kwh, ...); empty for all else. Raises, from what reads the file: InputError with one problem.
    """

    path: Path
    name: str
    columns: dict[str, str]

    @property
    def is_folder(self) -> bool:
        return self.path.is_dir()

    @cached_property
    def head(self) -> str:
        """The file's first 64 KiB as text, what is no text replaced, to tell whose it is; empty for a folder."""
        if self.is_folder:
            return ""
        content = self._first_bytes()
        encoding = self._encoding
        bom = next((len(mark) for mark, _ in _BOMS if content.startswith(mark)), 0)
        return content[bom:].decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def first_line(self) -> str:
        """The first line that is not blank, without its end."""
        return next((line for line in self.head.split("\n") if line.strip()), "")

    def lines(self) -> Iterator[tuple[int, str]]:
        """Each line with its number from 1, without its end; one at a time, so that a file may be of any size."""
        encoding = self._encoding
        bom = next((len(mark) for mark, _ in _BOMS if self._first_bytes().startswith(mark)), 0)
        number = 0
        try:
            # UTF-8 decodes in blocks; bytes that are none are let through, to be refused at their own line.
            errors = "surrogateescape" if encoding == "utf-8" else "strict"
            with open(self.path, encoding=encoding, errors=errors, newline=None) as file:
                if bom:
                    file.read(1)  # the mark is one character
                while line := file.readline(LONGEST_LINE + 1):
                    number += 1
                    if len(line) > LONGEST_LINE:
                        self.refuse(number, f"the line is longer than {LONGEST_LINE:,} characters", "is it a record?")
                    if match := _NOT_UTF8.search(line):
                        self._refuse_byte(number, ord(match.group()) - 0xDC00)
                    if "\0" in line:
                        self.refuse(number, "the file holds a NUL; this looks like a binary file")
                    yield number, line.rstrip("\n")
        except UnicodeDecodeError as error:
            self._refuse_byte(number + 1, error.object[error.start])
        except OSError as error:
            self.refuse(None, f"cannot be read: {error.strerror or error}")

    def refuse(self, line: int | None, message: str, hint: str = "") -> NoReturn:
        """Raise InputError with this one problem at the line, or of the whole file."""
        where = self.name if line is None else f"{self.name}:{line}"
        refuse(where, message, hint)

    def _refuse_byte(self, line: int, byte: int) -> NoReturn:
        self.refuse(line, f"the byte 0x{byte:02X} here is not {self._encoding.upper()}", "save the file as UTF-8")

    def beside(self, name: str) -> Source:
        """The file of that name in the same folder; it need not be there."""
        return Source(self.path.with_name(name), str(Path(self.name).with_name(name)), {})

    def inside(self, *names: str) -> Source:
        """The file below this folder; it need not be there."""
        return Source(self.path.joinpath(*names), str(Path(self.name, *names)), {})

    @property
    def _encoding(self) -> str:
        content = self._first_bytes()
        return next((encoding for mark, encoding in _BOMS if content.startswith(mark)), "utf-8")

    def _first_bytes(self) -> bytes:
        try:
            with open(self.path, "rb") as file:
                return file.read(HEAD_BYTES)
        except OSError as error:
            self.refuse(None, f"cannot be read: {error.strerror or error}")
