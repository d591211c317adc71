"""Energy of devices that no meter read: what each is rated for, and what cannot stand beside it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.inputs.runs import load, problems

OTHER = "that is known here (any other by its rated power, {}: {{tdp_watts: ...}}"


def test_a_board_by_its_name(tmp_path: Path) -> None:
    """The table gives what it is rated for; load and the rest of the machine have their ranges and sources."""
    figures = load(tmp_path, "energy: [{gpu: NVIDIA H100 80GB HBM3, count: 8, hours: 0.5}]\n").figures
    end = "nvidia_h100_80gb_hbm3"
    power, share, node = (figures[key] for key in (f"estimate_power.{end}", f"estimate_load.{end}", "node_share"))
    assert (Decimal(700), "literature", "H100 SXM") == (power.value, power.basis, power.note)
    assert (Decimal("0.7"), Decimal("0.3"), Decimal(1), "default") == (share.value, share.low, share.high, share.basis)
    assert (Decimal("0.39"), Decimal("0.2"), Decimal("0.5"), "estimate") == (
        node.value,
        node.low,
        node.high,
        node.basis,
    )
    assert (("nvidia-board-power",), ("tdp-share-range",), ("rest-of-machine",)) == (
        power.sources,
        share.sources,
        node.sources,
    )
    # 0.7 kW x 1.09 x 8 x 0.5 h
    assert Decimal("3.052") == figures["filtering_energy"].value


def test_a_processor_by_its_name(tmp_path: Path) -> None:
    """Two sockets of 360 W for the 42 minutes of the run: 0.72 x 1.09 x 0.7 h."""
    figures = load(tmp_path, "energy: [{cpu: AMD EPYC 9654 96-Core Processor, count: 2}]\n").figures
    assert Decimal("0.54936") == figures["filtering_energy"].value


def test_a_device_by_its_rated_power(tmp_path: Path) -> None:
    """What is not in a table, or is and draws otherwise, is taken as it is said."""
    for given in ("{tdp_watts: 300}", "{name: a board of ours, tdp_watts: 300}", "{name: H100 SXM, tdp_watts: 300}"):
        figures = load(tmp_path, f"energy: [{{gpu: {given}, hours: 10, load: 1}}]\n").figures
        # 0.3 kW x 1.39 x 10 h
        assert Decimal("4.17") == figures["filtering_energy"].value
        assert ["stated"] == [it.basis for key, it in figures.items() if key.startswith("estimate_power.")]


def test_every_input_of_an_estimate_may_be_set(tmp_path: Path) -> None:
    """100 W x (0.5 + 0.3) x 2 x 5 h; the energy itself is computed."""
    text = "energy: [{gpu: T4, scope: boards}]\n"
    named = {"power": "100", "load": "0.5", "count": "2", "hours": "5"}
    settings = {**{f"estimate_{name}.boards": value for name, value in named.items()}, "node_share": "0.3"}
    assert Decimal("0.8") == load(tmp_path, text, settings=settings).figures["filtering_energy"].value
    [problem] = problems(tmp_path, text, settings={"energy.boards": "1"})
    assert problem.startswith(
        "--set energy.boards: is computed, not given (set one of its inputs: estimate_power.boards"
    )


def test_two_devices_of_one_name_have_two_keys(tmp_path: Path) -> None:
    """They are added up: 0.07 kW x 1.09 x (1 + 2) h."""
    figures = load(tmp_path, "energy: [{gpu: T4, hours: 1}, {gpu: T4, hours: 2}]\n").figures
    assert ("energy.t4", "energy.t4_2") == figures["filtering_energy"].covers
    assert Decimal("0.2289") == figures["filtering_energy"].value


@pytest.mark.parametrize(
    ("entry", "place", "said"),
    [
        ("gpu: H100SXM", "gpu", f'"H100SXM" is no GPU {OTHER.format("gpu")}; did you mean "H100 SXM"?)'),
        ("cpu: EPYC 9654X", "cpu", f'"EPYC 9654X" is no CPU {OTHER.format("cpu")}; did you mean "EPYC 9654"?)'),
        ("gpu: {}", "gpu", "has neither name nor tdp_watts"),
        ("gpu: T4, cpu: EPYC 9654", "cpu", "is given beside gpu"),
        ("gpu: T4, kwh: 3", "kwh", "is given beside gpu, which stands in place of a reading"),
        ("cpu: EPYC 9654, source: a plug", "source", "is given beside cpu, which stands in place of a reading"),
        ("gpu: T4, meter: wall", "meter", "is given beside gpu, which stands in place of a reading"),
        ("gpu: T4, low: 1", "low", "is given beside gpu, which stands in place of a reading"),
        ("gpu: T4, basis: measured", "basis", "is measured, and without a meter it is an estimate"),
        ("gpu: T4, load: 70", "load", "70 is too large: at most 1 (did you mean 0.7?)"),
        ("gpu: T4, count: 2, hours: 1.4", "hours", "1.4 hours of each of the 2 are longer than the run"),
        ("kwh: 3, count: 2", "count", "speaks of a device, and none is named"),
        ("kwh: 3, hours: 2", "hours", "speaks of a device, and none is named"),
        ("kwh: 3, load: 0.5", "load", "speaks of a device, and none is named"),
        ("file: a.csv, gpu: T4", "gpu", "is given beside a file, which says it"),
        ("scope: GPUs", "kwh", "is missing (energy that the filtering drew, without PUE; or name a file, or a gpu or"),
    ],
)
def test_what_cannot_stand_together(tmp_path: Path, entry: str, place: str, said: str) -> None:
    """Each contradiction is told at its place, an unknown name with the nearest that is known."""
    (tmp_path / "a.csv").write_text("time,power_w\n0,1\n60,1\n")
    found = problems(tmp_path, f"energy: [{{{entry}}}]\n")
    assert [it for it in found if it.startswith(f"run.yaml:5: $.energy[0].{place}: {said}")], found


def test_hours_of_all_boards_together_are_those_of_one(tmp_path: Path) -> None:
    """24 GPU-hours in a run of 42 minutes say nothing of how many there were: 0.07 kW x 1.09 x 24 h."""
    figures = load(tmp_path, "energy: [{gpu: T4, hours: 24}]\n").figures
    assert Decimal("1.8312") == figures["filtering_energy"].value
    # 42 minutes are 0.7 h, which is no longer than the run
    assert load(tmp_path, "energy: [{gpu: T4, count: 2, hours: 0.7}]\n").figures["filtering_energy"].value
