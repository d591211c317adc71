"""Logos: what is taken, what is refused and what is left of the file."""

from __future__ import annotations

import zlib
from xml.etree import ElementTree

import pytest

from reportgen.rendering.logo import LogoRefused, clean_png, clean_svg, data_uri

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'


def svg(inside: str) -> bytes:
    """An SVG with something inside."""
    return f"{HEAD}{inside}</svg>".encode()


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


def png(
    width: int = 1,
    height: int = 1,
    *more: bytes,
    depth: int = 8,
    colours: int = 0,
    pixels: bytes = b"\x00\x80",
    packed: bytes | None = None,
    laced: int = 0,
) -> bytes:
    """A PNG of one grey pixel that says that it is of this size and kind, with more chunks inside."""
    head = chunk(b"IHDR", width.to_bytes(4) + height.to_bytes(4) + bytes([depth, colours, 0, 0, laced]))
    data = chunk(b"IDAT", zlib.compress(pixels) if packed is None else packed)
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + data + chunk(b"IEND", b"")


REFUSED = {
    "script": svg("<script>alert(1)</script>"),
    "event": svg('<path d="M0 0" onload="alert(1)"/>'),
    "foreign object": svg("<foreignObject><p/></foreignObject>"),
    "image": svg('<image href="file:///etc/passwd"/>'),
    "use": svg('<g id="a"/><use href="#a"/>'),
    "link": svg('<a xlink:href="javascript:alert(1)"><path d="M0 0"/></a>'),
    "href of a gradient": svg('<linearGradient href="https://example.org/#g"/>'),
    "style sheet": svg("<style>path{fill:url(https://example.org)}</style>"),
    "address in a style": svg('<path d="M0 0" style="fill:url(https://example.org/a)"/>'),
    "address in a fill": svg('<path d="M0 0" fill="url(data:image/png;base64,AA)"/>'),
    "entity": b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + svg("<title>&a;</title>"),
    "entities without end": b'<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + svg("<title>&b;</title>"),
    "deep": svg("<g>" * 40 + "</g>" * 40),
    "many": svg("<g/>" * 2001),
    "large": svg(f"<title>{'a' * 100_000}</title>"),
    "no svg": b"<html/>",
    "no namespace": b'<svg viewBox="0 0 9 9"/>',
    "no size": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "broken": HEAD.encode(),
    "utf-16": svg("").decode().encode("utf-16"),
    "jpeg": b"\xff\xd8\xff\xe0" + b"\x00" * 20,
    "wide png": png(width=4097),
    "empty png": png(height=0),
    "cut png": png()[:-6],
    "changed png": png().replace(b"\x08\x00\x00\x00\x00", b"\x08\x02\x00\x00\x00"),
    "png without a palette": png(0x01, 1, colours=3),
    "png of too few pixels": png(1, 2),
    "png of too many pixels": png(pixels=b"\x00\x80\x80"),
    "png whose pixels are no zlib": png(packed=b"no zlib"),
    "png of an unknown depth": png(depth=3),
    "nothing in it": svg(""),
    "shapes for later use alone": svg('<defs><path d="M0 0h9"/></defs>'),
    "viewBox of no size": svg('<path d="M0 0h9"/>').replace(b"0 0 9 9", b"0 0 0 9"),
    "viewBox of words": svg('<path d="M0 0h9"/>').replace(b"0 0 9 9", b"a b c d"),
    "width of nothing": svg('<path d="M0 0h9"/>').replace(b"viewBox", b'width="0" height="9" viewBox'),
    "large png": png(1, 1, chunk(b"tEXt", b"a" * 1_000_000)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_plain_picture_is_refused(name: str) -> None:
    """Whatever acts, loads, grows or is broken is no logo, and the reason is one line."""
    with pytest.raises(LogoRefused) as refused:
        data_uri(REFUSED[name])

    assert str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_svg_keeps_what_draws_and_loses_the_rest() -> None:
    """Comments, other programs' marks and unknown attributes go; shapes, gradients and styles stay."""
    content = svg(
        '<!-- made by --><metadata><x/></metadata><defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/>'
        '</linearGradient></defs><path class="a" data-x="1" d="M0 0h9" style="fill: url(#g); stroke:#123; mix: no"/>'
    )

    clean = ElementTree.fromstring(clean_svg(content))
    path = clean[1]

    assert ["defs", "path"] == [child.tag.rpartition("}")[2] for child in clean]
    assert {"d": "M0 0h9", "fill": "url(#g)", "stroke": "#123"} == path.attrib
    assert clean_svg(content) == clean_svg(clean_svg(content))


def test_a_png_loses_its_texts() -> None:
    """What a camera or a program wrote into the file does not reach the report."""
    assert png() == clean_png(png(1, 1, chunk(b"tEXt", b"Author\x00somebody")))


@pytest.mark.parametrize(
    "content",
    [
        png(9, 2, depth=1, pixels=b"\x00\x80\x80" * 2),  # nine pixels of a bit are two bytes a row
        png(1, 1, chunk(b"PLTE", b"abc"), colours=3),
        png(2, 1, depth=16, colours=6, pixels=b"\x00" + b"\x80" * 16),
        png(3, 3, laced=1, pixels=b"\x00\x80" + b"\x00\x80" + b"\x00\x80\x80" + b"\x00\x80" * 2 + b"\x00\x80\x80\x80"),
    ],
    ids=["bits", "palette", "colours of 16 bits", "interlaced"],
)
def test_pictures_of_every_kind_can_be_drawn(content: bytes) -> None:
    """Depths, colours and Adam7: the bytes were counted by hand from the specification's tables."""
    assert content == clean_png(content)
