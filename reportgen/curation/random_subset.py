"""What a uniform random subset of equal size would hold of a class: exactly, without drawing one.

Of N samples, K of a class, n are kept: the number of that class among them is hypergeometric. Its probabilities are
reckoned from their ratios, from the most probable number on both ways, by plain sums and products: no seed, no
approximation by another law, and the same numbers on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.precision import working_precision

_NEGLIGIBLE = 1e-22  # of the most probable number's own
_LOW, _HIGH = 0.05, 0.95
_ROUNDING = 1e-11  # of all weights: just a twentieth is reached, which their sums may miss by their last digits


@dataclass(frozen=True)
class OfRandom:
    """A class in a random subset: the number to expect, the 5th and 95th percentile, the probability of none."""

    expected: Decimal
    low: int
    high: int
    none: float


def of_random(samples: int, of_class: int, kept: int) -> OfRandom:
    """What to expect of a class in a subset of `kept` samples. Raises ValueError for more of either than samples."""
    if not (0 <= of_class <= samples and 0 <= kept <= samples):
        raise ValueError("a class and a subset are parts of the samples")
    least, most = max(0, of_class + kept - samples), min(of_class, kept)
    with working_precision():
        expected = Decimal(of_class) * kept / samples if samples else Decimal(0)
    if least == most:
        return OfRandom(expected, least, most, float(most == 0))
    mode = min(max((of_class + 1) * (kept + 1) // (samples + 2), least), most)
    others = samples - of_class - kept
    above, below = [1.0], []
    number = mode
    while number < most and above[-1] > _NEGLIGIBLE:
        above.append(above[-1] * ((of_class - number) * (kept - number)) / ((number + 1) * (others + number + 1)))
        number += 1
    number, weight = mode, 1.0
    while number > least and weight > _NEGLIGIBLE:
        weight = weight * (number * (others + number)) / ((of_class - number + 1) * (kept - number + 1))
        below.append(weight)
        number -= 1
    weights = [*reversed(below), *above]
    return OfRandom(expected, *_percentiles(weights, number), _none(samples, of_class, kept))


class Below:
    """Whether a random subset of `kept` of the samples would nearly always hold more of a class: many are asked for."""

    def __init__(self, samples: int, kept: int) -> None:
        self._samples, self._kept = samples, kept
        self._lows: dict[int, int] = {}

    def __call__(self, of_class: int, left: int) -> bool:
        """Whether fewer are left than the 5th percentile."""
        missing = of_class * self._kept - left * self._samples  # to the mean, times the samples
        if missing <= 0:
            return False  # the percentile is at most the median, and that at most the mean, rounded up
        spread = self._kept * of_class * (self._samples - of_class) * (self._samples - self._kept)
        if missing * missing * (self._samples - 1) > 19 * spread:
            return True  # by Cantelli's inequality: further than the root of 19 standard deviations below the mean
        if of_class not in self._lows:
            self._lows[of_class] = of_random(self._samples, of_class, self._kept).low
        return left < self._lows[of_class]


def _percentiles(weights: list[float], first: int) -> tuple[int, int]:
    """The least numbers by which a twentieth, and all but a twentieth, of the weights are passed."""
    whole, passed = sum(weights), 0.0
    least, most = (_LOW - _ROUNDING) * whole, (_HIGH - _ROUNDING) * whole
    low = None
    for number, weight in enumerate(weights, start=first):
        passed += weight
        if low is None and passed >= least:
            low = number
        if passed >= most:
            return number if low is None else low, number
    return first, first + len(weights) - 1


def _none(samples: int, of_class: int, kept: int) -> float:
    """The probability that none of the class is kept: a product of as many factors as the smaller of the two has."""
    small, large = sorted((of_class, kept))
    probability = 1.0
    for number in range(small):
        probability *= (samples - large - number) / (samples - number)
        if probability < 1e-300:
            return 0.0
    return probability
