"""The foot of the cover: what decides the figure, what to know before signing, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from reportgen.figures.amounts import removes
from reportgen.figures.figure import Figure
from reportgen.figures.influence import Influence, influences
from reportgen.figures.verdict import verdict
from reportgen.inputs.approval import signed
from reportgen.page.caveats.caveat import Caveat
from reportgen.page.caveats.energy import read_by_wall_meters
from reportgen.page.sections.verdict import display, ends_shown, is_price, money_key, moves_most, turns
from reportgen.page.words import BASIS_WORDS, leading_co2, mark, measured_after
from reportgen.page.writer import Writer

MOST_LINES = 3
# Of the largest amount that the result may be: what moves it by less decides nothing that its three digits tell.
_DECIDING_SHARE = Decimal("0.01")
_FIRM_PRICES = ("measured", "contract")


@dataclass(frozen=True)
class Deciding:
    """What decides a figure. figures: the keys of the figures that the text speaks of."""

    text: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """What would make a figure firmer. text: for the reader. advice: how the author of the report does it, English."""

    text: str
    advice: str
    figures: tuple[str, ...]


def what_decides(w: Writer) -> tuple[Deciding, ...]:
    """The inputs that move the money most, if by a hundredth of it, by how much, and where it breaks even."""
    key = money_key(w)
    if w.ledger[key].band is not None:
        return (Deciding(w.say("The confidential price; by how much it moves the result is withheld."), (key,)),)
    if w.ledger[key].value is None and w.outline.schedule_open:
        text = w.say("How training is scheduled: by epochs less data saves some of it, otherwise none.")
        return (Deciding(text, ("training_cost_savings", key)),)
    if w.ledger[key].value is None:
        return (Deciding(w.say("A price: without one no money is counted."), (key,)),)
    if not removes(w.ledger):
        return (Deciding(w.say("Nothing was removed."), ("samples_removed",)),)
    found = influences(key, w.ledger)
    strong = [it for it in found if it.span >= _DECIDING_SHARE * _largest(w.ledger[key])]
    lines = [Deciding(_moved(w, it, len(found) == 1), (it.leaf, key)) for it in strong[:2]]
    if all(it.low == it.high for _, it in w.ledger.trace(key)):
        lines = [Deciding(w.say("No input of the amount states a range."), (key,))]
    elif not found or ends_shown(w, w.ledger[key]) is None:
        lines = [Deciding(w.say("The ranges of the inputs of the amount change none of the digits shown."), (key,))]
    elif not strong:
        lines = [Deciding(w.say("No range of an input moves the result by a hundredth of it or more."), (key,))]
    return (*lines, *filter(None, [_break_even(w)]))[:MOST_LINES]


def _largest(figure: Figure) -> Decimal:
    """The figure's size, or that of the end of its range farthest from zero."""
    return max(it.copy_abs() for it in (figure.value, figure.low, figure.high) if it is not None)


def _moved(w: Writer, influence: Influence, alone: bool) -> str:
    figure = w.ledger[influence.leaf]
    low, high = w.numbers.ends_with_unit(*w.exact_ends(influence.leaf))
    at_low, at_high = (_signed(w, end) for end in (influence.at_low, influence.at_high))
    at_low, at_high = w.numbers.ends_with_unit(at_low, at_high, w.currency)
    words = {
        "input": w.label(figure),
        "basis": w.translated(BASIS_WORDS[mark(figure)]),
        "low": low,
        "high": high,
        "at_low": at_low,
        "at_high": at_high,
    }
    if alone:
        return w.say(
            "{input} ({basis}): {low} to {high} moves the result by {at_low} to {at_high}, its whole range.", **words
        )
    return w.say("{input} ({basis}): {low} to {high} moves the result by {at_low} to {at_high}.", **words)


def _signed(w: Writer, value: Decimal) -> str:
    return ("+" if value > 0 else "") + display(w, value, 3)


def _break_even(w: Writer) -> Deciding | None:
    """How many removed samples pay for the run, or what a label would have to cost where all of them do not."""
    if not w.ledger.known("filtering_cost") or not w.ledger.value("filtering_cost"):
        return None
    removed = w.count("samples_removed")
    if w.ledger.known("break_even_samples"):
        needed = w.ledger.value("break_even_samples").to_integral_value(ROUND_CEILING)
        unlabelled = w.ledger.value("samples_to_label_before") - w.ledger.value("samples_to_label_after")
        if needed <= unlabelled < w.ledger.value("samples_removed"):
            count = w.rounded_up("break_even_samples").text
            text = w.say_count(
                "Break-even: {count} removed sample without a label pays for the run.",
                "Break-even: {count} removed samples without a label pay for the run.",
                needed,
                count=count,
            )
            return Deciding(text, ("break_even_samples",))
        if needed <= unlabelled:
            count = w.rounded_up("break_even_samples").text
            text = w.say_count(
                "Break-even: {count} of the {removed} removed samples pays for the run.",
                "Break-even: {count} of the {removed} removed samples pay for the run.",
                needed,
                count=count,
                removed=removed,
            )
            return Deciding(text, ("break_even_samples", "samples_removed"))
    if w.ledger.known("break_even_price") and w.ledger.value("break_even_price") > 0:
        price = w.rate("break_even_price")
        text = w.say("Break-even: the price would have to be {price}.", price=price)
        if w.is_per_million("break_even_price"):
            text = w.say("Break-even: a million units would have to cost {price}.", price=price)
        elif w.is_per_sample("break_even_price"):
            text = w.say("Break-even: a label would have to cost {price}.", price=price)
        return Deciding(text, ("break_even_price",))
    return None


def weightiest(caveats: Sequence[Caveat]) -> list[Caveat]:
    """The first caveats of those that change how the cover is read: before others that nothing is left, a net cost or
    emission, then that a class is gone or cut down or one set holds half of all, which no figure on the cover shows,
    and that the training saved is not known.
    """
    of_quality = ("class_vanished", "class_nearly_vanished", "component_swallows", "cut_below_random")
    first = ("everything_removed", "net_cost", "net_emission", *of_quality, "schedule_open", "unlabelled_unknown")
    weighty = [it for it in caveats if it.weight == 1]
    return sorted(weighty, key=lambda it: first.index(it.id) if it.id in first else len(first))[:MOST_LINES]


def to_know(w: Writer, caveats: Sequence[Caveat]) -> tuple[str, ...]:
    """The titles of the weightiest caveats."""
    return tuple(w.say(caveat.title) for caveat in weightiest(caveats))


def what_next(w: Writer) -> tuple[Step, ...]:
    """A signature that is void, what would make the figures firmer in the order of what it decides, then signing."""
    rules: tuple[tuple[Callable[[Writer], str], str, str], ...] = (
        (_sign_again, "", "reportgen check says the SHA-256 over all inputs that a signature states"),
        (
            _cost,
            "filtering_cost",
            "costs: in the manifest has machines, compute_per_hour, person_hours, hourly_rate and licence, or total",
        ),
        (_price, "annotation_price", "--costs FILE, which reportgen costs init writes"),
        (_schedule, "training_energy_savings", "training: {schedule: epochs}, {schedule: steps} or {budget: tokens}"),
        (_hours, "filtering_people_cost", "costs: {person_hours: ..., hourly_rate: ...} in the manifest"),
        (
            _meter,
            "filtering_energy",
            "reportgen measure -- COMMAND; reportgen import FILE takes the record of another tool; "
            "energy: [{gpu: H100 SXM, count: 8}] in the manifest gives an estimate",
        ),
        (_wall_meter, "filtering_energy", "energy: [{kwh: ..., low: ..., high: ...}] in the manifest"),
        (_unexplained, "stages_unexplained", "stages: in the manifest"),
        (_accuracy, "quality_after", "quality: or evidence: in the manifest"),
        (_sign, "", "prepared_by, reviewed_by and approved_by in the manifest"),
    )
    steps = [Step(text, advice, (key,) if key else ()) for rule, key, advice in rules if (text := rule(w))]
    return tuple(steps[:MOST_LINES])


def _cost(w: Writer) -> str:
    if w.ledger.known("filtering_cost"):
        return ""
    return w.say("Ask what the filtering cost: without it no amount of money is net.")


def _price(w: Writer) -> str:
    price = next((key for key in w.outline.price_keys if w.ledger.known(key)), None)
    if price is None or mark(w.ledger[price]) in _FIRM_PRICES:
        return ""
    if not w.ledger.known("annotation_savings") or not w.ledger.value("annotation_savings"):
        return ""
    moving = moves_most(w, "net_savings") if w.ledger["net_savings"].sign_uncertain else None
    if moving is not None and is_price(w, moving.leaf) and turns(w, "net_savings", moving):
        return w.say("Ask for the contract price: it decides whether money was saved.")
    return w.say("Ask for the contract price in place of this one.")


def _schedule(w: Writer) -> str:
    if not w.outline.schedule_open:
        return ""
    return w.say("Ask how training is scheduled: by epochs, or by a fixed number of steps or tokens.")


def _hours(w: Writer) -> str:
    if "filtering_people_cost" not in w.ledger["filtering_cost"].missing or not w.ledger.known("filtering_cost"):
        return ""
    return w.say("Ask for people's hours: they are in no line of the ledger.")


def _meter(w: Writer) -> str:
    if not w.ledger.known("filtering_energy"):
        return w.say("Meter the next run: without its energy CO2e is gross.")
    return ""


def _wall_meter(w: Writer) -> str:
    if not w.ledger.known("filtering_energy") or read_by_wall_meters(w.account):
        return ""
    key = leading_co2(w.account)
    read = {figure.key for _, figure in w.ledger.trace("filtering_energy")}
    if any(it.leaf in read and turns(w, key, it) for it in influences(key, w.ledger) if it.leaf != "pue"):
        return w.say("Put a wall meter on the next run: it may decide the sign of CO2e.")
    return ""


def _unexplained(w: Writer) -> str:
    if not w.ledger.known("stages_unexplained") or not w.ledger.value("stages_unexplained"):
        return ""
    value = w.ledger.value("stages_unexplained")
    if value < 0:
        count = w.numbers.whole(-value)
        return w.say_count(
            "Ask why the stages name {count} more sample than were removed.",
            "Ask why the stages name {count} more samples than were removed.",
            -value,
            count=count,
        )
    return w.say_count(
        "{count} removed sample belongs to no stage: ask why.",
        "{count} removed samples belong to no stage: ask why.",
        value,
        count=w.count("stages_unexplained"),
    )


def _accuracy(w: Writer) -> str:
    if not removes(w.ledger) or not w.ledger.value("samples_after"):
        return ""
    if not w.ledger.known("quality_after") and not measured_after(w.account):
        return w.say("Train once on the samples kept: what accuracy they give is not known.")
    if verdict(w.ledger, "before") == "few" or w.ledger["quality_after"].basis != "measured":
        return w.say("Five trainings a side would test the accuracy.")
    return ""


def _sign(w: Writer) -> str:
    if w.account.manifest.approved_by or _sign_again(w):
        return ""
    return w.say("Review and sign: the last section.")


def _sign_again(w: Writer) -> str:
    if any(it.is_void for it in signed(w.account.manifest, w.account.inputs).values()):
        return w.say("Review and sign again: the inputs have changed since.")
    return ""
