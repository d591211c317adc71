"""What goes to the process that renders what came from outside, and what comes back: here without a process."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from importlib import resources
from typing import Any

import pytest

from reportgen.problems import InputError, Problem
from reportgen.rendering import child, limited, paper
from reportgen.rendering.fonts_of_theme import FontFile, FontRefused
from reportgen.rendering.paper import PaperJob
from reportgen.rendering.pdf import Attachment, PdfFailed, PdfResult, PdfUnavailable
from reportgen.rendering.user_templates import UserTemplates
from tests.rendering.test_context import context

TEMPLATES = UserTemplates("ours", {"report.html.j2": "<p>{{ theme.organisation }} 5 €</p>"})
JOB = PaperJob(
    *({"page": "of paper"}, TEMPLATES, "@page { margin: 0 }"),
    [Attachment("a.csv", b"\x00\xff", "what it is", "text/csv", True), Attachment("b", b"", "another", "text/plain")],
    datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    {"own.ttf": b"\x01\x02"},
)
LOOP = "look for a loop without end or a text without bounds"


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The jobs that are told, each done in this process without limits."""
    jobs: list[dict[str, Any]] = []

    def printed(module: str, *, told: bytes, doing: str) -> bytes:
        assert ("reportgen.rendering.child", "rendering") == (module, doing)
        jobs.append(json.loads(told))
        head, content = child.done(jobs[-1])
        return json.dumps(head).encode() + b"\n" + content

    def no_limits(cpu_s: int, memory_bytes: int) -> AbstractContextManager[None]:
        assert (10, 512 * 1024**2) == (cpu_s, memory_bytes)
        return nullcontext()

    monkeypatch.setattr(limited, "printed_by_child", printed)
    monkeypatch.setattr(child, "limited_filling", no_limits)
    return jobs


def made_by(monkeypatch: pytest.MonkeyPatch, make: Callable[[PaperJob], PdfResult]) -> None:
    """Let PDFs be made so."""
    monkeypatch.setattr(paper, "make_pdf", lambda job, _: make(job))


def test_a_page_is_filled_in_by_the_users_templates(here: list[dict[str, Any]]) -> None:
    """Or by the built-in ones where there are none; the limits are told with the job."""
    assert "<p> 5 €</p>" == limited.html_in_child(context(), TEMPLATES).replace("\n", "")
    limits = {"cpu_s": 60, "memory_bytes": 2 * 1024**3, "filling_cpu_s": 10, "filling_bytes": 512 * 1024**2}
    assert limits == {name: here[0][name] for name in limits}
    assert limited.html_in_child(context(), None).startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("moment", [JOB.moment, None])
def test_a_job_for_a_pdf_arrives_as_it_was(monkeypatch: pytest.MonkeyPatch, moment: datetime | None) -> None:
    """Templates, styles, attachments, day and fonts; and so does what comes back."""
    asked = PaperJob(JOB.context, JOB.templates, JOB.print_css, JOB.attachments, moment, JOB.assets)
    arrived: list[PaperJob] = []
    result = PdfResult(b"%PDF\n\xff\n", ("\u13a0",), ("h3 follows h1",), False)

    def make(job: PaperJob) -> PdfResult:
        arrived.append(job)
        return result

    made_by(monkeypatch, make)
    assert result == limited.pdf_in_child(asked)
    assert [asked] == arrived


@pytest.mark.parametrize("error", [PdfUnavailable("no PDF, as Pango is not installed"), PdfFailed("nests too deeply")])
def test_why_there_is_no_pdf_is_told(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """By the same error with the same words."""

    def make(job: PaperJob) -> PdfResult:  # noqa: ARG001
        raise error

    made_by(monkeypatch, make)
    with pytest.raises(type(error), match=f"^{error}$"):
        limited.pdf_in_child(JOB)


def out_of_memory(job: PaperJob) -> PdfResult:  # noqa: ARG001
    raise PdfFailed("WeasyPrint stopped: MemoryError") from MemoryError()


def without_memory(job: PaperJob) -> PdfResult:  # noqa: ARG001
    raise MemoryError


@pytest.mark.parametrize("make", [out_of_memory, without_memory])
def test_too_much_memory_is_said_with_the_limits(
    monkeypatch: pytest.MonkeyPatch, make: Callable[[PaperJob], PdfResult]
) -> None:
    """Wherever it ran out: 60 seconds and 2 GiB in all, 10 seconds and half a GiB for the templates."""
    made_by(monkeypatch, make)
    with pytest.raises(InputError) as refused:
        limited.pdf_in_child(JOB)
    what = "rendering was stopped: it takes at most 60 seconds and 2,048 MiB, of which filling in the templates takes"
    assert (Problem("ours", f"{what} 10 seconds and 512 MiB", LOOP),) == tuple(refused.value.problems)


def test_a_process_that_was_ended_had_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says nothing; without templates it was the theme's."""
    monkeypatch.setattr(limited, "printed_by_child", lambda *_, **__: None)
    with pytest.raises(InputError, match=r"^theme: rendering was stopped: it takes at most 60 seconds"):
        limited.html_in_child({}, None)


def test_a_process_that_takes_too_long_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """After two minutes."""

    def late(*_: Any, **__: Any) -> bytes:
        raise TimeoutError

    monkeypatch.setattr(limited, "printed_by_child", late)
    with pytest.raises(InputError) as refused:
        limited.html_in_child({}, TEMPLATES)
    assert [Problem("ours", "rendering took more than 120 seconds", LOOP)] == list(refused.value.problems)


def test_a_problem_of_a_template_arrives_with_its_place() -> None:
    """Where, what and what to do."""
    wrong = UserTemplates("ours", {"report.html.j2": "a\n{{ nothing.here }}"})
    with pytest.raises(InputError) as refused:
        limited.html_in_child(context(), wrong)
    assert ["ours/report.html.j2:2"] == [problem.where for problem in refused.value.problems]


def test_fonts_are_read_or_refused_one_by_one(here: list[dict[str, Any]]) -> None:
    """In their order; for none there is no process."""
    house = (resources.files("reportgen.rendering") / "fonts" / "InterReport-SemiBold.ttf").read_bytes()
    refused, font = limited.read_fonts([b"noise", house])
    assert isinstance(refused, FontRefused)
    assert "no TTF, OTF or WOFF2 font" == str(refused)
    assert FontFile("Inter Report", 600, 600, False, house, ".ttf") == font
    assert 1 == len(here)
    assert [] == limited.read_fonts([])
    assert 1 == len(here)


@pytest.mark.parametrize(
    ("system", "known", "warning"),
    [
        ("linux", True, ""),
        (
            "darwin",
            True,
            "this system cannot limit the memory that a template uses; it is ended after 60 seconds of work",
        ),
        ("win32", False, "this system cannot limit what a template uses; it is only ended after 120 seconds"),
    ],
)
def test_where_a_system_cannot_limit_that_is_said(
    monkeypatch: pytest.MonkeyPatch, system: str, known: bool, warning: str
) -> None:
    """On macOS memory, on Windows both."""
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(limited, "find_spec", lambda name: name if known else None)
    assert warning == limited.unlimited()
