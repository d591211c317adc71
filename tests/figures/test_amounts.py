"""What filtering took by other measures than samples, and what is to be paid of it where some is labelled already."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.figures.amounts import add_amounts, amount_to_label, removed_average, removed_measure, removes
from reportgen.figures.expression import Name, show
from reportgen.figures.outline import AmountOutline
from tests.figures.ledgers import stated, told
from tests.figures.runs import outline_of

D = Decimal
# 1,000 documents of 1.5 tokens, of which 400 with 3 are left
SAMPLES = {"samples_before": 1000, "samples_after": 400, "samples_removed": 600}
TOKENS = {"amount_before.token": 1500, "amount_after.token": 1200}


def test_each_measure_has_its_figures() -> None:
    """Removed, shares and what a sample holds, each with its unit and its name; the share of samples beside them."""
    leaves = {**SAMPLES, **TOKENS}
    ledger = stated(leaves, unit="token")
    add_amounts(ledger, outline_of())
    assert {
        "amount_kept.sample": (D("0.4"), "1", "Share of the samples kept"),
        "amount_removed.token": (300, "token", "Amount removed (token)"),
        "amount_share.token": (D("0.2"), "1", "Share of the amount removed (token)"),
        "amount_kept.token": (D("0.8"), "1", "Share of the amount kept (token)"),
        "amount_per_sample_before.token": (
            *(D("1.5"), "token/sample", "Amount in a sample before filtering, on average (token)"),
        ),
        "amount_per_sample_after.token": (
            *(3, "token/sample", "Amount in a sample after filtering, on average (token)"),
        ),
        "amount_per_removed.token": (D("0.5"), "token/sample", "Amount in a removed sample, on average (token)"),
    } == told(ledger, stated(leaves))


@pytest.mark.parametrize(("leaves", "expected"), [({}, set()), ({"amount_unknown.token": 3}, {"amount_kept.sample"})])
def test_the_share_of_samples_stands_beside_another(leaves: dict[str, int], expected: set[str]) -> None:
    """Not alone; beside an amount that a part of the samples does not say, though it has none itself."""
    ledger = stated({**SAMPLES, **leaves})
    add_amounts(ledger, outline_of())
    assert expected == set(told(ledger, stated({**SAMPLES, **leaves})))


@pytest.mark.parametrize(
    ("times", "shared", "to_label", "average"),
    [
        (1, False, "amount_after.hour", "n * amount_per_removed.hour"),
        (2, False, "amount_after.hour * 2", "n * amount_per_removed.hour * 2"),
        (60, False, "amount_after.hour * 60", "n * amount_per_removed.hour * 60"),
        (
            *(60, True),
            "amount_after.hour * samples_to_label_after / max(samples_after, 1) * 60",
            "n * amount_per_removed.hour * 60",
        ),
    ],
)
def test_what_is_to_be_labelled_of_an_amount(times: int, to_label: str, average: str, *, shared: bool) -> None:
    """All of it, or of samples that are labelled in part their share; of hours 60 times as many minutes."""
    amount = AmountOutline("hour", D(times), shared)
    assert to_label == show(amount_to_label("after", amount))
    assert average == show(removed_average(Name("n"), amount))


@pytest.mark.parametrize(
    ("samples", "token", "hour", "measure", "anything"),
    [
        (0, 0, 0, "", False),
        (3, 0, 0, "", True),
        (0, 5, 0, "token", True),
        (0, 0, 5, "hour", True),
        (3, 5, 5, "token", True),
    ],
)
def test_what_was_removed_of_the_data(samples: int, token: int, hour: int, measure: str, *, anything: bool) -> None:
    """Samples, or a part of what they hold; the first measure by which something was removed."""
    ledger = stated({"samples_removed": samples, "amount_removed.token": token, "amount_removed.hour": hour})
    assert (measure, anything) == (removed_measure(ledger), removes(ledger))
