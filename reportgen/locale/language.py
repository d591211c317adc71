"""The language of a page: its words, numbers and dates. English, as the code has it, is the house's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from reportgen.locale.catalogue import Catalogue, catalogue_names, read_catalogue
from reportgen.locale.parents import UnknownLocale, locale_of, with_parents
from reportgen.locale.sample_noun import Noun, noun_of
from reportgen.problems import excerpt
from reportgen.words.message import Listed, Message, filled, key_of, message, text_of
from reportgen.words.numbers import MINUS, NO_BREAK, Money, Numbers, Percent
from reportgen.words.said import Said, of_figure, together

if TYPE_CHECKING:
    from babel import Locale

# What a Spanish y before it would be swallowed by: the sound of i, but not that of y.
_SOUNDS_LIKE_Y = re.compile(r"h?[ií](?![aeáé])", re.IGNORECASE)
# Where a number and its unit must not part at the end of a line.
_BEFORE_UNIT = re.compile(r"(?<=[0-9}]) (?=(?:%|kWh|Wh|kW|W|kg|lb|g|t|h|s|TFLOP/s)(?!\w))")
_CO2 = re.compile(r"CO2(?!\.\w)")  # the gas, and not CO2.js
_NONE: Mapping[str, Catalogue] = MappingProxyType({})


@dataclass(frozen=True)
class Language:
    """name: a locale such as de_AT. numbers: how it writes them.

    catalogues: the first that has a text says it; what none has is said in English, the language of the code. own: how
    many of them, the first, are the company's. missing: texts that a page of its may say and no catalogue has. remarks:
    what the user should know of the company's, one line each. noun: what a sample is called, None for sample.
    """

    name: str = "en_GB"
    catalogues: tuple[Catalogue, ...] = ()
    numbers: Numbers = field(default_factory=Numbers)
    own: int = 0
    missing: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    noun: Noun | None = None

    @property
    def tag(self) -> str:
        """The name as HTML and PDF have it: `de-AT`."""
        return self.name.replace("_", "-")

    @property
    def direction(self) -> str:
        """In which lines run, as HTML names it: `ltr` or `rtl`."""
        return "ltr" if self.name.partition("_")[0] == "en" else str(self._locale().text_direction)

    @property
    def own_words(self) -> dict[str, str]:
        """The company's own words for texts without plural, by text: what a template may say."""
        nearest_last = reversed(self.catalogues[: self.own])
        return {text: forms[0] for it in nearest_last for text, forms in it.texts.items() if len(forms) == 1}

    def say(self, template: str, /, **values: object) -> str:
        """The text in this language, `{name}` filled in by the values; those that are messages are said too.

        A message as text is said with its own values. `context` is no value: it says what is meant, where one English
        word means several things; a catalogue that does not tell them apart says it as it says the word.
        """
        if isinstance(template, Message):
            return self.translated(template)
        context = str(values.pop("context", ""))
        for key in dict.fromkeys((key_of(template, context), template)):
            if catalogue := self._speaker(key):
                return self._filled(catalogue.texts[key][0], template, values)
        return self._filled(template, template, values)

    def say_count(self, one: str, many: str, number: Decimal | int, /, **values: object) -> str:
        """The text for so many: `one` in English for 1, `many` for all else, other languages by their own rule.

        A part of one takes the form that the language has for it; number: as it is printed.
        """
        catalogue = self._speaker(one)
        if catalogue is None:
            return self._filled(one if number == 1 else many, one, values)
        whole = abs(int(number)) if number == int(number) else self._whole_of_a_kind(Decimal(number))
        forms = catalogue.texts[one]
        return self._filled(forms[min(catalogue.form_of(whole), len(forms) - 1)], one, values)

    def series(self, parts: Iterable[str]) -> str:
        """The parts in one line, as the language sets them apart, empty ones left out: `A; B; C`."""
        told = [part for part in parts if part]
        text = told.pop() if told else ""
        for part in reversed(told):
            text = self.say("{first}; {rest}", first=part, rest=text)
        return text

    def labelled(self, label: str, text: object) -> str:
        """What stands behind a label: `Price: 3 EUR`."""
        return self.say("{label}: {text}", label=label, text=text)

    def listed(self, parts: Iterable[str]) -> str:
        """The parts as the language lists them, empty ones left out: `A, B and C`, `A, B und C`."""
        from babel.lists import format_list

        told = [part for part in parts if part]
        text = format_list(told, locale=self.name)
        if self.name.partition("_")[0] == "es" and len(told) > 1 and _SOUNDS_LIKE_Y.match(told[-1]):
            head = text.removesuffix(told[-1])
            text = f"{head.removesuffix(' y ')} e {told[-1]}" if head.endswith(" y ") else text
        return text

    def paragraph(self, sentences: Iterable[str]) -> str:
        """Sentences one after the other, as the language sets them apart, empty ones left out."""
        told = [text for text in sentences if text]
        text = told.pop() if told else ""
        for part in reversed(told):
            text = self.say("{first} {rest}", first=part, rest=text)
        return text

    def sentence(self, text: str) -> str:
        """The text as a sentence, with a capital and a full stop, unless it ends with a sign of its own."""
        if not text:
            return ""
        text = self.capital(text)
        return text if text.endswith((".", "?", "!", "。", "؟", "।")) else self.say("{text}.", text=text)

    def capital(self, text: str) -> str:
        """The text with a capital first letter; Dutch has one of two letters, Turkish a dotted one."""
        if isinstance(text, Said):
            (first_text, key), *others = text.pieces
            return together([of_figure(self.capital(first_text), key), *(of_figure(*it) for it in others)])
        language = self.name.partition("_")[0]
        first = 2 if language == "nl" and text[:2] == "ij" else 1
        if language in ("az", "tr") and text[:1] == "i":
            return f"İ{text[1:]}"
        return text[:first].upper() + text[first:]

    def span(self, low: str, high: str) -> str:
        """From one number to another: `1.2–3.4`."""
        return self.say("{low}–{high}", low=low, high=high)

    def _speaker(self, text: str) -> Catalogue | None:
        return next((catalogue for catalogue in self.catalogues if text in catalogue.texts), None)

    def _whole_of_a_kind(self, number: Decimal) -> int:
        """A whole number that takes the plural of one with decimals, by the Unicode rules: in French 0,5 is as 0.

        Two where none does, as in Polish, whose word for two and for a part of one is mostly the same.
        """
        kind = self._locale().plural_form
        return next((whole for whole in range(1001) if kind(whole) == kind(abs(number))), 2)

    def translated(self, text: str) -> str:
        """A message in this language; a plain text, which may be a user's, as it is."""
        if not isinstance(text, Message):
            return text
        if text.plural is not None:
            return self.say_count(text.template, *text.plural, **text.values)
        return self.say(text.template, context=text.context, **text.values)

    def _filled(self, template: str, source: str, values: Mapping[str, object]) -> str:
        text = _set_well(template)
        if self.noun is not None:
            text = self.noun.put_into(text, source)
        return filled(text, {name: self._said(value) for name, value in values.items()})

    def _said(self, value: object) -> object:
        if isinstance(value, str):
            return self.translated(value)
        if isinstance(value, Listed):
            return self.listed(map(self.translated, value))
        if isinstance(value, Percent):
            return value.in_numbers(self.numbers)
        return self.numbers.exact(value) if isinstance(value, Decimal) else value

    def day(self, day: date) -> str:
        """`3 Nov 2026`, `03.11.2026`."""
        from babel.dates import format_date

        text = format_date(day, "medium", locale=self.name).replace(" ", NO_BREAK)
        # the first of a month is an ordinal in French, which the locale data's patterns cannot say
        return f"1er{text[1:]}" if day.day == 1 and self.name.partition("_")[0] == "fr" else text

    def moment(self, moment: datetime) -> str:
        """The day, and the time with its offset where one was given: midnight UTC is what a date alone is read as."""
        from babel.dates import format_time

        in_utc = moment.utcoffset() == timedelta()
        if in_utc and (moment.hour, moment.minute, moment.second) == (0, 0, 0):
            return self.day(moment)
        time = format_time(moment, "short", locale=self.name).replace(" ", NO_BREAK)
        return self.say("{day}, {time} ({offset})", day=self.day(moment), time=time, offset=_offset(moment))

    def territory(self, code: str, otherwise: str) -> str:
        """The name of a country by its ISO 3166 code, the world by WORLD; of what is neither, `otherwise`."""
        name = str(self._locale().territories.get({"WORLD": "001"}.get(code, code), otherwise))
        return self.capital(name)

    def _locale(self) -> Locale:
        from babel import Locale

        return Locale.parse(self.name)


ENGLISH = Language()
_TIMES = (message("d"), message("h"), message("min"), message("s"))

# minimumGroupingDigits of the Unicode locale data, which Babel leaves out; 1 in the locales of our other languages.
_BEFORE_GROUP = {"es": 2, "es_419": 1}


@lru_cache(maxsize=4096)  # a report says the same few hundred a thousand times
def _set_well(template: str) -> str:
    """Typographic apostrophes and the subscript of CO₂ in our own words, and not in what is filled in."""
    return _BEFORE_UNIT.sub(NO_BREAK, _CO2.sub("CO₂", template.replace("'", "’")))


def _offset(moment: datetime) -> str:
    """How far from UTC a moment is written: `UTC`, `UTC+1`, `UTC−3:30`."""
    minutes = int((moment.utcoffset() or timedelta()) / timedelta(minutes=1))
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{MINUS if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


def language_of(name: str | None, own: Mapping[str, Catalogue] = _NONE) -> Language:
    """The language of a locale's name: `de`, `de_AT`, `de-AT`; None is the house's own. Raises UnknownLocale.

    own: a company's catalogues by locale, which come before ours.
    """
    if not own and name in (None, ENGLISH.tag):
        return ENGLISH
    locale = locale_of(ENGLISH.name if name is None else name)
    names = list(with_parents(str(locale)))
    companys = [own[it] for it in names if it in own]
    ours = [read_catalogue(it) for it in names if it in catalogue_names()]
    if not companys and not ours and locale.language != "en":
        raise UnknownLocale(f'there are no words for the locale "{excerpt(name or "")}"')
    language = Language(str(locale), (*companys, *ours), numbers_of(locale), len(companys))
    times = tuple(language.say(sign) for sign in _TIMES)
    return replace(language, numbers=replace(language.numbers, times=times))


def with_noun(language: Language, one: str, many: str | None, gender: str | None) -> Language:
    """The language, in which a sample is called so; KeyError for a word that is not known and comes without `many`."""
    return replace(language, noun=noun_of(language.name.partition("_")[0], one, many, gender))


def with_missing(language: Language, texts: Iterable[str]) -> Language:
    """The language, which knows of those texts the ones that it has no words for; English has them all."""
    if language.name.partition("_")[0] == "en":
        return language
    said = {text for catalogue in language.catalogues for text in catalogue.texts}
    lacking = (text for text in texts if text not in said and text_of(text) not in said)
    return replace(language, missing=tuple(text_of(text) for text in lacking))


def numbers_of(locale: Locale) -> Numbers:
    """How a locale writes numbers; the signs of times are English."""
    signs = locale.number_symbols
    latin = signs.get("latn", signs)
    first, others = locale.decimal_formats[None].grouping
    percent = locale.percent_formats[None]
    return Numbers(
        str(latin["decimal"]),
        str(latin["group"]),
        first,
        others,
        _before_group(str(locale)),
        percent=(percent.prefix[0], percent.suffix[0]),
        money=_money_of(locale),
    )


def _money_of(locale: Locale) -> Money:
    """Where a locale sets a currency: its code, in the United States the sign of their own."""
    pattern = locale.currency_formats["standard"]
    above, below = (
        (before.replace("-", MINUS), behind.replace("-", MINUS))
        for before, behind in zip(pattern.prefix, pattern.suffix, strict=True)
    )
    return Money(above, below, (("USD", "$"),) if str(locale) == "en_US" else ())


def _before_group(name: str) -> int:
    """The nearest figure of a locale or of those it inherits from."""
    return next((_BEFORE_GROUP[it] for it in with_parents(name) if it in _BEFORE_GROUP), 1)
