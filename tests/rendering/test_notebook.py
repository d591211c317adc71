"""The report in a notebook: its links work inside its frame, whatever the page around it is."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from reportgen.rendering.report import Report
from tests.rendering.chromium import Chromium

BASES = ("", '<base href="https://example.invalid/lab/">')
# The middle of the link to a section, in the frame's own pixels.
LINK = """(() => {
  const box = document.querySelector('.toc a[href="#money"]').getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
})()"""
# Where the frame is, whose page it shows, and how far below its upper edge the section begins.
SHOWN = """[location.href, document.querySelector('h1')?.textContent,
  Math.round(document.getElementById('money')?.getBoundingClientRect().top)]"""
PATIENCE = 5  # seconds until a click has had its effect


@pytest.mark.parametrize("base", BASES)
def test_a_click_on_a_link_stays_in_the_frame(
    browser: Chromium, tmp_path: Path, reports: dict[str, Report], base: str
) -> None:
    """A click on a link of the contents brings its section to the frame's upper edge, and loads nothing."""
    report = reports["sample"]
    host = tmp_path / "notebook.html"
    host.write_text(
        f"<!DOCTYPE html><title>notebook</title>{base}<body style='margin:0'><h1>Notebook</h1>{report._repr_html_()}",
        encoding="utf-8",
    )
    browser.open(host, 1280)
    browser.evaluate("document.querySelector('iframe').style.height = '800px'")
    browser.evaluate("document.querySelector('h1').remove()")
    browser.evaluate_in_frame("document.querySelector('.toc').scrollIntoView({block: 'center'})")
    x, y = browser.evaluate_in_frame(LINK)
    browser.asked.clear()
    browser.click(x, y)
    title = report.page.first.title
    assert ["about:srcdoc#money", title, 0] == _until(browser, ["about:srcdoc#money", title, 0])
    assert [] == browser.asked
    # no script runs in the frame, the panel of assumptions neither, which stays hidden
    assert all(it.startswith("Blocked script execution") for it in browser.messages)
    assert browser.evaluate_in_frame("document.getElementById('what-if').hidden")


def _until(browser: Chromium, wanted: list[Any]) -> Any:
    """What the frame shows, once it is what is wanted or patience has run out."""
    deadline = time.monotonic() + PATIENCE
    while (shown := browser.evaluate_in_frame(SHOWN)) != wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    return shown
