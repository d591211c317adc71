"""The ledger: every figure of a report in the order in which it was computed, each with its way back to the leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Any

from reportgen.figures.expression import DECIMALS, Expression, Name, divisors, evaluate, lift, names, total
from reportgen.figures.figure import COMPUTED, Figure, weakest
from reportgen.figures.formula import NEVER_ZERO, Formula, check_zero
from reportgen.figures.ranges import corners
from reportgen.precision import working_precision

NOTHING = "zero of it, whatever else is not known"


class Ledger(Mapping[str, Figure]):
    """Figures by key, in the order in which they were added. A key is added once."""

    def __init__(self) -> None:
        self._figures: dict[str, Figure] = {}

    def __getitem__(self, key: str) -> Figure:
        return self._figures[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures)

    def __repr__(self) -> str:
        return f"<Ledger: {len(self)} figures>"

    def __len__(self) -> int:
        return len(self._figures)

    def add(self, figure: Figure) -> Figure:
        """Take a leaf, or a figure computed elsewhere."""
        if figure.key in self._figures:
            raise ValueError(f"{figure.key} is in the ledger already")
        self._figures[figure.key] = figure
        return figure

    def revise(self, figure: Figure) -> Figure:
        """Put the figure in the place of the one with its key, which must be the last one added."""
        if next(reversed(self._figures), None) != figure.key:
            raise ValueError(f"{figure.key} is not the last figure of the ledger")
        self._figures[figure.key] = figure
        return figure

    def known(self, key: str) -> bool:
        """Whether the figure is there and has a value."""
        return key in self._figures and self._figures[key].value is not None

    def value(self, key: str) -> Decimal:
        """The figure's value; KeyError where it has none."""
        value = self._figures[key].value
        if value is None:
            raise KeyError(key)
        return value

    def apply(
        self, formula: Formula, *inputs: Name, end: str = "", label: str = "", currency: str = "", **more: Any
    ) -> Figure:
        """Add the figure that the formula gives over the inputs, those that its parameters name unless others are.

        end, label: of a family's figure. currency: in the formula's unit. more: as `compute` takes it.
        """
        key = f"{formula.key}.{end}" if end else formula.key
        expression = formula(*(inputs or formula.names()))
        unit = formula.unit.replace("{currency}", currency)
        label = label or formula.label
        if formula.nothing and (none := self._none_of(expression)) is not None:
            return self.compute(key, 0, unit, label, chosen=NOTHING, rests_on=self.weakest_of((none,)), **more)
        return self.compute(key, expression, unit, label, formula.zero, **more)

    def _none_of(self, product: Expression) -> str | None:
        """The factor that is zero, and surely so, of a product of which another factor is not known; else None."""
        unknown = {key for key in names(product) if not self.known(key)}
        if not unknown or unknown & set(divisors(product)):
            return None
        return next((key for key in names(product) if self.known(key) and self._is_zero(self._figures[key])), None)

    @staticmethod
    def _is_zero(figure: Figure) -> bool:
        return figure.value == 0 and not figure.missing and {figure.low, figure.high} <= {None, 0}

    def compute(
        self, key: str, expression: Expression | int, unit: str, label: str, zero: str = "", **more: Any
    ) -> Figure:
        """Add the figure that the expression gives. Without a value where an input has none, for that one's reason.

        zero: why it has none where a divisor is zero. more: further fields of the figure (covers, missing, chosen).
        Raises ValueError where it divides by a figure and nothing is said of zero.
        """
        expression = lift(expression)
        check_zero(key, expression, zero)
        keys = tuple(dict.fromkeys(names(expression)))
        figure = Figure(key, label, None, unit, reason="not computed", expression=expression, inputs=keys, **more)
        absent = next((self._figures[name] for name in keys if self._figures[name].value is None), None)
        if absent is not None:
            return self.add(replace(figure, reason=absent.reason))
        with working_precision():
            try:
                value = evaluate(expression, {name: self._figures[name].value for name in keys}, DECIMALS)
            except (DivisionByZero, InvalidOperation):
                if zero in ("", NEVER_ZERO):
                    raise
                return self.add(replace(figure, reason=zero))
            ends = corners(figure, self._figures)
        low, high = ends or (None, None)
        return self.add(
            replace(
                figure, value=value, reason=None, low=low, high=high, rests_on=figure.rests_on or self.weakest_of(keys)
            )
        )

    def keys_under(self, prefix: str) -> list[str]:
        """The keys `prefix.*`, in order."""
        return [key for key in self if key.startswith(prefix + ".")]

    def sum_of_known(self, key: str, parts: Sequence[str], unit: str, label: str, reason: str) -> Figure:
        """The sum of those parts that have a value, naming those that have none; absent for `reason` without any."""
        known = tuple(part for part in parts if self.known(part))
        missing = tuple(part for part in parts if part not in known)
        if not known:
            return self.absent(key, unit, label, reason, missing=missing)
        return self.compute(key, total(Name(part) for part in known), unit, label, covers=known, missing=missing)

    def absent(self, key: str, unit: str, label: str, reason: str, **more: Any) -> Figure:
        """Add a figure that has no value, and why."""
        return self.add(Figure(key, label, None, unit, reason=reason, **more))

    def weakest_of(self, keys: tuple[str, ...]) -> str | None:
        """The weakest basis among the leaves below the figures, or None without any."""
        bases = [
            figure.rests_on if figure.basis == COMPUTED else figure.basis
            for figure in (self._figures[key] for key in keys)
        ]
        return weakest(tuple(basis for basis in bases if basis))

    def trace(self, key: str) -> Iterator[tuple[int, Figure]]:
        """The figure and everything below it down to the leaves, each with its depth; KeyError for an unknown key."""
        ahead = [(0, self._figures[key])]
        while ahead:
            depth, figure = ahead.pop()
            yield depth, figure
            ahead += [(depth + 1, self._figures[name]) for name in reversed(figure.inputs)]
