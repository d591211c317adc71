"""Caveats on prices, costs and what labelling is saved."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.factors.built_in import DEFAULT, built_in_rows
from reportgen.factors.cost_table import is_month
from reportgen.factors.validity import days_of
from reportgen.figures.amounts import removes
from reportgen.figures.break_even import priced_quantity
from reportgen.inputs.assemble import Account
from reportgen.page.caveats.caveat import Caveat, Rule, below_zero, counts, known, of_leading_co2, unknown

_FAR = 100
# Of which one is worth a dollar, give or take a half: the built-in range is in USD, and nobody gave a rate.
_LIKE_DOLLARS = ("USD", "EUR", "GBP", "CHF", "CAD", "AUD")


def _missing(key: str, part: str) -> Callable[[Account], bool]:
    return lambda account: account.ledger.known(key) and part in account.ledger[key].missing


def _sign_uncertain(key: str) -> Callable[[Account], bool]:
    return lambda account: account.ledger[key].sign_uncertain


def _avoids_labelling(account: Account) -> bool:
    return account.ledger["annotation_savings"].band is not None or counts("annotation_savings")(account)


def _band_spans_zero(account: Account) -> bool:
    band = account.ledger["net_savings"].band
    return band is not None and band[0] < 0 < band[1]


def _built_in_price(account: Account) -> bool:
    """Whether a price counts that nobody of the run's gave, and money rests on it."""
    if not _avoids_labelling(account):
        return False
    prices = [account.ledger[key] for key in account.outline.price_keys if account.ledger.known(key)]
    built_in = bool(account.rows) and account.rows[-1].layer == "built-in"
    return built_in and any(price.layer != "command line" for price in prices)


def _lightlys_price(account: Account) -> bool:
    return _built_in_price(account) and account.rows[-1].row.source == "lightly-report"


def _dearer_tier(account: Account) -> bool:
    ledger = account.ledger
    before, after = "annotation_price_reached_before", "annotation_price_reached_after"
    known = all(key in ledger and ledger.known(key) for key in (before, after))
    return known and ledger.value(after) > ledger.value(before)


def _minimum_met(account: Account) -> bool:
    """Whether after filtering the minimum is paid, and not more."""
    ledger = account.ledger
    if not ledger.known("minimum") or not ledger.known("annotation_cost_after"):
        return False
    return ledger.value("annotation_cost_after") == ledger.value("minimum")


def _one_period(account: Account) -> bool:
    """Whether tiers count by a period of which nobody said how much of the run falls in one, and that matters."""
    ledger = account.ledger
    bound = account.outline.tier_bounds[0]
    if bound is None or account.outline.by_month or not account.rows or account.rows[-1].row.tier_period is None:
        return False
    used = ledger.value("units_already_used") if ledger.known("units_already_used") else 0
    key = priced_quantity(account.outline)
    return ledger.known(key) and used + ledger.value(key) > bound


def _one_month(account: Account) -> bool:
    return _one_period(account) and is_month(account.rows[-1].row.tier_period or "")


def _one_other_period(account: Account) -> bool:
    return _one_period(account) and not is_month(account.rows[-1].row.tier_period or "")


def _spread_assumed(account: Account) -> bool:
    """Whether it is not known how many labelled samples were kept: of none removed, or all labelled, it is."""
    kept = account.ledger["already_labelled_after"]
    return not account.outline.labelled_after_given and kept.low != kept.high


def _energy_in_compute_assumed(account: Account) -> bool:
    costs = account.manifest.costs
    if costs is None or costs.compute_includes_energy is not None or account.ledger.known("filtering_cost_total"):
        return False
    return account.outline.energy_in_compute


def _beyond_list(account: Account) -> bool:
    """Whether the run has more units of the period than the source of a built-in price gives one for."""
    ledger = account.ledger
    end = account.rows[-1].list_ends if account.rows else None
    if end is None:
        return False
    units = ledger.value("units_before" if account.outline.counts_units else "samples_to_label_before")
    used = ledger.value("units_already_used") if ledger.known("units_already_used") else 0
    return units + used > end


def _price_far_off(account: Account) -> bool:
    """Whether a price of the run's own, of a sample, is a hundred times beyond the range of the built-in one."""
    ledger, outline = account.ledger, account.outline
    built_in = next((placed.row for placed in built_in_rows(DEFAULT) if placed.row.task == account.task), None)
    keys = ["annotation_price", *outline.unit_factors, *([outline.number_in_unit] if outline.number_in_unit else [])]
    keys += ["seconds_per_unit"] if outline.seconds_in_unit is not None else []
    if built_in is None or built_in.low is None or built_in.high is None or outline.currency not in _LIKE_DOLLARS:
        return False
    if not all(key in ledger and ledger.known(key) for key in keys) or ledger["annotation_price"].layer == "built-in":
        return False
    price = ledger.value("annotation_price")
    for key in outline.unit_factors:
        price *= ledger.value(key)
    if outline.number_in_unit:
        price /= ledger.value(outline.number_in_unit)
    if outline.seconds_in_unit is not None:
        price *= ledger.value("seconds_per_unit") / outline.seconds_in_unit
    return price > built_in.high * _FAR or 0 < price < built_in.low / _FAR


MONEY: tuple[Rule, ...] = (
    (
        lambda account: account.confidential,
        Caveat(
            "confidential",
            "Confidential prices are withheld.",
            "Their rows, what follows from them and the files that hold them are left out. Totals at such a price are "
            "bands, in which the total can lie anywhere, and cannot be re-derived from here: ask for the internal "
            "report.",
            ("annotation_savings",),
            weight=1,
        ),
    ),
    (
        lambda account: account.ledger.value("samples_after") == 0 and removes(account.ledger),
        Caveat(
            "everything_removed",
            "Every sample was removed.",
            "What counts as avoided is all that labelling and training on this data would have cost; nothing of it is "
            "left to train on.",
            ("samples_after",),
            weight=1,
        ),
    ),
    (
        _price_far_off,
        Caveat(
            "price_far_off",
            "The price is far from what labelling costs elsewhere.",
            "Per sample it is more than 100 times the highest, or less than a hundredth of the lowest price "
            "that is known here for the task. A price in cents, for a thousand samples or for a whole batch "
            "can be the cause.",
            ("annotation_price",),
            ("price-ranges-judgement",),
            weight=1,
            advice="prices: the price of one unit in the currency; unit: 1k samples divides; fixed_fee is of a batch",
        ),
    ),
    (
        _avoids_labelling,
        Caveat(
            "avoided_cost_estimate",
            "Avoided cost is an estimate.",
            "It is what labelling the removed samples would have cost. Only an invoice proves that money was saved.",
            ("annotation_savings",),
            weight=1,
        ),
    ),
    (
        lambda account: any(counts(key)(account) for key in ("co2_savings", "training_co2_savings", "co2_savings.own")),
        Caveat(
            "not_deductible",
            "Avoided emissions are not deductible from the inventory.",
            "They lie outside a greenhouse-gas inventory; what filtering itself emitted lies inside it.",
            ("co2_savings", "net_co2_savings"),
            weight=1,
        ),
    ),
    (
        below_zero("net_savings"),
        Caveat(
            "net_cost",
            "The filtering cost more than it saved.",
            "Net savings are below zero over what is known; the report shows them so.",
            ("net_savings",),
            weight=1,
        ),
    ),
    (
        of_leading_co2(below_zero),
        Caveat(
            "net_emission",
            "The filtering emitted more than it avoided.",
            "Net CO2e is below zero; the report shows it so.",
            ("net_co2_savings",),
            weight=1,
        ),
    ),
    (
        _sign_uncertain("net_savings"),
        Caveat(
            "net_savings_sign",
            "Whether money is saved is uncertain.",
            "Within the ranges of its inputs the net goes from below zero to above it.",
            ("net_savings",),
            weight=1,
        ),
    ),
    (
        _band_spans_zero,
        Caveat(
            "net_savings_band",
            "Whether money is saved is withheld.",
            "The net is withheld, and its band goes from below zero to above it.",
            ("net_savings",),
            weight=1,
        ),
    ),
    (
        of_leading_co2(_sign_uncertain),
        Caveat(
            "net_co2_sign",
            "Whether CO2e is saved is uncertain.",
            "Within the ranges of its inputs the net goes from below zero to above it.",
            ("net_co2_savings",),
            weight=1,
        ),
    ),
    (
        unknown("filtering_cost"),
        Caveat(
            "cost_not_stated",
            "The cost of filtering is not stated.",
            "No amount here is net of it: compute, people and licence are not deducted.",
            ("gross_savings", "filtering_cost"),
            weight=1,
            advice="costs: {machines: ..., compute_per_hour: ..., person_hours: ..., hourly_rate: ..., licence: ...} "
            "or {total: ...} for one invoice",
        ),
    ),
    (
        _missing("filtering_cost", "filtering_people_cost"),
        Caveat(
            "people_not_counted",
            "People's time for filtering is not counted.",
            "The cost of filtering leaves out the hours spent on it, so it is a lower bound.",
            ("filtering_cost",),
        ),
    ),
    (
        _missing("filtering_cost", "filtering_compute_cost"),
        Caveat(
            "compute_not_counted",
            "The compute of filtering is not counted.",
            "The cost of filtering leaves out the machines' price, so it is a lower bound.",
            ("filtering_cost",),
        ),
    ),
    (
        _missing("filtering_cost", "filtering_energy_cost"),
        Caveat(
            "electricity_not_counted",
            "The electricity of filtering is not counted.",
            "Its energy or its price is not known, so the cost of filtering is a lower bound.",
            ("filtering_cost",),
        ),
    ),
    (
        lambda account: account.outline.storage_kept is True,
        Caveat(
            "storage_kept",
            "No storage is saved: what was removed is not deleted.",
            "Storage counts only once what was removed is gone; until then it is paid as before.",
            ("storage_savings", "storage_energy_savings"),
            advice="storage: {deleted: true} once it is",
        ),
    ),
    (
        lambda account: any(counts(key)(account) for key in ("storage_savings", "storage_energy_savings")),
        Caveat(
            "storage_estimate",
            "Storage that is not paid is an estimate.",
            "It assumes that all that was removed is deleted at once in all copies and that, without filtering, "
            "it would have been kept for the months named.",
            ("storage_savings", "storage_energy_savings"),
            weight=1,
        ),
    ),
    (
        known("filtering_cost_total"),
        Caveat(
            "one_invoice",
            "The cost of filtering is one invoice.",
            "It is assumed to include everything: compute, people, licences and electricity. What it leaves out, "
            "such as the hours of your own people, is in no line.",
            ("filtering_cost",),
        ),
    ),
    (
        _energy_in_compute_assumed,
        Caveat(
            "energy_in_compute",
            "The price of compute is assumed to include electricity.",
            "This is not stated; cloud prices include electricity.",
            ("filtering_energy_cost",),
            advice="costs: {compute_includes_energy: false} where it does not; then electricity_per_kwh is added",
        ),
    ),
    (
        _missing("filtering_cost", "filtering_licence_cost"),
        Caveat(
            "licence_not_counted",
            "Licences are not counted.",
            "What the filtering tool's licence cost for this run is not stated.",
            ("filtering_cost",),
            advice="costs: {licence: ...}, 0 where it is free",
        ),
    ),
    (
        _dearer_tier,
        Caveat(
            "dearer_tier",
            "After filtering, all units have the price of a more expensive tier.",
            "All units have the price of the tier that they reach together, so fewer samples can cost more.",
            ("annotation_cost_after", "annotation_savings"),
            weight=1,
        ),
    ),
    (
        _minimum_met,
        Caveat(
            "minimum_met",
            "The minimum charge of the batch is paid.",
            "After filtering the price of the samples is below the minimum of the batch: removing more saves nothing.",
            ("annotation_cost_after",),
        ),
    ),
    (
        _one_month,
        Caveat(
            "one_month_assumed",
            "One month is assumed for all labelling.",
            "The tiers of the price count anew each month. Over several months more units are at the first "
            "tiers, and filtering saves a different amount.",
            ("annotation_savings",),
            weight=1,
            advice="units_per_month in the row of the cost table gives the pace",
        ),
    ),
    (
        _one_other_period,
        Caveat(
            "one_period_assumed",
            "One period of the tiers is assumed for all labelling.",
            "The tiers of the price count anew each period. Over several periods more units are at the first "
            "tiers, and filtering saves a different amount.",
            ("annotation_savings",),
            weight=1,
        ),
    ),
    (
        _built_in_price,
        Caveat(
            "built_in_price",
            "The annotation price is a built-in one, not yours.",
            "It is that of a built-in table; the table of prices says whose it is.",
            ("annotation_savings",),
            weight=1,
            advice="--costs FILE, which reportgen costs init writes; --set annotation_price=... for a single price",
        ),
    ),
    (
        _lightlys_price,
        Caveat(
            "lightly_price",
            "The price in Lightly's report is for a whole sample.",
            "The document does not say how many objects a sample holds or how many people label it: neither "
            "plays a part in the price.",
            ("annotation_price",),
            ("lightly-report",),
        ),
    ),
    (
        lambda account: bool(account.remarks),
        Caveat(
            "hidden_cells",
            "Parts of a cost table are not used.",
            "They are hidden, or columns of amounts whose head names no field; the table of prices names them.",
            ("annotation_cost_before",),
            advice="unhide in the spreadsheet what should count, and head its column as the field that it is",
        ),
    ),
    (
        lambda account: bool(account.not_valid),
        Caveat(
            "price_not_valid",
            "A price of your own is not valid on the day of the run.",
            "Its row is for other dates, so it does not apply; the price of a lower layer is used instead.",
            ("annotation_price",),
            weight=1,
            advice="a row of the cost table for the day of the run",
        ),
    ),
    (
        lambda account: (
            account.manifest.started_at is None and bool(account.rows) and days_of(account.rows[-1].row) != ""
        ),
        Caveat(
            "price_undated",
            "Whether the price was valid on the day of the run is not known.",
            "Its row states dates, and the run has none; of several rows the one that starts last applies.",
            ("annotation_price",),
            advice="started_at: in the manifest",
        ),
    ),
    (
        _beyond_list,
        Caveat(
            "beyond_list",
            "The price list ends below the units of this run.",
            "Its source gives no price for further units; they count here at its last one.",
            ("annotation_cost_before",),
            weight=1,
        ),
    ),
    (
        lambda account: bool(account.rows) and account.rows[-1].row.like is not None and counts("co2_savings")(account),
        Caveat(
            "like_task",
            "The training factor is that of another task.",
            "The cost table says which built-in task this one is like. A training of your own says more.",
            ("co2_per_sample",),
            weight=1,
            advice="training: {factor: scenario} or {factor: measured}",
        ),
    ),
    (
        _spread_assumed,
        Caveat(
            "labelled_spread",
            "How many labelled samples were kept is assumed.",
            "The manifest says how many samples had labels, not how many of those were kept; they are assumed to "
            "be removed like all others, with a range from none to all.",
            ("already_labelled_after",),
        ),
    ),
)
