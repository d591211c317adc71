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
from typing import Any

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


Given = tuple[int, str] | None  # a year, and g/kWh as its file writes it


def files(folder: Path, code: str, codecarbon: Given, carbontracker: Given, co2js: Given) -> list[Path]:
    """Two wheels and a file of CO2.js that know one country at most, and Mali, by which each has the form it has."""
    one = folder / "codecarbon-9.1-py3-none-any.whl"
    known = {"MLI": (2020, "1"), **({code: codecarbon} if codecarbon else {})}
    mix = {
        key: {"country_name": f"name of {key}", "year": year, "carbon_intensity": float(value)}
        for key, (year, value) in known.items()
    }
    with zipfile.ZipFile(one, "w") as archive:
        archive.writestr("codecarbon/data/private_infra/global_energy_mix.json", json.dumps(mix))
    two = folder / "carbontracker-9.2-py3-none-any.whl"
    table = "alpha-2,Year,Entity,Code,Carbon intensity of electricity (gCO2eq/kWh)\nML,2020,Mali,MLI,1\n"
    if carbontracker:
        table += f"{code[:2]},{carbontracker[0]},France,{code},{carbontracker[1]}\n"
    with zipfile.ZipFile(two, "w") as archive:
        archive.writestr("carbontracker/data/carbon-intensities.csv", table)
    three = folder / "average-intensities.json"
    named = {"World": (2024, "472.94", ""), "Africa": (2024, "545.09", ""), "EU": (2024, "213.02", "")}
    if co2js:
        named[code] = (*co2js, code)
    rows = {
        key: {
            "country_code": own,
            "country_or_region": "France (the)" if own else key,
            "year": year,
            "emissions_intensity_gco2_per_kwh": float(value),
        }
        for key, (year, value, own) in named.items()
    }
    three.write_text(json.dumps(rows), encoding="utf-8")
    return [one, two, three]


def written(make_grid: ModuleType, paths: list[Path], capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, Any], str]:
    """The rows by zone, and what was said on standard error."""
    make_grid.main(*paths, "0.9")
    printed = capsys.readouterr()
    rows = tomllib.loads(printed.out, parse_float=Decimal)["row"]
    return {row["zone"]: row for row in rows}, printed.err


@pytest.mark.parametrize(
    ("codecarbon", "carbontracker", "co2js", "expected", "package"),
    [
        ((2024, "44.5"), (2023, "45"), None, (2024, "0.0445"), "codecarbon 9.1"),
        ((2023, "44.179"), (2024, "44.179085"), (2023, "45"), (2024, "0.044179085"), "carbontracker 9.2"),
        ((2024, "44.179"), (2024, "44.179085"), (2023, "45"), (2024, "0.044179085"), "carbontracker 9.2"),
        ((2024, "44.179"), (2024, "44.179085"), (2024, "44.18"), (2024, "0.04418"), "CO2.js 0.9"),
        ((2025, "44.179"), (2024, "44.179085"), (2024, "44.18"), (2025, "0.044179"), "codecarbon 9.1"),
    ],
    ids=["codecarbon", "carbontracker", "its digits", "the newest edition", "the newest year"],
)
def test_the_newest_year_wins_and_then_the_newest_edition(
    make_grid: ModuleType,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    codecarbon: Given,
    carbontracker: Given,
    co2js: Given,
    expected: tuple[int, str],
    package: str,
) -> None:
    """The newest of three years is taken with all its digits; for one year CO2.js's number, then carbontracker's."""
    rows, said = written(make_grid, files(tmp_path, "FRA", codecarbon, carbontracker, co2js), capsys)
    row = rows["FR"]
    assert expected == (row["year"], str(row["kg_per_kwh"]))
    assert row["read_from"].startswith(f"{package}, ")
    assert ("ember-co2js" if package.startswith("CO2.js") else "ember-owid") == row["source"]
    assert "" == said


def test_a_name_with_brackets_is_no_name_in_use(
    make_grid: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names that differ go by each other's, but not one with an article behind it."""
    rows, _ = written(make_grid, files(tmp_path, "FRA", (2024, "44"), (2024, "44"), (2024, "44")), capsys)
    assert ("France", ["name of FRA"]) == (rows["FR"]["name"], rows["FR"]["also"])


def test_of_the_regions_the_union_and_the_world_are_zones(
    make_grid: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They have no country's code, and Africa is no zone."""
    rows, _ = written(make_grid, files(tmp_path, "FRA", (2024, "44"), (2024, "44"), None), capsys)
    assert ["EU", "FR", "ML", "WORLD"] == list(rows)
    assert ("European Union", Decimal("0.21302"), False) == (
        rows["EU"]["name"],
        rows["EU"]["kg_per_kwh"],
        "alpha3" in rows["EU"],
    )


@pytest.mark.parametrize(("older", "said"), [("48.59", ""), ("48.61", "FR 2024: 44.18 and 48.61 g/kWh\n")])
def test_a_disagreement_for_one_year_is_reported(
    make_grid: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], older: str, said: str
) -> None:
    """Two values for one year that differ by more than a tenth, 4.418 of 44.18, are named on standard error."""
    _, err = written(make_grid, files(tmp_path, "FRA", (2023, "99"), (2024, older), (2024, "44.18")), capsys)
    assert said == err


def test_nothing_is_no_intensity(make_grid: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A country of which the sources say zero is left out and named; with a number above it an older year counts."""
    rows, said = written(make_grid, files(tmp_path, "FRA", (2024, "0"), (2024, "0.0"), (2024, "0")), capsys)
    assert ("FR" in rows, "FR left out: 0.0 g/kWh in 2024\n") == (False, said)
    rows, said = written(make_grid, files(tmp_path, "FRA", (2022, "5"), (2024, "0.0"), (2024, "0")), capsys)
    assert (2022, "") == (rows["FR"]["year"], said)
