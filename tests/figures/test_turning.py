"""What turns a result round: the zero of the net in one leaf, by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.figures.expression import Expression, Name, max_
from reportgen.figures.figure import Figure
from reportgen.figures.turning import turning_points
from reportgen.inputs.keys import can_be
from tests.figures.ledgers import stated
from tests.figures.runs import BOXES, FOUR, ROUND, report_of, run

FILTERING = {"costs": {"compute_per_hour": 4, "person_hours": 2, "hourly_rate": 60}}


def zeros(manifest: dict[str, object], key: str = "net_savings") -> dict[str, Decimal]:
    """By leaf, where the figure is zero, to 20 digits."""
    found = turning_points(key, run(manifest).figures, can_be)
    return {it.leaf: it.value.quantize(Decimal("1e-20")) for it in found}


def test_each_leaf_by_hand() -> None:
    """The net is 400 x 2 + 96 - 10 - 3 x 50 - 40 = 696 EUR: at a price of 0.26, at 16.92 hours, at 282 EUR an hour."""
    found = zeros(ROUND)
    assert (Decimal("0.26"), Decimal("16.92"), Decimal(282), Decimal(736)) == tuple(
        found[key] for key in ("annotation_price", "person_hours", "hourly_rate", "licence")
    )
    assert Decimal(30 * 60) + 1800 * Decimal("69.6") == found["duration_s"]


def test_a_leaf_that_is_reckoned_where_nobody_gave_it() -> None:
    """Of 100 labelled samples 60 are taken to be kept: with k kept the net is 600 + 2k + 96 - 716, zero at 10."""
    found = zeros({**ROUND, "already_labelled": 100, "costs": {**ROUND["costs"], "licence": 556}})
    assert Decimal(10) == found["already_labelled_after"]


def test_the_nearest_comes_first() -> None:
    """What has to change least by its own size; a leaf that is zero now has no size and comes last."""
    found = turning_points("net_savings", run({**ROUND, "already_labelled": 0}).figures, can_be)
    figures = run(ROUND).figures
    changes = [abs(it.value / figures.value(it.leaf) - 1) for it in found if figures.value(it.leaf)]
    assert sorted(changes) == changes
    assert len(changes) > 5
    assert "already_labelled_before" == found[-1].leaf


def test_a_zero_on_another_piece_is_found() -> None:
    """54,000 boxes are in the second tier; the net is zero at (18,000 + 122 / 0.063) / 3 images, in the first."""
    found = zeros({**BOXES, **FILTERING, "samples_before": 18000, "samples_after": 6000})
    units = 18000 + 122 / Decimal("0.063")
    assert (units / 3).quantize(Decimal("1e-20")) == found["samples_before"]


def test_a_leaf_that_moves_nothing_turns_nothing() -> None:
    """Both sides fill the first tier: its price is on both and cancels out."""
    found = zeros({**BOXES, **FILTERING})
    assert "annotation_price_tier_1" not in found
    assert "annotation_price_tier_2" in found


def test_what_cannot_be_is_left_out() -> None:
    """No price below nothing turns a net that filtering saves: no price is negative, and no PUE below one."""
    saved = zeros({**ROUND, "costs": {"person_hours": 0, "hourly_rate": 50, "compute_per_hour": 0, "licence": 0}})
    assert "annotation_price" not in saved
    assert "pue" not in zeros(ROUND, "net_co2_savings")


def test_what_touches_zero_at_its_end_does_not_turn() -> None:
    """Without a gram in the grid nothing is emitted or avoided, and no grid has less."""
    assert "grid_intensity" not in zeros(ROUND, "net_co2_savings")
    assert "training_runs" in zeros(ROUND, "net_co2_savings")


def test_a_leaf_that_moves_a_procedure_is_left_out() -> None:
    """How many months are full follows the samples by a procedure; the price of a tier moves none."""
    found = {it.leaf for it in turning_points("net_savings", report_of("tiers by month at a pace").figures, can_be)}
    assert "samples_before" not in found
    assert "hourly_rate" in found


@pytest.mark.parametrize("manifest", [FOUR, {**ROUND, "samples_after": 1000, "costs": {"licence": 0}}])
def test_what_has_no_sign_has_no_turning_point(manifest: dict[str, object]) -> None:
    """A net that is not known, and one that is zero."""
    assert {} == zeros(manifest)


@pytest.mark.parametrize(
    ("key", "value", "can"),
    [
        ("annotation_price", "0", True),
        ("annotation_price", "-0.01", False),
        ("annotation_price", "0.3333333333333333333333333333333333", True),
        ("discount", "1", True),
        ("discount", "1.01", False),
        ("pue", "0.99", False),
        ("samples_after", "10.5", True),
        ("samples_after", "-1", False),
        ("annotators", "0.9", False),
        ("samples_after", "1.1e18", False),
        ("duration_s", "0", False),
        ("duration_s", "0.5", True),
        ("net_savings", "1", False),
    ],
)
def test_what_a_leaf_can_be(key: str, value: str, can: bool) -> None:
    """Its bounds, whatever its digits; a computed figure is no leaf."""
    assert can == can_be(key, Decimal(value))


A, B, C = (Name(key) for key in "abc")


def turned(expression: Expression, allowed: Callable[[str, Decimal], bool] = lambda *_: True) -> list[tuple[str, str]]:
    """Where each of the leaves 5, 3 and 7 turns round what the expression gives."""
    ledger = stated({"c": 7, "b": 3, "a": 5})
    ledger.add(Figure("steps", "Steps", Decimal(2), "1", inputs=("c",), procedure="steps/1"))
    ledger.compute("y", expression, "1", "y", zero="nothing there")
    return [(it.leaf, f"{round(it.value, 3).normalize():f}") for it in turning_points("y", ledger, allowed)]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (A - B, [("a", "3"), ("b", "5")]),
        # at nothing itself
        (2 * A, [("a", "0")]),
        # factors of one product change alike, so that they stand by their names
        (C * B * A - 25, [("a", "1.19"), ("b", "0.714"), ("c", "1.667")]),
        # by so little that the last of the 34 digits, which are rounded, would say otherwise
        (A * B * C / 9 - Decimal("11.66666661"), [("a", "5"), ("b", "3"), ("c", "7")]),
        # a divisor may have to grow, or to shrink to less than half
        (12 / A - 2, [("a", "6")]),
        (C / A - B, [("a", "2.333"), ("b", "1.4"), ("c", "15")]),
        (C / (A * B) - 7, [("a", "0.333"), ("b", "0.2"), ("c", "105")]),
        (C / (A * A * A) - B, [("a", "1.326"), ("b", "0.056"), ("c", "375")]),
        # what falls to zero and stays there does not turn
        (max_(6 * A - A * A - 4, 0), []),
        # what a procedure gives is no leaf, and neither is what moves one
        (A * Name("steps") - B, [("a", "1.5"), ("b", "10")]),
    ],
)
def test_turning_points_of_formulas(expression: Expression, expected: list[tuple[str, str]]) -> None:
    """The value of one leaf at which the figure is zero, the one that needs change least first."""
    assert expected == turned(expression)


def test_a_zero_on_a_curve_is_found_to_the_last_digits() -> None:
    """The square of a is 3 at the root of it, which several steps come near to."""
    ledger = stated({"c": 7, "b": 3, "a": 5})
    ledger.compute("y", A * A - B, "1", "y")
    found = {it.leaf: it.value for it in turning_points("y", ledger, lambda *_: True)}
    assert abs(found["a"] - Decimal("1.732050807568877293527446341505872")) < Decimal("1e-27")


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        (lambda _, value: value != 3, ["b"]),
        # nothing beyond
        (lambda _, value: value >= 3, ["b"]),
        (lambda _, value: value <= 5, ["a"]),
        (lambda leaf, _: leaf == "a", ["a"]),
    ],
)
def test_a_leaf_turns_where_it_may_be_and_beyond(allowed: Callable[[str, Decimal], bool], expected: list[str]) -> None:
    """5 - 3 is zero at 3 and below for the one, at 5 and above for the other."""
    assert expected == [leaf for leaf, _ in turned(A - B, allowed)]


def test_a_figure_that_is_assumed_turns_by_what_it_is_reckoned_from() -> None:
    """To others it is a leaf."""
    ledger = stated({"a": 5, "b": 3})
    ledger.revise(replace(ledger.compute("u", A - B, "1", "u"), basis="default"))
    ledger.compute("y", Name("u") - 1, "1", "y")
    assert [("a", Decimal(3)), ("b", Decimal(5))] == [
        (it.leaf, it.value) for it in turning_points("u", ledger, lambda *_: True)
    ]
    assert [("u", Decimal(1))] == [(it.leaf, it.value) for it in turning_points("y", ledger, lambda *_: True)]
