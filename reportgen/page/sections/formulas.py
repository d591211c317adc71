"""The section on formulas: every computed figure, as text of the formula grammar and with its numbers put in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Annotated

from reportgen.figures.expression import show
from reportgen.figures.figure import Figure
from reportgen.page.printer import Amount
from reportgen.page.words import shortened
from reportgen.page.writer import Writer
from reportgen.words import numbers

MOST_OF_A_KIND = 6
LONGEST_FORMULA = 900
LONGEST_LABEL = 100  # more lines than its formula has would run into the next page


@dataclass(frozen=True)
class Worked:
    """A formula and its result."""

    label: Annotated[str, "the figure in words"]
    key: Annotated[str, "its key in report.json"]
    formula: Annotated[str, "with names"]
    numbers: Annotated[str, "with numbers put in, or empty"]
    result: Annotated[Amount, "the figure"]


def worked_formulas(w: Writer) -> tuple[Worked, ...]:
    """Every figure with a value and a formula, in the order of the ledger; of many models or stages the first."""
    figures = [
        figure
        for figure in w.ledger.values()
        if figure.value is not None
        and (figure.expression is not None or figure.procedure)
        and not figure.key.startswith(("stage_left.", "stage_share."))
    ]
    seen: Counter[str] = Counter()
    shown = []
    for figure in figures:
        kind, _, end = figure.key.partition(".")
        seen[kind] += bool(end)
        if seen[kind] <= MOST_OF_A_KIND:
            shown.append(figure)
    return tuple(_worked(w, figure) for figure in shown)


def _worked(w: Writer, figure: Figure) -> Worked:
    label = shortened(w.label(figure), LONGEST_LABEL)
    if figure.expression is None:
        inputs = ", ".join(figure.inputs)
        text = w.say("procedure {name} over {inputs}", name=figure.procedure, inputs=inputs[:LONGEST_FORMULA])
        if len(inputs) > LONGEST_FORMULA:
            text = w.say("{formula}… (whole in report.json)", formula=text)
        return Worked(label, figure.key, text, "", w.rough(figure.key))

    def put_in(key: str) -> str:
        text = w.rough(key).text
        return f"({text})" if text.startswith(numbers.MINUS) else text

    text = show(figure.expression, name=put_in, number=w.numbers.exact)
    if w.numbers.decimal == ",":
        text = text.replace(", ", "; ")
    worked = text.replace("*", "×").replace(" / ", " ÷ ").replace(" - ", f" {numbers.MINUS} ")
    formula = figure.formula or ""
    if len(formula) > LONGEST_FORMULA:
        formula, worked = w.say("{formula}… (whole in report.json)", formula=formula[:LONGEST_FORMULA]), ""
    return Worked(label, figure.key, formula, worked, w.rough(figure.key))
