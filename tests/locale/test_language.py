"""Languages: numbers, dates and words of a page, and that no text of a page escapes translation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from html import unescape

import pytest
from babel import Locale

import reportgen
from reportgen.factors.facts import load, our_words
from reportgen.locale.catalogue import Catalogue, catalogue_names
from reportgen.locale.language import ENGLISH, Language, language_of, numbers_of
from reportgen.locale.parents import UnknownLocale
from reportgen.rendering import html
from reportgen.rendering.carried import page_and_files
from reportgen.rendering.report import Report
from reportgen.words.message import Listed, message, message_of_count, series
from reportgen.words.numbers import Percent
from reportgen.words.said import of_figure, together
from tests.rendering.runs import SAMPLES, caveat_run, company, four_lines, sample

NB, NNB = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en_GB", "−1,234,567.50"),
        ("en_US", "−1,234,567.50"),
        ("de_DE", "−1.234.567,50"),
        ("de_CH", "−1’234’567.50"),
        ("fr_CA", f"−1{NB}234{NB}567,50"),
        ("fr_FR", f"−1{NNB}234{NNB}567,50"),
        ("es_ES", "−1.234.567,50"),
        ("en_IN", "−12,34,567.50"),
    ],
)
def test_numbers_are_grouped_as_the_country_does(locale: str, expected: str) -> None:
    """Decimal sign, group sign and the length of groups are those of the Unicode locale data."""
    assert expected == language_of(locale).numbers.fixed(Decimal("-1234567.5"), 2)


@pytest.mark.parametrize(
    ("locale", "four", "five"),
    [
        ("es_ES", "1234", "12.345"),
        ("es", "1234", "12.345"),
        ("es_PH", "1234", "12.345"),
        ("es_419", "1,234", "12,345"),
        ("es_MX", "1,234", "12,345"),
        ("es_AR", "1.234", "12.345"),
        ("es_CR", f"1{NB}234", f"12{NB}345"),
        ("de_DE", "1.234", "12.345"),
        ("en_IN", "1,234", "12,345"),
    ],
)
def test_four_digits_stand_together_where_the_country_has_it_so(locale: str, four: str, five: str) -> None:
    """Spain writes 1234 and 12.345, most of Latin America 1,234: as Chromium's Intl.NumberFormat does (ICU, CLDR)."""
    written = language_of(locale).numbers
    assert (four, five) == (written.whole(Decimal(1234)), written.whole(Decimal(12345)))
    assert (f"−{four}", four) == (written.fixed(Decimal(-1234), 0), written.significant(Decimal(1234), 4))


@pytest.mark.parametrize(
    ("locale", "share", "power", "duration"),
    [
        ("de_DE", f"34,1{NB}%", f"1,23{NB}×{NB}10⁻⁶", f"2{NB}d 3{NB}h"),
        ("de_CH", "34.1%", f"1.23{NB}×{NB}10⁻⁶", f"2{NB}d 3{NB}h"),
        ("es_ES", f"34,1{NB}%", f"1,23{NB}×{NB}10⁻⁶", f"2{NB}d 3{NB}h"),
        ("es_MX", "34.1%", f"1.23{NB}×{NB}10⁻⁶", f"2{NB}d 3{NB}h"),
        ("fr_FR", f"34,1{NB}%", f"1,23{NB}×{NB}10⁻⁶", f"2{NB}j 3{NB}h"),
        ("en_US", "34.1%", f"1.23{NB}×{NB}10⁻⁶", f"2{NB}d 3{NB}h"),
    ],
)
def test_shares_powers_and_durations(locale: str, share: str, power: str, duration: str) -> None:
    """They have the language's decimal sign, its space before a percent sign (CLDR) and no line break before a unit."""
    numbers = language_of(locale).numbers
    assert share == numbers.share(Decimal("0.341"))
    assert power == numbers.significant(Decimal("0.00000123"))
    assert duration == numbers.duration(Decimal(2 * 86400 + 3 * 3600))


@pytest.mark.parametrize(
    ("locale", "day", "moment"),
    [
        ("en_GB", "3\u00a0Nov\u00a02026", "3\u00a0Nov\u00a02026, 14:05 (UTC+2)"),
        ("en_US", "Nov\u00a03,\u00a02026", f"Nov\u00a03,\u00a02026, 2:05{NNB}PM (UTC+2)"),
        ("de_DE", "03.11.2026", "03.11.2026, 14:05\u00a0Uhr (UTC+2)"),
        ("fr_FR", "3\u00a0nov.\u00a02026", "3\u00a0nov.\u00a02026, 14:05 (UTC+2)"),
        ("es_ES", "3\u00a0nov\u00a02026", "3\u00a0nov\u00a02026, 14:05 (UTC+2)"),
    ],
)
def test_dates_are_written_as_the_country_does(locale: str, day: str, moment: str) -> None:
    """Day and time by the Unicode locale data, the offset as it was given."""
    language = language_of(locale)
    assert day == language.day(date(2026, 11, 3))
    assert moment == language.moment(datetime(2026, 11, 3, 14, 5, tzinfo=timezone(timedelta(hours=2))))


@pytest.mark.parametrize(
    ("locale", "day", "expected"),
    [
        ("fr_FR", date(2026, 9, 1), "1er\u00a0sept.\u00a02026"),
        ("fr_CA", date(2026, 9, 1), "1er\u00a0sept.\u00a02026"),
        ("fr_FR", date(2026, 9, 11), "11\u00a0sept.\u00a02026"),
        ("fr_FR", date(2026, 9, 2), "2\u00a0sept.\u00a02026"),
        ("es_ES", date(2026, 9, 1), "1\u00a0sept\u00a02026"),
    ],
)
def test_a_french_month_begins_with_its_first(locale: str, day: date, expected: str) -> None:
    """The first is 1er, as the Imprimerie nationale has it, and no other day is an ordinal."""
    assert expected == language_of(locale).day(day)


def test_midnight_in_utc_is_a_day() -> None:
    """A date alone is read as midnight in UTC, and printed without a time again."""
    assert "3\u00a0Nov\u00a02026" == ENGLISH.moment(datetime(2026, 11, 3, tzinfo=UTC))


@pytest.mark.parametrize(("locale", "germany", "world"), [("de", "Deutschland", "Welt"), ("fr", "Allemagne", "Monde")])
def test_countries_have_their_names(locale: str, germany: str, world: str) -> None:
    """The country of a grid is named in the page's language; a region of a cloud keeps its name."""
    language = language_of(locale)
    assert germany == language.territory("DE", "Germany")
    assert world == language.territory("WORLD", "World")
    assert "Frankfurt" == language.territory("europe-west3", "Frankfurt")


def test_plurals_follow_each_language() -> None:
    """French has one for none and for one, German for one alone."""
    texts = {"{count} sample": ("{count} un", "{count} plus")}
    french = Language("fr", (Catalogue(texts, lambda number: int(number > 1)),))
    german = Language("de", (Catalogue(texts, lambda number: int(number != 1)),))

    assert ["0 un", "1 un", "2 plus"] == [french.say_count("{count} sample", "", n, count=n) for n in (0, 1, 2)]
    assert ["0 plus", "1 un", "2 plus"] == [german.say_count("{count} sample", "", n, count=n) for n in (0, 1, 2)]
    assert "0.5 plus" == german.say_count("{count} sample", "", Decimal("0.5"), count="0.5")


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("fr_FR", "0,5 échantillon|1 échantillon|1,5 échantillon|2 échantillons"),
        ("de_DE", "0,5 Datenpunkte|1 Datenpunkt|1,5 Datenpunkte|2 Datenpunkte"),
        ("es_ES", "0,5 muestras|1 muestra|1,5 muestras|2 muestras"),
    ],
)
def test_a_part_of_one_has_the_plural_that_its_language_gives_it(locale: str, expected: str) -> None:
    """In French all below two is one, by the Unicode rules (CLDR); a message says its count on a page as it is said."""
    language = language_of(locale)
    numbers = [Decimal("0.5"), Decimal(1), Decimal("1.5"), Decimal(2)]
    messages = [message_of_count("{count} sample", "{count} samples", number, count=number) for number in numbers]
    said = [language.translated(message).replace(NB, " ") for message in messages]

    assert expected.split("|") == said
    assert ["0.5 samples", "1 sample", "1.5 samples", "2 samples"] == messages


def test_a_users_text_is_never_translated() -> None:
    """A stage that is named as a word of ours keeps its name, also inside a text of ours."""
    language = Language("de", (Catalogue({"Removed": ("Entfernt",), "{stage}: left": ("{stage}: Rest",)}, int),))

    assert "Removed" == language.translated("Removed")
    assert "Entfernt" == language.translated(message("Removed"))
    assert "Removed: Rest" == language.translated(message("{stage}: left", stage="Removed"))
    assert "Entfernt: Rest" == language.translated(message("{stage}: left", stage=message("Removed")))


def test_a_template_reaches_no_further_than_its_values() -> None:
    """What str.format would look up in a value stays as it stands."""
    assert "{x.__class__} {0} 1" == ENGLISH.say("{x.__class__} {0} {x}", x=1)


@pytest.mark.parametrize("name", ["", "xx", "de_DE_DE_DE", "pl_PL", "../de", "d" * 500, "日本"])
def test_unknown_locales_are_refused(name: str) -> None:
    """A locale that does not exist, or whose language has no words here, is said in a line."""
    with pytest.raises(UnknownLocale) as caught:
        language_of(name)
    assert len(str(caught.value)) < 150


def test_a_country_takes_the_words_of_its_language() -> None:
    """Austria has the German words and its own numbers; the hyphen of the web is read too."""
    assert language_of("de").catalogues == language_of("de-AT").catalogues
    assert ("de_AT", "de-AT") == (language_of("de-AT").name, language_of("de-AT").tag)
    assert () == ENGLISH.catalogues == language_of("en_IN").catalogues


@pytest.mark.parametrize("locale", ["de_DE", "fr_FR", "es_ES", "en_US", "en_IN"])
def test_no_locale_changes_the_data(locale: str) -> None:
    """report.json is byte for byte the same in every language."""
    for report in (sample(), four_lines(), company("halden")):
        assert report.json == replace(report, language=language_of(locale)).json


@pytest.mark.parametrize("locale", [*catalogue_names(), "es_MX"])
def test_every_language_makes_a_whole_page(locale: str) -> None:
    """The page names its language, and no placeholder is left open."""
    page = replace(sample(), language=language_of(locale)).html
    assert f'<html lang="{locale.replace("_", "-")}">' in page
    assert not re.search(r"\{[a-z_]+\}", re.sub(r"<(style|script).*?</\1>", "", page, flags=re.DOTALL))


# A language in which every text of ours stands in brackets: what stands outside of them is a number, a name of the
# user's or of a source, or a text that cannot be translated.


class Bracketed(Language):
    """English, each text, date and list in brackets."""

    def _filled(self, template: str, source: str, values: object) -> str:
        return f"⟦{super()._filled(template, source, values)}⟧" if template else ""  # type: ignore[arg-type]

    def day(self, day: date) -> str:
        return f"⟦{super().day(day)}⟧"

    def listed(self, parts: Iterable[str]) -> str:
        return f"⟦{super().listed(parts)}⟧"


ALLOWED = re.compile(
    r"PUE|km|CO₂e?|[kmM]?Wh|[kM]?W|[mµ]?g|kg|t|h|d|min|s|ct|(?:TTC)?APE?C|EUR|USD|JPY|Wh|SHA|json|α|β|×|÷|UTC|min|max|--set|of|lb|x|e"
    r"|Inter|No|SCI|printed|[TP]?FLOP|SXM|[kMG]?B|[⁰¹²³⁴⁵⁶⁷⁸⁹]+"
)


def outside(page: str) -> Iterator[str]:
    """Yield what a person reads of a page outside of brackets, piece by piece."""
    page = re.sub(r"<(style|script).*?</\1>|<!DOCTYPE[^>]*>", "", page, flags=re.DOTALL)
    page = re.sub(r"[a-z]+(?:_[a-z0-9]+)+(?:\.[a-z0-9_]+)?", "", page)  # keys of inputs
    page = re.sub(r"</text><text[^>]*>", " ", page)  # a name that goes over two lines
    page = re.sub(r"</?a\b[^>]*>", "", page)  # a number that is a link
    page = re.sub(r'<span class="nw">([^<]*)</span>', r"\1", page)  # a unit within a text
    page = re.sub(r'<(?:dd class="key"|(?:td|span) class="hash")>.*?</', "</", page)  # formulas in the grammar, hashes
    for piece in re.split(r"<[^>]*>", page):
        text = unescape(piece)
        while (inner := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
            text = inner
        yield re.sub(r"⟦.*…", " ", text)  # a cut text has lost its end


def known_words(report: Report) -> set[str]:
    """The words that are the user's or a source's: they stand in report.json outside of labels, reasons and notes."""
    data = json.loads(report.json)
    ours = {str(text) for row in load("sources").values() for text in our_words(row).values()}
    sources = [text for source in data["sources"].values() for text in source.values() if text not in ours]
    told = [data["manifest"], sources, data["costs"], data["inputs"], report.look.organisation]
    told += [device.name for file in report.account.records for device in file.record.devices]
    words = set(re.findall(r"[^\W\d_]{2,}", json.dumps(told, ensure_ascii=False)))
    return words | {word[:length] for word in words for length in range(2, len(word))}


@pytest.mark.parametrize(
    "name",
    ["street_scenes", "four_lines", *sorted(path.stem for path in (SAMPLES / "caveats").glob("*.yaml"))],
)
def test_no_text_of_a_page_escapes_translation(name: str) -> None:
    """In a language whose words all stand in brackets, only numbers, units and others' words stand outside of them."""
    report = {"street_scenes": sample, "four_lines": four_lines}.get(name, lambda: caveat_run(name))()
    language = Bracketed("en_GB")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html, "language_of", lambda *_: language)
        page, _ = page_and_files(replace(report, language=language).html, "report.html")
    known = known_words(report)
    found = {
        word
        for text in outside(page)
        for word in re.findall(r"[^\W\d_]{2,}", text)
        if word not in known and not ALLOWED.fullmatch(word)
    }

    assert set() == found


@pytest.mark.parametrize(
    ("locale", "printed"), [("de_DE", "0,4289"), ("de_CH", "0.4289"), ("es_MX", "0.4289"), ("es_AR", "0,4289")]
)
def test_a_number_inside_a_text_is_written_as_the_country_does(locale: str, printed: str) -> None:
    """It is filled in, and not part of the words: Mexico and Argentina share these and not the decimal sign."""
    [caveat] = [caveat for caveat in four_lines().caveats if caveat.id == "published_arithmetic"]

    assert f"{printed}{NB}kg/kWh" in language_of(locale).translated(caveat.text)


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en_GB", "Price: 3; Time: 2; end"),
        ("fr_FR", f"Price{NB}: 3{NNB}; Time{NB}: 2{NNB}; end"),
        ("fr_CA", f"Price{NB}: 3; Time{NB}: 2; end"),
    ],
)
def test_parts_of_a_line_are_set_apart_as_the_language_does(locale: str, expected: str) -> None:
    """France has a narrow space before a semicolon, Canada none; empty parts are left out, and no part is none."""
    language = language_of(locale)

    assert expected == language.series([language.labelled("Price", 3), "", language.labelled("Time", 2), "end"])
    assert ("", "one") == (language.series([]), language.series(["one"]))


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en_GB", "A|A and B|A, B and C"),
        ("en_US", "A|A and B|A, B, and C"),
        ("de_DE", "A|A und B|A, B und C"),
        ("fr_FR", "A|A et B|A, B et C"),
        ("es_ES", "A|A y B|A, B y C"),
    ],
)
def test_lists_end_as_the_language_ends_them(locale: str, expected: str) -> None:
    """One, two and three parts by the list patterns of the Unicode locale data; empty parts are none."""
    listed = language_of(locale).listed

    assert expected.split("|") == [listed(["A"]), listed(["A", "", "B"]), listed(["A", "B", "C"])]
    assert "" == listed([""])


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("Ingeniería", "A e Ingeniería"),
        ("hilos", "A e hilos"),
        ("hierro", "A y hierro"),
        ("hiato", "A y hiato"),
        ("yeso", "A y yeso"),
        ("etiquetas", "A y etiquetas"),
    ],
)
def test_a_spanish_and_is_e_before_the_same_sound(last: str, expected: str) -> None:
    """By the Academy's rule: e before i- and hi-, y before hie- and hia- and all else; also with three parts."""
    assert expected == language_of("es_ES").listed(["A", last])
    assert f"B, {expected}" == language_of("es_ES").listed(["B", "A", last])


@pytest.mark.parametrize(
    ("locale", "word", "expected"),
    [
        ("nl_NL", "ijzer", "IJzer"),
        ("nl_NL", "intern", "Intern"),
        ("tr_TR", "iki", "İki"),
        ("de_DE", "ijob", "Ijob"),
        ("de_DE", "über", "Über"),
    ],
)
def test_a_first_letter_is_made_large_as_the_language_does(locale: str, word: str, expected: str) -> None:
    """Dutch has ij as one letter, Turkish a dotted I."""
    assert expected == Language(locale).capital(word)


def test_a_sentence_has_one_stop_and_a_paragraph_no_empty_part() -> None:
    """A stop is added where there is none, by the language's own message; sentences stand a space apart."""
    assert ["", "So.", "So?", "So.", "さ。"] == [ENGLISH.sentence(it) for it in ("", "so", "so?", "so.", "さ。")]
    assert ("A. B.", "A.", "") == tuple(ENGLISH.paragraph(it) for it in (["A.", "", "B."], ["", "A."], [""]))
    japanese = Language("ja_JP", (Catalogue({"{first} {rest}": ("{first}{rest}",), "{text}.": ("{text}。",)}, int),))
    assert "は。に。" == japanese.paragraph(map(japanese.sentence, ["は", "に"]))


@pytest.mark.parametrize(("locale", "expected"), [("en_GB", "40%"), ("de_DE", f"40{NB}%"), ("es_MX", "40%")])
def test_a_percent_inside_a_text_is_set_as_the_country_does(locale: str, expected: str) -> None:
    """It is filled in: Mexico shares its words with Spain, and not the space before the sign."""
    told = message("about {share} either way", share=Percent(Decimal(40)))

    assert f"about {expected} either way" == language_of(locale).translated(told)
    assert "about 40% either way" == told


def test_a_word_is_said_as_it_is_meant() -> None:
    """By its context where a catalogue has that, else as the word alone; with neither it is the English word."""
    told = Language("fr", (Catalogue({"unit\x04run": ("exécution",), "run": ("entraînement",)}, int),))
    plain = Language("fr", (Catalogue({"run": ("entraînement",)}, int),))

    for language, expected in ((told, "exécution"), (plain, "entraînement"), (ENGLISH, "run")):
        assert expected == language.say("run", context="unit")
        assert expected == language.translated(message("run", context="unit"))
    assert ["entraînement", "run"] == [told.say("run"), ENGLISH.translated(message("run", context="unit"))]


@pytest.mark.parametrize(
    ("locale", "currency", "expected"),
    [
        ("en_GB", "EUR", f"EUR{NB}35,600|−EUR{NB}35,600|EUR{NB}2.50/h|EUR{NB}1.2{NB}million"),
        ("en_US", "USD", "$35,600|−$35,600|$2.50/h|$1.2\u00a0million"),
        ("en_US", "EUR", f"EUR{NB}35,600|−EUR{NB}35,600|EUR{NB}2.50/h|EUR{NB}1.2{NB}million"),
        ("en_GB", "USD", f"USD{NB}35,600|−USD{NB}35,600|USD{NB}2.50/h|USD{NB}1.2{NB}million"),
        ("de_DE", "EUR", f"35.600{NB}EUR|−35.600{NB}EUR|2,50{NB}EUR/h|1,2{NB}million{NB}EUR"),
        ("fr_FR", "EUR", f"35{NNB}600{NB}EUR|−35{NNB}600{NB}EUR|2,50{NB}EUR/h|1,2{NB}million{NB}EUR"),
        ("es_ES", "EUR", f"35.600{NB}EUR|−35.600{NB}EUR|2,50{NB}EUR/h|1,2{NB}million{NB}EUR"),
        ("de_CH", "CHF", f"CHF{NB}35’600|CHF−35’600|CHF{NB}2.50/h|CHF{NB}1.2{NB}million"),
        ("nl_NL", "EUR", f"EUR{NB}35.600|EUR{NB}−35.600|EUR{NB}2,50/h|EUR{NB}1,2{NB}million"),
    ],
)
def test_an_amount_of_money_has_its_code_where_the_country_puts_it(locale: str, currency: str, expected: str) -> None:
    """As Chromium's Intl.NumberFormat sets the code and the minus (ICU, CLDR); the dollar's sign in its own country."""
    numbers = numbers_of(Locale.parse(locale))
    amounts = [(Decimal(35600), 0, ""), (Decimal(-35600), 0, ""), (Decimal("2.5"), 2, "/h")]
    written = [numbers.with_unit(numbers.fixed(value, places), f"{currency}{per}") for value, places, per in amounts]
    written.append(numbers.with_unit(numbers.fixed(Decimal("1.2"), 1), f"million {currency}"))

    assert expected == "|".join(written)


@pytest.mark.parametrize(
    ("locale", "currency", "expected"),
    [
        ("en_GB", "EUR", f"+EUR{NB}4,130"),
        ("en_US", "USD", "+$4,130"),
        ("de_DE", "EUR", f"+4.130{NB}EUR"),
        ("de_CH", "CHF", "CHF+4’130"),
        ("nl_NL", "EUR", f"EUR{NB}+4.130"),
    ],
)
def test_a_plus_stands_where_the_minus_would(locale: str, currency: str, expected: str) -> None:
    """As node's Intl.NumberFormat writes it where the sign is always shown (ICU, CLDR)."""
    numbers = numbers_of(Locale.parse(locale))
    assert expected == numbers.with_unit(numbers.fixed(Decimal(4130), 0, sign=True), currency)


@pytest.mark.parametrize("unit", ["kg", "kg CO₂e/sample", "MWh", "FLOP/s", "kWh", ""])
def test_what_is_no_money_has_its_unit_behind(unit: str) -> None:
    """A unit of letters is no code of a currency; without one there is the number alone."""
    assert f"1{NB}{unit}".rstrip() == ENGLISH.numbers.with_unit("1", unit)


@pytest.mark.parametrize(
    ("locale", "low", "high", "expected"),
    [
        ("en_GB", "2", "3", f"EUR{NB}2|3"),
        ("en_GB", "−2", "3", f"−EUR{NB}2|EUR{NB}3"),
        ("en_GB", "−3", "−2", f"−EUR{NB}3|−EUR{NB}2"),
        ("en_US", "2", "3", f"EUR{NB}2|3"),
        ("de_DE", "2", "3", f"2|3{NB}EUR"),
        ("de_DE", "−2", "3", f"−2|3{NB}EUR"),
    ],
)
def test_a_range_has_its_unit_once(locale: str, low: str, high: str, expected: str) -> None:
    """Before the first end or behind the last; before a number below zero it stands at both ends."""
    assert expected == "|".join(numbers_of(Locale.parse(locale)).ends_with_unit(low, high, "EUR"))


def test_a_sign_of_money_stands_at_both_ends() -> None:
    """$2 to $3, since a sign is part of its number; per something behind the last."""
    assert ("$2", "$3") == numbers_of(Locale.parse("en_US")).ends_with_unit("2", "3", "USD")
    assert (f"EUR{NB}2", "3/h") == ENGLISH.numbers.ends_with_unit("2", "3", "EUR/h")


@pytest.mark.parametrize(
    ("locale", "offset", "expected"),
    [
        ("de_DE", 60, "12.11.2026, 09:14\u00a0Uhr (UTC+1)"),
        ("en_GB", -210, "12\u00a0Nov\u00a02026, 09:14 (UTC−3:30)"),
        ("es_ES", 0, "12\u00a0nov\u00a02026, 9:14 (UTC)"),
    ],
)
def test_a_moment_says_how_far_from_utc_it_is(locale: str, offset: int, expected: str) -> None:
    """Its day holds together, its offset has a true minus, and whole hours have no minutes."""
    moment = datetime(2026, 11, 12, 9, 14, tzinfo=timezone(timedelta(minutes=offset)))

    assert expected == language_of(locale).moment(moment)


def test_what_a_message_lists_is_listed_by_the_language() -> None:
    """Names in a message stand as the page's language lists them, and so do parts side by side."""
    said = message("only it covers {devices}", devices=Listed(("GPU 0", "GPU 1")))

    assert ("only it covers GPU 0 and GPU 1", "nur sie erfasst GPU 0 und GPU 1") == (said, language_of("de").say(said))
    assert "CPU\u202f; GPU" == language_of("fr").say(series(["CPU", "", "GPU"]))


@pytest.mark.parametrize(
    ("devices", "expected"), [((), ""), (("GPU 0",), "GPU 0"), (("GPU 0", "GPU 1", "CPU"), "GPU 0, GPU 1 and CPU")]
)
def test_an_english_list_is_the_text_of_what_is_listed(devices: tuple[str, ...], expected: str) -> None:
    """On the terminal and in report.json, whatever the page's language."""
    assert expected == str(Listed(devices))


def test_a_capital_keeps_what_a_text_is_printed_of() -> None:
    """Of a sentence that begins with a number in words, and of one whose number stands later."""
    first = language_of("en_GB").capital(together([of_figure("twelve", "samples_kept"), " are left"]))
    later = language_of("en_GB").capital(together(["about ", of_figure("12", "samples_kept")]))

    assert (("Twelve", "samples_kept"), (" are left", "")) == getattr(first, "pieces", None)
    assert (("About ", ""), ("12", "samples_kept")) == getattr(later, "pieces", None)


def test_only_a_companys_words_are_its_own() -> None:
    """A shipped language has none, and what a company adds is alone."""
    own = {"de": Catalogue({"Caveats": ("Vorbehalte",), "{count} sample": ("a", "b")}, lambda _: 0)}

    assert {} == language_of("de").own_words
    assert {"Caveats": "Vorbehalte"} == language_of("de", own).own_words


def test_a_minus_stands_behind_money_where_the_country_has_it_there() -> None:
    """As in the Frisian of the Netherlands."""
    assert "EUR 5−" == numbers_of(Locale("fy", "NL")).with_unit("−5", "EUR").replace("\u00a0", " ")


@pytest.mark.parametrize(("locale", "expected"), [("de_DE", "Vertrag"), ("fr_FR", "contrat"), ("en_GB", "contract")])
def test_the_mark_of_a_basis_is_in_the_language(locale: str, expected: str) -> None:
    """Its word has a meaning of its own in the catalogues, which the template names."""
    page = replace(sample(), language=language_of(locale)).html

    assert {expected} == set(re.findall(r'<span class="b b-contract">([^<]*)</span>', page))


@pytest.mark.parametrize("locale", ["en_GB", "de_DE", "fr_FR", "es_ES", "es_MX", "fr_CA"])
@pytest.mark.parametrize("name", ["street_scenes", "web_text"])
def test_numbers_hold_together_with_their_units_and_days(locale: str, name: str) -> None:
    """No line ends between a number and its unit, or within a day, but in the titles of others' works."""
    made = sample() if name == "street_scenes" else reportgen.load(SAMPLES / "any_data" / "web_text.yaml")
    page = replace(made, language=language_of(locale)).html
    text = re.sub(r"<[^>]*>", "|", re.sub(r"(?s)<(style|script).*?</\1>", "", page))
    for title in sorted((row["title"] for row in load("sources").values()), key=len, reverse=True):
        text = text.replace(title, "")
    units = "kg|g|mg|µg|ng|t|kWh|Wh|mWh|MWh|W|kW|EUR|USD|h|min|s|d|j|%|GB|Go|km|lb"
    parted = rf"[0-9] (?:{units})(?![\w/.])[^|]{{0,9}}|(?:EUR|USD) [0-9][^|]{{0,9}}|[0-9] (?:Nov|nov)\.? 20[^|]{{0,9}}"

    assert [] == re.findall(rf"[^|]{{0,25}}(?:{parted})", text)


def test_the_gas_has_its_subscript_and_a_program_keeps_its_name() -> None:
    """CO2, CO2e and CO2 at the end of a sentence are the gas; CO2.js is a program."""
    assert "CO₂, CO₂e of CO2.js, CO₂." == ENGLISH.say("CO2, CO2e of CO2.js, CO2.")
