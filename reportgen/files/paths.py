"""Where a path leads: whether it stays below a folder, links followed."""

from __future__ import annotations

from pathlib import Path


def is_below(path: Path, folder: Path) -> bool:
    """Whether the path, with all links followed, is the folder or lies in it. Raises OSError and ValueError."""
    return path.resolve().is_relative_to(folder.resolve())
