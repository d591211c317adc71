"""Hebrew and Arabic names in charts: as they are in HTML, whose reader orders them, and in reading order in the PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import reportgen
from reportgen.rendering.context import context_of
from reportgen.rendering.report import Report
from tests.page.made_runs import without_links

RUN = Path(__file__).parent / "right_to_left.yaml"
# From left to right, Arabic letters joined (each in its presentation form); worked by hand.
ON_PAPER = {
    "12 לדומ",
    "7,500 תוקיודמ תויוליפכ",
    "7 \u062c\u0630\ufeee\ufee4\ufee7",
    "1 \u0629\u0631\ufeae\ufedc\ufee3 \u0631\ufeee\ufebb",
}
ON_SCREEN = {"מודל 12", "כפילויות מדויקות 7,500", "نموذج 7", "صور مكررة 1"}


@pytest.fixture(scope="module")
def report() -> Report:
    """A run with names in both scripts, numbers and Latin words among them."""
    return reportgen.load(RUN)


def drawn(report: Report, *, paper: bool) -> set[str]:
    """The texts in Hebrew and Arabic letters that the charts draw."""
    texts = _texts(context_of(report.page, report.look, paper=paper)["page"])
    drawings = (without_links(text) for text in texts if text.startswith("<svg"))
    found = {text for svg in drawings for text in re.findall("<text[^>]*>([^<]*)", svg)}
    return {text for text in found if re.search("[\u0590-\u06ff\ufe80-\ufeff]", text)}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def test_on_paper_names_stand_in_reading_order(report: Report) -> None:
    """WeasyPrint draws letters one by one from the left, so that they are given to it as they are seen."""
    assert ON_PAPER == drawn(report, paper=True)


def test_on_a_screen_names_stand_as_they_were_given(report: Report) -> None:
    """A browser orders and joins letters itself: there every name is letter by letter the user's."""
    assert ON_SCREEN == drawn(report, paper=False)


def test_what_a_chart_is_called_aloud_keeps_its_order(report: Report) -> None:
    """On paper too the charts' titles and the page's words hold the names as they were given."""
    texts = list(_texts(context_of(report.page, report.look, paper=True)["page"]))
    titles = [title for text in texts for title in re.findall("<title>([^<]*)", text)]
    assert any("מודל 12" in title for title in titles)
    assert any("نموذج 7" in title for title in titles)
    assert "مشروع 2026 تنظيف الصور" in texts
