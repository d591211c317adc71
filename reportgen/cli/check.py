"""`reportgen check`: every problem of the inputs, as generate would meet them."""

from __future__ import annotations

from typing import Any

import click

from reportgen.cli.codes import DONE
from reportgen.cli.command import Command
from reportgen.cli.inputs import load_run, run_inputs
from reportgen.inputs.approval import signed


@click.command("check", cls=Command)
@run_inputs
def command(**inputs: Any) -> int:
    """Say every problem of the inputs; write nothing.

    Prints the SHA-256 over all inputs, which a signature in the manifest may name, so that it shows as void once an
    input has changed.

    Exit code 0 if generate would accept them, else 2.
    """
    report = load_run(**inputs)
    if report.look.templates is not None:
        _ = report.html  # what is wrong with a template shows when it is filled in
    known = sum(figure.value is not None for figure in report.figures.values())
    click.echo(f"no problems: {known} figures have a value, {len(report.figures) - known} have a reason for none")
    click.echo(f"SHA-256 over all inputs: {report.account.inputs}")
    if report.account.has_secrets:
        click.echo("  (the confidential price is not among them, so that another one makes no signature void)")
    for it in signed(report.account.manifest, report.account.inputs).values():
        if it.is_void:
            click.echo(it.told)
    for line in report.said:
        click.echo(f"reportgen: {line}", err=True)
    for caveat in report.caveats:
        click.echo(f"  {caveat.title}" + (f" ({caveat.advice})" if caveat.advice else ""))
    return DONE
