"""Which inputs move a figure, and the formulas by which it follows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from reportgen.figures.expression import DECIMALS, Name, evaluate, lift, max_, min_
from reportgen.figures.figure import Figure
from reportgen.figures.ledger import Ledger
from reportgen.figures.what_if import movers, program

PRICE, COUNT, FEE, RATE, HOURS = (Name(key) for key in ("price", "count", "fee", "rate", "hours"))


def ledger(**ranges: tuple[str, str]) -> Ledger:
    """A net of 12 × 100 − 50 − 8 × 20 with a part of it by a procedure."""
    found = Ledger()
    for key, value in (("price", "12"), ("count", "100"), ("fee", "50"), ("rate", "20"), ("hours", "8")):
        low, high = map(Decimal, ranges[key]) if key in ranges else (None, None)
        found.add(Figure(key, key, Decimal(value), "1", low=low, high=high, basis="stated"))
    found.compute("saved", PRICE * COUNT, "EUR", "saved")
    found.compute("people", RATE * HOURS, "EUR", "people")
    found.compute("net", Name("saved") - FEE - Name("people"), "EUR", "net")
    return found


def test_what_moves_the_figure_most_comes_first() -> None:
    """A fifth of 1,200 by price or count, of 160 by rate or hours, of 50 by the fee; equals in the order of keys."""
    assert ["count", "price", "hours", "rate", "fee"] == movers("net", ledger())


def test_what_is_below_zero_moves_by_its_size() -> None:
    """A fifth of −500 moves the net by 100, less than the price by 240 and more than the hours by 32."""
    found = ledger()
    found.add(Figure("refund", "refund", Decimal(-500), "1", basis="stated"))
    found.compute("rest", Name("net") + Name("refund"), "EUR", "rest")
    assert ["count", "price", "refund", "hours", "rate", "fee"] == movers("rest", found)


def test_a_range_says_how_far_an_input_goes() -> None:
    """The fee between 0 and 300 moves the net by 300, more than a price from 11 to 13, by 200; none without a width."""
    found = movers("net", ledger(fee=("0", "300"), price=("11", "13"), count=("100", "100")))
    assert ["fee", "count", "price", "hours", "rate"] == found


def test_what_a_procedure_takes_is_fixed() -> None:
    """Hours that a procedure reads as well cannot be followed, nor what it gives."""
    found = ledger()
    found.add(Figure("steps", "steps", Decimal(3), "1", rests_on="stated", inputs=("hours",), procedure="steps/1"))
    found.compute("rest", Name("net") * Name("steps"), "EUR", "rest")
    assert ["count", "price", "rate", "fee"] == movers("rest", found)
    # the net itself does not rest on it
    assert "hours" in movers("net", found)


def test_the_smallest_and_the_largest_let_one_through() -> None:
    """Of min and max only the operand that counts moves the figure; a divisor moves it the other way."""
    found = ledger()
    counts = min_(max_(PRICE, RATE) / HOURS, -lift(-3), COUNT)
    found.compute("least", counts, "1", "least", "no hours")
    assert ["hours", "rate"] == movers("least", found)


def test_a_figure_without_value_is_moved_by_nothing() -> None:
    """What is not known has no slope."""
    found = ledger()
    found.absent("lost", "EUR", "lost", "nobody said")
    assert [] == movers("lost", found)


def test_the_program_has_what_the_inputs_move_and_nothing_else() -> None:
    """With another price the net follows by two formulas; what people cost is a constant of it."""
    found = ledger()
    found.compute("beside", 2 * PRICE, "EUR", "beside")
    computed = program(["net"], ["price"], found)
    assert ["saved", "net"] == [key for key, _ in computed.steps]
    assert {"count": 100, "fee": 50, "people": 160} == computed.constants
    values = {**computed.constants, "price": Decimal(10)}
    for key, expression in computed.steps:
        values[key] = evaluate(expression, values, DECIMALS)
    assert Decimal(790) == values["net"]


def test_no_figure_moves_itself() -> None:
    """Neither a leaf, nor what is assumed where nobody gave it: that follows from what it is reckoned from."""
    found = ledger()
    found.revise(replace(found.compute("share", 2 * FEE, "1", "share"), basis="default"))
    found.compute("twice", 2 * Name("share"), "1", "twice")
    assert [[], ["fee"], ["share"]] == [movers(key, found) for key in ("price", "share", "twice")]
