"""Names of countries in the languages of the page, as the Unicode locale data has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from reportgen.locale.catalogue import catalogue_names


def country_names(code: str) -> tuple[str, ...]:
    """What a country goes by, of its ISO 3166 alpha-2 code; EU is the European Union. Each name once, English first."""
    found = (territories.get(code) for territories in _territories())
    return tuple(dict.fromkeys(name for name in found if name is not None))


def codes_by_name(codes: Iterable[str]) -> Mapping[str, str]:
    """The codes by each of their names, case folded."""
    return MappingProxyType({name.casefold(): code for code in codes for name in country_names(code)})


@cache
def _territories() -> tuple[Mapping[str, str], ...]:
    """Names by code, of English and of each language that has a catalogue."""
    from babel import Locale

    return tuple(Locale.parse(name).territories for name in ("en", *catalogue_names()))
