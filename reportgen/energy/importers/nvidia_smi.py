"""CSV of `nvidia-smi --query-gpu=timestamp,power.draw,... --format=csv -l 1`: power, a row per GPU and tick."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import chain, islice, pairwise

from reportgen.energy.importers.cells import later, number, shown_name
from reportgen.energy.importers.curves import Curves, median, usual_interval
from reportgen.energy.importers.sampled import NO_ENERGY, total_kwh
from reportgen.energy.record import MEASURED, Record
from reportgen.files.source import Source
from reportgen.files.table import Row, rows
from reportgen.precision import working_precision
from reportgen.problems import excerpt
from reportgen.words.message import message

TOOL = "nvidia-smi"

# power.draw is an average on newer boards and the instant on older ones; what was asked for first is what is read.
_POWER_COLUMNS = ("power.draw", "power.draw.average", "power.draw.instant")
_DEVICE_COLUMNS = ("uuid", "gpu_uuid", "index", "gpu_bus_id", "pci.bus_id", "serial", "gpu_serial")
_MISSING = re.compile(
    r"\[?(?:N/A|Not Supported|Unknown Error|Insufficient Permissions|Not Found|ERR!|.*error.*)\]?", re.I
)
_COLUMN = re.compile(r"(?P<name>[^\[\]]+?)\s*(?:\[(?P<unit>[^\]]*)\])?")
_UNITS = {"W": Decimal(1), "mW": Decimal("0.001"), "kW": Decimal(1000)}
_AGAIN = "write it with: nvidia-smi --query-gpu=timestamp,index,name,power.draw --format=csv -l 1"
_HEAD_ROWS = 2000  # looked at for the interval and, without an index, for the number of GPUs
_MOST_GPUS = 16
_LEAST_TICKS = 3
_EPOCH = datetime(1970, 1, 1)

_BOARDS_ONLY = "only GPUs are in it: the CPU, the memory and the rest of the machine are not"


@dataclass(frozen=True)
class _Columns:
    time: str
    power: str
    unit: str | None
    device: str | None
    model: str | None


@dataclass(frozen=True)
class _Sample:
    line: int
    time_s: Decimal
    power_w: Decimal | None
    device: str
    model: str


def identify(source: Source) -> bool:
    names = {match["name"] for match in map(_COLUMN.fullmatch, map(str.strip, source.first_line.split(","))) if match}
    return "timestamp" in names and any(name in names for name in _POWER_COLUMNS)


def extract(source: Source) -> list[Record]:
    """One record: the GPUs of the file together."""
    with working_precision():
        samples = _samples(source)
        head = list(islice(samples, _HEAD_ROWS))
        if not head:
            source.refuse(None, "there is no sample in the file", "did nvidia-smi end before it wrote?")
        by_position = not any(sample.device for sample in head)
        ticks = _Ticks(head) if by_position else None
        times = ((sample.device, sample.time_s) for sample in head)
        interval_s = ticks.interval_s if ticks else usual_interval(times)
        curves = Curves(interval_s)
        models: dict[str, str] = {}
        for sample in chain(head, samples):
            key = ticks.position(sample.time_s) if ticks else sample.device
            models.setdefault(key, sample.model)
            curves.add(source, sample.line, key, sample.time_s, sample.power_w)
        return [_record(curves, models, interval_s, ticks)]


def _record(curves: Curves, models: dict[str, str], interval_s: Decimal | None, ticks: _Ticks | None) -> Record:
    devices = curves.devices(_names(models), dict.fromkeys(models, "gpu"))
    warnings = curves.warnings()
    if ticks and ticks.gpus > 1:
        warnings.append(f"no column tells the GPUs apart: by their times the rows are of {ticks.gpus} GPUs, in turn")
    energy_kwh, low_kwh, high_kwh = total_kwh(devices)
    if energy_kwh is None:
        warnings.append(NO_ENERGY)
    span_s = curves.span_s
    start = None if span_s is None else later(_EPOCH, span_s[0])
    return Record(
        TOOL,
        energy_kwh,
        duration_s=None if span_s is None else span_s[1] - span_s[0] or None,
        devices=devices,
        basis=MEASURED,
        warnings=(*warnings, _BOARDS_ONLY),
        low_kwh=low_kwh,
        high_kwh=high_kwh,
        started_at=start,
        ended_at=None if span_s is None else later(start, span_s[1] - span_s[0]),
        interval_s=interval_s,
        gaps=curves.gaps,
        method=message("sampled power, trapezoid"),
    )


def _names(models: dict[str, str]) -> dict[str, str]:
    """A name for each device: its model, with its index where several share it."""
    named = {}
    for index, (key, model) in enumerate(models.items()):
        place = key if re.fullmatch(r"\d{1,3}", key) else str(index)
        if not model:
            named[key] = f"GPU {place}"
        else:
            named[key] = f"{model} {place}" if list(models.values()).count(model) > 1 else model
    return named


def _samples(source: Source) -> Iterator[_Sample]:
    columns: _Columns | None = None
    for row in rows(source, ","):
        columns = columns or _columns(source, row)
        power = row.cells[columns.power]
        yield _Sample(
            row.line,
            _seconds(source, row.line, row.cells[columns.time]),
            None if not power or _MISSING.fullmatch(power) else _power_w(source, row.line, power, columns),
            _name(row.cells[columns.device]) if columns.device else "",
            _name(row.cells[columns.model]) if columns.model else "",
        )


@lru_cache(maxsize=4096)  # the same few names in each row
def _name(text: str) -> str:
    return shown_name(text, "")


def _columns(source: Source, row: Row) -> _Columns:
    named: dict[str, tuple[str, str | None]] = {}
    for cell in row.cells:
        if match := _COLUMN.fullmatch(cell):
            named.setdefault(match["name"], (cell, match["unit"]))
    power = next((name for name in _POWER_COLUMNS if name in named), None)
    if "timestamp" not in named or power is None:
        source.refuse(1, "the columns timestamp and power.draw are missing", _AGAIN)
    device = next((named[name][0] for name in _DEVICE_COLUMNS if name in named), None)
    model = next((named[name][0] for name in ("name", "gpu_name") if name in named), None)
    return _Columns(named["timestamp"][0], named[power][0], named[power][1], device, model)


def _power_w(source: Source, line: int, text: str, columns: _Columns) -> Decimal:
    digits, _, unit = text.partition(" ")
    unit = unit.strip() or columns.unit or ""
    if not unit:
        source.refuse(line, f"'{excerpt(text)}' has no unit, and neither has the header", _AGAIN)
    if unit not in _UNITS:
        source.refuse(line, f"the unit {excerpt(unit)} is not known here", f"known: {', '.join(_UNITS)}")
    return number(source, line, digits, columns.power) * _UNITS[unit]


def _seconds(source: Source, line: int, text: str) -> Decimal:
    """Seconds since 1970 on the machine's own clock, which says no zone."""
    try:
        moment = datetime.fromisoformat(text.replace("/", "-"))  # ten times quicker than by a pattern
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is not None:
        source.refuse(line, f"'{excerpt(text)}' is no time such as 2026/11/21 20:17:41.000", "is the line damaged?")
    return Decimal((moment - _EPOCH) // timedelta(microseconds=1)).scaleb(-6)


class _Ticks:
    """Which GPU a row is of, where no column says so: the rows of a tick stand close together."""

    def __init__(self, head: list[_Sample]) -> None:
        steps = [later.time_s - sooner.time_s for sooner, later in pairwise(head)]
        self.gpus = next((count for count in range(2, _MOST_GPUS + 1) if _grouped(steps, count)), 1)
        between = steps if self.gpus == 1 else steps[self.gpus - 1 :: self.gpus]
        # from the first row of a tick to that of the next
        starts = [later.time_s - sooner.time_s for sooner, later in pairwise(head[:: self.gpus])]
        self.interval_s = median(starts)
        self._break_s = (median(between) or Decimal(0)) / 2
        self._place = 0
        self._last_s: Decimal | None = None

    def position(self, time_s: Decimal) -> str:
        """The place of the row in its tick, counted from 0; rows come in the order of the file."""
        fresh = self._last_s is None or abs(time_s - self._last_s) > self._break_s
        self._place = 0 if fresh or self.gpus == 1 else (self._place + 1) % self.gpus
        self._last_s = time_s
        return str(self._place)


def _grouped(steps: list[Decimal], count: int) -> bool:
    """Whether the steps between rows are short, but for each count-th one, in nearly all of the groups."""
    groups = [steps[start : start + count] for start in range(0, len(steps) - count + 1, count)]
    if len(groups) < _LEAST_TICKS:  # one silence is no pattern
        return False
    fitting = sum(sum(map(abs, group[:-1])) * 2 < group[-1] for group in groups)
    return fitting * 50 >= len(groups) * 49
