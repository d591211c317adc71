"""Caveats on training, its factors, the grid and the building."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from reportgen.factors.grid import spans_of_world
from reportgen.figures.training import factor_that_counts, given_factor, given_scenario
from reportgen.inputs.assemble import Account
from reportgen.page.caveats.caveat import Caveat, Rule, TextOf, counts, known
from reportgen.page.caveats.training import TRAINING
from reportgen.page.ways import is_unrounded_shown, ways_shown
from reportgen.page.words import schedule_assumed
from reportgen.words.message import message

# what the source of the published factor prints, and what is right
_PRINTED = {"printed": Decimal("0.4289"), "pounds": Decimal("0.954"), "right": Decimal("0.43272712098")}
_ROUNDED_TWICE = message(
    "The source converts {pounds} lb/kWh to {printed} kg/kWh, where {right} kg/kWh is right (it also writes "
    "“per pound” where it means “per kWh”), and rounds the factor once more. The exact figure stands beside "
    "it.",
    **_PRINTED,
)
_ROUNDED_BESIDE = message(
    "The source converts {pounds} lb/kWh to {printed} kg/kWh, where {right} kg/kWh is right (it also writes "
    "“per pound” where it means “per kWh”), and rounds the factor once more. It stands here for comparison "
    "alone.",
    **_PRINTED,
)


def _is_published_compared(account: Account) -> bool:
    """Whether the published factor stands beside what an own training counts by, and avoids anything."""
    key = "co2_savings.published"
    return counts(key)(account) and any(way.avoided == key for way in ways_shown(account))


def _published(account: Account) -> bool:
    """Whether CO2e counts by the published training, whether its factor is rounded or exact."""
    kind = factor_that_counts(account.ledger, account.outline)
    return kind in ("published", "exact") and counts("co2_savings")(account)


def _of_two_grids(account: Account) -> bool:
    """Whether the page shows what is avoided on the published factor's grid, which counts, beside a net on the run's
    own."""
    ways = ways_shown(account)
    on_its_grid = _published(account) and any(way.published and not way.net for way in ways)
    return on_its_grid and any(way.net and account.ledger.known(way.net) for way in ways)


def _per_image(account: Account) -> bool:
    """Whether a sample counts for one image of the published training, and energy or CO2e of that is not zero."""
    ledger, outline = account.ledger, account.outline
    if outline.factor_units or outline.factor not in ("published", "exact"):
        return False
    by_factor = not given_factor(ledger) and counts("co2_savings")(account)
    by_scenario = not given_scenario(ledger) and counts("training_co2_savings")(account)
    return by_factor or by_scenario


def _chosen(key: str, word: str) -> Callable[[Account], bool]:
    return lambda account: key in account.ledger and (account.ledger[key].chosen or "").startswith(word)


def _own_training_differs(account: Account) -> bool:
    ledger = account.ledger
    counted_by = "co2_savings" if given_factor(ledger) else "training_co2_savings"
    keys = (counted_by, "co2_savings.own")
    if not all(counts(key)(account) for key in keys):
        return False
    counted, own = (ledger.value(key) for key in keys)
    return not counted / 2 <= own <= counted * 2


_OWN_TRAINING = tuple(f"training_{name}" for name in ("kwh", "samples", "hours", "gpus"))


def _own_training_unused(account: Account) -> bool:
    """Whether part of an own training is stated, and not enough of it to count by."""
    ledger, outline = account.ledger, account.outline
    if outline.by_steps or outline.training_share:
        return False
    whole = ledger.known("training_kwh") and ledger.known("training_samples")
    return not whole and any(key in ledger and ledger.known(key) for key in _OWN_TRAINING)


CARBON: tuple[Rule, ...] = (
    *TRAINING,
    (
        lambda account: account.outline.by_steps,
        Caveat(
            "fixed_steps",
            "Training energy is not saved: training runs for a fixed number of steps.",
            "With a fixed number of steps a smaller data set trains just as long; only labelling is saved.",
            ("training_energy_savings", "co2_savings"),
            weight=1,
        ),
    ),
    (
        lambda account: schedule_assumed(account) and counts("training_energy_savings")(account),
        Caveat(
            "epochs_assumed",
            "Training by epochs is assumed.",
            "Fewer samples save training energy only if training is scheduled by epochs. Detection frameworks "
            "that count iterations and language models with a token budget save none.",
            ("training_energy_savings", "training_cost_savings", "co2_savings", "net_savings"),
            advice="training: {schedule: steps} where it goes by steps",
        ),
    ),
    (
        lambda account: (
            counts("storage_energy_savings")(account) and account.ledger["storage_kwh_per_gb_year"].layer == "built-in"
        ),
        Caveat(
            "storage_energy_usual",
            "The energy of storage is a usual one.",
            "What the disks draw was not stated. The range goes from one hard disk to SSDs that hold six copies, "
            "on the run's own grid and in its building.",
            ("storage_energy_savings", "net_energy_savings", "net_co2_savings"),
            ("storage-energy", "ccf-storage"),
            advice="storage: {kwh_per_gb_year: ...}",
        ),
    ),
    (
        lambda account: account.outline.schedule_open,
        Caveat(
            "schedule_open",
            "Whether training is saved is not known: its schedule is not stated.",
            "By epochs, less data means less training. With a fixed number of steps or a budget of tokens, as language "
            "models are pre-trained, it saves none: the gain is quality at the same cost.",
            ("training_energy_savings", "training_cost_savings", "co2_savings", "net_savings"),
            weight=1,
            advice="training: {schedule: epochs}, {schedule: steps} or {budget: tokens}",
        ),
    ),
    (
        _own_training_differs,
        Caveat(
            "own_training_differs",
            "Your own training is far from the factor.",
            "The training that the manifest describes gives less than half or more than twice the CO2e of the factor "
            "that stands beside it.",
            ("co2_savings", "co2_savings.own"),
            weight=1,
            advice="training: {factor: scenario} counts with your own alone",
        ),
    ),
    (
        _own_training_unused,
        Caveat(
            "own_training_unused",
            "Your own training is not counted: not all of it is known.",
            "What it takes per sample follows from its energy (kWh, or hours, GPUs and watts) and its number "
            "of samples. CO2e needs both; where there is a published training, that is used instead.",
            ("training_kwh", "training_samples"),
            weight=1,
            advice="training: {kwh: ..., samples: ...}, or {hours: ..., gpus: ..., watts: ..., samples: ...}",
        ),
    ),
    (
        _published,
        Caveat(
            "published_factor",
            "The published CO2 factor is old and rough.",
            "It is for one P100 that runs at 300 W for days, without PUE, CPU or memory. According to its own "
            "document the 300 W come from its experiments; they are also the board limit of a P100 SXM2. Your "
            "own training can be far below it.",
            ("co2_per_sample",),
            ("lightly-report",),
            weight=1,
            advice="training: {factor: scenario} or {factor: measured}",
        ),
    ),
    (
        is_unrounded_shown,
        Caveat(
            "published_arithmetic",
            "The published factor carries rounding of its source.",
            _ROUNDED_TWICE,
            ("co2_per_sample", "co2_per_sample.exact"),
            ("lightly-report", "strubell-2019"),
        ),
    ),
    (
        _is_published_compared,
        Caveat(
            "published_compared",
            "The published factor carries rounding of its source.",
            _ROUNDED_BESIDE,
            ("co2_savings.published",),
            ("lightly-report", "strubell-2019"),
        ),
    ),
    (
        _per_image,
        Caveat(
            "per_image",
            "The published training is per image; each sample counts as one image.",
            "A clip or a volume holds many.",
            ("co2_per_sample", "training_energy_per_sample"),
            ("lightly-report",),
            advice="training: {factor_per: frame} with units_per_sample",
        ),
    ),
    (
        lambda account: known("net_co2_savings.stated")(account) and counts("co2_savings")(account),
        Caveat(
            "company_factor_grid",
            "The company's factor has a grid and a PUE of its own.",
            "They are not stated here. The filtering is counted with the run's own, so a small net may come "
            "from that difference alone.",
            ("co2_per_sample", "net_co2_savings.stated"),
            weight=1,
        ),
    ),
    (
        _of_two_grids,
        Caveat(
            "two_grids",
            "Two grids stand side by side.",
            "The published factor has its own grid, a direct US figure without PUE; the net is computed from energies "
            "with the run's own PUE and intensity. The two are never subtracted from each other.",
            ("co2_savings", "net_co2_savings"),
        ),
    ),
    (
        lambda account: account.grid is not None and account.grid.kind == "direct",
        Caveat(
            "direct_intensity",
            "The grid intensity is a direct one.",
            "It counts what power plants emit, not fuel supply and construction, and must not be compared with "
            "life-cycle figures of other reports.",
            ("grid_intensity",),
        ),
    ),
    (
        _chosen("grid_intensity", "fallback"),
        Caveat(
            "world_grid",
            "The grid is the world's average.",
            "No zone was given.",
            ("grid_intensity",),
            advice="grid: {zone: DE}; reportgen zones lists all",
        ),
    ),
    (
        _chosen("grid_intensity", "older"),
        Caveat(
            "old_grid",
            "The grid intensity is of an older year.",
            "The source has newer years, but not for this zone.",
            ("grid_intensity",),
        ),
    ),
    (
        lambda account: account.grid is not None and bool(account.grid.region),
        Caveat(
            "region_grid",
            "The grid is that of the region's place.",
            "The cloud publishes no intensity of its region, so the average of the country is used, in the "
            "United States that of the eGRID subregion. Where the data centre stands and what electricity it "
            "buys is not included.",
            ("grid_intensity",),
        ),
    ),
    (
        _chosen("pue", "fallback"),
        Caveat(
            "default_pue",
            "The PUE is a survey's mean.",
            "Nothing was stated about the building; an average one is assumed.",
            ("pue",),
            advice="grid: {pue: 1.2}, or {site: cloud}",
        ),
    ),
    (
        known("market_intensity"),
        Caveat(
            "market_beside",
            "Certificates do not lower the location-based figure.",
            "The market-based figure stands beside it and replaces nothing.",
            ("filtering_co2", "filtering_co2_market"),
        ),
    ),
)


def _arithmetic(account: Account) -> str:
    """How the source rounds: its factor for classification is cut after three digits."""
    like = account.rows[-1].row.like if account.rows else None
    if (like or account.task) != "classification":
        return _ROUNDED_TWICE
    return message(
        "The source converts {pounds} lb/kWh to {printed} kg/kWh, where {right} kg/kWh is right (it also "
        "writes “per pound” where it means “per kWh”), and cuts its factor after three digits, without "
        "rounding. The exact figure stands beside it.",
        **_PRINTED,
    )


def _world(_: Account) -> str:
    """How far grids lie from the world's average, by the table of grids."""
    spans = spans_of_world()
    (low, high), (lowest, _highest) = spans["life-cycle"], spans["direct"]
    return message(
        "No zone was given. Countries' grids range from {low} to {high} times this average, those of single regions "
        "from {lowest} times.",
        low=low,
        high=high,
        lowest=lowest,
    )


def _factor(account: Account) -> str:
    """What the published factor is of; how it compares with a training of one's own only where none is known."""
    if known("co2_savings.own")(account):
        return message(
            "It is for one P100 that runs at 300 W for days, without PUE, CPU or memory. According to its own "
            "document the 300 W come from its experiments; they are also the board limit of a P100 SXM2."
        )
    return message(
        "It is for one P100 that runs at 300 W for days, without PUE, CPU or memory. According to its own "
        "document the 300 W come from its experiments; they are also the board limit of a P100 SXM2. Your own "
        "training can be far below it."
    )


def _fixed(account: Account) -> str:
    """What is fixed, steps or tokens, and what it leaves to be saved: labelling, where some is."""
    if account.outline.training_share:
        return message(
            "With a fixed number of tokens others take the place of those that were removed, and training takes as "
            "long; the gain is quality at the same cost."
        )
    savings = account.ledger.get("annotation_savings")
    if savings is not None and (savings.value or savings.band):
        return message("With a fixed number of steps a smaller data set trains just as long; only labelling is saved.")
    return message("With a fixed number of steps a smaller data set trains just as long.")


def _fixed_title(account: Account) -> str:
    if account.outline.training_share:
        return message("Training energy is not saved: training reads a fixed number of tokens.")
    return message("Training energy is not saved: training runs for a fixed number of steps.")


CARBON_TITLES: Mapping[str, TextOf] = {"fixed_steps": _fixed_title}
CARBON_TEXTS: Mapping[str, TextOf] = {
    "fixed_steps": _fixed,
    "published_arithmetic": _arithmetic,
    "published_factor": _factor,
    "world_grid": _world,
}
