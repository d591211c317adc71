"""Implied mean power against what the named boards can draw."""

from decimal import Decimal

import pytest

from reportgen.energy.plausibility import judged
from reportgen.energy.record import Device, Record
from reportgen.factors.board_power import board_power_w

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
        record("0.41", "2520", gpu("0.41", "NVIDIA B200")),  # not in the table: nothing is known
        record("0.41", "2520", gpu(None), gpu("0.41", "CPU", "cpu")),  # the CPU's energy is not the board's
        record("1.3", "3600", gpu("0.3"), gpu("1", "NVIDIA B200")),  # the unknown one may have drawn the rest
        record("25", "3600", gpu("25", "nodes of job 12", "machine")),  # of a job, however many nodes
        record("0.41", None, gpu("0.41")),
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


PUE_OR_BOARDS = "is a PUE inside, were there more of them than named (at least 2), or is the duration too short?"
UNIT = "is the figure in another unit (Wh or kJ read as kWh), or the duration too short?"


@pytest.mark.parametrize(
    ("kwh", "cause"),
    [
        ("0.6", PUE_OR_BOARDS),  # 1.5 times
        ("0.8", PUE_OR_BOARDS),  # twice: still a PUE that there is
        ("0.804", "were there more of them than named (at least 3), or is the duration too short?"),
        ("1.2", "were there more of them than named (at least 3), or is the duration too short?"),
        ("39.6", "were there more of them than named (at least 99), or is the duration too short?"),
        ("40", UNIT),  # a hundred times
        ("400", UNIT),
    ],
)
def test_the_likely_cause_is_named(kwh: str, cause: str) -> None:
    """Against 400 W for an hour: up to twice may be a PUE, some times too much boards, from a hundred on a unit."""
    [said] = judged(record(kwh, "3600", gpu(kwh))).implausible
    assert cause == said.partition(" W: ")[2]


@pytest.mark.parametrize(
    ("kwh", "said"),
    [
        ("0.41", "0.41 kWh in 1,800 s is 820 W"),
        ("1234.5", "1,230 kWh in 1,800 s is 2,469,000 W"),  # and no 1.23e+3 kWh
    ],
)
def test_figures_are_written_in_full(kwh: str, said: str) -> None:
    """A person reads numbers with their thousands and without exponents."""
    [text] = judged(record(kwh, "1800", gpu(kwh))).implausible
    assert f"{said}, and the board can draw 400 W" == text.partition(" W: ")[0] + " W"


def test_one_of_several_boards_can_be_the_impossible_one() -> None:
    """Together 700 W of two 400 W boards may be, but not 600 W of one of them."""
    devices = (gpu("0.42", f"{A100} 0"), gpu("0.07", f"{A100} 1"))
    [said] = judged(record("0.49", "2520", *devices)).implausible

    assert "600 W, and the board can draw 400 W" in said


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
        ("NVIDIA GeForce RTX 4090", 450),
        ("NVIDIA L40S", None),
        ("Quadro T400", None),
        ("Tesla V100-PCIE-16GB", None),
    ],
)
def test_boards_are_found_by_the_drivers_names(name: str, watts: int | None) -> None:
    """The names are those that NVML gives; a name that only looks like one in the table is none."""
    assert (None if watts is None else Decimal(watts)) == board_power_w(name)


@pytest.mark.parametrize(
    ("name", "kwh", "told"),
    [
        ("GPU 0", "19.9", None),
        ("GPU 0", "20", None),  # exactly what a machine draws
        ("GPU 0", "20.1", "GPU 0: 20.1 kWh in 3,600 s is 20.1 kW, and a whole machine draws 20 kW at most"),
        ("8 x GPU", "159", None),
        ("8 x GPU", "161", "8 x GPU: 161 kWh in 3,600 s is 161 kW, and a whole machine draws 20 kW at most"),
        ("CPU", "4000", "CPU: 4,000 kWh in 3,600 s is 4,000 kW, and a whole machine draws 20 kW at most"),
    ],
)
def test_a_device_of_no_known_board_draws_no_more_than_a_machine(name: str, kwh: str, told: str | None) -> None:
    """In an hour as many kWh are as many kW, and each of several devices may draw a machine's 20 kW."""
    found = judged(record(kwh, "3600", gpu(kwh, name, "cpu" if name == "CPU" else "gpu"))).implausible
    assert ([] if told is None else [f"{told}: is the figure in another unit?"]) == list(found)


def test_each_device_that_draws_too_much_is_named() -> None:
    """Of two GPUs without a known board the one above 20 kW, and not the one below it."""
    devices = (gpu("24", "GPU 0"), gpu("18", "GPU 1"))
    [said] = judged(record("42", "3600", *devices)).implausible
    assert said.startswith("GPU 0: 24 kWh")


def test_boards_are_judged_together_only_where_all_are_known() -> None:
    """1,000 W of one board are impossible; what two drew is not known while one says nothing."""
    devices = (gpu("1", f"{A100} 0"), gpu(None, f"{A100} 1"), gpu("0.1", "CPU", "cpu"))
    [said] = judged(record("1.1", "3600", *devices)).implausible
    assert "1 kWh in 3,600 s is 1,000 W, and the board can draw 400 W" in said


def test_two_boards_are_judged_together_too() -> None:
    """A tool's sum of 1.2 kWh in an hour is too much for two boards of 400 W that it does not tell apart."""
    [said] = judged(record("1.2", "3600", gpu(None, f"{A100} 0"), gpu(None, f"{A100} 1"))).implausible
    assert "1.2 kWh in 3,600 s is 1,200 W, and the 2 boards can draw 800 W" in said
