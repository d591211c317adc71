"""What no formula can say, computed again where its procedure is known: `name/version` in report.json."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, DecimalException

from reportgen.audit.difference import Difference, shown, stated
from reportgen.audit.rederive import close
from reportgen.audit.report_data import ReportData
from reportgen.figures import permutation, price_months, price_reached, ttcapc
from reportgen.figures.annotation_cost import USED, full_prices, value_or_zero, with_all_fees
from reportgen.figures.break_even import priced_quantity, tiered_break_even
from reportgen.figures.figure import Figure
from reportgen.figures.ledger import Ledger
from reportgen.figures.model_scores import reached_score
from reportgen.figures.outline import Outline
from reportgen.precision import working_precision


@dataclass(frozen=True)
class Result:
    """What a procedure gives: value, and the ends of its range where it has one."""

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class Recomputed:
    """count: of figures that a procedure gave again. unknown: keys of those whose procedure nobody here knows."""

    count: int
    unknown: tuple[str, ...]
    differences: tuple[Difference, ...]


def recomputed(keys: Sequence[str], ledger: Ledger, outline: Outline | None, report: ReportData) -> Recomputed:
    """The figures of these keys by their procedures; outline: what the inputs say in words, None where it is lost."""
    found, unknown, count = list[Difference](), list[str](), 0
    with working_precision():
        for key in keys:
            figure = report.figures[key]
            compute = KNOWN.get(figure.procedure or "")
            try:
                again = None if compute is None or outline is None else compute(figure, ledger, outline)
            except (DecimalException, LookupError, ValueError, TypeError, StopIteration):
                again = None
            if again is None:
                unknown.append(key)
                continue
            count += 1
            found += _compared(figure, again)
    return Recomputed(count, tuple(unknown), tuple(found))


def _compared(figure: Figure, again: Result) -> Iterator[Difference]:
    if not close(figure.value, again.value):
        yield Difference(figure.key, f"stated {shown(figure.value)} {figure.unit}, derived {shown(again.value)}")
    for end, said, derived in (("low", figure.low, again.low), ("high", figure.high, again.high)):
        if not close(said, derived):
            yield stated(figure.key, said, derived, what=end)


def _whole_months(figure: Figure, ledger: Ledger, _: Outline) -> Result:
    units, pace = map(ledger.value, figure.inputs)
    return Result(price_months.full_months(units, pace))


def _tier_reached(figure: Figure, ledger: Ledger, outline: Outline) -> Result:
    quantity, *_ = figure.inputs
    top = ledger.value(quantity) + value_or_zero(ledger, USED)
    return Result(price_reached.price_reached(top, outline.tier_bounds, list(map(ledger.value, outline.price_keys))))


def _break_even(_: Figure, ledger: Ledger, outline: Outline) -> Result:
    return Result(tiered_break_even(ledger, outline))


def _cost_by_months(figure: Figure, ledger: Ledger, outline: Outline) -> Result:
    pace, bounds, prices = ledger.value(price_months.PACE), outline.tier_bounds, full_prices(ledger, outline)

    def cost(units: Decimal) -> Decimal:
        return with_all_fees(ledger, price_months.cost_by_months(units, pace, bounds, prices))

    quantity = _quantity(figure, ledger, outline)
    return Result(*(None if units is None else cost(units) for units in (quantity.value, quantity.low, quantity.high)))


def _cost_at_tier(figure: Figure, ledger: Ledger, outline: Outline) -> Result:
    bounds, prices, used = outline.tier_bounds, full_prices(ledger, outline), value_or_zero(ledger, USED)
    quantity = _quantity(figure, ledger, outline)
    assert quantity.value is not None
    value, _ = price_reached.ends_of_cost(quantity.value, quantity.value, used, bounds, prices)
    if quantity.low is None or quantity.high is None:
        return Result(with_all_fees(ledger, value))
    ends = price_reached.ends_of_cost(quantity.low, quantity.high, used, bounds, prices)
    return Result(*(with_all_fees(ledger, it) for it in (value, *ends)))


def _quantity(figure: Figure, ledger: Ledger, outline: Outline) -> Figure:
    """What the cost of this side is of."""
    side = figure.key.rpartition("_")[2]
    return ledger[f"{priced_quantity(outline).removesuffix('_before')}_{side}"]


def _permutation(figure: Figure, _: Ledger, outline: Outline) -> Result:
    role = figure.key.partition(".")[2]
    runs = next(it for it in outline.trainings if it.role == role)
    return Result(permutation.permutation_test(runs.others, runs.after).p)


def _ttcapc(figure: Figure, ledger: Ledger, outline: Outline) -> Result:
    stem, _, slug = figure.key.partition(".")
    model = next(it for it in outline.models if it.slug == slug)
    reached = reached_score(ledger, model, stem.removeprefix("closest_").removeprefix("ttc"))
    if reached is None:
        return Result(None)
    return Result(reached.score if stem.startswith("closest_") else reached.time_s)


KNOWN: dict[str, Callable[[Figure, Ledger, Outline], Result]] = {
    "whole_months/1": _whole_months,
    "tier_reached/1": _tier_reached,
    "break_even_under_tiers/1": _break_even,
    "break_even_by_months/1": _break_even,
    "break_even_at_tiers/1": _break_even,
    price_months.RANGE: _cost_by_months,
    price_reached.RANGE: _cost_at_tier,
    permutation.PROCEDURE: _permutation,
    ttcapc.PROCEDURE: _ttcapc,
}
