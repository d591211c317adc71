"""The NVML meter through the real pynvml, on a stand-in for NVIDIA's library: no real GPU was seen here."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.meters.meter import CostlyMeter, Found, MeteredDevice, MeterError, NotMeasured, Reading
from reportgen.energy.meters.nvml import Gpu, find_gpus, translate
from reportgen.energy.power import Gap
from reportgen.energy.record import Device, Record
from reportgen.energy.recorder import Recorder
from reportgen.files.units import J_PER_KWH
from tests.energy.meters.conftest import PlayedClock, Script


def recorded(clock: PlayedClock, seconds: int, found: Found | None = None) -> Record:
    """A record of so many seconds, sampled once a second."""
    recorder = Recorder(found or find_gpus({}), Decimal(1), clock=clock)
    recorder.begin()
    for _ in range(seconds):
        clock.go_on(1)
        recorder.sample()
    recorder.stop()
    return recorder.measurement().record()


def joules(device: Device) -> float:
    assert device.energy_kwh is not None
    return float(device.energy_kwh * J_PER_KWH)


@pytest.mark.parametrize(
    ("power", "expected_j"),
    [
        ("0:100", 1000),
        ("0:50 3:50 3:350 10:350", 150 + 2450),
        ("0:100 10:300", 2000),
        ("0:100 4.5:100 4.5:400 5.5:400 5.5:100", 1000 + 300),  # a second between the samples' own
    ],
    ids=["constant", "step", "ramp", "pulse"],
)
def test_the_counter_gives_the_energy(power: str, expected_j: float, script: Script, clock: PlayedClock) -> None:
    """Ten seconds of a curve whose area is worked by hand, to half a percent."""
    script(f"gpu GPU-1 A100\npower {power}")

    [device] = recorded(clock, 10).devices

    assert expected_j == pytest.approx(joules(device), rel=0.005)
    assert ("A100 (GPU 0)", "energy counter", "measured") == (device.name, device.method, device.basis)


@pytest.mark.parametrize(("power", "expected_j"), [("0:100", 1000), ("0:50 3.4:50 3.4:350", 170 + 2310)])
def test_without_a_counter_power_is_added_up(power: str, expected_j: float, script: Script, clock: PlayedClock) -> None:
    """Old boards have no counter; what sampling can have missed is the range, and the truth lies in it."""
    script(f"gpu GPU-1 K80\nenergy_error 3\npower {power}")

    [device] = recorded(clock, 10).devices

    assert "sampled power" == device.method
    assert device.low_kwh is not None
    assert device.high_kwh is not None
    assert float(device.low_kwh * J_PER_KWH) - 1e-6 <= expected_j <= float(device.high_kwh * J_PER_KWH) + 1e-6


def test_several_gpus_are_read_each_for_itself(script: Script, clock: PlayedClock) -> None:
    """100 W and 300 W for 10 s are 4000 J together, not the mean of them."""
    script("gpu GPU-1 A100\npower 0:100\ngpu GPU-2 A100\npower 0:300")

    record = recorded(clock, 10)

    assert [1000, 3000] == [pytest.approx(joules(device)) for device in record.devices]
    assert record.energy_kwh is not None
    assert 4000 == pytest.approx(float(record.energy_kwh * J_PER_KWH))


def test_a_counter_that_begins_anew_is_a_gap(script: Script, clock: PlayedClock) -> None:
    """The interval around the reset is in no sum, and said; the rest is."""
    script("gpu GPU-1 A100\noffset_mj 5000000\npower 0:100\nreset 4.5")

    record = recorded(clock, 10)

    assert 900 == pytest.approx(joules(record.devices[0]), rel=0.001)
    assert (Gap(Decimal(4), Decimal(5), "counter reset"),) == record.gaps
    assert any("1 gap of 1.0 s" in warning for warning in record.warnings)


def test_counter_and_power_far_apart_are_a_warning(script: Script, clock: PlayedClock) -> None:
    """A counter at 0.7 of the power is 30 % below it; one at 0.9 passes."""
    script("gpu GPU-1 A100\npower 0:200\nfactor 0.7\ngpu GPU-2 A100\npower 0:200\nfactor 0.9")

    warnings = recorded(clock, 10).warnings

    assert ["A100 (GPU 0): energy counter and sampled power are 30 % apart (140.0 W against 200.0 W)"] == list(warnings)


def test_a_counter_that_stands_still_is_not_believed(script: Script, clock: PlayedClock) -> None:
    """Zero is no measurement: the board's power is added up instead, and that is said."""
    script("gpu GPU-1 A100\npower 0:200\nfactor 0")

    record = recorded(clock, 10)

    assert 2000 == pytest.approx(joules(record.devices[0]))
    assert "sampled power" == record.devices[0].method
    assert ["A100 (GPU 0): its energy counter stands still"] == list(record.warnings)


def test_a_gpu_that_is_lost_does_not_stop_the_others(script: Script, clock: PlayedClock) -> None:
    """What it drew before it fell off the bus counts; the rest of the time is a gap."""
    script("gpu GPU-1 A100\npower 0:100\nlost 4.5\ngpu GPU-2 A100\npower 0:100")

    record = recorded(clock, 10)

    assert [400, 1000] == [pytest.approx(joules(device)) for device in record.devices]
    assert [(Decimal(4), Decimal(10))] == [(gap.start_s, gap.end_s) for gap in record.gaps]
    assert any("A100 (GPU 0): the GPU is lost" in warning for warning in record.warnings)


def test_passing_trouble_is_said_and_got_over(script: Script, clock: PlayedClock) -> None:
    """A driver that does not answer for 4 s leaves a gap in sampled power, and nothing else."""
    script("gpu GPU-1 K80\nenergy_error 3\npower 0:100\npower_error 10 2.5 6.5")

    record = recorded(clock, 10)

    assert 500 == pytest.approx(joules(record.devices[0]))
    assert (Gap(Decimal(2), Decimal(7), "no samples"),) == record.gaps
    assert any("the driver did not answer in time" in warning for warning in record.warnings)


def test_power_failing_does_not_cost_the_counter(script: Script, clock: PlayedClock) -> None:
    """The counter is the better of the two, and stays."""
    script("gpu GPU-1 A100\npower 0:100\npower_error 999 0 20")

    assert 1000 == pytest.approx(joules(recorded(clock, 10).devices[0]))


def test_a_gpu_that_says_nothing_is_not_measured(script: Script) -> None:
    """Neither energy nor power: it is named with the reason, and no zero is written down."""
    script("gpu GPU-1 GT-710\nenergy_error 3\npower_error 3 0 1e9")

    found = find_gpus({})

    assert () == found.meters
    assert ["GPU 0 (GT-710): it says neither energy nor power: the GPU does not support it"] == [
        str(it) for it in found.not_measured
    ]


@pytest.mark.parametrize("named", ["1", "GPU-2"])
def test_hidden_gpus_are_left_out_and_named(script: Script, named: str) -> None:
    """Whoever sees one GPU measured of two learns why; it is named by its number or its UUID."""
    script("gpu GPU-1 A100\npower 0:1\ngpu GPU-2 A100\npower 0:1")

    found = find_gpus({"CUDA_VISIBLE_DEVICES": named})

    assert ["gpu1"] == [meter.device.key for meter in found.meters]
    assert ["GPU 0 (A100): CUDA_VISIBLE_DEVICES does not name it"] == [str(it) for it in found.not_measured]
    assert found.not_measured[0].absent  # a GPU that the command may not use is missing from no record


def test_under_mig_the_whole_gpu_is_meant(script: Script) -> None:
    """An instance's name finds its GPU, whose figures are said to be the whole board's."""
    script("gpu GPU-1 A100\npower 0:1\ngpu GPU-2 A100\npower 0:1\nmig MIG-a MIG-b")

    found = find_gpus({"CUDA_VISIBLE_DEVICES": "MIG-b"})

    assert ["gpu1"] == [meter.device.key for meter in found.meters]
    assert ["GPU 1 (A100) is divided (MIG): its figures are the whole GPU's, with what others ran on it"] == list(
        found.notes
    )


@pytest.mark.parametrize(
    ("code", "said", "mend"),
    [
        (9, "GPU: NVIDIA's driver is not loaded", "load it with: sudo modprobe nvidia"),
        (12, "GPU: there is neither an NVIDIA GPU nor its driver", ""),
        (
            18,
            "GPU: the driver's library and kernel module have different versions",
            "the driver was updated: start the machine anew",
        ),
        (999, "GPU: NVML fails with code 999", ""),
        (
            4,
            "GPU: no permission to read the GPU",
            "ask the administrator for access to /dev/nvidia*; start a container with --gpus all",
        ),
    ],
)
def test_why_there_is_no_gpu_is_said(code: int, said: str, mend: str, script: Script, tmp_path: Path) -> None:
    """Each of NVML's own reasons has its words, and what to do about it; nothing is absent but what is not there."""
    script(f"init_error {code}")

    [missing] = find_gpus({}, tmp_path).not_measured

    assert (said, mend, code == 12) == (str(missing), missing.mend, missing.absent)


def test_a_driver_that_does_not_say_how_many_gpus_there_are(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is a reason too, and the library is left again."""
    import pynvml

    def fail() -> int:
        raise pynvml.NVMLError(10)

    left: list[str] = []
    script("gpu GPU-1 A100\npower 0:100")
    monkeypatch.setattr(pynvml, "nvmlDeviceGetCount", fail)
    monkeypatch.setattr(pynvml, "nvmlShutdown", lambda: left.append("shut down"))
    found = find_gpus({})

    assert ["GPU: the driver did not answer in time"] == [str(it) for it in found.not_measured]
    assert ([], ["shut down"]) == (list(found.meters), left)


@pytest.mark.parametrize(
    ("vendor", "class_", "seen"),
    [
        ("0x10de", "0x030200", True),
        ("0x10de", "0x030000", True),
        ("0x10de", "0x0c0330", False),  # its USB port
        ("0x8086", "0x030000", False),
        ("0x10de", None, False),
        (None, "0x030000", False),
    ],
)
def test_a_board_without_a_driver_is_seen(
    vendor: str | None, class_: str | None, seen: bool, script: Script, tmp_path: Path
) -> None:
    """A plugged-in NVIDIA GPU makes the missing driver the thing to mend, whatever else is plugged in."""
    script("init_error 12")
    for place, (one, other) in enumerate(((None, None), (vendor, class_), ("0x8086", "0x060000"))):
        board = tmp_path / f"0000:{place}:00.0"
        board.mkdir()
        for name, text in (("vendor", one), ("class", other)):
            if text is not None:
                (board / name).write_text(f"{text}\n")

    [missing] = find_gpus({}, tmp_path).not_measured

    said = (
        "GPU: NVIDIA's driver is not installed: there is no libnvidia-ml.so.1",
        "install NVIDIA's driver; start a container with --gpus all",
    )
    none = ("GPU: there is neither an NVIDIA GPU nor its driver", "")
    assert (*(said if seen else none), not seen) == (str(missing), missing.mend, missing.absent)


def test_without_the_binding_no_gpu_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says which package lacks."""
    monkeypatch.setitem(sys.modules, "pynvml", None)

    missing = NotMeasured("GPU", "nvidia-ml-py is missing", "pip install nvidia-ml-py")
    assert Found(not_measured=(missing,)) == find_gpus({})


def test_a_gpu_that_cannot_be_opened_does_not_hide_the_next(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no name yet, and is called by its number."""
    import pynvml

    handle = pynvml.nvmlDeviceGetHandleByIndex

    def open_(index: int) -> object:
        if index == 0:
            raise pynvml.NVMLError(15)
        return handle(index)

    script("gpu GPU-1 A100\npower 0:100\ngpu GPU-2 A100\npower 0:100")
    monkeypatch.setattr(pynvml, "nvmlDeviceGetHandleByIndex", open_)
    found = find_gpus({})

    assert (NotMeasured("GPU 0", "the GPU is lost: it fell off the bus"),) == found.not_measured
    assert ["gpu1"] == [meter.device.key for meter in found.meters]


def test_a_gpu_without_a_name_is_one_of_nvidias(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does it need a UUID."""
    import pynvml

    def fail(_: object) -> str:
        raise pynvml.NVMLError(3)

    script("gpu GPU-1 A100\npower 0:100")
    for name in ("nvmlDeviceGetName", "nvmlDeviceGetUUID"):
        monkeypatch.setattr(pynvml, name, fail)

    assert ["NVIDIA GPU (GPU 0)"] == [meter.device.name for meter in find_gpus({}).meters]


def test_a_driver_without_gpus_is_said(script: Script) -> None:
    """No GPU is no reason to say nothing."""
    script("")

    assert ["GPU: the driver is there, and no GPU"] == [str(it) for it in find_gpus({}).not_measured]


@pytest.mark.parametrize(
    ("says", "method", "counts", "limit_w", "whole", "between"),
    [
        ("limit 700\noffset_mj 7\npower 0:1", "energy counter", True, 700, Reading(7000, 1000), Reading(None, 1000)),
        ("limit 700.5\npower 0:1", "energy counter", True, 700.5, Reading(0, 1000), Reading(None, 1000)),
        ("limit 0\npower 0:1", "energy counter", True, None, Reading(0, 1000), Reading(None, 1000)),  # there is none
        ("limit 9\npower 0:1\nenergy_error 3", "sampled power", False, 9, Reading(None, 1000), Reading(None, 1000)),
        ("limit 9\noffset_mj 7\npower_error 3 0 9", "energy counter", True, 9, Reading(7000), Reading(7000)),
    ],
)
@pytest.mark.usefixtures("clock")
def test_a_gpu_is_read_as_far_as_its_driver_says_it(
    says: str,
    method: str,
    counts: bool,
    limit_w: float | None,
    whole: Reading,
    between: Reading,
    script: Script,
) -> None:
    """By its counter, else by its power; its limit stands beside its figures, and between samples power is enough."""
    script(f"gpu GPU-1 NVIDIA H100 80GB HBM3\n{says}")
    [meter] = find_gpus({}).meters
    limit = None if limit_w is None else Decimal(limit_w)

    assert (
        MeteredDevice("gpu0", "NVIDIA H100 80GB HBM3 (GPU 0)", "gpu", method, counts=counts, power_limit_w=limit)
        == meter.device
    )
    assert isinstance(meter, CostlyMeter)
    assert (whole, between) == (meter.read(), meter.read_between())


def test_more_than_the_board_can_draw_is_implausible(script: Script, clock: PlayedClock) -> None:
    """600 W from a board of 250 W is no figure to trust."""
    script("gpu GPU-1 T4\nlimit 250\npower 0:600")

    assert ("T4 (GPU 0): a mean of 600 W, where its limit is 250 W",) == recorded(clock, 10).implausible


def test_what_is_no_nvml_error_is_translated_too() -> None:
    """A fault of the binding must not end the recording."""
    error = translate(OSError("x"))

    assert isinstance(error, MeterError)
    assert not error.lost


class Failing(Exception):
    """An error of NVML's with its code."""

    def __init__(self, value: int) -> None:
        self.value = value


# NVML's return codes as nvml.h means them, and what is said of each.
CODES = {
    1: "NVML was shut down",
    2: "NVML refuses the argument",
    3: "the GPU does not support it",
    4: "no permission to read the GPU",
    6: "NVML does not find the GPU",
    8: "a power cable of the GPU is not plugged in",
    9: "NVIDIA's driver is not loaded",
    10: "the driver did not answer in time",
    11: "the driver has trouble with an interrupt",
    12: "NVIDIA's driver is not installed: there is no libnvidia-ml.so.1",
    13: "the driver is too old to say it",
    14: "the GPU's infoROM is damaged",
    15: "the GPU is lost: it fell off the bus",
    16: "the GPU needs a reset",
    17: "the operating system blocks the driver",
    18: "the driver's library and kernel module have different versions",
    20: "the driver has no memory left",
    21: "the driver has no data",
    27: "the GPU is not ready",
    28: "the GPU is gone",
    29: "the GPU is in no state to answer",
}


@pytest.mark.parametrize("code", range(1, 31))
def test_each_code_in_words(code: int) -> None:
    """One that is not known here is told by its number."""
    assert CODES.get(code, f"NVML fails with code {code}") == translate(Failing(code)).reason


@pytest.mark.parametrize("code", range(31))
def test_a_gpu_is_lost_by_these_errors_and_no_others(code: int) -> None:
    """Shut down, driver gone, off the bus, needs a reset, driver mismatch, gone: it says nothing more.

    After any other one, such as a driver that did not answer in time, it is asked again.
    """
    assert (code in (1, 9, 15, 16, 18, 28)) == translate(Failing(code)).lost


def test_power_that_fails_leaves_the_counters_reading() -> None:
    """7 mJ are 7,000 uJ; of a GPU that is lost nothing is believed."""

    def failing(code: int) -> Gpu:
        def power_mw() -> int:
            raise Failing(code)

        return Gpu(MeteredDevice("gpu0", "a", "gpu", "energy counter"), lambda: 7, power_mw, Failing)

    assert Reading(7000) == failing(10).read()
    with pytest.raises(MeterError, match="the GPU is gone"):
        failing(28).read()
    with pytest.raises(MeterError, match="the driver did not answer in time"):
        failing(10).read_between()
