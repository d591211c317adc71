"""A report's page for the PDF: what it is made of as plain data, and its making."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reportgen.rendering.fonts_of_theme import Fonts
from reportgen.rendering.html import render_html, stylesheet
from reportgen.rendering.pdf import Attachment, PdfResult, write_pdf
from reportgen.rendering.user_templates import UserTemplates

# top, right, bottom, left: both leave 172 mm for the text, and so the same ends of lines
_PAPER = {
    "A4": "@page { size: A4; margin: 20mm 18mm 18mm 20mm }\n",
    "Letter": "@page { size: Letter; margin: 17mm 22mm 16mm 22mm }\n",
}


@dataclass(frozen=True)
class PaperJob:
    """The context for paper, the user's templates, page size and faces, attachments and the document's date."""

    context: Mapping[str, Any]
    templates: UserTemplates | None
    print_css: str
    attachments: Sequence[Attachment]
    moment: datetime | None
    assets: Mapping[str, bytes] = field(default_factory=dict)


def print_stylesheet(
    page_size: str, fonts: Fonts, templates: UserTemplates | None = None, to_left: bool = False
) -> str:
    """What only paper needs: page size, running heads, bookmarks, faces; mirrored for a page that runs to the left."""
    return stylesheet("print.css", templates, to_left) + _PAPER[page_size] + fonts.stylesheet()


def make_pdf(job: PaperJob, filling: AbstractContextManager[None] | None = None) -> PdfResult:
    """The PDF; filling: what holds the filling of a user's templates within its limits.

    Raises InputError for a user's template, PdfUnavailable and PdfFailed.
    """
    html = render_html(job.context, job.templates, filling)
    with resources.as_file(resources.files("reportgen.rendering") / "fonts") as house, TemporaryDirectory() as own:
        for name, content in job.assets.items():
            (Path(own) / name).write_bytes(content)
        return write_pdf(
            html,
            job.print_css,
            asset_folders=[house, Path(own)],
            attachments=job.attachments,
            moment=job.moment,
        )
