"""What each field of a manifest or a price takes at the ends of its range, what lies just beyond, and its default."""

from __future__ import annotations

from dataclasses import MISSING as NO_DEFAULT
from dataclasses import fields
from typing import Any

import pytest

from reportgen.files.nodes import Node
from reportgen.files.notes import Notes
from reportgen.files.number_shapes import Quantity
from reportgen.files.shapes import Group, ListOf, Shape, TableOf, fields_of
from reportgen.manifest import cost_row, model

Texts = tuple[tuple[str, ...], tuple[str, ...]]


def text(longest: int) -> Texts:
    """Text of so many characters at most, and never blank."""
    return ("x" * longest,), ("x" * (longest + 1), "", " ")


def words(*listed: str) -> Texts:
    """One of these words, as they are written."""
    return listed, (listed[0].upper() if listed[0].upper() not in listed else "other", "")


ANY: Texts = ("0", "0.000001", "1000000"), ("-0.000001", "many")
ABOVE: Texts = ("0.000001",), ("0", "-1")
MAGNITUDE: Texts = ("7e9", "1.2e12", "8000000000"), ("0", "-1", "7B", "1.2T", "7 b", "many")
SHARE: Texts = ("0", "0.5", "1"), ("-0.01", "1.01")
SHARE_ABOVE: Texts = ("0.01", "1"), ("0", "1.01")
COUNT: Texts = ("0", "110 000", "110_000", "1000000000000000000"), ("-1", "0.5", "1000000000000000001")
COUNT_ONE: Texts = ("1", "1 000", "1000000000000000000"), ("0", "1.5")
INTENSITY: Texts = ("0", "3"), ("-0.001", "3.001")
PUE: Texts = ("1", "10"), ("0.99", "10.01")
DURATION: Texts = ("PT42M", "1", "3h", "1h30m", "1:30:00"), ("0", "-1", "soon", "3:00", "1.200")
FLAG: Texts = ("true", "false"), ("yes", "1")
DAY: Texts = ("2026-06-02",), ("2.6.2026", "2026-02-30")
MOMENT: Texts = ("2026-06-02", "2026-06-02T09:00:00+02:00", "1990-01-01"), ("1989-12-31", "2999-01-01", "soon")
CURRENCY: Texts = ("EUR", "USD"), ("eur", "€", "XYZ")
SIGN = words("comma", "point")
ENERGIES = words("J", "kJ", "MJ", "GJ", "Wh", "kWh", "MWh")
TIMES = words("ns", "us", "ms", "s", "min", "h", "d", "wk")

FIELDS: dict[type, dict[str, Texts]] = {
    model.Tool: {"name": text(200), "version": text(100)},
    model.Stage: {"name": text(400), "removed": COUNT, "duration": DURATION, "reason": text(1000)},
    model.AlreadyLabelled: {"before": COUNT, "after": COUNT},
    model.Unlabelled: {"before": COUNT, "after": COUNT},
    model.Training: {
        "schedule": words("epochs", "steps"),
        "budget": words("tokens"),
        "skips_unlabelled": FLAG,
        "parameters": MAGNITUDE,
        "active_parameters": MAGNITUDE,
        "tokens": MAGNITUDE,
        "epochs": ABOVE,
        "gpu": text(100),
        "mfu": SHARE_ABOVE,
        "gpu_hours": ABOVE,
        "runs": COUNT,
        "factor": words("published", "exact", "scenario", "measured"),
        "samples": COUNT_ONE,
        "hours": ABOVE,
        "gpus": COUNT_ONE,
        "watts": ABOVE,
        "kwh": ABOVE,
        "gpu_price_per_hour": ANY,
        "co2_per_sample": ANY,
        "factor_per": text(60),
    },
    model.RatedDevice: {"name": text(200), "tdp_watts": (("0.000001", "5000"), ("0", "5000.1"))},
    model.EnergyRecord: {
        "count": COUNT_ONE,
        "hours": ABOVE,
        "load": SHARE_ABOVE,
        "meter": words("wall", "software"),
        "file": text(400),
        "tool": text(60),
        "run": COUNT_ONE,
        "kwh": ANY,
        "source": text(1000),
        "scope": text(200),
        "host": text(200),
        "nodes": COUNT_ONE,
        "basis": words("measured", "stated", "literature", "default", "judgement", "estimate"),
        "low": ANY,
        "high": ANY,
    },
    model.Grid: {
        "zone": text(100),
        "intensity": INTENSITY,
        "market_intensity": INTENSITY,
        "pue": PUE,
        "site": words("cloud", "on-premises"),
    },
    model.ApiCalls: {
        "input_tokens": ANY,
        "output_tokens": ANY,
        "price_in": ANY,
        "price_out": ANY,
        "model": text(200),
    },
    model.Costs: {
        "total": ANY,
        "machines": COUNT_ONE,
        "compute_per_hour": ANY,
        "cpu_hours": ANY,
        "price_per_cpu_hour": ANY,
        "gpu_hours": ANY,
        "price_per_gpu_hour": ANY,
        "compute_includes_energy": FLAG,
        "person_hours": ANY,
        "hourly_rate": ANY,
        "licence": ANY,
        "electricity_per_kwh": ANY,
    },
    model.Amount: {"before": ANY, "after": ANY},
    model.SampleUnit: {"one": text(60), "many": text(60), "gender": words("f", "m", "n")},
    model.Storage: {
        "per_gb_month": ANY,
        "months": ABOVE,
        "deleted": FLAG,
        "copies": COUNT_ONE,
        "kwh_per_gb_year": ANY,
    },
    model.EmbodiedDevice: {
        "device": text(200),
        "used_for": words("filtering", "training"),
        "count": COUNT_ONE,
        "kg": ABOVE,
        "source": text(1000),
        "lifetime_years": ABOVE,
        "hours": ANY,
        "share": SHARE_ABOVE,
        "utilisation": SHARE_ABOVE,
    },
    model.Rate: {"from": CURRENCY, "to": CURRENCY, "rate": ABOVE, "source": text(1000), "date": DAY},
    model.ModelRun: {"accuracy": SHARE, "consumption_wh": ANY, "cost": ANY},
    model.CheckpointPoint: {"time_s": ANY, "accuracy": SHARE, "consumption_wh": ANY, "cost": ANY},
    model.Checkpoints: {"file": text(400), "decimal": SIGN, "target": SHARE},
    model.Model: {
        "name": text(400),
        "accuracy": SHARE,
        "consumption_wh": ANY,
        "per": words("hour", "inference"),
        "cost": ANY,
        "price_per_kwh": ANY,
        "role": words("filter", "before", "after", "random"),
        "device": text(200),
    },
    model.Apc: {
        "alpha": SHARE,
        "beta": ANY,
        "beta_cost": ANY,
        "accuracy_step": SHARE_ABOVE,
        "energy_step": ABOVE,
        "cost_step": ABOVE,
    },
    model.Quality: {"metric": text(60), "before": SHARE, "after": SHARE, "random_baseline": SHARE},
    model.Epochs: {"file": text(400), "energy": text(200), "total": COUNT_ONE, "epoch": text(200)},
    model.EvidenceRuns: {
        "file": text(400),
        "group": text(400),
        "energy": text(200),
        "energy_unit": ENERGIES,
        "accuracy": text(200),
        "samples": text(200),
        "duration": text(200),
        "duration_unit": TIMES,
        "device": text(200),
        "run": text(200),
        "decimal": SIGN,
        "best": FLAG,
    },
    model.Manifest: {
        "task": text(200),
        "samples_before": COUNT,
        "samples_after": COUNT,
        "duration": DURATION,
        "schema": words("reportgen/manifest/1"),
        "name": text(400),
        "dataset": text(400),
        "labelling": words("none"),
        "started_at": MOMENT,
        "issued": DAY,
        "currency": CURRENCY,
        "prepared_by": text(200),
        "reviewed_by": text(200),
        "approved_by": text(200),
    },
    cost_row.PriceTier: {"price": ANY, "up_to": COUNT_ONE},
    cost_row.PricePart: {"price": ANY, "unit": text(60), "share": SHARE, "units_per_sample": ANY},
    cost_row.CostRow: {
        "task": text(200),
        "unit": text(60),
        "price": ANY,
        "tier_rule": words("marginal", "reached"),
        "tier_counts": words("annotations", "items"),
        "tier_period": text(60),
        "units_per_month": ABOVE,
        "units_already_used": COUNT,
        "units_per_sample": ANY,
        "annotators": COUNT_ONE,
        "review_share": SHARE,
        "review_price": ANY,
        "fixed_fee": ANY,
        "per_month": ANY,
        "months": ABOVE,
        "seats": COUNT_ONE,
        "minimum": ANY,
        "discount": SHARE,
        "currency": CURRENCY,
        "seconds_per_unit": ANY,
        "timed_unit": text(60),
        "low": ANY,
        "high": ANY,
        "basis": words("contract", "stated", "list", "literature", "judgement", "estimate"),
        "source": text(1000),
        "retrieved": DAY,
        "valid_from": DAY,
        "valid_to": DAY,
        "tax_included": FLAG,
        "approved_by": text(200),
        "like": text(200),
        "confidential": FLAG,
        "notes": text(1000),
    },
}
# What is no single value: how many entries a list takes, and what a table of texts or numbers holds.
LISTS = {
    (model.Model, "runs"): 100,
    (model.Checkpoints, "points"): 1000,
    (model.Manifest, "stages"): 1000,
    (model.Manifest, "energy"): 1000,
    (model.Manifest, "embodied"): 100,
    (model.Manifest, "rates"): 1000,
    (model.Manifest, "prices"): 1000,
    (model.Manifest, "models"): 1000,
    (cost_row.CostRow, "tiers"): 100,
    (cost_row.CostRow, "parts"): 20,
}
CELLS = {
    (model.EnergyRecord, "columns"): text(200),
    (model.EvidenceRuns, "where"): text(400),
    (model.EvidenceRuns, "before"): text(400),
    (model.EvidenceRuns, "after"): text(400),
    (model.EvidenceRuns, "random"): text(400),
    (model.Manifest, "units_per_sample"): ANY,
}
DEFAULTS = {
    (model.EnergyRecord, "basis"): "stated",
    (model.EmbodiedDevice, "used_for"): "filtering",
    (model.Model, "per"): "inference",
    (model.Quality, "metric"): "accuracy",
    (cost_row.PricePart, "unit"): "sample",
    (cost_row.CostRow, "unit"): "sample",
    (cost_row.CostRow, "tier_counts"): "annotations",
    (cost_row.CostRow, "basis"): "stated",
}


def is_taken(shape: Shape, value: Any) -> bool:
    """Whether a shape takes a text, or a map of nodes."""
    notes = Notes("run.yaml", Node("map", {}, None))
    shape.read(Node("map" if isinstance(value, dict) else "text", value, 1), ("field",), notes)
    return not notes.problems


def shapes_of(kind: type) -> dict[str, Shape]:
    """The shapes of a group's fields by the names that a file has for them."""
    return {name: shape for name, shape, _, _ in fields_of(kind)}


@pytest.mark.parametrize("kind", FIELDS, ids=lambda kind: kind.__name__)
def test_what_a_field_takes(kind: type) -> None:
    """Both ends of its range and each of its words, and nothing just beyond."""
    expected = {
        name: {**dict.fromkeys(taken, True), **dict.fromkeys(refused, False)}
        for name, (taken, refused) in FIELDS[kind].items()
    }
    shapes = shapes_of(kind)
    assert expected == {name: {it: is_taken(shapes[name], it) for it in texts} for name, texts in expected.items()}


@pytest.mark.parametrize("kind", FIELDS, ids=lambda kind: kind.__name__)
def test_every_field_is_in_these_tables(kind: type) -> None:
    """A new field gets its line above, unless it is a group, or a table of groups, whose fields have theirs."""
    inner = {name: shape.item if isinstance(shape, TableOf) else shape for name, shape in shapes_of(kind).items()}
    groups = {name for name, shape in inner.items() if isinstance(shape, Group)}
    listed = {name for of, name in (*LISTS, *CELLS) if of is kind}
    assert {*FIELDS[kind], *listed, *groups} == set(shapes_of(kind))


@pytest.mark.parametrize(("of", "most"), LISTS.items(), ids=lambda it: getattr(it, "__name__", str(it)))
def test_how_many_entries_a_list_takes(of: tuple[type, str], most: int) -> None:
    """So many and not one more."""
    shape = shapes_of(of[0])[of[1]]
    assert isinstance(shape, ListOf)
    assert most == shape.most
    notes = Notes("run.yaml", Node("map", {}, None))
    shape.read(Node("list", (Node("null", None, 1),) * (most + 1), 1), (of[1],), notes)
    assert f"has {most + 1:,} entries (at most {most:,})" in str(notes.problems[0])


@pytest.mark.parametrize("of", CELLS, ids=lambda of: f"{of[0].__name__} {of[1]}")
def test_what_a_table_of_a_field_takes(of: tuple[type, str]) -> None:
    """The values under its keys, at the ends of their range and just beyond."""
    taken, refused = CELLS[of]
    shape = shapes_of(of[0])[of[1]]
    found = {it: is_taken(shape, {"key": Node("text", it, 1)}) for it in (*taken, *refused)}
    assert {**dict.fromkeys(taken, True), **dict.fromkeys(refused, False)} == found


@pytest.mark.parametrize("kind", FIELDS, ids=lambda kind: kind.__name__)
def test_what_is_not_given_is_none_but_for_these(kind: type) -> None:
    """A field left out is None or empty, or one of the defaults that the manual names."""
    for field in fields(kind):
        if field.default is not NO_DEFAULT and field.default not in (None, ()):
            assert DEFAULTS.get((kind, field.name)) == field.default
    found = {(kind, field.name): field.default for field in fields(kind)}
    assert {of: default for of, default in DEFAULTS.items() if of[0] is kind}.items() <= found.items()


MONEY, CENTS = "the run's currency", "hundredths of the currency"
EACH = "currency per unit"
# What a number is counted in, as whoever gives none that can be read is told; the others are shares and plain numbers.
UNITS: dict[type, dict[str, str]] = {
    model.Training: {
        "co2_per_sample": "kgCO2e per sample",
        "hours": "hours",
        "watts": "W per GPU",
        "kwh": "kWh",
        "gpu_hours": "hours",
        "gpu_price_per_hour": MONEY,
    },
    model.RatedDevice: {"tdp_watts": "W"},
    model.EnergyRecord: {"kwh": "kWh", "low": "kWh", "high": "kWh", "hours": "hours"},
    model.Grid: {"intensity": "kgCO2e/kWh", "market_intensity": "kgCO2e/kWh"},
    model.ApiCalls: {"input_tokens": "tokens", "output_tokens": "tokens", "price_in": MONEY, "price_out": MONEY},
    model.Costs: {
        "total": MONEY,
        "compute_per_hour": MONEY,
        "cpu_hours": "hours",
        "price_per_cpu_hour": MONEY,
        "gpu_hours": "hours",
        "price_per_gpu_hour": MONEY,
        "person_hours": "hours",
        "hourly_rate": MONEY,
        "licence": MONEY,
        "electricity_per_kwh": MONEY,
    },
    model.Storage: {"per_gb_month": MONEY, "months": "months", "kwh_per_gb_year": "kWh"},
    model.EmbodiedDevice: {"kg": "kgCO2e", "lifetime_years": "years", "hours": "hours"},
    model.ModelRun: {"consumption_wh": "Wh", "cost": CENTS},
    model.CheckpointPoint: {"time_s": "s", "consumption_wh": "Wh", "cost": CENTS},
    model.Model: {"consumption_wh": "Wh", "cost": CENTS, "price_per_kwh": MONEY},
    model.Apc: {"energy_step": "Wh", "cost_step": CENTS},
    cost_row.PriceTier: {"price": f"the row's {EACH}"},
    cost_row.PricePart: {"price": f"the row's {EACH}", "units_per_sample": "per sample"},
    cost_row.CostRow: {
        "price": EACH,
        "low": EACH,
        "high": EACH,
        "review_price": EACH,
        "units_per_sample": "per sample",
        "fixed_fee": "currency",
        "minimum": "currency",
        "per_month": "currency a month",
        "months": "months",
        "units_per_month": "units a month",
        "seconds_per_unit": "seconds",
    },
    model.Manifest: {"units_per_sample": "units per sample"},
}


@pytest.mark.parametrize("kind", FIELDS, ids=lambda kind: kind.__name__)
def test_what_a_number_is_counted_in_is_said(kind: type) -> None:
    """Where a field has no number that can be read, its hint names the unit of the field."""
    inner = {name: shape.item if isinstance(shape, TableOf) else shape for name, shape in shapes_of(kind).items()}
    quantities = {name: shape for name, shape in inner.items() if isinstance(shape, Quantity)}
    assert UNITS.get(kind, {}) == {name: shape.unit for name, shape in quantities.items() if shape.unit}
    for name, shape in quantities.items():
        notes = Notes("run.yaml", Node("map", {}, None))
        shape.read(Node("text", "many", 1), (name,), notes)
        unit = UNITS.get(kind, {}).get(name)
        assert f"a number{f' in {unit}' if unit else ''}, such as 0.5" == notes.problems[0].hint
