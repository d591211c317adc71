"""A page in Arabic or Japanese by a company's own words: its direction, its sides, its signs before numbers.

The catalogues in tests/locale/trial say the cover alone, and ship nowhere.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

import reportgen
from reportgen.charts.letter_by_letter import letter_by_letter
from reportgen.locale.language import language_of
from reportgen.rendering.report import Report
from reportgen.rendering.right_to_left import mirrored, with_marks
from tests.rendering.chromium import Chromium
from tests.rendering.runs import SAMPLES

TRIAL = Path(__file__).parent.parent / "locale" / "trial"


@cache
def report(locale: str) -> Report:
    """The four lines in this language."""
    return reportgen.load(SAMPLES / "four_lines.yaml", locale=locale, locale_dir=TRIAL)


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a { margin-left: 1px; left: 0 }", "a { margin-right: 1px; right: 0 }"),
        ("a { float: right; text-align: left }", "a { float: left; text-align: right }"),
        ("a { border-left-width: 0 }", "a { border-right-width: 0 }"),
        ("@page { @top-left { content: none } }", "@page { @top-right { content: none } }"),
        ("a { padding: 1px 2px 3px 4px }", "a { padding: 1px 4px 3px 2px }"),
        ("a { margin: 0 auto } b { top: 1px }", "a { margin: 0 auto } b { top: 1px }"),
        ("a { padding: 1px 2px 3px }", "a { padding: 1px 2px 3px }"),
        ('/* left */ a::after { content: "left" }', '/* left */ a::after { content: "left" }'),
        (".left, #right, .t-left { src: url(left.png) }", ".left, #right, .t-left { src: url(left.png) }"),
    ],
)
def test_a_stylesheet_is_mirrored(css: str, expected: str) -> None:
    """Sides change in names and values, four values in their order; texts, addresses and names of classes do not."""
    assert mirrored(css).startswith(expected + "\n")


def test_a_sign_stays_before_its_number() -> None:
    """Among letters that run to the left it would stand behind it; what is no sign of a number is left alone."""
    assert "ب \u200e\u22125 و \u200e+7" == with_marks("ب \u22125 و +7")
    for text in ("a+b", "div + div", "3+4", "\u200e\u22125"):
        assert text == with_marks(text)


def test_a_page_in_arabic_runs_to_the_left() -> None:
    """The page says so, its sheet is mirrored, and 110,000 has the form of its plural."""
    html = report("ar_EG").html

    assert '<html lang="ar-EG" dir="rtl">' in html
    assert ".railed { padding-right: calc(" in html
    assert "* { letter-spacing: 0 !important }" in html
    assert "110,000 عينة" in html
    assert "\u200e\u221235,600" in html


@pytest.mark.parametrize("locale", ["ja_JP", "de_DE", "en_GB"])
def test_other_pages_run_to_the_right(locale: str) -> None:
    """With their own sheet, and no mark in a number."""
    html = report(locale).html

    assert "ltr" == language_of(locale if locale != "ja_JP" else "en").direction
    assert f'<html lang="{locale.replace("_", "-")}">' in html
    assert ".railed { padding-left: calc(" in html
    assert "\u200e" not in html


def test_a_page_in_japanese_has_its_signs() -> None:
    """The one form of its counts, its full stop and its colon, and no hyphen's language."""
    html = report("ja_JP").html

    assert "110,000件のサンプル" in html
    assert "除外しました。" in html
    assert "。." not in html


@pytest.mark.parametrize("locale", ["ar_EG", "ja_JP"])
def test_the_pdf_is_of_that_language(locale: str) -> None:
    """A reader is told which; characters without a font are named, and the file is then no PDF/A."""
    result = report(locale).pdf()
    document = PdfReader(BytesIO(result.content))

    assert locale.replace("_", "-") == str(document.root_object["/Lang"])
    assert result.conforms is not bool(result.missing_glyphs)


def test_short_vowels_are_left_out_of_charts_on_paper() -> None:
    """Four letters with a doubled one and a vowel are drawn as four, in their joined forms."""
    assert letter_by_letter("<text>متجنب</text>") == letter_by_letter("<text>متجنَّب</text>")


def test_a_browser_shows_labels_at_the_right_and_charts_as_they_are(browser: Chromium, tmp_path: Path) -> None:
    """The rail stands to the right of its section's text; a chart's texts begin at the left."""
    page = tmp_path / "report.html"
    page.write_text(report("ar_EG").html, encoding="utf-8")
    browser.open(page, 1200)

    script = """(() => {
        const heading = document.querySelector(".finding"), rail = heading.querySelector(".rail");
        return [rail.getBoundingClientRect().left >= heading.getBoundingClientRect().right - 1,
                getComputedStyle(document.querySelector("svg.chart")).direction,
                document.documentElement.scrollWidth <= 1200];
    })()"""
    assert [True, "ltr", True] == browser.evaluate(script)
