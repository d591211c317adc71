"""A PDF taken apart: the files that it carries, the texts of its pages, and whether its seal holds.

The only module that imports pypdf. It runs in a process of its own (`audit/child.py`), since a PDF from outside may be
made to take all time and memory.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from reportgen.audit.signature import signatures_of
from reportgen.problems import excerpt, first_line, refuse
from reportgen.rendering.digest import seal_holds
from reportgen.rendering.page_text import Drawing, texts_of
from reportgen.rendering.pdf_metadata import SEAL

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MOST_PAGES = 2_000
MOST_BYTES = 200_000_000  # of all that is attached
_MOST_REVISIONS = 20
_END = re.compile(rb"%%EOF\r?\n?")


def read_pdf(content: bytes, name: str) -> tuple[dict[str, bytes], list[list[str]], str, tuple[str, ...]]:
    """Files by name, the texts of each page, why the PDF is not as it was written (empty where it is), who signed it.

    A signature, and nothing else, may be behind what was written. Raises InputError where it cannot be read as a PDF,
    or pypdf is not installed.
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
        broken, notes = _broken(content, reader)
    except MemoryError:
        raise
    except Exception as error:  # whatever a damaged file makes pypdf raise
        _raise_own(error)
        refuse(name, f"is damaged: {first_line(error)}", "have it sent again")
    return files, pages, broken, notes


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
    return _drawn(b"" if merged is None else merged.get_data(), page.get("/Resources"))


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


def _broken(content: bytes, reader: PdfReader) -> tuple[str, tuple[str, ...]]:
    """Why the file's bytes are not those that were written, empty where they are; and who signed them."""
    if seal_holds(content, SEAL):
        return "", ()
    if SEAL not in content:
        return "the file has no seal, so that a change in its layout would not show", ()
    for end in list(_END.finditer(content))[:_MOST_REVISIONS]:
        if end.end() < len(content) and seal_holds(content[: end.end()], SEAL):
            return _appended(content, end.end(), reader)
    return "the file is not byte for byte as it was written", ()


def _appended(content: bytes, end: int, reader: PdfReader) -> tuple[str, tuple[str, ...]]:
    """What is behind the sealed file: signatures that hold and change nothing else, or what is wrong."""
    appended = f"{len(content) - end:,} bytes were appended after it was written"
    if b"/ByteRange" not in content[end:]:
        return f"{appended}, such as a comment", ()
    if not _adds_signatures_alone(content[:end], reader):
        return f"{appended}, which change more than a signature does", ()
    found = signatures_of(content)
    return (f"{appended}: {found.broken}" if found.broken else ""), found.notes


def _adds_signatures_alone(before: bytes, reader: PdfReader) -> bool:
    """Whether all objects are as they were but what a signature has to touch.

    These are what the file says of itself (/Info, XMP), the list of its forms, and fields without any extent on a page.
    """
    from io import BytesIO

    from pypdf import PdfReader

    old = PdfReader(BytesIO(before))
    size: Any = old.trailer["/Size"]
    about = {_number(reader.trailer, "/Info"), _number(_root(old), "/Metadata")}
    touched = [number for number in range(1, size) if _place(old, number) != _place(reader, number)]
    same_root = _number(old.trailer, "/Root") == _number(reader.trailer, "/Root")
    same_about = _number(_root(old), "/Metadata") == _number(_root(reader), "/Metadata")
    if not (same_root and same_about and _asks_for_signatures_alone(_root(reader).get("/AcroForm"))):
        return False
    return all(number in about or _is_same(old.get_object(number), reader.get_object(number)) for number in touched)


def _root(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


def _number(holder: Any, key: str) -> int:
    """The number of the object that the key refers to; 0 without any."""
    return int(getattr(holder.raw_get(key), "idnum", 0)) if key in holder else 0


def _place(reader: PdfReader, number: int) -> tuple[Any, Any]:
    return reader.xref.get(0, {}).get(number), reader.xref_objStm.get(number)


def _is_same(was: Any, now: Any) -> bool:
    """Whether the object is as it was, but for the forms of a catalogue and fields to sign of a page.

    A signature by an elliptic curve says in the catalogue that it is of PDF 2.0, and of which extension.
    """
    kind = was.get("/Type") if hasattr(was, "get") else None
    free = {"/Catalog": {"/AcroForm", "/Extensions", "/Version"}, "/Page": {"/Annots"}}.get(str(kind), set())
    if not free or not hasattr(now, "get") or now.get("/Type") != kind:
        return False
    if "/AcroForm" in was or {key for key in was if key not in free} != {key for key in now if key not in free}:
        return False
    if any(_bytes(was.raw_get(key)) != _bytes(now.raw_get(key)) for key in was if key not in free):
        return False
    had, has = (list(it.get("/Annots", [])) for it in (was, now))
    return [_bytes(it) for it in had] == [_bytes(it) for it in has[: len(had)]] and all(
        _is_unseen_signature(it.get_object()) for it in has[len(had) :]
    )


def _asks_for_signatures_alone(form: Any) -> bool:
    """Whether the form has fields to sign and nothing else, such as a page of its own (XFA)."""
    asked = form.get_object() if form is not None else {}
    fields = [field.get_object() for field in asked.get("/Fields", [])]
    return set(asked) <= {"/Fields", "/SigFlags"} and all(map(_is_unseen_signature, fields))


def _is_unseen_signature(field: Any) -> bool:
    if "/A" in field or "/AA" in field:
        return False
    left, bottom, right, top = (float(it) for it in field.get("/Rect", [0, 0, 1, 1]))
    return (field.get("/Subtype"), field.get("/FT"), left - right, bottom - top) == ("/Widget", "/Sig", 0, 0)


def _bytes(item: Any) -> bytes:
    from io import BytesIO

    out = BytesIO()
    item.write_to_stream(out)
    return out.getvalue()
