"""What is left of the savings after the filtering's own energy, emissions and cost: worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reportgen.figures.ledger import Ledger
from reportgen.figures.net import add_net_by_given_factor, add_net_energy, add_net_savings, add_own_training
from tests.figures.ledgers import stated, told
from tests.figures.runs import outline_of

PARTS = ("licence", "people")


def money(saved: dict[str, int | None], cost: int | None, *, unlabelled: bool = False) -> Ledger:
    """Savings and cost of a filtering of which the people's time is not known."""
    ledger = stated(saved)
    if cost is None:
        ledger.absent("filtering_cost", "EUR", "cost", "not said", missing=PARTS)
    else:
        ledger.add(stated({"licence": cost})["licence"])
        ledger.sum_of_known("filtering_cost", ["licence"], "EUR", "cost", "not said")
    add_net_savings(ledger, outline_of(currency="EUR", unlabelled=unlabelled))
    return ledger


@pytest.mark.parametrize(
    ("saved", "gross", "net", "covers", "missing"),
    [
        (
            {"annotation_savings": 90, "training_cost_savings": 10},
            100,
            60,
            ("annotation_savings", "training_cost_savings"),
            (),
        ),
        (
            {"annotation_savings": 90, "training_cost_savings": None},
            90,
            50,
            ("annotation_savings",),
            ("training_cost_savings",),
        ),
        (
            {"annotation_savings": None, "training_cost_savings": 10},
            10,
            -30,
            ("training_cost_savings",),
            ("annotation_savings",),
        ),
        (
            {"annotation_savings": 90, "training_cost_savings": None, "storage_savings": 5},
            *(95, 55, ("annotation_savings", "storage_savings"), ("training_cost_savings",)),
        ),
    ],
)
def test_a_net_is_over_what_is_known(
    saved: dict[str, int | None], gross: int, net: int, covers: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    """40 of cost less; it names what it holds, the cost's parts among it, and what it lacks."""
    ledger = money(saved, 40)
    assert (Decimal(gross), "EUR", covers, missing) == (
        *(ledger["gross_savings"].value, ledger["gross_savings"].unit),
        *(ledger["gross_savings"].covers, ledger["gross_savings"].missing),
    )
    found = ledger["net_savings"]
    assert (Decimal(net), "EUR", (*covers, "licence"), missing) == (
        found.value,
        found.unit,
        found.covers,
        found.missing,
    )
    assert ("Avoided cost, gross (estimate)", "Avoided cost, net of filtering (estimate)") == (
        *(ledger["gross_savings"].label, found.label),
    )


@pytest.mark.parametrize(
    ("saved", "cost", "unlabelled", "reason", "missing"),
    [
        (10, None, False, "filtering cost not stated", PARTS),
        (
            *(None, 40, False, "neither annotation nor training has a price"),
            ("annotation_savings", "training_cost_savings"),
        ),
        (
            *(None, 40, True, "nothing is labelled, and the training that is avoided has no price"),
            ("training_cost_savings",),
        ),
        # what was spent is the reason before what was saved
        (None, None, True, "filtering cost not stated", ("training_cost_savings", *PARTS)),
    ],
)
def test_a_net_that_is_not_known_says_why(
    saved: int | None, cost: int | None, reason: str, missing: tuple[str, ...], *, unlabelled: bool
) -> None:
    """Where nobody gave a cost, or nothing that is saved has a price; it names what it lacks."""
    both = {"annotation_savings": saved, "training_cost_savings": saved}
    found = money(both, cost, unlabelled=unlabelled)["net_savings"]
    assert (None, reason, missing, "EUR") == (found.value, found.reason, found.missing, found.unit)


@pytest.mark.parametrize(
    ("storage", "value", "covers", "missing"),
    [
        ({}, 6, (), ()),
        (
            {"storage_energy_savings": 5},
            *(11, ("training_energy_savings", "storage_energy_savings", "filtering_energy"), ()),
        ),
        # what the training avoids is not known, so that neither is the net
        (
            {"storage_energy_savings": 5, "training_energy_savings": None},
            *(None, ("training_energy_savings", "storage_energy_savings", "filtering_energy"), ()),
        ),
        (
            {"storage_energy_savings": None},
            *(6, ("training_energy_savings", "filtering_energy"), ("storage_energy_savings",)),
        ),
    ],
)
def test_a_net_of_energies(
    storage: dict[str, int | None], value: int | None, covers: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    """8 kWh of training less 2 of filtering, and what storage does not draw where the run speaks of it."""
    ledger = stated({"training_energy_savings": 8, "filtering_energy": 2, **storage})
    add_net_energy(ledger, outline_of())
    found = ledger["net_energy_savings"]
    assert (None if value is None else Decimal(value), "kWh", covers, missing) == (
        found.value,
        found.unit,
        found.covers,
        found.missing,
    )
    assert "Energy avoided, net of filtering" == found.label


STATED = {"co2_per_sample": 1, "co2_savings": 9, "filtering_co2": 2}
OWN = {
    "co2_savings.own": 9,
    "filtering_co2": 2,
    "samples_removed": 4,
    "training_runs": 3,
    "training_energy_per_sample.own": 5,
}


@pytest.mark.parametrize(
    ("leaves", "net"),
    [
        (STATED, 7),
        ({**STATED, "storage_co2_savings": 3}, 10),
        ({**STATED, "storage_co2_savings": None}, 7),
        ({**STATED, "filtering_co2": None}, None),
        ({**STATED, "co2_per_sample": None}, None),
    ],
)
def test_a_net_by_the_companys_own_factor(leaves: dict[str, Any], net: int | None) -> None:
    """9 kg less 2 of filtering, with storage where that is known; none where the factor or the filtering is not."""
    ledger = stated(leaves)
    add_net_by_given_factor(ledger, outline_of())
    label = "CO2e avoided by the company's own factor, net of filtering"
    expected = {} if net is None else {"net_co2_savings.stated": (net, "kgCO2e", label)}
    assert expected == told(ledger, stated(leaves))


@pytest.mark.parametrize(("more", "net"), [({}, 7), ({"storage_co2_savings": 3}, 10)])
def test_a_net_by_the_own_training(more: dict[str, int], net: int) -> None:
    """4 samples of 5 kWh in 3 runs; 9 kg less 2 of filtering, with storage where that is known."""
    ledger = stated({**OWN, **more})
    add_own_training(ledger, outline_of())
    assert {
        "training_energy_savings.own": (60, "kWh", "Training energy avoided, your own training"),
        "net_co2_savings.own": (net, "kgCO2e", "CO2e avoided by your own training, net of filtering"),
    } == told(ledger, stated({**OWN, **more}))
    without = {key: value for key, value in OWN.items() if key != "co2_savings.own"}
    ledger = stated(without)
    add_own_training(ledger, outline_of())
    assert {} == told(ledger, stated(without))
