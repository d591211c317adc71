"""`reportgen import`: what tools of energy, filtering and training wrote, read, judged and put into a manifest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.codes import DEGRADED, DONE
from reportgen.cli.command import Command
from reportgen.cli.import_fields import additions_of, listed
from reportgen.cli.import_reads import Asked, Read, needs_decimal_sign, placed_curations, read_all
from reportgen.cli.inputs import DECIMAL
from reportgen.cli.outputs import written
from reportgen.problems import refuse

if TYPE_CHECKING:
    from reportgen.energy.overlap import Overlap
    from reportgen.energy.record import Record


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
@click.option(
    "--policy",
    type=click.Choice(["all", "keep-one", "duplicates"]),
    help="What is removed of what a tool only flags: all; all but one of each set of duplicates; duplicates alone.",
)
@click.option("--kept", metavar="TAG", help="The tag that means kept, of a tool that tags samples.")
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
    policy: str | None,
    kept: str | None,
    as_json: bool,
    output: str | None,
    allow_path: bool,
    **flags: str | None,
) -> int:
    """Read what another tool wrote: of energy, of filtering or of a training.

    The tool is detected. Prints what was understood; -o also puts it into a manifest. Exit code 0, 2 for wrong inputs
    (nothing is written), 3 for a record that is hard to believe, 1 for a failure.
    """
    named = _columns(columns)
    asked = Asked(tool, named, _run(run), decimal, policy, kept)
    reads = read_all(files, asked)
    # all that can fail comes before anything is written or said
    text, doubts = _text(reads, as_json), _doubts(reads)
    if output is not None:
        entry = {"tool": tool, "columns": named or None, "run": _run(run)}
        said, additions, given_by = additions_of(reads, Path(output), entry, allow_path, flags)
        _write(Path(output), additions, given_by)
        doubts += said
    with written([] if output is None else [output]):
        click.echo(text)
        if output is not None:
            click.echo(output, err=as_json)
    if output is not None and needs_decimal_sign(reads, asked):
        doubts.append(f"{output} does not say the decimal sign: say --decimal {decimal} to generate and check too")
    for line in dict.fromkeys(doubts):
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


def _write(manifest: Path, additions: dict[str, Any], given_by: dict[str, str]) -> None:
    from reportgen.drafts.complete import complete_manifest

    if lacking := complete_manifest(manifest, additions, given_by):
        them, flags = ("it", "a flag") if len(lacking) == 1 else ("them", "flags")
        said = f"{manifest} still lacks {', '.join(lacking)}: add {them}, or give {them} to generate as {flags}"
        click.echo(f"reportgen: {said}", err=True)


def _doubts(reads: list[Read]) -> list[str]:
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


def _warnings(reads: list[Read]) -> list[str]:
    """Each warning once, beside the files that have it."""
    from reportgen.words.counted import MOST_OF_A_KIND, counted

    files: dict[str, list[str]] = {}
    for read in reads:
        warnings = [
            *(it.warnings for it in read.records),
            *((*it.warnings, *([it.unsettled] if it.unsettled else [])) for it in read.curations),
            *(it.warnings for it in read.trainings),
        ]
        for line in counted(chain.from_iterable(warnings), MOST_OF_A_KIND):
            files.setdefault(line, []).append(read.file)
    return [f"{listed(names)}: {line}" for line, names in files.items()]


def _left_out(overlap: Overlap, placed: Sequence[tuple[str, Record]]) -> str:
    """Which of the two is left out, where the files tell them apart, and what is lost with it."""
    from reportgen.words.numbers import HOUSE

    kept, file = placed[overlap.first][0], placed[overlap.second][0]
    lost = []
    if overlap.outside_s:
        lost.append(f"{HOUSE.up_to_significant(overlap.outside_s, 4)} s of it lie outside the other")
    if overlap.beside:
        lost.append(f"it alone has {listed(overlap.beside)}")
    said = "" if kept == file and not lost else f", and {file if kept != file else 'the second'} is left out"
    return said + (f" ({'; '.join(lost)}: in no sum)" if lost else "")


def _first(lines: Sequence[str]) -> list[str]:
    """The first of lines that are all of one kind, the last of them with how many more there are."""
    from reportgen.words.counted import MOST_OF_A_KIND

    shown = list(dict.fromkeys(lines))[:MOST_OF_A_KIND]
    more = len(lines) - len(shown)
    return [*shown[:-1], f"{shown[-1]} (and {more:,} more)"] if more else shown


def _text(reads: list[Read], as_json: bool) -> str:
    """The records, for a person or as JSON, those of a kind together."""
    from reportgen.cli.curation_lines import curation_lines, training_lines
    from reportgen.cli.record_lines import record_lines

    if as_json:
        return _json(reads)
    lines = record_lines([(read.file, record) for read in reads for record in read.records])
    lines += curation_lines(placed_curations(reads))
    lines += training_lines([(read.file, record) for read in reads for record in read.trainings])
    return "\n".join(lines)


def _json(reads: list[Read]) -> str:
    """Every record with its kind, in the order of the files."""
    from reportgen.curation.record_json import curation_values, training_values
    from reportgen.energy.record_json import record_values
    from reportgen.files.json_text import dumps

    values: list[dict[str, Any]] = []
    for read in reads:
        name = Path(read.file).name
        values += [{"kind": "energy", **record_values(record, name)} for record in read.records]
        values += [curation_values(record, name) for record in read.curations]
        values += [training_values(record, name) for record in read.trainings]
    return dumps(values)
