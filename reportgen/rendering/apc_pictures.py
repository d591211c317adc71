"""The paper's pictures of APC and APEC as SVG files: curves, sweeps of the weights, models, runs, and the grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.charts.axes import Axis, axis
from reportgen.charts.heat_map import HeatMapData
from reportgen.charts.palette import HOUSE_LIGHT
from reportgen.charts.score_curves import Mark, ScoreCurvesData, ScoreModel, ScorePoint, equal_accuracy
from reportgen.figures.apc import apc, mean
from reportgen.figures.ttcapc import Grid, closest_apc
from reportgen.precision import working_precision
from reportgen.words.numbers import HOUSE

_ACCURACIES = tuple(map(Decimal, ("0.7", "0.8", "0.9", "0.95", "0.99", "0.995", "0.999")))
_ALPHAS = tuple(map(Decimal, ("0", "0.25", "0.5")))
_BETAS = tuple(map(Decimal, ("5", "100", "1000")))
_MOST_LABELS = 12
_MOST_OWN = 7  # curves of the models' own accuracies
_RUN_MARKS: tuple[Mark, ...] = ("dot", "square", "triangle", "diamond")
_HOLLOW = "; hollow: bought, filled: renewable at cost 0"
_GRID_END = Decimal(10)  # Wh, the author's
_FONT = "Inter, Helvetica Neue, Arial, sans-serif"


@dataclass(frozen=True)
class DrawnModel:
    """A model: accuracy, consumption and cost of each of its runs; cost is None where none is given."""

    name: str
    runs: tuple[tuple[Decimal, Decimal, Decimal | None], ...]

    @property
    def has_cost(self) -> bool:
        return all(cost is not None for _, _, cost in self.runs)

    def means(self) -> tuple[Decimal, Decimal, Decimal]:
        """Mean accuracy, consumption and cost; cost is zero where none is given."""
        accuracies, energies, costs = zip(*self.runs, strict=True)
        return mean(accuracies), mean(energies), mean([cost or Decimal(0) for cost in costs])


@dataclass(frozen=True)
class Weights:
    """The weights of the scores, and what consumption and cost are for, such as hour, where that is known."""

    alpha: Decimal
    beta: Decimal
    beta_cost: Decimal
    per: str = ""


def general_pictures(weights: Weights) -> dict[str, bytes]:
    """Curves of equal accuracy, sweeps of alpha and beta, and the heat map: no model is in them."""
    energy, cost = ("apc", "APC", "Energy per inference, Wh", Decimal(10)), _COST
    pictures = {}
    with working_precision():
        for (name, score, title, end), beta in ((energy, weights.beta), (cost, weights.beta_cost)):
            pictures[f"{name}.svg"] = _curves(score, title, end, weights.alpha, beta)
            for alpha in _ALPHAS:
                pictures[f"{name}_alpha_{alpha}.svg"] = _curves(score, title, end, alpha, beta)
            for swept in _BETAS:
                pictures[f"{name}_beta_{swept}.svg"] = _curves(score, title, end, weights.alpha, swept)
        pictures["apc_grid.svg"] = _heat_map(Grid(alpha=weights.alpha, beta=weights.beta))
    return pictures


_COST = ("apec", "APEC", "Energy cost per inference, cents", Decimal(5))


def model_pictures(
    models: Sequence[DrawnModel], weights: Weights, prefix: str = "", least_wh: Decimal = Decimal(0)
) -> dict[str, bytes]:
    """The models as points, their runs where there are several, and grid against renewable electricity at cost 0.

    least_wh: how far the axis of energy goes at least.
    """
    per = f" per {weights.per}" if weights.per else ""
    energy, cost = f"Energy{per}, Wh", f"Energy cost{per}, cents"
    pictures = {}
    with working_precision():
        pictures[f"{prefix}apc_models.svg"] = _points(models, weights, energy, least_wh, by_cost=False, runs=False)
        if any(len(model.runs) > 1 for model in models):
            pictures[f"{prefix}apc_runs.svg"] = _points(models, weights, energy, least_wh, by_cost=False, runs=True)
        costed = [model for model in models if model.has_cost]
        if costed:
            pictures[f"{prefix}apec_models.svg"] = _points(
                costed, weights, cost + _HOLLOW, Decimal(0), by_cost=True, runs=False
            )
            if any(len(model.runs) > 1 for model in costed):
                pictures[f"{prefix}apec_runs.svg"] = _points(costed, weights, cost, Decimal(0), by_cost=True, runs=True)
    return pictures


def _curves(score: str, x_title: str, end: Decimal, alpha: Decimal, beta: Decimal) -> bytes:
    return _drawn(score, x_title, (), axis(Decimal(0), end, HOUSE), alpha, beta, _ACCURACIES)


def _points(
    models: Sequence[DrawnModel], weights: Weights, x_title: str, least: Decimal, *, by_cost: bool, runs: bool
) -> bytes:
    """The models over curves of the paper's accuracies, and of their own where there is room."""
    score, beta = ("APEC", weights.beta_cost) if by_cost else ("APC", weights.beta)
    most = max(cost or Decimal(0) if by_cost else energy for model in models for _, energy, cost in model.runs)
    labels = len(models) <= _MOST_LABELS
    marks = [_RUN_MARKS[number % len(_RUN_MARKS)] if runs else None for number in range(len(models))]
    drawn = tuple(
        part
        for model, mark in zip(models, marks, strict=True)
        for part in _models(model, weights.alpha, beta, by_cost, mark, labels)
    )
    own = {model.means()[0] for model in models}
    shown = sorted({*_ACCURACIES, *(own if len(own) <= _MOST_OWN else ())})
    return _drawn(score, x_title, drawn, axis(Decimal(0), max(most, least), HOUSE), weights.alpha, beta, shown)


def _models(
    model: DrawnModel, alpha: Decimal, beta: Decimal, by_cost: bool, run_mark: Mark | None, with_label: bool
) -> tuple[ScoreModel, ...]:
    """The model's mark for each run; or the score of the means, and beside it at its cost that at renewable cost 0."""

    def point(accuracy: Decimal, place: Decimal, mark: Mark) -> ScorePoint:
        return ScorePoint(place, apc(place, accuracy, alpha, beta), mark)

    label = model.name if with_label else ""
    accuracy, energy, cost = model.means()
    if run_mark is not None:
        points = tuple(point(a, (c or Decimal(0)) if by_cost else e, run_mark) for a, e, c in model.runs)
        return (ScoreModel(label, "", points),)
    if not by_cost:
        only = point(accuracy, energy, "filled")
        return (ScoreModel(label, HOUSE.fixed(Decimal(only.y), 3), (only,)),)
    bought, renewable = point(accuracy, cost, "open"), point(accuracy, Decimal(0), "filled")
    sub = f"{HOUSE.fixed(Decimal(bought.y), 3)}, renewable {HOUSE.fixed(Decimal(renewable.y), 3)}"
    # two models of the chart, since it joins an open and a filled point of one
    return ScoreModel(label, sub, (bought,)), ScoreModel("", "", (renewable,))


def _drawn(
    score: str,
    x_title: str,
    models: tuple[ScoreModel, ...],
    x: Axis,
    alpha: Decimal,
    beta: Decimal,
    accuracies: Sequence[Decimal],
) -> bytes:
    def score_of(energy: float, accuracy: float) -> float:
        return float(apc(energy, accuracy, float(alpha), float(beta)))

    curves = equal_accuracy([(it, HOUSE.exact(it)) for it in accuracies], x.low, x.high, score_of)
    lowest = Decimal(0)
    if models:
        ends = [Decimal(curve.points[-1][1]) for curve in curves]
        lowest = min(*(Decimal(point.y) for model in models for point in model.points), *ends)
    # a little lower, so that no mark sits on the axis
    y = axis(max(lowest - Decimal("0.02"), Decimal(0)), Decimal(1), HOUSE)
    told = f"{score}, alpha = {HOUSE.exact(alpha)}, beta = {HOUSE.exact(beta)}"

    data = ScoreCurvesData(
        title=f"{told}, over {x_title[:1].lower()}{x_title[1:]}, with curves of equal accuracy",
        curves=curves,
        models=models,
        x=(x.low, x.high),
        y=(y.low, y.high),
        x_ticks=x.ticks,
        y_ticks=y.ticks,
        x_title=x_title,
        y_title=told,
        curves_title="accuracy",
    )
    return (data.draw(HOUSE_LIGHT, narrow=False, font=_FONT) + "\n").encode()


def _heat_map(grid: Grid) -> bytes:
    """The score in the middle of each cell of the grid, by accuracy and energy."""
    half = Decimal("0.5")
    rows = int(1 / grid.accuracy_step)
    columns = int(_GRID_END / grid.energy_step) + 1
    cells = tuple(
        tuple(
            closest_apc((column + half) * grid.energy_step, (row + half) * grid.accuracy_step, grid)
            for column in range(columns)
        )
        for row in range(rows)
    )
    x, y = axis(Decimal(0), _GRID_END, HOUSE), axis(Decimal(0), Decimal(1), HOUSE)
    end = columns * grid.energy_step
    told = f"APC, alpha = {HOUSE.exact(grid.alpha)}, beta = {HOUSE.exact(grid.beta)}"
    steps = f"cells of {HOUSE.exact(grid.accuracy_step)} by {HOUSE.exact(grid.energy_step)} Wh"
    data = HeatMapData(
        title=f"{told}: the score in the middle of each cell of accuracy and energy, {steps}",
        rows=cells,
        x_ticks=tuple((place / end, text) for place, text in x.ticks),
        y_ticks=y.ticks,
        x_title="Energy, Wh",
        y_title="Accuracy",
        scale_title=f"{told}; {steps}",
        scale_ticks=y.ticks,
    )
    return (data.draw(HOUSE_LIGHT, narrow=False, font=_FONT) + "\n").encode()
