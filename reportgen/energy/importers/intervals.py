"""How far apart samples usually are, and which steps between them are longer than that explains."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import takewhile

from reportgen.energy.power import Gap

# A silence of more than five intervals is a gap, and never one of less than this.
_INTERVALS, LEAST_GAP_S = 5, Decimal(5)
# A step beside a lost row that is longer than so many intervals has lost one of its own device.
WHOLE_STEP = Decimal("1.5")


def silence_after(interval_s: Decimal | None) -> Decimal | None:
    """The longest step between two samples that is no gap, where they are usually so far apart."""
    return None if interval_s is None else max(_INTERVALS * interval_s, LEAST_GAP_S)


def usual_intervals(times: Iterable[tuple[str, Decimal]]) -> tuple[Decimal | None, dict[str, Decimal]]:
    """The median of the steps from one sample of a device to its next, of all devices and of each one."""
    last: dict[str, Decimal] = {}
    steps: dict[str, list[Decimal]] = {}
    for device, time_s in times:
        if device in last:
            steps.setdefault(device, []).append(time_s - last[device])
        last[device] = time_s
    every = [step for of_device in steps.values() for step in of_device]
    own = {device: middle for device, found in steps.items() if (middle := _median(found)) and middle > 0}
    return _median(every), own


def _median(values: list[Decimal]) -> Decimal | None:
    """The middle one; None of none."""
    return sorted(values)[len(values) // 2] if values else None


def merged(gaps: Iterable[Gap], apart_s: Decimal) -> list[Gap]:
    """The gaps in their order; those of several devices that begin and end within this time of each other are one."""
    found: list[Gap] = []
    for gap in sorted(gaps, key=lambda gap: (gap.start_s, gap.end_s, gap.reason)):
        near = takewhile(lambda other: gap.start_s - other.start_s <= apart_s, reversed(found))  # noqa: B023
        if not any(abs(gap.end_s - other.end_s) <= apart_s and gap.reason == other.reason for other in near):
            found.append(gap)
    return found
