"""What was expected of the filtering while it ran, beside what it took."""

from __future__ import annotations

from dataclasses import replace

from reportgen.figures.filtering import ended_early
from reportgen.inputs.energy import FileRecord
from reportgen.page.parts import Cell, Column, Row, Table
from reportgen.page.printer import Amount
from reportgen.page.sections.energy_records import MOST_RECORDS_DRAWN, counted_records, end_of
from reportgen.page.writer import Writer
from reportgen.words import numbers


def predictions(w: Writer) -> list[Table]:
    """A table for each record that was predicted, of many the first."""
    predicted = [file for file in counted_records(w) if file.record.prediction is not None]
    tables = [_prediction(w, file) for file in predicted[:MOST_RECORDS_DRAWN]]
    if more := w.more(len(predicted) - len(tables)):
        tables[-1] = replace(tables[-1], note=more)
    return tables


def _prediction(w: Writer, file: FileRecord) -> Table:
    """What was expected while the filtering ran, beside what it took."""
    end = end_of(file)
    dash = Cell(numbers.DASH, plain_dash=True)
    rows = []
    for kind, fact, head in (
        ("duration", f"record_duration.{end}", w.say("Time")),
        ("energy", f"recorded_energy.{end}", w.say("Energy")),
        ("co2", f"recorded_co2.{end}", "CO₂e"),
    ):
        key, error = f"predicted_{kind}.{end}", f"prediction_error_{kind}.{end}"
        if key not in w.ledger:
            continue
        printed = w.duration if kind == "duration" else w.scaled
        known = w.ledger.known(fact)
        cells = (
            Cell(amount=printed(key)),
            Cell(_ends(w, key)),
            Cell(amount=printed(fact)) if known else dash,
            Cell(amount=w.share(error, sign=True)) if w.ledger.known(error) else dash,
        )
        rows.append(Row(head, cells))
    return Table(
        name="prediction",
        title=w.say("How good the prediction was"),
        sub=w.say("Made {time} after the start", time=w.duration(f"predicted_at.{end}")),
        columns=(
            Column(""),
            Column(w.say("Predicted"), right=True),
            Column(w.say("Range"), right=True),
            Column(w.say("Actual"), right=True),
            Column(w.say("Error"), right=True),
        ),
        groups=(("", tuple(rows)),),
        rail_title=w.say("How to read"),
        rail=w.say("The range takes the fastest and the slowest pace until then for the rest of the run."),
        note=_early_note(w, end),
        wide=False,
    )


def _early_note(w: Writer, end: str) -> str:
    if not ended_early(w.ledger, end):
        return ""
    return w.say(
        "By its own progress the run ended early, after {done} of {total} samples; the prediction is for all of them.",
        done=w.count(f"done_samples.{end}"),
        total=w.count(f"predicted_samples.{end}"),
    )


def _ends(w: Writer, key: str) -> str:
    """Low and high of a figure, in the unit that its value is printed in."""
    ends = w.ends(key)
    return str(Amount(w.span(ends[0], ends[1]), ends[2])) if ends else ""
