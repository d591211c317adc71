"""Shapes: what a value of an input may look like. One definition reads it, checks it and gives its JSON Schema.

A shape reads a node of the file into a Python value or notes a problem with its place; reading goes on after a
problem, so that all of them are found at once. YAML gives untyped text, which a shape types; JSON and TOML keep their
types, so that "5" is no number there and a boolean is never one.
"""

from __future__ import annotations

import dataclasses
import keyword
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from reportgen.files.decimal_sign import COMMA, POINT, is_unclear, number_with, proof
from reportgen.files.nodes import FORBIDDEN, Node
from reportgen.files.notes import Notes, Path, suggestion
from reportgen.files.number import GROUPED, LARGEST, OUT_OF_BOUNDS, SMALLEST, exact_number, is_number, without_groups
from reportgen.files.times import LONGEST_S, duration_hint, duration_in, two_readings
from reportgen.files.units import time_unit
from reportgen.problems import excerpt

MISSING: Any = object()
LARGEST_COUNT = 10**18
# They turn round what stands after them, digits of other figures included.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MOST_DIGITS = 34
_WHOLE = "digits without point or exponent"
_DAYS = re.compile(r"[0-9]\s*(?:d|w|t|j|sem)", re.IGNORECASE)  # in the languages of files/units.py
_DURATION = f"^(?:P|[0-9].*[A-Za-z:]|{GROUPED}$)"


@dataclass(frozen=True)
class Shape:
    """Anything: the base of all shapes."""

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        """The value, or MISSING after noting why not."""
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        """The value's JSON Schema."""
        raise NotImplementedError


def describe(node: Node) -> str:
    """What stands in the file, in a person's words."""
    match node.kind:
        case "map" | "list":
            return f"a {'group' if node.kind == 'map' else 'list'}"
        case "null":
            return "nothing"
        case "boolean":
            return "true" if node.value else "false"
        case "number":
            return excerpt(str(node.value))
        case _:
            return f'"{excerpt(str(node.value))}"'


@dataclass(frozen=True)
class Text(Shape):
    """Text of one line or more, kept as it stands: never empty."""

    longest: int = 1000

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        # a YAML scalar or a TOML date may look like anything; a JSON number is no text
        if node.kind not in ("text", "string", "date"):
            notes.add(path, f"expected text, found {describe(node)}")
            return MISSING
        text = str(node.value)
        if not text.strip():
            notes.add(path, "is empty", "give a text or leave the line out")
            return MISSING
        if len(text) > self.longest:
            notes.add(path, f"has {len(text):,} characters", f"at most {self.longest:,}")
            return MISSING
        if match := FORBIDDEN.search(text) or _TURNING.search(text):
            notes.add(path, f"holds the control character U+{ord(match.group()):04X}", "remove it")
            return MISSING
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.longest}


@dataclass(frozen=True)
class Choice(Shape):
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        text = Text().read(node, path, notes)
        if text is MISSING or text in self.words:
            return text
        notes.add(path, f'"{excerpt(text)}" is none of {", ".join(self.words)}', suggestion(text, self.words))
        return MISSING

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class Flag(Shape):
    """True or false."""

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        if node.kind == "boolean":
            return node.value
        if node.kind == "text" and node.value in ("true", "True", "TRUE", "false", "False", "FALSE"):
            return str(node.value).lower() == "true"
        hint = "write one of them, or leave the key out" if node.kind == "null" else ""
        notes.add(path, f"expected true or false, found {describe(node)}", hint)
        return MISSING

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Answer(Flag):
    """True or false, which a key without a value must not leave open: nobody knows which was meant."""


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


_POWERS = {"k": 3, "m": 6, "mio": 6, "g": 9, "b": 9, "bn": 9, "mrd": 9, "t": 12}
_IN_WORDS = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<power>k|m|mio|g|b|bn|mrd|t)", re.IGNORECASE)


@dataclass(frozen=True)
class Magnitude(Quantity):
    """A number that may be very large, such as 7e9 or 1_200_000; of `7B` it says what that would be."""

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        node = _without_groups(node)
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
        node = _without_groups(node)
        value = number_of(node)
        if isinstance(value, str):
            notes.add(path, value, _count_hint(node) or "a whole number, such as 110000")
            return MISSING
        # TOML and JSON write 1e5 and 5.0 for numbers that are no counts; the text form tells them apart
        digits = node.value if node.kind == "text" else str(value)
        if not re.fullmatch(r"[+-]?[0-9]+", str(digits), re.ASCII):
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


def _without_groups(node: Node) -> Node:
    """A text that is one number in groups as the number; whatever else as it is."""
    if node.kind in ("text", "string") and re.fullmatch(GROUPED, str(node.value)):
        return Node("text", without_groups(str(node.value)), node.line)
    return node


def _count_hint(node: Node) -> str:
    """What a text that is no count may have meant; empty of anything else."""
    text = str(node.value).strip() if node.kind in ("text", "string") else ""
    if node.kind == "string" and re.fullmatch("[0-9]+", text, re.ASCII):
        return f"a number stands without quotes: {excerpt(text, 40)}"
    if is_unclear(text) and (both := [it for it in (number_with(text, sign) for sign in (COMMA, POINT)) if it]):
        return f"write {max(both):f}, or {min(both).normalize():f}: the sign may be of thousands or of decimals"
    meant = None if is_number(text) else number_with(text, proof(text) or POINT)
    return f"did you mean {meant:f}?" if meant is not None and re.fullmatch("[0-9]+", f"{meant:f}") else ""


@dataclass(frozen=True)
class Duration(Shape):
    """A duration as text (PT42M, 0:42:00, 42 min) or in seconds; read to seconds, above zero and up to ten years."""

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        node = _without_groups(node)
        text = str(node.value).strip() if node.kind in ("text", "string") else ""
        if hint := two_readings(text):
            notes.add(path, f"{describe(node)} may be two durations", hint)
            return MISSING
        value = number_of(node)
        if isinstance(value, str):
            seconds = duration_in(text)
            if seconds is None:
                notes.add(path, f"expected a duration, found {describe(node)}", duration_hint(text))
                return MISSING
            value = seconds
        fault = Quantity("s", above=True, high=LONGEST_S).fault(value)
        if fault:
            notes.add(path, f"{fault} seconds", "how long the filtering took, such as PT42M")
            return MISSING
        return value

    def schema(self) -> dict[str, Any]:
        return {"oneOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "string", "pattern": _DURATION}]}


@dataclass(frozen=True)
class Span(Quantity):
    """A number in `unit`, which is a unit of time, or a duration as text (3h, 42 min, PT42M) that is read into it.

    days: whether a text may be in days, which people's work is not: its days are not of 24 hours.
    """

    days: bool = True

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        text = str(node.value).strip() if node.kind in ("text", "string") else ""
        unit = time_unit(self.unit)
        assert unit is not None
        seconds = None if is_number(text) else duration_in(text)
        if seconds is None:
            return super().read(node, path, notes)
        if not self.days and _DAYS.search(text):
            notes.add(path, f"{describe(node)} may be days of 24 hours or of work", "write hours, such as 16")
            return MISSING
        if hint := two_readings(text):
            notes.add(path, f"{describe(node)} may be two durations", hint)
            return MISSING
        fault = self.fault(seconds / unit.size)
        if fault:
            notes.add(path, f"{fault} {self.unit}")
            return MISSING
        return seconds / unit.size

    def schema(self) -> dict[str, Any]:
        return {"oneOf": [super().schema(), {"type": "string", "pattern": _DURATION}]}


@dataclass(frozen=True)
class Moment(Shape):
    """A date, or a date and time (ISO 8601), not in the future; without an offset it is taken as UTC."""

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        hint = "2026-11-12 or 2026-11-12T09:14:00+01:00"
        try:
            moment = datetime.fromisoformat(str(node.value)) if node.kind in ("text", "string", "date") else None
        except ValueError:
            moment = None
        if moment is None:
            notes.add(path, f"expected a date, found {describe(node)}", hint)
            return MISSING
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        # the machine's clock judges, but reaches no file; a day of grace covers every time zone
        if (moment - datetime.now(UTC)).total_seconds() > 86400:
            notes.add(path, f"{describe(node)} lies in the future", "when the filtering started")
            return MISSING
        if moment.year < 1990:
            notes.add(path, f"{describe(node)} is no date of a filtering run", hint)
            return MISSING
        return moment

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{4}-"}


@dataclass(frozen=True)
class Day(Shape):
    """A date, ISO 8601."""

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        try:
            if node.kind in ("text", "string", "date"):
                return date.fromisoformat(str(node.value))
        except ValueError:
            pass
        notes.add(path, f"expected a date, found {describe(node)}", "2026-11-12")
        return MISSING

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True)
class Currency(Shape):
    """An ISO 4217 code in capitals."""

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        from babel.core import get_global

        text = Text().read(node, path, notes)
        if text is MISSING:
            return text
        codes = get_global("all_currencies")
        if text not in codes:
            known = text.upper() if text.upper() in codes else ""
            hint = f'did you mean "{known}"?' if known else "an ISO 4217 code such as EUR, USD or GBP"
            notes.add(path, f'"{excerpt(text)}" is no currency', hint)
            return MISSING
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Z]{3}$"}


@dataclass(frozen=True)
class Sha256(Shape):
    """A SHA-256 in hex, read into small letters."""

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        text = str(node.value).lower() if node.kind in ("text", "string") else ""
        if not re.fullmatch("[0-9a-f]{64}", text):
            notes.add(path, f"expected a SHA-256, found {describe(node)}", "64 digits and letters from a to f")
            return MISSING
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"}


@dataclass(frozen=True)
class ListOf(Shape):
    """A list of values of one shape, at most `most`."""

    item: Shape
    most: int = 1000

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        if node.kind != "list" or not isinstance(node.value, tuple):
            notes.add(path, f"expected a list, found {describe(node)}")
            return MISSING
        if len(node.value) > self.most:
            notes.add(path, f"has {len(node.value):,} entries", f"at most {self.most:,}")
            return MISSING
        values = [self.item.read(item, (*path, index), notes) for index, item in enumerate(node.value)]
        notes.leave_out((*path, index) for index, value in enumerate(values) if value is MISSING)
        return tuple(value for value in values if value is not MISSING)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.item.schema(), "maxItems": self.most}


@dataclass(frozen=True)
class OneOrMore(ListOf):
    """A list of values of one shape, or one of them alone."""

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        if node.kind == "list":
            return super().read(node, path, notes)
        value = self.item.read(node, path, notes)
        return MISSING if value is MISSING else (value,)

    def schema(self) -> dict[str, Any]:
        return {"oneOf": [self.item.schema(), super().schema()]}


@dataclass(frozen=True)
class TableOf(Shape):
    """Named values of one shape; the names are letters, digits and _, of which capitals count as small ones."""

    item: Shape

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        if node.kind != "map" or not isinstance(node.value, dict):
            notes.add(path, f"expected names with values, found {describe(node)}")
            return MISSING
        values = {}
        for key, item in node.value.items():
            if not re.fullmatch(r"[A-Za-z0-9_]{1,60}", key):
                notes.add((*path, key), "is no name", "letters, digits and _, at most 60 characters")
                continue
            if key.lower() in values:
                notes.add((*path, key), f"is {key.lower()} once more", "give one of them")
                continue
            value = self.item.read(item, (*path, key), notes)
            if value is not MISSING:
                values[key.lower()] = value
        return values

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.item.schema()}


@dataclass(frozen=True)
class CellsOf(Shape):
    """One or more columns of a table, each with the text that its cells have; numbers are taken as they stand.

    example: what a person may write.
    """

    cell: Text
    example: str = "{subset: all}"

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        if node.kind != "map" or not isinstance(node.value, dict) or not node.value:
            notes.add(path, f"expected columns with values, found {describe(node)}", f"such as {self.example}")
            return MISSING
        cells = {}
        for column, item in node.value.items():
            plain = Node("string", str(item.value), item.line) if item.kind == "number" else item
            cells[column] = self.cell.read(plain, (*path, column), notes)
        return MISSING if MISSING in cells.values() else cells

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "additionalProperties": {"type": ["string", "number"]},
            "minProperties": 1,
        }


@dataclass(frozen=True)
class Group(Shape):
    """A group of named fields, read into the dataclass `kind`.

    bare: the field that a bare value stands for.
    """

    kind: type[Any]
    bare: str = ""

    def read(self, node: Node, path: Path, notes: Notes) -> Any:
        shapes = {name: shape for name, shape, _, _ in fields_of(self.kind)}
        if node.kind != "map" or not isinstance(node.value, dict):
            if self.bare and node.kind in ("text", "string", "number"):
                value = shapes[self.bare].read(node, path, notes)
                return MISSING if value is MISSING else self.kind(**{self.bare: value})
            notes.add(path, f"expected a group of fields, found {describe(node)}", "fields: " + ", ".join(shapes))
            return MISSING
        values: dict[str, Any] = {}
        for key, item in node.value.items():
            if key not in shapes:
                notes.add((*path, key), "is unknown", suggestion(key, list(shapes)))
            elif item.kind != "null" or isinstance(shapes[key], Answer):
                value = shapes[key].read(item, (*path, key), notes)
                if value is not MISSING:
                    values[key] = value
        for name, _, required, help_ in fields_of(self.kind):
            given = name in node.value and node.value[name].kind != "null"
            if required and not given and not notes.refused((*path, name)):
                notes.add((*path, name), "is missing", help_)
        if any(required and name not in values for name, _, required, _ in fields_of(self.kind)):
            return MISSING
        return self.kind(**{_attribute(name): value for name, value in values.items()})

    def schema(self) -> dict[str, Any]:
        described = fields_of(self.kind)
        group = {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: {**shape.schema(), "description": help_} for name, shape, _, help_ in described},
        }
        if required := [name for name, _, needed, _ in described if needed]:
            group["required"] = required
        if not self.bare:
            return group
        bare = next(shape.schema() for name, shape, _, _ in described if name == self.bare)
        return {"oneOf": [bare, group]}


def given(shape: Shape, help_: str, default: Any = None) -> Any:
    """A dataclass field that may be left out."""
    return field(default=default, metadata={"shape": shape, "help": help_, "required": False})


def needed(shape: Shape, help_: str) -> Any:
    """A dataclass field that must be given."""
    return field(metadata={"shape": shape, "help": help_, "required": True})


def fields_of(kind: type[Any]) -> list[tuple[str, Shape, bool, str]]:
    """Name, shape, whether required, and help of each field of the dataclass that comes from a file."""
    return [
        (f.name.rstrip("_"), f.metadata["shape"], f.metadata["required"], f.metadata["help"])
        for f in dataclasses.fields(kind)
        if "shape" in f.metadata
    ]


def _attribute(name: str) -> str:
    """The dataclass field of a name in a file: `from_` for `from`, which Python keeps for itself."""
    return f"{name}_" if keyword.iskeyword(name) else name
