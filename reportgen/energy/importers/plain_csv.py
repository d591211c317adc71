"""A CSV of one's own, whose columns the user names: power over time, or the energy of each row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import chain, islice

from reportgen.energy.importers.cells import later, number, shown_name
from reportgen.energy.importers.curves import MOST_DEVICES, Curves, usual_interval
from reportgen.energy.importers.sampled import NO_ENERGY, total_kwh
from reportgen.energy.record import MEASURED, Device, Record
from reportgen.factors.board_power import board_power_w
from reportgen.files.notes import suggestion
from reportgen.files.source import Source
from reportgen.files.table import Row, cells_of, delimiter_of, rows
from reportgen.files.units import ENERGY_UNITS, J_PER_KWH, POWER_UNITS, TIME_UNITS
from reportgen.precision import working_precision
from reportgen.problems import excerpt
from reportgen.words.message import message

TOOL = "csv"

# Our names say the unit, since the file's may not: nothing is guessed.
TIMES = {f"time_{name}": TIME_UNITS[name].size for name in ("s", "ms")}
POWERS = {f"power_{name.lower()}": POWER_UNITS[name].size for name in ("W", "mW", "kW")}
ENERGIES_PER_KWH = {f"energy_{name.lower()}": J_PER_KWH / ENERGY_UNITS[name].size for name in ("kWh", "Wh", "J")}
COLUMNS = ("time", *TIMES, *POWERS, *ENERGIES_PER_KWH, "duration_s", "device")

_USE = "such as --columns time=NAME,power_w=NAME; time is ISO 8601, time_s and time_ms are numbers"
_HEAD_ROWS = 1000
_EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True)
class _Sample:
    line: int
    time_s: Decimal
    zone_known: bool
    power_w: Decimal | None
    device: str


def identify(source: Source) -> bool:  # noqa: ARG001 (nothing is this importer's by itself)
    return False


def extract(source: Source) -> list[Record]:
    """One record of all rows."""
    columns = source.columns
    power, energy = _chosen(source)
    delimiter = _delimiter(source)
    with working_precision():
        if energy is not None:
            return [_of_energies(source, columns, energy, delimiter)]
        assert power is not None
        return [_of_powers(source, columns, power, delimiter)]


def _chosen(source: Source) -> tuple[str | None, str | None]:
    """Which of our names of a power or an energy is given: one of the two."""
    columns = source.columns
    if not columns:
        source.refuse(None, "a CSV of your own says nothing about its columns", _USE)
    for name in columns:
        if name not in COLUMNS:
            source.refuse(None, f'"{excerpt(name)}" is no column that is known here', suggestion(name, COLUMNS))
    given = [name for name in (*POWERS, *ENERGIES_PER_KWH) if name in columns]
    times = [name for name in ("time", *TIMES) if name in columns]
    if len(given) != 1:
        source.refuse(
            None, "one column holds power or energy" if not given else f"{' and '.join(given)} are given", _USE
        )
    if len(times) > 1:
        source.refuse(None, f"{' and '.join(times)} are given", "one column holds the time")
    if given[0] in ENERGIES_PER_KWH:
        return None, given[0]
    if not times:
        source.refuse(None, "power needs a time to become energy", _USE)
    return given[0], None


def _delimiter(source: Source) -> str:
    """The sign between cells: the one with which most of the named columns are in the header, and all must be."""
    wanted = set(source.columns.values())
    delimiter = delimiter_of(source.first_line, wanted.__contains__)
    names = sorted(set(cells_of(source.first_line, delimiter)))
    for missing in sorted(wanted - set(names)):
        source.refuse(1, f'there is no column "{excerpt(missing)}"', suggestion(missing, names))
    return delimiter


def _of_powers(source: Source, columns: dict[str, str], power: str, delimiter: str) -> Record:
    samples = _samples(source, columns, power, delimiter)
    head = list(islice(samples, _HEAD_ROWS))
    if not head:
        source.refuse(None, "there is no row below the header")
    interval_s = usual_interval((sample.device, sample.time_s) for sample in head)
    curves, names = Curves(interval_s), dict[str, str]()
    for sample in chain(head, samples):
        names[sample.device] = sample.device
        curves.add(source, sample.line, sample.device, sample.time_s, sample.power_w)
    devices = curves.devices(names, {name: _kind(name) for name in names})
    energy_kwh, low_kwh, high_kwh = total_kwh(devices)
    warnings = curves.warnings()
    if energy_kwh is None:
        warnings.append(NO_ENERGY)
    span_s = curves.span_s
    zone_known = head[0].zone_known
    start = _moment(span_s[0], zone_known) if "time" in columns and span_s else None
    return Record(
        TOOL,
        energy_kwh,
        duration_s=None if span_s is None else span_s[1] - span_s[0] or None,
        devices=devices,
        basis=MEASURED,
        warnings=tuple(warnings),
        low_kwh=low_kwh,
        high_kwh=high_kwh,
        started_at=start,
        ended_at=later(start, span_s[1] - span_s[0]) if span_s else None,
        zone_known=zone_known and start is not None,
        interval_s=interval_s,
        gaps=curves.gaps,
        method=message("sampled power, trapezoid"),
    )


def _samples(source: Source, columns: dict[str, str], power: str, delimiter: str) -> Iterator[_Sample]:
    for row in rows(source, delimiter):
        time_s, zone_known = _time_s(source, row)
        text = row.cells[columns[power]]
        power_w = number(source, row.line, text, columns[power]) * POWERS[power] if text else None
        yield _Sample(row.line, time_s, zone_known, power_w, _device(source, row))


def _of_energies(source: Source, columns: dict[str, str], energy: str, delimiter: str) -> Record:
    """The rows' energies added up: each row has its own, none is a counter's reading."""
    energies_kwh: dict[str, Decimal] = {}
    duration_s: Decimal | None = Decimal(0) if "duration_s" in columns else None
    first: tuple[Decimal, bool] | None = None
    last: tuple[Decimal, bool] | None = None
    for row in rows(source, delimiter):
        device = _device(source, row)
        if device not in energies_kwh and len(energies_kwh) >= MOST_DEVICES:
            source.refuse(row.line, f"more than {MOST_DEVICES} devices", "is the right column named as the device?")
        text = row.cells[columns[energy]]
        value = number(source, row.line, text, columns[energy]) if text else Decimal(0)
        energies_kwh[device] = energies_kwh.get(device, Decimal(0)) + value / ENERGIES_PER_KWH[energy]
        if duration_s is not None:
            duration_s += number(source, row.line, row.cells[columns["duration_s"]], columns["duration_s"])
        if any(name in columns for name in ("time", *TIMES)):
            last = _time_s(source, row)
            first = first or last
    if not energies_kwh:
        source.refuse(None, "there is no row below the header")
    started = ended = None
    if first and last and "time" in columns:
        started = _moment(*first)
        ended = _moment(*last) if last != first else None
    energy_kwh = sum(energies_kwh.values(), Decimal(0))
    return Record(
        TOOL,
        energy_kwh or None,
        pue_included=None,
        duration_s=duration_s or None,
        devices=tuple(
            Device(name, _kind(name), kwh or None, method=message("as the file says"))
            for name, kwh in energies_kwh.items()
        ),
        warnings=() if energy_kwh else ("the energies are zero: they were not measured",),
        started_at=started,
        ended_at=ended,
        zone_known=bool(first and first[1] and started),
        method=message("energies of the rows, added up"),
    )


def _device(source: Source, row: Row) -> str:
    column = source.columns.get("device")
    return shown_name(row.cells[column], "device") if column else "device"


def _kind(name: str) -> str:
    if "gpu" in name.lower() or board_power_w(name) is not None:
        return "gpu"
    return "cpu" if "cpu" in name.lower() else "other"


def _time_s(source: Source, row: Row) -> tuple[Decimal, bool]:
    """Seconds since 1970, or since any start where the time is a number; and whether a zone is known."""
    for name, seconds in TIMES.items():
        if column := source.columns.get(name):
            return number(source, row.line, row.cells[column], column) * seconds, False
    text = row.cells[source.columns["time"]]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        hint = "2026-11-21T20:17:41+00:00; for a number say time_s or time_ms instead"
        source.refuse(row.line, f"'{excerpt(text)}' is no time", hint)
    origin = _EPOCH if moment.tzinfo is None else _EPOCH.replace(tzinfo=UTC)
    return Decimal((moment - origin) // timedelta(microseconds=1)).scaleb(-6), moment.tzinfo is not None


def _moment(seconds: Decimal, zone_known: bool) -> datetime | None:
    return later(_EPOCH.replace(tzinfo=UTC) if zone_known else _EPOCH, seconds)
