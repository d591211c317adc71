"""Which row of the cost tables counts in a run, and what it costs by the hour, by thousands and like another task."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.files.document import MAX_BYTES
from tests.factors.tables import write
from tests.figures.runs import BOXES, FOUR, run, values_of
from tests.inputs.runs import problems_of

GOOGLE = "google-data-labeling-historical"
HOURLY = "hourly-time-studies"
IMAGES = {**FOUR, "samples_before": 1000, "samples_after": 0, "units_per_sample": {"object": Decimal("7.3")}}


def report(manifest: dict[str, Any], *costs: str | Path, **settings: str) -> reportgen.Report:
    """The report of Python values with cost tables."""
    return reportgen.report(cost_tables=costs, settings=settings, **manifest)


def value(found: reportgen.Report, key: str) -> Decimal | None:
    """A figure's value."""
    return found.figures[key].value


def caveats(found: reportgen.Report) -> set[str]:
    """The names of the caveats."""
    return {caveat.id for caveat in found.caveats}


# Built-in tables by name


def test_boxes_at_googles_list() -> None:
    """40,000 boxes of 3 labellers are 120,000 units: 50,000 x 0.063 + 70,000 x 0.049 = 6,580 USD."""
    manifest = {**FOUR, "samples_before": 40000, "samples_after": 0, "units_per_sample": {"object": 1}}
    found = report(manifest, GOOGLE, annotators="3")
    assert Decimal(6580) == value(found, "annotation_cost_before")
    assert Decimal(6580) == value(run({**BOXES, "samples_after": 0}), "annotation_cost_before")
    # the next one more goes at the second tier
    assert Decimal("6580.147") == value(report({**manifest, "samples_before": 40001}, GOOGLE, annotators="3"), COST)


COST = "annotation_cost_before"


def test_half_of_the_images_across_a_tier() -> None:
    """The saving is cost(before) - cost(after): 6,580 less 50,000 x 0.063 + 10,000 x 0.049, which is 3,640."""
    manifest = {**FOUR, "samples_before": 40000, "samples_after": 20000, "units_per_sample": {"object": 1}}
    found = report(manifest, GOOGLE, annotators="3")
    assert (Decimal(3640), Decimal(2940)) == (
        value(found, "annotation_cost_after"),
        value(found, "annotation_savings"),
    )


def test_a_named_table_stands_where_it_is_named(tmp_path: Path) -> None:
    """It wins over a company's table named before it, and loses to one named after it."""
    own = write(tmp_path, "own.toml", '[[prices]]\ntask = "classification"\nprice = 0.2\ncurrency = "USD"\n')
    manifest = {**FOUR, "task": "classification"}
    last = report(manifest, own, GOOGLE).figures["annotation_price_tier_1"]
    assert ("built-in", GOOGLE, ("google-data-labeling",)) == (last.layer, last.chosen, last.sources)
    assert Decimal("0.2") == value(report(manifest, GOOGLE, own), "annotation_price")
    rows = json.loads(report(manifest, own, GOOGLE).json)["costs"]["rows"]
    assert [None, None, GOOGLE] == [row.get("chosen") for row in rows]


def test_a_file_is_stronger_than_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that goes by the name of a built-in table is read, and told to have no ending."""
    monkeypatch.chdir(tmp_path)
    Path(GOOGLE).write_text("x")
    with pytest.raises(reportgen.InputError) as raised:
        report(FOUR, GOOGLE)
    assert "a name without ending does not say how to read the file" == raised.value.problems[0].message


def test_an_unknown_name_lists_those_that_are_known() -> None:
    """What is neither a file nor a name is told with both in mind; a missing file keeps its own hint."""
    with pytest.raises(reportgen.InputError) as raised:
        report(FOUR, "google", "gone.toml")
    first, second = raised.value.problems
    assert ("google", "there is no such file") == (first.where, first.message)
    assert first.hint.endswith(
        "built-in tables: lightly-2020, google-data-labeling-historical, aws-ground-truth-public-range, "
        "hourly-time-studies"
    )
    assert "built-in tables" not in second.hint


def test_beyond_the_end_of_a_list() -> None:
    """A run with more units than the source prices carries a caveat, one below it does not."""
    manifest = {**FOUR, "task": "classification", "samples_before": 1000000}
    assert "beyond_list" not in caveats(report(manifest, GOOGLE))
    assert "beyond_list" in caveats(report(manifest, GOOGLE, annotators="2"))
    assert "beyond_list" in caveats(report(manifest, GOOGLE, units_already_used="1"))


def test_the_middle_of_a_range_rests_on_judgement() -> None:
    """AWS's public range: 1,000 images at 0.012 to 1.20 each are 12 to 1,200 USD, by its middle 606."""
    figure = report({**IMAGES, "task": "classification"}, "aws-ground-truth-public-range").figures[COST]
    assert (Decimal(12), Decimal(606), Decimal(1200)) == (figure.low, figure.value, figure.high)
    assert "judgement" == figure.rests_on


# Tiers by month

MONTHLY = {"price": Decimal("0.035"), "up_to": 50000}, {"price": Decimal("0.025")}
IN_MONTHS = {**FOUR, "task": "classification", "samples_before": 400000, "samples_after": 250000}


def by_month(**row: Any) -> dict[str, Any]:
    """400,000 images of which 150,000 are removed, at tiers that count by month."""
    price = {"task": "classification", "tiers": MONTHLY, "tier_period": "month", "currency": "USD", **row}
    return {**IN_MONTHS, "prices": [price], "costs": {"licence": 700}}


@pytest.mark.parametrize(
    ("row", "costs", "removed"),
    [
        # one month: 50,000 x 0.035 + 350,000 x 0.025, less 50,000 x 0.035 + 200,000 x 0.025; 28,000 x 0.025 are 700
        ({}, (10500, 6750, 3750), 28000),
        # 8 and 5 months of 1,750; 20,000 x 0.035 are 700
        ({"units_per_month": 50000}, (14000, 8750, 5250), 20000),
        # 4 months of 90,000 at 2,750 and 40,000 x 0.035; 2 of them and 70,000 at 1,750 + 500
        ({"units_per_month": 90000}, (12400, 7750, 4650), 20000),
        # 4 months of 100,000 at 3,000; 2 of them and 50,000 x 0.035
        ({"units_per_month": 100000}, (12000, 7750, 4250), 28000),
        # all within one month
        ({"units_per_month": 400001}, (10500, 6750, 3750), 28000),
        # 11,000 by 90,000 a month, reviews of a tenth at 0.05 are 0.005 more for each of 400,000 and 250,000
        (
            {"units_per_month": 90000, "review_share": Decimal("0.1"), "review_price": Decimal("0.05")},
            (14400, 9000, 5400),
            17500,
        ),
    ],
)
def test_tiers_that_count_anew_each_month(row: dict[str, Any], costs: tuple[int, ...], removed: int) -> None:
    """At a pace the months shrink with the samples, and fewer of them reach the cheaper tier."""
    values = values_of(by_month(**row))
    assert list(costs) == [values[key] for key in (COST, "annotation_cost_after", "annotation_savings")]
    assert removed == values["break_even_samples"]


def test_full_months_are_figures() -> None:
    """4.44 and 2.77 months have 4 and 2 full ones; the cost is a formula over them."""
    found = run(by_month(units_per_month=90000)).figures
    assert [4, 2] == [found[key].value for key in ("full_months_before", "full_months_after")]
    assert "whole_months/1" == found["full_months_before"].procedure
    assert (found[COST].formula or "").startswith("full_months_before * (annotation_price_tier_1 * min(units_per_month")


def test_the_range_of_a_cost_by_months() -> None:
    """Of 100,000 labelled samples none to all are kept: 250,000 to 150,000 to label, at 7,750 to 4,750."""
    # 2 months of 2,750 and 70,000 units at 2,250; 1 month and 60,000 units at 2,000
    figures = run({**by_month(units_per_month=90000), "already_labelled": 100000}).figures
    cost = figures["annotation_cost_after"]
    assert [4750, 7750] == [cost.low, cost.high]
    # 187,500 to label by default: 2 months and 7,500 x 0.035
    assert Decimal("5762.5") == cost.value
    # 300,000 before: 3 months of 2,750 and 30,000 x 0.035 are 9,300
    savings = figures["annotation_savings"]
    assert [9300 - 7750, 9300 - 4750] == [savings.low, savings.high]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"units_already_used": 1}, "units_already_used are of one month, and units_per_month spreads the run over"),
        ({"tier_period": "year"}, "units_per_month, and the tiers count by year"),
        ({"tiers": (), "price": 1}, "units_per_month is the pace of tiers by month"),
    ],
)
def test_a_pace_that_does_not_fit(row: dict[str, Any], message: str) -> None:
    """What contradicts a pace by month is a problem of the row."""
    with pytest.raises(reportgen.InputError) as raised:
        run(by_month(units_per_month=5000, **row))
    assert [message] == [problem.message[: len(message)] for problem in raised.value.problems]


# By the hour and by thousands


def test_boxes_by_the_hour() -> None:
    """1,000 images x 7.3 objects x 35 s are 255,500 s = 70.97 h, at 18 an hour 1,277.50."""
    found = report({**IMAGES, "currency": "EUR"}, HOURLY, annotation_price="18")
    assert Decimal("1277.5") == value(found, COST)
    assert Decimal(7300) == value(found, "units_before")
    hours = found.figures["labelling_hours_before"]
    assert ("units_before * seconds_per_unit / 3600", "h") == (hours.formula, hours.unit)
    assert Decimal(255500) / 3600 == round(value(found, "labelling_hours_before") or 0, 26)
    assert value(found, "annotator_hours_saved") == value(found, "labelling_hours_before")
    # 7.3 x 35 / 3600 x 18
    assert Decimal("1.2775") == round(value(found, "marginal_price") or 0, 20)
    assert "EUR/hour" == found.figures["annotation_price"].unit


def test_a_whole_number_of_units_is_printed_without_decimals() -> None:
    """1,000 images with 3.5 objects are 3,500 units, not 3,500.0."""
    manifest = {**IMAGES, "units_per_sample": {"object": Decimal("3.5")}}
    html = report(manifest, HOURLY, annotation_price="18").html
    assert ("3,500" in html, "3,500.0" in html) == (True, False)


def test_hours_without_a_price() -> None:
    """A table of times alone counts hours, and says why there is no money."""
    found = report(IMAGES, HOURLY)
    assert value(found, COST) is None
    assert "the price of an hour is not given: --set annotation_price=... in USD per hour" == found.figures[COST].reason
    assert 71 == round(value(found, "annotator_hours_saved") or 0)


def test_labellers_and_reviews_by_the_hour() -> None:
    """Two labellers take twice the hours; items are paid once; a minute is a sixtieth of an hour."""
    row = {"task": "detection", "unit": "hour", "price": 36, "seconds_per_unit": 50, "annotators": 2}
    manifest = {**FOUR, "samples_before": 72, "samples_after": 0}
    # 72 x 50 s = 1 h
    assert Decimal(72) == values_of({**manifest, "prices": [row]})[COST]
    assert Decimal(36) == values_of({**manifest, "prices": [{**row, "tier_counts": "items"}]})[COST]
    reviewed = {**row, "review_share": Decimal("0.25"), "review_price": 20}
    # 2 h x 36 + a quarter of 2 h at 20
    assert Decimal(82) == values_of({**manifest, "prices": [reviewed]})[COST]
    minutes = values_of({**manifest, "prices": [{**row, "unit": "minute"}]})
    assert (Decimal(120), Decimal(120 * 36)) == (minutes["labelling_minutes_before"], minutes[COST])
    assert Decimal(2) == minutes["annotator_hours_saved"]


def test_hours_by_tiers_and_their_break_even() -> None:
    """10 h at 20 and 10 h at 10 are 300; a run that cost 50 is paid by 5 h off the top, 360 samples of 50 s."""
    tiers = [{"price": 20, "up_to": 10}, {"price": 10}]
    row = {"task": "detection", "unit": "hour", "tiers": tiers, "seconds_per_unit": 50}
    manifest = {**FOUR, "samples_before": 1440, "samples_after": 0, "prices": [row], "costs": {"licence": 50}}
    values = values_of(manifest)
    assert (Decimal(300), Decimal(360)) == (values[COST], round(values["break_even_samples"] or 0, 20))


@pytest.mark.parametrize(
    ("unit", "counted", "number", "units"),
    [("1k tokens", "token", 512, 512), ("1k characters", "character", 2600, 2600)],
)
def test_thousands_of_tokens_and_characters(unit: str, counted: str, number: int, units: int) -> None:
    """1,000 texts of 512 tokens are 512 units of a thousand, at 0.5 each 256; each step is a figure."""
    row = {"task": "detection", "unit": unit, "price": Decimal("0.5"), "seconds_per_unit": 9}
    found = run({**IMAGES, "units_per_sample": {counted: number}, "prices": [row]})
    assert (Decimal(units), Decimal(units) / 2) == (value(found, "units_before"), value(found, COST))
    formula = f"samples_to_label_before * units_per_sample.{counted} / number_in_unit"
    assert formula == found.figures["units_before"].formula
    assert Decimal(1000) == value(found, "number_in_unit")
    assert Decimal(units) * 9 / 3600 == value(found, "annotator_hours_saved")
    assert Decimal(number) / 2000 == value(found, "marginal_price")


def test_a_price_per_million_characters(tmp_path: Path) -> None:
    """110,000 and 72,500 samples of 2,600 characters at 20 a million: 286 x 20 = 5,720 and 188.5 x 20 = 3,770."""
    row = (
        'currency = "USD"\n[[prices]]\ntask = "object-detection"\nunit = "1M characters"\nunits_per_sample = 2600\n'
        'price = 20\nsource = "vendor list 2026"\n'
    )
    found = report(FOUR, write(tmp_path, "row.toml", row))
    costs = (COST, "annotation_cost_after", "annotation_savings")
    assert [5720, 3770, 1950] == [value(found, key) for key in costs]
    leaf = found.figures["number_in_unit"]
    assert 1_000_000 == leaf.value
    assert ("company", "Number that the price is for (character)") == (leaf.layer, leaf.label)
    assert "USD/1M_characters" == found.figures["annotation_price"].unit
    assert "20.00\u00a0USD/1M characters" in found.html
    assert 1_000_000 * 2600 * 20 / Decimal(10**12) == value(found, "marginal_price")


@pytest.mark.parametrize(
    ("unit", "expected"), [("1,000 samples", 220), ("1k samples", 220), ("per 100", 2200), ("thousand samples", 220)]
)
def test_a_price_for_many_samples(unit: str, expected: int) -> None:
    """110,000 samples at 2 a thousand are 220; at 2 a hundred 2,200."""
    found = run({**FOUR, "prices": [{"task": "detection", "unit": unit, "price": 2}]})
    assert expected == value(found, COST)
    assert "samples_to_label_before / number_in_unit" == found.figures["units_before"].formula
    assert "sample/unit" == found.figures["number_in_unit"].unit


def test_a_dozen_under_tiers_and_its_break_even() -> None:
    """1,200 samples are 100 dozen: 60 x 5 + 40 x 3 = 420; a run that cost 30 is paid by 10 dozen off the top."""
    tiers = [{"price": 5, "up_to": 60}, {"price": 3}]
    manifest = {**FOUR, "samples_before": 1200, "samples_after": 0, "costs": {"licence": 30}}
    values = values_of({**manifest, "prices": [{"task": "detection", "unit": "dozen", "tiers": tiers}]})
    assert [420, 120] == [values[COST], values["break_even_samples"]]


def test_units_per_sample_of_the_whole_unit_is_a_problem() -> None:
    """A manifest that counts thousands of tokens is told that the price counts tokens, not passed over."""
    row = {"task": "detection", "unit": "1k tokens", "price": 1, "units_per_sample": 512}
    with pytest.raises(reportgen.InputError) as raised:
        run({**FOUR, "units_per_sample": {"1k_tokens": 1}, "prices": [row]})
    assert ["units_per_sample says 1k_tokens, and the price per 1k tokens counts tokens"] == [
        problem.message for problem in raised.value.problems
    ]
    assert 512 * 110 == value(run({**FOUR, "units_per_sample": {"token": 512}, "prices": [row]}), COST)


def test_how_many_tokens_is_asked_for(tmp_path: Path) -> None:
    """The problem names what is counted, with the line to add."""
    prices = "prices: [{task: detection, unit: 1k tokens, price: 1}]\n"
    four = "task: detection\nsamples_before: 2\nsamples_after: 1\nduration: 9\n"
    expected = (
        "run.yaml:5: $.prices[0]: the price is per 1k tokens, and nobody said how many tokens a sample has "
        "(add to the manifest  units_per_sample: {token: 512})"
    )
    assert [expected] == problems_of(tmp_path, "run.yaml", four + prices)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"unit": "hour"}, "a price per hour needs the time of what is labelled"),
        ({"unit": "box", "timed_unit": "box"}, "timed_unit belongs to a price per hour or minute"),
        (
            {"unit": "minute", "seconds_per_unit": 3, "timed_unit": "hour"},
            "timed_unit is hour, which is a time itself",
        ),
        (
            {"unit": "hour", "seconds_per_unit": 3, "units_per_sample": 7},
            "units_per_sample of what? the time is that of a whole sample",
        ),
        ({"unit": "1m tokens"}, 'unit: "m" may be a million or a metre'),
        ({"unit": "100 hours", "seconds_per_unit": 3}, "unit: a price for 100 hours"),
        ({"like": "segmentation"}, "object-detection has a training factor of its own"),
    ],
)
def test_rows_that_do_not_hold_together(row: dict[str, Any], message: str) -> None:
    """What would give a wrong quantity is a problem of the row."""
    with pytest.raises(reportgen.InputError) as raised:
        run({**FOUR, "prices": [{"task": "detection", "price": 1, **row}]})
    assert message in [problem.message for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("price", "currency", "shown"), [("0.005", "USD", "0.005"), ("0.012", "USD", "0.012"), ("3.5", "JPY", "3.5")]
)
def test_a_small_price_is_never_an_amount(price: str, currency: str, shown: str) -> None:
    """A sample costs 0.005 USD, not 0.01, in the account's arithmetic and among the prices."""
    row = {"task": "classification", "price": Decimal(price), "source": "list", "currency": currency}
    manifest = {**FOUR, "task": "classification", "currency": currency, "prices": [row]}
    made = report(manifest)
    assert made.page.first.ledger is not None
    assert f"37,500\u00a0× {shown}" == made.page.first.ledger.lines[0].factors
    assert f">{shown}\u00a0{currency}/sample<" in made.html


# Validity

YEARS = """
currency = "USD"
[[prices]]
task = "detection"
price = 2
valid_to = 2025-12-31
[[prices]]
task = "detection"
price = 3
valid_from = 2026-01-01
valid_to = 2026-06-30
"""


@pytest.mark.parametrize(
    ("started_at", "price", "layer", "caveat"),
    [
        ("2025-12-31T23:59:00+01:00", "2", "company", set()),
        ("2026-01-01T00:00:00+01:00", "3", "company", set()),
        ("2026-06-30", "3", "company", set()),
        ("2026-07-01", "1.2", "built-in", {"price_not_valid"}),
        (None, "3", "company", {"price_undated"}),
    ],
)
def test_the_row_of_the_day_counts(
    tmp_path: Path, started_at: str | None, price: str, layer: str, caveat: set[str]
) -> None:
    """Days are those of the run's own clock; a table without row for the day leaves the one below, with a caveat."""
    table = write(tmp_path, "costs.toml", YEARS)
    found = report({**FOUR, **({"started_at": started_at} if started_at else {})}, table)
    figure = found.figures["annotation_price"]
    assert (Decimal(price), layer) == (figure.value, figure.layer)
    assert caveat == caveats(found) & {"price_not_valid", "price_undated"}


def test_no_valid_row_at_all(tmp_path: Path) -> None:
    """A company's own task whose rows are all of other days is a problem that names them, no report without price."""
    table = write(tmp_path, "costs.toml", YEARS.replace("detection", "cuboids"))
    with pytest.raises(reportgen.InputError) as raised:
        report({**FOUR, "task": "cuboids", "started_at": "2026-07-01"}, table)
    [problem] = raised.value.problems
    assert f"{table}:7: $.prices[1]" == problem.where
    assert "no price of cuboids is valid on 2026-07-01, the day of the run" == problem.message
    assert (
        f"{table}:3: $.prices[0] to 2025-12-31; {table}:7: $.prices[1] from 2026-01-01 to 2026-06-30; "
        "add a row for that day"
    ) == problem.hint


# A task of a company's own


def test_a_task_like_another_takes_its_training_factor() -> None:
    """The published factor of the named task counts, says where it was taken from and carries a caveat."""
    row = {"task": "lidar cuboids", "price": 9, "like": "detection"}
    found = run({**FOUR, "task": "lidar cuboids", "prices": [row]})
    # 37,500 x 0.00011
    assert Decimal("4.125") == value(found, "co2_savings")
    assert "like object-detection" == found.figures["co2_per_sample"].chosen
    assert "like_task" in caveats(found)
    alone = run({**FOUR, "task": "lidar cuboids", "prices": [{**row, "like": None}]})
    assert value(alone, "co2_savings") is None
    assert "like_task" not in caveats(alone)


def test_exact_factor_of_the_task_it_is_like() -> None:
    """factor: exact goes by the same scenario."""
    manifest = {**FOUR, "training": {"factor": "exact"}}
    row = {"task": "lidar", "price": 9, "like": "od"}
    expected = run(manifest).figures["co2_savings"].value
    assert expected == value(run({**manifest, "task": "lidar", "prices": [row]}), "co2_savings")


# What a row says beside its price


def test_tax_and_approval_reach_the_report(tmp_path: Path) -> None:
    """report.json's row and the page's table of prices carry them, and the days."""
    row = '[[prices]]\ntask = "od"\ncurrency = "USD"\nprice = 1\ntax_included = false\napproved_by = "A. Buyer"\n'
    table = write(tmp_path, "costs.toml", row + "valid_from = 2026-01-01\n")
    found = report({**FOUR, "started_at": "2026-05-05"}, table)
    applied = json.loads(found.json)["costs"]["rows"][-1]
    assert (False, "A. Buyer", "2026-01-01") == tuple(
        applied[key] for key in ("tax_included", "approved_by", "valid_from")
    )
    assert "valid from 1 Jan 2026; without tax; approved by A. Buyer" in found.html


# Files


@pytest.mark.parametrize(("name", "decimal_comma"), [("costs.csv", False), ("komma.csv", True)])
def test_a_csv_counts_as_a_toml_does(tmp_path: Path, name: str, decimal_comma: bool) -> None:
    """A CSV table prices a run and is among the report's inputs."""
    lines: Sequence[str] = ("task;price;currency;source", f"detection;{'0,5' if decimal_comma else '0.5'};USD;list")
    table = write(tmp_path, name, "\n".join(lines))
    run_file = write(tmp_path, "run.json", json.dumps(FOUR))
    found = reportgen.load(run_file, cost_tables=[table], decimal_comma=decimal_comma)
    assert Decimal(18750) == value(found, "annotation_savings")
    assert ["run.json", name] == [file["name"] for file in json.loads(found.json)["inputs"]]


def test_a_table_that_is_too_large(tmp_path: Path) -> None:
    """As a manifest, it is refused before it is read."""
    table = write(tmp_path, "costs.csv", b"task,price\n" + b"x" * MAX_BYTES)
    with pytest.raises(reportgen.InputError) as raised:
        report(FOUR, table)
    assert "the file is larger than 10 MB" == raised.value.problems[0].message
