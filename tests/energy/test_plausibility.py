"""Implied mean power against what the named boards can draw."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from reportgen.energy.plausibility import UNJUDGED, judged
from reportgen.energy.record import Device, Record
from reportgen.factors.boards import board_power_w

A100 = "NVIDIA A100-SXM4-40GB"


def gpu(kwh: str | None, name: str = A100, kind: str = "gpu") -> Device:
    """Return a device that drew so much."""
    return Device(name, kind, None if kwh is None else Decimal(kwh))


def record(kwh: str | None, seconds: str | None, *devices: Device, corrected: str | None = None) -> Record:
    """Return a record of the devices together."""
    return Record(
        "a tool",
        None if kwh is None else Decimal(kwh),
        duration_s=None if seconds is None else Decimal(seconds),
        devices=devices,
        corrected_kwh=None if corrected is None else Decimal(corrected),
    )


def test_one_board_cannot_draw_what_two_do() -> None:
    """0.41 kWh in 42 minutes is 586 W: not one 400 W board."""
    judgement = judged(record("0.41", "2520", gpu("0.41")))

    assert 1 == len(judgement.implausible)
    assert "0.41 kWh in 2,520 s is 586 W, and the board can draw 400 W" in judgement.implausible[0]
    assert judgement.implausible == judgement.warnings


@pytest.mark.parametrize(
    "believable",
    [
        record("0.41", "2520", gpu("0.205", f"{A100} 0"), gpu("0.205", f"{A100} 1")),  # 293 W each
        record("0.41", "2520", gpu("0.41", f"2 x {A100}")),
        record("0.41", "2520", gpu("0.41", f"{A100} 2 device(s)")),
        record("0.41", "2520", gpu("0.41", "NVIDIA B200")),
        record("0.41", "2520", gpu("0.41", "a board of next year")),  # not in the table
        record("0.41", "2520", gpu(None), gpu("0.41", "CPU", "cpu")),  # the CPU's energy is not the board's
        record("1.3", "3600", gpu("0.3"), gpu("1", "a board")),  # the unknown one may have drawn the rest
        record(None, "2520", gpu(None)),
    ],
)
def test_what_can_be_is_believed(believable: Record) -> None:
    """Neither boards that are counted, nor unknown ones, nor a missing energy or duration raise an alarm."""
    assert believable == judged(believable)


@pytest.mark.parametrize(
    ("kwh", "told"),
    [
        ("0.436", False),  # 1.09 times the board's 400 W
        ("0.44", False),  # 1.1 times: what is exactly on the limit is believed
        ("0.444", True),  # 1.11 times
        ("0.5", True),
    ],
)
def test_a_tenth_over_the_boards_power_is_believed_and_no_more(kwh: str, told: bool) -> None:
    """In an hour as many kWh are as many kW; limits are kept to a tenth, and sensors are off by some percent."""
    assert told == bool(judged(record(kwh, "3600", gpu(kwh))).implausible)


WHOLE = "{} kWh in 3,600 s is {} kW, and a whole machine draws 20 kW at most: is the figure in another unit?"
PUE_OR_BOARDS = "is a PUE inside, were there more of them than named (at least 2), or is the duration too short?"
UNIT = "is the figure in another unit (mW read as W, Wh or kJ read as kWh), or the duration too short?"
NOT_MILLI = "is the figure in another unit (Wh or kJ read as kWh), or the duration too short?"


@pytest.mark.parametrize(
    ("kwh", "cause"),
    [
        ("0.6", PUE_OR_BOARDS),  # 1.5 times
        ("0.8", PUE_OR_BOARDS),  # twice: still a PUE that there is
        ("0.804", "were there more of them than named (at least 3), or is the duration too short?"),
        ("1.2", "were there more of them than named (at least 3), or is the duration too short?"),
        ("39.6", "were there more of them than named (at least 99), or is the duration too short?"),
        ("40", UNIT),  # a hundred times
        ("440", UNIT),  # 1,100 times: a thousandth is what the board is believed to draw
        ("441", NOT_MILLI),
    ],
)
def test_the_likely_cause_is_named(kwh: str, cause: str) -> None:
    """Against 400 W for an hour: up to twice may be a PUE, some times too much boards, from a hundred on a unit."""
    [said] = judged(record(kwh, "3600", gpu(kwh))).implausible
    assert cause == said.partition(" W: ")[2]


@pytest.mark.parametrize(
    ("kwh", "seconds", "said"),
    [
        ("0.41", "1800", "0.41 kWh in 1,800 s is 820 W"),
        ("1234.5", "1800", "1,230 kWh in 1,800 s is 2,469,000 W"),  # and no 1.23e+3 kWh
        ("1234.5", "12345.67", "1,230 kWh in 12,345.7 s is 359,980 W"),  # three digits, six of a time
    ],
)
def test_figures_are_written_in_full(kwh: str, seconds: str, said: str) -> None:
    """A person reads numbers with their thousands and without exponents."""
    [text] = judged(record(kwh, seconds, gpu(kwh))).implausible
    assert f"{said}, and the board can draw 400 W" == text.partition(" W: ")[0] + " W"


SMALL, BOTH = (gpu("0.42", f"{A100} 0"), gpu("0.07", f"{A100} 1")), (gpu(None, f"{A100} 0"), gpu(None, f"{A100} 1"))
HALF_KNOWN = (gpu("1", f"{A100} 0"), gpu(None, f"{A100} 1"), gpu("0.1", "CPU", "cpu"))


@pytest.mark.parametrize(
    ("kwh", "seconds", "devices", "said"),
    [
        # together 700 W of two boards of 400 W may be, but not 600 W of one of them
        ("0.49", "2520", SMALL, "0.42 kWh in 2,520 s is 600 W, and the board can draw 400 W"),
        # of two GPUs without a known board the one above 1.54 kW, and not the one below it
        ("1.7", "3600", (gpu("1.6", "GPU 0"), gpu("0.1", "GPU 1")), "GPU 0: 1.6 kWh"),
        # what two drew is not known while one says nothing
        ("1.1", "3600", HALF_KNOWN, "1 kWh in 3,600 s is 1,000 W, and the board can draw 400 W"),
        # an unknown board and an unknown processor: 1,400 W and 500 W, of which the sum alone is too much
        (
            "2.2",
            "3600",
            (gpu(None, "GPU 0"), gpu(None, "CPU package-0", "cpu")),
            "together: 2.2 kWh in 3,600 s is 2,200 W, and the 2 devices, of unknown ones the largest known here, can "
            "draw 1,900 W",
        ),
        # a tool's sum is too much for two boards that it does not tell apart
        ("1.2", "3600", BOTH, "1.2 kWh in 3,600 s is 1,200 W, and the 2 boards can draw 800 W"),
    ],
)
def test_of_several_devices_the_impossible_is_named(
    kwh: str, seconds: str, devices: tuple[Device, ...], said: str
) -> None:
    """Each is held against what it can draw, and all together where all are known."""
    [text] = judged(record(kwh, seconds, *devices)).implausible
    assert said in text


def test_the_corrected_figure_is_the_one_that_is_judged() -> None:
    """What counts is held against the boards: 586 W after correction."""
    assert judged(record("0.205", "2520", gpu(None), corrected="0.41")).implausible


@pytest.mark.parametrize(
    ("name", "watts"),
    [
        ("NVIDIA A100-SXM4-40GB", 400),
        ("NVIDIA A100-PCIE-40GB", 250),
        ("NVIDIA A100 80GB PCIe", 300),
        ("NVIDIA H100 80GB HBM3", 700),
        ("Tesla P100-PCIE-16GB", 250),
        ("Tesla P100-SXM2-16GB", 300),
        ("Tesla V100-SXM2-16GB", 300),
        ("Tesla T4", 70),
        ("NVIDIA L4", 72),
        ("NVIDIA B200", 1200),
        ("NVIDIA B300 SXM6 AC", 1400),
        ("NVIDIA GB200", 1200),
        ("NVIDIA GB300", 1400),
        ("NVIDIA GeForce RTX 4090", 450),
        ("NVIDIA H100 PCIe", 350),
        ("NVIDIA H100 NVL", 400),
        ("NVIDIA H200", 700),
        ("NVIDIA L40S", 350),
        ("NVIDIA L40", 300),
        ("AMD Instinct MI300X", 750),
        ("NVIDIA A40", None),
        ("Quadro T400", None),
        ("Tesla V100-PCIE-16GB", None),
    ],
)
def test_boards_are_found_by_the_drivers_names(name: str, watts: int | None) -> None:
    """The names are those that NVML gives; a name that only looks like one in the table is none."""
    assert (None if watts is None else Decimal(watts)) == board_power_w(name)


SOCKET = "and the largest processor known here can draw 500 W"
MORE = "are mW read as W, were there more of them than named (at least {}), or is the duration too short?"


@pytest.mark.parametrize(
    ("name", "kind", "kwh", "told"),
    [
        # a board that is not in the table against the largest in it, 1,400 W, and a tenth
        ("GPU 0", "gpu", "1.54", None),
        (
            *("GPU 0", "gpu", "1.55"),
            f"1.55 kWh in 3,600 s is 1,550 W, and the largest board known here can draw 1,400 W: {MORE.format(2)}",
        ),
        ("8 x GPU", "gpu", "12.32", None),
        (
            *("8 x GPU", "gpu", "12.4"),
            "12.4 kWh in 3,600 s is 12,400 W, and 8 of the largest board known here can draw 11,200 W: "
            + MORE.format(9),
        ),
        (
            "GPU 0",
            "gpu",
            "250",
            f"250 kWh in 3,600 s is 250,000 W, and the largest board known here can draw 1,400 W: {UNIT}",
        ),
        # one processor against the largest known, 500 W
        ("CPU package-0", "cpu", "0.55", None),
        ("CPU package-0", "cpu", "0.56", f"0.56 kWh in 3,600 s is 560 W, {SOCKET}: {MORE.format(2)}"),
        ("cpu:1", "cpu", "0.56", f"0.56 kWh in 3,600 s is 560 W, {SOCKET}: {MORE.format(2)}"),
        # all processors of a machine, its memory, and what nobody knows, against the machine's 20 kW
        ("CPU", "cpu", "20", None),
        ("Intel(R) Core(TM) i7-6700K", "cpu", "20", None),
        ("CPU", "cpu", "20.1", WHOLE.format("20.1", "20.1")),
        ("CPU", "cpu", "4000", WHOLE.format("4,000", "4,000")),
        ("RAM", "ram", "20.1", WHOLE.format("20.1", "20.1")),
        ("device", "other", "20", None),
        ("device", "other", "20.1", WHOLE.format("20.1", "20.1")),
    ],
)
def test_a_device_draws_no_more_than_the_largest_of_its_kind(name: str, kind: str, kwh: str, told: str | None) -> None:
    """In an hour as many kWh are as many kW: below the limit a device is believed, above it it is not."""
    found = judged(record(kwh, "3600", gpu(kwh, name, kind))).implausible
    assert ([] if told is None else [f"{name}: {told}"]) == list(found)


def of_nodes(kwh: str, nodes: int | None, *devices: Device) -> Record:
    """Return a record of an hour on so many machines."""
    return replace(record(kwh, "3600", *devices), nodes=nodes)


JOB = "nodes of job 12"
ONE, TWO = "a machine draws 20 kW at most", "2 machines draw 40 kW at most"
NO_READING = "is the figure in another unit, no reading at all, or the duration too short?"
SAY = (
    "say nodes: {} beside its file in the manifest if it was {} machines; "
    "else the figure is in another unit, or its duration too short"
)


@pytest.mark.parametrize(
    "devices", [(), (Device(JOB, "machine", None),), (Device("CPU", "cpu", None), Device("RAM", "ram", None))]
)
@pytest.mark.parametrize(
    ("kwh", "nodes", "told"),
    [
        ("20", None, None),
        ("20.1", None, f"20.1 kWh in 3,600 s is 20.1 kW, and {ONE}: {SAY.format(2, 2)}"),
        ("20.1", 1, f"20.1 kWh in 3,600 s is 20.1 kW, and {ONE}: {NO_READING}"),
        ("40", 2, None),
        ("40.1", 2, f"40.1 kWh in 3,600 s is 40.1 kW, and {TWO}: {NO_READING}"),
        # so many machines have no job: nobody is asked for them
        ("2000000", None, f"2,000,000 kWh in 3,600 s is 2,000,000 kW, and {ONE}: {SAY.format(100000, '100,000')}"),
        ("2000001", None, f"2,000,001 kWh in 3,600 s is 2,000,001 kW, and {ONE}: {NO_READING}"),
    ],
)
def test_a_record_of_machines_draws_no_more_than_these(
    devices: tuple[Device, ...], kwh: str, nodes: int | None, told: str | None
) -> None:
    """A record that names no device, or machines, or parts without figures of their own: 20 kW a machine."""
    assert ([] if told is None else [told]) == list(judged(of_nodes(kwh, nodes, *devices)).implausible)


@pytest.mark.parametrize(("kwh", "told"), [("20.44", False), ("20.45", True)])
def test_boards_beside_other_parts_add_what_they_draw(kwh: str, told: bool) -> None:
    """A machine's 20 kW, and 440 W of a board that is believed to draw 400 W and a tenth."""
    parts = (gpu(None), gpu(None, "CPU", "cpu"))
    assert told == bool(judged(of_nodes(kwh, None, *parts)).implausible)


def test_several_machines_of_a_record_are_as_many_nodes() -> None:
    """Two machines of 20 kW are believed together; 21 kW of one of them are not."""
    assert () == judged(of_nodes("40", None, gpu("20", "a", "machine"), gpu("20", "b", "machine"))).implausible
    [said] = judged(of_nodes("40", None, gpu("21", "a", "machine"), gpu("19", "b", "machine"))).implausible
    assert "21 kWh in 3,600 s is 21 kW" in said


@pytest.mark.parametrize(("kwh", "nodes", "told"), [("20.1", None, True), ("40", 2, False), ("40.1", 2, True)])
def test_what_nobody_knows_draws_no_more_than_its_machines(kwh: str, nodes: int | None, told: bool) -> None:
    """A rack of so many machines is one device in its record."""
    assert told == bool(judged(of_nodes(kwh, nodes, gpu(kwh, "rack A", "other"))).implausible)


NOON = datetime(2026, 11, 21, 12)


@pytest.mark.parametrize(
    ("started", "ended", "expected"),
    [
        (NOON, NOON + timedelta(seconds=3599), False),  # cut times: it can have been 3,600 s, at 400 W and a tenth
        (NOON, NOON + timedelta(seconds=3598), True),
        (NOON, NOON + timedelta(seconds=3600, microseconds=1), False),
        (NOON, NOON + timedelta(seconds=3599, microseconds=999_999), True),
        (NOON, NOON, True),  # at most a second
    ],
)
def test_a_record_without_duration_takes_it_from_its_start_and_end(
    started: datetime, ended: datetime, expected: bool
) -> None:
    """0.44 kWh of a 400 W board need an hour at the least that is believed."""
    timed = replace(record("0.44", None, gpu("0.44")), started_at=started, ended_at=ended)
    assert expected == bool(judged(timed).implausible)


@pytest.mark.parametrize(
    ("started", "ended"),
    [
        (None, None),
        (NOON, None),
        (None, NOON),
        (NOON, NOON - timedelta(seconds=1)),
        (NOON, NOON.replace(tzinfo=UTC)),
    ],
)
def test_without_any_time_it_is_said_that_nothing_was_judged(started: datetime | None, ended: datetime | None) -> None:
    """A warning, and no alarm: nothing says that the energy is wrong."""
    timed = replace(record("400", None, gpu("400")), started_at=started, ended_at=ended)
    assert ((UNJUDGED,), ()) == (judged(timed).warnings, judged(timed).implausible)
    assert () == judged(record(None, None, gpu(None))).warnings
    assert () == judged(record("0.4", "3600", gpu("0.4"))).warnings


def test_boards_known_and_not_are_judged_together_by_both() -> None:
    """400 W and the largest known of 1,400 W: 1.98 kWh in an hour are believed, 2 kWh are not."""
    devices = (gpu(None), gpu(None, "a board"))
    assert () == judged(record("1.98", "3600", *devices)).implausible
    [said] = judged(record("2", "3600", *devices)).implausible
    limit = "the 2 boards, of unknown ones the largest known here, can draw 1,800 W"
    assert said.startswith(f"together: 2 kWh in 3,600 s is 2,000 W, and {limit}: ")
