"""A filter that removes parts of samples, and no sample: something is saved, and the page says what."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import reportgen
from reportgen.rendering.report import Report
from tests.page.made_runs import without_links


def trimmed(tokens_after: int, **more: Any) -> Report:
    """100 documents with 1,000 tokens before filtering and so many after it, for a training of 1,000 USD."""
    manifest: dict[str, Any] = {
        "task": "language-modelling",
        "unit": "document",
        "samples_before": 100,
        "samples_after": 100,
        "duration": "PT1H",
        "amounts": {"token": {"before": 1000, "after": tokens_after}},
        "training": {"schedule": "epochs", "gpu_hours": 500, "gpu_price_per_hour": 2},
    }
    return reportgen.report(**{**manifest, **more})


@pytest.mark.parametrize(("after", "something"), [(999, True), (1000, False)])
def test_parts_of_samples_are_something(after: int, something: bool) -> None:
    """One token of a thousand fewer is a thousandth of the training; none fewer is nothing removed."""
    report = trimmed(after)
    assert (Decimal(1) if something else Decimal(0)) == report.figures["training_cost_savings"].value
    html = without_links(report.html)
    assert something == ("Filtering kept all 100 documents but removed 0.10% of what they hold (token)." in html)
    assert something == ("No document was removed, but 0.10% of what they hold (token)" in html)
    assert something != ("kept all 100 documents: nothing is saved" in html)
    assert something != ("Nothing was removed" in html)


@pytest.mark.parametrize(
    ("after", "more", "said"),
    [
        (999, {}, True),
        (1000, {}, False),
        (1000, {"quality": {"before": 0.9, "after": 0.9}}, True),
        (1000, {"models": [{"name": "a", "accuracy": 0.9, "consumption_wh": 1}]}, True),
    ],
)
def test_where_nothing_was_removed_no_accuracy_is_missed(after: int, more: dict[str, Any], said: bool) -> None:
    """What others kept of their accuracy says nothing of data that is as it was; what was stated of models stands."""
    report = trimmed(after, **more)
    assert said == ("models" in [section.anchor for section in report.page.sections])
    missed = said and not more
    assert missed == ("Results of other studies." in report.html)
    assert missed == ("accuracy_not_measured" in [caveat.id for caveat in report.caveats])


def test_its_cost_is_said() -> None:
    """Beside what is left."""
    html = trimmed(900, costs={"total": 30}).html
    assert (
        "Filtering kept all 100 documents but removed 10.0% of what they hold (token), and cost USD\u00a030.00." in html
    )


@pytest.mark.parametrize(("after", "asked"), [(1, True), (0, False)])
def test_a_training_on_nothing_is_not_asked_for(after: int, asked: bool) -> None:
    """The one who reads what to do next is told to train on what is left, where something is."""
    amounts = {"token": {"before": 1000, "after": after}}
    html = trimmed(after, samples_after=after, amounts=amounts).html
    assert asked == ("Train once on the documents kept" in html)
