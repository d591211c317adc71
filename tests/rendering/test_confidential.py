"""Confidential prices: no output for an external audience holds one, nor numbers that give one away."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from decimal import Decimal
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

import reportgen
from reportgen.files.json_text import dumps, loads
from reportgen.inputs.audience import band_of
from reportgen.locale.language import language_of
from reportgen.manifest.cost_row import CostRow
from reportgen.rendering.context import INTERNAL
from reportgen.rendering.report import Report

RUN = {
    "task": "object-detection",
    "samples_before": 20011,
    "samples_after": 13007,
    "duration": "PT42M",
    "started_at": "2026-03-04",
    "prepared_by": "A. Writer",
    "costs": {"compute_per_hour": Decimal("3.17"), "person_hours": 2, "hourly_rate": 61, "licence": 0},
    "rates": [{"from": "EUR", "to": "USD", "rate": Decimal("1.0871"), "source": "a bank", "date": "2026-03-04"}],
}
PUBLIC = {
    "task": "object-detection",
    "unit": "object",
    "tier_counts": "items",
    "currency": "EUR",
    "basis": "contract",
    "valid_from": "2026-01-01",
    "valid_to": "2026-12-31",
    "confidential": True,
}
SINGLE = {
    "price": Decimal("0.9371"),
    "low": Decimal("0.8817"),
    "high": Decimal("0.9973"),
    "units_per_sample": Decimal("6.3113"),
    "annotators": 1,
    "review_share": Decimal("0.123719"),
    "review_price": Decimal("0.4413"),
    "fixed_fee": Decimal("311.93"),
    "per_month": Decimal("41.37"),
    "months": 2,
    "seats": 1,
    "minimum": Decimal("4173.913"),
    "discount": Decimal("0.068371"),
    "seconds_per_unit": Decimal("191.73"),
    "source": "Geheimvertrag 77",
    "retrieved": "2025-11-13",
    "tax_included": False,
    "approved_by": "Q. Geheim",
    "notes": "Geheimnotiz 3",
}
TIERED = {
    "tiers": [{"price": Decimal("1.0173"), "up_to": 43217}, {"price": Decimal("0.6131")}],
    "tier_period": "Geheimquartal",
    "units_already_used": 17713,
    "units_per_sample": Decimal("6.3113"),
    "source": "Geheimvertrag 78",
}
PACED: dict[str, Any] = {
    "tiers": TIERED["tiers"],
    "units_per_month": 7013,
    "units_per_sample": Decimal("6.3113"),
    "source": "Nr. 79",
}
REACHED: dict[str, Any] = {**TIERED, "tier_rule": "reached"}
PARTED: dict[str, Any] = {
    "unit": "sample",
    "parts": [
        {"unit": "1M Geheimzeichen", "price": Decimal("71.93"), "units_per_sample": 2713},
        {"unit": "sample", "price": Decimal("0.5137"), "share": Decimal("0.1171")},
    ],
    "source": "Geheimvertrag 80",
}
ALL: dict[str, dict[str, Any]] = {
    "single": SINGLE,
    "tiers": TIERED,
    "months": PACED,
    "reached": REACHED,
    "parts": PARTED,
}
PLAIN = {"price": Decimal("0.5113"), "units_per_sample": Decimal("6.7001")}
# What stands in a row of either kind and is no secret, or says too little to be looked for.
UNTOLD = {"annotators", "tax_included", "timed_unit", "like", "months", "seats", "tier_rule", "unit"}


def made(folder: Path, terms: dict[str, Any], **options: Any) -> Report:
    """The report of the run at a confidential price with these terms."""
    folder.mkdir(exist_ok=True)
    run, costs = folder / "run.json", folder / "costs.json"
    run.write_text(dumps(RUN), encoding="utf-8")
    costs.write_text(dumps({"prices": [{**PUBLIC, **terms}]}), encoding="utf-8")
    return reportgen.load(run, cost_tables=costs, **options)


def texts_of(report: Report) -> dict[str, str]:
    """All that the outputs hold, as text: of the PDF each object, each stream unpacked, and the words of the pages."""
    reader = PdfReader(BytesIO(report.pdf().content))
    size: Any = reader.trailer["/Size"]
    objects = [reader.get_object(number) for number in range(1, size)]
    # without those that hold objects: these are read one by one, and their places in the file may be any number
    streams = [
        item.get_data().decode("utf-8", "replace")
        for item in objects
        if isinstance(item, StreamObject) and item.get("/Type") not in ("/ObjStm", "/XRef")
    ]
    assert len(streams) > 5
    return {
        "html": report.html,
        "json": report.json.decode(),
        "xlsx": texts_of_workbook(report.xlsx()),
        "objects": "\n".join(str(item) for item in objects) + str(reader.metadata),
        "streams": "\n".join(streams),
        "pages": "\n".join(page.extract_text() for page in reader.pages),
    }


def texts_of_workbook(content: bytes) -> str:
    """Every file in a workbook: cells, formulas with what they gave, names of cells, comments, properties."""
    with ZipFile(BytesIO(content)) as files:
        return "\n".join(files.read(name).decode() for name in files.namelist())


def forms(secret: object) -> set[str]:
    """A secret as it may be printed: as it is, in groups of three, in percent, in cents, rounded."""
    if not isinstance(secret, (int, Decimal)):
        return {str(secret)}
    hundredfold = f"{secret * 100:f}"
    return {f"{secret:f}", f"{secret:,f}", hundredfold, hundredfold.rstrip("0").rstrip(".")} | (
        {f"{secret:.3f}"} if secret < 10 else set()
    )


def secrets_of(value: Any) -> set[str]:
    """Every secret below a row's terms, in every form."""
    if isinstance(value, dict):
        return {form for key, item in value.items() if key not in UNTOLD for form in secrets_of(item)}
    if isinstance(value, list):
        return {form for item in value for form in secrets_of(item)}
    return forms(value)


def held(text: str, secrets: set[str]) -> list[str]:
    """Which secrets the text holds; a number not as a part of a longer one."""
    return sorted(form for form in secrets if re.search(rf"(?<![\d.,]){re.escape(form)}(?!\d)", text))


def test_the_rows_hold_every_field() -> None:
    """The secrets that are looked for are all that a row can say."""
    known = {field.name for field in fields(CostRow)}
    assert known - UNTOLD - set(PUBLIC) == {key for terms in ALL.values() for key in terms} - UNTOLD


@pytest.mark.parametrize("terms", ALL.values(), ids=ALL)
def test_no_external_output_holds_a_secret(tmp_path: Path, terms: dict[str, Any]) -> None:
    """Neither HTML, JSON, workbook nor any object, stream, attachment or metadata of the PDF, unpacked."""
    secrets = secrets_of(terms)
    texts = texts_of(made(tmp_path, terms))
    found = {name: held(text, secrets) for name, text in texts.items()}
    assert {name: [] for name in found} == found
    assert [] == [name for name, text in texts.items() if "geheim" in text.lower()]


@pytest.mark.parametrize("terms", ALL.values(), ids=ALL)
def test_internal_outputs_hold_what_the_row_says(tmp_path: Path, terms: dict[str, Any]) -> None:
    """The same search finds price, source and the other terms in the internal report: it can find something."""
    texts = texts_of(made(tmp_path, terms, audience="internal"))
    as_given = {str(item) for key, item in terms.items() if key not in UNTOLD | {"tiers", "parts"}}
    assert set() == as_given - set(held(texts["json"], as_given))
    assert {terms["source"]} <= set(held(texts["xlsx"], as_given))
    assert set() == as_given - set(held(texts["streams"], as_given))
    assert {terms["source"]} <= set(held(texts["html"], as_given)) & set(held(texts["pages"], as_given))


def test_reports_of_one_band_are_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the price's terms, one band gives one report: no numbers together can say more than the band does."""
    rows: list[dict[str, Any]] = [SINGLE, TIERED, PACED, REACHED, PLAIN]
    reports = [made(tmp_path / str(number), terms) for number, terms in enumerate(rows)]
    reports.append(made(tmp_path / "set", PLAIN, settings={"annotation_price": "0.8219"}))
    assert 1 == len({report.json for report in reports})
    assert 1 == len({report.html for report in reports})
    assert 1 == len({report.xlsx() for report in reports})
    assert 1 == len({report.pdf().content for report in reports})


def test_no_quotient_gives_the_price_away(tmp_path: Path) -> None:
    """No amount of money over a count is the price of a unit or a sample within 0.1 %; internally one is."""

    def hits(report: Report) -> int:
        figures = loads(report.json)["figures"]
        money, counts = (
            [
                number
                for figure in figures.values()
                if figure["unit"] in units
                for number in (figure["value"], figure["low"], figure["high"], *(figure.get("band") or {}).values())
                if number
            ]
            for units in (("USD", "EUR"), ("sample", "unit"))
        )
        prices = [PLAIN["price"] * Decimal("1.0871")]
        prices.append(prices[0] * PLAIN["units_per_sample"])
        return sum(
            abs(amount / count / price - 1) < Decimal("0.001")
            for amount, count, price in product(money, counts, prices)
        )

    assert 0 == hits(made(tmp_path / "external", PLAIN))
    assert 0 < hits(made(tmp_path / "internal", PLAIN, audience="internal"))


def test_totals_are_bands(tmp_path: Path) -> None:
    """6.7001 objects in 7,004 samples at 0.5113 EUR and 1.0871 USD/EUR are 26,084 USD: from 20,000 to 50,000."""
    report = made(tmp_path, PLAIN)
    figures = loads(report.json)["figures"]
    cost = figures["filtering_cost"]["value"]
    assert {"low": 20000, "high": 50000} == figures["annotation_savings"]["band"] == figures["gross_savings"]["band"]
    assert {"low": 20000 - cost, "high": 50000 - cost} == figures["net_savings"]["band"]
    withheld = ("annotation_savings", "net_savings", "roi", "break_even_samples", "annotation_cost_before")
    assert {(None, None, "confidential: withheld for an external audience")} == {
        (figures[key]["value"], figures[key]["formula"], figures[key]["reason"]) for key in withheld
    }
    assert "20,000 to 50,000" in report.html
    assert "confidential" == report.caveats[0].id


def test_bands_of_all_totals_are_one_band_moved(tmp_path: Path) -> None:
    """Half of a training of 10 GPU-hours at 3 USD, which is 15 USD, and the cost move both ends alike."""
    settings = {"training_samples": "14008", "training_hours": "10", "training_gpus": "1", "gpu_price_per_hour": "3"}
    figures = loads(made(tmp_path, PLAIN, settings=settings).json)["figures"]
    trained, cost = (figures[key]["value"] for key in ("training_cost_savings", "filtering_cost"))
    assert 15 == trained
    bands = [figures[key]["band"] for key in ("annotation_savings", "gross_savings", "net_savings")]
    assert [20000, 20000 + trained, 20000 + trained - cost] == [band["low"] for band in bands]
    assert [30000] * 3 == [band["high"] - band["low"] for band in bands]


def test_a_run_at_a_confidential_price_says_what_is_public(tmp_path: Path) -> None:
    """Of the row its task and that it is confidential, beside its place; of the files the manifest."""
    report = made(tmp_path, SINGLE)
    found = loads(report.json)
    known = {"layer": "company", "file": None, "task": "object-detection", "confidential": True}
    assert known == found["costs"]["rows"][-1]
    assert ["run.json"] == [file["name"] for file in found["inputs"]]


def test_a_manifest_with_a_confidential_row_is_not_attached(tmp_path: Path) -> None:
    """Its own row is withheld as a table's is, from the echo of the manifest too."""
    run = tmp_path / "run.json"
    run.write_text(dumps({**RUN, "prices": [{**PUBLIC, **SINGLE}]}), encoding="utf-8")
    report = reportgen.load(run)
    assert [] == loads(report.json)["inputs"]
    assert [] == held(report.json.decode() + report.html, secrets_of(SINGLE))


def test_a_row_that_does_not_apply_is_withheld_too(tmp_path: Path) -> None:
    """A public price in the place of a confidential one is shown, and does not say what it replaced."""
    table = tmp_path / "public.json"
    public = {"task": "object-detection", "unit": "object", "price": 2, "currency": "USD", "units_per_sample": 3}
    table.write_text(dumps({"prices": [public]}), encoding="utf-8")
    made(tmp_path, SINGLE)
    report = reportgen.load(tmp_path / "run.json", cost_tables=[tmp_path / "costs.json", table])
    assert 7004 * 3 * 2 == report.figures["annotation_savings"].value
    assert [] == held(report.json.decode() + report.html, secrets_of(SINGLE))
    assert ["run.json", "public.json"] == [file.name for file in report.inputs]


def test_a_table_with_a_confidential_row_of_another_task_is_not_attached(tmp_path: Path) -> None:
    """The file would show the row whole, whichever task it prices."""
    report = made(tmp_path, {**PLAIN, "task": "segmentation"})
    assert ["run.json"] == [file.name for file in report.inputs]
    assert "confidential" in [caveat.id for caveat in report.caveats]
    assert report.figures["annotation_savings"].value is not None


def test_internal_is_printed_on_every_page(tmp_path: Path) -> None:
    """Each page of the PDF carries the word, and the HTML at its top; an external report does not."""
    internal, external = (made(tmp_path, PLAIN, audience=audience) for audience in ("internal", "external"))
    result = internal.pdf()
    assert result.conforms
    pages = [page.extract_text() for page in PdfReader(BytesIO(result.content)).pages]
    assert len(pages) > 3
    assert [] == [text for text in pages if not re.search(r"(?m)\binternal\b", text)]
    line = '<aside class="classification" aria-label="Classification">internal</aside>'
    assert (True, False) == (line in internal.html, line in external.html)


def test_the_line_of_a_theme_stands_beside_internal(tmp_path: Path) -> None:
    """A theme's classification is kept; the same word stands once, in the page's language."""
    cases = [
        ("en_GB", "Board only", "internal · Board only"),
        ("en_GB", "Internal", "Internal"),
        ("en_GB", "Internally known", "internal · Internally known"),
        ("de_DE", "Internal", "intern"),
        ("fr_FR", "Internal", "interne"),
        ("es_ES", "INTERNAL", "uso interno"),
        ("de_DE", "Streng intern", "Streng intern"),
        ("fr_FR", "Board only", "interne · Board only"),
    ]
    for locale, given, expected in cases:
        theme = tmp_path / "theme.toml"
        theme.write_text(f'classification = "{given}"', encoding="utf-8")
        report = made(tmp_path, PLAIN, audience="internal", theme=theme, locale=locale)
        assert f'data-classification="{expected}"' in report.html


def test_the_word_internal_is_known_in_each_language_of_ours() -> None:
    """Whatever language a theme says it in."""
    assert set(INTERNAL) == {language_of(name).say("internal") for name in ("en", "de", "es", "fr")}


def test_nothing_is_attached_where_nobody_wants_it(tmp_path: Path) -> None:
    """Without attachments the PDF carries none, is archival all the same, and the page says so."""
    report = made(tmp_path, PLAIN, attach=False)
    result = report.pdf()
    assert result.conforms
    assert {} == PdfReader(BytesIO(result.content)).attachments
    alone = "it cannot be re-derived from here alone"
    assert alone in report.html
    full = replace(report, edition="full").html
    assert "Nothing is attached to the PDF of this report." in full
    assert alone not in full


def test_an_unknown_audience_is_refused(tmp_path: Path) -> None:
    """A misspelt audience withholds nothing silently: it is an error."""
    with pytest.raises(ValueError, match="unknown audience 'intern': one of external, internal"):
        made(tmp_path, PLAIN, audience="intern")


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("0", "0", "1"),
        ("0.9371", "0", "1"),
        ("1", "1", "2"),
        ("4.99", "2", "5"),
        ("5", "5", "10"),
        ("26084", "2e4", "5e4"),
    ],
)
def test_bands_are_steps_that_do_not_depend_on_the_value(value: str, low: str, high: str) -> None:
    """1, 2 and 5 times powers of ten, the lower end belonging to the band."""
    assert (Decimal(low), Decimal(high)) == band_of(Decimal(value))
