"""The folders in a folder: links are told apart from them, since they may lead anywhere, or in a circle."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path

from reportgen.problems import excerpt

_NAMED = 3


def folders_in(path: Path, passed_over: Collection[str] = ()) -> tuple[list[Path], list[Path]]:
    """The folders, and the links to folders, each in the order of their names and without those that are passed over.

    Neither where it is no folder, or not ours to list.
    """
    try:
        with os.scandir(path) as entries:
            found = sorted((it.name, it.is_symlink()) for it in entries if it.is_dir() and it.name not in passed_over)
    except OSError:
        return [], []
    return [path / name for name, is_link in found if not is_link], [path / name for name, is_link in found if is_link]


def links_said(links: Sequence[Path]) -> list[str]:
    """One sentence on links to folders that were not followed; none where there is no such link."""
    if not links:
        return []
    names = ", ".join(excerpt(link.name, 60) for link in links[:_NAMED]) + (", …" if len(links) > _NAMED else "")
    if len(links) == 1:
        return [f"1 link to a folder is not followed ({names}): what is in it is left out"]
    return [f"{len(links):,} links to folders are not followed ({names}): what is in them is left out"]
