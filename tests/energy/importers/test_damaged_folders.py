"""Logs that are read with those beside them, or by named columns: one that is damaged is read or refused in a line."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.energy.importers.read import read_records
from reportgen.energy.record_json import record_values
from reportgen.files.json_text import dumps
from reportgen.problems import InputError, Problem
from tests.energy.expected import COLUMNS, ENDING, SAMPLES

FILES = sorted(
    path
    for path in SAMPLES.rglob("*")
    if path.is_file() and ENDING not in path.name and (path.parents[1] != SAMPLES or path.parent.name == "csv")
)
TRIES = 12


def damages(content: bytes) -> Iterator[bytes]:
    """Yield the content cut at places and with bytes changed, the same each time."""
    dice = random.Random(len(content))
    for _ in range(TRIES):
        yield content[: dice.randrange(len(content))]
        changed = bytearray(content)
        for _ in range(dice.choice((1, 3, 20))):
            changed[dice.randrange(len(changed))] = dice.choice(b"\0\n,;-.:0e9 x[]{}\"'\xff\xe9")
        yield bytes(changed)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SAMPLES).as_posix())
def test_damage_ends_in_records_or_in_one_line(tmp_path: Path, path: Path) -> None:
    """Whatever is broken, the outcome is records that can be written as JSON, or problems that name the file."""
    tool = SAMPLES / path.relative_to(SAMPLES).parts[0]
    folder = tmp_path / tool.name
    shutil.copytree(tool, folder)
    damaged = folder / path.relative_to(tool)
    columns = COLUMNS.get(path.relative_to(SAMPLES).as_posix())
    problems: list[Problem] = []
    for content in damages(path.read_bytes()):
        damaged.write_bytes(content)
        try:
            for record in read_records(damaged, None if columns else tool.name, columns):
                dumps(record_values(record))
                assert record.energy_kwh is None or record.energy_kwh > 0
        except InputError as error:
            problems += error.problems
    assert all(str(folder) in problem.where and "\n" not in str(problem) for problem in problems)
