"""The section on assumptions: every input with its value, range, basis, layer, source and date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from reportgen.figures.figure import COMPUTED, Figure
from reportgen.inputs.assemble import Account
from reportgen.inputs.audience import WITHHELD
from reportgen.inputs.keys import KINDS
from reportgen.page import numbers
from reportgen.page.parts import Block, Cell, Column, Note, Row, Section, Table
from reportgen.page.printer import Printer, unit_text
from reportgen.page.words import LAYER_WORDS, label_of, plural

MOST_OF_A_KIND = 12
LONGEST_SOURCE = 40

_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Data", ("duration_s", "samples_", "already_labelled", "stage_removed", "stage_duration")),
    (
        "Money",
        (
            *("annotation_price", "listed_", "rate.", "units_", "annotators", "review_", "fixed_fee", "discount"),
            *("seconds_per_unit", "machines", "compute_per_hour", "person_hours", "hourly_rate", "licence"),
            *("electricity_price", "gpu_price_per_hour"),
        ),
    ),
    ("Energy and CO₂", ("energy.", "filtering_energy", "pue", "grid_", "market_", "factor_", "co2_", "training_")),
    ("Models", ("accuracy.", "consumption_wh.", "model_cost.", "alpha", "beta", "quality_")),
)


def assumptions_section(account: Account, printer: Printer, number: int) -> Section:
    """The section; inputs that nobody gave are named in one sentence."""
    leaves = [figure for figure in account.ledger.values() if figure.basis != COMPUTED or figure.expression is None]
    given = [figure for figure in leaves if figure.value is not None]
    absent = [
        label_of(figure)
        for figure in leaves
        if figure.value is None and figure.key in KINDS and figure.reason != WITHHELD
    ]
    title = account.manifest.name or account.manifest.dataset or ""
    blocks: list[Block] = [_table(account, printer, given)]
    if absent:
        blocks.append(Note("Not given:", "; ".join(absent) + ". What rests on them has no value here."))
    if len(title) > 160:
        blocks.append(Note("The title in full:", title))
    blocks.append(_sources(account))
    finding = f"{plural(len(given), 'input')}, and where each one comes from"
    return Section("assumptions", number, "Assumptions", finding, tuple(blocks))


def _table(account: Account, printer: Printer, given: list[Figure]) -> Table:
    shown = _shown(given)
    groups: list[tuple[str, tuple[Row, ...]]] = []
    for name, prefixes in _GROUPS:
        rows = tuple(_row(account, printer, figure) for figure in shown if figure.key.startswith(prefixes))
        if rows:
            groups.append((name, rows))
    left_out = len(given) - len(shown)
    note = "A blank range means that the source gives none."
    return Table(
        title="",
        sub="",
        columns=(
            Column("Input", 24),
            Column("Value", 17, right=True),
            Column("Range", 12, right=True),
            Column("Basis", 12),
            Column("Layer", 10),
            Column("Source", 25),
        ),
        groups=tuple(groups),
        note=f"{note} {left_out} further inputs stand in report.json." if left_out else note,
    )


def _row(account: Account, printer: Printer, figure: Figure) -> Row:
    amount = printer.duration(figure.key) if figure.unit == "s" else printer.exact(figure.key)
    sources = [account.sources.get(identifier, {}) for identifier in figure.sources]
    numbered = list(account.sources)
    source = "; ".join(
        f"{numbered.index(identifier) + 1} {_short(source)}"
        for identifier, source in zip(figure.sources, sources, strict=True)
    )
    dates = [str(source["retrieved"]) for source in sources if source.get("retrieved")]
    small = [part for part in (f"read {dates[0]}" if dates else "", _replaced(figure, printer)) if part]
    layer = LAYER_WORDS.get(figure.layer or "", "") if figure.layer else ""
    return Row(
        label_of(figure),
        (
            Cell(amount=amount),
            Cell(_range(figure, printer)),
            Cell(mark=figure.basis),
            Cell(layer, small=figure.chosen if figure.chosen in ("exact", "older year", "fallback") else ""),
            Cell(source, small="; ".join(small)),
        ),
        small=figure.note or "",
    )


def _replaced(figure: Figure, printer: Printer) -> str:
    was = figure.replaces
    if was is None or was.value is None:
        return ""
    size, unit = (Decimal("1e-3"), "g/kWh") if was.unit == "kgCO2e/kWh" else (Decimal(1), unit_text(was.unit))
    value = printer.exact_text(numbers.scaled(was.value, size), unit)
    return f"replaces {value}{numbers.NO_BREAK}{unit}, {LAYER_WORDS[was.layer]}".replace(f"{numbers.NO_BREAK},", ",")


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


def _short(source: Mapping[str, object]) -> str:
    """A source's file or publisher or the beginning of its title; the list of sources has it whole."""
    text = str(source.get("file") or source.get("publisher") or source.get("title", ""))
    return text if len(text) <= LONGEST_SOURCE else text[: LONGEST_SOURCE - 1].rstrip() + "…"


def _range(figure: Figure, printer: Printer) -> str:
    if figure.low is None or figure.high is None:
        return ""
    low, high = (printer.exact_text(end, figure.unit) for end in (figure.low, figure.high))
    return f"{low}{numbers.DASH}{high}"


def _sources(account: Account) -> Table:
    rows = []
    for number, source in enumerate(account.sources.values(), start=1):
        title = str(source.get("title", ""))
        about = (source.get(name) for name in ("publisher", "url", "licence", "read_through"))
        small = "; ".join(str(part) for part in about if part)
        retrieved = str(source.get("retrieved", ""))
        rows.append(Row(str(number), (Cell(title, small=small), Cell(retrieved)), style="source"))
    return Table(
        title="Sources",
        sub="By the numbers that stand above",
        columns=(Column("No.", 5), Column("Source", 80), Column("Read on", 15, right=True)),
        groups=(("", tuple(rows)),),
    )
