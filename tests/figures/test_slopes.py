"""How far a figure moves as something below it does, against derivatives by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.figures.expression import Expression, Name, max_, min_
from reportgen.figures.figure import Figure
from reportgen.figures.ledger import Ledger
from reportgen.figures.slopes import slopes
from tests.figures.ledgers import stated

A, B, C = (Name(key) for key in "abc")


def of(expression: Expression, **leaves: str) -> dict[str, Decimal]:
    """The slopes of y, which is this expression of the leaves."""
    ledger = Ledger()
    for key, value in leaves.items():
        ledger.add(Figure(key, key, Decimal(value), "1", basis="stated"))
    ledger.compute("y", expression, "1", "y", zero="no share of nothing")
    values = {key: Decimal(value) for key, value in leaves.items()}
    return slopes("y", [*leaves, "y"], values, ledger)


@pytest.mark.parametrize(
    ("expression", "leaves", "expected"),
    [
        (A + B - C, {"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "1", "c": "-1"}),
        (-A, {"a": "5"}, {"a": "-1"}),
        (A * B * C, {"a": "2", "b": "3", "c": "5"}, {"a": "15", "b": "10", "c": "6"}),
        (A * B, {"a": "0", "b": "3"}, {"a": "3"}),  # a zero still moves the product, its partner no longer
        (A / B, {"a": "6", "b": "4"}, {"a": "0.25", "b": "-0.375"}),
        (A * A, {"a": "7"}, {"a": "14"}),  # both ways into one product
        (min_(A, B), {"a": "2", "b": "3"}, {"a": "1"}),
        (max_(A, B), {"a": "2", "b": "3"}, {"b": "1"}),
        (min_(A, B), {"a": "3", "b": "3"}, {"a": "1"}),  # of equal operands the first
        (max_(A - B, 0) * C, {"a": "2", "b": "9", "c": "4"}, {"c": "0"}),
    ],
)
def test_slopes_by_hand(expression: Expression, leaves: dict[str, str], expected: dict[str, str]) -> None:
    """Each slope is the derivative at these values; what does not move the figure is left out or zero."""
    found = {key: slope for key, slope in of(expression, **leaves).items() if slope and key != "y"}
    assert {key: Decimal(it) for key, it in expected.items() if Decimal(it)} == found


def test_a_chain_multiplies() -> None:
    """y = 3 u and u = a b: dy/da = 3 b = 15, dy/db = 3 a = 6, dy/du = 3."""
    ledger = Ledger()
    for key, value in (("a", "2"), ("b", "5"), ("c", "3")):
        ledger.add(Figure(key, key, Decimal(value), "1", basis="stated"))
    ledger.compute("u", A * B, "1", "u")
    ledger.compute("y", C * Name("u"), "1", "y")
    values = {"a": Decimal(2), "b": Decimal(5), "c": Decimal(3), "u": Decimal(10), "y": Decimal(30)}
    expected = {"a": Decimal(15), "b": Decimal(6), "c": Decimal(10), "u": Decimal(3), "y": Decimal(1)}
    assert expected == slopes("y", ["a", "b", "c", "u", "y"], values, ledger)


def test_a_figure_that_is_assumed_is_an_end() -> None:
    """Below another the slope goes as far as it; its own goes on to what it is reckoned from."""
    ledger = stated({"a": 2, "b": 5, "c": 3})
    ledger.revise(replace(ledger.compute("u", A * B, "1", "u"), basis="default"))
    ledger.compute("y", C * Name("u"), "1", "y")
    values = {key: figure.value for key, figure in ledger.items() if figure.value is not None}
    assert {"y": 1, "c": 10, "u": 3} == slopes("y", ["c", "u", "y"], values, ledger)
    assert {"y": 1, "c": 10, "u": 3} == slopes("y", ["a", "b", "c", "u", "y"], values, ledger)
    assert {"u": 1, "a": 5, "b": 2} == slopes("u", ["a", "b", "u"], values, ledger)
