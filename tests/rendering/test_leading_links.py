"""Links within a page that lead nowhere are taken out, and no word of a sentence with them."""

from __future__ import annotations

import pytest

from reportgen.rendering.leading_links import with_leading_links


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p><a href="#a">1</a></p><b id="a">', '<p><a href="#a">1</a></p><b id="a">'),
        ('<p>of <a class="of" href="#a"><i>1</i></a>.</p>', "<p>of <i>1</i>.</p>"),
        (
            '<p class="toc"><a href="#a"><b>1 A</b></a> <a href="#b">2 B</a></p><h2 id="b">',
            '<p class="toc"> <a href="#b">2 B</a></p><h2 id="b">',
        ),
        (
            '<p><a href="https://a.org/#a">1</a><a href="#">2</a></p>',
            '<p><a href="https://a.org/#a">1</a><a href="#">2</a></p>',
        ),
        ('<i data-id="a"></i><a href="#a">1</a>', '<i data-id="a"></i>1'),
        ("<i id='a'></i><a href=\"#a\">1</a>", None),
        ('<i id=a></i><a href="#a">1</a>', None),
        ('<a name="a"></a><a href="#a">1</a>', None),
        ('<i id="é &amp; b"></i><a href="#%C3%A9%20&amp;%20b">1</a>', None),
        ('<a href="#top">1</a>', None),
    ],
)
def test_what_leads_nowhere(html: str, expected: str | None) -> None:
    """In a sentence its text stays, in the contents nothing; links to other pages and to the top stay.

    None: as it is, however a place or a link is written.
    """
    assert (html if expected is None else expected) == with_leading_links(html)
