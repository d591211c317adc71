"""`reportgen import`: what other energy tools wrote, read, judged and put into a manifest."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.codes import DEGRADED, DONE
from reportgen.cli.command import Command
from reportgen.cli.inputs import DECIMAL
from reportgen.cli.outputs import written
from reportgen.problems import InputError, Problem, refuse

if TYPE_CHECKING:
    from reportgen.energy.overlap import Overlap
    from reportgen.energy.record import Record

_MOST_NAMES = 3  # of files or devices in one line


@dataclass(frozen=True)
class _Read:
    """A file as the user named it, and its records."""

    file: str
    records: list[Record]


@click.command("import", cls=Command)
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE|FOLDER...")
@click.option("--as", "tool", metavar="TOOL", help="The tool that wrote the files, where it cannot be detected.")
@click.option(
    "--columns",
    metavar="LIST",
    help="The columns of a plain CSV: time=NAME,power_w=NAME[+NAME][,device=NAME], energy_kwh=NAME, or "
    "energy_counter_j=NAME of a running total. Of any log of samples: devices=4, decimal=comma.",
)
@DECIMAL
@click.option("--run", metavar="N", help="The run to take, counted from 1, of a file that holds several.")
@click.option("--json", "as_json", is_flag=True, help="Print the records as a JSON list.")
@click.option(
    "-o", "--output", metavar="FILE", help="Manifest to write, or to complete. Without it nothing is written."
)
@click.option("--task", help="Task of the run, for the manifest.")
@click.option("--samples-before", metavar="N", help="Samples before filtering, for the manifest.")
@click.option("--samples-after", metavar="N", help="Samples after filtering, for the manifest.")
@click.option("--duration", metavar="D", help="Duration of the filtering, in place of the records'.")
@click.option("--allow-path", is_flag=True, help="Let the manifest name files outside its folder.")
def command(
    files: Sequence[str],
    tool: str | None,
    columns: str | None,
    decimal: str | None,
    run: str | None,
    as_json: bool,
    output: str | None,
    allow_path: bool,
    **flags: str | None,
) -> int:
    """Read what another energy tool wrote.

    The tool is detected. Prints what was understood; -o also puts it into a manifest. Exit code 0, 2 for wrong inputs
    (nothing is written), 3 for a record that is hard to believe, 1 for a failure.
    """
    named = _columns(columns)
    reads = _read_all(files, tool, named, _run(run), decimal)
    # all that can fail comes before anything is written or said
    text, doubts = _text(reads, as_json), _doubts(reads)
    if output is not None:
        entry = {"tool": tool, "columns": named or None, "run": _run(run)}
        _write(Path(output), *_additions(reads, Path(output), entry, allow_path, flags))
    with written([] if output is None else [output]):
        click.echo(text)
        if output is not None:
            click.echo(output, err=as_json)
    if output is not None and decimal is not None:
        doubts.append(f"{output} does not say the decimal sign: say --decimal {decimal} to generate and check too")
    for line in doubts:
        click.echo(f"reportgen: {line}", err=True)
    return DEGRADED if any(record.implausible for read in reads for record in read.records) else DONE


def _columns(text: str | None) -> dict[str, str]:
    named: dict[str, str] = {}
    for part in text.split(",") if text else ():
        key, _, name = (word.strip() for word in part.partition("="))
        if not key or not name or key in named:
            hint = "such as --columns time=t,power_w=watts"
            refuse("--columns", f'"{part}" is no NAME=COLUMN, or is given twice', hint)
        named[key] = name
    return named


def _run(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 5 or not int(text):
        refuse("--run", f'"{text}" is no number of a run', "a whole number from 1")
    return int(text)


def _read_all(
    files: Sequence[str], tool: str | None, columns: dict[str, str], run: int | None, decimal: str | None
) -> list[_Read]:
    from reportgen.energy.importers.read import read_records

    reads: list[_Read] = []
    problems: list[Problem] = []
    for file in dict.fromkeys(files):
        try:
            reads.append(_Read(file, read_records(Path(file), tool, columns, run=run, decimal=decimal)))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return reads


def _additions(
    reads: list[_Read],
    manifest: Path,
    named: dict[str, Any],
    allow_path: bool,
    flags: dict[str, str | None],
) -> tuple[dict[str, Any], dict[str, str]]:
    """What the manifest shall hold, and who says it. named: what is said of each file, None of what nobody says."""
    from reportgen.manifest.read import typed_flags

    given = {name: text for name, text in flags.items() if text is not None}
    additions: dict[str, Any] = typed_flags(given)
    given_by = {name: f"--{name.replace('_', '-')}" for name in given}
    recorded = _run_fields([record for read in reads for record in read.records])
    for name, value in recorded.items():
        if name not in given:
            additions[name] = value
            given_by[name] = reads[0].file
    if "duration" in recorded and "duration" not in given:
        given_by["duration"] += " (--duration in its place keeps what is there)"
    entries = []
    for read in reads:
        entry: dict[str, Any] = {"file": _from(manifest, read.file, allow_path)}
        entries.append(entry | {name: value for name, value in named.items() if value is not None})
    return {**additions, "energy": entries}, given_by


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


def _from(manifest: Path, file: str, allow_path: bool) -> str:
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


def _write(manifest: Path, additions: dict[str, Any], given_by: dict[str, str]) -> None:
    from reportgen.drafts.complete import complete_manifest

    if lacking := complete_manifest(manifest, additions, given_by):
        them, flags = ("it", "a flag") if len(lacking) == 1 else ("them", "flags")
        said = f"{manifest} still lacks {', '.join(lacking)}: add {them}, or give {them} to generate as {flags}"
        click.echo(f"reportgen: {said}", err=True)


def _doubts(reads: list[_Read]) -> list[str]:
    """Every warning beside its file, and which records speak of one time: of one device, or of several."""
    from reportgen.energy.overlap import overlaps, told_apart
    from reportgen.words.counted import MOST_OF_A_KIND, counted

    lines = _warnings(reads)
    placed = [(read.file, record) for read in reads for record in read.records]
    records = [record for _, record in placed]
    found = overlaps(records)

    def files(first: int, second: int) -> str:
        return " and ".join(dict.fromkeys((placed[first][0], placed[second][0])))

    overlapping = []
    for overlap in found:
        said = f"at the same time: they are not added up{_left_out(overlap, placed)}"
        if not overlap.sure:
            said = "perhaps at the same time: a clock says no zone, or a record names no device; they are added up"
        overlapping.append(f"{files(overlap.first, overlap.second)}: two records of {overlap.device}, {said}")
    apart = [
        f"{files(it.first, it.second)}: at the same time, of different devices ({it.by}): added up"
        for it in told_apart(records, found)
    ]
    return [*lines, *counted(overlapping, MOST_OF_A_KIND), *_first(apart)]


def _warnings(reads: list[_Read]) -> list[str]:
    """Each warning once, beside the files that have it."""
    from reportgen.words.counted import MOST_OF_A_KIND, counted

    files: dict[str, list[str]] = {}
    for read in reads:
        for line in counted((warning for record in read.records for warning in record.warnings), MOST_OF_A_KIND):
            files.setdefault(line, []).append(read.file)
    return [f"{_listed(names)}: {line}" for line, names in files.items()]


def _left_out(overlap: Overlap, placed: Sequence[tuple[str, Record]]) -> str:
    """Which of the two is left out, where the files tell them apart, and what is lost with it."""
    from reportgen.words.numbers import HOUSE

    kept, file = placed[overlap.first][0], placed[overlap.second][0]
    lost = []
    if overlap.outside_s:
        lost.append(f"{HOUSE.up_to_significant(overlap.outside_s, 4)} s of it lie outside the other")
    if overlap.beside:
        lost.append(f"it alone has {_listed(overlap.beside)}")
    said = "" if kept == file and not lost else f", and {file if kept != file else 'the second'} is left out"
    return said + (f" ({'; '.join(lost)}: in no sum)" if lost else "")


def _first(lines: Sequence[str]) -> list[str]:
    """The first of lines that are all of one kind, the last of them with how many more there are."""
    from reportgen.words.counted import MOST_OF_A_KIND

    shown = list(dict.fromkeys(lines))[:MOST_OF_A_KIND]
    more = len(lines) - len(shown)
    return [*shown[:-1], f"{shown[-1]} (and {more:,} more)"] if more else shown


def _listed(names: Sequence[str]) -> str:
    """The first of the names, and how many more there are."""
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more:,} more" if more > 0 else "")


def _text(reads: list[_Read], as_json: bool) -> str:
    """The records, for a person or as JSON."""
    from reportgen.cli.record_lines import record_lines
    from reportgen.energy.record_json import record_values
    from reportgen.files.json_text import dumps

    placed = [(read.file, record) for read in reads for record in read.records]
    if as_json:
        return dumps([record_values(record, Path(file).name) for file, record in placed])
    return "\n".join(record_lines(placed))
