"""Log of NVIDIA's tegrastats on a Jetson: the power of each of its rails, a line per tick."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby, islice

from reportgen.energy.importers.cells import number
from reportgen.energy.importers.power_log import EPOCH, PowerLog, Sample, SoundLines, drawn, power_log
from reportgen.energy.record import Record
from reportgen.files.source import Source
from reportgen.files.table import CUT_OFF
from reportgen.problems import InputError, excerpt

TOOL = "tegrastats"

# What the user may say of a log whose lines have no times.
SETTINGS = ("interval_s",)

# The input that holds every other rail of the line: so NVIDIA says of VDD_IN (TX2, Xavier NX, Orin NX and Nano) and of
# POM_5V_IN (Nano); VIN is what an AGX Thor draws in all.
_INPUTS = ("VDD_IN", "POM_5V_IN", "VIN")
# An AGX Orin has two inputs: SYS_VIN_HV, whose GPU and CPU rails are in the line, and SYS_VIN_MV of 5 V, which is
# VIN_SYS_5V0. They are added, without the memory's rail, which the 5 V feed.
_HELD = {"VDDQ_VDD2_1V8AO": "VIN_SYS_5V0"}

_RAIL = re.compile(r"(?<!\S)(?P<rail>[A-Z][A-Z0-9_]*) (?P<now>-?[0-9]+)(?P<unit>mW|)/-?[0-9]+(?P=unit)(?!\S)")
_LINE = re.compile(r"(?:^|\s)RAM [0-9]+/[0-9]+[MG]B\s")
_TIME = re.compile(r"^[0-9]{2}-[0-9]{2}-[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} ", re.MULTILINE)
_TIME_LENGTH = len("07-21-2026 16:33:42")
_MOST_A_SECOND = 1000  # lines: tegrastats counts its interval in ms
_CLOCK = "did the clock stand still? without times, say the interval: --as tegrastats --columns interval_s=1"
_NO_TIMES = "the lines have no times, so that power is no energy"
_SAY = (
    "say the interval that tegrastats was started with: --as tegrastats --columns interval_s=1 "
    "(--interval is in ms, 1000 if not given)"
)
_STATED = "the lines have no times: they are taken to be {} s apart, as was said"
_SECONDS = "times are whole seconds: the lines of one second are spread over it evenly"
_TWO_INPUTS = "VIN_SYS_5V0 is the module's 5 V input and feeds neither GPU nor CPU: these rails are added to it"
_NO_REST = "what the carrier board and what is plugged into it draw is not in these rails"


@dataclass(frozen=True)
class _Tick:
    """The power of each rail of a line in W."""

    line: int
    watts: dict[str, Decimal | None]
    second: int

    def samples(self, time_s: Decimal) -> Iterator[Sample]:
        """The samples of the rails, at this time."""
        return (Sample(self.line, rail, time_s, power_w) for rail, power_w in self.watts.items())


def identify(source: Source) -> bool:
    return any(_LINE.search(line) for line in source.head.split("\n", 50)[:50])


def extract(source: Source) -> list[Record]:
    """One record: the board's input where a rail holds all others, else the rails that hold no other, added up."""
    lines = SoundLines(source)
    interval_s = _interval_s(source)
    if interval_s is None and not _TIME.search(source.head):
        source.refuse(None, _NO_TIMES, _SAY)
    samples = _spread(lines) if interval_s is None else _stated(lines, interval_s)
    log = power_log(source, samples, lines.lost)
    rails = log.curves.keys
    counted, holders = _counted(rails)
    warnings = [_STATED.format(interval_s)] if interval_s is not None else [_SECONDS]
    if within := _within(log, holders):
        warnings.append(within)
    if "VIN_SYS_5V0" in counted and len(counted) > 1:
        warnings.append(_TWO_INPUTS)
    record = log.record(
        TOOL,
        {rail: _kind(rail) for rail in rails},
        counted=counted,
        origin=EPOCH if interval_s is None else None,
        warnings=[*warnings, _NO_REST],
    )
    return [record]


def _interval_s(source: Source) -> Decimal | None:
    """The interval that the user says; None where nothing is said. Raises InputError."""
    text = source.columns.get("interval_s")
    if text is None:
        return None
    interval_s = number(source, None, text, "interval_s")
    if not interval_s:
        source.refuse(None, "interval_s is 0", _SAY)
    return interval_s


def _counted(rails: tuple[str, ...]) -> tuple[list[str], dict[str, str]]:
    """The rails that are added up, and of each other rail the one that holds it."""
    whole = next((rail for rail in _INPUTS if rail in rails), None)
    if whole is not None:
        return [whole], {rail: whole for rail in rails if rail != whole}
    held = {rail: holder for rail, holder in _HELD.items() if rail in rails and holder in rails}
    return [rail for rail in rails if rail not in held], held


def _within(log: PowerLog, holders: dict[str, str]) -> str:
    """What is said of the rails that others hold; empty where there are none."""
    found = {it.name: it for it in log.curves.devices({}, {})}
    said = [f"{rail} in {holder} ({drawn(found[rail].energy_kwh)})" for rail, holder in holders.items()]
    return f"not added, since another rail holds it: {', '.join(said)}" if said else ""


def _kind(rail: str) -> str:
    words = set(rail.split("_"))
    if rail in _INPUTS:
        return "machine"
    if "GPU" in words and "CPU" not in words:
        return "gpu"
    if "CPU" in words and "GPU" not in words:
        return "cpu"
    return "ram" if words & {"DDR", "VDDQ", "VDDRQ"} else "other"


def _ticks(lines: SoundLines, *, timed: bool) -> Iterator[_Tick]:
    """Each line that gives power, with its second since 1970 where it has times; the others are lost."""
    usual: set[str] = set()
    for line, text, _ in lines:
        if not text.strip() or (not usual and not _LINE.search(text)):
            continue
        try:
            tick = _Tick(
                line, _watts(lines.source, line, text, usual), _second(lines.source, line, text) if timed else 0
            )
        except InputError as error:
            lines.lost.take(error)
            continue
        usual = usual or set(tick.watts)
        yield tick


def _watts(source: Source, line: int, text: str, usual: set[str]) -> dict[str, Decimal | None]:
    if not _LINE.search(text):
        source.refuse(line, f"'{excerpt(text)}' is no line of tegrastats")
    found = {rail["rail"]: _power_w(source, line, rail) for rail in _RAIL.finditer(text)}
    if not found:
        source.refuse(line, "the line has no power of a rail", "a board without power monitors, or a rail is cut off")
    if missing := sorted(usual - found.keys()):
        source.refuse(line, f"the line has no power of {missing[0]}")
    return found


def _power_w(source: Source, line: int, rail: re.Match[str]) -> Decimal | None:
    """The power of a rail; None below zero, which an idle rail's offset makes of next to nothing."""
    power_mw = number(source, line, rail["now"], rail["rail"], signed=True)
    return None if power_mw < 0 else power_mw / 1000


def _second(source: Source, line: int, text: str) -> int:
    try:
        return (datetime.strptime(text[:_TIME_LENGTH], "%m-%d-%Y %H:%M:%S") - EPOCH) // timedelta(seconds=1)
    except ValueError:
        source.refuse(line, f"the line begins with no time such as 07-21-2026 16:33:42: '{excerpt(text)}'", CUT_OFF)


def _stated(lines: SoundLines, interval_s: Decimal) -> Iterator[Sample]:
    """The samples of each line, at the interval that was said; a line that gives none takes its time too."""
    begun: int | None = None
    for tick in _ticks(lines, timed=False):
        begun = tick.line if begun is None else begun
        yield from tick.samples((tick.line - begun) * interval_s)


def _spread(lines: SoundLines) -> Iterator[Sample]:
    """The samples of each line; those of one second stand in it evenly, in their order."""
    for second, group in groupby(_ticks(lines, timed=True), key=lambda tick: tick.second):
        ticks = list(islice(group, _MOST_A_SECOND + 1))
        if len(ticks) > _MOST_A_SECOND:
            lines.source.refuse(ticks[-1].line, f"more than {_MOST_A_SECOND:,} lines of one second", _CLOCK)
        for place, tick in enumerate(ticks):
            yield from tick.samples(second + Decimal(place) / len(ticks))
