"""Prices of several parts, least amounts, monthly fees and tiers that are reached: every number worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import reportgen
from tests.figures.runs import run, values_of
from tests.rendering.unspanned import unspanned

BASE: dict[str, Any] = {
    "task": "classification",
    "samples_before": 1000,
    "samples_after": 600,
    "duration": "PT42M",
    "costs": {"licence": 20},
}
PARTS = [
    {"unit": "1M input tokens", "price": 5, "units_per_sample": 2000},
    {"unit": "1M output tokens", "price": 15, "units_per_sample": 200},
    {"unit": "sample", "price": Decimal("0.5"), "share": Decimal("0.1")},
]
SIDES = ("annotation_cost_before", "annotation_cost_after")
REACHED = {"tiers": [{"price": 2, "up_to": 700}, {"price": 1}], "tier_rule": "reached"}


def priced(**row: Any) -> dict[str, Any]:
    """1,000 samples of which 400 are removed, for 20, at this price."""
    return {**BASE, "prices": [{"task": "classification", "currency": "USD", **row}]}


def problems(manifest: dict[str, Any], **settings: str) -> list[str]:
    """What is wrong with the run."""
    return list(advised(manifest, **settings))


def advised(manifest: dict[str, Any], **settings: str) -> dict[str, str]:
    """What is wrong with the run, and what to do about each."""
    with pytest.raises(reportgen.InputError) as raised:
        reportgen.report(settings=settings, **manifest)
    return {problem.message: problem.hint for problem in raised.value.problems}


@pytest.mark.parametrize(
    ("row", "label", "unit"),
    [
        ({"price": 1, "unit": "box", "units_per_sample": 7}, "Not to be labelled (box)", "unit"),
        ({"price": 1, "unit": "1k box", "units_per_sample": 7}, "Not to be labelled (1k box)", "unit"),
        ({"price": 36, "unit": "hour", "seconds_per_unit": 10}, "Not to be labelled (sample)", "sample"),
        (
            {"price": 36, "unit": "hour", "timed_unit": "object", "seconds_per_unit": 10, "units_per_sample": 2},
            "Not to be labelled (object)",
            "unit",
        ),
    ],
)
def test_what_is_counted_for_a_price_is_named(row: dict[str, Any], label: str, unit: str) -> None:
    """By the hour it is what takes the time, else what the price is for."""
    avoided = run(priced(**row)).figures["units_avoided"]
    assert (label, unit) == (avoided.label, avoided.unit)


# Parts


def test_parts_add_up() -> None:
    """Of 1,000 samples 2 million tokens at 5, 0.2 million at 15, and 100 checks at 0.50: 10 + 3 + 50."""
    found = run(priced(parts=PARTS)).figures
    assert [63, Decimal("37.8")] == [found[key].value for key in SIDES]
    of_parts = [found[f"annotation_cost_before.{end}"] for end in ("1m_input_tokens", "1m_output_tokens", "sample")]
    assert [10, 3, 50] == [figure.value for figure in of_parts]
    expected = (
        "annotation_price.1m_input_tokens * samples_to_label_before * units_per_sample.1m_input_tokens "
        "/ number_in_unit.1m_input_tokens"
    )
    assert expected == of_parts[0].formula
    # 5 x 0.002 + 15 x 0.0002 + 0.05
    assert Decimal("0.063") == found["marginal_price"].value
    assert Decimal("317.4603") == round(found["break_even_samples"].value or 0, 4)


def test_the_price_itself_has_no_value() -> None:
    """It says why, names its parts, is not among what nobody gave, and cannot be set."""
    report = run(priced(parts=PARTS))
    price = report.figures["annotation_price"]
    assert (None, "the price has several parts") == (price.value, price.reason)
    assert "annotation_price.1m_input_tokens" in price.inputs
    assert 5 == report.figures["annotation_price.1m_input_tokens"].value
    assert "the sum of its parts" in report.html
    assert "USD\u00a00.50/sample for 10.0% of the samples" in unspanned(report.html)
    not_given = report.html.partition("Not given:")[2][:400]
    assert "Annotation price" not in not_given
    assert ["is computed, not given"] == problems(priced(parts=PARTS), annotation_price="1")


def test_parts_with_discount_and_fees() -> None:
    """The discount is on the parts alone: 63 x 0.9 + 10 + 3 months of 2 seats at 4."""
    values = values_of(
        priced(parts=PARTS, discount=Decimal("0.1"), fixed_fee=10, per_month=4, months=3, seats=2, minimum=1)
    )
    assert [Decimal("90.7"), Decimal("68.02")] == [values[key] for key in SIDES]


def test_a_part_of_the_runs_own_units() -> None:
    """What the manifest says a sample has counts before the row, and what nobody says is asked for."""
    frames = {"unit": "frame", "price": Decimal("0.01")}
    part = {"unit": "sample", "price": 1}
    values = values_of({**priced(parts=[part, {**frames, "units_per_sample": 9}]), "units_per_sample": {"frame": 30}})
    # 1,000 x (1 + 0.30)
    assert 1300 == values["annotation_cost_before"]
    message = "a part of the price is per frame, and nobody said how many a sample has"
    assert [message] == problems(priced(parts=[part, frames]))
    found = reportgen.report(settings={"units_per_sample.frame": "10"}, **priced(parts=[part, frames])).figures
    assert 1100 == found[SIDES[0]].value


def test_hours_of_people_and_a_fee_of_the_platform() -> None:
    """1,000 samples of 0.02 h at 30, and 1,000 at 0.10: 600 + 100."""
    parts = [{"unit": "hour", "price": 30, "units_per_sample": Decimal("0.02")}, {"price": Decimal("0.1")}]
    assert 700 == values_of(priced(parts=parts))[SIDES[0]]


def test_parts_in_another_currency() -> None:
    """Each part is converted at the stated rate: 63 EUR at 1.1."""
    manifest = priced(parts=PARTS, minimum=10)
    manifest["prices"][0]["currency"] = "EUR"
    found = run({**manifest, "rates": [{"from": "EUR", "to": "USD", "rate": Decimal("1.1")}]}).figures
    assert Decimal("69.3") == found[SIDES[0]].value
    assert "listed_price.sample * rate.eur_usd" == found["annotation_price.sample"].formula
    assert Decimal("11") == found["minimum"].value


@pytest.mark.parametrize(
    ("row", "message", "hint"),
    [
        ({"price": 1}, "price does not go with parts", "the price is that of the parts"),
        ({"annotators": 2}, "annotators does not go with parts", "count their work in the units_per_sample of a part"),
        ({"tiers": [{"price": 1}]}, "tiers does not go with parts", "the price is that of the parts"),
        ({"low": 1, "high": 2}, "low does not go with parts", "parts have no range"),
        (
            {"timed_unit": "box"},
            "timed_unit does not go with parts",
            "an hour of a part is counted by its units_per_sample",
        ),
        (
            {"review_share": Decimal("0.1"), "review_price": 1},
            "review_share does not go with parts",
            "a part with a share says what is reviewed",
        ),
        ({"units_per_sample": 2}, "units_per_sample does not go with parts", "give it in each part"),
        ({"unit": "box"}, "the unit box does not go with parts", "each part names its own unit"),
        (
            {"parts": [{"unit": "1m tokens", "price": 1}]},
            'part 1: unit: "m" may be a million or a metre',
            "write the number in digits: 1,000,000 tokens",
        ),
        (
            {"parts": [{"price": 1, "units_per_sample": 2}]},
            "part 1: units_per_sample of what? the price is per sample",
            "name the unit, or give share",
        ),
        (
            {"parts": [{"price": 1, "unit": "hour"}]},
            "part 1: a price per hour needs the time of a sample",
            "units_per_sample, in hours",
        ),
        ({"per_month": 3}, "per_month for how long?", "add months"),
        ({"months": 3}, "months and seats say how often per_month is paid", "add per_month, or leave them out"),
        ({"seats": 3}, "months and seats say how often per_month is paid", "add per_month, or leave them out"),
        (
            {"tier_rule": "reached"},
            "tier_rule says how tiers count, and the row has none",
            "give tiers, or leave it out",
        ),
    ],
)
def test_terms_that_do_not_hold_together(row: dict[str, Any], message: str, hint: str) -> None:
    """What parts cannot have, and half of a fee, is a problem of the row, with what to do about it."""
    assert hint == advised(priced(**{"parts": PARTS, **row})).get(message)


@pytest.mark.parametrize(
    ("field", "hint"),
    [
        ({"price": 1}, "the price is that of the parts"),
        ({"tiers": [{"price": 1}]}, "the price is that of the parts"),
        ({"units_per_sample": 2}, "give it in each part"),
        ({"annotators": 2}, "count their work in the units_per_sample of a part"),
        ({"review_share": Decimal("0.1"), "review_price": 1}, "a part with a share says what is reviewed"),
        ({"low": 1, "high": 2}, "parts have no range"),
        ({"timed_unit": "box"}, "an hour of a part is counted by its units_per_sample"),
    ],
)
def test_what_does_not_go_with_parts_is_said_another_way(field: dict[str, Any], hint: str) -> None:
    """Each names where it goes in a row of parts."""
    with pytest.raises(reportgen.InputError) as raised:
        reportgen.report(**priced(parts=PARTS, **field))
    assert hint in [problem.hint for problem in raised.value.problems]


@pytest.mark.parametrize("key", ["annotators", "review_share", "review_price", "units_per_sample.box"])
def test_what_parts_do_not_take_is_not_set_in_silence(key: str) -> None:
    """A --set that would count nowhere is a problem."""
    assert problems(priced(parts=PARTS), **{key: "1"})


# The least that a batch costs, and fees by the month


@pytest.mark.parametrize(
    ("minimum", "costs", "removed"),
    [
        (600, (1000, 600), 20),
        (700, (1000, 700), 20),
        (980, (1000, 980), 20),
        (981, (1000, 981), None),
        (1100, (1100, 1100), None),
    ],
)
def test_a_minimum(minimum: int, costs: tuple[int, int], removed: int | None) -> None:
    """1,000 samples at 1 each cost 1,000, but never less than the minimum; below it a run of 20 is never paid for."""
    figures = run(priced(price=1, minimum=minimum)).figures
    assert list(costs) == [figures[key].value for key in SIDES]
    assert removed == figures["break_even_samples"].value
    if removed is None:
        rests_on = ("annotation_cost_before", "filtering_cost", "minimum")
        assert rests_on == figures["break_even_samples"].inputs


def test_a_fee_by_the_month() -> None:
    """1,000 at 1, and 3 months of 4 seats at 50; without seats it is one."""
    assert [1600, 1200] == [values_of(priced(price=1, per_month=50, months=3, seats=4))[key] for key in SIDES]
    found = run(priced(price=1, per_month=50, months=3)).figures[SIDES[0]]
    assert 1150 == found.value
    assert "per_month * months + annotation_price * samples_to_label_before" == found.formula


# Tiers that are reached


@pytest.mark.parametrize(
    ("row", "costs"),
    [
        (REACHED, (1000, 1200)),  # 600 reach only the tier at 2
        ({**REACHED, "tier_rule": "marginal"}, (1700, 1200)),
        ({**REACHED, "units_already_used": 101}, (1000, 600)),
        ({**REACHED, "units_already_used": 100}, (1000, 1200)),  # 700 are the last at 2
        ({**REACHED, "discount": Decimal("0.5"), "fixed_fee": 7, "minimum": 600}, (600, 607)),
        ({**REACHED, "review_share": Decimal("0.1"), "review_price": 5}, (1500, 1500)),
    ],
)
def test_tiers_that_are_reached(row: dict[str, Any], costs: tuple[int, int]) -> None:
    """All units have the price of the tier that they reach together, those used before counted with them."""
    assert list(costs) == [values_of(priced(**row))[key] for key in SIDES]


@pytest.mark.parametrize(
    ("row", "said"),
    [({"currency": "EUR"}, "and no rate is given"), ({"unit": "box"}, "and nobody said how many a sample has")],
)
def test_a_price_by_tiers_that_cannot_be_counted_is_a_problem(row: dict[str, Any], said: str) -> None:
    """One line that says what is missing, whatever rests on the price."""
    for tiers in (REACHED, BY_MONTHS):
        (told,) = problems(priced(**{**tiers, **row}))
        assert said in told


def test_fewer_samples_that_cost_more_are_told() -> None:
    """The figure is negative, the price of each side is one, and the page says so on its first page."""
    report = run(priced(**REACHED))
    assert -200 == report.figures["annotation_savings"].value
    assert "annotation_price_reached_after * samples_to_label_after" == report.figures[SIDES[1]].formula
    assert [1, 2] == [report.figures[f"annotation_price_reached_{side}"].value for side in ("before", "after")]
    assert "Labelling costs USD\u00a0200.00 more after filtering" in report.html
    assert "After filtering, all units have the price of a more expensive tier." in [
        title for title, _ in report.page.caveats
    ]


@pytest.mark.parametrize(
    ("bound", "used", "costs"),
    [
        (700, 0, (800, 960, 1200)),
        # 450 units are the last at 2 and cost 900; just beyond it they cost 450
        (450, 0, (450, 480, 900)),
        # so are 550 after 150 that were used before
        (700, 150, (550, 960, 1100)),
    ],
)
def test_the_range_of_a_cost_with_steps(bound: int, used: int, costs: tuple[int, int, int]) -> None:
    """Of 200 labelled samples none to all are kept: 600 to 400 to label, 480 by their share, at 2 up to the bound."""
    tiers = [{"price": 2, "up_to": bound}, {"price": 1}]
    row = {**REACHED, "tiers": tiers, "units_already_used": used}
    figures = run({**priced(**row), "already_labelled": 200}).figures
    cost = figures[SIDES[1]]
    assert list(costs) == [cost.low, cost.value, cost.high]
    assert "cost_at_tier_reached/1" == cost.procedure


BY_MONTHS = {"tiers": [{"price": 2, "up_to": 100}, {"price": 1}], "tier_period": "month", "units_per_month": 300}


@pytest.mark.parametrize(
    ("more", "costs"),
    [
        ({}, (600, 680, 800)),
        ({"fixed_fee": 7, "minimum": 650}, (650, 687, 807)),
        ({"fixed_fee": 7, "minimum": 607}, (607, 687, 807)),
        ({"per_month": 5, "months": 2, "seats": 3}, (630, 710, 830)),
        ({"discount": Decimal("0.5"), "review_share": Decimal("0.5"), "review_price": 2}, (500, 580, 700)),
        # a month of 450 costs 550: 400 units are none, 480 one and 30 more, 600 one and 150 more
        ({"units_per_month": 450}, (500, 610, 800)),
    ],
)
def test_the_range_of_a_cost_by_months(more: dict[str, Any], costs: tuple[int, int, int]) -> None:
    """Of 200 labelled samples none to all are kept: 400 to 600 to label, 480 by their share.

    A month of 300 costs 100 x 2 + 200 = 400, so that 400 cost 400 + 200, 480 cost 400 + 280 and 600 twice 400. With
    half of them reviewed at 2 and half off they cost (600 + 400) / 2, (680 + 480) / 2 and (800 + 600) / 2.
    """
    cost = run({**priced(**{**BY_MONTHS, **more}), "already_labelled": 200}).figures[SIDES[1]]
    assert list(costs) == [cost.low, cost.value, cost.high]
    assert ("cost_by_months/1", None) == (cost.procedure, cost.formula)
