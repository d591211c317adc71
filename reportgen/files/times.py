"""Times as people and tools write them: a clock (1:30:00), days and a clock (0 days 00:01:02), PT42M, 1h 30min, 42 min.

The one reader of durations that are text: in manifests, flags and the cells of tables.
"""

from __future__ import annotations

import re
from decimal import Decimal

from reportgen.files.decimal_sign import COMMA, POINT, number_with
from reportgen.files.number import number_in, without_groups
from reportgen.files.units import TIME_UNITS, Unit, time_unit
from reportgen.precision import working_precision

LONGEST_S = Decimal(315_360_000)  # ten years, as in manifests

_CLOCK = re.compile(
    r"(?:(?P<days>[0-9]{1,6}) days?,? )?(?P<hours>[0-9]{1,6}):(?P<minutes>[0-5][0-9]):"
    r"(?P<seconds>[0-5][0-9](?:\.[0-9]{1,9})?)"
)
_SIGN_WORDS = {COMMA: "comma", POINT: "point"}
_NUMBER = r"[0-9]{1,9}(?:\.[0-9]{1,30})?"
_ISO = re.compile(
    rf"P(?:(?P<days>{_NUMBER})D)?(?:T(?=[0-9])(?:(?P<hours>{_NUMBER})H)?(?:(?P<minutes>{_NUMBER})M)?(?:(?P<seconds>{_NUMBER})S)?)?"
)
_ONE_PART = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<word>[^\W\d_]+)")
# 1.200 s: no tool writes the last zero, and a person may mean thousands
_OR_THOUSANDS = re.compile(r"(?P<number>[1-9][0-9]{0,2}(?:,[0-9]{3}|\.[0-9]{2}0))\s*(?P<word>[^\W\d_]*)")
_COMMA = re.compile(r"(?P<number>[0-9]{1,9},[0-9]{1,9})\s*(?P<word>[^\W\d_]*)")
_SHORT_CLOCK = re.compile(r"([0-9]{1,6}):([0-5][0-9])")
_OR_MONTHS = re.compile(rf"({_NUMBER})\s*[mM]|P({_NUMBER})M(?:T.*)?")
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


def duration_in(text: str) -> Decimal | None:
    """The seconds that a text says, also in one number with its unit; None for what is none, such as a number alone."""
    text = without_groups(text)
    seconds = seconds_in(text)
    if seconds is not None:
        return seconds
    match = _ONE_PART.fullmatch(text)
    unit = time_unit(match["word"]) if match else None
    if match is None or unit is None:
        return None
    with working_precision():
        return (number_in(match["number"]) or Decimal(0)) * unit.size


def duration_hint(text: str) -> str:
    """What to write in place of a text that is no duration, for what it may have meant."""
    if text_of_two := two_readings(text):
        return text_of_two
    if match := _COMMA.fullmatch(text):
        return f"did you mean {_shown(match, COMMA)}?"
    if match := _SHORT_CLOCK.fullmatch(text):
        hours, minutes = divmod(int(match[1]), 60)
        return f"minutes and seconds are {hours}:{minutes:02}:{match[2]}, hours and minutes {text}:00"
    if match := _OR_MONTHS.fullmatch(text):
        return f"m may be minutes or months: did you mean {match[1] or match[2]} min? months are written in days"
    return "42 min, 1h30m, 0:42:00, PT42M, or seconds: 2520"


def two_readings(text: str) -> str:
    """What `1,200` and `1.200 s` may mean, both readings of them; an empty text where there is but one."""
    match = _OR_THOUSANDS.fullmatch(text)
    if match is None or (match["word"] and time_unit(match["word"]) is None):
        return ""
    sign, other = (COMMA, POINT) if COMMA in match["number"] else (POINT, COMMA)
    return f"write {_shown(match, sign)}, or {_shown(match, other)}: the {_SIGN_WORDS[sign]} may be either"


def _shown(match: re.Match[str], sign: str) -> str:
    """The number and its unit, read with this decimal sign."""
    number = number_with(match["number"], sign)
    assert number is not None
    return f"{number.normalize():f} {match['word'] or 's'}"


def _unit(word: str) -> Unit | None:
    """A unit of time; m is minutes, since another unit stands beside it."""
    return TIME_UNITS["min"] if word == "m" else time_unit(word)
