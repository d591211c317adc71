"""One line of `perf stat -j`: a map of its own for each event.

Form by perf's documentation: counter-value is a text, event-runtime in ns, interval in s; the place stands under the
name of the aggregation.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from reportgen.energy.importers.cells import duration, number
from reportgen.energy.importers.perf_reading import EVENT, NOT_COUNTED, Reading, domain_of
from reportgen.files.source import Source
from reportgen.problems import excerpt

_ENERGY = re.compile(rf'"event"\s*:\s*"{EVENT.pattern}')
_PLACES = ("socket", "die", "cluster", "cache", "core", "node", "thread", "cpu")
_BEGINNINGS = tuple(f'{{"{name}"' for name in ("interval", "counter-value", *_PLACES))
_COUNTS = ("counters", "aggregate-number", "cpu-count")  # one in each version
_AGAIN = "is the line cut off or damaged?"


def is_json_line(text: str) -> bool:
    """Whether the line is a map, as far as its first sign says."""
    return text.lstrip().startswith("{")


def is_json_energy(text: str) -> bool:
    """Whether the text holds an energy event of the JSON form."""
    return '"counter-value"' in text and _ENERGY.search(text) is not None


def json_reading_of(source: Source, line: int, text: str) -> Reading | None:
    """What the line says of an energy event; None where it is about something else. Raises InputError at the line."""
    head = text.strip()
    is_perfs = head.startswith(_BEGINNINGS) or any(beginning.startswith(head) for beginning in _BEGINNINGS)
    if not is_perfs and EVENT.search(text) is None:
        return None
    try:
        entries = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (json.JSONDecodeError, RecursionError):
        source.refuse(line, f"'{excerpt(text.strip())}' is not JSON", _AGAIN)
    event = EVENT.fullmatch(_text(entries, "event"))
    if event is None and EVENT.search(text) is None and _text(entries, "unit") != "Joules":
        return None
    if event is None:
        source.refuse(line, f"no energy event is named in '{excerpt(text.strip())}'", _AGAIN)
    value, unit = _text(entries, "counter-value").strip(), _text(entries, "unit")
    joules: Decimal | None = None
    if not NOT_COUNTED.fullmatch(value):
        if unit != "Joules":
            source.refuse(line, f"the unit is '{excerpt(unit)}', not Joules", _AGAIN)
        joules = number(source, line, value.replace(",", "."), "the number of Joules")
    time, runtime = _text(entries, "interval"), _text(entries, "event-runtime")
    counter_s = number(source, line, runtime, "the time that the counter ran").scaleb(-9) if runtime else None
    is_alone = "1" in [_text(entries, name) for name in _COUNTS]
    return Reading(
        domain_of(event),
        joules,
        duration(source, line, time, "the time") if time else None,
        next((place for name in _PLACES if (place := _text(entries, name))), ""),
        counter_s if is_alone else None,
        bool(_text(entries, "variance")),
    )


def _text(entries: dict[str, Any], key: str) -> str:
    value = entries.get(key)
    return value if isinstance(value, str) else ""
