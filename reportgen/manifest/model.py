"""What a filtering run is: the manifest's fields, each with its shape and the sentence that schema and init print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from reportgen.files.number_shapes import Count, Magnitude, Quantity, Share
from reportgen.files.shapes import (
    Answer,
    CellsOf,
    Choice,
    Currency,
    Flag,
    Group,
    ListOf,
    Sha256,
    TableOf,
    Text,
    given,
    needed,
)
from reportgen.files.time_shapes import Day, Duration, Moment, Span
from reportgen.files.units import ENERGY_UNITS, TIME_UNITS
from reportgen.manifest.cost_row import COST_ROW, CostRow

SCHEMA = "reportgen/manifest/1"
RECORD_BASES = ("measured", "stated", "literature", "default", "judgement", "estimate")


def _grams(value: Decimal) -> str:
    return f"kgCO2e/kWh: did you mean {(value / 1000).normalize():f}?" if 3 < value <= 3000 else "kgCO2e/kWh"


ACCURACY = Share()
INTENSITY = Quantity("kgCO2e/kWh", high=Decimal(3), advise=_grams)
MONEY = Quantity("the run's currency")


@dataclass(frozen=True)
class Tool:
    """What filtered."""

    name: str = needed(Text(200), "what filtered")
    version: str | None = given(Text(100), "its version")


@dataclass(frozen=True)
class Stage:
    """A step of the filtering; removed in samples."""

    name: str = needed(Text(400), "what the stage does, such as near duplicates")
    removed: Decimal = needed(Count(), "samples that it removed")
    duration: Decimal | None = given(Duration(), "how long it took")
    reason: str | None = given(Text(), "by which rule it removed them")


@dataclass(frozen=True)
class AlreadyLabelled:
    """Samples whose labels were paid for before this run."""

    before: Decimal = needed(Count(), "samples of the input that had labels before filtering")
    after: Decimal | None = given(Count(), "those of them that were kept")


@dataclass(frozen=True)
class Unlabelled:
    """Samples on which nothing is labelled, such as images without an object: backgrounds, which most trainings use."""

    before: Decimal = needed(Count(), "samples without a label before filtering")
    after: Decimal = needed(Count(), "those of them that were kept")


@dataclass(frozen=True)
class Training:
    """The training that follows; watts are per GPU, money is in the run's currency.

    Of a language model parameters, tokens and gpu are enough: its GPU-hours and energy follow from them.
    """

    schedule: str | None = given(Choice(("epochs", "steps")), "steps: a fixed number, so that fewer samples save none")
    budget: str | None = given(
        Choice(("tokens",)), "tokens: a fixed number of them is trained, whatever the data; the same as schedule: steps"
    )
    skips_unlabelled: bool | None = given(
        Answer(), "whether it passes over samples without a label, so that removing them saves none of it"
    )
    runs: Decimal | None = given(Count(), "trainings that the filtered data is used for")
    factor: str | None = given(
        Choice(("published", "exact", "scenario", "measured")), "which energy and CO2 per sample to count with"
    )
    co2_per_sample: Decimal | None = given(
        Quantity("kgCO2e per sample"), "your own figure in place of the published one, in kg, with its own grid and PUE"
    )
    factor_per: str | None = given(
        Text(60), "what of a sample the published image stands for, such as frame; units_per_sample says how many"
    )
    samples: Decimal | None = given(Count(1), "samples of your own training")
    hours: Decimal | None = given(Span("hours", above=True), "its duration in hours, or as 36h or PT36H")
    gpus: Decimal | None = given(Count(1), "its GPUs")
    watts: Decimal | None = given(Quantity("W per GPU", above=True), "mean power of each GPU")
    kwh: Decimal | None = given(Quantity("kWh", above=True), "its energy, instead of hours x GPUs x watts")
    parameters: Decimal | None = given(Magnitude(above=True), "parameters of the language model, such as 7e9")
    active_parameters: Decimal | None = given(
        Magnitude(above=True), "those that work on a token, of a mixture of experts not all; without it all"
    )
    tokens: Decimal | None = given(
        Magnitude(above=True), "tokens that the training reads in all; without it amounts: {token: ...} times epochs"
    )
    epochs: Decimal | None = given(Quantity(above=True), "how often the training reads the data")
    gpu: str | None = given(Text(100), "the GPU that it runs on, such as H100 SXM: its peak and power are looked up")
    mfu: Decimal | None = given(Share(above=True), "share of the GPU's peak that the training reaches")
    gpu_hours: Decimal | None = given(Quantity("hours", above=True), "its GPU-hours, instead of hours x GPUs")
    gpu_price_per_hour: Decimal | None = given(MONEY, "price of one GPU for an hour")


@dataclass(frozen=True)
class RatedDevice:
    """A device that no meter read: one that is known here by its name, or any other by its rated power."""

    name: str | None = given(Text(200), "its name, such as H100 SXM or EPYC 9654")
    tdp_watts: Decimal | None = given(
        Quantity("W", above=True, high=Decimal(5000)), "its rated power (TDP) in W, where its name is not known here"
    )


@dataclass(frozen=True)
class EnergyRecord:
    """What the filtering drew: the file of a meter or a tool, or its figure in kWh, without PUE, or a device.

    One of them. A device that no meter read gives an estimate: its rated power times its load, and a share of the rest
    of its machine.
    """

    file: str | None = given(Text(400), "a meter's or tool's own record, such as emissions.csv; instead of kwh")
    tool: str | None = given(Text(60), "which tool wrote the file, where that cannot be detected")
    columns: dict[str, str] | None = given(
        CellsOf(Text(200), "{time: t, power_w: watts}"),
        "which column of a plain CSV holds what, such as time: t, power_w: watts; of any log of samples devices: 4",
    )
    run: Decimal | None = given(Count(1), "which run of the file alone, counted from 1, where it has several")
    kwh: Decimal | None = given(Quantity("kWh"), "energy that the filtering drew, without PUE")
    source: str | None = given(Text(), "which meter or tool says so")
    scope: str | None = given(Text(200), "what was measured: GPUs, CPU, the whole machine")
    meter: str | None = given(
        Choice(("wall", "software")), "what read it: wall (a plug, PDU or utility meter) or software, good to 40 %"
    )
    host: str | None = given(Text(200), "which machine, where several ran at once; their records are then added up")
    nodes: Decimal | None = given(Count(1), "on how many machines the file's records were made, where it does not say")
    basis: str = given(Choice(RECORD_BASES), "how firm the figure is", "stated")
    low: Decimal | None = given(Quantity("kWh"), "the lowest it can have been, if the meter's error is known")
    high: Decimal | None = given(Quantity("kWh"), "the highest it can have been")
    gpu: RatedDevice | None = given(
        Group(RatedDevice, bare="name"), "a board that no meter read, such as H100 SXM, for an estimate"
    )
    cpu: RatedDevice | None = given(
        Group(RatedDevice, bare="name"), "a processor that no meter read, of a machine without boards, for an estimate"
    )
    count: Decimal | None = given(Count(1), "how many of that device, 1 where nothing is said")
    hours: Decimal | None = given(Span("hours", above=True), "how long each ran; without it as long as the run")
    load: Decimal | None = given(
        Share(above=True),
        "share of its rated power that it drew on average; without it 0.7, from 0.3 to 1",
    )


@dataclass(frozen=True)
class Grid:
    """Where the electricity comes from; intensities in kgCO2e/kWh."""

    zone: str | None = given(
        Text(100), "country (DE), EU, WORLD, US-EGRID or a cloud's region; reportgen zones lists them"
    )
    intensity: Decimal | None = given(INTENSITY, "your own location-based intensity")
    market_intensity: Decimal | None = given(INTENSITY, "market-based intensity, shown beside the location-based one")
    pue: Decimal | None = given(Quantity(low=Decimal(1), high=Decimal(10)), "power usage effectiveness of the building")
    site: str | None = given(
        Choice(("cloud", "on-premises")), "which PUE to take without your own; cloud for a region of one"
    )


@dataclass(frozen=True)
class ApiCalls:
    """What calling a model over an interface took; prices are for 1,000,000 tokens, in the run's currency."""

    input_tokens: Decimal = needed(Quantity("tokens"), "tokens sent to the model, such as 1.2e9")
    output_tokens: Decimal = needed(Quantity("tokens"), "tokens that it wrote, 0 for one that writes none")
    price_in: Decimal = needed(MONEY, "price of 1,000,000 tokens sent")
    price_out: Decimal = needed(MONEY, "price of 1,000,000 tokens written, 0 for a model that writes none")
    model: str | None = given(Text(200), "which model was called")


@dataclass(frozen=True)
class Costs:
    """What the filtering itself cost, in the run's currency."""

    total: Decimal | None = given(MONEY, "all that the filtering cost, as one invoice; instead of its parts")
    machines: Decimal | None = given(Count(1), "machines that filtered side by side")
    compute_per_hour: Decimal | None = given(MONEY, "price of a whole machine for an hour")
    cpu_hours: Decimal | None = given(Span("hours"), "CPU-hours that are paid by the hour")
    price_per_cpu_hour: Decimal | None = given(MONEY, "price of one of them")
    gpu_hours: Decimal | None = given(Span("hours"), "GPU-hours that are paid by the hour")
    price_per_gpu_hour: Decimal | None = given(MONEY, "price of one of them")
    compute_includes_energy: bool | None = given(Flag(), "whether the prices of compute include electricity")
    api: ApiCalls | None = given(Group(ApiCalls), "a model that the filtering called, paid by the token")
    person_hours: Decimal | None = given(Span("hours", days=False), "people's time for the filtering")
    hourly_rate: Decimal | None = given(MONEY, "price of an hour of it")
    licence: Decimal | None = given(MONEY, "licence cost of this run")
    electricity_per_kwh: Decimal | None = given(MONEY, "price of electricity")


@dataclass(frozen=True)
class Storage:
    """Where the data lies; what was removed saves storage only if it is deleted. Its gigabytes stand in amounts."""

    per_gb_month: Decimal | None = given(MONEY, "price of storing a gigabyte for a month")
    months: Decimal | None = given(Quantity("months", above=True), "for how long what was removed would have been kept")
    deleted: bool | None = given(Answer(), "whether what was removed is deleted; without true nothing is saved")
    copies: Decimal | None = given(Count(1), "in how many places it lay, each of them paid; backups among them")
    kwh_per_gb_year: Decimal | None = given(
        Quantity("kWh"),
        "energy of a gigabyte in a year, without PUE; without it a usual one",
    )


@dataclass(frozen=True)
class EmbodiedDevice:
    """A device whose making counts in the software carbon intensity (SCI), for the hours that it was reserved."""

    device: str = needed(Text(200), "its name, such as NVIDIA H100; one that is known here needs no kg")
    used_for: str = given(Choice(("filtering", "training")), "what it was reserved for", "filtering")
    count: Decimal | None = given(Count(1), "how many of them")
    kg: Decimal | None = given(Quantity("kgCO2e", above=True), "what making and disposing of one emits")
    source: str | None = given(Text(), "who says so")
    lifetime_years: Decimal | None = given(Quantity("years", above=True), "how long it is in service")
    hours: Decimal | None = given(
        Span("hours"), "how long it was reserved; without it the run's duration, or training.hours"
    )
    share: Decimal | None = given(Share(above=True), "share of it that was reserved, 1 for all")
    utilisation: Decimal | None = given(Share(above=True), "share of its lifetime in which anybody uses it")


@dataclass(frozen=True)
class Rate:
    """1 `from` = `rate` `to`."""

    from_: str = needed(Currency(), "currency to convert")
    to: str = needed(Currency(), "currency to convert into")
    rate: Decimal = needed(Quantity(above=True), "how much `to` one `from` is")
    source: str | None = given(Text(), "who published the rate")
    date: date | None = given(Day(), "of which day it is")


COST = Quantity("hundredths of the currency")


@dataclass(frozen=True)
class ModelRun:
    """One of several measurements of a model; what it leaves out, the model says for all."""

    accuracy: Decimal | None = given(ACCURACY, "accuracy of this run, a fraction from 0 to 1")
    consumption_wh: Decimal | None = given(Quantity("Wh"), "energy of this run, per hour or per inference as the model")
    cost: Decimal | None = given(COST, "energy cost of this run for the same, in cents")


@dataclass(frozen=True)
class CheckpointPoint:
    """A checkpoint of a training."""

    time_s: Decimal = needed(Quantity("s"), "seconds from the training's start")
    accuracy: Decimal = needed(ACCURACY, "accuracy there, a fraction from 0 to 1")
    consumption_wh: Decimal = needed(Quantity("Wh"), "the model's energy there, per hour or per inference as the model")
    cost: Decimal | None = given(COST, "its energy cost for the same, in cents")


@dataclass(frozen=True)
class Checkpoints:
    """A training's checkpoints, from a file or as points: when the score was reached (TTCAPC, TTCAPEC)."""

    file: str | None = given(Text(400), "a CSV with the columns time_s, accuracy, consumption (Wh) and maybe cost")
    decimal: str | None = given(Choice(("comma", "point")), "the decimal sign of the file, where no cell proves it")
    points: tuple[CheckpointPoint, ...] = given(
        ListOf(Group(CheckpointPoint)), "the checkpoints, instead of a file", ()
    )
    target: Decimal | None = given(Share(), "score to reach; without it, the last checkpoint's")


@dataclass(frozen=True)
class Model:
    """A model to score; consumption in Wh and cost in cents, both per hour or per inference."""

    name: str = needed(Text(400), "the model")
    accuracy: Decimal | None = given(ACCURACY, "its accuracy, a fraction from 0 to 1")
    consumption_wh: Decimal | None = given(Quantity("Wh"), "energy per hour or per inference")
    per: str = given(Choice(("hour", "inference")), "what consumption and cost are for", "inference")
    cost: Decimal | None = given(COST, "energy cost for the same, in cents")
    price_per_kwh: Decimal | None = given(MONEY, "price of its electricity, instead of cost; 0 for own renewable power")
    role: str | None = given(Choice(("filter", "before", "after", "random")), "what the model stands for here")
    device: str | None = given(Text(200), "what it runs on, where models are compared on several devices")
    runs: tuple[ModelRun, ...] = given(
        ListOf(Group(ModelRun), most=100), "its measurements, where there are several", ()
    )
    checkpoints: Checkpoints | None = given(
        Group(Checkpoints, bare="file"), "how its training went, for the time to its score"
    )


@dataclass(frozen=True)
class Apc:
    """The weights of the scores and the cells of their grid; without them, the author's."""

    alpha: Decimal | None = given(Share(), "weight of consumption at full accuracy")
    beta: Decimal | None = given(Quantity(), "weight of energy")
    beta_cost: Decimal | None = given(Quantity(), "weight of energy cost")
    accuracy_step: Decimal | None = given(Share(above=True), "accuracy of a cell, for checkpoints")
    energy_step: Decimal | None = given(Quantity("Wh", above=True), "energy of a cell, for checkpoints")
    cost_step: Decimal | None = given(
        Quantity("hundredths of the currency", above=True), "energy cost of a cell, for checkpoints"
    )


@dataclass(frozen=True)
class Quality:
    """Accuracy of models trained on all samples, on those kept, and on a random subset of equal size."""

    metric: str = given(Text(60), "name of the metric, such as mAP", "accuracy")
    before: Decimal | None = given(ACCURACY, "of a model trained on all samples, 0 to 1")
    after: Decimal | None = given(ACCURACY, "of one trained on the samples kept")
    random_baseline: Decimal | None = given(ACCURACY, "of one trained on a random subset of equal size")


SELECTED = CellsOf(Text(400))


@dataclass(frozen=True)
class Epochs:
    """The first epochs of a training, one a line, to say what the whole will take."""

    file: str = needed(Text(400), "a CSV with a line for each epoch")
    energy: str = needed(Text(200), "its column with the energy of that epoch alone, the unit in its name")
    total: Decimal = needed(Count(1), "epochs of the whole training")
    epoch: str | None = given(Text(200), "its column with the number of the epoch")


@dataclass(frozen=True)
class EvidenceRuns:
    """Training runs as evidence: a table with a line for each run, and which of them are which."""

    file: str | None = given(Text(400), "the table of runs: CSV, Parquet or an MLflow folder")
    group: str | None = given(Text(400), "its column, or columns with commas between, that tell runs apart")
    energy: str | None = given(Text(200), "its column with the energy of a run, the unit in its name: energy (MJ)")
    energy_unit: str | None = given(Choice(tuple(ENERGY_UNITS)), "the unit of the energy, where no name says it")
    accuracy: str | None = given(Text(200), "its column with the accuracy of a run, a fraction from 0 to 1")
    samples: str | None = given(Text(200), "its column with the samples that a run was trained on")
    duration: str | None = given(Text(200), "its column with the duration of a run, to check its mean power")
    duration_unit: str | None = given(Choice(tuple(TIME_UNITS)), "the unit of the duration, where no name says it")
    device: str | None = given(Text(200), "its column with the device, such as the name of the GPU, for that check")
    run: str | None = given(Text(200), "its column that tells runs apart, where a run has several rows, one an epoch")
    decimal: str | None = given(Choice(("comma", "point")), "the decimal sign of the tables, where no cell proves it")
    best: bool | None = given(Flag(), "whether the accuracy of a run of several rows is its best, not its last")
    where: dict[str, str] | None = given(SELECTED, "the rows that count, such as {State: finished}")
    before: dict[str, str] | None = given(SELECTED, "runs on all samples, such as {subset: all}")
    after: dict[str, str] | None = given(SELECTED, "runs on the samples kept")
    random: dict[str, str] | None = given(SELECTED, "runs on a random subset of equal size")
    epochs: Epochs | None = given(Group(Epochs), "the first epochs of a training that is under way")


@dataclass(frozen=True)
class SampleTable:
    """A table of decisions with a row for each sample, and what its columns are."""

    table: str = needed(Text(400), "Parquet, CSV or JSON lines: a file, folder or pattern such as decisions/*.parquet")
    kept: str | None = given(
        Text(200), "its column that says whether a sample was kept: true or false; needed without after"
    )
    after: str | None = given(Text(400), "in place of kept: a table of the samples kept, known by the same id")
    reason: str | None = given(
        Text(200), "its column that says why a sample was removed; the stages, where none are given"
    )
    label: str | None = given(Text(200), "its column with the class of a sample")
    source: str | None = given(Text(200), "its column with where a sample comes from")
    bytes: str | None = given(Text(200), "its column with the size of a sample in bytes")
    objects: str | None = given(Text(200), "its column with the objects on a sample")
    seconds: str | None = given(Text(200), "its column with the length of a sample in seconds")
    tokens: str | None = given(Text(200), "its column with the tokens of a sample")
    component: str | None = given(Text(200), "its column with the set of near duplicates that a sample belongs to")
    id: str | None = given(Text(200), "its column that tells samples apart: one that stands twice is refused")


@dataclass(frozen=True)
class Amount:
    """What the data holds by a measure other than samples; a number such as 1.2e12 may be written so."""

    before: Decimal = needed(Magnitude(), "how much there was before filtering")
    after: Decimal = needed(Magnitude(), "how much is left after filtering")


@dataclass(frozen=True)
class SampleUnit:
    """What a sample is, as the page says it: one that is known here, or a word of your own with its plural."""

    one: str = needed(Text(60), "a sample, such as image, document, page, clip, conversation, row")
    many: str | None = given(Text(60), "several of them, where the word is your own")
    gender: str | None = given(Choice(("f", "m", "n")), "of your own word, in a language that has genders")


@dataclass(frozen=True)
class Signatory:
    """Who signs, on which day, and for which inputs."""

    name: str = needed(Text(200), "who")
    date: date | None = given(Day(), "on which day")
    inputs: str | None = given(Sha256(), "the SHA-256 over all inputs that `check` prints; when one changes it is void")


@dataclass(frozen=True)
class Manifest:
    """A filtering run: four fields are needed, the rest says more."""

    task: str = needed(Text(200), "classification, object-detection, segmentation, or a task of your cost table")
    samples_before: Decimal = needed(Count(), "samples before filtering")
    samples_after: Decimal = needed(Count(), "samples after filtering")
    duration: Decimal = needed(Duration(), "how long the filtering took: 3h, 42 min, 1h30m, 1:30:00, PT42M, or seconds")
    schema: str | None = given(Choice((SCHEMA,)), "version of this format")
    name: str | None = given(Text(400), "title of the report")
    dataset: str | None = given(Text(400), "the data set")
    started_at: datetime | None = given(Moment(), "when the filtering started")
    issued: date | None = given(Day(), "the day on which the report is issued, which its PDF is dated by")
    currency: str | None = given(Currency(), "currency of all amounts, ISO 4217")
    unit: SampleUnit | None = given(
        Group(SampleUnit, bare="one"), "what a sample is, such as document; {one: tile, many: tiles} of your own"
    )
    labelling: str | None = given(
        Choice(("none",)), "none: nobody labels this data, so that no labelling is counted; a language model's is none"
    )
    tool: Tool | None = given(Group(Tool), "what filtered")
    stages: tuple[Stage, ...] = given(ListOf(Group(Stage)), "what each step of the filtering removed", ())
    samples: SampleTable | None = given(Group(SampleTable), "the table of decisions, counted each time (extra samples)")
    already_labelled: AlreadyLabelled | None = given(
        Group(AlreadyLabelled, bare="before"), "samples whose labels were paid for already"
    )
    unlabelled: Unlabelled | None = given(
        Group(Unlabelled), "samples without a label, for training.skips_unlabelled; a table's objects or label say them"
    )
    amounts: dict[str, Amount] | None = given(
        TableOf(Group(Amount)), "the same data by other measures, such as token, hour, gigabyte, object"
    )
    units_per_sample: dict[str, Decimal] | None = given(
        TableOf(Quantity("units per sample")), "how many of a price's units a sample has, such as object: 7.3"
    )
    training: Training | None = given(Group(Training), "the training that follows")
    energy: tuple[EnergyRecord, ...] = given(
        ListOf(Group(EnergyRecord)),
        "what the filtering drew",
        (),
    )
    grid: Grid | None = given(Group(Grid), "where the electricity comes from")
    costs: Costs | None = given(Group(Costs), "what the filtering cost")
    storage: Storage | None = given(Group(Storage), "where the data lies, for what deleting saves")
    embodied: tuple[EmbodiedDevice, ...] = given(
        ListOf(Group(EmbodiedDevice), most=100), "the hardware, for the software carbon intensity (SCI)", ()
    )
    rates: tuple[Rate, ...] = given(ListOf(Group(Rate)), "currency rates", ())
    prices: tuple[CostRow, ...] = given(ListOf(COST_ROW), "labelling prices of this run alone", ())
    models: tuple[Model, ...] = given(ListOf(Group(Model)), "models to score by APC and APEC", ())
    apc: Apc | None = given(Group(Apc), "weights of the APC scores")
    quality: Quality | None = given(Group(Quality), "accuracy before and after")
    evidence: EvidenceRuns | None = given(Group(EvidenceRuns), "training runs that show what filtering did to accuracy")
    prepared_by: Signatory | None = given(Group(Signatory, bare="name"), "who prepared the report")
    reviewed_by: Signatory | None = given(Group(Signatory, bare="name"), "who reviewed it")
    approved_by: Signatory | None = given(Group(Signatory, bare="name"), "who approved it")


MANIFEST = Group(Manifest)
