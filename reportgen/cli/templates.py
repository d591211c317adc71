"""`reportgen templates`: the built-in templates, to be read and to start one's own from."""

from __future__ import annotations

import os
from pathlib import Path

import click

from reportgen.cli.codes import DONE, FAILED, INPUT_WRONG
from reportgen.cli.inputs import show_problems
from reportgen.problems import Problem


@click.group("templates")
def command() -> None:
    """List the built-in templates, or copy one to start from.

    A file of the same name in the folder of --templates takes its place; it can extend the built-in one by
    {% extends "builtin/report.html.j2" %} and override single blocks.
    """


@command.command("list")
def list_() -> int:
    """Print the names of the templates and stylesheets, one a line."""
    from reportgen.rendering.user_templates import builtin_names

    for name in builtin_names():
        click.echo(name)
    return DONE


@command.command("copy")
@click.argument("name")
@click.option("-o", "--output", default=".", metavar="DIR", show_default=True, help="Folder to copy into.")
def copy(name: str, output: str) -> int:
    """Copy the built-in template NAME; a file that is there already stays."""
    from reportgen.files.shapes import suggestion
    from reportgen.files.shipped import template_folder
    from reportgen.files.writing import WriteError, write_whole
    from reportgen.problems import excerpt
    from reportgen.rendering.user_templates import builtin_names

    names = builtin_names()
    if name not in names:
        show_problems([Problem(excerpt(name), "is no built-in template", suggestion(name, names))], "text")
        return INPUT_WRONG
    target = Path(output) / name
    if os.path.lexists(target):
        show_problems([Problem(str(target), "is there already", "choose another folder with -o")], "text")
        return INPUT_WRONG
    try:
        (path,) = write_whole(Path(output), {name: (template_folder() / name).read_bytes()})
    except WriteError as error:
        click.echo(f"reportgen: {error}; nothing was written", err=True)
        return FAILED
    click.echo(path)
    return DONE
