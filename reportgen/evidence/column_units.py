"""What a column's name says of its unit: `consumption (kWh)`, `accuracy_percent`, `cost_eur_per_hour`, `time_min`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from reportgen.files.units import ENERGY_UNITS, SECOND, TIME_UNITS, Unit, time_unit, words_in
from reportgen.problems import excerpt

_ONE = Decimal(1)


@dataclass(frozen=True)
class Conversion:
    """How the cells of a column become ours: times, then over. said: what a person must hear of it, or empty.

    per: hour or inference where the name says so, else empty.
    """

    times: Decimal = _ONE
    over: Decimal = _ONE
    said: str = ""
    per: str = ""

    @property
    def changes(self) -> bool:
        return self.times != self.over


class UnknownUnit(ValueError):
    """The name of the column says a unit that is not known here; the text says which are."""


def _times_over(unit: Unit, ours: Unit) -> tuple[Decimal, Decimal]:
    """By which whole numbers a value in the unit becomes one in ours: times the first, then over the second."""
    if unit.size % ours.size == 0:
        return Decimal(int(unit.size / ours.size)), _ONE
    if ours.size % unit.size == 0:
        return _ONE, Decimal(int(ours.size / unit.size))
    return unit.size, ours.size


# By what is counted: the unit that we count in, and others by name as (times, over).
_UNITS: dict[str, tuple[str, dict[str, tuple[Decimal, Decimal]]]] = {
    "accuracy": (
        "a fraction",
        {
            "": (_ONE, _ONE),
            "fraction": (_ONE, _ONE),
            **dict.fromkeys(("%", "percent", "pct", "percentage"), (_ONE, Decimal(100))),
        },
    ),
    "consumption": (
        "Wh",
        {
            "": (_ONE, _ONE),
            **{name: _times_over(unit, ENERGY_UNITS["Wh"]) for name, unit in ENERGY_UNITS.items()},
            **dict.fromkeys(("joule", "joules"), _times_over(ENERGY_UNITS["J"], ENERGY_UNITS["Wh"])),
            "mWh": (_ONE, Decimal(1000)),
            "mJ": (_ONE, Decimal(3600_000)),
        },
    ),
    "cost": (
        "hundredths of the currency",
        {
            "": (_ONE, _ONE),
            **dict.fromkeys(("ct", "cent", "cents"), (_ONE, _ONE)),
            **dict.fromkeys(("euro", "euros", "dollar", "dollars"), (Decimal(100), _ONE)),
        },
    ),
}
# A price of so much energy, as one of a kWh: times, then over.
_OF_ENERGY = {"kwh": (_ONE, _ONE), "mwh": (_ONE, Decimal(1000)), "wh": (Decimal(1000), _ONE)}
# Mean power is energy per hour.
_POWERS = {"W": "Wh", "watt": "Wh", "watts": "Wh", "kW": "kWh", "mW": "mWh"}
_PER = {
    **dict.fromkeys(("hour", "hours", "h", "hr"), "hour"),
    **dict.fromkeys(("inference", "inferences", "image", "sample", "prediction", "query"), "inference"),
}
_WORD = re.compile(r"[^\W_]+|%|/")


def conversion_of(quantity: str, column: str) -> Conversion | None:
    """How the column's cells become `quantity` (accuracy, consumption, cost or time); None if it is another column.

    Raises UnknownUnit where the name begins with the quantity and goes on with what is no unit of it.
    """
    units = _UNITS[quantity][1] if quantity in _UNITS else {}
    prices = ("kWh", "MWh", "Wh") if quantity == "price" else ()
    unit_of = partial(_known_unit, (*units, *_POWERS, *prices))
    words = [part for word in _WORD.findall(column) for part in (words_in(word, unit_of) or [word])]
    if not words or words[0].lower() != quantity:
        return None
    if quantity == "price":
        return _of_price([*words[1:]], column)
    unit, per = _parted([*words[1:]], column)
    if quantity == "consumption" and (power := _matching(unit, tuple(_POWERS))):
        if per:
            raise UnknownUnit(f'"{excerpt(column)}" is power per {per}: energy is Wh, kWh or J')
        return _told(Conversion(*units[_POWERS[power]], per="hour"), column, _UNITS[quantity][0])
    if quantity == "time":
        return _of_time(unit, per, column)
    if quantity == "cost":
        unit = _money(unit)
    name = _matching(unit, tuple(units))
    if name is None:
        known = ", ".join(it for it in units if it)
        raise UnknownUnit(f'"{excerpt(unit)}" in the column "{excerpt(column)}" is no unit of {quantity}: {known}')
    return _told(Conversion(*units[name], per=per), column, _UNITS[quantity][0])


def _of_price(words: list[str], column: str) -> Conversion:
    """A price of electricity: `price`, `price_per_kwh`, `price (ct/kWh)`, `price_eur_per_mwh`."""
    words = [word for word in words if word != "/" and word.lower() != "per"]
    energy = next((word for word in words if word.lower() in _OF_ENERGY), "")
    unit = _money(" ".join(word for word in words if word != energy))
    money = _matching(unit, tuple(_UNITS["cost"][1])) if unit else "euro"
    if money is None or (words and not energy):
        raise UnknownUnit(f'"{excerpt(column)}" is no price of electricity: such as price (EUR/kWh) or price (ct/kWh)')
    over = Decimal(100) if money in ("ct", "cent", "cents") else _ONE
    times, more = _OF_ENERGY[energy.lower() or "kwh"]
    conversion = Conversion(times, over * more)
    told = f'"{excerpt(column)}" is read as the price of a kWh'
    if conversion.changes:
        return _told(conversion, column, "the price of a kWh")
    return conversion if energy else replace(conversion, said=told)


def _of_time(word: str, per: str, column: str) -> Conversion | None:
    if not word:
        return None
    unit = time_unit(word)
    if unit is None or per:
        raise UnknownUnit(f'"{excerpt(column)}" is in no unit of time: {", ".join(TIME_UNITS)}')
    return _told(Conversion(*_times_over(unit, SECOND)), column, "s")


def _known_unit(names: tuple[str, ...], word: str) -> object:
    return _matching(word, names) or time_unit(word)


def _told(conversion: Conversion, column: str, own: str) -> Conversion:
    """The conversion with what a person must hear of it."""
    if not conversion.changes:
        return conversion
    times, over = conversion.times, conversion.over
    factor = f"times {times}" if over == 1 else f"divided by {over}" if times == 1 else f"times {times} over {over}"
    return replace(conversion, said=f'"{excerpt(column)}" is read as {own}: {factor}')


def _parted(words: list[str], column: str) -> tuple[str, str]:
    """The unit and what it is for: `kWh per inference`, `kWh/inference`, `kWh`."""
    words = ["per" if word == "/" or word.lower() == "per" else word for word in words]
    if "per" not in words:
        return " ".join(words), ""
    place = words.index("per")
    what = " ".join(words[place + 1 :]).lower()
    if what not in _PER:
        raise UnknownUnit(f'the column "{excerpt(column)}" is per "{excerpt(what)}": per hour or per inference')
    return " ".join(words[:place]), _PER[what]


def _money(unit: str) -> str:
    """`ct`, or `euro` for any currency whole; a currency's code before or after says nothing more."""
    words = [word for word in unit.split() if not re.fullmatch(r"[A-Z]{3}|[a-z]{3}", word)]
    return unit if words == unit.split() else " ".join(words) or "euro"


def _matching(unit: str, names: tuple[str, ...]) -> str | None:
    """The name of the unit; in other capitals only where that can be no other unit, as mj can."""
    if unit in names:
        return unit
    alike = [name for name in names if name.lower() == unit.lower()]
    return alike[0] if len(alike) == 1 else None
