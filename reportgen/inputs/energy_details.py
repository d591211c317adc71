"""Leaves of what a tool's record says beside its energy: devices, stages, sampling, gaps, the tool's own grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportgen.energy.record import ESTIMATE, MEASURED, Device, Prediction, Record
from reportgen.inputs.energy import FileRecord
from reportgen.inputs.leaves import Leaves
from reportgen.words.message import message

MOST_PARTS = 60  # devices, and stages, of a record; the record that is attached has them all


def detail_leaves(leaves: Leaves, files: Sequence[FileRecord]) -> None:
    """Add the leaves of each record whose energy is in the sum. No figure of the run rests on them."""
    for file in files:
        energy = leaves.ledger[file.key]
        if energy.value is None or energy.layer != "manifest":
            continue
        end = file.key.partition(".")[2]
        common = {"basis": file.record.basis, "sources": energy.sources[:1]}
        _of_record(leaves, end, file.record, file.part_of or file.record, common)
        for number, device in enumerate(file.record.devices[:MOST_PARTS], start=1):
            _of_device(leaves, f"{end}_{number}", device, common)
        for number, stage in enumerate(file.record.stages[:MOST_PARTS], start=1):
            if stage.energy_kwh is not None:
                label = message("Energy of the stage {stage}", stage=stage.name)
                leaves.stated(f"stage_energy.{end}_{number}", stage.energy_kwh, label=label, **common)


def _of_record(leaves: Leaves, end: str, record: Record, whole: Record, common: dict[str, Any]) -> None:
    for key, value in (
        ("record_duration", record.duration_s),
        ("sampling_interval", record.interval_s),
        ("record_gaps", record.gaps_s),
        ("tool_intensity", record.intensity_kg_per_kwh),
    ):
        if value is not None:
            leaves.stated(f"{key}.{end}", value, **common)
    if record.prediction is not None:
        _of_prediction(leaves, end, record.prediction, common)
        if whole.energy_kwh is not None:
            leaves.stated(f"recorded_energy.{end}", whole.energy_kwh, **common)
    if record.corrected_kwh is not None and record.energy_kwh is not None:
        leaves.stated(f"reported_energy.{end}", record.energy_kwh, **common)
    if record.sampling_bound_kwh is not None:
        leaves.stated(f"sampling_bound.{end}", record.sampling_bound_kwh, **common)


def _of_prediction(leaves: Leaves, end: str, told: Prediction, common: dict[str, Any]) -> None:
    own = {**common, "basis": ESTIMATE}
    leaves.stated(f"predicted_at.{end}", told.at_s, **{**common, "basis": MEASURED})
    if told.done_samples is not None:
        leaves.stated(f"predicted_samples.{end}", told.total_samples, **common)
        leaves.stated(f"done_samples.{end}", told.done_samples, **{**common, "basis": MEASURED})
    for key, value, low, high in (
        ("predicted_duration", told.duration_s, told.duration_low_s, told.duration_high_s),
        ("predicted_energy", told.energy_kwh, told.energy_low_kwh, told.energy_high_kwh),
        ("predicted_co2", told.co2_kg, told.co2_low_kg, told.co2_high_kg),
    ):
        if value is not None:
            leaves.stated(f"{key}.{end}", value, low=low, high=high, **own)


def _of_device(leaves: Leaves, end: str, device: Device, common: dict[str, Any]) -> None:
    own = {**common, "basis": device.basis}
    if device.energy_kwh is not None:
        label = message("Energy of {device}", device=device.name)
        leaves.stated(f"device_energy.{end}", device.energy_kwh, label=label, **own)
    if device.peak_w is not None:
        label = message("Peak power of {device}", device=device.name)
        leaves.stated(f"device_peak.{end}", device.peak_w, label=label, **own)


def equivalence_leaves(leaves: Leaves) -> None:
    """Add the everyday emissions that what filtering emitted is held against."""
    from reportgen.factors.equivalences import equivalences

    for row in equivalences():
        key, value = (f"{row.activity}_kwh", row.kwh) if row.kg is None else (f"{row.activity}_co2", row.kg)
        leaves.give(key, value, basis="literature", layer="built-in", sources=(row.source,))
