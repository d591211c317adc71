"""Inputs that come in series or in tables of their own: each key with its value, so that a PDF alone re-derives all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportgen.figures.figure import Figure
from reportgen.figures.series import number_of, series_of
from reportgen.page.parts import Cell, Column, Row, Table
from reportgen.page.source_numbers import in_brackets
from reportgen.page.writer import Writer

MOST_POINTS = 60
MOST_SERIES = 120


def name_of(w: Writer, keys: Sequence[str]) -> str:
    """The name of a series, with its first and last number: `checkpoint_s.m_1 to _12`."""
    if len(keys) == 1:
        return keys[0]
    return w.say("{first} to {last}", first=keys[0], last=f"_{number_of(keys[-1])}")


def label_of(w: Writer, keys: Sequence[str]) -> str:
    """What a series is in words, as its first one's label has it: `Time of a checkpoint, m, 1 to 12`."""
    label = w.label(w.ledger[keys[0]])
    return label if len(keys) == 1 else w.say("{first} to {last}", first=label, last=number_of(keys[-1]))


def series_table(w: Writer, figures: Sequence[Figure], numbers: Mapping[str, int]) -> Table | None:
    """Their table, which ends and says how many more there are; None without any.

    numbers: of the sources, by their identifiers.
    """
    if not figures:
        return None
    every = series_of([figure.key for figure in figures])
    rows = [_row(w, keys, numbers) for keys in every[:MOST_SERIES]]
    return Table(
        name="series",
        title=w.say("Inputs in series and in tables of their own"),
        sub=w.say("By their keys in report.json, to seven digits; the formulas name them"),
        columns=(Column(w.say("Key")), Column(w.say("Value"))),
        groups=(("", tuple(rows)),),
        note=w.more(sum(map(len, every[MOST_SERIES:]))),
        flows=True,
    )


def _row(w: Writer, keys: Sequence[str], numbers: Mapping[str, int]) -> Row:
    name, shown = name_of(w, keys), keys[:MOST_POINTS]
    unit = w.unit_text(w.ledger[keys[0]].unit)
    values = w.series(w.rough(key).text for key in shown)
    if len(keys) > len(shown):
        values = w.say("{formula}… (whole in report.json)", formula=values)
    points = w.say_count("{count} point", "{count} points", len(keys), count=len(keys)) if len(keys) > 1 else ""
    cited = in_brackets(numbers, [source for key in keys for source in w.ledger[key].sources])
    return Row(
        w.say("{name}, {unit}", name=name, unit=unit) if unit else name,
        (Cell(values),),
        small=f"{points}{cited}".strip(),
        inputs=tuple(keys),
    )
