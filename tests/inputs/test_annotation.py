"""What the leaves of a price are told in: units, labels, sources, and the hints of what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.figures.runs import FOUR, run
from tests.inputs.runs import load, problems, write

TIERS = [{"price": 2, "up_to": 50}, {"price": 1}]


def priced(row: dict[str, Any], settings: dict[str, str] | None = None, **more: Any) -> Any:
    """The report of four lines with this price."""
    return run({**FOUR, "prices": [{"task": "detection", **row}], **more}, settings)


@pytest.mark.parametrize(("unit", "example"), [("1k tokens", 512), ("1k characters", 2600), ("1k words", 2)])
def test_how_many_a_sample_has_is_asked_for_by_an_example(tmp_path: Path, unit: str, example: int) -> None:
    """A text has many tokens and more characters; of other things the example is two."""
    [said] = problems(tmp_path, f"prices: [{{task: detection, unit: {unit}, price: 1}}]\n")
    assert f"units_per_sample: {{{unit[3:-1]}: {example}}}" in said


@pytest.mark.parametrize(
    ("row", "more", "unit"),
    [
        ({}, {}, "sample"),
        ({"unit": "box", "units_per_sample": 2}, {}, "unit"),
        ({"unit": "hour", "seconds_per_unit": 50}, {}, "h"),
        ({"unit": "minute", "seconds_per_unit": 50}, {}, "min"),
    ],
)
def test_what_was_used_already_is_counted_as_the_price_is(row: dict[str, Any], more: dict[str, Any], unit: str) -> None:
    """In samples, in units, or in the labeller's time."""
    figures = priced({"tiers": TIERS, "units_already_used": 7, **row}, **more).figures
    assert unit == figures["units_already_used"].unit


def test_a_price_by_time_beside_recordings_says_how_to_name_whose_time_it_is(tmp_path: Path) -> None:
    """An hour of a labeller or of a recording: the hint has the words for both."""
    text = (
        "amounts: {hour: {before: 900, after: 500}}\n"
        "prices: [{task: detection, unit: hour, price: 9, seconds_per_unit: 30}]\n"
    )
    [said] = problems(tmp_path, text)
    assert "the price is per hour, and the manifest has hours of data too" in said
    assert "unit: labelling hour is the labeller's time, audio hour or video hour the data's" in said


def test_tiers_by_a_pace_and_tiers_that_are_reached() -> None:
    """Which of the two rules a price has is what its formulas go by; without either it has none."""
    outlines = [
        priced({"tiers": TIERS, **more}).account.outline
        for more in ({}, {"units_per_month": 5000}, {"tier_rule": "reached"})
    ]
    assert [(False, False), (True, False), (False, True)] == [(it.by_month, it.reached) for it in outlines]


def test_a_table_without_a_source_is_called_by_its_file(tmp_path: Path) -> None:
    """And says that it names none."""
    costs = write(tmp_path, "costs.toml", 'currency = "USD"\n[[prices]]\ntask = "object-detection"\nprice = 1\n')
    report = load(tmp_path, costs=[costs])
    [source] = report.figures["annotation_price"].sources
    assert "costs.toml, no source named" == str(report.account.sources[source]["title"])


def test_tiers_that_are_set_need_no_rate() -> None:
    """The price of each tier of a row in euros is given in the run's dollars: nothing is left to convert."""
    row = {"tiers": TIERS, "currency": "EUR", "source": "list"}
    settings = {"annotation_price_tier_1": "3", "annotation_price_tier_2": "2"}
    figures = priced(row, settings).figures
    # 50 x 3 + 109,950 x 2
    assert 220050 == figures["annotation_cost_before"].value
    assert "rate.eur_usd" not in figures


def test_how_many_the_price_is_for_is_named_with_its_unit() -> None:
    """A price per thousand tokens is for 1,000 of them."""
    figures = priced({"unit": "1k tokens", "price": 1}, units_per_sample={"token": 512}).figures
    assert "Quantity that the price is for (token)" == str(figures["number_in_unit"].label)
