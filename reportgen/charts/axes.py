"""Axes of charts: where they begin and end, and round ticks with their texts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from reportgen.precision import working_precision
from reportgen.words.numbers import TOO_SMALL, Numbers, places_of, scaled

Ticks = tuple[tuple[Decimal, str], ...]
NARROW_NO_BREAK = "\u202f"

_MOST_DECIMALS = 6  # of a tick
_PADDING = Decimal("0.12")  # of what the values span, on each side
# Steps of a time axis, in seconds.
_TIME_STEPS = (1, 2, 5, 10, 15, 30, *(60 * n for n in (1, 2, 5, 10, 15, 30)), *(3600 * n for n in (1, 2, 3, 6, 12, 24)))


@dataclass(frozen=True)
class Axis:
    """From low to high, with ticks and their texts."""

    low: Decimal
    high: Decimal
    ticks: Ticks


def axis(low: Decimal, high: Decimal, numbers: Numbers, most: int = 5) -> Axis:
    """The axis that holds both ends, with at most so many steps of 1, 2 or 5 times a power of ten."""
    with working_precision():
        if low == high:
            low, high = (low, low + 1) if low == 0 else (low - abs(low) / 10, high + abs(high) / 10)
        step = _step(low, high, most)
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = (high / step).to_integral_value(ROUND_CEILING)
        places = [step * (first + count) for count in range(int(last - first) + 1)]
    return Axis(places[0], places[-1], _texts(places, step, numbers))


def padded(values: Sequence[Decimal], most: Decimal | None = None) -> tuple[Decimal, Decimal]:
    """The ends of what the values span and a little more, never below zero nor above `most`."""
    low, high = min(values), max(values)
    with working_precision():
        padding = (high - low) * _PADDING or high * _PADDING or Decimal(1)
        start, end = max(low - padding, Decimal(0)), high + padding
    return start, end if most is None else min(end, most)


def with_unit(ticks: Ticks, unit: str) -> Ticks:
    """The ticks, the last one with the unit."""
    *others, (place, text) = ticks
    return (*others, (place, f"{text}{NARROW_NO_BREAK}{unit}"))


def round_ticks(upper: float, count: int = 5) -> tuple[float, ...]:
    """Ticks from zero up to at most `upper`, in the smallest step of 1, 2 or 5 x 10^n that needs
    no more than `count` steps; (0.0,) unless `upper` is above zero.
    """
    if upper <= 0:
        return (0.0,)
    exponent = math.floor(math.log10(upper / count)) - 1
    while True:
        for factor in (1, 2, 5):
            # Read from text, so that 3 x 0.1 is 0.3 and not 0.30000000000000004.
            steps = math.floor(upper / float(f"{factor}e{exponent}") + 1e-9)
            if steps <= count:
                return tuple(float(f"{factor * index}e{exponent}") for index in range(steps + 1))
        exponent += 1


def round_step(upper: Decimal, count: int) -> Decimal:
    """The step of the round ticks up to `upper`; 1 where that is zero."""
    return Decimal(repr(round_ticks(float(upper), count)[1])) if upper else Decimal(1)


def fixed_ticks(low: Decimal, high: Decimal, numbers: Numbers) -> Ticks:
    """Round places from at most low to at least high, two or more, their texts with equally many decimals."""
    with working_precision():
        step = round_step(high - low or abs(high) / 10 or Decimal(1), 4)
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = max((high / step).to_integral_value(ROUND_CEILING), first + 1)
        places = [step * (first + count) for count in range(int(last - first) + 1)]
        return _texts(places, step, numbers)


def _texts(places: Sequence[Decimal], step: Decimal, numbers: Numbers) -> Ticks:
    """The places with their texts, of equally many decimals; all of them powers of ten where all are tiny."""
    decimals = places_of(step.normalize())
    tiny = all(place.copy_abs() < TOO_SMALL for place in places)

    def text(place: Decimal) -> str:
        if decimals <= _MOST_DECIMALS:
            return numbers.fixed(place, decimals)
        return numbers.up_to_significant(place, 6) if tiny else numbers.exact(place)

    return tuple((place, text(place)) for place in places)


def time_ticks(end_s: Decimal, numbers: Numbers) -> Ticks:
    """Up to six round times from zero, the last with its unit."""
    step = next((Decimal(step) for step in _TIME_STEPS if end_s / step <= 6), None)
    if step is None:
        days = Decimal(86400)
        step = days * (end_s / days / 6).to_integral_value("ROUND_CEILING")
    if end_s < 1:
        step = round_step(end_s, 4)
    unit, length = next(
        (index, size) for index, size in ((0, 86400), (1, 3600), (2, 60), (3, 1)) if step >= size or size == 1
    )
    places = [step * count for count in range(int(end_s / step) + 1)]
    texts = [numbers.up_to_significant(scaled(place, Decimal(length)), 4) for place in places]
    return with_unit(tuple(zip(places, texts, strict=True)), numbers.times[unit])


def _step(low: Decimal, high: Decimal, most: int) -> Decimal:
    exponent = ((high - low) / most).adjusted()
    while True:
        for factor in (1, 2, 5):
            step = Decimal(factor).scaleb(exponent)
            steps = (high / step).to_integral_value(ROUND_CEILING) - (low / step).to_integral_value(ROUND_FLOOR)
            if steps <= most:
                return step
        exponent += 1
