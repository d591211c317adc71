"""Reading JSON (RFC 8259, strictly), with the line of every value and what was expected where it breaks.

The standard library's decoder says neither the line of a value nor which key is the second of its name,
and it ends deep nesting with a RecursionError; so this is a small parser of its own.
"""

from __future__ import annotations

import json
import re
from typing import NoReturn

from reportgen.files.nodes import Node, Reading
from reportgen.files.number import exact_number
from reportgen.problems import excerpt

_SPACE = re.compile(r"[ \t\n]*+")
_STRING_BODY = r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+'
_OPEN_STRING = re.compile(_STRING_BODY)
_STRING = re.compile(_STRING_BODY + '"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?")
_WORD = re.compile(r"[^\s,:\[\]{}\"']++")
_LITERALS: dict[str, Node] = {
    "true": Node("boolean", True, None),
    "false": Node("boolean", False, None),
    "null": Node("null", None, None),
}
_HINTS = (
    (("//", "/*", "#"), "JSON has no comments; remove it, or save the file as .yaml"),
    (("'",), "JSON writes texts and keys in double quotes"),
    (("}", "]"), "something is missing before it, or there is a comma too many"),
    (("NaN", "Infinity", "-Infinity"), "JSON has no such number; leave the key out, or write null"),
    (("True", "False", "None"), "JSON writes true, false and null"),
)


def read_json(reading: Reading) -> Node | None:
    """Return the root node of a JSON text, or None where there is nothing but white space.

    Raises: InputError with every duplicate key up to the first error of syntax or limit.
    """
    parser = _Parser(reading)
    if parser.rest_is_empty():
        return None
    root = parser.value(0, None)
    if not parser.rest_is_empty():
        parser.fail("the end of the file")
    return root


class _Parser:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        self.position = 0

    def rest_is_empty(self) -> bool:
        return self.next_character() == ""

    def next_character(self) -> str:
        match = _SPACE.match(self.text, self.position)
        self.position = match.end() if match else self.position
        return self.text[self.position : self.position + 1]

    def takes(self, character: str) -> bool:
        if self.next_character() != character:
            return False
        self.position += 1
        return True

    def line(self) -> int:
        return self.reading.line_at(self.position)

    def fail(self, expected: str) -> NoReturn:
        rest = self.text[self.position : self.position + 200].split("\n", 1)[0]
        hint = next((hint for starts, hint in _HINTS if rest.startswith(starts)), "")
        if rest and not hint and expected.startswith("a key"):
            hint = "JSON writes keys in double quotes"
        elif not hint and expected == "a value" and rest[:1] in tuple("+-.0123456789"):
            hint = "JSON writes numbers as 0.5, -1 or 1e3"
        found = f"'{excerpt(rest.strip())}'" if rest else "the end of the file"
        self.reading.stop(self.line(), f"not JSON: expected {expected}, found {found}", hint)

    def value(self, depth: int, key_line: int | None) -> Node:
        character = self.next_character()
        line = self.line()
        place = key_line or line
        if character in ("{", "["):
            self.reading.admit(line, depth + 1)
            self.position += 1
            if character == "{":
                return Node("map", self.entries(depth + 1), place)
            return Node("list", self.items(depth + 1), place)
        self.reading.admit(line, depth)
        if character == '"':
            return self.reading.string("string", self.string(), place)
        match = _WORD.match(self.text, self.position)
        word = match.group() if match else ""
        if word not in _LITERALS and not _NUMBER.fullmatch(word):
            self.fail("a value")
        self.position += len(word)
        if word in _LITERALS:
            return Node(_LITERALS[word].kind, _LITERALS[word].value, place)
        return self.reading.number(exact_number(word), word, place)

    def items(self, depth: int) -> tuple[Node, ...]:
        items: list[Node] = []
        while not self.takes("]"):
            if items and not self.takes(","):
                self.fail("',' or ']'")
            items.append(self.value(depth, None))
        return tuple(items)

    def entries(self, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        first = True
        while not self.takes("}"):
            if not first and not self.takes(","):
                self.fail("',' or '}'")
            first = False
            if self.next_character() != '"':
                self.fail("a key in double quotes")
            line = self.line()
            key = self.string()
            if not self.takes(":"):
                self.fail("':'")
            self.reading.check_characters(key, line)
            if key in entries:
                self.reading.note_duplicate(key, line, entries[key].line)
            entries[key] = self.value(depth, line)
        return entries

    def string(self) -> str:
        match = _STRING.match(self.text, self.position)
        if not match:
            self.fail_in_string()
        self.position = match.end()
        return str(json.loads(match.group()))

    def fail_in_string(self) -> NoReturn:
        line = self.line()
        match = _OPEN_STRING.match(self.text, self.position)
        rest = self.text[match.end() if match else self.position :][:2]
        if rest.startswith("\\"):
            self.reading.stop(line, f"not JSON: '{excerpt(rest)}' is no escape of JSON", "write \\\\ for a backslash")
        if rest.startswith("\t"):
            self.reading.stop(line, "not JSON: a tab inside a text", "write \\t")
        self.reading.stop(
            line,
            "not JSON: the text that begins here does not end on its line",
            'close it with "; a line end inside is written \\n',
        )
