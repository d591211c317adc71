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
    assert "0.41 kWh in 2520 s is 586 W, and the board can draw 400 W" in judgement.implausible[0]
    assert "is a PUE inside, were there more of them than named (at least 2)" in judgement.implausible[0]
    assert judgement.implausible == judgement.warnings


@pytest.mark.parametrize(
    "believable",
    [
        record("0.41", "2520", gpu("0.205", f"{A100} 0"), gpu("0.205", f"{A100} 1")),  # 293 W each
        record("0.41", "2520", gpu("0.41", f"2 x {A100}")),
        record("0.41", "2520", gpu("0.41", f"{A100} 2 device(s)")),
        record("0.41", "2520", gpu("0.41", "NVIDIA B200")),  # not in the table: nothing is known
        record("0.41", "2520", gpu(None), gpu("0.41", "CPU", "cpu")),  # the CPU's energy is not the board's
        record("0.301", "2520", gpu("0.301")),  # 430 W: within a tenth
        record("0.41", None, gpu("0.41")),
        record(None, "2520", gpu(None)),
    ],
)
def test_what_can_be_is_believed(believable: Record) -> None:
    """Neither boards that are counted, nor unknown ones, nor a missing energy or duration raise an alarm."""
    assert believable == judged(believable)


@pytest.mark.parametrize(
    ("kwh", "cause"),
    [
        ("1", "were there more of them than named (at least 4)"),  # 1429 W of 400 W
        ("410", "is the figure in another unit (Wh or kJ read as kWh)"),  # 1000 times
    ],
)
def test_the_likely_cause_is_named(kwh: str, cause: str) -> None:
    """A few times too much is a matter of boards, a thousand times one of units."""
    [said] = judged(record(kwh, "2520", gpu(kwh))).implausible
    assert cause in said


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


def test_a_device_of_no_known_board_draws_no_more_than_a_machine() -> None:
    """6 kWh in 15 minutes are 24 kW, and 4.5 kWh are 18 kW: one is more than the 20 kW of a whole machine."""
    devices = [Device("GPU 0", "gpu", Decimal(6)), Device("GPU 1", "gpu", Decimal("4.5"))]
    found = judged(Record("a tool", Decimal("10.5"), duration_s=Decimal(900), devices=tuple(devices)))

    assert ["GPU 0: 6 kWh in 900 s is 24 kW, and a whole machine draws 20 kW at most"] == [
        text.partition(":")[0] + ":" + text.partition(":")[2].rpartition(":")[0] for text in found.implausible
    ]
