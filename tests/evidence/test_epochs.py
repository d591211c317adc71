"""The first epochs of a training as a CSV."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.evidence.epochs import read_epochs
from reportgen.problems import InputError


def epochs(folder: Path, text: str, epoch: str | None = "epoch") -> tuple[Decimal, ...]:
    path = folder / "epochs.csv"
    path.write_text(text, encoding="utf-8")
    return read_epochs(path, "energy (MJ)", epoch, "epochs.csv")


def test_each_epoch_in_kwh(tmp_path: Path) -> None:
    """3.6 MJ are a kWh."""
    assert (Decimal(1), Decimal("0.5")) == epochs(tmp_path, "epoch,energy (MJ)\n1,3.6\n2,1.8\n")
    assert (Decimal(1), Decimal("0.5")) == epochs(tmp_path, "energy (MJ)\n3.6\n1.8\n", None)


def test_slowly_growing_epochs_are_no_running_total(tmp_path: Path) -> None:
    """A few percent more from one epoch to the next are told apart from sums."""
    assert 4 == len(epochs(tmp_path, "epoch,energy (MJ)\n1,3.6\n2,3.7\n3,3.8\n4,3.9\n"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("epoch,energy (MJ)\n1,3.6\n", "has 1 of the 2 epochs that a prediction needs"),
        ("epoch,energy (MJ)\n1,3.6\n2,\n3,1\n", '"energy (MJ)" is empty or zero in an epoch'),
        ("epoch,energy (MJ)\n1,3.6\n2,0\n", '"energy (MJ)" is empty or zero in an epoch'),
        ("epoch,energy (MJ)\n1,3.6\n1,3.6\n", '"epoch" is 1 twice'),
        ("epoch,energy (MJ)\n1,3.6\n2,7.2\n3,10.9\n4,14.5\n", '"energy (MJ)" grows like a running total'),
        ("epoch,power\n1,3.6\n", "energy (MJ)"),
        ("", ""),
    ],
)
def test_what_cannot_be_predicted_from(tmp_path: Path, text: str, expected: str) -> None:
    """One epoch, gaps, several trainings in one file, running totals, columns that are not there, nothing at all."""
    with pytest.raises(InputError) as raised:
        epochs(tmp_path, text)
    assert expected in str(raised.value.problems[0])
