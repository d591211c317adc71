"""Inputs that come in series, of runs, devices, stages and checkpoints: a row for each, its values in their order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reportgen.figures.figure import Figure
from reportgen.inputs.keys import KINDS
from reportgen.page.parts import Cell, Column, Row, Table
from reportgen.page.source_numbers import in_brackets
from reportgen.page.writer import Writer

MOST_VALUES = 12  # of a series
MOST_SERIES = 60


def series_table(w: Writer, leaves: Sequence[Figure], numbers: Mapping[str, int]) -> Table | None:
    """The series of the leaves; None without any. numbers: of the sources, by their identifiers."""
    found: dict[tuple[str, str], list[Figure]] = {}
    for figure in leaves:
        found.setdefault(_series_of(figure.key), []).append(figure)
    if not found:
        return None
    shown = list(found.items())[:MOST_SERIES]
    left_out = sum(len(figures) for _, figures in list(found.items())[MOST_SERIES:])
    left_out += sum(max(0, len(figures) - MOST_VALUES) for _, figures in shown)
    note = ""
    if left_out:
        note = w.say_count(
            "{count} further value stands in report.json.",
            "{count} further values stand in report.json.",
            left_out,
            count=left_out,
        )
    return Table(
        name="inputs-series",
        title=w.say("Runs, devices, stages and checkpoints"),
        sub=w.say("In the order in which they were read"),
        columns=(Column(w.say("Input")), Column(w.say("Values"))),
        groups=(("", tuple(_row(w, stem, end, figures, numbers) for (stem, end), figures in shown)),),
        note=note,
        flows=True,
    )


def _series_of(key: str) -> tuple[str, str]:
    """The kind of a key and what its series is of: `checkpoint_s` of `a_model` for checkpoint_s.a_model_3."""
    stem, _, end = key.partition(".")
    return stem, re.sub(r"_[0-9]+$", "", end)


def _row(w: Writer, stem: str, end: str, figures: Sequence[Figure], numbers: Mapping[str, int]) -> Row:
    printed = [w.duration(it.key) if it.unit == "s" else w.exact(it.key) for it in figures[:MOST_VALUES]]
    units = {amount.unit for amount in printed}
    if len(units) == 1 and printed[0].unit:
        values = f"{'; '.join(amount.text for amount in printed)} {printed[0].unit}"
    else:
        values = "; ".join(map(str, printed))
    if len(figures) > MOST_VALUES:
        values += "; …"
    keys = f"{stem}.{end}" if len(figures) == 1 else f"{figures[0].key} … {figures[-1].key.rpartition('_')[2]}"
    told = w.label(figures[0]) if len(figures) == 1 else w.say(KINDS[stem].label)
    cited = in_brackets(numbers, [name for it in figures for name in it.sources])
    return Row(told, (Cell(values),), small=keys + cited)
