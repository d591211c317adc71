"""A page becomes a PDF: tagged, archival (PDF/A-3a and PDF/UA-1), equal byte for byte from run to run.

The only module that imports WeasyPrint, and only when a PDF is written.
"""

from __future__ import annotations

import ctypes.util
import gc
import logging
import os
import sys
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import md5
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

from reportgen.rendering.digest import sealed
from reportgen.rendering.fetching import SCHEME, AssetRefused, read_asset
from reportgen.rendering.page_text import Drawing, texts_of
from reportgen.rendering.pdf_metadata import SEAL, with_schemas
from reportgen.rendering.printed import with_pages

_MENDED_BY = {
    "darwin": "brew install pango",
    "win32": "in an MSYS2 shell: pacman -S mingw-w64-ucrt-x86_64-pango",
}
_MENDED_ELSEWHERE = "on Debian or Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class PdfUnavailable(Exception):
    """This machine lacks a library that a PDF needs; the message is one line with the command that mends it."""


class PdfFailed(Exception):
    """This page cannot become a PDF; the message is one line that says why."""


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF: its plain name, bytes, what it is in words, and its media type.

    lists_pages: whether it is completed by what the pages print (`rendering/printed.py`).
    """

    name: str
    content: bytes
    description: str
    media_type: str
    lists_pages: bool = False


@dataclass(frozen=True)
class PdfResult:
    """A PDF and what was found while it was made.

    missing_glyphs: the characters that no font has, sorted. remarks: faults of the page's structure and
    what else WeasyPrint complained of, in its words. conforms: whether the file calls itself PDF/A-3a and
    PDF/UA-1, which it does only if no glyph is missing and nothing in the remarks speaks against it
    (an image without a text, a skipped heading level, a link to nowhere).
    """

    content: bytes
    missing_glyphs: tuple[str, ...]
    remarks: tuple[str, ...]
    conforms: bool


def write_pdf(
    html: str,
    stylesheet: str,
    *,
    asset_folders: Sequence[Path],
    attachments: Sequence[Attachment] = (),
    moment: datetime | None = None,
) -> PdfResult:
    """The page `html` with `stylesheet` for paper; title, author and language stand in the page itself.

    Page and stylesheet may refer to data: and to asset:NAME, a file in one of `asset_folders`.
    `moment`, with a time zone, is the date of the document and of its attachments; without it the file
    has no date. Raises PdfUnavailable without Pango, PdfFailed for a page that refers to anything else,
    attaches files itself, nests too deeply or cannot be drawn whole, and ValueError for a `moment`
    without time zone or two attachments of one name. Not for two threads at once.
    """
    if moment is not None and moment.tzinfo is None:
        raise ValueError("moment has no time zone")
    if len({attachment.name for attachment in attachments}) < len(attachments):
        raise ValueError("two attachments of one name")
    # The list of embedded files is a name tree, which must be in order (ISO 32000-1, 7.9.6).
    attachments = sorted(attachments, key=lambda attachment: attachment.name.encode())
    refused: list[str] = []
    with _collector_off():
        weasyprint = _weasyprint()
        with _log_kept() as log, _fonts_dated(moment), _fonts() as fonts, warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
            try:
                page = weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=_fetcher(asset_folders, refused))
                faults = _faults(page)
                document = _laid_out(weasyprint, page, stylesheet, fonts)
                _claim_if_sound(document, faults, log, has_report=bool(attachments))
                content: bytes = _painted(weasyprint, document, attachments, moment)
            except weasyprint.urls.FatalURLFetchingError as error:
                raise PdfFailed(refused[0]) from error
            except RecursionError as error:
                raise PdfFailed("the page nests its elements too deeply") from error
            except PdfFailed:
                raise
            except Exception as error:  # whether page or WeasyPrint is at fault: there is no PDF
                reason = _short(f"{type(error).__name__}: {error}")
                raise PdfFailed(f"WeasyPrint stopped: {reason}") from error
    # WeasyPrint logs what it cannot load or draw, be it refused or broken, and leaves it out.
    if refused:
        raise PdfFailed(refused[0])
    remarks = _remarks(log)
    left_out = [text for text in remarks if text.startswith("Failed to ")]
    if left_out:
        raise PdfFailed(f"a part of the page cannot be drawn: {_short(left_out[0])}")
    conforms = _sound(document, faults, log)
    return PdfResult(content, _missing_glyphs(document), (*faults, *remarks), conforms)


def _laid_out(weasyprint: Any, page: Any, stylesheet: str, fonts: Any) -> Any:
    """The page as a WeasyPrint document, not painted yet."""
    css = weasyprint.CSS(string=stylesheet, base_url=SCHEME, url_fetcher=page.url_fetcher, font_config=fonts)
    document = page.render(font_config=fonts, stylesheets=[css], presentational_hints=False, pdf_variant="pdf/a-3a")
    for sheet in document.pages:
        # what stands in a link, as <b>, is told as one of its own, which no Link element of the structure holds
        sheet.links = [link for link in sheet.links if _is_link(link[3])]
    links = [link for sheet in document.pages for link in sheet.links]
    if document.metadata.attachments or any(link[0] == "attachment" for link in links):
        raise PdfFailed("the page attaches a file itself; only the report's own files are attached")
    return document


def _is_link(box: Any) -> bool:
    """Whether the box is of a link itself, or of what its style puts before or after it (a::after)."""
    return str(box.element_tag).partition(":")[0] == "a"


def _painted(weasyprint: Any, document: Any, attachments: Sequence[Attachment], moment: datetime | None) -> bytes:
    """The bytes of a PDF, with `attachments`, dated `moment` or not at all."""
    date = None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    document.metadata.created = document.metadata.modified = date
    # Always given, or WeasyPrint reads the clock.
    attached = (moment or datetime.fromtimestamp(0, UTC)).astimezone(UTC)
    embedded = [
        weasyprint.Attachment(
            string=attachment.content,
            name=attachment.name,
            description=attachment.description,
            relationship="Data",
            created=attached,
            modified=attached,
        )
        for attachment in attachments
    ]

    def finish(document: Any, pdf: Any) -> None:
        _scope_headers(document)
        _smooth_no_picture(pdf)
        _describe_attachments(pdf, attachments, dated=moment is not None)
        _object(
            pdf, pdf.catalog["Metadata"]
        ).compress = False  # for machines that look for what is attached, and for the seal
        _compress_once(pdf)

    painted: bytes = document.write_pdf(pdf_variant="pdf/a-3a", attachments=embedded, finisher=finish)
    return sealed(painted, SEAL) if attachments else painted


def _scope_headers(document: Any) -> None:
    """Say of each header cell whether it heads a column or a row, as its HTML does."""
    for page in document.pages:
        for box in page._page_box.descendants(placeholders=True):
            cell = getattr(box, "mark", None)  # where WeasyPrint keeps a cell's structure element
            if cell is not None and cell["S"] == "/TH":
                rows = box.element.get("scope") in ("row", "rowgroup")
                cell["A"]["Scope"] = "/Row" if rows else "/Column"


def _smooth_no_picture(pdf: Any) -> None:
    """Leave it to the reader how a picture is enlarged, as PDF/A asks (ISO 19005-3, 6.2.8)."""
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Subtype") == "/Image":
            item.extra["Interpolate"] = "false"


def _describe_attachments(pdf: Any, attachments: Sequence[Attachment], *, dated: bool) -> None:
    """Give each embedded file its media type, take away dates that nobody stated, list each file once."""
    files = [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Filespec"]
    for file, attachment in zip(files, attachments, strict=True):
        stream = _object(pdf, file["EF"]["F"])
        if attachment.lists_pages:
            content = with_pages(attachment.content, list(map(texts_of, _drawings(pdf))))
            stream.stream = [content]
            stream.extra["Params"]["Size"] = len(content)
            stream.extra["Params"]["CheckSum"] = f"<{md5(content, usedforsecurity=False).hexdigest()}>"
        # WeasyPrint guesses from the name, and asks the machine's own lists.
        stream.extra["Subtype"] = "/" + attachment.media_type.replace("/", "#2f")
        if not dated:
            del stream.extra["Params"]["CreationDate"], stream.extra["Params"]["ModDate"]
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


def _compress_once(pdf: Any) -> None:
    """Compress the streams here: their writer does it twice, again for the file's identifier, and the slowest way.

    A sample's streams take a sixth of the time so, and a thirtieth more bytes. Those that the writer adds itself, of
    the objects that are no streams, such as the tags, are compressed when it adds them.
    """
    add = pdf.add_object

    def compressed(item: Any) -> None:
        if getattr(item, "compress", False):
            item.stream = [zlib.compress(_content(item))]
            item.extra["Filter"] = "/FlateDecode"
            item.compress = False

    def add_compressed(item: Any) -> None:
        compressed(item)
        add(item)

    for item in pdf.objects:
        compressed(item)
    pdf.add_object = add_compressed


def _drawings(pdf: Any) -> Iterator[Drawing]:
    """What each page is drawn with."""

    def drawing(content: bytes, resources: Any) -> Drawing:
        def font(name: str) -> bytes:
            used = of_kind("Font", name)
            return _content(_object(pdf, used["ToUnicode"])) if used and "ToUnicode" in used else b""

        def form(name: str) -> Drawing | None:
            used = of_kind("XObject", name)
            if used is None or used.extra.get("Subtype") != "/Form":
                return None
            return drawing(_content(used), used.extra.get("Resources", {}))

        def of_kind(kind: str, name: str) -> Any:
            named = _object(pdf, _object(pdf, resources).get(kind, {}))
            return _object(pdf, named[name]) if name in named else None

        return Drawing(content, font, form)

    for page in pdf.objects:
        if isinstance(page, dict) and page.get("Type") == "/Page":
            yield drawing(_content(_object(pdf, page["Contents"])), page["Resources"])


def _object(pdf: Any, value: Any) -> Any:
    """What the value refers to, or itself where it is no reference."""
    return pdf.objects[_number(value)] if isinstance(value, (bytes, str)) else value


def _number(reference: Any) -> int:
    """The number of the object that is referred to: 12 of `12 0 R`."""
    return int(reference.split()[0])


def _content(stream: Any) -> bytes:
    """What the stream holds, in one piece from now on: its writer, who comes next, need not join it again."""
    parts = [part.encode("ascii") if isinstance(part, str) else part for part in stream.stream]
    content = b"\n".join([part if isinstance(part, bytes) else part.data for part in parts])
    stream.stream = [content]
    return content


def _faults(page: Any) -> list[str]:
    """What PDF/UA-1 asks of a page (ISO 14289-1, 7.1 and 7.4.2) and WeasyPrint does not look at."""
    faults = []
    if not (page.etree_element.findtext("head/title") or "").strip():
        faults.append("the page has no title")
    level = 0
    for element in page.etree_element.iter():
        if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            before, level = level, int(element.tag[1])
            if level > before + 1:
                faults.append(f"h{level} follows h{before}" if before else f"the first heading is h{level}")
    return faults


def _claim_if_sound(document: Any, faults: list[str], log: list[logging.LogRecord], has_report: bool) -> None:
    """Let the file call itself PDF/A-3a and PDF/UA-1 if, once it is painted, it is both; and say what is attached."""
    generate = document.metadata.generate_rdf_metadata

    def claim(variant: str, version: int, conformance: str) -> bytes:
        sound = _sound(document, faults, log)
        told: bytes = generate(variant, *((version, conformance) if sound else (None, None)))
        return with_schemas(told, pdfua=sound, report=has_report)

    document.metadata.generate_rdf_metadata = claim


def _sound(document: Any, faults: list[str], log: list[logging.LogRecord]) -> bool:
    errors = any(record.levelno >= logging.ERROR for record in log)
    return not (errors or faults or _missing_glyphs(document))


def _missing_glyphs(document: Any) -> tuple[str, ...]:
    """The characters that were painted as .notdef, sorted; WeasyPrint notes them font by font."""
    return tuple(sorted({chr(code) for font in document.fonts.values() for code in font.missing}))


def _remarks(log: list[logging.LogRecord]) -> tuple[str, ...]:
    """What was logged, each text once, without the missing glyphs, which are told apart."""
    return tuple(dict.fromkeys(record.getMessage() for record in log if ".notdef glyph" not in record.msg))


def _short(text: str) -> str:
    """One line of at most 120 characters: a data: address can be a whole image."""
    line = " ".join(text.split())
    return line if len(line) <= 120 else line[:119] + "…"


def _fetcher(folders: Sequence[Path], refused: list[str]) -> Any:
    """A WeasyPrint fetcher of data: and asset: addresses; what it refuses is noted and ends the rendering."""
    urls = import_module("weasyprint.urls")

    class PageFetcher(urls.URLFetcher):  # type: ignore[misc, name-defined]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            try:
                if url.lower().startswith("data:"):
                    return super().fetch(url, headers)
                content, media_type = read_asset(url, folders)
            except (AssetRefused, ValueError, OSError) as error:
                refused.append(f"the page refers to {_short(url)!r}: {error}")
                raise urls.FatalURLFetchingError(refused[-1]) from error
            return urls.URLFetcherResponse(url, content, {"Content-Type": media_type})

    return PageFetcher(allowed_protocols=("data",), allow_redirects=False)


@cache
def _weasyprint() -> Any:
    """WeasyPrint, or PdfUnavailable; it prints and warns about missing libraries and fonts, which is kept in."""
    with redirect_stdout(StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if sys.platform == "linux":
            with suppress(OSError), _no_library_search():
                return import_module("weasyprint")
        try:
            return import_module("weasyprint")
        except OSError as error:
            mended_by = _MENDED_BY.get(sys.platform, _MENDED_ELSEWHERE)
            raise PdfUnavailable(f"no PDF, as Pango is not installed ({mended_by})") from error


@contextmanager
def _no_library_search() -> Iterator[None]:
    """Let libraries be opened by their file names only.

    WeasyPrint tries the names of every system in turn, and each wrong one sets off a search that runs
    ldconfig and a compiler: half the time of its import, on Linux, where the right name opens anyway.
    """

    def found_nowhere(name: str) -> str | None:  # noqa: ARG001
        return None

    search = ctypes.util.find_library
    ctypes.util.find_library = found_nowhere
    try:
        yield
    finally:
        ctypes.util.find_library = search


@contextmanager
def _collector_off() -> Iterator[None]:
    """Keep the garbage collector from searching the boxes of a page, all alive, again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _fonts() -> Iterator[Any]:
    """The machine's fonts, and place for those of one page.

    WeasyPrint keeps the latter in a temporary folder until the collector comes, which may be never.
    With a set for all pages, fonts of one could show in the next.
    """
    fonts = import_module("weasyprint.text.fonts").FontConfiguration()
    try:
        yield fonts
    finally:
        fonts.__del__()


@contextmanager
def _fonts_dated(moment: datetime | None) -> Iterator[None]:
    """Let fontTools, which dates each font it makes, write `moment` or 1970 in place of the clock."""
    name = "SOURCE_DATE_EPOCH"
    given = os.environ.get(name)
    os.environ[name] = str(0 if moment is None else int(moment.timestamp()))
    try:
        yield
    finally:
        if given is None:
            del os.environ[name]
        else:
            os.environ[name] = given


class _Keeper(logging.Handler):
    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self.records = records

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def _log_kept() -> Iterator[list[logging.LogRecord]]:
    """The warnings and errors that WeasyPrint and fontTools log meanwhile."""
    records: list[logging.LogRecord] = []
    keeper = _Keeper(records)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(keeper)
    try:
        yield records
    finally:
        for logger in loggers:
            logger.removeHandler(keeper)
