"""NVIDIA DCGM: what `dcgmi dmon` prints, and the Prometheus text of its exporter; one record per file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reportgen.energy.importers.bounded import bounded, least
from reportgen.energy.importers.cells import (
    MOST_RECORDS,
    NO_ENERGY,
    is_missing,
    measured,
    number,
    shown_name,
    times,
)
from reportgen.energy.importers.curves import NO_POWER
from reportgen.energy.importers.dcgm_text import DOCUMENTED, ENERGY, POWER, Series, series_in
from reportgen.energy.importers.rising_counter import RisingCounter, odd_readings
from reportgen.energy.importers.sampled import sampled_device, total_kwh
from reportgen.energy.power import Integral
from reportgen.energy.record import Device, Identity, Record
from reportgen.files.losses import Losses
from reportgen.files.sound_rows import sound_lines
from reportgen.files.source import Source
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.problems import InputError, excerpt
from reportgen.words.message import message

TOOL = "dcgm"

_HEADER = re.compile(r"#\s*Entity\s")
_DAMAGED_GPU = re.compile("(?!CPU|GPU)(?:.PU|G.U|GP.)")
_METRIC = re.compile(rf"^[ \t]*(?:{ENERGY}|{POWER})\{{", re.MULTILINE)
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
class _Meter:
    """What one MIG instance, or the GPU itself, says of the GPU; hole: its last sample of power was not read."""

    counter: RisingCounter = field(default_factory=RisingCounter)  # in mJ
    power: Integral = field(default_factory=Integral)
    hole: bool = False
    last_s: dict[str, Decimal] = field(default_factory=dict)  # by metric


@dataclass
class _Gpu:
    name: str
    identity: Identity
    meters: dict[str, _Meter] = field(default_factory=dict)  # by instance: each of them is of the whole GPU
    first_s: Decimal | None = None
    last_s: Decimal | None = None

    @property
    def meter(self) -> _Meter:
        """That of the instance that saw the most, since none of them can have seen too much."""
        return max(self.meters.values(), key=lambda it: (it.counter.energy, it.counter.readings, it.power.energy_j))


def identify(source: Source) -> bool:
    return bool(_HEADER.match(source.first_line.lstrip()) or _METRIC.search(source.head))


def extract(source: Source) -> list[Record]:
    """One record: per GPU the energy counter from its first sample to its last, else power where it has times."""
    dmon = bool(_HEADER.match(source.first_line.lstrip()))
    gpus: dict[str, _Gpu] = {}
    warnings: dict[str, None] = {}
    lost, sound, known_lost, last_line = Losses(), 0, 0, 0
    with working_precision():
        for series in _dmon(source, lost) if dmon else series_in(source, lost):
            if lost.count > known_lost:  # whose sample it was nobody knows
                known_lost = lost.count
                for meter in (meter for gpu in gpus.values() for meter in gpu.meters.values()):
                    meter.hole = True
            if series.value is None or series.value in _BLANKS:
                if series.metric == POWER and series.key in gpus:
                    gpus[series.key].meters.setdefault(series.instance, _Meter()).hole = True
                continue
            value = series.value * _unit(source, series, _WATT if series.metric == POWER else _MILLI)
            try:
                _take(source, gpus, series, value)
            except InputError as error:
                lost.take(error)
                continue
            sound += series.line != last_line  # of dmon a row has several values
            last_line = series.line
            if len(gpus) > MOST_RECORDS:
                source.refuse(series.line, f"more than {MOST_RECORDS:,} GPUs", "is this a record of DCGM?")
            if series.instance:
                warnings[_MIG] = None
            if series.unit is None:
                warnings[f"the unit of {series.metric} is not in the file: taken as DCGM documents it"] = None
        if not gpus and not lost.count:
            source.refuse(None, "there is no power or energy of a GPU in the file", "dcgmi dmon -e 155,156")
        records = [_record(list(gpus.values()), tuple(warnings))] if gpus else []
        holes = any(gpu.meter.power.gaps for gpu in gpus.values() if not gpu.meter.counter.readings)
        return bounded([least(record, (), is_lost=holes) for record in records], lost, sound)


def _take(source: Source, gpus: dict[str, _Gpu], series: Series, value: Decimal) -> None:
    """Take the value, in mJ or W."""
    gpu = gpus.setdefault(series.key, _Gpu(series.name, series.identity))
    meter = gpu.meters.setdefault(series.instance, _Meter())
    if series.time_s is not None and series.time_s < meter.last_s.get(series.metric, series.time_s):
        source.refuse(series.line, "the time goes back: are the scrapes in their order?")
    if series.time_s is not None:
        gpu.first_s = series.time_s if gpu.first_s is None else min(gpu.first_s, series.time_s)
        gpu.last_s = series.time_s if gpu.last_s is None else max(gpu.last_s, series.time_s)
        meter.last_s[series.metric] = series.time_s
    if series.metric == ENERGY:
        meter.counter.add(value)
    elif series.time_s is not None and meter.hole:
        meter.power.interrupt(NO_POWER, series.time_s, value)
        meter.hole = False
    elif series.time_s is not None:
        meter.power.add(series.time_s, value)


def _unit(source: Source, series: Series, units: dict[str, Decimal]) -> Decimal:
    unit = DOCUMENTED[series.metric] if series.unit is None else series.unit
    if unit not in units:
        message = f"the unit of {series.metric} is '{excerpt(unit)}', which is not known here"
        source.refuse(series.line, message, f"known: {', '.join(units)}")
    return units[unit]


def _record(gpus: list[_Gpu], warnings: tuple[str, ...]) -> Record:
    firsts = [gpu.first_s for gpu in gpus if gpu.first_s is not None]
    devices = tuple(_device(gpu, min(firsts, default=Decimal(0))) for gpu in gpus)
    energy_kwh, low_kwh, high_kwh = total_kwh(devices)
    lasts = [gpu.last_s for gpu in gpus if gpu.last_s is not None]
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
    meter = gpu.meter
    if meter.counter.readings:
        energy_kwh = measured(meter.counter.energy / 1000 / J_PER_KWH)
        return Device(gpu.name, "gpu", energy_kwh, method=message("energy counter"), identity=gpu.identity)
    return replace(sampled_device(gpu.name, "gpu", meter.power, start_s), identity=gpu.identity)


def _warnings(gpus: list[_Gpu], energy_kwh: Decimal | None, duration_s: Decimal | None) -> Iterator[str]:
    if resets := sum(gpu.meter.counter.resets for gpu in gpus):
        yield f"an energy counter was reset {times(resets)}: what was drawn across it is in no sum"
    if odd := sum(gpu.meter.counter.odd for gpu in gpus):
        yield odd_readings(odd)
    if holes := sum(len(gpu.meter.power.gaps) for gpu in gpus if not gpu.meter.counter.readings):
        yield f"samples of power are missing {times(holes)}: what was drawn meanwhile is in no sum"
    if any(gpu.meter.counter.readings == 1 for gpu in gpus):
        yield _ONE_SAMPLE
    if any(not gpu.meter.counter.readings and gpu.first_s is None for gpu in gpus):
        yield _NO_TIMES
    if energy_kwh is None:
        yield NO_ENERGY
    elif duration_s is None:
        yield "there are no times in the file: the duration is unknown"


def _dmon(source: Source, lost: Losses) -> Iterator[Series]:
    """The power and energy of each GPU, in the order of the lines, of which those that cannot be read are lost."""
    names: list[str] = []
    units: dict[str, str] = {}
    header = ""
    for line, text in sound_lines(source, lost):
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
        else:
            try:
                found = _cells(source, line, cells, names, units)
            except InputError as error:
                lost.take(error)
                continue
            yield from found


def _cells(source: Source, line: int, cells: list[str], names: list[str], units: dict[str, str]) -> list[Series]:
    if len(cells) != len(names) + 2:
        message = f"the line has {len(cells)} words, the header asks for {len(names) + 2}"
        source.refuse(line, message, "is the line cut off or damaged?")
    if _DAMAGED_GPU.fullmatch(cells[0]) or (cells[0] == "GPU" and not cells[1].isdecimal()):
        message = f"'{excerpt(' '.join(cells[:2]))}' is no GPU and its number"
        source.refuse(line, message, "is the line cut off or damaged?")
    found = []
    for name, cell in zip(names, cells[2:], strict=True):
        metric = {"POWER": POWER, "TOTEC": ENERGY}.get(name)
        if cells[0] != "GPU" or metric is None or is_missing(cell):
            continue
        value = number(source, line, cell, name)
        gpu, unit, identity = f"GPU {cells[1]}", units.get(name, ""), Identity(index=cells[1])
        found.append(Series(line, metric, gpu, shown_name(gpu, "GPU"), value, unit, identity))
    return found


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
