"""What verify says: that a sound report is consistent, and of another one where, what is stated and what follows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.audit.bundle import Bundle
from reportgen.audit.difference import Difference
from reportgen.audit.verdict import Verdict
from reportgen.audit.verify import verdict_of, verify
from reportgen.figures import book
from reportgen.figures.formula import Formula
from reportgen.files.json_text import dumps, loads
from reportgen.generate import load
from reportgen.problems import InputError
from reportgen.rendering.carried import page_and_files, with_carried
from reportgen.rendering.json_report import SCHEMA
from reportgen.rendering.report import Report
from tests.audit.reports import as_json, html, pdf_parts, report, values
from tests.figures.runs import all_runs, report_of
from tests.rendering.runs import SAMPLES, STREET_SCENES, extreme, given, marked_up

RUNS = all_runs()
NOTHING_REMOVED = {"task": "classification", "samples_before": 10, "samples_after": 10, "duration": 60}


def of_json(changed: Any, *, digest: bool = True) -> Verdict:
    """The verdict on a report.json with these values, and a digest that fits them."""
    return verify(as_json(changed, digest=digest), "report.json")


def of_page(made: Report) -> Verdict:
    """The verdict on a report's page, which carries its inputs."""
    return verify(made.html.encode(), "report.html")


@pytest.mark.parametrize("name", RUNS)
def test_every_run_is_consistent(name: str) -> None:
    """Each run of the samples and the tests, as JSON alone and as a page with its inputs."""
    report = report_of(name)
    assert () == verify(report.json, "report.json").differences
    assert () == of_page(report).differences


def test_what_was_looked_at_is_counted() -> None:
    """Every computed figure of the sample was re-derived or recomputed, and none is withheld."""
    figures = report().figures.values()
    verdict = of_page(report())
    formulas = sum(it.expression is not None and it.value is not None for it in figures)
    procedures = sum(it.procedure is not None and it.value is not None for it in figures)
    assert (formulas, procedures, 0) == (verdict.rederived, verdict.recomputed, verdict.withheld)
    assert min(formulas, procedures) > 0
    files = "run.yaml, company-costs.toml, gpu-power.record.json, yolox_s_3.checkpoints.csv"
    assert f"119 inputs held against {files}" == verdict.notes[0]
    alone = "113 inputs held against the manifest and the prices in report.json"
    assert alone == verify(report().json, "report.json").notes[0]


def test_it_works_without_the_formulas_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """With every formula of the house gone, the same figures follow from the texts in the report."""
    content, before = html(), of_page(report())

    def gone(*_: object) -> None:
        raise AssertionError("a formula of the house was called")

    monkeypatch.setattr(book, "BOOK", ())
    monkeypatch.setattr(book, "complete", gone)
    monkeypatch.setattr(Formula, "__call__", gone)
    assert before == verify(content, "report.html")


def test_a_figure_that_does_not_follow_is_named_with_both_values() -> None:
    """A net of one euro more, with a digest that fits, is stated so and derived so, and nothing else differs."""
    changed = values()
    changed["figures"]["roi"]["value"] += 1
    (found,) = of_json(changed).differences
    assert "roi" == found.where
    # 35524.0198863... / 103.75 = 342.4002...
    assert "stated 343.4" in found.text
    assert "derived 342.4" in found.text


@pytest.mark.parametrize(
    ("key", "field", "value", "text"),
    [
        ("net_savings", "high", Decimal(50000), "high stated 50000, derived 41"),
        ("net_savings", "unit", "USD", 'unit stated "USD", which its formula does not give'),
        ("net_savings", "rests_on", "measured", 'rests_on stated "measured", derived "default"'),
        ("net_savings", "inputs", ["annotation_savings"], 'inputs stated ["annotation_savings"]'),
        ("annotation_price", "value", Decimal("0.96"), "stated 0.96, derived 0.95"),
        ("annotation_price", "low", Decimal("0.5"), "low stated 0.5, derived 0.85"),
        ("annotation_price", "label", "Price", 'label stated "Price", derived "Annotation price"'),
        ("annotation_price", "unit", "EUR/box", 'unit stated "EUR/box", derived "EUR/sample"'),
        ("annotation_price", "basis", "list", 'basis stated "list", derived "contract"'),
        ("annotation_price", "layer", "project", 'layer stated "project", derived "company"'),
        ("annotation_price", "sources", ["default"], 'sources stated ["default"], derived ["price.company"]'),
        ("grid_intensity", "value", Decimal("0.1"), "stated 0.1, derived 0."),
        ("samples_before", "value", Decimal(110001), "stated 110001, derived 110000"),
    ],
)
def test_what_a_figure_says_is_held_field_by_field(key: str, field: str, value: Any, text: str) -> None:
    """A field of a figure that is another, with a digest that fits, is told with what follows in its place."""
    changed = values()
    changed["figures"][key][field] = value
    assert [it.text for it in of_json(changed).differences if it.where == key and it.text.startswith(text)]


def test_sources_are_held_too() -> None:
    """A source of another day is told with both."""
    changed = values()
    changed["sources"]["price.company"]["retrieved"] = "2026-09-02"
    told = 'retrieved stated "2026-09-02", derived "2026-09-01"'
    found = of_json(changed).differences
    assert Difference("sources.price.company", told) in found
    assert {"sources.price.company", "inputs_sha256"} == {it.where for it in found}


def test_a_label_alone_shows_by_the_digest() -> None:
    """The label of a computed figure follows from nothing: the digest alone says that something was changed."""
    changed = values()
    changed["figures"]["net_savings"]["label"] = "Net, promised"
    assert () == of_json(changed).differences
    (found,) = of_json(changed, digest=False).differences
    assert "is not as it was written: its digest is that of another content" == found.text


def test_a_report_without_digest_is_told() -> None:
    """Without one a change in what nothing rests on would not show."""
    changed = values()
    del changed["digest"]
    (found,) = of_json(changed, digest=False).differences
    assert found.text.startswith("has no digest")


CHECKPOINTS = "yolox_s_3.checkpoints.csv"
NO_LIST = f"{CHECKPOINTS}: cannot be read again: is no list of checkpoints"


@pytest.mark.parametrize(
    ("file", "was", "becomes", "told"),
    [
        (
            *("run.yaml", "samples_after: 72500", "samples_after: 72400"),
            (
                "run.yaml: $.samples_after: 72400 in the file, 72500 in report.json",
                "samples_after: stated 72500, derived 72400",
                "run.yaml: is not the file that report.json lists: its SHA-256 is another",
            ),
        ),
        ("company-costs.toml", "0.95", "0.94", ("annotation_price: stated 0.95, derived 0.94",)),
        # the first of eight epochs took 0.0471 kWh of 0.3624: with 0.0571 it would be 0.3724
        ("epochs.epochs.json", "0.0471", "0.0571", ("evidence_epochs_energy: stated 0.3624, derived 0.3724",)),
        (CHECKPOINTS, "0.214,12.4", "0.215,12.4", ("checkpoint_accuracy.yolox_s_3_2: stated 0.214, derived 0.215",)),
        *((CHECKPOINTS, "2400,0.214,12.4,0.35", it, (NO_LIST,)) for it in ("2400,many,12.4,0.35", "2400,0.214,12.4")),
        (CHECKPOINTS, "2400,0.214,12.4,0.35", "2400,,12.4,0.35", (NO_LIST,)),
        # a text that is no rounding of the figure
        (
            *("printed.json", '"text": "35,625"', '"text": "35,627"'),
            ('annotation_savings: printed as "35,627", which 35625 EUR is not',),
        ),
    ],
)
def test_what_a_page_carries_is_held_against_its_report(
    file: str, was: str, becomes: str, told: tuple[str, ...]
) -> None:
    """Another manifest, price, list or text of a figure is found out, though the page is sealed anew."""
    made = report_of("evidence/run.yaml").html.encode() if file.startswith("epochs") else html()
    page, files = page_and_files(made.decode(), "report.html")
    assert files is not None
    assert was.encode() in files[file]
    files[file] = files[file].replace(was.encode(), becomes.encode())
    found = [str(it) for it in verify(with_carried(page, files).encode(), "report.html").differences]
    assert set(told) <= set(found)


@pytest.mark.parametrize("stated", ["", "issued: 2026-07-02\n"])
def test_a_day_of_issue_that_was_told_is_no_difference(tmp_path: Path, stated: str) -> None:
    """The report says that --issued told it; where it does not, another day than the manifest's is one."""
    path = tmp_path / "run.yaml"
    four = "task: detection\nsamples_before: 110000\nsamples_after: 72500\nduration: PT42M\n"
    path.write_text(four + stated, encoding="utf-8")
    made = load(path, issued="2026-07-03")
    page, files = page_and_files(made.html, "report.html")
    assert files is not None
    content = loads(files["report.json"].decode())
    untold = {**content, "reading": {key: it for key, it in content["reading"].items() if key != "issued"}}

    assert () == verify(made.html.encode(), "report.html").differences
    files["report.json"] = as_json(untold)
    found = verify(with_carried(page, files).encode(), "report.html").differences
    in_file = "none" if not stated else '"2026-07-02"'
    assert f'run.yaml: $.issued: {in_file} in the file, "2026-07-03" in report.json' in map(str, found)


def test_a_price_that_is_not_valid_on_the_day_is_told() -> None:
    """Of a report.json alone: the row that it lists ended before the run, so that no company's price applies."""
    changed = values()
    changed["costs"]["rows"][-1]["valid_to"] = "2026-09-30"
    assert [it for it in of_json(changed).differences if it.where == "annotation_price"]


def test_a_number_on_a_page_is_told_with_its_page() -> None:
    """A page of the PDF that prints another number, and one whose words alone are others."""
    parts = pdf_parts()
    assert parts.pages is not None
    first = [text.replace("35,625", "53,625") for text in parts.pages[0]]
    changed = replace(parts, pages=[first, *parts.pages[1:]])
    found = [str(it) for it in verdict_of(changed, "report.pdf").differences]
    assert "page 1: prints 53,625, which printed.json does not list" in found
    assert "page 1: does not print 35,625, which printed.json lists" in found
    assert [it for it in found if it.startswith('annotation_savings: printed as "35,625" on pages')]
    words = [text.replace("Avoided", "Saved") for text in parts.pages[0]]
    changed = replace(parts, pages=[words, *parts.pages[1:]])
    (told,) = verdict_of(changed, "report.pdf").differences
    assert "page 1: its words are not those that printed.json was made for" == str(told)


def test_a_price_that_is_withheld_is_counted(tmp_path: Path) -> None:
    """A report without the terms of a confidential price is consistent, and says how much it withholds."""
    manifest = {"task": "classification", "samples_before": 100, "samples_after": 40, "duration": 60}
    row = {"task": "classification", "price": Decimal("0.5"), "currency": "USD", "confidential": True}
    verdict = of_page(given(tmp_path, manifest, {"prices": [row]}))
    assert () == verdict.differences
    assert verdict.withheld > 0
    assert "1 input file withheld" in verdict.notes


def test_an_internal_report_of_a_confidential_price_holds(tmp_path: Path) -> None:
    """Where nothing is withheld, the price is held against its table as any other; its change is seen."""
    row = {"task": "classification", "price": Decimal("0.5"), "currency": "USD", "confidential": True}
    (tmp_path / "run.json").write_text(dumps({**NOTHING_REMOVED, "prices": [row]}), encoding="utf-8")
    made = load(tmp_path / "run.json", audience="internal")
    verdict = of_page(made)
    assert ((), 0) == (verdict.differences, verdict.withheld)
    changed = loads(made.json)
    changed["figures"]["annotation_price"]["value"] = Decimal("0.6")
    assert "annotation_price: stated 0.6, derived 0.5" in map(str, of_json(changed).differences)


@pytest.mark.parametrize("locale", ["de_DE", "de_CH", "fr_FR", "es_ES", "en_US", "fr_CA"])
def test_pages_of_every_language_hold(locale: str) -> None:
    """The signs of a language's numbers are those that its page says."""
    made = load(STREET_SCENES / "run.yaml", cost_tables=[STREET_SCENES / "company-costs.toml"], locale=locale)
    assert () == of_page(made).differences


def test_odd_runs_hold(tmp_path: Path) -> None:
    """Runs at the ends of what is accepted, full of markup, of nothing removed, and with what --set put in."""
    runs = {"extreme": (extreme(), None), "markup": marked_up(), "nothing": (NOTHING_REMOVED, None)}
    for name, (manifest, costs) in runs.items():
        (tmp_path / name).mkdir()
        assert () == of_page(given(tmp_path / name, manifest, costs)).differences, name
    made = load(SAMPLES / "four_lines.yaml", settings={"annotation_price": "0.5", "pue": "1.2"})
    assert () == of_page(made).differences


@pytest.mark.parametrize("grid", ['zone = "DE"', "intensity = 0.4\npue = 1.2"])
def test_tables_are_read_as_they_were(tmp_path: Path, grid: str) -> None:
    """A CSV whose decimal sign was told, a second table of the same name, and the settings of a project."""
    (tmp_path / "other").mkdir()
    head = "task,price,currency\n"
    (tmp_path / "costs.csv").write_text(f'{head}classification,"1,500",EUR\n', encoding="utf-8")
    (tmp_path / "other" / "costs.csv").write_text(f'{head}classification,"2,500",EUR\n', encoding="utf-8")
    (tmp_path / "reportgen.toml").write_text(f'currency = "EUR"\n[grid]\n{grid}\n', encoding="utf-8")
    text = "task: classification\nsamples_before: 10\nsamples_after: 4\nduration: 60\n"
    (tmp_path / "run.yaml").write_text(text, encoding="utf-8")
    tables = [tmp_path / "costs.csv", tmp_path / "other" / "costs.csv"]
    made = load(tmp_path / "run.yaml", cost_tables=tables, decimal="comma")
    assert Decimal("2.5") == made.figures["annotation_price"].value
    verdict = of_page(made)
    assert () == verdict.differences
    assert "run.yaml, costs.csv, costs-2.csv, reportgen.toml" in verdict.notes[0]
    # the JSON alone knows the project's grid too
    assert () == verify(made.json, "report.json").differences


def test_a_page_without_data_holds_nothing_to_verify() -> None:
    """What was made with --no-attach is no report to verify, and says what to verify in its place."""
    made = load(SAMPLES / "four_lines.yaml", attach=False)
    with pytest.raises(InputError, match=r"holds nothing to verify .*verify its report\.json"):
        of_page(made)


def test_a_procedure_that_nobody_knows_is_not_derived() -> None:
    """A figure of a procedure of another version is counted and named, and is no difference."""
    changed = values()
    key = next(key for key, it in changed["figures"].items() if it["procedure"] and it["value"] is not None)
    changed["figures"][key]["procedure"] = "unheard_of/9"
    verdict = of_json(changed)
    assert () == verdict.differences
    assert f"1 figure of a procedure that cannot be computed again: {key}" in verdict.notes


def test_a_figure_of_a_procedure_is_computed_again() -> None:
    """The time to a score, which no formula says, is told with both values."""
    changed = values()
    key = next(key for key, it in changed["figures"].items() if it["procedure"] and it["value"] is not None)
    changed["figures"][key]["value"] += 1
    (found,) = of_json(changed).differences
    assert key == found.where


def test_values_of_another_version_are_not_held() -> None:
    """Facts of another reportgen may be others: they are counted, and no difference."""
    changed = values()
    changed["generator"]["version"] = "0.0.1"
    changed["figures"]["factor_kwh"]["value"] = Decimal(58)
    verdict = of_json(changed)
    assert [] == [it for it in verdict.differences if it.where == "factor_kwh"]
    assert [
        note for note in verdict.notes if note.endswith('built-in values not held: reportgen "0.0.1" wrote the report')
    ]


def bare(kind: str = "json", files: dict[str, bytes] | None = None, **changed: Any) -> Bundle:
    """The parts of a report of nothing but the changes; kind: json, html or pdf."""
    changed = {"schema": SCHEMA, "figures": {}, **changed}
    return Bundle(kind, as_json(changed), files or {}, pages=None if kind == "json" else [])


def differences(bundle: Bundle) -> list[str]:
    """What differs in it, in lines."""
    return [str(it) for it in verdict_of(bundle, "a.json").differences]


def test_what_is_wrong_with_a_whole_report_is_told_by_its_name() -> None:
    """The name of the file that was given, or of report.json in another one."""
    assert "a.json: has no digest, so that a change in what nothing rests on would not show" in differences(bare())
    changed = differences(bare("html", digest="0" * 64))
    assert "report.json: is not as it was written: its digest is that of another content" in changed
    broken = replace(bare("pdf"), broken="the file is not byte for byte as it was written")
    assert "a.json: the file is not byte for byte as it was written" in differences(broken)
    assert not [it for it in differences(bare("pdf")) if it.startswith("a.json: ")]


def test_an_input_that_is_no_file_is_told() -> None:
    """With what stands in its place."""
    assert "a.json: $.inputs lists 7, which is no file" in differences(bare(inputs=[Decimal(7)]))


def test_pages_without_printed_json_are_told() -> None:
    """Nothing says then what should be on them."""
    said = "printed.json: is not carried, so that nothing says what the pages should print"
    assert [True, False] == [said in differences(bare(kind)) for kind in ("html", "json")]


def test_what_was_not_looked_at_is_noted() -> None:
    """The pages of a file that has none; of many figures by unknown procedures the first three."""
    verdict = verdict_of(bare(), "a.json")
    assert "no page was looked at: this file has none" == verdict.notes[-1]
    assert {} == verdict.beside
    assert {"a.css": ""} == verdict_of(replace(bare("html"), beside={"a.css": ""}), "a.html").beside
    figure = {"label": "x", "value": Decimal(1), "unit": "1", "procedure": "new/1"}
    for keys, told in (("abc", "a, b, c"), ("abcde", "a, b, c and 2 more")):
        notes = verdict_of(bare(figures=dict.fromkeys(keys, figure)), "a.json").notes
        assert f"{len(keys)} figures of procedures that cannot be computed again: {told}" in notes
