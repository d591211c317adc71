"""Hardware in a manifest, and what is wrong with it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.inputs.runs import load, problems


def test_a_known_device_brings_its_emissions(tmp_path: Path) -> None:
    """The published emissions carry their source, the usual lifetime its range."""
    report = load(tmp_path, "embodied: [{device: NVIDIA H100}]\n")
    kg, lifetime = (report.figures[f"embodied_{name}.nvidia_h100"] for name in ("kg", "lifetime"))
    assert ("literature", ("ecologits-0-11", "ecologits-0-9")) == (kg.basis, kg.sources)
    assert ("judgement", Decimal(3), Decimal(6)) == (lifetime.basis, lifetime.low, lifetime.high)


def test_an_unknown_device_needs_its_emissions(tmp_path: Path) -> None:
    """The line says which are known."""
    assert [
        "run.yaml:5: $.embodied[0].kg: is missing, and nothing is known here of L4 "
        "(kgCO2e of making one; known: a100, h100, p5)"
    ] == problems(tmp_path, "embodied: [{device: L4}]\n")


def test_a_trainings_device_needs_its_hours(tmp_path: Path) -> None:
    """The run's own duration is not the training's."""
    device = "embodied: [{device: H100, used_for: training}]\n"
    assert [
        "run.yaml:5: $.embodied[0].hours: is missing "
        "(how long the training reserved it, here or as training: {hours: ...})"
    ] == problems(tmp_path, device)


def test_shares_are_fractions(tmp_path: Path) -> None:
    """A share of 8 GPUs is no share, and nothing lives for no time."""
    text = "embodied: [{device: H100, share: 8, utilisation: 0, lifetime_years: 0}]\n"
    assert 3 == len(problems(tmp_path, text))
