"""The leaves: every key that an input gives, with its unit, what it may be and why it may be absent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.files.shapes import Count, Duration, Quantity, Shape
from reportgen.manifest.model import ACCURACY, INTENSITY
from reportgen.words.message import message

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
    "duration_s": LeafKind(message("Duration of the filtering"), "s", Duration()),
    "samples_before": LeafKind(message("Samples before filtering"), "sample", Count()),
    "samples_after": LeafKind(message("Samples after filtering"), "sample", Count()),
    "stage_removed": LeafKind(message("Removed"), "sample", Count()),
    "stage_duration": LeafKind(message("Time"), "s", Duration()),
    "already_labelled_before": LeafKind(message("Already labelled before filtering"), "sample", Count()),
    "already_labelled_after": LeafKind(message("Already labelled, kept"), "sample", Count()),
    "annotation_price": LeafKind(
        message("Annotation price"), "{currency}/{unit}", _ANY, message("no annotation price for this task")
    ),
    "annotation_price_tier": LeafKind(message("Annotation price, tier"), "{currency}/{unit}", _ANY),
    "units_per_sample": LeafKind(message("Units per sample"), "unit/sample", _ANY),
    "annotators": LeafKind(message("Labellers of each unit"), "1", Count(1)),
    "units_already_used": LeafKind(message("Units of the period already used"), "unit", Count()),
    "review_share": LeafKind(message("Share of units reviewed"), "1", _SHARE),
    "review_price": LeafKind(message("Price of reviewing a unit"), "{currency}/{unit}", _ANY),
    "fixed_fee": LeafKind(message("Fixed fee of the batch"), "{currency}", _ANY),
    "discount": LeafKind(message("Discount"), "1", _SHARE),
    "seconds_per_unit": LeafKind(
        message("Labelling time of a unit"), "s/unit", _ANY, message("labelling time per unit not given")
    ),
    "training_runs": LeafKind(message("Training runs"), "1", Count()),
    "co2_per_sample": LeafKind(
        message("Training CO2e of one sample"),
        "kgCO2e/sample",
        _ANY,
        message("no published training factor for this task"),
    ),
    "factor_kwh": LeafKind(
        message("Energy of the published training"), "kWh", _ANY, message("no published training factor for this task")
    ),
    "factor_samples": LeafKind(
        message("Samples of the published training"),
        "sample",
        Count(1),
        message("no published training factor for this task"),
    ),
    "factor_grid_intensity": LeafKind(
        message("Grid intensity inside the published factor"),
        "kgCO2e/kWh",
        INTENSITY,
        message("no published training factor for this task"),
    ),
    "training_samples": LeafKind(
        message("Samples of the own training"), "sample", Count(1), message("own training's samples not given")
    ),
    "training_hours": LeafKind(
        message("Duration of the own training"), "h", _ABOVE, message("own training's hours not given")
    ),
    "training_gpus": LeafKind(
        message("GPUs of the own training"), "1", Count(1), message("own training's GPUs not given")
    ),
    "training_watts": LeafKind(
        message("Mean power of each training GPU"), "W", _ABOVE, message("own training's watts not given")
    ),
    "training_kwh": LeafKind(message("Energy of one own training"), "kWh", _ABOVE),
    "gpu_price_per_hour": LeafKind(
        message("Price of a GPU-hour"), "{currency}/h", _ANY, message("price of a GPU-hour not given")
    ),
    "filtering_energy": LeafKind(
        message("Energy of filtering, at the meter"), "kWh", _ANY, message("filtering energy was not measured")
    ),
    "energy": LeafKind(message("Energy drawn"), "kWh", _ANY),
    "reported_energy": LeafKind(message("Energy as the tool reports it"), "kWh", _ANY),
    "record_duration": LeafKind(message("Duration of the record"), "s", Duration()),
    "record_gaps": LeafKind(message("Gaps in the record"), "s", Duration()),
    "sampling_interval": LeafKind(message("Time between readings of power"), "s", _ANY),
    "sampling_bound": LeafKind(message("What sampling can have missed, either way"), "kWh", _ANY),
    "tool_intensity": LeafKind(message("Grid intensity that the tool took"), "kgCO2e/kWh", INTENSITY),
    "device_energy": LeafKind(message("Energy of a device"), "kWh", _ANY),
    "device_peak": LeafKind(message("Peak power of a device"), "W", _ANY),
    "recorded_energy": LeafKind(message("Energy that a prediction was of"), "kWh", _ANY),
    "predicted_at": LeafKind(message("When the run's end was predicted, from its start"), "s", Duration()),
    "predicted_duration": LeafKind(message("Duration as predicted"), "s", Duration()),
    "predicted_energy": LeafKind(message("Energy as predicted"), "kWh", _ANY),
    "predicted_co2": LeafKind(message("CO2e as predicted"), "kgCO2e", _ANY),
    "stage_energy": LeafKind(message("Energy of a stage"), "kWh", _ANY),
    "car_km_co2": LeafKind(message("CO2e of a kilometre by car"), "kgCO2e/km", _ANY),
    "phone_charge_co2": LeafKind(message("CO2e of charging a smartphone"), "kgCO2e", _ANY),
    "embodied_kg": LeafKind(message("Embodied emissions"), "kgCO2e", _ABOVE),
    "embodied_count": LeafKind(message("Number of devices"), "1", Count(1)),
    "embodied_hours": LeafKind(message("Hours reserved"), "h", _ANY),
    "embodied_lifetime": LeafKind(message("Lifetime"), "year", _ABOVE),
    "embodied_share": LeafKind(message("Share reserved"), "1", Quantity(high=Decimal(1), above=True)),
    "embodied_utilisation": LeafKind(
        message("Share of its lifetime in use"), "1", Quantity(high=Decimal(1), above=True)
    ),
    "pue": LeafKind(
        message("PUE: the building's energy over the computers'"), "1", Quantity(low=Decimal(1), high=Decimal(10))
    ),
    "grid_intensity": LeafKind(message("Grid intensity"), "kgCO2e/kWh", INTENSITY),
    "market_intensity": LeafKind(
        message("Grid intensity, market-based"), "kgCO2e/kWh", INTENSITY, message("not given")
    ),
    "electricity_price": LeafKind(
        message("Price of electricity"), "{currency}/kWh", _ANY, message("price of electricity not given")
    ),
    "machines": LeafKind(message("Machines that filtered"), "1", Count(1)),
    "compute_per_hour": LeafKind(
        message("Price of a machine's hour"), "{currency}/h", _ANY, message("price of compute not given")
    ),
    "person_hours": LeafKind(message("People's time for filtering"), "h", _ANY, message("people's time not given")),
    "hourly_rate": LeafKind(
        message("Price of an hour of people's time"), "{currency}/h", _ANY, message("hourly rate not given")
    ),
    "licence": LeafKind(message("Licence"), "{currency}", _ANY, message("licence cost not given")),
    "accuracy": LeafKind(message("Accuracy"), "1", ACCURACY, message("accuracy not given")),
    "consumption_wh": LeafKind(message("Energy"), "Wh/{per}", _ANY, message("energy not given")),
    "model_cost": LeafKind(message("Energy cost"), "0.01 {currency}/{per}", _ANY, message("energy cost not given")),
    "model_price": LeafKind(message("Price of a model's electricity"), "{currency}/kWh", _ANY),
    "run_accuracy": LeafKind(message("Accuracy of a run"), "1", ACCURACY, message("accuracy not given")),
    "run_consumption_wh": LeafKind(message("Energy of a run"), "Wh/{per}", _ANY, message("energy not given")),
    "run_cost": LeafKind(
        message("Energy cost of a run"), "0.01 {currency}/{per}", _ANY, message("energy cost not given")
    ),
    "checkpoint_s": LeafKind(message("Time of a checkpoint"), "s", _ANY),
    "checkpoint_accuracy": LeafKind(message("Accuracy at a checkpoint"), "1", ACCURACY),
    "checkpoint_wh": LeafKind(message("Energy at a checkpoint"), "Wh/{per}", _ANY),
    "checkpoint_cost": LeafKind(
        message("Energy cost at a checkpoint"), "0.01 {currency}/{per}", _ANY, message("energy cost not given")
    ),
    "score_target": LeafKind(message("Score that a training is to reach"), "1", _SHARE),
    "accuracy_step": LeafKind(message("Cell size, accuracy"), "1", Quantity(above=True, high=Decimal(1))),
    "energy_step": LeafKind(message("Cell size, energy"), "Wh", _ABOVE),
    "cost_step": LeafKind(message("Cell size, energy cost"), "0.01 {currency}", _ABOVE),
    "alpha": LeafKind(message("Weight of consumption at full accuracy (alpha)"), "1", _SHARE),
    "beta": LeafKind(message("Weight of energy (beta)"), "1", _ANY),
    "beta_cost": LeafKind(message("Weight of energy cost (beta)"), "1", _ANY),
    "quality_before": LeafKind(
        message("Accuracy before filtering"), "1", ACCURACY, message("accuracy before filtering not given")
    ),
    "quality_after": LeafKind(
        message("Accuracy after filtering"), "1", ACCURACY, message("accuracy after filtering was not measured")
    ),
    "quality_random": LeafKind(
        message("Accuracy on a random subset of equal size"), "1", ACCURACY, message("not measured")
    ),
    "evidence_runs": LeafKind(message("Training runs"), "1", Count()),
    "evidence_accuracy": LeafKind(message("Accuracy of training runs, median"), "1", ACCURACY),
    "evidence_accuracy_mean": LeafKind(message("Accuracy of training runs, mean"), "1", ACCURACY),
    "evidence_accuracy_p25": LeafKind(message("Accuracy of training runs, first quartile"), "1", ACCURACY),
    "evidence_accuracy_p75": LeafKind(message("Accuracy of training runs, third quartile"), "1", ACCURACY),
    "evidence_accuracy_min": LeafKind(message("Accuracy of training runs, lowest"), "1", ACCURACY),
    "evidence_accuracy_max": LeafKind(message("Accuracy of training runs, highest"), "1", ACCURACY),
    "evidence_energy": LeafKind(message("Energy of a training run, median"), "kWh", _ANY),
    "evidence_energy_p25": LeafKind(message("Energy of a training run, first quartile"), "kWh", _ANY),
    "evidence_energy_p75": LeafKind(message("Energy of a training run, third quartile"), "kWh", _ANY),
    "evidence_energy_min": LeafKind(message("Energy of a training run, lowest"), "kWh", _ANY),
    "evidence_energy_max": LeafKind(message("Energy of a training run, highest"), "kWh", _ANY),
    "evidence_samples": LeafKind(message("Samples of a training run"), "sample", _ANY),
    "evidence_within": LeafKind(message("Runs within the range of others"), "1", Count()),
    "evidence_epochs": LeafKind(message("Epochs of a training so far"), "1", Count(1)),
    "evidence_epochs_total": LeafKind(message("Epochs of the whole training"), "1", Count(1)),
    "evidence_epochs_energy": LeafKind(message("Energy of its epochs so far"), "kWh", _ANY),
    "evidence_epoch_energy": LeafKind(message("Energy of one epoch, median"), "kWh", _ANY),
    "rate": LeafKind(message("Exchange rate"), "{currency}/{unit}", _ABOVE),
    "listed_price": LeafKind(message("Price in the table's currency"), "{currency}/{unit}", _ANY),
    "listed_price_tier": LeafKind(message("Price in the table's currency, tier"), "{currency}/{unit}", _ANY),
    "listed_review_price": LeafKind(message("Price of reviewing, in the table's currency"), "{currency}/{unit}", _ANY),
    "listed_fixed_fee": LeafKind(message("Fixed fee, in the table's currency"), "{currency}", _ANY),
}


# What a record says beside its energy, runs and checkpoints: shown in tables and charts of their own, not among the
# inputs that results rest on.
DETAILS = (
    "reported_energy.",
    "record_",
    "sampling_",
    "tool_intensity.",
    "recorded_",
    "device_",
    "stage_energy.",
    "predict",
    "evidence_",
    "run_accuracy.",
    "run_consumption_wh.",
    "run_cost.",
    "checkpoint_",
)

EQUIVALENCES = ("car_km_co2", "phone_charge_co2")


def kind_of(key: str) -> LeafKind | None:
    """The kind of a key, of `stage_removed.near_duplicates` or `annotation_price_tier_2` too; None for no leaf."""
    stem = key.partition(".")[0]
    head, _, number = stem.rpartition("_")
    return KINDS.get(stem) or (KINDS.get(head) if number.isdigit() else None)
