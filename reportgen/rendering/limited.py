"""Renders what came from outside in a child process, whose time and memory are limited."""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

from reportgen.problems import InputError, Problem, refuse
from reportgen.rendering.fonts_of_theme import FontFile, FontRefused
from reportgen.rendering.limiting import CPU_S, MEMORY_BYTES, WALL_S, printed_by_child
from reportgen.rendering.paper import PaperJob
from reportgen.rendering.pdf import PdfFailed, PdfResult, PdfUnavailable
from reportgen.rendering.user_templates import UserTemplates
from reportgen.words.said import as_data

# Of which filling in a user's templates may take so much, beyond what the process had before.
FILLING_CPU_S = 10
FILLING_BYTES = 512 * 1024**2

_ENDLESS = "look for a loop without end or a text without bounds"


def unlimited() -> str:
    """A warning where the system cannot limit a process's time or memory, else an empty text."""
    if sys.platform == "darwin":
        return f"this system cannot limit the memory that a template uses; it is ended after {CPU_S} seconds of work"
    if find_spec("resource") is not None:
        return ""
    return f"this system cannot limit what a template uses; it is only ended after {WALL_S} seconds"


def html_in_child(context: Mapping[str, Any], templates: UserTemplates | None) -> str:
    """As rendering.html.render_html, in a child. Raises InputError also where a limit is hit."""
    _, content = _run({"kind": "html", "context": as_data(context), "templates": _plain(templates)}, templates)
    return content.decode()


def pdf_in_child(job: PaperJob) -> PdfResult:
    """As rendering.paper.make_pdf, in a child. Raises InputError also where a limit is hit."""
    told = {
        "kind": "pdf",
        "context": job.context,
        "templates": _plain(job.templates),
        "print_css": job.print_css,
        "attachments": [
            [it.name, _text(it.content), it.description, it.media_type, it.lists_pages] for it in job.attachments
        ],
        "moment": None if job.moment is None else job.moment.isoformat(),
        "assets": {name: _text(content) for name, content in job.assets.items()},
    }
    head, content = _run(told, job.templates)
    if "unavailable" in head:
        raise PdfUnavailable(head["unavailable"])
    if "failed" in head:
        raise PdfFailed(head["failed"])
    return PdfResult(content, tuple(head["glyphs"]), tuple(head["remarks"]), head["conforms"])


def read_fonts(contents: Sequence[bytes]) -> list[FontFile | FontRefused]:
    """Each font file read in one child, or why it is refused. Raises InputError where a limit is hit."""
    if not contents:
        return []
    head, _ = _run({"kind": "fonts", "files": [_text(content) for content in contents]}, None)
    return [
        FontRefused(told["refused"]) if "refused" in told else FontFile(content=content, **told)
        for content, told in zip(contents, head["fonts"], strict=True)
    ]


def _plain(templates: UserTemplates | None) -> dict[str, Any] | None:
    return None if templates is None else {"folder": templates.folder, "texts": dict(templates.texts)}


def _text(content: bytes) -> str:
    return b64encode(content).decode()


def _run(job: dict[str, Any], templates: UserTemplates | None) -> tuple[dict[str, Any], bytes]:
    """The child's answer.

    Raises InputError where the child says so or was stopped, RuntimeError where it failed by a fault of its own.
    """
    where = templates.folder if templates else "theme"
    limits = {"cpu_s": CPU_S, "memory_bytes": MEMORY_BYTES}
    limits |= {"filling_cpu_s": FILLING_CPU_S, "filling_bytes": FILLING_BYTES}
    told = json.dumps({**job, **limits}).encode()
    try:
        printed = printed_by_child("reportgen.rendering.child", told=told, doing="rendering")
    except TimeoutError:
        refuse(where, f"rendering took more than {WALL_S} seconds", _ENDLESS)
    first, _, content = (printed or b"").partition(b"\n")
    # ended by a signal: a limit was hit, or the stack of C that draws ran over
    head: dict[str, Any] = json.loads(first) if printed is not None else {"exhausted": True}
    if "problems" in head:
        raise InputError([Problem(*item) for item in head["problems"]])
    if "exhausted" in head:
        what = f"rendering was stopped: it takes at most {CPU_S} seconds and {MEMORY_BYTES // 1024**2:,} MiB, of which "
        what += f"filling in the templates takes {FILLING_CPU_S} seconds and {FILLING_BYTES // 1024**2:,} MiB"
        refuse(where, what, _ENDLESS)
    return head, content
