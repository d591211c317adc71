"""Objects of JSON, one on each line, as tools log events; a line that is none costs itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from reportgen.files.losses import Losses
from reportgen.files.number import exact_number
from reportgen.files.sound_rows import sound_lines
from reportgen.files.source import Source
from reportgen.files.table import CUT_OFF

LONGEST_LINE = 16_000_000  # characters: plans of queries are long


def objects_of(source: Source, lost: Losses, begins: tuple[str, ...] = ("{",)) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each object with its line, of lines that begin in one of these ways; numbers are Decimals.

    What begins so and is no object is counted in `lost`. Raises InputError where the file cannot be read.
    """
    for number, line in sound_lines(replace(source, longest_line=LONGEST_LINE), lost):
        if not line.startswith(begins):
            continue
        try:
            value = json.loads(line, parse_float=exact_number, parse_int=exact_number, parse_constant=lambda _: None)
        except (json.JSONDecodeError, RecursionError):
            lost.add(source.place(number), "not JSON", CUT_OFF)
            continue
        if isinstance(value, dict):
            yield number, value
