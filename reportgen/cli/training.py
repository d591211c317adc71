"""`reportgen training`: what training takes, by groups of runs: energy, time, accuracy, and what the best one saves."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import click

from reportgen.cli.codes import DEGRADED, DONE
from reportgen.cli.command import Command
from reportgen.cli.outputs import refuse_input, say_written, write_one
from reportgen.problems import excerpt, refuse

FORMATS = ("table", "json", "csv", "svg")
TIMES = ("ns", "us", "ms", "s", "min", "h", "d", "wk")
UNITS = ("J", "kJ", "MJ", "GJ", "Wh", "kWh", "MWh")


@click.command("training", cls=Command)
@click.argument("runs", type=click.Path())
@click.option(
    "--group",
    required=True,
    multiple=True,
    metavar="COL[,COL]",
    help="What makes runs alike, such as the architecture.",
)
@click.option(
    "--energy", required=True, metavar="COL", help="The energy of a run; its name says the unit, such as 'energy (MJ)'."
)
@click.option("--accuracy", required=True, metavar="COL", help="The score of a run, higher is better.")
@click.option("--per", metavar="COL", help="What the energy is divided by, such as images seen. [default: the run]")
@click.option(
    "--duration",
    metavar="COL",
    help="The time of a run; its name says the unit, such as 'duration (h)'.",
)
@click.option("--device", metavar="COL", help="The board of a run, to know what it can draw.")
@click.option(
    "--run",
    "run_column",
    metavar="COL",
    help="What tells runs apart, where a run has several rows. [default: run_id, or an epoch or step that rises]",
)
@click.option("--best", is_flag=True, help="Of a run of several rows its best score, not its last.")
@click.option(
    "--where", multiple=True, metavar="COL=VALUE", help="Only rows with this text; without it, only finished runs."
)
@click.option(
    "--outliers", metavar="iqr:K", help="Leave out what lies K quartile ranges outside its group's quartiles."
)
@click.option("--energy-unit", type=click.Choice(UNITS), help="The unit of the energies, where no name says it.")
@click.option("--duration-unit", type=click.Choice(TIMES), help="The unit of the times, where no name says it.")
@click.option(
    "--decimal", type=click.Choice(["comma", "point"]), help="The decimal sign. [default: the one that cells prove]"
)
@click.option(
    "--compare",
    "compared",
    nargs=2,
    multiple=True,
    metavar="A B",
    help="What A saves against B, each of them COL=VALUE[,COL=VALUE]; columns not said may have any value.",
)
@click.option(
    "--zone",
    metavar="ZONE",
    help="The grid that CO2e is counted with: DE, europe-west3. [default: the world's average]",
)
@click.option(
    "--pue",
    metavar="N",
    help="The PUE of the building that trained. [default: that of on-premises, of clouds for a region of one]",
)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="table", show_default=True, help="As what.")
@click.option("-o", "--output", metavar="FILE", help="File to write, instead of standard output.")
def command(
    runs: str,
    group: Sequence[str],
    energy: str,
    accuracy: str,
    per: str | None,
    duration: str | None,
    device: str | None,
    run_column: str | None,
    best: bool,
    where: Sequence[str],
    outliers: str | None,
    energy_unit: str | None,
    duration_unit: str | None,
    decimal: str | None,
    compared: Sequence[tuple[str, str]],
    zone: str | None,
    pue: str | None,
    format_: str,
    output: str | None,
) -> int:
    """Compare training runs by energy, time and accuracy.

    RUNS is a table (CSV, Parquet; either from gzip) or a folder of MLflow. A saving is the fraction by which the median
    energy is lower. Rows that are the epochs of one training become one run: the sum of their energies, or the last of
    a running total, and the last score. CO2e stands beside energy, with the grid and the PUE that it is counted with.
    A difference of accuracy is called lost or gained only where a test shows it. Exit code 3 where energy and duration
    imply a power that no device draws.
    """
    from reportgen.evidence.emissions import emissions
    from reportgen.evidence.groups import outlier_rule
    from reportgen.evidence.runs import Columns
    from reportgen.evidence.training import training
    from reportgen.files.units import ENERGY_UNITS, TIME_UNITS
    from reportgen.rendering.training import WRITERS

    columns = Columns(
        _names(group),
        energy,
        accuracy,
        per,
        duration,
        device,
        ENERGY_UNITS[energy_unit] if energy_unit else None,
        duration_unit=TIME_UNITS[duration_unit] if duration_unit else None,
        run=run_column,
        where=_where(where),
        best=best,
        decimal=decimal,
    )
    emitted = emissions(zone, None if pue is None else _pue(pue))
    found = training(Path(runs), columns, outlier_rule(outliers) if outliers else None, compared, runs, emitted)
    content = WRITERS[format_](found)
    if output is not None and output != "-":
        refuse_input(Path(output), [runs], "another file")
        write_one(Path(output), content)
        say_written(output)
    else:
        click.echo(content.decode(), nl=False)
    for warning in found.warnings:
        click.echo(f"reportgen: {runs}: {warning}", err=True)
    return DEGRADED if found.implausible else DONE


def _pue(text: str) -> Decimal:
    """The number of --pue."""
    from reportgen.files.number import exact_number

    value = exact_number(text.strip())
    if value is None or not Decimal(1) <= value <= Decimal(10):
        refuse("--pue", f'"{excerpt(text)}" is no PUE', "a number from 1 to 10, such as 1.2")
    return value


def _names(texts: Sequence[str]) -> tuple[str, ...]:
    """The columns of --group; one whose name holds a comma stands in double quotes."""
    names = [name.strip() for text in texts for name in next(csv.reader([text], skipinitialspace=True), [])]
    twice = next((name for name in names if names.count(name) > 1), None)
    if not all(names) or not names or twice is not None:
        message = f'the column "{twice}" is named twice' if twice else "a column has no name"
        refuse("--group", message, "such as --group architecture,environment")
    return tuple(names)


def _where(texts: Sequence[str]) -> dict[str, str]:
    """The texts of --where by their columns."""
    found: dict[str, str] = {}
    for text in texts:
        column, sign, value = (part.strip() for part in text.partition("="))
        if not column or not sign or not value:
            refuse("--where", f'"{excerpt(text)}" is no COL=VALUE', 'such as --where "State=finished"')
        if column in found:
            refuse("--where", f'"{excerpt(column)}" is named twice', "a row has one text in a column")
        found[column] = value
    return found
