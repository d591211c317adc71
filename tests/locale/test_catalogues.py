"""The message catalogues: complete, up to date, with every placeholder, and really in their language."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from reportgen.locale.catalogue import catalogue_names, known_texts
from reportgen.locale.language import language_of
from reportgen.locale.own_words import wrong_places
from reportgen.rendering.user_templates import texts_said
from reportgen.words.message import PLACE

ROOT = Path(__file__).parents[2]
LANGUAGES = tuple(name for name in catalogue_names() if "_" not in name)
REGIONS = tuple(name for name in catalogue_names() if "_" in name)

# Words that a language shares with English, in the sense that they have here.
PACKAGES = "carbontracker 2.4.7, carbon-intensities.csv; codecarbon 3.3.2, global_energy_mix.json"
SAME: dict[str, set[str]] = {
    "de": {"CO2e in {unit}. {rows}.", "Hardware", "Median", "Tokens", PACKAGES},
    "es": {"Gigabytes", "gigabyte", "Tokens", "token", "tokens", "sensor", "Total", PACKAGES},
    "fr": {
        *(
            "Minutes",
            "Pages",
            "document",
            "millions",
            "page",
            "minute",
            "cloud",
            "machine",
            "classification",
            "segmentation",
            "Licence",
            "Source",
            "Sources",
            "Net",
        ),
        *("Classification", "Document", "Signatures", "Scores", "Total"),
    },
}
# What no language changes: signs, names, and what is made of placeholders alone.
SIGNS = re.compile(r"PUE|[GC]PU|(?:TTC)?APE?C|CO2e?|[kM]?Wh|GB|MB|kB|g/kWh|kg/lb|lb/kWh|h|min|s|d|x|[αβ]")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """tools/make_catalogues.py."""
    spec = importlib.util.spec_from_file_location("make_catalogues", ROOT / "tools" / "make_catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_catalogues"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def template(tool: ModuleType) -> Catalog:
    """The catalogue of all texts of the code."""
    found: Catalog = tool.template()
    return found


def catalogue(language: str) -> Catalog:
    """Return a catalogue with all its entries, fuzzy ones too."""
    name = language if language.endswith(".pot") else f"{language}.po"
    with (ROOT / "reportgen" / "locale" / name).open("rb") as file:
        return read_po(file)


def entries(language: str) -> list[Message]:
    """Return the entries of a catalogue without its header."""
    return [entry for entry in catalogue(language) if entry.id]


def forms(text: object) -> tuple[str, ...]:
    """Return the one text of a message, or all its plural forms."""
    return (text,) if isinstance(text, str) else tuple(text or ())  # type: ignore[arg-type]


@pytest.mark.parametrize("language", [*LANGUAGES, *REGIONS])
def test_catalogues_hold_the_texts_of_the_code(tool: ModuleType, template: Catalog, language: str) -> None:
    """A text that is new or gone shows here: tools/make_catalogues.py brings the catalogues up to date."""
    wanted = tool.regional(language) if language in REGIONS else template

    assert {(forms(entry.id), entry.context) for entry in wanted if entry.id} == {
        (forms(entry.id), entry.context) for entry in entries(language)
    }


def test_the_template_of_all_texts_is_that_of_the_code(template: Catalog) -> None:
    """What ships for translators holds each text of today with its plural, and no translation."""
    shipped = {(forms(entry.id), entry.context): any(forms(entry.string)) for entry in entries("reportgen.pot")}

    assert dict.fromkeys(((forms(entry.id), entry.context) for entry in template if entry.id), False) == shipped


def said(region: str) -> dict[str, str]:
    """What a page of a region says, all forms of a text in one, by text."""
    language = language_of(region)
    return {
        text: " ".join(next(it.texts[text] for it in language.catalogues if text in it.texts))
        for text in {text for it in language.catalogues for text in it.texts}
    }


@pytest.mark.parametrize(
    ("region", "language", "never", "text", "expected"),
    [
        ("de_CH", "de_DE", "[ß„“]", "model by size", "Modell nach Grösse"),
        ("fr_CA", "fr_FR", "[ \u00a0\u202f][;!?]", None, None),
        (
            "es_MX",
            "es_ES",
            r"\b(?:[Cc]ostes?|coche|móvil|fotograma|ordenadores)\b",
            "Cost of filtering",
            "Costo del filtrado",
        ),
        (
            "en_US",
            "en_GB",
            r"\b(?:[Ll]abell\w+|unlabelled|grey|kilometre|modell\w+|realised|generalise|utilisation|centre)\b",
            None,
            None,
        ),
    ],
)
def test_a_region_says_a_few_texts_otherwise(
    region: str, language: str, never: str, text: str | None, expected: str | None
) -> None:
    """None of its texts has what its readers do not write, as its language has; the others are its language's."""
    of_region, of_language = said(region), {text: text for text in known_texts()} | said(language)
    differ = {it for it, words in of_region.items() if words != of_language[it]}

    assert not [words for words in of_region.values() if re.search(never, words)]
    assert any(re.search(never, words) for words in of_language.values())
    assert 10 < len(differ) < 200
    if text is not None and expected is not None:
        assert expected == of_region[text]


def test_french_sets_signs_apart_by_spaces_that_hold() -> None:
    """A thin one before ; ! ? and one of full width before : and within « », none of which may end a line."""
    wrong = re.compile("(?<!\u202f)[;!?](?!\\w)|(?<!\u00a0):(?![\\w/])|«(?!\u00a0)|(?<!\u00a0)»")

    assert [] == [text for entry in entries("fr") for text in forms(entry.string) if wrong.search(text)]


@pytest.mark.parametrize("language", [*LANGUAGES, *REGIONS])
def test_every_text_is_translated_and_looked_at(language: str) -> None:
    """No text is missing, in none of its plural forms, and none is fuzzy."""
    missing = [entry.id for entry in entries(language) if not all(forms(entry.string)) or not entry.string]
    fuzzy = [entry.id for entry in catalogue(language) if entry.fuzzy and entry.id]

    assert [] == missing
    assert [] == fuzzy
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", [*LANGUAGES, *REGIONS])
def test_translations_keep_their_placeholders(language: str) -> None:
    """What the page fills in has its place in the translation too; a form for one may leave out the number."""
    wrong = {
        forms(entry.id): found
        for entry in entries(language)
        if (found := list(wrong_places(forms(entry.id), forms(entry.string), {0})))
    }

    assert {} == wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_differ_from_the_english(language: str) -> None:
    """A translation that is its source was forgotten, unless it is a sign or a word that both languages have."""
    same = set()
    for entry in entries(language):
        for source, text in zip(forms(entry.id), forms(entry.string), strict=False):
            words = SIGNS.sub(" ", PLACE.sub(" ", source))
            if source == text and re.search(r"[A-Za-z]{2}", words):
                same.add(source)

    assert same == SAME.get(language, set())


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_what_a_reader_types(language: str) -> None:
    """Names of files, fields, keys and flags are the same in every language."""
    typed = re.compile(r"--\w+|\w+_\w+|\w+\.json|schedule: \w+|factor: \w+|grid: \{[^}]*\}|arXiv [\d.]+")
    wrong = [
        (entry.id, text)
        for entry in entries(language)
        for text in forms(entry.string)
        if sorted(typed.findall(PLACE.sub("", forms(entry.id)[0]))) != sorted(typed.findall(PLACE.sub("", text)))
    ]

    assert [] == wrong


def test_the_tool_finds_texts_wherever_they_are_said(tool: ModuleType) -> None:
    """Calls of say, say_count and message count, joined literals too, with what is meant; no literal, no text."""
    source = """
label = message("One {name}" " and two", name=x)
language.say_count("{count} sample", "{count} samples", n)
say(label); say("Three"); say("run", context="unit"); Caveat("id", "Title.", "Text.")
"""
    assert [
        ("One {name} and two", ""),
        (("{count} sample", "{count} samples"), ""),
        ("Three", ""),
        ("run", "unit"),
        ("Title.", ""),
        ("Text.", ""),
    ] == list(tool.in_module(source))
    assert ["A title", "Text {x}"] == list(texts_said('<p>{{ say("A title") }}{{ say("Text {x}", x=y) }}</p>'))


def test_every_text_with_a_count_has_its_plurals(template: Catalog) -> None:
    """What is filled in as {count} has a form for one and one for many, where English has no need of them too."""
    lacking = {entry.id for entry in template if isinstance(entry.id, str) and "{count}" in entry.id}

    assert set() == lacking


# of works, models and quotations, which are the same in every language; 1 000 is that number in French by itself
CITED = re.compile(
    r"arXiv[: ][\d.]+|Llama 3\.1|“[^”]*”|„[^“]*“|«[^»]*»|\b[\d.]+E-\d|1[\u00a0\u202f]000|(?<=ct\u00a0: )0,01"
)


@pytest.mark.parametrize("language", [*LANGUAGES, *REGIONS])
def test_no_text_has_a_decimal_number_of_its_own(language: str) -> None:
    """Its sign is that of the country, which a text of the language does not know: it is filled in."""
    texts = [CITED.sub("", text) for entry in entries(language) for text in forms(entry.string)]

    assert [] == [text for text in texts if re.search(r"(?<![\w.:@/-])\d+[.,]\d+(?![\w.-])", text)]


def test_every_place_of_a_text_is_explained_to_who_translates_it(tool: ModuleType, template: Catalog) -> None:
    """The catalogues that ship say in a comment what each {name} holds, and no comment is of a name that none has."""
    names = {name for entry in template if entry.id for name in PLACE.findall(forms(entry.id)[-1])}

    assert names == set(tool.PLACES)
    for name in ("reportgen.pot", "de", "fr", "es"):
        lacking = [
            entry.id
            for entry in entries(name)
            for place in PLACE.findall(forms(entry.id)[-1])
            if not any(comment.startswith(f"{{{place}}}: ") for comment in entry.auto_comments)
        ]
        assert [] == lacking


def test_a_word_of_two_meanings_has_a_context_for_each() -> None:
    """A basis, a layer and a unit are told from the same words elsewhere, in every catalogue."""
    wanted = {("run", "unit"), ("exact", "how a value was found"), ("list", "basis of a value")}
    for language in LANGUAGES:
        assert wanted <= {(str(entry.id), entry.context) for entry in entries(language)}
    assert ("Removed", None) in {(str(entry.id), entry.context) for entry in entries("reportgen.pot")}
    assert ("Removed", "samples, by a stage") in {(str(entry.id), entry.context) for entry in entries("reportgen.pot")}
