"""Where a page says what a number follows from, for the links of report.html: a result leads to its formula, an input
to the first cell that gives it, that of the assumptions before one of the body.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reportgen.page.parts import Block, Cell, Row, Section, Table
from reportgen.page.sections.assumptions import basis_and_layer
from reportgen.page.sections.formulas import Worked
from reportgen.page.writer import Writer

Origins = dict[str, str]


def with_origins(
    w: Writer, formulas: Iterable[Worked], appendix: Iterable[Section], body: Iterable[Section]
) -> tuple[Origins, tuple[Section, ...], tuple[Section, ...]]:
    """By key, the key at whose place the page says what its number follows from; appendix and body with these marked.

    What the page has no room for has no origin, and what is withheld has none.
    """
    found: Origins = {}
    for formula in formulas:
        keys = [row.key for row in formula.rows] or [formula.key]
        found.update((key, key) for key in keys)
    marked = tuple(_marked(w, section, found, says_basis=True) for section in appendix)
    return found, marked, tuple(_marked(w, section, found, says_basis=False) for section in body)


def _marked(w: Writer, section: Section, found: Origins, says_basis: bool) -> Section:
    """The section with the cells that are origins marked, which are added to `found`.

    says_basis: whether its tables say the basis and the layer of an input.
    """

    def block(it: Block) -> Block:
        if not isinstance(it, Table):
            return it
        return replace(it, groups=tuple((name, tuple(map(row, rows))) for name, rows in it.groups))

    def row(it: Row) -> Row:
        found.update((key, it.inputs[0]) for key in it.inputs if key not in found)
        cells = tuple(map(cell, it.cells))
        return it if cells == it.cells else replace(it, cells=cells)

    def cell(it: Cell) -> Cell:
        key = it.amount.key if it.amount is not None else ""
        if not key or key in found:
            return it
        figure = w.ledger[key]
        if figure.expression is not None or figure.procedure is not None:
            return it
        found[key] = key
        return replace(it, is_origin=True, basis="" if says_basis else basis_and_layer(w, figure))

    return replace(section, blocks=tuple(map(block, section.blocks)))
