"""What a sample is called: another noun stands in every text, in its case, number and gender."""

from __future__ import annotations

import re
from typing import Any

import pytest

import reportgen
from reportgen.locale.language import language_of, with_noun
from reportgen.locale.sample_noun import known_nouns, noun_of
from tests.figures.runs import FOUR
from tests.locale.sample_nouns import LIST, listed


def test_the_texts_are_those_that_were_read() -> None:
    """Each text with the noun in it is as the list has it, which somebody who knows the language has read."""
    assert LIST.read_text(encoding="utf-8") == listed()


@pytest.mark.parametrize(
    ("language", "one", "source", "expected"),
    [
        ("en_GB", "image", "the price of a sample is zero", "the price of an image is zero"),
        ("en_GB", "row", "the price of a sample is zero", "the price of a row is zero"),
        ("de_DE", "page", "the price of a sample is zero", "der Preis einer Seite ist null"),
        ("de_DE", "image", "the price of a sample is zero", "der Preis eines Bildes ist null"),
        ("de_DE", "token", "trained on all samples", "trainiert auf allen Tokens"),
        ("de_AT", "document", "trained on all samples", "trainiert auf allen Dokumenten"),
        ("fr_FR", "page", "no sample was retained", "aucune page n’a été conservée"),
        ("fr_FR", "recording", "Price of one sample more or less", "Prix d’un enregistrement de plus ou de moins"),
        ("es_ES", "pair", "no sample was retained", "no se conservó ningún par"),
        ("fr_FR", "image", "Removed by no stage", "Écartées hors étapes"),
        ("fr_FR", "image", "Already labelled, kept", "Déjà annotées, conservées"),
        ("fr_FR", "document", "Already labelled, kept", "Déjà annotés, conservés"),
        ("es_ES", "document", "Removed by no stage", "Retirados sin etapa asignada"),
        ("es_ES", "image", "trained on all samples", "entrenado con todas las imágenes"),
        ("de_DE", "sample", "trained on all samples", "trainiert auf allen Datenpunkten"),
    ],
)
def test_a_noun_in_a_text(language: str, one: str, source: str, expected: str) -> None:
    """By hand, for each gender, an elision that goes and one that stays."""
    assert expected == with_noun(language_of(language), one, None, None).say(source)


@pytest.mark.parametrize(
    ("one", "count", "expected"),
    [
        ("image", 1, "« flou » en a écarté le plus : 9 ; 1 reste inexpliquée"),
        ("image", 2, "« flou » en a écarté le plus : 9 ; 2 restent inexpliquées"),
        ("document", 2, "« flou » en a écarté le plus : 9 ; 2 restent inexpliqués"),
    ],
)
def test_what_agrees_with_a_noun_of_another_sentence(one: str, count: int, expected: str) -> None:
    """Images left unexplained are feminine; what a stage did to them stays as it is."""
    said = with_noun(language_of("fr_FR"), one, None, None).say_count(
        "“{stage}” removed most, {samples}; {count} remains unexplained",
        "“{stage}” removed most, {samples}; {count} remain unexplained",
        count,
        stage="flou",
        samples="9",
        count=str(count),
    )
    assert expected == said.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("language", "one", "many", "gender", "expected"),
    [
        ("de_DE", "Kachel", "Kacheln", "f", "Trainingsenergie einer Kachel"),
        ("de_DE", "Sequenz", "Sequenzen", "f", "Trainingsenergie einer Sequenz"),
        ("de_DE", "Gespräch", "Gespräche", None, "Trainingsenergie eines Gesprächs"),
        ("de_DE", "Satz", "Sätze", "m", "Trainingsenergie eines Satzes"),
        ("fr_FR", "tuile", "tuiles", None, "Énergie d’entraînement par tuile"),
        ("en_US", "tile", "tiles", None, "Training energy of one tile"),
        # a gender that the language has not changes nothing
        ("fr_FR", "tuile", "tuiles", "n", "Énergie d’entraînement par tuile"),
        ("en_US", "tile", "tiles", "f", "Training energy of one tile"),
        ("de_DE", "Zeitung", "Zeitungen", None, "Trainingsenergie einer Zeitung"),
        ("de_DE", "Aufnahme", "Aufnahmen", None, "Trainingsenergie einer Aufnahme"),
    ],
)
def test_a_word_of_the_users_own(language: str, one: str, many: str, gender: str | None, expected: str) -> None:
    """It is put in as it is written; its gender is said, or the one that such an ending most often has."""
    assert expected == with_noun(language_of(language), one, many, gender).say("Training energy of one sample")


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        ("es", "teja:tejas canción:canciones ciudad:ciudades", "entrenado con todas las {}"),
        ("es", "audio:audios clip:clips árbol:árboles", "entrenado con todos los {}"),
        ("fr", "tuile:tuiles réunion:réunions entité:entités", "aucune {} n’a été conservée"),
        ("fr", "son:sons mot:mots", "aucun {} n’a été conservé"),
        ("de", "Zeile:Zeilen Zeitung:Zeitungen Einheit:Einheiten Tätigkeit:Tätigkeiten", "keine {} wurde behalten"),
        (
            "de",
            "Botschaft:Botschaften Station:Stationen Identität:Identitäten Grafik:Grafiken",
            "keine {} wurde behalten",
        ),
        ("de", "Wort:Wörter Bild:Bilder", "kein {} wurde behalten"),
    ],
)
def test_the_gender_that_an_ending_most_often_has(language: str, words: str, expected: str) -> None:
    """Each ending of a language's feminine nouns, and words without one."""
    source = "trained on all samples" if language == "es" else "no sample was retained"
    for pair in words.split():
        one, _, many = pair.partition(":")
        said = with_noun(language_of(language), one, many, None).say(source)
        assert expected.format(many if language == "es" else one) == said


def test_plurals_of_an_own_word_in_german() -> None:
    """The dative of many takes an n unless the word ends in one, or in an s."""
    for many, expected in (("Gespräche", "Gesprächen"), ("Kacheln", "Kacheln"), ("Clips", "Clips")):
        said = with_noun(language_of("de"), "Wort", many, None).say("trained on all samples")
        assert f"trainiert auf allen {expected}" == said


def test_places_of_values_stay() -> None:
    """`{samples}` in a text is filled in, and is no word."""
    language = with_noun(language_of(None), "document", None, None)
    assert "Where the 12 documents went" == language.say("Where the {samples} went", samples="12 documents")
    assert "a sample of ours" == language.say("{name}", name="a sample of ours")


def test_every_known_noun_is_known_in_every_language() -> None:
    """Each has its forms, and in a language that has genders its gender."""
    for one in known_nouns():
        for language in ("de", "en", "es", "fr"):
            noun = noun_of(language, one, None, None)
            assert noun is not None
            assert noun.one
            assert noun.many
            assert (noun.gender in ("m", "f", "n")) == (language != "en")
            assert bool(noun.genitive and noun.dative) == (language == "de")


@pytest.mark.parametrize("locale", ["en_GB", "en_US", "de_DE", "fr_FR", "es_ES"])
def test_no_sample_is_left_on_the_page(locale: str) -> None:
    """With `unit: document` no page says sample, outside of keys of figures."""
    words = {"en": "samples?", "de": "Datenpunkt[a-z]*", "fr": "échantillons?", "es": "muestras?"}[locale[:2]]
    manifest: dict[str, Any] = {**FOUR, "stages": [{"name": "blur", "removed": 37500}], "already_labelled": 200}
    for unit, is_said in (("document", False), ("sample", True)):
        html = reportgen.report(**manifest, unit=unit, locale=locale).html
        text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)
        text = text.replace("Plausible ranges of annotation prices per sample", "")  # the title of a source
        found = re.findall(rf"(?<![\w.*]){words}(?![\w.*])", text, re.IGNORECASE)
        # what shows something in Spanish is a verb of the same letters
        assert is_said == bool([word for word in found if word != "muestra"]), found


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("tile", "unit: tile is no word that is known here (known: clip, conversation"),
        ({"one": "{count}", "many": "x"}, "{count} is no word"),
        ({"one": "<b>", "many": "x"}, "<b> is no word"),
        ({"one": "tile", "many": "2"}, "2 is no word"),
    ],
)
def test_a_word_that_is_none(unit: Any, expected: str) -> None:
    """One that is not known needs its plural; a sign of ours or of HTML is no word."""
    with pytest.raises(reportgen.InputError) as caught:
        reportgen.report(**FOUR, unit=unit)
    assert expected in str(caught.value.problems[0])


@pytest.mark.parametrize("unit", ["Documents", "document", {"one": "document"}])
def test_a_known_word_in_any_form(unit: Any) -> None:
    """Capitals and the plural name the same noun."""
    assert "110,000 documents" in reportgen.report(**FOUR, unit=unit).html


def test_the_terminal_says_it_too() -> None:
    """The summary in report.json and on the terminal has the noun; keys and units of figures stay."""
    report = reportgen.report(**FOUR, unit={"one": "tile", "many": "tiles"})
    assert "110,000 tiles" in str(report)
    assert "sample" == report.figures["samples_removed"].unit


@pytest.mark.parametrize(
    ("locale", "unit", "text", "expected"),
    [
        ("es_ES", "document", "Kept", "Conservados"),
        ("es_ES", "document", "Removed", "Retirados"),
        ("es_ES", "page", "Kept", "Conservadas"),
        ("fr_FR", "page", "Removed", "Écartées"),
        ("fr_FR", "page", "Named more than once", "Comptées plusieurs fois"),
        ("fr_FR", "document", "Removed", "Écartés"),
        ("de_DE", "page", "Kept", "Behalten"),
    ],
)
def test_what_agrees_without_the_word(locale: str, unit: str, text: str, expected: str) -> None:
    """Heads of columns and legends have the noun's gender, though they do not name it."""
    assert expected == with_noun(language_of(locale), unit, None, None).say(text)


def test_counts_agree_with_the_noun() -> None:
    """`402 conservados` of documents, `402 conservées` of pages."""
    spanish, french = (
        with_noun(language_of("es"), "document", None, None),
        with_noun(language_of("fr"), "page", None, None),
    )

    assert "402 conservados" == spanish.say_count("{count} kept", "{count} kept", 402, count="402")
    assert "402 conservées" == french.say_count("{count} kept", "{count} kept", 402, count="402")
