"""Currencies never mix without a given rate."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.figures.figure import Replaced
from tests.inputs.runs import load, problems

RATE = "rates: [{from: USD, to: EUR, rate: 0.9, source: ECB, date: 2026-11-02}]\n"
ROW = "prices: [{task: detection, currency: USD, price: 1, fixed_fee: 100}]\n"


def test_without_a_rate_the_lines_to_paste_are_given(tmp_path: Path) -> None:
    """The built-in price in dollars is a problem of a run in euros, which says what to add."""
    [problem] = problems(tmp_path, "currency: EUR\n")
    assert problem.startswith("built-in prices: the price of object-detection is in USD, the run in EUR")
    assert "prices: [{task: object-detection, price: ..., currency: EUR}]" in problem
    assert "rates: [{from: USD, to: EUR, rate: ..., source: ..., date: ...}]" in problem
    assert "the price is 1.20 USD" in problem


def test_the_lines_to_paste_are_read(tmp_path: Path) -> None:
    """Each of the two lines, with numbers in it, makes the run a report."""
    own = load(tmp_path, "currency: EUR\nprices: [{task: object-detection, price: 1.1, currency: EUR}]\n")
    assert Decimal("1.1") == own.figures["annotation_price"].value
    rated = load(tmp_path, "currency: EUR\n" + RATE)
    assert Decimal("1.080") == rated.figures["annotation_price"].value


def test_a_converted_price_shows_both_and_the_rate(tmp_path: Path) -> None:
    """The listed price in dollars, the rate with its source and the price in euros are figures of the report."""
    report = load(tmp_path, "currency: EUR\n" + RATE)
    figures = report.figures
    assert (Decimal("1.20"), "USD/sample") == (figures["listed_price"].value, figures["listed_price"].unit)
    assert (Decimal("0.9"), "EUR/USD") == (figures["rate.usd_eur"].value, figures["rate.usd_eur"].unit)
    assert "EUR/sample" == figures["annotation_price"].unit
    assert "listed_price * rate.usd_eur" == figures["annotation_price"].formula
    assert ("rate.usd-eur",) == figures["rate.usd_eur"].sources
    assert b'"title": "ECB"' in report.json


def test_the_range_of_a_listed_price_is_converted(tmp_path: Path) -> None:
    """0.25 to 5 USD are 0.225 to 4.5 EUR."""
    figure = load(tmp_path, "currency: EUR\n" + RATE).figures["annotation_price"]
    assert (Decimal("0.225"), Decimal("4.5")) == (figure.low, figure.high)


def test_a_rate_can_be_written_the_other_way(tmp_path: Path) -> None:
    """At 1.25 USD for a euro, 1.20 USD are 0.96 EUR."""
    figures = load(tmp_path, "currency: EUR\nrates: [{from: EUR, to: USD, rate: 1.25}]\n").figures
    assert Decimal("0.96") == figures["annotation_price"].value
    assert "listed_price / rate.eur_usd" == figures["annotation_price"].formula


def test_the_last_rate_counts(tmp_path: Path) -> None:
    """Of two rates for one pair the later one is taken."""
    text = "currency: EUR\nrates: [{from: USD, to: EUR, rate: 0.9}, {from: USD, to: EUR, rate: 0.5}]\n"
    assert Decimal("0.600") == load(tmp_path, text).figures["annotation_price"].value


@pytest.mark.parametrize("rate", ["{from: USD, to: GBP, rate: 0.8}", "{from: CHF, to: EUR, rate: 1}"])
def test_another_rate_is_no_rate(tmp_path: Path, rate: str) -> None:
    """A rate between other currencies does not help, and none is derived."""
    [problem] = problems(tmp_path, f"currency: EUR\nrates: [{rate}]\n")
    assert "no rate is given" in problem


def test_a_set_price_is_in_the_runs_currency(tmp_path: Path) -> None:
    """--set needs no rate, and what it replaces is said in the currency that it was in."""
    figure = load(tmp_path, "currency: EUR\n", settings={"annotation_price": "0.9"}).figures["annotation_price"]
    assert (Decimal("0.9"), "EUR/sample") == (figure.value, figure.unit)
    assert Replaced(Decimal("1.20"), "USD/sample", "built-in", "lightly-report") == figure.replaces


def test_a_set_price_does_not_let_the_fee_through(tmp_path: Path) -> None:
    """Where the price is set and the row's fee is in dollars, the fee still needs a rate, or to be set as well."""
    text = "currency: EUR\n" + ROW
    [problem] = problems(tmp_path, text, settings={"annotation_price": "2"})
    assert "no rate is given" in problem
    figures = load(tmp_path, text + RATE, settings={"annotation_price": "2"}).figures
    assert Decimal(90) == figures["fixed_fee"].value
    figures = load(tmp_path, text, settings={"annotation_price": "2", "fixed_fee": "80"}).figures
    assert Decimal(220080) == figures["annotation_cost_before"].value
    replaced = figures["fixed_fee"].replaces
    assert replaced is not None
    assert "USD" == replaced.unit


def test_without_a_currency_it_is_dollars(tmp_path: Path) -> None:
    """A manifest that names no currency counts in USD."""
    assert "USD" == load(tmp_path).figures["annotation_savings"].unit
