"""The table of what is left of the data by each measure: samples, tokens, hours, gigabytes."""

from __future__ import annotations

from reportgen.charts.bars import kept_and_taken
from reportgen.figures.units import measure_word
from reportgen.page.parts import Cell, Column, Row, Table
from reportgen.page.writer import Writer


def amounts_table(w: Writer) -> Table | None:
    """The table; None of a run whose manifest gives no amounts."""
    ends = [key.partition(".")[2] for key in w.ledger if key.startswith("amount_before.")]
    if not ends:
        return None
    rows = [_row(w, w.say("Samples"), "samples_before", "samples_after", "sample")]
    for end in ends:
        word = w.translated(measure_word(end))
        rows.append(_row(w, w.capital(word), f"amount_before.{end}", f"amount_after.{end}", end))
    titles = (w.say("Before"), w.say("After"), "", w.say("Kept"))
    return Table(
        name="amounts",
        title=w.say("What is left, by each measure"),
        sub=w.say("The dark end of a bar is what was removed"),
        columns=(Column(""), *(Column(title, right=bool(title), bar=not title) for title in titles)),
        groups=(("", tuple(rows)),),
    )


def _row(w: Writer, head: str, before: str, after: str, end: str) -> Row:
    whole, kept = w.ledger.value(before), w.ledger.value(after)
    cells = (
        Cell(amount=w.exact(before).bare),
        Cell(amount=w.exact(after).bare),
        Cell(bars=kept_and_taken(kept, whole - kept, whole)),
        Cell(amount=w.share(f"amount_kept.{end}")),
    )
    return Row(head, cells)
