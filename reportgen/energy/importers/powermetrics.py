"""What macOS's `powermetrics` prints, as text or property lists: the mean power of the chip in each of its samples."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from reportgen.energy.counter import Counter
from reportgen.energy.importers.cells import measured
from reportgen.energy.importers.powermetrics_samples import Interval, cut, is_plist, is_text, of_plists, of_text
from reportgen.energy.importers.sampled import NO_ENERGY, total_kwh
from reportgen.energy.record import ESTIMATE, Device, Record
from reportgen.files.losses import Losses
from reportgen.files.source import Source
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.words.message import message

TOOL = "powermetrics"

# The parts of a chip of Apple, of which `combined` is the sum; `package` is all that is said of a processor of Intel.
_PARTS = {"cpu": "CPU", "gpu": "GPU", "ane": "Neural Engine"}
_KINDS = {"cpu": "cpu", "gpu": "gpu", "ane": "other", "combined": "other", "package": "cpu"}
_NAMES = {**_PARTS, "combined": "CPU, GPU and Neural Engine", "package": "package"}

_MODELLED = "Apple calls these figures estimates, which may be wrong, and not to be compared between devices"
_CHIP_ONLY = "only the chip is in it: memory, display, disks and power supply are not"
_SUM = "not added, since it is the sum of the others: {}"
_PARTS_OF_IT = "not added, since {} holds it: {}"
_SILENT = "the samples cover {} s of the {} s from the first to the last: what was drawn between them is in no sum"
_LACKING = "no power that can be read"


@dataclass
class _Reading:
    counters: dict[str, Counter] = field(default_factory=dict)
    covered_s: Decimal = Decimal(0)
    samples: int = 0
    first: datetime | None = None
    last: datetime | None = None


def identify(source: Source) -> bool:
    return is_text(source) or is_plist(source)


def extract(source: Source) -> list[Record]:
    """One record: the mean power of each sample times its length, added up."""
    lost = Losses()
    reading = _Reading()
    with working_precision():
        for interval in of_plists(source, lost) if is_plist(source) else of_text(source, lost):
            if reading.counters.keys() - interval.powers_w.keys():
                lost.take(cut(source, interval))
            else:
                _take(reading, interval)
        if not reading.samples:
            if lost.count:
                lost.refuse()
            source.refuse(None, "there is no sample with power in it", "powermetrics --samplers cpu_power,gpu_power")
        return [_record(reading, lost)]


def _take(reading: _Reading, interval: Interval) -> None:
    for part, power_w in interval.powers_w.items():
        counter = reading.counters.get(part)
        if counter is None:
            counter = reading.counters[part] = Counter()
            counter.add(reading.covered_s, 0)
        counter.add(reading.covered_s + interval.length_s, counter.energy_uj + int(power_w * interval.length_s * 10**6))
    reading.covered_s += interval.length_s
    reading.samples += 1
    if interval.ended_at is not None and reading.first is None:
        reading.first = interval.ended_at - timedelta(seconds=float(interval.length_s))
    reading.last = interval.ended_at or reading.last


def _record(reading: _Reading, lost: Losses) -> Record:
    counted = _counted(set(reading.counters))
    devices = tuple(_device(part, counter) for part, counter in reading.counters.items() if part in counted)
    energy_kwh = total_kwh(devices)[0]
    warnings = lost.said(reading.samples + lost.count, _LACKING)
    if left_out := ", ".join(_NAMES[part] for part in reading.counters if part not in counted):
        whole = _NAMES[next(iter(counted))]
        warnings.append(_SUM.format(left_out) if len(counted) > 1 else _PARTS_OF_IT.format(whole, left_out))
    if silent := _silence(reading):
        warnings.append(silent)
    return Record(
        TOOL,
        energy_kwh,
        duration_s=measured(reading.covered_s),
        devices=devices,
        basis=ESTIMATE,
        warnings=(*warnings, *([NO_ENERGY] if energy_kwh is None else []), _MODELLED, _CHIP_ONLY),
        started_at=reading.first,
        ended_at=reading.last,
        zone_known=reading.first is not None and reading.first.tzinfo is not None,
        interval_s=reading.covered_s / reading.samples,
        method=message("sampled power"),
        at_least=bool(lost.count),
    )


def _counted(parts: set[str]) -> set[str]:
    """What is added up, without overlap: the parts where all of them are there, else the sum of them."""
    if parts >= set(_PARTS):
        return set(_PARTS)
    for whole in ("combined", "package"):
        if whole in parts:
            return {whole}
    return parts


def _device(part: str, counter: Counter) -> Device:
    return Device(
        _NAMES[part],
        _KINDS[part],
        measured(counter.energy_j / J_PER_KWH),
        basis=ESTIMATE,
        method=message("sampled power"),
        power=counter.envelope(),
    )


def _silence(reading: _Reading) -> str:
    """What is said where samples are missing: their times are whole seconds."""
    if reading.first is None or reading.last is None:
        return ""
    span_s = Decimal((reading.last - reading.first) // timedelta(seconds=1))
    if span_s - reading.covered_s <= max(Decimal(2), reading.covered_s / 20):
        return ""
    return _SILENT.format(round(reading.covered_s), span_s)
