"""Log of Intel Power Gadget (PowerLog): the energy of each package and its DRAM so far, in a CSV with a summary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.energy.counter import MOST_W, Counter
from reportgen.energy.importers.cells import NO_ENERGY, admit, measured, number
from reportgen.energy.importers.power_log import SoundLines
from reportgen.energy.importers.sampled import total_kwh
from reportgen.energy.record import Device, Record
from reportgen.files.losses import Losses
from reportgen.files.source import Source
from reportgen.files.table import CUT_OFF, cells_message, refuse_doubled
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.problems import InputError, excerpt
from reportgen.words.message import message

TOOL = "power-gadget"

_ELAPSED = "Elapsed Time (sec)"
_ENERGY = re.compile(r"Cumulative (?P<domain>Processor|Package|DRAM|IA|GT) Energy_(?P<place>[0-9]{1,2}) ?\(Joules\)")
_SUMMARY = re.compile(r"(?P<name>[A-Z][^=]*?) *= *(?P<value>\S+)")
_COUNTED = {"Processor": "package", "Package": "package", "DRAM": "DRAM"}
_KINDS = {"package": "cpu", "DRAM": "ram"}
_LACKING = "no running total that can be read"
_WITHIN = "not added, since it is part of the package: {}"
_NO_DAY = "the log says the time of day but no date: when it was is unknown"
_NO_REST = "only the CPU packages and their DRAM are in it: a GPU board and the rest of the machine are not"
# The summary has the total of the last row; both are rounded to thousandths.
_ROUNDED_J = Decimal("0.002")


@dataclass
class _Total:
    """One running total: its column, and the counter that it feeds."""

    column: str
    name: str
    counter: Counter = field(default_factory=Counter)
    last_j: Decimal = Decimal(0)


@dataclass
class _Run:
    """One table with its summary: a log may hold several, after each other."""

    names: list[str]
    totals: list[_Total]
    parts: list[str]
    lost: Losses = field(default_factory=Losses)
    lost_last: bool = False  # whether the row that was read last gave nothing
    rows: int = 0
    samples: int = 0
    elapsed_s: Decimal = Decimal(0)
    decimals: int = 0
    summary: dict[str, Decimal] = field(default_factory=dict)


def identify(source: Source) -> bool:
    return any(_is_header(line) for line in source.head.split("\n", 50)[:50])


def extract(source: Source) -> list[Record]:
    """One record per table: the tool's own totals, which begin at zero, of each package and its DRAM."""
    records: list[Record] = []
    with working_precision():
        for run in _runs(source):
            admit(source, None, records)
            records.append(_record(run))
    if not records:
        source.refuse(None, "no line of the log is a header with an energy in Joules", "is it a log of PowerLog?")
    return records


def _is_header(text: str) -> bool:
    cells = _cells(text)
    return _ELAPSED in cells and any(_ENERGY.fullmatch(cell) for cell in cells)


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.split(",")]


def _runs(source: Source) -> Iterator[_Run]:
    run: _Run | None = None
    lines = SoundLines(source)
    for line, text, whole in lines:
        if _is_header(text):
            if run is not None:
                yield _finished(run)
            run = _begun(source, line, _cells(text))
            lines.lost = run.lost
        elif run is None or not text.strip():
            continue
        elif match := _SUMMARY.fullmatch(text.strip()):
            _take_summary(source, line, run, match)
        else:
            run.rows += 1
            try:
                _take(source, line, run, text, whole)
                run.lost_last = False
            except InputError as error:
                run.lost.take(error)
                run.lost_last = True
    if run is not None:
        yield _finished(run)


def _begun(source: Source, line: int, names: list[str]) -> _Run:
    refuse_doubled(source, line, names, (_ELAPSED,))
    totals, parts = [], []
    for name in names:
        match = _ENERGY.fullmatch(name)
        if match and match["domain"] in _COUNTED:
            totals.append(_Total(name, f"{_COUNTED[match['domain']]} {match['place']}"))
        elif match:
            parts.append(f"{match['domain']} {match['place']}")
    if len({total.name for total in totals}) < len(totals) or not totals:
        source.refuse(line, "the header does not name one energy of each package", "is the line damaged?")
    for total in totals:
        total.counter.add(Decimal(0), 0)  # the tool's totals begin with the log
    return _Run(names, totals, parts)


def _finished(run: _Run) -> _Run:
    if not run.samples and run.lost.count:
        run.lost.refuse()
    return run


def _take(source: Source, line: int, run: _Run, text: str, whole: bool) -> None:
    cells = _cells(text)
    if len(cells) != len(run.names):
        source.refuse(line, cells_message(len(cells), len(run.names)), CUT_OFF)
    decimals = len(cells[-1].partition(".")[2])
    if not whole and decimals < run.decimals:
        source.refuse(line, "the last line has no end: it is cut off")
    row = dict(zip(run.names, cells, strict=True))
    elapsed_s = number(source, line, row[_ELAPSED], _ELAPSED)
    if elapsed_s < run.elapsed_s:
        source.refuse(line, f"{_ELAPSED} goes back from {run.elapsed_s} to {elapsed_s}")
    readings = [number(source, line, row[total.column], total.column) for total in run.totals]
    for total, reading_j in zip(run.totals, readings, strict=True):
        most_j = total.last_j + MOST_W * (elapsed_s - run.elapsed_s)
        if not total.last_j <= reading_j <= most_j:
            source.refuse(line, f"{total.column} goes from {total.last_j} to {reading_j}: no running total", CUT_OFF)
    for total, reading_j in zip(run.totals, readings, strict=True):
        total.counter.add(elapsed_s, int(reading_j.scaleb(6)))
        total.last_j = reading_j
    run.elapsed_s, run.decimals = elapsed_s, decimals
    run.samples += 1


def _take_summary(source: Source, line: int, run: _Run, match: re.Match[str]) -> None:
    try:
        run.summary[match["name"].replace(" (", "(")] = number(source, line, match["value"], excerpt(match["name"]))
    except InputError:
        return  # of the processor's name, or damaged: the rows count


def _record(run: _Run) -> Record:
    devices = tuple(_device(total) for total in run.totals)
    energy_kwh = total_kwh(devices)[0]
    duration_s = run.elapsed_s or None
    return Record(
        TOOL,
        energy_kwh,
        duration_s=duration_s,
        devices=devices,
        warnings=tuple(_warnings(run, energy_kwh)),
        interval_s=None if duration_s is None else duration_s / run.samples,
        method=message("energy counter"),
        at_least=run.lost_last,
    )


def _device(total: _Total) -> Device:
    kind = _KINDS[total.name.split()[0]]
    energy_kwh = measured(total.counter.energy_j / J_PER_KWH)
    return Device(total.name, kind, energy_kwh, method=message("energy counter"), power=total.counter.envelope())


def _warnings(run: _Run, energy_kwh: Decimal | None) -> Iterator[str]:
    if run.lost_last:
        yield "the last rows cannot be read: what was drawn in them is in no sum"
    yield from run.lost.said(run.rows, _LACKING)
    if energy_kwh is None:
        yield NO_ENERGY
    if run.parts:
        yield _WITHIN.format(", ".join(run.parts))
    for total in run.totals:
        said_j = run.summary.get(total.column.replace(" (", "("))
        if said_j is not None and abs(said_j - total.last_j) > _ROUNDED_J:
            said = f"the summary says {said_j.normalize():f} J, the last row {total.last_j} J"
            yield f"{total.name}: {said}, which counts"
    yield _NO_DAY
    yield _NO_REST
