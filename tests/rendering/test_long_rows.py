"""A row that may be broken over pages: its first line stands beside its number."""

from __future__ import annotations

from pathlib import Path

import pytest
from weasyprint import CSS, HTML

_ROW = "<tr class='tall source'><th scope='row'>20</th><td>Plausible <small>{more}</small></td><td></td></tr>"
_TABLE = "<div style='height: {above}pt'></div><table class='t t-sources'><tbody>{row}</tbody></table>"


def words_on_first_page(above: int) -> set[str]:
    """The words on the first page, with that much space above the row; the page has room for 100 points."""
    sheet = (Path(__file__).parents[2] / "templates" / "page.css").read_text(encoding="utf-8")
    html = _TABLE.format(above=above, row=_ROW.format(more="word " * 120))
    paper = CSS(string="@page { size: 400pt 100pt; margin: 0; @top-left { content: none } }")
    [first, *_] = HTML(string=html).render(stylesheets=[CSS(string=sheet), paper]).pages
    return {word for box in first._page_box.descendants() for word in getattr(box, "text", "").split()}


@pytest.mark.parametrize("above", range(70, 98, 2))
def test_no_number_is_left_without_a_line(above: int) -> None:
    """However little room is left below: both begin on the page or both on the next."""
    words = words_on_first_page(above)

    assert ("20" in words) == ("Plausible" in words)
