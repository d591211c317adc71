"""A column of a table that stands there twice, with other cells: it is refused where it is read."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from reportgen.energy.importers.read import read_records
from reportgen.energy.record import Record
from reportgen.problems import InputError

LOGS = Path("sample_data/tool_logs")
# Tables whose first line is their header, each with the sign between its cells.
TABLES = {
    "amd-smi/watched.csv": ",",
    "boamps/flattened.csv": ",",
    "codecarbon/emissions_pue.csv": ",",
    "codecarbon/emissions_tasks.csv": ",",
    "eco2ai/emission.csv": ",",
    "nvidia-smi/two_gpus.csv": ",",
    "perun/app_2026-11-25T220027.csv": ",",
    "pyjoules/result.csv": ";",
    "rocm-smi/instant.csv": ",",
    "slurm/sacct_parsable.psv": "|",
    "wide-csv/grafana.csv": ",",
    "wide-csv/powerjoular.csv": ",",
    "zeus/two_gpus.csv": ",",
}


def with_twice(content: str, sign: str, place: int) -> str:
    """The table with a second column of this one's name at its end, whose cells are those of the row before."""
    header, *rows = list(csv.reader(io.StringIO(content), delimiter=sign))
    others = [row[place] if len(row) > place else "" for row in [rows[-1], *rows[:-1]]]
    written = io.StringIO()
    lines = [[*header, header[place]], *([*row, other] for row, other in zip(rows, others, strict=True))]
    csv.writer(written, delimiter=sign, lineterminator="\n").writerows(lines)
    return written.getvalue()


def outcome(folder: Path, name: str, content: str) -> list[Record] | str:
    """The records of the table in a folder of its own, or the problem with it."""
    path = folder / Path(name).name
    path.write_text(content, encoding="utf-8")
    try:
        return read_records(path)
    except InputError as error:
        return str(error)


@pytest.mark.parametrize(("name", "sign"), TABLES.items())
def test_each_column(tmp_path: Path, name: str, sign: str) -> None:
    """Of each tool's table: it is read as without the second one, or refused."""
    content = (LOGS / name).read_text(encoding="utf-8-sig")
    alone = outcome(tmp_path, name, content)
    for place, column in enumerate(next(csv.reader([content.splitlines()[0]], delimiter=sign))):
        found = outcome(tmp_path, name, with_twice(content, sign, place))
        assert isinstance(found, str) or found == alone, column


def test_the_time_of_a_run_is_not_guessed(tmp_path: Path) -> None:
    """CodeCarbon's start follows from its timestamp: of two of them the last was taken in silence."""
    name = "codecarbon/emissions_pue.csv"
    content = with_twice((LOGS / name).read_text(encoding="utf-8-sig"), ",", 0)

    said = f'{tmp_path}/emissions_pue.csv:1: two columns are called "timestamp" (leave one of them out)'
    assert said == outcome(tmp_path, name, content)
