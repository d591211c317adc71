"""A company's own words on the command line: written to start from, read for a page, and said where they lack."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import reportgen
from reportgen.locale.catalogue import key_of_entry, known_texts
from tests.cli.running import FOUR_LINES, Run, files_in

IMAGES = (
    'msgid "{count} sample"\nmsgid_plural "{count} samples"\nmsgstr[0] "{count} Bild"\nmsgstr[1] "{count} Bilder"\n'
)
TEMPLATE = (
    '{% extends "builtin/report.html.j2" %}\n'
    '{% block sign_off %}{{ super() }}<p>{{ say("Filed under {number}", number=4711) }}</p>{% endblock %}'
)
FILED = '\nmsgid "Filed under {number}"\nmsgstr "Abgelegt unter {number}"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a run and a folder of words."""
    (tmp_path / "run.yaml").write_text(FOUR_LINES)
    (tmp_path / "words").mkdir()
    return tmp_path


def page(path: Path) -> str:
    """The text of a page."""
    html = re.sub(r"<style.*?</style>|<script.*?</script>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"<[^>]*>", " ", html)


def test_words_of_the_project_and_of_the_call(run: Run, folder: Path) -> None:
    """reportgen.toml names a folder beside it, --locale-dir takes its place; no shortfall is said."""
    (folder / "words/de.po").write_text(IMAGES, encoding="utf-8")
    (folder / "other").mkdir()
    (folder / "other/de.po").write_text(IMAGES.replace("Bild", "Foto").replace("Fotoer", "Fotos"), encoding="utf-8")
    (folder / "reportgen.toml").write_text('locale = "de_DE"\nlocale_dir = "words"\n')
    first = run("generate", "run.yaml", "--format", "html", "-o", "a")
    second = run("generate", "run.yaml", "--format", "html", "-o", "b", "--locale-dir", "other")
    third = run("demo", "-o", "c", "--locale", "de", "--locale-dir", "other")

    assert (0, 0, 0) == (first.code, second.code, third.code)
    assert re.search(r"[0-9] Bilder", page(folder / "a/report.html"))
    assert re.search(r"[0-9] Fotos", page(folder / "b/report.html"))
    assert re.search(r"[0-9] Fotos", page(folder / "c/report.html"))


@pytest.mark.parametrize("command", [("generate", "run.yaml"), ("check", "run.yaml"), ("demo",)])
def test_wrong_words_write_nothing(run: Run, folder: Path, command: tuple[str, ...]) -> None:
    """A catalogue with a fault is exit code 2, with its file and line."""
    (folder / "words/de.po").write_text('msgid "Costs"\nmsgstr "Kosten {unit}"\n', encoding="utf-8")
    done = run(*command, "--locale", "de_DE", "--locale-dir", "words")

    assert 2 == done.code
    assert done.err.startswith("words/de.po:1: has {unit}, which the text has not so often (")
    assert ["run.yaml", "words"] == files_in(folder)


def test_an_english_page_of_another_language_is_said(run: Run, folder: Path) -> None:
    """Of a new language with one text the others are counted, exit code 3; report.json alone lacks none."""
    (folder / "words/pl.po").write_text('msgid "Costs"\nmsgstr "Koszty"\n', encoding="utf-8")
    words = ("--locale", "pl_PL", "--locale-dir", "words")
    done = run("generate", "run.yaml", "--format", "html", "-o", "a", *words)
    data = run("generate", "run.yaml", "--format", "json", "-o", "b", *words)

    assert 3 == done.code
    assert f"reportgen: {len(known_texts()) - 1:,} texts have no words in pl_PL and stand in English, the first: " in (
        done.err
    )
    assert '<html lang="pl-PL"' in (folder / "a/report.html").read_text(encoding="utf-8")
    assert (0, "") == (data.code, data.err)


def test_without_words_a_language_is_refused(run: Run, folder: Path) -> None:
    """Where the folder has none for it, too."""
    (folder / "words/de.po").write_text(IMAGES, encoding="utf-8")
    done = run("generate", "run.yaml", "--locale", "nl_NL", "--locale-dir", "words")

    assert 2 == done.code
    assert done.err.startswith('locale: there are no words for the locale "nl_NL" (')


def test_own_templates_speak_with_own_words(run: Run, folder: Path) -> None:
    """What a template says is looked up in the process that fills it in; without words it is counted as missing."""
    (folder / "t").mkdir()
    (folder / "t/report.html.j2").write_text(TEMPLATE, encoding="utf-8")
    (folder / "words/de.po").write_text(IMAGES, encoding="utf-8")
    call = ("generate", "run.yaml", "--format", "html", "--locale", "de", "--locale-dir", "words", "--templates", "t")
    without = run(*call, "-o", "a")
    (folder / "words/de.po").write_text(IMAGES + FILED, encoding="utf-8")
    done = run(*call, "-o", "b")

    assert 3 == without.code
    assert (
        'reportgen: 1 text has no words in de and stands in English, the first: "Filed under {number}"' in without.err
    )
    assert "Filed under 4711" in page(folder / "a/report.html")
    assert (0, "") == (done.code, done.err)
    assert "Abgelegt unter 4711" in page(folder / "b/report.html")


def test_a_language_is_added_as_the_page_says_it(run: Run, folder: Path) -> None:
    """The file that is written, translated, makes a whole Dutch page: nothing lacks, dates and numbers are Dutch."""
    written = run("templates", "words", "nl", "-o", "words")
    path = folder / "words/nl.po"
    text = path.read_text(encoding="utf-8")
    head, _, rest = text.partition("\n\n")
    translated = re.sub(r'^msgid ((?:".*"\n)+)msgstr ""$', r'msgid \1msgstr "‹"\n\1"›"', rest, flags=re.MULTILINE)
    plural = re.compile(r'^msgid ((?:".*"\n)+)msgid_plural ((?:".*"\n)+)msgstr\[0\] ""\nmsgstr\[1\] ""$', re.MULTILINE)
    translated = plural.sub(r'msgid \1msgid_plural \2msgstr[0] "‹"\n\1"›"\nmsgstr[1] "‹"\n\2"›"', translated)
    path.write_text(f"{head}\n\n{translated}", encoding="utf-8")
    done = run("generate", "run.yaml", "--format", "html,json", "--locale", "nl_NL", "--locale-dir", "words")

    assert (0, "words/nl.po\n") == (written.code, written.out)
    assert '"Language: nl\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"' in head
    assert (0, "") == (done.code, done.err)
    assert "‹Assumptions›" in page(folder / "report.html")
    assert "42\u00a0‹min›" in page(folder / "report.html")
    assert 0 == run("verify", "report.html").code  # which has no words for it, and reads the durations all the same


def test_all_texts_are_written_once_with_the_words_that_there_are(run: Run, folder: Path) -> None:
    """German with German words, the template with none, Polish with three forms, texts of own templates beside them."""
    (folder / "t").mkdir()
    (folder / "t/report.html.j2").write_text(TEMPLATE, encoding="utf-8")
    for name in ((), ("de",), ("pl",)):
        assert 0 == run("templates", "words", *name, "-o", "new", "--templates", "t").code
    again = run("templates", "words", "de", "-o", "new")
    found = {path.name: read_po(BytesIO(path.read_bytes())) for path in sorted((folder / "new").iterdir())}

    assert ["de.po", "pl.po", "reportgen.pot"] == list(found)
    for catalogue in found.values():
        ids = {key_of_entry(entry) for entry in catalogue if entry.id}
        assert {*known_texts(), "Filed under {number}"} == ids
    assert "Annahmen" == found["de.po"]["Assumptions"].string
    assert ("", "", "") == found["pl.po"]["{count} sample"].string
    assert (2, "new/de.po: is there already (choose another folder with -o)\n") == (again.code, again.err)
    assert 2 == run("templates", "words", "xx").code


def test_the_words_are_an_input_that_is_not_written_over(folder: Path) -> None:
    """The file is on the list of what was read, by Python's argument too."""
    (folder / "words/de.po").write_text(IMAGES, encoding="utf-8")
    report = reportgen.load(folder / "run.yaml", locale="de_DE", locale_dir=folder / "words")

    assert folder / "words/de.po" in report.read
    with pytest.raises(reportgen.InputError, match=r"--locale-dir|locale_dir"):
        reportgen.load(folder / "run.yaml", locale_dir=3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("locale", "rule", "forms", "said"),
    [
        ("ja_JP", "nplurals=1; plural=0;", ["{count} 件のサンプル"], "件のサンプル"),
        (
            "ar_EG",
            "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
            ["لا عينات {count}", "عينة واحدة", "عينتان", "{count} عينات", "{count} عينة", "{count} عينة"],
            "عينة",
        ),
    ],
)
def test_a_language_of_other_plurals_begins_with_its_first_texts(
    run: Run, folder: Path, locale: str, rule: str, forms: list[str], said: str
) -> None:
    """Japanese has one form and Arabic six: a page that begins with a few texts is made, and says what lacks."""
    header = f'msgid ""\nmsgstr ""\n"Plural-Forms: {rule}\\n"\n\n'
    texts = "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(forms))
    plural = 'msgid "{count} sample"\nmsgid_plural "{count} samples"\n'
    (folder / f"words/{locale[:2]}.po").write_text(header + plural + texts, encoding="utf-8")
    done = run("generate", "run.yaml", "--format", "html,md", "--locale", locale, "--locale-dir", "words")

    assert 3 == done.code
    assert f"{len(known_texts()) - 1:,} texts have no words in {locale}" in done.err
    assert said in page(folder / "report.html")
    assert f'<html lang="{locale.replace("_", "-")}"' in (folder / "report.html").read_text(encoding="utf-8")
