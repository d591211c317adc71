"""What pages print against printed.json, and that against the figures: each difference in a line of its own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reportgen.audit.pages import page_differences
from reportgen.rendering.page_text import printed_page
from tests.audit.reports import made_of

PAGES = [["Avoided 1,250 EUR"], ["110,000 samples, 1,250 EUR"]]


def figure(value: Any, unit: str = "EUR") -> dict[str, Any]:
    return {"label": "x", "value": value, "unit": unit, "basis": "stated"}


def found(pages: list[list[str]] | None = None, figures: Any = None, **changed: Any) -> list[str]:
    """What differs of these pages, where printed.json and the figures are those of PAGES but for the changes."""
    listed = [{"numbers": list(it.numbers), "sha256": it.sha256} for it in map(printed_page, PAGES)]
    savings = {"key": "savings", "text": "1,250", "size": Decimal(1), "pages": [Decimal(1), Decimal(2)]}
    signs = {"decimal": ".", "group": ","}
    printed = {"pages": listed, "printed": [{**savings, **changed}], "signs": signs, "locale": "en"}
    report = made_of({"figures": {"savings": figure(1250)} if figures is None else figures})
    return [str(it) for it in page_differences(printed, PAGES if pages is None else pages, report)]


def test_pages_as_they_were_written() -> None:
    """Nothing differs."""
    assert [] == found()


def test_a_page_too_few_is_told() -> None:
    """By how many are listed; the text of a figure is then not on all of its pages."""
    assert [
        "printed.json: lists 2 pages, and the file has 1",
        'savings: printed as "1,250" on pages [ 1, 2 ], found on [1]',
    ] == found(PAGES[:1])


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        (5, "1, 2, 3, 4, 5"),
        (6, "1, 2, 3, 4, 5 and 1 more"),
        (8, "1, 2, 3, 4, 5 and 3 more"),
    ],
)
def test_of_many_numbers_that_are_not_listed_five_are_named(numbers: int, told: str) -> None:
    """And how many there are beside them."""
    texts = [" and ".join(map(str, range(1, numbers + 1)))]

    assert f"page 2: prints {told}, which printed.json does not list" in found([PAGES[0], [*PAGES[1], *texts]])


@pytest.mark.parametrize(
    ("value", "text", "holds"),
    [
        ("1250", "1,250", True),
        ("1249.6", "1,250", True),
        ("1248", "1,250", False),
        ("1251", "1,250", False),
        ("1254.5", "1,250", True),  # an amount with a part may be rounded to three digits
        ("1260.5", "1,250", False),
        ("-1250", "1,250", True),
    ],
)
def test_a_text_is_a_rounding_of_its_figure(value: str, text: str, holds: bool) -> None:
    """To the digits that it has, a whole number to all of them."""
    assert holds == (found(figures={"savings": figure(Decimal(value))}, text=text) == [])


def test_a_figure_that_is_not_there_cannot_have_been_printed() -> None:
    """One that the report has not."""
    assert ['printed.json: names "savings", which it cannot have printed'] == found(figures={})
