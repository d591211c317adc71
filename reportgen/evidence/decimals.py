"""The decimal sign of a table's numbers: as its user says it, or as its cells prove it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reportgen.files.decimal_sign import COMMA, POINT, SIGNS, is_unclear, number_with, proof
from reportgen.problems import excerpt, refuse

SAY_DECIMAL = "say --decimal comma or --decimal point (decimal: comma in a manifest)"


@dataclass(frozen=True)
class Decimals:
    """The sign before the decimals. doubtful: whether `72.500` may have been meant as a whole number all the same."""

    sign: str = POINT
    doubtful: bool = False


@dataclass(frozen=True)
class NumberCell:
    """The number of a cell as it is written, the column it is in, and where it stands."""

    text: str
    column: str
    where: Callable[[], str]


def decimals_of(
    cells: Iterable[NumberCell], said: str | None, between: str = "", otherwise: str | None = None
) -> Decimals:
    """The decimal sign of the cells; said: comma or point, where the user says one of this table; between: what
    separates them; otherwise: what the user says of every table whose cells prove nothing.

    Commas between cells leave the point to decimals, unless a cell proves otherwise. Raises: InputError where no cell
    proves one, one is another number under the other, and nobody says which.
    """
    if said is not None:
        return Decimals(SIGNS[said])
    by_commas = between == COMMA
    unclear: NumberCell | None = None
    for cell in cells:
        if sign := proof(cell.text):
            return Decimals(sign, doubtful=not by_commas and (otherwise is None or SIGNS[otherwise] != sign))
        if unclear is None and is_unclear(cell.text) and not (by_commas and COMMA not in cell.text):
            unclear = cell
    if unclear is not None and otherwise is not None:
        return Decimals(SIGNS[otherwise])
    if unclear is not None:
        refuse(unclear.where(), both_readings(unclear.text, unclear.column), SAY_DECIMAL)
    return Decimals(POINT)


def both_readings(text: str, column: str) -> str:
    """What a number may be under either sign."""
    values = [number_with(text, sign) for sign in (POINT, COMMA)]
    readings = sorted({f"{value.normalize():f}" for value in values if value is not None})
    return f'"{excerpt(column)}" is {excerpt(text, 30)}, which may be {" or ".join(readings)}'
