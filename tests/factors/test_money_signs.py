"""The currencies that a sign may mean: those that the Unicode locale data calls so, and what people write of one."""

from __future__ import annotations

import re

import pytest
from babel import Locale
from babel.core import get_global
from babel.numbers import get_territory_currencies

from reportgen.factors.amount_text import Amount, amount_in
from reportgen.factors.money_signs import NO_SIGN, Sign, sign_of
from reportgen.files.number import number_in

NAMES = Locale("en").currencies


def in_use(pattern: str) -> set[str]:
    """The currencies that a territory uses today and whose English name is such."""
    used = {code for territory in get_global("territory_currencies") for code in get_territory_currencies(territory)}
    return {code for code in used if re.search(pattern, NAMES.get(code, ""))}


@pytest.mark.parametrize(
    ("sign", "pattern", "also", "first"),
    [
        ("$", "Dollar|Peso", {"BRL"}, "USD"),
        ("£", "Pound", set(), "GBP"),
        ("kr", "Kron[ae]|Króna", set(), "SEK"),
        ("kr.", "Kron[ae]|Króna", set(), "DKK"),
    ],
)
def test_a_sign_of_several_currencies_may_mean_each_of_them(
    sign: str, pattern: str, also: set[str], first: str
) -> None:
    """All that are called so, each once, but the Philippine peso, which has a sign of its own."""
    meant = sign_of(sign).meant

    assert (in_use(pattern) - {"PHP"}) | also == set(meant)
    assert len(set(meant)) == len(meant)
    assert first == meant[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("€", "EUR"), ("Euro", "EUR"), ("euros", "EUR"), ("US$", "USD"), ("C$", "CAD"), ("CA$", "CAD")),
        *(("A$", "AUD"), ("AU$", "AUD"), ("NZ$", "NZD"), ("HK$", "HKD"), ("S$", "SGD"), ("R$", "BRL")),
        *(("円", "JPY"), ("元", "CNY"), ("₩", "KRW"), ("₹", "INR"), ("₽", "RUB"), ("₺", "TRY"), ("₴", "UAH")),
        *(("₪", "ILS"), ("₫", "VND"), ("฿", "THB"), ("₱", "PHP"), ("zł", "PLN"), ("Kč", "CZK"), ("Ft", "HUF")),
        *(("Fr.", "CHF"), ("SFr.", "CHF"), ("EUR", "EUR"), ("chf", "CHF"), (" usd ", "USD")),
    ],
)
def test_a_sign_of_one_currency(text: str, code: str) -> None:
    """As people write it, in any case; a code is the currency itself."""
    assert Sign(text.strip(), (code,)) == sign_of(text)


@pytest.mark.parametrize("text", ["¥", "￥"])
def test_the_yen_and_the_yuan_have_one_sign(text: str) -> None:
    """Which is meant, nobody knows."""
    assert ("JPY", "CNY") == sign_of(text).meant


@pytest.mark.parametrize("text", ["", "x", "XXX1", "ABC", "EURO5", "$$", "kg"])
def test_what_is_no_sign(text: str) -> None:
    """A text that is no currency, though it may look like a code."""
    assert NO_SIGN == sign_of(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("-€5", "-5"),
        ("- € 5", "-5"),
        ("-.5", "-.5"),
        ("(€5)", "-5"),
        # brackets around a minus say it twice, and not the opposite
        ("(-5)", "-5"),
        ("€-5", "-5"),
        ("5 €-", "-5"),
        ("€5", "5"),
        ("-5 €", "-5"),
        # the same said on both sides of the currency sign, in each order
        *((text, "-5") for text in ("(-€5)", "(€-5)", "-(€5)", "(€5)-", "(5 €-)", "-(5)", "(5-)", "(5)€", "€ (5)")),
        # the true minus and dashes are minuses wherever one may stand
        *((text, "-5") for text in ("(\u2212€5)", "\u2212(5)", "5\u2212", "5 € \u2013", "\u2212 € 5")),
        # a dash in the place of cents is none
        *(("5,-", "5,00"), ("5,\u2013 €", "5,00"), ("€ 5.--", "5.00"), ("5.\u2014", "5.00"), ("(€5,-)", "-5,00")),
        ("1.234,- €", "1.234,00"),
        ("1e3 €", "1e3"),
        ("1E3 €", "1E3"),
    ],
)
def test_an_amount_below_zero_wherever_its_minus_stands(text: str, number: str) -> None:
    """Before or behind the sign, at the end or as brackets; neither digit nor sign is lost."""
    found = amount_in(text)
    assert (number, ("EUR",) if "€" in text else ()) == (found.number, found.sign.meant)


@pytest.mark.parametrize("text", ["\u2212CHF 5", "\u2013 CHF 5", "(-CHF 5)", "(\u2212 chf 5)"])
def test_a_minus_before_any_currency_counts(text: str) -> None:
    """Also before one that is written as a code, whichever minus it is."""
    assert Amount("-5", sign_of("CHF")._replace(text=re.findall("[A-Za-z]+", text)[0])) == amount_in(text)


@pytest.mark.parametrize("text", ["--5", "-5-", "(+5)", "-+5", "((5))", "5\u20137", "5 €\u20137 €"])
def test_what_says_two_things_is_no_number(text: str) -> None:
    """Two minuses, a plus in brackets or a range is left to be refused."""
    assert number_in(amount_in(text).number) is None


@pytest.mark.parametrize("text", ["12 boxes €", "€ 12 boxes", "€", "20 % of EUR"])
def test_what_is_no_amount_stays_as_it_stands(text: str) -> None:
    """A number with a word, a sign without a number: nothing is taken from it, so that it is told whole."""
    assert Amount(text) == amount_in(f" {text} ")
