"""One word for one concept in each language, by its glossary: glossary/LANG.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from reportgen.locale.catalogue import catalogue_names, known_texts, read_catalogue
from reportgen.words.message import PLACE, text_of

ROOT = Path(__file__).parents[2]
GLOSSARIES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(Path(__file__).with_name("glossary").glob("*.toml"))
}


def words(kind: str) -> list[tuple[str, str, str]]:
    """Return a language and two words for each entry of that kind."""
    return [(language, *entry) for language, glossary in GLOSSARIES.items() for entry in glossary[kind].items()]


def test_every_language_has_its_glossary() -> None:
    """Each language that is shipped has a file, and all of them have the same concepts."""
    assert set(GLOSSARIES) >= {"de", "es", "fr"}
    assert set(GLOSSARIES) <= set(catalogue_names())
    assert 1 == len({tuple(glossary["said"]) for glossary in GLOSSARIES.values()})


@pytest.mark.parametrize(("language", "meant", "said"), words("said"))
def test_a_concept_has_one_word(language: str, meant: str, said: str) -> None:
    """Where the English text has the word, so has each form of the text in the language; and some text has it."""
    forms = [
        form.replace("'", "’")
        for key, plural in known_texts().items()
        if re.search(rf"\b(?:{meant})\b", f"{_bare(text_of(key))} {_bare(plural)}", re.IGNORECASE)
        for form in read_catalogue(language).texts[key]
    ]

    assert forms
    assert [] == [form for form in forms if not re.search(said, form, re.IGNORECASE)]


def _bare(text: str) -> str:
    """A text without the names of its places, but for counts and numbers."""
    return PLACE.sub(lambda place: place[0] if place[1] in ("count", "number", "run") else " ", text)


@pytest.mark.parametrize(("language", "wrong", "right"), words("not_said"))
def test_a_word_that_misleads_is_not_said(language: str, wrong: str, right: str) -> None:
    """None of the texts of the catalogue has it, in none of its forms."""
    texts = [text for forms in read_catalogue(language).texts.values() for text in forms]

    assert (right, []) == (right, [text for text in texts if re.search(wrong, text)])


MONEY = re.compile(r"reportgen/page/(caveats/money|sections/(money|money_charts|verdict|cover_ledger|ranges))\.py")


def test_german_says_of_money_what_is_deducted() -> None:
    """Netto and brutto are words of tax there: no text that sections on money alone say has them."""
    with (ROOT / "reportgen" / "locale" / "de.po").open("rb") as file:
        of_money = [
            str(entry.string)
            for entry in read_po(file)
            if entry.id and all(MONEY.fullmatch(place) for place, _ in entry.locations)
        ]

    assert len(of_money) > 100
    assert [] == [text for text in of_money if re.search("netto|brutto", text, re.IGNORECASE) and "CO2" not in text]
