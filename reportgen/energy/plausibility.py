"""Whether a record can be true: the mean power that it implies, held against what its devices can draw."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

from reportgen.energy.record import Device, Record
from reportgen.factors.board_power import board_power_w, machine_power, tolerance
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.words.numbers import HOUSE

# From here on no forgotten board explains it, but a unit does: Wh for kWh is 1,000 times, kJ for kWh 3,600 times.
_ANOTHER_UNIT = 100
_LIKELY_PUE = Decimal(2)  # the greatest that is likely

_COUNT = re.compile(r"^(?P<before>\d{1,4}) ?x |\b(?P<after>\d{1,4}) device\(s\)", re.IGNORECASE)


@dataclass(frozen=True)
class _Claim:
    """Boards, what they together draw at most, and the energy that is said of them."""

    boards: int
    limit_w: Decimal
    energy_kwh: Decimal


def judged(record: Record) -> Record:
    """The record, with a warning for each mean power that its GPUs cannot have drawn; these are `implausible` too."""
    if not record.duration_s:
        return record
    with working_precision():
        found = tuple(_findings(record, record.duration_s))
    fresh = tuple(text for text in found if text not in record.warnings)
    return replace(record, warnings=(*record.warnings, *fresh), implausible=(*record.implausible, *found))


def _findings(record: Record, duration_s: Decimal) -> list[str]:
    gpus = [device for device in record.devices if device.kind == "gpu"]
    alone = [_claim([gpu], gpu.energy_kwh) for gpu in gpus]
    total = record.best_kwh if len(gpus) == len(record.devices) else _sum(gpus)
    found = []
    for claim in (*([] if len(alone) == 1 else alone), _claim(gpus, total)):
        if claim is not None:
            power_w = claim.energy_kwh * J_PER_KWH / duration_s
            if power_w > claim.limit_w * tolerance().factor:
                found.append(_text(claim, power_w, duration_s))
    found += [_beyond_machines(device, duration_s) for device in record.devices if _draws_too_much(device, duration_s)]
    return list(dict.fromkeys(found))


def _draws_too_much(device: Device, duration_s: Decimal) -> bool:
    """Whether a device of no known board is said to draw more than a whole machine; a node may be many machines."""
    if device.energy_kwh is None or device.kind == "machine" or board_power_w(device.name) is not None:
        return False
    return device.energy_kwh * J_PER_KWH / duration_s > machine_power().most_w * device_count(device)


def _beyond_machines(device: Device, duration_s: Decimal) -> str:
    assert device.energy_kwh is not None
    power_w = device.energy_kwh * J_PER_KWH / duration_s
    drawn, most = (HOUSE.up_to_significant(watts / 1000, 3) for watts in (power_w, machine_power().most_w))
    said = f"{device.name}: {_drawn_in(device.energy_kwh, duration_s)} is {drawn} kW"
    return f"{said}, and a whole machine draws {most} kW at most: is the figure in another unit?"


def _drawn_in(energy_kwh: Decimal, duration_s: Decimal) -> str:
    return f"{HOUSE.up_to_significant(energy_kwh, 3)} kWh in {HOUSE.up_to_significant(duration_s, 6)} s"


def _claim(gpus: list[Device], energy_kwh: Decimal | None) -> _Claim | None:
    """What is said of these GPUs; None where one of them or their energy is not known."""
    counts = [device_count(gpu) for gpu in gpus]
    limits = [board_power_w(gpu.name) for gpu in gpus]
    if not gpus or energy_kwh is None or any(limit is None for limit in limits):
        return None
    limit_w = sum((count * limit for count, limit in zip(counts, limits, strict=True) if limit), Decimal(0))
    return _Claim(sum(counts), limit_w, energy_kwh)


def device_count(device: Device) -> int:
    """How many boards the name stands for: "2 x NVIDIA A100" and "NVIDIA A100 2 device(s)" are two."""
    match = _COUNT.search(device.name)
    return max(1, int(match["before"] or match["after"])) if match else 1


def _sum(devices: list[Device]) -> Decimal | None:
    known = [device.energy_kwh for device in devices if device.energy_kwh is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(devices) else None


def _text(claim: _Claim, power_w: Decimal, duration_s: Decimal) -> str:
    ratio = power_w / claim.limit_w
    boards = "the board" if claim.boards == 1 else f"the {claim.boards} boards"
    # the limits of boards are whole, so that one digit is enough to tell
    said = f"{_drawn_in(claim.energy_kwh, duration_s)} is {HOUSE.fixed(power_w, 0)} W, and {boards} can draw"
    return f"{said} {claim.limit_w:f} W: {_cause(claim, ratio)}"


def _cause(claim: _Claim, ratio: Decimal) -> str:
    if ratio >= _ANOTHER_UNIT:
        return "is the figure in another unit (Wh or kJ read as kWh), or the duration too short?"
    least = int((ratio * claim.boards).to_integral_value(ROUND_CEILING))
    cause = f"were there more of them than named (at least {least}), or is the duration too short?"
    return f"is a PUE inside, {cause}" if ratio <= _LIKELY_PUE else cause
