"""The contract of the leaves, key by key: their units, and what --set takes at the ends of their range and beyond."""

from __future__ import annotations

import pytest

from reportgen.files.nodes import Node
from reportgen.files.notes import Notes
from reportgen.inputs.keys import KINDS, LeafKind, kind_of

UNITS = {
    "s": "duration_s stage_duration record_duration record_gaps predicted_at predicted_duration sampling_interval "
    "checkpoint_s",
    "sample": "samples_before samples_after stage_removed already_labelled_before already_labelled_after "
    "training_samples evidence_samples predicted_samples done_samples balance_before balance_after balance_random_low "
    "balance_random_high balance_rest_before balance_rest_after balance_rest_random_low balance_rest_random_high "
    "amount_unknown component_largest reason_removed unlabelled_before unlabelled_after",
    "1": "training_runs evidence_runs evidence_within annotators seats machines training_gpus embodied_count "
    "evidence_epochs evidence_epochs_total part_share review_share discount score_target alpha months embodied_share "
    "embodied_utilisation accuracy_step pue accuracy quality_before quality_after quality_random run_accuracy "
    "evidence_accuracy evidence_accuracy_p25 evidence_accuracy_p75 evidence_accuracy_min evidence_accuracy_max "
    "evidence_accuracy_mean checkpoint_accuracy evidence_total_runs balance_values balance_lost "
    "balance_nearly_lost balance_below balance_rest balance_evenness_before balance_evenness_after "
    "training_epochs training_mfu estimate_count estimate_load node_share storage_months storage_copies",
    "parameter": "training_parameters training_active_parameters",
    "token": "training_tokens api_input_tokens api_output_tokens",
    "FLOP/s": "gpu_peak_flops",
    "{unit}": "units_already_used number_in_unit units_per_month factor_samples amount_before amount_after",
    "{unit}/sample": "units_per_sample",
    "s/{unit}": "seconds_per_unit",
    "{currency}/{unit}": "annotation_price annotation_price_tier review_price listed_price listed_price_tier "
    "listed_review_price rate",
    "{currency}": "fixed_fee per_month minimum listed_per_month listed_minimum listed_fixed_fee licence "
    "filtering_cost_total",
    "{currency}/h": "gpu_price_per_hour compute_per_hour hourly_rate price_per_cpu_hour price_per_gpu_hour",
    "{currency}/GB": "storage_per_gb_month",
    "kWh/GB": "storage_kwh_per_gb_year",
    "{currency}/1M_tokens": "api_price_in api_price_out",
    "{currency}/kWh": "electricity_price model_price",
    "h": "person_hours embodied_hours training_hours training_gpu_hours cpu_hours gpu_hours estimate_hours",
    "year": "embodied_lifetime",
    "kgCO2e/sample": "co2_per_sample",
    "kgCO2e/{unit}": "co2_per_unit",
    "kgCO2e/kWh": "factor_grid_intensity grid_intensity market_intensity tool_intensity",
    "kgCO2e/km": "car_km_co2",
    "kgCO2e": "phone_charge_co2 predicted_co2 embodied_kg published_training_co2",
    "kWh": "factor_kwh filtering_energy energy reported_energy sampling_bound device_energy recorded_energy "
    "predicted_energy stage_energy evidence_energy evidence_energy_p25 evidence_energy_p75 evidence_energy_min "
    "evidence_energy_max evidence_epochs_energy evidence_epoch_energy training_kwh published_training_kwh "
    "home_year_kwh evidence_total_energy",
    "W": "device_peak training_watts estimate_power",
    "Wh": "energy_step",
    "Wh/{per}": "consumption_wh run_consumption_wh checkpoint_wh",
    "0.01 {currency}": "cost_step",
    "0.01 {currency}/{per}": "model_cost run_cost checkpoint_cost",
    "{per}/Wh": "beta",
    "{per}/0.01 {currency}": "beta_cost",
}

# What is taken and what is not, and the keys of which that holds; every other key takes zero and any number above it.
BOUNDS = {
    ("1 42min", "PT0S 0 -1 never"): UNITS["s"].removesuffix(" sampling_interval checkpoint_s"),
    ("0 1 1000000000000000000", "-1 0.5 1000000000000000001"): "samples_before samples_after stage_removed "
    "already_labelled_before already_labelled_after units_already_used training_runs evidence_runs evidence_within "
    "done_samples evidence_total_runs balance_values balance_lost balance_nearly_lost balance_below "
    "balance_after balance_random_low balance_random_high component_largest unlabelled_before unlabelled_after "
    "reason_removed "
    "balance_rest_after balance_rest_random_low balance_rest_random_high",
    ("1 1000000000000000000", "0 1.5"): "number_in_unit annotators seats machines factor_samples training_samples "
    "training_gpus embodied_count evidence_epochs evidence_epochs_total predicted_samples balance_before "
    "amount_unknown balance_rest balance_rest_before estimate_count storage_copies",
    ("0 0.5 1", "-0.01 1.01"): "part_share review_share discount score_target alpha accuracy quality_before "
    "quality_after quality_random run_accuracy evidence_accuracy evidence_accuracy_p25 evidence_accuracy_p75 "
    "evidence_accuracy_min evidence_accuracy_max evidence_accuracy_mean checkpoint_accuracy "
    "balance_evenness_before balance_evenness_after",
    ("0.01 1", "0 1.01"): "embodied_share embodied_utilisation accuracy_step training_mfu estimate_load",
    ("0.001 1000000", "0 -1"): "units_per_month months rate training_hours training_watts training_kwh embodied_kg "
    "embodied_lifetime energy_step cost_step training_gpu_hours training_parameters training_active_parameters "
    "training_tokens training_epochs gpu_peak_flops estimate_power estimate_hours storage_months",
    ("0 3", "-0.001 3.001"): UNITS["kgCO2e/kWh"],
    ("1 10", "0.99 10.01"): "pue",
}
CASES = {key: texts for texts, keys in BOUNDS.items() for key in keys.split()}


def kind(name: str) -> LeafKind:
    """The kind of a key of this name, as a run has it: with the end that its keys take."""
    found = kind_of(name + {".SLUG": ".a", ".UNIT": ".a", "_N": "_1"}.get(end := KINDS[name].ends[0], end))
    assert found is not None
    return found


@pytest.mark.parametrize(("unit", "keys"), UNITS.items())
def test_the_unit_of_a_key_is_a_contract(unit: str, keys: str) -> None:
    """Each key is in the unit that report.json has given it from the first version on."""
    assert dict.fromkeys(keys.split(), unit) == {key: kind(key).unit for key in keys.split()}


def test_every_key_has_its_unit_here() -> None:
    """A new leaf gets its line in the table above."""
    assert sorted(KINDS) == sorted(key for keys in UNITS.values() for key in keys.split())


@pytest.mark.parametrize("key", KINDS)
def test_what_a_key_takes(key: str) -> None:
    """The ends of its range are taken, and what lies just beyond is refused."""
    taken, refused = CASES.get(key, ("0 0.000001 1000000", "-0.000001 x"))

    def is_taken(text: str) -> bool:
        notes = Notes("--set", Node("map", {}, None))
        kind(key).shape.read(Node("text", text, None), (key,), notes)
        return not notes.problems

    assert {**dict.fromkeys(taken.split(), True), **dict.fromkeys(refused.split(), False)} == {
        text: is_taken(text) for text in (*taken.split(), *refused.split())
    }


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("samples_before", True),
        ("samples_before.a", False),
        ("stage_removed.near_duplicates", True),
        ("stage_removed", False),
        ("stage_removed.", False),
        ("annotation_price_tier_2", True),
        ("annotation_price_tier", False),
        ("annotation_price_tier_x", False),
        ("annotation_price_2", False),
        ("beta", True),
        ("beta.hour", True),
        ("beta.day", False),
        ("co2_per_sample.published", True),
        ("co2_per_sample.own", False),
        ("evidence_total_runs", True),
        ("evidence_total_runs.aside", True),
        ("evidence_total_runs.unknown", True),
        ("evidence_total_runs.after", False),
        ("roi", False),
    ],
)
def test_forms_of_keys(key: str, expected: bool) -> None:
    """A key is a leaf's where it ends as its kind does: plainly, by a name, by a number, or by a word of the list."""
    assert expected == (kind_of(key) is not None)
