"""NVIDIA DCGM: what `dcgmi dmon` prints, and the Prometheus text of its exporter; one record per file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reportgen.energy.importers.cells import MOST_RECORDS, NO_ENERGY, measured, number, shown_name
from reportgen.energy.importers.dcgm_text import ENERGY, POWER, Series, series_in
from reportgen.energy.importers.sampled import sampled_device, total_kwh
from reportgen.energy.power import Integral
from reportgen.energy.record import Device, Identity, Record
from reportgen.files.source import Source
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.problems import excerpt
from reportgen.words.message import message

TOOL = "dcgm"

_HEADER = re.compile(r"#\s*Entity\s")
_METRIC = re.compile(rf"^\s*(?:{ENERGY}|{POWER})\{{", re.MULTILINE)
_MILLI = {"mJ": Decimal(1), "J": Decimal(1000), "uJ": Decimal("0.001"), "µJ": Decimal("0.001")}
_WATT = {"W": Decimal(1), "mW": Decimal("0.001")}
# What DCGM writes for "no value": blank, not found, not supported, not permitted; as int64 and as double.
_BLANKS = tuple(first + more for first in (2**63 - 16, 2**47) for more in range(16))
_NO_TIMES = (
    "power without times is no energy: record the energy counter too, with dcgmi dmon -e 155,156, "
    "or scrape the exporter before and after the run"
)
_ONE_SAMPLE = (
    "the energy counter counts since the driver was loaded, and this holds one sample of it: the run needs two"
)
_MIG = "under MIG the figure is that of the whole GPU, whoever else had a part of it"


@dataclass
class _Gpu:
    name: str
    identity: Identity
    counter_mj: Decimal | None = None
    energy_mj: Decimal = Decimal(0)
    counts: int = 0
    resets: int = 0
    power: Integral = field(default_factory=Integral)
    first_s: Decimal | None = None
    last_s: dict[str, Decimal] = field(default_factory=dict)  # by metric


def identify(source: Source) -> bool:
    return bool(_HEADER.match(source.first_line.lstrip()) or _METRIC.search(source.head))


def extract(source: Source) -> list[Record]:
    """One record: per GPU the energy counter from its first sample to its last, else power where it has times."""
    dmon = bool(_HEADER.match(source.first_line.lstrip()))
    gpus: dict[str, _Gpu] = {}
    warnings: dict[str, None] = {}
    with working_precision():
        for series in _dmon(source) if dmon else series_in(source):
            if series.value in _BLANKS:
                continue
            gpu = gpus.setdefault(series.key, _Gpu(series.name, series.identity))
            if len(gpus) > MOST_RECORDS:
                source.refuse(series.line, f"more than {MOST_RECORDS:,} GPUs", "is this a record of DCGM?")
            _take(source, gpu, series)
            if series.mig:
                warnings[_MIG] = None
            if series.unit_assumed:
                warnings[f"the unit of {series.metric} is not in the file: taken as DCGM documents it"] = None
        if not gpus:
            source.refuse(None, "there is no power or energy of a GPU in the file", "dcgmi dmon -e 155,156")
        return [_record(list(gpus.values()), tuple(warnings))]


def _take(source: Source, gpu: _Gpu, series: Series) -> None:
    if series.time_s is not None:
        if series.time_s < gpu.last_s.get(series.metric, series.time_s):
            source.refuse(series.line, "the time goes back", "put the scrapes into their order")
        gpu.first_s = series.time_s if gpu.first_s is None else min(gpu.first_s, series.time_s)
        gpu.last_s[series.metric] = series.time_s
    if series.metric == POWER:
        if series.time_s is not None:
            gpu.power.add(series.time_s, series.value * _unit(source, series, _WATT))
        return
    counter_mj = series.value * _unit(source, series, _MILLI)
    if gpu.counter_mj is not None and counter_mj < gpu.counter_mj:
        gpu.resets += 1
    elif gpu.counter_mj is not None:
        gpu.energy_mj += counter_mj - gpu.counter_mj
    gpu.counter_mj = counter_mj
    gpu.counts += 1


def _unit(source: Source, series: Series, units: dict[str, Decimal]) -> Decimal:
    if series.unit not in units:
        message = f"the unit of {series.metric} is '{excerpt(series.unit)}', which is not known here"
        source.refuse(series.line, message, f"known: {', '.join(units)}")
    return units[series.unit]


def _record(gpus: list[_Gpu], warnings: tuple[str, ...]) -> Record:
    firsts = [gpu.first_s for gpu in gpus if gpu.first_s is not None]
    devices = tuple(_device(gpu, min(firsts, default=Decimal(0))) for gpu in gpus)
    energy_kwh, low_kwh, high_kwh = total_kwh(devices)
    lasts = [time_s for gpu in gpus for time_s in gpu.last_s.values()]
    duration_s = measured(max(lasts) - min(firsts)) if firsts else None
    return Record(
        TOOL,
        energy_kwh,
        duration_s=duration_s,
        devices=devices,
        warnings=(*warnings, *_warnings(gpus, energy_kwh, duration_s)),
        low_kwh=low_kwh,
        high_kwh=high_kwh,
        method=devices[0].method if devices else "",
    )


def _device(gpu: _Gpu, start_s: Decimal) -> Device:
    if gpu.counts:
        energy_kwh = measured(gpu.energy_mj / 1000 / J_PER_KWH)
        return Device(gpu.name, "gpu", energy_kwh, method=message("energy counter"), identity=gpu.identity)
    return replace(sampled_device(gpu.name, "gpu", gpu.power, start_s), identity=gpu.identity)


def _warnings(gpus: list[_Gpu], energy_kwh: Decimal | None, duration_s: Decimal | None) -> Iterator[str]:
    if resets := sum(gpu.resets for gpu in gpus):
        yield f"an energy counter was reset {resets:,} times: what was drawn across it is in no sum"
    if any(gpu.counts == 1 for gpu in gpus):
        yield _ONE_SAMPLE
    if any(not gpu.counts and gpu.first_s is None for gpu in gpus):
        yield _NO_TIMES
    if energy_kwh is None:
        yield NO_ENERGY
    elif duration_s is None:
        yield "there are no times in the file: the duration is unknown"


def _dmon(source: Source) -> Iterator[Series]:
    """The power and energy of each GPU, in the order of the lines."""
    names: list[str] = []
    units: dict[str, str] = {}
    header = ""
    for line, text in source.lines():
        cells = text.split()
        if not cells:
            continue
        if _HEADER.match(text.lstrip()):
            names = text.replace("#", " ").split()[1:]
            header = text
        elif cells[0].lower() == "id":
            units = _units(names, header, text)
        elif not names:
            source.refuse(
                line, "the header '#Entity ...' is missing", "keep what dcgmi dmon prints, from the first line"
            )
        elif len(cells) != len(names) + 2:
            message = f"the line has {len(cells)} words, the header asks for {len(names) + 2}"
            source.refuse(line, message, "is the line cut off or damaged?")
        elif cells[0] == "GPU":
            yield from _cells(source, line, cells, names, units)


def _cells(source: Source, line: int, cells: list[str], names: list[str], units: dict[str, str]) -> Iterator[Series]:
    for name, cell in zip(names, cells[2:], strict=True):
        metric = {"POWER": POWER, "TOTEC": ENERGY}.get(name)
        if metric is None or cell.upper() in ("N/A", "-"):
            continue
        value = number(source, line, cell, name)
        name, unit, identity = shown_name(f"GPU {cells[1]}", "GPU"), units.get(name, ""), Identity(index=cells[1])
        yield Series(line, metric, f"GPU {cells[1]}", name, value, unit, identity=identity)


def _units(names: list[str], header: str, text: str) -> dict[str, str]:
    """The unit of each column: one for each, or, where some have none, the one that stands below its name."""
    units = text.split()[1:]
    if len(units) == len(names):
        return dict(zip(names, units, strict=True))
    below: dict[str, str] = {}
    for match in re.finditer(r"\S+", header):
        start, end = match.span()
        unit = next((u for u in re.finditer(r"\S+", text) if u.start() < end and u.end() > start), None)
        if unit is not None and match.group() in names:
            below[match.group()] = unit.group()
    return below
