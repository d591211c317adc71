"""Times as cells have them: a clock (1:30:00), days and a clock (0 days 00:01:02), ISO 8601 (PT42M), 1h 30min."""

from __future__ import annotations

import re
from decimal import Decimal

from reportgen.files.number import number_in
from reportgen.files.units import TIME_UNITS, Unit, time_unit
from reportgen.precision import working_precision

LONGEST_S = Decimal(315_360_000)  # ten years, as in manifests

_CLOCK = re.compile(
    r"(?:(?P<days>[0-9]{1,6}) days?,? )?(?P<hours>[0-9]{1,6}):(?P<minutes>[0-5][0-9]):"
    r"(?P<seconds>[0-5][0-9](?:\.[0-9]{1,9})?)"
)
_NUMBER = r"[0-9]{1,9}(?:\.[0-9]{1,9})?"
_ISO = re.compile(
    rf"P(?:(?P<days>{_NUMBER})D)?(?:T(?:(?P<hours>{_NUMBER})H)?(?:(?P<minutes>{_NUMBER})M)?(?:(?P<seconds>{_NUMBER})S)?)?"
)
_PART = re.compile(rf"({_NUMBER})\s*([^\W\d_]+)")
_PARTS = re.compile(rf"{_NUMBER}\s*[^\W\d_]+(?:,?\s*{_NUMBER}\s*[^\W\d_]+)+")


def seconds_in(text: str) -> Decimal | None:
    """The seconds that a text of several parts says; None for what is none, such as a number alone or with one unit."""
    with working_precision():
        match = _CLOCK.fullmatch(text) or _ISO.fullmatch(text)
        if match is not None and any(match.groups()):
            days, hours, minutes, seconds = (
                number_in(match[name] or "0") or Decimal(0) for name in ("days", "hours", "minutes", "seconds")
            )
            return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
        if not _PARTS.fullmatch(text):
            return None
        parts = [(number_in(number) or Decimal(0), _unit(word)) for number, word in _PART.findall(text)]
        sizes = [unit.size for _, unit in parts if unit is not None]
        falling = len(sizes) == len(parts) and sizes == sorted(set(sizes), reverse=True)
        if not falling:
            return None
        return sum((number * size for (number, _), size in zip(parts, sizes, strict=True)), Decimal(0))


def _unit(word: str) -> Unit | None:
    """A unit of time; m is minutes, since another unit stands beside it."""
    return TIME_UNITS["min"] if word == "m" else time_unit(word)
