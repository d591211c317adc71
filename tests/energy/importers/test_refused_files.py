"""Files of which nothing certain is left, by tool: each is refused for its own reason, and the sentence says it."""

from __future__ import annotations

import gzip
import os
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers.cells import Stages, later
from reportgen.energy.importers.read import read_records
from reportgen.energy.record import RecordedStage
from reportgen.problems import InputError
from tests.energy.importers.sources import SAMPLES

DMON = "#Date       Time        gpu    pwr\n#YYYYMMDD   HH:MM:SS    Idx      W\n"


@dataclass(frozen=True)
class Refused:
    """A file, the tool that is said, if any, and what must be told of it."""

    content: str | bytes
    told: str
    tool: str | None = None
    name: str = "log"


REFUSED = {
    "a power in horses": Refused(
        "timestamp, power.draw [hp]\n2026/11/21 20:00:00.000, 1\n", "the unit hp is not known"
    ),
    "dmon without its first lines": Refused(
        " 20261121   20:00:00      0     50\n 20261121   20:00:01      0     50\n",
        "no header line such as '#Date Time gpu pwr' stands above it",
        "nvidia-smi-dmon",
    ),
    "jobs that lie too deep": Refused(
        '{"it": {"jobs": [{"job_id": 1, "tres": {}}]}}', "there is no list of jobs in the file", "slurm"
    ),
    "steps that are a number": Refused(
        '{"jobs": [{"job_id": 1, "tres": {}, "steps": 3}]}', "$.jobs[0].steps is no list", "slurm"
    ),
    "a job without a number": Refused('{"jobs": [{"tres": {}, "job_id": null}]}', "$.jobs[0] has no job_id", "slurm"),
    "damaged gzip of JSON": Refused(
        gzip.compress((SAMPLES / "perun" / "app.json").read_bytes(), mtime=0)[:-300],
        "the gzip file is damaged",
        "perun",
        "app.json.gz",
    ),
    "a database in gzip": Refused(
        gzip.compress((SAMPLES / "mlflow" / "mlflow.db").read_bytes(), mtime=0),
        "a packed database is not read",
        "mlflow",
        "mlflow.db.gz",
    ),
}


def problem(path: Path, tool: str | None = None, columns: dict[str, str] | None = None) -> str:
    """The first problem with the file."""
    with pytest.raises(InputError) as raised:
        read_records(path, tool, columns)
    return str(raised.value.problems[0])


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_is_refused_for_its_own_reason(tmp_path: Path, case: str) -> None:
    """The sentence names what is wrong."""
    it = REFUSED[case]
    path = tmp_path / it.name
    path.write_bytes(it.content.encode() if isinstance(it.content, str) else it.content)
    assert it.told in problem(path, it.tool)


def test_columns_are_for_a_table_of_ones_own(tmp_path: Path) -> None:
    """Who names columns beside a tool's file is told which of the two to leave out."""
    path = tmp_path / "emissions.csv"
    path.write_bytes(next(SAMPLES.glob("codecarbon/**/emissions.csv")).read_bytes())
    told = problem(path, "codecarbon", {"time": "a", "power_w": "b"})
    assert "columns are named for a plain CSV only (leave out the columns, or the tool codecarbon)" in told


def test_what_is_neither_file_nor_folder_is_refused(tmp_path: Path) -> None:
    """A pipe would be waited for without end."""
    os.mkfifo(tmp_path / "pipe")
    assert "this is neither a file nor a folder (name a file that stays on disk)" in problem(tmp_path / "pipe")


def test_a_row_of_dmon_whose_gpu_is_no_index_costs_itself(tmp_path: Path) -> None:
    """Of three rows a second apart the one in the middle is lost, and said."""
    rows = [f" 20261121   20:00:0{second}      {gpu}     50\n" for second, gpu in ((0, "0"), (1, "x"), (2, "0"))]
    (tmp_path / "log").write_text(DMON + "".join(rows), encoding="utf-8")
    [record] = read_records(tmp_path / "log")
    assert any("gpu is 'x', no index of a GPU" in it for it in record.warnings)


@pytest.mark.parametrize(
    ("count", "told"),
    [(1000, ()), (1002, ("only the first 1,000 stages are shown, 2 are not; the sum holds them all",))],
)
def test_stages_beyond_the_most_are_counted(count: int, told: tuple[str, ...]) -> None:
    """Of 1,002 stages 1,000 are kept and two are said; of 1,000 none is."""
    stages = Stages()
    for number in range(count):
        stages.add(RecordedStage(str(number), None, None))
    assert (1000, told) == (len(stages.kept), stages.warnings)


def test_there_is_no_time_after_the_last_day() -> None:
    """A duration that leads beyond the year 9999 leaves the end unknown."""
    start = datetime(9999, 12, 31, 23, 59, 58)
    assert datetime(9999, 12, 31, 23, 59, 59) == later(start, Decimal(1))
    assert later(start, Decimal(3)) is None
    assert later(None, Decimal(1)) is None
