"""The panel in which a reader tries other assumptions, in a browser and against reports that were made with them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from reportgen.generate import load
from reportgen.page.what_if import Assumption
from reportgen.rendering.context import context_of
from reportgen.rendering.html import render_html
from reportgen.rendering.report import Report
from tests.rendering.chromium import Chromium
from tests.rendering.runs import SAMPLES, STREET_SCENES

TABLES = [STREET_SCENES / "company-costs.toml"]
HALDEN = SAMPLES / "companies" / "halden"
CAVEATS = sorted((SAMPLES / "caveats").glob("*.yaml"))
ANY_DATA = sorted((SAMPLES / "any_data").glob("*.yaml"))
MADE: dict[str, Callable[..., Report]] = {
    "sample": partial(load, STREET_SCENES / "run.yaml", cost_tables=TABLES),
    "decisions": partial(load, SAMPLES / "decisions" / "run.yaml"),
    "evidence": partial(load, SAMPLES / "evidence" / "run.yaml"),
    "halden": partial(
        load,
        SAMPLES / "companies" / "halden" / "run.yaml",
        cost_tables=[SAMPLES / "companies" / "halden" / "costs.toml"],
    ),
    **{path.stem: partial(load, path) for path in (*CAVEATS, *ANY_DATA)},
}
PUT = """((key, text) => {
  const box = document.querySelector(`input[data-key="${key}"]`);
  box.value = text; box.dispatchEvent(new Event("input"));
})"""
RESULTS = """Object.fromEntries(
  [...document.querySelectorAll("#what-if output[data-key]")].map(it => [it.dataset.key, it.dataset.value]))"""


def others(it: Assumption) -> str:
    """A third more, or less where that is more than may be."""
    value = Decimal(it.value) * Decimal("1.3")
    return str(value if not it.most or value <= Decimal(it.most) else Decimal(it.value) * Decimal("0.7"))


def written(report: Report, folder: Path) -> Path:
    """The report's HTML as a file."""
    path = folder / "report.html"
    path.write_text(report.html, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", MADE)
def test_what_it_computes_is_what_a_report_says(browser: Chromium, name: str) -> None:
    """Each assumption alone, and all together: the formulas in the page give what --set gives, to twelve digits."""
    panel = MADE[name]().page.what_if
    if panel is None:
        assert "none" == name
        return
    changed = {it.key: others(it) for it in panel.assumptions}
    browser.open("about:blank", 1280)
    for settings in (*({key: text} for key, text in changed.items()), changed):
        values = {it.key: float(it.value) for it in panel.assumptions} | {
            key: float(it) for key, it in settings.items()
        }
        found = browser.evaluate(f"(v => {{ {panel.formulas}\nreturn v; }})({json.dumps(values)})")
        made = MADE[name](settings=settings).figures
        for figure in panel.figures:
            expected = made[figure.key].value
            assert expected is not None
            assert float(expected) == pytest.approx(found[figure.key], rel=1e-12, abs=1e-12), (figure.key, settings)


def test_typing_a_price_moves_the_net(browser: Chromium, tmp_path: Path) -> None:
    """0.90 for a label: 37,500 labels that are not made save 1,875 EUR less; the arguments are there to be copied."""
    browser.open(written(MADE["sample"](), tmp_path), 1280)
    before = float(browser.evaluate(RESULTS)["net_savings"])
    assert browser.evaluate("!document.getElementById('what-if').hidden")
    browser.evaluate(f'{PUT}("annotation_price", "0.90")')
    assert 37_500 * 0.05 == pytest.approx(before - float(browser.evaluate(RESULTS)["net_savings"]))
    assert "--set annotation_price=0.90" == browser.evaluate("document.querySelector('#what-if code').textContent")
    browser.evaluate("document.querySelector('#what-if summary').click()")
    browser.evaluate("document.querySelector('#what-if button[data-done]').click()")
    # what the button selects, a browser that forbids the clipboard copies too
    assert "--set annotation_price=0.90" == browser.evaluate("getSelection().toString()")
    browser.evaluate("document.querySelector('#what-if button[data-reset]').click()")
    assert before == float(browser.evaluate(RESULTS)["net_savings"])
    assert browser.evaluate("document.querySelector('#what-if button[data-done]').disabled")
    assert [] == browser.messages


def test_a_slider_and_its_box_go_together(browser: Chromium, tmp_path: Path) -> None:
    """The slider puts its number into the box, and the box moves the slider."""
    browser.open(written(MADE["sample"](), tmp_path), 1280)
    slide = "(text => { const it = document.getElementById('what-if-1-slider'); it.value = text;"
    browser.evaluate(f"{slide} it.dispatchEvent(new Event('input')); }})('1.05')")
    assert "1.05" == browser.evaluate("document.getElementById('what-if-1').value")
    browser.evaluate(f'{PUT}("annotation_price", "0.9")')
    assert "0.9" == browser.evaluate("document.getElementById('what-if-1-slider').value")


@pytest.mark.parametrize("text", ["", "-1", "abc"])
def test_what_cannot_be_gives_no_figure(browser: Chromium, tmp_path: Path, text: str) -> None:
    """Nothing, less than nothing and no number: a dash, the box marked, and no arguments."""
    browser.open(written(MADE["sample"](), tmp_path), 1280)
    browser.evaluate(f'{PUT}("annotation_price", "{text}")')
    assert {""} == set(browser.evaluate(RESULTS).values())
    assert "–" == browser.evaluate("document.querySelector('#what-if output').textContent")
    assert "true" == browser.evaluate("document.getElementById('what-if-1').getAttribute('aria-invalid')")
    assert "" == browser.evaluate("document.querySelector('#what-if code').textContent")


def test_a_net_below_zero_stands_left_of_the_line(browser: Chromium, tmp_path: Path) -> None:
    """With labels for a ten-thousandth the filtering costs more than it saves: its bar changes side and colour."""
    browser.open(written(MADE["sample"](), tmp_path), 1280)
    browser.evaluate(f'{PUT}("annotation_price", "0.0001")')
    now = "document.querySelector('#what-if .now')"
    assert "spent" == browser.evaluate(f"{now}.dataset.tone")
    assert 50 == pytest.approx(browser.evaluate(f"parseFloat({now}.style.left) + parseFloat({now}.style.width)"))
    assert browser.evaluate("document.querySelector('#what-if output').textContent").startswith("−")


def test_numbers_are_written_as_the_page_writes_them(browser: Chromium, tmp_path: Path) -> None:
    """In German a point between thousands."""
    browser.open(written(load(STREET_SCENES / "run.yaml", cost_tables=TABLES, locale="de_DE"), tmp_path), 1280)
    assert "35.524" == browser.evaluate("document.querySelector('#what-if output').textContent")


def test_another_script_does_not_run(browser: Chromium, tmp_path: Path) -> None:
    """The policy allows the page's own script by its hash: a letter more and the panel stays hidden."""
    page = written(MADE["sample"](), tmp_path)
    page.write_text(page.read_text(encoding="utf-8").replace("const whatIf", "const  whatIf"), encoding="utf-8")
    browser.open(page, 1280)
    assert browser.evaluate("document.getElementById('what-if').hidden")
    assert any("Content Security Policy" in it for it in browser.messages)


def test_it_is_on_no_paper(browser: Chromium, tmp_path: Path) -> None:
    """A browser prints nothing of it, and the page for the PDF has none."""
    report = MADE["sample"]()
    browser.open(written(report, tmp_path), 718, media="print")
    assert "none" == browser.evaluate("getComputedStyle(document.getElementById('what-if')).display")
    paper = render_html(context_of(report.page, report.look, paper=True))
    assert "Copy the arguments" in report.html
    assert "Copy the arguments" not in paper
    assert "<script" not in paper


def test_it_is_small() -> None:
    """The whole script of the sample is below 15 KB."""
    script = re.search(r"<script>(.*)</script>", MADE["sample"]().html, re.DOTALL)
    assert script is not None
    assert len(script[1].encode()) < 15_000


def test_beside_the_page_it_is_a_file(browser: Chromium, tmp_path: Path) -> None:
    """With --assets beside the page names NAME.js, allows scripts of its own place alone, and NAME.js is the script."""
    saved = MADE["sample"]().save(tmp_path, ["html"], "run", assets="beside")
    assert ["run.html", "run.css", "run.js"] == [path.name for path in saved.paths]
    page = (tmp_path / "run.html").read_text(encoding="utf-8")
    assert "script-src 'self'" in page
    script = sha256((tmp_path / "run.js").read_bytes()).hexdigest()
    assert f'<script src="run.js" data-sha256="{script}"></script>' in page
    assert "<script>" not in page
    browser.open(tmp_path / "run.html", 1280)
    assert not browser.evaluate("document.getElementById('what-if').hidden")


def test_without_anything_to_try_there_is_no_panel() -> None:
    """Where nothing was removed and filtering has no price; in brief, where nothing unfolds either, no script is."""
    html, brief = MADE["none"]().html, MADE["none"](edition="brief").html
    assert ("whatIf" not in html, 'id="what-if"' not in html) == (True, True)
    assert ("<script" not in brief, "script-src" not in brief) == (True, True)


def test_a_withheld_price_cannot_be_tried() -> None:
    """Outside, a run with a confidential price has neither it nor its money in the panel; inside it has both."""
    outside, inside = MADE["confidential"]().page.what_if, MADE["confidential"](audience="internal").page.what_if
    assert outside is not None
    assert inside is not None
    assert ["co2_per_sample"] == [it.key for it in outside.assumptions]
    assert "annotation_price" in [it.key for it in inside.assumptions]
    assert "annotation" not in outside.formulas
