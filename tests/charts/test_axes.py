"""Axes: their ends, their round ticks and the texts of these, worked by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.charts.axes import axis, fixed_ticks, padded, round_step, round_ticks, time_ticks
from reportgen.words.numbers import HOUSE


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [
        ("0", "10", 5, ["0", "2", "4", "6", "8", "10"]),
        ("8.3", "27.1", 5, ["5", "10", "15", "20", "25", "30"]),
        ("0.148", "0.234", 4, ["0.10", "0.15", "0.20", "0.25"]),
        ("5", "5", 5, ["4.5", "5.0", "5.5"]),
        ("0", "0", 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    ],
)
def test_axes_hold_both_ends_in_round_steps(low: str, high: str, most: int, expected: list[str]) -> None:
    """From the round number below the lowest to the one above the highest; a single value has room on both sides."""
    found = axis(Decimal(low), Decimal(high), HOUSE, most)
    assert expected == [text for _, text in found.ticks]


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        ("0.395", "0.408", ["0.395", "0.400", "0.405", "0.410"]),
        ("0", "9.5", ["0", "2", "4", "6", "8", "10"]),
        ("0.4", "0.4", ["0.40", "0.41"]),
        ("0", "1.8e-7", ["0", "5 × 10⁻⁸", "1 × 10⁻⁷", "1.5 × 10⁻⁷", "2 × 10⁻⁷"]),
        ("0", "1.8e-5", ["0.000000", "0.000005", "0.000010", "0.000015", "0.000020"]),
    ],
)
def test_ticks_have_equally_many_decimals(low: str, high: str, texts: list[str]) -> None:
    """Round places hold both ends, and one value alone too; tiny ones are all powers of ten."""
    assert texts == [text.replace("\u00a0", " ") for _, text in fixed_ticks(Decimal(low), Decimal(high), HOUSE)]


@pytest.mark.parametrize(
    ("end_s", "expected"),
    [
        ("600", ["0", "2", "4", "6", "8", "10 min"]),
        ("2520", ["0", "10", "20", "30", "40 min"]),
        ("45", ["0", "10", "20", "30", "40 s"]),
        ("7300", ["0", "30", "60", "90", "120 min"]),
        ("20000", ["0", "1", "2", "3", "4", "5 h"]),
        ("1000000", ["0", "2", "4", "6", "8", "10 d"]),
        ("0.5", ["0", "0.2", "0.4 s"]),
        ("0", ["0 s"]),
    ],
)
def test_time_ticks_are_round(end_s: str, expected: list[str]) -> None:
    """At most six steps of a round number of seconds, minutes, hours or days, the last with its unit."""
    assert expected == [text.replace("\u202f", " ") for _, text in time_ticks(Decimal(end_s), HOUSE)]


@pytest.mark.parametrize(
    ("upper", "count", "expected"),
    [
        (2500, 5, (0, 500, 1000, 1500, 2000, 2500)),
        (2499, 5, (0, 500, 1000, 1500, 2000)),
        (1979, 5, (0, 500, 1000, 1500)),
        (0.3, 3, (0, 0.1, 0.2, 0.3)),
        (10, 2, (0, 5, 10)),
        (3e-12, 5, (0, 1e-12, 2e-12, 3e-12)),
        (1e18, 5, (0, 2e17, 4e17, 6e17, 8e17, 1e18)),
        (0, 5, (0,)),
        (-4, 5, (0,)),
    ],
)
def test_ticks_are_round(upper: float, count: int, expected: tuple[float, ...]) -> None:
    """Ticks go up in steps of 1, 2 or 5 times a power of ten, as many as asked at most, exact in print."""
    assert expected == round_ticks(upper, count)


@pytest.mark.parametrize(("upper", "step"), [("2499", "500"), ("0.3", "0.1"), ("0", "1")])
def test_the_step_of_round_ticks(upper: str, step: str) -> None:
    """Exact in decimals, and one where there is nothing to divide."""
    assert Decimal(step) == round_step(Decimal(upper), 5)


@pytest.mark.parametrize(
    ("values", "most", "expected"),
    [
        (["10", "20"], None, ("8.8", "21.2")),
        (["1", "20"], None, ("0", "22.28")),
        (["5"], None, ("4.4", "5.6")),
        (["0"], None, ("0", "1")),
        (["0.5", "0.95"], "1", ("0.446", "1")),
    ],
)
def test_what_the_values_span_is_padded(values: list[str], most: str | None, expected: tuple[str, str]) -> None:
    """By 12 % of the span on each side, or of a value alone, never below zero nor above the most that there can be."""
    found = padded(list(map(Decimal, values)), None if most is None else Decimal(most))
    assert tuple(map(Decimal, expected)) == found
