"""A gettext catalogue, read from its text form: no compiled twin that could fall behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from importlib import resources


@dataclass(frozen=True)
class Catalogue:
    """texts: the translation of each message, one or its plural forms; form_of: which form a count takes."""

    texts: Mapping[str, tuple[str, ...]]
    form_of: Callable[[int], int]


def catalogue_names() -> tuple[str, ...]:
    """The languages, or languages of a country, that have a catalogue, sorted."""
    folder = resources.files("reportgen.locale")
    return tuple(sorted(file.name.removesuffix(".po") for file in folder.iterdir() if file.name.endswith(".po")))


@cache
def read_catalogue(name: str) -> Catalogue:
    """The catalogue of that name."""
    from babel.messages.pofile import read_po

    with (resources.files("reportgen.locale") / f"{name}.po").open("rb") as file:
        found = read_po(file, locale=name)
    texts = {}
    for entry in found:
        source = entry.id if isinstance(entry.id, str) else entry.id[0]
        translation = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ("",))
        if source and all(translation) and not entry.fuzzy:
            texts[source] = translation
    return Catalogue(texts, c2py(found.plural_expr))
