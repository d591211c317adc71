"""The lines of `reportgen import` about records, for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.energy.overlap import overlaps
from reportgen.energy.record import MEASURED, Device, Record
from reportgen.precision import working_precision
from reportgen.words.counted import so_many
from reportgen.words.numbers import HOUSE, scale_for, scaled

# So many fill a screen; all of them stand in the JSON.
_MOST_DEVICES = 16
_MOST_RECORDS = 20


def record_lines(placed: Sequence[tuple[str, Record]]) -> list[str]:
    """What was understood of records, each beside the file that it is from: the first ones, and all together."""
    shown = placed[:_MOST_RECORDS] if len(placed) > _MOST_RECORDS + 1 else placed
    lines = []
    for file, record in shown:
        lines.append(f"{file}: {record.tool}{f' {record.tool_version}' if record.tool_version else ''}")
        lines += [f"  {name:<10} {text}" for name, text in _lines(record)]
    if len(shown) < len(placed):
        more = so_many(len(placed) - len(shown), "# more record", "# more records")
        lines.append(f"{more} (--json has all of them)")
    return [*lines, *_together([record for _, record in placed])]


def _lines(record: Record) -> list[tuple[str, str]]:
    """What the record says, for a person."""
    least = "at least " if record.at_least and record.energy_kwh is not None else ""
    lines = [("energy", least + _firm(record.energy_kwh, record.basis))]
    if record.low_kwh is not None and record.high_kwh is not None:
        sampling = "by sampling and the rows that were lost" if _has_lost(record) else "by sampling alone"
        why = sampling if record.basis == MEASURED else "of the estimate"
        lines.append(("range", f"{_energy(record.low_kwh)} to {_energy(record.high_kwh)}, {why}"))
    if record.corrected_kwh is not None:
        lines.append(("corrected", least + _energy(record.corrected_kwh)))
    lines += [("device", text) for text in _devices(record.devices)]
    duration = "not known" if record.duration_s is None else f"{HOUSE.significant(record.duration_s, 4)} s"
    lines.append(("duration", duration))
    if record.started_at is not None:
        zone = "" if record.zone_known else " (no zone)"
        lines.append(("started", f"{record.started_at.isoformat(sep=' ', timespec='seconds')}{zone}"))
    lines.append(("PUE", _pue(record.pue_included)))
    if record.intensity_kg_per_kwh is not None:
        lines.append(("intensity", f"{HOUSE.significant(record.intensity_kg_per_kwh)} kgCO2e/kWh, as the tool took it"))
    if record.stages:
        lines.append(
            ("stages", ", ".join(it.name for it in record.stages[:6]) + (", …" if len(record.stages) > 6 else ""))
        )
    return lines


def _devices(devices: Sequence[Device]) -> Iterator[str]:
    """The first devices, and what the others drew together."""
    others = devices[_MOST_DEVICES:]
    for it in devices if len(others) < 2 else devices[:_MOST_DEVICES]:
        yield f"{it.name}: {_firm(it.energy_kwh, it.basis)}"
    if len(others) > 1:
        known = [it.energy_kwh for it in others if it.energy_kwh is not None]
        silent = len(others) - len(known)
        text = f"{len(others):,} more: {_energy(_sum(known))}"
        yield text + (f" ({silent:,} of them not measured)" if known and silent else "")


def _together(records: Sequence[Record]) -> Iterator[str]:
    """What several records say together, without those that speak of what another one holds."""
    left_out = {it.second for it in overlaps(records) if it.sure}
    counted = [it for place, it in enumerate(records) if place not in left_out and it.best_kwh is not None]
    if len(records) > 1 and counted:
        least = "at least " if any(it.at_least for it in counted) else ""
        energy = _energy(_sum([it.best_kwh for it in counted if it.best_kwh is not None]))
        yield f"together: {least}{energy}, of {len(counted):,} of {len(records):,} records"


def _sum(energies_kwh: Sequence[Decimal]) -> Decimal | None:
    """Their sum; None of none."""
    with working_precision():
        return sum(energies_kwh, Decimal(0)) if energies_kwh else None


def _has_lost(record: Record) -> bool:
    """Whether the upper end of the range holds more than sampling can have missed."""
    bound, high, energy = record.sampling_bound_kwh, record.high_kwh, record.energy_kwh
    return bound is not None and high is not None and energy is not None and high - energy > bound * Decimal("1.000001")


def _firm(energy_kwh: Decimal | None, basis: str) -> str:
    """An energy with its basis; what was not measured has none."""
    return _energy(energy_kwh) + (f", {basis}" if energy_kwh is not None else "")


def _energy(energy_kwh: Decimal | None) -> str:
    if energy_kwh is None:
        return "not measured"
    unit, size = scale_for("kWh", [energy_kwh])
    return f"{HOUSE.significant(scaled(energy_kwh, size))} {unit}"


def _pue(pue: Decimal | None) -> str:
    if pue is None:
        return "not known whether one is in the energy"
    return "none in the energy" if pue == 1 else f"{pue:f} in the energy"
