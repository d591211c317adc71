"""The account of money on the cover: each line with its arithmetic and amount, and which bars are outlined."""

from __future__ import annotations

from decimal import Decimal

import pytest

import reportgen
from reportgen.page.sections.verdict import display_ends
from reportgen.page.writer import Writer
from tests.figures.runs import FOUR
from tests.page.test_covers import cover, plain

NOT_STATED = "not stated: compute, people and electricity"
LEDGERS: list[tuple[str, list[str]]] = [
    ("four lines", ["Labels not bought | 37,500 × 1.20 | 45,000"]),
    ("gross", ["Labels not bought | 37,500 × 1.00 | 37,500"]),
    (
        "contract",
        [
            "Labels not bought | 37,500 × 1.00 | 37,500",
            f"Filtering | 500.00; {NOT_STATED} | −500",
            "= Net |  | 37,000",
        ],
    ),
    (
        "list",
        [
            "Labels not bought | 37,500 × 1.00 | 37,500",
            f"Filtering | 500.00; {NOT_STATED} | −500",
            "= Net |  | 37,000",
        ],
    ),
    (
        "estimate",
        [
            "Labels not bought | 37,500 × 1.00 | 37,500 (outlined)",
            f"Filtering | 500.00; {NOT_STATED} | −500",
            "= Net |  | 37,000",
        ],
    ),
    (
        "storage",
        [
            "Labels not bought | 37,500 × 1.20 | 45,000",
            "Storage not paid | 10 GB × 1.00 × 12 | 120 (outlined)",
            "= Gross |  | 45,120",
        ],
    ),
    (
        "band net",
        [
            "Labels not bought | confidential | 20,000 to 50,000",
            f"Filtering | 500.00; {NOT_STATED} | −500",
            "= Net |  | 19,000 to 50,000",
        ],
    ),
    ("band gross", ["Labels not bought | confidential | 20,000 to 50,000"]),
    (
        "nothing free",
        ["Labels not bought |  | 0 (outlined)", f"Filtering | licence; {NOT_STATED} | 0", "= Net |  | 0"],
    ),
    (
        "language model",
        [
            "Labels not bought | 750 × 0.0001 | 0.08",
            "Training not run | 0.75 × 748,676.71 h × 2.95 | 1,656,447.23",
            "Filtering | 3 h × 4.00 + 2 h × 60.00; not stated: licence | −132.00",
            "= Net |  | 1,656,315.30",
        ],
    ),
]


def lines(name: str) -> list[str]:
    """The lines of a run's account."""
    ledger = cover(name).ledger
    assert ledger is not None
    return [
        f"{'= ' if line.is_net else ''}{line.label} | {plain(line.factors)} | {plain(str(line.amount))}"
        f"{' (outlined)' if line.bar is not None and line.bar.estimated else ''}"
        for line in ledger.lines
    ]


@pytest.mark.parametrize(("name", "expected"), LEDGERS, ids=[name for name, _ in LEDGERS])
def test_the_account_line_by_line(name: str, expected: list[str]) -> None:
    """The amounts add up to the last; what is stated or surer, or has a range, is filled."""
    assert expected == lines(name)


def test_the_sides_of_the_zero_line_are_named_where_there_is_something() -> None:
    """Spent on the left and avoided on the right, of a gross and of a net below zero too."""
    for name, sides in (
        ("gross", ("", "avoided")),
        ("contract", ("spent", "avoided")),
        ("nothing cost", ("spent", "")),
    ):
        ledger = cover(name).ledger
        assert ledger is not None
        assert sides == (ledger.head.spent_word, ledger.head.avoided_word)


@pytest.mark.parametrize(
    ("currency", "removed", "unit"),
    [
        ("USD", 9_999_999, "USD"),
        ("USD", 10_000_000, "million USD"),
        ("JPY", 99_999_999, "JPY"),
        ("JPY", 100_000_000, "million JPY"),
    ],
)
def test_from_where_on_amounts_stand_in_millions(currency: str, removed: int, unit: str) -> None:
    """Ten million of what has coins, a hundred million of what has none and so takes less room."""
    price = {"task": "detection", "price": 1, "currency": currency}
    run = {"currency": currency, "samples_before": removed, "samples_after": 0, "prices": [price]}
    ledger = reportgen.report(**{**FOUR, **run}).page.first.ledger
    assert ledger is not None
    assert unit == ledger.unit


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("9e6", "12e6", ("9.0", "12 million")),
        ("-21e6", "9e6", ("−21", "9.0 million")),
        ("0.94e6", "12e6", ("940,000", "12 million")),
        ("1", "12e6", ("1.00", "12 million")),
        ("0", "12e6", ("0", "12 million")),
        ("5e8", "5e9", ("500 million", "5.0 billion")),
        ("9e19", "1.1e20", ("90,000,000 trillion", "1.1 × 10²⁰")),
        ("9.98e6", "10.1e6", ("10 million", "10 million")),
        ("2e6", "9e6", ("2,000,000", "9,000,000")),
    ],
)
def test_the_ends_of_a_range_of_money_share_a_word(low: str, high: str, expected: tuple[str, str]) -> None:
    """It stands once where each end is at least one of it, and ends that read the same are the same text."""
    made = reportgen.report(**FOUR)
    found = display_ends(Writer(made.account, 2, made.language), Decimal(low), Decimal(high), 2)
    assert expected == tuple(plain(text) for text in found)
