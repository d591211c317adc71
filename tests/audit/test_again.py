"""The leaves again from what a report carries, or from what it states in place of that."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.audit.again import Again, gathered_again
from reportgen.audit.leaves import held_leaves
from reportgen.audit.report_data import report_data
from reportgen.files.json_text import dumps, loads
from reportgen.generate import load
from reportgen.rendering.report import Report
from tests.figures.runs import FOUR, SAMPLES, run
from tests.inputs.runs import FOUR_LINES, write

SMI = "timestamp, power.draw [W]\n2026/11/21 20:00:00.000, 100\n2026/11/21 20:01:00.000, 100\n"
CHECKPOINTS = "time_s,accuracy,consumption\n60,0.5,1\n120,0.6,2\n"
COSTS = """
currency = "EUR"
[[rates]]
from = "EUR"
to = "USD"
rate = 1.1
date = 2026-09-01
[[prices]]
task = "object-detection"
price = 0.9
"""
CONFIDENTIAL = {"task": "object-detection", "price": 2, "currency": "USD", "confidential": True}


def again(
    made: Report, change: Callable[[Any], object] | None = None, *, carried: bool = True
) -> tuple[Again, list[str]]:
    """What the inputs give again, and all that differs from it; carried: whether the report has its files."""
    content = loads(made.json)
    if change is not None:
        change(content)
    report = report_data(dumps(content).encode(), "report.json")
    files = {it.name: it.content for it in made.files if it.content is not None} if carried else {}
    found = gathered_again(report, files)
    return found, [str(it) for it in (*found.differences, *held_leaves(report, found).differences)]


@cache
def four(**settings: str) -> Report:
    return run(FOUR, settings)


@pytest.mark.parametrize("carried", [True, False])
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"prices": [{"task": "detection", "price": 2, "source": "an offer"}]},
        {"prices": [CONFIDENTIAL]},
        {"models": [{"name": "m", "accuracy": Decimal("0.9")}]},
        {"energy": [{"kwh": 3}]},
    ],
)
def test_inputs_give_a_report_again(more: dict[str, Any], carried: bool) -> None:
    """By the manifest that is carried, or by what report.json states in its place."""
    found, different = again(run({**FOUR, **more}), carried=carried)
    assert [] == different
    assert ("prices" in more and more["prices"] == [CONFIDENTIAL]) == found.secret


def test_what_set_gave_is_taken_as_it_stands() -> None:
    """Nobody can derive it."""
    assert [] == again(four(annotation_price="0.5", person_hours="3"))[1]


def test_a_report_that_lists_no_inputs_is_read_by_what_it_states() -> None:
    """And so is one whose list is gone."""
    for change in (lambda it: it.update(inputs=[]), lambda it: it.pop("inputs")):
        assert [] == again(four(), change, carried=False)[1]


def test_a_manifest_that_cannot_be_is_told() -> None:
    """What it lacks, and what contradicts itself, each at its place."""
    _, lacking = again(four(), lambda it: it["manifest"].update(samples_before=None), carried=False)
    assert any("samples_before: cannot be read again: is missing" in it for it in lacking)
    _, odd = again(four(), lambda it: it["manifest"].update(already_labelled={"before": 200000}), carried=False)
    assert any("cannot be so: 200,000 labelled samples of 110,000" in it for it in odd)


def test_fields_that_the_command_line_gave_beside_a_manifest(tmp_path: Path) -> None:
    """They stand in the report's own block, and not in the file."""
    path = write(tmp_path, "run.yaml", "task: detection\nsamples_before: 10\nduration: 60\n")
    made = load(path, flags={"samples_after": "4"})
    assert [] == again(made)[1]


def test_a_table_of_prices_is_held_or_taken_as_stated(tmp_path: Path) -> None:
    """With a rate of its own that names no source: carried, and where report.json alone is at hand."""
    costs = write(tmp_path, "costs.toml", COSTS)
    made = reportgen.load(write(tmp_path, "run.yaml", FOUR_LINES), cost_tables=[costs])
    assert Decimal("0.99") == made.figures["annotation_price"].value
    assert [[], []] == [again(made, carried=it)[1] for it in (True, False)]
    # what contradicts itself is not told where a table is lacking, which may say otherwise
    odd = again(made, lambda it: it["manifest"].update(already_labelled={"before": 200000}), carried=False)[1]
    assert not any("cannot be so" in it for it in odd)


@pytest.mark.parametrize(("decimal", "price"), [("comma", "1.5"), ("point", "1500")])
def test_a_table_is_read_by_the_sign_that_was_told(tmp_path: Path, decimal: str, price: str) -> None:
    """One and a half, or fifteen hundred."""
    costs = write(tmp_path, "costs.csv", 'task,price,currency\ndetection,"1,500",USD\n')
    made = reportgen.load(write(tmp_path, "run.yaml", FOUR_LINES), cost_tables=[costs], decimal=decimal)
    assert Decimal(price) == made.figures["annotation_price"].value
    assert [] == again(made)[1]


@pytest.mark.parametrize("name", ["gpu.csv", "GPU-aaaaaaaa-11.csv"])
def test_records_of_energy_are_held(tmp_path: Path, name: str) -> None:
    """Under the name that the report gives them; one that the manifest does not name is told."""
    write(tmp_path, name, SMI)
    made = reportgen.load(write(tmp_path, "run.yaml", FOUR_LINES + f"energy: [{{file: {name}}}]\n"))
    found, different = again(made)
    assert (True, []) == (found.records, different)
    assert (False, []) == ((alone := again(made, carried=False))[0].records, alone[1])


def test_checkpoints_are_held_against_their_list(tmp_path: Path) -> None:
    """And taken as the figures state them where it is not carried."""
    write(tmp_path, "c.csv", CHECKPOINTS)
    made = reportgen.load(write(tmp_path, "run.yaml", FOUR_LINES + "models: [{name: m, checkpoints: c.csv}]\n"))

    def change(it: Any) -> None:
        it["figures"]["checkpoint_accuracy.m_2"]["value"] = Decimal("0.7")

    assert [[], []] == [again(made, carried=it)[1] for it in (True, False)]
    assert ["checkpoint_accuracy.m_2: stated 0.7, derived 0.6"] == again(made, change)[1]
    assert [] == again(made, change, carried=False)[1]


def test_training_runs_are_held_where_they_are_carried() -> None:
    """Accuracies under the name of their column."""
    made = reportgen.load(SAMPLES / "evidence" / "run.yaml")
    assert [(True, []), (False, [])] == [((it := again(made, carried=c))[0].runs, it[1]) for c in (True, False)]


def test_a_project_that_the_report_tells_wrongly_is_told_with_its_place() -> None:
    """Of a project's settings without its file, which report.json states in words that none can have."""
    told = again(four(), lambda it: it["reading"].update(project={"currency": "euros"}), carried=False)[1]
    assert [it for it in told if it.startswith("report.json: $.reading.project")]


def test_a_built_in_price_of_another_version_is_taken_as_stated() -> None:
    """And nothing is lacking, so that what contradicts itself is told."""

    def change(it: Any) -> None:
        it["generator"]["version"] = "0.0.1"
        it["costs"]["rows"][0]["price"] = Decimal("1.3")
        it["manifest"]["already_labelled"] = {"before": 200000}

    told = again(four(), change, carried=False)[1]
    assert any("cannot be so: 200,000 labelled samples of 110,000" in it for it in told)
    assert not any("no built-in table has the row" in it for it in told)


def test_a_rate_of_a_table_that_is_withheld_is_taken_as_stated(tmp_path: Path) -> None:
    """The table has a confidential price of another task, so that nobody outside sees the file."""
    text = COSTS.replace('"object-detection"', '"segmentation"') + "confidential = true\n"
    costs = write(tmp_path, "costs.toml", text)
    prices = "prices: [{task: detection, price: 2, currency: EUR, source: an offer}]\ncurrency: USD\n"
    made = reportgen.load(write(tmp_path, "run.yaml", FOUR_LINES + prices), cost_tables=[costs])
    assert Decimal("2.2") == made.figures["annotation_price"].value
    assert "costs.toml" not in [it.name for it in made.files]
    for carried in (True, False):
        found, told = again(made, carried=carried)
        assert [] == told
        assert found.gathered is not None
        leaves = found.gathered.leaves.ledger
        assert (Decimal(2), Decimal("1.1")) == (leaves["listed_price"].value, leaves["rate.eur_usd"].value)
