"""The table of the values of class and source that were cut most, beside a random subset of equal size."""

from __future__ import annotations

from typing import Any

from reportgen.page.parts import Cell, Column, Row, Table
from reportgen.page.writer import Writer


def balance_table(w: Writer) -> Table | None:
    """The table; None of a run without a table of decisions that names class or source."""
    groups = []
    notes = []
    for kind, head, rest in (
        (
            "class",
            w.say("By class"),
            w.say("Classes of which nothing is left: {lost} of {values}.", **_counts(w, "class")),
        ),
        (
            "source",
            w.say("By source"),
            w.say("Sources of which nothing is left: {lost} of {values}.", **_counts(w, "source")),
        ),
    ):
        keys = [key for key in w.ledger if key.startswith(f"balance_before.{kind}")]
        if keys:
            groups.append((head, tuple(_row(w, key) for key in keys)))
            notes.append(rest)
            grades = {it: w.count(f"balance_{it}.{kind}") for it in ("nearly_lost", "below")}
            notes.append(
                w.say(
                    "Less than a hundredth left: {nearly_lost}. Of the others, fewer samples left than in 19 of 20 "
                    "random subsets: {below}.",
                    **grades,
                )
            )
    if not groups:
        return None
    titles = (
        w.say("Before"),
        w.say("After"),
        w.say("Random subset"),
        w.say("5th percentile"),
        w.say("95th percentile"),
    )
    return Table(
        name="balance",
        title=w.say("What was cut most, beside a random subset of equal size"),
        sub=w.say("Samples, counted in the table of decisions; a random subset is calculated, and none is drawn"),
        columns=(Column(""), *(Column(title, right=True) for title in titles)),
        groups=tuple(groups),
        note=w.paragraph(notes),
    )


def _counts(w: Writer, kind: str) -> dict[str, Any]:
    if f"balance_values.{kind}" not in w.ledger:
        return {"lost": "", "values": ""}
    return {"lost": w.count(f"balance_lost.{kind}"), "values": w.count(f"balance_values.{kind}")}


def _row(w: Writer, key: str) -> Row:
    slug = key.partition(".")[2]
    parts = ("before", "after", "random", "random_low", "random_high")
    return Row(w.ledger[key].label, tuple(Cell(amount=w.count(f"balance_{it}.{slug}")) for it in parts))
