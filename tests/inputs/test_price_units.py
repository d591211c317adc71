"""What a unit costs by the hour, by thousands, by the dozen and by the word, in figures and as printed."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reportgen
from tests.factors.tables import write
from tests.figures.runs import FOUR, run, values_of
from tests.inputs.pricing import COST, HOURLY, IMAGES, report, value
from tests.inputs.runs import problems_of

# Built-in tables by name


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
    assert ("company", "Quantity that the price is for (character)") == (leaf.layer, leaf.label)
    assert "1" == leaf.unit
    assert "USD/1M_characters" == found.figures["annotation_price"].unit
    assert "USD\u00a020.00/1M characters" in re.sub("<[^>]+>", "", found.html)
    assert 1_000_000 * 2600 * 20 / Decimal(10**12) == value(found, "marginal_price")


@pytest.mark.parametrize(
    ("unit", "expected"), [("1,000 samples", 220), ("1k samples", 220), ("per 100", 2200), ("thousand samples", 220)]
)
def test_a_price_for_many_samples(unit: str, expected: int) -> None:
    """110,000 samples at 2 a thousand are 220; at 2 a hundred 2,200."""
    found = run({**FOUR, "prices": [{"task": "detection", "unit": unit, "price": 2, "seconds_per_unit": 9}]})
    assert "s/unit" == found.figures["seconds_per_unit"].unit  # for all of them together
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
    [problem] = raised.value.problems
    assert "units_per_sample says 1k_tokens, and the price per 1k tokens counts tokens" == problem.message
    assert re.search(r"run\.json:[0-9]+: \$\.prices\[0\]$", problem.where)
    assert "units_per_sample: {token: ...}" == problem.hint
    assert 512 * 110 == value(run({**FOUR, "units_per_sample": {"token": 512}, "prices": [row]}), COST)


def test_how_many_tokens_is_asked_for(tmp_path: Path) -> None:
    """The problem names what is counted, with the line to add."""
    prices = "prices: [{task: detection, unit: 1k tokens, price: 1}]\n"
    four = "task: detection\nsamples_before: 2\nsamples_after: 1\nduration: 9\n"
    expected = (
        "run.yaml:5: $.prices[0]: the price is per 1k tokens, and nobody said how many tokens a sample has "
        "(add to the manifest  units_per_sample: {token: 512}, or the whole "
        "amounts: {token: {before: ..., after: ...}})"
    )
    assert [expected] == problems_of(tmp_path, "run.yaml", four + prices)


@pytest.mark.parametrize(
    ("row", "message", "hint"),
    [
        (
            {"unit": "hour"},
            "a price per hour needs the time of what is labelled",
            "give seconds_per_unit, how long labelling one sample takes",
        ),
        (
            {"unit": "box", "timed_unit": "box"},
            "timed_unit belongs to a price per hour or minute",
            "the price is per box",
        ),
        (
            {"unit": "minute", "seconds_per_unit": 3, "timed_unit": "hour"},
            "timed_unit is hour, which is a time itself",
            "what takes the time, such as object",
        ),
        (
            {"unit": "hour", "seconds_per_unit": 3, "units_per_sample": 7},
            "units_per_sample of what? the time is that of a whole sample",
            'add timed_unit = "object"',
        ),
        *(
            (row, "units_per_sample of what? the price is per sample", 'name the unit, such as unit = "box"')
            for row in ({"units_per_sample": 3}, {"unit": "1000 samples", "units_per_sample": 3})
        ),
        (
            {"unit": "1m tokens"},
            'unit: "m" may be a million or a metre',
            "write the number in digits: 1,000,000 tokens",
        ),
        ({"unit": "100 hours", "seconds_per_unit": 3}, "unit: a price for 100 hours", "give that of one hour"),
        ({"like": "segmentation"}, "object-detection has a training factor of its own", "leave like out"),
    ],
)
def test_rows_that_do_not_hold_together(row: dict[str, Any], message: str, hint: str) -> None:
    """What would give a wrong quantity is a problem of the row, with what to do about it."""
    with pytest.raises(reportgen.InputError) as raised:
        run({**FOUR, "prices": [{"task": "detection", "price": 1, **row}]})
    assert (message, hint) in [(problem.message, problem.hint) for problem in raised.value.problems]


@pytest.mark.parametrize("row", [{"units_per_sample": 1}, {"unit": "box", "units_per_sample": 1}])
def test_one_unit_in_a_sample_is_what_a_price_per_sample_says_too(row: dict[str, Any]) -> None:
    """A sheet with a column of ones is in order: each of the 110,000 samples costs its price."""
    assert 110000 == value(run({**FOUR, "prices": [{"task": "detection", "price": 1, **row}]}), COST)


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
    assert f"{currency}\u00a0{shown}/sample" in re.sub("<[^>]+>", "", made.html)


@pytest.mark.parametrize(
    ("units", "hint"),
    [
        ({"before": 4, "object": 4}, "known: audio_hour, audio_minute, "),
        ({"objekt": 4}, 'did you mean "object"?'),
        ({"pallet": 4}, 'did you mean "page"?'),
        ({"pallet": 4, "prices": {"unit": "pallet"}}, None),
        ({"carton": 4, "prices": {"unit": "dozen cartons"}}, None),
        ({"pallet": 4, "prices": {"unit": "hour", "timed_unit": "pallet", "seconds_per_unit": 9}}, None),
        ({"pallet": 4, "prices": {"parts": [{"price": 1, "unit": "pallet"}], "price": None}}, None),
        ({"pallet": 4, "training": {"factor_per": "pallet"}}, None),
        ({"pallet": 4, "amounts": {"pallet": {"before": 9, "after": 8}}}, None),
        ({"page": 4}, None),
    ],
)
def test_a_unit_that_nothing_could_count_is_refused(units: dict[str, Any], hint: str | None) -> None:
    """A slip of the pen would leave the number out in silence; a unit that another price counts may stand there."""
    more: dict[str, Any] = {name: units[name] for name in ("training", "amounts") if name in units}
    row: dict[str, Any] = {"task": "detection", "price": 1, **units.get("prices", {})}
    row = {name: value for name, value in row.items() if value is not None}
    numbers = {name: number for name, number in units.items() if isinstance(number, int)}
    manifest: dict[str, Any] = {**FOUR, "prices": [row], "units_per_sample": numbers, **more}
    if hint is None:
        run(manifest)
        return
    with pytest.raises(reportgen.InputError) as raised:
        run(manifest)
    [problem] = raised.value.problems
    assert "is no unit that a price or the training counts" in problem.message
    assert problem.hint.startswith(hint)
