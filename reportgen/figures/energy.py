"""Energy: of the training that is avoided, and of the filtering run."""

from __future__ import annotations

from reportgen.figures.expression import Expression


def training_kwh(training_hours: Expression, training_gpus: Expression, training_watts: Expression) -> Expression:
    """kWh: hours times GPUs times watts per GPU."""
    return training_hours * training_gpus * training_watts / 1000


def training_energy_per_sample(energy_kwh: Expression, samples: Expression) -> Expression:
    """kWh/sample: the training's energy over the samples it was trained on."""
    return energy_kwh / samples


def training_energy_savings(
    samples_removed: Expression, training_energy_per_sample: Expression, training_runs: Expression
) -> Expression:
    """kWh: samples removed times energy per sample times training runs; only where training goes by epochs."""
    return samples_removed * training_energy_per_sample * training_runs


def filtering_energy_at_building(filtering_energy: Expression, pue: Expression) -> Expression:
    """kWh: the devices' energy with the building's overhead."""
    return filtering_energy * pue


def mean_power(filtering_energy: Expression, duration_s: Expression) -> Expression:
    """W: the mean over the run that the energy implies."""
    return filtering_energy * 3600000 / duration_s


def net_energy_savings(training_energy_savings: Expression, filtering_energy: Expression) -> Expression:
    """kWh: training energy avoided less filtering energy spent."""
    return training_energy_savings - filtering_energy


def prediction_error(predicted: Expression, real: Expression) -> Expression:
    """1: how far a prediction was off, as a share of what it was of; above zero where it said too much."""
    return predicted / real - 1
