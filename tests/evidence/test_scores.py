"""Scores of a training's checkpoints: by energy always, by cost only where every row has one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.evidence.score_table import TableRow
from reportgen.evidence.scores import training_scores
from tests.figures import author

D = Decimal


def rows(*checkpoints: tuple[int, str, str, str | None]) -> list[TableRow]:
    """Rows of time, accuracy, consumption and cost."""
    return [
        TableRow(
            line,
            "",
            {
                "time_s": D(time),
                "accuracy": D(accuracy),
                "consumption": D(wh),
                "cost": None if cost is None else D(cost),
            },
        )
        for line, (time, accuracy, wh, cost) in enumerate(checkpoints, start=2)
    ]


def test_scores_by_energy_and_by_cost() -> None:
    """At 200 s the cells of the last row: 0.705 and 10.05 Wh, and for cost 0.705 and 0.025, at the author's weights."""
    found = training_scores(
        rows((100, "0.3", "10", "0.03"), (200, "0.7", "10", "0.03"), (300, "0.705", "10.09", "0.02")), {}, {}
    )
    assert found.apc is not None
    assert found.apec is not None
    assert (True, D(200), D(200)) == (found.has_cost, found.apc.time_s, found.apec.time_s)
    assert author.accuracy_per_consumption(10.05, 0.705) == pytest.approx(float(found.apc.score), rel=1e-12)
    assert author.accuracy_per_energy_cost(0.025, 0.705, b=10) == pytest.approx(float(found.apec.score), rel=1e-12)


@pytest.mark.parametrize("costs", [(None, "0.03", "0.03"), ("0.03", "0.03", None), (None, None, None)])
def test_a_cost_that_a_row_lacks_leaves_no_time_by_cost(costs: tuple[str | None, ...]) -> None:
    """The rows that have one are another training: a time would be that of the first of them, or a goal too low."""
    found = training_scores(
        rows((100, "0.7", "10", costs[0]), (200, "0.7", "10", costs[1]), (300, "0.7", "10", costs[2])), {}, {}
    )
    assert (None, False) == (found.apec, found.has_cost)
    assert found.apc is not None
    assert D(100) == found.apc.time_s


def test_weights_steps_and_target_are_the_callers() -> None:
    """Cells of 0.5 by 20 Wh and by 2 cents, weights of 0.1 and 1: the middle 0.75 at 10 Wh and 1 cent."""
    given = rows((100, "0.3", "10", "1"), (200, "0.7", "10", "1"))
    steps = {"accuracy_step": D("0.5"), "energy_step": D(20), "cost_step": D(2)}
    found = training_scores(given, {"beta": D("0.1"), "beta_cost": D(1)}, steps, D("0.4"))
    assert found.apc is not None
    assert found.apec is not None
    assert author.accuracy_per_consumption(10, 0.75, b=0.1) == pytest.approx(float(found.apc.score), rel=1e-12)
    assert author.accuracy_per_energy_cost(1, 0.75, b=1) == pytest.approx(float(found.apec.score), rel=1e-12)
    assert training_scores(given, {}, {}, D(1)).apc is None
