"""Where a path leads: whether it stays below a folder, and whether it is one of some files; links followed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def is_below(path: Path, folder: Path) -> bool:
    """Whether the path, with all links followed, is the folder or lies in it. Raises OSError and ValueError."""
    # not Path.resolve, which fails at a loop of links; such a path is left for its opening to refuse
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def is_one_of(path: Path, files: Iterable[str | Path]) -> bool:
    """Whether the path leads to one of these files; one that is not there, such as a mere name, is none."""
    return os.path.exists(path) and any(os.path.exists(file) and os.path.samefile(path, file) for file in files)
