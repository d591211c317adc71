"""The verdict of the cover: one figure or range of money, in words that turn round with its sign."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from reportgen.figures.amounts import removed_measure, removes
from reportgen.figures.figure import Figure
from reportgen.figures.influence import Influence, influences
from reportgen.figures.units import measure_word
from reportgen.page.words import cost_of_filtering, mark, samples, schedule_assumed
from reportgen.page.writer import Writer
from reportgen.words import numbers
from reportgen.words.message import message
from reportgen.words.said import of_figure

AVOIDED, SPENT, OPEN = "avoided", "spent", "open"
# Beyond this ratio of its ends a figure that rests on what nobody stated is its range and no point.
WIDE_RANGE = 3
_WEAK = ("literature", "default", "judgement", "estimate")
_IN_WORDS, _IN_POWERS = Decimal(10_000_000), Decimal("1e20")
_LONG = 13  # characters at display size
_AT_PRICE = {
    "measured": message("at the measured price"),
    "contract": message("at the contract price"),
    "stated": message("at the price stated"),
    "list": message("at the list price"),
    "literature": message("at a price from literature"),
    "default": message("at the default price"),
    "judgement": message("at an assumed price"),
    "estimate": message("at an estimated price"),
}


@dataclass(frozen=True)
class Verdict:
    """The figure that a reader sees first."""

    kicker: Annotated[str, "what the figure is, in words"]
    tone: Annotated[str, "avoided, spent or open: its colour"]
    figure: Annotated[str, "the figure, or its range"]
    unit: Annotated[str, "its unit, or empty"]
    is_long: Annotated[bool, "whether it needs the smaller size"]
    lead: Annotated[str, "what it rests on, what was done and what it cost"]
    before: Annotated[str, "what stands before the figure in place of the unit behind it, or empty"] = ""
    key: Annotated[str, "key of the figure in report.json, or empty"] = ""

    @property
    def amount(self) -> str:
        """The figure with its unit, as the language sets it."""
        return f"{self.before}{self.figure}" if self.before else f"{self.figure} {self.unit}".rstrip()


def money_key(w: Writer) -> str:
    """The figure of money that counts: the net, or the gross where the cost of filtering is not known."""
    net = w.ledger["net_savings"]
    return "net_savings" if net.value is not None or net.band is not None else "gross_savings"


def is_range(figure: Figure) -> bool:
    """Whether its range says more than its value: it spans zero, or it is wide and rests on what nobody stated."""
    if figure.low is None or figure.high is None or figure.low == figure.high:
        return False
    if figure.sign_uncertain:
        return True
    return figure.rests_on in _WEAK and _is_wide(figure)


def _is_wide(figure: Figure) -> bool:
    """Whether one end of its range is far from the other."""
    if figure.low is None or figure.high is None:
        return False
    near, far = sorted((figure.low.copy_abs(), figure.high.copy_abs()))
    return far > WIDE_RANGE * near


def moves_most(w: Writer, key: str) -> Influence | None:
    """The input whose range moves the figure most; None where no range moves it."""
    return next(iter(influences(key, w.ledger)), None)


def is_price(w: Writer, leaf: str) -> bool:
    """Whether the leaf is a price of labelling."""
    return leaf == "annotation_price" or leaf in w.outline.price_keys


def turns(w: Writer, key: str, influence: Influence) -> bool:
    """Whether the figure is below zero at one end of the input's range and above it at the other."""
    ends = [w.ledger.value(key) + change for change in (influence.at_low, influence.at_high)]
    return min(ends) < 0 < max(ends)


def verdict(w: Writer) -> Verdict:
    """The verdict of this run."""
    if not removes(w.ledger):
        return _nothing_removed(w)
    key = money_key(w)
    figure = w.ledger[key]
    if figure.band is not None:
        return _banded(w, key)
    if figure.value is None:
        return _unpriced(w)
    tone = OPEN if figure.sign_uncertain else SPENT if figure.value < 0 else AVOIDED
    return _made(w, _kicker(w, key, tone), tone, *_shown(w, key), _lead(w, key, tone), key)


def _kicker(w: Writer, key: str, tone: str) -> str:
    if key == "gross_savings":
        return w.say("Avoided, before the filtering's own cost")
    if tone == OPEN:
        return w.say("Sign uncertain: net of filtering")
    if tone == SPENT:
        return w.say("Net cost: filtering cost more than it saved")
    if not w.ledger.value(key):
        return w.say("Nothing gained, nothing lost: net of filtering")
    return w.say("Avoided, net of filtering")


def _shown(w: Writer, key: str) -> tuple[str, str]:
    """The figure or its range, and its unit; of a net cost its amount, since the words say the sign."""
    figure = w.ledger[key]
    assert figure.value is not None
    if is_range(figure) and figure.low is not None and figure.high is not None:
        ends = (figure.low, figure.high) if figure.high > 0 else (figure.high.copy_abs(), figure.low.copy_abs())
        low, high = display_ends(w, *ends, 2)
        return w.say("{low} to {high}", low=low, high=high), w.currency
    return displayed(w, key, figure.value.copy_abs()), w.currency


def displayed(w: Writer, key: str, value: Decimal) -> str:
    """The figure's value, with the sign that the words around it ask for, at three digits; noted as printed."""
    power = _power(value)
    if power:
        w.note(key, w.numbers.significant(value.scaleb(-power), 3), w.currency, Decimal(10) ** power)
        return of_figure(display(w, value, 3), key)
    return w.note(key, display(w, value, 3), w.currency).text


def display(w: Writer, value: Decimal, digits: int) -> str:
    """An amount of money at so many significant digits; from ten million on in words: `115 billion`."""
    size = value.copy_abs()
    if size >= _IN_POWERS:
        return w.numbers.powers(value, digits=digits)
    if size >= _IN_WORDS:
        return _in_words(w, value, digits, _power(value))
    if size >= 10 ** (digits - 1):
        return w.numbers.significant(value, digits)
    return w.headline_text(value)


def display_ends(w: Writer, low: Decimal, high: Decimal, digits: int) -> tuple[str, str]:
    """The ends of a range of money, equal where they read the same; the larger one's word stands once where both are at
    least one of it: `9.0`, `12 million`."""
    power = _power(max(low, high, key=lambda end: end.copy_abs()))
    scaled = [numbers.scaled(end, Decimal(10) ** power) for end in (low, high)]
    if power and all(end.copy_abs() >= 1 for end in scaled):
        first, last = (w.numbers.significant(end, digits) for end in scaled)
        with_word = _in_words(w, high, digits, power)
        return with_word if first == last else first, with_word
    return display(w, low, digits), display(w, high, digits)


def _in_words(w: Writer, value: Decimal, digits: int, power: int) -> str:
    """The amount with the word of that power of ten."""
    amount = w.numbers.significant(numbers.scaled(value, Decimal(10) ** power), digits)
    match power:
        case 12:
            return w.say("{amount} trillion", amount=amount)
        case 9:
            return w.say("{amount} billion", amount=amount)
        case _:
            return w.say("{amount} million", amount=amount)


def _power(value: Decimal) -> int:
    """The power of ten of the word for a large amount; 0 where it is written in digits."""
    in_words = _IN_WORDS <= value.copy_abs() < _IN_POWERS
    return min(value.adjusted() // 3 * 3, 12) if in_words else 0


def band_text(w: Writer, key: str) -> str:
    """The band of a withheld total without its unit: `19,000 to 50,000`."""
    return w.between(*(w.numbers.whole(end) for end in w.round_band(key)))


def _made(w: Writer, kicker: str, tone: str, figure: str, unit: str, lead: list[str], key: str) -> Verdict:
    before = w.numbers.pieces("", unit)[0]
    return Verdict(kicker, tone, figure, unit, len(figure) + len(unit) > _LONG, w.paragraph(lead), before, key)


def _nothing_removed(w: Writer) -> Verdict:
    lead = [
        w.say(
            "A filtering run of {duration} kept all {samples}: nothing is saved.",
            duration=w.duration("duration_s"),
            samples=samples(w, "samples_before"),
        )
    ]
    kicker = w.say("Nothing removed")
    if not w.ledger.known("filtering_cost"):
        return _made(w, kicker, OPEN, "0", w.currency, [*lead, w.say("What it cost is not stated.")], "")
    if not w.ledger.value("filtering_cost"):
        return _made(w, kicker, OPEN, "0", w.currency, lead, "filtering_cost")
    text = displayed(w, "filtering_cost", w.ledger.value("filtering_cost"))
    lead.append(_lower_bound(w))
    return _made(w, w.say("Nothing removed: what the run cost"), SPENT, text, w.currency, lead, "filtering_cost")


def _banded(w: Writer, key: str) -> Verdict:
    net = key == "net_savings"
    band = w.ledger[key].band
    assert band is not None
    kicker = w.say("Avoided, as a band; the price is confidential")
    if net:
        kicker = w.say("Net of filtering, as a band; the price is confidential")
    text = band_text(w, key)
    tone = OPEN if band[0] < 0 < band[1] else SPENT if band[1] <= 0 else AVOIDED
    # said whether it has one or not, as that would tell of its terms
    unsaid = w.say("Any range of the price is withheld too and is not in the band.")
    lead = [_done(w, with_cost=True), "" if net else w.say("What the filtering itself cost is not stated."), unsaid]
    return _made(w, kicker, tone, text, w.currency, lead, key)


def _unpriced(w: Writer) -> Verdict:
    """Without a price of what is avoided: the run's own cost, else how many samples were set aside."""
    reason = w.say("Labelling has no price here, so no money is counted.")
    if w.outline.unlabelled:
        reason = w.say("Nothing is labelled, and the training that is avoided has no price.")
        if w.outline.schedule_open:
            reason = w.say("Nothing is labelled.")
    if w.ledger.known("filtering_cost"):
        text = displayed(w, "filtering_cost", w.ledger.value("filtering_cost"))
        lead = [reason, _done(w, with_cost=False), _lower_bound(w), _schedule(w)]
        kicker = w.say("Cost of the filtering; what it avoided has no price")
        return _made(w, kicker, SPENT, text, w.currency, lead, "filtering_cost")
    kept = w.count("samples_removed").text
    return _made(
        w,
        w.say("Samples removed; no money is counted"),
        OPEN,
        kept,
        "",
        [reason, _done(w, with_cost=False), _schedule(w)],
        "samples_removed",
    )


def _lead(w: Writer, key: str, tone: str) -> list[str]:
    return [_basis(w, key), _done(w, with_cost=True), _third(w, key, tone), _schedule(w)]


def _schedule(w: Writer) -> str:
    """What the money rests on where nobody said what training goes by: epochs, or nothing."""
    if w.outline.schedule_open:
        return w.say("No training is counted: whether less data shortens it is not stated.")
    counted = w.ledger.known("training_cost_savings") and w.ledger.value("training_cost_savings")
    if counted and schedule_assumed(w.account):
        return w.say("It counts training by epochs, which is assumed.")
    return ""


def _basis(w: Writer, key: str) -> str:
    """The range and what it rests on; of a range at display size the value that it goes around."""
    figure = w.ledger[key]
    price = next((name for name in (w.outline.price_keys[0], "annotation_price") if name in w.ledger), None)
    counted = w.ledger.known("annotation_savings") and w.ledger.value("annotation_savings") != 0
    basis = w.say(_AT_PRICE[mark(w.ledger[price])]) if counted and price and mark(w.ledger[price]) in _AT_PRICE else ""
    if basis and w.ledger.known("training_cost_savings") and w.ledger.value("training_cost_savings"):
        basis = w.say("with labelling {basis}", basis=basis)  # training has a price of its own
    assert figure.value is not None
    if is_range(figure):
        middle = w.numbers.with_unit(displayed(w, key, figure.value), w.currency)
        moving = moves_most(w, key)
        if not basis:
            if moving is None:
                return ""
            label = w.label(w.ledger[moving.leaf])
            return w.say("{amount}, within a wide range; what moves it most: {input}.", amount=middle, input=label)
        if moving is None:
            return w.say("{amount} {basis}, within a wide range.", amount=middle, basis=basis)
        if not is_price(w, moving.leaf):
            return w.say(
                "{amount} {basis}, within a wide range; what moves it most: {input}.",
                amount=middle,
                basis=basis,
                input=w.label(w.ledger[moving.leaf]),
            )
        if _is_wide(w.ledger[moving.leaf]):
            return w.say("{amount} {basis}, whose range is wide.", amount=middle, basis=basis)
        return w.say("{amount} {basis}, within a wide range.", amount=middle, basis=basis)
    ends = ends_shown(w, figure)
    if ends is None:
        return w.sentence(basis)
    low, high = ends
    between = w.say("{low} to {high}", low=low, high=high)
    return w.sentence(w.say("{low} to {high} {basis}", low=low, high=high, basis=basis) if basis else between)


def ends_shown(w: Writer, figure: Figure) -> tuple[str, str] | None:
    """The ends of an amount's range at three digits, of a cost those of its size; None where they are one."""
    if figure.low is None or figure.high is None:
        return None
    low, high = sorted(end.copy_abs() if figure.high <= 0 else end for end in (figure.low, figure.high))
    low_text, high_text = display_ends(w, low, high, 3)
    if low_text == high_text:
        return None
    return of_figure(low_text, figure.key), of_figure(high_text, figure.key)


def _done(w: Writer, with_cost: bool) -> str:
    """What was set aside, in what time and at what cost."""
    words: dict[str, object] = {
        "removed": w.count("samples_removed"),
        "before": samples(w, "samples_before"),
        "duration": w.duration("duration_s"),
    }
    counts_cost = with_cost and w.ledger.known("filtering_cost")
    if counts_cost:
        words["cost"] = cost_of_filtering(w)
    if not w.ledger.value("samples_removed"):
        end = removed_measure(w.ledger)
        within = {**words, "share": w.share(f"amount_share.{end}"), "unit": w.translated(measure_word(end))}
        if counts_cost:
            return w.say(
                "Filtering kept all {before} but removed {share} of what they hold ({unit}), and cost {cost}.", **within
            )
        return w.say("Filtering kept all {before} but removed {share} of what they hold ({unit}).", **within)
    if counts_cost:
        return w.say("Filtering removed {removed} of {before} in {duration} and cost {cost}.", **words)
    return w.say("Filtering removed {removed} of {before} in {duration}.", **words)


def _lower_bound(w: Writer) -> str:
    return w.say("Parts of its cost are not stated.") if w.ledger["filtering_cost"].missing else ""


def _third(w: Writer, key: str, tone: str) -> str:
    """What else a reader wants first: hours beside a gain, the price that decides an open sign, what made it dear."""
    everything = not w.ledger.value("samples_after")
    if everything:
        return w.say("No sample is left.")
    if w.ledger.known("annotation_savings") and w.ledger.value("annotation_savings") < 0:
        more = w.money("annotation_savings", negated=True)
        return w.say(
            "Labelling costs {amount} more after filtering, since a more expensive tier is reached.", amount=more
        )
    if w.ledger.known("units_avoided") and not w.ledger.value("units_avoided"):
        if not w.ledger.value("samples_removed"):
            return w.say("No fewer are to be labelled: no labelling is saved.")
        if w.ledger.value("samples_to_label_before") == w.ledger.value("samples_to_label_after"):
            return w.say("All that was removed was labelled already: no labelling is saved.")
    rules: dict[str, Callable[[Writer], str]] = {AVOIDED: _hours, OPEN: _deciding_price, SPENT: _dearest}
    if key == "gross_savings":
        return w.say("What the filtering itself cost is not stated.")
    return rules[tone](w)


def _hours(w: Writer) -> str:
    if not w.ledger.known("annotator_hours_saved") or w.ledger.value("annotator_hours_saved") < 1:
        return ""
    return w.say("The same labels would have taken {time}.", time=w.scaled("annotator_hours_saved"))


def _deciding_price(w: Writer) -> str:
    """The price at which it pays, where the sign hangs on the price more than on anything else."""
    moving = moves_most(w, "net_savings")
    if moving is None or not is_price(w, moving.leaf):
        return ""
    if not w.ledger.known("break_even_price") or w.ledger.value("break_even_price") <= 0:
        return ""
    price = w.rate("break_even_price")
    if w.is_per_million("break_even_price"):
        return w.say("It pays if a million units cost more than {price}.", price=price)
    if w.is_per_sample("break_even_price"):
        return w.say("It pays if a label costs more than {price}.", price=price)
    return w.say("It pays above a price of {price}.", price=price)


def _dearest(w: Writer) -> str:
    parts = [key for key in w.ledger["filtering_cost"].covers if w.ledger.value(key)]
    if len(parts) < 2:
        return _avoided_beside(w)
    dearest = max(parts, key=w.ledger.value)
    cost, gross = w.headline_money(dearest), w.headline_money("gross_savings")
    match dearest:
        case "filtering_api_cost":
            return w.say("Model calls alone cost {cost}; what is avoided comes to {gross}.", cost=cost, gross=gross)
        case "filtering_cpu_cost":
            return w.say("CPU-hours alone cost {cost}; what is avoided comes to {gross}.", cost=cost, gross=gross)
        case "filtering_gpu_cost":
            return w.say("GPU-hours alone cost {cost}; what is avoided comes to {gross}.", cost=cost, gross=gross)
        case "filtering_compute_cost":
            return w.say("Compute alone cost {cost}; what is avoided comes to {gross}.", cost=cost, gross=gross)
        case "filtering_people_cost":
            return w.say("People's time alone cost {cost}; what is avoided comes to {gross}.", cost=cost, gross=gross)
        case "filtering_licence_cost":
            return w.say("The licence alone cost {cost}; what is avoided comes to {gross}.", cost=cost, gross=gross)
        case _:
            return w.say("Electricity alone cost {cost}; what is avoided comes to {gross}.", cost=cost, gross=gross)


def _avoided_beside(w: Writer) -> str:
    return w.say("What is avoided comes to {gross}.", gross=w.headline_money("gross_savings"))
