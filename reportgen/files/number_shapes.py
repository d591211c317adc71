"""Shapes of numbers: quantities with a unit and bounds, very large ones, whole counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.files.decimal_sign import COMMA, POINT, is_unclear, number_with, proof
from reportgen.files.nodes import Node
from reportgen.files.notes import Notes, Path
from reportgen.files.number import (
    GROUPED,
    LARGEST,
    OUT_OF_BOUNDS,
    SMALLEST,
    exact_number,
    is_number,
    without_groups,
)
from reportgen.files.shapes import MISSING, Shape, describe
from reportgen.problems import excerpt

LARGEST_COUNT = 10**18
_MOST_DIGITS = 34
_WHOLE = "digits without point or exponent"


@dataclass(frozen=True)
class Quantity(Shape):
    """A number from `low` to `high` (None: as far as numbers go), in `unit`.

    above: excludes `low` itself. advise: gives a hint for a number out of bounds, or an empty text.
    """

    unit: str = ""
    low: Decimal | None = Decimal(0)
    high: Decimal | None = None
    above: bool = False
    advise: Callable[[Decimal], str] | None = None

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        value = number_of(node)
        if isinstance(value, str):
            notes.add(path, value, f"a number{' in ' + self.unit if self.unit else ''}, such as 0.5")
            return MISSING
        fault = self.fault(value)
        if fault:
            notes.add(path, fault, self.advise(value) if self.advise else "")
            return MISSING
        return value

    def fault(self, value: Decimal) -> str:
        """What is wrong with the value's size, or an empty text."""
        fault = self._fault(value)
        return f"{excerpt(str(value), 40)} {fault}" if fault else ""

    def _fault(self, value: Decimal) -> str:
        if value and not SMALLEST <= value.copy_abs() <= LARGEST:
            return OUT_OF_BOUNDS
        if len(value.as_tuple().digits) > _MOST_DIGITS:
            return f"has more than {_MOST_DIGITS} digits"
        if self.low is not None and (value < self.low or (self.above and value == self.low)):
            return f"is too small: {'above' if self.above else 'at least'} {self.low}"
        if self.high is not None and value > self.high:
            return f"is too large: at most {self.high}"
        return ""

    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "number"}
        if self.low is not None:
            schema["exclusiveMinimum" if self.above else "minimum"] = int(self.low)
        if self.high is not None:
            schema["maximum"] = int(self.high)
        return schema


_PERCENT = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)\s*%")


def _share_of(percentage: Decimal) -> str:
    return f"did you mean {(percentage / 100).normalize():f}?" if 0 < percentage <= 100 else "a fraction from 0 to 1"


@dataclass(frozen=True)
class Share(Quantity):
    """A share from 0 to 1; of a percentage, 15 or 15 %, it says which share that would be."""

    high: Decimal | None = Decimal(1)
    advise: Callable[[Decimal], str] | None = _share_of

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        text = str(node.value).strip() if node.kind in ("text", "string") else ""
        if match := _PERCENT.fullmatch(text):
            percentage = exact_number(match["number"]) or Decimal(0)
            notes.add(path, f"expected a number, found {describe(node)}", _share_of(percentage))
            return MISSING
        return super().read(node, path, notes)


_POWERS = {"k": 3, "m": 6, "mio": 6, "g": 9, "b": 9, "bn": 9, "mrd": 9, "t": 12}
_IN_WORDS = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<power>k|m|mio|g|b|bn|mrd|t)", re.IGNORECASE)


@dataclass(frozen=True)
class Magnitude(Quantity):
    """A number that may be very large, such as 7e9 or 1_200_000; of `7B` it says what that would be."""

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        node = grouped_number(node)
        text = str(node.value).strip() if node.kind in ("text", "string") else ""
        if match := _IN_WORDS.fullmatch(text):
            written = f"{match['number']}e{_POWERS[match['power'].lower()]}"
            notes.add(path, f"expected a number, found {describe(node)}", f"did you mean {written}?")
            return MISSING
        return super().read(node, path, notes)

    def schema(self) -> dict[str, Any]:
        return {**super().schema(), "type": ["number", "string"], "pattern": f"^{GROUPED}$"}


def number_of(node: Node) -> Decimal | str:
    """The node's number, exact, or what is wrong with it."""
    if node.kind == "number" and isinstance(node.value, Decimal):
        value = node.value
    elif node.kind == "text" and isinstance(node.value, str):
        if re.fullmatch(r"[+-]?\.?(nan|inf|infinity)", node.value, re.IGNORECASE):
            return f"{node.value} is no finite number"
        if not is_number(node.value):
            return f"expected a number, found {describe(node)}"
        exact = exact_number(node.value)
        if exact is None:
            return f"{excerpt(node.value, 30)} {OUT_OF_BOUNDS}"
        value = exact
    else:
        return f"expected a number, found {describe(node)}"
    return value if value.is_finite() else f"{value} is no finite number"


@dataclass(frozen=True)
class Count(Shape):
    """A whole number from 0 to 10^18, digits without point or exponent; blanks or _ may group three of them."""

    least: int = 0

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        node = grouped_number(node)
        value = number_of(node)
        if isinstance(value, str):
            notes.add(path, value, _count_hint(node) or "a whole number, such as 110000")
            return MISSING
        # TOML and JSON write 1e5 and 5.0 for numbers that are no counts; the text form tells them apart
        digits = node.value if node.kind == "text" else str(value)
        if not re.fullmatch(r"[+-]?[0-9]+", str(digits)):
            notes.add(path, f"{excerpt(str(digits), 40)} is no whole number", _count_hint(node) or _WHOLE)
            return MISSING
        if not self.least <= value <= LARGEST_COUNT:
            bounds = f"from {self.least} to 10^18"
            notes.add(path, f"{excerpt(str(digits), 40)} is out of bounds", bounds)
            return MISSING
        return value

    def schema(self) -> dict[str, Any]:
        return {
            "type": ["integer", "string"],
            "minimum": self.least,
            "maximum": LARGEST_COUNT,
            "pattern": f"^{GROUPED}$",
        }


def grouped_number(node: Node) -> Node:
    """A text that is one number in groups as the number; whatever else as it is."""
    if node.kind in ("text", "string") and re.fullmatch(GROUPED, str(node.value)):
        return Node("text", without_groups(str(node.value)), node.line)
    return node


def _count_hint(node: Node) -> str:
    """What a text that is no count may have meant; empty of anything else."""
    text = str(node.value).strip() if node.kind in ("text", "string") else ""
    if node.kind == "string" and re.fullmatch("[0-9]+", text):
        return f"a number stands without quotes: {excerpt(text, 40)}"
    if is_unclear(text) and (both := [it for it in (number_with(text, sign) for sign in (COMMA, POINT)) if it]):
        return f"write {max(both):f}, or {min(both).normalize():f}: the sign may be of thousands or of decimals"
    meant = None if is_number(text) else number_with(text, proof(text) or POINT)
    return f"did you mean {meant:f}?" if meant is not None and re.fullmatch("[0-9]+", f"{meant:f}") else ""
