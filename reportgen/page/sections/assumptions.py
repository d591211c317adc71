"""The section on assumptions: every input with its value, range, basis, layer, source and date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from reportgen.figures.figure import COMPUTED, Figure
from reportgen.inputs.audience import WITHHELD
from reportgen.inputs.keys import GROUPS, KINDS, place_of
from reportgen.inputs.price_parts import IN_PARTS
from reportgen.page.parts import Block, Cell, Column, Note, Row, Section, Table
from reportgen.page.words import BASIS_WORDS, LAYER_WORDS, inputs, note_of, title_of
from reportgen.page.writer import Writer
from reportgen.words import numbers
from reportgen.words.message import message

MOST_OF_A_KIND = 12
LONGEST_SOURCE = 40
_CHOSEN = {"exact": message("exact"), "older year": message("older year"), "fallback": message("fallback")}


def assumptions_section(w: Writer, number: int, compact: bool) -> Section:
    """The section; inputs that nobody gave are named in one sentence.

    compact: inputs of one basis, layer and source stand under one heading that says it once.
    """
    leaves = [
        figure
        for figure in w.ledger.values()
        if figure.basis != COMPUTED or (figure.expression is None and figure.procedure is None)
    ]
    given = [figure for figure in leaves if figure.value is not None and place_of(figure.key) in GROUPS]
    absent = [
        w.label(figure)
        for figure in leaves
        if figure.value is None and figure.key in KINDS and figure.reason not in (WITHHELD, IN_PARTS)
    ]
    title = w.account.manifest.name or w.account.manifest.dataset or ""
    blocks: list[Block] = [_compact_table(w, given) if compact else _table(w, given)]
    if absent:
        blocks.append(
            Note(
                w.say("Not given:"), w.say("{labels}. What rests on them has no value here.", labels="; ".join(absent))
            )
        )
    if len(title) > 160:
        blocks.append(Note(w.say("The title in full:"), title))
    blocks.append(_sources(w))
    finding = w.say("{inputs}, and where each one comes from", inputs=inputs(w, len(given)))
    return Section("assumptions", number, w.say("Assumptions"), finding, tuple(blocks))


def _compact_table(w: Writer, given: list[Figure]) -> Table:
    """The inputs, two a row, below what they have in common; each with value, range and what else is said of it."""
    shown = _shown(given)
    groups: dict[str, list[Figure]] = {}
    for figure in shown:
        groups.setdefault(_origin(w, figure), []).append(figure)
    head = (Column(w.say("Input")), Column(w.say("Value"), right=True))
    return Table(
        name="inputs-compact",
        title="",
        sub="",
        columns=(*head, *head),
        groups=tuple((name, tuple(_pairs(w, figures))) for name, figures in groups.items()),
        note=_left_out(w, len(given) - len(shown)),
    )


def _pairs(w: Writer, figures: list[Figure]) -> list[Row]:
    rows = []
    for place in range(0, len(figures), 2):
        first, *others = figures[place : place + 2]
        cells = [_value(w, first)]
        for other in others:
            cells += [Cell(w.label(other), small=_remark(w, other)), _value(w, other)]
        rows.append(Row(w.label(first), (*cells, *([Cell()] * (3 - len(cells)))), small=_remark(w, first)))
    return rows


def _value(w: Writer, figure: Figure) -> Cell:
    amount = w.duration(figure.key) if figure.unit == "s" else w.exact(figure.key)
    return Cell(amount=amount, small=_range(w, figure))


def _remark(w: Writer, figure: Figure) -> str:
    remarks = (w.translated(_CHOSEN.get(figure.chosen or "", "")), _replaced(w, figure), note_of(w, figure))
    return "; ".join(part for part in remarks if part)


def _origin(w: Writer, figure: Figure) -> str:
    """Basis, layer and sources of an input, in one line."""
    numbered = list(w.account.sources)
    sources = [
        f"{numbered.index(identifier) + 1} {_short(w, w.account.sources.get(identifier, {}))}"
        for identifier in figure.sources
    ]
    basis = w.translated(BASIS_WORDS[figure.basis])
    layer = w.translated(LAYER_WORDS.get(figure.layer or "", ""))
    return " · ".join(part for part in (f"{basis[:1].upper()}{basis[1:]}", layer, "; ".join(sources)) if part)


def _left_out(w: Writer, count: int) -> str:
    note = w.say("A blank range means that the source gives none.")
    if count:
        note += " " + w.say_count(
            "{count} further input stands in report.json.",
            "{count} further inputs stand in report.json.",
            count,
            count=count,
        )
    return note


def _table(w: Writer, given: list[Figure]) -> Table:
    shown = _shown(given)
    groups: list[tuple[str, tuple[Row, ...]]] = []
    for name in GROUPS:
        rows = tuple(_row(w, figure) for figure in shown if place_of(figure.key) == name)
        if rows:
            groups.append((w.say(name), rows))
    return Table(
        name="inputs",
        title="",
        sub="",
        columns=(
            Column(w.say("Input")),
            Column(w.say("Value"), right=True),
            Column(w.say("Range"), right=True),
            Column(w.say("Basis")),
            Column(w.say("Layer")),
            Column(w.say("Source")),
        ),
        groups=tuple(groups),
        note=_left_out(w, len(given) - len(shown)),
    )


def _row(w: Writer, figure: Figure) -> Row:
    amount = w.duration(figure.key) if figure.unit == "s" else w.exact(figure.key)
    sources = [w.account.sources.get(identifier, {}) for identifier in figure.sources]
    numbered = list(w.account.sources)
    source = "; ".join(
        f"{numbered.index(identifier) + 1} {_short(w, source)}"
        for identifier, source in zip(figure.sources, sources, strict=True)
    )
    dates = [date for source in sources if (date := _read_on(w, source))]
    read = w.say("read {date}", date=dates[0]) if dates else ""
    small = [part for part in (read, _replaced(w, figure)) if part]
    layer = w.translated(LAYER_WORDS.get(figure.layer or "", ""))
    return Row(
        w.label(figure),
        (
            Cell(amount=amount),
            Cell(_range(w, figure)),
            Cell(mark=figure.basis),
            Cell(layer, small=w.translated(_CHOSEN.get(figure.chosen or "", ""))),
            Cell(source, small="; ".join(small)),
        ),
        small=note_of(w, figure),
    )


def _replaced(w: Writer, figure: Figure) -> str:
    was = figure.replaces
    if was is None or was.value is None:
        return ""
    size, unit = (Decimal("1e-3"), "g/kWh") if was.unit == "kgCO2e/kWh" else (Decimal(1), w.unit_text(was.unit))
    value = w.exact_text(numbers.scaled(was.value, size), unit)
    amount = f"{value}{numbers.NO_BREAK}{unit}" if unit else value
    return w.say("replaces {amount}, {layer}", amount=amount, layer=LAYER_WORDS[was.layer])


def _shown(given: list[Figure]) -> list[Figure]:
    """The first of each kind of input: sixty models would hide everything else."""
    seen: Counter[str] = Counter()
    shown = []
    for figure in given:
        kind, _, end = figure.key.partition(".")
        seen[kind] += bool(end)
        if seen[kind] <= MOST_OF_A_KIND:
            shown.append(figure)
    return shown


def _read_on(w: Writer, source: Mapping[str, object]) -> str:
    """The day on which a source was read, empty where nobody said; it may be no more than a year."""
    text = str(source.get("retrieved", ""))
    try:
        return w.language.day(date.fromisoformat(text))
    except ValueError:
        return text


def _short(w: Writer, source: Mapping[str, object]) -> str:
    """A source's file or publisher or the beginning of its title; the list of sources has it whole."""
    text = str(source.get("file") or source.get("publisher") or title_of(w, source))
    return text if len(text) <= LONGEST_SOURCE else text[: LONGEST_SOURCE - 1].rstrip() + "…"


def _range(w: Writer, figure: Figure) -> str:
    if figure.low is None or figure.high is None or figure.value is None:
        return ""
    unit, size = w.readable_unit(figure.value, figure.unit)
    low, high = (w.exact_text(numbers.scaled(end, size), unit) for end in (figure.low, figure.high))
    return f"{low}{numbers.DASH}{high}"


def _sources(w: Writer) -> Table:
    rows = []
    for number, source in enumerate(w.account.sources.values(), start=1):
        title = title_of(w, source)
        about = (source.get(name) for name in ("publisher", "url", "licence", "read_through"))
        small = "; ".join(str(part) for part in about if part)
        retrieved = _read_on(w, source)
        rows.append(Row(str(number), (Cell(title, small=small), Cell(retrieved)), style="source"))
    return Table(
        name="sources",
        title=w.say("Sources"),
        sub=w.say("By the numbers that stand above"),
        columns=(Column(w.say("No.")), Column(w.say("Source")), Column(w.say("Read on"), right=True)),
        groups=(("", tuple(rows)),),
        flows=True,
    )
