"""The section on assumptions: every input with its value, range, basis, layer, source and date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.factors.facts import NO_LICENCE
from reportgen.figures.figure import COMPUTED, Figure
from reportgen.inputs.audience import WITHHELD
from reportgen.inputs.keys import GROUPS, KINDS, place_of
from reportgen.inputs.price_parts import IN_PARTS
from reportgen.inputs.run import NO_LABELLING
from reportgen.page.caveats.caveat import Caveat
from reportgen.page.parts import Block, Cell, Column, Note, Row, Section, Table
from reportgen.page.sections.energy_records import record_blocks
from reportgen.page.sections.model_table import MOST_MODELS_SHOWN
from reportgen.page.sections.run import MOST_STAGES_SHOWN
from reportgen.page.sections.series import series_table
from reportgen.page.source_numbers import in_brackets, source_numbers
from reportgen.page.words import BASIS_WORDS, LAYER_WORDS, full_title_of, inputs, note_of, title_of
from reportgen.page.writer import Writer
from reportgen.words import numbers
from reportgen.words.message import Message, message

MOST_OF_A_KIND = 12
LONGEST_SOURCE = 40
_OF_STAGES = ("stage_removed", "stage_duration")
_OF_MODELS = ("accuracy", "consumption_wh", "model_cost")
_CHOSEN = {
    "exact": message("exact", context="how a value was found"),
    "older year": message("older year"),
    "fallback": message("fallback"),
}


@dataclass(frozen=True)
class _Told:
    """The inputs that the section tells. shown: in its table. further: in series. of_body: in tables of the body."""

    shown: list[Figure]
    further: list[Figure]
    of_body: list[Figure]

    def __iter__(self) -> Iterator[Figure]:
        return iter((*self.shown, *self.further, *self.of_body))


def cited_numbers(w: Writer, compact: bool, caveats: Sequence[Caveat]) -> dict[str, int]:
    """The number of each source that one of the first inputs of a kind, as they are told, or a caveat cites."""
    return source_numbers(w.account.sources, _shown(list(_told(w, compact))), caveats)


def _told(w: Writer, compact: bool) -> _Told:
    leaves, given = _leaves(w), _given(w)
    of_body = _of_the_body(w, given) if compact else []
    elsewhere = {figure.key for figure in of_body}
    shown = _shown([figure for figure in given if figure.key not in elsewhere])
    return _Told(shown, _further(w, leaves, [*shown, *of_body]), of_body)


def _given(w: Writer) -> list[Figure]:
    return [figure for figure in _leaves(w) if figure.value is not None and place_of(figure.key) in GROUPS]


def _leaves(w: Writer) -> list[Figure]:
    return [
        figure
        for figure in w.ledger.values()
        if figure.basis != COMPUTED or (figure.expression is None and figure.procedure is None)
    ]


def assumptions_section(w: Writer, number: int, compact: bool, caveats: Sequence[Caveat]) -> Section:
    """The section; inputs that nobody gave are named in one sentence.

    compact: inputs of one basis and layer stand under one heading that says it once. caveats: of the report, whose
    sources have numbers too.
    """
    leaves, given, told = _leaves(w), _given(w), _told(w, compact)
    cited = source_numbers(w.account.sources, _shown(list(told)), caveats)
    absent = [
        w.label(figure)
        for figure in leaves
        if figure.value is None and figure.key in KINDS and figure.reason not in (WITHHELD, IN_PARTS, NO_LABELLING)
    ]
    title = w.account.manifest.name or w.account.manifest.dataset or ""
    left_out = len({figure.key for figure in given} - {figure.key for figure in told})
    note = _note(w, left_out, bool(told.of_body))
    blocks: list[Block] = [
        _compact_table(w, told.shown, cited, note) if compact else _table(w, told.shown, cited, note)
    ]
    if (series := series_table(w, told.further, cited)) is not None:
        blocks.append(series)
    if compact:
        blocks += record_blocks(w, compact=True)
    if absent:
        blocks.append(
            Note(w.say("Not given:"), w.say("{labels}. What rests on them has no value here.", labels=w.series(absent)))
        )
    if len(title) > 160:
        blocks.append(Note(w.say("The title in full:"), title))
    blocks.append(_sources(w, cited, len(_left_out_sources(w, given) - set(cited))))
    finding = w.say(
        "{inputs}, and where each one comes from", inputs=inputs(w, sum(figure.value is not None for figure in leaves))
    )
    return Section("assumptions", number, w.say("Assumptions"), finding, tuple(blocks))


def _of_the_body(w: Writer, given: list[Figure]) -> list[Figure]:
    """What the manifest states of stages and models and the tables of the body show whole."""
    counts = {kind: sum(key.startswith(f"{kind}.") for key in w.ledger) for kind in ("stage_removed", "accuracy")}
    kinds = [*(_OF_STAGES if counts["stage_removed"] <= MOST_STAGES_SHOWN else ())]
    kinds += [*(_OF_MODELS if counts["accuracy"] <= MOST_MODELS_SHOWN else ())]
    return [
        figure
        for figure in given
        if figure.key.partition(".")[0] in kinds and (figure.basis, figure.layer) == ("stated", "manifest")
    ]


def _further(w: Writer, leaves: list[Figure], shown: list[Figure]) -> list[Figure]:
    """The inputs that the table leaves out and that a figure is computed from."""
    needed = {name for figure in w.ledger.values() for name in figure.inputs} - {figure.key for figure in shown}
    return [figure for figure in leaves if figure.value is not None and figure.key in needed]


def _compact_table(w: Writer, shown: Sequence[Figure], cited: Mapping[str, int], note: str) -> Table:
    """The inputs, two a row, below what they have in common; each with value, range and what else is said of it."""
    groups: dict[str, list[Figure]] = {}
    for figure in shown:
        groups.setdefault(basis_and_layer(w, figure), []).append(figure)
    head = (Column(w.say("Input")), Column(w.say("Value"), right=True))
    return Table(
        name="inputs-compact",
        title="",
        sub="",
        columns=(*head, *head),
        groups=tuple(_group(w, name, figures, cited) for name, figures in groups.items()),
        note=note,
        flows=True,
    )


def _group(w: Writer, name: str, figures: list[Figure], cited: Mapping[str, int]) -> tuple[str, tuple[Row, ...]]:
    """What they have in common, sources too where they are the same, and their rows; else each says its own."""
    of_all = figures[0].sources
    if all(figure.sources == of_all for figure in figures):
        sources = w.series(f"{cited[source]} {_short(w, w.account.sources.get(source, {}))}" for source in of_all)
        return " · ".join(filter(None, (name, sources))), tuple(_pairs(w, figures, cited, numbered=False))
    return name, tuple(_pairs(w, figures, cited, numbered=True))


def _pairs(w: Writer, figures: list[Figure], cited: Mapping[str, int], numbered: bool) -> Iterator[Row]:
    """Two inputs a row. numbered: with the numbers of their sources."""
    for place in range(0, len(figures), 2):
        first, *others = figures[place : place + 2]
        cells = [_value(w, first)]
        for other in others:
            cells += [Cell(_label(w, other, cited, numbered), small=_remark(w, other, cited)), _value(w, other)]
        head = _label(w, first, cited, numbered)
        yield Row(head, (*cells, *([Cell()] * (3 - len(cells)))), small=_remark(w, first, cited))


def _label(w: Writer, figure: Figure, cited: Mapping[str, int], numbered: bool) -> str:
    return w.label(figure) + (in_brackets(cited, figure.sources) if numbered else "")


def _value(w: Writer, figure: Figure) -> Cell:
    amount = w.duration(figure.key) if figure.unit == "s" else w.exact(figure.key)
    return Cell(amount=amount, small=_range(w, figure))


def _remark(w: Writer, figure: Figure, cited: Mapping[str, int]) -> str:
    remarks = (w.translated(_CHOSEN.get(figure.chosen or "", "")), _replaced(w, figure, cited), note_of(w, figure))
    return w.series(remarks)


def basis_and_layer(w: Writer, figure: Figure) -> str:
    """On what the input rests, and the layer that it comes from: `Stated · manifest`."""
    basis = w.translated(BASIS_WORDS[figure.basis])
    layer = w.translated(LAYER_WORDS.get(figure.layer or "", ""))
    return " · ".join(part for part in (w.capital(basis), layer) if part)


def _note(w: Writer, count: int, of_body: bool) -> str:
    notes = [w.say("A blank range means that the source gives none."), w.more(count)]
    if of_body:
        notes.append(
            w.say(
                "What the manifest states of stages and models stands in their tables above: samples removed and "
                "times, accuracy, energy and cost."
            )
        )
    return w.paragraph(notes)


def _table(w: Writer, shown: Sequence[Figure], cited: Mapping[str, int], note: str) -> Table:
    groups: list[tuple[str, tuple[Row, ...]]] = []
    for name in GROUPS:
        rows = tuple(_row(w, figure, cited) for figure in shown if place_of(figure.key) == name)
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
        note=note,
    )


def _row(w: Writer, figure: Figure, cited: Mapping[str, int]) -> Row:
    amount = w.duration(figure.key) if figure.unit == "s" else w.exact(figure.key)
    sources = [w.account.sources.get(identifier, {}) for identifier in figure.sources]
    source = w.series(
        f"{cited[name]} {_short(w, source)}" for name, source in zip(figure.sources, sources, strict=True)
    )
    dates = [date for source in sources if (date := _read_on(w, source))]
    read = w.say("accessed {date}", date=dates[0]) if dates else ""
    small = [part for part in (read, _replaced(w, figure, cited)) if part]
    layer = w.translated(LAYER_WORDS.get(figure.layer or "", ""))
    return Row(
        w.label(figure),
        (
            Cell(amount=amount),
            Cell(_range(w, figure)),
            Cell(mark=figure.basis),
            Cell(layer, small=w.translated(_CHOSEN.get(figure.chosen or "", ""))),
            Cell(source, small=w.series(small)),
        ),
        small=note_of(w, figure),
    )


def _replaced(w: Writer, figure: Figure, cited: Mapping[str, int]) -> str:
    was = figure.replaces
    if was is None or was.value is None:
        return ""
    if was.unit == "s":
        amount = w.numbers.duration(was.value)
    else:
        size, unit = (Decimal("1e-3"), "g/kWh") if was.unit == "kgCO2e/kWh" else (Decimal(1), w.unit_text(was.unit))
        amount = w.numbers.with_unit(w.exact_text(numbers.scaled(was.value, size), unit), unit)
    told = w.say("replaces {amount}, {layer}", amount=amount, layer=LAYER_WORDS[was.layer])
    return told + in_brackets(cited, [was.source] if was.source else [])


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
    return w.span(low, high)


def _about(w: Writer, source: Mapping[str, object]) -> Iterator[str]:
    """Who published it, where it is, under what licence and by which copy it was read; or how we came by it."""
    yield from str(source.get("publisher") or "").split("; ")  # each language sets several apart its own way
    yield from (str(source[name]) for name in ("document", "url") if source.get(name))
    if source.get("licence") == NO_LICENCE:
        yield w.say("no licence stated")
    elif isinstance(licence := source.get("licence"), Message):
        yield w.translated(licence)
    elif licence:
        yield w.say("licence {name}", name=str(licence))
    if isinstance(read_through := source.get("read_through"), str):
        yield w.translated(read_through)
    if source.get("derivation"):
        yield w.say("our own: {derivation}", derivation=source["derivation"])


def _left_out_sources(w: Writer, given: list[Figure]) -> set[str]:
    """The sources that nothing cites but inputs of which the page shows no more than the first."""
    shown = {figure.key for figure in _shown(given)}
    cited: dict[bool, set[str]] = {True: set(), False: set()}
    for figure in w.ledger.values():
        replaced = figure.replaces.source if figure.replaces else None
        is_left_out = "." in figure.key and figure.basis != COMPUTED and figure.key not in shown
        cited[is_left_out].update((*figure.sources, *filter(None, [replaced])))
    return cited[True] - cited[False]


def _sources(w: Writer, cited: Mapping[str, int], left_out: int) -> Table:
    rows = []
    for name, number in cited.items():
        source = w.account.sources[name]
        title = full_title_of(w, source)
        small = w.series(_about(w, source))
        retrieved = _read_on(w, source)
        rows.append(Row(str(number), (Cell(title, small=small), Cell(retrieved)), style="source"))
    return Table(
        name="sources",
        title=w.say("Sources"),
        sub=w.say("Numbered as in the tables above"),
        columns=(Column(w.say("No.")), Column(w.say("Source")), Column(w.say("Accessed"), right=True)),
        groups=(("", tuple(rows)),),
        flows=True,
        note=w.more(left_out),
    )
