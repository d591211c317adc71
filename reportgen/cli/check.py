"""`reportgen check`: every problem of the inputs, as generate would meet them."""

from __future__ import annotations

from typing import Any

import click

from reportgen.cli.codes import DONE, INPUT_WRONG
from reportgen.cli.inputs import load_run, run_inputs, show_problems
from reportgen.problems import InputError


@click.command("check")
@run_inputs
def command(problems: str, **inputs: Any) -> int:
    """Say every problem of the inputs; write nothing.

    Exit code 0 if generate would accept them, else 2.
    """
    report = load_run(problems=problems, **inputs)
    if report.look.templates is not None:
        try:
            _ = report.html  # what is wrong with a template shows when it is filled in
        except InputError as error:
            show_problems(error.problems, problems)
            return INPUT_WRONG
    known = sum(figure.value is not None for figure in report.figures.values())
    click.echo(f"no problems: {known} figures have a value, {len(report.figures) - known} have a reason for none")
    for caveat in report.caveats:
        click.echo(f"  {caveat.title}")
    return DONE
