"""Units and keys of every figure of every run keep to the contract."""

from __future__ import annotations

import re

import pytest

from reportgen.figures.figure import Figure
from reportgen.figures.grammar import NAME
from reportgen.figures.ledger import Ledger
from reportgen.figures.units import COUNTS, is_unit, measure_unit, measure_word, unit_word
from reportgen.locale.language import language_of
from tests.figures.runs import all_runs, report_of
from tests.figures.test_unit_algebra import misdeclared


@pytest.mark.parametrize("name", all_runs())
def test_every_figure_keeps_to_the_contract(name: str) -> None:
    """In every run: its key, its unit, what it says that it is, and the currency that its money is in.

    The report is made here and not where tests are collected, so that a change of the code is seen by each test.
    """
    report = report_of(name)
    figures = report.figures
    assert [] == [key for key in figures if not is_key(key)]
    assert [] == not_of_the_house(figures)
    assert [] == misdeclared(figures)
    assert {} == without_words(figures)
    # only listed prices and rates carry another currency than the report's
    other = in_another_currency(figures, report.account.outline.currency)
    assert [] == [key for key in other if not key.startswith(("listed_", "rate."))]


def is_key(key: str) -> bool:
    """Keys are lower case with digits and _, at most one dot and no hyphen; what follows the dot is at most 60 long."""
    of_contract = re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z0-9_]{1,60})?", key)
    return NAME.fullmatch(key) is not None and of_contract is not None


def not_of_the_house(figures: Ledger) -> list[tuple[str, str]]:
    """Each figure, and each value that one replaces, whose unit is none of the list nor an amount of a currency."""
    units = [(key, it.unit) for key, figure in figures.items() for it in (figure, figure.replaces) if it is not None]
    return [(key, unit) for key, unit in units if not is_unit(unit)]


def without_words(figures: Ledger) -> dict[str, str]:
    """Labels, and reasons of what has no value, that are empty or in which something is missing."""
    told = {key: str(figure.label) for key, figure in figures.items()}
    told |= {f"reason of {key}": str(figure.reason) for key, figure in figures.items() if figure.value is None}
    return {key: text for key, text in told.items() if not text.strip() or re.search(r"\bNone\b|[{}]", text)}


def in_another_currency(figures: Ledger, currency: str) -> list[str]:
    """The keys of amounts of money that are not in this one."""
    return [key for key, figure in figures.items() if is_money(figure) and currency not in figure.unit]


def is_money(figure: Figure) -> bool:
    """Whether the unit names a currency."""
    return re.search("[A-Z]{3}", re.sub("CO2e|GPU|FLOP", "", figure.unit)) is not None


@pytest.mark.parametrize(
    "unit", ["1", "kWh", "kgCO2e/kWh", "EUR", "EUR/sample", "USD/1k_tokens", "0.01 EUR/hour", "FLOP/s"]
)
def test_units(unit: str) -> None:
    """What the contract names is a unit."""
    assert is_unit(unit)


@pytest.mark.parametrize("unit", ["", "kwh", "€", "eur", "EUR/", "EUR /h", "samples", "kg", "0.1 EUR/hour", "EURO"])
def test_no_units(unit: str) -> None:
    """A unit outside the contract is none."""
    assert not is_unit(unit)


@pytest.mark.parametrize(
    ("unit", "counts"),
    [
        *(
            (unit, True)
            for unit in ("1", "sample", "unit", "unit/sample", "sample/unit", "object", "hour", "second", "parameter")
        ),
        *((unit, False) for unit in ("token", "GB", "kWh", "s", "token/sample", "EUR")),
    ],
)
def test_which_units_stand_behind_their_number(unit: str, *, counts: bool) -> None:
    """What is counted stands in the label; tokens and gigabytes are written behind the number, as kWh are."""
    assert counts == (unit in COUNTS)


@pytest.mark.parametrize(
    ("measure", "unit"),
    [
        *(
            (name, name)
            for name in ("token", "character", "word", "hour", "minute", "second", "object", "frame", "page")
        ),
        *(("gigabyte", "GB"), ("our_box", "unit"), ("", "unit")),
    ],
)
def test_the_unit_of_an_amount(measure: str, unit: str) -> None:
    """That of its measure where the house has one."""
    assert unit == measure_unit(measure)


# What a German page says of each unit that the house has a word for.
IN_GERMAN = {
    "sample": "Datenpunkt",
    "object": "Objekt",
    "label": "Annotation",
    "unit": "Einheit",
    "frame": "Einzelbild",
    "second": "Sekunde",
    "minute": "Minute",
    "hour": "Stunde",
    "inference": "Inferenz",
    "run": "Training",
    "token": "Token",
    "character": "Zeichen",
    "word": "Wort",
    "page": "Seite",
    "document": "Dokument",
    "gigabyte": "Gigabyte",
    "GB": "GB",
    "parameter": "Parameter",
    "input token": "Eingabetoken",
    "output token": "Ausgabetoken",
    "audio_hour": "Audiostunde",
    "audio_minute": "Audiominute",
    "video_hour": "Videostunde",
    "video_minute": "Videominute",
    "1k_samples": "1000 Datenpunkte",
    "1k_tokens": "1000 Tokens",
    "1k_characters": "1000 Zeichen",
    "1M_tokens": "1 Mio. Tokens",
    "1M_input_tokens": "1 Mio. Eingabetokens",
    "1M_output_tokens": "1 Mio. Ausgabetokens",
    "1M_characters": "1 Mio. Zeichen",
    # a company's own stay as they are written
    "our_box": "our_box",
    "widget": "widget",
}


@pytest.mark.parametrize(("unit", "word"), IN_GERMAN.items())
def test_a_unit_is_said_in_the_language_of_the_page(unit: str, word: str) -> None:
    """A price per frame is one per Einzelbild; a company's own word is left to it."""
    assert word == language_of("de").translated(unit_word(unit)).replace("\xa0", " ").replace("\u202f", " ")


def test_a_measure_is_said_in_words() -> None:
    """Of an amount by input tokens and of a company's own."""
    said = [language_of("de").translated(measure_word(measure)) for measure in ("input_token", "our_box")]
    assert ["Eingabetoken", "our box"] == said


@pytest.mark.parametrize(("unit", "word"), [("GB", "Go"), ("MB", "Mo"), ("kB", "ko"), ("B", "o")])
def test_bytes_are_said_in_french(unit: str, word: str) -> None:
    """An octet is no byte of another name: its sign is the one that French readers know."""
    assert word == language_of("fr").translated(unit_word(unit))
