"""The section on ranges: how likely a figure is where, by draws, and which input turns a result round by itself."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.figures.draws import NO_JUDGEMENT, Draws, Quantiles
from reportgen.figures.figure import Figure
from reportgen.figures.turning import Turning, turning_points
from reportgen.files.number_shapes import Count
from reportgen.inputs.keys import can_be, kind_of
from reportgen.page.account import large_money
from reportgen.page.parts import Block, Cell, Column, Note, Row, Section, Table
from reportgen.page.sections.verdict import money_key
from reportgen.page.words import leading_co2
from reportgen.page.writer import Writer
from reportgen.words import numbers

_MOST_TURNINGS = 5
_KEYS = ("annotation_savings", "training_cost_savings", "gross_savings", "net_savings", "roi", "break_even_samples")
_OF_ENERGY = ("filtering_energy", "net_energy_savings")
_DIGITS = 3


def ranges_section(w: Writer, number: int) -> Section:
    """The section; without an input that has a range it says that nothing was drawn."""
    draws = w.account.draws
    assert draws is not None
    blocks: list[Block] = [_draws(w, draws)] if draws.figures else []
    if not draws.figures:
        text = w.say("No figure depends on an input with a range to draw from.")
        blocks.append(Note(w.say("Nothing was drawn."), text))
    blocks += [table for key in (money_key(w), leading_co2(w.account)) if (table := _turning(w, key)) is not None]
    return Section("ranges", number, w.say("Ranges"), _finding(w, draws), tuple(blocks), new_page=False)


def _finding(w: Writer, draws: Draws) -> str:
    key = money_key(w)
    found = draws.figures.get(key)
    if found is None:
        return w.say("No range of the result in money was drawn")
    unit, size = _scale(w, w.ledger[key], found)
    low, high = w.numbers.ends_with_unit(_number(w, found.p5, size), _number(w, found.p95, size), unit)
    if key == "net_savings":
        return w.say("In 90 of 100 draws the net lies between {low} and {high}", low=low, high=high)
    return w.say("In 90 of 100 draws what is avoided lies between {low} and {high}", low=low, high=high)


def _draws(w: Writer, draws: Draws) -> Table:
    keys = dict.fromkeys((*_KEYS, *_OF_ENERGY, leading_co2(w.account)))
    shown = [key for key in keys if key in draws.figures] or list(draws.figures)
    rows = [_row(w, w.ledger[key], draws.figures[key]) for key in shown]
    notes = [
        w.say(
            "Each input varies within its range by itself, as often above its value as below, and seldom near an "
            "end; one that several figures share has the same value in all of them."
        ),
        _judgement(w, draws),
    ]
    count, seed = w.numbers.whole(Decimal(draws.n)), str(draws.seed)
    return Table(
        name="draws",
        title=w.say("Where each figure probably lies"),
        sub=w.say(
            "{number} draws, seed {seed}: 5 of 100 lie below the first value, 5 above the last", number=count, seed=seed
        ),
        columns=(
            Column(w.say("Figure")),
            Column(w.say("Value"), right=True),
            Column(w.say("5 of 100 below"), right=True),
            Column(w.say("Median"), right=True),
            Column(w.say("5 of 100 above"), right=True),
            Column(w.say("Below zero, %"), right=True),
        ),
        groups=(("", tuple(rows)),),
        note=w.paragraph(notes),
    )


def _judgement(w: Writer, draws: Draws) -> str:
    """Which of the ranges are a judgement, and whether they were drawn from."""
    labels = w.series(dict.fromkeys(w.label(w.ledger[key]) for key in draws.judgement))
    if not labels:
        return ""
    if draws.ranges == NO_JUDGEMENT:
        return w.say("These stayed at their values, since their ranges are a judgement: {labels}.", labels=labels)
    return w.say("These ranges are a judgement: {labels}.", labels=labels)


def _row(w: Writer, figure: Figure, found: Quantiles) -> Row:
    unit, size = _scale(w, figure, found)
    assert figure.value is not None
    value = w.note(figure.key, _number(w, figure.value, size), unit, size)
    cells = [Cell(amount=value), *(Cell(_number(w, it, size)) for it in (found.p5, found.p50, found.p95))]
    below = found.below_zero * 100
    share = w.numbers.of_hundred(below, numbers.places_for(below, 2))
    small = w.say("sign uncertain") if figure.sign_uncertain else ""
    return Row(w.label(figure), (*cells, Cell(share)), small=small)


def _scale(w: Writer, figure: Figure, found: Quantiles) -> tuple[str, Decimal]:
    """The unit in which the row is printed, and how many of the figure's own it is."""
    assert figure.value is not None
    values = [figure.value, found.p5, found.p95]
    if figure.unit == w.currency:
        return large_money(w, max(value.copy_abs() for value in values))
    if figure.unit in numbers.SCALES:
        return w.unit_of(figure.unit, values)
    return w.unit_text(figure.unit), Decimal(1)


def _number(w: Writer, value: Decimal, size: Decimal) -> str:
    return w.numbers.significant(numbers.scaled(value, size), _DIGITS) if value else "0"


def _turning(w: Writer, key: str) -> Table | None:
    """What turns the result round: the inputs that need change least; None where no single one does.

    What was counted is not among them: nobody doubts how many samples there were.
    """
    figure = w.ledger[key]
    found = [it for it in turning_points(key, w.ledger, can_be) if not _is_counted(it.leaf)][:_MOST_TURNINGS]
    if not found or figure.value is None:
        return None
    return Table(
        name="turning",
        title=w.say("What would reverse it: {figure}", figure=w.label(figure)),
        sub=_told(w, figure, found),
        columns=(
            Column(w.say("Input")),
            Column(w.say("Value"), right=True),
            Column(w.say("Zero at"), right=True),
            Column(w.say("Change, %"), right=True),
        ),
        groups=(("", tuple(_turning_row(w, it) for it in found)),),
        note=w.say("Each by itself, all other inputs as they are; solved from the formulas."),
    )


def _is_counted(key: str) -> bool:
    kind = kind_of(key)
    return kind is not None and isinstance(kind.shape, Count)


def _told(w: Writer, figure: Figure, found: Sequence[Turning]) -> str:
    """The nearest of them as a sentence."""
    nearest = found[0]
    leaf = w.ledger[nearest.leaf]
    assert leaf.value is not None
    assert figure.value is not None
    words = {"input": w.label(leaf), "value": _at(w, nearest)}
    match figure.value > 0, nearest.value < leaf.value:
        case True, True:
            return w.say("It stays above zero unless this falls below {value}: {input}", **words)
        case True, False:
            return w.say("It stays above zero unless this rises above {value}: {input}", **words)
        case False, True:
            return w.say("It stays below zero unless this falls below {value}: {input}", **words)
        case _:
            return w.say("It stays below zero unless this rises above {value}: {input}", **words)


def _turning_row(w: Writer, it: Turning) -> Row:
    leaf = w.ledger[it.leaf]
    change = ""
    if leaf.value:
        percent = (it.value / leaf.value - 1) * 100
        change = w.numbers.of_hundred(percent, numbers.places_for(percent, _DIGITS), True)
    value = w.duration(it.leaf) if leaf.unit == "s" else w.exact(it.leaf)
    return Row(w.label(leaf), (Cell(amount=value), Cell(_at(w, it)), Cell(change)))


def _at(w: Writer, it: Turning) -> str:
    unit = w.ledger[it.leaf].unit
    if unit == "s":
        return w.numbers.duration(it.value)
    if unit == "kgCO2e/kWh":
        return w.numbers.with_unit(w.numbers.significant(numbers.scaled(it.value, Decimal("1e-3")), _DIGITS), "g/kWh")
    return w.numbers.with_unit(w.numbers.significant(it.value, _DIGITS), w.unit_text(unit))
