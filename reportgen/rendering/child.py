"""A process of its own that renders what came from outside: templates, logos and fonts, under hard limits.

    python -m reportgen.rendering.child < job > answer

Both are a line of JSON and bytes; nothing else is read from the parent or told to it. reportgen.rendering.limited
starts it.
"""

from __future__ import annotations

import json
import os
import sys
from base64 import b64decode
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, BinaryIO

from reportgen.problems import InputError
from reportgen.rendering.filling import limited_filling
from reportgen.rendering.html import render_html
from reportgen.rendering.limiting import limit
from reportgen.rendering.user_templates import UserTemplates
from reportgen.words.said import from_data


def main() -> None:
    """Read a job from standard input, do it, answer on standard output."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not become part of the answer
    job = json.load(sys.stdin.buffer)
    limit(job["cpu_s"], job["memory_bytes"])
    head, content = done(job)
    _write(answer, head, content)


def _write(answer: BinaryIO, head: dict[str, Any], content: bytes) -> None:
    answer.write(json.dumps(head).encode() + b"\n" + content)
    answer.close()


def done(job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """The answer to a job: what became of it, and the page or PDF."""
    own = job.get("templates")
    templates = None if own is None else UserTemplates(own["folder"], own["texts"])
    filling = limited_filling(job["filling_cpu_s"], job["filling_bytes"])
    try:
        if job["kind"] == "fonts":
            return {"fonts": [_font(b64decode(content)) for content in job["files"]]}, b""
        if job["kind"] == "html":
            return {"done": True}, render_html(from_data(job["context"]), templates, filling).encode()
        return _pdf(job, templates, filling)
    except InputError as error:
        return {"problems": [[item.where, item.message, item.hint] for item in error.problems]}, b""
    except MemoryError:
        return {"exhausted": True}, b""


def _font(content: bytes) -> dict[str, Any]:
    """What a font file says of itself, or why it is refused."""
    from reportgen.rendering.fonts_of_theme import FontRefused, read_font

    try:
        font = read_font(content)
    except FontRefused as error:
        return {"refused": str(error)}
    return {"family": font.family, "low": font.low, "high": font.high, "italic": font.italic, "ending": font.ending}


def _pdf(
    job: dict[str, Any], templates: UserTemplates | None, filling: AbstractContextManager[None]
) -> tuple[dict[str, Any], bytes]:
    from reportgen.rendering.paper import PaperJob, make_pdf
    from reportgen.rendering.pdf import Attachment, PdfFailed, PdfUnavailable

    attachments = [
        Attachment(name, b64decode(content), description, media_type, lists_pages)
        for name, content, description, media_type, lists_pages in job["attachments"]
    ]
    moment = None if job["moment"] is None else datetime.fromisoformat(job["moment"])
    assets = {name: b64decode(content) for name, content in job["assets"].items()}
    paper = PaperJob(job["context"], templates, job["print_css"], attachments, moment, assets)
    try:
        result = make_pdf(paper, filling)
    except PdfUnavailable as error:
        return {"unavailable": str(error)}, b""
    except PdfFailed as error:
        if isinstance(error.__cause__, MemoryError):
            raise MemoryError from error
        return {"failed": str(error)}, b""
    head = {"glyphs": result.missing_glyphs, "remarks": result.remarks, "conforms": result.conforms}
    return head, result.content


if __name__ == "__main__":
    main()
