"""A text of ours that a page can say in another language, English as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

from reportgen.words.said import together

# Names alone, and not what str.format would look up in a value: templates of a page can come from outside.
PLACE = re.compile(r"\{([a-z_]+)\}")


class Message(str):
    """An English text that knows its template and what was put into it.

    It is an ordinary text to everything but the page, which looks up the template in a catalogue. A plain text, such
    as a name that a user gave, is never looked up.
    """

    template: str
    values: Mapping[str, object]
    context: str  # which of its meanings a word has that English has for several
    plural: tuple[str, Decimal | int] | None = None  # the template for many, and the number that chooses


def message(template: str, /, **values: object) -> Message:
    """The template with `{name}` filled in by the values, which may be messages themselves.

    `context` is no value: it says what is meant, where one English word means several things, for its translation.
    """
    context = str(values.pop("context", ""))
    text = Message(filled(template, values))
    text.template, text.values, text.context = template, values, context
    return text


class Listed(tuple[str, ...]):
    """Texts, messages among them, that the page's language lists: `A, B and C`; as text the English list."""

    def __str__(self) -> str:
        head, last = ", ".join(self[:-1]), "".join(self[-1:])
        return f"{head} and {last}" if head else last


def series(parts: Iterable[str]) -> str:
    """The parts in one line, as the page's language sets them apart, empty ones left out: `A; B; C`."""
    told = [part for part in parts if part]
    text = told.pop() if told else ""
    for part in reversed(told):
        text = message("{first}; {rest}", first=part, rest=text)
    return text


def key_of(text: str, context: str = "") -> str:
    """What a catalogue has a text under: with its context before it, as gettext has them, where there is one."""
    return f"{context}\x04{text}" if context else text


def text_of(key: str) -> str:
    """The text of such a key, without its context."""
    return key.rpartition("\x04")[2]


def message_of_count(one: str, many: str, number: Decimal | int, /, **values: object) -> Message:
    """The template for so many, `one` in English for 1 and `many` for all else, other languages by their own rule."""
    text = Message(filled(one if number == 1 else many, values))
    text.template, text.values, text.plural = one, values, (many, number)
    return text


def filled(template: str, values: Mapping[str, object]) -> str:
    """The template with each `{name}` replaced by the value of that name; KeyError where there is none."""
    texts = list(_in_parts(template))
    texts[1::2] = [str(values[name]) for name in texts[1::2]]
    return together(texts)


@lru_cache(maxsize=4096)  # a report fills in the same few hundred a thousand times
def _in_parts(template: str) -> tuple[str, ...]:
    """What stands between the places, and at every second place the name of one."""
    return tuple(PLACE.split(template))
