"""A measurement as a record: its warnings, its gaps and what its sum rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from reportgen.energy.measurement import Measurement
from reportgen.energy.meters.meter import BY_COUNTER, BY_LOAD, MeteredDevice, NotMeasured
from reportgen.energy.power import Gap
from reportgen.energy.record import ESTIMATE, MEASURED, Record
from reportgen.energy.tally import Tally
from reportgen.files.units import J_PER_KWH

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PACKAGES = [MeteredDevice(f"cpu{place}", f"CPU package-{place}", "cpu", BY_COUNTER) for place in (0, 1)]
LOAD = MeteredDevice("cpu2", "CPU", "cpu", BY_LOAD, ESTIMATE, shares=(Decimal("0.5"), Decimal(2)))


def counted(
    devices: list[MeteredDevice], *samples: tuple[int, dict[str, int]], asleep_s: dict[int, int] | None = None
) -> Tally:
    """Return the sums of counters, in J at a second; asleep_s: how long before a second the machine was suspended."""
    tally = Tally(devices, Decimal(1))
    for second, joules in samples:
        readings = {key: reading * 1_000_000 for key, reading in joules.items()}
        tally.sample(Decimal(second), readings, {}, Decimal((asleep_s or {}).get(second, 0)))
    return tally


def recorded(tally: Tally, ended: bool = True, not_measured: tuple[NotMeasured, ...] = ()) -> Record:
    return Measurement(tally, NOON, "0.1.0", ended, not_measured, ("a note",), None).record()


@pytest.mark.parametrize("begun", [NOON, NOON.replace(tzinfo=None)])
def test_a_measurement_is_a_record(begun: datetime) -> None:
    """10 J in a second, by the version that measured it; its zone is known where the clock had one."""
    tally = counted(PACKAGES[:1], (0, {"cpu0": 0}), (1, {"cpu0": 10}))
    record = Measurement(tally, begun, "0.1.0", True, (), ("a note",), None).record()

    assert 10 == round((record.energy_kwh or 0) * J_PER_KWH, 20)
    assert ["CPU package-0"] == [device.name for device in record.devices]
    assert Record(
        "reportgen",
        None,
        tool_version="0.1.0",
        duration_s=Decimal(1),
        warnings=("a note",),
        started_at=begun,
        ended_at=begun + timedelta(seconds=1),
        zone_known=begun is NOON,
        interval_s=Decimal(1),
        method="energy counter",
    ) == replace(record, energy_kwh=None, devices=())


def test_doubts_stand_in_their_order() -> None:
    """Those of a device, the notes, what is not measured, gaps, silences, and last what is impossible."""
    board = MeteredDevice("gpu0", "K80", "gpu", BY_COUNTER, power_limit_w=Decimal(100))
    tally = counted([*PACKAGES[:1], board], *((at, {"cpu0": 5, "gpu0": 200 * at}) for at in (0, 1, 2)))
    tally.lose("gpu0", "the GPU is lost")
    tally.sample(Decimal(3), {}, {}, Decimal(0))
    tally.sample(Decimal(9), {"cpu0": 5_000_000}, {}, Decimal(0))
    record = recorded(tally, not_measured=(NotMeasured("memory", "no DRAM domain"),))

    impossible = "K80: a mean of 200 W, where its limit is 100 W"
    assert (
        "CPU package-0: not measured, its energy counter stands still",
        "K80: the GPU is lost; what it drew afterwards is not measured",
        "a note",
        "not measured: memory: no DRAM domain",
        "1 gap of 7.0 s together, in no sum: the GPU is lost",
        impossible,
    ) == record.warnings
    assert (impossible,) == record.implausible


def test_each_kind_of_gap_has_its_own_sum() -> None:
    """Suspensions in 101 s and 51 s, of which both packages know and which count once, and a reset within 49 s.

    Over those the second package's counter ran on, as is said.
    """
    both = {second: {"cpu0": 100 + second, "cpu1": 100 + second} for second in range(300)}
    both[204] = {"cpu0": 5, "cpu1": 304}
    seconds = (0, 1, 102, 103, 154, 155, 204, 205)
    tally = counted(PACKAGES, *((second, both[second]) for second in seconds), asleep_s={102: 100, 154: 50})
    record = recorded(tally)

    assert ["1-102 suspended", "103-154 suspended", "155-204 counter reset"] == [
        f"{gap.start_s}-{gap.end_s} {gap.reason}" for gap in record.gaps
    ]
    assert (
        "a note",
        "2 gaps of 152.0 s together, in no sum: suspended",
        "1 gap of 49.0 s together, in no sum: counter reset",
        "no samples from 155.00 s to 204.00 s: the energy counters ran on and are in the sums, the power meanwhile is "
        "not known",
    ) == record.warnings


def test_gaps_stand_in_the_order_of_time() -> None:
    """The second package was reset before the first one."""
    samples = ((0, 100, 100), (1, 110, 5), (2, 5, 15), (3, 15, 25))
    record = recorded(counted(PACKAGES, *((at_s, {"cpu0": one, "cpu1": other}) for at_s, one, other in samples)))

    assert (Gap(Decimal(0), Decimal(1), "counter reset"), Gap(Decimal(1), Decimal(2), "counter reset")) == record.gaps


def test_the_sum_is_an_estimate_where_a_part_is_one() -> None:
    """10 J measured and 20 J estimated, from half to twice: 30 J, from 20 J to 50 J."""
    devices = [PACKAGES[0], LOAD]
    record = recorded(counted(devices, (0, {"cpu0": 0, "cpu2": 0}), (1, {"cpu0": 10, "cpu2": 20})))

    assert ESTIMATE == record.basis
    assert [20, 30, 50] == [
        round((kwh or 0) * J_PER_KWH, 20) for kwh in (record.low_kwh, record.energy_kwh, record.high_kwh)
    ]
    assert "energy counter, estimate from load" == record.method


def test_an_estimate_that_gave_nothing_makes_nothing_an_estimate() -> None:
    """Only what was measured is in the sum, which has no range of its own."""
    devices = [PACKAGES[0], LOAD]
    record = recorded(counted(devices, (0, {"cpu0": 0, "cpu2": 0}), (1, {"cpu0": 10, "cpu2": 0})))

    assert (MEASURED, None, None) == (record.basis, record.low_kwh, record.high_kwh)
    assert "energy counter" == record.method


def test_what_is_not_measured_is_said_unless_it_is_absent() -> None:
    """Memory without a counter is missing from the figure; a GPU that there is not is missing from nothing."""
    not_measured = (NotMeasured("memory", "no DRAM domain"), NotMeasured("GPU", "there is none", absent=True))
    record = recorded(counted(PACKAGES[:1], (0, {"cpu0": 0}), (1, {"cpu0": 10})), not_measured=not_measured)

    assert ("a note", "not measured: memory: no DRAM domain") == record.warnings


def test_a_recording_without_an_end_says_so() -> None:
    """It has no time of its end either; one with an end has both."""
    tally = counted(PACKAGES[:1], (0, {"cpu0": 0}), (3, {"cpu0": 10}))
    cut, whole = recorded(tally, ended=False), recorded(tally)

    assert ("a note", "the log has no end: the recording was cut off, and what came after is not in it") == cut.warnings
    assert (None, datetime(2026, 3, 1, 12, 0, 3, tzinfo=UTC)) == (cut.ended_at, whole.ended_at)
    assert ("a note",) == whole.warnings


def test_the_day_goes_on_while_the_machine_sleeps() -> None:
    """The run lasted 2 s and ended 102 s after it began."""
    record = recorded(
        counted(PACKAGES[:1], (0, {"cpu0": 0}), (1, {"cpu0": 10}), (102, {"cpu0": 20}), asleep_s={102: 100})
    )

    assert Decimal(2) == record.duration_s
    assert datetime(2026, 3, 1, 12, 1, 42, tzinfo=UTC) == record.ended_at


def test_several_spans_over_which_counters_ran_on_are_one_sentence() -> None:
    """Of 49 s and 59 s without samples the counters know the energy, and nobody the power."""
    samples = tuple((second, {"cpu0": 100 + second}) for second in (0, 1, 50, 51, 110, 111))
    record = recorded(counted(PACKAGES[:1], *samples))

    assert (
        "no samples in 2 spans, 108.0 s together, the first from 1.00 s to 50.00 s: the energy counters ran on and are "
        "in the sums, the power meanwhile is not known"
    ) in record.warnings
    assert record.energy_kwh is not None
    assert Decimal(111) == round(record.energy_kwh * J_PER_KWH, 9)
