"""The machine's clocks, as a recorder reads them."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from reportgen.energy.clock import SystemClock

SECOND_NS = 1_000_000_000


def test_the_clocks_are_the_machines() -> None:
    """Within a second of what the system itself says, and the day in UTC."""
    clock = SystemClock()
    boottime = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)

    assert abs(clock.monotonic_ns() - time.monotonic_ns()) < SECOND_NS
    assert abs(clock.boottime_ns() - time.clock_gettime_ns(boottime)) < SECOND_NS
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=1)
    assert UTC == clock.now().tzinfo


def test_time_since_the_start_goes_on_while_the_machine_is_suspended(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked of another clock than the time awake, unless the system has only that one."""
    monkeypatch.setattr(time, "CLOCK_BOOTTIME", 7, raising=False)
    monkeypatch.setattr(time, "clock_gettime_ns", lambda clock: {7: 77}[clock])
    monkeypatch.setattr(time, "monotonic_ns", lambda: 11)
    with_it = SystemClock().boottime_ns()
    monkeypatch.delattr(time, "CLOCK_BOOTTIME")

    assert (77, 11) == (with_it, SystemClock().boottime_ns())
