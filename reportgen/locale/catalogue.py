"""A gettext catalogue, read from its text form: no compiled twin that could fall behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from importlib import resources
from typing import TYPE_CHECKING

from reportgen.words.message import key_of

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

TEMPLATE = "reportgen.pot"  # every text of ours, without a translation


@dataclass(frozen=True)
class Catalogue:
    """texts: the translation of each message by its key, one or its plural forms; form_of: that of a whole count."""

    texts: Mapping[str, tuple[str, ...]]
    form_of: Callable[[int], int]


def catalogue_names() -> tuple[str, ...]:
    """The languages, or languages of a country, that have a catalogue, sorted."""
    folder = resources.files("reportgen.locale")
    return tuple(sorted(file.name.removesuffix(".po") for file in folder.iterdir() if file.name.endswith(".po")))


@cache
def read_catalogue(name: str) -> Catalogue:
    """The catalogue of that name."""
    found = shipped(f"{name}.po", name)
    return Catalogue(translations(found), c2py(found.plural_expr))


@cache
def known_texts() -> Mapping[str, str]:
    """Every text of ours by its key, with its plural, which is empty where it has none."""
    return {
        key_of_entry(entry): "" if isinstance(entry.id, str) else entry.id[1] for entry in shipped(TEMPLATE) if entry.id
    }


def key_of_entry(entry: Message) -> str:
    """What the texts of an entry are known under."""
    return key_of(entry.id if isinstance(entry.id, str) else entry.id[0], entry.context or "")


def shipped(file_name: str, locale: str | None = None) -> Catalog:
    """A catalogue that comes with reportgen, with all that its file says."""
    from babel.messages.pofile import read_po

    with (resources.files("reportgen.locale") / file_name).open("rb") as file:
        return read_po(file, locale=locale)


def translations(found: Catalog) -> dict[str, tuple[str, ...]]:
    """The translation of each message, in all its forms; those that are missing or doubtful left out."""
    texts = {}
    for entry in found:
        translation = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ("",))
        if entry.id and all(translation) and not entry.fuzzy:
            texts[key_of_entry(entry)] = translation
    return texts
