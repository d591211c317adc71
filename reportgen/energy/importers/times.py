"""Dates with times of day as logs write them, with and without zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

_EPOCH, _EPOCH_UTC = datetime(1970, 1, 1), datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# The parts are divided by points where the day comes first, and nowhere else.
_DAY_FIRST = re.compile(
    r"(\d{1,2})\.(\d{1,2})\.(\d{4})[ T,]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6}))?)?\s*(Z|[+-]\d{2}:\d{2})?"
)
_UTC_WORD = re.compile(r"\s*(?:UTC|GMT)$")
# powerjoular pads the parts with blanks and writes milliseconds as a number: " 2024- 12- 3  12: 8: 3. 43"
_BLANKS = re.compile(
    r"(\d{4})[-/]\s*(\d{1,2})[-/]\s*(\d{1,2})\s+(\d{1,2}):\s*(\d{1,2}):\s*(\d{1,2})(?:\.\s*(?P<ms>\d{1,3}))?"
)


def clock_s(text: str) -> tuple[Decimal, bool] | None:
    """Seconds since 1970, in UTC where the text has a zone, else on its own clock; and whether it has one.

    None of what is no date with a time as ISO 8601, nvidia-smi or powerjoular write it, or with the day first and
    points (21.11.2026 20:17:41); digits alone are none either.
    """
    if text.isdigit():  # milliseconds since 1970 may look like the form of ISO 8601 without signs
        return None
    try:
        moment: datetime | None = datetime.fromisoformat(text.replace("/", "-"))  # ten times quicker than by a pattern
    except ValueError:
        moment = _otherwise(text.strip())
    if moment is None:
        return None
    origin = _EPOCH if moment.tzinfo is None else _EPOCH_UTC
    return Decimal((moment - origin) // _MICROSECOND).scaleb(-6), moment.tzinfo is not None


def _otherwise(text: str) -> datetime | None:
    try:
        if word := _UTC_WORD.search(text):
            moment = datetime.fromisoformat(text[: word.start()].replace("/", "-"))
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        if match := _BLANKS.fullmatch(text):
            year, month, day, hour, minute, second = (int(match[place]) for place in range(1, 7))
            return datetime(year, month, day, hour, minute, second, int(match["ms"] or 0) * 1000)
        if match := _DAY_FIRST.fullmatch(text):
            day, month, year, hour, minute = (int(match[place]) for place in range(1, 6))
            clock = f"{hour:02}:{minute:02}:{match[6] or '00'}.{match[7] or '0'}{match[8] or ''}"
            return datetime.fromisoformat(f"{year}-{month:02}-{day:02}T{clock}")
    except ValueError:
        pass
    return None


def date_at(seconds: Decimal, zone_known: bool) -> datetime | None:
    """The date and time so many seconds after the beginning of 1970; None where there is no such day."""
    try:
        return (_EPOCH_UTC if zone_known else _EPOCH) + timedelta(seconds=float(seconds))
    except OverflowError:
        return None
