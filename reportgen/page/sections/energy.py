"""The energy of the filtering: its records and their sum, what was predicted, and what it is like."""

from __future__ import annotations

from decimal import Decimal

from reportgen.charts.bars import bars_in_a_row
from reportgen.figures.figure import COMPUTED, Figure
from reportgen.inputs.energy import NOT_ADDED
from reportgen.inputs.sources import MANIFEST
from reportgen.page.parts import Block, Cell, Column, Note, Row, Table
from reportgen.page.printer import Amount, Scale
from reportgen.page.products import estimate_product
from reportgen.page.sections.energy_predictions import predictions
from reportgen.page.sections.energy_records import MOST_RECORDS_SHOWN, filled
from reportgen.page.sections.equivalents import equivalents
from reportgen.page.words import BASIS_WORDS, estimated, mark, title_of
from reportgen.page.writer import Writer
from reportgen.words.message import Message


def energy_blocks(w: Writer) -> list[Block]:
    """What the section on the run says of energy."""
    if not w.ledger.known("filtering_energy"):
        text = w.say(
            "Energy of filtering: not measured. A meter’s reading would fill this in; knowing which devices ran "
            "for how long would give an estimate."
        )
        return [Note(w.say("Not measured."), text)]
    blocks: list[Block] = [_records(w) if sum(key.startswith("energy.") for key in w.ledger) > 1 else _record(w)]
    blocks += predictions(w)
    return [*blocks, *equivalents(w)]


def _records(w: Writer) -> Table:
    """The records and their sum; what no record names is said, never counted as zero."""
    records = [key for key in w.ledger if key.startswith("energy.") and w.ledger.known(key)]
    left_out = [key for key in w.ledger if key.startswith("energy.") and not w.ledger.known(key)]
    whole = w.ledger.value("filtering_energy")
    scale = w.scale_of_sum(records, "filtering_energy") if records else Scale("kWh", Decimal(1), 3)
    # those that drew most, in the order of the manifest
    most = set(sorted(records, key=lambda key: -w.ledger.value(key))[:MOST_RECORDS_SHOWN])
    shown, shown_out = [key for key in records if key in most], left_out[:MOST_RECORDS_SHOWN]
    rows = []
    bars = bars_in_a_row([(filled(mark(w.ledger[key])), w.ledger.value(key)) for key in shown], whole)
    for key, bar in zip(shown, bars, strict=True):
        figure = w.ledger[key]
        cells = (
            Cell(bars=(bar,)),
            Cell(amount=w.on_scale(key, scale).bare),
            Cell(mark=mark(figure)),
        )
        rows.append(Row(_what_drew(w, figure), cells, small=_by_what(w, figure)))
    for key in shown_out:
        overlaps = (w.ledger[key].reason or "").startswith(NOT_ADDED)
        amount = Amount(w.say(NOT_ADDED), known=False) if overlaps else w.not_measured()
        small = w.translated(w.ledger[key].reason or "") if overlaps else ""
        rows.append(Row(_what_drew(w, w.ledger[key]), (Cell(), Cell(amount=amount), Cell()), small=small, style="off"))
    if len(records) > 1 or not records:
        cells = (Cell(), Cell(amount=w.on_scale("filtering_energy", scale).bare), Cell())
        rows.append(Row(w.say("Total"), cells, style="total"))
    rows.append(Row(w.say("Not covered by any record"), (Cell(), Cell(amount=w.not_measured()), Cell()), style="off"))
    return Table(
        name="energy",
        title=w.say(
            "Energy drawn: {energy}, or {building} with the building’s overhead (PUE)",
            energy=estimated(w, w.scaled("filtering_energy")),
            building=w.scaled("filtering_energy_at_building"),
        ),
        sub="",
        columns=(
            Column(w.say("What")),
            Column("", bar=True),
            Column(w.say("Energy, {unit}", unit=scale.unit), right=True),
            Column(w.say("Basis")),
        ),
        groups=(("", tuple(rows)),),
        rail_title=w.say("Filled or outlined"),
        rail=w.say(
            "A filled bar is measured or stated, an outlined one estimated. What was not measured is named, "
            "never counted as zero."
        ),
        wide=False,
        note=w.more(len(records) + len(left_out) - len(shown) - len(shown_out)),
    )


def _record(w: Writer) -> Note:
    """The one record that there is, in a sentence; what it does not name is said, never counted as zero."""
    [key] = [key for key in w.ledger if key.startswith("energy.")]
    figure = w.ledger[key]
    source = _by_what(w, figure)
    basis = w.translated(BASIS_WORDS[mark(figure)])
    return Note(
        w.sentence(
            w.say(
                "Energy drawn: {energy}, or {building} with the building’s overhead (PUE)",
                energy=estimated(w, w.scaled("filtering_energy")),
                building=w.scaled("filtering_energy_at_building"),
            )
        ),
        w.say(
            "{what} ({basis}). What this record does not name was not measured.",
            what=_what_drew(w, figure),
            basis=w.series((basis, source)),
        ),
    )


def _by_what(w: Writer, figure: Figure) -> str:
    """Who says it, or for devices that no meter read what it is reckoned from."""
    if figure.basis == COMPUTED:
        return estimate_product(w, figure.key.partition(".")[2])
    if not figure.sources:
        return ""
    name = figure.sources[0]
    return w.say("the run's manifest") if name == MANIFEST else title_of(w, w.account.sources.get(name, {}))


def _what_drew(w: Writer, figure: Figure) -> str:
    """The user's word for what drew it."""
    scope = figure.label.values.get("scope") if isinstance(figure.label, Message) else None
    return w.translated(scope if isinstance(scope, str) else figure.label)
