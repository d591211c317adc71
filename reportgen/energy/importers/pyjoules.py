"""pyJoules' CSV: one row per tag, separated by semicolons; RAPL in µJ and NVIDIA GPUs in mJ, without saying so."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from reportgen.energy.importers.bounded import bounded, least
from reportgen.energy.importers.cells import (
    MOST_STAGES,
    NO_ENERGY,
    Stages,
    is_missing,
    measured,
    moment,
    shown_name,
)
from reportgen.energy.importers.tool_table import ToolTable, header_of
from reportgen.energy.power import Gap
from reportgen.energy.record import Device, Record, RecordedStage
from reportgen.files.source import Source
from reportgen.files.table import CUT_OFF, Row
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.words.counted import so_many
from reportgen.words.message import message

TOOL = "pyjoules"

_HEAD = ["timestamp", "tag", "duration"]
_DOMAIN = re.compile(r"(package|dram|core|uncore|nvidia_gpu)_(\d+)")
# As pyJoules writes what it reads: powercap counts µJ, NVML mJ.
_J = {"package": -6, "dram": -6, "core": -6, "uncore": -6, "nvidia_gpu": -3}
_KINDS = {"package": "cpu", "dram": "ram", "core": "cpu", "uncore": "cpu", "nvidia_gpu": "gpu"}
_SAME_S = Decimal("0.000002")  # how far two floats of the same moment since 1970 can lie apart
_NEXT_RUN_S = Decimal(3600)  # rows are appended to the file: what follows after so long a silence is another run
_MOST_PIECES = 100_000


@dataclass(frozen=True)
class _Piece:
    """A span that was measured, in s since 1970, and what each domain drew in it, in J."""

    start_s: Decimal
    end_s: Decimal
    joules: dict[str, Decimal]


@dataclass
class _Rows:
    """The spans without those that lie within another one, by their start, and the rows as stages."""

    pieces: list[_Piece] = field(default_factory=list)
    stages: Stages = field(default_factory=Stages)
    within: int = 0
    across: int = 0
    negative: int = 0
    missing: int = 0


def identify(source: Source) -> bool:
    names = header_of(source, _is_number)
    return names[:3] == _HEAD and len(names) > 3


def extract(source: Source) -> list[Record]:
    """One record per run: its rows follow each other; a row within another one (a function in a context) is a part."""
    found = _Rows()
    table = ToolTable(source, _is_number, quoted=False, texts=("tag",))

    def needed(names: list[str]) -> list[str]:
        if names[:3] != _HEAD or not any(map(_DOMAIN.fullmatch, names)):
            source.refuse(1, "the header is not timestamp;tag;duration;package_0;...", "is this pyJoules' CSV?")
        return [name for name in names if _is_number(name)]

    with working_precision():
        for row, piece in table.read(needed, lambda row: _piece(table, found, row)):
            _add(found, piece)
            if len(found.pieces) > _MOST_PIECES:
                source.refuse(row.line, f"more than {_MOST_PIECES:,} spans apart", "name a file that holds fewer runs")
        if not found.pieces and not table.lost.count:
            source.refuse(None, "there is no row in the file", "name the CSV that pyJoules' CSVHandler wrote")
        records = [_record(found, pieces) for pieces in _runs(found.pieces)]
        return bounded(records, table.lost, table.sound)


def _is_number(name: str) -> bool:
    return name in ("timestamp", "duration") or _DOMAIN.fullmatch(name) is not None


def _piece(table: ToolTable, rows: _Rows, row: Row) -> _Piece:
    start_s = table.instant(row, "timestamp")
    duration_s = table.duration(row, "duration")
    domains = [name for name in row.cells if _DOMAIN.fullmatch(name)]
    values = {name: table.number(row, name, signed=True) for name in domains if not is_missing(row.cells[name])}
    if not values:
        table.source.refuse(row.line, "no domain has a value", CUT_OFF)
    joules = {name: value.scaleb(_J[_domain(name)]) for name, value in values.items() if value >= 0}
    rows.negative += len(values) - len(joules)
    rows.missing += len(domains) - len(values)
    energy_kwh = measured(sum((joules[name] for name in _counted(joules)), Decimal(0)) / J_PER_KWH)
    # The start is that since 1970 until it is known where the record begins.
    rows.stages.add(RecordedStage(shown_name(row.cells["tag"], "?"), energy_kwh, duration_s, start_s))
    return _Piece(start_s, start_s + duration_s, joules)


def _domain(name: str) -> str:
    return name.rpartition("_")[0]


def _counted(names: dict[str, Decimal]) -> list[str]:
    """The domains that are added up: cores and uncore are parts of their package."""
    packages = {name.rpartition("_")[2] for name in names if _domain(name) == "package"}
    return [n for n in names if _domain(n) not in ("core", "uncore") or n.rpartition("_")[2] not in packages]


def _add(rows: _Rows, piece: _Piece) -> None:
    """Put a span among the others: it takes the place of those within it, and is none where it lies within another."""
    pieces = rows.pieces
    first = max(bisect_left(pieces, piece.start_s, key=lambda it: it.start_s) - 1, 0)
    if first < len(pieces) and pieces[first].end_s <= piece.start_s + _SAME_S:
        first += 1
    last = first
    while last < len(pieces) and pieces[last].start_s < piece.end_s - _SAME_S:
        last += 1
    touched = pieces[first:last]
    if any(it.start_s <= piece.start_s + _SAME_S and piece.end_s <= it.end_s + _SAME_S for it in touched):
        rows.within += 1
    elif all(piece.start_s <= it.start_s + _SAME_S and it.end_s <= piece.end_s + _SAME_S for it in touched):
        rows.within += len(touched)
        before = pieces[first - 1] if first else None
        if (
            before is not None
            and abs(before.end_s - piece.start_s) <= _SAME_S
            and set(before.joules) == set(piece.joules)
        ):
            joules = {name: before.joules[name] + piece.joules[name] for name in piece.joules}
            first, piece = first - 1, _Piece(before.start_s, piece.end_s, joules)
        pieces[first:last] = [piece]
    else:
        rows.across += 1


def _runs(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    run: list[_Piece] = []
    for piece in pieces:
        if run and piece.start_s - run[-1].end_s > _NEXT_RUN_S:
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _record(rows: _Rows, pieces: list[_Piece]) -> Record:
    start_s, end_s = pieces[0].start_s, pieces[-1].end_s
    joules: dict[str, Decimal] = {}
    for piece in pieces:
        for name, value in piece.joules.items():
            joules[name] = joules.get(name, Decimal(0)) + value
    counted = _counted(joules)
    energy_kwh = measured(sum((joules[name] for name in counted), Decimal(0)) / J_PER_KWH)
    gaps = [
        Gap(before.end_s - start_s, after.start_s - start_s, "not measured")
        for before, after in pairwise(pieces)
        if after.start_s - before.end_s > _SAME_S
    ]
    stages = (stage for stage in rows.stages.kept if start_s <= (stage.start_s or start_s) <= end_s)
    record = Record(
        TOOL,
        energy_kwh,
        duration_s=measured(end_s - start_s),
        devices=tuple(
            Device(name, _KINDS[_domain(name)], measured(joules[name] / J_PER_KWH), method=message("energy counter"))
            for name in counted
        ),
        warnings=tuple(_warnings(rows, energy_kwh, gaps, set(joules) - set(counted))),
        started_at=moment(start_s),
        ended_at=moment(end_s),
        zone_known=True,
        gaps=tuple(gaps[:MOST_STAGES]),
        stages=tuple(replace(stage, start_s=(stage.start_s or start_s) - start_s) for stage in stages),
        method=message("energy counters read at each tag"),
    )
    return least(record, (), is_lost=bool(rows.negative or rows.missing))


def _warnings(rows: _Rows, energy_kwh: Decimal | None, gaps: list[Gap], parts: set[str]) -> Iterator[str]:
    if energy_kwh is None:
        yield NO_ENERGY
    if parts:
        yield f"not added, since the package contains it: {', '.join(sorted(parts))}"
    if rows.within:
        lie = so_many(rows.within, "# row lies within another one and is", "# rows lie within another one and are")
        yield f"{lie} not added to it"
    if rows.across:
        overlap = so_many(rows.across, "# row overlaps with others", "# rows overlap with others")
        yield f"{overlap} without lying within them: in no sum"
    if rows.negative:
        why = "a counter that wrapped round, or idle energy taken off"
        values = so_many(rows.negative, "# value is below zero", "# values are below zero")
        yield f"{values} ({why}): in no sum"
    if rows.missing:
        cells = "1 cell holds no value and is" if rows.missing == 1 else f"{rows.missing:,} cells hold no value and are"
        yield f"{cells} in no sum"
    if gaps:
        silent_s = sum((gap.end_s - gap.start_s for gap in gaps), Decimal(0))
        spans = "1 span between rows was" if len(gaps) == 1 else f"{len(gaps):,} spans between rows were"
        yield f"{spans} not measured, {silent_s:.3f} s in all"
    yield from rows.stages.warnings
