"""JSON objects that a tool wrote one after another: on lines of their own, in a list, or in list after list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from reportgen.energy.importers.cells import quoted_value
from reportgen.energy.importers.json_file import text_of
from reportgen.files.losses import Losses
from reportgen.files.number import exact_number, within_bounds
from reportgen.files.source import Source
from reportgen.files.table import CUT_OFF
from reportgen.problems import InputError, Problem, one_line


def objects_in(source: Source, start: re.Pattern[str], lost: Losses) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each object that begins as `start` says, with its line; one that is cut or damaged is lost.

    Numbers are Decimals. Raises InputError where the file is larger than 100 MB or no text.
    """
    text = text_of(source)
    decoder = json.JSONDecoder(parse_float=exact_number, parse_int=exact_number, parse_constant=lambda _: None)
    at, line, counted = 0, 1, 0
    while match := start.search(text, at):
        line, counted = line + text.count("\n", counted, match.start()), match.start()
        try:
            value, at = decoder.raw_decode(text, match.start())
        except (json.JSONDecodeError, RecursionError) as error:
            at = match.end()
            lost.take(_no_json(source, line, error))
        else:
            yield line, value


def _no_json(source: Source, line: int, error: Exception) -> InputError:
    fault = error.msg if isinstance(error, json.JSONDecodeError) else "it stands inside itself too deep"
    return InputError([Problem(source.place(line), f"not JSON: {one_line(fault)}", CUT_OFF)])


def number_at(source: Source, line: int, value: object, *path: str) -> Decimal:
    """The number from zero on below these keys. Raises InputError at the line."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    number = within_bounds(value) if isinstance(value, Decimal) else None
    if number is None or number < 0:
        source.refuse(line, f"{'.'.join(path)} is {quoted_value(value)}, no number from zero on")
    return number
