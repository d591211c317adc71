"""What a page prints is read back from what it is drawn with: texts, numbers, and how often each stands there."""

from __future__ import annotations

from hashlib import sha256

import pytest

from reportgen.rendering.page_text import Drawing, html_texts, numbers_in, printed_page, texts_of

MAP = b"2 beginbfchar\n<0001> <0034>\n<0002> <0035>\nendbfchar\n1 beginbfrange\n<0010> <0012> <0041>\nendbfrange"


def drawn(content: bytes, forms: dict[str, bytes] | None = None) -> list[str]:
    """The texts of a page with the font F1, whose glyphs 1 and 2 are the digits 4 and 5 and 16 to 18 are A to C."""

    def form(name: str) -> Drawing | None:
        found = (forms or {}).get(name)
        return None if found is None else Drawing(found, font, form)

    def font(name: str) -> bytes:
        return MAP if name == "F1" else b""

    return texts_of(Drawing(content, font, form))


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (b"BT /F1 12 Tf [<0001>-2<>3.5<0002>0] TJ ET", ["45"]),
        (b"BT /F1 12 Tf <0001 0002> Tj ET", ["45"]),
        (b"BT /F1 8 Tf [<0001>] TJ 0 Tr 1 0 0 -1 5 5 Tm [<0002>] TJ ET", ["45"]),
        (b"BT /F1 8 Tf [<0001>] TJ ET BT [<0002>] TJ ET", ["4", "5"]),
        (b"BT /F1 8 Tf [<0010><0011><0012>] TJ ET", ["ABC"]),
        (b"BT /F1 8 Tf [<0099>] TJ ET", ["\ufffd"]),
        (b"BT /Plain 8 Tf (4\\(5\\) and (6)) Tj ET", ["4(5) and (6)"]),
        (b"1 0 0 rg 5 5 m S", []),
        (b"BT /F1 8 Tf [<0001>] TJ ET /x0 Do /x1 Do", ["4", "5"]),
    ],
)
def test_texts_of_a_page(content: bytes, texts: list[str]) -> None:
    """Hexadecimal and literal strings, kerned or not; one text object is one text; drawings in it count."""
    assert texts == drawn(content, {"x0": b"BT /F1 8 Tf [<0002>] TJ ET"})


def test_drawings_without_end_are_refused() -> None:
    """A drawing that draws itself, and ten that draw ten each, deeper and deeper."""
    with pytest.raises(ValueError, match="inside each other"):
        drawn(b"/x0 Do", {"x0": b"/x0 Do"})
    ten = {f"x{level}": f"/x{level + 1} Do ".encode() * 10 for level in range(9)}
    with pytest.raises(ValueError, match="more than 10,000 drawings"):
        drawn(b"/x0 Do", {**ten, "x9": b"BT ET"})


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("from 31,800 to 41,100 EUR.", ["31,800", "41,100"]),
        ("45\u00a0000,50 \u2212 1\u2019000", ["45\u00a0000,50", "1\u2019000"]),
        ("3 Nov 2026, 09:14", ["3", "2026", "09", "14"]),
        ("1.2.3", ["1.2.3"]),
        ("none", []),
    ],
)
def test_numbers_of_a_text(text: str, numbers: list[str]) -> None:
    """Signs between two digits belong to the number, a comma or point behind it does not."""
    assert numbers == numbers_in(text)


def test_what_there_is_to_compare_of_a_page() -> None:
    """Its numbers in order, each as often as it stands there, and the hash of its texts."""
    page = printed_page(["7 of 12", "12"])
    assert ("12", "12", "7") == page.numbers
    assert sha256(b"7 of 12\n12").hexdigest() == page.sha256


def test_texts_of_a_page_of_html() -> None:
    """What a reader may see, with its entities, without styles, scripts and what the page carries."""
    page = "<title>A</title><style>b 1</style><p>c &amp; <b>2</b>\n 3</p><script>4</script><template>5</template> 6"
    assert ["A", "c &", "2", "3", "6"] == html_texts(page)


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ('<p title="a > 1">b</p>', ["b"]),
        ("<p title='a > \"1'>b</p>", ["b"]),
        ("1 < 2<br>3", ["1 < 2", "3"]),
        ("a<!-- <b>1</b> --> b<!-- 2", ["a", "b"]),
        ("a<style>p { width: 1 }</style>b<script>2", ["a", "b"]),
        ("<templates>1</templates><!DOCTYPE html>", ["1"]),
    ],
)
def test_what_is_a_tag_and_what_no_reader_sees(page: str, texts: list[str]) -> None:
    """A > in a quoted value ends no tag; comments, styles and scripts end at their end tags or with the page."""
    assert texts == html_texts(page)
