"""Each finder finds what it is for on a small page, and nothing on one that looks much like it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportgen.rendering.pdf import write_pdf
from tests.rendering.layout import finders
from tests.rendering.layout.finders import Fault, Paper, words_in
from tests.rendering.layout.sheets import Box, Document, Fill, Line, Mark, Sheet, Tag, Word, read_document

FONTS = Path(__file__).parents[3] / "reportgen" / "rendering" / "fonts"
MARGINS = Paper(20.0, 20.0)
STYLE = """
@font-face { font-family: Inter; src: url(asset:InterReport-Regular.ttf) }
@page { size: 200pt 300pt; margin: 20pt }
* { margin: 0; font: 10pt/12pt Inter } h1 { bookmark-level: 1 } h2 { bookmark-level: 2 }
"""
PAPER = Box(0, 0, 200, 300)


def made(body: str, style: str = "") -> Document:
    """The pages of 200 by 300 points that a body becomes."""
    html = f'<html lang="de"><head><meta charset="utf-8"><title>Made by hand</title></head><body>{body}</body></html>'
    return read_document(write_pdf(html, STYLE + style, asset_folders=[FONTS]).content)


def word(text: str, box: Box, *tags: Tag) -> Word:
    return Word(text, box, PAPER, tags)


def page(*words: Word, lines: tuple[Line, ...] = (), fills: tuple[Fill, ...] = ()) -> Document:
    """One page of 200 by 300 points with these words and shapes."""
    return Document((Sheet(200, 300, words, lines, fills),))


def test_words_are_read_with_their_places_and_elements() -> None:
    """A word's ink lies where the page put it, letters of one word stay together, and its heading is known."""
    document = made("<h1>Report</h1><h2>Ten words</h2><p>stand <b>be</b>low.</p>")
    (sheet,) = document.sheets
    assert ["Report", "Ten", "words", "stand", "below."] == [word.text for word in sheet.words]
    assert (200, 300) == (round(sheet.width), round(sheet.height))
    ten, below = sheet.words[1], sheet.words[4]
    assert ("H2", None) == (getattr(ten.inside("H1", "H2"), "name", None), below.inside("H1", "H2"))
    assert ten.box.within(Box(20, 256, 40, 268), 0.5)
    assert [("Report", 0), ("Ten words", 0)] == [(mark.title, mark.page) for mark in document.outline]


def test_words_on_each_other_are_found() -> None:
    """Two words at one place are found, and two lines as near as lines stand are not."""
    over = made('<p>Label</p><p style="margin-top: -8pt">Formula</p>')
    assert [Fault("overlap", 1, "Label | Formula")] == list(finders.overlapping_words(over))
    assert [] == list(finders.overlapping_words(made("<p>Label</p><p>Formula</p><p>Ägypten gjpqy</p>")))


@pytest.mark.parametrize(("left", "bottom", "found"), [(59.3, 108.4, 1), (59.5, 108.4, 0), (59.3, 108.6, 0)])
def test_letters_that_just_touch_are_let_through(left: float, bottom: float, found: int) -> None:
    """Ink may share 0.6 points of width and 15 % of the smaller height, and not both more."""
    one, other = word("one", Box(20, 100, 60, 110)), word("two", Box(left, bottom, 99, bottom + 10))
    assert found == len(list(finders.overlapping_words(page(one, other))))


def test_the_overprinted_formulas_of_old_are_found() -> None:
    """A label floated beside its formula, printed over the next page's first one, is found word by word."""
    rows = json.loads((Path(__file__).parent / "overprinted.json").read_text(encoding="utf-8"))
    words = [Word(text, Box(*box), Box(0, 0, 596, 842)) for text, *box in rows]
    found = [fault.text for fault in finders.overlapping_words(Document((Sheet(596, 842, tuple(words)),)))]
    assert 7 == len(found)
    assert {"abzüglich | Vermiedene", "Filterung | Filterung"} <= set(found)


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="150" height="40"><title>Chart</title>{shapes}</svg>'
TEXT = '<text x="20" y="20" font-family="Inter" font-size="10">Model</text>'
WHITE = '<rect x="15" y="8" width="60" height="16" fill="#fff"/>'


@pytest.mark.parametrize(
    ("shapes", "kinds"),
    [
        ('<path d="M0 5L100 30" stroke="#456"/>' + TEXT, ["over a line"]),
        ('<path d="M0 24L100 24" stroke="#456"/>' + TEXT, []),
        ('<path d="M0 5L100 30" stroke="#456"/>' + WHITE + TEXT, []),
        (WHITE + '<path d="M0 5L100 30" stroke="#456"/>' + TEXT, ["over a line"]),
        ('<rect x="0" y="8" width="35" height="16" fill="#057"/>' + TEXT, ["over a bar"]),
        ('<rect x="0" y="8" width="90" height="16" fill="#057"/>' + TEXT, []),
        ('<rect x="0" y="8" width="35" height="16" fill="#eee"/>' + TEXT, []),
        ('<rect x="0" y="16" width="35" height="0.7" fill="#057"/>' + TEXT, ["over a bar"]),
        ('<rect x="0" y="22" width="35" height="0.7" fill="#057"/>' + TEXT, []),
    ],
    ids=["line", "underline", "covered line", "line on top", "bar", "on a bar", "tint", "rule", "rule below"],
)  # fmt: skip
def test_words_over_lines_and_bars_are_found(shapes: str, kinds: list[str]) -> None:
    """A line through a word, and a bar or rule that ends in one, are found; what lies below or behind it is not."""
    document = made(SVG.format(shapes=shapes))
    assert kinds == [fault.kind for fault in finders.words_over_shapes(document)]


def test_words_that_leave_their_place_are_found() -> None:
    """A word that its box cuts off, and one at the edge of the paper, are found; one that ends in its box is not."""
    cut = made('<p style="width: 30pt; overflow: hidden; white-space: nowrap">Hundertausend</p>')
    assert ["cut off"] == [fault.kind for fault in finders.outside(cut)]
    edge = made('<p style="position: absolute; left: -15pt">Edge</p>')
    assert ["at the edge of the paper"] == [fault.kind for fault in finders.outside(edge)]
    assert [] == list(finders.outside(made('<p style="width: 90pt; overflow: hidden">Hunderttausend</p>')))


COLUMN = "p { width: 60pt; overflow-wrap: anywhere }"


@pytest.mark.parametrize(
    ("text", "style", "found"),
    [
        ("Annotationskosten", "", True),
        ("Annotationskosten", "p { hyphens: auto }", False),
        ("Annotations Kosten", "", False),
        ("(Annotationskosten)", "", True),
        ("annotationseb28d04002a5d6b1acd777086f", "", False),
        ("annotations.record.json", "p { width: 105pt }", False),
        ("Unteilbar" * 4, "", False),
        ("onmouseover='alert(3)", "", True),
        ("<script>alert(1)</script>".replace("<", "&lt;"), "p { width: 105pt }", False),
    ],
    ids=["cut", "hyphen", "two words", "in brackets", "hash", "file", "longer than a line", "signs", "with a slash"],
)
def test_words_cut_without_a_hyphen_are_found(text: str, style: str, found: bool) -> None:
    """A word that goes on in the next line is found, but not with a hyphen, in a hash or where no line can hold it."""
    cut = list(finders.cut_words(made(f"<p>{text}</p>", COLUMN + style), words_in(f"<p>{text}</p>")))
    assert found == bool(cut)


@pytest.mark.parametrize(
    ("text", "found"),
    [("12345678 EUR/Stunde", True), ("12345678 EUR/\u2060Stunde", False), ("12345678 https://example", False)],
    ids=["parted", "joined", "address"],
)
def test_units_parted_behind_their_slash_are_found(text: str, found: bool) -> None:
    """A line that ends with `EUR/` is found, one that ends within an address is not."""
    assert found == bool(list(finders.parted_units(made(f"<p>{text}</p>", "p { width: 75pt }"))))


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("Éner\u2010", "gie d’un entraînement", True),
        ("Annotations\u2010", "kosten", False),
        ("am Éner\u2010", "gie du", False),
    ],
    ids=["room", "no room", "not the first"],
)
def test_words_hyphenated_though_they_have_room_are_found(first: str, second: str, found: bool) -> None:
    """The first word of a text stands in one piece where the line below it is wider than the whole word."""
    assert found == bool(list(finders.needless_hyphens(made(f"<p>{first}<br>{second}</p>"))))


def test_nearly_empty_pages_are_found() -> None:
    """A page with one line is found, unless it is the last one of the body or of the appendix."""
    four = made("<p>One</p>" + '<p style="break-before: page">Two</p>' * 3)
    assert [1, 2, 3] == [fault.page for fault in finders.unfilled_pages(four, MARGINS, 4)]
    assert [1, 3] == [fault.page for fault in finders.unfilled_pages(four, MARGINS, 2)]


@pytest.mark.parametrize(("bottom", "found"), [(194, 1), (193, 0)])
def test_a_page_is_filled_from_a_third_on(bottom: float, found: int) -> None:
    """Of 260 points between the margins a third is 86.7: to 193 points above the paper's edge is enough, 194 is not."""
    sheet = Sheet(200, 300, (word("low", Box(20, bottom, 60, bottom + 8)), word("foot", Box(20, 8, 60, 14))))
    assert found == len(list(finders.unfilled_pages(Document((sheet, sheet)), MARGINS, 2)))
    drawn = Sheet(200, 300, (), (), (Fill(Box(20, 190, 60, 200)),))
    assert [] == list(finders.unfilled_pages(Document((drawn, sheet)), MARGINS, 2))


FILLER = '<h1>Report</h1><p>Cover</p><div style="height: 210pt"></div>'


@pytest.mark.parametrize(
    ("foot", "found"),
    [
        ("<h2>Money</h2>", ["Money"]),
        ("<h2>Money</h2><p>12 EUR</p>", []),
        ("<h2>Money</h2>" + SVG.format(shapes='<rect width="90" height="9" fill="#057"/>'), []),
        ('<h2>Money</h2><div style="position: absolute; left: 150pt; width: 20pt">beside</div>', ["Money"]),
    ],
    ids=["alone", "with text", "with a chart", "with a note beside it"],
)
def test_headings_at_the_foot_of_a_page_are_found(foot: str, found: list[str]) -> None:
    """A heading with nothing of its section below it is found; with a line of text or a chart it is not."""
    document = made(
        FILLER + foot + '<p style="break-before: page">Next</p>', "h2 { break-after: auto } svg { height: 9pt }"
    )
    assert found == [fault.text for fault in finders.stranded_headings(document, MARGINS)]


def test_a_head_of_a_table_does_not_count_as_its_text() -> None:
    """A heading over a table's caption and head alone is found; with a row of the table it is not."""

    def tagged(name: str, text: str, top: float) -> Word:
        return word(text, Box(20, top - 8, 60, top), Tag("Document", 0), Tag(name, round(top)))

    head = [tagged("H3", "Costs", 60), tagged("Caption", "in", 50), tagged("THead", "EUR", 40)]
    assert 1 == len(list(finders.stranded_headings(page(*head), MARGINS)))
    assert [] == list(finders.stranded_headings(page(*head, tagged("TBody", "12", 30)), MARGINS))


HEADED = "@page { @top-right { content: string(section%s) } } h2 { string-set: section content() }"


@pytest.mark.parametrize(("keyword", "found"), [("", 1), (", start", 0)])
def test_running_heads_of_another_section_are_found(keyword: str, found: int) -> None:
    """A head that names the section beginning farther down the page is found; one that names what goes on is not."""
    body = '<h1>Report</h1><p style="break-after: page">Cover</p><h2>Money</h2><div style="height: 300pt"></div>'
    document = made(body + "<p>goes on</p><h2>Carbon</h2><p>Text</p>", HEADED % keyword)
    assert found == len(list(finders.strange_running_heads(document, MARGINS)))


def test_a_section_that_begins_a_page_names_it() -> None:
    """The head over a section's first line is that section's: the one before it would be another's."""
    words = (word("Carbon", Box(150, 285, 190, 292)), word("Text", Box(20, 262, 60, 272)))
    marks = (Mark("Report", 0, 300), Mark("Money", 0, 200), Mark("Carbon", 1, 272))
    document = Document((Sheet(200, 300, ()), Sheet(200, 300, words)), marks)
    assert [] == list(finders.strange_running_heads(document, MARGINS))
    later = Document(document.sheets, (*marks[:2], Mark("Carbon", 1, 200)))
    assert 1 == len(list(finders.strange_running_heads(later, MARGINS)))


def test_everything_is_found_in_the_order_of_the_pages() -> None:
    """All finders together name the kinds of fault that a bad document has, page by page."""
    body = '<h1>Report</h1><p>Label</p><p style="margin-top: -8pt">Formula</p>'
    body += '<div style="height: 225pt"></div><h2>Money</h2><p style="break-before: page">12 EUR</p>'
    kinds = [fault.kind for fault in finders.faults(made(body), MARGINS, 2, frozenset())]
    heads = ["running head of another section"] * 2
    assert ["overlap", "nearly empty", "heading at the foot", *heads] == kinds
