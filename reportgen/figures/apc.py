"""APC and APEC: accuracy weighed against energy and against its cost.

Source: Jurj, Opritoiu, Vladutiu: Environmentally-Friendly Metrics for Evaluating the Performance of Deep Learning
Models and Systems. ICONIP 2020, doi 10.1007/978-3-030-63836-8_20.

The functions take expressions, Decimals or numpy arrays alike: they use + - * / only.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

# The author's weights: alpha for all, beta for energy and for its cost in cents, per inference and per hour.
ALPHA = Decimal("0.1")
BETAS = {"inference": (Decimal(1), Decimal(10)), "hour": (Decimal("0.1"), Decimal(50))}


def weighted_consumption(consumption: Any, accuracy: Any, alpha: Any) -> Any:
    """Consumption, weighed the more the less accurate the model is; in the unit of consumption.

    accuracy: a fraction from 0 to 1. alpha: the weight of consumption that remains at full accuracy, 0.1 by default.
    """
    return consumption * ((1 - alpha) * (1 - accuracy) + alpha)


def apc(consumption: Any, accuracy: Any, alpha: Any, beta: Any) -> Any:
    """Accuracy per consumption, from 0 to the accuracy itself. beta: per unit of consumption."""
    return accuracy / (beta * weighted_consumption(consumption, accuracy, alpha) + 1)


def apec(cost: Any, accuracy: Any, alpha: Any, beta_cost: Any) -> Any:
    """Accuracy per energy cost: APC with the cost of the energy in place of the energy. beta_cost: per unit of cost."""
    return apc(cost, accuracy, alpha, beta_cost)


def cost_in_cents(consumption_wh: Any, price_per_kwh: Any) -> Any:
    """Cost of energy in hundredths of the currency: Wh as kWh, times the price of a kWh."""
    return consumption_wh / 1000 * price_per_kwh * 100


def mean(values: Sequence[Any]) -> Any:
    """The mean of one or more values.

    The mean of scores is not the score of the means: which of the two a figure is, its label says.
    """
    first, *others = values
    for other in others:
        first = first + other
    return first / len(values)
