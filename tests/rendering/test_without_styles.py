"""The page where a server's policy forbids its styles, as Jenkins does: plain, and every number legible."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from reportgen.rendering.report import Report
from tests.rendering.chromium import Chromium

# Each text that is shown, as [text, left, top, right, bottom]; what a drawing says is left to the drawing, and what is
# folded away has no place.
TEXTS = """(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  for (let node; node = walker.nextNode();) {
    if (!node.textContent.trim() || node.parentElement.closest('svg')) continue;
    if (!node.parentElement.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const lines = [...range.getClientRects()].filter(line => line.width > 0);
    for (const line of lines) found.push([node.textContent, line.left, line.top, line.right, line.bottom]);
  }
  return found;
})()"""


HEADINGS = "[...document.querySelectorAll('h2')].filter(one => one.checkVisibility())"


@pytest.fixture(params=["folded", "unfolded"])
def plain(browser: Chromium, report: Report, tmp_path: Path, request: pytest.FixtureRequest) -> Chromium:
    """The browser with the report under a policy that allows no style of its own, neither sheet nor attribute.

    What is folded is so on every width, until the reader opens it.
    """
    policy = "style-src 'unsafe-inline'"
    assert 1 == report.html.count(policy)
    path = tmp_path / "report.html"
    path.write_text(report.html.replace(policy, "style-src 'self'"), encoding="utf-8")
    browser.open(path, 1280)
    assert "rgba(0, 0, 0, 0)" == browser.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    if request.param == "unfolded":
        assert browser.evaluate("[...document.querySelectorAll('details')].map(one => one.open = true).length")
    return browser


def test_no_text_lies_on_another_or_runs_into_it(plain: Chromium) -> None:
    """No two texts share room, and a word or number never continues in the next one without a space."""
    texts = plain.evaluate(TEXTS)
    assert len(texts) > 50
    for (text, _, top, right, bottom), (after, left, next_top, _, _) in pairwise(texts):
        if "\u200f" in text:  # does not end where its last letter is
            continue
        if next_top < bottom - 4 and top < next_top + 8 and left >= right - 1:
            glued = left - right < 1 and text[-1:].isalnum() and after[:1].isalnum()
            assert not glued, (text, after)
    for index, (text, left, top, right, bottom) in enumerate(texts):
        for other, x1, y1, x2, y2 in texts[index + 1 : index + 200]:
            apart = x1 >= right - 1 or left >= x2 - 1 or y1 >= bottom - 4 or top >= y2 - 4
            assert apart, (text, other)


def test_tables_are_tables_and_sections_in_order(plain: Chromium) -> None:
    """Cells stand in rows and columns, headings one below the other."""
    displays = "[...new Set([...document.querySelectorAll('tbody td')].map(cell => getComputedStyle(cell).display))]"
    assert ["table-cell"] == plain.evaluate(displays)
    tops = plain.evaluate(f"{HEADINGS}.map(one => one.getBoundingClientRect().top)")
    assert tops
    assert sorted(tops) == tops


def test_each_chart_is_drawn_once_and_whole(plain: Chromium) -> None:
    """Of a chart's two drawings one is shown, and no drawing cuts off a text at its edge."""
    narrow = "[...document.querySelectorAll('.narrow-only svg')].filter(svg => svg.getBoundingClientRect().width)"
    assert 0 == plain.evaluate(f"{narrow}.length")
    clipping = "[...document.querySelectorAll('svg')].map(svg => getComputedStyle(svg).overflow)"
    assert set(plain.evaluate(clipping)) <= {"visible"}
