"""What the accounts of money and of CO2e share: signed figures, their ends, and their bars on one zero line.

A name with a leading minus is a figure that is taken away.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.charts.range_bar import RangeBarData, Span
from reportgen.figures.figure import Figure
from reportgen.page.printer import Scale
from reportgen.page.words import mark
from reportgen.page.writer import Writer
from reportgen.words import numbers

_IN_MILLIONS, _WITHOUT_PARTS = Decimal(10_000_000), 1000
_FIRM = ("measured", "stated", "contract", "list")


def signed_value(w: Writer, name: str) -> Decimal:
    """The figure's value with its sign in the account."""
    return -w.ledger.value(name[1:]) if name.startswith("-") else w.ledger.value(name)


def ends_of(w: Writer, name: str) -> list[Decimal]:
    """The value and, where there is a range, its two ends, with their sign in the account."""
    figure = w.ledger[name.removeprefix("-")]
    ends = [signed_value(w, name), *(end for end in (figure.low, figure.high) if end is not None)]
    return [ends[0], *(-end for end in ends[1:])] if name.startswith("-") else ends


def money_scale(w: Writer, names: Sequence[str], total: str) -> Scale:
    """The scale of a column of money: whole amounts where these add up, else the currency's digits, and more only of a
    total below its smallest coin; large ones in millions and more."""
    values = [signed_value(w, name) for name in names]
    whole = w.ledger.value(total)
    largest = max(value.copy_abs() for value in (*values, whole))
    unit, size = large_money(w, largest)
    if size != 1:
        least = max(0, numbers.places_for(numbers.scaled(largest, size)))
    else:
        no_parts = all(value == value.to_integral_value() for value in (*values, whole))
        least = 0 if no_parts or largest >= _WITHOUT_PARTS else w.minor_digits
    scaled = [numbers.scaled(value, size) for value in values]
    # whole amounts are rounded as any; beside billions a small part has its own digits and none of the column's
    below_coin = numbers.is_below(whole, w.minor_digits)
    digits = 3 if size != 1 else 2 if below_coin else 1
    places = numbers.places_that_add_up(scaled, numbers.scaled(whole, size), least, least + 6, digits=digits)
    if size == 1 and places > least and not below_coin:
        places = max(least, w.minor_digits)
    return Scale(unit, size, places, w.currency)


def large_money(w: Writer, largest: Decimal) -> tuple[str, Decimal]:
    """The unit of a column of money and how many of the currency it is: millions, billions or trillions from ten
    million on, of one without a smaller coin from a hundred million on."""
    most = _IN_MILLIONS if w.minor_digits else _IN_MILLIONS * 10
    return (w.currency, Decimal(1)) if largest < most else w.in_words(w.currency, largest)


def rounding_note(w: Writer, sums: Sequence[tuple[Sequence[str], str]], scale: Scale) -> str:
    """That amounts are rounded one by one, where one of the sums differs in its last digit as printed; else empty."""

    def printed(value: Decimal) -> Decimal:
        return numbers.rounded(scale.of(value), scale.places)

    fits = all(
        sum(printed(signed_value(w, name)) for name in names) == printed(w.ledger.value(total)) for names, total in sums
    )
    return "" if fits else w.say("Amounts are rounded one by one: a sum may differ from its lines in the last digit.")


def is_firm(w: Writer, key: str) -> bool:
    """Whether the figure is measured, stated, or of a contract or list."""
    return mark(w.ledger[key]) in _FIRM


def bar_of(w: Writer, name: str, span: Span, title: str, *, firm: bool) -> RangeBarData:
    """The figure's bar, outlined where it is not firm and has no range that would say how far it is sure."""
    value, *ends = ends_of(w, name)
    low, high = (min(ends), max(ends)) if len(ends) == 2 and ends[0] != ends[1] else (None, None)
    return RangeBarData(title, span, value, low, high, estimated=low is None and not firm)


def axis_marks(w: Writer, figure: Figure, scale: Scale, digits_of_ends: int = 3) -> tuple[tuple[Decimal, str], ...]:
    """What an account's axis marks, in the unit of its column: the ends of the result's range, then its value.

    All with as many decimals as the value has in the headline, and no more than the column; where that is as many the
    value is marked as it stands there. Zero has a mark of its own, and a value that they leave coarse has none.
    """
    assert figure.value is not None
    ends = [figure.low, figure.high] if figure.low != figure.high else []
    known = [value for value in (*ends, figure.value) if value]
    scaled = [scale.of(value) for value in known]
    places = numbers.places_alike(scale.of(figure.value), scaled)
    if scale.unit == w.currency and places:
        places = w.minor_digits
    places = min(places, scale.places)

    def text(value: Decimal) -> str:
        if value != figure.value:
            return w.numbers.alike(scale.of(value), places, digits_of_ends)
        return w.text_on(scale, value) if places == scale.places else w.numbers.alike(scale.of(value), places)

    marked = [value for value in known if value != figure.value or not numbers.is_coarse(scale.of(value), places)]
    return tuple((value, text(value)) for value in marked)
