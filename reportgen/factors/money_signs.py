"""Currency signs as people write them beside a number, and the currencies that each may mean."""

from __future__ import annotations

import re
from typing import NamedTuple

# What a sign may mean where nobody says it; of the rest, a code such as EUR means itself.
_DOLLARS = (
    *(
        "USD",
        "AUD",
        "CAD",
        "HKD",
        "MXN",
        "NZD",
        "SGD",
        "TWD",
        "ARS",
        "CLP",
        "COP",
        "BBD",
        "BMD",
        "BND",
        "BRL",
        "BSD",
        "BZD",
    ),
    *("CUP", "DOP", "FJD", "GYD", "JMD", "KYD", "LRD", "NAD", "SBD", "SRD", "TTD", "UYU", "XCD"),
)
_MEANT: dict[str, tuple[str, ...]] = {
    "€": ("EUR",),
    "euro": ("EUR",),
    "euros": ("EUR",),
    "us$": ("USD",),
    "c$": ("CAD",),
    "ca$": ("CAD",),
    "a$": ("AUD",),
    "au$": ("AUD",),
    "nz$": ("NZD",),
    "hk$": ("HKD",),
    "s$": ("SGD",),
    "r$": ("BRL",),
    "$": _DOLLARS,
    "£": ("GBP", "EGP", "FKP", "GIP", "LBP", "SDG", "SHP", "SSP", "SYP"),
    "¥": ("JPY", "CNY"),
    "￥": ("JPY", "CNY"),
    "円": ("JPY",),
    "元": ("CNY",),
    "₩": ("KRW",),
    "₹": ("INR",),
    "₽": ("RUB",),
    "₺": ("TRY",),
    "₴": ("UAH",),
    "₪": ("ILS",),
    "₫": ("VND",),
    "฿": ("THB",),
    "₱": ("PHP",),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "kr.": ("DKK", "SEK", "NOK", "ISK"),
    "zł": ("PLN",),
    "kč": ("CZK",),
    "ft": ("HUF",),
    "fr.": ("CHF",),
    "sfr.": ("CHF",),
}
_CODE = re.compile("[A-Za-z]{3}")


class Sign(NamedTuple):
    """A sign as it is written, and the currencies that it may mean."""

    text: str
    meant: tuple[str, ...]


NO_SIGN = Sign("", ())


def sign_of(text: str) -> Sign:
    """The sign or code that the text is, and nothing beside it; NO_SIGN of another text."""
    word = text.strip().casefold()
    if word in _MEANT:
        return Sign(text.strip(), _MEANT[word])
    if _CODE.fullmatch(word) is None:
        return NO_SIGN
    from babel.core import get_global

    code = word.upper()
    return Sign(text.strip(), (code,)) if code in get_global("all_currencies") else NO_SIGN
