"""The one place where numbers become text: rounded once, half up, grouped, with a true minus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

MINUS = "\u2212"
DASH = "\u2013"
NO_BREAK = "\u00a0"

# Wide enough for 10^30 with thirty decimals: rounding must not be rounded first. Outside of it no sum, and copy_abs for
# abs, which rounds to the caller's context.
_WIDE = Context(prec=100)
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
# Outside of these a number reads better as a power of ten.
_TOO_LONG, _TOO_SMALL = Decimal("1e15"), Decimal("1e-5")

# Units by how many of the figure's own unit they are, the largest first.
SCALES: dict[str, tuple[tuple[str, Decimal], ...]] = {
    "kgCO2e": (("t", Decimal(1000)), ("kg", Decimal(1)), ("g", Decimal("1e-3")), ("mg", Decimal("1e-6"))),
    "kWh": (("MWh", Decimal(1000)), ("kWh", Decimal(1)), ("Wh", Decimal("1e-3")), ("mWh", Decimal("1e-6"))),
    "W": (("MW", Decimal("1e6")), ("kW", Decimal(1000)), ("W", Decimal(1)), ("mW", Decimal("1e-3"))),
    "kgCO2e/kWh": (("g/kWh", Decimal("1e-3")),),
    "h": (("h", Decimal(1)),),
}


def rounded(value: Decimal, places: int) -> Decimal:
    """The value with so many decimals (below zero: tens, hundreds), half away from zero."""
    with localcontext(_WIDE):
        return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def fixed(value: Decimal, places: int, sign: bool = False) -> str:
    """`−1,234.50`; sign: a plus before what is above zero. From 10^15 on as `1.23 × 10¹⁸`."""
    if value.copy_abs() >= _TOO_LONG:
        return powers(value, sign)
    number = rounded(value, places)
    text = f"{number.copy_abs():,.{max(places, 0)}f}"
    return _signed(number, text, sign)


def whole(value: Decimal) -> str:
    """A count, exact, with every digit: `110,000`."""
    return _signed(value, f"{value.copy_abs().to_integral_value():,f}", False)


def _signed(number: Decimal, text: str, sign: bool) -> str:
    if number == 0:
        return text
    return (MINUS if number < 0 else "+" if sign else "") + text


def powers(value: Decimal, sign: bool = False, digits: int = 3) -> str:
    """Significant digits and a power of ten: `1.23 × 10¹⁸`."""
    exponent = rounded_exponent(value, digits)
    with localcontext(_WIDE):
        mantissa = rounded(value.scaleb(-exponent), digits - 1)
    return _times_power(mantissa, exponent, sign)


def _times_power(mantissa: Decimal, exponent: int, sign: bool = False) -> str:
    text = _signed(mantissa, f"{mantissa.copy_abs():f}", sign)
    return f"{text}{NO_BREAK}×{NO_BREAK}10{str(exponent).translate(_SUPERSCRIPT)}"


def rounded_exponent(value: Decimal, digits: int) -> int:
    """The power of ten of the first digit, after rounding to so many: 9.996 has 1 at three digits."""
    exponent = value.adjusted()
    return rounded(value, digits - 1 - exponent).adjusted() if value else 0


def places_for(value: Decimal, digits: int = 3) -> int:
    """The decimals that show so many significant digits: 35521.25 at three is -2, 0.00312 is 5."""
    return digits - 1 - rounded_exponent(value, digits) if value else 0


def significant(value: Decimal, digits: int = 3, sign: bool = False) -> str:
    """Three significant digits: `35,500`, `3.90`, `0.00312`, `3.12 × 10⁻⁶`; zero is `0`."""
    if value and value.copy_abs() < _TOO_SMALL:
        return powers(value, sign, digits)
    return fixed(value, places_for(value, digits), sign) if value else "0"


def up_to_significant(value: Decimal, digits: int) -> str:
    """At most so many significant digits, without trailing zeros; whole numbers up to 10^15 keep every digit."""
    if value == value.to_integral_value() and value.copy_abs() < _TOO_LONG:
        return fixed(value, 0)
    if value.copy_abs() < _TOO_SMALL:
        return _powers_trimmed(value, digits)
    text = significant(value, digits)
    return text.rstrip("0").rstrip(".") if "." in text and "×" not in text else text


def _powers_trimmed(value: Decimal, digits: int) -> str:
    exponent = rounded_exponent(value, digits)
    with localcontext(_WIDE):
        mantissa = rounded(value.scaleb(-exponent), digits - 1).normalize()
    return _times_power(mantissa, exponent)


def exact(value: Decimal, least_places: int = 0) -> str:
    """Every digit, as an input was given: `0.00011`, `110,000`, `1 × 10⁻¹²`; with at least so many decimals."""
    with localcontext(_WIDE):
        stripped = value.normalize()
    if places_of(stripped) < least_places and stripped.copy_abs() < _TOO_LONG:
        return fixed(stripped, least_places)
    if stripped and not -8 < stripped.adjusted() < 30:
        with localcontext(_WIDE):
            mantissa = stripped.scaleb(-stripped.adjusted())
        return _times_power(mantissa, stripped.adjusted())
    text = f"{stripped.copy_abs():,f}"
    return _signed(stripped, text, False)


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


def places_that_add_up(parts: Sequence[Decimal], total: Decimal, least: int, most: int) -> int:
    """The fewest decimals from `least` to `most` with which the rounded parts sum to the rounded total.

    Preferably such that nothing reads as zero that is not.
    """
    fitting = [places for places in range(least, most + 1) if _adds_up(parts, total, places)]
    told = [places for places in fitting if all(rounded(value, places) for value in (*parts, total) if value)]
    return next(iter(told or fitting), most)


def _adds_up(parts: Sequence[Decimal], total: Decimal, places: int) -> bool:
    with localcontext(_WIDE):
        return sum(rounded(part, places) for part in parts) == rounded(total, places)


def duration(seconds: Decimal) -> str:
    """`42 min`, `1 h 30 min`, `9 s`; below a second with its digits."""
    if rounded(seconds, 1) < 60:
        return f"{up_to_significant(seconds, 3)}{NO_BREAK}s"
    whole_seconds = int(rounded(seconds, 0))
    days, rest = divmod(whole_seconds, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (minutes, "min"), (rest, "s")]
    first = next(index for index, (number, _) in enumerate(parts) if number)
    shown = [(number, unit) for number, unit in parts[first : first + 2] if number]
    return " ".join(f"{number:,}{NO_BREAK}{unit}" for number, unit in shown)


def share(value: Decimal) -> str:
    """A fraction as percent with one decimal: `34.1 %`; below one percent with two significant digits."""
    with localcontext(_WIDE):
        percent = value * 100
    if value and percent.copy_abs() < Decimal("1e-4"):
        return f"{_powers_trimmed(percent, 2)}{NO_BREAK}%"
    places = 1 if not value or percent.copy_abs() >= 1 else places_for(percent, 2)
    return f"{fixed(percent, places)}{NO_BREAK}%"
