"""Which locale speaks for which: es_MX takes what it lacks from es_419, that from es."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportgen.problems import excerpt

if TYPE_CHECKING:
    from babel import Locale


class UnknownLocale(ValueError):
    """No such locale, or none whose language has a catalogue; the message is one line."""


def locale_of(name: str) -> Locale:
    """The locale of a name with `_` or `-`: `de_AT`, `zh-TW`, which is zh_Hant_TW. Raises UnknownLocale."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        raise UnknownLocale(f'"{excerpt(name)}" is no locale') from None


def with_parents(name: str) -> Iterator[str]:
    """The locale and those it inherits from by the Unicode locale data, the nearest first."""
    from babel.core import get_global

    parents = get_global("parent_exceptions")
    while name and name != "root":
        yield name
        name = parents.get(name) or _shortened(name)


def _shortened(name: str) -> str:
    """The name without its last part; empty where that is a script in which the language is not written by itself."""
    from babel.core import get_global

    shorter, _, last = name.rpartition("_")
    is_script = len(last) == 4 and last.istitle()
    usual = get_global("likely_subtags").get(shorter, "").split("_")
    return "" if is_script and len(usual) > 1 and usual[1] != last else shorter
