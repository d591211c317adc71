"""The HTML in a browser: nothing to scroll sideways, nothing asked for, nothing complained of, nothing run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.generate import load
from reportgen.locale.language import language_of
from reportgen.rendering.report import Report
from tests.rendering.chromium import Chromium
from tests.rendering.layout.finders import Paper, stranded_headings
from tests.rendering.layout.sheets import read_document
from tests.rendering.runs import SAMPLES, caveat_run

# A telephone, a tablet and a desk; and the text width of A4 on paper.
VIEWS = ((390, "screen"), (768, "screen"), (1280, "screen"), (718, "print"))
# Text counts as well as boxes: a box may be narrow while its text runs out of it.
TOO_WIDE = """(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  for (let node; node = walker.nextNode();) {
    const range = document.createRange();
    range.selectNodeContents(node);
    if (range.getBoundingClientRect().right > innerWidth + 1) found.push(node.textContent.slice(0, 60));
  }
  return found;
})()"""

# How high a line's box is beyond its size depends on the font that the machine has; its ink is within its size, and
# lines that touch share less than a quarter of that.
OVER_EACH_OTHER = """(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), lines = [], found = [];
  for (let node; node = walker.nextNode();) {
    if (!node.textContent.trim() || !node.parentElement.checkVisibility({visibilityProperty: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const parent = node.parentElement, own = parseFloat(getComputedStyle(parent).fontSize);
    for (const {left, right, top, bottom, width, height} of range.getClientRects()) {
      const size = parent instanceof SVGElement ? 0.83 * height : Math.min(own, height), rest = (height - size) / 2;
      const box = {left, right, top: top + rest, bottom: bottom - rest, height: size};
      if (width > 1 && height > 1) lines.push({box, node});
    }
  }
  lines.sort((one, other) => one.box.top - other.box.top);
  lines.forEach(({box, node}, index) => {
    for (const other of lines.slice(index + 1)) {
      if (other.box.top >= box.bottom) break;
      const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const high = Math.min(box.bottom, other.box.bottom) - other.box.top;
      if (other.node !== node && wide > 1.5 && high > 0.25 * Math.min(box.height, other.box.height))
        found.push(node.textContent.trim().slice(0, 30) + " | " + other.node.textContent.trim().slice(0, 30));
    }
  });
  return found;
})()"""


# Names, whole numbers and their groups whose letters stand in two lines though their column could hold them.
CUT = """(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  for (let node; node = walker.nextNode();) {
    const parent = node.parentElement;
    if (!parent.closest("table") || parent.closest("small, .hash, .key, svg")) continue;
    for (const {0: word, index} of node.textContent.matchAll(/[\\p{L}\\p{N}.,]{2,15}/gu)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].filter(it => it.width).map(it => it.top)).size > 1) found.push(word);
    }
  }
  return found;
})()"""


@pytest.mark.parametrize(("apart", "found"), [(14, []), (11, []), (10, ["above | below"]), (3, ["above | below"])])
def test_lines_over_each_other_are_found(browser: Chromium, tmp_path: Path, apart: int, found: list[str]) -> None:
    """Of two lines of 14 pixels, whose tops are so far apart, those that share more than a quarter of their size."""
    path = tmp_path / "lines.html"
    line = '<p style="position: absolute; margin: 0; font: 14px/1 sans-serif; top: {}px">{}</p>'
    path.write_text(line.format(20, "above") + line.format(20 + apart, "below"), encoding="utf-8")
    browser.open(path, 400)
    assert found == browser.evaluate(OVER_EACH_OTHER)


@pytest.fixture
def page(report: Report, tmp_path: Path) -> Path:
    """The report's HTML as a file."""
    path = tmp_path / "report.html"
    path.write_text(report.html, encoding="utf-8")
    return path


@pytest.mark.parametrize(("width", "media"), VIEWS)
def test_nothing_reaches_out_or_over_another(browser: Chromium, page: Path, width: int, media: str) -> None:
    """At no width does the page or a text in it reach beyond the window or over another, however long its names are."""
    browser.open(page, width, media=media)
    assert [] == browser.evaluate(TOO_WIDE)
    assert [] == browser.evaluate(OVER_EACH_OTHER)
    assert browser.evaluate("document.documentElement.scrollWidth") <= width


@pytest.fixture(scope="module")
def web_text() -> Report:
    """A run whose dataset has a number for a name and which counts a million million of tokens."""
    return load(SAMPLES / "any_data" / "web_text.yaml")


@pytest.mark.parametrize("width", [768, 1280])
def test_tables_have_room_for_their_words(browser: Chromium, tmp_path: Path, web_text: Report, width: int) -> None:
    """On a tablet and a desk no number of a source, no term and no count is cut in two or lies on the next one."""
    path = tmp_path / "report.html"
    path.write_text(web_text.html, encoding="utf-8")
    browser.open(path, width)
    assert [] == browser.evaluate(CUT)
    assert [] == browser.evaluate(OVER_EACH_OTHER)


def test_a_band_has_room_beside_its_label_on_a_telephone(browser: Chromium, tmp_path: Path) -> None:
    """German labels are long and a band is two amounts: they share no place."""
    path = tmp_path / "report.html"
    report = replace(caveat_run("confidential"), language=language_of("de_DE"))
    path.write_text(report.html, encoding="utf-8")
    browser.open(path, 390)
    assert [] == browser.evaluate(OVER_EACH_OTHER)


def test_signatures_stand_below_their_heading(browser: Chromium, tmp_path: Path, reports: dict[str, Report]) -> None:
    """On a telephone, where notes beside a table follow it, the word above the lines to sign stays there."""
    path = tmp_path / "report.html"
    path.write_text(reports["four_lines"].html, encoding="utf-8")
    browser.open(path, 390)
    top = "document.querySelector('.signatures > {}').getBoundingClientRect().top"
    assert browser.evaluate(top.format(".rail")) < browser.evaluate(top.format(".sign"))


@pytest.mark.parametrize("width", [390, 1280])
def test_the_head_of_the_page_is_whole(browser: Chromium, tmp_path: Path, web_text: Report, width: int) -> None:
    """A number in the name of the dataset stands behind its other words, on a telephone too."""
    path = tmp_path / "report.html"
    path.write_text(web_text.html, encoding="utf-8")
    browser.open(path, width)
    assert "Web text 2026-46" == browser.evaluate("document.querySelector('.top b').innerText")
    assert "none" == browser.evaluate("getComputedStyle(document.querySelector('.top b span')).float")


def test_quiet_and_content_with_itself(browser: Chromium, page: Path) -> None:
    """Opening the page asks for nothing but the page, writes nothing to the console and runs its own script alone."""
    for dark in (False, True):
        browser.open(page, 1280, dark=dark)
        elsewhere = [url for url in browser.asked if not url.startswith("data:image/")]
        assert ([], [page.as_uri()]) == (browser.messages, elsewhere)
    assert [""] == browser.evaluate("[...document.scripts].map(script => script.src)")
    assert 0 == browser.evaluate("[...document.images].filter(image => !image.closest('header.top')).length")


def test_narrow_and_wide_charts_take_turns(browser: Chromium, tmp_path: Path, reports: dict[str, Report]) -> None:
    """On a telephone a chart of two drawings is the narrow one, on a desk the wide one, and never both."""
    path = tmp_path / "report.html"
    path.write_text(reports["sample"].html, encoding="utf-8")
    for width in (390, 1280):
        browser.open(path, width)
        shown, drawn = browser.evaluate(
            "(all => [all.filter(svg => svg.getBoundingClientRect().width > 0).length, all.length])"
            "([...document.querySelectorAll('.wide-only svg, .narrow-only svg')])"
        )
        assert drawn == 2 * shown
        assert shown > 0


SCREEN = 844  # pixels: a telephone's height
SEEN = "[...document.querySelectorAll('.fold > *')].map(it => [it.localName, it.checkVisibility()])"


def test_on_a_telephone_what_is_long_is_folded(browser: Chromium, tmp_path: Path, reports: dict[str, Report]) -> None:
    """Folded, the sample takes a third of the 39 screens that it once had; a link into the formulas unfolds them."""
    path = tmp_path / "report.html"
    path.write_text(reports["sample"].html, encoding="utf-8")
    browser.open(path, 390)
    assert browser.evaluate("document.documentElement.scrollHeight") <= 39 / 3 * SCREEN
    folded = browser.evaluate(SEEN)
    assert {"summary"} == {name for name, is_seen in folded if is_seen}
    assert {"h2", "table"} <= {name for name, is_seen in folded if not is_seen}
    assert not browser.evaluate("document.getElementById('formulas').checkVisibility()")
    browser.evaluate("location.hash = 'formulas'")
    assert browser.evaluate("document.getElementById('formulas').checkVisibility()")


@pytest.mark.parametrize(("width", "media"), [(1280, "screen"), (390, "print")])
def test_elsewhere_nothing_is_folded(
    browser: Chromium, tmp_path: Path, reports: dict[str, Report], width: int, media: str
) -> None:
    """On a desk and on paper everything stands open, and nothing is there to unfold it."""
    path = tmp_path / "report.html"
    path.write_text(reports["sample"].html, encoding="utf-8")
    browser.open(path, width, media=media)
    assert {"summary"} == {name for name, is_seen in browser.evaluate(SEEN) if not is_seen}


@pytest.mark.parametrize("name", ["sample", "costs_more", "four_lines"])
def test_printing_parts_no_heading_from_its_text(
    browser: Chromium, tmp_path: Path, reports: dict[str, Report], name: str
) -> None:
    """Printed by the browser, the page is whole, appendix included, and no heading stands at the foot of a sheet."""
    path = tmp_path / "report.html"
    path.write_text(reports[name].html, encoding="utf-8")
    browser.open(path, 390, media="print")
    document = read_document(browser.printed())
    words = [word for sheet in document.sheets for word in sheet.words]
    assert {"H1", "H2", "H3"} <= {tag.name for word in words for tag in word.tags}
    assert "samples_removed" in {word.text for word in words}
    assert [] == list(map(str, stranded_headings(document, Paper(28.35, 28.35))))


def test_users_text_is_shown_as_it_stands(browser: Chromium, tmp_path: Path, reports: dict[str, Report]) -> None:
    """Markup in a name is read as text, letter by letter."""
    path = tmp_path / "report.html"
    path.write_text(reports["marked_up"].html, encoding="utf-8")
    browser.open(path, 1280)
    heading = browser.evaluate("document.querySelector('h1').textContent")
    assert heading.startswith(
        '<script>alert(1)</script> "><img src=x onerror=alert(2)> {{7*7}} {% raw %} &amp; </style>'
    )


def test_the_client_hears_what_is_wrong(browser: Chromium, tmp_path: Path) -> None:
    """A page that overflows, writes to the console, breaks and asks for an image is found out by these very means."""
    path = tmp_path / "bad.html"
    path.write_text(
        "<!DOCTYPE html><title>bad</title><p style='width:2000px'>" + "wide " * 400 + "<img src='gone.png'>"
        "<script>console.log('heard'); undefinedThing()</script>",
        encoding="utf-8",
    )
    browser.open(path, 390)
    assert browser.evaluate("document.documentElement.scrollWidth") > 390
    assert 1 == len(browser.evaluate(TOO_WIDE))
    assert "heard" in browser.messages
    assert "Uncaught" in browser.messages
    assert [path.as_uri(), (tmp_path / "gone.png").as_uri()] == browser.asked
