"""What saving a report writes under which names, what it says is missing, and what it refuses; no PDF is drawn."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.files.json_text import loads
from reportgen.generate import load
from reportgen.problems import InputError
from reportgen.rendering.input_file import InputFile
from reportgen.rendering.pdf import PdfFailed, PdfResult, PdfUnavailable
from reportgen.rendering.report import Report
from tests.cli.running import files_in
from tests.figures.runs import FOUR
from tests.rendering.runs import SAMPLES, four_lines, sample

SOUND = PdfResult(b"%PDF-1", (), (), True)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[PdfResult | Exception]:
    """What drawing the PDF gives, or raises, in place of a PDF: the last of the list."""
    results: list[PdfResult | Exception] = [SOUND]

    def pdf(_: Report) -> PdfResult:
        result = results[-1]
        if isinstance(result, Exception):
            raise result
        return result

    monkeypatch.setattr(Report, "pdf", pdf)
    return results


def test_each_format_has_its_name(drawn: list[PdfResult], tmp_path: Path) -> None:
    """NAME and the ending of the format, in the order of the contract whatever the order of the call."""
    formats = ["annex-xi", "model-card", "metrics", "md", "boamps", "json", "pdf", "html"]
    report = reportgen.report(
        **FOUR, energy=[{"kwh": 1}], training={"kwh": 2, "samples": 100}, started_at="2026-01-02", grid={"zone": "DE"}
    )
    saved = report.save(tmp_path, formats, "r")
    assert () == saved.shortfalls
    assert [
        *("r.html", "r.pdf", "r.json", "r.boamps.json", "r.md", "r.metrics.json", "r.model-card.yaml", "r.annex-xi.md"),
    ] == [path.name for path in saved.paths]
    assert drawn[-1].content == (tmp_path / "r.pdf").read_bytes()
    assert sha256(b"%PDF-1").hexdigest() == saved.pdf_sha256


def test_without_a_word_three_formats_are_written(drawn: list[PdfResult], tmp_path: Path) -> None:
    """HTML, PDF and JSON as report.*; without a PDF there is no digest of one."""
    assert drawn
    assert ["report.html", "report.pdf", "report.json"] == [it.name for it in four_lines().save(tmp_path).paths]
    assert "" == four_lines().save(tmp_path / "json", ["json"]).pdf_sha256
    assert ["report.json"] == files_in(tmp_path / "json")


@pytest.mark.parametrize(
    ("formats", "assets", "expected"),
    [
        (["html"], "inline", ["report.html"]),
        (["html", "json"], "beside", ["report.css", "report.html", "report.js", "report.json"]),
        (["json"], "beside", ["report.json"]),
    ],
)
def test_styles_beside_are_a_file_of_their_own(
    tmp_path: Path, formats: list[str], assets: str, expected: list[str]
) -> None:
    """Where they are asked for, and a page is written."""
    four_lines().save(tmp_path, formats, assets=assets)
    assert expected == files_in(tmp_path)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"formats": ["json", "doc"]},
            "unknown format 'doc': one of html, pdf, json, xlsx, boamps, md, metrics, model-card",
        ),
        ({"assets": "there"}, "unknown place of assets 'there': one of inline, beside"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path: Path, options: dict[str, Any], message: str) -> None:
    """Nothing is."""
    with pytest.raises(ValueError, match=message):
        four_lines().save(tmp_path, **{"formats": ["json"], **options})
    assert [] == files_in(tmp_path)


TEN = "\u0100\u0101\u0102\u0103\u0104\u0105\u0106\u0107\u0108\u0109"
SHOWN = " ".join(f"{char} (U+010{place})" for place, char in enumerate(TEN))
BOXES = "the PDF shows boxes there and is no PDF/A (install a font of that script)"


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (SOUND, None),
        (replace(SOUND, remarks=("a remark",)), None),
        (replace(SOUND, conforms=False, remarks=("one", "two")), "the PDF is no PDF/A: one; two"),
        (replace(SOUND, conforms=False, missing_glyphs=tuple(TEN)), f"no font has {SHOWN}: {BOXES}"),
        (
            replace(SOUND, conforms=False, missing_glyphs=(*TEN, "a", "b"), remarks=("one",)),
            f"no font has {SHOWN} and 2 more: {BOXES}",
        ),
        (PdfUnavailable("no PDF, as Pango is not installed (so)"), "no PDF, as Pango is not installed (so)"),
        (PdfFailed("the page nests too deeply"), "no PDF: the page nests too deeply"),
    ],
)
def test_what_is_wrong_with_the_pdf_is_said(
    drawn: list[PdfResult | Exception], tmp_path: Path, result: PdfResult | Exception, said: str | None
) -> None:
    """In one line, and the other files are written."""
    drawn.append(result)
    saved = four_lines().save(tmp_path, ["pdf", "json"])
    assert ((said,) if said else ()) == saved.shortfalls
    has_pdf = isinstance(result, PdfResult)
    assert (["report.json", "report.pdf"] if has_pdf else ["report.json"]) == files_in(tmp_path)
    assert has_pdf == bool(saved.pdf_sha256)


def test_what_is_hard_to_believe_is_a_shortfall_of_every_format(tmp_path: Path) -> None:
    """Of records and of training runs, each with its file."""
    (said,) = load(SAMPLES / "evidence" / "impossible_power.yaml").save(tmp_path, ["metrics"]).shortfalls
    assert said.startswith("kilojoules.csv: 4 of 4 runs imply more power than a training is believed to draw")
    (tmp_path / "a.csv").write_text(
        "timestamp,duration,emissions,energy_consumed,run_id,tracking_mode,cpu_energy,gpu_energy,gpu_model,gpu_count\n"
        "2026-11-21T20:17:45,9,1,5,r,machine,0,5,1 x NVIDIA A100,1\n"
    )
    report = reportgen.report(**FOUR, energy=[{"file": str(tmp_path / "a.csv")}], allow_path=True)
    saved = report.save(tmp_path, ["json"])
    assert [line.partition(": ")[0] for line in saved.shortfalls] == ["a.csv"] * len(saved.shortfalls) != []
    assert () == sample().save(tmp_path, ["json"]).shortfalls


@pytest.mark.parametrize(("form", "is_said"), [("html", True), ("md", True), ("json", False), ("metrics", False)])
def test_texts_without_words_are_a_shortfall_of_what_a_person_reads(tmp_path: Path, form: str, is_said: bool) -> None:
    """report.json has no language, and so lacks none."""
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "de.po").write_text('msgid "Caveats"\nmsgstr "Achtung"\n', encoding="utf-8")
    (tmp_path / "words" / "pl.po").write_text(
        'msgid ""\nmsgstr "Plural-Forms: nplurals=1; plural=0;\\n"\n\nmsgid "Caveats"\nmsgstr "Uwaga"\n',
        encoding="utf-8",
    )
    flags = {"task": "detection", "samples_before": "10", "samples_after": "4", "duration": "60"}
    report = load(flags=flags, locale="pl_PL", locale_dir=tmp_path / "words")
    said = [line for line in report.save(tmp_path / "out", [form]).shortfalls if "no words in pl_PL" in line]
    assert is_said == bool(said)
    german = load(flags=flags, locale="de_DE", locale_dir=tmp_path / "words")
    assert () == german.save(tmp_path / "out", [form]).shortfalls


@pytest.mark.parametrize(
    ("read", "formats", "assets", "is_refused"),
    [
        ("report.json", ["html", "json"], "inline", True),
        ("report.json", ["html"], "inline", False),
        ("report.css", ["html"], "beside", True),
        ("report.css", ["html"], "inline", False),
        ("report.css", ["json"], "beside", False),
        ("report.boamps.json", ["boamps"], "inline", True),
    ],
)
def test_no_input_is_written_over(tmp_path: Path, read: str, formats: list[str], assets: str, is_refused: bool) -> None:
    """A file that was read stays as it is, where the report would have its name."""
    (tmp_path / read).write_text("mine")
    report = replace(four_lines(), read=(tmp_path / read, tmp_path / "other"))
    if not is_refused:
        report.save(tmp_path, formats, assets=assets)
        return
    with pytest.raises(InputError) as refused:
        report.save(tmp_path, formats, assets=assets)
    (problem,) = refused.value.problems
    assert (str(tmp_path / read), "the report would be written over this input") == (problem.where, problem.message)
    assert [read] == files_in(tmp_path)
    assert "mine" == (tmp_path / read).read_text()


def test_files_of_one_name_are_told_apart() -> None:
    """Numbered from 2 on before the ending; the names of what the report attaches itself are taken."""
    names = ("a.csv", "a.csv", "a.csv", "report.json", "printed.json", "a-2.csv", "b\n.csv", "dir/c.csv")
    report = replace(four_lines(), inputs=tuple(InputFile(name, b"", "", "record") for name in names))
    assert [
        *("a.csv", "a-2.csv", "a-3.csv", "report-2.json", "printed-2.json", "a-2-2.csv", "b\\n.csv", "c.csv"),
    ] == [file.name for file in report.files]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1700000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("0", datetime(1970, 1, 1, tzinfo=UTC)),
        ("99999999999", datetime(5138, 11, 16, 9, 46, 39, tzinfo=UTC)),
        ("100000000000", None),
        ("-1", None),
        ("1.5", None),
        ("", None),
        ("\u0661", None),
    ],
)
def test_the_date_of_the_environment_is_a_number_of_seconds(
    monkeypatch: pytest.MonkeyPatch, text: str, expected: datetime | None
) -> None:
    """Of eleven digits at most; what is none is passed over."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", text)
    assert expected == reportgen.report(**FOUR).issued
    first = reportgen.report(**FOUR).page.first
    assert (expected is not None) == any(part.startswith("report of ") for part in first.meta)


def test_a_notebook_shows_the_page_in_a_frame() -> None:
    """With the title's words for who cannot see it, and a base of its own behind the head's first tag."""
    report = replace(four_lines(), attach=False)
    shown = report._repr_html_()
    assert shown.startswith('<iframe srcdoc="&lt;!DOCTYPE html&gt;')
    assert 1 == shown.count("&lt;head&gt;\n&lt;base href=&quot;about:srcdoc&quot;&gt;")
    assert (
        f'sandbox title="{report.page.first.title_short}" style="width:100%;height:44rem;border:0"></iframe>' in shown
    )
    assert f"<Report: object-detection, {len(report.figures)} figures>" == repr(report)


def test_a_row_of_a_table_says_where_it_comes_from() -> None:
    """Layer and file; of a built-in table which one was chosen; what was not given is left out, a day is its date."""
    rows = loads(sample().json)["costs"]["rows"]
    built_in, company = rows[0], rows[-1]
    assert ("built-in", None) == (built_in["layer"], built_in["file"])
    assert ("company", "company-costs.toml") == (company["layer"], company["file"])
    assert not {"sheet", "chosen", "tiers", "valid_from"} & set(company)
    chosen = reportgen.report(**FOUR, cost_tables="google-data-labeling-historical", units_per_sample={"object": 2})
    named = [row.get("chosen") for row in loads(chosen.json)["costs"]["rows"]]
    assert "google-data-labeling-historical" in named


def test_a_band_is_what_is_told_of_a_withheld_total() -> None:
    """From low to below high; of what is known there is none."""
    price = {"task": "object-detection", "price": Decimal("1.1"), "source": "S", "confidential": True}
    figures = loads(reportgen.report(**FOUR, prices=[price]).json)["figures"]
    band = figures["gross_savings"]["band"]
    assert band["low"] <= Decimal("41250") < band["high"]
    assert [] == [key for key, it in figures.items() if "band" in it and it["value"] is not None]


def test_what_an_internal_report_is_read_with(tmp_path: Path) -> None:
    """Its mark, the project's currency and grid, and the sign and sheet that were told of tables."""
    (tmp_path / "reportgen.toml").write_text('currency = "EUR"\n[grid]\nzone = "FR"\n', encoding="utf-8")
    (tmp_path / "run.json").write_text(
        json.dumps({"task": "boats", "samples_before": 10, "samples_after": 4, "duration": 60}), encoding="utf-8"
    )
    (tmp_path / "c.csv").write_text("task;price;currency\nboats;0,5;EUR\n", encoding="utf-8")
    told = load(tmp_path / "run.json", cost_tables=[tmp_path / "c.csv"], decimal="comma", audience="internal")
    report = loads(told.json)
    assert "internal" == report["audience"]
    assert {
        "decimal": "comma",
        "sheet": None,
        "project": {"currency": "EUR", "grid": {"zone": "FR"}},
        "withheld": 0,
    } == report["reading"]
    bare = loads(four_lines().json)
    assert "audience" not in bare
    assert {"decimal": None, "sheet": None, "project": {}, "withheld": 0} == bare["reading"]
