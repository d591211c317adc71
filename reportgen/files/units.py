"""Units of energy, power and time: the one list of them, as a column's name or a cell says them, never guessed.

What tools call their columns without a unit stands in `files/tool_columns.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from reportgen.problems import excerpt


class UnclearUnit(ValueError):
    """A name says several units, one that may be milli or mega, or a rate; the text says which."""


class RateUnit(UnclearUnit):
    """A name says what its numbers are per, so that they are no totals."""


@dataclass(frozen=True)
class Unit:
    """A unit, and how many J, W or s it is."""

    name: str
    size: Decimal


# The unit that a word is, or None.
UnitOf = Callable[[str], Unit | None]

J_PER_KWH = Decimal(3_600_000)
ENERGY_UNITS: dict[str, Unit] = {
    name: Unit(name, Decimal(size))
    for name, size in (
        *(("J", 1), ("kJ", 10**3), ("MJ", 10**6), ("GJ", 10**9)),
        *(("Wh", 3600), ("kWh", 3600 * 10**3), ("MWh", 3600 * 10**6)),
    )
}
KWH = ENERGY_UNITS["kWh"]
POWER_UNITS: dict[str, Unit] = {
    name: Unit(name, Decimal(size)) for name, size in (("mW", "0.001"), ("W", "1"), ("kW", "1000"), ("MW", "1000000"))
}
SECOND = Unit("s", Decimal(1))
TIME_UNITS: dict[str, Unit] = {
    name: Unit(name, Decimal(size))
    for name, size in (
        *(("ns", "1e-9"), ("us", "1e-6"), ("ms", "0.001"), ("s", "1")),
        *(("min", "60"), ("h", "3600"), ("d", "86400"), ("wk", "604800")),
    )
}

_ENERGY_WORDS = {
    **{name.lower(): unit for name, unit in ENERGY_UNITS.items() if not name.startswith("M")},
    **{
        f"{word}joule": ENERGY_UNITS[f"{sign}J"]
        for word, sign in (("", ""), ("kilo", "k"), ("mega", "M"), ("giga", "G"))
    },
}
# In English, German, French and Spanish, in the singular; a plural ends in s, n or en.
_TIME_WORDS = {
    **TIME_UNITS,
    **dict.fromkeys(("nanosecond", "nanosec", "nanos", "nsec"), TIME_UNITS["ns"]),
    **dict.fromkeys(("µs", "microsecond", "microsec", "micros", "usec"), TIME_UNITS["us"]),
    **dict.fromkeys(("millisecond", "millisec", "millis", "msec"), TIME_UNITS["ms"]),
    **dict.fromkeys(("sec", "second", "sek", "sekunde", "seconde", "segundo"), SECOND),
    **dict.fromkeys(("minute", "minuto"), TIME_UNITS["min"]),
    **dict.fromkeys(("hr", "hour", "std", "stunde", "heure", "hora"), TIME_UNITS["h"]),
    **dict.fromkeys(("day", "tag", "tage", "jour", "dia", "día"), TIME_UNITS["d"]),
    **dict.fromkeys(("week", "woche", "semaine", "semana"), TIME_UNITS["wk"]),
}
_POWER_WORDS = {
    **{name: unit for name, unit in POWER_UNITS.items() if name != "MW"},
    "w": POWER_UNITS["W"],
    "mw": POWER_UNITS["mW"],
    "kw": POWER_UNITS["kW"],  # nobody logs small megawatts
    **{
        f"{word}watt{plural}": POWER_UNITS[f"{sign}W"]
        for word, sign in (("", ""), ("milli", "m"), ("kilo", "k"))
        for plural in ("", "s")
    },
}
_MILLI_OR_MEGA = ("mj", "mwh")


def energy_unit(word: str) -> Unit | None:
    """The unit that a word is: MJ and MWh with a capital M, the others with capitals or without; None for no unit."""
    if word[:1] == "M" and word.lower() in _MILLI_OR_MEGA:
        return ENERGY_UNITS["MJ" if word.lower() == "mj" else "MWh"]
    return ENERGY_UNITS.get(word) or _singular(word, _ENERGY_WORDS)


def power_unit(word: str) -> Unit | None:
    """The unit of power that a word is, `W`, `mw` or `Watts`; MW with capitals alone is mega. None for no unit."""
    return POWER_UNITS.get(word) or _POWER_WORDS.get(word.lower())


def time_unit(word: str) -> Unit | None:
    """The unit of time that a word is, or None."""
    return _singular(word, _TIME_WORDS)


def _singular(word: str, words: Mapping[str, Unit]) -> Unit | None:
    word = word.lower().replace("\u03bc", "\u00b5")  # the Greek letter mu for the sign micro
    if word in words or len(word) <= 2:
        return words.get(word)
    # n and en are ends of whole words: "den" is no plural of d
    stems = (word.removesuffix(end) for end in ("s", "n", "en") if end == "s" or len(word) > len(end) + 2)
    return next((words[stem] for stem in stems if stem in words), None)


# What the rows of a table are themselves, so that a unit per it is no rate.
_OF_A_ROW = ("run", "training", "trial", "experiment", "lauf")
_WHOLE = re.compile(r"energ|verbrauch|consum|power|cpu|gpu|ram|total|time|dur|runtime|elapsed|zeit|temps|tiempo", re.I)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORDS = re.compile(r"[^\W_]+")
# kWh x1000, 10^3 Wh, 10³ J; and a unit to the power of minus one
_TIMES_TEN = re.compile(r"(?<![\w.])10+ *(?:\^|\*\*)|10[²³⁴⁵⁶⁷⁸⁹⁻]|(?<![a-zA-Z0-9])[x×*] *10+(?![0-9])")
_TEN = re.compile(r"10+|000")  # of 1000 J, and of 1,000 J
_INVERSE = re.compile(r"⁻|\^ *\(?[-−]")


def energy_unit_in(name: str, also_per: Collection[str] = ()) -> Unit | None:
    """The unit that the name of a column says: `energy (MJ)`, `energy_kwh`; None where it says none.

    also_per: what a row is besides a run, such as an epoch. Raises UnclearUnit where it says several, a rate, or a unit
    that may be milli or mega.
    """
    words = words_in(name, energy_unit)
    if any(word in ("mj", "mwh", "mJ", "mWh") for word in words):
        raise UnclearUnit("its name has a unit with a small m, which is milli and may be meant for mega")
    return _one(name, words, energy_unit, also_per)


def time_unit_in(name: str, also_per: Collection[str] = ()) -> Unit | None:
    """The unit of time that the name of a column says, `duration (h)` or `durationMs`; None where it says none.

    also_per: what a row is besides a run. Raises UnclearUnit where it says several, or a rate.
    """
    words = words_in(name, time_unit)
    if "std" in words:  # written small it is English
        raise UnclearUnit("its name has std, which is a standard deviation, or Std for hours")
    unit = _one(name, words, time_unit, also_per)
    if len(words) > 1 and words[0].lower() == "min" and words[1].lower() != "per":
        raise UnclearUnit("its name begins with min, which is the least, or minutes")
    return unit


def _one(name: str, words: list[str], unit_of: UnitOf, also_per: Collection[str]) -> Unit | None:
    """The one unit of the words, of a total."""
    if denominator := rate_in(name, unit_of, also_per):
        raise RateUnit(f"its name says {denominator}: a rate, and no total of a run")
    found = {unit for unit in map(unit_of, words) if unit is not None}
    if found and _INVERSE.search(name):
        raise RateUnit("its name says a power of minus one: a rate, and no total of a run")
    by_ten = any(_TEN.fullmatch(word) and unit_of(unit) is not None for word, unit in pairwise(words))
    if found and (by_ten or _TIMES_TEN.search(name)):
        raise UnclearUnit("its name has a number beside the unit")
    if len(found) > 1:
        raise UnclearUnit(f"its name says {' and '.join(sorted(unit.name for unit in found))}")
    return found.pop() if found else None


def power_unit_in(name: str) -> Unit | None:
    """The unit of power that the name of a column says last: `gpu_watts`, `Power (W)`, `powerWatts`; None of none."""
    words = words_in(re.sub("(?<=[a-z])(?=[A-Z][a-z])", " ", name), power_unit)
    return next((unit for unit in map(power_unit, reversed(words)) if unit is not None), None)


def rate_in(name: str, unit_of: UnitOf, also_per: Collection[str] = ()) -> str:
    """What a column's name says its numbers are per, such as `per image`; empty where it is a total of each row.

    A stroke is one where a unit stands before it (`J/image`), or behind what is no quantity (`images/s`).
    """
    words = [word.lower() for word in words_in(name, unit_of)]
    for place, word in enumerate(words):
        behind = " ".join(words[place + 1 :])
        before = words[place - 1] if place else ""
        is_per = word == "per" or (word in ("pro", "je", "par") and unit_of(before) is not None)
        if is_per and (not behind or words[place + 1] not in (*_OF_A_ROW, *also_per)):
            return f"per {behind}".strip()
    for match in re.finditer(r"([^\W_]+)\s*/\s*([^\W_]+)", name):
        before, behind = match[1], match[2]
        if unit_of(before) is not None and behind.lower() not in (*_OF_A_ROW, *also_per):
            return f"per {behind}"
        if unit_of(behind) is not None and not _WHOLE.search(before) and len(before) > 1:
            return f"{before} per {behind}"
    return ""


def words_in(name: str, unit_of: Callable[[str], object]) -> list[str]:
    """The words of a column's name: letters and digits, whatever stands between them, and a unit in capitals at the end
    of a word: `durationMs`, `energyKWh`. Raises UnclearUnit where that may be one of two."""
    words: list[str] = []
    for word in _WORDS.findall(name):
        if unit_of(word) is not None or word.lower() in _MILLI_OR_MEGA:
            words.append(word)
            continue
        parts = _CAMEL.split(word)
        if len(parts) > 1 and unit_of(parts[-1]) is not None and re.search("[kmMG]$", parts[-2]):
            longer = parts[-2][-1] + parts[-1]
            if unit_of(longer) is not None or longer in ("mJ", "mWh"):
                raise UnclearUnit(f'"{excerpt(word)}" in its name may end in {parts[-1]} or in {longer}')
        words += parts
    return words
