"""perun's CSV export: a row per sample of a sensor, in W after perun has made power of energy."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from reportgen.energy.importers.cells import MOST_RECORDS, NO_ENERGY, Stages, admit, measured, number, shown_name
from reportgen.energy.importers.sampled import sampled_device, total_kwh
from reportgen.energy.power import Integral
from reportgen.energy.record import Device, Record, RecordedStage
from reportgen.files.source import Source
from reportgen.files.table import Row, rows
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.words.message import message

_COLUMNS = ("run id", "hostname", "device_group", "sensor", "unit", "magnitude", "timestep", "value")
_NO_OVERHEAD = "the CSV holds the sensors alone: neither PUE nor a power overhead is in the figure"


@dataclass
class _Sensor:
    name: str
    kind: str
    unit: str
    power: Integral = field(default_factory=Integral)
    joules: Decimal = Decimal(0)
    counter_j: Decimal | None = None
    resets: int = 0


@dataclass
class _Round:
    sensors: dict[tuple[str, str, str], _Sensor] = field(default_factory=dict)
    hosts: dict[str, int] = field(default_factory=dict)
    last_s: Decimal = Decimal(0)


def is_csv(source: Source) -> bool:
    names = source.first_line.split(",")
    return tuple(name.strip() for name in names[1:]) == _COLUMNS and not names[0].strip()


def csv_records(source: Source) -> list[Record]:
    """One record: the file holds one run of perun, and its "run id" counts the rounds of it."""
    rounds: dict[str, _Round] = {}
    with working_precision():
        for row in rows(source, ","):
            if set(_COLUMNS) - set(row.cells):
                source.refuse(1, f"the header is not {','.join(_COLUMNS)}", "is this perun's CSV?")
            if row.cells["run id"] not in rounds:
                admit(source, row.line, rounds)
            _take(source, rounds.setdefault(row.cells["run id"], _Round()), row)
        if not rounds:
            source.refuse(None, "there is no sample in the file", "perun export perun_results/APP.hdf5 csv")
        return [_record(rounds)]


def _take(source: Source, one: _Round, row: Row) -> None:
    time_s = number(source, row.line, row.cells["timestep"], "timestep")
    one.last_s = max(one.last_s, time_s)
    unit = row.cells["unit"]
    if unit not in ("W", "J"):
        return
    magnitude = number(source, row.line, row.cells["magnitude"], "magnitude")
    value = number(source, row.line, row.cells["value"], "value") * magnitude
    host, group, name = row.cells["hostname"], row.cells["device_group"], row.cells["sensor"]
    one.hosts.setdefault(host, len(one.hosts))
    kind = group if group in ("cpu", "gpu", "ram") else "other"
    sensor = one.sensors.setdefault((host, group, name), _Sensor(shown_name(name, kind), kind, unit))
    if len(one.sensors) > MOST_RECORDS:
        source.refuse(row.line, f"more than {MOST_RECORDS:,} sensors", "is this perun's CSV?")
    if unit != sensor.unit:
        source.refuse(row.line, f"the unit is {unit}, above it was {sensor.unit}", "is the file damaged?")
    if unit == "W":
        try:
            sensor.power.add(time_s, value)
        except ValueError:
            source.refuse(row.line, "the time goes back", "is the file damaged?")
        return
    if sensor.counter_j is not None and value >= sensor.counter_j:
        sensor.joules += value - sensor.counter_j
    elif sensor.counter_j is not None:
        sensor.resets += 1
    sensor.counter_j = value


def _record(rounds: dict[str, _Round]) -> Record:
    devices: dict[str, Device] = {}
    stages = Stages()
    for name, one in rounds.items():
        found = [_device(one, host, sensor) for (host, _, _), sensor in one.sensors.items()]
        stages.add(RecordedStage(f"round {shown_name(name, '?')}", total_kwh(found)[0], measured(one.last_s)))
        for device in found:
            devices[device.name] = device if device.name not in devices else _together(devices[device.name], device)
    energy_kwh, low_kwh, high_kwh = total_kwh(tuple(devices.values()))
    warnings = [_NO_OVERHEAD]
    if energy_kwh is None:
        warnings.append(NO_ENERGY)
    if resets := sum(sensor.resets for one in rounds.values() for sensor in one.sensors.values()):
        warnings.append(f"an energy counter wrapped round {resets:,} times: what was drawn across it is in no sum")
    return Record(
        "perun",
        energy_kwh,
        duration_s=measured(sum((one.last_s for one in rounds.values()), Decimal(0))),
        devices=tuple(devices.values()),
        warnings=(*warnings, *stages.warnings),
        low_kwh=low_kwh,
        high_kwh=high_kwh,
        stages=tuple(stages.kept),
        method=message("sampled power"),
    )


def _together(one: Device, other: Device) -> Device:
    """The same device in two rounds; its power over time begins anew in each, so it is left out."""

    def both(first: Decimal | None, second: Decimal | None) -> Decimal | None:
        return second if first is None else first if second is None else first + second

    return replace(
        one,
        energy_kwh=both(one.energy_kwh, other.energy_kwh),
        low_kwh=both(one.low_kwh, other.low_kwh),
        high_kwh=both(one.high_kwh, other.high_kwh),
        power=None,
    )


def _device(one: _Round, host: str, sensor: _Sensor) -> Device:
    name = sensor.name if len(one.hosts) == 1 else f"{sensor.name} of node {one.hosts[host]}"
    if sensor.unit == "J":
        return Device(name, sensor.kind, measured(sensor.joules / J_PER_KWH), method=message("energy counter"))
    return sampled_device(name, sensor.kind, sensor.power)
