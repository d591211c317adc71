"""The author's own code, typed from what he published, and nothing of ours: what the scores are checked against."""

from __future__ import annotations


def modified_consumption(consumption: float, accuracy: float, a: float = 0.1) -> float:
    return consumption * ((1 - a) * (1 - accuracy) + a)


def accuracy_per_consumption(consumption: float, accuracy: float, a: float = 0.1, b: float = 1) -> float:
    return accuracy / (b * modified_consumption(consumption, accuracy, a) + 1)


def accuracy_per_energy_cost(energy_cost: float, accuracy: float, a: float = 0.1, b: float = 1) -> float:
    return accuracy / (b * modified_consumption(energy_cost, accuracy, a) + 1)


def grid(max_energy: float = 10, energy_delta: float = 0.1, accuracy_delta: float = 0.01) -> list[list[float]]:
    """His "APC Grid", by rows of accuracy and columns of energy."""
    energies = [index * energy_delta for index in range(round(max_energy / energy_delta) + 1)]
    accuracies = [index * accuracy_delta for index in range(round(1 / accuracy_delta))]
    return [
        [accuracy_per_consumption(e + energy_delta * 0.5, a + accuracy_delta * 0.5) for e in energies]
        for a in accuracies
    ]
