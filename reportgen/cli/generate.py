"""`reportgen generate`: the report of a run, written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.codes import DEGRADED, DONE, FAILED, INPUT_WRONG
from reportgen.cli.inputs import load_run, run_inputs, show_problems
from reportgen.problems import Problem

if TYPE_CHECKING:
    from reportgen.rendering.report import Report

FORMATS = ("html", "pdf", "json")


@click.command("generate")
@run_inputs
@click.option("-o", "--output", default=".", metavar="DIR", show_default=True, help="Folder to write into.")
@click.option(
    "--format",
    "formats",
    metavar="LIST",
    help="What to write, separated by commas. [default: html,pdf,json, or the project's formats]",
)
@click.option("--name", default="report", metavar="STEM", show_default=True, help="File name without ending.")
def command(output: str, formats: str | None, name: str, problems: str, **inputs: Any) -> int:
    """Make the report of a filtering run.

    MANIFEST is a YAML, JSON or TOML file; four flags do without one. Prints the paths written. Exit code 0, 2 for
    wrong inputs (nothing is written), 3 where something asked for is missing or degraded, 1 for a failure.
    """
    wrong = _call_problems(formats, name)
    if wrong:
        show_problems(wrong, problems)
        return INPUT_WRONG
    report = load_run(problems=problems, **inputs)
    chosen = tuple(formats.split(",")) if formats else report.formats or FORMATS
    return save(report, output, chosen, name)


def save(report: Report, output: str, formats: tuple[str, ...], name: str) -> int:
    """Write the report and say where; the exit code."""
    from reportgen.rendering.files import WriteError

    try:
        saved = report.save(output, formats, name)
    except WriteError as error:
        click.echo(f"reportgen: {error}; nothing was written", err=True)
        return FAILED
    for path in saved.paths:
        click.echo(path)
    for shortfall in saved.shortfalls:
        click.echo(f"reportgen: {shortfall}", err=True)
    return DEGRADED if saved.shortfalls else DONE


def _call_problems(formats: str | None, name: str) -> list[Problem]:
    problems = []
    for format_ in (formats or "html").split(","):
        if format_ not in FORMATS:
            problems.append(Problem("--format", f'"{format_[:40]}" is no format', f"one of {', '.join(FORMATS)}"))
    plain = name and Path(name).name == name and name not in (".", "..") and name.isprintable()
    if not plain or len(name.encode()) > 200:
        problems.append(Problem("--name", "is no plain file name", "a name without folder, at most 200 bytes"))
    return problems
