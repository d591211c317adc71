"""CO2 equivalents: avoided by training on fewer samples, spent by filtering."""

from __future__ import annotations

from reportgen.figures.expression import Expression


def co2_per_sample_exact(
    factor_kwh: Expression, factor_grid_intensity: Expression, factor_samples: Expression
) -> Expression:
    """kgCO2e/sample: the founding scenario with its arithmetic done exactly, on its own grid and without PUE."""
    return factor_kwh * factor_grid_intensity / factor_samples


def co2_per_sample_own(
    training_energy_per_sample: Expression, pue: Expression, grid_intensity: Expression
) -> Expression:
    """kgCO2e/sample: the user's own training on the run's own grid."""
    return training_energy_per_sample * pue * grid_intensity


def co2_savings(samples_removed: Expression, co2_per_sample: Expression, training_runs: Expression) -> Expression:
    """kgCO2e: samples removed times the factor times training runs; only where training goes by epochs."""
    return samples_removed * co2_per_sample * training_runs


def training_co2_savings(
    training_energy_savings: Expression, pue: Expression, grid_intensity: Expression
) -> Expression:
    """kgCO2e: the avoided training energy on the run's own grid."""
    return training_energy_savings * pue * grid_intensity


def filtering_co2(filtering_energy: Expression, pue: Expression, grid_intensity: Expression) -> Expression:
    """kgCO2e: energy at the meter times PUE times grid intensity."""
    return filtering_energy * pue * grid_intensity


def net_co2_savings(net_energy_savings: Expression, pue: Expression, grid_intensity: Expression) -> Expression:
    """kgCO2e: both sides on one PUE and one grid, so that these never decide the sign."""
    return net_energy_savings * pue * grid_intensity


def equivalent_car_km(filtering_co2: Expression, car_km_co2: Expression) -> Expression:
    """km: as far as an average car emits as much."""
    return filtering_co2 / car_km_co2


def equivalent_phone_charges(filtering_co2: Expression, phone_charge_co2: Expression) -> Expression:
    """1: as many times charging a smartphone as emit as much."""
    return filtering_co2 / phone_charge_co2
