"""Records of the same device at the same time: adding them would count its energy twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations

from reportgen.energy.record import Device, Record

# Logs cut their times to whole seconds, so that one run seems to begin before the one before it has ended.
_LEAST_SHARED = timedelta(seconds=2)
# How far a clock without zone can be from UTC, either way.
_FURTHEST_ZONE = timedelta(hours=14)

_INDEX = re.compile(r"(?:^|[^0-9a-z])(\d{1,2})\)?$")  # "GPU 0", "cpu:0", "NVIDIA A100 (GPU 0)", no "GTX 980"
_UUID = re.compile(r"(?:gpu|mig)-[0-9a-f-]{8,}")


@dataclass(frozen=True)
class Overlap:
    """Two records, by their places, that speak of one device at one time.

    sure: False where a clock without zone leaves open whether the times meet. device: of which both speak.
    """

    first: int
    second: int
    sure: bool
    device: str


def overlaps(records: Sequence[Record], hosts: Sequence[str | None] | None = None) -> list[Overlap]:
    """The pairs that overlap in device and time, or may do so.

    hosts: the machine of each record, where somebody says it; records of two named machines never overlap. A record
    that does not say when it was overlaps with none: nothing is known. Records hold no name of their machine, so that
    devices of one name on two machines are told apart by `hosts` alone.
    """
    found = []
    for (first, one), (second, other) in combinations(enumerate(records), 2):
        machines = (hosts[first], hosts[second]) if hosts else (None, None)
        if None not in machines and machines[0] != machines[1]:
            continue
        device = _shared_device(one, other)
        meet = _times_meet(one, other)
        if device and meet is not None:
            found.append(Overlap(first, second, meet, device))
    return found


def _times_meet(one: Record, other: Record) -> bool | None:
    """Whether the spans meet: True, or False where a zone is missing to say so; None where they do not, or no time."""
    span, other_span = _span(one), _span(other)
    if span is None or other_span is None:
        return None
    (start, end), (other_start, other_end) = span, other_span
    known = (start.tzinfo is not None, other_start.tzinfo is not None)
    if known[0] != known[1]:
        start, end, other_start, other_end = (_aware(moment) for moment in (start, end, other_start, other_end))
        meet = start - _FURTHEST_ZONE < other_end and other_start - _FURTHEST_ZONE < end
        return False if meet else None
    # two clocks without zone are taken for clocks of one zone: the logs of one run are
    shared = min(end, other_end) - max(start, other_start)
    return True if shared > min(_LEAST_SHARED, (end - start) / 2, (other_end - other_start) / 2) else None


def _span(record: Record) -> tuple[datetime, datetime] | None:
    start, end = record.started_at, record.ended_at
    length = None if record.duration_s is None else timedelta(seconds=float(record.duration_s))
    try:
        if start is None and end is not None and length is not None:
            start = end - length
        if end is None and start is not None and length is not None:
            end = start + length
    except OverflowError:
        return None
    if start is None or end is None:
        return None
    if not record.zone_known or start.tzinfo is None or end.tzinfo is None:
        start, end = start.replace(tzinfo=None), end.replace(tzinfo=None)
    return start, end


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _shared_device(one: Record, other: Record) -> str | None:
    """The device that both speak of, in words; None where there is none."""
    for device in one.devices:
        for counterpart in other.devices:
            if _same(device, counterpart):
                return device.name if device.kind != "machine" else counterpart.name
    return None


def _same(device: Device, other: Device) -> bool:
    """Whether the two can be one device: nothing tells them apart."""
    names = (device.name.lower(), other.name.lower())
    if device.kind == other.kind == "machine":
        return names[0] == names[1]
    if "machine" in (device.kind, other.kind):
        return True  # the whole holds its parts
    if device.kind != other.kind:
        return False
    for pattern in (_UUID, _INDEX):
        marks = [pattern.search(name) for name in names]
        if marks[0] and marks[1]:
            return marks[0].group() == marks[1].group() if pattern is _UUID else marks[0][1] == marks[1][1]
    models = [_model(name) for name in names]
    return not models[0] or not models[1] or models[0] == models[1]


def _model(name: str) -> str:
    """The name without count, index and what every device of a kind is called: empty where no model is left."""
    name = re.sub(r"^\d+ ?x |\b\d+ device\(s\)", " ", name)
    words = re.split(r"[^a-z0-9]+", name)
    return " ".join(
        word for word in words if not re.fullmatch(r"\d{0,2}|(gpu|cpu|ram|dram|package|memory|nvidia)\d*", word)
    )
