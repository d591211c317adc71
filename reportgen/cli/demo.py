"""`reportgen demo`: the sample report, for somebody who has just installed the wheel."""

from __future__ import annotations

import click

from reportgen.cli.command import Command
from reportgen.cli.generate import save
from reportgen.cli.outputs import refuse_no_folder


@click.command("demo", cls=Command)
@click.option("-o", "--output", default=".", metavar="DIR", show_default=True, help="Folder to write into.")
@click.option("--theme", metavar="FILE", help="A theme: colours, logo, fonts, page size.")
@click.option("--templates", metavar="DIR", help="A folder of templates in place of the built-in ones.")
@click.option("--locale", metavar="NAME", help="Language, numbers and dates of the page: de_DE, fr_FR, en_US.")
@click.option("--locale-dir", metavar="DIR", help="A folder of LANG.po files: your own words for a language.")
def command(output: str, theme: str | None, templates: str | None, locale: str | None, locale_dir: str | None) -> int:
    """Make the report of the sample run that comes with reportgen."""
    from reportgen.files.shipped import sample_run_folder
    from reportgen.generate import load
    from reportgen.rendering.formats import DEFAULT_FORMATS

    refuse_no_folder(output)
    folder = sample_run_folder()
    costs = [folder / "company-costs.toml"]
    report = load(
        folder / "run.yaml",
        cost_tables=costs,
        theme=theme,
        templates=templates,
        locale=locale,
        locale_dir=locale_dir,
    )
    return save(report, output, DEFAULT_FORMATS, "report")
