"""Where a page says what a number follows from, for the links of report.html: a result leads to its formula, an input
to the first cell that gives it, that of the assumptions before one of the body.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reportgen.page.parts import Block, Cell, Origin, Row, Section, Table
from reportgen.page.sections.assumptions import basis_and_layer
from reportgen.page.sections.formulas import Instance, Pieces, Worked
from reportgen.page.sections.series import label_of
from reportgen.page.writer import Writer
from reportgen.words.said import plain_of

Origins = dict[str, str]
_SAY_BASIS = ("inputs", "inputs-compact")


def with_origins(
    w: Writer,
    formulas: Iterable[Worked],
    appendix: Iterable[Section],
    body: Iterable[Section],
    cited: Mapping[str, int],
) -> tuple[Origins, tuple[Worked, ...], tuple[Section, ...], tuple[Section, ...]]:
    """By key, the key at whose place the page says what its number follows from; formulas, appendix and body with it.

    What the page has no room for has no origin, and what is withheld has none. cited: the numbers of sources.
    """
    formulas, found = tuple(formulas), Origins()
    for formula in formulas:
        keys = [row.key for row in formula.rows] or [formula.key]
        found.update((key, key) for key in keys)
    marked = tuple(_marked(w, section, found, cited) for section in appendix)
    bodies = tuple(_marked(w, section, found, cited) for section in body)
    return found, tuple(_leading(formula, found) for formula in formulas), marked, bodies


def _leading(formula: Worked, found: Origins) -> Worked:
    """The formula, in whose pieces the keys are those of places: of a series that has one place one."""

    def pieces(it: Worked | Instance) -> Pieces:
        return tuple(
            (text, tuple(dict.fromkeys(found[key] for key in keys if key in found))) for text, keys in it.pieces
        )

    rows = tuple(replace(row, pieces=pieces(row)) for row in formula.rows)
    return replace(formula, rows=rows, pieces=pieces(formula))


def _marked(w: Writer, section: Section, found: Origins, cited: Mapping[str, int]) -> Section:
    """The section with the cells and rows that are origins marked, which are added to `found`."""

    def origin(key: str, says_basis: bool, label: str = "") -> Origin:
        figure = w.ledger[key]
        basis = "" if says_basis else basis_and_layer(w, figure)
        return Origin(key, basis, tuple(cited[source] for source in figure.sources if source in cited), label)

    def block(it: Block) -> Block:
        if not isinstance(it, Table):
            return it
        says_basis = it.name in _SAY_BASIS
        groups = tuple((name, tuple(row(line, says_basis) for line in rows)) for name, rows in it.groups)
        return replace(it, groups=groups)

    def row(it: Row, says_basis: bool) -> Row:
        if it.inputs:
            own = [key for key in it.inputs if key not in found]
            found.update((key, it.inputs[0]) for key in own)
            # a number that stands at its origin leads nowhere else
            cells = tuple(replace(one, text=plain_of(one.text, own)) for one in it.cells)
            return replace(it, cells=cells, origin=origin(it.inputs[0], says_basis, label_of(w, it.inputs)))
        cells = tuple(cell(one, says_basis) for one in it.cells)
        return it if cells == it.cells else replace(it, cells=cells)

    def cell(it: Cell, says_basis: bool) -> Cell:
        key = it.amount.key if it.amount is not None else ""
        if not key or key in found:
            return it
        figure = w.ledger[key]
        if figure.expression is not None or figure.procedure is not None:
            return it
        found[key] = key
        return replace(it, origin=origin(key, says_basis))

    return replace(section, blocks=tuple(map(block, section.blocks)))
