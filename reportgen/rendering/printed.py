"""printed.json: each figure as the pages print it, on which pages it stands, and all numbers of each page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.files.json_text import dumps, loads
from reportgen.rendering.digest import with_digest
from reportgen.rendering.page_text import PrintedPage, numbers_in, printed_page

NAME = "printed.json"
SCHEMA = "reportgen/printed/1"


def printed_json(values: Mapping[str, Any]) -> bytes:
    """What is known before the pages are laid out, as UTF-8 JSON: signs, hashes, and each figure with its text."""
    return (dumps({"schema": SCHEMA, **values}) + "\n").encode()


def with_pages(printed: bytes, pages: Sequence[Sequence[str]]) -> bytes:
    """printed.json completed by what the pages print, of each its texts, and by its digest."""
    return whole_printed_json(loads(printed), pages)


def whole_printed_json(values: Mapping[str, Any], pages: Sequence[Sequence[str]]) -> bytes:
    """printed.json of what is known before the pages are laid out and of these, of each its texts."""
    found = [printed_page(texts) for texts in pages]
    whole = {
        "schema": SCHEMA,
        **values,
        "printed": [{**it, "pages": pages_of(it["text"], found)} for it in values["printed"]],
        "pages": [{"numbers": page.numbers, "sha256": page.sha256} for page in found],
    }
    return (dumps(with_digest(whole)) + "\n").encode()


def pages_of(text: str, pages: Sequence[PrintedPage]) -> list[int]:
    """The pages, from 1, that have every number of the text; none of a text without numbers."""
    wanted = set(numbers_in(text))
    return [number for number, page in enumerate(pages, start=1) if wanted and wanted <= page.distinct]
