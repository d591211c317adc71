"""Bars in the cells of a table: where they begin and how long they are, in percent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.charts.bars import Bar, bars_in_a_row, kept_and_taken


def test_each_bar_begins_where_the_last_ended() -> None:
    """A quarter, then five eighths of eight."""
    bars = bars_in_a_row([("r1", Decimal(2)), ("est", Decimal(5))], Decimal(8))
    assert (("r1", "0.000", "25.000"), ("est", "25.000", "62.500")) == bars


def test_parts_of_nothing_have_no_length() -> None:
    """A whole of zero divides nothing."""
    assert (("r1", "0.000", "0.000"),) == bars_in_a_row([("r1", Decimal(0))], Decimal(0))


@pytest.mark.parametrize(
    ("kept", "taken", "whole", "expected"),
    [
        ("60", "0", "80", (("k", "0", "75.000"),)),
        ("60", "20", "80", (("k", "0", "75.000"), ("r1", "75.000", "25.000"))),
        ("9999", "1", "10000", (("k", "0", "99.990"), ("r1", "99.100", "0.900"))),
        ("200", "300", "100", (("k", "0", "100.000"), ("r1", "0.000", "100.000"))),
        ("0", "0", "0", ()),
    ],
)
def test_kept_from_the_left_and_taken_at_its_end(kept: str, taken: str, whole: str, expected: tuple[Bar, ...]) -> None:
    """What was taken stays visible and inside the cell, however little or much it is."""
    assert expected == kept_and_taken(Decimal(kept), Decimal(taken), Decimal(whole))
