"""How much one file of a tool may hold, and what is said of one that is cut off or cannot be read."""

from __future__ import annotations

import errno
import gzip
import importlib
import shutil
from pathlib import Path

import pytest

from reportgen.energy.importers.read import read_records
from reportgen.problems import InputError

LOGS = Path(__file__).resolve().parents[3] / "sample_data" / "tool_logs"


def refusal(path: Path) -> str:
    """Return the one problem of a log, without its folder."""
    with pytest.raises(InputError) as raised:
        read_records(path)
    (problem,) = raised.value.problems
    return str(problem).replace(f"{path.parent}/", "")


# The bound stands in a module of reportgen.energy.importers; the log holds so many of what is counted.
@pytest.mark.parametrize(
    ("log", "bound", "holds", "expected"),
    [
        ("slurm/sacct_parsable.psv", "slurm.MOST_RECORDS", 2, "sacct_parsable.psv:6: more than 1 jobs (name those"),
        ("slurm/sacct.json", "slurm.MOST_RECORDS", 2, "sacct.json: more than 1 jobs (name those"),
        ("zeus/two_gpus.csv", "zeus._MOST_WINDOWS", 4, "two_gpus.csv:5: more than 3 windows (name a log of the run"),
        ("pyjoules/nested.csv", "pyjoules._MOST_PIECES", 2, "nested.csv:3: more than 1 spans apart (name a file that"),
        (
            "perun/app_2026-11-25T220027.csv",
            "perun_csv.MOST_RECORDS",
            2,
            "app_2026-11-25T220027.csv:30: more than 1 sensors (is this perun's CSV?)",
        ),
        (
            "perun/app_2026-11-25T220027.csv",
            "cells.MOST_RECORDS",
            2,
            "app_2026-11-25T220027.csv:37: more than 1 records (name a file",
        ),
        ("perun/app.json", "cells.MOST_RECORDS", 1, "app.json: more than 0 records (name a file"),
        ("dcgm/dmon.txt", "dcgm.MOST_RECORDS", 2, "dmon.txt:4: more than 1 GPUs (is this a record of DCGM?)"),
        ("mlflow/mlruns", "mlflow.MOST_RECORDS", 1, "mlruns: more than 0 runs (name the experiment or the run"),
        ("codecarbon/emissions_v1.csv", "cells.MOST_RECORDS", 3, "emissions_v1.csv:4: more than 2 records (name a"),
        ("eco2ai/emission.csv", "cells.MOST_RECORDS", 2, "emission.csv:5: more than 1 records (name a file"),
        ("boamps/report_with_unit.json", "cells.MOST_RECORDS", 1, "report_with_unit.json:17: more than 0 records"),
        (
            "carbontracker/two_in_one_process",
            "carbontracker.MOST_RECORDS",
            2,
            "two_in_one_process: more than 1 runs (name a folder that holds only the runs you mean)",
        ),
    ],
)
def test_a_file_may_hold_as_many_as_the_bound(
    monkeypatch: pytest.MonkeyPatch, log: str, bound: str, holds: int, expected: str
) -> None:
    """As many are read as ever, and one more is refused, with its line and what to name in its place."""
    module, name = bound.split(".")
    owner = importlib.import_module(f"reportgen.energy.importers.{module}")
    unbound = read_records(LOGS / log)

    monkeypatch.setattr(owner, name, holds)
    assert unbound == read_records(LOGS / log)

    monkeypatch.setattr(owner, name, holds - 1)
    assert refusal(LOGS / log).startswith(expected)


JSON = LOGS / "scaphandre" / "three_steps.json"


@pytest.mark.parametrize(("more", "refused"), [(0, False), (-1, True)])
def test_a_json_file_may_be_as_large_as_the_bound(monkeypatch: pytest.MonkeyPatch, more: int, refused: bool) -> None:
    """A byte more than is kept in memory is refused."""
    whole = read_records(JSON)
    monkeypatch.setattr("reportgen.energy.importers.json_file.MOST_BYTES", JSON.stat().st_size + more)
    if refused:
        assert refusal(JSON).startswith("three_steps.json: the file is larger than 0 MB (export fewer runs at a time")
    else:
        assert whole == read_records(JSON)


@pytest.mark.parametrize("log", ["scaphandre/three_steps.json", "powermetrics/m_series.plist"])
def test_a_log_in_gzip_that_is_cut_off_is_refused(tmp_path: Path, log: str) -> None:
    """The whole one is read; of the other nobody knows what is missing."""
    path = tmp_path / f"{Path(log).name}.gz"
    packed = gzip.compress((LOGS / log).read_bytes())
    path.write_bytes(packed)
    assert [record.energy_kwh for record in read_records(LOGS / log)] == [
        record.energy_kwh for record in read_records(path)
    ]

    path.write_bytes(packed[:-9])
    said = refusal(path)
    assert said.startswith(f"{path.name}: the gzip file is damaged: ")
    assert said.endswith("(copy it again)")


@pytest.mark.parametrize("log", ["scaphandre/three_steps.json", "powermetrics/m_series.plist", "zeus/two_gpus.csv"])
def test_a_log_on_a_disk_that_fails_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: str) -> None:
    """What the system says is the problem of the file."""
    path = Path(shutil.copy(LOGS / log, tmp_path))

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("reportgen.files.source.Source.binary", fail)
    monkeypatch.setattr("reportgen.files.source.Source.text", fail)
    assert f"{path.name}: cannot be read: Input/output error" == refusal(path)


def test_columns_are_named_for_a_plain_table_alone() -> None:
    """A tool's own record has its own: what is named would count nowhere."""
    with pytest.raises(
        InputError, match=r"columns are named for a plain CSV only \(leave out the columns, or the tool zeus\)"
    ):
        read_records(LOGS / "zeus" / "two_gpus.csv", "zeus", {"power_w": "watts"})


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    """Not with a traceback."""
    with pytest.raises(InputError, match="there is no such file or folder"):
        read_records(tmp_path / "a\0.csv")
