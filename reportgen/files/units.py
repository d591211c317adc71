"""Units of energy, power and time: the one list of them, as a column's name or a cell says them, never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


class UnclearUnit(ValueError):
    """A name says several units, or one that may be milli or mega; the text says which."""


@dataclass(frozen=True)
class Unit:
    """A unit, and how many J, W or s it is."""

    name: str
    size: Decimal


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
    "ms": Unit("ms", Decimal("0.001")),
    "s": SECOND,
    "min": Unit("min", Decimal(60)),
    "h": Unit("h", Decimal(3600)),
    "d": Unit("d", Decimal(86_400)),
}

_ENERGY_WORDS = {
    **{name.lower(): unit for name, unit in ENERGY_UNITS.items() if not name.startswith("M")},
    **{
        f"{word}joule": ENERGY_UNITS[f"{sign}J"]
        for word, sign in (("", ""), ("kilo", "k"), ("mega", "M"), ("giga", "G"))
    },
}
_TIME_WORDS = {
    **TIME_UNITS,
    **dict.fromkeys(("millisecond", "msec"), TIME_UNITS["ms"]),
    **dict.fromkeys(("sec", "second"), SECOND),
    "minute": TIME_UNITS["min"],
    **dict.fromkeys(("hr", "hour"), TIME_UNITS["h"]),
    "day": TIME_UNITS["d"],
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
    word = word.lower()
    return words.get(word) or words.get(word.removesuffix("s") if len(word) > 2 else word)


def energy_unit_in(name: str) -> Unit | None:
    """The unit that the name of a column says: `energy (MJ)`, `energy_kwh`; None where it says none.

    Raises UnclearUnit where it says several, or one that may be milli or mega.
    """
    words = words_in(name)
    if any(word in ("mj", "mwh", "mJ", "mWh") for word in words):
        raise UnclearUnit("its name has a unit with a small m, which is milli and may be meant for mega")
    found = {unit for unit in map(energy_unit, words) if unit is not None}
    if len(found) > 1:
        raise UnclearUnit(f"its name says {' and '.join(sorted(unit.name for unit in found))}")
    return found.pop() if found else None


def power_unit_in(name: str) -> Unit | None:
    """The unit of power that the name of a column says last: `gpu_watts`, `Power (W)`, `powerWatts`; None of none."""
    words = words_in(re.sub("(?<=[a-z])(?=[A-Z][a-z])", " ", name))
    return next((unit for unit in map(power_unit, reversed(words)) if unit is not None), None)


def time_unit_in(name: str) -> Unit:
    """The unit of time that the name of a column says, `duration (h)` or `time_min`; seconds where it says none.

    Raises UnclearUnit where it says several.
    """
    found = {unit for unit in map(time_unit, words_in(name)) if unit is not None}
    if len(found) > 1:
        raise UnclearUnit(f"its name says {' and '.join(sorted(unit.name for unit in found))}")
    return found.pop() if found else SECOND


def words_in(name: str) -> list[str]:
    """The words of a column's name: letters and digits, whatever stands between them."""
    return re.findall(r"[^\W_]+", name)
