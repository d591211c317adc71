"""Each figure is in the unit that its formula gives, by an algebra of units that knows no formula."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from reportgen.figures.figure import Figure
from reportgen.figures.grammar import parse
from reportgen.figures.unit_algebra import UnitError, given_unit, unit_of


def misdeclared(figures: Mapping[str, Figure]) -> list[tuple[str, str, str | None]]:
    """Key, unit and formula of each computed figure whose unit its formula does not give: of every run none."""
    found = []
    for key, figure in figures.items():
        if figure.expression is None:
            continue
        units = {name: figures[name].unit for name in figure.inputs}
        if not given_unit(figure.expression, units).fits(unit_of(figure.unit)):
            found.append((key, figure.unit, figure.formula))
    return found


INPUTS = {
    "duration_s": "s",
    "hours": "h",
    "watts": "W",
    "kwh": "kWh",
    "wh": "Wh/hour",
    "beta": "hour/Wh",
    "intensity": "kgCO2e/kWh",
    "price": "EUR/box",
    "hourly": "EUR/hour",
    "per_kwh": "EUR/kWh",
    "rate": "USD/EUR",
    "samples": "sample",
    "boxes": "unit",
    "per_sample": "unit/sample",
    "share": "1",
    "parameters": "parameter",
    "tokens": "token",
    "peak": "FLOP/s",
    "years": "year",
    "recorded": "minute",
    "spoken": "EUR/speech_minute",
    "seen": "EUR/video_hour",
}


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("duration_s / 3600", "h"),
        ("hours * watts / 1000", "kWh"),
        ("hours / (years * 8760)", "1"),
        # a square is divided as a square
        ("watts * duration_s * duration_s / (duration_s * duration_s)", "W"),
        ("recorded * spoken", "EUR"),
        ("recorded / 60 * seen", "EUR"),
        ("kwh * 3600000 / duration_s", "W"),
        ("kwh * intensity", "kgCO2e"),
        ("duration_s / 3600 * hourly", "EUR"),
        ("samples * per_sample * price", "EUR"),
        ("samples * per_sample / 1000 * price", "EUR"),
        ("price * per_sample", "EUR/sample"),
        ("wh / 1000 * per_kwh * 100", "0.01 EUR/hour"),
        ("wh", "Wh/inference"),
        ("share / (beta * (wh * ((1 - share) * (1 - share) + share)) + 1)", "1"),
        ("(boxes + boxes + boxes) / 3", "unit"),
        ("price * min(max(boxes - 50000, 0), 950000)", "EUR"),
        ("hourly * rate", "USD/h"),
        ("6 * parameters * tokens", "FLOP"),
        ("6 * parameters * tokens * share", "FLOP"),
        ("6 * parameters * tokens / (share * peak * 3600)", "h"),
        ("0", "EUR"),
    ],
)
def test_units_that_formulas_give(formula: str, unit: str) -> None:
    """Products, quotients, sums, constants that convert and constants that count, worked by hand."""
    assert given_unit(parse(formula), INPUTS).fits(unit_of(unit))


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("duration_s", "h"),
        ("duration_s / 60", "h"),
        ("duration_s * 3600", "h"),
        ("hours * watts", "kWh"),
        ("hours / (years * 8784)", "1"),
        ("recorded * seen", "EUR"),
        ("kwh / duration_s", "W"),
        ("kwh * intensity", "kWh"),
        ("samples * price", "EUR"),
        ("samples * per_sample * price", "USD"),
        ("wh / 1000 * per_kwh", "0.01 EUR/hour"),
        ("share / (share * wh + 1)", "1"),
        ("kwh / kwh", "kWh"),
        ("wh", "Wh/box"),
        ("3", "EUR"),
        ("6 * parameters", "FLOP"),
        ("6 * parameters * tokens / (share * peak)", "h"),
        ("6 * parameters * tokens * peak * 3600", "h"),
    ],
)
def test_units_that_they_do_not_give(formula: str, unit: str) -> None:
    """A missing or upside-down conversion, a missing factor, a currency for another, a weight without its unit."""
    assert not given_unit(parse(formula), INPUTS).fits(unit_of(unit))


@pytest.mark.parametrize(
    "formula", ["kwh + watts", "samples - boxes", "max(hours, duration_s)", "kwh + wh", "rate + price"]
)
def test_what_is_added_is_of_one_unit(formula: str) -> None:
    """Sums, differences and bounds of two units are refused, those of one dimension and another size too."""
    with pytest.raises(UnitError):
        given_unit(parse(formula), INPUTS)


def test_each_unit_is_of_its_own_dimension() -> None:
    """What is not known of a unit is one that is counted; none of the house's own fits in its place."""
    own = ("s", "h", "W", "GB", "kWh", "km", "kgCO2e", "sample", "FLOP", "EUR", "1")
    counted = unit_of("box")
    assert [] == [unit for unit in own if unit_of(unit).fits(counted)]
