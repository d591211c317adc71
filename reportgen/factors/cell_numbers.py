"""Numbers that a cost table holds as text: read by the decimal sign that a user names or the cells prove."""

from __future__ import annotations

from reportgen.files.decimal_sign import COMMA, POINT, is_unclear, number_with, proof
from reportgen.files.nodes import Reading
from reportgen.problems import excerpt

_WORDS = {POINT: "point", COMMA: "comma"}
_OTHER = {POINT: COMMA, COMMA: POINT}
_OPTION = "--decimal comma, or --decimal point, says which"


class DecimalSign:
    """The decimal sign of one table: given, or what its cells prove; every number is watched before one is read.

    Without proof, a table with commas between its cells has the point; in any other, `1.500` is a problem. Cells that
    disagree are one too.
    """

    def __init__(self, reading: Reading, given: str | None, *, by_commas: bool) -> None:
        self._reading = reading
        self._given = given
        self._by_commas = by_commas
        self._proven: dict[str, tuple[int, str, str]] = {}

    def watch(self, line: int, head: str, text: str, *, is_count: bool) -> None:
        """Take what the cell proves; of a count, which has no decimals, `50.000` does too. Notes what disagrees.

        Between commas a count `50.000` may come from a program that writes decimals, and is left to be refused.
        """
        sign = proof(text)
        if sign is None and is_count and is_unclear(text) and not (self._by_commas and COMMA not in text):
            # what stands before three digits of a whole number is no decimal sign
            sign = COMMA if POINT in text else POINT
        if self._given or sign is None or sign in self._proven:
            return
        self._proven[sign] = (line, head, text.strip())
        if len(self._proven) == 2:
            other_line, other_head, other = self._proven[_OTHER[sign]]
            message = (
                f'{head}: "{excerpt(text.strip())}" has a decimal {_WORDS[sign]}, and {other_head} on line '
                f'{other_line}, "{excerpt(other)}", a decimal {_WORDS[_OTHER[sign]]}'
            )
            self._reading.note(line, message, "write all numbers in one way")

    def number_text(self, line: int, head: str, text: str) -> str:
        """The number with a decimal point; what is none is given as it is, and what may be two is noted."""
        if len(self._proven) == 2:
            return text
        sign = self._given or next(iter(self._proven), None)
        if sign is None and is_unclear(text) and not (self._by_commas and COMMA not in text):
            comma, point = (number_with(text, sign) for sign in (COMMA, POINT))
            message = f'{head}: "{excerpt(text)}" is {comma:f} with a decimal comma and {point:f} with a decimal point'
            self._reading.note(line, message, _OPTION)
            return text
        number = number_with(text, sign or POINT)
        if number is not None:
            return f"{number:f}"
        if self._given and any(it in text for it in _WORDS) and number_with(text, _OTHER[self._given]) is not None:
            message = f'{head}: "{excerpt(text)}" is no number whose decimal sign is the {_WORDS[self._given]}'
            self._reading.note(line, message, "is --decimal right for this table?")
        return text
