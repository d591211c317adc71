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
    packing: int = 0,
    filtering: int = 0,
    laced: int = 0,
) -> bytes:
    """A PNG of one grey pixel that says that it is of this size and kind, with more chunks inside."""
    head = chunk(b"IHDR", width.to_bytes(4) + height.to_bytes(4) + bytes([depth, colours, packing, filtering, laced]))
    data = chunk(b"IDAT", zlib.compress(pixels) if packed is None else packed)
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + data + chunk(b"IEND", b"")


ELEMENT, ATTRIBUTE = "the SVG holds a {} element: only plain shapes", "the SVG has the attribute {}: a logo neither"
OUTSIDE, DRAWN, DAMAGED = "refers to something outside itself", "the PNG cannot be drawn", "the PNG is damaged"
DOCTYPE, NOTHING, NEITHER = "has a DOCTYPE", "the SVG cannot be drawn: it has no shape", "neither a PNG nor an SVG"
# Each with what is said of it.
REFUSED = {
    "script": (svg("<script>alert(1)</script>"), ELEMENT.format("script")),
    "event": (svg('<path d="M0 0" onload="alert(1)"/>'), ATTRIBUTE.format("onload")),
    "event in capitals": (svg('<path d="M0 0" ONload="alert(1)"/>'), ATTRIBUTE.format("ONload")),
    "foreign object": (svg("<foreignObject><p/></foreignObject>"), ELEMENT.format("foreignObject")),
    "image": (svg('<image href="file:///etc/passwd"/>'), ELEMENT.format("image")),
    "use": (svg('<g id="a"/><use href="#a"/>'), ELEMENT.format("use")),
    "link": (svg('<a xlink:href="javascript:alert(1)"><path d="M0 0"/></a>'), ELEMENT.format("a")),
    "href of a gradient": (svg('<linearGradient href="https://example.org/#g"/>'), ATTRIBUTE.format("href")),
    "xlink of a gradient": (svg('<linearGradient xlink:href="#g"/>'), ATTRIBUTE.format("href")),
    "style sheet": (svg("<style>path{fill:url(https://example.org)}</style>"), ELEMENT.format("style")),
    "address in a style": (svg('<path d="M0 0" style="fill:url(https://example.org/a)"/>'), OUTSIDE),
    "address in a style that is dropped": (svg('<path d="M0 0" style="mix:url(https://example.org/a)"/>'), OUTSIDE),
    "address in a fill": (svg('<path d="M0 0" fill="url(data:image/png;base64,AA)"/>'), OUTSIDE),
    "address in capitals": (svg('<path d="M0 0" fill="URL(a)"/>'), OUTSIDE),
    "import": (svg('<path d="M0 0" fill="@a"/>'), OUTSIDE),
    "escaped": (svg('<path d="M0 0" fill="a\\62"/>'), OUTSIDE),
    "tag in a value": (svg('<path d="M0 0" fill="&lt;a"/>'), OUTSIDE),
    "entity in a value": (svg('<path d="M0 0" fill="&amp;a"/>'), OUTSIDE),
    "entity": (b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + svg("<title>&a;</title>"), DOCTYPE),
    "entities without end": (b'<!DoctypE svg [<!ENTITY a "aa">]>' + svg("<title>&a;</title>"), DOCTYPE),
    "entity alone": (svg("<!ENTITY a>"), DOCTYPE),
    "deep": (svg("<g>" * 32 + "</g>" * 32), "nests elements more than 32 deep"),
    "many": (svg("<g/>" * 2000), "at most 2,000 elements"),
    "large": (svg(f"<title>{'a' * 100_000}</title>"), "an SVG has at most 100,000 bytes, this one 100,1"),
    "no svg": (b"<html/>", "the root is no svg element"),
    "no namespace": (b'<svg viewBox="0 0 9 9"/>', "the root is no svg element of the SVG namespace"),
    "no size": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "neither a viewBox nor a width and height"),
    "half a size": (b'<svg xmlns="http://www.w3.org/2000/svg" width="9"/>', "neither a viewBox nor a width and height"),
    "broken": (HEAD.encode(), NEITHER),
    "utf-16": (svg("").decode().encode("utf-16"), f"{NEITHER} in UTF-8"),
    "jpeg": (b"\xff\xd8\xff\xe0" + b"\x00" * 20, f"{NEITHER} in UTF-8"),
    "wide png": (png(width=4097), "4,097 by 1 pixels: a side has 1 to 4,096"),
    "high png": (png(height=4097), "1 by 4,097 pixels"),
    "empty png": (png(height=0), "1 by 0 pixels"),
    "cut png": (png()[:-6], DAMAGED),
    "changed png": (png().replace(b"\x08\x00\x00\x00\x00", b"\x08\x02\x00\x00\x00"), DAMAGED),
    "png without an end": (png()[:-12], DAMAGED),
    "png without pixels": (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"IEND", b""), DAMAGED),
    "png with a short head": (png().replace(png()[8:33], chunk(b"IHDR", bytes(12))), DAMAGED),
    "png without a head": (png().replace(png()[8:33], b""), DAMAGED),
    "png without a palette": (png(0x01, 1, colours=3), DRAWN),
    "png of too few pixels": (png(1, 2), DRAWN),
    "png of too many pixels": (png(pixels=b"\x00\x80\x80"), DRAWN),
    "png whose pixels are no zlib": (png(packed=b"no zlib"), DRAWN),
    "png whose pixels end early": (png(packed=zlib.compress(b"\x00\x80")[:-1]), DRAWN),
    "png of an unknown depth": (png(depth=3), DRAWN),
    "png of unknown colours": (png(colours=5), DRAWN),
    "png of unknown lacing": (png(laced=2), DRAWN),
    "png of unknown packing": (png(packing=1), DRAWN),
    "png of unknown filters": (png(filtering=1), DRAWN),
    "nothing in it": (svg(""), NOTHING),
    "shapes for later use alone": (svg('<defs><path d="M0 0h9"/></defs>'), NOTHING),
    "viewBox of no size": (svg('<path d="M0 0h9"/>').replace(b"0 0 9 9", b"0 0 0 9"), NOTHING),
    "viewBox of no height": (svg('<path d="M0 0h9"/>').replace(b"0 0 9 9", b"0 0 9 0.0"), NOTHING),
    "viewBox of words": (svg('<path d="M0 0h9"/>').replace(b"0 0 9 9", b"a b c d"), NOTHING),
    "viewBox of three": (svg('<path d="M0 0h9"/>').replace(b"0 0 9 9", b"0 9 9"), NOTHING),
    "width of nothing": (svg('<path d="M0 0h9"/>').replace(b"viewBox", b'width="0" height="9" viewBox'), NOTHING),
    "width of words": (svg('<path d="M0 0h9"/>').replace(b"viewBox", b'width="all" height="9" viewBox'), NOTHING),
    "large png": (png(1, 1, chunk(b"tEXt", b"a" * 999_922)), "a PNG has at most 1,000,000 bytes, this one 1,000,001"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_plain_picture_is_refused(name: str) -> None:
    """Whatever acts, loads, grows or is broken is no logo, and the reason is one line, its own."""
    content, told = REFUSED[name]
    with pytest.raises(LogoRefused) as refused:
        data_uri(content)

    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


SHAPE = '<path d="M0 0h9" />'


@pytest.mark.parametrize(
    "content",
    [
        svg("<g>" * 30 + SHAPE + "</g>" * 30),
        svg("<g/>" * 1998 + SHAPE),
        svg(f"<title>{'a' * (100_000 - len(svg(f'<title></title>{SHAPE}')))}</title>{SHAPE}"),
        png(1, 1, chunk(b"tEXt", b"a" * 999_921)),
        png(4096, 1, pixels=b"\x00" + b"\x80" * 4096),
        png(1, 4096, pixels=b"\x00\x80" * 4096),
    ],
    ids=["deep", "many", "large", "large png", "wide png", "high png"],
)
def test_what_is_just_within_a_limit_is_taken(content: bytes) -> None:
    """32 deep, 2,000 elements, 100,000 bytes; of a PNG a million bytes and 4,096 pixels a side."""
    assert data_uri(content).startswith("data:image/")


def test_an_svg_needs_one_way_to_know_its_size() -> None:
    """A viewBox, with or without a size beside it, or width and height in any unit."""
    for size in ('viewBox="0,0 9,9"', 'width="9" height="9"', 'width="1.5em" height="+.5e1%" viewBox="0 0 9 9"'):
        content = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{SHAPE}</svg>'
        drawing, clean = ElementTree.fromstring(content), ElementTree.fromstring(clean_svg(content.encode()))
        assert (drawing.tag, drawing.attrib) == (clean.tag, clean.attrib)


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


SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
PAINT = (
    *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap"),
    *("stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "opacity", "color"),
    *("stop-color", "stop-opacity", "clip-path", "clip-rule"),
)
GEOMETRY = (
    *("id", "transform", "d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy"),
    *("offset", "gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits", "preserveAspectRatio"),
)


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_is_drawn_with_all_that_it_is_drawn_with(shape: str) -> None:
    """A shape alone makes a logo; its geometry and paint stay as they are, paint also out of a style."""
    told = dict.fromkeys((*GEOMETRY, *PAINT), "url(#a-1.b)")
    written = " ".join(f'{name}="{value}"' for name, value in told.items())
    drawing = ElementTree.fromstring(clean_svg(svg(f"<g><{shape} {written}/></g>")))
    assert told == drawing[0][0].attrib
    style = ";".join(f"{name}: url(#a-1.b) " for name in PAINT)
    drawing = ElementTree.fromstring(clean_svg(svg(f'<{shape} style="{style};;"/>')))
    assert dict.fromkeys(PAINT, "url(#a-1.b)") == drawing[0].attrib


def test_each_element_that_draws_is_kept() -> None:
    """Groups, gradients, clip paths; the words of title and description, and no others."""
    inside = (
        "<title>T</title><desc>D</desc><defs><linearGradient><stop/></linearGradient><radialGradient/>"
        "<clipPath><rect/></clipPath></defs><g>lost<svg><path/></svg></g>"
    )
    drawing = ElementTree.fromstring(clean_svg(svg(inside)))
    assert [
        *("svg", "title", "desc", "defs", "linearGradient", "stop", "radialGradient", "clipPath", "rect", "g", "svg"),
        "path",
    ] == [child.tag.rpartition("}")[2] for child in drawing.iter()]
    assert ["T", "D"] == [child.text for child in drawing.iter() if child.text]


def test_a_png_loses_its_texts() -> None:
    """What a camera or a program wrote into the file does not reach the report."""
    assert png() == clean_png(png(1, 1, chunk(b"tEXt", b"Author\x00somebody")))


@pytest.mark.parametrize(
    "content",
    [
        png(9, 2, depth=1, pixels=b"\x00\x80\x80" * 2),  # nine pixels of a bit are two bytes a row
        png(1, 1, chunk(b"PLTE", b"abc"), colours=3),
        png(2, 1, depth=16, colours=6, pixels=b"\x00" + b"\x80" * 16),
        *(png(1, 1, depth=depth, pixels=b"\x00\x80") for depth in (2, 4)),
        png(1, 1, depth=16, pixels=b"\x00\x80\x80"),
        *(png(1, 1, depth=depth, colours=2, pixels=b"\x00" + b"\x80" * (3 * depth // 8)) for depth in (8, 16)),
        *(png(1, 1, chunk(b"PLTE", b"abc"), depth=depth, colours=3) for depth in (1, 2, 4)),
        *(png(1, 1, depth=depth, colours=4, pixels=b"\x00" + b"\x80" * (depth // 4)) for depth in (8, 16)),
        png(1, 1, depth=8, colours=6, pixels=b"\x00" + b"\x80" * 4),
        png(1, 1, chunk(b"PLTE", b"abc"), chunk(b"tRNS", b"a"), colours=3),
        # of nine by nine the seven passes have 2 x 2, 1 x 2, 3 x 1, 2 x 3, 5 x 2, 4 x 5 and 9 x 4 pixels
        png(
            *(9, 9),
            laced=1,
            pixels=b"".join(
                (b"\x00" + b"\x80" * wide) * high
                for wide, high in ((2, 2), (1, 2), (3, 1), (2, 3), (5, 2), (4, 5), (9, 4))
            ),
        ),
        png(3, 3, laced=1, pixels=b"\x00\x80" + b"\x00\x80" + b"\x00\x80\x80" + b"\x00\x80" * 2 + b"\x00\x80\x80\x80"),
    ],
)
def test_pictures_of_every_kind_can_be_drawn(content: bytes) -> None:
    """Depths, colours and Adam7: the bytes were counted by hand from the specification's tables."""
    assert content == clean_png(content)
