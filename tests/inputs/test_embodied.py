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


def test_each_number_of_a_device_is_named_with_it(tmp_path: Path) -> None:
    """Stated or usual: what it is, and of which device."""
    first = "{device: H100, used_for: training, hours: 3}"
    second = '{device: "my box", kg: 9, count: 2, lifetime_years: 5, share: 0.5, utilisation: 0.5}'
    figures = load(tmp_path, f"embodied: [{first}, {second}]\n").figures
    words = {
        "kg": "Embodied emissions",
        "count": "Number of devices",
        "lifetime": "Lifetime",
        "share": "Share reserved",
        "utilisation": "Share of its lifetime in use",
    }
    for slug, device in (("h100", "H100"), ("my_box", "my box")):
        assert {kind: f"{text}, {device}" for kind, text in words.items()} == {
            kind: figures[f"embodied_{kind}.{slug}"].label for kind in words
        }
    assert "Hours reserved, H100" == figures["embodied_hours.h100"].label
    assert "embodied_hours.my_box" not in figures


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
