"""`reportgen templates`: the built-in templates and all texts of a page, to be read and to start one's own from."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.codes import DONE
from reportgen.cli.command import Commands
from reportgen.cli.outputs import refuse_existing, refuse_no_folder, say_written, write_one
from reportgen.problems import refuse


@click.group("templates", cls=Commands)
def command() -> None:
    """List the built-in templates, copy one to start from, or write out all texts of a page.

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
    from reportgen.files.notes import suggestion
    from reportgen.files.shipped import template_folder
    from reportgen.problems import excerpt
    from reportgen.rendering.user_templates import builtin_names

    refuse_no_folder(output)
    names = builtin_names()
    if name not in names:
        refuse(excerpt(name), "is no built-in template", suggestion(name, names))
    target = Path(output) / name
    refuse_existing(target, "choose another folder with -o")
    write_one(target, (template_folder() / name).read_bytes())
    say_written(target)
    return DONE


@command.command("words")
@click.argument("lang", required=False)
@click.option("-o", "--output", default=".", metavar="DIR", show_default=True, help="Folder to write into.")
@click.option("--templates", metavar="DIR", help="A folder of your own templates, whose texts are written too.")
def words(lang: str | None, output: str, templates: str | None) -> int:
    """Write LANG.po, all texts of a page, to translate or change them for --locale-dir; without LANG reportgen.pot.

    LANG is a language or one of a country: nl, pt_BR. Of a language that reportgen has, the file holds its words; leave
    those in that you change. A file that is there already stays.
    """
    from reportgen.locale.catalogue import TEMPLATE
    from reportgen.locale.parents import UnknownLocale, locale_of
    from reportgen.locale.starting import template_to_start_from, words_to_start_from
    from reportgen.rendering.user_templates import read_templates

    said = () if templates is None else read_templates(Path(templates)).said
    if lang is None:
        name, content = TEMPLATE, template_to_start_from(said)
    else:
        try:
            locale = str(locale_of(lang))
        except UnknownLocale as error:
            refuse("LANG", str(error), "such as nl or pt_BR")
        name, content = f"{locale}.po", words_to_start_from(locale, said)
    target = Path(output) / name
    refuse_existing(target, "choose another folder with -o")
    write_one(target, content)
    say_written(target)
    return DONE
