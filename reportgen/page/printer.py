"""Prints figures: each number of a page goes through here, is rounded once and is noted beside its key."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Annotated

from reportgen.figures.figure import Figure
from reportgen.figures.ledger import Ledger
from reportgen.figures.units import COUNTS, unit_word
from reportgen.locale.language import Language
from reportgen.locale.minor_digits import minor_digits
from reportgen.words import numbers
from reportgen.words.message import Message
from reportgen.words.said import of_figure

_MANY = Decimal(2)
_LONGEST_UNIT = 14
# Longer than a column is wide
_WIDE_COUNT = Decimal(10) ** 8  # as many digits as a column of a table with six has room for
_WIDE_AMOUNT = Decimal(10) ** 8  # in the largest unit that there is: no column of amounts has room for nine digits
_IN_POWERS = Decimal("1e15")  # from here on words say less than a power of ten
_CURRENCY = re.compile(r"([A-Z]{3})(?:/|$)")
_ROUGH = 7  # digits of a figure among formulas
_MOST_DIGITS = 12  # as many as fit into a column
_PER_MILLION, _MILLIONTH = Decimal("1e-4"), Decimal("1e-6")  # a hundredth of a cent
_MORE_PLACES = 6  # of a column, beyond those of three digits of its largest


@dataclass(frozen=True)
class Amount:
    """A printed number with its unit, or words where there is none."""

    text: Annotated[str, "the number, or words where there is none"]
    unit: Annotated[str, "its unit, or empty"] = ""
    known: Annotated[bool, "whether it is a number"] = True
    pieces: Annotated[tuple[str, ...], "what stands before the number, the number, and what stands behind it"] = ()
    key: Annotated[str, "key of the figure in report.json, or empty"] = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not self.pieces:
            behind = f"{numbers.NO_BREAK}{self.unit}" if self.unit else ""
            object.__setattr__(self, "pieces", ("", self.text, behind))
        if self.key:
            object.__setattr__(self, "text", of_figure(self.text, self.key))

    def __str__(self) -> str:
        text = "".join(self.pieces)
        return of_figure(text, self.key) if self.key else text

    @property
    def bare(self) -> Amount:
        """The number alone, where the head of its column says the unit."""
        return self.with_unit("")

    def with_unit(self, unit: str) -> Amount:
        """The number with another unit, behind it."""
        return replace(self, unit=unit, pieces=())


@dataclass(frozen=True)
class Printed:
    """What a page printed of a figure: `size` is how many of the figure's own unit `unit` is."""

    key: str
    text: str
    unit: str
    size: Decimal = Decimal(1)


@dataclass(frozen=True)
class Scale:
    """What the figures of a column share: the unit as it is printed, how many of their own it is, and the decimals.

    own: their own unit, in which one stands that is next to nothing in the column's.
    """

    unit: str
    size: Decimal
    places: int
    own: str = ""

    def of(self, value: Decimal) -> Decimal:
        """The value in the unit."""
        return numbers.scaled(value, self.size)


class Printer:
    """Prints the figures of one ledger and remembers what it printed."""

    def __init__(self, ledger: Ledger, currency: str, minor_digits: int, language: Language) -> None:
        self.ledger = ledger
        self.language = language
        self.numbers = language.numbers
        self.currency = currency
        self.minor_digits = minor_digits
        self.printed: list[Printed] = []

    def note(self, key: str, text: str, unit: str = "", size: Decimal = Decimal(1)) -> Amount:
        """Note that the figure was printed as this text, `size` being how many of its own unit the unit is."""
        self.printed.append(Printed(key, text, unit, size))
        return Amount(text, unit, pieces=self.numbers.pieces(text, unit), key=key)

    def absent(self, key: str) -> Amount:
        """The words for a figure without value."""
        reason = self.ledger[key].reason or ""
        return self.not_measured() if "measured" in reason else self.not_given()

    def not_measured(self) -> Amount:
        """The words in place of what nobody measured; the reason in full stands in report.json."""
        return Amount(self.language.say("not measured"), known=False)

    def not_given(self) -> Amount:
        """The words in place of what nobody gave."""
        return Amount(self.language.say("not given"), known=False)

    def count(self, key: str) -> Amount:
        """A count, exact."""
        if not self.ledger.known(key):
            return self.absent(key)
        value = self.ledger.value(key)
        if value != value.to_integral_value():
            return self.note(key, self.numbers.fixed(value, 1))
        return self.note(key, self.numbers.whole(value))

    def count_scale(self, keys: Sequence[str], total: str, largest: Decimal) -> Scale:
        """The scale of a column of counts that adds up to its total: millions, billions or trillions from nine digits
        of the largest on, at least three digits of it, whole ones below.
        """
        values = [self.ledger.value(key) for key in keys]
        whole = self.ledger.value(total)
        if largest < _WIDE_COUNT:
            return Scale("", Decimal(1), 0)
        say, power = self.language.say, min((largest.adjusted() - 2) // 3 * 3, 12)
        unit = {6: say("millions"), 9: say("billions"), 12: say("trillions")}[power]
        size = Decimal(10) ** power
        scaled = [numbers.scaled(value, size) for value in values]
        least = max(0, numbers.places_for(numbers.scaled(largest, size)))
        return Scale(
            unit, size, numbers.places_that_add_up(scaled, numbers.scaled(whole, size), least, least + 2, digits=0)
        )

    def share(self, key: str, sign: bool = False) -> Amount:
        """A fraction as percent."""
        if not self.ledger.known(key):
            return self.absent(key)
        return self.note(key, self.numbers.share(self.ledger.value(key), sign))

    def money(self, key: str, negated: bool = False) -> Amount:
        """An amount to the currency's minor unit."""
        if not self.ledger.known(key):
            return self.absent(key)
        value = self.ledger.value(key)
        return self.note(key, self.money_text(value.copy_negate() if negated else value), self.currency)

    def rate(self, key: str) -> Amount:
        """A price of one that was divided, with three digits and at least those of the currency: `USD 0.24`, `0.005`;
        with its unit where that is no sample (`USD 0.24/object`), of a million where `is_per_million` says so."""
        if not self.ledger.known(key):
            return self.absent(key)
        size = _MILLIONTH if self.is_per_million(key) else Decimal(1)
        value = numbers.scaled(self.ledger.value(key), size)
        places = max(min(numbers.places_for(value), 12), self.minor_digits)
        while places > self.minor_digits and numbers.rounded(value, places) == numbers.rounded(value, places - 1):
            places -= 1
        unit = self.currency if size != 1 or self.is_per_sample(key) else self.unit_text(self.ledger[key].unit)
        return self.note(key, self.numbers.fixed(value, places), unit, size)

    def is_per_sample(self, key: str) -> bool:
        """Whether a price is that of a label for a sample, and of no other unit."""
        return self.ledger[key].unit in (self.currency, f"{self.currency}/sample")

    def is_per_million(self, key: str) -> bool:
        """Whether a price of one is so small that it reads better as that of a million: 0.0494 of 0.0000000494."""
        return 0 < self.ledger.value(key) < _PER_MILLION

    def money_text(self, value: Decimal, places: int | None = None) -> str:
        """The amount as text; one below the minor unit keeps two digits, so that it never reads as nothing."""
        places = self.minor_digits if places is None else places
        if value and numbers.rounded(value, places) == 0:
            return self.numbers.significant(value, 2)
        return self.numbers.fixed(value, places)

    def headline_money(self, key: str) -> Amount:
        """An amount at three significant figures, small exact amounts at the minor unit, enormous ones in trillions."""
        value = self.ledger.value(key)
        unit, size = self.money_unit([value])
        return self.note(key, self.headline_text(numbers.scaled(value, size)), unit, size)

    def money_unit(self, values: Sequence[Decimal]) -> tuple[str, Decimal]:
        """The unit of amounts that stand among words, and how many of the currency it is: trillions where digits are
        too many."""
        largest = max(value.copy_abs() for value in values)
        in_digits = largest < _IN_POWERS or largest >= _WIDE_AMOUNT.scaleb(12)
        return (self.currency, Decimal(1)) if in_digits else self.in_words(self.currency, largest)

    def band(self, key: str) -> str:
        """The band of a withheld total, rounded outwards to two digits of its larger end: `EUR 19,000 to 50,000`."""
        low, high = (self.numbers.whole(end) for end in self.round_band(key))
        return self.between(low, high, self.currency)

    def between(self, low: str, high: str, unit: str = "") -> str:
        """Two written numbers as a range, in the unit: `EUR 19,000 to 50,000`."""
        low, high = self.numbers.ends_with_unit(low, high, unit)
        return self.language.say("{low} to {high}", low=low, high=high)

    def round_band(self, key: str) -> tuple[Decimal, Decimal]:
        """The ends of the band of a withheld total, rounded outwards to two digits of the larger one."""
        ends = self.ledger[key].band
        assert ends is not None
        step = Decimal(10) ** max(max(end.copy_abs() for end in ends).adjusted() - 1, 0)
        low, high = (
            (end / step).to_integral_value(way) * step
            for end, way in zip(ends, (ROUND_FLOOR, ROUND_CEILING), strict=True)
        )
        return low, high

    def headline_text(self, value: Decimal) -> str:
        """The text of an amount in a headline or of the end of its range."""
        places = min(numbers.places_for(value), self.minor_digits)
        if places > 0:
            # EUR 50.0 is no way to write an amount: with decimals, all of the currency's
            places = self.minor_digits
        return self.money_text(value, places) if value else "0"

    def scaled(self, key: str, digits: int = 3, sign: bool = False) -> Amount:
        """A quantity at so many significant digits, in the unit in which it reads from 1 to below 10,000."""
        if not self.ledger.known(key):
            return self.absent(key)
        value = self.ledger.value(key)
        scale = self._scale(self.ledger[key].unit, [value])
        return self.note(key, self.numbers.significant(scale.of(value), digits, sign), scale.unit, scale.size)

    def on_scale(self, key: str, scale: Scale, negated: bool = False) -> Amount:
        """A quantity in the unit that a column shares, with the column's decimals; what no column holds as a power."""
        if not self.ledger.known(key):
            return self.absent(key)
        value = self.ledger.value(key)
        value = value.copy_negate() if negated else value
        if (own := self._in_own_unit(scale, value)) is None:
            return self.note(key, self.text_on(scale, value), scale.unit, scale.size)
        text, unit, size = own
        shown = self.numbers.with_unit(text, unit)
        # a language may set the sign before the currency, and the number without it
        self.note(key, text if text in shown else text.removeprefix(numbers.MINUS), unit, size)
        return Amount(shown, key=key)

    def text_on(self, scale: Scale, value: Decimal) -> str:
        """The text of a value in a column; what is below its last decimal has its own digits, as in a sentence, and
        its own unit where they would be a power of ten."""
        if (own := self._in_own_unit(scale, value)) is not None:
            return self.numbers.with_unit(*own[:2])
        value = scale.of(value)
        if value.copy_abs() >= _WIDE_AMOUNT:
            return self.numbers.powers(value)
        if scale.unit == self.currency:
            return self.money_text(value, scale.places)
        if numbers.is_below(value, scale.places):
            return self.numbers.significant(value)
        return self.numbers.fixed(value, scale.places)

    def _in_own_unit(self, scale: Scale, value: Decimal) -> tuple[str, str, Decimal] | None:
        """Text, unit, and its size, of a value that is next to nothing in the unit of its column; else None."""
        if not scale.own or not value or scale.of(value).copy_abs() >= numbers.TOO_SMALL:
            return None
        if scale.own == self.currency:
            return None if scale.unit == self.currency else (self.money_text(value), self.currency, Decimal(1))
        unit, size = self.unit_of(scale.own, [value])
        return self.numbers.significant(numbers.scaled(value, size)), unit, size

    def ends_on(self, scale: Scale, low: Decimal, high: Decimal) -> tuple[str, str]:
        """The texts of the ends of a range in a column; none where they are equal."""
        return ("", "") if low == high else (self.text_on(scale, low), self.text_on(scale, high))

    def ends(self, key: str, alone: bool = False) -> tuple[str, str, str] | None:
        """Low and high of a figure, and their unit, that of its value; None without a range, or where rounding takes
        it away.

        alone: the value does not stand beside them, so that the unit may be the one in which they read best.
        """
        figure = self.ledger[key]
        if figure.value is None or figure.low is None or figure.high is None:
            return None
        ends = (figure.low, figure.high)
        if figure.unit == "s":
            low, high, unit = self.numbers.duration_ends(*ends)
        elif figure.unit == self.currency:
            unit, size = self.money_unit(ends)
            low, high = (self.headline_text(numbers.scaled(end, size)) for end in ends)
        else:
            scale = self._scale(figure.unit, ends if alone else [figure.value])
            scaled = [scale.of(end) for end in ends]
            lead = max(scaled, key=lambda end: end.copy_abs()) if alone else scale.of(figure.value)
            places = numbers.places_alike(lead, scaled)
            low, high = (self.numbers.alike(end, places) for end in scaled)
            unit = scale.unit
        return None if low == high else (of_figure(low, key), of_figure(high, key), unit)

    def fraction(self, key: str, sign: bool = False, beside: Sequence[str] = ()) -> Amount:
        """An accuracy or a score, as a fraction: three decimals, and more where it would read as zero or as one.

        beside: others that it is compared with, and that with so few decimals would read as equal.
        """
        if not self.ledger.known(key):
            return self.absent(key)
        value = self.ledger.value(key)
        compared = {value, *map(self.ledger.value, beside)}
        places = 3
        while places < _MOST_DIGITS and len({numbers.rounded(it, places) for it in compared}) < len(compared):
            places += 1
        return self.note(key, self.numbers.fraction(value, places, sign))

    def exact(self, key: str) -> Amount:
        """An input as it was given, every digit."""
        figure = self.ledger[key]
        if figure.value is None:
            return self.absent(key)
        if figure.unit == "kgCO2e/kWh":
            size = Decimal("1e-3")
            return self.note(key, self.numbers.up_to_significant(numbers.scaled(figure.value, size), 6), "g/kWh", size)
        unit, size = self.readable_unit(figure.value, figure.unit)
        return self.note(
            key, self.exact_text(numbers.scaled(figure.value, size), unit), self.unit_text(unit, figure.value), size
        )

    def exact_ends(self, key: str) -> tuple[str, str, str]:
        """Low and high of an input as they were given, and their unit; ValueError without a range."""
        figure = self.ledger[key]
        if figure.low is None or figure.high is None:
            raise ValueError(f"{key} has no range")
        if figure.unit == "kgCO2e/kWh":
            unit, size = "g/kWh", Decimal("1e-3")
        else:
            unit, size = self.readable_unit(figure.high, figure.unit)
        low, high = (self.exact_text(numbers.scaled(end, size), unit) for end in (figure.low, figure.high))
        return of_figure(low, key), of_figure(high, key), self.unit_text(unit)

    def readable_unit(self, value: Decimal, unit: str) -> tuple[str, Decimal]:
        """The unit that the value is printed in, and how many of its own that is: mWh for 0.00002 kWh with many digits.

        What a person typed keeps its unit.
        """
        scaled = unit == "FLOP/s" or (unit == "kWh" and _is_long(value))
        return numbers.scale_for(unit, [value]) if scaled else (unit, Decimal(1))

    def exact_text(self, value: Decimal, unit: str) -> str:
        """Every digit of a value in the unit; money has its minor unit at least.

        A number with more digits than fit into a column, as a tool or a division gives it, is rounded to seven.
        """
        if _is_long(value):
            return self.numbers.up_to_significant(value, 7)
        found = _CURRENCY.match(unit)
        return self.price_text(value, found[1]) if found else self.numbers.exact(value)

    def price_text(self, value: Decimal, currency: str | None) -> str:
        """Every digit of an amount, and the minor unit of its own currency at least: `0.30` of dollars beside yen."""
        own = currency in (None, self.currency)
        return self.numbers.exact(value, self.minor_digits if own else minor_digits(currency or ""))

    def rough(self, key: str, digits: int = _ROUGH) -> Amount:
        """A figure at up to seven significant digits, in its own unit."""
        figure = self.ledger[key]
        assert figure.value is not None
        text = self._rough_text(figure.value, figure.unit, digits)
        return self.note(key, text, self.unit_text(figure.unit, figure.value))

    def rough_ends(self, figure: Figure) -> tuple[str, str]:
        """Low and high of a figure as `rough` prints its value; twice nothing where it has no range."""
        if figure.low is None or figure.high is None:
            return "", ""
        return self._rough_text(figure.low, figure.unit), self._rough_text(figure.high, figure.unit)

    def _rough_text(self, value: Decimal, unit: str, digits: int = _ROUGH) -> str:
        if unit in ("sample", "unit") and value == value.to_integral_value():
            return self.numbers.whole(value)  # a count is exact, however large
        if unit == self.currency and digits >= _ROUGH and numbers.places_of(value.normalize()) < self.minor_digits:
            return self.numbers.exact(value, self.minor_digits)
        return self.numbers.up_to_significant(value, digits)

    def rounded_up(self, key: str) -> Amount:
        """A count of which a part is not enough, in whole ones."""
        value = self.ledger.value(key).to_integral_value(ROUND_CEILING)
        return self.note(key, self.numbers.whole(value))

    def duration(self, key: str) -> Amount:
        """Seconds as minutes, hours, days."""
        return self.note(key, self.numbers.duration(self.ledger.value(key)))

    def scale_of(self, keys: Sequence[str]) -> Scale:
        """The scale of a column of figures of one unit, by those of them that have a value; each shows three digits,
        one that is far smaller than the largest has them alone."""
        unit = next(self.ledger[key].unit for key in keys if key in self.ledger)
        values = [self.ledger.value(key) for key in keys if self.ledger.known(key)]
        scale = self._scale(unit, values)
        choices = range(scale.places, scale.places + _MORE_PLACES + 1)
        return replace(scale, places=numbers.places_that_tell([scale.of(value) for value in values], choices))

    def scale_of_sum(self, keys: Sequence[str], total: str) -> Scale:
        """The scale of a column whose parts add up to its total as printed; a key with a leading minus is subtracted.

        Each shows three digits as it does in a sentence; one that is far smaller than the largest has them alone.
        """
        parts = [-self.ledger.value(key[1:]) if key.startswith("-") else self.ledger.value(key) for key in keys]
        whole = self.ledger.value(total)
        scale = self._scale(self.ledger[total].unit, [*parts, whole])
        most = scale.places + _MORE_PLACES
        places = numbers.places_that_add_up(list(map(scale.of, parts)), scale.of(whole), scale.places, most)
        return replace(scale, places=places)

    def _scale(self, unit: str, values: Sequence[Decimal]) -> Scale:
        """The unit in which the values read best, with decimals for three digits of the largest; money as it is."""
        if unit == self.currency:
            return Scale(unit, Decimal(1), self.minor_digits)
        shown, size = self.unit_of(unit, values)
        largest = max((numbers.scaled(value, size).copy_abs() for value in values), default=Decimal(0))
        return Scale(shown, size, max(0, numbers.places_for(largest)), unit)

    def unit_of(self, unit: str, values: Sequence[Decimal]) -> tuple[str, Decimal]:
        """The unit in which the values read best, `mg` or `billion t` as printed, and how many of their own it is."""
        name, size = numbers.scale_for(unit, values)
        largest = max((numbers.scaled(value, size).copy_abs() for value in values), default=Decimal(0))
        shown = self.unit_text(name)
        if not _WIDE_AMOUNT <= largest < _IN_POWERS:
            return shown, size
        word, times = self.in_words(shown, largest)
        return word, size * times

    def in_words(self, unit: str, largest: Decimal) -> tuple[str, Decimal]:
        """A unit of a million, a billion or a trillion, and how many that is, for an amount of at least a million."""
        power = min(largest.adjusted() // 3 * 3, 12)
        word = {
            6: self.language.say("million {currency}", currency=unit),
            9: self.language.say("billion {currency}", currency=unit),
            12: self.language.say("trillion {currency}", currency=unit),
        }[power]
        return word, Decimal(10) ** power

    def label(self, figure: Figure) -> str:
        """A figure's label in the page's language; a user's name in it stays as it is."""
        return self.language.translated(figure.label)

    def unit_text(self, unit: str, number: Decimal = _MANY) -> str:
        """A unit as a page prints it, behind that number."""
        return unit_text(unit, self.language, number)


def _is_long(value: Decimal) -> bool:
    return bool(numbers.places_of(value)) and len(value.as_tuple().digits) > _MOST_DIGITS


def unit_text(unit: str, language: Language, number: Decimal = _MANY) -> str:
    """A unit in words: none for a plain number, EUR per sample as `EUR/sample`, CO2e with its subscript."""
    # a weight's unit is that of the score's energy or cost, which its label names
    if unit in COUNTS or unit.startswith(("hour/", "inference/")):
        return ""
    if unit == "year":
        return language.say_count("year", "years", number)
    if unit == "token":
        return language.say("tokens")
    of, slash, per = unit.replace("CO2e", " CO₂e").partition("/")
    head = language.say_count("ct", "ct", number) if unit.startswith("0.01 ") else language.translated(unit_word(of))
    if per == "hour":
        return f"{head}/{language.numbers.times[1]}"
    word = unit_word(per)
    if isinstance(word, Message):  # a word of ours is never cut, whatever the language
        return head + slash + language.translated(word)
    return head + slash + (word if len(word) <= _LONGEST_UNIT else word[: _LONGEST_UNIT - 1] + "…")
