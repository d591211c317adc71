"""The files below a folder, by scandir: a link counts as the file that it leads to, by its own name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.curation.datasets.counted import Tell, tell_nobody
from reportgen.problems import refuse

_TOLD_EACH = 10_000  # files
_LITTER = {"Thumbs.db", "desktop.ini"}
_DEEPEST = 64


@dataclass(frozen=True)
class File:
    """A file by the names of its folders below the one that was named, its own name and its size in bytes."""

    folders: tuple[str, ...]
    name: str
    size: int
    path: str

    @property
    def stem(self) -> str:
        return self.name.rpartition(".")[0] or self.name

    @property
    def ending(self) -> str:
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""


class Walk:
    """A walk through a folder; what it passed over is known once it is done. Memory is that of the folders alone.

    hidden: files and folders whose names begin with a point, and litter of systems. broken: links to nothing.
    outside: links that lead out of the folder, to what is there. loops: links to a folder in which they lie.
    """

    def __init__(self, folder: Path, name: str, tell: Tell = tell_nobody) -> None:
        self.hidden = self.broken = self.outside = self.loops = 0
        self._root, self._name, self._tell = os.path.abspath(folder), name, tell
        self._real = os.path.realpath(folder)

    def files(self) -> Iterator[File]:
        """Each file. Raises InputError where a folder cannot be read."""
        done = 0
        waiting: list[tuple[str, tuple[str, ...]]] = [(self._root, ())]
        while waiting:
            folder, names = waiting.pop()
            try:
                with os.scandir(folder) as entries:
                    for entry in entries:
                        if entry.name.startswith(".") or entry.name in _LITTER:
                            self.hidden += 1
                            continue
                        is_link = entry.is_symlink()
                        leads_out = is_link and self._leads_out(entry, folder)
                        if entry.is_dir():
                            if (is_link and self._is_loop(entry.path)) or len(names) >= _DEEPEST:
                                self.loops += 1
                            else:
                                self.outside += leads_out
                                waiting.append((entry.path, (*names, entry.name)))
                            continue
                        try:
                            size = entry.stat().st_size
                        except FileNotFoundError:
                            self.broken += 1
                            continue
                        done += 1
                        self.outside += leads_out
                        if done % _TOLD_EACH == 0:
                            self._tell(done)
                        yield File(names, entry.name, size, entry.path)
            except OSError as error:
                refuse(self._name, f"{os.sep.join(names) or 'it'} cannot be read: {error.strerror or error}")

    @property
    def warnings(self) -> tuple[str, ...]:
        """What it passed over, one line each."""
        said = (
            ("links to nothing, not counted", self.broken),
            ("links that lead out of the folder, counted by name and size", self.outside),
            ("links to a folder in which they lie, passed over", self.loops),
            ("names that are hidden and not counted", self.hidden),
        )
        return tuple(f"{what}: {many:,}" for what, many in said if many)

    def _leads_out(self, entry: os.DirEntry[str], folder: str) -> bool:
        """By the link's own text, which is a tenth of the work of following each link to its end."""
        try:
            target = os.path.normpath(os.path.join(folder, os.readlink(entry.path)))
        except OSError:
            return False
        return not any(target == root or target.startswith(root + os.sep) for root in (self._root, self._real))

    def _is_loop(self, path: str) -> bool:
        target = os.path.realpath(path)
        here = os.path.realpath(os.path.dirname(path))
        return here == target or here.startswith(target + os.sep)
