"""Each caveat on a run on which it must stand, and on one close to it on which it must not: one condition apart."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.generate import load
from reportgen.page.caveats.rules import RULES
from reportgen.page.parts import Section, Table
from tests.figures.runs import FOUR, WEB_TEXT
from tests.page.made_runs import (
    BOXED,
    BY_MONTH,
    CALLS,
    CONFIDENTIAL,
    GRID,
    NO_FACTORS,
    NOTHING_REMOVED,
    OWN,
    OWN_FACTOR,
    PRICE,
    RANGED,
    STEP,
    Run,
    costs,
    energy,
    exact_factor,
    licence,
    model,
    quality,
    raised,
    settings,
    step,
    storage,
)
from tests.page.test_caveats_of_files import (
    OF_METERS,
    OF_NEARLY,
    OF_RECORDS,
    OF_SAMPLES,
    OF_SETS,
    OF_SIDES,
    OF_TABLES,
    STATED_OTHERWISE,
)


def beside(**entry: Any) -> Run:
    """A run with a board that no meter read, and with this entry of energy beside it."""
    return {"energy": [{"gpu": "T4"}, *([entry] if entry else [])]}


def sides(before: str, after: str) -> Run:
    """A run with a model that was trained on all samples and on those kept."""
    scores = {"before": before, "after": after}
    return {"models": [model(role=role, accuracy=Decimal(score)) for role, score in scores.items()]}


BY_SIZE = {key: value for key, value in WEB_TEXT["training"].items() if key != "schedule"}
TOKENS = {"token": {"before": Decimal("15e12"), "after": Decimal("5e12")}}


def reads(tokens: str, **training: Any) -> Run:
    """A training on so many tokens, of data that holds 15e12."""
    return {**WEB_TEXT, "amounts": TOKENS, "training": {**WEB_TEXT["training"], "tokens": Decimal(tokens), **training}}


BOARD = {"gpu": "H100 SXM"}
EPOCHS = {"schedule": "epochs", "gpu_price_per_hour": 2}

SKIPS = {"skips_unlabelled": True}
BARE = {"unlabelled": {"before": 9, "after": 8}}

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
    # 9.8181... kWh avoided: where the least that was drawn is more, it is sure; where it is not, the sign is open
    (
        "net_emission",
        energy(kwh=Decimal("9.9"), low=Decimal("9.82"), high=10),
        energy(kwh=Decimal("9.9"), low=Decimal("9.81"), high=10),
    ),
    ("net_cost", licence(56251, RANGED), licence(56249, RANGED)),
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
    # no hours cost nothing at a rate that nobody gave
    ("people_not_counted", costs(person_hours=1, licence=0), costs(person_hours=0, licence=0)),
    ("electricity_not_counted", {**energy(kwh=1), **costs(licence=0)}, {**energy(kwh=0), **costs(licence=0)}),
    ("compute_not_counted", costs(licence=0), costs(licence=0, compute_per_hour=0)),
    ("compute_not_counted", costs(person_hours=1, hourly_rate=60), {}),
    # a core paid by the hour is the compute; a price of it alone is not
    ("compute_not_counted", costs(licence=0), costs(licence=0, cpu_hours=1, price_per_cpu_hour=0)),
    ("storage_kept", storage(), storage(deleted=True)),
    ("storage_estimate", storage(deleted=True), storage()),
    ("storage_estimate", storage(deleted=True), storage(deleted=True, per_gb_month=0, kwh_per_gb_year=0)),
    ("storage_energy_usual", storage(deleted=True), storage(deleted=True, kwh_per_gb_year=1)),
    ("storage_energy_usual", storage(deleted=True), storage()),
    ("one_invoice", costs(total=1), costs(licence=1)),
    ("api_energy_unknown", costs(api=CALLS), costs(cpu_hours=1, price_per_cpu_hour=1)),
    ("energy_in_compute", costs(gpu_hours=1, price_per_gpu_hour=1), costs(total=1)),
    ("energy_in_compute", costs(cpu_hours=1, price_per_cpu_hour=1), costs(api=CALLS)),
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
    ("built_in_price", {}, NOTHING_REMOVED),
    ("built_in_price", {"already_labelled": 109999}, {"already_labelled": 110000}),
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
    # of all labelled, or none removed, it is known how many of them are kept
    ("labelled_spread", {"already_labelled": 109999}, {"already_labelled": 110000}),
    ("labelled_spread", {"already_labelled": 1}, {"already_labelled": 1, **NOTHING_REMOVED}),
    # carbon
    ("fixed_steps", {"training": {"schedule": "steps"}}, {"training": {"schedule": "epochs"}}),
    ("epochs_assumed", {}, {"training": {"schedule": "epochs"}}),
    ("epochs_assumed", {}, NOTHING_REMOVED),
    ("epochs_assumed", {"training": {"runs": 2}}, {"training": {"schedule": "steps"}}),
    ("epochs_assumed", {}, {"task": "cuboids", "prices": [{"task": "cuboids", "price": 4}]}),
    ("schedule_open", {**WEB_TEXT, "training": BY_SIZE}, WEB_TEXT),
    ("schedule_open", {**WEB_TEXT, "training": BY_SIZE}, {**WEB_TEXT, "training": {**BY_SIZE, "budget": "tokens"}}),
    ("schedule_open", {**WEB_TEXT, "training": OWN}, {**WEB_TEXT, "training": {**OWN, "schedule": "epochs"}}),
    ("schedule_open", {"training": BY_SIZE}, {"training": OWN}),
    ("unlabelled_unknown", {"training": SKIPS}, {"training": SKIPS, **BARE}),
    ("unlabelled_unknown", {"training": SKIPS}, {"training": {**SKIPS, "schedule": "steps"}}),
    ("unlabelled_unknown", {"training": SKIPS}, {"training": {"skips_unlabelled": False}}),
    ("unlabelled_skipped", {"training": SKIPS, **BARE}, {"training": SKIPS, "unlabelled": {"before": 9, "after": 9}}),
    ("unlabelled_skipped", {"training": SKIPS, **BARE}, {"training": {**SKIPS, "schedule": "steps"}, **BARE}),
    ("unlabelled_counted", BARE, {"training": {"skips_unlabelled": False}, **BARE}),
    ("unlabelled_counted", BARE, {"training": {"schedule": "steps"}, **BARE}),
    ("unlabelled_counted", BARE, {"unlabelled": {"before": 9, "after": 9}}),
    ("own_training_unused", {"training": {"kwh": 99}}, {"training": {"kwh": 99, "samples": 9}}),
    ("own_training_unused", {"training": {"samples": 9}}, {"training": {"runs": 2}}),
    ("own_training_unused", {"training": {"gpus": 2}}, {"training": {"gpu_hours": 5}}),
    (
        "own_training_unused",
        {"training": {"hours": 5, "gpus": 2}},
        {"training": {"hours": 5, "gpus": 2, "schedule": "steps"}},
    ),
    ("own_training_unused", {"training": {"samples": 9}}, {**WEB_TEXT, "training": {**BY_SIZE, "samples": 9}}),
    ("epochs_assumed", {}, {"training": BY_SIZE}),
    ("training_by_size", WEB_TEXT, {**WEB_TEXT, "training": {**EPOCHS, "gpu_hours": 5}}),
    ("training_by_size", WEB_TEXT, {**WEB_TEXT, "training": {**BY_SIZE, "schedule": "steps"}}),
    ("training_by_size", WEB_TEXT, {**WEB_TEXT, "samples_after": 1000}),
    ("training_by_samples", WEB_TEXT, {**WEB_TEXT, "training": {**EPOCHS, "gpu_hours": 5, "samples": 9}}),
    # what is saved of energy is enough, and so is what is saved of money
    *(
        ("training_by_samples", {"training": it}, {"training": it, **NOTHING_REMOVED})
        for it in ({"schedule": "epochs", "gpu_hours": 5, "gpu": "H100 SXM"}, {**EPOCHS, "gpu_hours": 5})
    ),
    ("training_by_samples", WEB_TEXT, {**WEB_TEXT, "training": {**BY_SIZE, "schedule": "steps"}}),
    ("training_by_samples", WEB_TEXT, reads("15e12")),
    # of 15e12 tokens two thirds to one and a half times are read
    ("training_of_other_data", reads("22.6e12"), reads("22.4e12")),
    ("training_of_other_data", reads("9.9e12"), reads("10.1e12")),
    ("training_of_other_data", reads("9.9e12", epochs=2), reads("29e12", epochs=2)),
    ("training_of_other_data", reads("22.6e12"), reads("22.6e12", schedule="steps")),
    ("training_of_other_data", reads("22.6e12"), {**reads("22.6e12"), "amounts": {}}),
    (
        "training_watts_stated",
        {**WEB_TEXT, "training": {**EPOCHS, "gpu_hours": 5, "watts": 700}},
        {**WEB_TEXT, "training": {**EPOCHS, "gpu_hours": 5, "gpu": "H100"}},
    ),
    (
        "training_watts_stated",
        {**WEB_TEXT, "training": {**EPOCHS, **BY_SIZE, "watts": 700}},
        {**WEB_TEXT, "training": {**EPOCHS, **BY_SIZE, "watts": 700, "kwh": 5}},
    ),
    (
        "training_watts_stated",
        {**WEB_TEXT, "training": {**EPOCHS, "gpu_hours": 5, "watts": 700}},
        {**WEB_TEXT, "training": {**EPOCHS, "gpu_hours": 5, "watts": 700, "samples": 9}},
    ),
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
    ("published_compared", {"training": {**OWN, "kwh": 99, "factor": "scenario"}}, {"training": {**OWN, "kwh": 99}}),
    ("published_compared", {"training": {**OWN, "kwh": 99, "factor": "scenario"}}, {}),
    ("published_arithmetic", {}, {"training": {"factor": "exact"}}),
    ("published_arithmetic", {}, NOTHING_REMOVED),
    ("published_arithmetic", {"training": {**OWN, "kwh": 99}}, {"training": {**OWN, "kwh": 99, "factor": "scenario"}}),
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
    ("two_grids", {**energy(kwh=1), "training": {**OWN, "kwh": 99}}, {"training": {**OWN, "kwh": 99}}),
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
    ("energy_not_measured", {}, energy(gpu="T4")),
    ("energy_from_ratings", energy(gpu="T4"), energy(kwh=1, basis="estimate")),
    ("energy_estimated", energy(kwh=1, basis="estimate"), energy(gpu="T4")),
    ("energy_estimate_beside", beside(cpu="EPYC 9654"), beside(gpu="L4")),
    ("energy_estimate_beside", beside(kwh=1), beside()),
    ("energy_estimate_beside", beside(kwh=1), {"energy": [{"kwh": 1}, {"kwh": 1}]}),
    ("energy_without_range", energy(kwh=1), energy(gpu="T4")),
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
    # the run takes 42 min
    (
        "stages_longer",
        {"stages": [{"name": it, "removed": 1, "duration": "21 min 1 s"} for it in "ab"]},
        {"stages": [{"name": it, "removed": 1, "duration": "21 min"} for it in "ab"]},
    ),
    (
        "stages_longer",
        {"stages": [{"name": "a", "removed": 1, "duration": 2521}]},
        {"stages": [{"name": "a", "removed": 1, "duration": Decimal("2520.001")}]},
    ),
    # 20 kW for 42 min are 14 kWh; of an A100, 0.4 kW x 1.1, 0.308 kWh, of two of them twice as much
    ("energy_stated_beyond", energy(kwh=Decimal("14.01")), energy(kwh=14)),
    # of a board beside it that no meter read, whichever of them stands first
    ("energy_stated_beyond", {"energy": [BOARD, {"kwh": Decimal("14.01")}]}, {"energy": [BOARD, {"kwh": 14}]}),
    ("energy_stated_beyond", {"energy": [{"kwh": Decimal("14.01")}, BOARD]}, {"energy": [BOARD]}),
    ("energy_stated_beyond", {**energy(kwh=15), **costs(machines=1)}, {**energy(kwh=15), **costs(machines=2)}),
    (
        "energy_stated_beyond",
        {"energy": [{"kwh": 8, "host": "a"}, {"kwh": 8, "host": "a"}]},
        {"energy": [{"kwh": 8, "host": "a"}, {"kwh": 8, "host": "b"}]},
    ),
    (
        "energy_stated_beyond",
        energy(kwh=Decimal("0.309"), scope="NVIDIA A100-SXM4-80GB"),
        energy(kwh=Decimal("0.308"), scope="NVIDIA A100-SXM4-80GB"),
    ),
    (
        "energy_stated_beyond",
        energy(kwh=Decimal("0.5"), scope="NVIDIA A100-SXM4-80GB"),
        energy(kwh=Decimal("0.5"), scope="2 x NVIDIA A100-SXM4-80GB"),
    ),
    # a sample of detection is known at 0.25 to 5 USD
    *(
        (
            "price_far_off",
            {"prices": [{**PRICE, "price": Decimal(far)}]},
            {"prices": [{**PRICE, "price": Decimal(near)}]},
        )
        for far, near in (("500.01", "500"), ("0.00249", "0.0025"), ("0.00249", "0"))
    ),
    (
        "price_far_off",
        {"prices": [{**PRICE, "price": 600, "unit": "sample"}]},
        {"prices": [{**PRICE, "price": 600, "unit": "1k samples"}]},
    ),
    ("everything_removed", {"samples_after": 0}, {"samples_after": 1}),
    ("price_far_off", settings(annotation_price="501"), settings(annotation_price="499")),
    (
        "price_far_off",
        {"prices": [{**PRICE, "price": 251, "unit": "object"}], **BOXED},
        {"prices": [{**PRICE, "price": 250, "unit": "object"}], **BOXED},
    ),
    (
        "price_far_off",
        {"prices": [{**PRICE, "price": 600, "currency": "EUR"}], "currency": "EUR"},
        {"prices": [{**PRICE, "price": 600, "currency": "JPY"}], "currency": "JPY"},
    ),
    (
        "price_far_off",
        {"prices": [{**PRICE, "price": 20000, "unit": "hour", "seconds_per_unit": 91}]},
        {"prices": [{**PRICE, "price": 20000, "unit": "hour", "seconds_per_unit": 90}]},
    ),
    ("over_explained", {"stages": [{"name": "a", "removed": 37501}]}, {"stages": [{"name": "a", "removed": 37500}]}),
    ("unexplained", {"stages": [{"name": "a", "removed": 1}]}, {"stages": [{"name": "a", "removed": 37501}]}),
    ("accuracy_not_measured", {}, quality(after="0.9")),
    ("accuracy_not_measured", quality(before="0.9"), NOTHING_REMOVED),
    ("accuracy_not_measured", {"models": [model(role="before")]}, {"models": [model(role="after")]}),
    ("no_random_baseline", quality(after="0.9"), quality(after="0.9", random_baseline="0.8")),
    ("no_random_baseline", quality(after="0.9"), quality(before="0.9")),
    ("no_random_baseline", quality(after="0.9"), {**quality(after="0.9"), **NOTHING_REMOVED}),
    ("random_as_good", quality(after="0.9", random_baseline="0.9"), quality(after="0.9001", random_baseline="0.9")),
    ("random_as_good", quality(after="0.8", random_baseline="0.9"), quality(after="0.8")),
    ("random_as_good", quality(after="0.8", random_baseline="0.9"), quality(random_baseline="0.9")),
    ("accuracy_fell", quality(before="0.9", after="0.8999"), quality(before="0.9", after="0.9")),
    ("accuracy_fell", sides("0.9", "0.8999"), sides("0.9", "0.9")),
    ("accuracy_fell", sides("0.9", "0.8999"), {**sides("0.9", "0.8999"), **quality(before="0.9", after="0.9")}),
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


def test_every_caveat_has_both_runs() -> None:
    """A caveat without a run on which it stands and one on which it must not is none that is tested."""
    told = set().union(*(expected for _, expected in OF_SIDES))
    known = [(caveat, expected) for caveat, *_, expected in (*OF_RECORDS, *OF_METERS, *OF_TABLES, *OF_NEARLY)]
    known += [(caveat, expected) for _, caveat, expected in OF_SAMPLES]
    known += [(caveat, caveat in expected) for caveat in told for _, expected in OF_SIDES]
    known += [("beyond_list", expected) for *_, expected in BEYOND_LIST]
    known += [("component_swallows", expected) for _, expected in OF_SETS]
    known += [("hidden_cells", expected) for _, expected in HIDDEN]
    known += [("evidence_differs", expected) for *_, expected in STATED_OTHERWISE]
    known += [(caveat, expected) for caveat, *_ in CASES for expected in (True, False)]

    without = [caveat.id for _, caveat in RULES if {True, False} != {on for name, on in known if name == caveat.id}]
    assert [] == without
    assert {name for name, _ in known} == {caveat.id for _, caveat in RULES}
