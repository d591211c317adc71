"""Runs whose data nobody labels: a language model's, or any task that says so."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import reportgen
from reportgen.factors.tasks import canonical_task
from tests.figures.runs import run, values_of

WEB: dict[str, Any] = {
    "task": "language-modelling",
    "samples_before": 1000,
    "samples_after": 400,
    "duration": "PT2H",
    "costs": {"compute_per_hour": 10},
}
# 60 % of 100 h x 8 GPUs x 2.00
PAID: dict[str, Any] = {
    "training": {"samples": 1000, "hours": 100, "gpus": 8, "gpu_price_per_hour": 2, "schedule": "epochs"}
}
PRICE: dict[str, Any] = {"prices": [{"task": "language-modelling", "price": 1, "source": "a quote"}]}


def without(manifest: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in manifest.items() if key != name}


def test_a_language_model_has_no_labels_unless_it_has_a_price() -> None:
    """Nothing is labelled and nothing is missing for it; with a price of its own 600 labels are not bought."""
    figures = run(WEB).figures
    for key in ("annotation_savings", "samples_to_label_before", "annotation_price", "annotator_hours_saved"):
        assert (None, "nothing is labelled") == (figures[key].value, figures[key].reason)
    assert ["USD/sample", "s/sample"] == [figures[key].unit for key in ("annotation_price", "seconds_per_unit")]
    assert "Not to be labelled (sample)" == figures["units_avoided"].label
    assert "annotation_savings" not in figures["gross_savings"].missing
    assert Decimal(600) == values_of({**WEB, **PRICE})["annotation_savings"]


def test_money_is_of_training_and_filtering() -> None:
    """480 + ... : 960.00 of training avoided, 20.00 spent; without a price of a GPU-hour nothing is counted."""
    values = values_of({**WEB, **PAID})
    assert (Decimal(960), Decimal(940)) == (values["gross_savings"], values["net_savings"])
    reason = run(WEB).figures["net_savings"].reason
    assert "nothing is labelled, and the training that is avoided has no price" == reason


@pytest.mark.parametrize("task", ["language-modelling", "my own text", "object-detection"])
def test_any_task_may_say_that_nothing_is_labelled(task: str) -> None:
    """A word of the user's own needs no price then, and one with a built-in price does not take it."""
    report = run({**WEB, "task": task, "labelling": "none"})
    assert "nothing is labelled" == report.figures["annotation_savings"].reason
    assert ((), ()) == (report.account.rows, report.account.not_valid)


def test_a_task_that_nobody_knows_is_told_three_ways_out() -> None:
    """One of the known words, `labelling: none`, or a price, in lines that can be pasted."""
    with pytest.raises(reportgen.InputError) as caught:
        run({**WEB, "task": "web-text", "currency": "EUR"})
    [problem] = caught.value.problems
    assert '"web-text" is no task that has a price' == problem.message
    for way in ("classification", "labelling: none", "prices: [{task: web-text, price: ..., currency: EUR"):
        assert way in problem.hint


@pytest.mark.parametrize("more", [PRICE, {"already_labelled": 5}])
def test_labels_beside_none(more: dict[str, Any]) -> None:
    """What prices or counts labels contradicts `labelling: none`."""
    with pytest.raises(reportgen.InputError, match="beside labelling: none, which says that nothing is labelled"):
        run({**WEB, "labelling": "none", **more})


@pytest.mark.parametrize(
    ("word", "task"),
    [("LLM", "language-modelling"), ("sft", "instruction-tuning"), ("ASR", "speech-recognition"), ("table", "tabular")],
)
def test_other_names_of_tasks(word: str, task: str) -> None:
    """People write short names."""
    assert task == canonical_task(word)


def test_a_known_task_without_a_price_still_has_labels() -> None:
    """Rows of a table are labelled by somebody at a price that nobody gave: what is missing is said on the page."""
    report = run({**WEB, "task": "tabular", **PAID})
    assert "no annotation price for this task" == report.figures["annotation_savings"].reason
    assert "annotation_savings" in report.figures["gross_savings"].missing
    assert "No labelling cost is counted." in report.html


@pytest.mark.parametrize("more", [{}, PAID])
def test_no_empty_labelling_on_the_page(more: dict[str, Any]) -> None:
    """No row, chart or missing input of labelling stands on the page of a run without labels."""
    html = run({**WEB, **more}).html
    for words in ("Label every sample", "Labels not bought", "Annotation price", "Already labelled", "cost table"):
        assert words not in html
    assert ("Training not run" in html) == bool(more)
    assert ("Nothing is labelled" in html) != bool(more)
