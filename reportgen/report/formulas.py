"""The section on formulas: every computed figure, as text of the formula grammar and with its numbers put in."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.figures.expression import show
from reportgen.figures.figure import Figure
from reportgen.inputs.assemble import Account
from reportgen.report import numbers
from reportgen.report.printer import Amount, Printer

MOST_FORMULAS = 120


@dataclass(frozen=True)
class Worked:
    """A formula: the figure's label and key, the formula's text, the same with numbers, and the result."""

    label: str
    key: str
    formula: str
    numbers: str
    result: Amount


def worked_formulas(account: Account, printer: Printer) -> tuple[Worked, ...]:
    """Every figure with a value and a formula, in the order of the ledger; stages only by their sum."""
    figures = [
        figure
        for figure in account.ledger.values()
        if figure.value is not None
        and (figure.expression is not None or figure.procedure)
        and not figure.key.startswith(("stage_left.", "stage_share."))
    ]
    return tuple(_worked(printer, figure) for figure in figures[:MOST_FORMULAS])


def _worked(printer: Printer, figure: Figure) -> Worked:
    if figure.expression is None:
        text = f"procedure {figure.procedure} over {', '.join(figure.inputs)}"
        return Worked(figure.label, figure.key, text, "", printer.rough(figure.key))

    def put_in(key: str) -> str:
        text = printer.rough(key).text
        return f"({text})" if text.startswith(numbers.MINUS) else text

    text = show(figure.expression, name=put_in, number=numbers.exact)
    worked = text.replace("*", "×").replace(" / ", " ÷ ").replace(" - ", f" {numbers.MINUS} ")
    return Worked(figure.label, figure.key, figure.formula or "", worked, printer.rough(figure.key))
