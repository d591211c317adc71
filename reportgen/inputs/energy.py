"""Leaves of the energy that filtering drew: stated in the manifest, or read from the files that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path

from reportgen.energy.overlap import Overlap, overlaps
from reportgen.energy.overlap import told_apart as devices_apart
from reportgen.energy.parts import by_basis
from reportgen.energy.record import ESTIMATE, MEASURED, Record
from reportgen.factors.meters import software_meter
from reportgen.figures.outline import EstimateOutline
from reportgen.files.notes import Notes
from reportgen.inputs.apart import told_apart
from reportgen.inputs.energy_estimates import (
    DEVICES,
    check_estimate,
    check_reading,
    estimate_leaves,
    is_estimate,
    name_of,
)
from reportgen.inputs.leaves import Leaves, slugs
from reportgen.inputs.named_files import NamedFiles
from reportgen.inputs.told_devices import ToldNames, names_for, told_records
from reportgen.manifest.model import EnergyRecord, Manifest
from reportgen.words.message import Listed, Message, message

NOT_ADDED = message("not added")


@dataclass(frozen=True)
class FileRecord:
    """A record of a file that the manifest names.

    file: its plain name, or what is told in its place. entry: its place in the manifest's `energy`. called: what its
    key is made of, for every audience the same. key: of its leaf, once it has one. overlap: why it is not added to the
    others, or empty. covers_less: whether another one is not added beside it that holds more: of another time, or of
    other devices. maybe: whether it might be one of them all the same. apart: beside which record of its time it is
    added, and by what their devices are known to be different, or empty. part_of: the whole record, of which this is
    the measured or the estimated part. meter: wall or software, None where neither the manifest nor the tool says it.
    """

    file: str
    entry: int
    record: Record
    called: str = ""
    key: str = ""
    overlap: str = ""
    covers_less: bool = False
    maybe: bool = False
    apart: str = ""
    part_of: Record | None = None
    meter: str | None = None


# Tools read sensors of the machine itself; of somebody's own table or report nobody knows what it was read from.
WALL, SOFTWARE = "wall", "software"
_OWN_TABLES = ("csv", "wide-csv", "boamps")


def read_energy(
    manifest: Manifest, files: NamedFiles, decimal: str | None = None, *, names: ToldNames, identified: bool = False
) -> tuple[FileRecord, ...]:
    """The records of all files that the manifest names, those that overlap with an earlier one marked.

    decimal: comma or point, of tables whose cells prove neither and of which the manifest says nothing. names: under
    which hosts, boards, jobs and files that name one are told; identified: whether they are called as the records do.
    """
    found = _marked(list(_read_files(manifest, files, decimal)), manifest, names, identified=identified)
    return tuple(part for file in found for part in parts_of(file))


def _read_files(manifest: Manifest, files: NamedFiles, decimal: str | None) -> Iterator[FileRecord]:
    for entry, record in enumerate(manifest.energy):
        place = ("energy", entry, "file")
        path = None if record.file is None else files.path(record.file, place)
        if path is None:
            continue
        # heavy only where a file is named
        from reportgen.energy.importers.read import read_records

        nodes, run = (None if number is None else int(number) for number in (record.nodes, record.run))
        read = partial(read_records, path, record.tool, record.columns, nodes, run, decimal)
        for it in files.read(place, read) or ():
            yield FileRecord(path.name, entry, it, meter=record.meter or meter_of(it))


def told_files(records: Iterable[FileRecord]) -> dict[int, str]:
    """What the files of a manifest's `energy` are called, by the place of their entry."""
    return {it.entry: it.file for it in records}


def meter_of(record: Record) -> str | None:
    """What read a tool's record: software, or nobody knows."""
    return None if record.tool in _OWN_TABLES else SOFTWARE


def _marked(found: list[FileRecord], manifest: Manifest, names: ToldNames, *, identified: bool) -> list[FileRecord]:
    """The records with what is said of those at one time: not added, perhaps the same, or added all the same.

    They are judged by what they say of their devices, and told by the names for their readers.
    """
    records = [it.record for it in found]
    hosts = [manifest.energy[it.entry].host for it in found]
    overlapping = overlaps(records, hosts)
    told = told_records(records, names)
    # a key with the number of a process would be another in every run, and in a report for others it would name one
    found = [replace(it, called=Path(names.file(it.file)).stem) for it in found]
    if identified:
        told = records
    else:
        found = [replace(it, file=names.file(it.file)) for it in found]
    marked = [replace(it, record=record) for it, record in zip(found, told, strict=True)]
    for it in overlapping:
        if not it.sure:
            marked[it.second] = replace(marked[it.second], maybe=True)
            continue
        names_told = _names_told(it, records, told)
        values = {"other": found[it.first].file, "device": names_told[it.device]}
        said = message("not added: {other} covers {device} for the same time", **values)
        if rest := _rest(it, names_told):
            said = message("not added: {other} covers {device} for the same time; {rest}", **values, rest=rest)
            marked[it.first] = replace(marked[it.first], covers_less=True)
        marked[it.second] = replace(marked[it.second], overlap=said)
    for other in devices_apart(records, overlapping, hosts):
        said = message(
            "added to {other} of the same time: other devices ({by})", other=found[other.first].file, by=other.by
        )
        marked[other.second] = replace(marked[other.second], apart=said)
    return marked


def _names_told(overlap: Overlap, records: Sequence[Record], told: Sequence[Record]) -> dict[str, str]:
    """The names of all devices and those that are told, as both records have them: a third may name one of theirs."""
    places = (*range(len(records)), overlap.second, overlap.first)
    devices = (zip(records[it].devices, told[it].devices, strict=True) for it in places)
    return {device.name: named.name for both in devices for device, named in both}


def _rest(overlap: Overlap, names: Mapping[str, str]) -> str:
    """What the record that is not added holds alone; empty where that is nothing."""
    seconds = overlap.outside_s.to_integral_value()
    devices = Listed(names[it] for it in overlap.beside)
    if seconds and devices:
        return message(
            "{seconds} s of it lie outside that time, and only it covers {devices}", seconds=seconds, devices=devices
        )
    if seconds:
        return message("{seconds} s of it lie outside that time", seconds=seconds)
    return message("only it covers {devices}", devices=devices) if devices else ""


def _title(record: Record, version: str) -> Message:
    """What a record is called among the sources; one in columns of a user's own has no tool."""
    return (
        message("Record in a CSV file")
        if record.tool == "csv"
        else message("Record of {tool}", tool=record.tool + version)
    )


def parts_of(file: FileRecord) -> list[FileRecord]:
    """The measured and the estimated part of a record that has both, each as a record of its own, else itself."""
    parts = by_basis(file.record)
    return [replace(file, record=part, part_of=file.record) for part in parts] if len(parts) > 1 else [file]


def energy_leaves(
    leaves: Leaves, manifest: Manifest, notes: Notes, files: Sequence[FileRecord] = ()
) -> tuple[tuple[FileRecord, ...], tuple[EstimateOutline, ...]]:
    """Add a leaf for each energy record; without any, filtering_energy has no value. Gives the files' records back.

    Of devices that no meter read the leaves are those that their energy is reckoned from; they come back too. What
    software read, or is measured and may have been, has the range of software meters where it states none.
    """
    for index, record in enumerate(manifest.energy):
        _check(index, record, manifest.duration, notes)
    parts = [part for index, record in enumerate(manifest.energy) for part in _parts(index, record, files)]
    names = [_name(part) for part in parts]
    estimated = [part for part in parts if isinstance(part, EnergyRecord) and is_estimate(part)]
    devices = iter(told_apart(list(map(name_of, estimated)), [part.scope or "" for part in estimated]))
    kept, estimates = [], []
    for slug, scope, part in zip(slugs(names, "record"), _scopes(parts, manifest), parts, strict=True):
        key = f"energy.{slug}"
        if isinstance(part, EnergyRecord) and is_estimate(part):
            estimates.append(estimate_leaves(leaves, slug, part, next(devices), scope))
        elif isinstance(part, EnergyRecord):
            _stated_leaf(leaves, key, part, scope)
        else:
            _file_leaf(leaves, key, part, scope)
            kept.append(replace(part, key=key))
    if not parts:
        leaves.give("filtering_energy", None)
    return tuple(kept), tuple(estimates)


def _check(index: int, record: EnergyRecord, duration_s: Decimal, notes: Notes) -> None:
    path = ("energy", index)
    if is_estimate(record) and record.file is None:
        check_estimate(index, record, duration_s, notes)
        return
    check_reading(index, record, notes)
    if record.file is None and record.kwh is None:
        hint = "energy that the filtering drew, without PUE; or name a file, or a gpu or cpu for an estimate"
        notes.add((*path, "kwh"), "is missing", hint)
        return
    if record.file is not None:
        for name in ("kwh", "low", "high", "source", *DEVICES):
            if getattr(record, name) is not None:
                notes.add((*path, name), "is given beside a file, which says it", "give one of the two")
        return
    for name in ("tool", "columns", "run", "nodes"):
        if getattr(record, name) is not None:
            notes.add((*path, name), "speaks of a file, and none is named", "name the file, or leave it out")
    if record.meter is not None and record.basis not in (MEASURED, "stated"):
        notes.add(
            (*path, "meter"), f"is given beside basis: {record.basis}, which no meter read", "leave one of them out"
        )
    low, high, kwh = record.low, record.high, record.kwh
    if (low is None) != (high is None):
        notes.add(path, "low and high are the two ends of a range", "give both or none")
    elif low is not None and high is not None and kwh is not None and not low <= kwh <= high:
        notes.add(path, f"{kwh} kWh lies outside its own range", "low <= kwh <= high")


def _parts(index: int, record: EnergyRecord, files: Sequence[FileRecord]) -> list[EnergyRecord | FileRecord]:
    if record.file is None:
        return [record] if record.kwh is not None or is_estimate(record) else []
    return [file for file in files if file.entry == index]


def _name(part: EnergyRecord | FileRecord) -> str:
    if isinstance(part, EnergyRecord):
        return part.scope or part.source or (name_of(part) if is_estimate(part) else "record")
    name = part.called or part.record.tool
    return f"{name} {part.record.basis}" if part.part_of and part.record.basis == ESTIMATE else name


def _scopes(parts: Sequence[EnergyRecord | FileRecord], manifest: Manifest) -> list[str]:
    """What each record covers, those of several machines or files that cover the same told apart by these."""
    names = names_for(manifest)
    entries = [part if isinstance(part, EnergyRecord) else manifest.energy[part.entry] for part in parts]
    hosts = ["" if entry.host is None else names.host_label(entry.host) for entry in entries]
    files = ["" if isinstance(part, EnergyRecord) else part.file for part in parts]
    return told_apart(list(map(_scope, parts, entries)), hosts, files, [entry.source or "" for entry in entries])


def _scope(part: EnergyRecord | FileRecord, entry: EnergyRecord) -> str:
    """What the record covers; empty where nothing says it."""
    if isinstance(part, EnergyRecord):
        return part.scope or (name_of(part) if is_estimate(part) else "")
    covers = entry.scope or part.file
    if part.part_of is None:
        return covers
    kind = message("measured part") if part.record.basis == MEASURED else message("estimated part")
    return message("{record}, {part}", record=covers, part=kind)


def _stated_leaf(leaves: Leaves, key: str, record: EnergyRecord, scope: str) -> None:
    assert record.kwh is not None
    source = leaves.sources.declare(key, title=record.source) if record.source else "manifest"
    low, high = record.low, record.high
    sources: tuple[str, ...] = (source,)
    by_software = record.meter == SOFTWARE or (record.meter is None and record.basis == MEASURED)
    if by_software and low is None and high is None:
        low, high, sources = *software_meter().range_of(record.kwh, record.kwh), (source, software_meter().source)
    leaves.stated(
        key,
        record.kwh,
        label=message("Energy drawn: {scope}", scope=scope) if scope else "",
        basis=record.basis,
        sources=sources,
        note=record.scope,
        low=low,
        high=high,
    )


def _file_leaf(leaves: Leaves, key: str, file: FileRecord, scope: str) -> None:
    record = file.record
    kwh = record.best_kwh
    label = message("Energy drawn: {scope}", scope=scope)
    if kwh is None or file.overlap:
        leaves.stated(key, None, label=label, absent=file.overlap or _not_measured(record))
        return
    version = f" {record.tool_version}" if record.tool_version else ""
    source = leaves.sources.declare(key, title=_title(record, version), file=file.file)
    low, high = (None, None) if file.covers_less else _range(record, kwh, file.meter)
    by_software = record.basis == MEASURED and low is not None and file.meter != WALL
    by_meter = (software_meter().source,) if by_software else ()
    leaves.stated(
        key,
        kwh,
        label=label,
        basis=record.basis,
        sources=(source, *by_meter),
        note=_note(file),
        low=low,
        high=high,
    )


def _range(record: Record, kwh: Decimal, meter: str | None) -> tuple[Decimal | None, Decimal | None]:
    """The ends between which the record's energy lies; None where nobody knows, as of a lower bound.

    Of a wall meter they are what its sampling can have missed: its own error stands in no log.
    """
    if record.at_least:
        return None, None
    ends = (record.low_kwh, record.high_kwh) if record.corrected_kwh is None else (None, None)
    if record.basis != MEASURED or meter == WALL:
        return ends
    return software_meter().range_of(*(kwh if end is None else end for end in ends))


def _not_measured(record: Record) -> str:
    return message("{tool}: energy was not measured (it reported none, or zero)", tool=record.tool)


def _note(file: FileRecord) -> str:
    """How the figure came about, in a few words, and which record of its time it is added to."""
    how: str = _how(file.record)
    if file.covers_less:
        how = message("{how}; at least this much: a record that is not added holds more", how=how)
    return message("{how}; {added}", how=how, added=file.apart) if file.apart else how


def _how(record: Record) -> str:
    how = message("{tool}: {method}", tool=record.tool, method=record.method) if record.method else record.tool
    if record.at_least:
        how = message("{how}; at least this much: part of it could not be read", how=how)
    if record.corrected_kwh is not None:
        how = message("{how}; corrected for a defect of the tool", how=how)
    if record.pue_included is None:
        return message("{how}; whether a PUE is in it is not known", how=how)
    if record.pue_included != 1:
        return message("{how}; a PUE of {pue} is in it", how=how, pue=record.pue_included)
    return how
