"""What a reader of report.html finds behind a number: in a browser, and against the inputs that report.json lists."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

import reportgen
from reportgen.rendering.context import context_of
from reportgen.rendering.html import render_html
from reportgen.rendering.report import Report
from tests.figures.runs import FOUR
from tests.rendering.chromium import Chromium
from tests.rendering.runs import load_sample, sample

# The number that is the net of the ledger, and a click on it or on one that its panel has.
NET = "document.querySelector('.ledger tr.net a.of')"
CLICK = "it => it.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))"  # charts have no click()
# What a panel says, each piece by itself, without what is unfolded in it.
SAID = """(link => [...link.unfolded.querySelector("dl").children].filter(it => !it.matches(".unfolded"))
  .map(it => it.textContent))"""
# Opens a number, the numbers in that and so on, and gives the keys of all that were opened.
DOWN = """(link => {
  const keys = new Set();
  const open = (it) => {
    keys.add(it.hash.slice(4));
    if (keys.size > 500) return;
    it.click();
    for (const within of it.unfolded.querySelectorAll("a.of")) if (!keys.has(within.hash.slice(4))) open(within);
  };
  open(link);
  return [...keys];
})"""


def written(report: Report, folder: Path) -> Path:
    """The report's HTML as a file."""
    path = folder / "report.html"
    path.write_text(report.html, encoding="utf-8")
    return path


def below(key: str, data: dict[str, dict[str, list[str]]]) -> set[str]:
    """The key and all that it follows from, by the inputs that report.json lists."""
    return {key}.union(*(below(name, data) for name in data[key].get("inputs", ())))


def test_a_number_opens_down_to_what_was_given(browser: Chromium, tmp_path: Path) -> None:
    """Behind the net: its formula with numbers, behind one of these its own, at the end the price and its source."""
    browser.open(written(sample(), tmp_path), 1280)
    browser.evaluate(f"{NET}.click()")
    assert [
        "Avoided cost, net of filtering (estimate)",
        "net_savings = annotation_savings + training_cost_savings - filtering_cost",
        "35,625.00 + 2.769886 − 103.75 = EUR\N{NO-BREAK SPACE}35,524.02",
        "Range: EUR\N{NO-BREAK SPACE}31,774.02 to 41,149.02",
    ] == browser.evaluate(f"{SAID}({NET})")
    for _ in range(3):  # labels not bought, labels before, their price
        browser.evaluate("[...document.querySelectorAll('.unfolded')].at(-1).querySelector('dl a.of').click()")
    assert [
        "Annotation price replaces USD\N{NO-BREAK SPACE}1.20/sample, built-in [4]",
        "EUR\N{NO-BREAK SPACE}0.95/sample 0.85–1.10",
        "Contract · company · 3 company-costs.toml",
        "[3] Framework contract LB-2025-118, annex A (invented), 1\N{NO-BREAK SPACE}Sept\N{NO-BREAK SPACE}2026",
    ] == browser.evaluate(f"{SAID}([...document.querySelectorAll('.unfolded a.of[aria-expanded]')].at(-1))")
    assert [] == browser.messages


@pytest.mark.parametrize("edition", ["standard", "full"])
def test_it_is_the_whole_tree(browser: Chromium, tmp_path: Path, edition: str) -> None:
    """All numbers below a result are those that report.json has as inputs of inputs; of a series one stands for all."""
    report = load_sample(edition=edition)
    browser.open(written(report, tmp_path), 1280)
    data = json.loads(report.json)["figures"]
    for key in ("net_savings", "net_co2_savings.own"):
        link = f"document.querySelector('a.of[href=\"#of-{key}\"]')"
        expected = {report.page.origins[it] for it in below(key, data)}
        assert expected == set(browser.evaluate(f"{DOWN}({link})"))


def test_an_input_of_a_series_and_one_of_the_body(browser: Chromium, tmp_path: Path) -> None:
    """A series says its points, a stage's count its column and on what it rests, each with its source or its basis."""
    browser.open(written(sample(), tmp_path), 1280)
    first = "document.querySelector('dd a.of[href=\"#of-{key}\"]')"
    found = {}
    for key in ("checkpoint_accuracy.yolox_s_3_1", "stage_removed.near_duplicates", "training_runs"):
        link = first.format(key=key)
        browser.evaluate(f"{link}.click()")
        found[key] = browser.evaluate(f"{SAID}({link})")
    label, name, points, basis, source = found["checkpoint_accuracy.yolox_s_3_1"]
    assert "Accuracy at a checkpoint, YOLOX-s, after, 1 to 12" == label
    assert "Stated · manifest" == basis
    assert "checkpoint_accuracy.yolox_s_3_1 to _12" in name
    assert points.startswith("0.112; 0.214; 0.278")
    assert re.search(r"\[\d+\] Checkpoints of YOLOX-s", source)
    stage = ["Near duplicates cosine similarity above 0.96", "Removed −18,300", "Stated · manifest"]
    assert [*stage, "[1] The run’s manifest"] == found["stage_removed.near_duplicates"]
    assert ["1", "Default · built-in", "[2] Default of reportgen"] == found["training_runs"][1:]


@pytest.mark.parametrize(
    ("place", "key", "panel"),
    [
        (".lead", "net_savings", "div"),
        (".lead", "duration_s", "div"),
        (".ledger small", "units_avoided", "tr"),
        (".cols li", "annotation_price", "li"),
        ("h2.finding", "filtering_cost", "div"),
        (".second p", "filtering_co2", "div"),
        (".facts", "roi", "div"),
        (".t-money td", "annotation_savings", "tr"),
    ],
)
def test_numbers_in_sentences_open_too(browser: Chromium, tmp_path: Path, place: str, key: str, panel: str) -> None:
    """In the lead, the factors of the ledger, what decides, a heading; the panel is a child that its place may have."""
    browser.open(written(sample(), tmp_path), 1280)
    link = f"document.querySelector('{place} a.of[href=\"#of-{key}\"]')"
    browser.evaluate(f"{link}.click()")

    assert panel == browser.evaluate(f"{link}.unfolded.localName")
    name = browser.evaluate(f"{link}.unfolded.querySelector('dl').children[0].textContent")
    assert sample().account.ledger[key].label.replace("CO2e", "CO₂e") in name
    assert [] == browser.messages


@pytest.mark.parametrize(
    ("place", "key", "behind"),
    [
        (".strip h2", "samples_before", "h2"),
        (".strip .wide-only", "stage_removed.near_duplicates", ".strip"),
        (".second svg", "net_co2_savings.own", ".second"),
        ("figure .wide-only", "break_even_price", "figure"),
    ],
)
def test_numbers_on_charts_open_below_them(
    browser: Chromium, tmp_path: Path, place: str, key: str, behind: str
) -> None:
    """By the keyboard as by a click: the panel follows the chart, and the chart's own words are still there."""
    browser.open(written(sample(), tmp_path), 1280)
    link = f"document.querySelector('{place} a.of[href=\"#of-{key}\"]')"
    browser.evaluate(f"{link}.focus()")
    browser.press_enter()

    assert browser.evaluate(f"{link}.unfolded === {link}.closest('{behind}').nextElementSibling")
    name = browser.evaluate(f"{link}.unfolded.querySelector('dl').children[0].textContent")
    assert sample().account.ledger[key].label.replace("CO2e", "CO₂e") in name
    assert "true" == browser.evaluate(f"{link}.getAttribute('aria-expanded')")
    assert [] == browser.messages


def test_a_chart_with_links_is_no_picture(report: Report) -> None:
    """Of every run: what is inside a picture, or hidden from who listens, cannot be reached, and so leads nowhere."""
    for chart in re.findall(r'<svg class="chart".*?</svg>', report.html):
        assert ('class="of"' in chart) != ('role="img"' in chart)
    hidden = re.findall(r'<td class="picture" aria-hidden="true">.*?</td>', report.html)
    assert [] == [it for it in hidden if 'class="of"' in it]


def test_every_number_on_the_strip_is_a_link() -> None:
    """Those under the bar and those at a leader beside it."""
    strip = sample().html.partition('<div class="strip">')[2].partition("</svg>")[0]
    reasons = ("exact_duplicates", "near_duplicates", "low_information", "corrupt_or_unreadable")
    stages = {f"stage_removed.{reason}" for reason in reasons}

    found = set(re.findall(r'href="#of-([^"]*)"', strip))
    assert {"samples_before", "samples_after", "stages_unexplained", *stages} == found


def test_a_second_click_closes_it(browser: Chromium, tmp_path: Path) -> None:
    """It says whether it is open; what is unfolded inside goes with it."""
    browser.open(written(sample(), tmp_path), 1280)
    state = f"[{NET}.getAttribute('aria-expanded'), document.querySelectorAll('.unfolded').length]"
    assert [None, 0] == browser.evaluate(state)
    browser.evaluate(f"{NET}.click()")
    browser.evaluate(f"{NET}.unfolded.querySelector('a.of').click()")
    assert ["true", 2] == browser.evaluate(state)
    browser.evaluate(f"{NET}.click()")
    assert ["false", 0] == browser.evaluate(state)
    browser.evaluate(f"{NET}.click()")
    assert ["true", 1] == browser.evaluate(state)


@pytest.mark.parametrize("key", ["ctrlKey", "metaKey", "shiftKey", "altKey"])
def test_with_a_key_held_the_browser_does_what_it_does(browser: Chromium, tmp_path: Path, key: str) -> None:
    """Another tab, a download: nothing unfolds."""
    browser.open(written(sample(), tmp_path), 1280)
    browser.evaluate(
        f"document.body.addEventListener('click', it => it.preventDefault());"
        f"{NET}.dispatchEvent(new MouseEvent('click', {{ bubbles: true, cancelable: true, {key}: true }}))"
    )
    assert 0 == browser.evaluate("document.querySelectorAll('.unfolded').length")


def test_steps_of_a_procedure_stand_in_each_of_its_panels(browser: Chromium, tmp_path: Path) -> None:
    """The page says them once, for the first of its figures; a reader of the second finds them too, and each once."""
    browser.open(written(load_sample(edition="full"), tmp_path), 1280)
    for key in ("ttcapc.yolox_s_3", "closest_apc.yolox_s_3", "ttcapec.yolox_s_3", "closest_apec.yolox_s_3"):
        link = f"document.querySelector('a.of[href=\"#of-{key}\"]')"
        browser.evaluate(f"({CLICK})({link})")
        said = " ".join(browser.evaluate(f"{SAID}({link})"))
        assert 1 == said.count("each checkpoint falls into a cell of one accuracy step")
    assert [] == browser.messages


@pytest.mark.parametrize("width", [390, 1280])
def test_whatever_is_opened_fits(browser: Chromium, tmp_path: Path, width: int) -> None:
    """With every number of the page open, nothing stands beyond the window, and no id is there twice."""
    browser.open(written(sample(), tmp_path), width)
    opened = browser.evaluate(f"[...document.querySelectorAll('a.of')].map({CLICK}).length")
    ids = browser.evaluate("[...document.querySelectorAll('[id]')].map(it => it.id)")
    assert opened > 300
    assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert {1} == set(Counter(ids).values())


def test_texts_of_a_user_cite_nothing(browser: Chromium, tmp_path: Path) -> None:
    """A stage and a metric with a number in brackets, which is that of another source."""
    stages = [{"name": "Blur", "reason": "sharpness [3]", "removed": 37500}]
    quality = {"metric": "F1 [2, 5]", "before": 0.4, "after": 0.5}
    report = reportgen.report(**{**FOUR, "stages": stages, "quality": quality})
    browser.open(written(report, tmp_path), 1280)
    for key in ("stage_removed.blur", "quality_before"):
        link = f"document.querySelector('dd a.of[href=\"#of-{key}\"]')"
        browser.evaluate(f"{link}.click()")
        said = browser.evaluate(f"{SAID}({link})")
        assert ["[1] The run’s manifest"] == [text for text in said[1:] if text.startswith("[")], said


def test_tiers_open_together(browser: Chromium, tmp_path: Path) -> None:
    """Where one name stands for several inputs, each of them is told; in the order of their clicks panels follow."""
    tiers = {"task": "detection", "tiers": [{"price": 3, "up_to": 1000}, {"price": 2, "up_to": 50000}, {"price": 1}]}
    report = reportgen.report(**{**FOUR, "prices": [tiers], "costs": {"licence": 500}})
    browser.open(written(report, tmp_path), 1280)
    many = "document.querySelector('a.of[data-of]')"
    browser.evaluate(f"{many}.click()")
    texts = browser.evaluate(f"[...{many}.unfolded.querySelectorAll('dl')].map(it => it.children[1].textContent)")
    assert ["3", "2", "1"] == [re.sub("[^0-9]", "", text.split("/")[0].split(".")[0]) for text in texts]


def test_panels_stand_in_the_order_of_clicks_behind_the_axis(browser: Chromium, tmp_path: Path) -> None:
    """The axis of the ledger stays below its bars, and what is opened second stands second."""
    browser.open(written(sample(), tmp_path), 1280)
    browser.evaluate(f"{NET}.click()")
    assert browser.evaluate(f"{NET}.closest('tr').nextElementSibling.matches('.axis')")
    browser.evaluate(f"{NET}.unfolded.querySelectorAll('dl a.of').forEach(it => it.click())")
    names = browser.evaluate(
        f"[...{NET}.unfolded.querySelectorAll('.unfolded .unfolded dt')].map(it => it.textContent)"
    )
    assert ["Avoided annotation cost (estimate)", "Avoided training cost (estimate)", "Cost of filtering"] == names


def test_each_line_of_a_panel_is_a_line(browser: Chromium, tmp_path: Path) -> None:
    """Among the compact formulas, whose own parts follow each other, what an input says stands line by line."""
    browser.open(written(sample(), tmp_path), 1280)
    price = "document.querySelector('.compact dd a.of[href=\"#of-annotation_price\"]')"
    browser.evaluate(f"{price}.click()")
    tops = browser.evaluate(f"[...{price}.unfolded.querySelectorAll('dd')].map(it => it.getBoundingClientRect().top)")
    assert 3 == len(set(tops))


def test_each_link_leads_somewhere(report: Report) -> None:
    """Every run's page: what a link names is there, once, so that it works where no script runs."""
    html = report.html
    ids = Counter(re.findall(r' id="(of-[^"]*)"', html))
    links = set(re.findall(r'<a class="of" href="#(of-[^"]*)"', html))
    assert links
    assert links <= ids.keys()
    assert {1} == set(ids.values())


def test_paper_and_brief_have_none() -> None:
    """Nothing can be clicked on paper, and in brief there is no place to lead to."""
    report = sample()
    paper = render_html(context_of(report.page, report.look, paper=True))
    assert ('class="of"' in paper, 'id="of-' in paper) == (False, False)
    assert 'class="of"' not in load_sample(edition="brief").html
