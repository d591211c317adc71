"""What a measurement says at its end, in a few lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.energy.record import ESTIMATE, Device, Prediction, Record
from reportgen.files.units import J_PER_KWH
from reportgen.words.numbers import HOUSE

NOT_MEASURED = "not measured"


def summary(record: Record) -> list[str]:
    """Duration and energy, each device, every warning, and how good the prediction was."""
    total = NOT_MEASURED if record.energy_kwh is None else energy_text(record.energy_kwh)
    estimates = [device.basis == ESTIMATE for device in record.devices if device.energy_kwh is not None]
    firmness = ", an estimate" if all(estimates) and estimates else ", in part an estimate" if any(estimates) else ""
    lines = [f"{duration_text(record.duration_s or Decimal(0))}, energy {total}{firmness}"]
    lines += [f"  {_device(device)}" for device in record.devices]
    lines += [f"  {warning}" for warning in record.warnings]
    if record.prediction is not None:
        lines.append(_hindsight(record.prediction, record))
    return lines


def prediction_text(prediction: Prediction) -> str:
    """What the whole run will take, with its ranges."""
    done = f"{prediction.samples / prediction.total_samples * 100:.0f} %"
    low_s, high_s = prediction.duration_low_s, prediction.duration_high_s
    parts = [_ranged(duration_text(prediction.duration_s), duration_text(low_s), duration_text(high_s))]
    for value, low, high, text in (
        (prediction.energy_kwh, prediction.energy_low_kwh, prediction.energy_high_kwh, energy_text),
        (prediction.co2_kg, prediction.co2_low_kg, prediction.co2_high_kg, co2_text),
    ):
        if value is not None and low is not None and high is not None:
            parts.append(_ranged(text(value), text(low), text(high)))
    return f"at {done} of the samples, the whole run is expected to take {'; '.join(parts)}"


def duration_text(seconds: Decimal) -> str:
    """2 h 5 min, 42 min 3 s, 12.3 s, 0.004 s."""
    if seconds < 1:
        return f"{round(seconds, 3).normalize():f} s"
    if round(seconds, 1) < 60:
        return f"{seconds:.1f} s"
    whole = int(seconds.to_integral_value())
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def energy_text(kwh: Decimal) -> str:
    """In kWh, Wh or J, to four digits."""
    value, unit = (kwh, "kWh") if kwh >= 1 else (kwh * 1000, "Wh") if kwh * 1000 >= 1 else (kwh * J_PER_KWH, "J")
    return f"{HOUSE.up_to_significant(value, 4)} {unit}"


def co2_text(kg: Decimal) -> str:
    """In kg or g, to three digits."""
    value, unit = (kg, "kg") if kg >= 1 else (kg * 1000, "g")
    return f"{HOUSE.up_to_significant(value, 3)} {unit} CO2e"


def _device(device: Device) -> str:
    if device.energy_kwh is None:
        return f"{device.name}: {NOT_MEASURED}"
    method = device.method if device.basis != ESTIMATE else f"{device.method}, not a measurement"
    text = f"{device.name}: {energy_text(device.energy_kwh)}"
    if device.low_kwh is not None and device.high_kwh is not None:
        text = _ranged(text, energy_text(device.low_kwh), energy_text(device.high_kwh))
    return f"{text} [{method}]"


def _ranged(value: str, low: str, high: str) -> str:
    return value if low == high else f"{value} ({low} to {high})"


def _hindsight(prediction: Prediction, record: Record) -> str:
    if prediction.ended_early:
        return (
            f"ended early by its own progress, after {HOUSE.whole(prediction.done_samples or Decimal(0))} of "
            f"{HOUSE.whole(prediction.total_samples)} samples: what was predicted is of the whole"
        )
    parts: Sequence[str] = [
        f"{duration_text(prediction.duration_s)}, took {duration_text(record.duration_s or Decimal(0))}"
    ]
    if prediction.energy_kwh is not None and record.energy_kwh is not None:
        parts = [*parts, f"{energy_text(prediction.energy_kwh)}, drew {energy_text(record.energy_kwh)}"]
    done = f"{prediction.samples / prediction.total_samples * 100:.0f} %"
    return f"predicted at {done}: {'; '.join(parts)}"
