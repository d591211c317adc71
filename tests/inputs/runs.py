"""Writing inputs to files and reading what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import reportgen

FOUR_LINES = "task: object-detection\nsamples_before: 110000\nsamples_after: 72500\nduration: PT42M\n"


def write(folder: Path, name: str, text: str) -> Path:
    """A file with the text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def load(
    folder: Path, text: str = "", *, costs: Sequence[Path] = (), settings: Mapping[str, str] | None = None
) -> reportgen.Report:
    """The report of the four lines and what the text adds to them."""
    return reportgen.load(write(folder, "run.yaml", FOUR_LINES + text), cost_tables=costs, settings=settings)


def problems(
    folder: Path, text: str = "", *, costs: Sequence[Path] = (), settings: Mapping[str, str] | None = None
) -> list[str]:
    """What is wrong with the four lines and what the text adds to them, each on its line, without the folder."""
    with pytest.raises(reportgen.InputError) as raised:
        load(folder, text, costs=costs, settings=settings)
    return shown(raised.value, folder)


def problems_of(folder: Path, name: str, text: str, **more: Any) -> list[str]:
    """What is wrong with a whole manifest."""
    with pytest.raises(reportgen.InputError) as raised:
        reportgen.load(write(folder, name, text), **more)
    return shown(raised.value, folder)


def shown(error: reportgen.InputError, folder: Path) -> list[str]:
    """The problems as a person reads them, without the folder."""
    return [str(problem).replace(f"{folder}/", "") for problem in error.problems]
