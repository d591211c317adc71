"""Models of a manifest: what contradicts itself, and checkpoint files as users write them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.generate import load
from reportgen.problems import InputError
from reportgen.rendering.report import Report

FOUR = "task: detection\nsamples_before: 10\nsamples_after: 5\nduration: 60\n"
ROWS = "time_s,accuracy,consumption\n60,0.5,1\n120,0.6,1\n"


def loaded(folder: Path, models: str, files: dict[str, str] | None = None, **options: Any) -> Report:
    """The report of a manifest with these models, beside these files."""
    for name, text in (files or {}).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "run.yaml").write_text(f"{FOUR}models: {models}\n", encoding="utf-8")
    return load(folder / "run.yaml", **options)


def problem(folder: Path, models: str, files: dict[str, str] | None = None) -> str:
    """The one problem of it, without the manifest's path."""
    with pytest.raises(InputError) as error:
        loaded(folder, models, files)
    (found,) = error.value.problems
    return str(found).removeprefix(f"{folder}/")


@pytest.mark.parametrize(
    ("models", "expected"),
    [
        (
            "[{name: m, consumption_wh: 1, runs: [{consumption_wh: 2}]}]",
            "$.models[0].consumption_wh: is given beside runs, which say it (give it once, or in each run)",
        ),
        (
            "[{name: m, cost: 1, price_per_kwh: 0.3}]",
            "$.models[0].price_per_kwh: is given beside a cost (give one of the two)",
        ),
        (
            "[{name: m, runs: [{cost: 1}], price_per_kwh: 0}]",
            "$.models[0].price_per_kwh: is given beside a cost (give one of the two)",
        ),
        ("[{name: m, checkpoints: {target: 0.5}}]", "$.models[0].checkpoints: takes a file or points (one of the two)"),
        (
            "[{name: m, runs: [{accuracy: 41.1}]}]",
            "$.models[0].runs[0].accuracy: 41.1 is too large: at most 1 (did you mean 0.411?)",
        ),
    ],
)
def test_what_contradicts_itself(tmp_path: Path, models: str, expected: str) -> None:
    """One line with the place in the manifest, and what to do."""
    assert f"run.yaml:5: {expected}" == problem(tmp_path, models)


def test_checkpoints_of_a_file(tmp_path: Path) -> None:
    """Its bare name is enough; the leaves name the file, and units that were converted."""
    text = "time (min);accuracy (%);consumption (kWh);cost\n1;50;0.001;7\n2;60;0.001;9\n"
    report = loaded(tmp_path, "[{name: m, checkpoints: c.csv}]", {"c.csv": text})
    figures = report.figures
    assert {"title": "Checkpoints of m", "file": "c.csv"} == report.account.sources["checkpoints.m"]
    assert Decimal(120) == figures["ttcapc.m"].value
    assert [7, 9] == [figures[f"checkpoint_cost.m_{number}"].value for number in (1, 2)]
    leaf = figures["checkpoint_accuracy.m_2"]
    assert (Decimal("0.6"), ("checkpoints.m",)) == (leaf.value, leaf.sources)
    assert '"accuracy (%)" is read as a fraction: divided by 100' in (leaf.note or "")


@pytest.mark.parametrize(
    ("models", "text", "expected"),
    [
        ("[{name: m, checkpoints: c.csv}]", "time_s,accuracy\n1,1\n", "c.csv:1: there is no column consumption"),
        (
            "[{name: m, checkpoints: c.csv}]",
            ROWS + "180,61,1\n",
            "c.csv:4: accuracy: 61 is too large: at most 1 (did you",
        ),
        (
            "[{name: m, per: hour, checkpoints: c.csv}]",
            ROWS.replace("consumption", "consumption (Wh/inference)"),
            "c.csv:1: consumption is per inference, and the model says per hour (per: inference in the manifest)",
        ),
        (
            "[{name: m, checkpoints: c.csv}]",
            ROWS + "".join(f"{second},0.5,1\n" for second in range(1000)),
            "c.csv:1002: more than 1,000 checkpoints (keep every tenth, for example)",
        ),
        ("[{name: m, checkpoints: d.csv}]", ROWS, "d.csv: cannot be read: No such file or directory"),
        ("[{name: m, checkpoints: ../c.csv}]", ROWS, "lies outside the manifest's folder (lay it there, or say"),
    ],
)
def test_wrong_checkpoint_files(tmp_path: Path, models: str, text: str, expected: str) -> None:
    """The line of the manifest that names the file, then the line of the file."""
    found = problem(tmp_path, models, {"c.csv": text})
    assert found.startswith(f"run.yaml:5: $.models[0].checkpoints: {expected}")


def test_as_many_checkpoints_as_a_report_takes(tmp_path: Path) -> None:
    """1,000 of them are read."""
    text = "time_s,accuracy,consumption\n" + "".join(f"{second},0.5,1\n" for second in range(1000))
    assert "checkpoint_s.m_1000" in loaded(tmp_path, "[{name: m, checkpoints: c.csv}]", {"c.csv": text}).figures


def test_a_file_elsewhere_is_read_where_that_is_allowed(tmp_path: Path) -> None:
    """As with the records of meters."""
    folder = tmp_path / "runs"
    folder.mkdir()
    (tmp_path / "c.csv").write_text(ROWS, encoding="utf-8")
    made = loaded(folder, "[{name: m, checkpoints: ../c.csv}]", allow_path=True)
    assert Decimal(120) == made.figures["ttcapc.m"].value


@pytest.mark.parametrize(
    ("pers", "ends"),
    [
        (["hour"], {"": "hour"}),
        (["hour", "hour"], {"": "hour"}),
        (["inference"], {"": "inference"}),
        (["inference", "hour"], {".hour": "hour", ".inference": "inference"}),
    ],
)
def test_weights_are_per_what_the_models_are(tmp_path: Path, pers: list[str], ends: dict[str, str]) -> None:
    """One weight where all models are measured alike, and one of each where they stand side by side."""
    models = ", ".join(f"{{name: m{number}, per: {per}}}" for number, per in enumerate(pers))
    figures = loaded(tmp_path, f"[{models}]").figures
    weights = {
        key.removeprefix("beta"): it for key, it in figures.items() if key in ("beta", "beta.hour", "beta.inference")
    }
    assert {end: (f"Weight of energy (beta), per {per}", f"{per}/Wh") for end, per in ends.items()} == {
        end: (str(it.label), it.unit) for end, it in weights.items()
    }
    # of the paper and of its author's code
    expected = {"hour": ("0.1", "50"), "inference": ("1", "10")}
    for end, per in ends.items():
        assert expected[per] == tuple(str(figures[f"{key}{end}"].value) for key in ("beta", "beta_cost"))
    one = loaded(tmp_path, f"[{models}]", settings={"beta": "0.5"}).figures
    assert [("beta", Decimal("0.5"))] == [(key, it.value) for key, it in one.items() if key.split(".")[0] == "beta"]
    energy = figures["consumption_wh.m0"]
    assert (f"Energy per {pers[0]}, m0", f"Wh/{pers[0]}") == (str(energy.label), energy.unit)
