"""The cover's second rank: CO2e by the firmest evidence there is, and the accuracy of the samples kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Annotated

from reportgen.charts.chart import ChartData
from reportgen.charts.range_bar import RangeAxisData, RangeBarData, span_of
from reportgen.charts.score_dots import ScoreDot, ScoreDotsData
from reportgen.figures.amounts import removes
from reportgen.figures.figure import Figure
from reportgen.figures.storage import stores
from reportgen.figures.training import factor_that_counts, given_scenario
from reportgen.page.sections.evidence import energy_warning, evidence_warning
from reportgen.page.sections.verdict import is_range
from reportgen.page.words import (
    CO2E,
    FACTOR_WORDS,
    changes_of_models,
    estimated,
    leading_co2,
    mark,
    metric_of,
    note_of,
    schedule_assumed,
)
from reportgen.page.writer import Writer
from reportgen.words import numbers
from reportgen.words.message import message
from reportgen.words.said import of_figure

_MOST_SCORED = 3
_ROOM_FOR_NAMES = 200  # characters, on the cover
_SHORT_METRIC = 14


@dataclass(frozen=True)
class Second:
    """A figure of second rank with its picture."""

    label: Annotated[str, "what it is"]
    basis: Annotated[str, "what it rests on"]
    figure: Annotated[str, "the figure, or its range"]
    unit: Annotated[str, "its unit and what is said of it"]
    text: Annotated[str, "a sentence or two"]
    pictures: Annotated[tuple[ChartData, ...], "its charts, one below the other"]
    key: Annotated[str, "key of the figure in report.json, or empty"] = ""


def seconds(w: Writer) -> tuple[Second, ...]:
    """CO2e, and accuracy where it is known."""
    return tuple(second for _, build in SECONDS if (second := build(w)) is not None)


def _co2(w: Writer) -> Second | None:
    key = leading_co2(w.account)
    figure = w.ledger[key]
    if figure.value is None:
        emitted = w.paragraph((_emitted(w), _stored(w)))
        text = w.translated(figure.reason or "")
        return Second(CO2E, "", w.say("not known"), "", w.paragraph((w.sentence(text), emitted)), ())
    gross = not key.startswith("net_")
    number, unit = shown_co2(w, key)
    word = w.say("avoided, gross") if gross else _word(w, key)
    return Second(
        CO2E,
        _co2_basis(w, key),
        number,
        w.say("{unit}, {word}", unit=unit, word=word)
        if figure.sign_uncertain
        else w.say("{unit} {word}", unit=unit, word=word),
        _co2_text(w, key, gross),
        () if gross or not figure.value else _pictures(w, key),
        key,
    )


def shown_co2(w: Writer, key: str) -> tuple[str, str]:
    """The figure without its sign, or its range where that says more, and the unit."""
    figure = w.ledger[key]
    assert figure.value is not None
    unit, size = _unit_of(w, figure)
    if not is_range(figure) or figure.low is None or figure.high is None:
        text = w.numbers.significant(numbers.scaled(figure.value.copy_abs(), size))
        return w.note(key, text, unit, size).text, unit
    ends = (figure.low, figure.high)
    if figure.high <= 0:
        ends = (-figure.high, -figure.low)
    scaled = [numbers.scaled(end, size) for end in ends]
    places = numbers.places_alike(_largest(scaled), scaled, 2)
    low, high = (w.numbers.alike(end, places, 2, figure.sign_uncertain) for end in scaled)
    return w.say("{low} to {high}", low=low, high=high), unit


def _largest(values: Sequence[Decimal]) -> Decimal:
    return max(values, key=lambda value: value.copy_abs())


def _unit_of(w: Writer, figure: Figure) -> tuple[str, Decimal]:
    """The unit of the figure in the headline, and how many of its own that is: by its value, or its range's larger end.

    The picture beside it has the same.
    """
    assert figure.value is not None
    largest = figure.value
    if is_range(figure) and figure.low is not None and figure.high is not None:
        largest = max(figure.low, figure.high, key=abs)
    return w.unit_of(figure.unit, [largest])


def _word(w: Writer, key: str) -> str:
    """What is said of the figure, in one piece: a line of the figure's own size holds few words."""
    figure = w.ledger[key]
    assert figure.value is not None
    if figure.sign_uncertain:
        word = w.say("sign uncertain")
    else:
        word = w.say("more emitted") if figure.value < 0 else w.say("avoided, net")
    return word.replace(" ", numbers.NO_BREAK)


def _co2_basis(w: Writer, key: str) -> str:
    """What the avoided side rests on, and the grid."""
    kind = factor_that_counts(w.ledger, w.outline)
    if key.endswith(".own") or kind in ("scenario", "measured"):
        first = _own_basis(w, key)
    elif w.outline.by_steps:
        first = w.say("Training by steps")
    else:
        first = scenario_or_factor(w, key, kind)
    grid = note_of(w, w.ledger["grid_intensity"]) if w.ledger.known("grid_intensity") else ""
    if stores(w.ledger) and key.startswith("net_"):
        first = w.say("{basis}; storage", basis=first)
    on_the_runs = key.startswith("net_") and not key.endswith(".stated")
    return w.say("{basis}; grid: {grid}", basis=first, grid=grid) if grid and on_the_runs else first


def _own_basis(w: Writer, key: str) -> str:
    """How the own training's energy is known."""
    leaf = "training_energy_per_sample.own" if key.endswith(".own") else "training_energy_per_sample"
    if w.outline.training_share:
        leaf = "training_kwh"
    basis = mark(w.ledger[leaf]) if w.ledger.known(leaf) else "stated"
    if basis == "measured":
        return w.say("Your own training, measured")
    return w.say("Your own training, estimated") if basis == "estimate" else w.say("Your own training, as stated")


def scenario_or_factor(w: Writer, key: str, kind: str) -> str:
    """What a figure rests on that no training of one's own is: a factor, or for a net of energies its scenario."""
    if key == "net_co2_savings":
        return w.say("The company's scenario") if given_scenario(w.ledger) else w.say("The published scenario")
    words = w.translated(FACTOR_WORDS[kind])
    return w.capital(words)


def _emitted(w: Writer) -> str:
    if not w.ledger.known("filtering_co2"):
        return w.say("The filtering's own energy was not measured.")
    return w.say("The filtering emitted {amount}.", amount=estimated(w, w.scaled("filtering_co2")))


def _stored(w: Writer) -> str:
    """What storage avoids, in a sentence; empty where it avoids nothing."""
    return w.say("Storage avoids {amount}.", amount=w.scaled("storage_co2_savings")) if stores(w.ledger) else ""


def _co2_text(w: Writer, key: str, gross: bool) -> str:
    if warning := energy_warning(w):
        return w.paragraph((warning, _emitted(w)))
    if w.outline.by_steps:
        steps = w.say("Training runs for a fixed number of steps and avoids none.")
        if w.outline.training_share:
            steps = w.say("Training reads a fixed number of tokens and avoids none.")
        return w.paragraph((_emitted(w), steps, _stored(w)))
    counted = schedule_assumed(w.account) and removes(w.ledger)
    assumed = w.say("Training by epochs is assumed.") if counted else ""
    if gross:
        return w.paragraph((_emitted(w), assumed, _stored(w)))
    avoided = {"net_co2_savings.own": "co2_savings.own", "net_co2_savings.stated": "co2_savings"}.get(
        key, "training_co2_savings"
    )
    words = {"avoided": w.scaled(avoided), "emitted": estimated(w, w.scaled("filtering_co2"))}
    text = w.say("Training avoids {avoided}, filtering emitted {emitted}.", **words)
    if stores(w.ledger):
        stored = w.scaled("storage_co2_savings")
        text = w.say(
            "Training avoids {avoided}, storage {stored}, filtering emitted {emitted}.", **words, stored=stored
        )
    figure = w.ledger[key]
    ends = None if is_range(figure) else w.ends(key)
    if ends:
        low, high, unit = ends
        if figure.high is not None and figure.high <= 0:  # the words beside the figure say that more is emitted
            low, high = high.removeprefix(numbers.MINUS), low.removeprefix(numbers.MINUS)
        low, high = w.numbers.ends_with_unit(low, high, unit)
        text = w.paragraph((w.say("Range {low} to {high}.", low=low, high=high), text))
    if key != "net_co2_savings" and w.ledger.known("net_co2_savings"):
        text = w.paragraph((text, _by_scenario(w)))
    return w.paragraph((text, assumed))


def _by_scenario(w: Writer) -> str:
    """The net of the run's energies by a scenario, beside a headline that rests on something else."""
    key = "net_co2_savings"
    figure, company = w.ledger[key], given_scenario(w.ledger)
    amount = w.numbers.with_unit(*shown_co2(w, key))
    if figure.sign_uncertain:
        if company:
            return w.say("By the company's scenario the sign is uncertain: {ends}.", ends=amount)
        return w.say("By the published scenario the sign is uncertain: {ends}.", ends=amount)
    if w.ledger.value(key) < 0:
        if company:
            return w.say("By the company's scenario it emits {amount} more than it avoids.", amount=amount)
        return w.say("By the published scenario it emits {amount} more than it avoids.", amount=amount)
    if company:
        return w.say("By the company's scenario it avoids {amount}, net.", amount=amount)
    return w.say("By the published scenario it avoids {amount}, net.", amount=amount)


def _pictures(w: Writer, key: str) -> tuple[ChartData, ...]:
    figure = w.ledger[key]
    assert figure.value is not None
    ranged = figure.low is not None and figure.high is not None and figure.low != figure.high
    values = [figure.value, *([figure.low, figure.high] if ranged else [])]
    known = [value for value in values if value is not None]
    span = span_of(list(known))
    unit, size = _unit_of(w, figure)
    low, high = (figure.low, figure.high) if ranged else (None, None)

    leads = is_range(figure)
    scaled = [numbers.scaled(value, size) for value in known]
    lead = _largest(scaled) if leads else scaled[0]
    places = numbers.places_alike(lead, scaled, 2 if leads else 3)

    def text(value: Decimal) -> str:
        """As in the sentences beside it: the value with three digits, and the ends of a range that leads with two."""
        digits = 2 if leads and value != figure.value else 3
        printed = w.numbers.alike(numbers.scaled(value, size), places, digits)
        return w.note(key, printed, unit, size).text if value == figure.value else of_figure(printed, key)

    ordered = sorted(known, key=lambda value: value == figure.value)
    if leads and numbers.is_coarse(scaled[0], places):  # the account of CO2e says it
        ordered.remove(figure.value)
    marks = tuple(
        (value, w.numbers.with_unit(text(value), unit) if value == max(known, key=abs) else text(value))
        for value in ordered
    )
    value = w.numbers.significant(scaled[0])
    title = w.say("Net CO2e: {amount}", amount=w.numbers.with_unit(value, unit))
    return (RangeBarData(title, span, figure.value, low, high), RangeAxisData(title, span, marks))


def _accuracy(w: Writer) -> Second | None:
    if not w.ledger.known("quality_after"):
        return _of_models(w)
    metric = metric_of(w)
    known = w.ledger.known("quality_change")
    figure = w.fraction("quality_change", sign=True) if known else w.fraction("quality_after")
    kinds = (
        ("random", "quality_random", message("random", context="samples, by a score")),
        ("all", "quality_before", message("all", context="samples, by a score")),
        ("kept", "quality_after", message("kept", context="samples, by a score")),
    )
    shown = [it for it in kinds if w.ledger.known(it[1])]
    beside = [key for _, key, _ in shown]
    dots = [
        ScoreDot(
            kind, w.ledger.value(key), w.say("{name} {score}", name=word, score=w.fraction(key, beside=beside).text)
        )
        for kind, key, word in shown
    ]
    spoken = w.series(dot.text for dot in dots)
    measured = w.ledger["quality_after"].basis == "measured"
    basis = [w.say("training runs") if measured else w.say("as stated"), evidence_warning(w)]
    if not measured and not basis[1]:
        basis[1] = w.say("not tested")
    unit = metric if len(metric) <= _SHORT_METRIC else ""
    return Second(
        w.say("Accuracy"),
        w.series((*basis, "" if unit else metric)),
        figure.text,
        unit,
        w.paragraph((_compared(w), fallen(w))),
        (ScoreDotsData(w.say("{metric}: {scores}", metric=metric, scores=spoken), tuple(dots)),)
        if len(dots) > 1
        else (),
        figure.key,
    )


def _compared(w: Writer) -> str:
    if not w.ledger.known("quality_before"):
        return w.say("The accuracy before filtering is not stated.")
    if not w.ledger.known("quality_random"):
        return w.say("Kept samples against all. No random subset was trained.")
    if w.ledger.value("quality_after") < w.ledger.value("quality_random"):
        return w.say("Kept samples against all; they score below a random subset of equal size.")
    return w.say("Kept samples against all.")


def _of_models(w: Writer) -> Second | None:
    """How many models fell, where they alone were compared and no accuracy stands for the run."""
    changes = changes_of_models(w.account)
    if not changes:
        return None
    unit = w.say_count("of {count} model fell", "of {count} models fell", len(changes), count=len(changes))
    return Second(
        w.say("Accuracy"),
        w.series((w.say("as stated"), w.say("not tested"))),
        str(sum(change.by < 0 for change in changes)),
        unit.replace(" ", numbers.NO_BREAK),
        fallen(w),
        (),
    )


def fallen(w: Writer) -> str:
    """Every model whose accuracy fell, the first ones with their scores; how many more where there is no room."""
    falls = [change for change in changes_of_models(w.account) if change.by < 0]
    named = [
        w.say(
            "{model} from {before} to {after}",
            model=it.model,
            before=w.fraction(it.old, beside=(it.new,)).text,
            after=w.fraction(it.new, beside=(it.old,)).text,
        )
        for it in falls[:_MOST_SCORED]
    ]
    others = [it.model for it in falls[_MOST_SCORED:]]
    named += [name for name, end in zip(others, accumulate(map(len, others)), strict=True) if end <= _ROOM_FOR_NAMES]
    if not named:
        return ""
    if more := len(falls) - len(named):
        named.append(w.say_count("{count} more model", "{count} more models", more, count=more))
    return w.say("Fell: {models}.", models=w.listed(named))


def _accuracy_key(w: Writer) -> str:
    changes = [] if w.ledger.known("quality_after") else changes_of_models(w.account)
    return changes[0].new if changes else "quality_after"


# In the order of the cover, each with the key of its figure.
SECONDS: tuple[tuple[Callable[[Writer], str], Callable[[Writer], Second | None]], ...] = (
    (lambda w: leading_co2(w.account), _co2),
    (_accuracy_key, _accuracy),
)
