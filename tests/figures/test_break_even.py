"""The price of one sample more or less, and how many removed samples pay for a run: every term of a price by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reportgen.figures.break_even import add_break_even
from reportgen.figures.figure import Figure
from tests.figures.ledgers import stated
from tests.figures.runs import outline_of, run, values_of

D = Decimal
REVIEW = {"review_share": D("0.5"), "review_price": D("0.02")}  # a hundredth more for each unit
DISCOUNT = {"discount": D("0.5")}
BOXES = {"unit": "box", "units_per_sample": 2}
TIERS = [{"price": D("0.08"), "up_to": 1000}, {"price": D("0.05")}]


def manifest(
    licence: Decimal | str | int, samples: int = 1000, labelled: int = 0, amounts: Any = None, **row: Any
) -> dict[str, Any]:
    """A run whose filtering costs its licence, at the one price of the row."""
    return {
        "task": "segmentation",
        "samples_before": samples,
        "samples_after": samples // 2,
        "duration": 60,
        "already_labelled": labelled,
        "prices": [{"task": "segmentation", **row}],
        "costs": {"licence": D(licence)},
        "amounts": amounts or {},
    }


def break_even(licence: Decimal | str, **more: Any) -> Figure:
    """The break-even of such a run."""
    return run(manifest(licence, **more)).figures["break_even_samples"]


@pytest.mark.parametrize(
    ("row", "price"),
    [
        ({}, "2"),
        (REVIEW, "2.01"),
        (DISCOUNT, "1"),
        ({**REVIEW, **DISCOUNT}, "1.005"),
        # 3 boxes by 2 labellers are 6 units
        ({**REVIEW, **DISCOUNT, "unit": "box", "units_per_sample": 3, "annotators": 2}, "6.03"),
        # 500 tokens are half a unit
        ({**REVIEW, **DISCOUNT, "unit": "1k tokens", "units_per_sample": 500}, "0.5025"),
        # 1,800 s are half an hour, and 30 s half a minute
        ({**REVIEW, **DISCOUNT, "unit": "hour", "seconds_per_unit": 1800}, "0.5025"),
        ({**REVIEW, **DISCOUNT, "unit": "minute", "seconds_per_unit": 30}, "0.5025"),
        # a fee is paid for the batch, whatever its size
        ({"fixed_fee": 100}, "2"),
    ],
)
def test_one_sample_more_or_less(row: dict[str, Any], price: str) -> None:
    """The marginal price is that by which one sample changes the cost, and a run that costs 50 of it is paid by 50."""
    values = values_of(manifest(50 * D(price), price=2, **row))
    fewer = values_of(manifest(0, 999, price=2, **row))
    costs = values["annotation_cost_before"], fewer["annotation_cost_before"]
    assert costs[0] is not None
    assert costs[1] is not None
    assert (D(price), D(price), D(50)) == (values["marginal_price"], costs[0] - costs[1], values["break_even_samples"])


@pytest.mark.parametrize(
    ("licence", "more", "samples"),
    [
        # 1,000 samples are 2,000 boxes, half of them at 0.05: 20 / 0.05 are 400 boxes
        ("20", BOXES, "200"),
        # 1,000 x 0.05 and 100 x 0.08
        ("58", BOXES, "550"),
        # all 2,000 of them, and not a cent more
        ("130", BOXES, "1000"),
        ("0", BOXES, "0"),
        # after 600 units the 2,000 are 400 x 0.08 and 1,600 x 0.05: 80 and 100 x 0.08
        ("88", {**BOXES, "units_already_used": 600}, "850"),
        # the first tier just used up, and long so: 1,160 x 0.05
        ("58", {**BOXES, "units_already_used": 1000}, "580"),
        ("58", {**BOXES, "units_already_used": 1500}, "580"),
        # 1,000 x 0.06 and 100 x 0.09
        ("69", {**BOXES, **REVIEW}, "550"),
        # 1,000 x 0.025 and 100 x 0.04
        ("29", {**BOXES, **DISCOUNT}, "550"),
        # 1,000 x 0.03 and 100 x 0.045
        ("34.5", {**BOXES, **REVIEW, **DISCOUNT}, "550"),
        # 1,600 x 0.03 and 100 x 0.045
        ("52.5", {**BOXES, **REVIEW, **DISCOUNT, "units_already_used": 600}, "850"),
        # the fee is not saved
        ("58", {**BOXES, "fixed_fee": 40}, "550"),
        # of 800 samples without label, 1,600 boxes: 600 x 0.05 and 100 x 0.08
        ("38", {**BOXES, "labelled": 200}, "350"),
        # two labellers of one box
        ("58", {"unit": "box", "units_per_sample": 1, "annotators": 2}, "550"),
        # 4,000 samples of half a unit: 1,100 units are 2,200 samples
        ("58", {"samples": 4000, "unit": "minute", "seconds_per_unit": 30}, "2200"),
        ("58", {"samples": 4000, "unit": "hour", "seconds_per_unit": 1800}, "2200"),
        ("58", {"samples": 4000, "unit": "1k characters", "units_per_sample": 500}, "2200"),
        # 2 boxes of half an hour each are one unit
        (
            "58",
            {"samples": 2000, "unit": "hour", "timed_unit": "box", "units_per_sample": 2, "seconds_per_unit": 1800},
            "1100",
        ),
        # all boxes at 0.05 cost 100: 80 are 1,600 boxes, 400 fewer
        ("20", {**BOXES, "tier_rule": "reached"}, "200"),
        # a full month of 1,000 x 0.08 and 1,000 x 0.05, of which 400 x 0.05 go first
        ("20", {**BOXES, "tier_period": "month", "units_per_month": 2000}, "200"),
        # 40 hours are 2,400 minutes, of which a removed sample had 0.04 hours: 960 x 0.05 are 400 samples
        ("48", {"unit": "audio minute", "amounts": {"hour": {"before": 40, "after": 20}}}, "400"),
        # a unit that a sample has none of costs nothing; a run that cost nothing is paid by none
        ("0", {**BOXES, "units_per_sample": 0}, "0"),
        ("0", {"unit": "hour", "seconds_per_unit": 0}, "0"),
    ],
)
def test_break_even_under_tiers(licence: str, more: dict[str, Any], samples: str) -> None:
    """Removed units come off the top, the last tier first, with review and discount in each tier's price."""
    assert D(samples) == break_even(licence, tiers=TIERS, **more).value


@pytest.mark.parametrize(
    ("licence", "more"),
    [
        ("130.01", BOXES),
        ("100.01", {**BOXES, "units_already_used": 1500}),
        ("0.01", {**BOXES, "units_per_sample": 0}),
        ("0.01", {"unit": "hour", "seconds_per_unit": 0}),
    ],
)
def test_a_break_even_out_of_reach(licence: str, more: dict[str, Any]) -> None:
    """A cent more than all of the labelling costs is paid by no number of samples."""
    figure = break_even(licence, tiers=TIERS, **more)
    assert (None, "even removing every sample would not pay for the run") == (figure.value, figure.reason)


@pytest.mark.parametrize(
    ("minimum", "labelling", "cost", "samples", "reason"),
    [
        (980, 1000, 20, 10, None),
        (981, 1000, 20, None, "even removing every sample would not pay for the run"),
        (1000, 1000, 0, 0, None),
        # what the labelling costs without filtering is not known, but a sample's price is
        (981, None, 20, 10, None),
        (981, 1000, None, None, "filtering_cost not said"),
    ],
)
def test_a_least_charge_stops_where_it_is_met(
    minimum: int, labelling: int | None, cost: int | None, samples: int | None, reason: str | None
) -> None:
    """Removing samples at 2 each saves no more once a batch costs the least."""
    leaves = {"minimum": minimum, "annotation_cost_before": labelling, "filtering_cost": cost, "marginal_price": 2}
    ledger = stated(leaves)
    add_break_even(ledger, outline_of())
    found = ledger["break_even_samples"]
    assert (None if samples is None else D(samples), reason) == (found.value, found.reason)
    assert ("sample", "Removed samples that pay for the filtering run") == (found.unit, found.label)


@pytest.mark.parametrize(
    ("row", "procedure"),
    [
        ({"tiers": TIERS}, "break_even_under_tiers/1"),
        ({"tiers": TIERS, "tier_rule": "reached"}, "break_even_at_tiers/1"),
        ({"tiers": TIERS, "tier_period": "month", "units_per_month": 600}, "break_even_by_months/1"),
        ({"price": 2}, None),
    ],
)
def test_each_way_that_tiers_count_has_its_procedure(row: dict[str, Any], procedure: str | None) -> None:
    """Whether the run is paid for or not; under a single price it is a formula."""
    for licence in ("1", "100000"):
        figure = break_even(licence, **row)
        assert (procedure, procedure is None) == (figure.procedure, figure.formula is not None)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"tiers": TIERS}, "the price goes by tiers"),
        ({"parts": [{"price": 2}, {"unit": "1k samples", "price": 1}]}, "the price has several parts"),
        ({"price": 2, "minimum": 1}, "a batch has a minimum charge"),
    ],
)
def test_there_is_no_one_price_at_which_the_net_is_zero(row: dict[str, Any], reason: str) -> None:
    """Under tiers, parts or a least charge the cost does not follow a price of a unit; the figure says which."""
    figure = run(manifest(10, **row)).figures["break_even_price"]
    assert (None, reason, None) == (figure.value, figure.reason, figure.formula)


def test_a_break_even_needs_the_cost_of_filtering() -> None:
    """Where nobody said it, that is the reason, under tiers as under one price."""
    for price in ({"price": 2}, {**BOXES, "tiers": TIERS}):
        figure = run({**manifest(1, **price), "costs": {}}).figures["break_even_samples"]
        assert (None, "filtering cost not stated") == (figure.value, figure.reason)


@pytest.mark.parametrize(
    ("more", "inputs"),
    [
        (BOXES, {"units_before", "units_per_sample.box"}),
        ({**BOXES, "annotators": 2}, {"units_before", "units_per_sample.box", "annotators"}),
        ({**BOXES, **DISCOUNT}, {"units_before", "units_per_sample.box", "discount"}),
        ({**BOXES, **REVIEW}, {"units_before", "units_per_sample.box", "review_share", "review_price"}),
        ({**BOXES, "units_already_used": 5}, {"units_before", "units_per_sample.box", "units_already_used"}),
        ({"unit": "minute", "seconds_per_unit": 30}, {"labelling_minutes_before", "seconds_per_unit"}),
        ({}, {"samples_to_label_before"}),
        (
            {"unit": "1k characters", "units_per_sample": 500},
            {"units_before", "units_per_sample.character", "number_in_unit"},
        ),
        (
            {"unit": "1k tokens", "amounts": {"token": {"before": 900_000, "after": 400_000}}},
            {"units_before", "amount_per_removed.token", "number_in_unit"},
        ),
    ],
)
def test_what_a_break_even_under_tiers_rests_on(more: dict[str, Any], inputs: set[str]) -> None:
    """Every term that moves it is among its inputs, beside the cost and the prices, and the weakest one is told."""
    figure = break_even("20", tiers=TIERS, basis="judgement", **more)
    always = {"filtering_cost", "annotation_price_tier_1", "annotation_price_tier_2"}
    assert (always | inputs, "judgement") == (set(figure.inputs), figure.rests_on)
    assert "break_even_under_tiers/1" == figure.procedure
