"""A figure's own formula as a line of arithmetic that a pocket calculator can follow: `42 min × 8 × 2.50`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.figures.expression import Expression, Name, Number, Operation
from reportgen.figures.figure import COMPUTED
from reportgen.page.writer import Writer
from reportgen.words.numbers import SCALES

TIMES, OVER = "\u00a0× ", "\u00a0÷ "
_HOUR = Decimal(3600)
# Of a computed factor: those that the amount beside it is printed with, in a column of money down to its cents.
_DIGITS = {"training_cost_savings": 8, "filtering_energy_cost": 8}


@dataclass(frozen=True)
class _Factor:
    """A key or a constant, and whether it divides."""

    what: str | Decimal
    divides: bool


def product_of(w: Writer, key: str) -> str:
    """The factors of a figure that is a plain product, but for a one that counts things; empty for any other formula.

    One machine or run changes nothing; of 1 h at 3.00 EUR/h both are wanted, or the units do not come out.
    """
    expression = w.ledger[key].expression
    found = None if expression is None else _factors(expression)
    if not found:
        return ""
    if _in_hours(found):
        found = [it for it in found if it != _Factor(_HOUR, divides=True)]
    shown = [it for it in found if _value(w, it) != 1 or _has_unit(w, it)]
    text = "1" if shown and shown[0].divides else ""
    for factor in shown or found[:1]:
        sign = "" if not text else OVER if factor.divides else TIMES
        text += sign + _text(w, factor, _DIGITS.get(key, 4))
    return text


def cost_product(w: Writer, key: str) -> str:
    """The arithmetic of a part of the cost of filtering; of calls the tokens of both kinds at their prices, which are
    for a million."""
    if key != "filtering_api_cost":
        return product_of(w, key)
    way = (("api_input_tokens", "api_price_in"), ("api_output_tokens", "api_price_out"))
    million = w.numbers.whole(Decimal(1_000_000))
    costs = (w.exact(tokens).text + TIMES + w.exact(price).text + OVER + million for tokens, price in way)
    return next(costs) + " + " + next(costs)


def estimate_product(w: Writer, slug: str) -> str:
    """The arithmetic of the energy of devices that no meter read: `8 × 700 W × (0.7 + 0.39) × 3 h`."""
    count, power, load = (f"estimate_{name}.{slug}" for name in ("count", "power", "load"))
    hours = f"estimate_hours.{slug}"
    time = w.exact(hours) if hours in w.ledger else w.duration("duration_s")
    share = "(" + w.exact(load).text + " + " + w.exact("node_share").text + ")"
    return w.exact(count).text + TIMES + str(w.exact(power)) + TIMES + share + TIMES + str(time)


def _factors(expression: Expression, divides: bool = False) -> list[_Factor] | None:
    if isinstance(expression, Name):
        return [_Factor(expression.key, divides)]
    if isinstance(expression, Number):
        return [_Factor(expression.value, divides)]
    assert isinstance(expression, Operation)
    if expression.operator not in "*/":
        return None
    found: list[_Factor] = []
    for place, operand in enumerate(expression.operands):
        inner = _factors(operand, divides != (expression.operator == "/" and place > 0))
        if inner is None:
            return None
        found += inner
    return found


def _in_hours(factors: list[_Factor]) -> bool:
    return _Factor("duration_s", divides=False) in factors and _Factor(_HOUR, divides=True) in factors


def _value(w: Writer, factor: _Factor) -> Decimal:
    return w.ledger.value(factor.what) if isinstance(factor.what, str) else factor.what


def _has_unit(w: Writer, factor: _Factor) -> bool:
    return isinstance(factor.what, str) and w.ledger[factor.what].unit not in ("sample", "unit", "1")


def _text(w: Writer, factor: _Factor, digits: int) -> str:
    if isinstance(factor.what, Decimal):
        return w.numbers.exact(factor.what)
    if factor.what == "duration_s" and _value(w, factor) == _value(w, factor).to_integral_value():
        return str(w.duration(factor.what))
    figure = w.ledger[factor.what]
    if figure.basis == COMPUTED and figure.unit == "kWh":
        return str(w.rough(factor.what, digits))  # prices and intensities are for one: 1.5 MWh × 0.31 is no cost
    if figure.basis == COMPUTED:
        # its own formula stands elsewhere; more digits than its inputs have would say nothing
        return str(w.scaled(factor.what, digits) if figure.unit in SCALES else w.rough(factor.what, digits))
    amount = w.exact(factor.what)
    # the column says the currency, and a count of samples its own word
    plain = figure.unit.startswith(w.currency) or figure.unit in ("sample", "1")
    return amount.text if plain else str(amount)
