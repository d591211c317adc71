"""Caveats on training, its factors, the grid and the building."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.inputs.assemble import Account
from reportgen.page.caveats.caveat import Caveat, Rule, counts, known


def _published(account: Account) -> bool:
    return account.outline.factor in ("published", "exact") and counts("co2_savings")(account)


def _chosen(key: str, word: str) -> Callable[[Account], bool]:
    return lambda account: key in account.ledger and (account.ledger[key].chosen or "").startswith(word)


def _own_training_differs(account: Account) -> bool:
    ledger = account.ledger
    keys = ("training_co2_savings", "co2_savings.own")
    if not all(counts(key)(account) for key in keys):
        return False
    counted, own = (ledger.value(key) for key in keys)
    return not counted / 2 <= own <= counted * 2


CARBON: tuple[Rule, ...] = (
    (
        lambda account: account.outline.by_steps,
        Caveat(
            "fixed_steps",
            "Training energy is not saved: training goes by steps.",
            "With a fixed number of steps a smaller data set trains just as long; only labelling is saved.",
            ("training_energy_savings", "co2_savings"),
            weight=1,
        ),
    ),
    (
        lambda account: (
            not account.outline.by_steps
            and account.ledger.known("training_energy_savings")
            and (account.manifest.training is None or account.manifest.training.schedule is None)
        ),
        Caveat(
            "epochs_assumed",
            "Training by epochs is assumed.",
            "Fewer samples save training energy only where training goes by epochs. Detection frameworks that count "
            "iterations and language models with a token budget save none: say schedule: steps.",
            ("training_energy_savings",),
        ),
    ),
    (
        _own_training_differs,
        Caveat(
            "own_training_differs",
            "Your own training is far from the published factor.",
            "The training that the manifest describes gives less than half or more than twice the CO2e of the factor "
            "that counts here. Say factor: scenario to count with your own.",
            ("co2_savings", "co2_savings.own"),
            weight=1,
        ),
    ),
    (
        _published,
        Caveat(
            "published_factor",
            "The published CO2 factor is old and rough.",
            "It assumes one P100 at its board limit of 300 W (not a measurement) for days, without PUE, CPU or memory. "
            "Your own training (factor: scenario or measured) can lie far below it.",
            ("co2_per_sample",),
            ("lightly-report",),
            weight=1,
        ),
    ),
    (
        lambda account: account.outline.factor == "published" and counts("co2_savings")(account),
        Caveat(
            "published_arithmetic",
            "The published factor carries rounding of its source.",
            "The source prints 0.4289 kg/kWh for 0.954 lb/kWh, which is 0.43272712098 (and says per pound where it "
            "means per kWh), and rounds the factor once more. The exact figure stands beside it.",
            ("co2_per_sample", "co2_per_sample.exact"),
            ("lightly-report", "strubell-2019"),
        ),
    ),
    (
        lambda account: _published(account) and known("net_co2_savings")(account),
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
            "No zone was given. Real grids lie from a tenth to twice of it: say grid: {zone: DE}.",
            ("grid_intensity",),
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
            "The cloud publishes no intensity of its region, so that the average of the country stands for it, in the "
            "United States that of the eGRID subregion. Where the data centre stands and what it buys is not in it.",
            ("grid_intensity",),
        ),
    ),
    (
        _chosen("pue", "fallback"),
        Caveat(
            "default_pue",
            "The PUE is a survey's mean.",
            "Nothing was said about the building; an average one is taken. Say grid: {pue: 1.2} or {site: cloud}.",
            ("pue",),
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
