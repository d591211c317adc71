"""Every figure again from the texts of formulas and the leaves: values, ranges, units, inputs, what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, DecimalException

from reportgen.audit.difference import Difference, shown, stated
from reportgen.audit.report_data import ReportData
from reportgen.figures.expression import DECIMALS, Expression, evaluate, names
from reportgen.figures.figure import BASES, COMPUTED, Figure
from reportgen.figures.ledger import Ledger
from reportgen.figures.ranges import corners
from reportgen.figures.unit_algebra import UnitError, given_unit, unit_of
from reportgen.inputs.audience import WITHHELD
from reportgen.precision import working_precision

_CLOSE = Decimal("1e-12")  # of the larger of two: a number of JSON may have passed through a double


@dataclass(frozen=True)
class Rederived:
    """ledger: the leaves as they stand and all else as it follows. count: of the values that followed from a formula.

    by_procedure: the figures that a procedure gives, which are taken as they stand.
    """

    ledger: Ledger
    count: int
    by_procedure: tuple[str, ...]
    differences: tuple[Difference, ...]


def rederived(report: ReportData) -> Rederived:
    """The figures of the report from their leaves, each in the order in which it stands."""
    ledger, found = Ledger(), list[Difference]()
    count, by_procedure = 0, list[str]()
    with working_precision():
        for key, figure in report.figures.items():
            before = ledger if figure.expression is not None or figure.procedure is not None else report.figures
            if strange := [name for name in figure.inputs if name not in before]:
                found.append(Difference(key, f"rests on {shown(strange[0])}, which is no figure it can rest on"))
                ledger.add(replace(figure, expression=None))
            elif figure.expression is not None:
                again = _again(figure, figure.expression, ledger)
                found += _compared(figure, again, ledger)
                count += again.value is not None
                ledger.add(again)
            else:
                if figure.procedure is not None and figure.value is not None:
                    by_procedure.append(key)
                found += _of_a_leaf(figure, report)
                found += _parts(figure, figure.inputs, ledger)
                ledger.add(figure)
    return Rederived(ledger, count, tuple(by_procedure), tuple(found))


def close(first: Decimal | None, second: Decimal | None) -> bool:
    """Whether both are the same number to twelve digits, or both none."""
    if first is None or second is None:
        return first is second
    with working_precision():
        return abs(first - second) <= _CLOSE * max(abs(first), abs(second))


def _again(figure: Figure, expression: Expression, ledger: Ledger) -> Figure:
    """The figure with the value and the range that its formula gives over the ledger."""
    used = dict.fromkeys(names(expression))
    bare = replace(figure, value=None, reason=figure.reason or "has no value", low=None, high=None)
    if any(name not in ledger or ledger[name].value is None for name in used):
        return bare
    try:
        value = evaluate(expression, {name: ledger.value(name) for name in used}, DECIMALS)
    except (DecimalException, RecursionError):
        return bare
    if figure.value is None and figure.reason == WITHHELD:
        return bare
    known = replace(figure, value=value, reason=None)
    if figure.basis != COMPUTED or not used:
        return known  # its range, or what it rests on, is its own
    try:
        low, high = corners(replace(bare, inputs=tuple(used)), ledger) or (None, None)
    except DecimalException:
        low = high = None
    rests_on = ledger.weakest_of(tuple(used)) if _is_known(ledger, used) else None
    return replace(known, low=low, high=high, rests_on=rests_on)


def _is_known(ledger: Ledger, keys: dict[str, None]) -> bool:
    """Whether each figure rests on a basis of ours."""
    bases = [ledger[key].rests_on if ledger[key].basis == COMPUTED else ledger[key].basis for key in keys]
    return all(basis is None or basis in BASES for basis in bases)


def _compared(figure: Figure, again: Figure, ledger: Ledger) -> Iterator[Difference]:
    if not close(figure.value, again.value):
        said, derived = (
            f"{shown(it)} {figure.unit}" if it is not None else "no value" for it in _values(figure, again)
        )
        yield Difference(figure.key, f"stated {said}, derived {derived}")
    for end, was, follows in (("low", figure.low, again.low), ("high", figure.high, again.high)):
        if not close(was, follows):
            yield stated(figure.key, was, follows, what=end)
    assert figure.expression is not None
    used = tuple(dict.fromkeys(names(figure.expression)))
    if figure.inputs != used:
        yield stated(figure.key, list(figure.inputs), list(used), what="inputs")
    if figure.value is not None and figure.rests_on != again.rests_on:
        yield stated(figure.key, figure.rests_on, again.rests_on, what="rests_on")
    if figure.procedure is not None:
        yield Difference(figure.key, "has a formula and a procedure")
    yield from _parts(figure, used, ledger)
    if all(name in ledger for name in used) and not _has_unit(figure, ledger):
        yield Difference(figure.key, f"unit stated {shown(figure.unit)}, which its formula does not give")


def _parts(figure: Figure, used: tuple[str, ...], ledger: Ledger) -> Iterator[Difference]:
    """What a sum says that it covers and lacks: the figures that it adds, or those that these cover."""
    below = tuple(part for key in used if key in ledger for part in (ledger[key].covers or (key,)))
    if figure.value is not None and figure.covers and figure.covers not in (used, below):
        yield stated(figure.key, list(figure.covers), list(used), what="covers")
    for key in figure.missing:
        if key not in ledger or ledger.known(key):
            yield Difference(figure.key, f"lacks {shown(key)}, which is no figure without a value")


def _values(*figures: Figure) -> tuple[Decimal | None, ...]:
    return tuple(figure.value for figure in figures)


def _has_unit(figure: Figure, ledger: Ledger) -> bool:
    assert figure.expression is not None
    try:
        given = given_unit(figure.expression, {name: ledger[name].unit for name in figure.inputs})
        return given.fits(unit_of(figure.unit))
    except (UnitError, KeyError, ZeroDivisionError):
        return False


def _of_a_leaf(figure: Figure, report: ReportData) -> Iterator[Difference]:
    """What must hold of a figure without a formula: it says where it comes from, and its range holds its value."""
    if (figure.low is None) != (figure.high is None):
        yield Difference(figure.key, "has one end of a range")
    low, value, high = figure.low, figure.value, figure.high
    if low is not None and value is not None and high is not None and not low <= value <= high:
        yield Difference(figure.key, f"{shown(value)} lies outside of its range")
    sources = report.values.get("sources")
    known = sources if isinstance(sources, dict) else {}
    for source in figure.sources:
        if source not in known:
            yield Difference(figure.key, f"cites {shown(source)}, which is no source of the report")
    if figure.value is not None and figure.inputs and figure.procedure is None:
        yield Difference(figure.key, "has inputs, and neither a formula nor a procedure")
