"""A figure by itself: what it must say, and what it does not claim."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.figures.figure import BASES, COMPUTED, LAYERS, Figure, weakest


def test_a_figure_has_a_value_or_a_reason() -> None:
    """Neither both nor none of the two, and no infinity."""
    for value, reason in ((None, None), (Decimal(1), "why"), (Decimal("inf"), None), (Decimal("nan"), None)):
        with pytest.raises(ValueError, match="a: "):
            Figure("a", "A", value, "1", reason=reason)


@pytest.mark.parametrize(
    ("low", "high", "has_range", "uncertain"),
    [(-1, 1, True, True), (0, 1, True, False), (-1, 0, True, False), (None, 1, False, False), (-1, None, False, False)],
)
def test_a_range_has_both_ends(low: int | None, high: int | None, *, has_range: bool, uncertain: bool) -> None:
    """One end is none; the sign is uncertain where a range goes beyond zero on both sides."""
    least, most = (None if end is None else Decimal(end) for end in (low, high))
    figure = Figure("a", "A", Decimal(0), "1", least, most, basis="stated")
    assert (has_range, uncertain) == (figure.has_range, figure.sign_uncertain)


def test_what_nobody_says_of_a_figure_it_does_not_claim() -> None:
    """A number alone has no range, source, layer, formula or procedure, replaces nothing and rests on nothing."""
    figure = Figure("a", "A", Decimal(1), "1")
    nothing = ("low", "high", "rests_on", "expression", "layer", "replaces", "chosen", "note", "reason", "procedure")
    assert dict.fromkeys((*nothing, "band")) == {key: getattr(figure, key) for key in (*nothing, "band")}
    assert ("computed", (), (), (), ()) == (
        *(figure.basis, figure.sources, figure.inputs, figure.covers, figure.missing),
    )


def test_the_words_for_bases_and_layers_are_a_contract() -> None:
    """They stand in report.json and in its schema: bases from the strongest, layers from the one that counts least."""
    assert (*("measured", "contract", "stated", "list", "literature", "default", "judgement", "estimate"),) == BASES
    assert "computed" == COMPUTED
    assert ("built-in", "company", "project", "manifest", "command line") == LAYERS


def test_the_weakest_of_some_bases() -> None:
    """It is the last in their order; there is none of none."""
    assert "default" == weakest(("contract", "default", "measured"))
    assert weakest(()) is None
