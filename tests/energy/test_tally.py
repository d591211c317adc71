"""The sums over samples, where a counter is read more seldom than power."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.energy.meters.meter import BY_COUNTER, BY_LOAD, BY_POWER, MeteredDevice
from reportgen.energy.power import Gap
from reportgen.energy.record import ESTIMATE, Device, RecordedStage
from reportgen.energy.tally import DeviceResult, Tally
from reportgen.files.units import J_PER_KWH

GPU = MeteredDevice("gpu0", "H100 (GPU 0)", "gpu", BY_COUNTER, power_limit_w=Decimal(110))


def tallied(seconds: int, counted_at: dict[int, int]) -> Tally:
    """Return the sums of 100 W each second, and of the counter's readings in J at some of them."""
    tally = Tally([GPU], Decimal(1))
    for second in range(seconds + 1):
        counter = {"gpu0": counted_at[second] * 1_000_000} if second in counted_at else {}
        tally.sample(Decimal(second), counter, {"gpu0": 100_000}, Decimal(0))
    return tally


def joules(result: DeviceResult) -> Decimal:
    """Return what the device drew."""
    assert result.device.energy_kwh is not None
    return round(result.device.energy_kwh * J_PER_KWH, 6)


def test_a_counter_that_is_read_seldom_is_believed_where_it_was_read() -> None:
    """From 7,000 J to 9,060 J in 20 s, while power says 2,000 J: the counter's 2,060 J count."""
    [result] = tallied(20, {0: 7000, 20: 9060}).results()
    assert Decimal(2060) == joules(result)
    # a counter has no range of its own
    bare = Device("H100 (GPU 0)", "gpu", None, "measured", "energy counter", power_limit_w=Decimal(110))
    assert bare == replace(result.device, energy_kwh=None, power=None)


def test_what_came_after_the_last_reading_is_taken_from_power() -> None:
    """Killed 9 s after the counter was read: its 2,060 J and 9 s at 100 W, with nothing lost and nothing doubted."""
    tally = tallied(29, {0: 7000, 20: 9060})
    [result] = tally.results()

    assert 2960 == joules(result)
    assert tally.energy_j == Decimal(2960)
    assert ((), (), ()) == (result.gaps, result.warnings, result.implausible)


def test_a_run_that_ends_before_the_second_reading_is_power_alone() -> None:
    """Killed after 5 s: 500 J by power, within a limit of 110 W."""
    [result] = tallied(5, {0: 7000}).results()
    assert 500 == joules(result)
    assert not result.implausible


@pytest.mark.parametrize(("counted_j", "doubted"), [(2740, False), (2750, False), (2760, True)])
def test_an_impossible_counter_is_found_over_all_the_time(counted_j: int, doubted: bool) -> None:
    """137.5 W are 1.25 of the limit and just believed: over the counter's 20 s, not over fewer."""
    [result] = tallied(20, {0: 0, 20: counted_j}).results()
    assert doubted == bool(result.implausible)


@pytest.mark.parametrize(("watts", "doubted"), [(124, False), (125, False), (126, True)])
def test_impossible_power_is_found_over_the_time_that_was_sampled(watts: int, doubted: bool) -> None:
    """Of a board whose limit is 100 W, for 3 s: 125 W are 1.25 of it and just believed."""
    board = MeteredDevice("gpu1", "K80 (GPU 1)", "gpu", BY_POWER, counts=False, power_limit_w=Decimal(100))
    [result] = sampled(board, *((str(second), None, watts) for second in range(4))).results()

    assert doubted == bool(result.implausible)
    assert () == result.warnings  # it has no counter that could have been read


BOARD = MeteredDevice("gpu1", "K80 (GPU 1)", "gpu", BY_POWER, counts=False)
CPU = MeteredDevice("cpu0", "CPU package-0", "cpu", BY_COUNTER)
Sample = tuple[str, int | None, int | None]  # seconds, the counter in J, power in W


def sampled(device: MeteredDevice, *samples: Sample, interval_s: str = "1") -> Tally:
    """Return the sums of one device."""
    tally = Tally([device], Decimal(interval_s))
    for at_s, counted_j, watts in samples:
        energy = {} if counted_j is None else {device.key: counted_j * 1_000_000}
        tally.sample(Decimal(at_s), energy, {} if watts is None else {device.key: watts * 1000}, Decimal(0))
    return tally


@pytest.mark.parametrize(
    ("counted_w", "apart"),
    [
        (159, "20 % apart (159.0 W against 200.0 W)"),  # 20.5 %, in even rounding 20
        (160, None),  # exactly a fifth of the larger one
        (161, None),
        (249, None),
        (250, None),
        (251, "20 % apart (251.0 W against 200.0 W)"),  # 20.3 %
    ],
)
def test_counter_and_power_may_be_a_fifth_apart(counted_w: int, apart: str | None) -> None:
    """Either may be the larger one, of which a fifth is believed: 200 W by power for 3 s."""
    [result] = sampled(GPU, *((str(second), counted_w * second, 200) for second in range(4))).results()

    assert ([] if apart is None else [f"{GPU.name}: energy counter and sampled power are {apart}"]) == list(
        result.warnings
    )


@pytest.mark.parametrize(("samples", "compared"), [(2, False), (3, True)])
def test_two_samples_of_power_are_too_few_to_doubt_a_counter(samples: int, compared: bool) -> None:
    """100 W by counter and 200 W by power: of three samples that is said."""
    [result] = sampled(GPU, *((str(second), 100 * second, 200) for second in range(samples))).results()

    assert compared == bool(result.warnings)


@pytest.mark.parametrize(
    ("end_s", "watts", "joules_", "said"),
    [
        ("1.9", 100, None, []),
        ("2", 100, 200, [f"{GPU.name}: its energy counter stands still"]),
        ("2.1", 100, 210, [f"{GPU.name}: its energy counter stands still"]),
        ("1.9", None, None, []),
        ("2", None, None, [f"{GPU.name}: not measured, its energy counter stands still"]),
        ("2", 0, None, [f"{GPU.name}: not measured, its energy counter stands still"]),
    ],
)
def test_a_counter_stands_still_after_two_seconds(
    end_s: str, watts: int | None, joules_: int | None, said: list[str]
) -> None:
    """A counter that works has moved by then: power takes its place where there is some, and nothing is zero."""
    [result] = sampled(GPU, ("0", 5, watts), (end_s, 5, watts)).results()

    assert said == list(result.warnings)
    assert joules_ == (None if result.device.energy_kwh is None else joules(result))
    assert (BY_POWER if joules_ else BY_COUNTER) == result.device.method


def test_a_counter_that_was_never_read_leaves_power_alone() -> None:
    """As in a log whose first lines are lost: 2 s at 100 W, and that is said; without power nothing is known."""
    tally = sampled(GPU, ("0", None, 100), ("2", None, 100))
    [result] = tally.results()
    [blind] = sampled(GPU, ("0", None, None)).results()

    assert Decimal(200) == tally.energy_j
    assert [Decimal(200)] * 3 == [
        round((kwh or 0) * J_PER_KWH, 9)
        for kwh in (result.device.low_kwh, result.device.energy_kwh, result.device.high_kwh)
    ]
    assert (str(BY_POWER), (f"{GPU.name}: its energy counter was not read",)) == (result.device.method, result.warnings)
    assert sampled(GPU).energy_j is None
    assert (None, str(BY_COUNTER), ()) == (blind.device.energy_kwh, blind.device.method, blind.warnings)


def test_an_outline_has_no_steps_shorter_than_half_an_interval() -> None:
    """A counter that is read every quarter of a second, where one is asked for: 10 W and 30 W in halves of it."""
    times, readings = ("0", "0.25", "0.5", "0.75", "1"), (0, 5, 5, 5, 20)
    [result] = sampled(CPU, *zip(times, readings, [None] * 5, strict=True)).results()

    assert result.device.power is not None
    assert ["0 to 0.5 s: 10 W", "0.5 to 1 s: 30 W"] == [
        f"{it.start_s} to {it.end_s} s: {it.mean_w:.0f} W" for it in result.device.power.spans
    ]


@pytest.mark.parametrize(
    ("suspended_s", "lost", "reason"),
    [
        ("0", "", None),
        ("0.5", "", "suspended"),
        ("0", "lines of the log are lost", "lines of the log are lost"),
        ("0.5", "lines of the log are lost", "suspended"),
    ],
)
def test_between_samples_that_do_not_follow_power_is_not_known(suspended_s: str, lost: str, reason: str | None) -> None:
    """A second between two samples of 100 W, with the reason; a counter runs on, but not while all is suspended."""
    both = Tally([CPU, BOARD], Decimal(1))
    for at_s, suspended in (("0", "0"), ("1", suspended_s)):
        both.sample(Decimal(at_s), {"cpu0": 0}, {"gpu1": 100_000}, Decimal(suspended), lost)
    counted, powered = both.results()

    assert (() if reason is None else (Gap(Decimal(0), Decimal(1), reason),)) == powered.gaps
    assert (() if suspended_s == "0" else (Gap(Decimal(0), Decimal(1), "suspended"),)) == counted.gaps
    assert Decimal(1) - Decimal(suspended_s) == both.duration_s


def test_a_silence_over_which_a_counter_ran_on_is_told() -> None:
    """3 s are none, 4 s are one, where samples come each second; without a counter it is a gap."""
    counted, powered = (
        sampled(device, *((at, joules_, watts) for at in ("0", "3", "7"))).results()[0]
        for device, joules_, watts in ((CPU, 5, None), (BOARD, None, 100))
    )
    moving = sampled(CPU, ("0", 0, None), ("3", 30, None), ("7", 70, None)).results()[0]

    assert (Gap(Decimal(3), Decimal(7), "no samples"),) == moving.bridged == powered.gaps
    assert () == counted.bridged == powered.bridged == moving.gaps  # zero is "not measured"


@pytest.mark.parametrize(
    ("interval_s", "step_s", "gap"),
    [
        ("1", "2.9", False),
        ("1", "3", False),  # three intervals
        ("1", "3.1", True),
        ("10", "30", False),
        ("10", "31", True),
        ("0.1", "0.9", False),
        ("0.1", "1", False),  # however short the interval
        ("0.1", "1.1", True),
        ("0.2", "1", False),
        ("0.2", "1.1", True),
        ("0.05", "0.5", False),  # ten intervals that are shorter than a second
        ("0.05", "0.51", True),
    ],
)
def test_three_intervals_and_a_second_are_no_silence(interval_s: str, step_s: str, gap: bool) -> None:
    """A machine that was busy for a moment leaves no gap in its power; what is longer is in no sum."""
    [result] = sampled(BOARD, ("0", None, 100), (step_s, None, 100), interval_s=interval_s).results()

    assert ((Gap(Decimal(0), Decimal(step_s), "no samples"),) if gap else ()) == result.gaps
    assert gap == (result.device.energy_kwh is None)


@pytest.mark.parametrize(("first_s", "gap"), [("2", False), ("3", False), ("4", True)])
def test_a_device_that_answers_late_was_not_measured_before(first_s: str, gap: bool) -> None:
    """Its first sample is 2, 3 and 4 s after the start, where samples may be 3 s apart; then 10 s of silence."""
    tally = Tally([BOARD], Decimal(1))
    tally.sample(Decimal(0), {}, {}, Decimal(0))
    for second in (0, 1, 11, 12):
        tally.sample(Decimal(first_s) + second, {}, {"gpu1": 100_000}, Decimal(0))
    [result] = tally.results()

    later = Gap(Decimal(first_s) + 1, Decimal(first_s) + 11, "no samples")
    assert ((Gap(Decimal(0), Decimal(first_s), "no samples"), later) if gap else (later,)) == result.gaps
    assert 200 == joules(result)


def test_a_device_that_is_lost_is_measured_to_its_last_sample() -> None:
    """The counter was read at 10 s, power until 15 s, and the run went on to 20 s: 1,000 J and 500 J, then a gap."""
    tally = sampled(GPU, *((str(second), 100 * second if second in (0, 10) else None, 100) for second in range(16)))
    tally.lose("gpu0", "the GPU is lost")
    tally.sample(Decimal(20), {}, {}, Decimal(0))
    [result] = tally.results()

    assert 1500 == joules(result)
    assert (Gap(Decimal(15), Decimal(20), "the GPU is lost"),) == result.gaps
    assert (f"{GPU.name}: the GPU is lost; what it drew afterwards is not measured",) == result.warnings


def test_a_device_that_is_lost_at_the_end_leaves_no_gap() -> None:
    """Nothing came after its last sample."""
    tally = sampled(BOARD, ("0", None, 100), ("1", None, 100))
    tally.lose("gpu1", "the GPU is lost")

    assert () == tally.results()[0].gaps


def test_the_doubt_names_its_device() -> None:
    """Of two boards with a limit of 110 W the one at 200 W is impossible, and the other's warning is not its own."""
    other = MeteredDevice("gpu1", "H100 (GPU 1)", "gpu", BY_COUNTER, power_limit_w=Decimal(110))
    tally = Tally([GPU, other], Decimal(1))
    for second in range(4):
        readings = {"gpu0": 100 * second * 1_000_000, "gpu1": 200 * second * 1_000_000}
        tally.sample(Decimal(second), readings, {}, Decimal(0))
    first, second_ = tally.results()

    assert () == first.implausible
    assert ("H100 (GPU 1): a mean of 200 W, where its limit is 110 W",) == second_.implausible


def test_the_range_of_power_is_what_sampling_can_have_missed() -> None:
    """From 0 W to 200 W in a second are 100 J, give or take 100 J; a counter has no range, an estimate its own."""
    cpu = MeteredDevice("cpu0", "CPU", "cpu", BY_LOAD, ESTIMATE, shares=(Decimal("0.5"), Decimal(2)))
    samples: tuple[Sample, ...] = (("0", None, 0), ("1", None, 200))
    counted: tuple[Sample, ...] = (("0", 0, None), ("1", 100, None))
    devices = [sampled(BOARD, *samples).results()[0].device]
    devices += [sampled(device, *counted).results()[0].device for device in (CPU, cpu)]

    assert [(0, 200), (None, None), (50, 200)] == [
        tuple(None if end is None else round(end * J_PER_KWH, 20) for end in (device.low_kwh, device.high_kwh))
        for device in devices
    ]


def test_a_stage_has_its_own_suspension_and_no_other() -> None:
    """100 s asleep before the first stage, 50 s within it, none in the second: 4 s and 2 s awake."""
    tally = Tally([CPU], Decimal(1))

    def go_on(at_s: int, suspended_s: int = 0) -> None:
        tally.sample(Decimal(at_s), {"cpu0": at_s * 10_000_000}, {}, Decimal(suspended_s))

    go_on(0)
    go_on(101, suspended_s=100)
    tally.begin_stage(1, "near duplicates", Decimal(101))
    go_on(103)
    go_on(155, suspended_s=50)
    tally.end_stage(1, Decimal(155), Decimal(5))
    tally.begin_stage(2, "labels", Decimal(155))
    go_on(157)
    tally.end_stage(2, Decimal(157), None)
    stages = tally.stages()

    assert [("near duplicates", 101, 4, 5), ("labels", 155, 2, None)] == [
        (it.name, int(it.start_s or 0), int(it.duration_s or 0), it.removed and int(it.removed)) for it in stages
    ]
    # 10 W where the counter was read awake on both sides: 2 s of the first stage, and all of the second
    assert [20, 20] == [round((stage.energy_kwh or 0) * J_PER_KWH, 20) for stage in stages]
    assert Decimal(157 - 150) == tally.duration_s


def test_a_stage_that_never_ended_has_its_name_and_its_beginning() -> None:
    """Neither a duration nor an energy; they stand in the order in which they began."""
    tally = sampled(CPU, ("3", 5, None))
    tally.begin_stage(7, "all", Decimal(3))
    tally.begin_stage(2, "labels", Decimal(4))
    tally.end_stage(2, Decimal(5), Decimal(0))

    assert (
        RecordedStage("all", None, None, Decimal(3)),
        RecordedStage("labels", None, Decimal(1), Decimal(4), Decimal(0)),
    ) == tally.stages()


def test_a_stage_that_drew_nothing_was_not_measured() -> None:
    """A counter that did not move within it says nothing; one that was not read at all neither."""
    still = sampled(CPU, ("0", 5, None))
    blind = sampled(BOARD)
    for tally in (still, blind):
        tally.begin_stage(1, "a", Decimal(0))
        tally.end_stage(1, Decimal(1), None)

    assert [None, None] == [tally.stages()[0].energy_kwh for tally in (still, blind)]


def test_what_is_out_of_order_is_refused() -> None:
    """Time that goes back, a device or a stage that nobody named, and a stage that has ended."""
    tally = sampled(CPU, ("1", 5, None), ("1", 5, None))
    with pytest.raises(ValueError, match="back"):
        tally.sample(Decimal("0.9"), {}, {}, Decimal(0))
    with pytest.raises(KeyError):
        tally.sample(Decimal(2), {"gpu7": 1}, {}, Decimal(0))
    tally.begin_stage(1, "a", Decimal(1))
    tally.end_stage(1, Decimal(2), None)
    for number in (1, 2):
        with pytest.raises(KeyError, match=str(number)):
            tally.end_stage(number, Decimal(3), None)
