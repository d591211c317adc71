"""APC and APEC: accuracy weighed against energy and against its cost.

Source: Jurj, Opritoiu, Vladutiu: Environmentally-Friendly Metrics for Evaluating the Performance of Deep Learning
Models and Systems. ICONIP 2020, doi 10.1007/978-3-030-63836-8_20.

The functions take expressions, Decimals or numpy arrays alike: they use + - * / only.
"""

from __future__ import annotations

from typing import Any


def weighted_consumption(consumption: Any, accuracy: Any, alpha: Any) -> Any:
    """Consumption, weighed the more the less accurate the model is; in the unit of consumption.

    accuracy: a fraction from 0 to 1. alpha: the weight of consumption that remains at full accuracy, 0.1 by default.
    """
    return consumption * ((1 - alpha) * (1 - accuracy) + alpha)


def apc(consumption: Any, accuracy: Any, alpha: Any, beta: Any) -> Any:
    """Accuracy per consumption, from 0 to the accuracy itself. beta: per unit of consumption.

    With the cost of energy in place of energy it is APEC, accuracy per energy cost.
    """
    return accuracy / (beta * weighted_consumption(consumption, accuracy, alpha) + 1)
