"""What the names of columns say of their units, worked by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.evidence.column_units import UnknownUnit, conversion_of

D = Decimal
NO_ENERGY = "in {} is no unit of consumption: J, kJ, MJ, GJ, Wh, kWh, MWh, joule, joules, mWh, mJ"


@pytest.mark.parametrize(
    ("quantity", "column", "cell", "expected", "per"),
    [
        ("consumption", "consumption", "5", "5", ""),
        ("consumption", "consumption_wh", "5", "5", ""),
        ("consumption", "consumption (kWh)", "0.005", "5", ""),
        ("consumption", "Consumption [kwh]", "0.005", "5", ""),
        ("consumption", "consumption_J", "7200", "2", ""),
        ("consumption", "consumption (kJ)", "7.2", "2", ""),
        ("consumption", "consumption (MJ)", "0.0072", "2", ""),
        ("consumption", "consumption (mJ)", "7200000", "2", ""),
        ("consumption", "consumption (mWh)", "2000", "2", ""),
        ("consumption", "consumption_wh_per_hour", "9.8", "9.8", "hour"),
        ("consumption", "consumption (Wh/inference)", "9.8", "9.8", "inference"),
        ("consumption", "consumption (kWh per image)", "1", "1000", "inference"),
        ("consumption", "consumption (W)", "9.8", "9.8", "hour"),
        ("consumption", "consumption_kw", "1", "1000", "hour"),
        ("consumption", "consumption (mW)", "9800", "9.8", "hour"),
        ("consumption", "consumption (watts)", "9.8", "9.8", "hour"),
        ("consumption", "consumption (watt)", "9.8", "9.8", "hour"),
        ("consumption", "consumption (joule)", "7200", "2", ""),
        ("consumption", "consumption (GJ)", "0.0000072", "2", ""),
        ("consumption", "consumption (MWh)", "0.000005", "5", ""),
        ("consumption", "consumption (joules)", "7200", "2", ""),
        ("consumption", "consumption (Wh/h)", "9.8", "9.8", "hour"),
        ("consumption", "consumption (Wh per prediction)", "9.8", "9.8", "inference"),
        *(("consumption", f"consumption (Wh per {word})", "9.8", "9.8", "hour") for word in ("hour", "hours", "hr")),
        *(
            ("consumption", f"consumption (Wh per {word})", "9.8", "9.8", "inference")
            for word in ("inferences", "sample", "query")
        ),
        ("accuracy", "accuracy (%)", "90.56", "0.9056", ""),
        ("accuracy", "accuracy_percent", "90.56", "0.9056", ""),
        ("accuracy", "accuracy", "0.9", "0.9", ""),
        ("accuracy", "accuracy (pct)", "90", "0.9", ""),
        ("accuracy", "accuracy, percentage", "90", "0.9", ""),
        ("accuracy", "accuracy (fraction)", "0.9", "0.9", ""),
        ("cost", "cost", "3", "3", ""),
        ("cost", "cost_ct", "3", "3", ""),
        ("cost", "cost (cents EUR)", "3", "3", ""),
        ("cost", "cost (EUR/hour)", "0.03", "3", "hour"),
        *(("cost", f"cost ({word})", "0.03", "3", "") for word in ("euro", "euros", "dollar", "dollars")),
        *(("cost", f"cost ({word})", "3", "3", "") for word in ("cent", "cents")),
        ("cost", "cost_usd_per_inference", "0.03", "3", "inference"),
        ("time", "time_s", "90", "90", ""),
        ("time", "time (min)", "1.5", "90", ""),
        ("time", "time_h", "2", "7200", ""),
        ("time", "time_ms", "500", "0.5", ""),
        ("time", "time (sec)", "90", "90", ""),
        ("time", "time (minutes)", "1.5", "90", ""),
        ("time", "time_us", "90000000", "90", ""),
        ("time", "timeMs", "500", "0.5", ""),
        ("time", "time (weeks)", "0.5", "302400", ""),
        ("consumption", "consumptionWh", "5", "5", ""),
        ("consumption", "consumptionKWh", "0.005", "5", ""),
        ("accuracy", "accuracyPct", "90", "0.9", ""),
    ],
)
def test_units_in_names(quantity: str, column: str, cell: str, expected: str, per: str) -> None:
    """Each unit becomes ours, and whatever changes a number is said with the column's name."""
    found = conversion_of(quantity, column)
    assert found is not None
    assert D(expected) == D(cell) * found.times / found.over
    assert per == found.per
    assert (cell != expected) == (f'"{column}" is read as' in found.said)


@pytest.mark.parametrize(
    ("quantity", "column", "message"),
    [
        ("consumption", "consumption (mj)", f'"mj" {NO_ENERGY}'),  # MJ or mJ?
        ("consumption", "consumption_mwh", f'"mwh" {NO_ENERGY}'),
        ("consumption", "consumption (kcal)", f'"kcal" {NO_ENERGY}'),
        ("consumption", "consumption per day", '{} is per "day": per hour or per inference'),
        ("consumption", "consumption (Wh per 1000 images)", '{} is per "1000 images": per hour or per inference'),
        ("consumption", "consumption (W/h)", '"consumption (W/h)" is power per hour: energy is Wh, kWh or J'),
        (
            "accuracy",
            "accuracy (points)",
            '"points" in {} is no unit of accuracy: fraction, %, percent, pct, percentage',
        ),
        (
            "cost",
            "cost (points)",
            '"points" in {} is no unit of cost: ct, cent, cents, euro, euros, dollar, dollars',
        ),
        ("time", "time (epochs)", '"time (epochs)" is in no unit of time: ns, us, ms, s, min, h, d, wk'),
        ("time", "time (s/epoch)", '{} is per "epoch": per hour or per inference'),
        ("time", "time (s per hour)", '"time (s per hour)" is in no unit of time: ns, us, ms, s, min, h, d, wk'),
    ],
)
def test_units_that_nobody_can_know(quantity: str, column: str, message: str) -> None:
    """A unit that is not known, or that may be two, is refused and never guessed; those that are known are named."""
    with pytest.raises(UnknownUnit) as error:
        conversion_of(quantity, column)
    assert message.format(f'the column "{column}"') == str(error.value)


@pytest.mark.parametrize(
    ("quantity", "column", "said"),
    [
        ("consumption", "consumption (kWh)", "Wh: times 1000"),
        ("consumption", "consumption (J)", "Wh: divided by 3600"),
        ("consumption", "consumption (kJ)", "Wh: times 1000 over 3600"),
        ("accuracy", "accuracy (pct)", "a fraction: divided by 100"),
        ("time", "time (h)", "s: times 3600"),
        ("cost", "cost (EUR)", "hundredths of the currency: times 100"),
        ("time", "time_ms", "s: divided by 1000"),
    ],
)
def test_what_is_reckoned_is_said_in_whole_numbers(quantity: str, column: str, said: str) -> None:
    """By which a person can hold a cell against what became of it."""
    found = conversion_of(quantity, column)
    assert found is not None
    assert f'"{column}" is read as {said}' == found.said


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("price_per_kwh", "0.3", None),
        ("price_eur_per_kwh", "0.3", None),
        ("price (USD/kWh)", "0.3", None),
        ("price", "0.3", ""),  # of what, it does not say
        ("price (ct/kWh)", "30", ": divided by 100"),
        ("price, cent per kWh", "30", ": divided by 100"),
        ("Price cents kWh", "30", ": divided by 100"),
        ("price (EUR/MWh)", "300", ": divided by 1000"),
        ("price (ct/MWh)", "30000", ": divided by 100000"),
        ("price (euro/Wh)", "0.0003", ": times 1000"),
        ("price (ct/Wh)", "0.03", ": times 1000 over 100"),
    ],
)
def test_prices_of_electricity(column: str, cell: str, said: str | None) -> None:
    """Each is one of 0.30 a kWh; what is guessed or reckoned is said."""
    found = conversion_of("price", column)
    assert found is not None
    assert D("0.3") == D(cell) * found.times / found.over
    assert ("" if said is None else f'"{column}" is read as the price of a kWh{said}') == found.said


@pytest.mark.parametrize("column", ["price (EUR)", "price per image", "price (points/kWh)", "price (ct)"])
def test_what_is_no_price_of_electricity(column: str) -> None:
    """A price of something else, or in something else than money, is refused and never guessed."""
    with pytest.raises(UnknownUnit) as error:
        conversion_of("price", column)
    said = f'"{column}" is no price of electricity: such as price (EUR/kWh) or price (ct/kWh)'
    assert said == str(error.value)


@pytest.mark.parametrize("column", ["", "model", "energy (kWh)", "total cost", "time", "costs"])
def test_other_columns_are_none(column: str) -> None:
    """A column that begins with another word is another column; a time needs its unit."""
    assert [None] * 4 == [conversion_of(it, column) for it in ("accuracy", "consumption", "cost", "time")]
