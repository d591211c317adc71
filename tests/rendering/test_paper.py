"""A page for paper: its size, its faces, and what it is drawn with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reportgen.rendering import paper
from reportgen.rendering.fonts_of_theme import Fonts
from reportgen.rendering.paper import PaperJob, make_pdf, print_stylesheet
from reportgen.rendering.pdf import Attachment, PdfResult
from reportgen.rendering.user_templates import UserTemplates
from tests.rendering.test_context import context


@pytest.mark.parametrize(
    ("size", "rule"),
    [
        ("A4", "@page { size: A4; margin: 20mm 18mm 18mm 20mm }\n"),
        ("Letter", "@page { size: Letter; margin: 17mm 22mm 16mm 22mm }\n"),
    ],
)
def test_both_papers_leave_172_mm(size: str, rule: str) -> None:
    """210 less 18 and 20 mm, and 215.9 less 44: the size stands behind the built-in sheet, the faces behind both."""
    fonts = Fonts(faces=(("A", 400, "a.ttf"),))
    sheet = print_stylesheet(size, fonts)
    assert sheet.endswith(rule + fonts.stylesheet())
    assert "@top-left" in sheet.removesuffix(rule + fonts.stylesheet())


def test_the_sheet_for_paper_may_be_the_users() -> None:
    """Mirrored where the page runs to the left."""
    own = UserTemplates("ours", {"print.css": "p { margin-left: 1mm }\n"})
    assert print_stylesheet("A4", Fonts(), own).startswith("p { margin-left: 1mm }\n@page")
    assert print_stylesheet("A4", Fonts(), own, True).startswith("p { margin-right: 1mm }\n")


def test_what_a_pdf_is_made_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page by the user's templates, filled in within its limits; fonts lie in two folders."""
    found: dict[str, Any] = {}
    limits: list[str] = []
    result = PdfResult(b"%PDF", (), (), True)

    def write(html: str, css: str, *, asset_folders: list[Path], **options: Any) -> PdfResult:
        found.update(options, html=html, css=css, limits=list(limits))
        found["house"] = (asset_folders[0] / "InterReport-Regular.ttf").exists()
        found["own"] = {path.name: path.read_bytes() for path in asset_folders[1].iterdir()}
        return result

    @contextmanager
    def filling() -> Iterator[None]:
        limits.append("begun")
        yield
        limits.append("ended")

    monkeypatch.setattr(paper, "write_pdf", write)
    templates = UserTemplates("ours", {"report.html.j2": "<p>{{ paper }}</p>"})
    attachments, moment = [Attachment("a", b"", "d", "text/plain")], datetime(2026, 1, 1, tzinfo=UTC)
    job = PaperJob(context(paper=True), templates, "p {}", attachments, moment, {"own.ttf": b"\x01"})
    assert result == make_pdf(job, filling())
    assert {
        "html": "<p>True</p>",
        "css": "p {}",
        "limits": ["begun", "ended"],
        "house": True,
        "own": {"own.ttf": b"\x01"},
        "attachments": attachments,
        "moment": moment,
    } == found
