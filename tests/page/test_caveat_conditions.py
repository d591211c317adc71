"""Each caveat on a run on which it must stand, and on one close to it on which it must not: one condition apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.generate import load
from reportgen.inputs.energy import FileRecord
from reportgen.page.caveats.rules import RULES, caveats_of
from reportgen.page.parts import Section, Table
from tests.figures.runs import FOUR, SAMPLES

# of FOUR: 37,500 removed at 1.20 USD, 9.8181... kWh of training (37,500 x 28.8 / 110,000)
Run = Mapping[str, Any]
PRICE = {"task": "detection", "price": 1}
CONFIDENTIAL = {**PRICE, "confidential": True}  # 37,500, in the band from 20,000 to below 50,000
RANGED = {**PRICE, "low": Decimal("0.5"), "high": Decimal("1.5")}  # 18,750 to 56,250
OWN = {"samples": 110000}  # as many as the published training had, so that 28.8 kWh are as much a sample
NOTHING_REMOVED = {"samples_after": 110000}
NO_FACTORS = {"co2_per_sample": "0", "factor_kwh": "0"}


def costs(**given: Any) -> Run:
    """A run with these costs of filtering."""
    return {"costs": given}


def licence(amount: int, price: Run = PRICE) -> Run:
    """A run with one cost, that licence."""
    return {"prices": [price], **costs(licence=amount)}


def energy(**given: Any) -> Run:
    """A run with one record of energy."""
    return {"energy": [given]}


def quality(**given: str) -> Run:
    """A run with these accuracies."""
    return {"quality": {name: Decimal(value) for name, value in given.items()}}


def model(**given: Any) -> dict[str, Any]:
    """A listed model."""
    return {"name": "a model", "accuracy": Decimal("0.9"), "consumption_wh": 1, **given}


def settings(**given: str) -> Run:
    """A run with these leaves set on the command line."""
    return {"settings": given}


def exact_factor() -> Run:
    """A run that counts by the exact factor."""
    return {"training": {"factor": "exact"}}


GRID: Run = {"pue": Decimal("1.54"), "intensity": Decimal("0.5")}
OWN_FACTOR: Run = {**settings(co2_per_sample="0.0001"), "grid": {"pue": Decimal("1.5"), "intensity": Decimal("0.5")}}
BOXED: Run = {"units_per_sample": {"object": 2}}
BY_MONTH: Run = {
    "task": "detection",
    "tiers": [{"price": 2, "up_to": 50000}, {"price": 1}],
    "tier_period": "month",
}


def step(bound: int) -> list[dict[str, int]]:
    """Tiers of which the first, up to the bound, is twice as dear."""
    return [{"price": 2, "up_to": bound}, {"price": 1}]


STEP: Run = {"task": "detection", "tiers": step(80000), "tier_rule": "reached"}

# id of a caveat, a run on which it stands, and one on which it must not
CASES: list[tuple[str, Run, Run]] = [
    # money
    ("confidential", {"prices": [CONFIDENTIAL]}, {"prices": [PRICE]}),
    ("confidential", {"prices": [CONFIDENTIAL]}, {"prices": [CONFIDENTIAL], "audience": "internal"}),
    ("confidential", {"prices": [PRICE, {**CONFIDENTIAL, "task": "cuboids"}]}, {"prices": [PRICE]}),
    ("avoided_cost_estimate", {}, NOTHING_REMOVED),
    ("avoided_cost_estimate", {"prices": [CONFIDENTIAL]}, {"prices": [{**PRICE, "price": 0}]}),
    # one of the three savings of CO2 alone is not zero
    ("not_deductible", settings(factor_kwh="0"), settings(**NO_FACTORS)),
    ("not_deductible", settings(co2_per_sample="0"), settings(**NO_FACTORS)),
    ("not_deductible", {**settings(**NO_FACTORS), "training": {**OWN, "kwh": 1}}, settings(**NO_FACTORS)),
    ("net_cost", licence(37501), licence(37500)),
    ("net_cost", licence(60000, CONFIDENTIAL), licence(49999, CONFIDENTIAL)),
    ("net_cost", licence(50000, CONFIDENTIAL), licence(20000, CONFIDENTIAL)),
    ("net_emission", energy(kwh=Decimal("9.82")), energy(kwh=Decimal("9.81"))),
    # by the company's own factor 37,500 x 0.0001 = 3.75 kg are avoided, and 5 kWh x 1.5 x 0.5 emitted
    ("net_emission", {**OWN_FACTOR, **energy(kwh=Decimal("5.001"))}, {**OWN_FACTOR, **energy(kwh=5)}),
    (
        "net_co2_sign",
        {**OWN_FACTOR, **energy(kwh=4, low=3, high=Decimal("5.001"))},
        {**OWN_FACTOR, **energy(kwh=4, low=3, high=5)},
    ),
    ("net_savings_sign", licence(18751, RANGED), licence(18750, RANGED)),
    ("net_savings_sign", licence(56249, RANGED), licence(56250, RANGED)),
    ("net_savings_band", licence(20001, CONFIDENTIAL), licence(20000, CONFIDENTIAL)),
    ("net_savings_band", licence(49999, CONFIDENTIAL), licence(50000, CONFIDENTIAL)),
    (
        "net_co2_sign",
        {**energy(kwh=9, low=8, high=Decimal("9.82")), "grid": {"pue": 1}},
        {**energy(kwh=9, low=8, high=Decimal("9.81")), "grid": {"pue": 1}},
    ),
    ("cost_not_stated", {}, costs(licence=0)),
    ("people_not_counted", costs(licence=0), costs(licence=0, person_hours=0, hourly_rate=60)),
    ("people_not_counted", costs(licence=0, person_hours=1), {}),
    ("compute_not_counted", costs(licence=0), costs(licence=0, compute_per_hour=0)),
    ("compute_not_counted", costs(person_hours=1, hourly_rate=60), {}),
    ("licence_not_counted", costs(compute_per_hour=1), costs(compute_per_hour=1, licence=0)),
    ("licence_not_counted", costs(compute_per_hour=1), {}),
    ("electricity_not_counted", costs(licence=0), costs(licence=0, compute_per_hour=1)),
    (
        "electricity_not_counted",
        {**energy(kwh=1), **costs(licence=0)},
        {**energy(kwh=1), **costs(licence=0, electricity_per_kwh=0)},
    ),
    (
        "electricity_not_counted",
        costs(compute_per_hour=1, compute_includes_energy=False),
        costs(compute_per_hour=1, compute_includes_energy=True),
    ),
    ("energy_in_compute", costs(compute_per_hour=1), costs(compute_per_hour=1, compute_includes_energy=True)),
    ("energy_in_compute", costs(compute_per_hour=1), costs(licence=1)),
    ("built_in_price", {}, {"prices": [PRICE]}),
    ("built_in_price", settings(pue="1.1"), settings(annotation_price="1")),
    ("built_in_price", {"cost_tables": "google-data-labeling-historical", **BOXED}, {"prices": [PRICE], **BOXED}),
    ("built_in_price", {}, settings(annotation_price="1")),
    # 72,500 after filtering: in the tier at 2 or just beyond it
    ("dearer_tier", {"prices": [{**STEP, "tiers": step(72500)}]}, {"prices": [{**STEP, "tiers": step(72499)}]}),
    ("dearer_tier", {"prices": [STEP]}, {"prices": [{**STEP, "tier_rule": "marginal"}]}),
    ("dearer_tier", {"prices": [STEP]}, {"prices": [STEP], "samples_after": 110000}),
    ("minimum_met", {"prices": [{**PRICE, "minimum": 72500}]}, {"prices": [{**PRICE, "minimum": 72499}]}),
    ("minimum_met", {"prices": [{**PRICE, "minimum": 72500}]}, {"prices": [PRICE]}),
    ("lightly_price", {}, {"cost_tables": "aws-ground-truth-public-range"}),
    ("lightly_price", {}, settings(annotation_price="1")),
    # the first of its tiers ends at 50,000
    ("one_month_assumed", {"prices": [BY_MONTH]}, {"prices": [{**BY_MONTH, "units_per_month": 9000}]}),
    ("one_month_assumed", {"prices": [BY_MONTH]}, {"prices": [{**BY_MONTH, "tier_period": None}]}),
    ("one_month_assumed", {"prices": [BY_MONTH]}, {"prices": [{**BY_MONTH, "tier_period": "year"}]}),
    ("one_period_assumed", {"prices": [{**BY_MONTH, "tier_period": "year"}]}, {"prices": [BY_MONTH]}),
    (
        "one_month_assumed",
        {"prices": [BY_MONTH], "samples_before": 50001, "samples_after": 9},
        {"prices": [BY_MONTH], "samples_before": 50000, "samples_after": 9},
    ),
    (
        "one_month_assumed",
        {"prices": [{**BY_MONTH, "units_already_used": 1}], "samples_before": 50000, "samples_after": 9},
        {"prices": [{**BY_MONTH, "units_already_used": 0}], "samples_before": 50000, "samples_after": 9},
    ),
    (
        "price_not_valid",
        {"started_at": "2026-06-30", "prices": [{**PRICE, "valid_to": "2026-06-29"}]},
        {"started_at": "2026-06-30", "prices": [{**PRICE, "valid_to": "2026-06-30"}]},
    ),
    (
        "price_not_valid",
        {"started_at": "2026-06-30", "prices": [{**PRICE, "valid_from": "2026-07-01"}]},
        {"started_at": "2026-06-30", "prices": [{**PRICE, "valid_from": "2026-06-30"}]},
    ),
    (
        "price_undated",
        {"prices": [{**PRICE, "valid_to": "2026-06-30"}]},
        {"started_at": "2026-06-30", "prices": [{**PRICE, "valid_to": "2026-06-30"}]},
    ),
    ("price_undated", {"prices": [{**PRICE, "valid_from": "2026-01-01"}]}, {"prices": [PRICE]}),
    (
        "like_task",
        {"task": "cuboids", "prices": [{"task": "cuboids", "price": 4, "like": "detection"}]},
        {"task": "cuboids", "prices": [{"task": "cuboids", "price": 4}]},
    ),
    (
        "like_task",
        {"task": "cuboids", "prices": [{"task": "cuboids", "price": 4, "like": "detection"}]},
        {"task": "cuboids", "prices": [{"task": "cuboids", "price": 4, "like": "detection"}], **NOTHING_REMOVED},
    ),
    ("labelled_spread", {"already_labelled": 1}, {"already_labelled": {"before": 1, "after": 1}}),
    ("labelled_spread", {"already_labelled": 1}, {"already_labelled": 0}),
    # carbon
    ("fixed_steps", {"training": {"schedule": "steps"}}, {"training": {"schedule": "epochs"}}),
    ("epochs_assumed", {}, {"training": {"schedule": "epochs"}}),
    ("epochs_assumed", {"training": {"runs": 2}}, {"training": {"schedule": "steps"}}),
    ("epochs_assumed", {}, {"task": "cuboids", "prices": [{"task": "cuboids", "price": 4}]}),
    (
        "own_training_differs",
        {"training": {**OWN, "kwh": Decimal("57.7")}},
        {"training": {**OWN, "kwh": Decimal("57.6")}},
    ),
    (
        "own_training_differs",
        {"training": {**OWN, "kwh": Decimal("14.3")}},
        {"training": {**OWN, "kwh": Decimal("14.4")}},
    ),
    ("own_training_differs", {"training": {**OWN, "kwh": 99}}, {"training": {**OWN, "kwh": 99, "factor": "scenario"}}),
    (
        "own_training_differs",
        {"training": {**OWN, "kwh": 99}},
        {"training": {**OWN, "kwh": 99}, **settings(factor_kwh="0")},
    ),
    ("published_factor", {}, NOTHING_REMOVED),
    (
        "published_factor",
        {"training": {**OWN, "kwh": 99, "factor": "exact"}},
        {"training": {**OWN, "kwh": 99, "factor": "scenario"}},
    ),
    ("published_factor", {}, {"training": {**OWN, "kwh": 99, "factor": "measured"}}),
    ("published_arithmetic", {}, {"training": {"factor": "exact"}}),
    ("published_arithmetic", {}, NOTHING_REMOVED),
    ("published_arithmetic", {}, settings(co2_per_sample="0.00011")),
    ("published_arithmetic", {}, settings(factor_kwh="28.8")),
    ("published_arithmetic", settings(pue="1.1"), settings(factor_grid_intensity="0.4")),
    ("published_factor", {}, settings(co2_per_sample="0.00011")),
    ("published_factor", settings(factor_kwh="28.8"), {**settings(factor_kwh="28.8"), **exact_factor()}),
    ("per_image", {}, {"training": {"factor_per": "frame"}, "units_per_sample": {"frame": 1}}),
    ("per_image", {}, {"training": {**OWN, "kwh": 99, "factor": "scenario"}}),
    ("per_image", {}, NOTHING_REMOVED),
    (  # the scenario is still the published one
        "per_image",
        settings(co2_per_sample="0.00011"),
        settings(co2_per_sample="0.00011", factor_samples="110000"),
    ),
    (
        "company_factor_grid",
        {**energy(kwh=1), **settings(co2_per_sample="0.00011")},
        {**energy(kwh=1), **settings(factor_kwh="28.8")},
    ),
    (
        "company_factor_grid",
        {**energy(kwh=1), "training": {"co2_per_sample": Decimal("0.00011")}},
        {"training": {"co2_per_sample": Decimal("0.00011")}},
    ),
    (
        "company_factor_grid",
        {**energy(kwh=1), **settings(co2_per_sample="0.00011")},
        {**energy(kwh=1), **settings(co2_per_sample="0.00011"), "training": {"schedule": "steps"}},
    ),
    # 28.8 kWh / 110,000 x 1.54 x 0.5 kg/kWh are 0.0002016 kg a sample
    (
        "own_training_differs",
        {"training": {**OWN, "kwh": Decimal("28.8")}, "grid": GRID, **settings(co2_per_sample="0.0001007")},
        {"training": {**OWN, "kwh": Decimal("28.8")}, "grid": GRID, **settings(co2_per_sample="0.0001009")},
    ),
    ("two_grids", energy(kwh=1), {}),
    ("two_grids", energy(kwh=1), {**energy(kwh=1), **settings(co2_per_sample="0.00011")}),
    (
        "two_grids",
        {**energy(kwh=1), "training": {"factor": "exact"}},
        {**energy(kwh=1), "training": {**OWN, "kwh": 99, "factor": "measured"}},
    ),
    ("direct_intensity", {"grid": {"zone": "europe-west3"}}, {"grid": {"zone": "DE"}}),
    (
        "direct_intensity",
        {"grid": {"zone": "europe-west3"}},
        {"grid": {"zone": "europe-west3", "intensity": Decimal("0.3")}},
    ),
    ("world_grid", {}, {"grid": {"zone": "WORLD"}}),
    ("world_grid", {"grid": {"pue": 1}}, {"grid": {"intensity": Decimal("0.3")}}),
    ("old_grid", {"grid": {"zone": "IS"}}, {"grid": {"zone": "NO"}}),
    # the same grid, as the region's and as the country's; and Google's regions have a figure of their own
    ("region_grid", {"grid": {"zone": "eu-central-1"}}, {"grid": {"zone": "DE"}}),
    ("region_grid", {"grid": {"zone": "us-east-1"}}, {"grid": {"zone": "us-east1"}}),
    ("region_grid", {"grid": {"zone": "westeurope"}}, {"grid": {"zone": "westeurope", "intensity": Decimal("0.2527")}}),
    ("apec_default_price", {"models": [model(cost=1)]}, {"models": [model(cost=1)], "apc": {"beta_cost": 10}}),
    ("apec_default_price", {"models": [model(cost=1)]}, {"models": [model()]}),
    ("default_pue", {}, {"grid": {"pue": Decimal("1.2")}}),
    ("default_pue", {"grid": {"zone": "DE"}}, {"grid": {"site": "on-premises"}}),
    ("market_beside", {"grid": {"market_intensity": 0}}, {"grid": {"zone": "DE"}}),
    # energy, where the manifest states it
    ("energy_not_measured", {}, energy(kwh=0)),
    ("software_meters", energy(kwh=1, meter="software"), energy(kwh=1, meter="wall")),
    ("software_meters", energy(kwh=1, meter="software"), energy(kwh=1, basis="measured")),
    ("software_meters", energy(kwh=1, meter="software"), energy(kwh=1, meter="software", low=1, high=1)),
    ("meter_not_named", energy(kwh=1, basis="measured"), energy(kwh=1, basis="stated")),
    ("meter_not_named", energy(kwh=1, basis="measured"), energy(kwh=1, basis="measured", low=1, high=1)),
    ("meter_not_named", energy(kwh=1, basis="measured"), energy(kwh=1, basis="measured", meter="wall")),
    ("meter_not_named", energy(kwh=1, basis="measured"), energy(kwh=1, basis="measured", meter="software")),
    ("energy_without_range", energy(kwh=1), energy(kwh=1, low=1, high=1)),
    ("energy_without_range", energy(kwh=1, meter="wall"), energy(kwh=1, meter="software")),
    ("energy_without_range", energy(kwh=1), energy(kwh=1, basis="estimate")),
    ("energy_without_range", energy(kwh=1), energy(kwh=1, basis="measured")),
    (  # the first of two has none
        "energy_without_range",
        {"energy": [{"kwh": 1}, {"kwh": 1, "low": 1, "high": 1}]},
        {"energy": [{"kwh": 1, "low": 1, "high": 1}, {"kwh": 1, "low": 1, "high": 1}]},
    ),
    *(
        ("energy_estimated", energy(kwh=1, basis=basis), energy(kwh=1, basis=firm))
        for basis in ("estimate", "default", "judgement", "literature")
        for firm in ("stated", "measured")
    ),
    (
        "energy_estimate_without_range",
        energy(kwh=1, basis="estimate"),
        energy(kwh=1, basis="estimate", low=1, high=1),
    ),
    ("energy_estimate_without_range", energy(kwh=1, basis="estimate"), energy(kwh=1, basis="stated")),
    (  # one of two has a range
        "energy_estimate_without_range",
        {"energy": [{"kwh": 1, "basis": "estimate", "low": 1, "high": 1}, {"kwh": 1, "basis": "estimate"}]},
        {"energy": [{"kwh": 1, "basis": "estimate", "low": 1, "high": 1}, {"kwh": 1}]},
    ),
    # models
    ("unexplained", {"stages": [{"name": "a", "removed": 37499}]}, {"stages": [{"name": "a", "removed": 37500}]}),
    ("over_explained", {"stages": [{"name": "a", "removed": 37501}]}, {"stages": [{"name": "a", "removed": 37500}]}),
    ("unexplained", {"stages": [{"name": "a", "removed": 1}]}, {"stages": [{"name": "a", "removed": 37501}]}),
    ("accuracy_not_measured", {}, quality(after="0.9")),
    ("accuracy_not_measured", quality(before="0.9"), NOTHING_REMOVED),
    ("accuracy_not_measured", {"models": [model(role="before")]}, {"models": [model(role="after")]}),
    ("no_random_baseline", quality(after="0.9"), quality(after="0.9", random_baseline="0.8")),
    ("no_random_baseline", quality(after="0.9"), quality(before="0.9")),
    ("random_as_good", quality(after="0.9", random_baseline="0.9"), quality(after="0.9001", random_baseline="0.9")),
    ("random_as_good", quality(after="0.8", random_baseline="0.9"), quality(after="0.8")),
    ("random_as_good", quality(after="0.8", random_baseline="0.9"), quality(random_baseline="0.9")),
    ("accuracy_fell", quality(before="0.9", after="0.8999"), quality(before="0.9", after="0.9")),
    ("mixed_denominators", {"models": [model(), model(per="hour")]}, {"models": [model(), model()]}),
    ("per_hour", {"models": [model(), model(per="hour")]}, {"models": [model()]}),
    ("sci_boundary", {"embodied": [{"device": "a board", "kg": 100}]}, {}),
    (
        "reconstructed_times",
        {
            "models": [
                model(
                    checkpoints={"points": [{"time_s": 1, "accuracy": Decimal("0.5"), "consumption_wh": 1}]},
                )
            ]
        },
        {"models": [model()]},
    ),
    ("no_date", {}, {"started_at": "2026-06-30"}),
]


def tables_of(section: Section) -> list[Table]:
    """The tables of a section."""
    return [block for block in section.blocks if isinstance(block, Table)]


def raised(run: Run) -> set[str]:
    """The caveats of the run, on top of four lines."""
    given = {**FOUR, **run}
    return {caveat.id for caveat in reportgen.report(**given).caveats}


@pytest.mark.parametrize(
    ("caveat", "on", "off"), CASES, ids=[f"{number} {case[0]}" for number, case in enumerate(CASES)]
)
def test_one_condition_decides(caveat: str, on: Run, off: Run) -> None:
    """The caveat stands on the first run and not on the second."""
    assert [True, False] == [caveat in raised(on), caveat in raised(off)]


BEYOND_LIST = [
    ("100000", {}, False),  # with ten labellers just the 1,000,000 that the list goes to
    ("100001", {}, True),
    ("100000", {"units_already_used": "1"}, True),
]


@pytest.mark.parametrize(("samples", "settings", "expected"), BEYOND_LIST)
def test_the_last_unit_of_a_price_list_is_in_it(samples: str, settings: dict[str, str], expected: bool) -> None:
    """Units of the run and those of the period before it are held against the list's end together."""
    flags = {"task": "detection", "samples_before": samples, "samples_after": "1", "duration": "60"}
    terms = {"annotators": "10", "units_per_sample.object": "1", **settings}
    report = load(flags=flags, cost_tables=["google-data-labeling-historical"], settings=terms)

    assert expected == ("beyond_list" in {caveat.id for caveat in report.caveats})


@pytest.mark.parametrize(
    ("tables", "title"),
    [
        ((), "Lightly, Interpreting the Report"),
        ("google-data-labeling-historical", "AI Platform Data Labeling"),
        ("aws-ground-truth-public-range", "Middle of the lowest"),
    ],
)
def test_whose_a_built_in_price_is(tables: Any, title: str) -> None:
    """The page calls Lightly's price Lightly's and no other; its author when --set serves."""
    report = reportgen.report(**{**FOUR, **BOXED, "cost_tables": tables})
    [caveat] = [caveat for caveat in report.caveats if caveat.id == "built_in_price"]
    assert "Lightly" not in caveat.title + caveat.text
    assert "--set annotation_price=... for a single price" in caveat.advice
    [table] = [table for section in report.page.sections for table in tables_of(section) if table.name == "prices"]
    applies = next(row for _, rows in table.groups for row in rows if row.style == "on")
    assert title in applies.cells[-1].text


def test_a_table_of_times_has_no_price_to_warn_of() -> None:
    """A built-in row whose price nobody gave raises no caveat on its price."""
    report = reportgen.report(**{**FOUR, **BOXED, "cost_tables": "hourly-time-studies"})
    assert "built_in_price" not in {caveat.id for caveat in report.caveats}


HIDDEN = [("hidden_col", True), ("capital_sheet", False)]


@pytest.mark.parametrize(("name", "expected"), HIDDEN)
def test_what_is_hidden_in_a_workbook_is_told(name: str, expected: bool) -> None:
    """A workbook with a hidden column raises the caveat, one whose cells all show does not."""
    table = Path(__file__).parents[1] / "factors" / "as_companies_have_them" / f"{name}.xlsx"
    report = reportgen.report(**{**FOUR, "currency": "EUR", "cost_tables": table})

    assert expected == ("hidden_cells" in {caveat.id for caveat in report.caveats})


# Records of files: what of a record raises a caveat, and what takes it back.

RECORD = SAMPLES / "tool_logs" / "csv" / "watts.csv"
COLUMNS = {"time": "when", "power_w": "draw", "device": "board"}


@cache
def of_a_record() -> reportgen.Report:
    """The report of a run with one record in which nothing is doubtful."""
    energy = [{"file": RECORD.name, "columns": COLUMNS}]
    return reportgen.report(**{**FOUR, "energy": energy, "energy_folder": RECORD.parent})


def with_record(record: Run, file: Run) -> set[str]:
    """The caveats of the run with these fields of its record in place of what was read."""
    account = of_a_record().account
    placed: FileRecord = account.records[0]
    changed = replace(placed, record=replace(placed.record, **record), **file)
    return {caveat.id for caveat in caveats_of(replace(account, records=(changed,)))}


IMPLAUSIBLE = {"implausible": ("too much",)}
UNSETTLED = {"implausible": ("four or one",), "unsettled": ("four or one",)}
CORRECTED = {"corrected_kwh": Decimal(1)}
NO_ENERGY = {"energy_kwh": None, "corrected_kwh": None}
AT_LEAST = {"at_least": True}
GAP = {"gaps": ("a gap",)}
OVERLAP = {"overlap": "not added"}


OF_RECORDS: list[tuple[str, Run, Run, bool]] = [
    ("energy_implausible", IMPLAUSIBLE, {}, True),
    ("energy_implausible", {}, {}, False),
    ("energy_implausible", IMPLAUSIBLE, OVERLAP, False),
    ("energy_implausible", {**IMPLAUSIBLE, **NO_ENERGY}, {}, False),
    ("energy_implausible", UNSETTLED, {}, False),
    ("energy_implausible", {**UNSETTLED, "implausible": ("four or one", "too much")}, {}, True),
    ("energy_unsettled", UNSETTLED, {}, True),
    ("energy_unsettled", IMPLAUSIBLE, {}, False),
    ("energy_unsettled", UNSETTLED, OVERLAP, False),
    ("energy_unsettled", {**UNSETTLED, **NO_ENERGY}, {}, False),
    ("energy_at_least", AT_LEAST, {}, True),
    ("energy_at_least", {}, {}, False),
    ("energy_at_least", AT_LEAST, OVERLAP, False),
    ("energy_at_least", {**AT_LEAST, **NO_ENERGY}, {}, False),
    ("energy_zero", NO_ENERGY, {}, True),
    ("energy_zero", {"energy_kwh": None, **CORRECTED}, {}, False),
    ("energy_zero", {}, {}, False),
    ("energy_overlap", {}, OVERLAP, True),
    ("energy_overlap_in_part", {}, {"covers_less": True}, True),
    ("energy_overlap_in_part", {}, OVERLAP, False),
    ("energy_overlap", {}, {"maybe": True}, False),
    ("energy_maybe_overlap", {}, {"maybe": True}, True),
    ("energy_maybe_overlap", {}, {"maybe": True, **OVERLAP}, False),
    ("energy_maybe_overlap", {}, {}, False),
    ("energy_corrected", CORRECTED, {}, True),
    ("energy_corrected", CORRECTED, OVERLAP, False),
    ("energy_corrected", {}, {}, False),
    ("energy_pue_inside", {"pue_included": None}, {}, True),
    ("energy_pue_inside", {"pue_included": Decimal("1.58")}, {}, True),
    ("energy_pue_inside", {"pue_included": Decimal(1)}, {}, False),
    ("energy_pue_inside", {"pue_included": None}, OVERLAP, False),
    ("energy_gaps", GAP, {}, True),
    ("energy_gaps", {}, {}, False),
    ("energy_gaps", GAP, OVERLAP, False),
    ("energy_gaps", {**GAP, **NO_ENERGY}, {}, False),
]


@pytest.mark.parametrize(("caveat", "record", "file", "expected"), OF_RECORDS)
def test_a_record_raises_what_it_says(caveat: str, record: Run, file: Run, expected: bool) -> None:
    """What is doubtful in a record is told where the record is in the sum, and only there."""
    assert expected == (caveat in with_record(record, file))


# Training runs: a table of them with accuracies as they are given, each side of one model.

FIVE = ("0.90", "0.91", "0.92", "0.93", "0.94")  # median and mean 0.92
LOWER = ("0.80", "0.81", "0.82", "0.83", "0.84")  # every one below: p = 2 / 252
ALIKE = ("0.895", "0.905", "0.915", "0.925", "0.935")


def of_runs(folder: Path, manifest: Run, **sides: tuple[str, ...]) -> set[str]:
    """The caveats of a run with a table of trainings, a row for each accuracy of each side."""
    rows = [f"{side},{accuracy},20" for side, accuracies in sides.items() for accuracy in accuracies]
    table = folder / "runs.csv"
    table.write_text("\n".join(["subset,accuracy,energy (MJ)", *rows]), encoding="utf-8")
    stated = {"file": str(table), "group": "subset", "accuracy": "accuracy", "energy": "energy (MJ)"}
    chosen = {side: {"subset": side} for side in sides}
    given = {**FOUR, **manifest, "evidence": {**stated, **chosen}, "allow_path": True}
    return {caveat.id for caveat in reportgen.report(**given).caveats}


OF_SIDES: list[tuple[dict[str, tuple[str, ...]], set[str]]] = [
    ({"before": FIVE, "after": LOWER}, {"evidence_lower"}),
    ({"before": LOWER, "after": FIVE}, set()),
    ({"before": FIVE, "after": ALIKE}, {"evidence_open"}),
    ({"before": FIVE[:4], "after": LOWER}, {"evidence_few"}),
    ({"before": FIVE, "after": LOWER[:4]}, {"evidence_few"}),
    ({"before": LOWER, "after": FIVE, "random": LOWER}, set()),
    ({"before": LOWER, "after": FIVE, "random": LOWER[:4]}, {"evidence_random_open"}),
    ({"before": LOWER, "after": FIVE, "random": ALIKE}, {"evidence_random_open"}),
    ({"before": LOWER, "after": ALIKE, "random": FIVE}, {"random_as_good"}),  # said once, not twice
    ({"before": LOWER, "after": LOWER, "random": FIVE}, {"evidence_open", "random_as_good"}),
    ({"before": FIVE, "after": (*LOWER, "")}, {"evidence_lower", "evidence_missing"}),
]


@pytest.mark.parametrize(("sides", "expected"), OF_SIDES)
def test_training_runs_raise_what_they_show(
    tmp_path: Path, sides: dict[str, tuple[str, ...]], expected: set[str]
) -> None:
    """Few, open and lower are told apart, against all samples and against a random subset; what is good raises none."""
    told = {"evidence_few", "evidence_open", "evidence_lower", "evidence_random_open", "evidence_missing"}
    told |= {"random_as_good", "evidence_differs", "evidence_implausible", "accuracy_fell"}

    assert expected == of_runs(tmp_path, {}, **sides) & told


STATED_OTHERWISE = [
    ("0.92", "0.92", False),
    ("0.92", "0.925", False),
    ("0.92", "0.9251", True),
    ("0.92", "0.9149", True),
    ("0.9", "0.92", False),  # with one decimal, what rounds to it
    ("0.9", "0.9501", True),
]


@pytest.mark.parametrize("role", ["before", "after", "random"])
@pytest.mark.parametrize(("stated", "median", "expected"), STATED_OTHERWISE)
def test_an_accuracy_stated_otherwise_than_the_runs_have_it(
    tmp_path: Path, role: str, stated: str, median: str, expected: bool
) -> None:
    """Of each side, what differs from the median by more than half of its last decimal is told."""
    name = "random_baseline" if role == "random" else role
    five = ("0.1", "0.2", median, "0.98", "0.99")

    raised = of_runs(tmp_path, quality(**{name: stated}), before=five, after=five, random=five)

    assert expected == ("evidence_differs" in raised)


def test_a_fall_that_the_runs_judge_is_told_once(tmp_path: Path) -> None:
    """Where training runs are compared their verdict stands, in place of the plain words on a fall."""
    stated = quality(before="0.92", after="0.82")

    with_runs = of_runs(tmp_path, stated, before=FIVE, after=LOWER)

    assert [True, False] == ["accuracy_fell" in raised(stated), "accuracy_fell" in with_runs]


OF_SAMPLES = [
    ("impossible_power.yaml", "evidence_implausible", True),
    ("run.yaml", "evidence_implausible", False),
    ("run.yaml", "training_predicted", True),
    ("few_runs.yaml", "training_predicted", False),
]


@pytest.mark.parametrize(("file", "caveat", "expected"), OF_SAMPLES)
def test_samples_of_evidence(file: str, caveat: str, expected: bool) -> None:
    """Impossible power and a prediction from first epochs are told of the samples that have them."""
    report = load(SAMPLES / "evidence" / file)

    assert expected == (caveat in {it.id for it in report.caveats})


OF_METERS = [
    # the plain table of watts has a range by its sampling; whose sensor it was read from, it does not say
    ("wall_meter_sampled", {"meter": "wall"}, True),
    ("wall_meter_sampled", {}, False),
    ("wall_meter_sampled", {"meter": "software"}, False),
    ("meter_not_named", {}, True),
    ("meter_not_named", {"meter": "wall"}, False),
    ("software_meters", {"meter": "software"}, True),
    ("software_meters", {}, False),
    ("energy_without_range", {"meter": "wall"}, False),
]


@pytest.mark.parametrize(("caveat", "meter", "expected"), OF_METERS)
def test_what_read_a_file_decides_its_range(caveat: str, meter: Run, expected: bool) -> None:
    """A wall meter's log has the range of its sampling, any other the software meters', known to be one or not."""
    entry = {"file": RECORD.name, "columns": COLUMNS, **meter}

    assert expected == (caveat in raised({"energy": [entry], "energy_folder": RECORD.parent}))


OF_TABLES = [
    # of 100 samples 50 are kept, of 20 of the class b a random subset has 7 to 13
    ("class_vanished", 0, True),
    ("class_vanished", 1, False),
    ("cut_below_random", 6, True),
    ("cut_below_random", 7, False),
    ("cut_below_random", 0, False),  # that it vanished is said, and not both
]


@pytest.mark.parametrize(("caveat", "left", "expected"), OF_TABLES)
def test_a_table_of_decisions_raises_what_it_shows(caveat: str, left: int, expected: bool, tmp_path: Path) -> None:
    """Of a class nothing is left, or less than by chance; of the other more than half are then."""
    kept = [("a", number < 50 - left) for number in range(80)] + [("b", number < left) for number in range(20)]
    (tmp_path / "d.csv").write_text("kept,class\n" + "".join(f"{it},{name}\n" for name, it in kept), encoding="utf-8")
    counts: Run = {**FOUR, "samples_before": 100, "samples_after": 50}
    table = {"table": str(tmp_path / "d.csv"), "kept": "kept", "label": "class"}
    report = reportgen.report(**counts, samples=table, allow_path=True)

    assert expected == (caveat in {it.id for it in report.caveats})
    # that a class is gone no figure of the cover shows: its words do, before others
    assert (left == 0) == (report.page.first.cautions[0] == "Of a class or source nothing is left.")


def test_every_caveat_has_both_runs() -> None:
    """A caveat without a run on which it stands and one on which it must not is none that is tested."""
    told = set().union(*(expected for _, expected in OF_SIDES))
    known = [(caveat, expected) for caveat, *_, expected in (*OF_RECORDS, *OF_METERS, *OF_TABLES)]
    known += [(caveat, expected) for _, caveat, expected in OF_SAMPLES]
    known += [(caveat, caveat in expected) for caveat in told for _, expected in OF_SIDES]
    known += [("beyond_list", expected) for *_, expected in BEYOND_LIST]
    known += [("hidden_cells", expected) for _, expected in HIDDEN]
    known += [("evidence_differs", expected) for *_, expected in STATED_OTHERWISE]
    known += [(caveat, expected) for caveat, *_ in CASES for expected in (True, False)]

    without = [caveat.id for _, caveat in RULES if {True, False} != {on for name, on in known if name == caveat.id}]
    assert [] == without
    assert {name for name, _ in known} == {caveat.id for _, caveat in RULES}
