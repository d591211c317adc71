"""A company's own words: a folder of catalogues adds a language or changes single texts, checked as it is read."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.locale.catalogue import known_texts
from reportgen.locale.language import language_of, with_missing
from reportgen.locale.own_words import MOST_BYTES, read_own_words
from reportgen.locale.parents import UnknownLocale, with_parents
from reportgen.locale.starting import template_to_start_from, words_to_start_from
from reportgen.problems import InputError

SAMPLE = 'msgid "{count} sample"\nmsgid_plural "{count} samples"\n'
IMAGES = SAMPLE + 'msgstr[0] "{count} Bild"\nmsgstr[1] "{count} Bilder"\n'
POLISH = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || '
POLISH += 'n%100>=20) ? 1 : 2);\\n"\n\n'
PROBKA = SAMPLE + 'msgstr[0] "{count} próbka"\nmsgstr[1] "{count} próbki"\nmsgstr[2] "{count} próbek"\n'
JAPANESE = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
ARABIC = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && '
ARABIC += 'n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);\\n"\n\n'


def samples(folder: Path, locale: str, *numbers: str) -> list[str]:
    """How the language counts samples with the words of the folder."""
    language = language_of(locale, read_own_words(folder, locale).catalogues)
    one, many = "{count} sample", "{count} samples"
    return [language.say_count(one, many, Decimal(number), count=number) for number in numbers]


def write(folder: Path, name: str, text: str) -> Path:
    """Write a catalogue into the folder, and return the folder."""
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def problem(folder: Path, locale: str) -> str:
    """The one thing wrong with the words for the locale, its file without the folder."""
    with pytest.raises(InputError) as caught:
        read_own_words(folder, locale)
    [it] = caught.value.problems
    return str(it).replace(f"{folder}{os.sep}", "")


def test_a_single_text_of_a_shipped_language_is_changed(tmp_path: Path) -> None:
    """Pictures are counted in German, and everything else is said as before."""
    write(tmp_path, "de.po", IMAGES)
    language = language_of("de_AT", read_own_words(tmp_path, "de_AT").catalogues)

    assert ["1 Bild", "2 Bilder"] == samples(tmp_path, "de_AT", "1", "2")
    assert language_of("de_AT").say("Assumptions") == language.say("Assumptions") != "Assumptions"


def test_english_has_own_words_too(tmp_path: Path) -> None:
    """Without any locale they are those of British English."""
    write(tmp_path, "en.po", SAMPLE + 'msgstr[0] "{count} image"\nmsgstr[1] "{count} images"\n')
    language = language_of(None, read_own_words(tmp_path, "en_GB").catalogues)

    assert "2 images" == language.say_count("{count} sample", "{count} samples", 2, count=2)
    assert ("en_GB", "Assumptions") == (language.name, language.say("Assumptions"))


@pytest.mark.parametrize(
    ("locale", "header", "forms", "numbers", "expected"),
    [
        ("pl_PL", POLISH, PROBKA, "1 3 5 22 37500", "1 próbka|3 próbki|5 próbek|22 próbki|37500 próbek"),
        ("pl_PL", POLISH, PROBKA, "0.5", "0.5 próbki"),
        ("ja_JP", JAPANESE, SAMPLE + 'msgstr[0] "{count} 件"\n', "0 1 2 0.5", "0 件|1 件|2 件|0.5 件"),
        (
            "ar",
            ARABIC,
            SAMPLE + "".join(f'msgstr[{form}] "{form}: {{count}}"\n' for form in range(6)),
            "0 1 2 7 11 100 0.5",
            "0: 0|1: 1|2: 2|3: 7|4: 11|5: 100|5: 0.5",
        ),
    ],
)
def test_plurals_are_those_of_the_language(
    tmp_path: Path, locale: str, header: str, forms: str, numbers: str, expected: str
) -> None:
    """Polish has three forms, Japanese one, Arabic six; a part of one takes the form of its language."""
    write(tmp_path, f"{locale.partition('_')[0]}.po", header + forms)

    assert expected.split("|") == samples(tmp_path, locale, *numbers.split())


def test_a_header_may_say_nothing_of_plurals(tmp_path: Path) -> None:
    """Then the rule that the language is known by applies: Polish has three forms."""
    assert ["2 próbki"] == samples(write(tmp_path, "pl.po", PROBKA), "pl", "2")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (POLISH + IMAGES, "pl.po:5: has 2 plural forms, and the header says 3 (msgstr[0] to msgstr[2])"),
        (
            JAPANESE + IMAGES,
            "pl.po:5: has more plural forms than the header says, which is 1 (msgstr[0] to msgstr[0], or the header's "
            "Plural-Forms is another language's)",
        ),
        (
            POLISH + PROBKA.replace('"{count} próbek"', '"próbek"'),
            "pl.po:5: lacks {count} in msgstr[2] (what stands in braces is filled in, and stays as it is)",
        ),
        (
            'msgid "{price} to {last}"\nmsgstr "{price} {last} {liczba}"\n',
            "pl.po:1: has {liczba}, which the text has not so often (the names in braces are the text's)",
        ),
        ('msgid "Costs"\nmsgstr "a\\nb"\n', "pl.po:1: has a control character (one line of text)"),
        ('msgid "Costs"\nmsgstr "a\n', 'pl.po:2: "msgstr "a" is no line of a catalogue (msgid "…" or msgstr "…")'),
        ('msgid "Costs"\nmsgid "Time"\nmsgstr "b"\n', "pl.po:1: missing msgstr for msgid 'Costs'"),
        (
            'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : 7);\\n"\n',
            "pl.po:3: Plural-Forms leads to form 7, and nplurals is 3",
        ),
        (
            'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=3; plural=exit(n);\\n"\n',
            "pl.po:3: Plural-Forms has no rule that can be followed: ",
        ),
        (
            'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=3; plural=n%(n-7);\\n"\n',
            "pl.po:3: Plural-Forms has no rule that can be followed: ",
        ),
        ('msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=x; plural=0;\\n"\n', "pl.po:3: the header cannot be read"),
        ('msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=11; plural=0;\\n"\n', "pl.po:3: nplurals is 11, from 1 to 10"),
        (
            'msgid "{count} sample"\nmsgstr "{count}"\n',
            'pl.po:1: the text "{count} sample" is not as reportgen says it',
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    """One line each, before anything is written."""
    assert problem(write(tmp_path, "pl.po", text), "pl_PL").startswith(said)


def test_a_form_of_one_count_may_say_it_in_words(tmp_path: Path) -> None:
    """The Polish form for one alone may leave the number out, which that of many may not (above)."""
    text = POLISH + PROBKA.replace('"{count} próbka"', '"jedna próbka"')

    assert ["jedna próbka"] == samples(write(tmp_path, "pl.po", text), "pl", "1")


@pytest.mark.parametrize("rule", ["n>5000 ? 9 : 0", "n>5000 ? n%(n-n) : 0"])
def test_a_rule_that_fails_late_takes_the_last_form(tmp_path: Path, rule: str) -> None:
    """Beyond the counts that it is tried with a rule may lead too far or divide by zero: nothing breaks."""
    header = f'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural={rule};\\n"\n\n'
    write(tmp_path, "nl.po", header + SAMPLE + 'msgstr[0] "{count} a"\nmsgstr[1] "{count} b"\n')

    assert ["1 a", "5000 a", "5001 b"] == samples(tmp_path, "nl", "1", "5000", "5001")


def test_folders_and_files_that_are_none(tmp_path: Path) -> None:
    """A missing folder, one without catalogues, a name that is no locale, two files for one: each is a line."""
    assert problem(tmp_path / "none", "de").endswith(
        "is no folder of catalogues (reportgen templates words LANG writes such a file with all texts)"
    )
    assert "holds no catalogue" in problem(tmp_path, "de")
    write(tmp_path, "german.po", IMAGES)
    assert problem(tmp_path, "de").startswith('german.po: "german" is no locale')
    (tmp_path / "german.po").rename(tmp_path / "de-CH.po")
    write(tmp_path, "de_CH.po", IMAGES)
    assert "is a second file for de_CH" in problem(tmp_path, "de")


@pytest.mark.parametrize(("count", "refused"), [(2, False), (3, True)])
def test_a_folder_may_hold_as_many_files_as_the_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, refused: bool
) -> None:
    """Somebody's home is no folder of catalogues; one file more than the bound is refused."""
    monkeypatch.setattr("reportgen.locale.own_words.MOST_ENTRIES", 2)
    write(tmp_path, "de.po", IMAGES)
    for place in range(count - 1):
        write(tmp_path, f"{place}.txt", "")
    if refused:
        assert "holds more than 2 files (a folder that holds catalogues alone)" in problem(tmp_path, "de")
    else:
        assert ["1 Bild"] == samples(tmp_path, "de", "1")


def test_files_keep_to_their_folder_and_size(tmp_path: Path) -> None:
    """A link out of the folder, another encoding and a file without bounds are refused."""
    folder = tmp_path / "words"
    folder.mkdir()
    write(tmp_path, "de.po", IMAGES)
    (folder / "de.po").symlink_to(tmp_path / "de.po")
    assert problem(folder, "de") == "de.po: the link leads out of the folder"
    (folder / "de.po").unlink()
    (folder / "de.po").write_bytes('msgid "Costs"\nmsgstr "Größe"\n'.encode("latin-1"))
    assert problem(folder, "de").startswith("de.po: is not in UTF-8")
    (folder / "de.po").write_bytes(b"#" * (MOST_BYTES + 1))
    assert problem(folder, "de") == "de.po: has more than 4,000,000 bytes"
    (folder / "de.po").write_bytes(b"\xef\xbb\xbf" + IMAGES.encode() + b"#" * 1000)
    assert ["1 Bild"] == samples(folder, "de", "1")


def test_a_file_of_another_language_is_not_read(tmp_path: Path) -> None:
    """What is wrong in Polish is no matter of a German page."""
    write(write(tmp_path, "de.po", IMAGES), "pl.po", "?")

    assert ["1 Bild"] == samples(tmp_path, "de", "1")
    assert [tmp_path / "de.po"] == list(read_own_words(tmp_path, "de").read)


def test_the_nearest_words_win(tmp_path: Path) -> None:
    """Those for Mexico before those for Latin America, these before Spain's, and all before reportgen's own."""
    for name, word in (("es", "fotos"), ("es_419", "imágenes"), ("es_MX", "tomas")):
        text = f'msgid "Costs"\nmsgstr "{word}"\n'
        write(tmp_path, f"{name}.po", text)
    said = {
        locale: language_of(locale, read_own_words(tmp_path, locale).catalogues).say("Costs")
        for locale in ("es_MX", "es_AR", "es_ES")
    }

    assert {"es_MX": "tomas", "es_AR": "imágenes", "es_ES": "fotos"} == said


@pytest.mark.parametrize(
    ("locale", "chain"),
    [
        ("es_MX", "es_MX es_419 es"),
        ("de_CH", "de_CH de"),
        ("pt_AO", "pt_AO pt_PT pt"),
        ("zh_Hant_TW", "zh_Hant_TW zh_Hant"),
        ("zh_Hans_CN", "zh_Hans_CN zh_Hans zh"),
        ("sr_Latn_RS", "sr_Latn_RS sr_Latn"),
    ],
)
def test_a_locale_inherits_by_the_unicode_data(locale: str, chain: str) -> None:
    """Mexico from Latin America, Angola from Portugal, and no script from another one."""
    assert chain.split() == list(with_parents(locale))


def test_what_has_no_words_is_known(tmp_path: Path) -> None:
    """A new language lacks all that it does not say, of templates too; doubtful words are none; English lacks none."""
    write(tmp_path, "nl.po", 'msgid "Costs"\nmsgstr "Geld"\n\n#, fuzzy\nmsgid "Time"\nmsgstr "Tijd"\n')
    texts = ("Costs", "Time", "Filed")
    dutch = language_of("nl", read_own_words(tmp_path, "nl", texts).catalogues)

    assert ("Time", "Filed") == with_missing(dutch, texts).missing
    assert () == with_missing(language_of("en_GB"), texts).missing
    assert () == with_missing(language_of("de_DE"), known_texts()).missing


def test_a_text_that_no_page_says_is_told(tmp_path: Path) -> None:
    """A misspelt one changes nothing, and would stay unseen; one of your templates is said by them."""
    write(tmp_path, "de.po", 'msgid "Mony"\nmsgstr "Kosten"\n\nmsgid "Filed"\nmsgstr "Abgelegt"\n')

    assert read_own_words(tmp_path, "de", ["Filed"]).warnings == (
        f'{tmp_path / "de.po"}: there is 1 text that no page says, the first: "Mony"',
    )
    assert read_own_words(tmp_path, "de").warnings == (
        f'{tmp_path / "de.po"}: there are 2 texts that no page says, the first: "Mony"',
    )


def test_no_words_and_no_locale(tmp_path: Path) -> None:
    """A folder without the language asked for leaves it unknown; what is no locale is refused."""
    write(tmp_path, "de.po", IMAGES)
    with pytest.raises(UnknownLocale, match="no words"):
        language_of("nl", read_own_words(tmp_path, "nl").catalogues)
    with pytest.raises(UnknownLocale, match="no locale"):
        read_own_words(tmp_path, "xx")


def test_who_translates_finds_where_a_text_is_said() -> None:
    """Beside each text its files, of one of the company's own that it stands in its templates, and what a place is."""
    words, template = words_to_start_from("pl", ["Filed: {number}"]).decode(), template_to_start_from().decode()
    place = "#. {tool}: the name of a tool: CodeCarbon\n#: reportgen/energy/importers/boamps.py\n"

    assert f'{place}#, python-brace-format\nmsgid "as measured by {{tool}}"\n' in words
    assert '#: templates\n#, python-brace-format\nmsgid "Filed: {number}"\nmsgstr ""\n' in words
    assert f'{place}#, python-brace-format\nmsgid "as measured by {{tool}}"\n' in template
    assert (True, False) == ('"Language: pl\\n"' in words, "Language: " in template)
