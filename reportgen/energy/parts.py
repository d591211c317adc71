"""The parts of a record whose devices were measured and estimated: each is as firm as it is, and no less."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from reportgen.energy.record import ESTIMATE, MEASURED, Record
from reportgen.precision import working_precision


def by_basis(record: Record) -> list[Record]:
    """The measured and the estimated part of a record that has both and says what each device drew, else itself.

    As one figure it would be no more than an estimate, and its range neither the meter's nor the estimate's.
    """
    known = [device for device in record.devices if device.energy_kwh is not None]
    with working_precision():
        whole = _total(device.energy_kwh for device in known)
        adds_up = record.energy_kwh is not None and whole is not None
        adds_up = adds_up and abs(whole - record.energy_kwh) <= record.energy_kwh / 10**9  # type: ignore[operator]
        if len({device.basis for device in known}) < 2 or record.corrected_kwh is not None or not adds_up:
            return [record]
        measured, estimated = (_part(record, basis) for basis in (MEASURED, ESTIMATE))
    # what speaks of all devices is as firm as the weaker part
    return [replace(measured, stages=(), prediction=None), replace(estimated, warnings=(), implausible=())]


def _part(record: Record, basis: str) -> Record:
    devices = tuple(device for device in record.devices if device.basis == basis)
    known = [device for device in devices if device.energy_kwh is not None]
    return replace(
        record,
        devices=devices,
        basis=basis,
        method=known[0].method,
        energy_kwh=_total(device.energy_kwh for device in known),
        low_kwh=_total(device.low_kwh for device in known),
        high_kwh=_total(device.high_kwh for device in known),
    )


def _total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or None where one is not known."""
    found = list(values)
    known = [value for value in found if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(found) else None
