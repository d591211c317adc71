"""What commands that read a run have in common: its inputs as arguments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

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
DECIMAL = click.option(
    "--decimal",
    "--costs-decimal",
    "decimal",
    type=click.Choice(["point", "comma"]),
    help="The decimal sign of numbers that are text, where a table's cells do not prove it.",
)
SHEET = click.option("--sheet", metavar="NAME", help="The sheet of XLSX cost tables to read.")
_OPTIONS = (
    click.argument("manifest", required=False, type=click.Path()),
    click.option("--task", help="Task of the run, where the manifest has none."),
    click.option("--samples-before", metavar="N", help="Samples before filtering: 110000, 110 000 or 110_000."),
    click.option("--samples-after", metavar="N", help="Samples after filtering."),
    click.option(
        "--duration", metavar="D", help="Duration of the filtering: 3h, 42 min, 1h30m, 1:30:00, PT42M, or seconds."
    ),
    COSTS_FILE,
    DECIMAL,
    SHEET,
    click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Put a value in place of an input."),
    click.option(
        "--issued",
        metavar="DATE",
        help="Day of issue, which the PDF is dated by: 2026-11-12, or today. [default: the manifest's]",
    ),
    click.option("--allow-path", is_flag=True, help="Read files that the manifest names outside its folder."),
    click.option("--theme", metavar="FILE", help="A theme: colours, logo, fonts, page size."),
    click.option("--templates", metavar="DIR", help="A folder of templates in place of the built-in ones."),
    click.option("--locale", metavar="NAME", help="Language, numbers and dates of the page: de_DE, fr_FR, en_US."),
    click.option("--locale-dir", metavar="DIR", help="A folder of LANG.po files: your own words for a language."),
)


def run_inputs(command: F) -> F:
    """Give a command the manifest, the four flags, cost tables, settings, theme and templates."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def load_run(
    manifest: str | None,
    costs: Sequence[str],
    decimal: str | None,
    sheet: str | None,
    settings: Sequence[str],
    call_problems: Sequence[Problem] = (),
    theme: str | None = None,
    templates: str | None = None,
    locale: str | None = None,
    locale_dir: str | None = None,
    audience: str = "external",
    attach: bool = True,
    edition: str | None = None,
    ranges: str | None = None,
    allow_path: bool = False,
    issued: str | None = None,
    **flags: str | None,
) -> Report:
    """The report of the inputs. Raises InputError with every problem.

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
                decimal=decimal,
                sheet=sheet,
                theme=theme,
                templates=templates,
                locale=locale,
                locale_dir=locale_dir,
                audience=audience,
                attach=attach,
                edition=edition,
                ranges=ranges,
                allow_path=allow_path,
                issued=issued,
            )
        except InputError as error:
            wrong += error.problems
    if wrong or report is None:
        raise InputError(wrong)
    return report


def _settings(texts: Sequence[str]) -> tuple[dict[str, str], list[Problem]]:
    from reportgen.problems import excerpt

    settings: dict[str, str] = {}
    problems = []
    for text in texts:
        key, _, value = (part.strip() for part in text.partition("="))
        if key in settings:
            problems.append(
                Problem(f"--set {excerpt(key)}", "is given twice: one value counts", "leave one of them out")
            )
        elif key and value:
            settings[key] = value
        else:
            hint = "such as --set annotation_price=0.95"
            problems.append(Problem(f"--set {excerpt(text)}", "is no KEY=VALUE", hint))
    return settings, problems
