"""The `reportgen` command: its subcommands are imported when they are used, so that --help stays quick."""

from __future__ import annotations

import gc
import sys
from importlib import import_module

import click

from reportgen.cli.command import Commands, form_in, told
from reportgen.cli.interrupts import ended_as_by_ctrl_c
from reportgen.cli.streams import prepare
from reportgen.version import VERSION

# name: module and what the list of commands says of it
COMMANDS = {
    "generate": ("reportgen.cli.generate", "Make the report of a filtering run: HTML, PDF and JSON."),
    "measure": ("reportgen.cli.measure", "Run a command and record what it takes: time and energy."),
    "devices": ("reportgen.cli.devices", "List what can be measured here, and why the rest cannot."),
    "zones": ("reportgen.cli.zones", "List the zones of grids, each with its intensity, year and source."),
    "check": ("reportgen.cli.check", "Say every problem of the inputs; write nothing."),
    "import": ("reportgen.cli.import_", "Read what a tool of energy or filtering wrote; put it into a manifest."),
    "count": ("reportgen.cli.count", "Count a data set before and after filtering; put it into a manifest."),
    "apc": ("reportgen.cli.apc", "Score models by accuracy and energy: APC, APEC, TTCAPC, and their curves."),
    "training": ("reportgen.cli.training", "Compare training runs by energy, time and accuracy."),
    "verify": ("reportgen.cli.verify", "Derive a report's figures again and hold them against what it says."),
    "explain": ("reportgen.cli.explain", "Say what a figure of a report follows from, down to what was given."),
    "compare": ("reportgen.cli.compare", "Say which inputs and results of two reports differ."),
    "init": ("reportgen.cli.init", "Write a commented run.yaml and reportgen.toml to fill in."),
    "costs": ("reportgen.cli.costs", "Show, begin and check cost tables."),
    "demo": ("reportgen.cli.demo", "Make the report of the sample run."),
    "templates": (
        "reportgen.cli.templates",
        "List the built-in templates, copy one, or write out all texts of a page.",
    ),
    "schema": ("reportgen.cli.schema", "Print the JSON Schema of a manifest, a report or a cost table."),
}


class _Modules(Commands):
    """A group whose commands are modules with a `command`, imported one at a time."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=_Modules, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="reportgen")
def cli() -> None:
    """What filtering a data set saved and what it cost, as a report that can be re-derived."""


def main() -> None:
    """Run the command line and exit with its code."""
    prepare()
    # A command makes one report and ends: looking for garbage meanwhile takes a fifth of its time.
    gc.disable()
    with told(form_in(sys.argv[1:])), ended_as_by_ctrl_c():
        code = cli.main(prog_name="reportgen", standalone_mode=False)
    sys.exit(code)
