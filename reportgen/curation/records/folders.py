"""Files that a tool wrote into a folder, found by their names."""

from __future__ import annotations

import os
import re

from reportgen.files.source import Source

MOST_FILES = 100_000  # of one folder


def files_in(folder: Source, pattern: str) -> list[Source]:
    """The files of a folder whose names the pattern matches whole, in the order of their names; none without a folder.

    A pipe or a link to nothing is one of them: reading it says so.

    Raises InputError where there are more than are read.
    """
    matches = re.compile(pattern).fullmatch
    try:
        with os.scandir(folder.path) as entries:
            names = [entry.name for entry in entries if matches(entry.name) and not entry.is_dir()]
    except OSError:  # no folder, or not ours to read
        return []
    if len(names) > MOST_FILES:
        folder.refuse(None, f"the folder holds more than {MOST_FILES:,} records", "import them by parts")
    return [folder.inside(name) for name in sorted(names)]


def folders_in(folder: Source) -> list[Source]:
    """The folders of a folder, without links, in the order of their names."""
    try:
        with os.scandir(folder.path) as entries:
            names = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []
    return [folder.inside(name) for name in sorted(names)[:MOST_FILES]]
