"""A file of words to start from: every text of a page, with the header that a language's catalogue has."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from reportgen.locale.catalogue import TEMPLATE, catalogue_names, shipped
from reportgen.locale.own_words import plural_forms

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

_WIDTH = 120
_ABOUT = "# What a report says, in another language. {name} is filled in by the page and stays as it is."
_HEADER = r"""msgid ""
msgstr ""
{lines}"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"""


def header(name: str | None) -> str:
    """The first message of a catalogue; of the template of all, which is of no language, without language and rule."""
    lines = "" if name is None else f'"Language: {name}\\n"\n"{plural_forms(name)}\\n"\n'
    return f"{_ABOUT}\n{_HEADER.format(lines=lines)}\n"


def written(catalogue: Catalog, name: str | None) -> bytes:
    """A catalogue without clock, names or lines, so that only what changed changes the file."""
    from babel.messages.pofile import write_po

    file = BytesIO()
    write_po(file, catalogue, width=_WIDTH, omit_header=True, include_lineno=False)
    return header(name).encode() + file.getvalue()


def words_to_start_from(name: str, of_templates: Iterable[str] = ()) -> bytes:
    """The catalogue of a language: all texts, with our own words where we have it, and those of your templates."""
    from babel.messages.catalog import Catalog

    found = shipped(f"{name}.po", name) if name in catalogue_names() else Catalog(locale=name)
    for entry in shipped(TEMPLATE):
        if entry.id:
            found.add(entry.id, locations=entry.locations, context=entry.context, auto_comments=entry.auto_comments)
    return written(_with(found, of_templates), name)


def template_to_start_from(of_templates: Iterable[str] = ()) -> bytes:
    """The template of all texts, as msgmerge takes it, and of those of your templates."""
    return written(_with(shipped(TEMPLATE), of_templates), None)


def _with(found: Catalog, of_templates: Iterable[str]) -> Catalog:
    for text in of_templates:
        found.add(text, locations=[("templates", 0)])
    return found
