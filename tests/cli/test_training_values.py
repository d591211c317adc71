"""`reportgen training` for another program: every value of the JSON and every cell of the CSV of a small study."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Run

# Of ten images each: 0.1 and 0.3 kWh an image, and twice 0.4; the last run has no score.
STUDY = """m,run,energy (kWh),f1,images,time (h),gpu
a,1,1,0.90,10,100,T4
a,2,3,0.92,10,300,T4
b,1,4,0.80,10,200,T4
b,2,4,,10,200,T4
"""
CALL = ("training", "runs.csv", "--group", "m", "--energy", "energy (kWh)", "--accuracy", "f1", "--per", "images")
TIMED = ("--duration", "time (h)", "--device", "gpu")
GRID = ("--zone", "DE", "--pue", "1.5")  # 0.34206 kg/kWh: 0.51309 kg a kilowatt-hour of the computers
SAVING = "saving of energy per images, as a fraction"
FEW = {"verdict": "few", "p": None}


def alike(value: float, **more: Any) -> dict[str, Any]:
    """Median and quartiles where all are one."""
    return {"median": value, "p25": value, "p75": value, **more}


@pytest.fixture(autouse=True)
def table(tmp_path: Path) -> None:
    """Lay the study into the folder where commands run."""
    (tmp_path / "runs.csv").write_text(STUDY, encoding="utf-8")


def test_every_value_of_the_json(run: Run) -> None:
    """Worked by hand: medians, quartiles between neighbours, and CO2e by the grid and the PUE."""
    options = ("--compare", "m=b", "m=a", "--outliers", "iqr:1.5", "--format", "json")
    found = json.loads(run(*CALL, *TIMED, *GRID, *options).out)
    assert {
        "schema": "reportgen/training/1",
        "denominator": "images",
        "groups": [
            {
                "group": {"m": "a"},
                "n": 2,
                "energy_kwh": {"median": 0.2, "p25": 0.15, "p75": 0.25},
                "accuracy": {"median": 0.91, "p25": 0.905, "p75": 0.915, "n": 2},
                "duration_s": {"median": 720000, "p25": 540000, "p75": 900000, "n": 2},
                "co2_kg": {"median": 0.102618, "p25": 0.0769635, "p75": 0.1282725},
                "pareto": True,
                "outliers_removed": 0,
            },
            {
                "group": {"m": "b"},
                "n": 2,
                "energy_kwh": alike(0.4),
                "accuracy": alike(0.8, n=1),
                "duration_s": alike(720000, n=2),
                "co2_kg": alike(0.205236),
                "pareto": False,
                "outliers_removed": 0,
            },
        ],
        "best": {"m": "a"},
        "worst": {"m": "b"},
        "saving": 0.5,
        "accuracy_lost": -0.11,
        "accuracy_test": FEW,
        "saving_label": SAVING,
        "co2": {
            "grid_intensity": 0.34206,
            "pue": 1.5,
            "grid": "Germany 2024, life-cycle, 342.06 g/kWh; PUE 1.5",
        },
        "selecting": {
            "n": 4,
            "energy_kwh": 12,
            "co2_kg": 6.15708,
            "aside": {"n": 0, "energy_kwh": 0, "co2_kg": 0, "without_energy": 0},
        },
        "comparisons": [
            {
                "a": {"m": "b"},
                "b": {"m": "a"},
                "denominator": "images",
                "n": {"a": 2, "b": 2},
                "energy_kwh": {"a": 0.4, "b": 0.2},
                "saving": -1,
                "accuracy_lost": 0.11,
                "accuracy_test": FEW,
                "saving_label": SAVING,
            }
        ],
        "outliers": {"rule": "iqr:1.5", "removed": 0},
        "columns": {
            "group": ["m"],
            "energy": "energy (kWh)",
            "energy_unit": "kWh",
            "accuracy": "f1",
            "per": "images",
            "duration": "time (h)",
            "device": "gpu",
            "run": None,
        },
        "quartiles": "linear interpolation between the nearest ordered values, inclusive (numpy's default)",
        "warnings": ['1 run has no accuracy ("f1"): accuracy is that of the others'],
    } == found


def test_what_was_not_asked_for_is_null(run: Run) -> None:
    """Per run, without times, outliers and comparisons; of one group nothing is compared with itself."""
    found = json.loads(run(*CALL[:-2], "--where", "m=a", "--format", "json").out)
    assert ("run", None, None) == (found["denominator"], found["columns"]["per"], found["columns"]["duration"])
    assert [None] * 4 == [found[name] for name in ("saving", "accuracy_lost", "accuracy_test", "saving_label")]
    assert ({"rule": None, "removed": 0}, []) == (found["outliers"], found["comparisons"])
    assert found["groups"][0]["duration_s"] is None
    assert {"median": 2, "p25": 1.5, "p75": 2.5} == found["groups"][0]["energy_kwh"]


def test_every_cell_of_the_csv(run: Run) -> None:
    """A row for each group, best first; without times their cells are empty."""
    head = (
        "m,n,denominator,energy_kwh_median,energy_kwh_p25,energy_kwh_p75,accuracy_median,accuracy_p25,accuracy_p75,"
        "duration_s_median,duration_s_p25,duration_s_p75,pareto,outliers_removed,co2_kg_median,grid_kg_per_kwh,pue\n"
    )
    times = {"a": "720000,540000,900000", "b": "720000,720000,720000"}
    for more, cells in ((TIMED, times), ((), dict.fromkeys(times, ",,"))):
        assert (
            f"{head}"
            f"a,2,images,0.2,0.15,0.25,0.91,0.905,0.915,{cells['a']},true,0,0.102618,0.34206,1.5\n"
            f"b,2,images,0.4,0.4,0.4,0.8,0.8,0.8,{cells['b']},false,0,0.205236,0.34206,1.5\n"
        ) == run(*CALL, *more, *GRID, "--format", "csv").out
