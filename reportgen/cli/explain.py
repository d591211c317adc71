"""`reportgen explain`: what a figure of a report follows from, down to what was given."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.codes import DONE
from reportgen.cli.command import Command


@click.command("explain", cls=Command)
@click.argument("key")
@click.argument("file", type=click.Path())
def command(key: str, file: str) -> int:
    """Say what a figure follows from: its formula with names and with numbers, and each input the same.

    That goes down to what was given, with its layer and its source.

    KEY is that of a figure in report.json, such as net_savings. FILE is a report as PDF, HTML or JSON.
    """
    from reportgen.audit.explain import explained
    from reportgen.audit.limited import report_in

    for line in list(explained(report_in(Path(file)), key)):
        click.echo(line)
    return DONE
