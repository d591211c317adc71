"""Software carbon intensity: what running software emits with its share of making the hardware, per unit of use.

Source: Software Carbon Intensity Specification 1.1, ISO/IEC 21031:2024: SCI = (O + M) per R, where O = E x I and
M = TE x (TiR / EL) x (RR / ToR). Market-based measures are excluded. Here R is a retained sample for the filtering, and
one run for the own training.
"""

from __future__ import annotations

from reportgen.figures.expression import Expression, Name, total
from reportgen.figures.formula import NEVER_ZERO, formula
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import EmbodiedOutline, Outline
from reportgen.words.message import message

HOURS_OF_A_YEAR = 8760  # the specification's own year, 365 days
_OF_DEVICE = ("kg", "count", "lifetime", "share", "utilisation")


@formula("kgCO2e", zero=NEVER_ZERO)
def embodied(
    device_kg: Expression,
    devices: Expression,
    lifetime_years: Expression,
    share: Expression,
    utilisation: Expression,
    hours: Expression,
) -> Expression:
    """The part of the devices' making and disposal that falls to the hours for which they were reserved.

    share: of each device, as reserved. utilisation: of its lifetime, the share in which anybody reserves it.
    """
    return device_kg * devices * hours / (lifetime_years * HOURS_OF_A_YEAR) * share / utilisation


@formula("kgCO2e", message("CO2e of one training of your own, location-based"))
def training_co2(training_kwh: Expression, pue: Expression, grid_intensity: Expression) -> Expression:
    """The electricity of one own training, location-based."""
    return training_kwh * pue * grid_intensity


@formula(
    "kgCO2e/sample",
    message("Software carbon intensity (SCI) of filtering, per retained sample"),
    key="sci.retained_sample",
    zero=message("no sample was retained"),
)
def sci_per_sample(operational: Expression, embodied_co2: Expression, samples_after: Expression) -> Expression:
    """Operational and embodied emissions over the samples retained."""
    return (operational + embodied_co2) / samples_after


@formula("kgCO2e", message("Software carbon intensity (SCI) of one training run of your own"), key="sci.training_run")
def sci_per_run(operational: Expression, embodied_co2: Expression) -> Expression:
    """Operational and embodied emissions of one training, which is the functional unit itself."""
    return operational + embodied_co2


def add_sci(ledger: Ledger, outline: Outline) -> None:
    """Add the intensity of what the devices were reserved for; without devices no intensity, which needs them."""
    for device in outline.embodied:
        leaves = [Name(f"embodied_{name}.{device.slug}") for name in _OF_DEVICE]
        label = message("Embodied emissions of the hours reserved, {device}", device=device.name)
        expression = embodied(*leaves, _hours(ledger, device))
        ledger.compute(f"embodied.{device.slug}", expression, embodied.unit, label, embodied.zero)
    filtering = _sum(ledger, outline, "filtering", message("Embodied emissions of filtering"))
    if filtering is not None:
        ledger.apply(sci_per_sample, Name("filtering_co2"), filtering, Name("samples_after"))
    training = _sum(ledger, outline, "training", message("Embodied emissions of one training of your own"))
    if training is not None:
        ledger.apply(training_co2)
        ledger.apply(sci_per_run, Name("training_co2"), training)


def _hours(ledger: Ledger, device: EmbodiedOutline) -> Expression:
    own = f"embodied_hours.{device.slug}"
    if own in ledger:
        return Name(own)
    return Name("duration_s") / 3600 if device.used_for == "filtering" else Name("training_hours")


def _sum(ledger: Ledger, outline: Outline, used_for: str, label: str) -> Name | None:
    """The sum over the devices of one use; None without any."""
    parts = [f"embodied.{device.slug}" for device in outline.embodied if device.used_for == used_for]
    if not parts:
        return None
    key = f"embodied_co2.{used_for}"
    ledger.compute(key, total(map(Name, parts)), "kgCO2e", label, covers=tuple(parts))
    return Name(key)
