"""A page becomes a PDF that says what it is, holds its attachments, and took in nothing from outside."""

from __future__ import annotations

import ctypes.util
import gc
import hashlib
import json
import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pypdf import PdfReader

from reportgen.rendering.pdf import (
    Attachment,
    PdfFailed,
    PdfResult,
    _collector_off,
    _fonts_dated,
    _no_library_search,
    _short,
    write_pdf,
)
from reportgen.rendering.printed import printed_json
from tests.rendering.fontconfig import isolated_fontconfig

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "reportgen" / "rendering" / "fonts"
STYLE = """
@font-face { font-family: "Inter Report"; font-weight: 400; src: url(asset:InterReport-Regular.ttf) }
@font-face { font-family: "Inter Report"; font-weight: 600; src: url(asset:InterReport-SemiBold.ttf) }
@font-face { font-family: "Inter Tabular"; font-weight: 400; src: url(asset:InterTabular-Regular.ttf) }
@font-face { font-family: "Inter Tabular"; font-weight: 600; src: url(asset:InterTabular-SemiBold.ttf) }
@page { size: A4; margin: 20mm; @bottom-right { content: counter(page); font-family: "Inter Tabular" } }
html { font-family: "Inter Report" } td, th { font-family: "Inter Tabular" }
"""
BODY = """
<h1>Money saved</h1><p>Avoided 35 521 EUR – 3,9 kg CO₂ → see <a href="#costs">Costs</a>.</p>
<svg xmlns="http://www.w3.org/2000/svg" role="img" width="200" height="40"><title>One bar of 40 units</title>
<rect width="40" height="20" fill="#0B5A73"/><text x="0" y="35" font-family="Inter Report" font-size="10">40</text>
</svg>
<h2 id="costs">Costs</h2><table><thead><tr><th scope="col">item</th><th scope="col">EUR</th></tr></thead>
<tbody><tr><th scope="row">compute</th><td>104</td></tr></tbody></table>
"""
ATTACHMENTS = (
    Attachment("report.json", b'{"figures": {}}', "The figures of the report", "application/json"),
    Attachment("costs.csv", bytes(range(256)), "The cost table", "text/csv"),
)
MOMENT = datetime(2025, 3, 1, 14, 30, 5, tzinfo=timezone(timedelta(hours=2)))


def page(body: str, head: str = "") -> str:
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>A report</title>'
        f'<meta name="author" content="A. Author">{head}</head><body>{body}</body></html>'
    )


def rendered(body: str = BODY, style: str = STYLE, head: str = "", **options: Any) -> PdfResult:
    return write_pdf(page(body, head), style, asset_folders=[FONTS], **options)


def in_child(code: str, **environment: str) -> str:
    """What `code` prints, run by another Python that has `rendered` and the rest of this module."""
    given = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    code = f"from tests.rendering.test_pdf import *\n{code}"
    done = subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True)
    assert (0, "") == (done.returncode, done.stderr)
    return done.stdout.strip()


def opened(result: PdfResult) -> Any:  # pypdf's own types know of no object what it is
    return PdfReader(BytesIO(result.content))


def all_text(result: PdfResult) -> str:
    return "\n".join(sheet.extract_text() for sheet in opened(result).pages)


@pytest.fixture(scope="module")
def sample() -> PdfResult:
    """A page with text, a chart, a table and two attachments, dated."""
    return rendered(attachments=ATTACHMENTS, moment=MOMENT)


@pytest.fixture(scope="module")
def undated() -> PdfResult:
    """The same page without a date."""
    return rendered(attachments=ATTACHMENTS)


def test_is_sound(sample: PdfResult) -> None:
    """A page that the faces cover has no missing glyph and no remark, and is declared archival."""
    assert ((), (), True) == (sample.missing_glyphs, sample.remarks, sample.conforms)


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_qpdf_finds_nothing(sample: PdfResult, tmp_path: Path) -> None:
    """The file's structure is clean in the eyes of another program."""
    (tmp_path / "sample.pdf").write_bytes(sample.content)
    done = subprocess.run(["qpdf", "--check", tmp_path / "sample.pdf"], capture_output=True, text=True)
    assert (0, "") == (done.returncode, done.stderr)
    assert "No syntax or stream encoding errors found" in done.stdout


def test_no_stream_is_compressed_the_slowest_way(sample: PdfResult) -> None:
    """Each by zlib's own level, which its second byte says (RFC 1950), the stream of tags too."""
    levels = re.findall(rb"/FlateDecode(?:(?!stream).)*>>\nstream\nx(.)", sample.content, re.DOTALL)
    assert sample.content.count(b"/FlateDecode") == len(levels)
    assert {b"\x9c"} == set(levels)
    assert (1, 1) == (sample.content.count(b"/ObjStm"), sample.content.count(b"/XRef"))


def test_text_reads_back(sample: PdfResult) -> None:
    """Text, also of charts and with signs beyond ASCII, can be read from the file."""
    text = all_text(sample)
    for part in ("Money saved", "35 521 EUR – 3,9 kg CO₂ → see", "compute", "104", "40"):
        assert part in text


def test_attachments_read_back(sample: PdfResult) -> None:
    """Attached files come back byte for byte, in the order of their names, with what is known of them."""
    reader = opened(sample)
    expected = {item.name: [item.content] for item in sorted(ATTACHMENTS, key=lambda item: item.name)}
    assert expected == dict(reader.attachments)
    assert list(expected) == list(reader.attachments)
    files = [item.get_object() for item in reader.root_object["/AF"]]
    assert [
        ("costs.csv", "The cost table", "/Data", "/text/csv"),
        ("report.json", "The figures of the report", "/Data", "/application/json"),
    ] == [(file["/UF"], file["/Desc"], file["/AFRelationship"], file["/EF"]["/F"]["/Subtype"]) for file in files]


def test_says_what_it_is(sample: PdfResult) -> None:
    """The file names its standards, language, title and author, and that it is tagged."""
    reader = opened(sample)
    xmp = reader.root_object["/Metadata"].get_data().decode()
    assert {"3"} == set(re.findall(r'pdfaid:part="(.*?)"', xmp))
    assert {"A"} == set(re.findall(r'pdfaid:conformance="(.*?)"', xmp))
    assert {"1"} == set(re.findall(r"<pdfuaid:part>(.*?)</pdfuaid:part>", xmp))
    assert "http://www.aiim.org/pdfua/ns/id/" in re.findall(r"namespaceURI>(.*?)<", xmp)
    assert 1 == xmp.count("<rdf:RDF")
    assert "en-GB" == reader.root_object["/Lang"]
    assert ("A report", "A. Author") == (reader.metadata.title, reader.metadata.author)
    assert {"/Marked": True} == reader.root_object["/MarkInfo"]


def test_header_cells_have_a_scope(sample: PdfResult) -> None:
    """Header cells of columns and of rows are told apart for those who listen."""
    objects = opened(sample)
    scopes = [cell["/A"]["/Scope"] for cell in map(objects.get_object, indirect(objects)) if is_tag(cell, "/TH")]
    assert ["/Column", "/Column", "/Row"] == sorted(scopes)


def test_figures_have_a_text(sample: PdfResult) -> None:
    """A chart's title is its text for those who do not see it."""
    objects = opened(sample)
    figures = [item for item in map(objects.get_object, indirect(objects)) if is_tag(item, "/Figure")]
    assert ["One bar of 40 units"] == [figure["/Alt"] for figure in figures]


def indirect(reader: Any) -> range:
    return range(1, int(str(reader.trailer["/Size"])) - 1)


def is_tag(item: Any, tag: str) -> bool:
    return isinstance(item, dict) and item.get("/Type") == "/StructElem" and item.get("/S") == tag


def test_dates_are_the_moment(sample: PdfResult) -> None:
    """Document and attachments are dated with the moment given, in UTC."""
    reader = opened(sample)
    utc = "D:20250301123005Z"
    assert (utc, utc) == (reader.trailer["/Info"]["/CreationDate"], reader.trailer["/Info"]["/ModDate"])
    xmp = reader.root_object["/Metadata"].get_data().decode()
    assert "<xmp:CreateDate>2025-03-01T12:30:05Z</xmp:CreateDate>" in xmp
    for file in reader.root_object["/AF"]:
        parameters = file.get_object()["/EF"]["/F"]["/Params"]
        assert (utc, utc) == (parameters["/CreationDate"], parameters["/ModDate"])


def test_without_a_moment_there_is_no_date(undated: PdfResult) -> None:
    """Without a moment no date is in the file, not even one that the page states."""
    stated = rendered(head='<meta name="dcterms.created" content="2020-01-01">', attachments=ATTACHMENTS)
    for result in (undated, stated):
        reader = opened(result)
        everything = repr([reader.get_object(number) for number in indirect(reader)])
        everything += reader.root_object["/Metadata"].get_data().decode()
        assert [] == re.findall("CreationDate|ModDate|CreateDate|ModifyDate|2020", everything)
    assert undated.conforms


def test_a_moment_needs_a_time_zone() -> None:
    """A moment that means another instant on another machine is refused."""
    with pytest.raises(ValueError, match="time zone"):
        rendered(moment=datetime(2025, 3, 1))


def test_names_of_attachments_differ() -> None:
    """Two attachments of one name could not be told apart in the file."""
    with pytest.raises(ValueError, match="two attachments"):
        rendered(attachments=[ATTACHMENTS[0], ATTACHMENTS[0]])


def test_equal_bytes_whenever_and_wherever(undated: PdfResult, tmp_path: Path) -> None:
    """Another process, another day, another hash seed and a machine without fonts give the same bytes."""
    environment = isolated_fontconfig(tmp_path)
    code = (
        "import time; time.time = lambda: {}\n"
        "print(hashlib.sha256(rendered(attachments=ATTACHMENTS).content).hexdigest())"
    )
    expected = hashlib.sha256(undated.content).hexdigest()
    assert expected == in_child(code.format(1e9), PYTHONHASHSEED="1")
    assert expected == in_child(code.format(2e9), PYTHONHASHSEED="2", SOURCE_DATE_EPOCH="7", **environment)


def test_missing_glyphs_are_named(tmp_path: Path) -> None:
    """Characters no font has are named, in text and charts, and the file does not claim to be archival."""
    body = (
        "<p>漢字 and A‎B 𓀀 漢</p>"
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><title>A chart</title>'
        '<text x="0" y="9" font-family="Inter Report" font-size="9">語</text></svg>'
    )
    code = (
        f"r = rendered({body!r})\n"
        "xmp = opened(r).root_object['/Metadata'].get_data().decode()\n"
        "print(ascii((r.missing_glyphs, r.remarks, r.conforms, 'pdfaid:part' in xmp, 'pdfuaid:part' in xmp)))"
    )
    said = in_child(code, **isolated_fontconfig(tmp_path))
    assert ascii((("字", "漢", "語", "𓀀"), (), False, False, False)) == said


def test_an_accessibility_fault_is_no_conforming_file() -> None:
    """An image without a text is remarked on, and the file does not claim to be PDF/UA."""
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw=="
    result = rendered(f'<img src="{dot}">')
    assert not result.conforms
    assert 1 == len(result.remarks)
    assert "has no required alt description" in result.remarks[0]
    assert rendered(f'<img src="{dot}" alt="A dot">').conforms


@pytest.mark.parametrize(
    ("body", "remarks"),
    [
        ("<h1>a</h1><h2>b</h2><h3>c</h3><h2>d</h2><h2>e</h2>", ()),
        ("<h1>a</h1><h3>b</h3>", ("h3 follows h1",)),
        ("<h2>a</h2>", ("the first heading is h2",)),
    ],
)
def test_headings_go_step_by_step(body: str, remarks: tuple[str, ...]) -> None:
    """A heading that skips a level is remarked on, and the file does not claim to be PDF/UA."""
    result = rendered(body)
    assert (remarks, not remarks) == (result.remarks, result.conforms)


def test_a_page_without_title_is_remarked() -> None:
    """A page without a title is remarked on, and the file does not claim to be PDF/UA."""
    result = write_pdf('<html lang="en"><p>x', STYLE, asset_folders=[FONTS])
    assert (("the page has no title",), False) == (result.remarks, result.conforms)


def test_unknown_css_is_remarked() -> None:
    """What WeasyPrint does not understand is a remark, once, and the file stays archival."""
    result = rendered(style=STYLE + "p { paint-order: stroke } p { paint-order: stroke }")
    assert result.conforms
    assert ["paint-order" in remark for remark in result.remarks] == [True] * len(result.remarks)
    assert result.remarks


def test_nothing_is_logged(sample: PdfResult, caplog: pytest.LogCaptureFixture) -> None:
    """A page as reports have it passes WeasyPrint and fontTools without a word."""
    with caplog.at_level(logging.WARNING):
        again = rendered(attachments=ATTACHMENTS, moment=MOMENT)
    assert [] == caplog.records
    assert sample == again


def test_a_face_from_an_earlier_page_is_gone() -> None:
    """A second page in one process does not find the fonts of the first."""
    assert any("Inter" in name for name in font_names(rendered()))
    assert not any("Inter" in name for name in font_names(rendered("x", "body { font-family: 'Inter Report' }")))


def font_names(result: PdfResult) -> list[str]:
    fonts = opened(result).pages[0]["/Resources"]["/Font"]
    return [font["/BaseFont"] for font in fonts.values()]


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was tried of the network; every try fails."""
    tried: list[str] = []

    def refused(*arguments: object, **_: object) -> None:
        tried.append(repr(arguments))
        raise OSError("no network in tests")

    for owner, name in ((socket.socket, "connect"), (socket, "create_connection"), (socket, "getaddrinfo")):
        monkeypatch.setattr(owner, name, refused)
    return tried


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'


@pytest.mark.parametrize(
    ("body", "head", "style"),
    [
        ('<img alt="x" src="URL">', "", ""),
        ('<img alt="x" src="secret">', '<base href="URL">', ""),
        ('<object data="URL">x</object>', "", ""),
        ('<embed src="URL">', "", ""),
        ("x", '<link rel="stylesheet" href="URL">', ""),
        ("x", '<link rel="attachment" href="URL">', ""),
        ("x", '<link rel="attachment" href="data:,x">', ""),
        ('<a rel="attachment" href="URL">x</a>', "", ""),
        ("x", "<style>@import url(URL);</style>", ""),
        ("x", '<link rel="stylesheet" href="data:text/css,@import url(URL);">', ""),
        ("x", "", "@import 'URL';"),
        ("x", "", "@font-face { font-family: f; src: url(URL) }"),
        ("x", "", "@page { background: url(URL) }"),
        ("x", "", "body { background: url(URL) }"),
        ("x", "", "body::before { content: url(URL) }"),
        ("<li>x</li>", "", "li { list-style-image: url(URL) }"),
        ('<p style="background: url(URL)">x', "", ""),
        (f'{SVG}<title>x</title><image href="URL" width="9" height="9"/></svg>', "", ""),
        (f'{SVG}<title>x</title><image xlink:href="URL" width="9" height="9"/></svg>', "", ""),
        (f'{SVG}<title>x</title><style>@import url(URL);</style><rect width="9" height="9"/></svg>', "", ""),
        ('<img alt="x" src="asset:%2e%2e/secret">', "", ""),
        ('<img alt="x" src="asset:nowhere.png">', "", ""),
    ],
)
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_hostile_pages_get_nothing(
    scheme: str, body: str, head: str, style: str, outside: list[str], tmp_path: Path
) -> None:
    """Whatever refers to the network or to a file stops the page in one line, before anything is fetched."""
    secret = tmp_path / "secret"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    url = secret.as_uri() if scheme == "file" else "http://127.0.0.1:9/secret"
    with pytest.raises(PdfFailed, match=r"^(the page (refers to|attaches)|a part of the page) .*$"):
        rendered(body.replace("URL", url), style.replace("URL", url), head.replace("URL", url))
    assert [] == outside


@pytest.mark.parametrize(
    "entity",
    ['<!ENTITY e SYSTEM "URL">', '<!ENTITY % e SYSTEM "URL"> %e;', '<!ENTITY e "&l;"><!ENTITY l "&e;">'],
)
def test_entities_bring_nothing_in(entity: str, outside: list[str], tmp_path: Path) -> None:
    """An SVG whose XML names an entity outside, or one that holds itself, brings nothing into the file."""
    (tmp_path / "secret").write_text("SECRET")
    text = f"<!DOCTYPE svg [{entity}]>{SVG}<text>&e;</text></svg>"
    text = quote(text.replace("URL", (tmp_path / "secret").as_uri()))
    with pytest.raises(PdfFailed, match=r"^a part of the page cannot be drawn: Failed to load image"):
        rendered(f'<img alt="x" src="data:image/svg+xml,{text}">')
    assert [] == outside


def test_parts_of_other_files_are_not_used(outside: list[str], tmp_path: Path) -> None:
    """An SVG that uses a part of another file shows nothing of it."""
    (tmp_path / "secret.svg").write_text(f'{SVG}<text id="x" y="9" font-size="9">SECRET</text></svg>')
    for url in ((tmp_path / "secret.svg").as_uri(), "http://127.0.0.1:9/secret.svg"):
        assert "SECRET" not in all_text(rendered(f'{SVG}<title>x</title><use href="{url}#x"/></svg>'))
    assert [] == outside


def test_links_to_outside_stay_links() -> None:
    """A link to the world is allowed: nothing is fetched for it."""
    result = rendered('<p><a href="https://example.org/">x</a>')
    assert result.conforms


def test_deep_nesting_is_said_in_one_line() -> None:
    """A page nested too deeply is a failure with a reason, not a traceback of a thousand lines."""
    with pytest.raises(PdfFailed, match=r"^the page nests its elements too deeply$"):
        rendered("<div>" * 600 + "x")


def test_an_svg_that_cannot_be_drawn_stops_the_page() -> None:
    """A chart that WeasyPrint would silently leave out is a failure."""
    with pytest.raises(PdfFailed, match=r"^a part of the page cannot be drawn: Failed to render SVG image"):
        rendered(f'{SVG}<title>x</title><g transform="rotate(a)"><rect width="9" height="9"/></g></svg>')


def test_leaves_the_process_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Collector, environment and loggers are as before, also after a failure."""

    def state() -> tuple[bool, str | None, int]:
        return (
            gc.isenabled(),
            os.environ.get("SOURCE_DATE_EPOCH"),
            len(logging.getLogger("weasyprint").handlers),
        )

    rendered("x")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "5")
    before = state()
    with pytest.raises(PdfFailed):
        rendered('<img alt="x" src="http://127.0.0.1:9/">')
    assert before == state()
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    rendered("x", moment=datetime(2025, 1, 1, tzinfo=UTC))
    assert "SOURCE_DATE_EPOCH" not in os.environ


@pytest.mark.parametrize(
    ("moment", "expected"), [(None, "0"), (MOMENT, "1740832205"), (datetime(1970, 1, 1, 0, 1, tzinfo=UTC), "60")]
)
@pytest.mark.parametrize("given", [None, "5"])
def test_fonts_are_dated_as_the_document(
    monkeypatch: pytest.MonkeyPatch, moment: datetime | None, expected: str, given: str | None
) -> None:
    """12:30:05 on 1 March 2025 by UTC, or 1970; afterwards the environment is as before."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if given is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    with _fonts_dated(moment):
        assert expected == os.environ["SOURCE_DATE_EPOCH"]
    assert given == os.environ.get("SOURCE_DATE_EPOCH")


def test_meanwhile_no_library_is_searched_for() -> None:
    """By any name; afterwards the search is the system's again, also after a failure."""
    search = ctypes.util.find_library

    def imported() -> None:
        with _no_library_search():
            assert [None, None] == [ctypes.util.find_library(name) for name in ("c", "gobject-2.0-0")]
            raise OSError

    with pytest.raises(OSError, match=r"^$"):
        imported()
    assert search is ctypes.util.find_library


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_rests_meanwhile(on: bool) -> None:
    """And is afterwards as before."""
    was_on = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with _collector_off():
            assert not gc.isenabled()
        assert on == gc.isenabled()
    finally:
        (gc.enable if was_on else gc.disable)()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\n  b", "a b"), ("x" * 120, "x" * 120), ("x" * 121, "x" * 119 + "…")],
)
def test_what_went_wrong_is_one_line_of_120_signs(text: str, expected: str) -> None:
    """An address can be a whole picture."""
    assert expected == _short(text)


def test_what_a_page_prints_is_read_back_into_the_attachment_that_lists_it() -> None:
    """Numbers of text and of a drawing, of each page; the file's size and hash are those of what it holds then."""
    listing = Attachment("printed.json", printed_json({"printed": []}), "numbers", "application/json", True)
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><title>t</title>'
    picture += '<g opacity="0.5"><text x="0" y="35" font-family="Inter Report" font-size="10">40</text></g></svg>'
    body = f'<h1>Saved</h1><p>12 of 3,400</p>{picture}<p style="break-before: page">0.5 kWh</p>'
    result = rendered(body, "@page { margin: 9mm } html { font-family: 'Inter Report' }", attachments=[listing])
    reader = opened(result)
    (content,) = reader.attachments["printed.json"]
    assert [["12", "3,400", "40"], ["0.5"]] == [it["numbers"] for it in json.loads(content)["pages"]]
    (file,) = (item for item in map(reader.get_object, indirect(reader)) if is_tag_of(item, "/EmbeddedFile"))
    assert (len(content), hashlib.md5(content).digest()) == (
        file["/Params"]["/Size"],
        as_bytes(file["/Params"]["/CheckSum"]),
    )


def is_tag_of(item: Any, kind: str) -> bool:
    """Whether it is a stream of this kind."""
    return isinstance(item, dict) and item.get("/Type") == kind


def as_bytes(text: Any) -> bytes:
    """A string of a PDF, as the bytes that it stands for."""
    found: bytes = text.original_bytes
    return found


def test_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fonts that a page brings are gone from the disk once it is written, or has failed."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    rendered()
    with pytest.raises(PdfFailed):
        rendered('<img alt="x" src="http://127.0.0.1:9/">')
    assert [] == list(tmp_path.iterdir())


def test_without_pango_the_remedy_is_said() -> None:
    """Without Pango's libraries the error is one line with a command, and nothing is printed."""
    code = (
        "import cffi\n"
        "from reportgen.rendering.pdf import PdfUnavailable\n"
        "def nowhere(*_, **__): raise OSError('no such library')\n"
        "cffi.FFI.dlopen = nowhere\n"
        "for platform in ('linux', 'darwin', 'win32'):\n"
        "    sys.platform = platform\n"
        "    try: rendered()\n"
        "    except PdfUnavailable as error: print(error)"
    )
    assert [
        "no PDF, as Pango is not installed "
        "(on Debian or Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)",
        "no PDF, as Pango is not installed (brew install pango)",
        "no PDF, as Pango is not installed (in an MSYS2 shell: pacman -S mingw-w64-ucrt-x86_64-pango)",
    ] == in_child(code).splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="the short cut is taken on Linux only")
def test_libraries_that_need_a_search_are_found() -> None:
    """Where libraries open only after a search, the import without one fails and the full one follows."""
    code = (
        "import cffi, ctypes.util\n"
        "search, opened = ctypes.util.find_library, cffi.FFI.dlopen\n"
        "tries = []\n"
        "def picky(*arguments):\n"
        "    tries.append(ctypes.util.find_library is search)\n"
        "    if not tries[-1]: raise OSError('only found by a search')\n"
        "    return opened(*arguments)\n"
        "cffi.FFI.dlopen = picky\n"
        "print(rendered().conforms, tries[0], tries[-1], ctypes.util.find_library is search)"
    )
    assert "True False True True" == in_child(code)


def test_importing_is_light() -> None:
    """The module is there, to catch its errors, without WeasyPrint having been imported."""
    code = "import sys, reportgen.rendering.pdf; print('weasyprint' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert "False" == done.stdout.strip()
