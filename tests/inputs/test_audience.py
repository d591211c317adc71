"""What an external audience does not see of a confidential price: each of its terms, wherever it stands."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.files.json_text import dumps
from reportgen.inputs.audience import WITHHELD, band_of
from reportgen.manifest.cost_row import CostRow
from tests.figures.runs import FOUR

D = Decimal
ROW: dict[str, Any] = {
    "task": "object-detection",
    "unit": "box",
    "units_per_sample": 3,
    "price": 2,
    "confidential": True,
}
TIERS = {"price": None, "tiers": [{"price": 2, "up_to": 50}, {"price": 1}], "units_already_used": 7}

PARTS = {
    "price": None,
    "units_per_sample": None,
    "unit": "sample",
    "parts": [{"price": 1, "share": D("0.1")}, {"price": 2, "unit": "frame", "units_per_sample": 3}],
    "minimum": 4,
    "per_month": 5,
    "months": 6,
}


def keys(
    folder: Path, audience: str, row: dict[str, Any], settings: dict[str, str] | None = None, **run: Any
) -> set[str]:
    """The keys of the figures that the audience sees with a value."""
    path = folder / "run.json"
    path.write_text(dumps({**FOUR, "prices": [{**ROW, **row}], **run}), encoding="utf-8")
    figures = reportgen.load(path, audience=audience, settings=settings).figures
    return {key for key in figures if figures.known(key)}


@pytest.mark.parametrize(
    ("row", "run", "terms"),
    [
        ({}, {}, {"annotation_price", "units_per_sample.box", "units_before", "marginal_price"}),
        ({"annotators": 3}, {}, {"annotators"}),
        ({"review_share": D("0.1"), "review_price": 1}, {}, {"review_share", "review_price"}),
        ({"fixed_fee": 5}, {}, {"fixed_fee"}),
        ({"discount": D("0.1")}, {}, {"discount"}),
        ({"seconds_per_unit": 8}, {}, {"seconds_per_unit", "annotator_hours_saved"}),
        (TIERS, {}, {"annotation_price_tier_1", "annotation_price_tier_2", "units_already_used"}),
        (
            {"units_per_sample": None, **PARTS},
            {},
            {"annotation_price.sample", "part_share.sample", "minimum", "months"},
        ),
        ({**TIERS, "units_already_used": None, "units_per_month": 7}, {}, {"units_per_month", "full_months_before"}),
        ({**TIERS, "tier_rule": "reached"}, {}, {"annotation_price_reached_before"}),
        ({"unit": "1k box"}, {}, {"number_in_unit"}),
        (
            {"currency": "EUR"},
            {"rates": [{"from": "EUR", "to": "USD", "rate": D("1.1")}]},
            {"listed_price", "rate.eur_usd", "annotation_price"},
        ),
    ],
    ids=[
        "price",
        "labellers",
        "review",
        "fee",
        "discount",
        "time",
        "tiers",
        "parts",
        "months",
        "reached",
        "thousands",
        "rate",
    ],
)
def test_each_term_of_a_confidential_row_is_withheld(
    tmp_path: Path, row: dict[str, Any], run: dict[str, Any], terms: set[str]
) -> None:
    """An internal audience sees it; an external one sees neither it nor what follows from it."""
    internal, external = (keys(tmp_path, audience, row, **run) for audience in ("internal", "external"))
    named = reportgen.load(tmp_path / "run.json").figures
    assert terms <= internal
    assert set() == terms & external
    assert {"samples_removed", "co2_savings"} <= external
    assert [] == [
        key for key in named if key.startswith(("full_months", "annotation_price_", "annotation_cost_before."))
    ]
    assert {"annotation_savings", "annotation_cost_before"} & external == set()


def test_what_the_run_itself_counts_does_not_tell_the_unit_of_the_price(tmp_path: Path) -> None:
    """The manifest tells how many frames and tokens a sample has, the report no more of the one paid for."""
    for unit in ("frame", "token"):
        found = keys(tmp_path, "external", {"unit": unit}, units_per_sample={"frame": 4, "token": 40})
        assert [] == [key for key in found if key.startswith("units_per_sample")]
    assert "units_per_sample.box" in keys(tmp_path, "internal", {}, units_per_sample={"box": 4})


def test_a_number_of_the_command_line_is_a_term_of_the_price(tmp_path: Path) -> None:
    """Whoever sets it may know it from the supplier, whatever the manifest counts."""
    setting = {"units_per_sample.box": "5"}
    assert "units_per_sample.box" not in keys(tmp_path, "external", {}, setting, units_per_sample={"box": 4})


@pytest.mark.parametrize("terms", [{}, {"discount": D("0.1")}, {"review_share": D("0.1"), "review_price": 1}, TIERS])
def test_the_price_at_which_a_run_pays_says_nothing_of_a_confidential_one(
    tmp_path: Path, terms: dict[str, Any]
) -> None:
    """Whatever terms the row has, with a cost of filtering that is known: no value, no formula and one reason."""
    path = tmp_path / "run.json"
    costs = {"person_hours": 2, "hourly_rate": 60}
    manifest = {**FOUR, "prices": [{**ROW, **terms}], "costs": costs, "units_per_sample": {"box": 4}}
    path.write_text(dumps(manifest), encoding="utf-8")
    figures = reportgen.load(path, audience="external").figures
    told = {key: (it.label, it.unit) for key, it in figures.items() if (it.reason, it.inputs) == (WITHHELD, ())}
    assert {
        "annotation_price": ("Annotation price", "USD/unit"),
        "seconds_per_unit": ("Labelling time of a unit", "s/unit"),
        "break_even_price": ("Price of a unit at which the net is zero", "USD/unit"),
    }.items() <= told.items()


@pytest.mark.parametrize(("audience", "expected"), [("internal", ["Comment: ask Q"]), ("external", [])])
def test_notes_beside_a_confidential_price(tmp_path: Path, audience: str, expected: list[str]) -> None:
    """What a company's table says beside its fields is not for everybody where another price of the task is not."""
    (tmp_path / "costs.csv").write_text("task,price,currency,Comment\nclassification,2,USD,ask Q\n", encoding="utf-8")
    prices = [{"task": "classification", "price": 3, "currency": "USD", "confidential": True}]
    path = tmp_path / "run.json"
    path.write_text(dumps({**FOUR, "task": "classification", "prices": prices}), encoding="utf-8")
    report = reportgen.load(path, cost_tables=tmp_path / "costs.csv", audience=audience)
    assert expected == [placed.row.notes for placed in report.account.rows if placed.row.notes]


@pytest.mark.parametrize(
    ("value", "band"),
    [
        *(("0", (0, 1)), ("0.999", (0, 1)), ("1", (1, 2)), ("1.999", (1, 2)), ("2", (2, 5)), ("4.999", (2, 5))),
        *(("5", (5, 10)), ("9.999", (5, 10)), ("10", (10, 20)), ("199.9", (100, 200)), ("50000", (50000, 100000))),
    ],
)
def test_the_band_that_holds_a_value(value: str, band: tuple[int, int]) -> None:
    """From 1, 2 or 5 times a power of ten to below the next of them; one band for all that is below 1."""
    assert list(band) == list(band_of(D(value)))


@pytest.mark.parametrize("more", [{}, {"training": {"samples": 1000, "kwh": 10, "gpus": 8, "hours": 9}}])
def test_the_band_of_each_total_is_that_of_labelling_moved(tmp_path: Path, more: dict[str, Any]) -> None:
    """37,500 boxes at 2 lie from 50,000 to 100,000; what is known beside them moves that band, and not its own."""
    path = tmp_path / "run.json"
    training = {**more.get("training", {}), "gpu_price_per_hour": 2}
    costs = {"licence": 70}
    manifest = {**FOUR, "prices": [{**ROW, "units_per_sample": 1}], "costs": costs, "training": training}
    path.write_text(dumps(manifest), encoding="utf-8")
    figures = reportgen.load(path, audience="external").figures
    other = sum(figures.value(part) for part in figures["gross_savings"].covers if part != "annotation_savings")
    bands = [figures[key].band for key in ("annotation_savings", "gross_savings", "net_savings")]
    moved = [D(0), other, other - 70]
    assert [(50000 + it, 100000 + it) for it in moved] == bands
    assert bool(more) == bool(other)


def test_what_is_said_of_a_confidential_row_and_to_whom(tmp_path: Path) -> None:
    """To the company that the report is its own; to others the task, and neither unit, tiers nor basis."""
    path = tmp_path / "run.json"
    path.write_text(dumps({**FOUR, "prices": [ROW]}), encoding="utf-8")
    own, told = (reportgen.load(path, audience=it).account for it in ("internal", "external"))
    assert (True, False) == (own.internal, told.internal)
    empty = CostRow("object-detection", unit="", tier_counts="", basis="", confidential=True)
    assert ("box", D(3)) == (own.rows[-1].row.unit, own.rows[-1].row.units_per_sample)
    assert empty == told.rows[-1].row
    assert ("box", "unit") == (own.outline.price_unit, told.outline.price_unit)
    priced = ("tier_bounds", "unit_factors", "amount", "recorded", "number_in_unit", "by_month", "reached", "parts")
    nothing = ((None,), (), None, "", "", False, False, ())
    assert nothing == tuple(getattr(told.outline, name) for name in priced)
