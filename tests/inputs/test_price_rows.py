"""Which row of the cost tables counts in a run: built-in ones by name, those of the day, and a company's own tasks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

import reportgen
from reportgen.files.document import MAX_BYTES
from reportgen.problems import InputError
from tests.factors.tables import write
from tests.figures.runs import BOXES, FOUR, run
from tests.inputs.pricing import COST, GOOGLE, IMAGES, caveats, report, value

# Built-in tables by name


def test_boxes_at_googles_list() -> None:
    """40,000 boxes of 3 labellers are 120,000 units: 50,000 x 0.063 + 70,000 x 0.049 = 6,580 USD."""
    manifest = {**FOUR, "samples_before": 40000, "samples_after": 0, "units_per_sample": {"object": 1}}
    found = report(manifest, GOOGLE, annotators="3")
    assert Decimal(6580) == value(found, "annotation_cost_before")
    assert Decimal(6580) == value(run({**BOXES, "samples_after": 0}), "annotation_cost_before")
    # the next one more goes at the second tier
    assert Decimal("6580.147") == value(report({**manifest, "samples_before": 40001}, GOOGLE, annotators="3"), COST)


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
    known = "lightly-2020, google-data-labeling-historical, aws-ground-truth-public-range, hourly-time-studies, "
    models = ", ".join(f"labels-by-{it}" for it in ("gpt-6-luna", "gpt-5-mini", "claude-haiku-4-5", "gpt-6-sol"))
    assert first.hint.endswith(f"built-in tables: {known}{models}")
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
    assert "valid from 1\u00a0Jan\u00a02026; without tax; approved by A. Buyer" in found.html


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


@pytest.mark.parametrize("rule", ["marginal", "reached"])
def test_a_bound_of_a_tier_that_cannot_be_read_is_one_problem(tmp_path: Path, rule: str) -> None:
    """The rest is reckoned without it, to find what else is wrong, and that is no fault of ours."""
    path = tmp_path / "run.yaml"
    path.write_text(
        "task: classification\nsamples_before: 400000\nsamples_after: 250000\nduration: PT42M\ncosts: {licence: 100}\n"
        "prices:\n  - task: classification\n    currency: USD\n    tier_rule: "
        f"{rule}\n    tiers: [{{price: 0.035, up_to: 5:0}}, {{price: 0.025}}]\n"
    )
    with pytest.raises(InputError) as raised:
        reportgen.load(path)
    assert ["$.prices[0].tiers[0].up_to" in problem.where for problem in raised.value.problems] == [True]
