"""Reading YAML: every scalar stays text, and what makes YAML dangerous or ambiguous is refused by its line.

The tree is built from the parser's events as they stream, so that nothing is composed, resolved or
constructed, and a bomb is stopped at its 65th bracket.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from reportgen.files.nodes import Node, Reading
from reportgen.problems import excerpt

# libyaml where PyYAML was built with it (all its wheels), else the slower parser in Python.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULLS = ("", "~", "null", "Null", "NULL")
# Looked for before parsing: libyaml takes quadratic time for many %TAG lines and gives no event meanwhile.
_DIRECTIVE = re.compile(r"^%(?:YAML|TAG)", re.MULTILINE)
# A colon ends a key before a plain blank only; word processors and web pages put another one there.
_OTHER_BLANK = re.compile(r"^ *(?:- +)*[A-Za-z_]+:(?P<blank>[\u00a0\u202f\u2007\u2009\u3000])", re.MULTILINE)
_HINTS = (
    ("mapping values are not allowed", "a text that holds ': ' stands in quotes; check the indentation above"),
    ("cannot start any token", "indent with spaces; a text that begins with @, ` or % stands in quotes"),
    ("could not find expected ':'", "check the colon, the quotes and the indentation of the lines above"),
    ("did not find expected ',' or", "close the bracket; a text that holds [ ] { } or , stands in quotes"),
    ("did not find expected key", "check the indentation and the quotes of the lines above"),
    ("found unexpected end of stream", "a quote is not closed"),
    ("found unknown escape character", "write \\\\ for a backslash, or use single quotes"),
)


def read_yaml(reading: Reading) -> Node | None:
    """Return the root node of a YAML text, or None where it holds no value at all.

    Raises: InputError with every alias, anchor, tag, merge key, complex key and duplicate key, up to the
    first error of syntax, second document or limit.
    """
    if match := _DIRECTIVE.search(reading.text):
        reading.stop(reading.line_at(match.start()), "a YAML directive is not read here", "leave the line out")
    try:
        return _read_document(reading, yaml.parse(reading.text, Loader=LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if other := _OTHER_BLANK.search(reading.text, 0, mark.index if mark else len(reading.text)):
            message = f"the blank after the colon is U+{ord(other['blank']):04X}, which ends no key"
            reading.stop(reading.line_at(other.start("blank")), message, "type a plain blank in its place")
        message = error.problem or error.context or "unreadable"
        hint = next((hint for part, hint in _HINTS if part in message), "")
        reading.stop(reading.line_at(mark.index) if mark else None, f"not YAML: {excerpt(message)}", hint)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The parser in Python lets a code point beyond Unicode ("\UFFFFFFFF") escape as one of the latter.
        reading.stop(None, f"not YAML: {excerpt(str(error))}")


def _read_document(reading: Reading, events: Iterator[Any]) -> Node | None:
    root: Node | None = None
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            line = _line(reading, event)
            if documents > 1:
                reading.stop(line, "a second document begins here", "one manifest a file; remove the '---'")
            root = _read_value(reading, events, next(events), 0, None)
    return None if root is None or root.kind == "null" else root


def _read_value(reading: Reading, events: Iterator[Any], event: Any, depth: int, key_line: int | None) -> Node:
    line = _line(reading, event)
    _refuse_marks(reading, event, line)
    place = key_line or line
    if isinstance(event, yaml.SequenceStartEvent):
        reading.admit(line, depth + 1)
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_read_value(reading, events, event, depth + 1, None))
        return Node("list", tuple(items), place)
    if isinstance(event, yaml.MappingStartEvent):
        reading.admit(line, depth + 1)
        return Node("map", _read_entries(reading, events, depth + 1), place)
    reading.admit(line, depth)
    if isinstance(event, yaml.AliasEvent) or (not event.style and event.value in _NULLS):
        return Node("null", None, place)
    return reading.string("text", event.value, place)


def _read_entries(reading: Reading, events: Iterator[Any], depth: int) -> dict[str, Node]:
    entries: dict[str, Node] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        line = _line(reading, event)
        if isinstance(event, yaml.ScalarEvent):
            _refuse_marks(reading, event, line)
            key = event.value
            if not event.style and key == "<<":
                reading.note(line, "a merge key '<<' is not read", "write the values out")
            elif not event.style and key == "":
                reading.note(line, "a key is missing before the ':'", "write the key")
            elif key in entries:
                reading.note_duplicate(key, line, entries[key].line)
            reading.check_characters(key, line)
            entries[key] = _read_value(reading, events, next(events), depth, line)
        else:
            if not isinstance(event, yaml.AliasEvent):
                reading.note(
                    line,
                    "a list or a map cannot be a key",
                    "a key is one text; a text that begins with [ or { stands in quotes",
                )
            _read_value(reading, events, event, depth, None)
            _read_value(reading, events, next(events), depth, line)
    return entries


def _line(reading: Reading, event: Any) -> int:
    # Not the mark's own line: YAML also ends lines where no editor does (U+2028, U+2029).
    return reading.line_at(event.start_mark.index)


def _refuse_marks(reading: Reading, event: Any, line: int) -> None:
    if isinstance(event, yaml.AliasEvent):
        reading.note(line, f"the alias '*{excerpt(str(event.anchor))}' is not read", "write the value out")
        return
    if event.anchor is not None:
        reading.note(line, f"the anchor '&{excerpt(event.anchor)}' is not read", "write the value out")
    if event.tag is not None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!", 1)
        reading.note(line, f"the tag '{excerpt(tag)}' is not read", "write the value without it")
