"""The manifest that a measurement is written into: whether it can take it, and the writing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

from reportgen.energy.log import log_beside
from reportgen.energy.record import Record, RecordedStage
from reportgen.problems import InputError, Problem, refuse

# What a measurement says itself.
OWN_FIELDS = ("duration", "started_at")


def check_target(manifest: Path, flags: Mapping[str, str]) -> None:
    """Raise InputError, with every problem, where a measurement could not be written there afterwards.

    flags: texts of task, samples_before and samples_after that are to be written too.
    """
    problems: list[Problem] = []
    log = log_beside(manifest)
    if os.path.lexists(log):
        hint = "name another manifest with -o, or move it away with its manifest"
        problems.append(Problem(str(log), "is there already, and a measurement is never overwritten", hint))
    elif flags or os.path.lexists(manifest):
        problems += _problems_of_manifest(manifest, flags)
    elif manifest.suffix.lower() not in (".yaml", ".yml", ".json", ".toml"):
        problems.append(
            Problem(str(manifest), "the ending does not say how to write a manifest", ".yaml, .json, .toml")
        )
    if problems:
        raise InputError(problems)


def free_target(manifest: Path) -> Path:
    """The manifest, or where one is there that was measured or says its duration, the next that is free: run-2.yaml."""
    number, free = 2, manifest
    while os.path.lexists(log_beside(free)) or _says_its_own(free):
        free, number = manifest.with_name(f"{manifest.stem}-{number}{manifest.suffix}"), number + 1
    return free


def _says_its_own(manifest: Path) -> bool:
    """Whether a manifest is there that says what a measurement would; one that cannot be read is left to be told."""
    from reportgen.files.document import read_file

    if not os.path.lexists(manifest):
        return False
    try:
        entries = read_file(manifest).root.value
    except InputError:
        return False
    return isinstance(entries, dict) and any(name in entries and entries[name].kind != "null" for name in OWN_FIELDS)


def _problems_of_manifest(manifest: Path, flags: Mapping[str, str]) -> list[Problem]:
    from reportgen.files.document import read_file
    from reportgen.files.nodes import Node
    from reportgen.manifest.read import read_manifest, with_stand_ins

    document = None
    if os.path.lexists(manifest):
        try:
            document = read_file(manifest)
        except InputError as error:
            return list(error.problems)
    _, notes = read_manifest(document, flags)
    entries = document.root.value if document else {}
    assert isinstance(entries, dict)
    problems = [
        Problem(notes.where((name,)), "is there already, and measuring would write it", "take the line out")
        for name in OWN_FIELDS
        if name in entries and entries[name].kind != "null"
    ]
    counts = with_stand_ins(notes)
    if counts is not None and counts.samples_after > counts.samples_before:
        message = f"{counts.samples_after:,} after filtering is more than the {counts.samples_before:,} before"
        problems.append(Problem(notes.where(("samples_after",)), message, "are the two swapped?"))
    # what is missing may be added later
    there = {*flags, *(name for name, node in entries.items() if isinstance(node, Node) and node.kind != "null")}
    missing = {f"$.{name}" for name in ("task", "samples_before", "samples_after", "duration") if name not in there}
    return [*problems, *(it for it in notes.problems if it.where.rpartition(" ")[2] not in missing)]


def write_measurement(
    manifest: Path, record: Record, log: Path | None, fields: Mapping[str, Any], given_by: Mapping[str, str]
) -> tuple[str, ...]:
    """Write or complete a manifest with duration, start, energy and stages; the needed fields that it still lacks.

    log: the measurement's log, copied beside the manifest where it is elsewhere; None: there is none, and the energy
    stands in the manifest itself. Raises InputError and WriteError as `drafts.complete` does.
    """
    from reportgen.drafts.complete import complete_manifest

    energy: Sequence[Mapping[str, Any]] = energy_entries(record)
    with ExitStack() as undo:
        if log is not None:
            beside = log_beside(manifest)
            if log != beside:
                _copy(log, beside)
                undo.callback(beside.unlink)  # it would be in the way of the next try
            energy = [{"file": beside.name}]
        additions = {**run_fields(record), **fields, "energy": energy or None}
        lacking = complete_manifest(manifest, additions, given_by)
        undo.pop_all()
    return lacking


def run_fields(record: Record) -> dict[str, Any]:
    """Duration, start and stages under the manifest's names."""
    started_at = record.started_at
    stages = [stage for stage in map(_stage, record.stages) if stage]
    return {
        "duration": _seconds(record.duration_s),
        "started_at": None if started_at is None else started_at.isoformat(timespec="seconds"),
        "stages": stages or None,
    }


def _stage(stage: RecordedStage) -> dict[str, Any] | None:
    if stage.removed is None:
        return None
    seconds = _seconds(stage.duration_s)
    return {"name": stage.name, "removed": stage.removed, **({} if seconds is None else {"duration": seconds})}


def _seconds(duration_s: Decimal | None) -> Decimal | None:
    """To the millisecond, or finer for what is shorter; None where nothing went by."""
    return None if duration_s is None else round(duration_s, 3) or duration_s or None


def energy_entries(record: Record) -> list[dict[str, Any]]:
    """One entry of `energy` for each device that was measured or estimated."""
    entries = []
    for device in record.devices:
        if device.energy_kwh is None:
            continue
        entry: dict[str, Any] = {
            "kwh": _rounded(device.energy_kwh),
            "source": f"reportgen, {device.method}",
            "scope": device.name,
            "basis": device.basis,
        }
        # the range of software meters is wider than what sampling can have missed: without one of its own it applies
        if device.basis != "measured" and device.low_kwh is not None and device.high_kwh is not None:
            entry |= {"low": _rounded(device.low_kwh), "high": _rounded(device.high_kwh)}
        entries.append(entry)
    return entries


def _rounded(kwh: Decimal) -> Decimal:
    """To nine digits, more than any meter has."""
    return Decimal(f"{kwh:.9g}")


def _copy(log: Path, target: Path) -> None:
    from reportgen.files.writing import WriteError

    try:
        with ExitStack() as undo, log.open("rb") as source, target.open("xb") as copy:
            undo.callback(target.unlink)  # half a log would pass for a run that was cut off
            shutil.copyfileobj(source, copy)
            copy.flush()
            undo.pop_all()
    except FileExistsError:
        hint = "write to another manifest"
        message = "is there already, and a measurement is never overwritten"
        refuse(str(target), message, hint)
    except OSError as error:
        raise WriteError(target, error.strerror or str(error)) from error
