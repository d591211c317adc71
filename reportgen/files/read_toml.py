"""Reading TOML: the standard library's tomllib judges and types the text, a scan of our own finds the lines.

The scan follows the outline of the text: headers, keys, where values begin and end. It refuses what is too
deep or too much before tomllib sees it (which would end in a RecursionError or take quadratic time), and
gives each key the line it stands on. Where it loses its way it gives no line at all rather than a wrong one.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from reportgen.files.nodes import Node, Reading
from reportgen.files.number import MAX_NUMBER_LENGTH, exact_number
from reportgen.problems import excerpt

_BLANK = re.compile(r"(?:[ \t\n]++|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*+")
_KEY = re.compile(r"""[A-Za-z0-9_-]++|"(?:[^"\\\n]++|\\.)*+"|'[^'\n]*+'""")
# A long string may end in up to two quotes of its own before the three that close it.
_STRING = re.compile(
    r'''"""(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3,5}|\'\'\'(?:[^']++|'{1,2}(?!'))*+'{3,5}'''
    r"""|"(?:[^"\\\n]++|\\.)*+"|'[^'\n]*+\'""",
    re.DOTALL,
)
_BARE = re.compile(r"[^,\]}#\n]++")
_HINTS = (
    ("Invalid value", "a text stands in quotes"),
    ("Unterminated string", "close the quote"),
    ("Expected newline or end of document", "one key a line; a text stands in quotes"),
    ("Expected '=' after a key", "write key = value"),
    ("Unescaped '\\'", "write \\\\ for a backslash, or use single quotes"),
)
_ERROR = re.compile(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", re.DOTALL)


def read_toml(reading: Reading) -> Node | None:
    """Return the root node of a TOML text, or None where there are only comments and white space.

    Raises: InputError with the first error of syntax, the duplicate keys with both lines, or the limit.
    """
    scan = _Scan(reading)
    places = scan.run()
    try:
        values = tomllib.loads(reading.text, parse_float=_to_decimal)
    except (ValueError, RecursionError) as error:
        for key, line, first in scan.duplicates:
            reading.note_duplicate(key, line, first)
        reading.finish()
        match = _ERROR.fullmatch(str(error))
        message, line_text = match.groups() if match else (str(error), None)
        error_line = int(line_text) if line_text else None
        if match and error_line is None:  # "at end of document"
            error_line = reading.line_at(len(reading.text))
        hint = next((hint for part, hint in _HINTS if part in message), "")
        reading.stop(error_line, f"not TOML: {excerpt(message)}", hint)
    return _to_node(reading, values, places) if values else None


@dataclass
class _Place:
    """Where a value stands: its line and those of the values in it."""

    line: int
    entries: dict[str, _Place] = field(default_factory=dict)
    items: list[_Place] = field(default_factory=list)
    form: str = "table"  # table, tables ([[...]]) or value (complete where it is written)
    declared: bool = False  # its own [header] was seen


class _Lost(Exception):
    """The text is not what the scan expects; tomllib will say why."""


class _Scan:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        self.position = 0
        self.duplicates: list[tuple[str, int, int]] = []

    def run(self) -> _Place | None:
        root = table = _Place(1)
        base = 1
        try:
            self.match(_BLANK)
            while self.position < len(self.text):
                if self.takes("["):
                    table, base = self.header(root)
                else:
                    self.entry(table, base)
                self.match(_BLANK)
        except _Lost:
            return None
        return root

    def match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.position)
        if not match:
            raise _Lost
        self.position = match.end()
        return match.group()

    def takes(self, characters: str) -> bool:
        found = self.text.startswith(characters, self.position)
        self.position += len(characters) if found else 0
        return found

    def need(self, characters: str) -> None:
        if not self.takes(characters):
            raise _Lost

    def line(self) -> int:
        return self.reading.line_at(self.position)

    def key(self) -> list[str]:
        parts: list[str] = []
        while not parts or self.takes("."):
            self.match(_SPACE)
            part = self.match(_KEY)
            parts.append(_unquoted(part) if part[0] in "\"'" else part)
            if len(parts) > 1:  # the parts count as well: tomllib needs quadratic time for long dotted keys
                self.reading.admit(self.line(), len(parts))
            self.match(_SPACE)
        return parts

    def header(self, root: _Place) -> tuple[_Place, int]:
        line = self.line()
        repeated = self.takes("[")
        *parents, last = self.key()
        self.need("]]" if repeated else "]")
        table, depth = self.walk(root, parents, line, 1)
        place = table.entries.get(last)
        if repeated:
            place = place or table.entries.setdefault(last, _Place(line, form="tables"))
            if place.form != "tables":
                self.duplicates.append((last, line, place.line))
            self.reading.admit(line, depth + 2)
            place.items.append(_Place(line))
            return place.items[-1], depth + 2
        self.reading.admit(line, depth + 1)
        place = place or table.entries.setdefault(last, _Place(line))
        if place.declared or place.form != "table":
            self.duplicates.append((last, line, place.line))
        place.declared = True
        return place, depth + 1

    def walk(self, table: _Place, parents: list[str], line: int, depth: int) -> tuple[_Place, int]:
        """Follow the parts of a dotted key before its last, making what is not there yet."""
        for part in parents:
            table = table.entries.setdefault(part, _Place(line))
            depth += 1
            if table.form == "value":
                self.duplicates.append((part, line, table.line))
            elif table.form == "tables":
                table, depth = table.items[-1], depth + 1
            self.reading.check_depth(line, depth)
        return table, depth

    def entry(self, table: _Place, depth: int) -> None:
        line = self.line()
        *parents, last = self.key()
        self.need("=")
        self.match(_SPACE)
        table, depth = self.walk(table, parents, line, depth)
        if last in table.entries:
            self.duplicates.append((last, line, table.entries[last].line))
        value = self.value(depth)
        value.line = line
        table.entries[last] = value

    def value(self, depth: int) -> _Place:
        place = _Place(self.line(), form="value")
        if self.takes("["):
            self.reading.admit(place.line, depth + 1)
            self.match(_BLANK)
            while not self.takes("]"):
                place.items.append(self.value(depth + 1))
                self.match(_BLANK)
                if not self.text.startswith("]", self.position):
                    self.need(",")
                    self.match(_BLANK)
        elif self.takes("{"):
            self.reading.admit(place.line, depth + 1)
            self.match(_BLANK)
            while not self.takes("}"):
                self.entry(place, depth + 1)
                self.match(_BLANK)
                if not self.text.startswith("}", self.position):
                    self.need(",")
                    self.match(_BLANK)
        else:
            self.reading.admit(place.line, depth)
            if self.text.startswith(('"', "'"), self.position):
                self.match(_STRING)
            elif len(bare := self.match(_BARE).strip()) > MAX_NUMBER_LENGTH:
                self.reading.stop(
                    place.line,
                    f"'{excerpt(bare)}' is no number or date of at most {MAX_NUMBER_LENGTH} characters",
                    "a text stands in quotes",
                )
        return place


@dataclass(frozen=True)
class _OutOfReach:
    """A number that no Decimal of reasonable size can be."""

    text: str


def _to_decimal(text: str) -> Decimal | _OutOfReach:
    number = exact_number(text)
    return _OutOfReach(text) if number is None else number


def _unquoted(key: str) -> str:
    try:
        return str(tomllib.loads(f"key = {key}")["key"])
    except ValueError:
        raise _Lost from None


def _to_node(reading: Reading, value: object, place: _Place | None) -> Node:
    line = place.line if place else None
    if isinstance(value, dict):
        inner = place.entries if place else {}
        for key in value:
            reading.check_characters(key, inner[key].line if key in inner else line)
        return Node("map", {key: _to_node(reading, item, inner.get(key)) for key, item in value.items()}, line)
    if isinstance(value, list):
        places = place.items if place and len(place.items) == len(value) else [None] * len(value)
        return Node("list", tuple(_to_node(reading, *pair) for pair in zip(value, places, strict=True)), line)
    if isinstance(value, bool):
        return Node("boolean", value, line)
    if isinstance(value, int):
        return Node("number", Decimal(value), line)
    if isinstance(value, datetime | date | time):
        return Node("date", value.isoformat(), line)
    if isinstance(value, str):
        return reading.string("string", value, line)
    if isinstance(value, _OutOfReach):
        return reading.number(None, value.text, line)
    assert isinstance(value, Decimal)  # tomllib has no further type
    return Node("number", value, line)
