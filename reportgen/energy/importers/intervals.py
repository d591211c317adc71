"""How far apart samples usually are, and which steps between them are longer than that explains."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

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
