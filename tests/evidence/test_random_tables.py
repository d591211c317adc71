"""Random tables of runs: whatever stands in them, rows looked at in blocks are those looked at one by one.

    python -m tests.evidence.test_random_tables [COUNT]

reads so many tables, 10,000 where none is said; the suite reads fewer.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from pathlib import Path

import pytest

from reportgen.evidence import builder, read_csv
from reportgen.evidence.cells import NumberColumn
from reportgen.evidence.runs import Table
from reportgen.files.units import ENERGY_UNITS
from reportgen.problems import InputError

NUMBERS = [NumberColumn("energy (MJ)", "energy", ENERGY_UNITS["MJ"]), NumberColumn("acc", "score")]
LABELS = [
    "1.1",
    "1.10",
    "01",
    "1",
    "a",
    " a",
    "é",
    '"x, y"',
    '"a ""b"""',
    "NA",
    "",
    "a\u00a0",
    "True",
    "'=a",
    "'-1",
    "don't",
]
PLAIN = ["0.5", "0.95", "12", "3", "0.125", "1.500", "40", "", "7.25"]
ODD = ["inf", "1e400", "NaN", "-", "7 kWh", "1e3", " 0.5 ", '"0.5"', "9" * 30, "1,5", "0", "+2"]
BAD = ["-2", "x", "1_0", "٣", '"1\n2"', "True"]
LINES = ["", ",,", "g,energy (MJ),acc,note", "a\0,1,2,3", "a", 'a,1,"2', "a,1,2,3,4", "a,1,2,,", "a,1,2"]


def random_table(chance: random.Random) -> str:
    """A table of up to 700 rows, most of them plain; in most tables some cells are odd, and in some a line is."""
    oddness = chance.choice([0.0, 0.0, 0.01, 0.2])
    badness = chance.choice([0.0, 0.0, 0.0, 0.01])
    lines = ["g,energy (MJ),acc,note"]
    for _ in range(chance.choice([1, 3, 10, 10, 30, 299, 301, 700])):
        if chance.random() < oddness / 10:
            lines.append(chance.choice(LINES))
            continue
        cells = [chance.choice(LABELS)]
        for _ in NUMBERS:
            drawn = chance.random()
            cells.append(chance.choice(BAD if drawn < badness else ODD if drawn < badness + oddness else PLAIN))
        lines.append(",".join([*cells, chance.choice(["", "n", "0.25"])]))
    return "\n".join(lines) + chance.choice(["\n", "\n", ""])


def outcome(path: Path) -> Table | list[str]:
    """The table, or what is wrong with it."""
    try:
        return read_csv.read_csv(path, "runs.csv", NUMBERS, ["g"])
    except InputError as error:
        return [str(problem) for problem in error.problems]


def compare(count: int, seed: int = 1) -> int:
    """Read so many tables in both ways, and give how many of them could be read."""
    chance = random.Random(seed)
    read = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "runs.csv"
        for number in range(count):
            path.write_text(random_table(chance), encoding="utf-8", newline="")
            blocks = outcome(path)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(read_csv._Rows, "_plain", lambda *_: None)
                patch.setattr(builder, "_PLAIN_COLUMN", re.compile("(?!)"))
                patch.setattr(builder, "_PLAIN_CELL", re.compile("(?!)"))
                one_by_one = outcome(path)
            assert as_values(one_by_one) == as_values(blocks), (number, seed)
            read += isinstance(blocks, Table)
    return read


def as_values(found: Table | list[str]) -> object:
    """A table as what can be compared, NaN as a text."""
    if isinstance(found, list):
        return found
    numbers = {name: [repr(value) for value in values.tolist()] for name, values in found.numbers.items()}
    labels = {name: [column.text(row) for row in range(len(column.codes))] for name, column in found.labels.items()}
    alike = None if found.alike is None else found.alike.tolist()
    return numbers, labels, found.rows.tolist(), alike, found.notes, found.lost


def test_blocks_read_what_single_rows_do() -> None:
    """Numbers bit by bit, labels, row numbers and notes are the same; of a table that cannot be read, the problems."""
    read = compare(150)
    assert 60 < read < 150  # some tables are read, and some are refused


if __name__ == "__main__":
    tables = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{compare(tables, seed=2):,} of {tables:,} tables could be read; all were read alike")
