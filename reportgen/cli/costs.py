"""`reportgen costs`: the prices that apply, a table to begin with, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.codes import DONE, FOUND
from reportgen.cli.command import Commands
from reportgen.cli.inputs import COSTS_FILE, DECIMAL, SHEET
from reportgen.cli.outputs import refuse_existing, say_written, write_one
from reportgen.files.paths import is_one_of
from reportgen.problems import InputError, Problem, refuse

if TYPE_CHECKING:
    from reportgen.factors.read_table import Told

FORMATS = ("table", "json", "csv", "xlsx")


@click.group("costs", cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Show, begin and check cost tables."""


def _told(decimal: str | None, sheet: str | None) -> Told:
    from reportgen.factors.read_table import Told
    from reportgen.files.decimal_sign import SIGNS

    return Told(SIGNS[decimal] if decimal else None, sheet)


@command.command("show")
@click.argument("manifest", required=False, type=click.Path())
@COSTS_FILE
@DECIMAL
@SHEET
@click.option("--task", help="This task alone.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="table", show_default=True, help="As what.")
@click.option("-o", "--output", metavar="FILE", help="File to write, instead of standard output; xlsx needs one.")
def show(
    manifest: str | None,
    costs: Sequence[str],
    decimal: str | None,
    sheet: str | None,
    task: str | None,
    format_: str,
    output: str | None,
) -> int:
    """Show the price that applies to each task.

    Says where it comes from, what it replaced and when it expires, for the run that MANIFEST describes or, without
    one, for this folder.
    """
    content, documents, said = _listed(manifest, costs, _told(decimal, sheet), task, format_)
    for line in said:
        click.echo(f"reportgen: {line}", err=True)
    if output is None or output == "-":
        if format_ == "xlsx":
            refuse("--format xlsx", "is no text for standard output", "name a file with -o")
        click.echo(content.decode(), nl=False)
        return DONE
    if is_one_of(Path(output), [name for name in (*documents, manifest) if name is not None]):
        refuse(output, "the list would be written over this input", "choose another file")
    write_one(Path(output), content)
    say_written(output)
    return DONE


def _listed(
    manifest: str | None, tables: Sequence[str], told: Told, task: str | None, format_: str
) -> tuple[bytes, list[str], Sequence[str]]:
    """The list as a file's bytes, the names of the files that were read for it, and what to say of them."""
    from reportgen.factors.layers import read_layers
    from reportgen.factors.price_list import price_list
    from reportgen.factors.tasks import canonical_task
    from reportgen.files.document import read_file
    from reportgen.files.nodes import Node
    from reportgen.files.notes import Notes, suggestion
    from reportgen.manifest.read import read_manifest
    from reportgen.problems import excerpt
    from reportgen.rendering.price_list import WRITERS

    run, notes = None, Notes("command line", Node("map", {}, None))
    if manifest is not None:
        run, notes = read_manifest(read_file(Path(manifest)), {})
    folder = Path.cwd() if manifest is None else Path(manifest).resolve().parent
    layers = read_layers([Path(path) for path in tables], folder, run, notes, told)
    if notes.problems or layers.problems:
        raise InputError([*notes.problems, *layers.problems])
    lines = price_list(layers.tables)
    if task is not None:
        wanted = canonical_task(task) or task
        known = [line.task for line in lines]
        if wanted not in known:
            message = f'"{excerpt(task)}" is no task that has a price'
            refuse("--task", message, suggestion(wanted, known))
        lines = [line for line in lines if line.task == wanted]
    names = [document.name for _, document in layers.documents]
    return WRITERS[format_](lines, layers.tables), names, layers.said


@command.command("init")
@click.option("-o", "--output", default="costs.toml", metavar="FILE", show_default=True, help="File to write.")
def init(output: str) -> int:
    """Write a commented cost table to fill in.

    As TOML, or with -o prices.xlsx as a workbook with checks and notes in its cells. A file that is there already
    stays; then nothing is written.
    """
    from reportgen.drafts.starter_costs import STARTER
    from reportgen.rendering.starter_workbook import starter_workbook

    refuse_existing(Path(output), "choose another file with -o")
    ending = Path(output).suffix.lower()
    if ending not in (".toml", ".xlsx"):
        refuse("-o", "the file is TOML or XLSX, and its name must say so", "such as -o costs.toml or -o prices.xlsx")
    write_one(Path(output), STARTER.encode() if ending == ".toml" else starter_workbook())
    say_written(output)
    return DONE


@command.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@DECIMAL
@SHEET
@click.option(
    "--at", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge validity on this day. [default: today]"
)
@click.option(
    "--soon",
    type=click.IntRange(0, 36500),
    default=60,
    metavar="DAYS",
    show_default=True,
    help="How far to look ahead.",
)
def check(files: Sequence[str], decimal: str | None, sheet: str | None, at: datetime | None, soon: int) -> int:
    """Say what is wrong with cost tables, or will be soon.

    Finds faults of rows, unknown units, rows that are valid on the same days, tiers out of order, prices that expire,
    missing sources and rates. Exit code 0 if nothing is found, 4 if something is, 2 for a file that cannot be read.
    """
    from reportgen.factors.cost_table import COSTS, PROJECT
    from reportgen.factors.findings import findings
    from reportgen.factors.layers import open_table

    found: list[Problem] = []
    unreadable: list[Problem] = []
    rows = 0
    for name in files:
        shape, layer = (PROJECT, "project") if Path(name).name == "reportgen.toml" else (COSTS, "company")
        try:
            opened = open_table(Path(name), shape, layer, _told(decimal, sheet))
        except InputError as error:
            unreadable += error.problems
            continue
        rows += len(opened.rows)
        found += findings(opened, at.date() if at else date.today(), soon)
    for problem in found:
        click.echo(str(problem))
    if unreadable:
        raise InputError(unreadable)
    if found:
        return FOUND
    click.echo(f"nothing found in {rows} row{'' if rows == 1 else 's'}")
    return DONE
