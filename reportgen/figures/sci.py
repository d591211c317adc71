"""Software carbon intensity: what running software emits with its share of making the hardware, per unit of use.

Source: Software Carbon Intensity Specification 1.1, ISO/IEC 21031:2024: SCI = (O + M) per R, where O = E x I and
M = TE x (TiR / EL) x (RR / ToR). Market-based measures are excluded.
"""

from __future__ import annotations

from reportgen.figures.expression import Expression

HOURS_OF_A_YEAR = 8760  # the specification's own year, 365 days


def embodied(
    device_kg: Expression,
    devices: Expression,
    hours: Expression,
    lifetime_years: Expression,
    share: Expression,
    utilisation: Expression,
) -> Expression:
    """kgCO2e: the part of the devices' making and disposal that falls to the hours for which they were reserved.

    share: of each device, as reserved. utilisation: of its lifetime, the share in which anybody reserves it.
    """
    return device_kg * devices * hours / (lifetime_years * HOURS_OF_A_YEAR) * share / utilisation


def training_co2(training_kwh: Expression, pue: Expression, grid_intensity: Expression) -> Expression:
    """kgCO2e: the electricity of one own training, location-based."""
    return training_kwh * pue * grid_intensity


def sci_per_sample(operational: Expression, embodied_co2: Expression, samples_after: Expression) -> Expression:
    """kgCO2e/sample: operational and embodied emissions over the samples retained."""
    return (operational + embodied_co2) / samples_after


def sci_per_run(operational: Expression, embodied_co2: Expression) -> Expression:
    """kgCO2e/run: operational and embodied emissions of one training, which is the functional unit itself."""
    return operational + embodied_co2
