"""`reportgen compare`: which inputs and results of two reports differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.codes import DONE, FOUND
from reportgen.cli.command import Command

if TYPE_CHECKING:
    from reportgen.audit.compare import Changed, Comparison, Side
    from reportgen.audit.report_data import ReportData

FORMATS = ("table", "md", "json")
_HEADS = ("key", "first", "second", "difference")


@click.command("compare", cls=Command)
@click.argument("first", type=click.Path())
@click.argument("second", type=click.Path())
@click.option("--format", "format_", type=click.Choice(FORMATS), default="table", show_default=True, help="As what.")
@click.option("--exit-code", is_flag=True, help="End with exit code 4 where something differs.")
def command(first: str, second: str, format_: str, exit_code: bool) -> int:
    """Say which inputs and results of two reports differ, and by how much.

    FIRST and SECOND are each a manifest, a report.json, or a report as PDF or HTML. A manifest is reckoned as
    `generate` would, with the prices of its project. What is confidential in both cannot be compared, and is counted.
    """
    from reportgen.audit.compare import compared, comparison_values
    from reportgen.files.json_text import dumps

    comparison = compared(_report(Path(first)), _report(Path(second)))
    if format_ == "json":
        click.echo(dumps(comparison_values(comparison, (Path(first).name, Path(second).name))))
    else:
        for line in (_table if format_ == "table" else _markdown)(comparison):
            click.echo(line)
    return FOUND if exit_code and not comparison.is_empty else DONE


def _report(path: Path) -> ReportData:
    """The report of the file: its own, or the one that a manifest gives."""
    from reportgen.audit.limited import report_in
    from reportgen.audit.report_data import report_data
    from reportgen.generate import load

    ending = path.suffix.lower()
    if ending in (".yaml", ".yml", ".toml") or (ending == ".json" and _is_manifest(path)):
        return report_data(load(path).json, path.name)
    return report_in(path)


def _is_manifest(path: Path) -> bool:
    """Whether the JSON says that it is a manifest, or at least not that it is a report."""
    from reportgen.audit.limited import MOST_BYTES
    from reportgen.audit.report_data import json_values
    from reportgen.files.document import read_bytes
    from reportgen.rendering.json_report import SCHEMA

    content = read_bytes(path, (".json",), most=MOST_BYTES)
    return "figures" not in (values := json_values(content, path.name)) and values.get("schema") != SCHEMA


def _table(comparison: Comparison) -> Iterator[str]:
    """Aligned columns for a terminal."""
    yield _head(comparison)
    for title, rows in _parts(comparison):
        cells = [_HEADS, *map(_cells, rows)]
        widths = [max(len(row[column]) for row in cells) for column in range(len(_HEADS))]
        yield ""
        yield title
        for row in cells:
            aligned = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
            yield f"  {row[0].ljust(widths[0])}  {'  '.join(aligned)}".rstrip()
        yield from (f"  {it.key}: {text}" for it in rows for text in _beside(it))


def _markdown(comparison: Comparison) -> Iterator[str]:
    """A table for a comment or a summary."""
    yield _head(comparison)
    for title, rows in _parts(comparison):
        yield ""
        yield f"### {title}"
        yield ""
        yield f"| {' | '.join(_HEADS)} | what |"
        yield "|---|---:|---:|---:|---|"
        for it in rows:
            told = (*_cells(it)[1:], "; ".join(_beside(it)))
            yield f"| `{it.key}` | {' | '.join(_escaped(cell) for cell in told)} |"


def _escaped(cell: str) -> str:
    for sign in "\\|<>*_`[]":
        cell = cell.replace(sign, f"\\{sign}")
    return cell


def _head(comparison: Comparison) -> str:
    if comparison.is_empty:
        found = "no difference"
    else:
        inputs, results = len(comparison.inputs), len(comparison.results)
        found = f"{inputs} input{'' if inputs == 1 else 's'} and {results} result{'' if results == 1 else 's'} differ"
    if not comparison.withheld:
        return found
    number = comparison.withheld
    figures = "figure that is" if number == 1 else "figures that are"
    return f"{found}; not compared: {number} {figures} confidential in both (compare the reports for audience internal)"


def _parts(comparison: Comparison) -> Iterator[tuple[str, Sequence[Changed]]]:
    for title, rows in (("Inputs", comparison.inputs), ("Results", comparison.results)):
        if rows:
            yield title, rows


def _cells(it: Changed) -> tuple[str, str, str, str]:
    if it.difference is None:
        return it.key, _value(it.first), _value(it.second), ""
    sign = "+" if it.difference > 0 else ""
    told = f"{sign}{_number(it.difference)}" if it.difference else "0"
    if it.relative:
        from reportgen.words.numbers import HOUSE

        told += f" ({HOUSE.share(it.relative, sign=True)})"
    return it.key, _value(it.first), _value(it.second), told


def _value(side: Side) -> str:
    from reportgen.problems import excerpt

    if side.value is None:
        return "none"
    number = _number(side.value)
    return number if side.unit == "1" else excerpt(f"{number} {side.unit}")


def _number(value: Decimal) -> str:
    from reportgen.words.numbers import HOUSE

    return HOUSE.up_to_significant(value, 7) if len(value.as_tuple().digits) > 12 else HOUSE.exact(value)


def _beside(it: Changed) -> Iterator[str]:
    """What differs beside the value: the range, the evidence, where it comes from, why there is none."""
    from reportgen.problems import excerpt

    if "range" in it.fields:
        yield f"range {_range(it.first)}, then {_range(it.second)}"
    if "basis" in it.fields and it.first.basis and it.second.basis:
        yield f"basis {it.first.basis}, then {it.second.basis}"
    if "sources" in it.fields and it.first.sources and it.second.sources:
        yield f"source {excerpt(', '.join(it.first.sources))}, then {excerpt(', '.join(it.second.sources))}"
    for word, side in (("first", it.first), ("second", it.second)):
        if "reason" in it.fields and side.reason:
            yield f"{word}: {excerpt(side.reason)}"


def _range(side: Side) -> str:
    return "none" if side.low is None or side.high is None else f"{_number(side.low)} to {_number(side.high)}"
