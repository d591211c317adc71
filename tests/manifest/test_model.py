"""A manifest as a whole: what it may hold, and every problem at once on its line, in each of the three forms."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import reportgen
from reportgen.files.document import Document, Form, read_text
from reportgen.manifest.model import MANIFEST, Manifest, Rate, Stage
from reportgen.manifest.read import from_values, read_manifest
from reportgen.problems import InputError

FOUR: dict[str, Any] = {"task": "detection", "samples_before": 10, "samples_after": 6, "duration": "PT1M"}


def manifest_of(**values: Any) -> Manifest:
    """The manifest of Python values, which must be right."""
    manifest, notes = from_values({**FOUR, **values})
    assert [] == notes.problems
    assert manifest is not None
    return manifest


def problems_of(**values: Any) -> list[str]:
    """What is wrong with Python values, without the name of their place."""
    _, notes = from_values({**FOUR, **values})
    return [str(problem).removeprefix("report(): ") for problem in notes.problems]


YAML = """\
task: detection
samples_before: many
samples_after: 6
grid:
  zoen: DE
  pue: 0.5
stages:
  - name: blur
    removed: 1e5
  - {name: dark}
evidenc: {}
"""
JSON = """{
 "task": "detection",
 "samples_before": "many",
 "samples_after": 6,
 "grid": {
  "zoen": "DE",
  "pue": 0.5},
 "stages": [
  {"name": "blur",
   "removed": 1e5},
  {"name": "dark"}],
 "evidenc": {}
}"""
TOML = """\
task = "detection"
samples_before = "many"
samples_after = 6

[grid]
zoen = "DE"
pue = 0.5

[[stages]]
name = "blur"
removed = 1e5
[[stages]]
name = "dark"

[evidenc]
"""


@pytest.mark.parametrize(
    ("form", "text", "lines"),
    [
        ("yaml", YAML, [2, 5, 6, 9, 10, 11, 1]),
        ("json", JSON, [3, 6, 7, 10, 11, 12, 1]),
        ("toml", TOML, [2, 6, 7, 11, 12, 15, 1]),
    ],
)
def test_every_problem_comes_at_once_with_its_line(form: Form, text: str, lines: list[int]) -> None:
    """Seven things wrong are seven problems, each with the line of its key and its path."""
    name = f"run.{form}"
    _, notes = read_manifest(Document(name, text.encode(), read_text(text, name, form)), {})
    places = [
        *("$.samples_before", "$.grid.zoen", "$.grid.pue", "$.stages[0].removed", "$.stages[1].removed", "$.evidenc"),
        "$.duration",
    ]
    expected = [f"{name}:{line}: {place}" for line, place in zip(lines, places, strict=True)]
    assert expected == [problem.where for problem in notes.problems]
    assert 'did you mean "zone"?' == notes.problems[1].hint
    assert "is unknown" == notes.problems[5].message


def test_faults_between_values_come_with_the_others(tmp_path: Path) -> None:
    """More after than before is told in the same go as a misspelt key."""
    path = tmp_path / "run.yaml"
    path.write_text("task: detection\nsamples_before: 5\nsamples_after: 6\nduration: 1\ndatset: x\n")
    with pytest.raises(reportgen.InputError) as raised:
        reportgen.load(path)
    assert [f"{path}:5: $.datset", f"{path}:3: $.samples_after"] == [problem.where for problem in raised.value.problems]


def test_the_least_manifest() -> None:
    """Four things are enough, and everything else is not given."""
    manifest = manifest_of()
    assert Decimal(60) == manifest.duration
    assert {None, ()} == {getattr(manifest, field.name) for field in fields(Manifest)} - {
        *("detection", Decimal(10), Decimal(6), Decimal(60)),
    }


@pytest.mark.parametrize("name", FOUR)
def test_each_of_the_four_is_needed(name: str) -> None:
    """Without it, or with null in its place, it is missing."""
    for values in ({key: value for key, value in FOUR.items() if key != name}, {**FOUR, name: None}):
        manifest, notes = from_values(values)
        assert None is manifest
        assert [(f"report(): $.{name}", "is missing")] == [
            (problem.where, problem.message) for problem in notes.problems
        ]


def test_null_means_not_given() -> None:
    """A key with nothing behind it is as if it were not there."""
    assert manifest_of() == manifest_of(grid=None, stages=None, name=None, already_labelled=None)


def test_python_values_keep_their_kind() -> None:
    """Floats as they print, Decimals, dates, tuples, numpy's numbers and arrays are taken as what they are."""
    started = datetime(2026, 11, 12, 9, 14, tzinfo=timezone(timedelta(hours=1)))
    manifest = manifest_of(
        samples_before=np.int64(10),
        grid={"intensity": 0.1, "pue": np.float64(1.25)},
        started_at=started,
        stages=({"name": "blur", "removed": 3},),
        rates=[{"from": "USD", "to": "EUR", "rate": Decimal("0.9"), "date": date(2026, 11, 2)}],
        models=[{"name": "m", "accuracy": accuracy} for accuracy in np.array([0.5, 0.25])],
    )
    assert manifest.grid is not None
    assert (Decimal("0.1"), Decimal("1.25")) == (manifest.grid.intensity, manifest.grid.pue)
    assert started == manifest.started_at
    assert (Stage("blur", Decimal(3)),) == manifest.stages
    assert (Rate("USD", "EUR", Decimal("0.9"), None, date(2026, 11, 2)),) == manifest.rates
    assert [Decimal("0.5"), Decimal("0.25")] == [model.accuracy for model in manifest.models]


@pytest.mark.parametrize(
    ("bare", "whole"),
    [
        ({"energy": [{"gpu": "H100 SXM"}]}, {"energy": [{"gpu": {"name": "H100 SXM"}}]}),
        ({"energy": [{"cpu": "EPYC 7763"}]}, {"energy": [{"cpu": {"name": "EPYC 7763"}}]}),
        ({"unit": "image"}, {"unit": {"one": "image"}}),
        ({"already_labelled": 30}, {"already_labelled": {"before": 30}}),
        *(
            ({name: "A. Person"}, {name: {"name": "A. Person"}})
            for name in ("prepared_by", "reviewed_by", "approved_by")
        ),
        (
            {"models": [{"name": "m", "accuracy": 0.5, "checkpoints": "c.csv"}]},
            {"models": [{"name": "m", "accuracy": 0.5, "checkpoints": {"file": "c.csv"}}]},
        ),
    ],
)
def test_what_is_mostly_one_value_may_stand_alone(bare: dict[str, Any], whole: dict[str, Any]) -> None:
    """In place of a map with that value under its name."""
    assert manifest_of(**whole) == manifest_of(**bare)


def test_duration_s_is_the_duration() -> None:
    """duration_s stands for duration, in seconds."""
    values = {key: value for key, value in FOUR.items() if key != "duration"}
    manifest, _ = from_values({**values, "duration_s": 540})
    assert manifest is not None
    assert Decimal(540) == manifest.duration
    assert ["$.duration_s: is unknown"] == [problem.partition(" (")[0] for problem in problems_of(duration_s=540)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"samples_before": True}, "$.samples_before: expected a number, found true (a whole number, such as 110000)"),
        (
            {"samples_before": np.True_},
            "$.samples_before: expected a number, found true (a whole number, such as 110000)",
        ),
        ({"samples_before": 10.0}, "$.samples_before: 10.0 is no whole number (digits without point or exponent)"),
        ({"samples_before": -1}, "$.samples_before: -1 is out of bounds (from 0 to 10^18)"),
        (
            {"samples_before": float("nan")},
            "$.samples_before: NaN is no finite number (a whole number, such as 110000)",
        ),
        (
            {"samples_before": np.arange(3)},
            "$.samples_before: expected a number, found a list (a whole number, such as 110000)",
        ),
        (
            {"grid": {"intensity": 381}},
            "$.grid.intensity: 381 is too large: at most 3 (kgCO2e/kWh: did you mean 0.381?)",
        ),
        (
            {"grid": {"market_intensity": 56.5}},
            "$.grid.market_intensity: 56.5 is too large: at most 3 (kgCO2e/kWh: did you mean 0.0565?)",
        ),
        (
            {"grid": {"intensity": 3000}},
            "$.grid.intensity: 3000 is too large: at most 3 (kgCO2e/kWh: did you mean 3?)",
        ),
        ({"grid": {"intensity": 3001}}, "$.grid.intensity: 3001 is too large: at most 3 (kgCO2e/kWh)"),
        (
            {"grid": {"intensity": 10**20}},
            "$.grid.intensity: 100000000000000000000 is too large: at most 3 (kgCO2e/kWh)",
        ),
        ({"quality": {"after": 90.56}}, "$.quality.after: 90.56 is too large: at most 1 (did you mean 0.9056?)"),
        (
            {"models": [{"name": "m", "accuracy": 101}]},
            "$.models[0].accuracy: 101 is too large: at most 1 (a fraction from 0 to 1)",
        ),
        (
            {"models": [{"name": "m", "accuracy": -0.1}]},
            "$.models[0].accuracy: -0.1 is too small: at least 0 (a fraction from 0 to 1)",
        ),
        ({"grid": {"pue": 0.9}}, "$.grid.pue: 0.9 is too small: at least 1"),
        ({"energy": [{"kwh": -1}]}, "$.energy[0].kwh: -1 is too small: at least 0"),
        (
            {"costs": {"licence": "12"}},
            '$.costs.licence: expected a number, found "12" (a number in the run\'s currency, such as 0.5)',
        ),
        (
            {"training": {"schedule": "step"}},
            '$.training.schedule: "step" is none of epochs, steps (did you mean "steps"?)',
        ),
        (
            {"training": {"parameters": "7B"}},
            '$.training.parameters: expected a number, found "7B" (did you mean 7e9?)',
        ),
        (
            {"training": {"tokens": "1.2 T"}},
            '$.training.tokens: expected a number, found "1.2 T" (did you mean 1.2e12?)',
        ),
        ({"training": {"mfu": 40}}, "$.training.mfu: 40 is too large: at most 1 (did you mean 0.4?)"),
        ({"training": {"budget": "token"}}, '$.training.budget: "token" is none of tokens (did you mean "tokens"?)'),
        ({"sampels_after": 5}, '$.sampels_after: is unknown (did you mean "samples_after"?)'),
        (
            {"stages": [{"name": "a", "removed": 1, "removd": 2}]},
            '$.stages[0].removd: is unknown (did you mean "removed"?)',
        ),
        (
            {"evidence": {"groups": []}},
            '$.evidence.groups: is unknown (did you mean "group"?)',
        ),
        (
            {
                "models": [
                    {"name": "m", "checkpoints": {"points": [{"time_s": 1, "accuracy": 50, "consumption_wh": 1}]}}
                ]
            },
            "$.models[0].checkpoints.points[0].accuracy: 50 is too large: at most 1 (did you mean 0.5?)",
        ),
        (
            {"prices": [{"task": "x", "price": 1, "valid_from": "soon"}]},
            '$.prices[0].valid_from: expected a date, found "soon" (2026-11-12)',
        ),
        (
            {"schema": "reportgen/manifest/9"},
            '$.schema: "reportgen/manifest/9" is none of reportgen/manifest/1 (did you mean "reportgen/manifest/1"?)',
        ),
        ({"stages": {"blur": 3}}, "$.stages: expected a list, found a group (of one: - before it, or [ ] around it)"),
        (
            {"prices": [{"task": "x", "price": 1, "discount": 15}]},
            "$.prices[0].discount: 15 is too large: at most 1 (did you mean 0.15?)",
        ),
        (
            {"prices": [{"task": "x", "price": 1, "review_share": "7.5 %"}]},
            '$.prices[0].review_share: expected a number, found "7.5 %" (did you mean 0.075?)',
        ),
        (
            {"prices": [{"task": "x", "price": 1, "discount": 101}]},
            "$.prices[0].discount: 101 is too large: at most 1 (a fraction from 0 to 1)",
        ),
        (
            {"prices": [{"task": "x", "price": 1, "discount": 100}]},
            "$.prices[0].discount: 100 is too large: at most 1 (did you mean 1?)",
        ),
        ({"stages": [3]}, "$.stages[0]: expected a group of fields, found 3 (fields: name, removed, duration, reason)"),
        ({"tool": "curate"}, '$.tool: expected a group of fields, found "curate" (fields: name, version)'),
        ({"task": ""}, "$.task: is empty (give a text or leave the line out)"),
        (
            {"units_per_sample": {"Obj-ect": 7}},
            "$.units_per_sample.Obj-ect: is no name (letters, digits and _, at most 60 characters)",
        ),
    ],
)
def test_a_wrong_value_says_what_to_do(values: dict[str, Any], expected: str) -> None:
    """One wrong value is one problem, with its path and advice."""
    assert [expected] == problems_of(**values)


def test_flags_complete_a_file() -> None:
    """A flag gives what the file lacks, may repeat it, and may not contradict it."""
    root = read_text("task: detection\nsamples_before: 10\nduration: PT1M\n", "run.yaml", "yaml")
    document = Document("run.yaml", b"", root)
    manifest, notes = read_manifest(document, {"samples_after": "6", "samples_before": "10"})
    assert manifest == manifest_of()
    assert [] == notes.problems
    _, notes = read_manifest(document, {"samples_after": "x", "samples_before": "11"})
    assert ["run.yaml:2: $.samples_before", "--samples-after"] == [problem.where for problem in notes.problems]
    assert 'is "10", but --samples-before says 11 (give it once)' == str(notes.problems[0]).partition("before: ")[2]


def test_a_flag_may_say_the_same_in_another_way() -> None:
    """110 000 of a file and 110000 of a flag are one number, 1h30m and PT90M one duration, and others are not."""
    text = "task: detection\nsamples_before: 110 000\nsamples_after: 6\nduration: 1h30m\n"
    document = Document("run.yaml", b"", read_text(text, "run.yaml", "yaml"))
    same = {"samples_before": "110_000", "duration": "PT90M"}
    assert [] == read_manifest(document, same)[1].problems
    other = {"samples_before": "110001", "duration": "PT91M"}
    assert 2 == len(read_manifest(document, other)[1].problems)


def test_flags_alone_are_a_manifest() -> None:
    """The four flags need no file."""
    flags = {"task": "detection", "samples_before": "10", "samples_after": "6", "duration": "60"}
    assert manifest_of() == read_manifest(None, flags)[0]


def test_the_schema_holds_every_field() -> None:
    """The JSON Schema names each field with its sentence, needs the four and allows no other."""
    schema = json.loads(json.dumps(MANIFEST.schema()))
    assert {field.name for field in fields(Manifest)} == set(schema["properties"])
    assert sorted(FOUR) == sorted(schema["required"])
    assert False is schema["additionalProperties"]
    assert all(described["description"] for described in schema["properties"].values())
    assert {"from", "to", "rate"} <= set(schema["properties"]["rates"]["items"]["properties"])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("artifact_uri: file:///x\nlifecycle_stage: active\nrun_id: a\n", "a run"),
        ("artifact_location: file:///x\nlifecycle_stage: active\nname: Default\n", "an experiment"),
    ],
)
def test_mlflows_own_file_is_told_as_one(tmp_path: Path, text: str, what: str) -> None:
    """MLflow's meta.yaml is one problem that says what it is, and not a list of unknown fields."""
    path = tmp_path / "meta.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        reportgen.load(path)

    [problem] = refused.value.problems
    assert f"no manifest of a filtering run here: this is what MLflow says of {what}" == problem.message
    assert f"reportgen import {tmp_path}" in problem.hint


def test_a_manifest_with_such_a_field_is_a_manifest(tmp_path: Path) -> None:
    """With a task it is one, whose unknown fields are named."""
    path = tmp_path / "run.yaml"
    path.write_text("task: segmentation\nlifecycle_stage: active\nartifact_uri: x\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        reportgen.load(path)

    assert ["$.lifecycle_stage", "$.artifact_uri"] == [it.where.split(": ")[1] for it in refused.value.problems[:2]]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"samples_before": "many", "already_labelled": {"before": 500, "after": 5}}, "samples_before"),
        ({"samples_after": "few", "already_labelled": {"before": 5, "after": 5}}, "samples_after"),
        ({"task": 5, "currency": "EUR"}, "task"),
        ({"duration": "soon", "currency": "USD"}, "duration"),
    ],
)
def test_a_wrong_field_makes_no_further_problem_of_its_own(wrong: dict[str, Any], field: str) -> None:
    """What stands in for it while further problems are looked for contradicts nothing beside it."""
    with pytest.raises(InputError) as raised:
        reportgen.report(**{**FOUR, **wrong})
    assert [f"$.{field}"] == [str(it).removeprefix("report(): ").partition(": ")[0] for it in raised.value.problems]
