"""Energy events of `perf stat`: its human form, CSV (-x) or JSON (-j), whole or by intervals (-I); a record per run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from reportgen.energy.importers.bounded import bounded
from reportgen.energy.importers.cells import NO_ENERGY, admit, later, measured
from reportgen.energy.importers.perf_json import is_json_energy
from reportgen.energy.importers.perf_lines import elapsed_s, reading_of
from reportgen.energy.importers.perf_reading import EVENT, Reading, domain_of
from reportgen.energy.record import Device, Record
from reportgen.files.losses import Losses
from reportgen.files.sound_rows import sound_lines
from reportgen.files.source import Source
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.problems import InputError, excerpt
from reportgen.words.counted import so_many
from reportgen.words.message import message

TOOL = "perf"

_ENERGY_LINE = re.compile(rf"(?:Joules|<not (?:supported|counted)>)[^A-Za-z]*(?:Joules)?[^A-Za-z]*{EVENT.pattern}")
_STARTED = re.compile(r"# started on (.+)")
_BLOCK = re.compile(r"\s*Performance counter stats for ")
_REPEATED = re.compile(r"\((\d+) runs\):\s*$")
_KINDS = {"pkg": "cpu", "cores": "cpu", "ram": "ram", "gpu": "gpu", "psys": "machine"}
_NAMES = {"pkg": "package", "cores": "cores", "ram": "DRAM", "gpu": "integrated GPU", "psys": "platform"}
_NO_TIME = (
    "perf stat -x and -j write no elapsed time (their nanoseconds are added up over sockets): the duration is unknown"
)


@dataclass
class _Run:
    started_at: datetime | None = None
    marked: bool = False  # whether its "# started on" was seen
    block: bool = False  # whether its "Performance counter stats for" was seen
    joules: dict[tuple[str, str], Decimal | None] = field(default_factory=dict)  # by domain and socket
    damaged: set[str] = field(default_factory=set)  # domains that were counted in a line that cannot be read
    uncounted: int = 0
    readings: int = 0
    last_s: Decimal | None = None  # of -I
    intervals: int = 0
    elapsed_s: Decimal | None = None
    alone_s: Decimal | None = None  # what a counter of one socket alone ran
    repeated: str = ""  # of how many runs the values are means, where its block says it
    is_mean: bool = False


def identify(source: Source) -> bool:
    return bool(_ENERGY_LINE.search(source.head) or is_json_energy(source.head))


def extract(source: Source) -> list[Record]:
    """One record per run: pkg and ram are added up; psys counts only without them, cores and gpu are parts of pkg."""
    records: list[Record] = []
    lost, sound = Losses(), 0
    with working_precision():
        for run in _runs(source, lost):
            admit(source, None, records)
            records.append(_record(run))
            sound += run.readings
    if not records and not lost.count:
        source.refuse(None, "there is no energy event in the file", "perf stat -a -e power/energy-pkg/ -- COMMAND")
    return bounded(records, lost, sound)


def _runs(source: Source, lost: Losses) -> Iterator[_Run]:
    run = _Run()
    for line, text in sound_lines(source, lost):
        if match := _STARTED.match(text):
            yield from _finished(run)
            run = _Run(started_at=_time(match.group(1)), marked=True)
        elif _BLOCK.match(text):
            if run.block or (run.joules and not run.intervals):
                yield from _finished(run)
                run = _Run()
            run.block = True
            repeated = _REPEATED.search(text)
            run.repeated = repeated.group(1) if repeated else ""
        elif (seconds := elapsed_s(text)) is not None:
            run.elapsed_s = seconds
        elif (reading := _reading(source, line, text, run, lost)) is not None:
            if _is_next(run, reading):
                yield from _finished(run)
                run = _Run()
            _take(run, reading)
    yield from _finished(run)


def _reading(source: Source, line: int, text: str, run: _Run, lost: Losses) -> Reading | None:
    """What the line says of an energy event; of a line that cannot be read only which one it was about is kept."""
    try:
        begun = run.marked or run.block or bool(run.joules)
        return reading_of(source, line, text, among_readings=begun and run.elapsed_s is None)
    except InputError as error:
        lost.take(error)
    if event := EVENT.search(text):
        run.damaged.add(domain_of(event))
    return None


def _finished(run: _Run) -> Iterator[_Run]:
    if run.joules:
        yield run


def _is_next(run: _Run, reading: Reading) -> bool:
    """Whether a line belongs to a run appended without a mark: time goes back, or what was counted is counted again."""
    if reading.time_s is not None:
        return run.last_s is not None and reading.time_s < run.last_s
    return not run.intervals and (reading.domain, reading.place) in run.joules


def _take(run: _Run, reading: Reading) -> None:
    if reading.time_s is None and run.intervals:
        return  # the summary below the intervals
    if reading.time_s is not None and reading.time_s != run.last_s:
        run.last_s = reading.time_s
        run.intervals += 1
    run.readings += 1
    key = (reading.domain, reading.place)
    joules = run.joules.get(key)
    if reading.joules is None:
        run.uncounted += 1
        run.joules[key] = joules
    else:
        run.joules[key] = (joules or Decimal(0)) + reading.joules
    run.alone_s = reading.alone_s or run.alone_s
    run.is_mean = run.is_mean or reading.is_mean


def _record(run: _Run) -> Record:
    counted = _counted({domain for (domain, _), joules in run.joules.items() if joules} | run.damaged)
    devices = tuple(
        Device(f"{_NAMES[domain]} {place}".strip(), _KINDS[domain], _kwh(joules), method=message("RAPL counter"))
        for (domain, place), joules in sorted(run.joules.items())
        if domain in counted
    )
    energy_kwh = measured(sum((device.energy_kwh or Decimal(0) for device in devices), Decimal(0)))
    duration_s = run.last_s if run.intervals else run.elapsed_s or run.alone_s
    return Record(
        TOOL,
        energy_kwh,
        duration_s=duration_s,
        devices=devices,
        warnings=tuple(_warnings(run, counted, energy_kwh, duration_s)),
        started_at=run.started_at,
        ended_at=None if duration_s is None else later(run.started_at, duration_s),
        interval_s=run.last_s / run.intervals if run.last_s is not None else None,
        method=message("RAPL counters read by perf"),
    )


def _counted(domains: set[str]) -> tuple[str, ...]:
    """Which of the domains are added up, without overlap."""
    if "pkg" in domains:
        return ("pkg", "ram")
    if "psys" in domains:
        return ("psys",)
    return ("cores", "gpu", "ram") if domains else ("pkg", "ram")


def _kwh(joules: Decimal | None) -> Decimal | None:
    return None if joules is None else measured(joules / J_PER_KWH)


def _warnings(
    run: _Run, counted: tuple[str, ...], energy_kwh: Decimal | None, duration_s: Decimal | None
) -> Iterator[str]:
    domains = {domain for domain, _ in run.joules}
    if left_out := ", ".join(f"energy-{domain}" for domain in sorted(domains - set(counted))):
        yield f"not added, since it overlaps with energy-{counted[0]}: {left_out}"
    if "pkg" not in counted and "psys" not in counted:
        yield "energy-pkg is missing: what the package drew beside its cores is in no figure"
    if energy_kwh is None:
        yield NO_ENERGY
    elif run.uncounted:
        values = so_many(run.uncounted, "# value says", "# values say")
        yield f"{values} <not counted> or <not supported>: what would have stood there is in no sum"
    if run.repeated or run.is_mean:
        times = f"{run.repeated or 'repeated'} runs"
        yield f"the figures are means over {times} (perf stat -r): they are of one run, not of all"
    if duration_s is None:
        yield _NO_TIME if not run.block else "the line of the elapsed time is missing: is the end cut off?"


def _time(text: str) -> datetime | None:
    """When the run began: local time, without zone."""
    try:
        return datetime.strptime(excerpt(text.strip()), "%a %b %d %H:%M:%S %Y")
    except ValueError:
        return None
