"""Ledgers of stated leaves, and random ones: leaves of every size, and figures over them by every operator."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.figures.annotation_cost import Terms, Tier, annotation_cost
from reportgen.figures.expression import Expression, Name, Number, Operation, evaluate
from reportgen.figures.figure import Figure
from reportgen.figures.ledger import Ledger
from reportgen.precision import working_precision
from tests.figures.sized import SIZED, Sized, sized

OPERATORS = ("+", "-", "*", "/", "min", "max")


def stated(values: Mapping[str, Decimal | int | str | None], unit: str = "1") -> Ledger:
    """A ledger of stated leaves, each named as its key; None has the reason that the key was not said."""
    ledger = Ledger()
    for key, value in values.items():
        if value is None:
            ledger.absent(key, unit, key, f"{key} not said")
        else:
            ledger.add(Figure(key, key, Decimal(value), unit, basis="stated"))
    return ledger


def told(ledger: Mapping[str, Figure], but: Mapping[str, Figure]) -> dict[str, tuple[Any, str, str]]:
    """Value, unit and label of each figure that is in a ledger but not among others."""
    return {key: (it.value, it.unit, str(it.label)) for key, it in ledger.items() if key not in but}


@dataclass(frozen=True)
class RandomLedger:
    """The values of leaves, and formulas over them and over the formulas before, with what they give exactly."""

    leaves: dict[str, Decimal]
    formulas: dict[str, Expression]
    exact: dict[str, Sized]


def random_ledger(dice: random.Random) -> RandomLedger:
    """Six leaves, three formulas by dice, and the cost of a quantity by tiers with all its terms."""
    leaves = {f"leaf_{number}": _number(dice) for number in range(6)}
    price, bound = Decimal(dice.randint(1, 999)).scaleb(-3), Decimal(dice.randint(1, 9999))
    leaves |= {"quantity": Decimal(dice.randint(0, 10**6)), "used": Decimal(dice.randint(0, 5000)), "price.a_1": price}
    leaves |= {"price_b": price / 2, "share": Decimal(dice.randint(0, 100)) / 100, "fee": Decimal(dice.randint(0, 500))}
    formulas: dict[str, Expression] = {}
    known = [Name(key) for key in leaves]
    exact = {key: sized(value) for key, value in leaves.items()}
    tiers = [Tier(Name("price.a_1"), bound), Tier(Name("price_b"), 3 * bound), Tier(Name("price.a_1") / 4, None)]
    terms = Terms(
        tiers, units_already_used=Name("used"), discount=Name("share"), fixed_fee=Name("fee"), minimum=Name("leaf_0")
    )
    with working_precision():
        formulas["by_tiers"] = annotation_cost(Name("quantity"), terms)
        exact["by_tiers"] = evaluate(formulas["by_tiers"], exact, SIZED)
        while len(formulas) < 4:
            expression = _expression(dice, [*known, *map(Name, formulas)], 4)
            try:
                value: Sized = evaluate(expression, exact, SIZED)
            except ArithmeticError:
                continue
            # what is next to nothing beside its terms has no digit left to divide by
            if Decimal("1e-60") < value.term < Decimal("1e60") and (abs(value.value) > value.term * Decimal("1e-6")):
                key = f"made.{len(formulas)}"
                formulas[key], exact[key] = expression, value
    return RandomLedger(leaves, formulas, exact)


def _number(dice: random.Random) -> Decimal:
    """A number of up to twelve digits between 1e-9 and 1e9, of either sign."""
    return Decimal(dice.randint(1, 10 ** dice.randint(1, 12))).scaleb(dice.randint(-9, -3)) * dice.choice((1, 1, -1))


def _expression(dice: random.Random, names: Sequence[Name], depth: int) -> Expression:
    """An expression over the names, as deep as this at most."""
    chance = dice.random()
    if not depth or chance < 0.2:
        return dice.choice(names)
    if chance < 0.3:
        return Number(_number(dice))
    if chance < 0.4:
        return Operation("negate", (_expression(dice, names, depth - 1),))
    operands = [_expression(dice, names, depth - 1) for _ in range(dice.randint(2, 4))]
    return Operation(dice.choice(OPERATORS), tuple(operands))
