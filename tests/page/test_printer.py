"""The printer: each number of a page with its unit, noted beside its key, in the currency's own minor unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from babel.numbers import get_currency_precision
from hypothesis import given
from hypothesis import strategies as st

from reportgen.figures.figure import Figure
from reportgen.figures.ledger import Ledger
from reportgen.generate import report
from reportgen.locale.language import ENGLISH, language_of
from reportgen.page.printer import Printed, Printer, Scale, unit_text

NB = "\u00a0"


def printer_of(currency: str = "EUR", **figures: tuple[str, str]) -> Printer:
    """A printer of figures given as (value, unit); an empty value is unknown."""
    ledger = Ledger()
    for key, (value, unit) in figures.items():
        number = Decimal(value) if value else None
        ledger.add(Figure(key, key, number, unit, reason=None if value else "not measured"))
    return Printer(ledger, currency, get_currency_precision(currency), ENGLISH)


def before_number(currency: str, number: str) -> str:
    """The code before the digits and behind a minus, as English has it."""
    sign = "−" if number.startswith("−") else ""
    return f"{sign}{currency}{NB}{number.removeprefix(sign)}"


@pytest.mark.parametrize(
    ("currency", "value", "expected"),
    [
        ("USD", "0.012", "0.012"),
        ("USD", "0.005", "0.005"),
        ("USD", "0.0364", "0.0364"),
        ("USD", "1.1", "1.10"),
        ("USD", "0", "0.00"),
        ("JPY", "3.5", "3.5"),
        ("JPY", "4", "4"),
        ("JPY", "3.84056640625", "3.84"),
        ("USD", "0.123456789012", "0.123"),
        ("USD", "0.33333333333333", "0.333"),
        ("USD", "0.2400000000000001", "0.24"),
        ("USD", "0.1000000000000001", "0.10"),
        ("USD", "0.001200000000000001", "0.0012"),
        ("JPY", "0.1200000000000001", "0.12"),
        ("USD", "1234.567890123456", "1,234.57"),
        # of a million
        ("USD", "0.0001", "0.0001"),
        ("USD", "0.0000999", "99.90"),
        ("USD", "0.0000000494", "0.0494"),
        ("USD", "0.0000000000123456789012345", "0.0000123"),
    ],
)
def test_a_price_of_one_has_its_own_digits(currency: str, value: str, expected: str) -> None:
    """What an amount would round away is half of a small price; a division ends after three digits."""
    printed = printer_of(currency, price=(value, f"{currency}/sample")).rate("price")
    assert (expected, currency) == (printed.text, printed.unit)


@pytest.mark.parametrize(
    ("currency", "value", "expected"),
    [
        ("EUR", "35521.255", "35,521.26"),
        ("EUR", "-0.005", "−0.01"),
        ("EUR", "0.0049", "0.0049"),
        ("EUR", "0.00000123", f"1.2{NB}×{NB}10⁻⁶"),
        ("EUR", "0", "0.00"),
        ("JPY", "1234.5", "1,235"),
        ("JPY", "0.4", "0.40"),
        ("JPY", "0", "0"),
        ("KWD", "1.0005", "1.001"),
        ("KWD", "12", "12.000"),
    ],
)
def test_money_has_the_minor_unit_of_its_currency(currency: str, value: str, expected: str) -> None:
    """Two decimals for the euro, none for the yen, three for the dinar, and nothing that is something reads 0.00."""
    assert before_number(currency, expected) == str(printer_of(currency, cost=(value, currency)).money("cost"))


@given(value=st.decimals(min_value="1e-12", max_value="1e14", allow_nan=False))
def test_money_never_reads_as_nothing(value: Decimal) -> None:
    """An amount above zero, however small, is never printed as zero."""
    for currency in ("EUR", "JPY", "KWD"):
        printer = printer_of(currency, cost=(str(value), currency))
        for amount in (printer.money("cost"), printer.headline_money("cost")):
            assert any(char in "123456789" for char in amount.text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("35521.25", "35,500"),
        ("103.75", "104"),
        ("9.996", "10.00"),
        ("2.769886", "2.77"),
        ("0.123", "0.12"),
        ("0.001", "0.0010"),
        ("0", "0"),
        ("-35521.25", "−35,500"),
    ],
)
def test_headline_money(value: str, expected: str) -> None:
    """Headlines have three significant figures; with decimals at all, they have those of the currency."""
    assert before_number("EUR", expected) == str(printer_of(net=(value, "EUR")).headline_money("net"))


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("4.503916", "kgCO2e", f"4.50{NB}kg"),
        ("0.0005", "kgCO2e", f"500{NB}mg"),
        ("-0.0031", "kgCO2e", f"−3.10{NB}g"),
        ("0", "kgCO2e", f"0{NB}kg"),
        ("0.47", "kWh", f"470{NB}Wh"),
        ("1979.1666", "h", f"1,980{NB}h"),
    ],
)
def test_quantities_in_the_unit_that_reads_well(value: str, unit: str, expected: str) -> None:
    """A mass or an energy stands in the unit in which it has a few digits before its point."""
    assert expected == str(printer_of(figure=(value, unit)).scaled("figure"))


def test_what_is_printed_is_noted() -> None:
    """Each number is noted with its key, its text and the size of its unit, whichever way it is printed."""
    printer = printer_of(mass=("0.0031", "kgCO2e"), count=("-5", "sample"))
    printer.scaled("mass")
    printer.count("count")
    expected = [Printed("mass", "3.10", "g", Decimal("1e-3")), Printed("count", "−5", "")]
    assert expected == printer.printed


@pytest.mark.parametrize("kwh", ["0.45", "0.0000004", "1000000000"])
def test_a_column_notes_the_size_of_its_unit(kwh: str) -> None:
    """Also of what would vanish in it, and of what it has no room for."""
    printer = printer_of(energy=(kwh, "kWh"))
    amount = printer.on_scale("energy", Scale("Wh", Decimal("1e-3"), 1))

    assert [Printed("energy", amount.text, "Wh", Decimal("1e-3"))] == printer.printed


@pytest.mark.parametrize(
    ("unit", "low", "high", "expected"),
    [
        ("kgCO2e/kWh", "0.3", "0.4327", ("300", "432.7", "g/kWh")),
        ("kWh", "0.5", "12.25", ("0.5", "12.25", "kWh")),
        ("EUR/sample", "0.5", "1.5", ("0.50", "1.50", "EUR/sample")),
        ("FLOP/s", "19000000000000", "312000000000000", ("19", "312", "TFLOP/s")),
    ],
)
def test_the_ends_of_an_input_as_they_were_given(
    unit: str, low: str, high: str, expected: tuple[str, str, str]
) -> None:
    """In the unit in which an input is printed; a grid's intensity in grams."""
    ledger = Ledger()
    ledger.add(Figure("figure", "figure", Decimal(low), unit, low=Decimal(low), high=Decimal(high)))

    assert expected == Printer(ledger, "EUR", 2, ENGLISH).exact_ends("figure")


def test_a_price_has_the_decimals_of_its_own_currency() -> None:
    """Of dollars two beside yen, which have none; of its own currency as many as the printer was told."""
    printer = printer_of("JPY", price=("0.3", "USD/sample"))

    assert ("0.30", "0.3", "3") == (
        printer.exact("price").text,
        printer.price_text(Decimal("0.3"), "JPY"),
        printer.price_text(Decimal(3), None),
    )


def test_what_is_not_known_is_words() -> None:
    """A figure without value prints as words, never as zero, and is no number of the page."""
    printer = printer_of(cost=("", "EUR"))
    for amount in (printer.money("cost"), printer.scaled("cost"), printer.share("cost"), printer.exact("cost")):
        assert ("not measured", "", False) == (amount.text, amount.unit, amount.known)
    assert [] == printer.printed


@given(
    saved=st.decimals(min_value=0, max_value=10**7, places=6, allow_nan=False),
    spent=st.decimals(min_value=0, max_value=10**5, places=6, allow_nan=False),
)
def test_a_column_adds_up_as_printed(saved: Decimal, spent: Decimal) -> None:
    """What a column prints of its parts sums to what it prints of its total."""
    printer = printer_of("EUR", saved=(str(saved), "EUR"), spent=(str(spent), "EUR"), net=(str(saved - spent), "EUR"))
    scale = printer.scale_of_sum(["saved", "-spent"], "net")
    texts = [
        printer.on_scale(key, scale, negated=negated).text
        for key, negated in (("saved", False), ("spent", True), ("net", False))
    ]
    gain, cost, net = (Decimal(text.replace(",", "").replace("−", "-")) for text in texts)
    assert net == gain + cost


def test_a_column_has_one_unit_and_the_decimals_of_its_largest() -> None:
    """Three digits of the largest, a missing one left out; what would vanish has three digits of its own."""
    printer = printer_of(large=("45", "kWh"), small=("0.2", "kWh"), tiny=("0.0004", "kWh"), gone=("", "kWh"))
    scale = printer.scale_of(["gone", "large", "small"])
    texts = [str(printer.on_scale(key, scale)) for key in ("large", "small", "tiny", "gone")]

    assert [f"45.0{NB}kWh", f"0.2{NB}kWh", f"0.000400{NB}kWh", "not measured"] == texts


@pytest.mark.parametrize(
    ("value", "unit", "scale", "expected"),
    [
        ("-1.2", "EUR", Scale("trillion EUR", Decimal("1e12"), 0, "EUR"), "−EUR 1.20"),
        ("0.0000007", "kgCO2e", Scale("t", Decimal(1000), 0, "kgCO2e"), "700 µg"),
        ("0.25", "kgCO2e", Scale("t", Decimal(1000), 0, "kgCO2e"), "0.000250"),
    ],
)
def test_what_is_next_to_nothing_in_a_column_has_its_own_unit(
    value: str, unit: str, scale: Scale, expected: str
) -> None:
    """No power of ten stands among digits: a cent among trillions says that it is one."""
    amount = printer_of("EUR", small=(value, unit)).on_scale("small", scale)

    assert expected == str(amount.bare).replace(NB, " ")


def test_enormous_amounts_among_words_are_in_trillions() -> None:
    """Of money from 10^15 on, and of a mass or an energy from a hundred million of its largest unit on."""
    printer = printer_of("EUR", money=("1.2e18", "EUR"), mass=("1.1e14", "kgCO2e"), energy=("2.6e14", "kWh"))

    assert f"EUR{NB}1,200,000{NB}trillion" == str(printer.headline_money("money"))
    assert f"110{NB}billion t" == str(printer.scaled("mass"))
    assert f"260{NB}billion MWh" == str(printer.scaled("energy"))


@pytest.mark.parametrize(("value", "expected"), [("99999999e12", "99,999,999"), ("1e20", "1.00 × 10⁸")])
def test_what_no_column_has_room_for_is_a_power_of_ten(value: str, expected: str) -> None:
    """Of trillions nine digits are printed as a power, eight as they are."""
    printer = printer_of(large=(value, "EUR"))
    assert expected == printer.on_scale("large", Scale("trillion EUR", Decimal("1e12"), 0)).text.replace(NB, " ")


@pytest.mark.parametrize(
    ("value", "low", "high", "unit", "alone", "expected"),
    [
        ("0.9", "0.5", "1.25", "kWh", False, ("500", "1,250", "Wh")),
        ("0.9", "0.5", "1.25", "kWh", True, ("500", "1,250", "Wh")),
        ("0.9", "0.5", "12.5", "kWh", False, ("500", "12,500", "Wh")),
        ("0.9", "0.5", "12.5", "kWh", True, ("0.5", "12.5", "kWh")),
        ("35521.25", "31944", "41111", "EUR", False, ("31,900", "41,100", "EUR")),
        ("90", "60", "5400", "s", False, (f"1{NB}min", f"1{NB}h 30{NB}min", "")),
        ("0.9", None, "1.25", "kWh", False, None),
    ],
)
def test_the_ends_of_a_range(
    value: str, low: str | None, high: str | None, unit: str, alone: bool, expected: tuple[str, str, str] | None
) -> None:
    """Both ends in one unit: that of the value beside them, or alone the one in which they read best."""
    ledger = Ledger()
    low_end, high_end = (None if end is None else Decimal(end) for end in (low, high))
    ledger.add(Figure("figure", "figure", Decimal(value), unit, low=low_end, high=high_end))

    assert expected == Printer(ledger, "EUR", 2, ENGLISH).ends("figure", alone)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("1", ""),
        ("sample", ""),
        ("EUR/sample", "EUR/sample"),
        ("kgCO2e/sample", "kg CO₂e/sample"),
        ("0.01 EUR/hour", "ct/h"),
        ("kWh", "kWh"),
    ],
)
def test_units_as_a_page_prints_them(unit: str, expected: str) -> None:
    """A plain number has no unit, CO2e its subscript, hundredths are cents."""
    assert expected == unit_text(unit, ENGLISH)


@pytest.mark.parametrize(
    ("unit", "value", "text", "expected"),
    [
        ("kWh", "0.00001234567890123", "12.34568", ("mWh", "0.000001")),
        ("kWh", "0.0000123456789012", "0.0000123456789012", ("kWh", "1")),
        ("kWh", "28.8", "28.8", ("kWh", "1")),
        ("kgCO2e/kWh", "0.432727", "432.727", ("g/kWh", "0.001")),
    ],
)
def test_an_input_is_noted_with_the_size_of_its_unit(
    unit: str, value: str, text: str, expected: tuple[str, str]
) -> None:
    """12 mWh can be turned into the kWh of the data again; up to twelve digits stay as they were typed."""
    printer = printer_of(energy=(value, unit))
    printer.exact("energy")

    assert [Printed("energy", text, expected[0], Decimal(expected[1]))] == printer.printed


def test_a_lifetime_of_one_is_a_year() -> None:
    """One year is a year, behind the number that is printed; of a column's head it is years."""
    printed = [str(printer_of(lifetime=(years, "year")).exact("lifetime")) for years in ("1", "3", "0.5")]

    assert ["1\u00a0year", "3\u00a0years", "0.5\u00a0years"] == printed
    assert "Jahr" == unit_text("year", language_of("de_DE"), Decimal(1))
    assert "years" == unit_text("year", ENGLISH)


@pytest.mark.parametrize(("currency", "digits"), [("JPY", 0), ("KWD", 3), ("EUR", 2)])
def test_a_whole_page_in_a_currency(currency: str, digits: int) -> None:
    """An amount below a thousand with parts has the decimals of the report's currency: 600 at 1.234 are 740.4."""
    price: dict[str, Any] = {"task": "classification", "price": Decimal("1.234"), "currency": currency}
    page = report(
        task="classification", samples_before=1000, samples_after=400, duration_s=60, currency=currency, prices=[price]
    ).page
    texts = [item.text for item in page.printed if item.key == "annotation_savings"]
    expected = "740.400"[: 4 + digits].rstrip(".")
    assert expected in texts
    assert {expected, "740", "740.4"} >= set(texts)  # at three digits, and among the formulas at up to seven
