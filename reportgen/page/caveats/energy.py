"""Caveats on the energy of filtering and the records that it stands in."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from reportgen.energy.plausibility import count_in
from reportgen.energy.record import Record
from reportgen.factors.boards import board_power_w, machine_power, tolerance
from reportgen.factors.meters import software_meter
from reportgen.figures.figure import COMPUTED, Figure
from reportgen.inputs.assemble import Account
from reportgen.inputs.energy import WALL, FileRecord
from reportgen.inputs.energy_estimates import DEVICES, is_estimate
from reportgen.page.caveats.caveat import Caveat, Rule, known, unknown
from reportgen.page.words import mark
from reportgen.words.message import message
from reportgen.words.numbers import Percent

_SOFTWARE = Percent(Decimal(40))
_ESTIMATES = ("estimate", "default", "judgement", "literature")


def _estimates(account: Account) -> list[Figure]:
    """The records in the sum that are estimates."""
    records = (figure for key, figure in account.ledger.items() if key.startswith("energy."))
    return [figure for figure in records if mark(figure) in _ESTIMATES and figure.value is not None]


def _meters(account: Account) -> list[tuple[str | None, Figure]]:
    """What read each record in the sum, wall, software or None, and its figure; estimates are read from nothing."""
    ledger = account.ledger
    read = {it.key: it.meter for it in account.records}
    stated = [record.meter for record in account.manifest.energy if record.file is None and record.kwh is not None]
    own = iter(stated)
    found = []
    for key in ledger.keys_under("energy"):
        if ledger[key].basis == COMPUTED:
            continue  # of devices that no meter read
        meter = read[key] if key in read else next(own)
        if ledger.known(key) and ledger[key].basis not in _ESTIMATES:
            found.append((meter, ledger[key]))
    return found


def read_by_wall_meters(account: Account) -> bool:
    """Whether everything in the sum was read by wall meters, so that none is left to be put in."""
    return not _estimates(account) and all(meter == WALL for meter, _ in _meters(account))


def _with_software_range(known: bool) -> Callable[[Account], bool]:
    """Whether a record has the range of software meters, which it is known to come from or may come from."""

    def applies(account: Account) -> bool:
        source = software_meter().source
        return any(source in it.sources and (meter is not None) == known for meter, it in _meters(account))

    return applies


def _without_range(account: Account) -> bool:
    """Whether a reading states no range and has none; what a lower bound lacks is told of it."""
    bounds = {it.key for it in account.records if it.record.at_least}
    return any(not it.has_range and it.key not in bounds for _, it in _meters(account))


def _sampling_alone(account: Account) -> bool:
    """Whether the range of a record is what its sampling can have missed, its meter's own error not in it."""
    source = software_meter().source
    read = {it.key for it in account.records if it.meter == WALL}
    return any(it.key in read and it.has_range and source not in it.sources for _, it in _meters(account))


def _estimates_may_overlap(account: Account) -> bool:
    """Whether a device that no meter read may be in another entry as well: boards' machines, or what a meter read."""
    entries = account.manifest.energy
    kinds = {kind for entry in entries for kind in DEVICES if getattr(entry, kind) is not None}
    return len(kinds) > 1 or (bool(kinds) and any(not is_estimate(entry) for entry in entries))


def _is_predicted_alone(it: FileRecord) -> bool:
    """Whether the file holds what a tool predicted and nothing that was drawn; zeros of both are sensors that fail."""
    told = it.record.predicted
    return it.record.best_kwh is None and told is not None and told.energy_kwh != 0


def _record(applies: Callable[[FileRecord], bool]) -> Callable[[Account], bool]:
    """Whether it holds of a record that a file of the manifest's has."""
    return lambda account: any(map(applies, account.records))


def _counted(applies: Callable[[Record], bool]) -> Callable[[Account], bool]:
    """Whether it holds of a record that is in the sum."""
    return _record(lambda it: not it.overlap and it.record.best_kwh is not None and applies(it.record))


def _beyond_board(scope: str, kwh: Decimal, hours: Decimal) -> bool:
    """Whether the boards that the scope names, where they are known here, draw less than that at most."""
    watts = board_power_w(scope)
    return watts is not None and kwh * 1000 > watts * count_in(scope) * tolerance().factor * hours


def _stated_beyond(account: Account) -> bool:
    """Whether a stated energy is more than its board draws in the run's duration, or all of them than its machines."""
    ledger, costs = account.ledger, account.manifest.costs
    hours = ledger.value("duration_s") / 3600
    read = {it.key for it in account.records}
    # what a device's power gives is reckoned, and an estimate has no meter that could be wrong
    keys = [key for key in ledger.keys_under("energy") if key not in read and ledger[key].expression is None]
    entries = [record for record in account.manifest.energy if record.file is None and record.kwh is not None]
    stated = [(entry, ledger.value(key)) for entry, key in zip(entries, keys, strict=True) if ledger.known(key)]
    if any(entry.scope and _beyond_board(entry.scope, kwh, hours) for entry, kwh in stated):
        return True
    hosts = len({entry.host for entry, _ in stated if entry.host})
    machines = max(costs.machines if costs and costs.machines else 1, hosts, 1)
    return sum(kwh for _, kwh in stated) * 1000 > machine_power().most_w * machines * hours


ENERGY: tuple[Rule, ...] = (
    (
        unknown("filtering_energy"),
        Caveat(
            "energy_not_measured",
            "The energy of filtering was not measured.",
            "CO2e and energy are gross: what the filtering itself drew is not deducted.",
            ("filtering_energy", "co2_savings"),
            weight=1,
            advice="energy: [{file: ...}] in the manifest; reportgen measure -- COMMAND meters a run; without a meter "
            "energy: [{gpu: H100 SXM, count: 8, hours: 3}] gives energy, CO2e and net as estimates with their range",
        ),
    ),
    (
        known("filtering_api_cost"),
        Caveat(
            "api_energy_unknown",
            "The energy of the model that was called is not known.",
            "What its provider's machines drew for the calls is in no figure, unless a record of energy states it: "
            "energy and CO2e of filtering are at least what is shown, and their net at most.",
            ("filtering_energy", "filtering_co2", "net_energy_savings", "net_co2_savings"),
            weight=1,
        ),
    ),
    (
        lambda account: any(figure.basis == COMPUTED for figure in _estimates(account)),
        Caveat(
            "energy_from_ratings",
            "The energy of filtering was not metered: it is an estimate.",
            message(
                "It is the rated power of devices times their load, with a share for the rest of the machine. In a "
                "study of H100 nodes such estimates were off by {low} to {high}; where no load is given, it may be "
                "from {least} to {most}.",
                low=Percent(Decimal(27)),
                high=Percent(Decimal(37)),
                least=Decimal("0.3"),
                most=Decimal(1),
            ),
            ("filtering_energy", "filtering_co2", "net_energy_savings", "net_co2_savings"),
            ("tdp-estimate-error", "tdp-share-range"),
            weight=1,
            advice="energy: [{gpu: ..., load: ...}] where the load is known; reportgen measure -- COMMAND meters a run",
        ),
    ),
    (
        _estimates_may_overlap,
        Caveat(
            "energy_estimate_beside",
            "A device that is estimated may be in another line of the energy too.",
            "The estimate of a board holds the rest of its machine, processors among it, and a meter may have read the "
            "same devices: what stands in two lines counts twice.",
            ("filtering_energy", "filtering_co2"),
        ),
    ),
    (
        _counted(lambda record: len(record.implausible) > len(record.unsettled)),
        Caveat(
            "energy_implausible",
            "A record implies more power than its hardware can draw.",
            "Its energy divided by its duration is more than the boards, processors or machines that it covers "
            "can draw. A PUE inside, hardware that it does not name, another unit or too short a duration can be "
            "the cause; its warnings say more.",
            ("filtering_energy",),
            weight=1,
        ),
    ),
    (
        _stated_beyond,
        Caveat(
            "energy_stated_beyond",
            "The stated energy is more than can be drawn in that time.",
            "Divided by the duration of the run it is more power than the board that it names, or than the machines of "
            "the run, draw at most. Another unit, the energy of other work, or too short a duration can be the cause.",
            ("filtering_energy",),
            weight=1,
            advice="energy: kwh of the filtering alone; costs: machines says how many worked side by side",
        ),
    ),
    (
        _counted(lambda record: bool(record.unsettled)),
        Caveat(
            "energy_unsettled",
            "It is not clear how many devices a log covers.",
            "No column tells them apart. By their times its rows belong to several devices in turn and are "
            "counted that way; for a single device the energy would be different: its warnings give both.",
            ("filtering_energy",),
            weight=1,
            advice="energy: [{file: ..., columns: ...}] with devices: 4 among the columns for four of them",
        ),
    ),
    (
        _record(_is_predicted_alone),
        Caveat(
            "energy_predicted",
            "A tool recorded a prediction, and no consumption.",
            "What it predicted is not measured and in no sum; the sum is too low by what was drawn there.",
            ("filtering_energy",),
            weight=1,
        ),
    ),
    (
        _record(lambda it: it.record.best_kwh is None and not _is_predicted_alone(it)),
        Caveat(
            "energy_zero",
            "A tool recorded no energy.",
            "It reported zero or nothing, so nothing was measured: sensors were missing or not permitted. The "
            "sum leaves this out and is too low by what was drawn there.",
            ("filtering_energy",),
            weight=1,
        ),
    ),
    (
        _counted(lambda record: record.at_least),
        Caveat(
            "energy_at_least",
            "The energy is a lower bound.",
            "Part of a record could not be read, and how much was drawn there is not known: the sum is at least what "
            "is shown, and ranges leave that part out.",
            ("filtering_energy", "filtering_co2"),
            weight=1,
        ),
    ),
    (
        _record(lambda it: bool(it.overlap)),
        Caveat(
            "energy_overlap",
            "Two records describe the same device at the same time.",
            "Only one is in the sum, the one that contains the other, or else the first: adding both would count "
            "that energy twice.",
            ("filtering_energy",),
            weight=1,
            advice="energy: [{file: ..., host: ...}] where they are of two machines",
        ),
    ),
    (
        _record(lambda it: it.covers_less),
        Caveat(
            "energy_overlap_in_part",
            "A record that is not added holds more than the one that counts.",
            "What it drew at another time, or on other devices, is in no sum unless a further record holds it: the "
            "energy is at least what is shown, and ranges leave that part out. Records that do not overlap, or one of "
            "the whole run, close the gap.",
            ("filtering_energy", "filtering_co2"),
            weight=1,
        ),
    ),
    (
        _record(lambda it: it.maybe and not it.overlap),
        Caveat(
            "energy_maybe_overlap",
            "Two records may describe the same device at the same time.",
            "A log without time zone, or one that names no device, leaves it open. Both are in the sum, which may "
            "count some energy twice.",
            ("filtering_energy",),
            weight=1,
            advice="take one out, or say energy: [{file: ..., host: ...}] where they are of two machines",
        ),
    ),
    (
        _counted(lambda record: record.corrected_kwh is not None),
        Caveat(
            "energy_corrected",
            "A tool's figure is corrected.",
            "That version of the tool has a known defect that can be corrected by calculation; the record holds "
            "both figures, and the corrected one counts.",
            ("filtering_energy",),
        ),
    ),
    (
        _counted(lambda record: record.pue_included != 1),
        Caveat(
            "energy_pue_inside",
            "A PUE may be in the energy already.",
            "It cannot be taken out of what the tool's log says. The run's own PUE is applied on top, so "
            "energy and CO2e of filtering may be too high.",
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
        _with_software_range(known=True),
        Caveat(
            "software_meters",
            message("Software meters are accurate to about {share}.", share=_SOFTWARE),
            message(
                "Energy read by software may be off by about {share} either way against a wall meter; what software "
                "read has that range.",
                share=_SOFTWARE,
            ),
            ("filtering_energy",),
            ("energy-software-accuracy",),
        ),
    ),
    (
        _with_software_range(known=False),
        Caveat(
            "meter_not_named",
            "It is not stated which meter read the energy.",
            message(
                "It has the range of software meters, about {share} either way, which holds if it was read by "
                "software.",
                share=_SOFTWARE,
            ),
            ("filtering_energy",),
            ("energy-software-accuracy",),
            advice="energy: [{kwh: ..., meter: wall, low: ..., high: ...}] for a plug, PDU or utility meter",
        ),
    ),
    (
        _without_range,
        Caveat(
            "energy_without_range",
            "How far a reading of the filtering energy may be off is not stated.",
            "It has no range, so the range of the net does not include this error.",
            ("filtering_energy", "net_co2_savings"),
            advice="energy: [{kwh: ..., low: ..., high: ...}]",
        ),
    ),
    (
        _sampling_alone,
        Caveat(
            "wall_meter_sampled",
            "How far the wall meter may be off is not known.",
            "The range of its record is what may have been missed between two readings; no log states the "
            "error of the meter itself.",
            ("filtering_energy", "net_co2_savings"),
        ),
    ),
    (
        lambda account: any(figure.basis != COMPUTED for figure in _estimates(account)),
        Caveat(
            "energy_estimated",
            "Part of the filtering energy is estimated.",
            message(
                "An estimate rests on the board's rated power; what is actually drawn is between {low} and "
                "{high} times that. Estimates made afterwards were off by up to 88 times.",
                low=Decimal("0.3"),
                high=Decimal(1),
            ),
            ("filtering_energy",),
            ("patterson-2022",),
        ),
    ),
    (
        lambda account: any(figure.low is None or figure.high is None for figure in _estimates(account)),
        Caveat(
            "energy_estimate_without_range",
            "How far an estimate of the filtering energy may be off is not known.",
            "It has no range, so the range of the net does not include this error.",
            ("filtering_energy", "net_co2_savings"),
        ),
    ),
)
