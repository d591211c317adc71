"""The leaves: every key that an input gives, with its unit, what it may be and why it may be absent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.manifest.model import ACCURACY, INTENSITY
from reportgen.manifest.shapes import Count, Duration, Quantity, Shape

_ANY = Quantity()
_ABOVE = Quantity(above=True)
_SHARE = Quantity(high=Decimal(1))


@dataclass(frozen=True)
class LeafKind:
    """What is known of a leaf before its value: `{currency}`, `{unit}` and `{per}` in the unit are filled in."""

    label: str
    unit: str
    shape: Shape
    absent: str = ""


KINDS: dict[str, LeafKind] = {
    "duration_s": LeafKind("Duration of the filtering", "s", Duration()),
    "samples_before": LeafKind("Samples before filtering", "sample", Count()),
    "samples_after": LeafKind("Samples after filtering", "sample", Count()),
    "stage_removed": LeafKind("Removed", "sample", Count()),
    "stage_duration": LeafKind("Time", "s", Duration()),
    "already_labelled_before": LeafKind("Already labelled before filtering", "sample", Count()),
    "already_labelled_after": LeafKind("Already labelled, kept", "sample", Count()),
    "annotation_price": LeafKind("Annotation price", "{currency}/{unit}", _ANY, "no annotation price for this task"),
    "annotation_price_tier": LeafKind("Annotation price, tier", "{currency}/{unit}", _ANY),
    "units_per_sample": LeafKind("Units per sample", "unit/sample", _ANY),
    "annotators": LeafKind("Labellers of each unit", "1", Count(1)),
    "units_already_used": LeafKind("Units of the period already used", "unit", Count()),
    "review_share": LeafKind("Share of units reviewed", "1", _SHARE),
    "review_price": LeafKind("Price of reviewing a unit", "{currency}/{unit}", _ANY),
    "fixed_fee": LeafKind("Fixed fee of the batch", "{currency}", _ANY),
    "discount": LeafKind("Discount", "1", _SHARE),
    "seconds_per_unit": LeafKind("Labelling time of a unit", "s/unit", _ANY, "labelling time per unit not given"),
    "training_runs": LeafKind("Training runs", "1", Count()),
    "co2_per_sample": LeafKind(
        "Training CO2e of one sample", "kgCO2e/sample", _ANY, "no published training factor for this task"
    ),
    "factor_kwh": LeafKind(
        "Energy of the published training", "kWh", _ANY, "no published training factor for this task"
    ),
    "factor_samples": LeafKind(
        "Samples of the published training", "sample", Count(1), "no published training factor for this task"
    ),
    "factor_grid_intensity": LeafKind(
        "Grid intensity inside the published factor",
        "kgCO2e/kWh",
        INTENSITY,
        "no published training factor for this task",
    ),
    "training_samples": LeafKind("Samples of the own training", "sample", Count(1), "own training's samples not given"),
    "training_hours": LeafKind("Duration of the own training", "h", _ABOVE, "own training's hours not given"),
    "training_gpus": LeafKind("GPUs of the own training", "1", Count(1), "own training's GPUs not given"),
    "training_watts": LeafKind("Mean power of each training GPU", "W", _ABOVE, "own training's watts not given"),
    "training_kwh": LeafKind("Energy of one own training", "kWh", _ABOVE),
    "gpu_price_per_hour": LeafKind("Price of a GPU-hour", "{currency}/h", _ANY, "price of a GPU-hour not given"),
    "filtering_energy": LeafKind("Energy of filtering, at the meter", "kWh", _ANY, "filtering energy was not measured"),
    "energy": LeafKind("Energy drawn", "kWh", _ANY),
    "pue": LeafKind("PUE: the building's energy over the computers'", "1", Quantity(low=Decimal(1), high=Decimal(10))),
    "grid_intensity": LeafKind("Grid intensity", "kgCO2e/kWh", INTENSITY),
    "market_intensity": LeafKind("Grid intensity, market-based", "kgCO2e/kWh", INTENSITY, "not given"),
    "electricity_price": LeafKind("Price of electricity", "{currency}/kWh", _ANY, "price of electricity not given"),
    "machines": LeafKind("Machines that filtered", "1", Count(1)),
    "compute_per_hour": LeafKind("Price of a machine's hour", "{currency}/h", _ANY, "price of compute not given"),
    "person_hours": LeafKind("People's time for filtering", "h", _ANY, "people's time not given"),
    "hourly_rate": LeafKind("Price of an hour of people's time", "{currency}/h", _ANY, "hourly rate not given"),
    "licence": LeafKind("Licence", "{currency}", _ANY, "licence cost not given"),
    "accuracy": LeafKind("Accuracy", "1", ACCURACY, "accuracy not given"),
    "consumption_wh": LeafKind("Energy", "Wh/{per}", _ANY, "energy not given"),
    "model_cost": LeafKind("Energy cost", "0.01 {currency}/{per}", _ANY, "energy cost not given"),
    "alpha": LeafKind("Weight of consumption at full accuracy (alpha)", "1", _SHARE),
    "beta": LeafKind("Weight of energy (beta)", "1", _ANY),
    "beta_cost": LeafKind("Weight of energy cost (beta)", "1", _ANY),
    "quality_before": LeafKind("Accuracy before filtering", "1", ACCURACY, "accuracy before filtering not given"),
    "quality_after": LeafKind("Accuracy after filtering", "1", ACCURACY, "accuracy after filtering was not measured"),
    "quality_random": LeafKind("Accuracy on a random subset of equal size", "1", ACCURACY, "not measured"),
    "rate": LeafKind("Exchange rate", "{currency}/{unit}", _ABOVE),
    "listed_price": LeafKind("Price in the table's currency", "{currency}/{unit}", _ANY),
    "listed_price_tier": LeafKind("Price in the table's currency, tier", "{currency}/{unit}", _ANY),
    "listed_review_price": LeafKind("Price of reviewing, in the table's currency", "{currency}/{unit}", _ANY),
    "listed_fixed_fee": LeafKind("Fixed fee, in the table's currency", "{currency}", _ANY),
}


def kind_of(key: str) -> LeafKind | None:
    """The kind of a key, of `stage_removed.near_duplicates` or `annotation_price_tier_2` too; None for no leaf."""
    stem = key.partition(".")[0]
    head, _, number = stem.rpartition("_")
    return KINDS.get(stem) or (KINDS.get(head) if number.isdigit() else None)
