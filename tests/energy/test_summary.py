"""What a measurement says at its end: whether it is an estimate, in units that can be read, with every warning."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.energy.record import ESTIMATE, MEASURED, Device, Prediction, Record
from reportgen.energy.summary import co2_text, duration_text, energy_text, prediction_text, summary

# Half of 2,000 samples were done after 50 s: 100 s, from 80 to 120 s; 2 Wh, from 1 to 3 Wh; 1 g, from 0.5 to 1.5 g.
PREDICTION = Prediction(
    *map(Decimal, ("50", "1000", "2000", "100", "80", "120")),
    *map(Decimal, ("0.002", "0.001", "0.003")),
    *map(Decimal, ("0.001", "0.0005", "0.0015")),
)


def device(
    name: str, kwh: str | None, basis: str = MEASURED, low: str | None = None, high: str | None = None
) -> Device:
    """Return a device read by a counter, or estimated from its load."""
    method = "energy counter" if basis == MEASURED else "estimate from load"
    kwh_, low_kwh, high_kwh = (None if text is None else Decimal(text) for text in (kwh, low, high))
    return Device(name, "cpu", kwh_, basis, method, low_kwh, high_kwh)


def told(*devices: Device, kwh: str | None = "0.3", warnings: tuple[str, ...] = ()) -> list[str]:
    """Return the summary of a run of ten minutes."""
    energy_kwh = None if kwh is None else Decimal(kwh)
    return summary(Record("a tool", energy_kwh, duration_s=Decimal(600), devices=devices, warnings=warnings))


GPU, CPU, SILENT = device("GPU", "0.2"), device("CPU", "0.1", ESTIMATE), device("disk", None, ESTIMATE)


@pytest.mark.parametrize(
    ("devices", "firmness"),
    [
        ((GPU,), ""),
        ((GPU, SILENT), ""),  # what has no energy makes nothing an estimate
        ((GPU, CPU), ", in part an estimate"),
        ((CPU,), ", an estimate"),
        ((CPU, SILENT), ", an estimate"),
        ((), ""),
    ],
)
def test_an_estimate_is_called_one(devices: tuple[Device, ...], firmness: str) -> None:
    """Whoever reads the sum learns whether all of it, a part or nothing was estimated."""
    assert f"10 min 0 s, energy 300 Wh{firmness}" == told(*devices)[0]


def test_each_device_has_its_method_range_and_firmness() -> None:
    """A range stands only where there is one, and what was not measured is said and is no zero."""
    devices = (GPU, device("RAM", "0.1", low="0.1", high="0.1"), device("CPU", "0.1", ESTIMATE, "0.05", "0.2"), SILENT)

    assert [
        "  GPU: 200 Wh [energy counter]",
        "  RAM: 100 Wh [energy counter]",
        "  CPU: 100 Wh (50 Wh to 200 Wh) [estimate from load, not a measurement]",
        "  disk: not measured",
    ] == told(*devices)[1:]


def test_nothing_measured_is_said_and_every_warning_stands() -> None:
    """Without energy the sum says so; each warning has its line."""
    assert ["10 min 0 s, energy not measured", "  one", "  two"] == told(kwh=None, warnings=("one", "two"))


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ("0", "0 s"),
        ("0.0042", "0.004 s"),
        ("0.999", "0.999 s"),
        ("1", "1.0 s"),
        ("59.94", "59.9 s"),
        ("59.96", "1 min 0 s"),
        ("60", "1 min 0 s"),
        ("2523", "42 min 3 s"),
        ("3599", "59 min 59 s"),
        ("3600", "1 h 0 min"),
        ("7500", "2 h 5 min"),
        ("360000", "100 h 0 min"),
    ],
)
def test_a_duration_is_in_units_that_can_be_read(seconds: str, expected: str) -> None:
    """To the millisecond below a second, to the minute from an hour on."""
    assert expected == duration_text(Decimal(seconds))


@pytest.mark.parametrize(
    ("kwh", "expected"),
    [
        ("0.0001", "360 J"),
        ("0.000999", "3,596 J"),  # 3,596.4
        ("0.001", "1 Wh"),
        ("0.5", "500 Wh"),
        ("0.99", "990 Wh"),
        ("1", "1 kWh"),
        ("1.23456", "1.235 kWh"),
        ("12345.6", "12,350 kWh"),
    ],
)
def test_an_energy_is_in_units_that_can_be_read(kwh: str, expected: str) -> None:
    """Four digits of J, Wh or kWh, never with an exponent."""
    assert expected == energy_text(Decimal(kwh))


@pytest.mark.parametrize(
    ("kg", "expected"),
    [("0.0001234", "0.123 g CO2e"), ("0.999", "999 g CO2e"), ("1", "1 kg CO2e"), ("1234.5", "1,230 kg CO2e")],
)
def test_emissions_are_in_units_that_can_be_read(kg: str, expected: str) -> None:
    """Three digits of g or kg."""
    assert expected == co2_text(Decimal(kg))


def test_a_prediction_is_told_with_its_ranges() -> None:
    """Duration, energy and CO2e, each with what its fastest and its slowest part would give."""
    assert (
        "at 50 % of the samples, the whole run is expected to take 1 min 40 s (1 min 20 s to 2 min 0 s); "
        "2 Wh (1 Wh to 3 Wh); 1 g CO2e (0.5 g CO2e to 1.5 g CO2e)"
    ) == prediction_text(PREDICTION)


@pytest.mark.parametrize("lacking", [(), ("energy_kwh",), ("energy_low_kwh",), ("energy_high_kwh",)])
def test_a_prediction_without_energy_is_of_time_alone(lacking: tuple[str, ...]) -> None:
    """A range without width is none, and what is not known, or of which an end is not, is left out."""
    timed = Prediction(*map(Decimal, ("50", "500", "2000", "100", "100", "100")))
    if lacking:
        energy = {f"energy{end}_kwh": Decimal(1) for end in ("", "_low", "_high")}
        timed = replace(timed, **{name: kwh for name, kwh in energy.items() if name not in lacking})

    assert "at 25 % of the samples, the whole run is expected to take 1 min 40 s" == prediction_text(timed)


def test_how_far_a_run_was_is_said_in_whole_percent() -> None:
    """1,990 of 2,000 samples, when the run is foretold and when it is held against that."""
    late = replace(PREDICTION, samples=Decimal(1990), energy_kwh=None)
    record = Record("a tool", None, duration_s=Decimal(90), prediction=late)

    assert prediction_text(late).startswith("at 100 % of the samples")
    assert prediction_text(replace(late, samples=Decimal(1980))).startswith("at 99 % of the samples")
    assert summary(replace(record, prediction=replace(late, samples=Decimal(1980))))[-1].startswith("predicted at 99 %")


@pytest.mark.parametrize("done", ["0", "1000"])
def test_a_run_that_ended_early_is_not_held_against_the_whole(done: str) -> None:
    """However little of it was done."""
    early = replace(PREDICTION, done_samples=Decimal(done))

    assert (
        f"ended early by its own progress, after {int(done):,} of 2,000 samples: what was predicted is of the whole"
    ) == summary(Record("a tool", None, duration_s=Decimal(90), prediction=early))[-1]


@pytest.mark.parametrize(
    ("energy_kwh", "expected"),
    [
        (Decimal("0.003"), "predicted at 50 %: 1 min 40 s, took 1 min 30 s; 2 Wh, drew 3 Wh"),
        (None, "predicted at 50 %: 1 min 40 s, took 1 min 30 s"),
    ],
)
def test_a_prediction_is_held_against_what_it_took(energy_kwh: Decimal | None, expected: str) -> None:
    """The last line says how good it was, of energy only where that was measured."""
    record = Record("a tool", energy_kwh, duration_s=Decimal(90), prediction=PREDICTION)

    assert expected == summary(record)[-1]
