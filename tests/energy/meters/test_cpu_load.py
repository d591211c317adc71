"""The estimate for a CPU without counter, held against the published curve by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.meters.cpu_load import busy_and_all, find_cpu_estimate
from reportgen.energy.meters.meter import Found, MeteredDevice, NotMeasured, Reading
from reportgen.factors.cpu_power import cpu_power
from tests.energy.meters.standins import HandClock


@pytest.mark.parametrize(
    ("load", "expected_w"),
    [("0", "12"), ("0.05", "22"), ("0.1", "32"), ("0.3", "53.5"), ("0.5", "75"), ("0.75", "88.5"), ("1", "102")],
)
def test_power_follows_the_curve(load: str, expected_w: str) -> None:
    """At 100 W of TDP: 12, 32, 75 and 102 W as published, halfway between them in between."""
    assert Decimal(expected_w) == cpu_power(8, Decimal(100)).power_w(Decimal(load))


def test_the_range_is_that_of_power_measured_in_training() -> None:
    """Between 0.3 and 1 of the TDP around 0.7: 3/7 and 10/7 of the estimate, to two digits."""
    known = cpu_power(16, Decimal(64))

    assert (Decimal("0.43"), Decimal("1.43")) == (known.low_share, known.high_share)


def test_without_a_tdp_the_range_is_wider() -> None:
    """4 W a logical CPU, 2 to 8 W: the range is half and twice that of a known TDP."""
    known, guessed = cpu_power(16, Decimal(64)), cpu_power(16)

    assert (True, False) == (known.stated, guessed.stated)
    assert Decimal(64) == guessed.tdp_w
    assert known.low_share / 2 == guessed.low_share
    assert known.high_share * 2 == guessed.high_share
    assert known.low_share < 1 < known.high_share


def stat(path: Path, busy: int, idle: int) -> None:
    path.write_text(f"cpu  {busy} 0 0 {idle} 0 0 0 0 0 0\ncpu0 1 1 1 1\n")


def test_the_load_between_two_readings_gives_the_energy(tmp_path: Path) -> None:
    """10 s half busy and 10 s idle at 100 W of TDP: 750 J and 120 J."""
    path, clock = tmp_path / "stat", HandClock()
    stat(path, 100, 100)
    [meter] = find_cpu_estimate(Decimal(100), path, clock.monotonic_ns).meters
    clock.go_on(10)
    stat(path, 600, 600)
    first = meter.read()
    clock.go_on(10)
    stat(path, 600, 1600)

    assert (Reading(750_000_000), Reading(870_000_000)) == (first, meter.read())


def test_each_column_of_the_load_counts_once(tmp_path: Path) -> None:
    """A digit a column, as proc(5) orders them: idle and iowait are no work, and guests stand in user already."""
    (tmp_path / "stat").write_text("cpu  1 20 300 4000 50000 600000 7000000 80000000 900000000 900000000\n")

    assert (87_600_321, 87_654_321) == busy_and_all(tmp_path / "stat")


def test_between_two_readings_within_a_tick_nothing_is_added(tmp_path: Path) -> None:
    """Nor is their time lost: 10 s half busy at 100 W of TDP, read three times, are 750 J."""
    path, clock = tmp_path / "stat", HandClock()
    stat(path, 100, 100)
    [meter] = find_cpu_estimate(Decimal(100), path, clock.monotonic_ns).meters
    clock.go_on(4)
    first = meter.read()
    clock.go_on(6)
    stat(path, 600, 600)

    assert [Reading(0), Reading(750_000_000), Reading(750_000_000)] == [first, meter.read(), meter.read()]


@pytest.mark.parametrize(
    ("tdp_w", "cpus", "shares", "said"),
    [
        ("64", 16, ("0.43", "1.43"), "its TDP of 64 W, as given"),
        ("65.50", 16, ("0.43", "1.43"), "its TDP of 65.5 W, as given"),
        ("1E+2", 16, ("0.43", "1.43"), "its TDP of 100 W, as given"),
        # half of 3/7 and twice 10/7, since the TDP is a guess
        *(
            (None, cpus, ("0.215", "2.86"), f"a TDP of {guess} (say the real one with --cpu-tdp)")
            for cpus, guess in (
                (16, "64 W, guessed from its 16 logical CPUs"),
                (1, "4 W, guessed from its 1 logical CPU"),
                (None, "4 W, guessed from its 1 logical CPU"),  # where the system does not say it
            )
        ),
    ],
)
def test_it_says_that_it_is_an_estimate(
    tdp_w: str | None,
    cpus: int | None,
    shares: tuple[str, str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody takes it for a measurement: basis, range and note say what it is, whose name is as any other tool's."""
    monkeypatch.setattr("os.cpu_count", lambda: cpus)
    stat(tmp_path / "stat", 1, 1)

    found = find_cpu_estimate(None if tdp_w is None else Decimal(tdp_w), tmp_path / "stat")

    low, high = map(Decimal, shares)
    assert [MeteredDevice("cpu0", "CPU", "cpu", "estimate from load", "estimate", shares=(low, high))] == [
        meter.device for meter in found.meters
    ]
    assert (f"CPU: estimated from its load and {said}",) == found.notes


@pytest.mark.parametrize("content", [None, "", "cpu x y", "\x00" * 600])
def test_a_system_without_load_has_no_estimate(content: str | None, tmp_path: Path) -> None:
    """Where the load is not known nothing is guessed."""
    if content is not None:
        (tmp_path / "stat").write_text(content)

    path = tmp_path / "stat"

    missing = NotMeasured("CPU estimate", f"the load is not known: {path} cannot be read")
    assert Found(not_measured=(missing,)) == find_cpu_estimate(None, path)
