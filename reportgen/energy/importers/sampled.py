"""Devices whose power was sampled: from their integrals to what a record says of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.energy.importers.cells import measured
from reportgen.energy.power import Integral
from reportgen.energy.record import UNKNOWN, Device, Identity
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.words.message import message

NO_ENERGY = "no energy can be reckoned: fewer than two samples, or zero power, which was not measured"


def sampled_device(
    name: str,
    kind: str,
    power: Integral,
    start_s: Decimal = Decimal(0),
    hole_s: Decimal = Decimal(0),
    identity: Identity = UNKNOWN,
) -> Device:
    """The device under the integral, with the range of what sampling can have missed; fewer than two samples: none.

    start_s: of the record, on the samples' clock. hole_s: beside rows that could not be read, in no energy; in it the
    device drew anything up to the highest power that was read of it, which the upper end of the range holds.
    """
    with working_precision():
        energy_kwh = measured(power.energy_j / J_PER_KWH)
        bound_kwh = power.bound_j / J_PER_KWH
        hole_kwh = hole_s * power.peak_w / J_PER_KWH
        return Device(
            name,
            kind,
            energy_kwh,
            method=message("sampled power"),
            low_kwh=None if energy_kwh is None else max(Decimal(0), energy_kwh - bound_kwh),
            high_kwh=None if energy_kwh is None else energy_kwh + bound_kwh + hole_kwh,
            power=power.envelope(start_s),
            identity=identity,
        )


def total_kwh(devices: Sequence[Device]) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """The sum of what was measured, with its low and high; None where no device was, or none has a range."""
    known = [device.energy_kwh for device in devices if device.energy_kwh is not None]
    ranged = [device for device in devices if device.energy_kwh is not None and device.high_kwh is not None]
    if not known:
        return None, None, None
    with working_precision():
        energy_kwh = sum(known, Decimal(0))
        if len(ranged) < len(known):
            return energy_kwh, None, None
        low_kwh = sum((device.low_kwh or Decimal(0) for device in ranged), Decimal(0))
        return energy_kwh, low_kwh, sum((device.high_kwh or Decimal(0) for device in ranged), Decimal(0))
