"""What the manifest says of storage: what is needed, what is usual, and what cannot be."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.inputs.runs import load, problems

AMOUNTS = "amounts: {gigabyte: {before: 100, after: 40}}\n"


def test_what_nobody_says_of_storage_is_usual(tmp_path: Path) -> None:
    """One copy; 0.65 Wh a terabyte-hour in three copies, 8,760 h, from one to SSDs at 1.2 Wh in six."""
    text = f"{AMOUNTS}storage: {{per_gb_month: 0.5, months: 10, deleted: true}}\n"
    figures = load(tmp_path, text).figures
    assert (Decimal(1), "default") == (figures["storage_copies"].value, figures["storage_copies"].basis)
    energy = figures["storage_kwh_per_gb_year"]
    year = Decimal(8760) / 1_000_000
    assert (Decimal("0.65") * 3 * year, Decimal("0.65") * year, Decimal("1.2") * 6 * year) == (
        energy.value,
        energy.low,
        energy.high,
    )
    assert ("default", ("storage-energy", "ccf-storage")) == (energy.basis, energy.sources)
    assert Decimal(300) == figures["storage_savings"].value


def test_storage_needs_its_gigabytes(tmp_path: Path) -> None:
    """What is deleted is of some size, and nobody guesses it; of what is kept no size is needed."""
    [problem] = problems(tmp_path, "storage: {per_gb_month: 0.5, months: 10, deleted: true}\n")
    expected = "run.yaml:5: $.storage: is of gigabytes, and nobody said how many there were"
    assert f"{expected} (amounts: {{gigabyte: {{before: ..., after: ...}}}})" == problem
    assert Decimal(0) == load(tmp_path, "storage: {months: 10}\n").figures["storage_savings"].value


def test_gigabytes_by_another_name_are_found(tmp_path: Path) -> None:
    """GB is a gigabyte."""
    text = "amounts: {gb: {before: 100, after: 40}}\nstorage: {per_gb_month: 1, months: 1, deleted: true}\n"
    assert Decimal(60) == load(tmp_path, text).figures["storage_savings"].value


def test_without_months_nothing_is_known(tmp_path: Path) -> None:
    """For how long it would have lain there is no usual time."""
    figures = load(tmp_path, f"{AMOUNTS}storage: {{per_gb_month: 1, deleted: true}}\n").figures
    for key in ("storage_savings", "storage_energy_savings"):
        assert (None, "months of storage not given") == (figures[key].value, figures[key].reason)
    assert ("storage_energy_savings",) == figures["net_energy_savings"].missing


def test_whether_it_is_deleted_is_not_left_open(tmp_path: Path) -> None:
    """The key without a value is no answer."""
    [problem] = problems(tmp_path, f"{AMOUNTS}storage: {{months: 1, deleted: }}\n")
    assert problem.startswith("run.yaml:6: $.storage.deleted: expected true or false, found nothing")


def test_every_input_of_storage_may_be_set(tmp_path: Path) -> None:
    """60 GB x 2 x 3 x 4, and 60 x 0.1 kWh x 3 / 12 x 4."""
    settings = {
        "storage_per_gb_month": "2",
        "storage_months": "3",
        "storage_copies": "4",
        "storage_kwh_per_gb_year": "0.1",
    }
    figures = load(tmp_path, f"{AMOUNTS}storage: {{deleted: true}}\n", settings=settings).figures
    assert (Decimal(1440), Decimal(6)) == (
        figures["storage_savings"].value,
        figures["storage_energy_savings"].value,
    )
