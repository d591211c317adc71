"""What `reportgen import -o` puts into a manifest: of records of energy, of filters and of a training together."""

from __future__ import annotations

import os
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli.import_reads import Read, placed_curations
from reportgen.problems import InputError, Problem, refuse

if TYPE_CHECKING:
    from reportgen.energy.record import Record

_MOST_NAMES = 3  # of files or devices in one line


def additions_of(
    reads: list[Read],
    manifest: Path,
    named: dict[str, Any],
    allow_path: bool,
    flags: dict[str, str | None],
) -> tuple[list[str], dict[str, Any], dict[str, str]]:
    """What to say of it, what the manifest shall hold, and who says it.

    named: what is said of each file of energy, None of what nobody says.
    """
    from reportgen.energy.measurement import TOOL
    from reportgen.manifest.read import typed_flags

    given = {name: text for name, text in flags.items() if text is not None}
    additions: dict[str, Any] = typed_flags(given)
    given_by = {name: f"--{name.replace('_', '-')}" for name in given}
    energies = [read for read in reads if read.records]
    said, filtered = _filtered_fields(reads, additions)
    recorded = _run_fields([record for read in energies for record in read.records])
    measured = any(it.tool == TOOL for read in energies for it in read.records)
    said += _agreed(recorded, filtered) if measured else _agreed(filtered, recorded)
    trained = [read for read in reads if read.trainings]
    sources = [
        (filtered, [read for read in reads if read.curations]),
        (recorded, energies),
        (_trained_fields(trained), trained),
    ]
    for fields, whose in sources:
        for name, value in fields.items():
            files = listed([read.file for read in whose])
            if name not in given:
                additions[name], given_by[name] = value, files
            elif additions[name] != value and name != "duration":
                said.append(f"{name}: {_text(additions[name])} by {given_by[name]}, and not {_text(value)} by {files}")
    if "duration" in additions and "duration" not in given:
        given_by["duration"] += " (--duration in its place keeps what is there)"
    entries = []
    for read in energies:
        entry: dict[str, Any] = {"file": path_from(manifest, read.file, allow_path)}
        entries.append(entry | {name: value for name, value in named.items() if value is not None})
    if not additions and not entries:
        refuse(reads[0].file, "says nothing that a manifest could hold", "leave out -o to see what it says")
    return said, additions | ({"energy": entries} if entries else {}), given_by


def _agreed(kept: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """What is said of values that both have and that differ; they are taken out of the other one.

    The filter's record knows better when it worked than a tool that ran around it, and our own measurement of the
    command better than either.
    """
    said = []
    for name in [it for it in kept if it in other]:
        value = other.pop(name)
        if value != kept[name] and name != "stages":
            said.append(f"{name}: {_text(kept[name])} is taken, and not {_text(value)} of the other record")
    return said


def _filtered_fields(reads: list[Read], given: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """What does not add up in the records of filters joined, and what they say of the run; given: by the user.

    Raises InputError where they do not join.
    """
    from reportgen.curation.chain import joined
    from reportgen.curation.record import Curation
    from reportgen.curation.run_fields import run_fields

    placed = placed_curations(reads)
    if not placed:
        return [], {}
    run = joined(placed)
    after = given.get("samples_after")
    if isinstance(run, Problem) and after is not None and placed[-1][1].after is None:
        kept = Curation("", placed[-1][1].unit, samples=int(after), filters=False)
        run = joined([*placed, ("--samples-after", kept)])
    if isinstance(run, Problem):
        raise InputError([run])
    return list(run.warnings), run_fields(run, given.get("samples_before"))


def _trained_fields(trained: list[Read]) -> dict[str, Any]:
    """What the one training says; nothing of several, of which nobody knows which one is meant."""
    from reportgen.curation.run_fields import training_fields

    trainings = [it for read in trained for it in read.trainings]
    fields = training_fields(trainings[0]) if len(trainings) == 1 else {}
    return {"training": fields} if fields else {}


def _run_fields(records: list[Record]) -> dict[str, Any]:
    """What the records say of the run: all that `measure` would have written, of its own log; else the duration.

    Records of one duration that were not made at one time, or do not say when, leave it open.
    """
    from reportgen.energy.measurement import TOOL
    from reportgen.energy.overlap import are_at_once
    from reportgen.energy.target import run_fields

    if len(records) == 1 and records[0].tool == TOOL:
        return {name: value for name, value in run_fields(records[0]).items() if value is not None}
    durations = {record.duration_s for record in records}
    at_once = len(durations) == 1 and None not in durations and are_at_once(records)
    return {"duration": durations.pop()} if at_once else {}


def path_from(manifest: Path, file: str, allow_path: bool) -> str:
    """The file's path from the manifest's folder, with forward slashes."""
    from reportgen.files.paths import is_below

    folder = manifest.parent.resolve()
    path = Path(os.path.abspath(file))
    inside = is_below(path, folder)
    if not inside and not allow_path:
        hint = "lay it there, or say --allow-path here and to generate"
        refuse(file, f"lies outside the folder of {manifest}", hint)
    if not path.is_relative_to(folder) and inside:
        path = path.resolve()
    return Path(os.path.relpath(path, folder)).as_posix()


def listed(names: Sequence[str]) -> str:
    """The first of the names, and how many more there are."""
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more:,} more" if more > 0 else "")


def _text(value: Any) -> str:
    from reportgen.files.json_text import number_text

    return number_text(value) if isinstance(value, Decimal) else str(value)
