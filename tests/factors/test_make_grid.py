"""The tool that writes grid.toml, on two small wheels made here."""

from __future__ import annotations

import importlib.util
import json
import sys
import tomllib
import zipfile
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "make_grid.py"


@pytest.fixture(scope="module")
def make_grid() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_grid", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # dataclasses look their module up by name.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "make_grid", module)
        spec.loader.exec_module(module)
    return module


def wheels(folder: Path, codecarbon: tuple[int, str], carbontracker: tuple[int, str]) -> list[Path]:
    """Two wheels that know one country, France, each for a year and in g/kWh."""
    one = folder / "codecarbon-9.1-py3-none-any.whl"
    mix = {"FRA": {"country_name": "France", "year": codecarbon[0], "carbon_intensity": float(codecarbon[1])}}
    with zipfile.ZipFile(one, "w") as archive:
        archive.writestr("codecarbon/data/private_infra/global_energy_mix.json", json.dumps(mix))
    two = folder / "carbontracker-9.2-py3-none-any.whl"
    table = (
        "alpha-2,Year,Entity,Code,Carbon intensity of electricity (gCO2eq/kWh)\n"
        f"FR,{carbontracker[0]},France,FRA,{carbontracker[1]}\n"
    )
    with zipfile.ZipFile(two, "w") as archive:
        archive.writestr("carbontracker/data/carbon-intensities.csv", table)
    return [one, two]


@pytest.mark.parametrize(
    ("years", "expected", "package"),
    [
        ((2023, 2024), (2024, "0.044179085"), "carbontracker 9.2"),
        ((2025, 2024), (2025, "0.044179"), "codecarbon 9.1"),
        ((2024, 2024), (2024, "0.044179085"), "carbontracker 9.2"),
    ],
)
def test_the_newer_year_wins_and_keeps_its_digits(
    make_grid: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    years: tuple[int, int],
    expected: tuple[int, str],
    package: str,
) -> None:
    """The newer of two years is taken; for the same year the number with more digits."""
    monkeypatch.setattr(make_grid, "ZONES", "FR")
    make_grid.main(*wheels(tmp_path, (years[0], "44.179"), (years[1], "44.179085")))
    printed = capsys.readouterr()
    (row,) = tomllib.loads(printed.out, parse_float=Decimal)["row"]
    assert expected == (row["year"], str(row["kg_per_kwh"]))
    assert row["read_from"].startswith(f"{package}, ")
    assert "" == printed.err


def test_a_disagreement_for_one_year_is_reported(
    make_grid: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two values for one year that differ by more than rounding are named on standard error."""
    monkeypatch.setattr(make_grid, "ZONES", "FR")
    make_grid.main(*wheels(tmp_path, (2024, "56.039"), (2024, "44.179085")))
    assert "FR 2024: 44.179085 and 56.039 g/kWh\n" == capsys.readouterr().err
