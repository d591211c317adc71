"""Which sheet of a workbook is the table of prices: the one that a user names, that of a known name, the only one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportgen.files.nodes import Reading
from reportgen.files.notes import suggestion
from reportgen.problems import excerpt

# As companies call it, in the languages of the page, without accents and blanks.
KNOWN = frozenset(
    (
        *("price", "prices", "pricelist", "cost", "costs", "costtable", "rates", "ratecard"),
        *("preis", "preise", "preisliste", "preistabelle", "kosten", "kostentabelle"),
        *("prix", "listedeprix", "tarif", "tarifs", "tarife", "cout", "couts"),
        *("precio", "precios", "listadeprecios", "tarifa", "tarifas", "coste", "costes", "costos"),
    )
)
_MOST_SHOWN = 6


@dataclass(frozen=True)
class Sheet:
    """A sheet as its workbook lists it. is_table: whether its first line that is filled names a column of prices."""

    name: str
    hidden: bool
    is_table: Callable[[], bool]


def is_known(name: str) -> bool:
    """Whether a sheet of this name is one of prices: Prices, PREISE, Liste de prix."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub("[^a-z0-9]", "", plain) in KNOWN


def chosen(reading: Reading, sheets: Sequence[Sheet], asked: str | None) -> int:
    """The place of the sheet to read. asked: its name as a user gives it, hidden or not. Raises InputError."""
    names = [sheet.name for sheet in sheets]
    if asked is not None:
        same = [place for place, name in enumerate(names) if name == asked]
        same = same or [place for place, name in enumerate(names) if name.casefold() == asked.casefold()]
        if not same:
            reading.stop(
                None, f'there is no sheet "{excerpt(asked)}"', suggestion(asked, [excerpt(it) for it in names])
            )
        return same[0]
    shown = [place for place, sheet in enumerate(sheets) if not sheet.hidden]
    if not shown:
        reading.stop(None, "every sheet is hidden", "show the sheet of prices, or name it with --sheet")
    known = [place for place in shown if is_known(names[place])]
    if len(known) == 1 or len(shown) == 1:
        return (known or shown)[0]
    tables = known or [place for place in shown if sheets[place].is_table()]
    if len(tables) > 1:
        listed = ", ".join(f'"{excerpt(names[place], 40)}"' for place in tables[:_MOST_SHOWN])
        more = ", ..." if len(tables) > _MOST_SHOWN else ""
        hint = f'--sheet "{excerpt(names[tables[0]], 40)}" says which'
        reading.stop(None, f"several sheets could be the table of prices: {listed}{more}", hint)
    return next(iter(tables), shown[0])
