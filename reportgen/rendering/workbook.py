"""The report as a workbook that reckons: inputs in named cells, every derived figure a formula over their names.

What no formula can say stands as a value and is marked so; so is what rests on it. Sheets have names of the page's
language, cells the same ones in all. A text is never a formula, whatever it begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reportgen.factors.facts import NO_LICENCE
from reportgen.figures.draws import Draws
from reportgen.figures.expression import Expression, Name, evaluate
from reportgen.figures.figure import COMPUTED, Figure
from reportgen.figures.spreadsheet import cell_name, in_parts, spreadsheet
from reportgen.figures.turning import turning_points
from reportgen.figures.units import COUNTS, unit_word
from reportgen.inputs.keys import can_be
from reportgen.page.words import BASIS_WORDS, LAYER_WORDS, full_title_of, mark, note_of, task_word, title_of
from reportgen.page.writer import Writer
from reportgen.precision import working_precision
from reportgen.rendering.json_report import TURNED
from reportgen.rendering.sheet import INPUT, LIVE, PLAIN, REMARK, STILL, TITLE, Cell, Head, Sheet
from reportgen.words.message import message

SUMMARY, ASSUMPTIONS, CALCULATION = message("Summary"), message("Assumptions"), message("Calculation")
SOURCES, STAGES = message("Sources"), message("Stages")
RANGES, TURNING = message("Ranges"), message("Turning points")
_HEADLINES = (
    *("samples_before", "samples_after", "samples_removed", "annotation_savings", "training_cost_savings"),
    *("storage_savings", "gross_savings", "filtering_cost", "net_savings", "roi", "break_even_samples"),
    *("break_even_price", "net_annotator_hours", "net_energy_savings", "net_co2_savings", "net_co2_savings.own"),
    *("net_co2_savings.stated", "co2_savings", "filtering_co2", "quality_change"),
)
_SOURCE = ("publisher", "file", "document", "url", "licence", "retrieved", "read_through", "derivation")
_REPORTED = "__reported"
_DIGITS = 5  # significant ones of what is reckoned
_MOST_PLACES, _LARGEST = 12, 15
_NO_NAME, _LONGEST_NAME = re.compile(r"[\[\]:*?/\\]"), 31


def sheets(w: Writer) -> list[Sheet]:
    """All sheets of the workbook, in their order."""
    with working_precision():
        calculation = _calculation(w)
        drawn = [] if w.account.draws is None else [_ranges(w, w.account.draws), _turning(w)]
    found = [_summary(w), _assumptions(w), calculation, _sources(w), _stages(w), *drawn]
    return [replace(sheet, name=name_of(w, sheet.name)) for sheet in found]


def name_of(w: Writer, sheet: str) -> str:
    """The name of a sheet in the page's words, without signs that no spreadsheet takes and no longer than it takes.

    English where the words leave none.
    """
    return _NO_NAME.sub("", w.translated(sheet)).strip()[:_LONGEST_NAME] or str(sheet)


def number_format(value: Decimal, unit: str, currency: str, minor_digits: int) -> str:
    """How a spreadsheet shows the number: money with its minor unit, an input whole, what is reckoned to five digits.

    What has no room in fifteen digits stands as a power of ten.
    """
    size = value.adjusted() if value else 0
    if size >= _LARGEST or size < -_MOST_PLACES + 2:
        return "0.0000E+00"
    if unit == currency and abs(value) >= 1:
        places = minor_digits
    else:
        given = -int(value.normalize().as_tuple().exponent)
        places = min(max(given, 0), max(_DIGITS - 1 - size, 0))
    return "#,##0" + ("." + "0" * places if places else "")


def _leaf(figure: Figure) -> bool:
    return figure.expression is None and figure.procedure is None and (figure.basis != COMPUTED or not figure.inputs)


def _number(w: Writer, value: Decimal | None, unit: str, style: int = PLAIN, name: str = "", formula: str = "") -> Cell:
    if value is None:
        return Cell(style=style, name=name)
    return Cell("", value, formula, name, style, number_format(value, unit, w.currency, w.minor_digits))


def _ends(w: Writer, figure: Figure) -> list[Cell]:
    """The range, or of what is withheld the step that it lies in."""
    low, high = figure.band or (figure.low, figure.high)
    return [_number(w, end, figure.unit) for end in (low, high)]


def _unit(w: Writer, figure: Figure) -> str:
    """The unit in the page's words, those of counts too, which a page leaves to their labels."""
    return "" if figure.unit == "1" else "/".join(_word(w, part) for part in figure.unit.split("/"))


def _word(w: Writer, unit: str) -> str:
    if unit == "hour":
        return w.numbers.times[1]
    return w.translated(unit_word(unit)) if unit in COUNTS else w.unit_text(unit)


def _heads(w: Writer, *widths: tuple[str, int]) -> list[Head]:
    return [Head(w.translated(head), width) for head, width in widths]


def _told(style: int, *texts: str) -> list[Cell]:
    return [Cell(text, style=style) for text in texts]


def _summary(w: Writer) -> Sheet:
    manifest, say = w.account.manifest, w.say
    lines = [_told(TITLE, manifest.name or manifest.dataset or w.capital(task_word(w)))]
    if w.account.internal:
        lines.append(_told(TITLE, say("internal")))
    about = (
        (say("Data set"), manifest.dataset or ""),
        (say("Task"), w.capital(task_word(w))),
        (say("Date of the run"), w.language.moment(manifest.started_at) if manifest.started_at else ""),
        (say("SHA-256 over all inputs"), w.account.inputs),
    )
    lines += [_told(PLAIN, head, text) for head, text in about if text]
    lines.append(
        _told(
            REMARK,
            say(
                "Change the coloured cells of the sheet “{sheet}”: what stands under “Now” follows at once.",
                sheet=name_of(w, ASSUMPTIONS),
            ),
        )
    )
    rows, still = [], _still(w)
    for key in _HEADLINES:
        if key not in w.ledger or (key.startswith("co2_savings") and w.ledger.known("net_co2_savings")):
            continue
        figure = w.ledger[key]
        name = cell_name(key)
        now = change = Cell()
        if figure.value is not None:
            style = STILL if still.get(key) == (key,) else LIVE
            now = _number(w, figure.value, figure.unit, style, formula=name)
            change = Cell("", Decimal(0), f"{name} - {name}{_REPORTED}", "", LIVE, now.number_format)
        reported = _number(
            w, figure.value, figure.unit, STILL, f"{name}{_REPORTED}" if figure.value is not None else ""
        )
        remark = w.translated(figure.reason or "") or _stays(w, key, still)
        if key == "break_even_price" and figure.value is not None and figure.value < 0:
            remark = say("below zero: at no price is the net zero")
        unit = _told(PLAIN, _unit(w, figure))
        cells = [reported, *_ends(w, figure), change, *_told(REMARK, remark)]
        rows.append([*_told(PLAIN, w.label(figure)), now, *unit, *cells])
    heads = _heads(
        w,
        (say("Figure"), 44),
        (say("Now"), 18),
        (say("Unit"), 16),
        (say("As reported"), 18),
        (say("Low, as reported"), 18),
        (say("High, as reported"), 18),
        (say("Change"), 18),
        (say("Remark"), 52),
    )
    return Sheet(SUMMARY, lines, heads, rows)


def _assumptions(w: Writer) -> Sheet:
    say = w.say
    used = {name for figure in w.ledger.values() if figure.expression is not None for name in figure.inputs}
    rows = []
    for key, figure in w.ledger.items():
        if not _leaf(figure):
            continue
        remarks = [w.translated(figure.reason or ""), note_of(w, figure)]
        if figure.value is not None and key not in used:
            remarks.append(say("no formula uses it"))
        style = INPUT if figure.value is not None else PLAIN
        name = cell_name(key) if figure.value is not None else ""
        basis = w.translated(BASIS_WORDS[figure.basis]) if figure.value is not None else ""
        rows.append(
            [
                *_told(PLAIN, w.label(figure)),
                _number(w, figure.value, figure.unit, style, name),
                *_told(PLAIN, _unit(w, figure)),
                *_ends(w, figure),
                *_told(PLAIN, basis, w.translated(LAYER_WORDS.get(figure.layer or "", ""))),
                *_told(PLAIN, w.series(title_of(w, w.account.sources.get(it, {})) for it in figure.sources)),
                *_told(PLAIN, key),
                *_told(REMARK, w.series(remarks)),
            ]
        )
    lines = [
        _told(
            INPUT, say("An input, to be changed; each stands here once, and formulas call it by the key as its name.")
        ),
        _told(REMARK, say("An input that is not given is used by no formula: put it into the manifest instead.")),
    ]
    heads = _heads(
        w,
        (say("Input"), 44),
        (say("Value"), 18),
        (say("Unit"), 16),
        (say("Low"), 14),
        (say("High"), 14),
        (say("Basis"), 16),
        (say("Layer"), 16),
        (say("Source"), 44),
        (say("Key"), 40),
        (say("Remark"), 52),
    )
    return Sheet(ASSUMPTIONS, lines, heads, rows)


@dataclass
class _Parts:
    """The parts of a formula that is too long for one cell, each in a row of its own above it."""

    w: Writer
    key: str
    unit: str
    values: dict[str, Decimal | None]
    rows: list[list[Cell]] = field(default_factory=list)

    def take(self, expression: Expression) -> Name:
        name = f"{self.key}__{len(self.rows) + 1}"
        value = evaluate(expression, self.values)
        self.values[name] = value
        label = self.w.say("part {number} of {key}", number=len(self.rows) + 1, key=self.key)
        cell = _number(self.w, value, self.unit, LIVE, cell_name(name), spreadsheet(expression))
        self.rows.append([*_told(PLAIN, label), cell, *_told(PLAIN, "")])
        return Name(name)


def _still(w: Writer) -> dict[str, tuple[str, ...]]:
    """By key, the values that a figure rests on and that follow nothing, itself if it is one of them."""
    still: dict[str, tuple[str, ...]] = {}
    for key, figure in w.ledger.items():
        if _leaf(figure) or figure.value is None:
            continue
        below = dict.fromkeys(name for input_ in figure.inputs for name in still.get(input_, ()))
        if figure.expression is None:
            still[key] = (key,)
        elif below:
            still[key] = tuple(below)
    return still


def _stays(w: Writer, key: str, still: Mapping[str, tuple[str, ...]]) -> str:
    """Why a figure does not follow the inputs, or not all of them; empty where it does."""
    if key not in still:
        return ""
    if still[key] == (key,):
        named = w.ledger[key].procedure or ""
        return w.say("a value that does not follow the inputs: the procedure {name} gives it", name=named)
    return w.say("rests on a value that does not follow: {keys}", keys=w.listed(still[key]))


def _calculation(w: Writer) -> Sheet:
    say = w.say
    rows: list[list[Cell]] = []
    still = _still(w)
    for key, figure in w.ledger.items():
        if _leaf(figure):
            continue
        cell, remarks = Cell(), [w.translated(figure.reason or ""), _stays(w, key, still)]
        if figure.value is not None and figure.expression is not None:
            values = {name: w.ledger[name].value for name in figure.inputs}
            parts = _Parts(w, key, figure.unit, values)
            formula = spreadsheet(in_parts(figure.expression, parts.take))
            rows += parts.rows
            cell = _number(w, figure.value, figure.unit, LIVE, cell_name(key), formula)
        elif figure.value is not None:
            cell = _number(w, figure.value, figure.unit, STILL, cell_name(key))
        remarks.append(note_of(w, figure))
        basis = w.translated(BASIS_WORDS[mark(figure)]) if figure.value is not None else ""
        rows.append(
            [
                *_told(PLAIN, w.label(figure)),
                cell,
                *_told(PLAIN, _unit(w, figure)),
                _number(w, figure.value, figure.unit, STILL),
                *_ends(w, figure),
                *_told(PLAIN, figure.formula or "", basis, key),
                *_told(REMARK, w.series(remarks)),
            ]
        )
    lines = [
        _told(
            LIVE,
            say("A formula over the named cells of this sheet and of “{sheet}”.", sheet=name_of(w, ASSUMPTIONS)),
        ),
        _told(STILL, say("A value that follows nothing: as reported.")),
    ]
    heads = _heads(
        w,
        (say("Figure"), 44),
        (say("Now"), 18),
        (say("Unit"), 16),
        (say("As reported"), 18),
        (say("Low, as reported"), 18),
        (say("High, as reported"), 18),
        (say("Formula"), 60),
        (say("Rests on"), 16),
        (say("Key"), 40),
        (say("Remark"), 52),
    )
    return Sheet(CALCULATION, lines, heads, rows)


def _sources(w: Writer) -> Sheet:
    rows = [
        _told(PLAIN, identifier, full_title_of(w, source), *(_told_of(w, source, name) for name in _SOURCE))
        for identifier, source in w.account.sources.items()
    ]
    heads = _heads(
        w,
        (w.say("Identifier"), 28),
        (w.say("Title"), 60),
        (w.say("Publisher"), 28),
        (w.say("File"), 24),
        (w.say("Document"), 28),
        (w.say("Address"), 48),
        (w.say("Licence"), 20),
        (w.say("Accessed"), 14),
        (w.say("Read through"), 40),
        (w.say("Derivation"), 60),
    )
    return Sheet(SOURCES, (), heads, rows)


def _told_of(w: Writer, source: Mapping[str, object], name: str) -> str:
    """What a source says of itself under that name, in the page's words where they are ours."""
    if source.get(name) == NO_LICENCE:
        return w.say("no licence stated")
    told = source.get(name, "")
    return w.translated(told) if isinstance(told, str) else str(told)


def _stages(w: Writer) -> Sheet:
    return Sheet(STAGES, (), _heads(w, *_stage_heads(w)), list(_stage_rows(w)))


def _stage_heads(w: Writer) -> list[tuple[str, int]]:
    say = w.say
    return [
        (say("Stage"), 44),
        (say("Removed"), 14),
        (say("Unit"), 12),
        (say("Share of all"), 14),
        (say("Left"), 14),
        (say("Time in s"), 14),
        (say("Rule"), 80),
    ]


def _stage_rows(w: Writer) -> Iterator[list[Cell]]:
    for key in w.ledger.keys_under("stage_removed"):
        slug = key.partition(".")[2]
        figure = w.ledger[key]
        yield [
            *_told(PLAIN, w.label(figure)),
            _called(w, key),
            *_told(PLAIN, _unit(w, figure)),
            *(_called(w, f"{kind}.{slug}") for kind in ("stage_share", "stage_left", "stage_duration")),
            *_told(PLAIN, w.translated(figure.note or "")),
        ]
    if w.ledger.known("stages_unexplained"):
        figure = w.ledger["stages_unexplained"]
        yield [*_told(PLAIN, w.label(figure)), _called(w, figure.key), *_told(PLAIN, _unit(w, figure))]


def _ranges(w: Writer, draws: Draws) -> Sheet:
    """How likely each figure is where, by draws: values that follow nothing."""
    say = w.say
    count, seed = w.numbers.whole(Decimal(draws.n)), str(draws.seed)
    sub = say(
        "{number} draws, seed {seed}: 5 of 100 lie below the first value, 5 above the last", number=count, seed=seed
    )
    rows = []
    for key, found in draws.figures.items():
        figure = w.ledger[key]
        ends = (figure.value, found.p5, found.p50, found.p95)
        numbers = [_number(w, value, figure.unit, STILL) for value in ends]
        below = _number(w, found.below_zero * 100, "%", STILL)
        rows.append([*_told(PLAIN, w.label(figure)), *numbers, below, *_told(PLAIN, _unit(w, figure), key)])
    heads = _heads(
        w,
        (say("Figure"), 44),
        (say("As reported"), 18),
        (say("5 of 100 below"), 18),
        (say("Median"), 18),
        (say("5 of 100 above"), 18),
        (say("Below zero, %"), 14),
        (say("Unit"), 16),
        (say("Key"), 40),
    )
    return Sheet(
        RANGES, [_told(STILL, say("A value that follows nothing: as reported.")), _told(REMARK, sub)], heads, rows
    )


def _turning(w: Writer) -> Sheet:
    """Of each net the inputs that turn it round, each by itself: values that follow nothing."""
    say = w.say
    rows = []
    for key in TURNED:
        for it in turning_points(key, w.ledger, can_be) if key in w.ledger else ():
            leaf = w.ledger[it.leaf]
            numbers = [_number(w, value, leaf.unit, STILL) for value in (leaf.value, it.value)]
            rows.append(
                [*_told(PLAIN, w.label(w.ledger[key]), w.label(leaf)), *numbers, *_told(PLAIN, _unit(w, leaf), it.leaf)]
            )
    lines = [
        _told(STILL, say("A value that follows nothing: as reported.")),
        _told(REMARK, say("Each by itself, all other inputs as they are; solved from the formulas.")),
    ]
    heads = _heads(
        w,
        (say("Figure"), 44),
        (say("Input"), 44),
        (say("As reported"), 18),
        (say("Zero at"), 18),
        (say("Unit"), 16),
        (say("Key"), 40),
    )
    return Sheet(TURNING, lines, heads, rows)


def _called(w: Writer, key: str) -> Cell:
    """A cell that says what the figure's own cell says; empty where it has no value."""
    if not w.ledger.known(key):
        return Cell()
    return _number(w, w.ledger.value(key), w.ledger[key].unit, LIVE, formula=cell_name(key))
