"""Files that a manifest names: where they lie, and their problems told at the field that names them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from reportgen.files.notes import Notes
from reportgen.files.paths import is_below
from reportgen.inputs.manifest_words import in_manifest_words
from reportgen.problems import InputError, Problem

T = TypeVar("T")
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class NamedFiles:
    """Opens the files of one manifest. folder: what their names start from, and lie below unless allow_path.

    opened: the paths that were given out, to be read.
    """

    notes: Notes
    folder: Path
    allow_path: bool
    opened: list[Path] = field(default_factory=list)

    def path(self, name: str, place: Place) -> Path | None:
        """The path of the file that the field at `place` names; None after noting that it may not be read."""
        path = self.folder / name
        if self.allow_path or is_below(path, self.folder):
            self.opened.append(path)
            return path
        self.notes.add(place, "lies outside the manifest's folder", "lay it there, or say --allow-path")
        return None

    def read(self, place: Place, reader: Callable[[], T]) -> T | None:
        """What the reader gives; None after noting its problems at the field, in the words of a manifest."""
        try:
            return reader()
        except InputError as error:
            for it in error.problems:
                said = str(replace(it, hint="")).removeprefix(f"{self.folder}{os.sep}")  # as the manifest names it
                self.notes.problems.append(Problem(self.notes.where(place), said, in_manifest_words(it.hint)))
            return None
