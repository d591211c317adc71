"""Numbers as people and tools write them, exact: the one pattern, and the one bound that every text is read within."""

from __future__ import annotations

import re
from decimal import Context, Decimal, InvalidOperation

MAX_NUMBER_LENGTH = 100  # characters
MAX_EXPONENT = 999
SMALLEST, LARGEST = Decimal("1e-30"), Decimal("1e30")  # no figure of a measurement is beyond
OUT_OF_BOUNDS = "is beyond what is computed here: 1e-30 to 1e30"
_GROUP_SIGNS = "_ \u00a0\u2007\u2009\u202f"  # blanks, of which some do not break or are thin
# one sign throughout: 110_000, 1 200 000
GROUPED = rf"[1-9][0-9]{{0,2}}([{_GROUP_SIGNS}])[0-9]{{3}}(?:\1[0-9]{{3}}){{0,5}}"
NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"

_EXACT = Context(traps=[InvalidOperation])  # whatever the caller's context traps
_NUMBER = re.compile(NUMBER)
_GROUPED_FIRST = re.compile(rf"{GROUPED}(?![0-9_])")


def is_number(text: str) -> bool:
    """Whether the text is a number with a decimal point, and an exponent if need be, however large."""
    return _NUMBER.fullmatch(text) is not None


def number_in(text: str) -> Decimal | None:
    """The number that the text is, exact; None where it is none, or one that is out of bounds (`within_bounds`)."""
    return within_bounds(exact_number(text)) if is_number(text) else None


def without_groups(text: str) -> str:
    """The text, whose first number is written without what stands between its groups of three digits.

    `110_000` and `1 200 s` are `110000` and `1200 s`; blanks, also thin ones and such as do not break, and `_` group.
    """
    match = _GROUPED_FIRST.match(text)
    return text if match is None else match.group().replace(match[1], "") + text[match.end() :]


def within_bounds(number: Decimal | None) -> Decimal | None:
    """The number, or None where it is neither zero nor from 1e-30 to 1e30: nothing beyond can be reckoned with."""
    if number is None or not number.is_finite():
        return None
    return number if not number or SMALLEST <= abs(number) <= LARGEST else None


def exact_number(text: str) -> Decimal | None:
    """The Decimal of exactly this text, or None where it is too long or its exponent too large.

    The limits keep a hostile `1e999999999` from becoming a thousand million digits further on.
    """
    if len(text) > MAX_NUMBER_LENGTH:
        return None
    try:
        number = Decimal(text, _EXACT)
    except InvalidOperation:
        return None
    return number if not number.is_finite() or abs(number.adjusted()) <= MAX_EXPONENT else None
