"""perun's CSV export: a row per sample of a sensor, in W after perun has made power of energy."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from reportgen.energy.importers.bounded import bounded, least
from reportgen.energy.importers.cells import (
    MOST_RECORDS,
    NO_ENERGY,
    Stages,
    admit,
    is_missing,
    measured,
    shown_name,
    times,
)
from reportgen.energy.importers.curves import NO_POWER
from reportgen.energy.importers.rising_counter import RisingCounter, odd_readings
from reportgen.energy.importers.sampled import sampled_device, total_kwh
from reportgen.energy.importers.tool_table import ToolTable, header_of
from reportgen.energy.power import Integral
from reportgen.energy.record import Device, Record, RecordedStage
from reportgen.files.source import Source
from reportgen.files.table import Row
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
    counter: RisingCounter = field(default_factory=RisingCounter)  # in J
    hole: bool = False  # its last sample was not read


@dataclass
class _Round:
    sensors: dict[tuple[str, str, str], _Sensor] = field(default_factory=dict)
    hosts: dict[str, int] = field(default_factory=dict)
    last_s: Decimal = Decimal(0)


@dataclass(frozen=True)
class _Sample:
    """A row; value: in W or J, None where there is none."""

    time_s: Decimal
    unit: str
    value: Decimal | None


def is_csv(source: Source) -> bool:
    names = header_of(source, _COLUMNS.__contains__)
    return tuple(names[1:]) == _COLUMNS and not names[0]


def csv_records(source: Source) -> list[Record]:
    """One record: the file holds one run of perun, and its "run id" counts the rounds of it."""
    rounds: dict[str, _Round] = {}
    table = ToolTable(source, ("magnitude", "timestep", "value").__contains__)
    known_lost = 0

    with working_precision():
        for row, sample in table.read(lambda _: _COLUMNS, lambda row: _sample(table, row)):
            if row.cells["run id"] not in rounds:
                admit(source, row.line, rounds)
            one = rounds.setdefault(row.cells["run id"], _Round())
            if table.lost.count > known_lost:  # whose sample it was nobody knows
                known_lost = table.lost.count
                for sensor in one.sensors.values():
                    sensor.hole = True
            _take(table, one, row, sample)
            if len(one.sensors) > MOST_RECORDS:
                source.refuse(row.line, f"more than {MOST_RECORDS:,} sensors", "is this perun's CSV?")
        if not rounds and not table.lost.count:
            source.refuse(None, "there is no sample in the file", "perun export perun_results/APP.hdf5 csv")
        return bounded([_record(rounds)] if rounds else [], table.lost, table.sound)


def _sample(table: ToolTable, row: Row) -> _Sample:
    time_s = table.duration(row, "timestep")
    unit = row.cells["unit"]
    if unit not in ("W", "J") or is_missing(row.cells["value"]):
        return _Sample(time_s, unit, None)
    return _Sample(time_s, unit, table.number(row, "value") * table.number(row, "magnitude"))


def _take(table: ToolTable, one: _Round, row: Row, sample: _Sample) -> None:
    one.last_s = max(one.last_s, sample.time_s)
    if sample.unit not in ("W", "J"):
        return
    host, group, name = row.cells["hostname"], row.cells["device_group"], row.cells["sensor"]
    one.hosts.setdefault(host, len(one.hosts))
    kind = group if group in ("cpu", "gpu", "ram") else "other"
    sensor = one.sensors.setdefault((host, group, name), _Sensor(shown_name(name, kind), kind, sample.unit))
    if sample.unit != sensor.unit:
        table.lose(row, f"the unit is {sample.unit}, above it was {sensor.unit}")
    elif sample.value is None:
        sensor.hole = True
    elif sample.unit == "J":
        sensor.counter.add(sample.value)
    elif sensor.power.last_s is not None and sample.time_s < sensor.power.last_s:
        table.lose(row, "the time goes back")
    elif sensor.hole:
        sensor.power.interrupt(NO_POWER, sample.time_s, sample.value)
        sensor.hole = False
    else:
        sensor.power.add(sample.time_s, sample.value)


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
    holes = sum(len(sensor.power.gaps) for one in rounds.values() for sensor in one.sensors.values())
    if energy_kwh is None:
        warnings.append(NO_ENERGY)
    counters = [sensor.counter for one in rounds.values() for sensor in one.sensors.values()]
    if resets := sum(counter.resets for counter in counters):
        warnings.append(f"an energy counter wrapped round {times(resets)}: what was drawn across it is in no sum")
    if odd := sum(counter.odd for counter in counters):
        warnings.append(odd_readings(odd))
    if holes:
        warnings.append(f"samples of power are missing {times(holes)}: what was drawn meanwhile is in no sum")
    record = Record(
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
    return least(record, (), is_lost=holes > 0)


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
        return Device(name, sensor.kind, measured(sensor.counter.energy / J_PER_KWH), method=message("energy counter"))
    return sampled_device(name, sensor.kind, sensor.power)
