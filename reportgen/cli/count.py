"""`reportgen count`: data sets before and after filtering, counted, and put into a manifest."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from decimal import Decimal
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.codes import DONE
from reportgen.cli.command import Command
from reportgen.cli.outputs import written
from reportgen.problems import InputError, Problem, one_line, refuse
from reportgen.words.counted import so_many

if TYPE_CHECKING:
    from reportgen.curation.datasets.counted import Counted, Tell

_TOLD_EVERY_S = 1
_MOST_NAMED = 5  # classes
_MOST_STAGES = 1_000  # of a manifest


@click.command("count", cls=Command)
@click.argument("before", type=click.Path())
@click.argument("after", required=False, type=click.Path())
@click.option(
    "-o", "--output", metavar="FILE", help="Manifest to write, or to complete. Without it nothing is written."
)
@click.option("--task", help="Task of the run, for the manifest.")
@click.option("--duration", metavar="D", help="Duration of the filtering, for the manifest.")
@click.option(
    "--allow-path",
    is_flag=True,
    help="Read where links lead out of the folders, too, and let the manifest name a table outside.",
)
@click.option(
    "--tokens",
    metavar="COLUMN",
    help="Add up this column of Parquet, Arrow, CSV or JSON lines too (extra samples), for the manifest's amounts.",
)
@click.option(
    "--table",
    "columns",
    metavar="LIST",
    help="BEFORE is a table of decisions, a row for each sample, whose columns are kept=NAME[,reason=NAME,label=NAME,"
    "source=NAME,bytes=NAME,objects=NAME,seconds=NAME,tokens=NAME,component=NAME,id=NAME]. With AFTER, a table of the "
    "samples kept, id=NAME stands in place of kept.",
)
@click.option("--check-ids", is_flag=True, help="Look for ids that stand in several rows of a large table, too.")
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="What counts the table: spark for one beyond one machine (extra spark), in the session that the environment "
    "gives; BEFORE is then what Spark knows, s3a:// and tables of its catalogue too.",
)
@click.option("--spark-remote", metavar="URL", help="Address of Spark Connect (sc://HOST:PORT) for --engine spark.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def command(
    before: str,
    after: str | None,
    output: str | None,
    allow_path: bool,
    tokens: str | None,
    columns: str | None,
    check_ids: bool,
    engine: str,
    spark_remote: str | None,
    as_json: bool,
    **flags: str | None,
) -> int:
    """Count a data set before and after filtering: samples, objects, classes, bytes.

    COCO JSON, YOLO, Pascal VOC, folders of images, WebDataset, Parquet, Arrow, CSV, JSON lines (also .gz and .zst),
    lists of files, folders. Or a table of decisions with a row for each sample (--table; Parquet, Arrow, CSV or JSON
    lines, the extra samples): counts by reason, class and source, and what a random subset of equal size would hold of
    each; with AFTER a table of all samples and one of those kept, known by the same id. -o writes the samples into a
    manifest, the reasons as stages, and which table it was. Exit code 0, 2 for wrong inputs (nothing is written).
    """
    from reportgen.curation.datasets.read import count_data

    on_spark = engine == "spark"
    if spark_remote is not None and not on_spark:
        refuse("--spark-remote", "is an address for --engine spark alone")
    if columns is not None:
        if tokens is not None:
            refuse("--tokens", "is a column of data sets; a table of decisions names its own", "--table tokens=COLUMN")
        named = named_columns(columns, of_two=after is not None)
        return _table(before, after, output, named, check_ids, allow_path, as_json, flags, on_spark, spark_remote)
    if on_spark:
        refuse("--engine", "counts a table of decisions alone", "--table kept=COLUMN")
    if output is not None and after is None:
        raise InputError([Problem("-o", "needs the data after filtering too", "reportgen count BEFORE AFTER -o FILE")])
    held: list[tuple[str, Counted]] = []
    problems: list[Problem] = []
    for name in (before, after):
        if name is None:
            continue
        try:
            held.append((name, count_data(name, allow_path, _teller(name))))
        except InputError as error:
            problems += error.problems
    if not problems and after is not None:
        problems += _unlike(held)
    if problems:
        raise InputError(problems)
    sums = [] if tokens is None else [_tokens(name, tokens) for name, _ in held]
    text = _json(held, sums) if as_json else "\n".join(_lines(held, sums))
    if output is not None:
        counts = (("samples_before", held[0]), ("samples_after", held[1]))
        counted: dict[str, tuple[str, Any]] = {field: (name, it.samples) for field, (name, it) in counts}
        if sums and None not in sums:
            counted["amounts"] = ("--tokens", {"token": {"before": sums[0], "after": sums[1]}})
        elif objects := _objects(held, output):
            counted["amounts"] = (held[0][0], {"object": objects})
        bare = [it.unlabelled for _, it in held]
        if bare[0] and None not in bare:
            counted["unlabelled"] = (held[0][0], dict(zip(("before", "after"), bare, strict=True)))
        _write(output, counted, flags)
    with written([] if output is None else [output]):
        click.echo(text)
        if output is not None:
            click.echo(output, err=as_json)
    lines = [f"{one_line(name)}: {said}" for name, it in held for said in it.warnings] + _vanished(held)
    for (name, _), many in zip(held, sums, strict=False):
        if many is None:
            lines.append(f"{one_line(name)}: some samples do not know their tokens, and the sum is not known")
    for line in lines:
        click.echo(f"reportgen: {line}", err=True)
    return DONE


def _tokens(name: str, column: str) -> Decimal | None:
    """What the column adds up to; None where a sample does not know its own."""
    from reportgen.curation.decision_table import decisions_of

    both = decisions_of(name, {"tokens": column}).sums["tokens"]
    return None if both is None else both[0]


def _unlike(held: list[tuple[str, Counted]]) -> list[Problem]:
    (first, before), (second, after) = held
    if after.samples <= before.samples:
        return []
    message = f"{after.samples:,} are more than the {before.samples:,} of {one_line(first)}"
    return [Problem(one_line(second), message, "are the two swapped?")]


def _vanished(held: list[tuple[str, Counted]]) -> list[str]:
    """Classes that before has and after lacks."""
    if len(held) < 2 or held[0][1].classes is None or held[1][1].classes is None:
        return []
    before, after = held[0][1].classes, held[1][1].classes
    gone = [name for name, many in before.items() if many and not after.get(name)]
    if not gone:
        return []
    shown = ", ".join(one_line(name) for name in gone[:_MOST_NAMED])
    more = f" and {len(gone) - _MOST_NAMED:,} more" if len(gone) > _MOST_NAMED else ""
    classes = so_many(len(before), "# class", "# classes")
    return [f"nothing is left of {len(gone):,} of {classes}: {shown}{more}"]


def _lines(held: list[tuple[str, Counted]], sums: list[Decimal | None]) -> list[str]:
    lines = []
    for (name, it), tokens in zip(held, sums or repeat(None), strict=False):
        counts = (
            (it.samples, "sample", "samples"),
            (it.objects, "object", "objects"),
            (None if it.classes is None else len(it.classes), "class", "classes"),
            (it.bytes, "byte", "bytes"),
            (tokens, "token", "tokens"),
        )
        parts = [f"{many:,} {one if many == 1 else more}" for many, one, more in counts if many is not None]
        lines.append(f"{one_line(name)}: {', '.join(parts)} ({it.form})")
    return lines


def _json(held: list[tuple[str, Counted]], sums: list[Decimal | None]) -> str:
    from reportgen.files.json_text import dumps

    values = []
    for (name, it), tokens in zip(held, sums or repeat(None), strict=False):
        value: dict[str, Any] = {"name": name, "form": it.form, "samples": it.samples, "objects": it.objects}
        value |= {"classes": None if it.classes is None else dict(it.classes), "bytes": it.bytes}
        value |= {"unlabelled": it.unlabelled}
        value |= {"tokens": tokens} if sums else {}
        values.append(value | {"warnings": list(it.warnings)})
    return dumps(values)


def named_columns(text: str, *, of_two: bool = False) -> dict[str, str]:
    """What --table says: names of columns by what they hold.

    of_two: whether a second table holds the samples kept. Raises InputError for what is none, and for a column that is
    missing, or says a second time what was kept.
    """
    from reportgen.curation.decisions import ROLES

    named: dict[str, str] = {}
    for part in text.split(","):
        role, _, column = (it.strip() for it in part.partition("="))
        if role not in ROLES or not column or role in named:
            refuse("--table", f'"{part}" is no NAME=COLUMN of {", ".join(ROLES)}, or is given twice')
        named[role] = column
    if of_two and "kept" in named:
        refuse("--table", "says what was kept, and AFTER does so too", "leave kept=COLUMN or AFTER out")
    if of_two and "id" not in named:
        refuse("--table", "id=COLUMN is missing", "the column by which the samples of both tables are known")
    if not of_two and "kept" not in named:
        refuse("--table", "kept=COLUMN is missing", "the column that says whether a sample was kept")
    return named


def _table(
    name: str,
    after: str | None,
    output: str | None,
    columns: dict[str, str],
    check_ids: bool,
    allow_path: bool,
    as_json: bool,
    flags: dict[str, str | None],
    on_spark: bool,
    spark_remote: str | None,
) -> int:
    """Count a table of decisions. One on Spark is not named in the manifest: a report counts on one machine."""
    from reportgen.cli.decision_lines import decision_cautions, decision_lines, decision_values
    from reportgen.cli.import_fields import path_from
    from reportgen.curation.decision_table import decisions_of, decisions_on_spark
    from reportgen.files.json_text import dumps

    if on_spark:
        found = decisions_on_spark(name, columns, check_ids, spark_remote, after)
    else:
        found = decisions_of(name, columns, check_ids, after)
    text = dumps(decision_values(name, found)) if as_json else "\n".join(decision_lines(name, found))
    if output is not None:
        reasons = sorted((found.removed or {}).items(), key=lambda it: (-it[1], it[0]))
        stages = [{"name": it, "removed": many} for it, many in reasons if it][:_MOST_STAGES]
        fields: dict[str, Any] = {"samples_before": found.before, "samples_after": found.after}
        fields["stages"] = stages or None
        if set(columns) - {"kept", "reason", "id"} and not on_spark:
            # of reasons alone the stages say all there is
            tables = {"table": name} if after is None else {"table": name, "after": after}
            tables = {field: path_from(Path(output), it, allow_path) for field, it in tables.items()}
            fields["samples"] = {**tables, **columns}
        _write(output, {field: (name, value) for field, value in fields.items()}, flags)
    with written([] if output is None else [output]):
        click.echo(text)
        if output is not None:
            click.echo(output, err=as_json)
    for line in (*found.warnings, *decision_cautions(found)):
        click.echo(f"reportgen: {one_line(name)}: {line}", err=True)
    return DONE


def _write(output: str, counted: Mapping[str, tuple[str, Any]], flags: dict[str, str | None]) -> None:
    """counted: by field the file that says it, and its value."""
    from reportgen.drafts.complete import complete_manifest
    from reportgen.manifest.read import typed_flags

    given = {name: text for name, text in flags.items() if text is not None}
    additions: dict[str, Any] = typed_flags(given)
    given_by = {name: f"--{name}" for name in given}
    for field, (name, value) in counted.items():
        additions[field], given_by[field] = value, one_line(name)
    if lacking := complete_manifest(Path(output), additions, given_by):
        click.echo(f"reportgen: {output} still lacks {', '.join(lacking)}", err=True)


def _objects(held: list[tuple[str, Counted]], output: str) -> dict[str, int]:
    """Objects before and after, which a price may be by; none where they are no part, or the manifest has amounts."""
    from reportgen.files.document import FORMS, read_file

    before, after = (it.objects for _, it in held)
    if not before or after is None or after > before:
        return {}
    path = Path(output)
    if path.suffix.lower() in FORMS and path.exists():
        root = read_file(path).root.value
        if isinstance(root, dict) and "amounts" in root and root["amounts"].kind != "null":
            return {}
    return {"before": before, "after": after}


def _teller(name: str) -> Tell:
    """Says on a terminal how far it is, once a second."""
    last = time.monotonic()

    def tell(done: int) -> None:
        nonlocal last
        if sys.stderr.isatty() and time.monotonic() - last >= _TOLD_EVERY_S:
            last = time.monotonic()
            click.echo(f"reportgen: {one_line(name)}: {done:,} so far", err=True)

    return tell
