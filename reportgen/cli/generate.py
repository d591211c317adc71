"""`reportgen generate`: the report of a run, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.codes import DEGRADED, DONE, FAILED, INPUT_WRONG
from reportgen.cli.inputs import load_run, run_inputs, show_problems
from reportgen.problems import InputError, Problem, excerpt
from reportgen.rendering.formats import DEFAULT_FORMATS, ENDINGS, FORMATS

if TYPE_CHECKING:
    from reportgen.rendering.report import Report

LONGEST_NAME = 200


@click.command("generate")
@run_inputs
@click.option("-o", "--output", default=".", metavar="DIR", show_default=True, help="Folder to write into.")
@click.option(
    "--format",
    "formats",
    metavar="LIST",
    help="What to write, separated by commas: html, pdf, json, boamps. "
    "[default: html,pdf,json, or the project's formats]",
)
@click.option("--name", default="report", metavar="STEM", show_default=True, help="File name without ending.")
@click.option(
    "--audience",
    type=click.Choice(["external", "internal"]),
    default="external",
    show_default=True,
    help="external withholds what confidential rows say; internal shows it and marks every page.",
)
@click.option("--no-attach", "attach", flag_value=False, default=True, help="Attach nothing to the PDF.")
def command(output: str, formats: str | None, name: str, problems: str, **inputs: Any) -> int:
    """Make the report of a filtering run.

    MANIFEST is a YAML, JSON or TOML file; four flags do without one. The format boamps is the run's energy in
    Boavizta's data model for AI tasks. Prints the paths written. Exit code 0, 2 for wrong inputs (nothing is written),
    3 where something asked for is missing or degraded, 1 for a failure.
    """
    asked = None if formats is None else tuple(format_.strip() for format_ in formats.split(","))
    report = load_run(problems=problems, call_problems=_call_problems(asked, name), **inputs)
    chosen = asked or report.formats or DEFAULT_FORMATS
    if wrong := _overwritten(Path(output), chosen, name, [inputs["manifest"], *inputs["costs"], inputs["theme"]]):
        show_problems(wrong, problems)
        return INPUT_WRONG
    return save(report, output, chosen, name, problems)


def save(report: Report, output: str, formats: tuple[str, ...], name: str, problems: str = "text") -> int:
    """Write the report and say where; the exit code."""
    from reportgen.files.writing import WriteError

    try:
        saved = report.save(output, formats, name)
    except WriteError as error:
        click.echo(f"reportgen: {error}; nothing was written", err=True)
        return FAILED
    except InputError as error:  # what a template of the user's does wrong is known only now
        show_problems(error.problems, problems)
        return INPUT_WRONG
    for path in saved.paths:
        click.echo(path)
    for warning in saved.warnings:
        click.echo(f"reportgen: {warning}", err=True)
    for shortfall in saved.shortfalls:
        click.echo(f"reportgen: {shortfall}", err=True)
    return DEGRADED if saved.shortfalls else DONE


def _call_problems(formats: tuple[str, ...] | None, name: str) -> list[Problem]:
    problems = []
    for format_ in dict.fromkeys(formats or ()):
        if format_ not in FORMATS:
            problems.append(Problem("--format", f'"{excerpt(format_)}" is no format', f"one of {', '.join(FORMATS)}"))
    plain = name and Path(name).name == name and name not in (".", "..") and name.isprintable()
    # the system's limit is 255 bytes, ending included
    if not plain or len(name.encode()) > LONGEST_NAME:
        hint = f"a name without folder, at most {LONGEST_NAME} bytes"
        problems.append(Problem("--name", "is no plain file name", hint))
    return problems


def _overwritten(folder: Path, formats: tuple[str, ...], name: str, given: Sequence[str | None]) -> list[Problem]:
    """What is wrong where the report would take the place of a file that it is made from."""
    # the name of a built-in table is no file
    inputs = [Path(path) for path in given if path is not None and os.path.exists(path)]
    targets = [folder / f"{name}.{ENDINGS[format_]}" for format_ in dict.fromkeys(formats)]
    return [
        Problem(str(path), "the report would be written over this input", "choose another --name, or a folder with -o")
        for path in inputs
        if any(os.path.exists(target) and os.path.samefile(target, path) for target in targets)
    ]
