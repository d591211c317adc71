"""Units in the names of columns: found where they are said, refused where they are not clear, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from reportgen.files.tool_columns import energy_by_tool, time_by_tool
from reportgen.files.units import (
    ENERGY_UNITS,
    KWH,
    TIME_UNITS,
    RateUnit,
    UnclearUnit,
    Unit,
    UnitOf,
    energy_unit,
    energy_unit_in,
    power_unit,
    power_unit_in,
    time_unit,
    time_unit_in,
)


@pytest.mark.parametrize(
    ("column", "unit", "joules"),
    [
        ("total energy, J", "J", "1"),
        ("joules", "J", "1"),
        ("metrics.energy_kJ", "kJ", "1000"),
        ("kilojoules", "kJ", "1000"),
        ("energy (MJ)", "MJ", "1000000"),
        ("megajoules used", "MJ", "1000000"),
        ("energy (GJ)", "GJ", "1000000000"),
        ("gigajoule", "GJ", "1000000000"),
        ("energy_consumed_wh", "Wh", "3600"),
        ("energy [kWh]", "kWh", "3600000"),
        ("energy_kwh", "kWh", "3600000"),
        ("ENERGY_KWH", "kWh", "3600000"),
        ("energy in MWh", "MWh", "3600000000"),
        ("energy kWh, in kwh", "kWh", "3600000"),
        ("energyMJ", "MJ", "1000000"),
        ("energyKWh", "kWh", "3600000"),
        ("totalEnergyJ", "J", "1"),
        ("streamGJ", "GJ", "1000000000"),  # and no unit begins with m here
        ("energy_kwh_per_run", "kWh", "3600000"),
        ("kWh/training", "kWh", "3600000"),
        ("J pro Lauf", "J", "1"),
        ("system/gpu_energy_kWh", "kWh", "3600000"),
        ("energy/kWh", "kWh", "3600000"),
        ("E/kWh", "kWh", "3600000"),
    ],
)
def test_the_unit_of_an_energy_stands_in_its_name(column: str, unit: str, joules: str) -> None:
    """In parentheses, after an underscore or as a word of its own, once or twice."""
    found = energy_unit_in(column)

    assert found is not None
    assert (unit, Decimal(joules)) == (found.name, found.size)


@pytest.mark.parametrize(
    ("unit_in", "column"),
    [
        *((energy_unit_in, it) for it in ("energy", "energy_consumed", "emissions (kg)", "jh", "peakWatthours")),
        # it is not in seconds because nothing is said
        *((time_unit_in, it) for it in ("duration", "Runtime", "t", "status", "news", "ends")),
        # a word that only begins like a unit is none, nor is a unit of energy one of power
        *((power_unit_in, it) for it in ("power", "GPU Power", "window", "wh", "energy (kWh)", "wattage")),
    ],
)
def test_a_name_without_a_unit_has_none(unit_in: Callable[[str], Unit | None], column: str) -> None:
    """A letter inside a word is no unit."""
    assert unit_in(column) is None


@pytest.mark.parametrize(
    ("unit_in", "message", "column"),
    [
        # a thousand million lies between milli and mega
        *((energy_unit_in, "small m", it) for it in ("energy (mJ)", "energy_mj", "energy_mwh", "energy (mWh)")),
        # a thousand between Wh and kWh
        *((energy_unit_in, "may end in Wh or in kWh", it) for it in ("energykWh", "peakWh")),
        (energy_unit_in, "may end in J or in kJ", "diskJ"),
        # which of two is meant is not guessed: hours taken for seconds are a power 3,600 times too large
        (energy_unit_in, "its name says", "MJ or kWh"),
        *((time_unit_in, "its name says", it) for it in ("min time (h)", "hours and minutes", "h_or_s")),
        # seconds a step, and steps a second
        *((time_unit_in, "a rate", it) for it in ("ms per step", "s/it", "it/s", "samples_per_second", "h/epoch")),
        # hours in German; written small it is a deviation in English
        (time_unit_in, "std", "duration_std"),
    ],
)
def test_a_unit_that_is_not_clear_is_refused(unit_in: Callable[[str], Unit | None], message: str, column: str) -> None:
    """What may be one of two, or is per something, is asked about."""
    with pytest.raises(UnclearUnit, match=message):
        unit_in(column)


@pytest.mark.parametrize(
    ("column", "denominator"),
    [
        ("energy (J/image)", "per image"),
        ("Wh per 1000 queries", "per 1000 queries"),
        ("kWh/1000", "per 1000"),
        ("price_per_kwh", "per kwh"),
        ("energyPerImageJ", "per image j"),
        ("kWh pro Bild", "per bild"),
        ("images/kWh", "images per kWh"),
        ("kWh per epoch", "per epoch"),
        ("energy kWh per", "per"),
    ],
)
def test_a_rate_is_no_total(column: str, denominator: str) -> None:
    """Per anything but the run itself; where a row is an epoch, per epoch is its total."""
    with pytest.raises(UnclearUnit, match=f"its name says {denominator}: a rate"):
        energy_unit_in(column)
    if "epoch" in column:
        assert ENERGY_UNITS["kWh"] == energy_unit_in(column, also_per=("epoch",))


@pytest.mark.parametrize(
    ("column", "seconds"),
    [
        ("duration_s", "1"),
        ("elapsed [sec]", "1"),
        ("wall time, seconds", "1"),
        ("wall time [ms]", "0.001"),
        ("milliseconds", "0.001"),
        ("time_msec", "0.001"),
        ("time_min", "60"),
        ("minutes", "60"),
        ("training duration (h)", "3600"),
        ("hours", "3600"),
        ("time_hrs", "3600"),
        ("duration (d)", "86400"),
        ("days", "86400"),
        ("hours (h)", "3600"),
        ("s", "1"),
        ("time (ns)", "1e-9"),
        ("time_us", "1e-6"),
        ("time (\u00b5s)", "1e-6"),
        ("time (\u03bcs)", "1e-6"),
        ("elapsedMicros", "1e-6"),
        ("durationMs", "0.001"),
        ("durationMillis", "0.001"),
        ("trainingTimeMin", "60"),
        ("minutes_total", "60"),
        ("Minuten", "60"),
        ("Laufzeit (Std)", "3600"),
        ("Dauer in Stunden", "3600"),
        ("dur\u00e9e (heures)", "3600"),
        ("jours", "86400"),
        ("Tage", "86400"),
        ("weeks", "604800"),
        ("Wochen", "604800"),
        ("duration/s", "1"),
        ("t/s", "1"),
        ("time (h/run)", "3600"),
    ],
)
def test_the_unit_of_a_time_stands_in_its_name(column: str, seconds: str) -> None:
    """In English or another language, in capitals at the end of a word, or behind a stroke."""
    found = time_unit_in(column)

    assert found is not None
    assert Decimal(seconds) == found.size


# Each word by its unit, in the four languages and as programs shorten it.
TIME_WORDS = {
    "ns": "nanosecond nanoseconds nanosec nanos nsec ns NS",
    "us": "µs \u03bcs us microsecond microseconds microsec micros usec",
    "ms": "ms millisecond Milliseconds millisec millis msec",
    "s": "s S sec secs second seconds sek Sekunde Sekunden seconde secondes segundo segundos",
    "min": "min mins minute minutes Minuten minuto minutos",
    "h": "h H hr hrs hour hours std Stunde Stunden heure heures hora horas",
    "d": "d day days Tag Tage Tagen jour jours dia días día",
    "wk": "wk wks week weeks Woche Wochen semaine semaines semana semanas",
}
ENERGY_WORDS = {
    "J": "J j joule joules Joule",
    "kJ": "kJ KJ kj kilojoule Kilojoules",
    "MJ": "MJ Mj megajoule megajoules",
    "GJ": "GJ gj gigajoule gigajoules",
    "Wh": "Wh WH wh",
    "kWh": "kWh KWH kwh kwhs",
    "MWh": "MWh MWH Mwh",
}


@pytest.mark.parametrize(
    ("unit_of", "name", "words"),
    [
        *((time_unit, *row) for row in TIME_WORDS.items()),
        *((energy_unit, *row) for row in ENERGY_WORDS.items()),
        *((power_unit, *row) for row in {"mW": "mW mw milliwatt", "kW": "kW KW kw kilowatts", "MW": "MW"}.items()),
    ],
)
def test_each_word_is_its_unit(unit_of: UnitOf, name: str, words: str) -> None:
    """Small or in capitals, one or many; the size of each is held above."""
    assert {name} == {unit.name if (unit := unit_of(word)) else word for word in words.split()}


@pytest.mark.parametrize("word", ["mJ", "mj", "mWh", "mwh", "m", "den", "hen", "Jen", "sn", "watt", ""])
def test_a_word_that_is_no_unit_of_energy_or_time(word: str) -> None:
    """A small m may be meant for mega, and a sign has no plural: "Dauer für den Lauf" is not in days."""
    assert (None, None) == (energy_unit(word), time_unit(word))


@pytest.mark.parametrize("column", ["min_time", "min train time", "minTime"])
def test_min_before_a_time_is_the_least_or_minutes(column: str) -> None:
    """Behind it, and per run, it is minutes."""
    with pytest.raises(UnclearUnit, match="begins with min"):
        time_unit_in(column)
    for minutes in ("time_min", "min", "min per run"):
        assert TIME_UNITS["min"] == time_unit_in(minutes)


@pytest.mark.parametrize(
    "column",
    ["energy (1000 J)", "energy (1,000 J)", "energy (kWh x1000)", "energy [10^3 Wh]", "energy (10³ J)", "kWh × 100"],
)
def test_a_number_beside_a_unit_is_not_passed_over(column: str) -> None:
    """1000 J are no J; a number that counts something else is part of a name."""
    with pytest.raises(UnclearUnit, match="its name has a number beside the unit"):
        energy_unit_in(column)
    for name in ("energy 2026 (J)", "H100 energy (J)", "resnet10 J", "gpu_0_J", "J of 1000 samples", "energy_v10_J"):
        assert ENERGY_UNITS["J"] == energy_unit_in(name)


@pytest.mark.parametrize("column", ["images (kWh⁻¹)", "kWh·image⁻¹", "image kWh^-1"])
def test_a_power_of_minus_one_is_a_rate(column: str) -> None:
    """What is per kWh, and what is kWh per something; a number of the name with a hyphen before it is none."""
    with pytest.raises(RateUnit, match="a power of minus one"):
        energy_unit_in(column)
    assert KWH == energy_unit_in("energy-2 (kWh)")


@pytest.mark.parametrize(
    ("column", "watts"),
    [
        ("cpu_watts", "1"),
        ("Power (W)", "1"),
        ("gpu.0.powerWatts", "1"),
        ("GPU Power (mW)", "0.001"),
        ("power_mw", "0.001"),  # no device draws megawatts
        ("rack_kW", "1000"),
        ("milliwatts", "0.001"),
        ("site MW", "1000000"),
    ],
)
def test_the_unit_of_a_power_stands_in_its_name(column: str, watts: str) -> None:
    """With capitals or without, between other words or run together with them."""
    unit = power_unit_in(column)
    assert unit is not None
    assert Decimal(watts) == unit.size


@pytest.mark.parametrize(
    ("word", "name"), [("W", "W"), ("watt", "W"), ("mW", "mW"), ("MW", "MW"), ("mw", "mW"), ("J", None)]
)
def test_a_word_is_a_unit_of_power(word: str, name: str | None) -> None:
    """MW with two capitals alone is mega."""
    unit = power_unit(word)
    assert name == (unit.name if unit else None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("duration", ("CodeCarbon", "s")),
        ("Runtime", ("W&B", "s")),
        ("_runtime", ("W&B", "s")),
        ("train_runtime", ("the Hugging Face trainer", "s")),
        ("metrics.eval_runtime", ("the Hugging Face trainer", "s")),
        ("ElapsedRaw", ("Slurm", "s")),
        ("elapsedraw", None),
        ("my_duration", None),
        ("energy_consumed", None),
    ],
)
def test_times_that_tools_write_without_a_unit(name: str, expected: tuple[str, str] | None) -> None:
    """The tool's documentation has the unit of a column of just this name, whatever MLflow puts before it."""
    found = time_by_tool(name)
    assert expected == (found and (found[0], found[1].name))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *((f"{part}_energy", ("CodeCarbon", "kWh")) for part in ("cpu", "gpu", "ram")),
        ("energy_consumed", ("CodeCarbon", "kWh")),
        ("params.energy_consumed", ("CodeCarbon", "kWh")),
        ("tags.energy_consumed", ("CodeCarbon", "kWh")),
        ("ConsumedEnergyRaw", ("Slurm", "J")),
        ("ConsumedEnergy", None),
        ("duration", None),
    ],
)
def test_energies_that_tools_write_without_a_unit(name: str, expected: tuple[str, str] | None) -> None:
    """CodeCarbon counts in kWh, Slurm's raw column in joules; a name that is only close says nothing."""
    found = energy_by_tool(name)
    assert expected == (found and (found[0], found[1].name))
