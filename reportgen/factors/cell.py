"""A cell of a cost table: what stands in it, where, and what the form of a spreadsheet's cell says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.factors.money_signs import NO_SIGN, Sign

# Text as somebody wrote it, or what a spreadsheet knows to be a number or a truth value.
Value = str | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Cell:
    """place: `Prices!B7` in a workbook, empty in a table of text, whose lines are places enough.

    sign, percent: the currency sign and the % of the form in which a number is shown. is_day: the number is shown as a
    day, and value is that day as text. merged: the cells, `B3:B5`, that are one with it in a column. fault: why its
    value is not known, and what to do.
    """

    value: Value
    place: str = ""
    sign: Sign = NO_SIGN
    percent: bool = False
    is_day: bool = False
    merged: str = ""
    fault: tuple[str, str] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is given."""
        blank = self.value is None or (isinstance(self.value, str) and not self.value.strip())
        return blank and self.fault is None

    @property
    def text(self) -> str:
        """What stands in it, empty for nothing; a share that is shown as a percentage with its %."""
        if self.value is None:
            return ""
        if isinstance(self.value, Decimal):
            if self.percent:
                return f"{self.value.scaleb(2).normalize():f} %"
            return f"{self.value:f}"
        return str(self.value).strip()


# A line of a table with its number.
Line = tuple[int, Sequence[Cell]]
