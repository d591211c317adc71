"""JSON in which a Decimal is a number in its shortest exact form."""

from __future__ import annotations

import json
from decimal import Decimal
from json.encoder import encode_basestring  # what json.dumps(text, ensure_ascii=False) comes to, without its way there
from typing import Any


def number_text(value: Decimal) -> str:
    """The shortest text that reads back to the same Decimal: 0.5, 1000000000000000000, 1e-12."""
    written = str(value)
    if written.isdigit():
        return written
    if value and "." in written and value.adjusted() >= -2 and "E" not in written:
        return written.rstrip("0").rstrip(".")  # most numbers are such, and this takes a tenth of the time
    sign, digits, exponent = _stripped(value)
    text = "".join(map(str, digits))
    mark = "-" if sign and text != "0" else ""
    if exponent >= 0:
        # whole numbers stay whole for readers that tell 1e5 from 100000; a mantissa of 34 digits goes no further
        return mark + text + "0" * exponent if exponent <= 40 else f"{mark}{text}e{exponent}"
    point = len(text) + exponent
    plain = f"{text[:point]}.{text[point:]}" if point > 0 else "0." + "0" * -point + text
    scientific = f"{text[0]}{'.' + text[1:] if len(text) > 1 else ''}e{point - 1}"
    return mark + (plain if len(plain) <= len(scientific) else scientific)


def _stripped(value: Decimal) -> tuple[int, tuple[int, ...], int]:
    """Sign, digits and exponent without trailing zeros, whatever the caller's decimal context."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"{value} is no number of JSON")
    kept = list(digits)
    while len(kept) > 1 and kept[-1] == 0:
        kept.pop()
        exponent += 1
    return (sign, (0,), 0) if kept == [0] else (sign, tuple(kept), exponent)


def dumps(value: Any, indent: str = "") -> str:
    """The value as indented JSON: dicts, lists, tuples, texts, booleans, None, ints and Decimals; no floats."""
    deeper = indent + "  "
    match value:
        case str():
            return encode_basestring(value)
        case None:
            return "null"
        case Decimal():
            return number_text(value)
        case dict() if value:
            lines = []
            for key, item in value.items():
                text = encode_basestring(item) if type(item) is str else dumps(item, deeper)  # most are texts
                lines.append(f"{deeper}{encode_basestring(str(key))}: {text}")
            return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
        case list() | tuple() if value:
            if all(isinstance(item, str) for item in value):
                return "[" + ", ".join(map(encode_basestring, value)) + "]"
            return "[\n" + ",\n".join([deeper + dumps(item, deeper) for item in value]) + f"\n{indent}]"
        case dict():
            return "{}"
        case list() | tuple():
            return "[]"
        case int():
            return json.dumps(value)
    raise TypeError(f"{type(value).__name__} in a report's JSON")


def canonical(value: Any) -> str:
    """The value as the one JSON text that equal values share: keys in order, no blanks, shortest exact numbers."""
    match value:
        case str():
            return encode_basestring(value)
        case None:
            return "null"
        case Decimal():
            return number_text(value)
        case dict():
            entries = []
            for key in sorted(value):
                item = value[key]
                text = encode_basestring(item) if type(item) is str else canonical(item)  # most are texts
                entries.append(f"{encode_basestring(key)}:{text}")
            return "{" + ",".join(entries) + "}"
        case list() | tuple():
            return "[" + ",".join(map(canonical, value)) + "]"
        case int():
            return json.dumps(value)
    raise TypeError(f"{type(value).__name__} in a report's JSON")


def loads(text: str | bytes) -> Any:
    """JSON with every number as the Decimal that it writes."""
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)
