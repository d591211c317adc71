"""What the body and the appendix say, on a run on which it stands and on one close to it on which it must not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.charts.kept_shares import KeptSharesData
from reportgen.charts.price_ruler import PriceRulerData
from reportgen.charts.tornado import TornadoData
from reportgen.figures.series import series_of
from reportgen.page.parts import Account, Chart, Table
from reportgen.rendering.report import Report
from tests.figures.runs import SAMPLES
from tests.page.made_runs import (
    BOXED,
    PRICE,
    RANGED,
    Run,
    costs,
    energy,
    licence,
    quality,
    report_of,
    says,
    settings,
    texts_of,
)
from tests.page.test_warnings import MODELS, NARROW, OWN, WIDE, models, ranged

STEPS = {"training": {"schedule": "steps"}}
TWO = {"prices": [RANGED], "already_labelled": 1000}  # of which nobody said how many were kept: a second range
STAGE = {"stages": [{"name": "a", "removed": 37500}]}
USED: list[Run] = [{**it, "accuracy": Decimal("0.9"), "consumption_wh": 9, "per": "hour"} for it in MODELS]
BOTH: list[Run] = [MODELS[0], {**MODELS[1], "accuracy": Decimal("0.95")}]


def records(count: int) -> Run:
    """A run with so many records, each with a range."""
    return {"energy": [{"kwh": 2, "low": 1, "high": 3, "scope": f"machine {number}"} for number in range(count)]}


def scored(count: int) -> Run:
    """A run with so many models."""
    names = (f"model {number}" for number in range(count))
    return {
        "models": [{"name": name, "accuracy": Decimal("0.9"), "consumption_wh": 1, "per": "hour"} for name in names]
    }


CASES: list[tuple[str, Run, Run]] = [
    ("Would another price reverse the result?", licence(1), licence(0)),
    ("break-even ", licence(1), licence(0)),
    ("Prices side by side", licence(0), licence(1)),
    ("Prices side by side", licence(0), costs(licence=0)),  # the built-in price alone is one mark
    ("built-in: USD 1.20", {**licence(1, {**PRICE, "currency": "EUR"}), "currency": "EUR"}, licence(1)),
    ("1.20, per sample", {**BOXED, **licence(1, {**PRICE, "unit": "object"})}, {**BOXED, **licence(1)}),
    ("1.20, on other terms", licence(1, {**PRICE, "discount": Decimal("0.1")}), licence(1)),
    ("spent on filtering; ", licence(1, RANGED), licence(1)),
    ("What decides the net", {**TWO, **costs(licence=1)}, {**TWO, "already_labelled": 0, **costs(licence=1)}),
    ("What decides what is avoided", TWO, {**TWO, **costs(licence=1)}),
    ("1 further input moves it less", records(8), records(7)),  # and the building's overhead
    ("Filtering avoids USD 19,000 to 60,000", WIDE, NARROW),
    # 8 and 9.82 kWh against 9.81818..., at 0.47305 kg/kWh: no point stands where the range spans zero
    ("−0.86 to +860 g", ranged("8", "9", "9.82"), ranged("8", "9", "9.81")),
    ("no market-based one", energy(kwh=1), {**energy(kwh=1), "grid": {"market_intensity": 0}}),
    ("Certificates never set", {**energy(kwh=1), "grid": {"market_intensity": 0}}, energy(kwh=1)),
    ("What training avoids", {}, STEPS),
    ("What filtering emitted:", {**energy(kwh=1), **STEPS}, energy(kwh=1)),
    ("What this record does not name", energy(kwh=1), {"energy": [{"kwh": 1}, {"kwh": 1}]}),
    ("Not covered by any record", {"energy": [{"kwh": 1}, {"kwh": 1}]}, energy(kwh=1)),
    ("No stages and no energy given.", {}, STAGE),
    ("No stages and no energy given.", {}, energy(kwh=1)),
    ("Did the models stay good?", {"models": BOTH}, {"models": BOTH[:1]}),
    ("1 model compared before and after: accuracy fell in 0", {"models": BOTH}, {"models": BOTH[:1]}),
    ("1 model compared before and after", {"models": BOTH}, {"models": BOTH, **quality(before="0.9", after="0.95")}),
    ("Fell: A from 0.900 to 0.899. The axis does not begin at zero.", models("0.899"), models("0.0")),
    # of the models' own accuracies the facts would say what the chart says
    ("trained on the samples kept", {"models": BOTH, **quality(before="0.9", after="0.96")}, {"models": BOTH}),
    (
        "trained on the samples kept",
        {"models": BOTH, **quality(before="0.9", after="0.96")},
        {"models": BOTH, **quality(before="0.9", after="0.95")},
    ),
    (
        "Accuracy changed by",
        quality(before="0.9", after="0.95"),
        {"quality": {"metric": "acc", "before": 1, "after": 1}},
    ),
]


@pytest.mark.parametrize(("text", "on", "off"), CASES, ids=[f"{number} {it[0]}" for number, it in enumerate(CASES)])
def test_the_body_says_it_where_it_holds(text: str, on: Run, off: Run) -> None:
    """The words are on the page of the first run and not on that of the second."""
    assert [True, False] == [says(report_of(on), text), says(report_of(off), text)]


def charts(report: Report, kind: type[Any]) -> list[Any]:
    """The data of the body's charts of a kind."""
    blocks = (block for section in report.page.sections for block in section.blocks)
    return [block.data for block in blocks if isinstance(block, Chart) and isinstance(block.data, kind)]


def ways_of(run: Run) -> list[tuple[str, str]]:
    """The ways to count what training avoids, where the filtering's energy is not known: which leads, and its name."""
    blocks = (block for it in report_of(run).page.sections for block in it.blocks)
    [table] = [block for block in blocks if isinstance(block, Table) and block.name == "co2-gross"]
    return [(row.style, row.head.replace("\u2019", "'")) for _, rows in table.groups for row in rows]


PUBLISHED_BESIDE = ("", "The published factor, as published: US grid, no PUE (for comparison)")


@pytest.mark.parametrize("factor", ["scenario", "measured"])
def test_the_own_training_leads_on_its_own_grid(factor: str) -> None:
    """Its 20 kWh for as many samples as the published training had."""
    training = {"samples": 110000, "kwh": 20, "factor": factor, "schedule": "epochs"}
    assert [("on", "Your own training"), PUBLISHED_BESIDE] == ways_of({"training": training})
    frames = {"training": {**training, "factor_per": "frame"}, "units_per_sample": {"frame": 240}}
    assert [("on", "Your own training"), PUBLISHED_BESIDE] == ways_of(frames)
    # a factor of the company's in place of the published one is neither what counts nor the published one
    assert [("on", "Your own training")] == ways_of({**frames, **settings(co2_per_unit="0.0001")})


def test_a_factor_of_ones_own_for_a_part_of_a_sample_leads() -> None:
    """Where it counts: 240 frames a sample, at 0.0001 kg each."""
    run = {"training": {"factor_per": "frame"}, "units_per_sample": {"frame": 240}, **settings(co2_per_unit="0.0001")}
    assert ("on", "The company's own factor, with its own grid and PUE") == ways_of(run)[0]


def test_a_chart_of_classes_and_one_of_sources() -> None:
    """Of the sample's table of decisions: what was kept of each, counted in it by hand, the least first."""
    found = charts(reportgen.load(SAMPLES / "decisions" / "run.yaml"), KeptSharesData)
    assert [
        "How much of each class was kept: tram: 0.0%; car: 57.3%; pedestrian: 74.0%; bus: 75.0%; cyclist: 83.3%",
        "How much of each source was kept: left: 60.3%; right: 60.7%; front: 71.1%",
    ] == [chart.title for chart in found]


def test_the_ruler_has_every_layer(tmp_path: Path) -> None:
    """A confidential price is withheld, tiers have no mark, the manifest's is there, and the one set counts."""
    head = 'schema = "reportgen/costs/1"\ncurrency = "USD"\n[[prices]]\ntask = "object-detection"\nsource = "s"\n'
    (tmp_path / "secret.toml").write_text(f"{head}price = 3\nconfidential = true\n", encoding="utf-8")
    (tmp_path / "tiers.toml").write_text(f"{head}tiers = [{{price = 2, up_to = 5}}, {{price = 1}}]\n", encoding="utf-8")
    price = "{task: detection, price: 2.4, low: 2, high: 3, currency: USD, source: s}"
    text = f"task: detection\nsamples_before: 9\nsamples_after: 3\nduration: 60\nprices: [{price}]\n"
    (tmp_path / "run.yaml").write_text(text, encoding="utf-8")
    tables = [tmp_path / "secret.toml", tmp_path / "tiers.toml"]
    report = reportgen.load(tmp_path / "run.yaml", cost_tables=tables, settings={"annotation_price": "2.5"})
    [ruler] = charts(report, PriceRulerData)

    assert [
        ("built-in", Decimal("1.2"), Decimal("5"), "1.20", False),
        ("company", None, None, "withheld", False),
        ("company", None, None, "no single price", False),
        ("manifest", Decimal("2.4"), Decimal(3), "2.40", False),
        ("--set", Decimal("2.5"), None, "2.50", True),
    ] == [(row.label, row.value, row.high, row.text, row.applies) for row in ruler.rows]


def test_the_tornado_is_what_each_input_moves() -> None:
    """At 0.50 to 1.50 a label the net of 36,841 to be labelled moves by half of that either way."""
    [tornado] = charts(report_of({**TWO, **costs(licence=1)}), TornadoData)
    price = next(row for row in tornado.rows if row.label == "Annotation price")

    # 1,000 labelled before and 659 after: 37,500 - 341 = 37,159 labels are not bought
    assert ("−18,600 to +18,600", "stated: USD 0.50 to 1.50/sample") == (
        price.text,
        price.sub.replace("\u00a0", " "),
    )
    assert [abs(row.at_high - row.at_low) for row in tornado.rows] == sorted(
        (abs(row.at_high - row.at_low) for row in tornado.rows), reverse=True
    )


def test_money_on_the_tornado_has_cents_or_none() -> None:
    """Of 50 labelled before 50 x 72,500 / 110,000 were kept, or none or all; a change of USD 17.05 is not +17.0."""
    [tornado] = charts(report_of({"prices": [RANGED], "already_labelled": 50, **costs(licence=1)}), TornadoData)

    assert "−32.95 to +17.05" == next(row.text for row in tornado.rows if row.label == "Already labelled, kept")


def test_a_column_below_a_cent_adds_up_as_printed() -> None:
    """110,000 and 72,500 labels at a ten-millionth: 0.01100 - 0.00725 = 0.00375, and not 0.01 - 0.01 = 0.0038."""
    report = report_of({"prices": [{**PRICE, "price": Decimal("0.0000001")}]})
    [table] = [
        block
        for section in report.page.sections
        for block in section.blocks
        if isinstance(block, Table) and block.name == "money"
    ]

    amounts = [str(row.cells[1].amount) for _, rows in table.groups for row in rows]
    assert ["0.01100", "−0.00725", "0.00375"] == amounts


def test_the_bold_row_is_the_one_that_the_headline_quotes() -> None:
    """Of money the net alone, and the labels where there is no net; of CO2e the sum of the leading account."""
    for run, bold in ((licence(1), ["Net"]), ({"prices": [PRICE]}, ["Labels not bought"])):
        blocks = [block for section in report_of(run).page.sections for block in section.blocks]
        [table] = [block for block in blocks if isinstance(block, Table) and block.name == "money"]
        assert bold == [row.head for _, rows in table.groups for row in rows if row.style == "total"]
    blocks = [b for section in report_of({**energy(kwh=1), "training": OWN}).page.sections for b in section.blocks]
    assert [("Your own training", True), ("The published scenario, on the run’s own grid (for comparison)", False)] == [
        (block.title, block.leads) for block in blocks if isinstance(block, Account)
    ]


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ({}, True),
        (energy(kwh=1), True),
        ({"samples_after": 110000, **costs(licence=1)}, True),  # an account of three lines, and no strip
        (costs(licence=1), False),
        (quality(after="0.9"), False),
        ({"samples_after": 110000, **costs(licence=1), "name": "a name " * 40}, True),
    ],
)
def test_a_cover_with_room_is_signed(run: Run, expected: bool) -> None:
    """Where little stands on the cover it holds the section to sign, which is then the first."""
    page = report_of(run).page
    assert expected == page.signs_on_cover
    count = len(page.sections)
    assert page.sign_off_number == (1 if expected else count + 1)
    assert [section.number for section in page.sections] == list(range(1 + expected, count + 1 + expected))
    assert (count + 2, count + 4) == (page.appendix[0].number, page.formulas_number)  # the glossary between them
    html = report_of(run).html
    assert expected == (html.index('id="sign-off"') < html.index('id="money"'))
    # behind other sections it follows them; alone with the cover it has a page of its own
    assert "page" not in page_class(report_of(run), "sign-off")
    assert "page" in page_class(replace(report_of(run), edition="brief"), "sign-off")


def page_class(report: Report, anchor: str) -> str:
    """The classes of the section with this anchor."""
    return report.html.partition(f'id="{anchor}"')[0].rpartition('<section class="')[2].partition('"')[0]


def test_brief_is_signed_behind_its_cover() -> None:
    """It has no other section, and keeps its signing page."""
    assert not replace(report_of({}), edition="brief").page.signs_on_cover


# the appendix


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["a.m_1", "a.m_2", "b", "a.m_3"], [["a.m_1", "a.m_2", "a.m_3"], ["b"]]),
        (["a.m_9", "a.m_10"], [["a.m_9", "a.m_10"]]),
        (["a.m_1", "a.m_3"], [["a.m_1"], ["a.m_3"]]),
        (["a.m_1", "a.n_2"], [["a.m_1"], ["a.n_2"]]),
    ],
)
def test_keys_that_count_on_are_a_series(keys: list[str], expected: list[list[str]]) -> None:
    """One by one, of one name; a gap or another name begins another series."""
    assert expected == series_of(keys)


def appended(run: Run) -> list[str]:
    """Every text of the standard edition's appendix and formulas."""
    page = report_of(run).page
    return [text.replace("\u00a0", " ") for text in texts_of((page.appendix, page.formulas))]


POINTS = [{"time_s": 60 * n, "accuracy": Decimal("0.5"), "consumption_wh": n} for n in range(1, 13)]
TRAINED = {"models": [{"name": "m", "per": "hour", "checkpoints": {"points": POINTS}}]}


def test_a_series_is_named_once_and_its_points_are_there() -> None:
    """Of twelve checkpoints the procedure names first and last, and the appendix has each time."""
    texts = appended(TRAINED)
    assert any("over checkpoint_s.m_1 to _12, checkpoint_accuracy.m_1 to _12, " in text for text in texts)
    assert "checkpoint_s.m_1 to _12, s" in texts
    assert "60; 120; 180; 240; 300; 360; 420; 480; 540; 600; 660; 720" in texts
    assert any(text.startswith("12 points [") for text in texts)  # and the number of their source


@pytest.mark.parametrize(
    ("text", "on", "off"),
    [
        ("Inputs in series and in tables of their own", TRAINED, {}),
        ("What the manifest states of stages and models stands in their tables", STAGE, {}),
        ("Scores over energy", scored(13), scored(12)),
        ("Scores over energy", {"models": USED}, {"models": USED[:1]}),  # the body compares them
    ],
)
def test_the_appendix_says_it_where_it_holds(text: str, on: Run, off: Run) -> None:
    """The words are in the first run's appendix and not in that of the second."""
    assert [True, False] == [any(text in it for it in appended(run)) for run in (on, off)]


def test_what_stands_in_the_tables_of_the_body_is_not_said_twice() -> None:
    """A stage's samples are in the stage table alone; one that --set replaces stands among the inputs too."""
    assert "a" not in appended(STAGE)
    assert "a" in appended({**STAGE, "settings": {"stage_removed.a": "37499"}})


def test_inputs_beyond_those_shown_of_a_kind_stand_in_series() -> None:
    """Of thirty models twelve accuracies have a line each; the other eighteen are a series, and nothing is left out."""
    texts = appended(scored(30))
    assert "accuracy.model_12 to _29" in texts
    assert any(text.startswith("18 points [") for text in texts)
    assert [] == [text for text in texts if "stands in report.json" in text or "stand in report.json" in text]


@pytest.mark.parametrize(("edition", "has_formulas"), [("brief", False), ("standard", True), ("full", True)])
def test_formulas_are_spoken_of_where_they_are(edition: str, has_formulas: bool) -> None:
    """The signing page says that the appendix can be recomputed, and nothing of it in an edition without one."""
    html = replace(report_of({}), edition=edition).html

    assert has_formulas == ("Each formula of the appendix can be recomputed from the keys that it names." in html)
    assert ('id="formulas"' in html) == has_formulas
