"""`reportgen schema`: the formats of files, for editors and other programs."""

from __future__ import annotations

import click

from reportgen.cli.codes import DONE
from reportgen.cli.command import Command


@click.command("schema", cls=Command)
@click.argument("name", type=click.Choice(["manifest", "report", "costs"]), default="manifest")
def command(name: str) -> int:
    """Print the JSON Schema of a manifest, a report.json or a cost table."""
    from reportgen.rendering.schemas import schema

    click.echo(schema(name).decode(), nl=False)
    return DONE
