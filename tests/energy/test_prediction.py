"""What a whole run is expected to take, in numbers worked by hand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from reportgen.energy.prediction import Predictor
from reportgen.energy.record import Prediction
from reportgen.files.units import J_PER_KWH


def after(
    parts: Sequence[tuple[int, int, int | None]], total: int = 1000, kg_per_kwh: Decimal | None = None
) -> Prediction | None:
    """The prediction after parts of so many samples, seconds and joules each."""
    predictor = Predictor(total, kg_per_kwh)
    samples, seconds, joules = 0, 0, 0
    for more, longer, hungrier in parts:
        samples, seconds, joules = samples + more, seconds + longer, joules + (hungrier or 0)
        predictor.note(samples, Decimal(seconds), None if hungrier is None else Decimal(joules))
    return predictor.predict()


def test_an_even_run_is_predicted_without_a_range() -> None:
    """100 samples took 10 s and 500 J: the thousand take 100 s and 5000 J."""
    prediction = after([(25, 2, 100)] * 4, kg_per_kwh=Decimal("0.5"))

    assert prediction is not None
    assert (Decimal(80), Decimal(80), Decimal(80)) == (
        prediction.duration_s,
        prediction.duration_low_s,
        prediction.duration_high_s,
    )
    assert prediction.energy_kwh is not None
    assert Decimal(4000) == round(prediction.energy_kwh * J_PER_KWH, 20)
    assert prediction.co2_kg is not None
    assert float(prediction.energy_kwh) / 2 == pytest.approx(float(prediction.co2_kg))


def test_the_range_is_from_the_fastest_part_to_the_slowest() -> None:
    """Parts of 25 samples took 2, 3, 1 and 4 s: 10 s are done, 900 samples are left at 0.1, 0.04 and 0.16 s."""
    prediction = after([(25, 2, 1), (25, 3, 1), (25, 1, 1), (25, 4, 1)])

    assert prediction is not None
    assert Decimal(100) == prediction.duration_s
    assert Decimal(46) == prediction.duration_low_s
    assert Decimal(154) == prediction.duration_high_s
    assert prediction.energy_low_kwh == prediction.energy_high_kwh


def test_it_waits_until_enough_is_known() -> None:
    """Three parts are too few, as are four of a 25th of the whole; what is no progress is no part."""
    assert after([(100, 10, 1)] * 3) is None
    assert after([(10, 1, 1)] * 4) is None
    assert after([(100, 10, 1)] * 3 + [(0, 10, 1)] * 5) is None
    assert after([(100, 10, 1)] * 4) is not None


def test_nothing_is_predicted_of_a_run_that_is_done() -> None:
    """At the last sample, or past it, there is nothing left to say."""
    assert after([(250, 1, 1)] * 4) is None
    assert after([(300, 1, 1)] * 4) is None


def test_without_energy_time_is_predicted_alone() -> None:
    """A machine without meters still has a clock."""
    prediction = after([(50, 1, None)] * 4, kg_per_kwh=Decimal(1))

    assert prediction is not None
    assert Decimal(20) == prediction.duration_s
    assert (None, None) == (prediction.energy_kwh, prediction.co2_kg)


def test_a_long_run_keeps_few_points() -> None:
    """Ten thousand notes are thinned out, and the prediction is that of the whole so far."""
    predictor = Predictor(100_000)
    for done in range(1, 10_001):
        predictor.note(done, Decimal(done) / 10, Decimal(done))

    prediction = predictor.predict()

    assert prediction is not None
    assert Decimal(10_000) == prediction.duration_s
    assert len(predictor._points) <= 33
