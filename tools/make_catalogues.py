"""Bring the message catalogues up to date with the texts in the code and the templates.

    .venv/bin/python tools/make_catalogues.py

Finds every text that a page can say: what `say`, `say_count`, `message` and `message_of_count` are called with, what a
`Caveat` holds, and what we say of our sources. New texts come into each catalogue without a translation, texts that are
gone leave it, and one whose English changed is marked fuzzy beside its old translation, until somebody looks at it. The
catalogues of regions (en_US, de_CH ...) are made from those of their languages and hold what they say otherwise;
reportgen.pot holds all of them without a translation.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from reportgen.factors.facts import load, our_words
from reportgen.locale.catalogue import TEMPLATE
from reportgen.locale.starting import written
from reportgen.rendering.user_templates import texts_said
from reportgen.words.message import PLACE
from tools.places import PLACES

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "reportgen" / "locale"
LANGUAGES = ("de", "es", "fr")
# Where the texts stand among the arguments of what is called; two of a count make one message with a plural.
MARKED = {
    "say": ((0,),),
    "message": ((0,),),
    "say_count": ((0, 1),),
    "message_of_count": ((0, 1),),
    "Caveat": ((1,), (2,)),
}
# What American English spells otherwise, and what Latin America calls otherwise, whole words.
AMERICAN = {
    "Centre": "Center",
    "centre": "center",
    "generalise": "generalize",
    "grey": "gray",
    "Judgement": "Judgment",
    "judgement": "judgment",
    "kilometre": "kilometer",
    "labelled": "labeled",
    "labeller": "labeler",
    "Labellers": "Labelers",
    "labellers": "labelers",
    "labelling": "labeling",
    "Labelling": "Labeling",
    "Licence": "License",
    "licence": "license",
    "Licences": "Licenses",
    "modelled": "modeled",
    "modelling": "modeling",
    "realised": "realized",
    "unlabelled": "unlabeled",
    "utilisation": "utilization",
}
LATIN_AMERICAN = {
    "céntimo": "centavo",
    "céntimos": "centavos",
    "coche": "automóvil",
    "coste": "costo",
    "costes": "costos",
    "Coste": "Costo",
    "Costes": "Costos",
    "fotograma": "cuadro",
    "móvil": "celular",
    "ordenadores": "computadoras",
}


def texts() -> list[tuple[str, str | tuple[str, str], str]]:
    """Each text, or pair of singular and plural, with the file it stands in and its context, in the order of files."""
    found: list[tuple[str, str | tuple[str, str], str]] = []
    for path in sorted((ROOT / "reportgen").rglob("*.py")):
        file, source = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        found += [(file, text, context) for text, context in in_module(source)]
    for row in load("sources").values():
        found += [("reportgen/factors/sources.toml", said.template, "") for said in our_words(row).values()]
    for path in sorted((ROOT / "templates").glob("*.j2")):
        file, source = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        found += [(file, text, "") for text in texts_said(source)]
    return found


def in_module(source: str) -> Iterator[tuple[str | tuple[str, str], str]]:
    """The texts in the source of a module with their contexts, in their order."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        meant = [it.value for it in call.keywords if it.arg == "context"]
        context = next((it.value for it in meant if isinstance(it, ast.Constant) and isinstance(it.value, str)), "")
        for places in MARKED.get(name, ()):
            given = [call.args[place] for place in places if place < len(call.args)]
            values = [item.value for item in given if isinstance(item, ast.Constant) and isinstance(item.value, str)]
            if len(values) == len(places) and all(values):
                yield values[0] if len(values) == 1 else (values[0], values[1]), context


def template() -> Catalog:
    """The catalogue of all texts, without translations."""
    catalogue = Catalog()
    for file, text, context in texts():
        comments = comments_on(text if isinstance(text, str) else text[1])
        catalogue.add(text, locations=[(file, 0)], auto_comments=comments, context=context or None)
    return catalogue


def comments_on(text: str) -> list[str]:
    """What stands in each place of a text, for translators."""
    return [f"{{{name}}}: {PLACES[name]}" for name in dict.fromkeys(PLACE.findall(text)) if name in PLACES]


def american(text: str) -> str:
    """The text as American English spells it."""
    return _by_words(text, AMERICAN)


def latin_american(text: str) -> str:
    """The Spanish text with the words of Latin America."""
    return _by_words(text, LATIN_AMERICAN)


def swiss(text: str) -> str:
    """The German text as Switzerland writes it: ss for ß, its quotation marks and its name of the tax."""
    text = text.replace("Umsatzsteuer", "Mehrwertsteuer")
    return text.replace("ß", "ss").replace("„", "«").replace("“", "»")


def canadian(text: str) -> str:
    """The French text as Canada sets it: no space before these three signs."""
    return re.sub("[\u00a0\u202f](?=[;!?])", "", text)


def _by_words(text: str, words: dict[str, str]) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: words.get(word[0], word[0]), text)


# What a country or a region says otherwise than its language does, text by text.
REGIONS: dict[str, tuple[str, Callable[[str], str]]] = {
    "de_CH": ("de", swiss),
    "en_US": ("en", american),
    "es_419": ("es", latin_american),
    "fr_CA": ("fr", canadian),
}


def regional(name: str) -> Catalog:
    """The texts that a region says otherwise than its language."""
    language, told = REGIONS[name]
    catalogue = Catalog(locale=name)
    for entry in template() if language == "en" else updated(language):
        said = entry.id if language == "en" else entry.string
        if entry.id and said:
            changed = told(said) if isinstance(said, str) else tuple(map(told, said))
            if changed != (said if isinstance(said, str) else tuple(said)):
                catalogue.add(entry.id, changed, context=entry.context)
    return catalogue


def updated(language: str) -> Catalog:
    """A language's catalogue with the texts of today."""
    path = CATALOGUES / f"{language}.po"
    catalogue = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    catalogue.update(template(), no_fuzzy_matching=False)
    catalogue.obsolete.clear()
    for entry in catalogue:
        entry.flags.discard("python-format")  # which "40 % either" is not
    return catalogue


def untranslated(catalogue: Catalog) -> list[Message]:
    """The messages without a translation, or with one that nobody has looked at since the text changed."""
    return [entry for entry in catalogue if entry.id and (entry.fuzzy or not entry.string or not all(entry.string))]


def main() -> None:
    """Write every catalogue, and say how many of its texts have no translation."""
    (CATALOGUES / TEMPLATE).write_bytes(written(template(), None))
    for language in LANGUAGES:
        catalogue = updated(language)
        (CATALOGUES / f"{language}.po").write_bytes(written(catalogue, language))
        print(f"{language}.po: {len(catalogue)} texts, {len(untranslated(catalogue))} to translate")
    for name in REGIONS:
        (CATALOGUES / f"{name}.po").write_bytes(written(regional(name), name))


if __name__ == "__main__":
    main()
