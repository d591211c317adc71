"""A path that leads out of a folder is told from one that stays below it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.files.paths import is_below


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("run.csv", True),
        ("logs/run.csv", True),
        ("logs/../run.csv", True),
        (".", True),
        ("../run.csv", False),
        ("../data2/run.csv", False),  # begins as the folder's own name does
        ("/etc/hostname", False),
    ],
)
def test_a_path_below_a_folder(tmp_path: Path, name: str, expected: bool) -> None:
    """Below is what lies in the folder or a folder in it, whether or not it is there; `..` is followed."""
    folder = tmp_path / "data"
    folder.mkdir()

    assert expected == is_below(folder / name, folder)


def test_a_link_counts_as_what_it_leads_to(tmp_path: Path) -> None:
    """A link out of the folder is outside, one within it inside; a folder that is a link itself is followed too."""
    folder, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    (folder / "out").symlink_to(elsewhere)
    (folder / "in").symlink_to(folder / "other")
    (tmp_path / "link").symlink_to(folder)

    assert [False, True, True] == [
        is_below(folder / "out" / "x.csv", folder),
        is_below(folder / "in", folder),
        is_below(folder / "x.csv", tmp_path / "link"),
    ]
