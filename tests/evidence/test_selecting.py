"""What finding a training took: every run of a table that has an energy, those that do not count apart."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.evidence.groups import OutlierRule, groups_of
from reportgen.evidence.selecting import selecting
from tests.evidence.making import SIMPLE, runs_of

EPOCHS = "g,run_id,epoch,energy (kWh),acc,State\n"
HISTORY = "a,1,1,2,0.5,finished\na,1,2,3,0.6,finished\na,2,1,4,0.5,crashed\na,2,2,5,0.6,crashed\n"


def test_epochs_of_a_crashed_run_are_one_run_too(tmp_path: Path) -> None:
    """2 + 3 kWh of the run that finished, 4 + 5 kWh of the one that crashed."""
    found = selecting(runs_of(tmp_path, EPOCHS + HISTORY))

    assert (1, Decimal(5), 1, Decimal(9)) == (found.counted, found.counted_kwh, found.aside, found.aside_kwh)


def test_rows_of_which_it_cannot_be_told_which_are_one_run_are_not_known(tmp_path: Path) -> None:
    """Crashed rows of one identity that go back in time: what they took is not known, and no part of it is said."""
    broken = "a,2,2,4,0.5,crashed\na,2,1,5,0.6,crashed\na,2,2,6,0.6,crashed\n"
    found = selecting(runs_of(tmp_path, EPOCHS + HISTORY.partition("a,2")[0] + broken))

    assert (1, None) == (found.counted, found.aside_kwh)


@pytest.mark.parametrize(("ranges", "expected"), [("1.5", (4, 1)), ("300", (5, 0))])
def test_outliers_are_counted_apart(tmp_path: Path, ranges: str, expected: tuple[int, int]) -> None:
    """Of 1, 1, 2, 2 and 100 kWh the last is left out by 1.5 ranges of the quartiles and by 300 it is not."""
    runs = runs_of(tmp_path, "g,energy (kWh),acc\n" + "".join(f"a,{kwh},0.9\n" for kwh in (1, 1, 2, 2, 100)))
    found = selecting(runs, groups_of(runs, OutlierRule(Decimal(ranges))))

    assert expected == (found.counted, found.aside)
    assert Decimal(106) == found.counted_kwh + (found.aside_kwh or 0)


def test_energy_is_that_of_whole_runs(tmp_path: Path) -> None:
    """A denominator divides what is compared, not what was drawn."""
    columns = replace(SIMPLE, per="images")
    found = selecting(runs_of(tmp_path, "g,energy (kWh),acc,images\na,3,0.9,1000\n", columns))

    assert Decimal(3) == found.counted_kwh


def test_runs_whose_energy_is_not_known_are_counted(tmp_path: Path) -> None:
    """One that finished without a measurement, two that crashed so, and a damaged row; what is known is told apart."""
    rows = "a,1,0.9,finished\na,,0.9,finished\na,5,0.9,crashed\na,,0.9,crashed\na,0,0.9,failed\na,inf,0.9,finished\n"
    runs = runs_of(tmp_path, "g,energy (kWh),acc,State\n" + rows)
    for groups in (None, groups_of(runs)):
        found = selecting(runs, groups)
        assert (1, Decimal(1), 1, Decimal(5), 4) == (
            found.counted,
            found.counted_kwh,
            found.aside,
            found.aside_kwh,
            found.unknown,
        )
