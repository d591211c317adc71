"""Whether runs can be true: the mean power that their energy and duration imply, held against what a device can draw.

A power far above that tells of arithmetic gone wrong: an energy that was multiplied by the time twice, or a unit that
was taken for another. Which of them it was is suspected where undoing it gives a power that can be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.energy.plausibility import device_count
from reportgen.energy.record import Device
from reportgen.evidence.runs import Runs
from reportgen.factors.boards import board_power_w, machine_power, tolerance

if TYPE_CHECKING:
    from reportgen.evidence.runs import Floats, Integers

# What makes a power too large by how many times, in the order in which it is shown.
_MISTAKES = (
    (3.6, "MJ read as kWh, which are 3.6 MJ each"),
    (60.0, "a duration in minutes read as seconds"),
    (1000.0, "a unit a thousand times too large, such as Wh read as kWh or MJ as GJ"),
    (3600.0, "kJ read as kWh, or a duration in hours read as seconds"),
    (1e6, "J read as MJ"),
    (3.6e6, "J read as kWh"),
)
_MOST_CAUSES = 3
_ALIKE = 1.1  # durations that differ by less tell nothing of how the power goes with the time
_IDLE = 10.0  # a board that trains draws more than its limit divided by this,
_LEAST_W = 10.0  # and a machine of unknown boards more than this
_WHOLE_MACHINE = 3.0  # so many times a board's power may be the rest of its machine


@dataclass(frozen=True)
class _Device:
    """A device and what it can draw; name: None where none is known."""

    name: str | None
    limit_w: float


def implausible(runs: Runs) -> list[str]:
    """A sentence for each device whose runs imply a power that it cannot draw, or hardly any at all."""
    if runs.duration is None:
        return []
    import numpy as np

    seconds = runs.duration * float(runs.duration_unit.size)
    power_w = runs.energy * float(runs.energy_unit.size) / seconds
    known = np.isfinite(power_w)
    found: list[str] = []
    for device, rows in _rows_by_device(runs):
        rows = rows[known[rows]]
        limit_w = device.limit_w * (1.0 if device.name is None else float(tolerance().factor))
        high = rows[power_w[rows] > limit_w]
        low = rows[power_w[rows] < float(machine_power().least_w)]
        if len(high):
            found.append(_too_much(runs, device, high, len(rows), power_w, seconds))
        if len(low):
            found.append(_too_little(runs, low, len(rows), power_w, seconds))
    return found


def mixed_scores(runs: Runs) -> list[str]:
    """A sentence where the accuracies look like fractions and percentages in one column."""
    import numpy as np

    scores = runs.accuracy[~np.isnan(runs.accuracy)]
    percent = (scores >= 20) & (scores <= 100)
    fraction = (scores >= 0) & (scores <= 1)
    if not (percent.any() and fraction.any() and (percent | fraction).all()):
        return []
    counts = f"{int(fraction.sum()):,} fractions and {int(percent.sum()):,} percentages"
    return [f'"{runs.columns.accuracy}" seems to hold {counts}: bring them to one of the two']


def _rows_by_device(runs: Runs) -> Iterator[tuple[_Device, Integers]]:
    """The rows of each device that is known; those of all others together."""
    import numpy as np

    others = np.full(len(runs.energy), True)
    if runs.device is not None:
        for code, name in enumerate(runs.device.values):
            board_w = board_power_w(name)
            if board_w is not None:
                rows = runs.device.codes == code
                others &= ~rows
                yield _Device(name, float(board_w * device_count(Device(name, "gpu", None)))), np.flatnonzero(rows)
    yield _Device(None, float(machine_power().most_w)), np.flatnonzero(others)


def _too_much(runs: Runs, device: _Device, rows: Integers, of: int, power_w: Floats, seconds: Floats) -> str:
    worst = int(rows[power_w[rows].argmax()])
    can = "a training is believed to draw" if device.name is None else f"{device.name} can draw"
    causes = _causes(device, power_w[rows], seconds[rows], power_w[worst], seconds[worst])
    why = (
        f"suspected: {'; or '.join(causes)}" if causes else "is the energy in another unit, or the duration too short?"
    )
    implied = f"{_of(len(rows), of)} more power than {can} ({device.limit_w:,.0f} W)"
    return f"{implied}: {_example(runs, worst, power_w, seconds)}; {why}"


def _too_little(runs: Runs, rows: Integers, of: int, power_w: Floats, seconds: Floats) -> str:
    least = int(rows[power_w[rows].argmin()])
    implied = f"{_of(len(rows), of)} less power than anything that trains draws ({machine_power().least_w} W)"
    why = "suspected: kWh read as J, kJ or MJ, or a duration that is too long"
    return f"{implied}: {_example(runs, least, power_w, seconds)}; {why}"


def _of(count: int, of: int) -> str:
    return f"{count:,} of {of:,} runs {'implies' if count == 1 else 'imply'}"


def _example(runs: Runs, row: int, power_w: Floats, seconds: Floats) -> str:
    energy = f"{runs.energy[row]:.6g} {runs.energy_unit.name}"
    return f"run {runs.rows[row]} has {energy} in {seconds[row]:.6g} s, which is {power_w[row]:,.4g} W"


def _causes(device: _Device, powers_w: Floats, seconds: Floats, power_w: float, duration_s: float) -> list[str]:
    """What can have made the powers so large: what would give possible ones, were it undone."""
    least_w = device.limit_w / _IDLE if device.name else _LEAST_W

    def possible(divided_w: Floats | float) -> bool:
        import numpy as np

        return bool(np.all((np.asarray(divided_w) >= least_w) & (np.asarray(divided_w) <= device.limit_w)))

    twice = "the energy was multiplied by the time twice"
    twice += f" (divided by it once more, run by run: {power_w / duration_s:,.4g} W)"
    by_time = possible(powers_w / seconds)
    if by_time and _range(seconds) >= _ALIKE:
        if _range(powers_w / seconds) < _range(powers_w):
            return [twice]  # the power grows with the time, which no power does
        by_time = False
    causes = [twice] if by_time else []
    if device.name is not None and power_w / device.limit_w <= _WHOLE_MACHINE:
        causes.append("more boards than named, or the rest of the machine, is in the energy")
    causes += [
        f"{what} ({times:,.10g} times: {power_w / times:,.4g} W)"
        for times, what in _MISTAKES
        if possible(powers_w / times)
    ]
    return causes[:_MOST_CAUSES]


def _range(values: Floats) -> float:
    """How many times the smallest the largest is."""
    return float(values.max() / values.min())
