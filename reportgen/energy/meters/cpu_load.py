"""An estimate for a CPU without an energy counter: a share of its TDP by its load."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from reportgen.energy.meters.meter import BY_LOAD, Found, MeteredDevice, MeterError, NotMeasured, Reading
from reportgen.energy.record import ESTIMATE
from reportgen.factors.cpu_power import CpuPower, cpu_power
from reportgen.words.counted import so_many

STAT = Path("/proc/stat")


class CpuLoad:
    """Adds up what the CPU may have drawn since it was made, from the mean load between two readings."""

    def __init__(self, power: CpuPower, stat: Path, clock_ns: Callable[[], int]) -> None:
        shares = (power.low_share, power.high_share)
        self.device = MeteredDevice("cpu0", "CPU", "cpu", BY_LOAD, ESTIMATE, shares=shares)
        self._power = power
        self._stat = stat
        self._clock_ns = clock_ns
        self._energy_uj = 0
        self._busy, self._all = busy_and_all(stat)
        self._then_ns = clock_ns()

    def read(self) -> Reading:
        busy, all_ = busy_and_all(self._stat)
        now_ns = self._clock_ns()
        if all_ > self._all:
            load = Decimal(min(max(busy - self._busy, 0), all_ - self._all)) / (all_ - self._all)
            self._energy_uj += int(self._power.power_w(load) * (now_ns - self._then_ns) / 1000)
            self._busy, self._all, self._then_ns = busy, all_, now_ns
        return Reading(self._energy_uj)


def find_cpu_estimate(
    tdp_w: Decimal | None = None, stat: Path = STAT, clock_ns: Callable[[], int] = time.monotonic_ns
) -> Found:
    """The estimate for this machine's CPU; tdp_w: its TDP in W (all packages together) where the user says it."""
    logical = os.cpu_count() or 1
    power = cpu_power(logical, tdp_w)
    tdp = f"{power.tdp_w.normalize():f} W"
    if power.stated:
        note = f"CPU: estimated from its load and its TDP of {tdp}, as given"
    else:
        guess = f"a TDP of {tdp}, guessed from its {so_many(logical, '# logical CPU', '# logical CPUs')}"
        note = f"CPU: estimated from its load and {guess} (say the real one with --cpu-tdp)"
    try:
        return Found((CpuLoad(power, stat, clock_ns),), notes=(note,))
    except MeterError as error:
        return Found(not_measured=(NotMeasured("CPU estimate", error.reason),))


def busy_and_all(stat: Path) -> tuple[int, int]:
    """Ticks that the CPUs were busy, and all ticks, since the machine's start. Raises MeterError."""
    try:
        with open(stat, "rb") as file:
            fields = file.readline().split()
        user, nice, system, idle, iowait, irq, softirq, steal = map(int, fields[1:9])
    except (OSError, ValueError) as error:
        raise MeterError(f"the load is not known: {stat} cannot be read") from error
    busy = user + nice + system + irq + softirq + steal
    return busy, busy + idle + iowait
