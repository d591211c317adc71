"""What filtering removed, by stages, reasons and values, and what is left to label: worked by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from reportgen.figures import samples
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import Outline
from tests.figures.ledgers import stated, told
from tests.figures.runs import outline_of

# a quarter is left
COUNTS = {"samples_before": 1000, "samples_after": 250, "samples_removed": 750}
EMPTY = {"samples_before": 0, "samples_after": 0, "samples_removed": 0}


@pytest.mark.parametrize(
    ("add", "leaves", "expected"),
    [
        (samples.add_stages, COUNTS, {}),
        (
            samples.add_stages,
            {**COUNTS, "stage_removed.blur": 400, "stage_removed.twins": 300},
            {
                "stages_unexplained": (50, "sample", "Removed by no stage"),
                "stage_left.blur": (600, "sample", "stage_removed.blur: left"),
                "stage_share.blur": ("0.4", "1", "stage_removed.blur: share of all"),
                "stage_left.twins": (300, "sample", "stage_removed.twins: left"),
                "stage_share.twins": ("0.3", "1", "stage_removed.twins: share of all"),
            },
        ),
        (samples.add_reasons, COUNTS, {}),
        (
            samples.add_reasons,
            {**COUNTS, "reason_removed.dark": 500, "reason_removed.twin": 350},
            {
                "reasons_unexplained": (-100, "sample", "Removed without a reason"),
                "reason_share.dark": ("0.5", "1", "reason_removed.dark: share of all"),
                "reason_share.twin": ("0.35", "1", "reason_removed.twin: share of all"),
            },
        ),
        # of 200 of a value a random quarter would be 50, and 20 were kept; of the other 40 ten and four
        (
            samples.add_balance,
            {
                **COUNTS,
                "balance_before.car": 200,
                "balance_after.car": 20,
                "balance_rest_before.class": 40,
                "balance_rest_after.class": 4,
            },
            {
                "balance_random.car": (50, "sample", "balance_before.car"),
                "balance_kept.car": ("0.1", "1", "balance_before.car"),
                "balance_rest_random.class": (10, "sample", "Expected in a random subset of equal size"),
                "balance_rest_kept.class": ("0.1", "1", "Share kept"),
            },
        ),
    ],
)
def test_what_follows_from_counts(
    add: Callable[[Ledger, Outline], None], leaves: dict[str, Any], expected: dict[str, tuple[Any, str, str]]
) -> None:
    """Each figure whose inputs are there, in its unit and with its name, and no other."""
    ledger = stated(leaves)
    add(ledger, outline_of())
    of_decimals = {key: (Decimal(value), *more) for key, (value, *more) in expected.items()}
    assert of_decimals == told(ledger, stated(leaves))


@pytest.mark.parametrize(
    ("add", "leaves", "key"),
    [
        (samples.add_stages, {"stage_removed.blur": 0}, "stage_share.blur"),
        (samples.add_reasons, {"reason_removed.dark": 0}, "reason_share.dark"),
        (samples.add_balance, {"balance_before.car": 0, "balance_after.car": 0}, "balance_random.car"),
    ],
)
def test_of_no_samples_there_is_no_share(
    add: Callable[[Ledger, Outline], None], leaves: dict[str, int], key: str
) -> None:
    """Nothing is divided by nothing, and it says why."""
    ledger = stated({**EMPTY, **leaves, **({"balance_before.car": 1} if "car" in key else {})})
    add(ledger, outline_of())
    assert (None, "there were no samples before filtering") == (ledger[key].value, ledger[key].reason)


@pytest.mark.parametrize(
    ("labelled", "expected", "low", "high"),
    [
        (400, 100, 0, 250),
        # at least 50 of 800 are kept, since only 750 samples were removed; at most all of 100
        (800, 200, 50, 250),
        (100, 25, 0, 100),
        (0, 0, 0, 0),
        (1000, 250, 250, 250),
    ],
)
def test_labels_of_which_nobody_says_whether_they_were_kept(labelled: int, expected: int, low: int, high: int) -> None:
    """The same share as of all samples, which is assumed, from the fewest to the most that can be."""
    leaves = {**COUNTS, "already_labelled_before": labelled}
    ledger = stated(leaves)
    samples.add_labelled_after(ledger, outline_of(labelled_after_given=False))
    kept = ledger["already_labelled_after"]
    assert (Decimal(expected), Decimal(low), Decimal(high)) == (kept.value, kept.low, kept.high)
    assert ("default", None) == (kept.basis, kept.rests_on)
    given = stated(leaves)
    samples.add_labelled_after(given, outline_of(labelled_after_given=True))
    assert {} == told(given, stated(leaves))


@pytest.mark.parametrize(("skips", "expected"), [(True, {"samples_removed_trained": 700}), (False, {})])
def test_removed_samples_without_a_label_save_nothing_of_a_training_on_labels(
    expected: dict[str, int], *, skips: bool
) -> None:
    """80 of the 750 had none before, and 30 were kept."""
    leaves = {**COUNTS, "unlabelled_before": 80, "unlabelled_after": 30}
    ledger = stated(leaves)
    samples.add_removed_of_training(ledger, outline_of(skips_unlabelled=skips))
    assert expected == {key: value for key, (value, _, _) in told(ledger, stated(leaves)).items()}
