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
    assert [8, 100, 1000] == [int(it) for it in (prediction.at_s, prediction.samples, prediction.total_samples)]
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


@pytest.mark.parametrize(
    ("parts", "known"),
    [
        ([(100, 10, 1)] * 3, False),
        ([(100, 10, 1)] * 4, True),
        ([(100, 10, 1)] * 3 + [(0, 10, 1)] * 5, False),  # time without samples is no part
        ([(100, 10, 1)] * 3 + [(100, 0, 1)] * 5, False),  # nor are samples without time
        ([(12, 1, 1)] * 4, False),  # 4.8 % of the samples
        ([(12, 1, 1)] * 3 + [(13, 1, 1)], False),  # 4.9 %
        ([(12, 1, 1)] * 3 + [(14, 1, 1)], True),  # 5 %
        ([(12, 1, 1)] * 3 + [(15, 1, 1)], True),  # 5.1 %
        ([(250, 1, 1)] * 3 + [(249, 1, 1)], True),  # a sample is left
        ([(250, 1, 1)] * 4, False),  # none is
        ([(300, 1, 1)] * 4, False),
    ],
)
def test_it_waits_until_enough_is_known_and_something_is_left(
    parts: list[tuple[int, int, int | None]], known: bool
) -> None:
    """Four parts and a twentieth of the thousand samples are enough; at the last one nothing is left to say."""
    assert known == (after(parts) is not None)


@pytest.mark.parametrize("joules", [(None, None, None, None), (5, None, 5, 5), (5, 5, 5, None), (0, 0, 0, 0)])
def test_without_energy_time_is_predicted_alone(joules: tuple[int | None, ...]) -> None:
    """A machine without meters still has a clock; energy of which a part is not known, or zero, is not predicted."""
    prediction = after([(50, 1, part) for part in joules], kg_per_kwh=Decimal(1))

    assert prediction is not None
    assert Decimal(20) == prediction.duration_s
    assert (None, None, None) == (prediction.energy_kwh, prediction.energy_low_kwh, prediction.energy_high_kwh)
    assert prediction.co2_kg is None


def test_energy_has_the_range_of_its_own_parts() -> None:
    """4 x 100 samples in even time drew 10, 20, 30 and 40 J: 100 J, and 600 left at 0.1, 0.25 and 0.4 J each."""
    prediction = after([(100, 1, 10), (100, 1, 20), (100, 1, 30), (100, 1, 40)], kg_per_kwh=Decimal("0.5"))

    assert prediction is not None
    energies = (prediction.energy_low_kwh, prediction.energy_kwh, prediction.energy_high_kwh)
    assert [160, 250, 340] == [round((kwh or 0) * J_PER_KWH, 20) for kwh in energies]
    emitted = (prediction.co2_low_kg, prediction.co2_kg, prediction.co2_high_kg)
    assert [80, 125, 170] == [round((kg or 0) * J_PER_KWH, 20) for kg in emitted]


def test_the_slow_beginning_stays_in_the_range() -> None:
    """Parts that were thinned out hold the first one, which loaded a model: two samples in 12 s, the others 1 s each.

    After 34 samples in 44 s 66 are left: at 1 s and at 6 s each they make 110 s and 440 s of the whole.
    """
    predictor = Predictor(100)
    for done in range(1, 35):
        predictor.note(done, Decimal(done + 10), None)
    prediction = predictor.predict()

    assert prediction is not None
    assert (Decimal(44), Decimal(34)) == (prediction.at_s, prediction.samples)
    assert (Decimal(110), Decimal(440)) == (prediction.duration_low_s, prediction.duration_high_s)


def test_a_long_run_keeps_few_points() -> None:
    """Ten thousand notes are thinned out, and the prediction is that of the whole so far."""
    predictor = Predictor(100_000)
    for done in range(1, 10_001):
        predictor.note(done, Decimal(done) / 10, Decimal(done))

    prediction = predictor.predict()

    assert prediction is not None
    assert Decimal(10_000) == prediction.duration_s
    assert len(predictor._points) <= 33
