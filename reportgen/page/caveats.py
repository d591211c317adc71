"""What a reader must know before believing: the caveats that apply to this run, and only those."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.energy.record import Record
from reportgen.factors.meters import software_meter
from reportgen.factors.validity import days_of
from reportgen.figures.verdict import verdict
from reportgen.inputs.assemble import Account
from reportgen.inputs.energy import FileRecord
from reportgen.inputs.sources import built_in_source


@dataclass(frozen=True)
class Caveat:
    """id: its lasting name. title: the warning in a few words. text: why, and what to do.

    figures: the keys it speaks of. sources: who says so. weight: 1 for what changes how a headline is read,
    2 for what a reviewer looks up.
    """

    id: str
    title: str
    text: str
    figures: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    weight: int = 2


Rule = tuple[Callable[[Account], bool], Caveat]


def caveats_of(account: Account) -> tuple[Caveat, ...]:
    """The caveats that apply, those of weight 1 first, each kind in the order of the list."""
    found = [caveat for applies, caveat in RULES if applies(account)]
    return tuple(sorted(found, key=lambda caveat: caveat.weight))


def citing(account: Account) -> Account:
    """The account with the sources of its caveats among those that it cites."""
    sources = dict(account.sources)
    for caveat in caveats_of(account):
        for name in caveat.sources:
            sources.setdefault(name, built_in_source(name))
    return replace(account, sources=sources)


def _known(key: str) -> Callable[[Account], bool]:
    return lambda account: account.ledger.known(key)


def _unknown(key: str) -> Callable[[Account], bool]:
    return lambda account: not account.ledger.known(key)


def _counts(key: str) -> Callable[[Account], bool]:
    """Whether the figure has a value other than zero."""
    return lambda account: account.ledger.known(key) and account.ledger.value(key) != 0


def _missing(key: str, part: str) -> Callable[[Account], bool]:
    return lambda account: account.ledger.known(key) and part in account.ledger[key].missing


def _published(account: Account) -> bool:
    return account.outline.factor in ("published", "exact") and _counts("co2_savings")(account)


def _sign_uncertain(key: str) -> Callable[[Account], bool]:
    return lambda account: account.ledger[key].sign_uncertain


def _below_zero(key: str) -> Callable[[Account], bool]:
    """Whether the figure is, and for a withheld one whether its whole band is."""

    def applies(account: Account) -> bool:
        figure = account.ledger.get(key)
        if figure is None:
            return False
        most = figure.band[1] if figure.band else figure.value
        return most is not None and most < 0

    return applies


def _avoids_labelling(account: Account) -> bool:
    return account.ledger["annotation_savings"].band is not None or _counts("annotation_savings")(account)


def _band_spans_zero(account: Account) -> bool:
    band = account.ledger["net_savings"].band
    return band is not None and band[0] < 0 < band[1]


def _basis(key: str, *bases: str) -> Callable[[Account], bool]:
    return lambda account: account.ledger.known(key) and account.ledger[key].basis in bases


def _any_energy(account: Account, *bases: str) -> bool:
    return any(figure.basis in bases for key, figure in account.ledger.items() if key.startswith("energy."))


def _software_measured(account: Account) -> bool:
    return any(software_meter().source in figure.sources for figure in account.ledger.values())


def _record(applies: Callable[[FileRecord], bool]) -> Callable[[Account], bool]:
    """Whether it holds of a record that a file of the manifest's has."""
    return lambda account: any(map(applies, account.records))


def _counted(applies: Callable[[Record], bool]) -> Callable[[Account], bool]:
    """Whether it holds of a record that is in the sum."""
    return _record(lambda it: not it.overlap and it.record.best_kwh is not None and applies(it.record))


def _chosen(key: str, word: str) -> Callable[[Account], bool]:
    return lambda account: key in account.ledger and (account.ledger[key].chosen or "").startswith(word)


def _built_in_price(account: Account) -> bool:
    price = account.ledger.get("annotation_price")
    return account.rows[-1].layer == "built-in" and (price is None or price.layer != "command line")


def _energy_in_compute_assumed(account: Account) -> bool:
    costs = account.manifest.costs
    return account.outline.energy_in_compute and costs is not None and costs.compute_includes_energy is None


def _own_training_differs(account: Account) -> bool:
    ledger = account.ledger
    keys = ("training_co2_savings", "co2_savings.own")
    if not all(_counts(key)(account) for key in keys):
        return False
    counted, own = (ledger.value(key) for key in keys)
    return not counted / 2 <= own <= counted * 2


def _beyond_list(account: Account) -> bool:
    """Whether the run has more units of the period than the source of a built-in price gives one for."""
    ledger = account.ledger
    end = account.rows[-1].list_ends if account.rows else None
    if end is None:
        return False
    units = ledger.value("units_before" if account.outline.unit_factors else "samples_to_label_before")
    used = ledger.value("units_already_used") if ledger.known("units_already_used") else 0
    return units + used > end


def _mixed_denominators(account: Account) -> bool:
    return len({model.per for model in account.outline.models}) > 1


def _verdict(other: str, *verdicts: str) -> Callable[[Account], bool]:
    """Whether the training runs show just that against those before or on a random subset."""
    return lambda account: verdict(account.ledger, other) in verdicts


def _stated_otherwise(account: Account) -> bool:
    """Whether the manifest states an accuracy that is not the median of its runs, as far as it is written out."""
    for role in ("before", "after", "random"):
        stated, median = account.ledger[f"quality_{role}"], account.ledger.get(f"evidence_accuracy.{role}")
        if median is None or median.value is None or stated.value is None or stated.basis == "measured":
            continue
        places = max(0, -int(stated.value.as_tuple().exponent))
        if abs(stated.value - median.value) > Decimal("0.5").scaleb(-places):
            return True
    return False


def _runs_without_accuracy(account: Account) -> bool:
    sides = account.evidence.sides if account.evidence else None
    return sides is not None and any(len(side.accuracies) < side.runs for side in sides.sides.values())


def _random_not_beaten(account: Account) -> bool:
    ledger = account.ledger
    keys = ("quality_after", "quality_random")
    return all(ledger.known(key) for key in keys) and ledger.value(keys[0]) <= ledger.value(keys[1])


RULES: tuple[Rule, ...] = (
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
        _avoids_labelling,
        Caveat(
            "avoided_cost_estimate",
            "Avoided cost is an estimate.",
            "It is what labelling the removed samples would have cost. A realised saving needs an invoice.",
            ("annotation_savings",),
            weight=1,
        ),
    ),
    (
        lambda account: any(
            _counts(key)(account) for key in ("co2_savings", "training_co2_savings", "co2_savings.own")
        ),
        Caveat(
            "not_deductible",
            "Avoided emissions are not deductible from the inventory.",
            "They lie outside a greenhouse-gas inventory; what filtering itself emitted lies inside it.",
            ("co2_savings", "net_co2_savings"),
            weight=1,
        ),
    ),
    (
        _below_zero("net_savings"),
        Caveat(
            "net_cost",
            "The filtering cost more than it saved.",
            "Net savings are below zero over what is known; the report shows them so.",
            ("net_savings",),
            weight=1,
        ),
    ),
    (
        _below_zero("net_co2_savings"),
        Caveat(
            "net_emission",
            "The filtering emitted more than it avoided.",
            "Net CO2e is below zero on the run's own grid; the report shows it so.",
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
        _sign_uncertain("net_co2_savings"),
        Caveat(
            "net_co2_sign",
            "Whether CO2e is saved is uncertain.",
            "Within the ranges of its inputs the net goes from below zero to above it.",
            ("net_co2_savings",),
            weight=1,
        ),
    ),
    (
        _unknown("filtering_cost"),
        Caveat(
            "cost_not_stated",
            "What filtering cost is not stated.",
            "The money shown is gross. Give costs in the manifest (compute, people, licence) for a net figure.",
            ("gross_savings", "filtering_cost"),
            weight=1,
        ),
    ),
    (
        _missing("filtering_cost", "filtering_people_cost"),
        Caveat(
            "people_not_counted",
            "People's time for filtering is not counted.",
            "The cost of filtering leaves out the hours spent on it, so that it is a lower bound.",
            ("filtering_cost",),
        ),
    ),
    (
        _missing("filtering_cost", "filtering_compute_cost"),
        Caveat(
            "compute_not_counted",
            "The compute of filtering is not counted.",
            "The cost of filtering leaves out the machines' price, so that it is a lower bound.",
            ("filtering_cost",),
        ),
    ),
    (
        _missing("filtering_cost", "filtering_energy_cost"),
        Caveat(
            "electricity_not_counted",
            "The electricity of filtering is not counted.",
            "Its energy or its price is not known, so that the cost of filtering is a lower bound.",
            ("filtering_cost",),
        ),
    ),
    (
        _energy_in_compute_assumed,
        Caveat(
            "energy_in_compute",
            "The price of compute is taken to include electricity.",
            "Nobody said so; cloud prices do. State compute_includes_energy: false where it does not.",
            ("filtering_energy_cost",),
        ),
    ),
    (
        _missing("filtering_cost", "filtering_licence_cost"),
        Caveat(
            "licence_not_counted",
            "Licences are not counted.",
            "Nobody said what the filtering tool's licence cost for this run; state 0 where it is free.",
            ("filtering_cost",),
        ),
    ),
    (
        _built_in_price,
        Caveat(
            "built_in_price",
            "The annotation price is an industry figure, not yours.",
            "It is the price in Lightly's report, for a whole sample with several labellers. A cost table or --set "
            "annotation_price puts your contract in its place.",
            ("annotation_price",),
            ("lightly-report",),
            weight=1,
        ),
    ),
    (
        lambda account: bool(account.not_valid),
        Caveat(
            "price_not_valid",
            "A price of your own is not valid on the day of the run.",
            "Its row names other days, so that it does not apply; the price of a weaker layer counts in its place. Add "
            "a row for the day of the run.",
            ("annotation_price",),
            weight=1,
        ),
    ),
    (
        lambda account: (
            account.manifest.started_at is None and bool(account.rows) and days_of(account.rows[-1].row) != ""
        ),
        Caveat(
            "price_undated",
            "Whether the price was valid on the day of the run is not known.",
            "Its row names days, and the run has no started_at; of several rows the one that starts last applies.",
            ("annotation_price",),
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
        lambda account: (
            bool(account.rows) and account.rows[-1].row.like is not None and _counts("co2_savings")(account)
        ),
        Caveat(
            "like_task",
            "The training factor is that of another task.",
            "The cost table says which built-in task this one is like. A training of your own (factor: scenario or "
            "measured) says more.",
            ("co2_per_sample",),
            weight=1,
        ),
    ),
    (
        lambda account: not account.outline.labelled_after_given,
        Caveat(
            "labelled_spread",
            "Which labelled samples were kept is assumed.",
            "The manifest says how many samples had labels, not how many of those were kept; they are taken to be "
            "removed like all others, with the range from none to all.",
            ("already_labelled_after",),
        ),
    ),
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
        lambda account: account.outline.factor == "published" and _counts("co2_savings")(account),
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
        lambda account: _published(account) and _known("net_co2_savings")(account),
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
        _chosen("pue", "fallback"),
        Caveat(
            "default_pue",
            "The PUE is a survey's mean.",
            "Nothing was said about the building; an average one is taken. Say grid: {pue: 1.2} or {site: cloud}.",
            ("pue",),
        ),
    ),
    (
        _known("market_intensity"),
        Caveat(
            "market_beside",
            "Certificates do not lower the location-based figure.",
            "The market-based figure stands beside it and replaces nothing.",
            ("filtering_co2", "filtering_co2_market"),
        ),
    ),
    (
        _unknown("filtering_energy"),
        Caveat(
            "energy_not_measured",
            "The energy of filtering was not measured.",
            "CO2e and energy are gross. Give energy in the manifest for a net figure.",
            ("filtering_energy", "co2_savings"),
            weight=1,
        ),
    ),
    (
        _counted(lambda record: bool(record.implausible)),
        Caveat(
            "energy_implausible",
            "A record says more power than its devices can draw.",
            "Its energy divided by its duration is more than the boards that it names draw at most. A PUE inside, "
            "boards that it does not name, another unit or too short a duration can be the cause; its warnings say "
            "more.",
            ("filtering_energy",),
            weight=1,
        ),
    ),
    (
        _record(lambda it: it.record.best_kwh is None),
        Caveat(
            "energy_zero",
            "A tool wrote down no energy.",
            "It reported zero, or nothing, which is not measured: sensors were missing or not permitted. The sum "
            "leaves it out, and is too low by what was drawn there.",
            ("filtering_energy",),
            weight=1,
        ),
    ),
    (
        _record(lambda it: bool(it.overlap)),
        Caveat(
            "energy_overlap",
            "Two records speak of one device at one time.",
            "Only the first one is in the sum: to add both would count that energy twice. Where they are of two "
            "machines, say host in the manifest.",
            ("filtering_energy",),
            weight=1,
        ),
    ),
    (
        _record(lambda it: it.maybe and not it.overlap),
        Caveat(
            "energy_maybe_overlap",
            "Two records may speak of one device at one time.",
            "A log without time zone leaves it open. Both are in the sum, which may count some energy twice; take one "
            "out of the manifest, or say host where they are of two machines.",
            ("filtering_energy",),
            weight=1,
        ),
    ),
    (
        _counted(lambda record: record.corrected_kwh is not None),
        Caveat(
            "energy_corrected",
            "A tool's figure is corrected.",
            "A defect of that version of the tool is known and can be calculated out; the record holds both figures, "
            "and the corrected one counts.",
            ("filtering_energy",),
        ),
    ),
    (
        _counted(lambda record: record.pue_included != 1),
        Caveat(
            "energy_pue_inside",
            "A PUE may be in the energy already.",
            "It cannot be taken out of what the tool's log says. The run's own PUE is applied on top, so that energy "
            "and CO2e of filtering may be too high.",
            ("filtering_energy", "filtering_co2"),
        ),
    ),
    (
        _counted(lambda record: bool(record.gaps)),
        Caveat(
            "energy_gaps",
            "A record of power has gaps.",
            "Nothing is known of what was drawn in them, and they are in no sum: the energy is a lower bound.",
            ("filtering_energy",),
        ),
    ),
    (
        _software_measured,
        Caveat(
            "software_meters",
            "Software meters are good to about 40 %.",
            "Energy read by software is good to about 40 % either way against a wall meter; measured records have that "
            "range. One read from a better meter can state its own low and high.",
            ("filtering_energy",),
            ("energy-software-accuracy",),
        ),
    ),
    (
        lambda account: _any_energy(account, "estimate", "default", "judgement", "literature"),
        Caveat(
            "energy_estimated",
            "Part of the filtering energy is estimated.",
            "Estimates from board power lie between 0.3 and 1.0 of it; retroactive ones were off by up to 88 times. "
            "How far this one may be off is not known, so the range of the net leaves it out.",
            ("filtering_energy",),
            ("patterson-2022",),
        ),
    ),
    (
        lambda account: (
            "stages_unexplained" in account.ledger and account.ledger.value("stages_unexplained") > Decimal(0)
        ),
        Caveat(
            "unexplained",
            "Some removed samples belong to no stage.",
            "They count as removed, but no stage reports them.",
            ("stages_unexplained",),
            weight=1,
        ),
    ),
    (
        _below_zero("stages_unexplained"),
        Caveat(
            "over_explained",
            "The stages name more samples than were removed.",
            "Stages overlap, or samples came back; the totals are those before and after.",
            ("stages_unexplained",),
            weight=1,
        ),
    ),
    (
        lambda account: _unknown("quality_after")(account) and _counts("samples_removed")(account),
        Caveat(
            "accuracy_not_measured",
            "Accuracy after filtering was not measured.",
            "The saving holds only if models stay good. Published studies removed half of a data set at little loss, "
            "but on other data; train on a random subset of equal size too, which beats many methods.",
            ("quality_after",),
            ("semdedup", "datacomp", "pruning-random"),
            weight=1,
        ),
    ),
    (
        lambda account: _known("quality_after")(account) and _unknown("quality_random")(account),
        Caveat(
            "no_random_baseline",
            "There is no random subset to compare with.",
            "A random subset of equal size beats many selection methods; without one, nothing shows that the selection "
            "did better than chance.",
            ("quality_random",),
            ("pruning-random",),
        ),
    ),
    (
        _random_not_beaten,
        Caveat(
            "random_as_good",
            "A random subset of equal size did as well.",
            "On this metric the selection did not beat chance.",
            ("quality_after", "quality_random"),
            weight=1,
        ),
    ),
    (
        _verdict("before", "few"),
        Caveat(
            "evidence_few",
            "There are too few training runs for a verdict.",
            "With fewer than five runs on a side a difference of accuracy can be chance, whatever its size. Train more "
            "often with different seeds.",
            ("quality_change", "evidence_p.before"),
            weight=1,
        ),
    ),
    (
        _verdict("before", "open"),
        Caveat(
            "evidence_open",
            "The training runs show no difference of accuracy.",
            "One as large as theirs arises by chance more often than once in twenty. That does not show that accuracy "
            "stayed the same: more runs may show a difference.",
            ("quality_change", "evidence_p.before"),
            weight=1,
        ),
    ),
    (
        _verdict("before", "lower"),
        Caveat(
            "evidence_lower",
            "The training runs show lower accuracy after filtering.",
            "Chance alone gives such a difference less often than once in twenty. Whether the saving is worth it is "
            "for the reader to judge.",
            ("quality_change", "evidence_p.before"),
            weight=1,
        ),
    ),
    (
        lambda account: _verdict("random", "few", "open")(account) and not _random_not_beaten(account),
        Caveat(
            "evidence_random_open",
            "The training runs do not show that the selection beats chance.",
            "They are too few, or their difference to a random subset of equal size is one that arises by chance.",
            ("evidence_p.random",),
            weight=1,
        ),
    ),
    (
        _stated_otherwise,
        Caveat(
            "evidence_differs",
            "An accuracy is stated that is not the median of the runs.",
            "The manifest's quality counts in the headline, the training runs stand beside it. Leave quality out to "
            "count with the runs.",
            ("quality_after",),
            weight=1,
        ),
    ),
    (
        lambda account: account.evidence is not None and bool(account.evidence.implausible),
        Caveat(
            "evidence_implausible",
            "Training runs imply a power that their devices cannot draw.",
            "Energy over time is too much or next to nothing. A unit taken for another or an energy multiplied by the "
            "time twice can be the cause; reportgen training names the one that it suspects.",
            ("training_kwh",),
            weight=1,
        ),
    ),
    (
        _runs_without_accuracy,
        Caveat(
            "evidence_missing",
            "Some training runs have no accuracy.",
            "They are in no median and no test. Where they failed, the others may look better than the training is.",
            ("quality_after",),
        ),
    ),
    (
        lambda account: "predicted_training_energy" in account.ledger,
        Caveat(
            "training_predicted",
            "A training's energy is predicted from its first epochs.",
            "The range is that of the cheapest and the dearest epoch so far; what changes later, such as the size of "
            "batches, is in none of them.",
            ("predicted_training_energy",),
        ),
    ),
    (
        lambda account: _below_zero("quality_change")(account) and _verdict("before", "none")(account),
        Caveat(
            "accuracy_fell",
            "Accuracy fell after filtering.",
            "Whether the saving is worth it is for the reader to judge; the spread of trainings is not known here.",
            ("quality_change",),
            weight=1,
        ),
    ),
    (
        _mixed_denominators,
        Caveat(
            "mixed_denominators",
            "Scores per hour and per inference stand side by side.",
            "They are not comparable: energy per hour is mean power, in which a faster model earns no credit.",
            (),
        ),
    ),
    (
        lambda account: any(model.per == "hour" for model in account.outline.models),
        Caveat(
            "per_hour",
            "Energy per hour is mean power.",
            "A faster model earns no credit in an APC per hour.",
            (),
        ),
    ),
    (
        lambda account: bool(account.outline.embodied),
        Caveat(
            "sci_boundary",
            "The software carbon intensity counts what is named.",
            "Its boundary is one run with the hardware that the manifest names; storage, networks and what is not "
            "named are outside of it. Compare only scores with one boundary.",
            (),
            ("sci-1-1",),
        ),
    ),
    (
        lambda account: any(model.checkpoints for model in account.outline.models),
        Caveat(
            "reconstructed_times",
            "TTCAPC and TTCAPEC are reconstructed.",
            "The paper's own definition could not be had: ours is put together from the names and the author's code.",
            (),
            ("apc-2020",),
        ),
    ),
    (
        lambda account: account.manifest.started_at is None,
        Caveat(
            "no_date",
            "The run has no date.",
            "Prices and factors cannot be judged against the day of the run: state started_at.",
            (),
        ),
    ),
)
