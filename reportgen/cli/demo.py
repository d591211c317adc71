"""`reportgen demo`: the sample report, for somebody who has just installed the wheel."""

from __future__ import annotations

import click

from reportgen.cli.generate import FORMATS, save


@click.command("demo")
@click.option("-o", "--output", default=".", metavar="DIR", show_default=True, help="Folder to write into.")
def command(output: str) -> int:
    """Make the report of the sample run that comes with reportgen."""
    from reportgen.generate import load
    from reportgen.rendering.package_folders import sample_run_folder

    folder = sample_run_folder()
    report = load(folder / "run.yaml", cost_tables=[folder / "company-costs.toml"])
    return save(report, output, FORMATS, "report")
