"""docs/whole-way.md: each command, in a copy of the samples, prints the lines below it."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.cli.running import ROOT, SAMPLES, process

PAGE = (ROOT / "docs" / "whole-way.md").read_text(encoding="utf-8")
HASH = re.compile("[0-9a-f]{64}")
SECTIONS = re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("section", SECTIONS)
def test_the_page_shows_what_is_printed(section: str, tmp_path: Path) -> None:
    """From the raw record to the report, standard output before standard error."""
    for name in ("curation/dvc", "curation/datatrove", "curation/cleanvision", "decisions"):
        shutil.copytree(SAMPLES / name, tmp_path / name)
    for part in re.split(r"^\$ ", section, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        program, *arguments = shlex.split(command)
        done = process(*arguments, cwd=tmp_path)

        assert ("reportgen", 0, shown) == (program, done.code, HASH.sub("…", done.out + done.err))


def test_four_ways_are_shown() -> None:
    """The fifth is a notebook, which a test of its own runs."""
    assert 4 == len(SECTIONS)
