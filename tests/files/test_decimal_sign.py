"""Decimal point or comma: what a cell proves, what is unclear, and the number under each sign."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.files.decimal_sign import SIGNS, is_unclear, number_with, proof


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("0,95", ","),
        ("1.234,50", ","),
        ("1.234.567", ","),
        ("1.234.567,8", ","),
        ("-3,5", ","),
        ("0,950", ","),  # nobody groups a nought
        ("1234,567", ","),  # nor leaves four digits together
        ("0.95", "."),
        ("12.3456", "."),
        ("1,234.50", "."),
        ("1,234,567", "."),
        (".5", "."),
        ("2.5e-3", "."),
        ("1 234,50", ","),
        ("1\u00a0234,5", ","),
        ("1'234.50", "."),
        ("1.500", None),
        ("1,500", None),
        ("72.500", None),
        ("1500", None),
        ("1.23.456,7", None),  # no way of grouping
        ("1,2,3", None),
        ("v2.4", None),
        ("2025.05.01", None),
        ("", None),
    ],
)
def test_what_a_cell_proves(text: str, sign: str | None) -> None:
    """A cell proves the one sign under which it is a number, and nothing where it is one under both."""
    assert sign == proof(text)


@pytest.mark.parametrize(
    ("text", "unclear"),
    [("1.500", True), ("1,500", True), ("1500", False), ("0,95", False), ("0.950", False), ("a.500", False)],
)
def test_what_is_unclear(text: str, unclear: bool) -> None:
    """Three digits behind one sign, and one to three before it, are a number under either sign."""
    assert unclear == is_unclear(text)


@pytest.mark.parametrize(
    ("text", "comma", "point"),
    [
        ("1.500", "1500", "1.500"),
        ("1,500", "1.500", "1500"),
        ("1.234,50", "1234.50", None),
        ("1,234.50", None, "1234.50"),
        ("12.34,5", None, None),
        ("1 234,5", "1234.5", None),
        ("-0,5", "-0.5", None),
        ("2,5e-3", "2.5e-3", None),
        ("1.2", None, "1.2"),
        ("1,234,567", None, "1234567"),
        ("1.234.567", "1234567", None),
        ("abc", None, None),
        ("1,5,0", None, None),
        ("1.500,.5", None, None),
        ("1,500.,5", None, None),
    ],
)
def test_the_number_under_each_sign(text: str, comma: str | None, point: str | None) -> None:
    """The other sign groups thousands or makes it no number at all."""
    assert (comma and Decimal(comma)) == number_with(text, ",")
    assert (point and Decimal(point)) == number_with(text, ".")


def test_the_signs_by_their_names() -> None:
    """What a user may say of a file, in words."""
    assert {"point": ".", "comma": ","} == SIGNS
