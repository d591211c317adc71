"""What stands for the files that a report was made from: the values that were read of them, and no more."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest

import reportgen
from reportgen.files.json_text import loads
from reportgen.generate import load
from reportgen.rendering.input_file import InputFile
from tests.figures.runs import FOUR
from tests.rendering.runs import SAMPLES, STREET_SCENES, sample

EVIDENCE, LOGS = SAMPLES / "evidence", SAMPLES / "tool_logs"


def files_of(report: reportgen.Report) -> dict[str, InputFile]:
    """The input files by their role; of one role there is one."""
    found = {file.role: file for file in report.inputs}
    assert len(found) == len(report.inputs)
    return found


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a sample's table."""
    with open(EVIDENCE / name, encoding="utf-8") as file:
        yield from csv.DictReader(file)


def test_of_a_table_of_runs_the_three_sides_are_kept() -> None:
    """Accuracy, energy and samples of each run of a side, in the order of the file: 3.6 MJ are a kWh."""
    file = files_of(load(EVIDENCE / "run.yaml"))["runs"]
    told = loads(file.content)
    assert ("runs.runs.json", "what was read from runs.csv") == (file.name, str(file.description))
    assert {"file", "sides", "notes"} == set(told)
    assert "runs.csv" == told["file"]
    assert ["before", "after", "random"] == list(told["sides"])
    for side, subset in (("before", "all"), ("after", "kept"), ("random", "random")):
        own = [row for row in rows("runs.csv") if (row["subset"], row["model"]) == (subset, "yolox-s")]
        assert 7 == len(own)
        assert [Decimal(row["mAP"]) for row in own] == told["sides"][side]["accuracies"]
        assert [Decimal(row["images"]) for row in own] == told["sides"][side]["samples"]
        energies = [float(row["energy (MJ)"]) / 3.6 for row in own]
        assert pytest.approx(energies, rel=1e-12) == [float(it) for it in told["sides"][side]["energies_kwh"]]


def test_what_was_doubted_of_runs_is_kept_with_them() -> None:
    """What was left out comes first, then what is hard to believe: 6,100 kWh in 40 minutes."""
    left_out, without, doubted = loads(files_of(load(EVIDENCE / "impossible_power.yaml"))["runs"].content)["notes"]
    assert left_out.startswith('1 run has no energy ("energy (kWh)")')
    assert without.startswith('1 run has no accuracy ("top1")')
    assert doubted.startswith("4 of 4 runs imply more power than a training is believed to draw (20,000 W)")


def test_of_a_file_of_epochs_their_energies_are_kept() -> None:
    """In kWh, in their order; without a file of epochs there is none, and without a table of runs none of that."""
    files = files_of(load(EVIDENCE / "run.yaml"))
    file = files["epochs"]
    assert ("epochs.epochs.json", "what was read from epochs.csv") == (file.name, str(file.description))
    expected = [Decimal(row["energy (Wh)"]) / 1000 for row in rows("epochs.csv")]
    assert {"file": "epochs.csv", "epochs_kwh": expected} == loads(file.content)
    assert {"manifest", "runs"} == set(files_of(load(EVIDENCE / "few_runs.yaml")))
    assert {"manifest"} == set(files_of(load(SAMPLES / "four_lines.yaml")))


def test_checkpoints_are_a_table_that_can_be_scored() -> None:
    """Of the model that has some, in the columns that `reportgen apc --checkpoints` reads."""
    file = files_of(sample())["checkpoints"]
    assert ("yolox_s_3.checkpoints.csv", "checkpoints of YOLOX-s, after, for its TTCAPC") == (
        file.name,
        str(file.description),
    )
    assert (STREET_SCENES / "yolox-s.checkpoints.csv").read_bytes() == file.content


def test_what_a_checkpoint_lacks_is_an_empty_cell() -> None:
    """Two of them without a cost."""
    points = [{"time_s": 60 * number, "accuracy": Decimal("0.5"), "consumption_wh": 3} for number in (1, 2)]
    model = {"name": "M", "role": "after", "accuracy": Decimal("0.5"), "consumption_wh": 3, "per": "hour"}
    other = {**model, "name": "N"}
    report = reportgen.report(**FOUR, models=[{**model, "checkpoints": {"points": points}}, other])
    content = b"time_s,accuracy,consumption,cost\n60,0.5,3,\n120,0.5,3,\n"
    assert [content] == [file.content for file in report.inputs if file.role == "checkpoints"]


def test_a_file_is_its_plain_name_and_the_hash_of_its_bytes() -> None:
    """Of the manifest and the company's table, which are kept as they are."""
    files = files_of(sample())
    for role, name, words in (
        ("manifest", "run.yaml", "the run's manifest"),
        ("company", "company-costs.toml", "company cost table"),
    ):
        content = (STREET_SCENES / name).read_bytes()
        file = files[role]
        assert (name, content, words) == (file.name, file.content, str(file.description))
        assert sha256(content).hexdigest() == file.hash
    assert "gpu-power.record.json" == files["record"].name
    assert "what was read from nvidia-smi's gpu-power.csv" == str(files["record"].description)


def records(*names: str) -> list[list[dict[str, Any]]]:
    """The records of the files that stand for these logs."""
    report = reportgen.report(**FOUR, energy=[{"file": str(LOGS / name)} for name in names], allow_path=True)
    return [loads(file.content) for file in report.inputs if file.role == "record"]


def test_each_log_has_a_file_of_its_records() -> None:
    """Two logs are two files in their order; what identifies a device is left out for others."""
    first, second = records("codecarbon/emissions.csv", "nvidia-smi/two_gpus.csv")
    assert (["emissions.csv"], ["two_gpus.csv"]) == ([it["file"] for it in first], [it["file"] for it in second])
    assert ("codecarbon", "nvidia-smi") == (first[0]["tool"], second[0]["tool"])
    assert 2 == len(second[0]["devices"])
    assert not [it for it in (*first, *second) if it.get("covers_less")]
