"""Figures of training runs as evidence, over medians that are given: worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reportgen.figures.evidence import add_evidence, add_permutation_tests
from reportgen.figures.outline import TrainingRuns
from tests.figures.ledgers import stated, told
from tests.figures.runs import outline_of

D = Decimal
GRID = {"pue": "1.2", "grid_intensity": "0.5"}
EMITTED = "CO2e of a training on"


@pytest.mark.parametrize(
    ("leaves", "expected"),
    [
        (
            {"evidence_accuracy.after": "0.5", "evidence_accuracy.before": "0.42"},
            {
                "evidence_difference.before": (
                    "0.08",
                    "1",
                    "Median accuracy over the runs, after filtering minus before",
                )
            },
        ),
        (
            {"evidence_accuracy.after": "0.5", "evidence_accuracy.random": "0.46"},
            {
                "evidence_difference.random": (
                    *("0.04", "1", "Median accuracy after filtering minus that on a random subset, over the runs"),
                )
            },
        ),
        ({"evidence_accuracy.before": "0.42", "evidence_accuracy.random": "0.46"}, {}),
        # 6 of 10 kWh are saved; at a PUE of 1.2 on 0.5 kg each kWh is 0.6 kg
        (
            {"evidence_energy.before": 10, "evidence_energy.after": 4},
            {
                "evidence_energy_saved": ("0.6", "1", "Energy of a training saved, by the medians of the runs"),
                "evidence_co2.before": (6, "kgCO2e", f"{EMITTED} all samples, median"),
                "evidence_co2.after": ("2.4", "kgCO2e", f"{EMITTED} the samples kept, median"),
            },
        ),
        (
            {"evidence_energy.after": 4, "evidence_energy.random": 5, "evidence_energy.before": None},
            {
                "evidence_energy_saved": (None, "1", "Energy of a training saved, by the medians of the runs"),
                "evidence_co2.after": ("2.4", "kgCO2e", f"{EMITTED} the samples kept, median"),
                "evidence_co2.random": (3, "kgCO2e", f"{EMITTED} a random subset of equal size, median"),
            },
        ),
        (
            {"evidence_total_energy": 20, "evidence_total_energy.aside": 5},
            {
                "evidence_total_co2": (12, "kgCO2e", "CO2e of all training runs of the table"),
                "evidence_total_co2.aside": (3, "kgCO2e", "CO2e of the runs of the table that do not count"),
            },
        ),
        ({"evidence_total_energy": None}, {}),
        # 3 kWh so far, and 8 epochs of 1.5 kWh to come
        (
            {
                "evidence_epochs": 2,
                "evidence_epochs_total": 10,
                "evidence_epochs_energy": 3,
                "evidence_epoch_energy": "1.5",
            },
            {"predicted_training_energy": (15, "kWh", "Energy of the whole training, from its first epochs")},
        ),
    ],
)
def test_what_follows_from_the_runs(leaves: dict[str, Any], expected: dict[str, tuple[Any, str, str]]) -> None:
    """Each figure whose inputs are there, in its unit and with its name, and no other."""
    ledger = stated({**GRID, **leaves})
    add_evidence(ledger, outline_of())
    of_decimals = {key: (value if value is None else D(value), *more) for key, (value, *more) in expected.items()}
    assert of_decimals == told(ledger, stated({**GRID, **leaves}))


def test_trainings_that_took_no_energy_save_no_share_of_it() -> None:
    """Nothing is divided by nothing."""
    ledger = stated({**GRID, "evidence_energy.before": 0, "evidence_energy.after": 0})
    add_evidence(ledger, outline_of())
    assert "the trainings took no energy" == ledger["evidence_energy_saved"].reason


@pytest.mark.parametrize(
    ("others", "after", "p", "said"),
    [
        (5, 5, D(2) / 252, "every one of 252 assignments"),
        (4, 5, None, "fewer than five runs on a side"),
        (5, 4, None, "fewer than five runs on a side"),
        # all of 30 runs above all of 30 others: of 9,999 drawn ones none is as far apart
        (30, 30, D("0.0001"), "10000 assignments, drawn"),
    ],
)
def test_how_likely_chance_is(others: int, after: int, p: Decimal | None, said: str) -> None:
    """Of all ways to deal the runs out or of some that are drawn; of fewer than five a side nothing is said."""
    trainings = TrainingRuns("random", "p", (D(0),) * others, (D(1),) * after, ("runs",))
    ledger = stated({"evidence_runs.random": others, "evidence_runs.after": after})
    add_permutation_tests(ledger, outline_of(trainings=(trainings,)))
    figure = ledger["evidence_p.random"]
    assert (p and pytest.approx(p), "1", "p") == (figure.value, figure.unit, figure.label)
    assert said == str(figure.note or figure.reason)
    if p is not None:
        assert ("permutation_test/1", "measured", ("runs",), ("evidence_runs.random", "evidence_runs.after")) == (
            *(figure.procedure, figure.rests_on, figure.sources, figure.inputs),
        )
