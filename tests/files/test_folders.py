"""Links to folders, which are told and not followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.files.folders import links_said


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("", []),
        ("a", ["1 link to a folder is not followed (a): what is in it is left out"]),
        ("abc", ["3 links to folders are not followed (a, b, c): what is in them is left out"]),
        ("abcd", ["4 links to folders are not followed (a, b, c, …): what is in them is left out"]),
    ],
)
def test_links_are_counted_and_three_are_named(names: str, said: list[str]) -> None:
    """Dots say that there are more."""
    assert said == links_said([Path("runs") / name for name in names])
