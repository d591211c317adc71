"""`reportgen init`: files to begin with."""

from __future__ import annotations

import os
from pathlib import Path

import click

from reportgen.cli.codes import DONE, FAILED, INPUT_WRONG


@click.command("init")
@click.option("-o", "--output", default=".", metavar="DIR", show_default=True, help="Folder to write into.")
def command(output: str) -> int:
    """Write a commented run.yaml and reportgen.toml to fill in.

    Files that are there already stay; then nothing is written.
    """
    from reportgen.drafts.starter_manifest import starter_manifest, starter_project
    from reportgen.files.writing import WriteError, write_whole

    contents = {"run.yaml": starter_manifest().encode(), "reportgen.toml": starter_project().encode()}
    there = [name for name in contents if os.path.lexists(Path(output) / name)]
    if there:
        click.echo(f"{Path(output) / there[0]}: is there already (choose another folder with -o)", err=True)
        return INPUT_WRONG
    try:
        paths = write_whole(Path(output), contents)
    except WriteError as error:
        click.echo(f"reportgen: {error}; nothing was written", err=True)
        return FAILED
    for path in paths:
        click.echo(path)
    return DONE
