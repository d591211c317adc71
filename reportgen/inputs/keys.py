"""The leaves: every key that an input gives, and all that is said of it before its value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Context, Decimal

from reportgen.files.number_shapes import LARGEST_COUNT, Count, Quantity, Share
from reportgen.files.shapes import Shape
from reportgen.files.time_shapes import Duration, Span
from reportgen.manifest.model import ACCURACY, INTENSITY
from reportgen.words.message import message

_ANY = Quantity()
_ABOVE = Quantity(above=True)
_SHARE = Share()

PLAIN, OF_SLUG, NUMBERED = ("",), (".SLUG",), ("_N",)

DATA, MONEY = message("Data", context="kind of inputs"), message("Costs")
CARBON, MODELS = message("Energy and CO2"), message("Models")
# Of the assumptions on the page; what stands elsewhere says where.
GROUPS = (DATA, MONEY, CARBON, MODELS)
TABLES, CHARTS, JSON_ALONE = "tables of its own", "charts", "report.json alone"


@dataclass(frozen=True)
class LeafKind:
    """What is known of a leaf before its value.

    unit: `{currency}`, `{unit}` and `{per}` in it are filled in. shape: what --set takes. absent: why it has no value
    where nobody gives it. ends: what a key has after the kind's own name: nothing, `.SLUG`, `.UNIT`, `_N`, or a word.
    place: where a reader finds it, a group of the assumptions or one of the other three. is_term: whether it is a term
    of a price, which a confidential row withholds.
    """

    label: str
    unit: str
    shape: Shape
    absent: str = ""
    ends: tuple[str, ...] = PLAIN
    place: str = TABLES
    is_term: bool = False

    def takes(self, end: str) -> bool:
        """Whether a key may end so after the kind's own name."""
        forms = {form[0] for form in self.ends if form.isupper()}  # the signs that a name or a number follows
        if end[:1] in forms and end[1:]:
            return end[0] == "." or end[1:].isdigit()
        return end in self.ends and end[:1] not in forms


_NO_UNLABELLED = message("the training passes over samples without a label, and how many were removed is not stated")

_DATA: dict[str, LeafKind] = {
    "duration_s": LeafKind(message("Duration of the filtering"), "s", Duration()),
    "samples_before": LeafKind(message("Samples before filtering"), "sample", Count()),
    "samples_after": LeafKind(message("Samples after filtering"), "sample", Count()),
    "amount_before": LeafKind(message("Amount before filtering"), "{unit}", _ANY, ends=(".UNIT",)),
    "amount_after": LeafKind(message("Amount after filtering"), "{unit}", _ANY, ends=(".UNIT",)),
    "amount_unknown": LeafKind(
        message("Samples without this value in the table of decisions"), "sample", Count(1), ends=(".UNIT",)
    ),
    "stage_removed": LeafKind(message("Removed", context="samples, by a stage"), "sample", Count(), ends=OF_SLUG),
    "reason_removed": LeafKind(message("Removed", context="samples, by a stage"), "sample", Count(), ends=OF_SLUG),
    "stage_duration": LeafKind(message("Time"), "s", Duration(), ends=OF_SLUG),
    "already_labelled_before": LeafKind(message("Already labelled before filtering"), "sample", Count()),
    "already_labelled_after": LeafKind(message("Already labelled, kept"), "sample", Count()),
    "unlabelled_before": LeafKind(message("Without a label before filtering"), "sample", Count(), _NO_UNLABELLED),
    "unlabelled_after": LeafKind(message("Without a label, kept"), "sample", Count(), _NO_UNLABELLED),
}

# What a row of a cost table gives, and what its price is reckoned with.
_PRICE: dict[str, LeafKind] = {
    "annotation_price": LeafKind(
        message("Annotation price"),
        "{currency}/{unit}",
        _ANY,
        message("no annotation price for this task"),
        ends=("", ".PART"),
    ),
    "annotation_price_tier": LeafKind(message("Annotation price, tier"), "{currency}/{unit}", _ANY, ends=NUMBERED),
    "units_per_sample": LeafKind(message("Units per sample"), "{unit}/sample", _ANY, ends=(".UNIT",)),
    "number_in_unit": LeafKind(message("Quantity that the price is for"), "{unit}", Count(1), ends=("", ".PART")),
    "part_share": LeafKind(message("Share of the samples"), "1", _SHARE, ends=(".PART",)),
    "annotators": LeafKind(message("Labellers of each unit"), "1", Count(1)),
    "units_already_used": LeafKind(message("Units of the period already used"), "{unit}", Count()),
    "units_per_month": LeafKind(message("Units labelled in a month"), "{unit}", _ABOVE),
    "review_share": LeafKind(message("Share of units reviewed"), "1", _SHARE),
    "review_price": LeafKind(message("Price of reviewing a unit"), "{currency}/{unit}", _ANY),
    "fixed_fee": LeafKind(message("Fixed fee of the batch"), "{currency}", _ANY),
    "per_month": LeafKind(message("Fee of a month"), "{currency}", _ANY),
    "months": LeafKind(message("Months that are paid"), "1", _ABOVE),
    "seats": LeafKind(message("Seats that are paid"), "1", Count(1)),
    "minimum": LeafKind(message("Minimum charge of a batch"), "{currency}", _ANY),
    "discount": LeafKind(message("Discount"), "1", _SHARE),
    "seconds_per_unit": LeafKind(
        message("Labelling time of a unit"), "s/{unit}", Span("s"), message("labelling time per unit not given")
    ),
    "rate": LeafKind(message("Exchange rate"), "{currency}/{unit}", _ABOVE, ends=(".FROM_TO",)),
    "listed_price": LeafKind(message("Price in the table's currency"), "{currency}/{unit}", _ANY, ends=("", ".PART")),
    "listed_price_tier": LeafKind(
        message("Price in the table's currency, tier"), "{currency}/{unit}", _ANY, ends=NUMBERED
    ),
    "listed_review_price": LeafKind(message("Price of reviewing, in the table's currency"), "{currency}/{unit}", _ANY),
    "listed_per_month": LeafKind(message("Fee of a month, in the table's currency"), "{currency}", _ANY),
    "listed_minimum": LeafKind(message("Minimum charge of a batch, in the table's currency"), "{currency}", _ANY),
    "listed_fixed_fee": LeafKind(message("Fixed fee, in the table's currency"), "{currency}", _ANY),
}

_COSTS: dict[str, LeafKind] = {
    "filtering_cost_total": LeafKind(message("Cost of filtering, one invoice"), "{currency}", _ANY),
    "cpu_hours": LeafKind(message("CPU-hours of filtering"), "h", _ANY, message("CPU-hours not given")),
    "price_per_cpu_hour": LeafKind(
        message("Price of a CPU-hour of filtering"), "{currency}/h", _ANY, message("price of a CPU-hour not given")
    ),
    "gpu_hours": LeafKind(message("GPU-hours of filtering"), "h", _ANY, message("GPU-hours not given")),
    "price_per_gpu_hour": LeafKind(
        message("Price of a GPU-hour of filtering"), "{currency}/h", _ANY, message("price of a GPU-hour not given")
    ),
    "api_input_tokens": LeafKind(message("Tokens sent to a model"), "token", _ANY),
    "api_output_tokens": LeafKind(message("Tokens that a model wrote"), "token", _ANY),
    "api_price_in": LeafKind(message("Price of 1,000,000 tokens sent"), "{currency}/1M_tokens", _ANY),
    "api_price_out": LeafKind(message("Price of 1,000,000 tokens written"), "{currency}/1M_tokens", _ANY),
    "gpu_price_per_hour": LeafKind(
        message("Price of a GPU-hour"), "{currency}/h", _ANY, message("price of a GPU-hour not given")
    ),
    "electricity_price": LeafKind(
        message("Price of electricity"), "{currency}/kWh", _ANY, message("price of electricity not given")
    ),
    "machines": LeafKind(message("Machines that filtered"), "1", Count(1)),
    "compute_per_hour": LeafKind(
        message("Price of a machine's hour"), "{currency}/h", _ANY, message("price of compute not given")
    ),
    "person_hours": LeafKind(
        message("People's time for filtering"), "h", Span("h", days=False), message("people's time not given")
    ),
    "hourly_rate": LeafKind(
        message("Price of an hour of people's time"), "{currency}/h", _ANY, message("hourly rate not given")
    ),
    "licence": LeafKind(message("Licence"), "{currency}", _ANY, message("licence cost not given")),
}

_STORAGE: dict[str, LeafKind] = {
    "storage_per_gb_month": LeafKind(
        message("Price of storing a gigabyte for a month"),
        "{currency}/GB",
        _ANY,
        message("price of storage not given"),
    ),
    "storage_months": LeafKind(
        message("Months of storage avoided"), "1", _ABOVE, message("months of storage not given")
    ),
    "storage_copies": LeafKind(message("Copies of the data"), "1", Count(1)),
}

_CARBON: dict[str, LeafKind] = {
    "storage_kwh_per_gb_year": LeafKind(message("Energy of storing a gigabyte for a year"), "kWh/GB", _ANY),
    "training_runs": LeafKind(message("Training runs"), "1", Count()),
    "co2_per_sample": LeafKind(
        message("Training CO2e of one sample"),
        "kgCO2e/sample",
        _ANY,
        message("no published training factor for this task"),
        ends=("", ".published"),
    ),
    "co2_per_unit": LeafKind(
        message("Training CO2e of one image, published"),
        "kgCO2e/{unit}",
        _ANY,
        message("no published training factor for this task"),
    ),
    "factor_kwh": LeafKind(
        message("Energy of the published training"), "kWh", _ANY, message("no published training factor for this task")
    ),
    "factor_samples": LeafKind(
        message("Samples of the published training"),
        "{unit}",
        Count(1),
        message("no published training factor for this task"),
    ),
    "factor_grid_intensity": LeafKind(
        message("Grid intensity inside the published factor"),
        "kgCO2e/kWh",
        INTENSITY,
        message("no published training factor for this task"),
    ),
    "published_training_kwh": LeafKind(message("Energy of one published training"), "kWh", _ANY),
    "published_training_co2": LeafKind(message("CO2e of one published training, as printed"), "kgCO2e", _ANY),
    "training_samples": LeafKind(
        message("Samples of your own training"), "sample", Count(1), message("samples of your own training not given")
    ),
    "training_hours": LeafKind(
        message("Duration of your own training"),
        "h",
        Span("h", above=True),
        message("hours of your own training not given"),
    ),
    "training_gpus": LeafKind(
        message("GPUs of your own training"), "1", Count(1), message("GPUs of your own training not given")
    ),
    "training_watts": LeafKind(
        message("Mean power of each training GPU"), "W", _ABOVE, message("power of your own training not given")
    ),
    "training_kwh": LeafKind(message("Energy of one training of your own"), "kWh", _ABOVE),
    "training_gpu_hours": LeafKind(message("GPU-hours of one training of your own"), "h", _ABOVE),
    "training_parameters": LeafKind(
        message("Parameters of the model"), "parameter", _ABOVE, message("the model's parameters not given")
    ),
    "training_active_parameters": LeafKind(
        message("Active parameters per token"), "parameter", _ABOVE, message("the model's parameters not given")
    ),
    "training_tokens": LeafKind(
        message("Tokens that one training reads"), "token", _ABOVE, message("the training's tokens not given")
    ),
    "training_epochs": LeafKind(message("Epochs of the training"), "1", _ABOVE),
    "training_mfu": LeafKind(
        message("Share of the GPU's peak that the training reaches (MFU)"), "1", Share(above=True)
    ),
    "gpu_peak_flops": LeafKind(
        message("Peak of the training's GPU, dense BF16"), "FLOP/s", _ABOVE, message("the training's GPU not given")
    ),
    "filtering_energy": LeafKind(
        message("Energy of filtering, without the building's overhead"),
        "kWh",
        _ANY,
        message("filtering energy was not measured"),
    ),
    "energy": LeafKind(message("Energy drawn"), "kWh", _ANY, ends=OF_SLUG),
    "estimate_power": LeafKind(message("Rated power"), "W", _ABOVE, message("rated power not given"), ends=OF_SLUG),
    "estimate_count": LeafKind(message("Number of devices"), "1", Count(1), ends=OF_SLUG),
    "estimate_hours": LeafKind(message("Hours that each ran"), "h", _ABOVE, ends=OF_SLUG),
    "estimate_load": LeafKind(message("Mean load"), "1", Share(above=True), ends=OF_SLUG),
    "node_share": LeafKind(message("Rest of the machine"), "1", _ANY),
    "embodied_kg": LeafKind(message("Embodied emissions"), "kgCO2e", _ABOVE, ends=OF_SLUG),
    "embodied_count": LeafKind(message("Number of devices"), "1", Count(1), ends=OF_SLUG),
    "embodied_hours": LeafKind(message("Hours reserved"), "h", Span("h"), ends=OF_SLUG),
    "embodied_lifetime": LeafKind(message("Lifetime"), "year", _ABOVE, ends=OF_SLUG),
    "embodied_share": LeafKind(message("Share reserved"), "1", Share(above=True), ends=OF_SLUG),
    "embodied_utilisation": LeafKind(message("Share of its lifetime in use"), "1", Share(above=True), ends=OF_SLUG),
    "pue": LeafKind(
        message("PUE: the building's energy over the computers'"), "1", Quantity(low=Decimal(1), high=Decimal(10))
    ),
    "grid_intensity": LeafKind(message("Grid intensity"), "kgCO2e/kWh", INTENSITY),
    "market_intensity": LeafKind(
        message("Grid intensity, market-based"), "kgCO2e/kWh", INTENSITY, message("not given")
    ),
}

# What emissions are held against: no result rests on it.
_EVERYDAY: dict[str, LeafKind] = {
    "car_km_co2": LeafKind(message("CO2e of a kilometre by car"), "kgCO2e/km", _ANY),
    "phone_charge_co2": LeafKind(message("CO2e of charging a smartphone"), "kgCO2e", _ANY),
    "home_year_kwh": LeafKind(message("Electricity of a home in a year, US"), "kWh", _ANY),
}

_MODELS: dict[str, LeafKind] = {
    "accuracy": LeafKind(message("Accuracy"), "1", ACCURACY, message("accuracy not given"), ends=OF_SLUG),
    "consumption_wh": LeafKind(message("Energy"), "Wh/{per}", _ANY, message("energy not given"), ends=OF_SLUG),
    "model_cost": LeafKind(
        message("Energy cost"), "0.01 {currency}/{per}", _ANY, message("energy cost not given"), ends=OF_SLUG
    ),
    "model_price": LeafKind(message("Price of a model's electricity"), "{currency}/kWh", _ANY, ends=OF_SLUG),
    "score_target": LeafKind(message("Target score of a training"), "1", _SHARE, ends=OF_SLUG),
    "accuracy_step": LeafKind(message("Cell size, accuracy"), "1", Share(above=True)),
    "energy_step": LeafKind(message("Cell size, energy"), "Wh", _ABOVE),
    "cost_step": LeafKind(message("Cell size, energy cost"), "0.01 {currency}", _ABOVE),
    "alpha": LeafKind(message("Weight of consumption at full accuracy (alpha)"), "1", _SHARE),
    "beta": LeafKind(message("Weight of energy (beta)"), "{per}/Wh", _ANY, ends=("", ".hour", ".inference")),
    "beta_cost": LeafKind(
        message("Weight of energy cost (beta)"), "{per}/0.01 {currency}", _ANY, ends=("", ".hour", ".inference")
    ),
    "quality_before": LeafKind(
        message("Accuracy before filtering"), "1", ACCURACY, message("accuracy before filtering not given")
    ),
    "quality_after": LeafKind(
        message("Accuracy after filtering"), "1", ACCURACY, message("accuracy after filtering was not measured")
    ),
    "quality_random": LeafKind(
        message("Accuracy on a random subset of equal size"), "1", ACCURACY, message("not measured")
    ),
}

# What a record says beside its energy, and single runs.
_TABLES: dict[str, LeafKind] = {
    "reported_energy": LeafKind(message("Energy as the tool reports it"), "kWh", _ANY, ends=OF_SLUG),
    "record_duration": LeafKind(message("Duration of the record"), "s", Duration(), ends=OF_SLUG),
    "record_gaps": LeafKind(message("Gaps in the record"), "s", Duration(), ends=OF_SLUG),
    "sampling_interval": LeafKind(message("Time between readings of power"), "s", _ANY, ends=OF_SLUG),
    "sampling_bound": LeafKind(message("What sampling may have missed, either way"), "kWh", _ANY, ends=OF_SLUG),
    "tool_intensity": LeafKind(message("Grid intensity that the tool used"), "kgCO2e/kWh", INTENSITY, ends=OF_SLUG),
    "device_energy": LeafKind(message("Energy of a device"), "kWh", _ANY, ends=OF_SLUG),
    "device_peak": LeafKind(message("Peak power of a device"), "W", _ANY, ends=OF_SLUG),
    "recorded_energy": LeafKind(message("Energy that a prediction refers to"), "kWh", _ANY, ends=OF_SLUG),
    "predicted_at": LeafKind(
        message("Time of the prediction, from the start of the run"), "s", Duration(), ends=OF_SLUG
    ),
    "predicted_samples": LeafKind(message("Samples that a prediction refers to"), "sample", Count(1), ends=OF_SLUG),
    "done_samples": LeafKind(message("Samples done when the run ended"), "sample", Count(), ends=OF_SLUG),
    "predicted_duration": LeafKind(message("Duration as predicted"), "s", Duration(), ends=OF_SLUG),
    "predicted_energy": LeafKind(message("Energy as predicted"), "kWh", _ANY, ends=OF_SLUG),
    "predicted_co2": LeafKind(message("CO2e as predicted"), "kgCO2e", _ANY, ends=OF_SLUG),
    "stage_energy": LeafKind(message("Energy of a stage"), "kWh", _ANY, ends=OF_SLUG),
    "run_accuracy": LeafKind(message("Accuracy of a run"), "1", ACCURACY, message("accuracy not given"), ends=OF_SLUG),
    "run_consumption_wh": LeafKind(
        message("Energy of a run"), "Wh/{per}", _ANY, message("energy not given"), ends=OF_SLUG
    ),
    "run_cost": LeafKind(
        message("Energy cost of a run"), "0.01 {currency}/{per}", _ANY, message("energy cost not given"), ends=OF_SLUG
    ),
    "evidence_runs": LeafKind(message("Training runs"), "1", Count(), ends=OF_SLUG),
    "evidence_accuracy": LeafKind(message("Accuracy of training runs, median"), "1", ACCURACY, ends=OF_SLUG),
    "evidence_accuracy_p25": LeafKind(
        message("Accuracy of training runs, first quartile"), "1", ACCURACY, ends=OF_SLUG
    ),
    "evidence_accuracy_p75": LeafKind(
        message("Accuracy of training runs, third quartile"), "1", ACCURACY, ends=OF_SLUG
    ),
    "evidence_accuracy_min": LeafKind(message("Accuracy of training runs, lowest"), "1", ACCURACY, ends=OF_SLUG),
    "evidence_accuracy_max": LeafKind(message("Accuracy of training runs, highest"), "1", ACCURACY, ends=OF_SLUG),
    "evidence_energy": LeafKind(message("Energy of a training run, median"), "kWh", _ANY, ends=OF_SLUG),
    "evidence_energy_p25": LeafKind(message("Energy of a training run, first quartile"), "kWh", _ANY, ends=OF_SLUG),
    "evidence_energy_p75": LeafKind(message("Energy of a training run, third quartile"), "kWh", _ANY, ends=OF_SLUG),
    "evidence_total_runs": LeafKind(
        message("Training runs of the table with an energy"), "1", Count(), ends=("", ".aside", ".unknown")
    ),
    "evidence_total_energy": LeafKind(
        message("Energy of all training runs of the table"), "kWh", _ANY, ends=("", ".aside")
    ),
    "evidence_within": LeafKind(message("Runs within the range of others"), "1", Count(), ends=OF_SLUG),
    "evidence_epochs": LeafKind(message("Epochs of a training so far"), "1", Count(1)),
    "evidence_epochs_total": LeafKind(message("Epochs of the whole training"), "1", Count(1)),
    "evidence_epochs_energy": LeafKind(message("Energy of its epochs so far"), "kWh", _ANY),
    "evidence_epoch_energy": LeafKind(message("Energy of one epoch, median"), "kWh", _ANY),
}

# The table of decisions: the values of class and source that were cut most.
_BALANCE: dict[str, LeafKind] = {
    "component_largest": LeafKind(message("Samples of the largest set of near duplicates"), "sample", Count()),
    "balance_values": LeafKind(message("Different values before filtering"), "1", Count(), ends=(".class", ".source")),
    "balance_lost": LeafKind(message("Values of which nothing is left"), "1", Count(), ends=(".class", ".source")),
    "balance_nearly_lost": LeafKind(
        message("Values of which something is left, but less than a hundredth"),
        "1",
        Count(),
        ends=(".class", ".source"),
    ),
    "balance_below": LeafKind(
        message("Other values of which fewer samples are left than in 19 of 20 random subsets"),
        "1",
        Count(),
        ends=(".class", ".source"),
    ),
    "balance_evenness_before": LeafKind(
        message("Evenness before filtering, 1 where all values are equally frequent"),
        "1",
        _SHARE,
        ends=(".class", ".source"),
    ),
    "balance_evenness_after": LeafKind(
        message("Evenness after filtering, 1 where all values are equally frequent"),
        "1",
        _SHARE,
        ends=(".class", ".source"),
    ),
    "balance_rest": LeafKind(message("Values that are shown together"), "1", Count(1), ends=(".class", ".source")),
    "balance_rest_before": LeafKind(
        message("Samples of the other values before filtering"), "sample", Count(1), ends=(".class", ".source")
    ),
    "balance_rest_after": LeafKind(
        message("Samples of the other values after filtering"), "sample", Count(), ends=(".class", ".source")
    ),
    "balance_rest_random_low": LeafKind(
        message("Samples of the other values in a random subset, 5th percentile"),
        "sample",
        Count(),
        ends=(".class", ".source"),
    ),
    "balance_rest_random_high": LeafKind(
        message("Samples of the other values in a random subset, 95th percentile"),
        "sample",
        Count(),
        ends=(".class", ".source"),
    ),
    "balance_before": LeafKind(message("Samples before filtering"), "sample", Count(1), ends=OF_SLUG),
    "balance_after": LeafKind(message("Samples after filtering"), "sample", Count(), ends=OF_SLUG),
    "balance_random_low": LeafKind(
        message("Samples in a random subset, 5th percentile"), "sample", Count(), ends=OF_SLUG
    ),
    "balance_random_high": LeafKind(
        message("Samples in a random subset, 95th percentile"), "sample", Count(), ends=OF_SLUG
    ),
}

# The points of a training.
_CHARTS: dict[str, LeafKind] = {
    "checkpoint_s": LeafKind(message("Time of a checkpoint"), "s", _ANY, ends=OF_SLUG),
    "checkpoint_accuracy": LeafKind(message("Accuracy at a checkpoint"), "1", ACCURACY, ends=OF_SLUG),
    "checkpoint_wh": LeafKind(message("Energy at a checkpoint"), "Wh/{per}", _ANY, ends=OF_SLUG),
    "checkpoint_cost": LeafKind(
        message("Energy cost at a checkpoint"),
        "0.01 {currency}/{per}",
        _ANY,
        message("energy cost not given"),
        ends=OF_SLUG,
    ),
}

# What verdicts were drawn from, and readers of report.json may look for.
_JSON_ALONE: dict[str, LeafKind] = {
    "evidence_accuracy_mean": LeafKind(message("Accuracy of training runs, mean"), "1", ACCURACY, ends=OF_SLUG),
    "evidence_energy_min": LeafKind(message("Energy of a training run, lowest"), "kWh", _ANY, ends=OF_SLUG),
    "evidence_energy_max": LeafKind(message("Energy of a training run, highest"), "kWh", _ANY, ends=OF_SLUG),
    "evidence_samples": LeafKind(message("Samples of a training run"), "sample", _ANY, ends=OF_SLUG),
}

KINDS: dict[str, LeafKind] = {
    name: replace(kind, place=place, is_term=kinds is _PRICE)
    for place, kinds in (
        (DATA, _DATA),
        (MONEY, _PRICE),
        (MONEY, _COSTS),
        (MONEY, _STORAGE),
        (CARBON, _CARBON),
        (CARBON, _EVERYDAY),
        (MODELS, _MODELS),
        (TABLES, _TABLES),
        (TABLES, _BALANCE),
        (CHARTS, _CHARTS),
        (JSON_ALONE, _JSON_ALONE),
    )
    for name, kind in kinds.items()
}


def kind_of(key: str) -> LeafKind | None:
    """The kind of a key, of `stage_removed.near_duplicates` or `annotation_price_tier_2` too; None for no leaf."""
    stem = key.partition(".")[0]
    name = stem if stem in KINDS else stem.rpartition("_")[0]
    kind = KINDS.get(name)
    return kind if kind is not None and kind.takes(key.removeprefix(name)) else None


def can_be(key: str, value: Decimal) -> bool:
    """Whether a leaf of this key can have the value, give or take its digits; False of a key that is none."""
    kind = kind_of(key)
    match kind.shape if kind else None:
        case Quantity() as shape:
            return not shape.fault(Context(prec=15).plus(value))
        case Count(least=least):
            return least <= value <= LARGEST_COUNT
        case Duration():
            return value > 0
    return False


def is_term(key: str) -> bool:
    """Whether the key is of a leaf that is a term of a price."""
    kind = kind_of(key)
    return kind is not None and kind.is_term


def place_of(key: str) -> str:
    """Where a reader finds the leaf; empty for no leaf."""
    kind = kind_of(key)
    return kind.place if kind is not None else ""
