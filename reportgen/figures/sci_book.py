"""The figures of the software carbon intensity: of the filtering per retained sample, of the training per run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.figures import sci
from reportgen.figures.expression import Expression, Name, total
from reportgen.figures.ledger import Formula, Ledger
from reportgen.words.message import message


@dataclass(frozen=True)
class EmbodiedOutline:
    """Hardware in the software carbon intensity: `slug` ends its keys, `used_for` is filtering or training."""

    slug: str
    name: str
    used_for: str


def add_sci(ledger: Ledger, devices: Sequence[EmbodiedOutline]) -> None:
    """Add the intensity of what the devices were reserved for; without devices no intensity, which needs them."""
    for device in devices:
        leaf = {
            name: Name(f"embodied_{name}.{device.slug}") for name in ("kg", "count", "lifetime", "share", "utilisation")
        }
        expression = sci.embodied(
            leaf["kg"], leaf["count"], _hours(ledger, device), leaf["lifetime"], leaf["share"], leaf["utilisation"]
        )
        label = message("Embodied emissions of the hours reserved, {device}", device=device.name)
        ledger.compute(f"embodied.{device.slug}", expression, "kgCO2e", label)
    filtering = _embodied(ledger, devices, "filtering", message("Embodied emissions of filtering"))
    if filtering is not None:
        ledger.compute(
            "sci.retained_sample",
            sci.sci_per_sample(Name("filtering_co2"), filtering, Name("samples_after")),
            "kgCO2e/sample",
            message("Software carbon intensity (SCI) of filtering, per retained sample"),
            zero_reason=message("no sample was retained"),
        )
    training = _embodied(ledger, devices, "training", message("Embodied emissions of one own training"))
    if training is not None:
        ledger.apply(
            Formula("training_co2", sci.training_co2, "kgCO2e", message("CO2e of one own training, location-based"))
        )
        ledger.compute(
            "sci.training_run",
            sci.sci_per_run(Name("training_co2"), training),
            "kgCO2e/run",
            message("Software carbon intensity (SCI) of one own training run"),
        )


def _hours(ledger: Ledger, device: EmbodiedOutline) -> Expression:
    own = f"embodied_hours.{device.slug}"
    if own in ledger:
        return Name(own)
    return Name("duration_s") / 3600 if device.used_for == "filtering" else Name("training_hours")


def _embodied(ledger: Ledger, devices: Sequence[EmbodiedOutline], used_for: str, label: str) -> Name | None:
    """The sum over the devices of one use; None without any."""
    parts = [f"embodied.{device.slug}" for device in devices if device.used_for == used_for]
    if not parts:
        return None
    key = f"embodied_co2.{used_for}"
    ledger.compute(key, total(Name(part) for part in parts), "kgCO2e", label, covers=tuple(parts))
    return Name(key)
