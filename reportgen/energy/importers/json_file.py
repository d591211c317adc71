"""A tool's JSON file as plain values: numbers are Decimals, NaN is None, series nobody needs are dropped."""

from __future__ import annotations

import json
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from reportgen.energy.importers.cells import quoted_value
from reportgen.files.number import OUT_OF_BOUNDS, exact_number, within_bounds
from reportgen.files.source import Source
from reportgen.files.unpacking import GZIP_DAMAGE

MOST_BYTES = 100_000_000


def json_value(source: Source, dropped: Collection[str] = ()) -> Any:
    """The file's value; of each map the keys in `dropped` are left out as it is read.

    Raises InputError where the file is larger than 100 MB, no text or no JSON, with the line.
    """
    text = text_of(source)
    if not text.strip():
        source.refuse(None, "the file is empty", "is this the tool's file?")

    def without(entries: dict[str, Any]) -> dict[str, Any]:
        for key in dropped:
            entries.pop(key, None)
        return entries

    try:
        return json.loads(
            text, object_hook=without, parse_float=exact_number, parse_int=exact_number, parse_constant=lambda _: None
        )
    except json.JSONDecodeError as error:
        source.refuse(error.lineno, f"not JSON: {error.msg}", "is the file cut off or damaged?")
    except RecursionError:
        source.refuse(None, "lists and maps stand inside each other too deep", "is this the tool's file?")


def text_of(source: Source) -> str:
    """The text of a JSON file, plain or from gzip, whichever UTF it is in.

    Raises InputError where it is larger than 100 MB, no text or damaged gzip.
    """
    try:
        with source.binary() as file:
            content = file.read(MOST_BYTES + 1)
    except GZIP_DAMAGE as error:
        source.refuse(None, f"the gzip file is damaged: {error}", "copy it again")
    except OSError as error:
        source.refuse(None, f"cannot be read: {error.strerror or error}")
    if len(content) > MOST_BYTES:
        source.refuse(None, f"the file is larger than {MOST_BYTES // 1_000_000} MB", "export fewer runs at a time")
    encoding = json.detect_encoding(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        source.refuse(line, f"the byte 0x{content[error.start]:02X} here is not {encoding.upper()}", "is it damaged?")


def entry(source: Source, value: Any, path: str, *keys: str) -> dict[str, Any]:
    """The map below these keys, empty where there is none; path: of the value, for the problem."""
    for key in keys:
        path = f"{path}.{key}"
        value = {} if not isinstance(value, dict) or value.get(key) is None else value[key]
    if not isinstance(value, dict):
        source.refuse(None, f"{path} is {quoted_value(value)}, not a map", "is this the tool's file?")
    return value


def decimal(source: Source, value: Any, path: str) -> Decimal:
    """The value as a number that is not below zero."""
    if isinstance(value, Decimal) and within_bounds(value) is None:
        source.refuse(None, f"{path} is {quoted_value(value)}, which {OUT_OF_BOUNDS}", "is the file damaged?")
    if not isinstance(value, Decimal) or value < 0:
        source.refuse(None, f"{path} is {quoted_value(value)}, no number from zero on", "is the file damaged?")
    return value
