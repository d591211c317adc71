"""A price of several parts as formulas: what each costs on a side, and of one sample."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.figures.expression import show
from reportgen.figures.outline import AmountOutline, PartOutline
from reportgen.figures.price_parts import add_parts, price_of_a_sample
from tests.figures.ledgers import stated
from tests.figures.runs import outline_of

TOKENS = AmountOutline("token", Decimal(1), shared=False)


@pytest.mark.parametrize(
    ("part", "cost", "sample"),
    [
        (((), "", None), "p * samples_to_label_after", "p"),
        ((("u", "s"), "", None), "p * samples_to_label_after * u * s", "p * u * s"),
        ((("u",), "n", None), "p * samples_to_label_after * u / n", "p * u / n"),
        (((), "n", TOKENS), "p * amount_after.token / n", "p * amount_per_removed.token / n"),
    ],
)
def test_what_a_part_costs(part: tuple[tuple[str, ...], str, AmountOutline | None], cost: str, sample: str) -> None:
    """Its price times what it counts, over the number of things that the price is for."""
    outline = outline_of(currency="CHF", parts=(PartOutline("a", "frame", "p", *part),))
    ledger = stated(dict.fromkeys(("p", "u", "s", "n", "samples_to_label_after", "amount_after.token"), 2))
    assert "annotation_cost_after.a" == show(add_parts(ledger, outline, "after", "after filtering"))
    figure = ledger["annotation_cost_after.a"]
    assert (cost, "CHF", "Cost of labelling after filtering: frame") == (figure.formula, figure.unit, figure.label)
    assert sample == show(price_of_a_sample(outline))


def test_parts_are_added_up() -> None:
    """In their order."""
    parts = tuple(PartOutline(slug, slug, f"p_{slug}", (), "", None) for slug in "ab")
    ledger = stated({"p_a": 1, "p_b": 2, "samples_to_label_after": 3})
    outline = outline_of(parts=parts)
    assert "annotation_cost_after.a + annotation_cost_after.b" == show(add_parts(ledger, outline, "after", ""))
    assert "p_a + p_b" == show(price_of_a_sample(outline))
