"""`reportgen init`: files to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.codes import DONE
from reportgen.cli.command import Command
from reportgen.cli.outputs import refuse_existing, refuse_no_folder, say_written


@click.command("init", cls=Command)
@click.option("-o", "--output", default=".", metavar="DIR", show_default=True, help="Folder to write into.")
def command(output: str) -> int:
    """Write a commented run.yaml and reportgen.toml to fill in.

    Files that are there already stay; then nothing is written.
    """
    from reportgen.drafts.starter_manifest import starter_manifest, starter_project
    from reportgen.files.writing import write_whole

    refuse_no_folder(output)
    contents = {"run.yaml": starter_manifest().encode(), "reportgen.toml": starter_project().encode()}
    for name in contents:
        refuse_existing(Path(output) / name, "choose another folder with -o")
    say_written(*write_whole(Path(output), contents))
    return DONE
