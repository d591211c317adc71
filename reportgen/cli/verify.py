"""`reportgen verify`: whether a report follows from what it carries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.codes import DONE, FOUND
from reportgen.cli.command import Command

if TYPE_CHECKING:
    from reportgen.audit.verdict import Verdict


@click.command("verify", cls=Command)
@click.argument("file", type=click.Path())
def command(file: str) -> int:
    """Derive every figure of a report again and hold it against what the report says.

    FILE is a report as PDF, HTML or JSON. Its formulas are evaluated from their text, down to the inputs; these are
    held against the manifest and the cost tables that it carries, the pages against the figures, and all of it against
    its hashes; so are a stylesheet and a script beside a page. A PDF with --no-attach carries nothing to verify.

    Exit code 0 where all of it holds, 4 where something differs, 2 where the file is no report. It is no proof of who
    made the report: one who changes all of it and every hash makes another.
    """
    from reportgen.audit.limited import verdict_on

    verdict = verdict_on(Path(file))
    for line in lines_of(verdict, file):
        click.echo(line)
    return FOUND if verdict.differences else DONE


def lines_of(verdict: Verdict, file: str) -> list[str]:
    """The verdict in words, and each difference and what was looked at on a line of its own."""
    counts = (
        f"{verdict.rederived} figures re-derived, {verdict.recomputed} recomputed by procedure, "
        f"{verdict.withheld} withheld as confidential"
    )
    if verdict.differences:
        number = len(verdict.differences)
        head = f"{file}: {number} {'difference' if number == 1 else 'differences'}; {counts}"
    else:
        head = f"{file}: internally consistent: {counts}; not a proof of who made it"
    return [head, *(f"  {it}" for it in verdict.differences), *(f"  ({note})" for note in verdict.notes)]
