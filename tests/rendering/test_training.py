"""Training evidence as a table, CSV and JSON: what each line says of medians, of a comparison and of all runs."""

from __future__ import annotations

import csv
import json
import tempfile
from dataclasses import replace
from decimal import Decimal
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from reportgen.evidence.emissions import emissions
from reportgen.evidence.runs import Columns
from reportgen.evidence.training import Training, training
from reportgen.rendering.training import as_csv, as_json, as_svg, as_text

# Medians: of A 2 kWh, 1 h and 0.8; of B 4 kWh, 4 h 10 min and 0.9.
RUNS = """model,energy (kWh),time (s),f1
A,1,1800,0.7
A,2,3600,0.8
A,3,5400,0.9
B,4,15000,0.9
"""


@cache
def evidence(text: str = RUNS, duration: bool = True) -> Training:
    """The evidence of a table, at a PUE of 1 and the grid of Germany."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "runs.csv")
        path.write_text(text, encoding="utf-8")
        columns = Columns(("model",), "energy (kWh)", "f1", duration="time (s)" if duration else None)
        return training(path, columns, None, (), "runs.csv", emissions("DE", Decimal(1)))


def lines(found: Training) -> list[str]:
    """The table's lines."""
    return as_text(found).decode().splitlines()


def number(text: str | None) -> Decimal | None:
    """The number of a text."""
    return None if text is None else Decimal(text)


TABLE = """\
runs.csv: 4 runs in 2 groups
energy per run, time per run: medians, and below them the quartiles

  model             runs   energy, kWh       CO2e, g       time, h            f1
* A                    3          2.00           684          1.00         0.800
                             1.50–2.50       513–855    0.750–1.25   0.750–0.850
* B                    1          4.00         1,370          4.17         0.900
                             4.00–4.00   1,370–1,370     4.17–4.17   0.900–0.900

* on the Pareto front: no other takes less without scoring less
CO2e: Germany 2024, life-cycle, 342.06 g/kWh; PUE 1
all of them took 10.0 kWh, 3.42 kg CO2e

best against worst:
  model=A
  saves 50.0% of the energy per run
  against model=B
  f1: 0.100 lower, too few runs for a verdict; 3 runs against 1 run
"""


def test_the_whole_table() -> None:
    """Medians with their quartiles, emissions at 0.34206 kg a kWh, and half of 4 kWh saved."""
    assert TABLE == as_text(evidence()).decode()


@pytest.mark.parametrize(
    ("saving", "said"),
    [
        ("0.5", "saves 50.0% of the energy per run"),
        ("0", "saves 0.0% of the energy per run"),
        ("-0.25", "takes 25.0% more energy per run"),
        (None, "saving: not known"),
    ],
)
def test_a_saving_in_words(saving: str | None, said: str) -> None:
    """Below zero more was taken; of nothing there is no share."""
    best = evidence().best_against_worst
    assert best is not None
    changed = replace(best, saving=number(saving))
    assert f"  {said}" == lines(replace(evidence(), best_against_worst=changed))[-3]


@pytest.mark.parametrize(
    ("lost", "verdict", "p", "said"),
    [
        ("0.1", "lower", "0.0079", "0.100 lost (permutation test, p = 0.00790)"),
        ("-0.1", "higher", "0.0079", "0.100 gained (permutation test, p = 0.00790)"),
        ("0.1", "few", None, "0.100 lower, too few runs for a verdict"),
        ("-0.1", "open", "0.3", "0.100 higher, which may be chance (p = 0.300)"),
        ("0", "open", "0.3", "no difference of medians, which may be chance (p = 0.300)"),
        ("0.1", "none", None, "0.100 lower, not tested"),
        (None, "none", None, "not known on both sides"),
    ],
)
def test_a_difference_of_accuracy_in_words(lost: str | None, verdict: Any, p: str | None, said: str) -> None:
    """Lost or gained only by the test; as compared it stands below the best and the worst."""
    best = evidence().best_against_worst
    assert best is not None
    one = replace(best, accuracy_lost=number(lost), verdict=verdict, p=number(p))
    found = lines(replace(evidence(), comparisons=(one,)))
    assert ["", "as compared:", "  model=A"] == found[-6:-3]
    assert f"  f1: {said}; 3 runs against 1 run" == found[-1]


@pytest.mark.parametrize(
    ("factor", "head", "shown"),
    [
        *((1, "time, h", "1.00"), ("0.24", "time, h", "0.240"), ("0.2", "time, min", "12.0")),
        *(("0.004", "time, min", "0.240"), ("0.002", "time, s", "7.20"), (None, None, None)),
    ],
)
def test_times_are_in_the_unit_in_which_the_longest_reads_well(
    factor: str | int | None, head: str | None, shown: str | None
) -> None:
    """From a whole hour on in hours, from a minute on in minutes; without a column of times there is none."""
    head_line, text = RUNS.splitlines()[0], RUNS
    if factor is not None:
        rows = [row.split(",") for row in RUNS.splitlines()[1:]]
        text = "\n".join([head_line, *(f"{m},{e},{Decimal(t) * Decimal(factor)},{a}" for m, e, t, a in rows)])
    found = lines(evidence(text, factor is not None))
    title, first = found[3], found[4]
    assert (head is not None) == ("time" in title) == ("time per run" in found[1])
    if head is not None and shown is not None:
        end = title.index(head) + len(head)
        assert shown == first[:end].split()[-1]


def test_a_name_that_is_too_long_stands_on_a_line_of_its_own() -> None:
    """16 signs have room beside four columns of numbers; of a line 78 are shown."""
    for name, own_line in (("M" * 16, False), ("M" * 17, True), ("M" * 79, True)):
        found = lines(evidence(RUNS.replace("A,", f"{name},")))
        shown = name if len(name) <= 78 else name[:77] + "…"
        assert own_line == (f"* {shown}" in found)


def test_the_groups_as_csv() -> None:
    """Unrounded, with what emissions were counted by; without scores and times their cells are empty."""
    heads, first, second = csv.reader(StringIO(as_csv(evidence()).decode()))
    assert "A,3,run,2,1.5,2.5,0.8,0.75,0.85,3600,2700,4500,true,0,0.68412,0.34206,1" == ",".join(first)
    assert "B,1,run,4,4,4,0.9,0.9,0.9,15000,15000,15000,true,0,1.36824,0.34206,1" == ",".join(second)
    spreads = [f"{it}_{part}" for it in ("energy_kwh", "accuracy", "duration_s") for part in ("median", "p25", "p75")]
    ends = ["pareto", "outliers_removed", "co2_kg_median", "grid_kg_per_kwh", "pue"]
    assert ["model", "n", "denominator", *spreads, *ends] == heads
    bare = list(csv.reader(StringIO(as_csv(evidence(duration=False)).decode())))[1]
    assert ["", "", ""] == bare[9:12]


def test_the_groups_as_json() -> None:
    """Each with medians, quartiles, counts and emissions; then the best against the worst and all runs."""
    made = json.loads(as_json(evidence()))
    assert {
        "group": {"model": "A"},
        "n": 3,
        "energy_kwh": {"median": 2, "p25": 1.5, "p75": 2.5},
        "accuracy": {"median": 0.8, "p25": 0.75, "p75": 0.85, "n": 3},
        "duration_s": {"median": 3600, "p25": 2700, "p75": 4500, "n": 3},
        "co2_kg": {"median": 0.68412, "p25": 0.51309, "p75": 0.85515},
        "pareto": True,
        "outliers_removed": 0,
    } == made["groups"][0]
    assert ({"model": "A"}, {"model": "B"}, 0.5, 0.1) == tuple(
        made[it] for it in ("best", "worst", "saving", "accuracy_lost")
    )
    assert {"verdict": "few", "p": None} == made["accuracy_test"]
    assert {"n": 4, "energy_kwh": 10, "co2_kg": 3.4206} == {
        it: made["selecting"][it] for it in ("n", "energy_kwh", "co2_kg")
    }
    assert ("reportgen/training/1", "run", 0.34206, 1) == (
        made["schema"],
        made["denominator"],
        made["co2"]["grid_intensity"],
        made["co2"]["pue"],
    )
    assert ("saving of energy per run, as a fraction", [], None) == (
        made["saving_label"],
        made["comparisons"],
        made["outliers"]["rule"],
    )


def test_the_chart_names_its_axes() -> None:
    """Energy and score with what they are per, and what emissions are times."""
    svg = as_svg(evidence()).decode()
    assert "f1 against energy per run. CO2e: Germany 2024" in svg
    assert "energy per run, kWh (median)" in svg
    assert "f1 (median)" in svg
    assert svg.endswith("</svg>\n")
