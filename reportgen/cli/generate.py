"""`reportgen generate`: the report of a run, written whole or not at all."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.codes import DEGRADED, DONE
from reportgen.cli.command import Command
from reportgen.cli.inputs import load_run, run_inputs
from reportgen.cli.outputs import folder_faults, say_written
from reportgen.figures.draws import RANGES
from reportgen.page.edition import EDITIONS
from reportgen.problems import Problem, excerpt, refuse
from reportgen.rendering.formats import ASSETS, DEFAULT_FORMATS, FORMATS, INLINE

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

    from reportgen.rendering.report import Report

LONGEST_NAME = 200


@click.command("generate", cls=Command)
@run_inputs
@click.option("-o", "--output", default=".", metavar="DIR", show_default=True, help="Folder to write into.")
@click.option(
    "--format",
    "formats",
    metavar="LIST",
    help=f"What to write, separated by commas: {', '.join(FORMATS)}. "
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
@click.option(
    "--edition",
    type=click.Choice(EDITIONS),
    help="brief: the cover and the signing page; standard: body and compact appendix; full: every formula with its "
    "numbers. [default: standard, or the project's]",
)
@click.option(
    "--ranges",
    type=click.Choice(RANGES),
    help="Say how likely each figure is where, by 100,000 draws from the ranges of its inputs, and what would turn the "
    "result round; no-judgement draws from no range that is a judgement, built-in ones among them.",
)
@click.option(
    "--summary", is_flag=True, help="Say on standard error what the cover says; on a terminal it always does."
)
@click.option(
    "--assets",
    type=click.Choice(ASSETS),
    default=INLINE,
    show_default=True,
    help="Where styles and script of the HTML are: in it, or in NAME.css and NAME.js, if servers forbid inline ones.",
)
@click.option(
    "--sign",
    metavar="KEY.p12",
    help="Sign the PDF with this key (PAdES); $REPORTGEN_SIGN_PASSPHRASE has its passphrase, or it is asked for.",
)
@click.option("--ci", is_flag=True, help="Append the report as Markdown to the file that $GITHUB_STEP_SUMMARY names.")
@click.option("--no-attach", "attach", flag_value=False, default=True, help="Attach nothing to the PDF.")
def command(
    output: str, formats: str | None, name: str, assets: str, summary: bool, ci: bool, sign: str | None, **inputs: Any
) -> int:
    """Make the report of a filtering run.

    MANIFEST is a YAML, JSON or TOML file; four flags do without one. The format xlsx is a workbook whose figures follow
    its inputs, boamps the run's energy in Boavizta's data model for AI tasks, md a text for comments of at most 60 kB,
    metrics a flat JSON of numbers, model-card the emissions of your own training for the card of a model, annex-xi
    what a model's documentation has of curation, data points, compute, time and energy by the AI Act.

    Prints the paths written, and on standard error the SHA-256 of the PDF, for the record of who signed it. Exit code
    0, 2 for wrong inputs (nothing is written), 3 where something asked for is missing or degraded, 1 for a failure.
    """
    asked = None if formats is None else tuple(format_.strip() for format_ in formats.split(","))
    report = load_run(call_problems=[*folder_faults(output, "--name"), *_call_problems(asked, name)], **inputs)
    chosen = asked or report.formats or DEFAULT_FORMATS
    signer = None
    if sign is not None:
        signer = _signer(sign, chosen)
        report = replace(report, read=(*report.read, Path(sign)))
    code = save(report, output, chosen, name, assets, summary=summary, signer=signer)
    return _append_summary(report, code) if ci else code


def save(
    report: Report,
    output: str,
    formats: tuple[str, ...],
    name: str,
    assets: str = INLINE,
    *,
    summary: bool = False,
    signer: SimpleSigner | None = None,
) -> int:
    """Write the report and say where, and on a terminal or where asked for what its cover says; the exit code."""
    saved = report.save(output, formats, name, assets, signer)
    say_written(*saved.paths)
    if summary or sys.stderr.isatty():
        click.echo(str(report), err=True)
    for warning in (*report.said, *saved.warnings):
        click.echo(f"reportgen: {warning}", err=True)
    for shortfall in saved.shortfalls:
        click.echo(f"reportgen: {shortfall}", err=True)
    if saved.pdf_sha256:
        click.echo(f"reportgen: the SHA-256 of {name}.pdf is {saved.pdf_sha256}", err=True)
    return DEGRADED if saved.shortfalls else DONE


def _signer(path: str, formats: tuple[str, ...]) -> SimpleSigner:
    """Who signs, by a key file and its passphrase. Raises InputError where it is none, or no PDF is asked for."""
    from reportgen.files.document import read_bytes
    from reportgen.rendering.sign import ENDINGS, signer_of

    if "pdf" not in formats:
        refuse("--sign", "only a PDF is signed, and none is asked for", "--format pdf")
    key = read_bytes(Path(path), ENDINGS)
    passphrase = os.environ.get("REPORTGEN_SIGN_PASSPHRASE")
    if passphrase is None:
        asks = sys.stdin.isatty() and sys.stderr.isatty()
        passphrase = click.prompt(f"Passphrase of {excerpt(path)}", hide_input=True, err=True) if asks else ""
    return signer_of(key, passphrase, path)


def _append_summary(report: Report, code: int) -> int:
    """Append the report to the summary of the job that runs this; the exit code."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        click.echo("reportgen: $GITHUB_STEP_SUMMARY is not set, and nothing was appended to it", err=True)
        return DEGRADED
    try:
        with open(path, "ab") as file:
            file.write(report.markdown)
    except OSError as error:
        click.echo(f"reportgen: {excerpt(path)}: {error.strerror or error}, and nothing was appended", err=True)
        return DEGRADED
    return code


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
