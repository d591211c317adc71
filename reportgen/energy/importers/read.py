"""From a file or folder to its records: which tool wrote it is detected, and two that claim one file are an error."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from reportgen.energy.importers import own_log
from reportgen.energy.importers.source import Source
from reportgen.energy.record import Record


class Importer(Protocol):
    """A module of this folder: the tool it reads, whether a source is that tool's, and the records in it.

    `identify` looks at the name, the head and at most the names beside it, and raises nothing for readable files.
    `extract` raises InputError with the line that is wrong.
    """

    TOOL: str

    def identify(self, source: Source) -> bool: ...

    def extract(self, source: Source) -> list[Record]: ...


IMPORTERS: tuple[Importer, ...] = (own_log,)


def read_records(path: Path, tool: str | None = None, columns: dict[str, str] | None = None) -> list[Record]:
    """The records of a file or folder; tool: whose it is, else it is detected. Raises InputError."""
    raise NotImplementedError
