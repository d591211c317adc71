"""What commands have in common: the run's inputs as arguments, and how problems are shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reportgen.cli.codes import INPUT_WRONG
from reportgen.problems import InputError, Problem

if TYPE_CHECKING:
    from reportgen.rendering.report import Report

F = TypeVar("F", bound=Callable[..., Any])

COSTS_FILE = click.option(
    "--costs",
    multiple=True,
    metavar="FILE",
    help="A cost table (TOML, CSV, XLSX), or the name of a built-in one; later ones win.",
)
COSTS_DECIMAL = click.option(
    "--costs-decimal",
    type=click.Choice(["point", "comma"]),
    default="point",
    show_default=True,
    help="The decimal sign of numbers in CSV cost tables.",
)
PROBLEMS = click.option(
    "--problems",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How problems are written to standard error.",
)
_OPTIONS = (
    click.argument("manifest", required=False, type=click.Path()),
    click.option("--task", help="Task of the run, where the manifest has none."),
    click.option("--samples-before", metavar="N", help="Samples before filtering."),
    click.option("--samples-after", metavar="N", help="Samples after filtering."),
    click.option("--duration", metavar="D", help="Duration of the filtering: PT42M, or seconds."),
    COSTS_FILE,
    COSTS_DECIMAL,
    click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Put a value in place of an input."),
    click.option("--allow-path", is_flag=True, help="Read files that the manifest names outside its folder."),
    click.option("--theme", metavar="FILE", help="A theme: colours, logo, fonts, page size."),
    click.option("--templates", metavar="DIR", help="A folder of templates in place of the built-in ones."),
    click.option("--locale", metavar="NAME", help="Language, numbers and dates of the page: de_DE, fr_FR, en_US."),
    PROBLEMS,
)


def run_inputs(command: F) -> F:
    """Give a command the manifest, the four flags, cost tables, settings, theme and templates."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def load_run(
    manifest: str | None,
    costs: Sequence[str],
    costs_decimal: str,
    settings: Sequence[str],
    problems: str,
    call_problems: Sequence[Problem] = (),
    theme: str | None = None,
    templates: str | None = None,
    locale: str | None = None,
    audience: str = "external",
    attach: bool = True,
    allow_path: bool = False,
    **flags: str | None,
) -> Report:
    """The report of the inputs; every problem goes to standard error and the command exits with 2.

    call_problems: what is wrong with the command's own arguments, to be said first.
    """
    from reportgen.generate import load

    keyed, wrong = _settings(settings)
    wrong = [*call_problems, *wrong]
    given = {name: text for name, text in flags.items() if text is not None}
    report = None
    if manifest is None and not given:
        hint = "reportgen generate run.yaml, or the four flags --task --samples-before --samples-after --duration"
        wrong.append(Problem("reportgen", "no manifest and no flags are given", hint))
    else:
        try:
            report = load(
                manifest,
                flags=given,
                cost_tables=costs,
                settings=keyed,
                decimal_comma=costs_decimal == "comma",
                theme=theme,
                templates=templates,
                locale=locale,
                audience=audience,
                attach=attach,
                allow_path=allow_path,
            )
        except InputError as error:
            wrong += error.problems
    if wrong or report is None:
        show_problems(wrong, problems)
        raise click.exceptions.Exit(INPUT_WRONG)
    return report


def show_problems(problems: Sequence[Problem], form: str) -> None:
    """Each problem on a line of standard error, or all of them as one JSON list."""
    if form == "json":
        listed = [{"where": item.where, "message": item.message, "hint": item.hint} for item in problems]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2), err=True)
        return
    for problem in problems:
        click.echo(str(problem), err=True)


def _settings(texts: Sequence[str]) -> tuple[dict[str, str], list[Problem]]:
    from reportgen.problems import excerpt

    settings: dict[str, str] = {}
    problems = []
    for text in texts:
        key, _, value = (part.strip() for part in text.partition("="))
        if key and value:
            settings[key] = value
        else:
            hint = "such as --set annotation_price=0.95"
            problems.append(Problem(f"--set {excerpt(text)}", "is no KEY=VALUE", hint))
    return settings, problems
