"""Whether a record can be true: the mean power that it implies, held against what its hardware can draw."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

from reportgen.energy.record import Device, Record
from reportgen.factors.boards import board_power_w, largest_board_w, machine_power, socket_power_w, tolerance
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.words.numbers import HOUSE

UNJUDGED = (
    "whether its power can be true was not judged: the record says neither a duration nor when it began and ended"
)

# From here on no forgotten device explains it, but a unit does: Wh for kWh is 1,000 times, kJ for kWh 3,600 times.
_ANOTHER_UNIT = 100
_MILLI = 1000
_LIKELY_PUE = Decimal(2)  # the greatest that is likely
_MOST_NODES = 100_000  # no job runs on more machines: it is no use to name so many
_CUT_S = Decimal(1)  # clocks that say whole seconds cut off as much

_COUNT = re.compile(r"^(?P<before>\d{1,4}) ?x |\b(?P<after>\d{1,4}) device\(s\)", re.IGNORECASE)
_SOCKET = re.compile(r"\b(?:cpu|package|socket)[ :_-]?\d{1,2}$", re.IGNORECASE)  # one processor of several


@dataclass(frozen=True)
class _Limit:
    """What a device can draw: so many boards or processors (kind) together watts.

    known: the device is in the table; else the largest that is stands for it.
    """

    count: int
    watts: Decimal
    kind: str
    known: bool


def judged(record: Record) -> Record:
    """The record, with a warning for each mean power that its hardware cannot have drawn; these are `implausible` too.

    One that says no time is not judged, and says so.
    """
    if record.best_kwh is None and all(device.energy_kwh is None for device in record.devices):
        return record
    with working_precision():
        duration_s = _duration_s(record)
        found = () if duration_s is None else tuple(dict.fromkeys(_findings(record, duration_s)))
    told = (UNJUDGED,) if duration_s is None else found
    if not told:
        return record
    fresh = tuple(text for text in told if text not in record.warnings)
    return replace(record, warnings=(*record.warnings, *fresh), implausible=(*record.implausible, *found))


def _duration_s(record: Record) -> Decimal | None:
    """The record's duration, else the longest that lies between its start and end; None where neither is known."""
    if record.duration_s:
        return record.duration_s
    start, end = record.started_at, record.ended_at
    if start is None or end is None or (start.tzinfo is None) != (end.tzinfo is None):
        return None
    between_s = Decimal(str((end - start).total_seconds()))
    if not start.microsecond and not end.microsecond:
        between_s += _CUT_S
    return between_s if between_s > 0 else None


def _findings(record: Record, duration_s: Decimal) -> Iterator[str]:
    for device in record.devices:
        # what a single device drew is the record's energy, which may be corrected
        if device.energy_kwh is not None and (len(record.devices) > 1 or record.best_kwh is None):
            yield from _about_device(device, device.energy_kwh, duration_s, record.nodes)
    if record.best_kwh is not None:
        yield from _about_record(record, record.best_kwh, duration_s)


def _about_device(device: Device, energy_kwh: Decimal, duration_s: Decimal, nodes: int | None) -> Iterator[str]:
    power_w = energy_kwh * J_PER_KWH / duration_s
    limit = _limit(device)
    if limit is not None:
        yield from _beyond([limit], energy_kwh, duration_s, "" if limit.known else f"{device.name}: ")
    elif device.kind == "machine":
        yield from _beyond_machines(energy_kwh, duration_s, nodes, Decimal(0))
    elif power_w > machine_power().most_w * max(device_count(device), nodes or 1):
        drawn, most = _kw(power_w), _kw(machine_power().most_w)
        said = f"{device.name}: {_drawn_in(energy_kwh, duration_s)} is {drawn} kW"
        yield f"{said}, and a whole machine draws {most} kW at most: is the figure in another unit?"


def _about_record(record: Record, energy_kwh: Decimal, duration_s: Decimal) -> Iterator[str]:
    limits = [_limit(device) for device in record.devices]
    known = [limit for limit in limits if limit is not None]
    if limits and len(known) == len(limits):
        whose = "" if all(limit.known for limit in known) else "together: "
        if whose and len(known) == 1:
            whose = f"{record.devices[0].name}: "
        yield from _beyond(known, energy_kwh, duration_s, whose)
        return
    if len(record.devices) == 1 and record.devices[0].kind != "machine":
        yield from _about_device(record.devices[0], energy_kwh, duration_s, record.nodes)
        return
    parts_w = sum((limit.watts for limit in known), Decimal(0)) * tolerance().factor
    machines = sum(device.kind == "machine" for device in record.devices)
    nodes = record.nodes or (machines if machines > 1 else None)
    yield from _beyond_machines(energy_kwh, duration_s, nodes, parts_w)


def _limit(device: Device) -> _Limit | None:
    """What the board or socket draws at most, of an unknown one what the largest does; None for any other device."""
    count = device_count(device)
    if device.kind == "gpu":
        known_w = board_power_w(device.name)
        each_w = largest_board_w() if known_w is None else known_w
        return _Limit(count, count * each_w, "board", known_w is not None)
    if device.kind == "cpu" and _SOCKET.search(device.name):
        return _Limit(count, count * socket_power_w(), "processor", False)
    return None


def _beyond(limits: list[_Limit], energy_kwh: Decimal, duration_s: Decimal, whose: str) -> Iterator[str]:
    """The sentence about boards and sockets that would have drawn more than they can."""
    power_w = energy_kwh * J_PER_KWH / duration_s
    limit_w = sum((limit.watts for limit in limits), Decimal(0))
    if power_w <= limit_w * tolerance().factor:
        return
    count = sum(limit.count for limit in limits)
    kinds = {limit.kind for limit in limits}
    kind = kinds.pop() if len(kinds) == 1 else "device"
    known = {limit.known for limit in limits}
    several = "" if count == 1 else f"{count} "
    if known == {True}:
        said = f"the {several}{_plural(kind, count)} can draw"
    elif known == {False} and kind != "device":
        said = f"{several and several + 'of '}the largest {kind} known here can draw"
    else:
        said = f"the {several}{_plural(kind, count)}, of unknown ones the largest known here, can draw"
    # the limits are whole, so that one digit is enough to tell
    drawn = f"{whose}{_drawn_in(energy_kwh, duration_s)} is {HOUSE.fixed(power_w, 0)} W"
    cause = _cause(count, power_w / limit_w, known == {True})
    yield f"{drawn}, and {said} {HOUSE.fixed(limit_w, 0)} W: {cause}"


def _plural(kind: str, count: int) -> str:
    return kind if count == 1 else f"{kind}s"


def _beyond_machines(energy_kwh: Decimal, duration_s: Decimal, nodes: int | None, parts_w: Decimal) -> Iterator[str]:
    """The sentence about machines, with boards of parts_w beside them, that would have drawn more than they can."""
    each_w = machine_power().most_w
    power_w = energy_kwh * J_PER_KWH / duration_s
    if power_w <= each_w * (nodes or 1) + parts_w:
        return
    machines = "a machine draws" if (nodes or 1) == 1 else f"{nodes:,} machines draw"
    beside = f" and what its boards draw {_kw(parts_w)} kW" if parts_w else ""
    said = f"{_drawn_in(energy_kwh, duration_s)} is {_kw(power_w)} kW, and {machines} {_kw(each_w * (nodes or 1))} kW"
    least = int(((power_w - parts_w) / each_w).to_integral_value(ROUND_CEILING))
    if nodes is None and least <= _MOST_NODES:
        cause = f"say nodes: {least} beside its file in the manifest if it was {least:,} machines"
        yield f"{said} at most{beside}: {cause}; else the figure is in another unit, or its duration too short"
    else:
        yield f"{said} at most{beside}: is the figure in another unit, no reading at all, or the duration too short?"


def device_count(device: Device) -> int:
    """How many boards the name stands for: "2 x NVIDIA A100" and "NVIDIA A100 2 device(s)" are two."""
    return count_in(device.name)


def count_in(name: str) -> int:
    """How many boards a name says, one where it says no number."""
    match = _COUNT.search(name)
    return max(1, int(match["before"] or match["after"])) if match else 1


def _cause(count: int, ratio: Decimal, known: bool) -> str:
    if ratio >= _ANOTHER_UNIT:
        units = "Wh or kJ read as kWh" if ratio > _MILLI * tolerance().factor else "mW read as W, Wh or kJ read as kWh"
        return f"is the figure in another unit ({units}), or the duration too short?"
    least = int((ratio * count).to_integral_value(ROUND_CEILING))
    cause = f"were there more of them than named (at least {least}), or is the duration too short?"
    if not known:
        return f"are mW read as W, {cause}"
    return f"is a PUE inside, {cause}" if ratio <= _LIKELY_PUE else cause


def _drawn_in(energy_kwh: Decimal, duration_s: Decimal) -> str:
    return f"{HOUSE.up_to_significant(energy_kwh, 3)} kWh in {HOUSE.up_to_significant(duration_s, 6)} s"


def _kw(power_w: Decimal) -> str:
    return HOUSE.up_to_significant(power_w / 1000, 3)
