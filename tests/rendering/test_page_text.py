"""What a page prints is read back from what it is drawn with: texts, numbers, and how often each stands there."""

from __future__ import annotations

from hashlib import sha256

import pytest

from reportgen.rendering.page_text import Drawing, html_texts, numbers_in, printed_page, texts_of

MAP = b"2 beginbfchar\n<0001> <0034>\n<0002> <0035>\nendbfchar\n1 beginbfrange\n<0010> <0012> <0041>\nendbfrange"

# Glyphs 1 to 3 from the last but one of all characters on, 5 a pair of surrogates, 4 half of one.
HIGH = b"3 beginbfchar <0005><D83DDE00> <0004><D83D> <0006><003> endbfchar 1 beginbfrange<1><3><10FFFE>endbfrange"


def drawn(content: bytes, forms: dict[str, bytes] | None = None) -> list[str]:
    """The texts of a page with the font F1, whose glyphs 1 and 2 are the digits 4 and 5 and 16 to 18 are A to C."""

    def form(name: str) -> Drawing | None:
        found = (forms or {}).get(name)
        return None if found is None else Drawing(found, font, form)

    def font(name: str) -> bytes:
        return {"F1": MAP, "F2": HIGH}.get(name, b"")

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
        # what stands before a text object is none of it, and neither is what stood in the last one
        (b"/F1 8 Tf [<0001>] TJ BT [<0002>] TJ ET ET", ["5"]),
        (b"BT /F1 8 Tf [<0001>] TJ BT [<0002>] TJ ET", ["5"]),
        (b"BT /F1 8 Tf <00 1> Tj <0001> ' <0002> \" ET", ["A45"]),
        (b"BT /Plain 8 Tf (a) ' (b\n(c\\)d)) \" ET", ["ab\n(c)d)"]),
        # a backslash before the end of a line carries a string over it, and before a sign it is that sign
        *((b"BT /Plain 8 Tf [(a\\" + end + b"b)] TJ ET", ["ab"]) for end in (b"\n", b"\r", b"\r\n")),
        (b"BT /Plain 8 Tf [(a\\\\b\\)) -3 <41>] TJ ET", ["a\\b)A"]),
        (b"BT /F1 8 Tf [<0001>] TJ /Plain 8 Tf (4) Tj /F1 8 Tf <0002> Tj ET", ["445"]),
        (b"BT /F2 8 Tf <0001000200050006> Tj ET", ["\U0010fffe\U0010ffff\U0001f6000"]),
        (b"BT /F2 8 Tf <00030004> Tj ET", ["\ufffd\ufffd"]),
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


@pytest.mark.parametrize(("deep", "many"), [(50, 1), (1, 9999)])
def test_drawings_up_to_a_limit_are_read(deep: int, many: int) -> None:
    """Fifty inside the first one, and ten thousand of them; one more is too many."""
    text = b"BT /F1 8 Tf <0001> Tj ET"
    chain = {f"x{level}": f"/x{level + 1} Do".encode() for level in range(deep)}
    content = b"/x0 Do " if deep > 1 else b"/last Do " * many + b"/last Do "
    assert ["4"] * (1 if deep > 1 else many + 1) == drawn(content, {**chain, f"x{deep}": text, "last": text})
    with pytest.raises(ValueError, match="a page of more than 10,000 drawings, or 50 inside each other"):
        drawn(
            b"/first Do" if deep > 1 else content + b"/last Do ",
            {"first": b"/x0 Do", **chain, f"x{deep}": text, "last": text},
        )


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("from 31,800 to 41,100 EUR.", ["31,800", "41,100"]),
        ("45\u00a0000,50 \u2212 1\u2019000", ["45\u00a0000,50", "1\u2019000"]),
        ("3 Nov 2026, 09:14", ["3", "2026", "09", "14"]),
        ("1.2.3", ["1.2.3"]),
        ("1\u202f000 2\u2009000 3'000 4;000 5..6", ["1\u202f000", "2\u2009000", "3'000", "4", "000", "5", "6"]),
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
