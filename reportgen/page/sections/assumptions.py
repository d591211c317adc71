"""The section on assumptions: every input with its value, range, basis, layer, source and date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from reportgen.figures.figure import COMPUTED, Figure
from reportgen.inputs.assemble import Account
from reportgen.inputs.audience import WITHHELD
from reportgen.inputs.keys import DETAILS, EQUIVALENCES, KINDS
from reportgen.locale.language import Language
from reportgen.page.parts import Block, Cell, Column, Note, Row, Section, Table
from reportgen.page.printer import Printer
from reportgen.page.words import LAYER_WORDS, inputs, note_of, title_of
from reportgen.words import numbers
from reportgen.words.message import message

MOST_OF_A_KIND = 12
LONGEST_SOURCE = 40
_CHOSEN = {"exact": message("exact"), "older year": message("older year"), "fallback": message("fallback")}

_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (message("Data"), ("duration_s", "samples_", "already_labelled", "stage_removed", "stage_duration")),
    (
        message("Money"),
        (
            *("annotation_price", "listed_", "rate.", "units_", "annotators", "review_", "fixed_fee", "discount"),
            *("seconds_per_unit", "machines", "compute_per_hour", "person_hours", "hourly_rate", "licence"),
            *("electricity_price", "gpu_price_per_hour"),
        ),
    ),
    (
        message("Energy and CO2"),
        (
            "energy.",
            "filtering_energy",
            "pue",
            "grid_",
            "market_",
            "factor_",
            "co2_",
            "training_",
            "embodied_",
            *EQUIVALENCES,
        ),
    ),
    (
        message("Models"),
        (
            *("accuracy.", "consumption_wh.", "model_cost.", "model_price.", "alpha", "beta", "quality_"),
            *("score_target.", "accuracy_step", "energy_step", "cost_step"),
        ),
    ),
)


def assumptions_section(account: Account, printer: Printer, number: int) -> Section:
    """The section; inputs that nobody gave are named in one sentence."""
    say = printer.language.say
    leaves = [
        figure
        for figure in account.ledger.values()
        if figure.basis != COMPUTED or (figure.expression is None and figure.procedure is None)
    ]
    given = [figure for figure in leaves if figure.value is not None and not figure.key.startswith(DETAILS)]
    absent = [
        printer.label(figure)
        for figure in leaves
        if figure.value is None and figure.key in KINDS and figure.reason != WITHHELD
    ]
    title = account.manifest.name or account.manifest.dataset or ""
    blocks: list[Block] = [_table(account, printer, given)]
    if absent:
        blocks.append(
            Note(say("Not given:"), say("{labels}. What rests on them has no value here.", labels="; ".join(absent)))
        )
    if len(title) > 160:
        blocks.append(Note(say("The title in full:"), title))
    blocks.append(_sources(account, printer.language))
    finding = say("{inputs}, and where each one comes from", inputs=inputs(printer.language, len(given)))
    return Section("assumptions", number, say("Assumptions"), finding, tuple(blocks))


def _table(account: Account, printer: Printer, given: list[Figure]) -> Table:
    say, shown = printer.language.say, _shown(given)
    groups: list[tuple[str, tuple[Row, ...]]] = []
    for name, prefixes in _GROUPS:
        rows = tuple(_row(account, printer, figure) for figure in shown if figure.key.startswith(prefixes))
        if rows:
            groups.append((say(name), rows))
    left_out = len(given) - len(shown)
    note = say("A blank range means that the source gives none.")
    if left_out:
        note += " " + printer.language.say_count(
            "{count} further input stands in report.json.",
            "{count} further inputs stand in report.json.",
            left_out,
            count=left_out,
        )
    return Table(
        title="",
        sub="",
        columns=(
            Column(say("Input"), 24),
            Column(say("Value"), 16, right=True),
            Column(say("Range"), 12, right=True),
            Column(say("Basis"), 13),
            Column(say("Layer"), 12),
            Column(say("Source"), 23),
        ),
        groups=tuple(groups),
        note=note,
    )


def _row(account: Account, printer: Printer, figure: Figure) -> Row:
    language = printer.language
    amount = printer.duration(figure.key) if figure.unit == "s" else printer.exact(figure.key)
    sources = [account.sources.get(identifier, {}) for identifier in figure.sources]
    numbered = list(account.sources)
    source = "; ".join(
        f"{numbered.index(identifier) + 1} {_short(source, language)}"
        for identifier, source in zip(figure.sources, sources, strict=True)
    )
    dates = [date for source in sources if (date := _read_on(source, language))]
    read = language.say("read {date}", date=dates[0]) if dates else ""
    small = [part for part in (read, _replaced(figure, printer)) if part]
    layer = language.translated(LAYER_WORDS.get(figure.layer or "", ""))
    return Row(
        printer.label(figure),
        (
            Cell(amount=amount),
            Cell(_range(figure, printer)),
            Cell(mark=figure.basis),
            Cell(layer, small=language.translated(_CHOSEN.get(figure.chosen or "", ""))),
            Cell(source, small="; ".join(small)),
        ),
        small=note_of(figure, account, language),
    )


def _replaced(figure: Figure, printer: Printer) -> str:
    was = figure.replaces
    if was is None or was.value is None:
        return ""
    size, unit = (Decimal("1e-3"), "g/kWh") if was.unit == "kgCO2e/kWh" else (Decimal(1), printer.unit_text(was.unit))
    value = printer.exact_text(numbers.scaled(was.value, size), unit)
    amount = f"{value}{numbers.NO_BREAK}{unit}" if unit else value
    return printer.language.say("replaces {amount}, {layer}", amount=amount, layer=LAYER_WORDS[was.layer])


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


def _read_on(source: Mapping[str, object], language: Language) -> str:
    """The day on which a source was read, empty where nobody said; it may be no more than a year."""
    text = str(source.get("retrieved", ""))
    try:
        return language.day(date.fromisoformat(text))
    except ValueError:
        return text


def _short(source: Mapping[str, object], language: Language) -> str:
    """A source's file or publisher or the beginning of its title; the list of sources has it whole."""
    text = str(source.get("file") or source.get("publisher") or title_of(source, language))
    return text if len(text) <= LONGEST_SOURCE else text[: LONGEST_SOURCE - 1].rstrip() + "…"


def _range(figure: Figure, printer: Printer) -> str:
    if figure.low is None or figure.high is None or figure.value is None:
        return ""
    unit, size = printer.readable_unit(figure.value, figure.unit)
    low, high = (printer.exact_text(numbers.scaled(end, size), unit) for end in (figure.low, figure.high))
    return f"{low}{numbers.DASH}{high}"


def _sources(account: Account, language: Language) -> Table:
    say = language.say
    rows = []
    for number, source in enumerate(account.sources.values(), start=1):
        title = title_of(source, language)
        about = (source.get(name) for name in ("publisher", "url", "licence", "read_through"))
        small = "; ".join(str(part) for part in about if part)
        retrieved = _read_on(source, language)
        rows.append(Row(str(number), (Cell(title, small=small), Cell(retrieved)), style="source"))
    return Table(
        title=say("Sources"),
        sub=say("By the numbers that stand above"),
        columns=(Column(say("No."), 5), Column(say("Source"), 80), Column(say("Read on"), 15, right=True)),
        groups=(("", tuple(rows)),),
    )
