"""Styles and script as files beside the page: the same page, also where a server forbids inline ones."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from reportgen.problems import InputError
from reportgen.rendering.report import Report
from reportgen.rendering.styles_beside import with_styles_beside
from tests.rendering.chromium import Chromium

JENKINS = "sandbox; default-src 'none'; img-src 'self'; style-src 'self';"
# Where and in which colours and sizes everything stands.
# The panel of assumptions is left out: its script does not run under that policy, and it stays hidden.
LOOKS = """document.getElementById('what-if').hidden = true,
[...document.querySelectorAll('body *:not(#what-if *)')].map(one => {
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  return [one.tagName, box.left, box.top, box.width, box.height, style.color, style.backgroundColor, style.fontSize];
})"""
BARS = "[...document.querySelectorAll('.bar i')].map(bar => bar.getBoundingClientRect().width).filter(width => width)"


class Server(SimpleHTTPRequestHandler):
    """A server of files with the policy that Jenkins sends by default."""

    def end_headers(self) -> None:
        """Add the policy to every answer."""
        self.send_header("Content-Security-Policy", JENKINS)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and the address under which its files are served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=tmp_path)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield tmp_path, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("name", ["sample", "marked_up", "halden"])
def test_the_page_looks_the_same_where_inline_styles_are_forbidden(
    browser: Chromium, reports: dict[str, Report], served: tuple[Path, str], name: str
) -> None:
    """Under Jenkins' policy the page with its sheet beside it has every box and colour of the page by itself."""
    folder, address = served
    reports[name].save(folder, ["html"], "inline")
    saved = reports[name].save(folder, ["html"], "run 7#1", assets="beside")
    assert ["run 7#1.html", "run 7#1.css", "run 7#1.js"] == [path.name for path in saved.paths]
    browser.open(folder / "inline.html", 1280)
    looks, bars = browser.evaluate(LOOKS), browser.evaluate(BARS)
    assert bars
    browser.open(f"{address}/run%207%231.html", 1280)
    # a logo is an image that this policy forbids, and moves what stands beside it
    if name != "halden":
        assert looks == browser.evaluate(LOOKS)
    assert bars == browser.evaluate(BARS)
    browser.open(folder / "run 7#1.html", 1280)
    assert looks == browser.evaluate(LOOKS)
    browser.open(f"{address}/inline.html", 1280)
    assert [] == browser.evaluate(BARS)


def test_every_style_goes_into_the_sheet() -> None:
    """Elements with their media, attributes once for each text; text that only looks like one stays.

    The sheet's SHA-256 is that of sha256sum.
    """
    html = (
        "<head><meta content=\"style-src 'unsafe-inline'\"><style>a { color: red }</style>\n"
        '<style media="print">b { top: 0 }</style>\n</head>'
        '<i class="k" style="left:1%"></i><i style="left:2%" id="x"></i><i style="left:1%"></i> style="top:1px"'
    )
    page, sheet = with_styles_beside(html, "a b.css")
    assert (
        '<head><meta content="style-src \'self\'"><link rel="stylesheet" href="a%20b.css" data-sha256="'
        '4c0024592e359092456ac779742d0578f1a28f6b246ebe24e77ae9da05bced15">\n</head>'
        '<i class="k" data-style="1"></i><i data-style="2" id="x"></i><i data-style="1"></i> style="top:1px"'
    ) == page
    assert (
        "a { color: red }\n@media print {\nb { top: 0 }\n}\n"
        '[data-style="1"]:not(#_) { left:1% }\n[data-style="2"]:not(#_) { left:2% }\n'
    ) == sheet


def test_a_stylesheet_that_was_read_is_not_written_over(reports: dict[str, Report], tmp_path: Path) -> None:
    """An input that lies where the sheet would be written is refused, with inline styles it is in nobody's way."""
    from dataclasses import replace

    read = tmp_path / "page.css"
    read.write_text("p { margin: 0 }", encoding="utf-8")
    report = replace(reports["four_lines"], read=(read,))
    with pytest.raises(InputError, match="written over"):
        report.save(tmp_path, ["html"], "page", assets="beside")
    assert [tmp_path / "page.html"] == list(report.save(tmp_path, ["html"], "page").paths)
    assert [tmp_path / "page.json"] == list(report.save(tmp_path, ["json"], "page", assets="beside").paths)


def test_an_unknown_place_is_refused(reports: dict[str, Report], tmp_path: Path) -> None:
    """Assets are inline or beside."""
    with pytest.raises(ValueError, match="unknown place of assets 'cdn': one of inline, beside"):
        reports["four_lines"].save(tmp_path, ["html"], assets="cdn")
