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


@pytest.mark.parametrize(
    ("energies", "is_total"),
    [
        # three that climb are too few to tell sums from epochs that grow
        ((1, 2, 3), False),
        ((1, 2, 3, 4), True),
        # from half of n times the first on: 2 times of four epochs, 2.5 times of five
        ((10, 11, 12, 20), True),
        ((10, 11, 12, 19), False),
        ((10, 11, 12, 13, 25), True),
        ((10, 11, 12, 13, 24), False),
        # a total never falls nor stands still
        ((1, 3, 2, 4), False),
        ((1, 2, 2, 4), False),
        ((4, 3, 2, 1), False),
    ],
)
def test_a_running_total_is_told_from_epochs_that_grow(
    tmp_path: Path, energies: tuple[int, ...], is_total: bool
) -> None:
    """Sums of about equal epochs climb always, and to n times the first; a prediction from them would be far too high.

    Growing epochs and short files are believed.
    """
    text = "energy (MJ)\n" + "".join(f"{energy}\n" for energy in energies)
    if not is_total:
        assert len(energies) == len(epochs(tmp_path, text, None))
        return
    with pytest.raises(InputError, match="grows like a running total"):
        epochs(tmp_path, text, None)


def test_an_epoch_without_a_number_is_no_repetition(tmp_path: Path) -> None:
    """Two blank cells are not the same epoch twice."""
    assert 2 == len(epochs(tmp_path, "epoch,energy (MJ)\n,3.6\n,3.6\n"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "epoch,energy (MJ)\n1,3.6\n",
            ": has 1 of the 2 epochs that a prediction needs (a single epoch does not show how much they vary)",
        ),
        (
            "epoch,energy (MJ)\n1,3.6\n2,\n3,1\n",
            ': "energy (MJ)" is empty or zero in an epoch (measure every epoch)',
        ),
        ("epoch,energy (MJ)\n1,3.6\n2,0\n", ': "energy (MJ)" is empty or zero in an epoch (measure every epoch)'),
        ("epoch,energy (MJ)\n1,3.6\n1,3.6\n", ': "epoch" is 1 twice (one training, a line for each epoch)'),
        (
            "epoch,energy (MJ)\n1,3.6\n2,7.2\n3,10.9\n4,14.5\n",
            ': "energy (MJ)" grows like a running total (give what each epoch drew by itself)',
        ),
        ("epoch,power\n1,3.6\n", ':1: there is no column "energy (MJ)" (known: epoch, power)'),
        ("", ": the file is empty (a table of runs has a header and a row for each run)"),
    ],
)
def test_what_cannot_be_predicted_from(tmp_path: Path, text: str, expected: str) -> None:
    """One epoch, gaps, several trainings in one file, running totals, columns that are not there, nothing at all."""
    with pytest.raises(InputError) as raised:
        epochs(tmp_path, text)
    assert [f"epochs.csv{expected}"] == [str(problem) for problem in raised.value.problems]
