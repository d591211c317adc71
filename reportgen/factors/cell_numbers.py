"""Numbers that a cost table holds as text: read by the decimal sign that a user names or the cells prove."""

from __future__ import annotations

from decimal import Decimal

from reportgen.factors.amount_text import amount_in
from reportgen.files.decimal_sign import COMMA, POINT, is_unclear, number_with, proof
from reportgen.files.nodes import Reading
from reportgen.problems import excerpt

_WORDS = {POINT: "point", COMMA: "comma"}
_OTHER = {POINT: COMMA, COMMA: POINT}
_OPTION = "--decimal comma, or --decimal point, says which"


class DecimalSign:
    """The decimal sign of one table: given, or what its cells prove; every number is watched before one is read.

    Without proof, a table with commas between its cells has the point; in any other, `1.500` is a problem. Cells that
    disagree are one too. A text is quoted as it stands; what is read of it is the number that `amount_in` leaves.
    """

    def __init__(self, reading: Reading, given: str | None, *, by_commas: bool) -> None:
        self._reading = reading
        self._given = given
        self._by_commas = by_commas
        self._proven: dict[str, tuple[int | str, str, str]] = {}

    def watch(self, place: int | str, head: str, text: str, *, is_count: bool) -> None:
        """Take what the cell proves; of a count, which has no decimals, `50.000` does too. Notes what disagrees.

        Between commas a count `50.000` may come from a program that writes decimals, and is left to be refused.
        """
        number = amount_in(text).number
        sign = proof(number)
        if sign is None and is_count and is_unclear(number) and not (self._by_commas and COMMA not in number):
            # what stands before three digits of a whole number is no decimal sign
            sign = COMMA if POINT in number else POINT
        if self._given or sign is None or sign in self._proven:
            return
        self._proven[sign] = (place, head, text.strip())
        if len(self._proven) == 2:
            other_place, other_head, other = self._proven[_OTHER[sign]]
            at = other_place if isinstance(other_place, str) else f"line {other_place}"
            message = (
                f'{head}: "{excerpt(text.strip())}" has a decimal {_WORDS[sign]}, and {other_head} '
                f'{"in" if isinstance(other_place, str) else "on"} {at}, "{excerpt(other)}", a decimal '
                f"{_WORDS[_OTHER[sign]]}"
            )
            self._reading.note(place, message, "write all numbers in one way")

    def number_in(self, place: int | str, head: str, text: str) -> Decimal | str | None:
        """The number in the text; the text itself where it is none, and None where it may be two, which is noted."""
        written = amount_in(text).number
        if len(self._proven) == 2:
            # noted while it was watched
            return text if all(number_with(written, sign) is None for sign in _WORDS) else None
        sign = self._given or next(iter(self._proven), None)
        if sign is None and is_unclear(written) and not (self._by_commas and COMMA not in written):
            comma, point = (number_with(written, sign) for sign in (COMMA, POINT))
            message = f'{head}: "{excerpt(text)}" is {comma:f} with a decimal comma and {point:f} with a decimal point'
            self._reading.note(place, message, _OPTION)
            return None
        number = number_with(written, sign or POINT)
        if number is not None:
            return number
        if (
            self._given
            and any(it in written for it in _WORDS)
            and number_with(written, _OTHER[self._given]) is not None
        ):
            message = f'{head}: "{excerpt(text)}" is no number whose decimal sign is the {_WORDS[self._given]}'
            self._reading.note(place, message, "is --decimal right for this table?")
            return None
        return text
