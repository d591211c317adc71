"""Ways to put a value into the text of a manifest without touching the rest; the caller takes one that reads back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from reportgen.files.document import Form
from reportgen.files.json_text import number_text
from reportgen.files.nodes import Node

_LONGEST_PLAIN = 12  # characters of a number that could have an exponent
_MOST_TRIES = 200  # places in a text that are tried for one value
# What YAML takes for text without quotes and nobody for a number, a null or a key.
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./+-]*(?: [A-Za-z0-9_./+-]+)*")
_YAML_NULLS = ("null", "Null", "NULL")


def new_text(values: Mapping[str, Node], form: Form) -> str:
    """A manifest's text that holds these values and nothing else."""
    if form == "json":
        return "{\n" + ",\n".join(f'  "{name}": {_flow(node, form)}' for name, node in values.items()) + "\n}\n"
    plain = [_lines(name, node, form) for name, node in values.items() if not _is_records(node)]
    records = [_lines(name, node, form) for name, node in values.items() if _is_records(node)]
    return "".join([*plain, *records])  # in TOML whatever follows a [[table]] belongs to it


def insertions(text: str, entries: Mapping[str, Node], name: str, node: Node, form: Form) -> Iterator[str]:
    """Texts with the value put in at one place or another; most of them may be no manifest, or mean something else."""
    ended = text if text.endswith("\n") or not text else text + "\n"
    there = entries.get(name)
    lines = ended.split("\n")
    start = sum(len(line) + 1 for line in lines[: (there.line or 1) - 1]) if there else 0
    if there and there.kind == "null":
        yield from _in_place_of_null(ended, start, name, node, form)
        return
    if there:
        if form == "toml":
            yield ended + "\n" + _lines(name, node, form)
        if form == "yaml":
            yield from _after_last_item(lines, entries, there, node)
        yield from _before_each(ended, start, "]", _items(node, form))
        return
    if form == "json":
        yield from _before_last(ended, f'  "{name}": {_flow(node, form)}\n', newline=True)
    elif form == "toml":
        yield from _before_headers(ended, name, node)
    else:
        indent = re.match(" *", next((line for line in lines if line.strip() and line.strip()[0] != "#"), ""))
        assert indent
        yield ended + "".join(indent.group() + line + "\n" for line in _lines(name, node, form).splitlines())
        yield from _before_last(ended, f"{name}: {_flow(node, form)}", newline=False)


def _in_place_of_null(text: str, start: int, name: str, node: Node, form: Form) -> Iterator[str]:
    pattern = rf'("?{re.escape(name)}"?[ \t]*:)(?:[ \t]*(?:null|Null|NULL|~))?'
    match = re.compile(pattern).search(text, start)
    if match:
        yield f"{text[: match.end(1)]} {_flow(node, form)}{text[match.end() :]}"


def _after_last_item(lines: list[str], entries: Mapping[str, Node], there: Node, node: Node) -> Iterator[str]:
    first = (there.line or 1) - 1
    following = [other.line - 1 for other in entries.values() if other.line and other.line - 1 > first]
    end = min(following, default=len(lines))
    while end > first + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    item = next((match for line in lines[first:end] if (match := re.match(r"( *)- ", line))), None)
    if item:
        written = [item.group(1) + line.removeprefix("  ") for line in _lines("x", node, "yaml").splitlines()[1:]]
        yield "\n".join([*lines[:end], *written, *lines[end:]])


def _before_each(text: str, start: int, bracket: str, inside: str) -> Iterator[str]:
    """`inside` put before each bracket from `start` on, with a comma where something stands before it."""
    place = text.find(bracket, start)
    for _ in range(_MOST_TRIES):
        if place < 0:
            return
        for comma in (", ", " ", ""):
            yield f"{text[:place].rstrip()}{comma}{inside}{text[place:]}"
        place = text.find(bracket, place + 1)


def _before_last(text: str, inside: str, newline: bool) -> Iterator[str]:
    place = text.rfind("}")
    for comma in (",", ""):
        if place >= 0:
            yield f"{text[:place].rstrip()}{comma}{chr(10) if newline else ' '}{inside}{text[place:]}"


def _before_headers(text: str, name: str, node: Node) -> Iterator[str]:
    """A table of its own at the end, anything else before the first header with its comments."""
    written = _lines(name, node, "toml")
    if _is_records(node):
        yield f"{text}\n{written}" if text else written
        return
    for header in list(re.finditer(r"(?m)^[ \t]*\[", text))[:_MOST_TRIES]:
        above = text[: header.start()].split("\n")[:-1]
        while above and (not above[-1].strip() or above[-1].lstrip().startswith("#")):
            above.pop()
        place = sum(len(line) + 1 for line in above)
        yield f"{text[:place]}{written}{text[place:]}"
    yield text + written


def _is_records(node: Node) -> bool:
    """Whether the node is a list of maps, which YAML and TOML write over several lines."""
    return bool(isinstance(node.value, tuple) and node.value and all(item.kind == "map" for item in node.value))


def _lines(name: str, node: Node, form: Form) -> str:
    """`name` and its value as lines of their own."""
    if not _is_records(node) or form == "json":
        mark = " = " if form == "toml" else ": "
        return f"{name}{mark}{_flow(node, form)}\n"
    assert isinstance(node.value, tuple)
    lines = [] if form == "toml" else [f"{name}:"]
    for item in node.value:
        assert isinstance(item.value, dict)
        if form == "toml":
            lines += [f"[[{name}]]", *(f"{_key(key)} = {_flow(value, form)}" for key, value in item.value.items())]
        else:
            entries = [f"{_key(key)}: {_flow(value, form)}" for key, value in item.value.items()]
            lines += [f"  {'- ' if index == 0 else '  '}{entry}" for index, entry in enumerate(entries)]
    return "\n".join(lines) + "\n"


def _items(node: Node, form: Form) -> str:
    assert isinstance(node.value, tuple)
    return ", ".join(_flow(item, form) for item in node.value)


def _number(value: Decimal) -> str:
    """As a person writes it: 0.004 and not 4e-3, but 5e-12."""
    shortest = number_text(value)
    plain = f"{value:f}".rstrip("0") if "e" in shortest else shortest
    return plain if len(plain) <= _LONGEST_PLAIN else shortest


def _flow(node: Node, form: Form) -> str:
    """The value on one line."""
    match node.value:
        case Decimal():
            return _number(node.value)
        case bool():
            return "true" if node.value else "false"
        case tuple():
            return f"[{_items(node, form)}]"
        case dict():
            mark = " = " if form == "toml" else ": "
            names = {key: json.dumps(key) if form == "json" else _key(key) for key in node.value}
            return "{" + ", ".join(f"{names[key]}{mark}{_flow(value, form)}" for key, value in node.value.items()) + "}"
    text = str(node.value)
    if node.kind == "date" and form == "toml":
        return text
    if form == "yaml" and (node.kind == "date" or _PLAIN.fullmatch(text)) and text not in _YAML_NULLS:
        return text
    return json.dumps(text, ensure_ascii=False)


def _key(key: str) -> str:
    return key if re.fullmatch("[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)
