"""CO2e of a kWh for a prediction, worked by hand from the tables."""

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.carbon_rate import carbon_rate
from reportgen.factors.grid import find_grid


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("grid: {intensity: 0.1, pue: 1.2}\n", Decimal("0.12")),
        ("grid: {intensity: 0.1, site: cloud}\n", Decimal("0.114")),
        ("grid: {intensity: 0.1}\n", Decimal("0.154")),
        ("grid: {zone: us-west1}\n", Decimal("0.0903222")),  # Oregon's 0.07923 in a cloud's building
        ("grid: {zone: AR, pue: 2}\n", Decimal("0.68966")),  # Argentina's 0.34483, as the grid table has it
        ("grid: {zone: AR}\n", Decimal("0.5310382")),
    ],
)
def test_the_manifests_grid_counts(text: str, expected: Decimal, tmp_path: Path) -> None:
    """What the manifest says of its grid is what its prediction goes by."""
    (tmp_path / "run.yaml").write_text(text)

    assert expected == carbon_rate(tmp_path / "run.yaml")


@pytest.mark.parametrize("text", [None, "task: x\n", "grid: {zone: Nowhere}\n", "grid: {pue: no}\n", "grid: [\n"])
def test_else_it_is_the_worlds_average(text: str | None, tmp_path: Path) -> None:
    """With the PUE of rooms of one's own, as a report without a grid has it."""
    if text is not None:
        (tmp_path / "run.yaml").write_text(text)
    world = find_grid(None)
    assert world is not None

    assert world.kg_per_kwh * Decimal("1.54") == carbon_rate(tmp_path / "run.yaml")


def test_without_a_manifest_it_is_the_worlds_average_too() -> None:
    """As where a run is measured in Python and nothing is to be written."""
    world = find_grid(None)
    assert world is not None

    assert world.kg_per_kwh * Decimal("1.54") == carbon_rate(None)
