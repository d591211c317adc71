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

from reportgen.energy.importers.cells import MOST_STAGES, NO_ENERGY, Stages, admit, later, measured, shown_name
from reportgen.energy.importers.json_file import decimal, entry, json_value
from reportgen.energy.importers.perun_csv import csv_records, is_csv
from reportgen.energy.record import ESTIMATE, MEASURED, Device, Record, RecordedStage
from reportgen.files.source import Source
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.problems import excerpt
from reportgen.words.message import message

TOOL = "perun"

_TREE = re.compile(r'\s*\{\s*"id":.{0,1000}?"type":\s*1,\s*"metadata":\s*\{\s*"creation_dt":', re.DOTALL)
_BENCH = re.compile(r'\s*\[\s*\{\s*"name":\s*"[^"]* - [A-Z_]+",\s*"unit":')
_BENCH_ENERGY = re.compile(r'"name":\s*"[^"]* - ENERGY"')
_MAGNITUDES = {"p": -12, "n": -9, "µ": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12}
_KINDS = {"cpu": "cpu", "gpu": "gpu", "ram": "ram"}
_OVERHEAD = "a constant power overhead that the user named is in it: that part is an estimate"
_BENCH_MEAN = (
    "the benchmark list holds the mean over the rounds of a run, and does not say which PUE was multiplied in: "
    "`perun export` to json says both"
)


@dataclass(frozen=True)
class _Setting:
    """What the run was told: version, PUE, emission factor in kg/kWh, power overhead in W, when it began."""

    version: str | None
    pue: Decimal | None
    intensity: Decimal | None
    overhead_w: Decimal
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
    head = source.head
    return is_csv(source) or bool(_TREE.match(head) or (_BENCH.match(head) and _BENCH_ENERGY.search(head)))


def extract(source: Source) -> list[Record]:
    """One record per run, its rounds as stages, without PUE; a benchmark list does not say which PUE is in it."""
    if is_csv(source):
        return csv_records(source)
    value = json_value(source, dropped=("raw_data", "alt_values"))
    with working_precision():
        records = _bench(source, value) if isinstance(value, list) else _tree(source, value)
    if not records:
        source.refuse(None, "there is no run in the file", "perun export perun_results/APP.hdf5 json")
    return records


def _tree(source: Source, tree: Any) -> list[Record]:
    records: list[Record] = []
    for run_id, run in _children(source, tree, "$"):
        admit(source, None, records)
        path = f"$.nodes.{excerpt(run_id)}"
        rounds = [_round(source, node, f"{path}.nodes.{key}", key, run) for key, node in _children(source, run, path)]
        records.append(_record(_setting(source, run, path), rounds))
    return records


def _children(source: Source, node: Any, path: str) -> list[tuple[str, dict[str, Any]]]:
    """The nodes below a node; perun writes them as a map in a list of one."""
    nodes = entry(source, node, path).get("nodes")
    if isinstance(nodes, list):
        nodes = nodes[0] if nodes else {}
    children = entry(source, {"nodes": nodes}, path, "nodes")
    return [(key, entry(source, child, f"{path}.nodes.{excerpt(key)}")) for key, child in children.items()]


def _setting(source: Source, run: dict[str, Any], path: str) -> _Setting:
    metadata = entry(source, run, path, "metadata")

    def value(key: str) -> Decimal | None:
        text = metadata.get(f"post-processing.{key}")
        return Decimal(text) if isinstance(text, str) and re.fullmatch(r"[0-9]{1,20}(\.[0-9]{1,20})?", text) else None

    factor = value("emissions_factor")
    version = metadata.get("perun_version")
    try:
        started_at = datetime.fromisoformat(str(metadata.get("execution_dt")))
    except ValueError:
        started_at = None
    return _Setting(
        shown_name(version, "?") if isinstance(version, str) else None,
        value("pue"),
        None if factor is None else factor / 1000,
        value("power_overhead") or Decimal(0),
        started_at,
    )


def _round(source: Source, node: dict[str, Any], path: str, name: str, run: dict[str, Any]) -> _Round:
    setting = _setting(source, run, path)
    hosts = _children(source, node, path)
    devices: list[Device] = []
    for index, (host_name, host) in enumerate(hosts):
        devices += _devices(source, host, f"{path}.{host_name}", index if len(hosts) > 1 else None, setting)
    joules = _metric(source, node, path, "energy", "J")
    regions = [
        _region(source, entry(source, node, path, "regions", region), f"{path}.regions", region)
        for region in islice(entry(source, node, path, "regions"), MOST_STAGES)
    ]
    return _Round(shown_name(name, "?"), devices, joules, _metric(source, node, path, "runtime", "s"), regions)


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
    duration_s = measured(sum((one.duration_s or Decimal(0) for one in rounds), Decimal(0)))
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


def _devices(source: Source, host: dict[str, Any], path: str, index: int | None, setting: _Setting) -> Iterator[Device]:
    """The sensors with energy that perun counts: those of groups that have energy themselves."""
    node = "" if index is None else f" of node {index}"  # the host's name is carried nowhere
    measured_any = False
    for group_id, group in _children(source, host, path):
        place = f"{path}.{group_id}"
        if _metric(source, group, place, "energy", "J") is None:
            continue
        for sensor_id, sensor in _children(source, group, place):
            joules = _metric(source, sensor, f"{place}.{sensor_id}", "energy", "J")
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
            f"power overhead{node}", "other", energy_kwh, ESTIMATE, message("constant power, as the user named it")
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


def _bench(source: Source, values: list[Any]) -> list[Record]:
    """One record per entry of a run's energy, beside the entry of its run time."""
    found: dict[str, dict[str, Decimal]] = {}
    for index, item in enumerate(values):
        name = str(entry(source, item, f"$[{index}]").get("name"))
        run, _, metric = name.rpartition(" - ")
        if metric not in ("ENERGY", "RUNTIME"):
            continue
        unit = str(item.get("unit"))
        magnitude, base = unit[:-1], unit[-1:]
        if base != {"ENERGY": "J", "RUNTIME": "s"}[metric] or magnitude not in _MAGNITUDES:
            source.refuse(
                None, f"$[{index}].unit is '{excerpt(unit)}', which is not known here", "is the file damaged?"
            )
        value = decimal(source, item.get("value"), f"$[{index}].value").scaleb(_MAGNITUDES[magnitude])
        found.setdefault(run, {})[metric] = value
    return [_bench_record(metrics) for metrics in found.values() if "ENERGY" in metrics]


def _bench_record(metrics: dict[str, Decimal]) -> Record:
    energy_kwh = measured(metrics["ENERGY"] / J_PER_KWH)
    return Record(
        TOOL,
        energy_kwh,
        pue_included=None,
        duration_s=metrics.get("RUNTIME"),
        warnings=(_BENCH_MEAN,) if energy_kwh is not None else (_BENCH_MEAN, NO_ENERGY),
        method=message("energy of a round, integrated by perun"),
    )
