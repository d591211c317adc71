"""What a report is made of and what it hands on: its date, language and files, to the page and to the PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.locale.language import language_of
from reportgen.locale.own_words import read_own_words
from reportgen.rendering import fallback_fonts, limited, paper
from reportgen.rendering.fonts_of_theme import Fonts
from reportgen.rendering.input_file import InputFile
from reportgen.rendering.look import HOUSE, Look
from reportgen.rendering.paper import PaperJob
from reportgen.rendering.pdf import PdfFailed, PdfResult, PdfUnavailable
from reportgen.rendering.report import Report
from reportgen.rendering.user_templates import UserTemplates
from tests.audit.reports import report as sample
from tests.figures.runs import FOUR
from tests.rendering.runs import four_lines

DONE = PdfResult(b"%PDF", (), (), True)


@pytest.fixture(autouse=True)
def no_source_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a date of the environment's."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.mark.parametrize(
    ("epoch", "issued"),
    [
        ("60", datetime(1970, 1, 1, 0, 1, tzinfo=UTC)),
        ("1800000000", datetime(2027, 1, 15, 8, 0, tzinfo=UTC)),
        ("99999999999", datetime(5138, 11, 16, 9, 46, 39, tzinfo=UTC)),
        *((text, None) for text in ("100000000000", "", "-1", "1.5", "today")),
    ],
)
def test_the_environment_may_date_a_report(
    monkeypatch: pytest.MonkeyPatch, epoch: str, issued: datetime | None
) -> None:
    """In whole seconds since 1970; what is no such number dates nothing, and a stated day comes first."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert issued == reportgen.report(**FOUR).issued
    assert datetime(2026, 7, 2, tzinfo=UTC) == reportgen.report(**FOUR, issued=date(2026, 7, 2)).issued


def test_the_summary_is_english_whatever_the_page_speaks() -> None:
    """With the unit of the samples; it is what a terminal shows."""
    made = replace(reportgen.report(**FOUR, unit="document"), language=language_of("de_DE"))
    assert any("documents" in str(it.text) for it in made.summary)
    assert str(made).startswith("Avoided")
    assert made.summary == reportgen.report(**FOUR, unit="document").summary


def test_files_have_names_that_differ() -> None:
    """From each other, and from what is attached beside them."""
    names = ("report.json", "a.csv", "a.csv", "a.csv", "printed.json", "b\n.csv")
    files = replace(four_lines(), inputs=tuple(InputFile(name, b"", "", "record") for name in names)).files
    expected = ["report-2.json", "a.csv", "a-2.csv", "a-3.csv", "printed-2.json"]
    assert expected == [file.name for file in files][:5]
    assert "\n" not in files[5].name


@pytest.mark.parametrize("attach", [True, False])
def test_the_page_lists_what_is_attached(attach: bool) -> None:
    """The inputs, then every figure, then every number printed, which has no hash yet; or nothing."""
    page = replace(four_lines(), attach=attach).page
    expected = ["four_lines.yaml", "report.json", "printed.json"] if attach else []
    assert expected == [file.name for file in page.files]
    assert [64, 64, 0][: len(expected)] == [len(file.hash) for file in page.files]
    told = ["every figure, exact", "every number printed"] if attach else []
    assert told == [str(file.description) for file in page.files[1:]]


@pytest.mark.parametrize(
    "templates", [None, UserTemplates("ours", {"report.html.j2": "<p>{{ say('Attached to the PDF') }}</p>"})]
)
def test_a_page_is_said_in_the_companys_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, templates: UserTemplates | None
) -> None:
    """Its templates are filled in elsewhere, with the same words."""
    (tmp_path / "en.po").write_text(
        'msgid ""\nmsgstr ""\n\nmsgid "Attached to the PDF"\nmsgstr "Beware"\n', encoding="utf-8"
    )
    language = language_of("en_GB", read_own_words(tmp_path, "en_GB").catalogues)
    told: list[Any] = []

    def elsewhere(context: dict[str, Any], own: UserTemplates | None) -> str:
        told.append((context["words"], context["paper"], own))
        return "<p>elsewhere</p>"

    monkeypatch.setattr(limited, "html_in_child", elsewhere)
    made = replace(four_lines(), language=language, look=replace(HOUSE, templates=templates))
    assert ("Beware" in made.html, "elsewhere" in made.html) == (templates is None, templates is not None)
    assert ([] if templates is None else [({"Attached to the PDF": "Beware"}, False, templates)]) == told


def made_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[Report], tuple[str, PaperJob]]:
    """What a PDF of a report is made of, and where it is made: here, or in a process of its own."""
    jobs: list[tuple[str, PaperJob]] = []

    def making(place: str) -> Callable[[PaperJob], PdfResult]:
        def make(job: PaperJob) -> PdfResult:
            jobs.append((place, job))
            return DONE

        return make

    monkeypatch.setattr(paper, "make_pdf", making("here"))
    monkeypatch.setattr(limited, "pdf_in_child", making("elsewhere"))

    def job_of(report: Report) -> tuple[str, PaperJob]:
        assert report.pdf() is DONE
        return jobs.pop()

    return job_of


def test_what_a_pdf_is_made_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """The context for paper, the paper, the moment of issue, and each file with what it is."""
    job_of = made_with(monkeypatch)
    place, job = job_of(sample())
    assert ("here", True, None) == (place, job.context["paper"], job.templates)
    assert (sample().issued, {}) == (job.moment, dict(job.assets))
    assert "@page { size: A4;" in job.print_css
    *inputs, figures, printed = job.attachments
    assert [(file.name, file.content, "text/plain") for file in sample().files] == [
        (it.name, it.content, it.media_type) for it in inputs
    ]
    assert ("report.json", sample().json, "application/json", False) == (
        figures.name,
        figures.content,
        figures.media_type,
        figures.lists_pages,
    )
    assert ("printed.json", "application/json", True) == (printed.name, printed.media_type, printed.lists_pages)
    assert ["every figure, exact", "every number that the pages print"] == [figures.description, printed.description]
    _, bare = job_of(replace(sample(), attach=False))
    assert [] == bare.attachments


@pytest.mark.parametrize(
    ("look", "place"),
    [
        (Look(page_size="Letter"), "here"),
        (Look(templates=UserTemplates("ours", {"print.css": "p { margin-left: 1mm }"})), "elsewhere"),
        (Look(logo="data:image/png;base64,AA=="), "elsewhere"),
        (Look(fonts=Fonts(faces=(("A", 400, "a.ttf"),), assets={"a.ttf": b"x"})), "elsewhere"),
    ],
)
def test_a_look_goes_into_the_pdf(monkeypatch: pytest.MonkeyPatch, look: Look, place: str) -> None:
    """Its paper, styles and fonts; what comes from outside is drawn in a process of its own."""
    found, job = made_with(monkeypatch)(replace(four_lines(), look=look))
    assert (place, look.templates) == (found, job.templates)
    assert f"@page {{ size: {look.page_size};" in job.print_css
    assert look.fonts.assets.items() <= job.assets.items()
    assert look.fonts.stylesheet() in job.print_css


def test_a_script_that_the_house_lacks_brings_its_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """Into the stylesheet, the files and the families of the page."""

    def with_thai(fonts: Fonts, characters: set[str]) -> Fonts:
        assert set("ภาพ") <= characters
        return replace(fonts, text=(*fonts.text, "Thai"), faces=(("Thai", 400, "t.ttf"),), assets={"t.ttf": b"x"})

    monkeypatch.setattr(fallback_fonts, "with_fallback", with_thai)
    place, job = made_with(monkeypatch)(reportgen.report(**FOUR, name="ภาพ"))
    assert ("here", {"t.ttf": b"x"}) == (place, job.assets)
    assert 'font-family: "Thai"; font-weight: 400; src: url(asset:t.ttf)' in job.print_css
    assert '"Thai"' in job.context["colours"]


def failing(error: Exception) -> Callable[[Report], PdfResult]:
    """A making of PDFs that fails so."""

    def pdf(self: Report) -> PdfResult:  # noqa: ARG001
        raise error

    return pdf


def giving(result: PdfResult) -> Callable[[Report], PdfResult]:
    """One that gives this."""
    return lambda _: result


BOXES = "the PDF shows boxes there and is no PDF/A (install a font of that script)"
ELEVEN = tuple(map(chr, range(0x13A0, 0x13AB)))
SHOWN = " ".join(f"{char} (U+{ord(char):04X})" for char in ELEVEN[:10])


@pytest.mark.parametrize(
    ("pdf", "written", "shortfall"),
    [
        (giving(DONE), True, []),
        (failing(PdfUnavailable("no PDF, as Pango is not installed")), False, ["no PDF, as Pango is not installed"]),
        (failing(PdfFailed("nests too deeply")), False, ["no PDF: nests too deeply"]),
        (giving(PdfResult(b"%", ELEVEN[:1], (), False)), True, [f"no font has \u13a0 (U+13A0): {BOXES}"]),
        (giving(PdfResult(b"%", ELEVEN[:10], (), False)), True, [f"no font has {SHOWN}: {BOXES}"]),
        (giving(PdfResult(b"%", ELEVEN, (), False)), True, [f"no font has {SHOWN} and 1 more: {BOXES}"]),
        (giving(PdfResult(b"%", (), ("a", "b"), False)), True, ["the PDF is no PDF/A: a; b"]),
        (giving(PdfResult(b"%", (), ("a", "b"), True)), True, []),
    ],
)
def test_what_is_wrong_with_a_pdf_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pdf: Any, written: bool, shortfall: list[str]
) -> None:
    """Ten missing signs at most are named; where there is no PDF the others are written, and it has no hash."""
    monkeypatch.setattr(Report, "pdf", pdf)
    saved = four_lines().save(tmp_path, ["pdf", "json"])
    assert shortfall == list(saved.shortfalls)
    assert (["report.pdf"] if written else []) + ["report.json"] == [path.name for path in saved.paths]
    assert written == bool(saved.pdf_sha256)
