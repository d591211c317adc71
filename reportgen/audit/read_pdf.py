"""A PDF taken apart: the files that it carries, the texts of its pages, and whether its seal holds.

The only module that imports pypdf. It runs in a process of its own (`audit/child.py`), since a PDF from outside may be
made to take all time and memory.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from reportgen.problems import excerpt, refuse
from reportgen.rendering.digest import seal_holds
from reportgen.rendering.page_text import Drawing, texts_of
from reportgen.rendering.pdf_metadata import SEAL

if TYPE_CHECKING:
    from pypdf import PageObject

MOST_PAGES = 2_000
MOST_BYTES = 200_000_000  # of all that is attached
_MOST_REVISIONS = 20
_END = re.compile(rb"%%EOF\r?\n?")


def read_pdf(content: bytes, name: str) -> tuple[dict[str, bytes], list[list[str]], str]:
    """Files by name, the texts of each page, and why the PDF is not as it was written (empty where it is).

    Raises InputError where it cannot be read as a PDF, or pypdf is not installed.
    """
    try:
        from pypdf import PdfReader
    except ImportError:
        refuse(name, "a PDF is read with pypdf, which is not installed", "pip install pypdf")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        from io import BytesIO

        reader = PdfReader(BytesIO(content))
        files = _attached(reader, name)
        pages: list[list[str]] = []
        for page in reader.pages:
            if len(pages) >= MOST_PAGES:
                refuse(name, f"has more than {MOST_PAGES:,} pages", "is it a report of reportgen?")
            pages.append(texts_of(_drawing(page)))
    except MemoryError:
        raise
    except Exception as error:  # whatever a damaged file makes pypdf raise
        _raise_own(error)
        refuse(name, f"is damaged: {excerpt(str(error) or type(error).__name__)}", "have it sent again")
    return files, pages, _broken(content)


def _raise_own(error: Exception) -> None:
    from reportgen.problems import InputError

    if isinstance(error, InputError):
        raise error


def _attached(reader: Any, name: str) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    left = MOST_BYTES
    for attached, contents in reader.attachments.items():
        if len(contents) > 1:
            refuse(name, f'carries two files of the name "{excerpt(attached)}"', "no report does")
        left -= len(contents[0])
        if left < 0:
            refuse(name, f"carries more than {MOST_BYTES // 1_000_000} MB", "is it a report of reportgen?")
        files[str(attached)] = bytes(contents[0])
    return files


def _drawing(page: PageObject) -> Drawing:
    merged = page.get_contents()
    return _drawn(b"" if merged is None else merged.get_data(), page.get("/Resources", {}))


def _drawn(content: bytes, resources: Any) -> Drawing:
    def of_kind(kind: str, name: str) -> Any:
        named = resources.get_object().get(kind, {}).get_object() if resources else {}
        return named[f"/{name}"].get_object() if f"/{name}" in named else None

    def font(name: str) -> bytes:
        used = of_kind("/Font", name)
        return bytes(used["/ToUnicode"].get_object().get_data()) if used and "/ToUnicode" in used else b""

    def form(name: str) -> Drawing | None:
        used = of_kind("/XObject", name)
        if used is None or used.get("/Subtype") != "/Form":
            return None
        return _drawn(bytes(used.get_data()), used.get("/Resources", {}))

    return Drawing(content, font, form)


def _broken(content: bytes) -> str:
    """Why the file's bytes are not those that were written; empty where they are."""
    if seal_holds(content, SEAL):
        return ""
    if SEAL not in content:
        return "the file has no seal, so that a change in its layout would not show"
    for end in list(_END.finditer(content))[:_MOST_REVISIONS]:
        if end.end() < len(content) and seal_holds(content[: end.end()], SEAL):
            more = len(content) - end.end()
            return f"{more:,} bytes were appended after it was written, such as a comment or a signature"
    return "the file is not byte for byte as it was written"
