"""The grid and the PUE that training runs are counted with, in words: what nobody named is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.evidence.emissions import emissions

EGRID = "United States, eGRID 2023, direct, 349.674 g/kWh"


@pytest.mark.parametrize(
    ("zone", "pue", "said", "factors"),
    [
        ("US-EGRID", "1.2", f"{EGRID}; PUE 1.2", "1.2 x 349.674 g/kWh"),
        ("US-EGRID", None, f"{EGRID}; PUE 1.54 (no --pue: on-premises)", "1.54 x 349.674 g/kWh"),
        (
            "us-west1",
            None,
            "Google Cloud, Oregon 2024, direct, 79.23 g/kWh; PUE 1.14 (no --pue: cloud)",
            "1.14 x 79.23 g/kWh",
        ),
        (None, "1", "World 2024, life-cycle (no --zone), 472.94 g/kWh; PUE 1", "1 x 472.94 g/kWh"),
        (
            None,
            None,
            "World 2024, life-cycle (no --zone), 472.94 g/kWh; PUE 1.54 (no --pue: on-premises)",
            "1.54 x 472.94 g/kWh",
        ),
    ],
)
def test_what_energies_are_counted_with_is_said(zone: str | None, pue: str | None, said: str, factors: str) -> None:
    """The grid, its year and kind, and the PUE; behind each that is nobody's choice, the option that chooses it."""
    found = emissions(zone, None if pue is None else Decimal(pue))
    assert (said, factors) == (str(found), found.factors)
