"""The published schemas agree with what the readers take and with what report.json holds."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reportgen.figures.draws import RANGES
from reportgen.files.document import read_file
from reportgen.files.json_text import dumps
from reportgen.generate import load
from reportgen.problems import InputError
from reportgen.rendering.json_report import plain
from reportgen.rendering.schemas import schema
from tests.rendering.runs import SAMPLES, STREET_SCENES

NAMES = ("manifest", "report", "costs")
MANIFESTS = sorted(path for path in SAMPLES.rglob("*.yaml") if path.name != "meta.yaml")  # a tool's own
TABLES = sorted(SAMPLES.rglob("*costs*.toml"))


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema(name)))


def faults(name: str, instance: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator(name).iter_errors(instance)]


def costs_of(manifest: Path) -> list[Path]:
    return [table for table in TABLES if table.parent == manifest.parent]


@pytest.mark.parametrize("name", NAMES)
def test_schema_is_a_valid_schema(name: str) -> None:
    """Each is a JSON Schema of draft 2020-12 and says so."""
    published = json.loads(schema(name))
    Draft202012Validator.check_schema(published)
    assert "https://json-schema.org/draft/2020-12/schema" == published["$schema"]
    assert f"urn:reportgen:{name}:1" == published["$id"]


# Of JSON Schema's own words those that our schemas need; it passes over any other.
WORDS = {
    *("type", "title", "description", "enum", "const", "pattern", "format", "if", "then", "else", "oneOf"),
    *("properties", "required", "additionalProperties", "propertyNames", "minProperties", "items", "maxItems"),
    *("minimum", "maximum", "exclusiveMinimum", "minLength", "maxLength"),
}


def below(schema: Any) -> Iterator[dict[str, Any]]:
    """The schema and all in it."""
    yield schema
    inner = [*schema.get("properties", {}).values(), *schema.get("oneOf", [])]
    inner += [schema[word] for word in ("items", "additionalProperties", "if", "then", "else") if word in schema]
    for one in inner:
        if isinstance(one, dict):
            yield from below(one)


@pytest.mark.parametrize("name", NAMES)
def test_schema_says_nothing_that_is_passed_over(name: str) -> None:
    """A word that JSON Schema does not know would hold nothing."""
    published = json.loads(schema(name))
    assert set() == {word for one in below(published) for word in one} - WORDS - {"$schema", "$id"}


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_sample_manifests_validate(path: Path) -> None:
    """Each sample manifest, typed as its fields are, is valid by the published schema."""
    report = load(path, cost_tables=costs_of(path))
    typed = json.loads(dumps(plain(report.account.manifest)))
    assert [] == faults("manifest", typed)


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_report_json_validates(path: Path) -> None:
    """The report.json of each sample is valid by the published schema."""
    assert [] == faults("report", json.loads(load(path, cost_tables=costs_of(path)).json))


def test_report_schema_names_every_field() -> None:
    """report.json has no field at its top or in a figure that the schema does not describe."""
    properties = json.loads(schema("report"))["properties"]
    report = json.loads(load(STREET_SCENES / "run.yaml", cost_tables=costs_of(STREET_SCENES / "run.yaml")).json)
    rest = ["quantiles", "turning_points", "audience"]
    assert list(properties) == [*report, *rest], "which a report with ranges and an internal one have"
    *fields, band = properties["figures"]["additionalProperties"]["properties"]
    assert "band" == band, "which only a withheld total has"
    assert [fields] * len(report["figures"]) == [list(item) for item in report["figures"].values()]


def test_a_file_may_have_each_role() -> None:
    """Those of which a report tells what they are for."""
    report = sample_report()
    for role in ("manifest", "company", "project", "record", "runs", "epochs", "checkpoints", "decisions"):
        assert [] == faults("report", damaged(report, ("inputs", 0, "role"), role))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_sample_cost_tables_validate(path: Path) -> None:
    """Each sample cost table is valid by the published schema."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    as_json = json.loads(json.dumps(table, default=lambda day: day.isoformat()))
    assert [] == faults("costs", as_json)


MANIFEST = {"task": "classification", "samples_before": 10, "samples_after": 5, "duration": "PT5M"}
WRONG = {
    "unknown key": {"curency": "EUR"},
    "unknown key inside": {"grid": {"zones": "DE"}},
    "text for a number": {"samples_before": "10"},
    "fraction for a count": {"samples_before": 10.5},
    "below zero": {"samples_after": -1},
    "no choice": {"grid": {"site": "moon"}},
    "percentage": {"quality": {"after": 41.1}},
    "group for a list": {"stages": {"name": "a", "removed": 1}},
    "nothing": {"task": None},
    "needed field of a list": {"stages": [{"name": "a"}]},
    "empty text": {"name": ""},
    "long text": {"name": "n" * 401},
    "no duration": {"duration": "an hour"},
    "no time at all": {"duration": 0},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_schema_and_reader_refuse_the_same(tmp_path: Path, change: dict[str, Any]) -> None:
    """What the schema of a manifest refuses, the reader refuses too, and the manifest without it passes both."""
    path = tmp_path / "run.json"
    path.write_text(json.dumps(MANIFEST), encoding="utf-8")
    assert [] == faults("manifest", MANIFEST)
    load(path)
    path.write_text(json.dumps({**MANIFEST, **change}), encoding="utf-8")
    assert [] != faults("manifest", {**MANIFEST, **change})
    with pytest.raises(InputError):
        load(path)


def test_a_cost_table_with_an_unknown_key_is_refused_by_both(tmp_path: Path) -> None:
    """A slip of the pen in a cost table fails the schema and the reader."""
    path = tmp_path / "costs.toml"
    path.write_text('currency = "USD"\n[[prices]]\ntask = "classification"\nprise = 1\n', encoding="utf-8")
    assert read_file(path).root.kind == "map"
    assert [] != faults("costs", tomllib.loads(path.read_text(encoding="utf-8")))
    with pytest.raises(InputError, match="prise"):
        load(SAMPLES / "four_lines.yaml", cost_tables=[path])


GONE = object()
FIGURE = ("figures", "net_savings")
# Places of the sample's report.json, and what must not stand there.
DAMAGES: list[tuple[tuple[str | int, ...], tuple[Any, ...]]] = [
    (("schema",), ("reportgen/report/2", GONE)),
    (("audience",), ("external",)),
    (("task",), (5, GONE)),
    (("currency",), ("eur", "EURO", 5, GONE)),
    (("summary",), ({}, GONE)),
    (("summary", 0), ("x",)),
    (("summary", 0, "kind"), ("guess", GONE)),
    (("summary", 0, "text"), (5, GONE)),
    (("summary", 0, "figures"), ("x", [5], GONE)),
    (("figures",), ([], GONE)),
    *((("figures", name), ({},)) for name in ("Upper", "1a", "a.b.c", "a-b")),
    (FIGURE, ("x",)),
    ((*FIGURE, "other"), (1,)),
    *(((*FIGURE, name), (5, GONE)) for name in ("label", "unit", "basis", "rests_on", "formula", "layer", "chosen")),
    *(((*FIGURE, name), (5, GONE)) for name in ("note", "procedure", "replaces")),
    *(((*FIGURE, name), ("1", GONE)) for name in ("value", "low", "high")),
    *(((*FIGURE, name), ("x", [5], GONE)) for name in ("sources", "inputs", "covers", "missing")),
    ((*FIGURE, "rests_on"), ("computed",)),
    ((*FIGURE, "reason"), ("with a value", 5, GONE)),
    ((*FIGURE, "value"), (None,)),  # without a reason
    ((*FIGURE, "band"), ([], {"low": 1}, {"high": 1}, {"low": "1", "high": 2}, {"low": 1, "high": "2"})),
    (("sources",), ([], GONE)),
    (("sources", "ember-co2js"), ("x",)),
    (("sources", "ember-co2js", "title"), (5, GONE)),
    (("sources", "ember-co2js", "more"), (5,)),
    (("manifest",), ([], GONE)),
    (("costs",), ([], GONE)),
    (("costs", "task"), (GONE,)),
    (("costs", "rows"), ({}, ["x"], GONE)),
    (("influences",), ([], GONE)),
    (("influences", "net_savings"), ({}, ["x"])),
    (("influences", "net_savings", 0, "leaf"), (5, GONE)),
    *((("influences", "net_savings", 0, name), ("x", GONE)) for name in ("at_low", "at_high")),
    (("caveats",), ({}, ["x"], GONE)),
    *((("caveats", 0, name), (5, GONE)) for name in ("id", "title", "text")),
    (("caveats", 0, "weight"), (0, 3, GONE)),
    *((("caveats", 0, name), ("x", [5])) for name in ("figures", "sources")),
    (("caveats", 0, "advice"), (5,)),
    (("inputs",), ({}, ["x"], GONE)),
    (("inputs", 0, "name"), (5, GONE)),
    (("inputs", 0, "role"), ("stranger",)),
    (("inputs", 0, "sha256"), ("a" * 63, "a" * 65, "g" * 64, 5, GONE)),
    (("inputs", 0, "bytes"), ("x", GONE)),
    (("inputs_sha256",), ("a" * 63, "a" * 65, "g" * 64, 5, GONE)),
    (("reading",), ([], GONE)),
    *((("reading", name), (5,)) for name in ("decimal", "sheet", "project", "issued")),
    (("reading", "withheld"), ("x",)),
    (("generator",), ([], GONE)),
    (("generator", "name"), ("another", GONE)),
    (("generator", "version"), (5, GONE)),
    (("digest",), ("a" * 63, "a" * 65, "g" * 64, 5, GONE)),
    (("quantiles",), ([],)),
    *((("quantiles", name), ("x", GONE)) for name in ("n", "seed", "ranges", "drawn", "judgement", "figures")),
    *((("quantiles", name), ([5],)) for name in ("drawn", "judgement")),
    (("quantiles", "n"), (Decimal("0.5"),)),
    (("quantiles", "figures", "net_savings"), ([], "x")),
    *((("quantiles", "figures", "net_savings", name), ("x", GONE)) for name in ("p5", "p50", "p95", "below_zero")),
    (("turning_points",), ([],)),
    (("turning_points", "net_savings"), ({}, ["x"])),
    (("turning_points", "net_savings", 0, "leaf"), (5, GONE)),
    (("turning_points", "net_savings", 0, "value"), ("x", GONE)),
]
DRAWN = {
    "quantiles": {
        "n": 1000,
        "seed": 1,
        "ranges": RANGES[0],
        "drawn": ["a"],
        "judgement": ["b"],
        "figures": {"net_savings": {"p5": 1, "p50": 2, "p95": 3, "below_zero": 0}},
    },
    "turning_points": {"net_savings": [{"leaf": "a", "value": Decimal("0.5")}]},
}


@cache
def sample_report() -> dict[str, Any]:
    """report.json of the sample, of each list and group the first alone, and with what --ranges adds."""
    path = STREET_SCENES / "run.yaml"
    report: dict[str, Any] = json.loads(load(path, cost_tables=costs_of(path)).json)
    short = {name: report[name][:1] for name in ("summary", "caveats", "inputs")}
    short |= {name: {"net_savings": report[name]["net_savings"]} for name in ("figures", "influences")}
    short["influences"] = {name: items[:1] for name, items in short["influences"].items()}
    short["sources"] = {"ember-co2js": report["sources"]["ember-co2js"]}
    return {**report, **short, **DRAWN}


def damaged(values: Any, place: tuple[str | int, ...], new: Any) -> Any:
    """A copy of the values with another one at a place, or with none there."""
    copied = copy.deepcopy(values)
    holder = copied
    for step in place[:-1]:
        holder = holder[step]
    if new is GONE:
        del holder[place[-1]]
    else:
        holder[place[-1]] = new
    return copied


@pytest.mark.parametrize(("place", "wrong"), DAMAGES, ids=[".".join(map(str, place)) for place, _ in DAMAGES])
def test_the_schema_of_a_report_refuses_what_is_none(place: tuple[str | int, ...], wrong: tuple[Any, ...]) -> None:
    """A value of another kind, none where one is needed, or a field that the contract does not have."""
    report = sample_report()
    assert [] == faults("report", report)
    assert [] == [new for new in wrong if validator("report").is_valid(damaged(report, place, new))]


ADDED: list[tuple[tuple[str | int, ...], tuple[Any, ...]]] = [
    ((*FIGURE, "band"), ({"low": 1, "high": Decimal("2.5")},)),
    *(((*FIGURE, name), (None, 1, Decimal("-0.5"))) for name in ("low", "high")),
    *(((*FIGURE, name), (None, "x")) for name in ("formula", "chosen", "note", "procedure")),
    *(((*FIGURE, name), ([], ["x", "y"])) for name in ("sources", "inputs", "covers", "missing")),
    ((*FIGURE, "basis"), ("measured", "computed", None)),
    ((*FIGURE, "rests_on"), ("measured", None)),
    ((*FIGURE, "layer"), ("manifest", "company", "built-in", None)),
    ((*FIGURE, "replaces"), ({"value": 1}, None)),
    (("audience",), ("internal",)),
    (("sources", "ember-co2js", "more"), ("x",)),
    (("caveats", 0, "weight"), (1, 2)),
    *((("caveats", 0, name), ([], ["x"])) for name in ("figures", "sources")),
    (("caveats", 0, "advice"), ("", "do it")),
    *((("reading", name), ("x", None, GONE)) for name in ("decimal", "sheet")),
    (("reading", "project"), ({"currency": "EUR"}, GONE)),
    (("reading", "withheld"), (2, GONE)),
    (("reading", "issued"), ("2026-01-02",)),
    (("inputs", 0, "role"), (GONE,)),
    (("quantiles",), (GONE,)),
    (("turning_points",), (GONE, {}, {"net_savings": []})),
]


@pytest.mark.parametrize(("place", "right"), ADDED, ids=[".".join(map(str, place)) for place, _ in ADDED])
def test_the_schema_of_a_report_takes_what_may_be_there(place: tuple[str | int, ...], right: tuple[Any, ...]) -> None:
    """What only some reports have, and null or nothing where it does not apply."""
    assert [] == [found for new in right for found in faults("report", damaged(sample_report(), place, new))]


def test_a_figure_without_value_has_a_reason() -> None:
    """And one with a value has none."""
    without = {**sample_report()["figures"]["net_savings"], "value": None, "reason": "not stated"}
    assert [] == faults("report", damaged(sample_report(), FIGURE, without))
    assert [] != faults("report", damaged(sample_report(), FIGURE, {**without, "reason": None}))


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ((*FIGURE, "value"), ["number", "null"]),
        (("influences", "net_savings", 0, "at_high"), ["number"]),
        (("influences", "net_savings", 0, "at_low"), ["number"]),
        (("quantiles", "figures", "net_savings", "p50"), ["number"]),
        (("inputs", 0, "bytes"), ["integer"]),
    ],
)
def test_the_kind_of_each_number_is_published(place: tuple[str | int, ...], words: list[str]) -> None:
    """A program that reads the schema finds it under the name of the field."""
    found = json.loads(schema("report"))
    for step in place:
        found = found["items"] if step == 0 else found.get("properties", {}).get(step) or found["additionalProperties"]
    assert words == (found["type"] if isinstance(found["type"], list) else [found["type"]])
