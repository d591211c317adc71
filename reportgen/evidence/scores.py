"""The scores of a table's rows: APC and APEC of models, TTCAPC and TTCAPEC of a training's checkpoints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.evidence.score_table import TableRow
from reportgen.figures.apc import ALPHA, BETAS, apc, apec
from reportgen.figures.ttcapc import ACCURACY_STEP, COST_STEP, ENERGY_STEP, Checkpoint, Grid, Reached, ttcapc
from reportgen.precision import working_precision

WEIGHTS = {"alpha": ALPHA, "beta": BETAS["inference"][0], "beta_cost": BETAS["inference"][1]}
STEPS = {"accuracy_step": ACCURACY_STEP, "energy_step": ENERGY_STEP, "cost_step": COST_STEP}


@dataclass(frozen=True)
class ScoredModel:
    """A row's numbers, the weights that apply to it and its scores; cost and apec are None where no cost is given.

    consumption in Wh, cost in hundredths of the currency.
    """

    model: str
    accuracy: Decimal
    consumption: Decimal
    cost: Decimal | None
    alpha: Decimal
    beta: Decimal
    beta_cost: Decimal
    apc: Decimal
    apec: Decimal | None


@dataclass(frozen=True)
class TrainingScores:
    """When the closest APC and the closest APEC reached their target; None where no checkpoint did, or without cost."""

    apc: Reached | None
    apec: Reached | None
    has_cost: bool


def scored_models(rows: Iterable[TableRow], weights: Mapping[str, Decimal]) -> Iterator[ScoredModel]:
    """Each row with its scores: a row's own weight counts, else that of `weights`, else the default."""
    weights = {**WEIGHTS, **weights}
    for row in rows:
        yield _scored(row, weights)


def _scored(row: TableRow, weights: Mapping[str, Decimal]) -> ScoredModel:
    numbers = row.numbers
    accuracy, consumption, cost = numbers["accuracy"], numbers["consumption"], numbers.get("cost")
    assert accuracy is not None
    assert consumption is not None
    alpha, beta, beta_cost = (_own(numbers.get(name), weights[name]) for name in ("alpha", "beta", "beta_cost"))
    with working_precision():
        by_energy = apc(consumption, accuracy, alpha, beta)
        by_cost = None if cost is None else apec(cost, accuracy, alpha, beta_cost)
    return ScoredModel(row.model, accuracy, consumption, cost, alpha, beta, beta_cost, by_energy, by_cost)


def _own(value: Decimal | None, otherwise: Decimal) -> Decimal:
    return otherwise if value is None else value


def training_scores(
    rows: Iterable[TableRow],
    weights: Mapping[str, Decimal],
    steps: Mapping[str, Decimal],
    target: Decimal | None = None,
) -> TrainingScores:
    """TTCAPC and TTCAPEC of the checkpoints, with the default weights and steps where none are given.

    target: of both scores; without one, that of the last checkpoint in time. TTCAPEC needs a cost in every row.
    """
    weights, steps = {**WEIGHTS, **weights}, {**STEPS, **steps}
    energy: list[Checkpoint] = []
    cost: list[Checkpoint] = []
    for row in rows:
        time_s, accuracy, consumption = (row.numbers[name] for name in ("time_s", "accuracy", "consumption"))
        assert time_s is not None
        assert accuracy is not None
        assert consumption is not None
        energy.append(Checkpoint(time_s, accuracy, consumption))
        if (of_row := row.numbers.get("cost")) is not None:
            cost.append(Checkpoint(time_s, accuracy, of_row))
    by_energy = Grid(steps["accuracy_step"], steps["energy_step"], weights["alpha"], weights["beta"])
    by_cost = Grid(steps["accuracy_step"], steps["cost_step"], weights["alpha"], weights["beta_cost"])
    has_cost = len(cost) == len(energy)
    return TrainingScores(
        ttcapc(energy, by_energy, target), ttcapc(cost, by_cost, target) if has_cost else None, has_cost
    )
