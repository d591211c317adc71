"""Axes of charts: where they begin and end, round ticks with their texts, and the curves of equal accuracy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from reportgen.charts.hours import round_ticks
from reportgen.charts.score_curves import ScoreCurve
from reportgen.figures.apc import apc
from reportgen.precision import working_precision
from reportgen.words.numbers import Numbers, places_of, scaled

_POINTS = 160  # of a curve
_MOST_DECIMALS = 6  # of a tick; of smaller steps the powers of ten are written
_NARROW_NO_BREAK = "\u202f"
# Steps of a time axis, in seconds.
_TIME_STEPS = (1, 2, 5, 10, 15, 30, *(60 * n for n in (1, 2, 5, 10, 15, 30)), *(3600 * n for n in (1, 2, 3, 6, 12, 24)))


@dataclass(frozen=True)
class Axis:
    """From low to high, with ticks and their texts."""

    low: Decimal
    high: Decimal
    ticks: tuple[tuple[Decimal, str], ...]


def axis(low: Decimal, high: Decimal, numbers: Numbers, most: int = 5) -> Axis:
    """The axis that holds both ends, with at most so many steps of 1, 2 or 5 times a power of ten."""
    if low == high:
        low, high = (low, low + 1) if low == 0 else (low - abs(low) / 10, high + abs(high) / 10)
    step = _step(low, high, most)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    places = [step * (first + count) for count in range(int(last - first) + 1)]
    return Axis(places[0], places[-1], tuple((place, numbers.exact(place)) for place in places))


def fixed_ticks(low: Decimal, high: Decimal, numbers: Numbers) -> tuple[tuple[Decimal, str], ...]:
    """Round places from at most low to at least high, two or more, their texts with equally many decimals."""
    with working_precision():
        span = high - low or abs(high) / 10 or Decimal(1)
        step = Decimal(repr(round_ticks(float(span), 4)[1]))
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = max((high / step).to_integral_value(ROUND_CEILING), first + 1)
        places = [step * (first + count) for count in range(int(last - first) + 1)]
        decimals = places_of(step.normalize())
        return tuple(
            (place, numbers.exact(place) if decimals > _MOST_DECIMALS else numbers.fixed(place, decimals))
            for place in places
        )


def _step(low: Decimal, high: Decimal, most: int) -> Decimal:
    exponent = ((high - low) / most).adjusted()
    while True:
        for factor in (1, 2, 5):
            step = Decimal(factor).scaleb(exponent)
            steps = (high / step).to_integral_value(ROUND_CEILING) - (low / step).to_integral_value(ROUND_FLOOR)
            if steps <= most:
                return step
        exponent += 1


def equal_accuracy(
    accuracies: Iterable[Decimal], low: Decimal, high: Decimal, alpha: Decimal, beta: Decimal, numbers: Numbers
) -> tuple[ScoreCurve, ...]:
    """A curve of the score over energy for each accuracy, close at the left where it is steep."""
    width = float(high - low)
    places = [float(low) + width * (index / _POINTS) ** 2 for index in range(_POINTS + 1)]
    return tuple(
        ScoreCurve(
            numbers.exact(accuracy),
            tuple((x, apc(x, float(accuracy), float(alpha), float(beta))) for x in places),
        )
        for accuracy in accuracies
    )


def time_ticks(end_s: Decimal, numbers: Numbers) -> tuple[tuple[Decimal, str], ...]:
    """Up to six round times from zero, the last with its unit."""
    step = next((Decimal(step) for step in _TIME_STEPS if end_s / step <= 6), None)
    if step is None:
        days = Decimal(86400)
        step = days * (end_s / days / 6).to_integral_value("ROUND_CEILING")
    if end_s < 1:
        step = Decimal(repr(round_ticks(float(end_s), 4)[1])) if end_s else Decimal(1)
    unit, length = next(
        (index, size) for index, size in ((0, 86400), (1, 3600), (2, 60), (3, 1)) if step >= size or size == 1
    )
    places = [step * count for count in range(int(end_s / step) + 1)]
    texts = [numbers.up_to_significant(scaled(place, Decimal(length)), 4) for place in places]
    texts[-1] = f"{texts[-1]}{_NARROW_NO_BREAK}{numbers.times[unit]}"
    return tuple(zip(places, texts, strict=True))
