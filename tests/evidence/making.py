"""Tables of runs written for a test, and the evidence of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.evidence.read import read_runs
from reportgen.evidence.runs import Columns, Runs
from reportgen.problems import InputError

ROOT = Path(__file__).resolve().parents[2]
INVENTED = ROOT / "sample_data" / "training" / "invented_runs.csv"
SIMPLE = Columns(("g",), "energy (kWh)", "acc")
STUDY = Columns(
    ("architecture", "training environment"),
    "energy (MJ)",
    "f1-score",
    per="total seen images",
    duration="training duration (h)",
    device="gpu model",
)

HEAD = "g,energy (kWh),acc\n"
# What is said to do about a cell.
WRITE_A_NUMBER = "write 0.5 with a decimal point, and nothing where the number is not known"
MEND = "mend the row, or leave the cell empty"


def written(folder: Path, text: str | bytes, name: str = "runs.csv") -> Path:
    """Return a file that holds the text."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def runs_of(folder: Path, text: str | bytes, columns: Columns = SIMPLE) -> Runs:
    """Return the runs of a table with this text."""
    return read_runs(written(folder, text), columns, "runs.csv")


def energies(runs: Runs) -> list[Decimal]:
    """Return the energy in kWh per denominator of each usable run."""
    return [runs.energy_kwh(int(row)) for row in runs.usable.nonzero()[0]]


def problems_of(folder: Path, text: str | bytes, columns: Columns = SIMPLE) -> list[str]:
    """Return what is wrong with a table, each problem on one line."""
    with pytest.raises(InputError) as caught:
        runs_of(folder, text, columns)
    lines = [str(problem) for problem in caught.value.problems]
    assert not [line for line in lines if "\n" in line]
    return lines
