"""The number that a price's unit begins with: `1M characters`, `MTok`, `1,000 samples`, `dozen`, `je 100 Bilder`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SPACE = " \u00a0\u202f\u2009"
_BEFORE = re.compile(
    r"(?:(?:per|each|the|je|pro|for|für|à|a|an|ein|eine|einem|one|par|pour|chaque|la|les|un|une|por|cada|los|las|una)\s+)+",
    re.IGNORECASE,
)
_OF = re.compile(r"(?:of|von|an|de|des)\s+|d['’]\s*", re.IGNORECASE)
_DIGITS = re.compile(rf"[0-9](?:[0-9.,'’{_SPACE}]*[0-9])?")
_GROUPED = re.compile(rf"[1-9][0-9]{{0,2}}([.,'’{_SPACE}])[0-9]{{3}}(?:\1[0-9]{{3}})*")
_PLAIN = re.compile(r"[1-9][0-9]*(?:[.,](?P<decimals>[0-9]{1,2}))?|0[.,](?P<small>[0-9]{1,2})")
_SIGNS = {"k": 1000, "K": 1000, "M": 10**6}
# In the languages of the page.
_WORDS = {
    **dict.fromkeys(("ten", "zehn", "dix", "dizaine", "diez"), 10),
    **dict.fromkeys(("dozen", "dozens", "dutzend", "douzaine", "douzaines", "docena", "docenas"), 12),
    **dict.fromkeys(("hundred", "hundreds", "hundert", "centaine", "centaines", "cien", "centenar", "centenares"), 100),
    **dict.fromkeys(("thousand", "thousands", "tausend", "tsd", "mille", "millier", "milliers", "mil", "millar"), 1000),
    **dict.fromkeys(("million", "millions", "millionen", "mio", "mln", "millón", "millon", "millones"), 10**6),
    **dict.fromkeys(("mrd", "milliarde", "milliarden", "milliard", "milliards"), 10**9),
    "lakh": 10**5,
    "crore": 10**7,
}
_LONG_OR_SHORT = "is 1,000 million in English and a million million in German, French and Spanish"
_UNCLEAR_WORDS = {
    "m": "may be a million or a metre",
    "b": "may be 1,000 million or a byte",
    "mm": "may be a million or millimetres",
    "cent": "may be a hundred or a coin",
    "billionen": "is a million million in German and no number in English",
    **dict.fromkeys(("billion", "billions", "bn", "billón", "billones"), _LONG_OR_SHORT),
    **dict.fromkeys(("trillion", "trillions"), "is a million million in English and more in other languages"),
    **dict.fromkeys(("two", "three", "four", "five", "six", "eight", "twenty", "fifty"), "is a number in words"),
    **dict.fromkeys(("zwei", "drei", "vier", "fünf", "zwanzig", "fünfzig"), "is a number in words"),
    **dict.fromkeys(("deux", "trois", "cinq", "vingt", "dos", "tres", "cinco", "veinte"), "is a number in words"),
}
_ALSO_NO_NUMBER = ("b",)  # a B frame is one of a film
_IN_DIGITS = "write the number in digits: 1,000,000 tokens"
# How sellers of language models write it: MTok, kTokens, Mchars
_JOINED = re.compile(
    r"(?P<sign>[kKmM])(?P<thing>tok(?:en)?s?|char(?:acter)?s?|words?|zeichen|caract[eè]res?|caracteres)(?=\s|$)",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"(?P<of>tok|char)s?(?=\s|$)", re.IGNORECASE)
_WHOLE_WORDS = {"tok": "tokens", "char": "characters"}
# 2D box, 3D cuboid and 8-bit image say what the thing is
_DIMENSION = re.compile(r"[1-9]-?[dD](?![A-Za-z])|[1-9][0-9]?[- ]?bit(?![A-Za-z])")
_RESOLUTIONS = (2000, 4000, 8000)  # of films: 4K frame
_FILMS = re.compile(r"frame|video|film|clip|image|bild", re.IGNORECASE)
# A single digit is part of a name: level 3 box
_SIZE = r"(?:[kKM]|(?i:mio|tsd)\.?)"
_TIMES = re.compile(r"(?<![\w.-])[xX](?=[0-9])")
_INSIDE = re.compile(rf"(?<![\w.-])(?:[0-9][0-9.,]*[0-9](?:\s*{_SIZE})?|[0-9]\s*{_SIZE})(?![\w-])")
_LARGEST = 10**15
_HINT = '1k, 1M or 1,000 of them; a number that is part of a name stands behind it, as in "frame (1080p)"'


class UnclearCount(ValueError):
    """A number stands in the unit, and it cannot be told what it counts; `hint` says what to write."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def behind_per(unit: str) -> str:
    """The unit as it stands behind a price's slash: `100 Bilder` of `je 100 Bilder`, `image` of `per image`."""
    found = _BEFORE.match(unit)
    return unit[found.end() :] if found else unit


@dataclass(frozen=True)
class UnitCount:
    """How many things a price is for, and the text that names one: 1 where the unit says no number.

    thing: empty where the unit is a number alone.
    """

    number: int
    thing: str


def unit_count(unit: str) -> UnitCount:
    """The number that the unit begins with, in digits or a word, and what follows it. Raises UnclearCount."""
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
    if count > 1:
        thing = _SHORTENED.sub(lambda match: _WHOLE_WORDS[match["of"].lower()], thing)
    thing = _OF.sub("", thing, count=1) if _OF.match(thing) else thing
    if count in _RESOLUTIONS and rest[:1] in ("k", "K") and _FILMS.match(thing):
        message = f'"{whole}" may be {count:,} of them, or one of so many points'
        raise UnclearCount(message, f'write "{count:,} {thing}", or "{thing}"')
    return UnitCount(count, _checked(thing, whole))


def _begins_with_number(text: str) -> bool:
    said, _ = _first_word(text)
    is_word = said in _SIGNS or said.lower() in _WORDS or said.lower() in _UNCLEAR_WORDS
    return text[:1].isdigit() or is_word or _JOINED.match(text) is not None


def _first_word(text: str) -> tuple[str, str]:
    """Its first word, `Mio` of `Mio. Zeichen`, and the text behind."""
    first, _, behind = text.partition(" ")
    return first.removesuffix("."), behind


def _factor(whole: str, number: str, rest: str) -> tuple[int, str]:
    """What the word after the number multiplies it by, and the text behind."""
    said, behind = _first_word(rest.lstrip())
    if joined := _JOINED.match(rest.lstrip()):
        if joined["sign"] == "m":
            raise UnclearCount(f'"{joined.group()}" may be a million {joined["thing"]}', _IN_DIGITS)
        return _SIGNS[joined["sign"]], f"{joined['thing']} {behind}".strip()
    if said in _SIGNS and (number or behind):
        return _SIGNS[said], behind
    if said.lower() in _WORDS:
        return _WORDS[said.lower()], behind
    may_be_none = not number and said.lower() in _ALSO_NO_NUMBER
    if said.lower() in _UNCLEAR_WORDS and not may_be_none and (behind or (number and rest[:1] == said[:1])):
        raise UnclearCount(f'"{said}" {_UNCLEAR_WORDS[said.lower()]}', _IN_DIGITS)
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
    """The name of the thing, in which no further number stands by itself, in digits or words."""
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", thing)}
    if _INSIDE.search(_TIMES.sub("", thing)) or words & _WORDS.keys():
        raise UnclearCount(f'"{whole}" holds a number that is not understood', 'write it first, such as "1,000 tokens"')
    return thing
