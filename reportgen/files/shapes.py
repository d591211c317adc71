"""Shapes: what a value of an input may look like. One definition reads it, checks it and gives its JSON Schema.

A shape reads a node of the file into a Python value or notes a problem with its place; reading goes on after a
problem, so that all of them are found at once. YAML gives untyped text, which a shape types; JSON and TOML keep their
types, so that "5" is no number there and a boolean is never one. Here are words, lists and groups; numbers are in
`number_shapes`, times in `time_shapes`.
"""

from __future__ import annotations

import dataclasses
import keyword
import re
from dataclasses import dataclass, field
from typing import Any

from reportgen.files.nodes import FORBIDDEN, Node
from reportgen.files.notes import Notes, Path, nearest, suggestion
from reportgen.problems import excerpt

MISSING: Any = object()
# They turn round what stands after them, digits of other figures included.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


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
        meant = suggestion(text, self.words) if nearest(text, self.words) else "write one of them"
        notes.add(path, f'"{excerpt(text)}" is none of {", ".join(self.words)}', meant)
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
            notes.add(path, f"expected a list, found {describe(node)}", "of one: - before it, or [ ] around it")
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
