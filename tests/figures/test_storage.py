"""What storage saves once what was removed is deleted: worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reportgen.figures.storage import add_storage, stores
from tests.figures.ledgers import stated, told
from tests.figures.runs import outline_of

D = Decimal
LEAVES: dict[str, Any] = {
    "storage_per_gb_month": "0.02",
    "storage_kwh_per_gb_year": "0.01",
    "storage_months": 6,
    "storage_copies": 2,
    "pue": "1.2",
    "grid_intensity": "0.5",
}
LABELS = {
    "storage_savings": ("CHF", "Storage not paid (estimate)"),
    "storage_energy_savings": ("kWh", "Energy of storage avoided"),
    "storage_co2_savings": ("kgCO2e", "CO2e of storage avoided, on the run's own grid"),
}


@pytest.mark.parametrize(
    ("removed", "kept", "values"),
    [
        # 500 GB for half a year, twice: 500 x 0.02 x 6 x 2, 500 x 0.01 / 2 x 2, and that x 1.2 x 0.5
        (500, False, ("120", "5", "3")),
        # zero of none, whatever the rest is
        (0, False, ("0", "0", "0")),
        (None, False, (None, None, None)),
        (500, True, ("0", "0", "0")),
        (None, True, ("0", "0", "0")),
        (500, None, None),
    ],
)
def test_what_storage_saves(removed: int | None, values: tuple[str | None, ...] | None, *, kept: bool | None) -> None:
    """Nothing where it is kept, none that is known without gigabytes, and no figure where nobody speaks of storage."""
    leaves = {**LEAVES, **({} if removed is None else {"amount_removed.gigabyte": removed})}
    ledger = stated(leaves)
    add_storage(ledger, outline_of(currency="CHF", storage_kept=kept))
    expected = {} if values is None else dict(zip(LABELS, (it and D(it) for it in values), strict=True))
    assert {key: (value, *LABELS[key]) for key, value in expected.items()} == told(ledger, stated(leaves))
    assert stores(ledger) == (expected.get("storage_co2_savings") == 3)


def test_why_storage_saves_nothing_that_is_known() -> None:
    """Nobody said how many gigabytes were removed, or that they are deleted."""
    unknown, still = stated(LEAVES), stated(LEAVES)
    add_storage(unknown, outline_of(storage_kept=False))
    add_storage(still, outline_of(storage_kept=True))
    for key in ("storage_savings", "storage_energy_savings"):
        assert "how many gigabytes were removed is not known" == unknown[key].reason
        assert ("what was removed is not deleted, so no storage is saved", "stated") == (
            *(still[key].chosen, still[key].rests_on),
        )
