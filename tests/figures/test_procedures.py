"""The procedures by which figures follow that no formula can say."""

from __future__ import annotations

from reportgen.audit.procedures import KNOWN
from reportgen.figures.procedures import STEPS
from tests.figures.runs import report_of

RUNS = (
    "evidence/lower_accuracy.yaml",
    "boxes by tiers",
    "tiers by month of samples in part labelled",
    "a tier that is reached by samples in part labelled",
    "models with runs and checkpoints",
)


def test_each_procedure_of_a_run_is_told_and_can_be_recomputed() -> None:
    """Its steps stand in words under the name that figures carry, and an audit knows it."""
    met = {it.procedure for name in RUNS for it in report_of(name).figures.values() if it.procedure is not None}
    assert met == set(STEPS) == set(KNOWN)
    assert [] == [name for name, steps in STEPS.items() if not str(steps).strip()]
