"""perun's exports: its tree as JSON, its samples as CSV and its benchmark list; one record per run id.

perun multiplies the energy of a round by the PUE, that of hosts and devices not: the latter is what is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from reportgen.energy.importers.bounded import bounded
from reportgen.energy.importers.cells import (
    MOST_STAGES,
    NO_ENERGY,
    Stages,
    admit,
    bounded_s,
    later,
    measured,
    shown_name,
)
from reportgen.energy.importers.json_file import decimal, entry, json_value
from reportgen.energy.importers.perun_bench import bench_records, is_bench
from reportgen.energy.importers.perun_csv import csv_records, is_csv
from reportgen.energy.record import ESTIMATE, MEASURED, Device, Record, RecordedStage
from reportgen.files.losses import Losses
from reportgen.files.number import number_in
from reportgen.files.source import Source
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.problems import InputError, excerpt
from reportgen.words.message import message

TOOL = "perun"

_TREE = re.compile(r'\s*\{\s*"id":.{0,1000}?"type":\s*1,\s*"metadata":\s*\{\s*"creation_dt":', re.DOTALL)
_KINDS = {"cpu": "cpu", "gpu": "gpu", "ram": "ram"}
_OVERHEAD = "a constant power overhead that the user named is in it: that part is an estimate"


@dataclass(frozen=True)
class _Setting:
    """What the run was told: version, PUE, emission factor in kg/kWh, power overhead in W, when it began."""

    version: str | None
    pue: Decimal | None
    intensity: Decimal | None
    overhead_w: Decimal | None
    started_at: datetime | None


@dataclass(frozen=True)
class _Round:
    """One round of a run; joules: with PUE, as perun wrote it."""

    name: str
    devices: list[Device]
    joules: Decimal | None
    duration_s: Decimal | None
    regions: list[RecordedStage]


def identify(source: Source) -> bool:
    return is_csv(source) or is_bench(source) or _TREE.match(source.head) is not None


def extract(source: Source) -> list[Record]:
    """One record per run, its rounds as stages, without PUE; a benchmark list does not say which PUE is in it."""
    if is_csv(source):
        return csv_records(source)
    value = json_value(source, dropped=("raw_data", "alt_values"))
    lost = Losses()
    with working_precision():
        records = bench_records(source, value, lost) if isinstance(value, list) else _tree(source, value, lost)
    if lost.count and not any(record.energy_kwh for record in records):
        lost.refuse()
    if not records:
        source.refuse(None, "there is no run in the file", "perun export perun_results/APP.hdf5 json")
    return bounded(records, lost, sum(max(1, len(record.devices)) for record in records))


def _tree(source: Source, tree: Any, lost: Losses) -> list[Record]:
    records: list[Record] = []
    for _, path, run in _children(source, tree, "$"):
        admit(source, None, records)
        setting = _setting(source, run, path)
        rounds = []
        for key, place, node in _children(source, run, path):
            try:
                rounds.append(_round(source, node, place, key, setting, lost))
            except InputError as error:
                lost.take(error)
        records.append(_record(setting, rounds))
    return records


def _children(source: Source, node: Any, path: str) -> list[tuple[str, str, dict[str, Any]]]:
    """The nodes below a node, each with its key and its path; perun writes them as a map in a list of one."""
    children = _nodes(source, node, path)
    places = [f"{path}.nodes.{excerpt(key)}" for key in children]
    return [(key, place, entry(source, children[key], place)) for key, place in zip(children, places, strict=True)]


def _hosts(source: Source, node: Any, path: str) -> list[tuple[str, dict[str, Any]]]:
    """The hosts of a round, each with its path, in which it is a number: the host's name is carried nowhere."""
    places = ((f"{path}.nodes[{number}]", host) for number, host in enumerate(_nodes(source, node, path).values()))
    return [(place, entry(source, host, place)) for place, host in places]


def _nodes(source: Source, node: Any, path: str) -> dict[str, Any]:
    nodes = entry(source, node, path).get("nodes")
    if isinstance(nodes, list):
        nodes = nodes[0] if nodes else {}
    return entry(source, {"nodes": nodes}, path, "nodes")


def _setting(source: Source, run: dict[str, Any], path: str) -> _Setting:
    metadata = entry(source, run, path, "metadata")

    def value(key: str) -> Decimal | None:
        text = metadata.get(f"post-processing.{key}")
        number = number_in(text) if isinstance(text, str) else None
        return number if number is not None and number >= 0 else None

    factor = value("emissions_factor")
    version = metadata.get("perun_version")
    try:
        started_at = datetime.fromisoformat(str(metadata.get("execution_dt")))
    except ValueError:
        started_at = None
    return _Setting(
        (shown_name(version, "") or None) if isinstance(version, str) else None,
        value("pue"),
        None if factor is None else factor / 1000,
        value("power_overhead"),
        started_at,
    )


def _round(source: Source, node: dict[str, Any], path: str, name: str, setting: _Setting, lost: Losses) -> _Round:
    hosts = _hosts(source, node, path)
    devices: list[Device] = []
    for index, (place, host) in enumerate(hosts):
        devices += _devices(source, host, place, index if len(hosts) > 1 else None, setting, lost)
    joules = None if devices else _metric(source, node, path, "energy", "J")
    regions = [
        _region(source, entry(source, node, path, "regions", region), f"{path}.regions.{excerpt(region)}", region)
        for region in islice(entry(source, node, path, "regions"), MOST_STAGES)
    ]
    runtime_s = _metric(source, node, path, "runtime", "s")
    if runtime_s is not None:
        bounded_s(source, None, runtime_s, f"{path}.metrics.runtime")
    return _Round(shown_name(name, "?"), devices, joules, runtime_s, regions)


def _record(setting: _Setting, rounds: list[_Round]) -> Record:
    devices: dict[str, Device] = {}
    stages = Stages()
    for one in rounds:
        energy_kwh = measured(sum((device.energy_kwh or Decimal(0) for device in one.devices), Decimal(0)))
        stages.add(RecordedStage(f"round {one.name}", energy_kwh, one.duration_s))
        for region in one.regions:
            stages.add(region)
        for device in one.devices:
            so_far = devices.get(device.name)
            energy_kwh = measured((device.energy_kwh or Decimal(0)) + ((so_far and so_far.energy_kwh) or Decimal(0)))
            devices[device.name] = replace(device, energy_kwh=energy_kwh)
    # Added up from the devices: a host's energy holds exactly them, that of a round the PUE as well.
    energy_kwh = measured(sum((device.energy_kwh or Decimal(0) for device in devices.values()), Decimal(0)))
    pue_included: Decimal | None = Decimal(1)
    if not devices:
        joules = sum((one.joules or Decimal(0) for one in rounds), Decimal(0))
        energy_kwh = measured(joules / J_PER_KWH / (setting.pue or 1))
        pue_included = Decimal(1) if setting.pue else None
    durations = [one.duration_s for one in rounds if one.duration_s is not None]
    duration_s = measured(sum(durations, Decimal(0))) if len(durations) == len(rounds) else None
    estimated = any(device.basis == ESTIMATE for device in devices.values())
    warnings = (NO_ENERGY,) if energy_kwh is None else ()
    return Record(
        TOOL,
        energy_kwh,
        pue_included=pue_included,
        tool_version=setting.version,
        duration_s=duration_s,
        devices=tuple(devices.values()),
        basis=ESTIMATE if estimated else MEASURED,
        intensity_kg_per_kwh=setting.intensity,
        warnings=(*warnings, *((_OVERHEAD,) if estimated else ()), *stages.warnings),
        started_at=setting.started_at,
        ended_at=None if duration_s is None else later(setting.started_at, duration_s),
        zone_known=setting.started_at is not None and setting.started_at.tzinfo is not None,
        stages=tuple(stages.kept),
        method=message("power or energy of each sensor, integrated by perun"),
    )


def _devices(
    source: Source, host: dict[str, Any], path: str, index: int | None, setting: _Setting, lost: Losses
) -> Iterator[Device]:
    """The sensors with energy that perun counts: those of groups that have energy themselves."""
    node = "" if index is None else f" of node {index}"
    measured_any = False
    for _, place, group in _children(source, host, path):
        if not entry(source, group, place, "metrics", "energy"):
            continue
        for sensor_id, sensor_place, sensor in _children(source, group, place):
            try:
                joules = _metric(source, sensor, sensor_place, "energy", "J")
            except InputError as error:
                lost.take(error)
                continue
            if joules is None:
                continue
            measured_any = True
            kind = _KINDS.get(str(sensor.get("deviceType")), "other")
            yield Device(
                f"{shown_name(sensor_id, kind)}{node}", kind, measured(joules / J_PER_KWH), method=message("sensor")
            )
    runtime_s = _metric(source, host, path, "runtime", "s")
    if setting.overhead_w and measured_any and runtime_s is not None:
        energy_kwh = measured(setting.overhead_w * runtime_s / J_PER_KWH)
        yield Device(
            f"power overhead{node}", "other", energy_kwh, ESTIMATE, message("constant power, as stated by the user")
        )


def _region(source: Source, region: dict[str, Any], path: str, name: str) -> RecordedStage:
    """A function that was watched: how long it took on average; its power is that of the whole machine."""
    metrics = region.get("metrics")
    runtime = next(
        (it for it in metrics if isinstance(it, dict) and it.get("type") == "runtime")
        if isinstance(metrics, list)
        else iter(()),
        None,
    )
    duration_s = None if runtime is None else decimal(source, runtime.get("mean"), f"{path}.runtime.mean")
    return RecordedStage(shown_name(name, "?"), None, duration_s)


def _metric(source: Source, node: dict[str, Any], path: str, name: str, unit: str) -> Decimal | None:
    metric = entry(source, node, path, "metrics", name)
    if not metric:
        return None
    place = f"{path}.metrics.{name}"
    described = entry(source, metric, place, "metric_md")
    if described.get("unit") != unit:
        source.refuse(
            None, f"{place} is in '{excerpt(str(described.get('unit')))}', not in {unit}", "which perun is it?"
        )
    return decimal(source, metric.get("value"), f"{place}.value") * decimal(
        source, described.get("mag"), f"{place}.mag"
    )
