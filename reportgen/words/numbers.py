"""The one place where numbers become text: rounded once, half up, grouped, with a true minus."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from reportgen.words.said import like

MINUS = "\u2212"
DASH = "\u2013"
NO_BREAK = "\u00a0"

# Wide enough for 10^30 with thirty decimals: rounding must not be rounded first. Outside of it no sum, and copy_abs for
# abs, which rounds to the caller's context.
_WIDE = Context(prec=100)
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
# An amount of a currency as a unit is printed: EUR, EUR/h, million EUR.
_MONEY = re.compile(r"(?:(?P<word>[^/]+) )?(?P<code>[A-Z]{3})(?P<per>/.+)?")
_OF_COUNTS = 16  # decimals that a share of 10^18 samples has as percent
_MOST_OF_SCORE = 12  # decimals
# Outside of these a number reads better as a power of ten.
_TOO_LONG, TOO_SMALL = Decimal("1e15"), Decimal("1e-5")


def _masses(per: str = "") -> tuple[tuple[str, Decimal], ...]:
    sizes = (("t", 3), ("kg", 0), ("g", -3), ("mg", -6), ("µg", -9), ("ng", -12))
    return tuple((f"{name}{per}", Decimal(10) ** power) for name, power in sizes)


# Units by how many of the figure's own unit they are, the largest first.
SCALES: dict[str, tuple[tuple[str, Decimal], ...]] = {
    "kgCO2e": _masses(),
    "kWh": (("MWh", Decimal(1000)), ("kWh", Decimal(1)), ("Wh", Decimal("1e-3")), ("mWh", Decimal("1e-6"))),
    "kgCO2e/sample": _masses("/sample"),
    **{f"kgCO2e/{name}": _masses(f"/{name}") for name in ("unit", "hour", "inference")},
    "GB/sample": tuple(
        (f"{name}/sample", Decimal(10) ** power) for name, power in (("GB", 0), ("MB", -3), ("kB", -6), ("B", -9))
    ),
    "km": (("km", Decimal(1)), ("m", Decimal("1e-3"))),
    "W": (("MW", Decimal("1e6")), ("kW", Decimal(1000)), ("W", Decimal(1)), ("mW", Decimal("1e-3"))),
    "kgCO2e/kWh": (("g/kWh", Decimal("1e-3")),),
    "h": (("h", Decimal(1)),),
    "FLOP/s": (("PFLOP/s", Decimal("1e15")), ("TFLOP/s", Decimal("1e12")), ("FLOP/s", Decimal(1))),
    "FLOP": (("FLOP", Decimal(1)),),
}


def rounded(value: Decimal, places: int) -> Decimal:
    """The value with so many decimals (below zero: tens, hundreds), half away from zero."""
    return value.quantize(Decimal((0, (1,), -places)), rounding=ROUND_HALF_UP, context=_WIDE)


def rounded_exponent(value: Decimal, digits: int) -> int:
    """The power of ten of the first digit, after rounding to so many: 9.996 has 1 at three digits."""
    exponent = value.adjusted()
    return rounded(value, digits - 1 - exponent).adjusted() if value else 0


def places_for(value: Decimal, digits: int = 3) -> int:
    """The decimals that show so many significant digits: 35521.25 at three is -2, 0.00312 is 5."""
    return digits - 1 - rounded_exponent(value, digits) if value else 0


def places_of(value: Decimal) -> int:
    """The decimals that a number is written with."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def scale_for(unit: str, values: Iterable[Decimal]) -> tuple[str, Decimal]:
    """The unit, and how many of the figures' own it is, so that values read from 1 to below 10,000.

    The largest decides; a smaller unit is taken where it keeps the smallest from vanishing.
    """
    scales = SCALES[unit]
    sizes = sorted(value.copy_abs() for value in values if value)
    if not sizes:
        return next((scale for scale in scales if scale[1] == 1), scales[0])
    chosen = next((index for index, (_, size) in enumerate(scales) if sizes[-1] >= size), len(scales) - 1)
    while chosen + 1 < len(scales) and sizes[0] < scales[chosen][1] and sizes[-1] < 10_000 * scales[chosen + 1][1]:
        chosen += 1
    return scales[chosen]


def scaled(value: Decimal, size: Decimal) -> Decimal:
    """The value in a unit that is `size` of its own."""
    with localcontext(_WIDE):
        return value / size


def places_that_add_up(parts: Sequence[Decimal], total: Decimal, least: int, most: int, *, digits: int = 3) -> int:
    """The fewest decimals from `least` to `most` with which the rounded parts sum to the rounded total.

    digits: how many each of them preferably shows, as `places_that_tell` says.
    """
    fitting = [places for places in range(least, most + 1) if _adds_up(parts, total, places)]
    return places_that_tell((*parts, total), fitting, digits) if fitting else most


def places_that_tell(values: Sequence[Decimal], choices: Sequence[int], digits: int = 3) -> int:
    """The decimals of a column, out of the choices, with which the least is lost: the fewest of equals.

    digits: how many a value shows in a sentence. One of them is worth three decimals more in the whole column; that a
    value is below the last decimal, and so stands there with digits of its own, is worth five.
    """

    def lost(value: Decimal, places: int) -> int:
        if rounded(value, places) == value:
            return 0
        return 5 if is_below(value, places) else 3 * max(places_for(value, digits) - places, 0)

    return min(choices, key=lambda places: places + sum(lost(value, places) for value in values))


def places_alike(lead: Decimal, others: Sequence[Decimal], digits: int = 3) -> int:
    """The decimals of all numbers of an axis or a range: those that the one that leads has at so many significant
    digits, where that is no more than one above what the largest has.
    """
    largest = max((lead, *others), key=lambda value: value.copy_abs())
    return max(min(places_for(lead or largest, digits), places_for(largest, digits) + 1), 0)


def is_coarse(value: Decimal, places: int) -> bool:
    """Whether so many decimals leave less than two significant digits of the value."""
    return places_for(value, 2) > places


def is_below(value: Decimal, places: int) -> bool:
    """Whether nothing of the value is shown with so many decimals, although it is not zero."""
    return 0 < value.copy_abs() < Decimal(1).scaleb(-places)


def _adds_up(parts: Sequence[Decimal], total: Decimal, places: int) -> bool:
    with localcontext(_WIDE):
        return sum(rounded(part, places) for part in parts) == rounded(total, places)


@dataclass(frozen=True)
class Money:
    """Where a language sets a currency: what stands before and behind the digits of an amount, ¤ where its code is.

    above, below: of amounts above and below zero. signs: what is written for a code, `$` for USD.
    """

    above: tuple[str, str] = ("¤", "")
    below: tuple[str, str] = (f"{MINUS}¤", "")
    signs: tuple[tuple[str, str], ...] = ()

    def around(self, code: str, sign: str) -> tuple[str, str]:
        """What stands before and behind the digits; a code of letters keeps a space from them.

        A plus stands where the language has its minus.
        """
        shown = dict(self.signs).get(code, code)
        before, behind = (part.replace(MINUS, sign) for part in self.below) if sign else self.above
        if shown[-1:].isalpha() and before.endswith("¤"):
            before += NO_BREAK
        if shown[:1].isalpha() and behind.startswith("¤"):
            behind = NO_BREAK + behind
        return before.replace("¤", shown), behind.replace("¤", shown)


@dataclass(frozen=True)
class Numbers:
    """How a language writes numbers: the house's own way unless told otherwise.

    decimal, group: the signs. first_group, other_groups: how many digits a group has, counted from the decimal sign.
    before_group: the fewest digits that stand before the first group sign: with two it is `1234` and `12.345`.
    times: the signs of day, hour, minute and second. percent: what stands before and behind a number in percent.
    money: where it sets a currency.
    """

    decimal: str = "."
    group: str = ","
    first_group: int = 3
    other_groups: int = 3
    before_group: int = 1
    times: tuple[str, ...] = ("d", "h", "min", "s")
    percent: tuple[str, str] = ("", "%")
    money: Money = Money()

    def fixed(self, value: Decimal, places: int, sign: bool = False) -> str:
        """`−1,234.50`; sign: a plus before what is above zero. From 10^15 on as `1.23 × 10¹⁸`."""
        if value.copy_abs() >= _TOO_LONG:
            return self.powers(value, sign)
        number = rounded(value, places)
        return self._written(number, f"{number.copy_abs():.{max(places, 0)}f}", sign)

    def whole(self, value: Decimal) -> str:
        """A count, exact, with every digit: `110,000`."""
        return self._written(value, f"{value.copy_abs().to_integral_value():f}")

    def powers(self, value: Decimal, sign: bool = False, digits: int = 3) -> str:
        """Significant digits and a power of ten: `1.23 × 10¹⁸`."""
        exponent = rounded_exponent(value, digits)
        return self._times_power(rounded(_shifted(value, exponent), digits - 1), exponent, sign)

    def significant(self, value: Decimal, digits: int = 3, sign: bool = False) -> str:
        """Three significant digits: `35,500`, `3.90`, `0.00312`, `3.12 × 10⁻⁶`; zero is `0`."""
        if value and value.copy_abs() < TOO_SMALL:
            return self.powers(value, sign, digits)
        return self.fixed(value, places_for(value, digits), sign) if value else "0"

    def alike(self, value: Decimal, places: int, digits: int = 3, sign: bool = False) -> str:
        """A number among others of one axis or range: significant digits, and as many decimals as all of them have.

        One that is below the last decimal has its own.
        """
        if is_below(value, places) or (places == 0 and places_for(value, digits) < 0):
            return self.significant(value, digits, sign)
        return self.fixed(value, places, sign) if value else "0"

    def up_to_significant(self, value: Decimal, digits: int) -> str:
        """At most so many significant digits, without trailing zeros; whole numbers up to 10^15 keep every digit."""
        if value == value.to_integral_value() and value.copy_abs() < _TOO_LONG:
            return self.fixed(value, 0)
        if value.copy_abs() < TOO_SMALL:
            return self._powers_trimmed(value, digits)
        if value.copy_abs() >= _TOO_LONG:
            return self.powers(value)
        number = rounded(value, places_for(value, digits))
        return self._written(number, _trimmed(f"{number.copy_abs():f}"))

    def exact(self, value: Decimal, least_places: int = 0) -> str:
        """Every digit, as an input was given: `0.00011`, `110,000`, `1 × 10⁻¹²`; with at least so many decimals."""
        with localcontext(_WIDE):
            stripped = value.normalize()
        if places_of(stripped) < least_places and stripped.copy_abs() < _TOO_LONG:
            return self.fixed(stripped, least_places)
        if stripped and not -8 < stripped.adjusted() < 30:
            return self._times_power(_shifted(stripped, stripped.adjusted()), stripped.adjusted())
        return self._written(stripped, f"{stripped.copy_abs():f}")

    def share(self, value: Decimal, sign: bool = False) -> str:
        """A fraction as percent with one decimal: `34.1%`; below one percent with two significant digits."""
        with localcontext(_WIDE):
            percent = value * 100
        if value and percent.copy_abs() < Decimal("1e-4"):
            return self.in_percent(self._powers_trimmed(percent, 2))
        return self.in_percent(self.of_hundred(percent, max(1, places_for(percent, 2)), sign, most=_OF_COUNTS))

    def of_hundred(self, percent: Decimal, places: int, sign: bool = False, most: int = 4) -> str:
        """So many of a hundred, with up to so many more decimals where it would read as all of them: `99.997`, and
        `>99.9999` where it takes more."""
        size = percent.copy_abs()
        if percent and size < TOO_SMALL:
            return self.powers(percent, sign)
        if size < 100 == rounded(size, places):
            with localcontext(_WIDE):
                places = places_for(100 - size, 1)
            if places > most:
                nearly = (100 - Decimal(1).scaleb(-most)).copy_sign(percent)
                return (">" if percent > 0 else "<") + self.fixed(nearly, most, sign)
        return self.fixed(percent, places, sign)

    def fraction(self, value: Decimal, places: int = 3, sign: bool = False) -> str:
        """A score with so many decimals, and more where it would read as zero or as one, and is neither: `0.9997`."""
        size = value.copy_abs()
        if value and not rounded(value, places):
            return self.significant(value, 2, sign)
        if size < 1 == rounded(size, places):
            with localcontext(_WIDE):
                places = min(places_for(1 - size, 1), _MOST_OF_SCORE)
        return self.fixed(value, places, sign)

    def in_percent(self, number: str) -> str:
        """A written number with the sign of percent, as the language sets it: `−34.1%`, `34,1 %`."""
        before, behind = self.percent
        sign, digits = signed(number)
        return f"{sign}{before}{digits}{behind}"

    def pieces(self, number: str, unit: str) -> tuple[str, str, str]:
        """What stands before a written number, the number, and what stands behind it: `−EUR `, `30.00`, `/h`.

        A unit that is an amount of a currency, also in millions or per something, is set as the language sets money.
        """
        found = _MONEY.fullmatch(unit)
        if found is None:
            return "", number, f"{NO_BREAK}{unit}" if unit else ""
        sign, digits = signed(number)
        before, behind = self.money.around(found["code"], sign)
        word = f"{NO_BREAK}{found['word']}" if found["word"] else ""
        return before, digits, f"{word}{behind}{found['per'] or ''}"

    def with_unit(self, number: str, unit: str) -> str:
        """A written number with its unit, where the language has it: `4.13 kg`, `EUR 30.00/h`, `30,00 EUR/h`."""
        return like("".join(self.pieces(number, unit)), number)

    def ends_with_unit(self, low: str, high: str, unit: str) -> tuple[str, str]:
        """The ends of a range, the unit at one of them: `EUR 2`, `3`; at both where one is below zero or has a sign."""
        before, digits, behind = self.pieces(low, unit)
        if before in ("", MINUS, "+"):
            return low, self.with_unit(high, unit)
        if signed(low)[0] or signed(high)[0] or not before[-1:].isspace():
            return self.with_unit(low, unit), self.with_unit(high, unit)
        return like(before + digits, low), like(high + behind, high)

    def duration(self, seconds: Decimal) -> str:
        """`42 min`, `1 d 2 h 59 min`, `9 s`: whole seconds to the last one, since a product may stand beside them.

        Others in their two largest units, and below a minute with their digits.
        """
        if rounded(seconds, 1) < 60:
            return f"{self.up_to_significant(seconds, 3)}{NO_BREAK}{self.times[-1]}"
        whole_seconds = int(rounded(seconds, 0))
        days, rest = divmod(whole_seconds, 86400)
        hours, rest = divmod(rest, 3600)
        parts = list(zip((days, hours, *divmod(rest, 60)), self.times, strict=True))
        first = next(index for index, (number, _) in enumerate(parts) if number)
        last = len(parts) if seconds == whole_seconds else first + 2
        shown = [(number, unit) for number, unit in parts[first:last] if number]
        return " ".join(f"{self.whole(Decimal(number))}{NO_BREAK}{unit}" for number, unit in shown)

    def duration_ends(self, low: Decimal, high: Decimal) -> tuple[str, str, str]:
        """The ends of a range of times and their unit: `11.3`, `15.5`, `s`; each with its own where they differ."""
        ends = (self.duration(low), self.duration(high))
        (first, _, unit), (last, _, other) = (end.partition(NO_BREAK) for end in ends)
        return (first, last, unit) if unit == other and unit in self.times else (*ends, "")

    def _written(self, number: Decimal, digits: str, sign: bool = False) -> str:
        """The plain digits of a number's absolute value with this language's signs, and its own sign before them."""
        head, point, tail = digits.partition(".")
        grouped = len(head) >= self.first_group + self.before_group
        groups = [head[-self.first_group :] if grouped else head]
        rest = head[: -self.first_group] if grouped else ""
        while rest:
            groups.append(rest[-self.other_groups :])
            rest = rest[: -self.other_groups]
        text = self.group.join(reversed(groups)) + (self.decimal if point else "") + tail
        if number == 0:
            return text
        return (MINUS if number < 0 else "+" if sign else "") + text

    def _times_power(self, mantissa: Decimal, exponent: int, sign: bool = False) -> str:
        text = self._written(mantissa, f"{mantissa.copy_abs():f}", sign)
        return f"{text}{NO_BREAK}×{NO_BREAK}10{str(exponent).translate(_SUPERSCRIPT)}"

    def _powers_trimmed(self, value: Decimal, digits: int) -> str:
        exponent = rounded_exponent(value, digits)
        with localcontext(_WIDE):
            mantissa = rounded(_shifted(value, exponent), digits - 1).normalize()
        return self._times_power(mantissa, exponent)


HOUSE = Numbers()


@dataclass(frozen=True)
class Percent:
    """So many percent, as a message is filled in with it: each language sets the sign its own way."""

    number: Decimal

    def __str__(self) -> str:
        return self.in_numbers(HOUSE)

    def in_numbers(self, written: Numbers) -> str:
        """The text, every digit, as that language writes it."""
        return written.in_percent(written.exact(self.number))


def signed(number: str) -> tuple[str, str]:
    """The sign of a written number, empty where it has none, and the rest."""
    return (number[:1], number[1:]) if number[:1] in (MINUS, "+") else ("", number)


def _trimmed(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _shifted(value: Decimal, exponent: int) -> Decimal:
    with localcontext(_WIDE):
        return value.scaleb(-exponent)
