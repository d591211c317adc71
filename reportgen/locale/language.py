"""The language of a page: its words, numbers and dates. English, as the code has it, is the house's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.locale.catalogue import Catalogue, catalogue_names, read_catalogue
from reportgen.problems import excerpt
from reportgen.words.message import Message, filled, message
from reportgen.words.numbers import Numbers

if TYPE_CHECKING:
    from babel import Locale


class UnknownLocale(ValueError):
    """No such locale, or none whose language has a catalogue; the message is one line."""


@dataclass(frozen=True)
class Language:
    """name: a locale such as de_AT. catalogue: None for the language of the code. numbers: how it writes them."""

    name: str = "en_GB"
    catalogue: Catalogue | None = None
    numbers: Numbers = field(default_factory=Numbers)

    @property
    def tag(self) -> str:
        """The name as HTML and PDF have it: `de-AT`."""
        return self.name.replace("_", "-")

    def say(self, template: str, /, **values: object) -> str:
        """The text in this language, `{name}` filled in by the values; those that are messages are said too."""
        found = self.catalogue.texts.get(template) if self.catalogue else None
        return self._filled(found[0] if found else template, values)

    def say_count(self, one: str, many: str, number: Decimal | int, /, **values: object) -> str:
        """The text for so many: `one` in English for 1, `many` for all else, other languages by their own rule."""
        found = self.catalogue.texts.get(one) if self.catalogue else None
        if found and self.catalogue:
            # rules of plural look at whole numbers; a part of one takes the form of many
            form = self.catalogue.form_of(abs(int(number)) if number == int(number) else 2)
            return self._filled(found[form], values)
        return self._filled(one if number == 1 else many, values)

    def translated(self, text: str) -> str:
        """A message in this language; a plain text, which may be a user's, as it is."""
        return self.say(text.template, **text.values) if isinstance(text, Message) else text

    def _filled(self, template: str, values: Mapping[str, object]) -> str:
        # typographic apostrophes and the subscript of CO₂ in our own words, and not in what is filled in
        text = template.replace("'", "’").replace("CO2", "CO₂")
        return filled(text, {name: self._said(value) for name, value in values.items()})

    def _said(self, value: object) -> object:
        if isinstance(value, str):
            return self.translated(value)
        return self.numbers.exact(value) if isinstance(value, Decimal) else value

    def day(self, day: date) -> str:
        """`3 Nov 2026`, `03.11.2026`."""
        from babel.dates import format_date

        return format_date(day, "medium", locale=self.name)

    def moment(self, moment: datetime) -> str:
        """The day, and the time with its offset where one was given: midnight UTC is what a date alone is read as."""
        from babel.dates import format_time

        in_utc = moment.utcoffset() == timedelta()
        if in_utc and (moment.hour, moment.minute, moment.second) == (0, 0, 0):
            return self.day(moment)
        time = format_time(moment, "short", locale=self.name)
        return f"{self.day(moment)}, {time} {'UTC' if in_utc else moment.isoformat()[-6:]}"

    def territory(self, code: str, otherwise: str) -> str:
        """The name of a country by its ISO 3166 code, the world by WORLD; of what is neither, `otherwise`."""
        name = str(self._locale().territories.get({"WORLD": "001"}.get(code, code), otherwise))
        return name[:1].upper() + name[1:]

    def _locale(self) -> Locale:
        from babel import Locale

        return Locale.parse(self.name)


ENGLISH = Language()
_TIMES = (message("d"), message("h"), message("min"), message("s"))

# minimumGroupingDigits of the Unicode locale data, which Babel leaves out; 1 in the locales of our other languages.
_BEFORE_GROUP = {"es": 2, "es_419": 1}


def language_of(name: str | None) -> Language:
    """The language of a locale's name: `de`, `de_AT`, `de-AT`; None is the house's own. Raises UnknownLocale."""
    if name is None or name == ENGLISH.tag:
        return ENGLISH
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        raise UnknownLocale(f'"{excerpt(name)}" is no locale') from None
    names = catalogue_names()
    found = next((candidate for candidate in (str(locale), locale.language) if candidate in names), None)
    if found is None and locale.language != "en":
        raise UnknownLocale(f'there are no words for the locale "{excerpt(name)}"')
    language = Language(str(locale), read_catalogue(found) if found else None, _numbers(locale))
    times = tuple(language.say(sign) for sign in _TIMES)
    return replace(language, numbers=replace(language.numbers, times=times))


def _numbers(locale: Locale) -> Numbers:
    signs = locale.number_symbols
    latin = signs.get("latn", signs)
    first, others = locale.decimal_formats[None].grouping
    return Numbers(str(latin["decimal"]), str(latin["group"]), first, others, _before_group(str(locale)))


def _before_group(name: str) -> int:
    """The nearest figure of a locale or of those it inherits from."""
    from babel.core import get_global

    parents = get_global("parent_exceptions")
    while name and name not in _BEFORE_GROUP:
        name = parents.get(name) or name.rpartition("_")[0]
    return _BEFORE_GROUP.get(name, 1)
