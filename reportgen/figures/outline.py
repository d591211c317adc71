"""Which formulas of the book apply to a run."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.words.message import message

# The labelling time that is paid, its key and unit, by the seconds in the price's unit.
TIMES = {3600: ("labelling_hours", "h"), 60: ("labelling_minutes", "min")}


ROLES = {
    "filter": message("filter"),
    "before": message("before"),
    "after": message("after"),
    "random": message("random"),
}


@dataclass(frozen=True)
class ModelOutline:
    """A listed model: `slug` ends its keys, `per` is hour or inference, the betas are keys of leaves.

    role: filter, before, after or random. runs: how many; which of accuracy, consumption_wh and cost they give is in
    of_runs, what they do not give is the model's. priced: whether its cost follows from a price of electricity.
    checkpoints: how many. target: the key of the score that its training is to reach, empty for the last
    checkpoint's.
    """

    slug: str
    name: str
    per: str
    beta: str
    beta_cost: str
    role: str | None = None
    runs: int = 0
    of_runs: tuple[str, ...] = ()
    priced: bool = False
    checkpoints: int = 0
    target: str = ""

    @property
    def title(self) -> str:
        """The name with the role, which tells models of one name apart."""
        return message("{model}, {role}", model=self.name, role=ROLES[self.role]) if self.role else self.name

    def run_slugs(self) -> list[str]:
        """The ends of the keys of its runs."""
        return [f"{self.slug}_{number}" for number in range(1, self.runs + 1)]

    def checkpoint_slugs(self) -> list[str]:
        """The ends of the keys of its checkpoints."""
        return [f"{self.slug}_{number}" for number in range(1, self.checkpoints + 1)]


@dataclass(frozen=True)
class EmbodiedOutline:
    """Hardware in the software carbon intensity: `slug` ends its keys, `used_for` is filtering or training."""

    slug: str
    name: str
    used_for: str


@dataclass(frozen=True)
class EstimateOutline:
    """A device that no meter read: `slug` ends its keys."""

    slug: str
    name: str


@dataclass(frozen=True)
class AmountOutline:
    """The amount of data that a price is by, in place of an average of each sample.

    measure: what ends its keys. times: how many of the price's units one of it is, as 60 minutes are an hour. shared:
    whether some samples are labelled already, so that a part of it alone is left to label.
    """

    measure: str
    times: Decimal
    shared: bool


@dataclass(frozen=True)
class PartOutline:
    """A part of a price: `slug` ends its keys, `unit` is the text of its unit.

    price: the key of its price. factors: of what it is multiplied by for a sample. number: of how many things the price
    is for, empty for one. amount: of data that it is by.
    """

    slug: str
    unit: str
    price: str
    factors: tuple[str, ...]
    number: str
    amount: AmountOutline | None


@dataclass(frozen=True)
class Conversion:
    """An amount that a table lists in another currency: its key, that of the listed one, and that of the rate.

    inverse: whether the rate says how much of the table's currency one of the run's is. unit, label: of the figure.
    """

    key: str
    listed: str
    rate: str
    inverse: bool
    unit: str
    label: str


@dataclass(frozen=True)
class TrainingRuns:
    """Accuracies of the training runs that two sides compare: those after filtering, and those `before` or `random`.

    sources: who measured them.
    """

    role: str
    label: str
    others: tuple[Decimal, ...]
    after: tuple[Decimal, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Outline:
    """Which formulas apply: what the inputs say in words rather than in numbers.

    tier_bounds: the upper bound of each price tier in units, None for the last; (None,) is a single price.
    unit_factors: keys of what turns samples into what is counted. amount: of data that the price is by, in place of an
    average among these. recorded: hour, minute or second where the time of recordings is counted. number_in_unit: the
    key of how many of those the price is for, empty where it is for one. by_month: whether tiers count anew each month,
    at a pace that is known. reached: whether all units have the price of the tier that they reach. parts: of the price,
    where it has several, in place of these. seconds_in_unit: those in a unit of a price by time, for which
    seconds_per_unit is paid; None for other prices.
    factor: published, exact, scenario or measured. factor_units: the key of how many images of the published training a
    sample counts for, empty for one. unlabelled: whether nobody labels the data. by_steps: whether training goes by a
    fixed number of steps or tokens. schedule_open: whether nobody said what it goes by, and it is not to be assumed.
    training_share: the key of the share of the training that the removed data takes, empty where it is by samples.
    skips_unlabelled: whether the training passes over samples without a label.
    storage_kept: whether what was removed is still stored, None where nothing is said of storage.
    """

    currency: str
    price_unit: str
    factor: str
    tier_bounds: tuple[Decimal | None, ...]
    unit_factors: tuple[str, ...]
    amount: AmountOutline | None
    recorded: str
    number_in_unit: str
    by_month: bool
    reached: bool
    parts: tuple[PartOutline, ...]
    seconds_in_unit: int | None
    factor_units: str
    by_steps: bool
    storage_kept: bool | None
    unlabelled: bool
    schedule_open: bool
    training_share: str
    skips_unlabelled: bool
    labelled_after_given: bool
    energy_in_compute: bool
    conversions: tuple[Conversion, ...]
    models: tuple[ModelOutline, ...]
    estimates: tuple[EstimateOutline, ...]
    embodied: tuple[EmbodiedOutline, ...]
    trainings: tuple[TrainingRuns, ...]

    @property
    def removed_of_training(self) -> str:
        """The key of the removed samples that the training would have read."""
        return "samples_removed_trained" if self.skips_unlabelled else "samples_removed"

    @property
    def price_keys(self) -> tuple[str, ...]:
        """The keys of its price, or of the price of each tier or part."""
        if self.parts:
            return tuple(part.price for part in self.parts)
        if len(self.tier_bounds) == 1:
            return ("annotation_price",)
        return tuple(f"annotation_price_tier_{number}" for number in range(1, len(self.tier_bounds) + 1))

    @property
    def counted(self) -> str:
        """What is labelled, one at a time: the unit of the price, or for a price by time what takes the time."""
        if self.seconds_in_unit is None:
            return self.price_unit
        if self.amount is not None:
            return self.amount.measure
        return next((key.partition(".")[2] for key in self.unit_factors if "." in key), "sample")

    @property
    def counts_units(self) -> bool:
        """Whether something else is counted than samples, one by one."""
        return bool(self.unit_factors or self.amount or self.number_in_unit)

    @property
    def counted_unit(self) -> str:
        """The unit of what is counted: samples, or units of which a sample has some or which are some samples."""
        if self.number_in_unit:
            return "unit"
        if self.recorded:
            return self.recorded
        return "unit" if self.amount or any("." in key for key in self.unit_factors) else "sample"
