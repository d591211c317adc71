"""The number that a price's unit begins with: `1M characters`, `1,000 samples`, `dozen`, `je 100 Bilder`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SPACE = " \u00a0\u202f\u2009"
_BEFORE = re.compile(r"(?:(?:per|each|je|pro|for|für|à|a|an|ein|eine|einem|one)\s+)+", re.IGNORECASE)
_OF = re.compile(r"(?:of|von|an)\s+", re.IGNORECASE)
_DIGITS = re.compile(rf"[0-9](?:[0-9.,'’{_SPACE}]*[0-9])?")
_GROUPED = re.compile(rf"[1-9][0-9]{{0,2}}([.,'’{_SPACE}])[0-9]{{3}}(?:\1[0-9]{{3}})*")
_PLAIN = re.compile(r"[1-9][0-9]*(?:[.,](?P<decimals>[0-9]{1,2}))?|0[.,](?P<small>[0-9]{1,2})")
_SIGNS = {"k": 1000, "K": 1000, "M": 10**6}
_WORDS = {
    **dict.fromkeys(("ten", "zehn"), 10),
    **dict.fromkeys(("dozen", "dozens", "dutzend"), 12),
    **dict.fromkeys(("hundred", "hundert"), 100),
    **dict.fromkeys(("thousand", "thousands", "tausend", "tsd"), 1000),
    **dict.fromkeys(("million", "millions", "millionen", "mio", "mln"), 10**6),
    **dict.fromkeys(("mrd", "milliarde", "milliarden"), 10**9),
}
_UNCLEAR_WORDS = {
    "m": "may be a million or a metre",
    "billion": "is 1,000 million in English and a million million in German",
    "billionen": "is a million million in German and no number in English",
    "bn": "is 1,000 million in English and a million million in German",
}
_WORD = re.compile(r"(?P<word>[A-Za-z]+)\.?(?=\s|$)")
# 2D box and 3D cuboid say what the thing is
_DIMENSION = re.compile(r"[1-9]-?[dD](?![A-Za-z])")
_RESOLUTIONS = (2000, 4000, 8000)  # of films: 4K frame
_FILMS = re.compile(r"frame|video|film|clip|image|bild", re.IGNORECASE)
# A single digit is part of a name: level 3 box
_SIZE = r"(?:[kKM]|(?i:mio|tsd)\.?)"
_INSIDE = re.compile(rf"(?<![\w.-])(?:[0-9][0-9.,]*[0-9](?:\s*{_SIZE})?|[0-9]\s*{_SIZE})(?![\w-])")
_LARGEST = 10**15
_HINT = '1k, 1M or 1,000 of them; a number that is part of a name stands behind it, as in "frame (1080p)"'


class UnclearCount(ValueError):
    """A number stands in the unit, and it cannot be told what it counts; `hint` says what to write."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class UnitCount:
    """How many things a price is for, and the text that names one: 1 where the unit says no number.

    thing: empty where the unit is a number alone.
    """

    number: int
    thing: str


def unit_count(unit: str) -> UnitCount:
    """The number that the unit begins with, in English or German, and what follows it. Raises UnclearCount."""
    text = " ".join(unit.split())
    whole = text
    before = _BEFORE.match(text)
    if before and _begins_with_number(text[before.end() :]):
        text = text[before.end() :]
    if _DIMENSION.match(text):
        return UnitCount(1, _checked(whole, whole))
    digits = _DIGITS.match(text)
    number = digits.group() if digits else ""
    rest = text[len(number) :]
    factor, thing = _factor(whole, number, rest)
    count = _number(whole, number, factor)
    if not number and factor == 1:
        return UnitCount(1, _checked(whole, whole))
    thing = _OF.sub("", thing, count=1) if _OF.match(thing) else thing
    if count in _RESOLUTIONS and rest[:1] in ("k", "K") and _FILMS.match(thing):
        message = f'"{whole}" may be {count:,} of them, or one of so many points'
        raise UnclearCount(message, f'write "{count:,} {thing}", or "{thing}"')
    return UnitCount(count, _checked(thing, whole))


def _begins_with_number(text: str) -> bool:
    word = _WORD.match(text)
    said = word["word"] if word else ""
    return text[:1].isdigit() or said in _SIGNS or said.lower() in _WORDS


def _factor(whole: str, number: str, rest: str) -> tuple[int, str]:
    """What the word after the number multiplies it by, and the text behind."""
    word = _WORD.match(rest.lstrip())
    behind = rest.lstrip()[word.end() :].strip() if word else ""
    said = word["word"] if word else ""
    if said in _SIGNS and (number or behind):
        return _SIGNS[said], behind
    if said.lower() in _WORDS:
        return _WORDS[said.lower()], behind
    if number and said.lower() in _UNCLEAR_WORDS and (behind or rest[:1] == said[:1]):
        raise UnclearCount(f'"{said}" {_UNCLEAR_WORDS[said.lower()]}', "write the number in digits: 1,000,000 tokens")
    if number and rest and not rest[0].isspace():
        raise UnclearCount(f'"{whole}" begins with a number that is not understood', _HINT)
    return 1, rest.strip()


def _number(whole: str, text: str, factor: int) -> int:
    """The number times the factor, in whole numbers alone: the caller's decimal context must not round it."""
    if not text:
        return factor
    number = rest = 0
    if _GROUPED.fullmatch(text) and factor == 1:
        number = int(re.sub("[^0-9]", "", text))
    elif match := _PLAIN.fullmatch(text):
        decimals = match["decimals"] or match["small"] or ""
        number, rest = divmod(int(re.sub("[^0-9]", "", text)) * factor, 10 ** len(decimals))
    if rest or not 0 < number <= _LARGEST:
        raise UnclearCount(f'"{whole}" begins with a number that is not understood', _HINT)
    return number


def _checked(thing: str, whole: str) -> str:
    """The name of the thing, in which no further number stands by itself."""
    if _INSIDE.search(thing):
        raise UnclearCount(f'"{whole}" holds a number that is not understood', 'write it first, such as "1,000 tokens"')
    return thing
