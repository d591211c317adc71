"""`reportgen zones`: the zones that `grid: {zone: ...}` takes, each with its grid intensity."""

from __future__ import annotations

import click

from reportgen.cli.codes import DONE
from reportgen.cli.command import Command
from reportgen.problems import excerpt, refuse

FORMATS = ("table", "json", "csv")


@click.command("zones", cls=Command)
@click.argument("text", required=False, metavar="[TEXT]")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="table", show_default=True, help="As what.")
def command(text: str | None, format_: str) -> int:
    """List the zones of grids: countries, parts of the United States, and regions of clouds.

    Each has its name, the year and value of its intensity, what kind that is, and the source. Regions of AWS and
    Azure, of which none is published, have the grid they stand on: the country's, in the United States the eGRID
    subregion's.

    TEXT is a zone's code or name, and lists all that stand on its grid or in its country; any other text lists the
    zones in whose names or source it stands.
    """
    from reportgen.factors.grid import all_zones
    from reportgen.factors.zone_names import matching_zones, suggest_zones
    from reportgen.rendering.zone_list import WRITERS

    zones = all_zones() if text is None else matching_zones(text)
    if not zones:
        close = suggest_zones(text or "")
        hint = f"did you mean {' or '.join(close)}?" if close else "without a text all are listed"
        refuse("reportgen zones", f'"{excerpt(text or "")}" is in the name of no zone', hint)
    click.echo(WRITERS[format_](zones).decode(), nl=False)
    return DONE
