"""BoAmps reports (the data model of Boavizta), as JSON or flat CSV: a record per measure of the task."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from reportgen.energy.importers.boamps_csv import is_csv, reports_in
from reportgen.energy.importers.bounded import bounded
from reportgen.energy.importers.cells import (
    NO_ENERGY,
    admit,
    bounded_s,
    later,
    measured,
    moment,
    number,
    shown_name,
    shown_value,
    unreadable_time,
)
from reportgen.energy.importers.json_file import text_of
from reportgen.energy.record import ESTIMATE, MEASURED, Device, Record
from reportgen.files.losses import Losses
from reportgen.files.nodes import Node, Reading
from reportgen.files.read_json import read_json
from reportgen.files.source import Source
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.problems import InputError, excerpt
from reportgen.words.message import message

TOOL = "boamps"

# Versions of the model before the unit was fixed to kWh had a field for it.
_J = {
    "mWh": Decimal("3.6"),
    "Wh": Decimal(3_600),
    "kWh": J_PER_KWH,
    "MWh": 1_000 * J_PER_KWH,
    "GWh": 1_000_000 * J_PER_KWH,
    "kJoule": Decimal(1_000),
    "MJoule": Decimal(1_000_000),
    "GJoule": Decimal(1_000_000_000),
}
_KINDS = ("gpu", "cpu", "ram")
_MOST_GPUS = 256  # that are named one by one
_COUNT = re.compile(r"[0-9]+ x (.+)")
_PUE = "BoAmps has no field for the PUE: whether one is in the figure is unknown"
_SEVERAL = "the report holds {} measures of one task: where they are of the same devices they are the same energy again"


def identify(source: Source) -> bool:
    head = source.head
    return is_csv(source) or (head.lstrip().startswith("{") and '"measures"' in head and '"powerConsumption"' in head)


def extract(source: Source) -> list[Record]:
    """One record per measure; what each of the components drew is not in the report."""
    with working_precision():
        return _of_csv(source) if is_csv(source) else _of_json(source)


def _of_json(source: Source) -> list[Record]:
    reading = Reading(text_of(source), source.name)
    root = read_json(reading)
    reading.finish()
    if root is None:
        source.refuse(None, "the file is empty", "name the report")
    return _records(source, root)


def _of_csv(source: Source) -> list[Record]:
    lost, records, rows = Losses(), list[Record](), 0
    for root in reports_in(source, lost):
        admit(source, root.line, records)
        try:
            records += _records(source, root)
            rows += 1
        except InputError as error:
            lost.take(error)
    if not records and not lost.count:
        source.refuse(None, "there is no report below the header", "name the file of the reports")
    return bounded(records, lost, rows, "no report that can be read")


def _records(source: Source, root: Node) -> list[Record]:
    measures = _at(root, "measures")
    if measures is None or not isinstance(measures.value, tuple) or not measures.value:
        line = root.line if measures is None else measures.line
        source.refuse(line, "there is no list of measures in the report", "is this a BoAmps report?")
    records: list[Record] = []
    lost = Losses()
    for measure in measures.value:
        admit(source, measure.line, records)
        try:
            records.append(_record(source, root, measure, len(measures.value)))
        except InputError as error:
            lost.take(error)
    return bounded(records, lost, len(records))


def _record(source: Source, root: Node, measure: Node, measures: int) -> Record:
    method = _text(measure, "measurementMethod")
    energy_kwh = _energy_kwh(source, measure)
    duration_s = _number(source, measure, "measurementDuration")
    if duration_s is not None:
        bounded_s(source, _line(measure, "measurementDuration"), duration_s, "measurementDuration")
    warnings = [_PUE]
    intensity = _beside(source, _at(root, "environment"), "powerSourceCarbonIntensity", warnings)
    devices = tuple(_devices(source, root, measure, method, warnings))
    began, ended, zone_known = _times(measure, method, duration_s)
    at = _at(measure, "measurementDateTime")
    if at is not None:
        warnings += unreadable_time(at.line, shown_value(at.value), began or ended)
    if measures > 1:
        warnings.append(_SEVERAL.format(measures))
    if energy_kwh is None:
        warnings.append(NO_ENERGY)
    measured_all = bool(devices) and all(device.basis == MEASURED for device in devices)
    return Record(
        TOOL,
        energy_kwh,
        pue_included=None,
        tool_version=_text(_at(root, "header"), "formatVersion") or None,
        duration_s=None if duration_s is None else measured(duration_s),
        devices=devices,
        basis=MEASURED if measured_all or "wattmeter" in method.lower() else ESTIMATE,
        intensity_kg_per_kwh=None if intensity is None else measured(intensity / 1000),
        warnings=tuple(warnings),
        started_at=began,
        ended_at=ended,
        zone_known=zone_known,
        method=message("as measured by {tool}", tool=f"{shown_name(method, '?')} {_text(measure, 'version')}".strip()),
    )


def _energy_kwh(source: Source, measure: Node) -> Decimal | None:
    energy = _number(source, measure, "powerConsumption")
    unit = _text(measure, "unit") or "kWh"
    if unit not in _J:
        source.refuse(
            _line(measure, "unit"), f"the unit '{excerpt(unit)}' is not known here", f"known: {', '.join(_J)}"
        )
    return None if energy is None else measured(energy * _J[unit] / J_PER_KWH)


def _devices(source: Source, root: Node, measure: Node, method: str, warnings: list[str]) -> Iterator[Device]:
    components = _at(_at(root, "infrastructure"), "components")
    if components is None or not isinstance(components.value, tuple):
        return
    for component in components.value:
        name, word = _text(component, "componentName"), _text(component, "componentType").lower()
        kind = next((kind for kind in _KINDS if kind in (word, name.lower())), "other")
        parts = [_text(component, key) for key in ("manufacturer", "family", "series")]
        counted = _COUNT.fullmatch(name)
        name = counted.group(1) if counted else " ".join(filter(None, parts)) if name.lower() in ("", kind) else name
        shown = shown_name(name, kind.upper())
        basis = _basis(kind, measure, method)
        count = _beside(source, component, "nbComponent", warnings) or Decimal(1)
        if kind == "gpu" and 1 < count <= _MOST_GPUS:
            yield from (Device(f"{shown} {index}", kind, None, basis) for index in range(int(count)))
        else:
            yield Device(shown, kind, None, basis)


def _basis(kind: str, measure: Node, method: str) -> str:
    """Measured where the report says so: by a wattmeter, or a counter of the CPU or GPU; memory is always a model."""
    cpu, gpu = _text(measure, "cpuTrackingMode").lower(), _text(measure, "gpuTrackingMode").lower()
    read = (kind == "cpu" and "rapl" in cpu) or (kind == "gpu" and "nvml" in gpu) or "wattmeter" in method.lower()
    return MEASURED if read else ESTIMATE


def _times(measure: Node, method: str, duration_s: Decimal | None) -> tuple[datetime | None, datetime | None, bool]:
    """Beginning, end and whether the zone is known; CodeCarbon writes the end where the beginning is asked for."""
    node = _at(measure, "measurementDateTime")
    if node is None:
        return None, None, False
    if node.kind == "number" and isinstance(node.value, Decimal):  # of old versions: seconds since 1970
        at: datetime | None = moment(node.value)
    else:
        try:
            at = datetime.fromisoformat(str(node.value))
        except ValueError:
            at = None
    zone_known = at is not None and at.tzinfo is not None
    if duration_s is None:
        return at, None, zone_known
    if method.lower() == "codecarbon":
        return later(at, -duration_s), at, zone_known
    return at, later(at, duration_s), zone_known


def _at(node: Node | None, key: str) -> Node | None:
    """What a map holds under the key; None where it is no map, or has not got it, or holds null."""
    entries = None if node is None else node.value
    found = entries.get(key) if isinstance(entries, dict) else None
    return None if found is None or found.kind == "null" else found


def _line(node: Node, key: str) -> int | None:
    found = _at(node, key)
    return node.line if found is None else found.line


def _text(node: Node | None, key: str) -> str:
    found = _at(node, key)
    return shown_name(found.value, "") if found is not None and isinstance(found.value, str) else ""


def _number(source: Source, node: Node | None, key: str) -> Decimal | None:
    """The number under the key, also where a form wrote it as text; None where it is missing or blank."""
    found = _at(node, key)
    if found is None or found.value == "":
        return None
    if not isinstance(found.value, Decimal | str):
        source.refuse(found.line, f"{key} is no number", "is this a BoAmps report?")
    return number(source, found.line, str(found.value), key)


def _beside(source: Source, node: Node | None, key: str, warnings: list[str]) -> Decimal | None:
    """The number under the key, which is no energy: one that cannot be read is unknown, and said."""
    try:
        return _number(source, node, key)
    except InputError as error:
        warnings += [f"{problem.message}: it is left out" for problem in error.problems]
        return None
