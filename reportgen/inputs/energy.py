"""Leaves of the energy that filtering drew: stated in the manifest, or read from the files that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path

from reportgen.energy.overlap import Overlap, overlaps
from reportgen.energy.record import ESTIMATE, MEASURED, Record
from reportgen.factors.meters import software_meter
from reportgen.files.shapes import Notes
from reportgen.inputs.leaves import Leaves, slugs
from reportgen.inputs.named_files import NamedFiles
from reportgen.manifest.model import EnergyRecord, Manifest
from reportgen.precision import working_precision
from reportgen.words.message import message

NOT_ADDED = message("not added")


@dataclass(frozen=True)
class FileRecord:
    """A record of a file that the manifest names.

    file: its plain name. entry: its place in the manifest's `energy`. key: of its leaf, once it has one. overlap: why
    it is not added to the others, or empty. maybe: whether it might be one of them all the same. part_of: the whole
    record, of which this is the measured or the estimated part.
    """

    file: str
    entry: int
    record: Record
    key: str = ""
    overlap: str = ""
    maybe: bool = False
    part_of: Record | None = None


def read_energy(manifest: Manifest, notes: Notes, folder: Path, allow_path: bool) -> tuple[FileRecord, ...]:
    """The records of all files that the manifest names, those that overlap with an earlier one marked.

    folder: what the names start from, and lie below unless allow_path. Problems go to notes.
    """
    found = list(_read_files(manifest, NamedFiles(notes, folder, allow_path)))
    hosts = [manifest.energy[it.entry].host for it in found]
    for overlap in overlaps([it.record for it in found], hosts):
        _mark(found, overlap)
    return tuple(part for file in found for part in _by_basis(file))


def _read_files(manifest: Manifest, files: NamedFiles) -> Iterator[FileRecord]:
    for entry, record in enumerate(manifest.energy):
        place = ("energy", entry, "file")
        path = None if record.file is None else files.path(record.file, place)
        if path is None:
            continue
        # heavy only where a file is named
        from reportgen.energy.importers.read import read_records

        read = partial(read_records, path, record.tool, record.columns)
        yield from (FileRecord(path.name, entry, it) for it in files.read(place, read) or ())


def _mark(found: list[FileRecord], overlap: Overlap) -> None:
    first, second = found[overlap.first], found[overlap.second]
    if first.overlap or first.record.best_kwh is None or second.record.best_kwh is None:
        return  # what is not counted itself hides nothing
    said = message("not added: {other} covers {device} at that time", other=first.file, device=overlap.device)
    if overlap.sure:
        found[overlap.second] = replace(second, overlap=second.overlap or said)
    else:
        found[overlap.second] = replace(second, maybe=True)


def _by_basis(file: FileRecord) -> list[FileRecord]:
    """The measured and the estimated part of a record that has both and says what each device drew, else itself.

    As one figure it would be no more than an estimate, and its range neither the meter's nor the estimate's.
    """
    record = file.record
    known = [device for device in record.devices if device.energy_kwh is not None]
    with working_precision():
        whole = sum((device.energy_kwh for device in known if device.energy_kwh is not None), Decimal(0))
        adds_up = record.energy_kwh is not None and abs(whole - record.energy_kwh) <= record.energy_kwh / 10**9
        if len({device.basis for device in known}) < 2 or record.corrected_kwh is not None or not adds_up:
            return [file]
        measured, estimated = (_part(record, basis) for basis in (MEASURED, ESTIMATE))
    # what speaks of all devices is as firm as the weaker part
    measured = replace(measured, stages=(), prediction=None)
    estimated = replace(estimated, warnings=(), implausible=())
    return [replace(file, record=part, part_of=record) for part in (measured, estimated)]


def _part(record: Record, basis: str) -> Record:
    devices = tuple(device for device in record.devices if device.basis == basis)
    known = [device for device in devices if device.energy_kwh is not None]
    return replace(
        record,
        devices=devices,
        basis=basis,
        method=known[0].method,
        energy_kwh=_total(device.energy_kwh for device in known),
        low_kwh=_total(device.low_kwh for device in known),
        high_kwh=_total(device.high_kwh for device in known),
    )


def _total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or None where one is not known."""
    found = list(values)
    known = [value for value in found if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(found) else None


def energy_leaves(
    leaves: Leaves, manifest: Manifest, notes: Notes, files: Sequence[FileRecord] = ()
) -> tuple[FileRecord, ...]:
    """Add a leaf for each energy record; without any, filtering_energy has no value. Gives the files' records back.

    A measured record that states no range has that of software meters.
    """
    for index, record in enumerate(manifest.energy):
        _check(index, record, notes)
    parts = [part for index, record in enumerate(manifest.energy) for part in _parts(index, record, files)]
    names = [_name(part) for part in parts]
    kept = []
    for slug, part in zip(slugs(names, "record"), parts, strict=True):
        key = f"energy.{slug}"
        if isinstance(part, EnergyRecord):
            _stated_leaf(leaves, key, part)
        else:
            _file_leaf(leaves, key, part, manifest.energy[part.entry].scope)
            kept.append(replace(part, key=key))
    if not parts:
        leaves.give("filtering_energy", None)
    return tuple(kept)


def _check(index: int, record: EnergyRecord, notes: Notes) -> None:
    path = ("energy", index)
    if record.file is None and record.kwh is None:
        notes.add((*path, "kwh"), "is missing", "energy that the filtering drew, without PUE; or name a file")
        return
    if record.file is not None:
        for name in ("kwh", "low", "high", "source"):
            if getattr(record, name) is not None:
                notes.add((*path, name), "is given beside a file, which says it", "give one of the two")
        return
    for name in ("tool", "columns"):
        if getattr(record, name) is not None:
            notes.add((*path, name), "speaks of a file, and none is named", "name the file, or leave it out")
    low, high, kwh = record.low, record.high, record.kwh
    if (low is None) != (high is None):
        notes.add(path, "low and high are the two ends of a range", "give both or none")
    elif low is not None and high is not None and kwh is not None and not low <= kwh <= high:
        notes.add(path, f"{kwh} kWh lies outside its own range", "low <= kwh <= high")


def _parts(index: int, record: EnergyRecord, files: Sequence[FileRecord]) -> list[EnergyRecord | FileRecord]:
    if record.file is None:
        return [] if record.kwh is None else [record]
    return [file for file in files if file.entry == index]


def _name(part: EnergyRecord | FileRecord) -> str:
    if isinstance(part, EnergyRecord):
        return part.scope or part.source or "record"
    name = Path(part.file).stem or part.record.tool
    return f"{name} {part.record.basis}" if part.part_of and part.record.basis == ESTIMATE else name


def _stated_leaf(leaves: Leaves, key: str, record: EnergyRecord) -> None:
    assert record.kwh is not None
    source = leaves.sources.declare(key, title=record.source) if record.source else "manifest"
    low, high = record.low, record.high
    sources: tuple[str, ...] = (source,)
    if record.basis == MEASURED and low is None and high is None:
        low, high, sources = *_software_range(record.kwh, record.kwh), (source, software_meter().source)
    leaves.stated(
        key,
        record.kwh,
        label=message("Energy drawn: {scope}", scope=record.scope) if record.scope else "",
        basis=record.basis,
        sources=sources,
        note=record.scope,
        low=low,
        high=high,
    )


def _file_leaf(leaves: Leaves, key: str, file: FileRecord, scope: str | None) -> None:
    record = file.record
    kwh = record.best_kwh
    drawn_by: str = scope or file.file
    if file.part_of is not None:
        part = message("measured part") if record.basis == MEASURED else message("estimated part")
        drawn_by = message("{record}, {part}", record=drawn_by, part=part)
    label = message("Energy drawn: {scope}", scope=drawn_by)
    if kwh is None or file.overlap:
        leaves.stated(key, None, label=label, absent=file.overlap or _not_measured(record))
        return
    version = f" {record.tool_version}" if record.tool_version else ""
    source = leaves.sources.declare(
        key, title=message("Record of {tool}", tool=f"{record.tool}{version}"), file=file.file
    )
    low = high = None
    sources: tuple[str, ...] = (source,)
    if record.basis == MEASURED:
        ends = (record.low_kwh, record.high_kwh) if record.corrected_kwh is None else (None, None)
        low, high = _software_range(kwh if ends[0] is None else ends[0], kwh if ends[1] is None else ends[1])
        sources = (source, software_meter().source)
    elif record.corrected_kwh is None:
        low, high = record.low_kwh, record.high_kwh
    leaves.stated(
        key,
        kwh,
        label=label,
        basis=record.basis,
        sources=sources,
        note=_note(record),
        low=low,
        high=high,
    )


def _not_measured(record: Record) -> str:
    return message("{tool}: energy was not measured (it reported none, or zero)", tool=record.tool)


def _note(record: Record) -> str:
    """How the figure came about, in a few words."""
    how = message("{tool}: {method}", tool=record.tool, method=record.method) if record.method else record.tool
    if record.corrected_kwh is not None:
        how = message("{how}; corrected for a defect of the tool", how=how)
    if record.pue_included is None:
        return message("{how}; whether a PUE is in it is not known", how=how)
    if record.pue_included != 1:
        return message("{how}; a PUE of {pue} is in it", how=how, pue=record.pue_included)
    return how


def _software_range(low_kwh: Decimal, high_kwh: Decimal) -> tuple[Decimal, Decimal]:
    accuracy = software_meter()
    return low_kwh * accuracy.low_share, high_kwh * accuracy.high_share
