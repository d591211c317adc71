"""The message catalogues: complete, up to date, with every placeholder, and really in their language."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from reportgen.locale.catalogue import catalogue_names
from reportgen.rendering.user_templates import texts_said
from reportgen.words.message import PLACE

ROOT = Path(__file__).parents[2]
LANGUAGES = tuple(name for name in catalogue_names() if name != "en_US")

# Words that a language shares with English, in the sense that they have here.
SAME: dict[str, set[str]] = {
    "de": {"CO2e in {unit}. {rows}.", "Closest APC", "Closest APEC", "Hardware", "Median"},
    "es": {"token", "sensor"},
    "fr": {
        *("minute", "cloud", "machine", "classification", "segmentation", "Licence", "Source", "Sources", "Net"),
        *("Classification", "Signatures", "Scores"),
    },
}
# What no language changes: signs, names, and what is made of placeholders alone.
SIGNS = re.compile(r"PUE|[GC]PU|(?:TTC)?APE?C|CO2e?|[kM]?Wh|g/kWh|kg/lb|lb/kWh|h|min|s|d|x|[αβ]")


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
    with (ROOT / "reportgen" / "locale" / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def entries(language: str) -> list[Message]:
    """Return the entries of a catalogue without its header."""
    return [entry for entry in catalogue(language) if entry.id]


def forms(text: object) -> tuple[str, ...]:
    """Return the one text of a message, or all its plural forms."""
    return (text,) if isinstance(text, str) else tuple(text or ())  # type: ignore[arg-type]


@pytest.mark.parametrize("language", [*LANGUAGES, "en_US"])
def test_catalogues_hold_the_texts_of_the_code(tool: ModuleType, template: Catalog, language: str) -> None:
    """A text that is new or gone shows here: tools/make_catalogues.py brings the catalogues up to date."""
    wanted = tool.american_catalogue() if language == "en_US" else template

    assert {forms(entry.id) for entry in wanted if entry.id} == {forms(entry.id) for entry in entries(language)}


@pytest.mark.parametrize("language", [*LANGUAGES, "en_US"])
def test_every_text_is_translated_and_looked_at(language: str) -> None:
    """No text is missing, in none of its plural forms, and none is fuzzy."""
    missing = [entry.id for entry in entries(language) if not all(forms(entry.string)) or not entry.string]
    fuzzy = [entry.id for entry in catalogue(language) if entry.fuzzy and entry.id]

    assert [] == missing
    assert [] == fuzzy
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", [*LANGUAGES, "en_US"])
def test_translations_keep_their_placeholders(language: str) -> None:
    """What the page fills in has its place in the translation too; a form for one may leave out the number."""
    wrong = []
    for entry in entries(language):
        wanted = Counter(PLACE.findall(forms(entry.id)[0]))
        for index, text in enumerate(forms(entry.string)):
            found = Counter(PLACE.findall(text))
            optional = Counter({"count"} if index == 0 and len(forms(entry.string)) > 1 else ())
            if not wanted - optional <= found <= wanted:
                wrong.append((entry.id, text))

    assert [] == wrong


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
    """Calls of say, say_count and message count, joined literals too; what is no literal does not."""
    source = """
label = message("One {name}" " and two", name=x)
language.say_count("{count} sample", "{count} samples", n)
say(label); say("Three"); Caveat("id", "Title.", "Text.")
"""
    assert ["One {name} and two", ("{count} sample", "{count} samples"), "Three", "Title.", "Text."] == list(
        tool.in_module(source)
    )
    assert ["A title", "Text {x}"] == list(texts_said('<p>{{ say("A title") }}{{ say("Text {x}", x=y) }}</p>'))
