"""The section on formulas: every computed figure, as text of the formula grammar and with its numbers put in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from reportgen.figures.expression import show
from reportgen.figures.figure import Figure
from reportgen.figures.procedures import STEPS
from reportgen.figures.series import series_of
from reportgen.page.printer import Amount
from reportgen.page.sections.series import name_of
from reportgen.page.words import shortened
from reportgen.page.writer import Writer
from reportgen.words import numbers

MOST_OF_A_KIND, MOST_OF_A_FAMILY = 6, 20
LONGEST_FORMULA = 900
LONGEST_LABEL = 100  # more lines than its formula has would run into the next page
# Around what is printed of keys, in a text that is then cut into pieces: private signs, in no name and no number
_MARKED = re.compile("\ue000(.*?)\ue001(.*?)\ue002", re.DOTALL)

Pieces = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Instance:
    """One figure of a family that shares a formula."""

    label: Annotated[str, "the figure in words"]
    numbers: Annotated[str, "the formula with its numbers put in"]
    result: Annotated[Amount, "the figure"]
    key: Annotated[str, "its key in report.json"]
    pieces: Annotated[
        Pieces, "the same in pieces: pairs of text and the keys that it is printed of, none between numbers"
    ]
    ends: Annotated[str, "the range of the figure in words, or empty"] = ""
    procedure: Annotated[str, "the procedure that gives it, or empty"] = ""
    steps: Annotated[str, "its steps in words, where no formula before says them"] = ""


@dataclass(frozen=True)
class Worked:
    """A formula and its result, or a formula that several figures share with a row for each."""

    label: Annotated[str, "the figure in words"]
    key: Annotated[str, "its key in report.json"]
    formula: Annotated[str, "with names"]
    numbers: Annotated[str, "with numbers put in, or empty"]
    result: Annotated[Amount | None, "the figure, or None where there are rows"]
    rows: Annotated[tuple[Instance, ...], "the figures that share the formula"] = ()
    pieces: Annotated[Pieces, "numbers, or of a procedure its formula, in pieces as those of a row"] = ()
    ends: Annotated[str, "the range of the figure in words, or empty"] = ""
    procedure: Annotated[str, "the procedure that gives it, or empty"] = ""
    steps: Annotated[str, "its steps in words, where no formula before says them"] = ""


def worked_formulas(w: Writer, compact: bool) -> tuple[tuple[Worked, ...], int]:
    """Every figure with a value and a formula, in the order of the ledger, and how many of them are left out.

    Of many models or stages the first are shown; what is left of the samples behind each stage never is.

    compact: a formula that several figures share is stated once, with a row for each of them.
    """
    figures = [
        figure
        for figure in w.ledger.values()
        if figure.value is not None
        and (figure.expression is not None or figure.procedure)
        and not figure.key.startswith(("stage_left.", "stage_share."))
    ]
    seen: Counter[str] = Counter()
    families: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        kind, _, end = figure.key.partition(".")
        seen[kind] += bool(end)
        if seen[kind] <= (MOST_OF_A_FAMILY if compact else MOST_OF_A_KIND):
            shared = _shared_formula(figure) if compact and end else figure.key
            families.setdefault((kind, shared), []).append(figure)
    told: set[str] = set()
    worked = tuple(
        _worked(w, members[0], told) if len(members) == 1 else _family(w, kind, shared, members, told)
        for (kind, shared), members in families.items()
    )
    return worked, len(figures) - sum(map(len, families.values()))


def _shared_formula(figure: Figure) -> str:
    """The formula with a star for what tells the figure from its like; of a procedure its name."""
    end = figure.key.partition(".")[2]
    return (figure.formula or figure.procedure or "").replace(f".{end}", ".*")


def _family(w: Writer, kind: str, shared: str, members: list[Figure], told: set[str]) -> Worked:
    worked = [_worked(w, figure, told) for figure in members]
    rows = tuple(
        Instance(it.label, it.numbers or it.formula, it.result, it.key, it.pieces, it.ends, it.procedure, it.steps)
        for it in worked
        if it.result is not None
    )
    return Worked(
        w.say_count("{count} figure", "{count} figures", len(rows), count=len(rows)),
        f"{kind}.*",
        shared,
        "",
        None,
        rows,
    )


def _worked(w: Writer, figure: Figure, told: set[str]) -> Worked:
    """The figure as it is reckoned; told: the procedures whose steps stand before, as each is said once."""
    label = shortened(w.label(figure), LONGEST_LABEL)
    if figure.expression is None:
        series = series_of(figure.inputs)
        names = [name_of(w, keys) for keys in series]
        inputs = w.listed(names)
        if len(inputs) > LONGEST_FORMULA:
            text = w.say("procedure {name} over {inputs}", name=figure.procedure, inputs=inputs[:LONGEST_FORMULA])
            text = w.say("{formula}… (whole in report.json)", formula=text)
        else:
            inputs = w.listed(_marked(keys, name) for keys, name in zip(series, names, strict=True))
            text = w.say("procedure {name} over {inputs}", name=figure.procedure, inputs=inputs)
        procedure, steps = figure.procedure or "", ""
        if procedure not in told:
            told.add(procedure)
            steps = w.translated(STEPS[procedure])
            text = w.labelled(text, steps)
        plain, pieces, result = _plain(text), _pieces(text), w.rough(figure.key)
        return Worked(label, figure.key, plain, "", result, (), pieces, _ends(w, figure), procedure, steps)

    formula = figure.formula or ""
    if len(formula) > LONGEST_FORMULA:  # without its numbers, so that none is noted as printed
        formula = w.say("{formula}… (whole in report.json)", formula=formula[:LONGEST_FORMULA])
        return Worked(label, figure.key, formula, "", w.rough(figure.key), ends=_ends(w, figure))

    def put_in(key: str) -> str:
        text = w.rough(key).text
        marked = _marked([key], text)
        return f"({marked})" if text.startswith(numbers.MINUS) else marked

    text = show(figure.expression, name=put_in, number=w.numbers.exact)
    if w.numbers.decimal == ",":
        text = text.replace(", ", "; ")
    text = text.replace("*", "×").replace(" / ", " ÷ ").replace(" - ", f" {numbers.MINUS} ")
    return Worked(label, figure.key, formula, _plain(text), w.rough(figure.key), (), _pieces(text), _ends(w, figure))


def _ends(w: Writer, figure: Figure) -> str:
    """Its range, for the panel behind its number; empty without one, or where rounding takes it."""
    low, high = w.rough_ends(figure)
    return "" if low == high else w.labelled(w.say("Range"), w.between(low, high, w.unit_text(figure.unit)))


def _marked(keys: Sequence[str], text: str) -> str:
    return f"\ue000{' '.join(keys)}\ue001{text}\ue002"


def _plain(text: str) -> str:
    return _MARKED.sub(r"\2", text)


def _pieces(text: str) -> Pieces:
    parts = _MARKED.split(text)  # plain, keys, marked, plain, ...
    found: list[tuple[str, tuple[str, ...]]] = [(parts[0], ())]
    for place in range(1, len(parts), 3):
        keys, marked, plain = parts[place : place + 3]
        found += [(marked, tuple(keys.split())), (plain, ())]
    return tuple(piece for piece in found if piece[0])
