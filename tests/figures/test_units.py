"""Units and keys of every figure of every run keep to the contract."""

from __future__ import annotations

import re

import pytest

from reportgen.figures.grammar import NAME
from reportgen.figures.units import is_unit, measure_word, unit_word
from reportgen.locale.language import language_of
from tests.figures.runs import OWN, all_reports

REPORTS = all_reports()


@pytest.mark.parametrize("name", REPORTS)
def test_every_unit_is_one_of_the_house(name: str) -> None:
    """Each figure, and each value that one replaces, is in a unit of the list or an amount of a currency."""
    figures = REPORTS[name].figures
    assert [] == [(key, figure.unit) for key, figure in figures.items() if not is_unit(figure.unit)]
    assert [] == [key for key, figure in figures.items() if figure.replaces and not is_unit(figure.replaces.unit)]


@pytest.mark.parametrize("name", REPORTS)
def test_every_figure_says_what_it_is(name: str) -> None:
    """Each has a label of its own words, in which nothing is missing, and one without value says why."""
    figures = REPORTS[name].figures
    labels = {key: str(figure.label) for key, figure in figures.items()}
    reasons = {key: str(figure.reason) for key, figure in figures.items() if figure.value is None}
    told = {**labels, **{f"reason of {key}": text for key, text in reasons.items()}}
    assert {} == {key: text for key, text in told.items() if not text.strip() or re.search(r"\bNone\b|[{}]", text)}


@pytest.mark.parametrize("name", REPORTS)
def test_every_key_is_a_name_of_the_grammar(name: str) -> None:
    """Keys are lower case with digits and _, at most one dot and no hyphen; what follows the dot is at most 60 long."""
    for key in REPORTS[name].figures:
        assert NAME.fullmatch(key)
        assert re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z0-9_]{1,60})?", key)


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


def test_money_is_in_the_runs_currency() -> None:
    """Only listed prices and rates carry another currency than the report's, in every run."""
    for name in OWN:
        currency = REPORTS[name].account.outline.currency
        other = {
            key
            for key, figure in REPORTS[name].figures.items()
            if re.search("[A-Z]{3}", re.sub("CO2e|GPU|FLOP", "", figure.unit)) and currency not in figure.unit
        }
        assert all(key.startswith(("listed_", "rate.")) for key in other), (name, other)
