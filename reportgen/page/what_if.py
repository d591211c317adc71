"""What a reader may try in a browser: some inputs of the report to be changed, and the figures that follow."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Annotated

from reportgen.figures.figure import Figure
from reportgen.figures.javascript import javascript
from reportgen.figures.what_if import Program, movers, program
from reportgen.files.number_shapes import Quantity
from reportgen.inputs.keys import kind_of
from reportgen.page.sections.verdict import money_key
from reportgen.page.words import leading_co2
from reportgen.page.writer import Writer

# Inputs by which the money is moved, and the CO2e.
MOST_OF_MONEY, MOST_OF_CO2 = 4, 3
# What happened is no assumption: how much data there was and is, how long the run took, what it drew.
_FACTS = ("samples_", "amount_", "stage_", "duration_s", "energy.")
# Binary numbers of a browser have seventeen digits at most.
_IN_A_BROWSER = Context(prec=17)


@dataclass(frozen=True)
class Assumption:
    """An input that can be changed. Its numbers are in its unit, as `--set` takes them."""

    key: Annotated[str, "its key"]
    label: Annotated[str, "its name in words"]
    unit: Annotated[str, "its unit, or empty"]
    value: Annotated[str, "the report's, as a plain number"]
    low: Annotated[str, "where its slider begins"]
    high: Annotated[str, "where its slider ends"]
    least: Annotated[str, "what it may not be below, or empty"]
    most: Annotated[str, "what it may not be above, or empty"]


@dataclass(frozen=True)
class Following:
    """A figure that follows from them."""

    key: Annotated[str, "its key"]
    label: Annotated[str, "its name in words"]
    unit: Annotated[str, "its unit"]
    value: Annotated[str, "the report's, as a plain number"]


@dataclass(frozen=True)
class WhatIf:
    """What a script in the page computes anew, on screens alone."""

    assumptions: Annotated[tuple[Assumption, ...], "what can be changed, what moves the figures most first"]
    figures: Annotated[tuple[Following, ...], "what follows from it, money first"]
    formulas: Annotated[str, "the statements in JavaScript by which it follows, over an object `v` of numbers by key"]


def what_if(w: Writer) -> WhatIf | None:
    """The inputs that move the headline figures most; None where nothing moves them that could be other."""
    keys = tuple(key for key in (money_key(w), leading_co2(w.account)) if w.ledger.known(key))
    most = {key: MOST_OF_MONEY if w.ledger[key].unit == w.currency else MOST_OF_CO2 for key in keys}
    chosen = list(dict.fromkeys(it for key in keys for it in _chosen(w, key, most[key])))
    if not chosen:
        return None
    computed = program(keys, chosen, w.ledger)
    moved = [key for key, _ in computed.steps]
    return WhatIf(
        assumptions=tuple(_assumption(w, w.ledger[key]) for key in chosen),
        figures=tuple(_following(w, w.ledger[key]) for key in keys if key in moved),
        formulas=_statements(computed),
    )


def _chosen(w: Writer, key: str, most: int) -> list[str]:
    """The inputs that move the figure most and that `--set` takes."""
    return [it for it in movers(key, w.ledger) if _is_free(w.ledger[it])][:most]


def _is_free(figure: Figure) -> bool:
    """Whether it is an assumption, and no fact that was counted or measured."""
    kind = kind_of(figure.key)
    return (
        kind is not None
        and isinstance(kind.shape, Quantity)
        and not figure.key.startswith(_FACTS)
        and figure.basis != "measured"
    )


def _assumption(w: Writer, figure: Figure) -> Assumption:
    low, high = _slider(figure)
    kind = kind_of(figure.key)
    assert kind is not None
    shape = kind.shape
    assert isinstance(shape, Quantity)
    assert figure.value is not None
    return Assumption(
        key=figure.key,
        label=w.label(figure),
        unit=w.unit_text(figure.unit),
        value=_plain(figure.value),
        low=_plain(low),
        high=_plain(high),
        least="" if shape.low is None else _plain(shape.low),
        most="" if shape.high is None else _plain(shape.high),
    )


def _following(w: Writer, figure: Figure) -> Following:
    assert figure.value is not None
    return Following(figure.key, w.label(figure), w.unit_text(figure.unit), _plain(figure.value))


def _slider(figure: Figure) -> tuple[Decimal, Decimal]:
    """From where to where it slides: its range, else from nothing to twice its value; a share from none to all."""
    value = figure.value
    assert value is not None
    if figure.low is not None and figure.high is not None and figure.low != figure.high:
        return figure.low, figure.high
    if figure.unit == "1":
        return (Decimal(0), Decimal(1)) if 0 <= value <= 1 else (min(Decimal(1), value), 2 * value)
    low, high = sorted((Decimal(0), 2 * value))
    return low, high


def _statements(computed: Program) -> str:
    constants = [f'v["{key}"] = {_plain(value)};' for key, value in computed.constants.items()]
    return "\n".join([*constants, *(f'v["{key}"] = {javascript(it)};' for key, it in computed.steps)])


def _plain(value: Decimal) -> str:
    """A number as JavaScript and HTML write it."""
    rounded = _IN_A_BROWSER.plus(value).normalize()
    return format(rounded, "f") if -9 < rounded.adjusted() < 15 else str(rounded)
