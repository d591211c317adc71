"""A company's logo: checked, rid of all that no logo needs, and made a data: address."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from reportgen.files.number import is_number

MOST_PNG_BYTES, MOST_PNG_PIXELS = 1_000_000, 4096  # pixels of a side
MOST_SVG_BYTES, MOST_SVG_ELEMENTS, MOST_SVG_DEPTH = 100_000, 2_000, 32

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_PALETTE = 3
# By the kind of colours, as the PNG specification has them (W3C, 11.2.2): bits of a sample, and samples of a pixel.
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), _PALETTE: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_CHANNELS = {0: 1, 2: 3, _PALETTE: 1, 4: 2, 6: 4}
# The passes of an interlaced picture (8.2): first column and row, and the steps to the next.
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_BLOCK = 1 << 20  # bytes unpacked at a time
_SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = frozenset(
    {"svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
    | {"linearGradient", "radialGradient", "stop", "clipPath"}
)
_PRESENTATION = frozenset(
    {"fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap"}
    | {"stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "opacity", "color"}
    | {"stop-color", "stop-opacity", "clip-path", "clip-rule"}
)
_ATTRIBUTES = _PRESENTATION | frozenset(
    {"id", "viewBox", "width", "height", "preserveAspectRatio", "transform", "d", "points", "x", "y"}
    | {"x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "offset"}
    | {"gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits"}
)
_SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
_LENGTH = re.compile(r"\+?(?P<size>[0-9]*\.?[0-9]+|[0-9]+\.)(?:[eE][+-]?[0-9]+)?(?:[a-zA-Z]{2,3}|%)?")
_LOCAL = re.compile(r"url\(#[\w.-]+\)")


class LogoRefused(Exception):
    """The file is no logo that a report may carry; the message is one sentence."""


def data_uri(content: bytes) -> str:
    """The logo, PNG or SVG by its first bytes, as a data: address. Raises LogoRefused."""
    if content.startswith(_PNG):
        return "data:image/png;base64," + base64.b64encode(clean_png(content)).decode()
    return "data:image/svg+xml;base64," + base64.b64encode(clean_svg(content)).decode()


def clean_png(content: bytes) -> bytes:
    """The picture without its texts, colour profile and other extras. Raises LogoRefused."""
    if len(content) > MOST_PNG_BYTES:
        raise LogoRefused(f"a PNG has at most {MOST_PNG_BYTES:,} bytes, this one {len(content):,}")
    chunks = list(_chunks(content))
    kinds = [kind for kind, _ in chunks]
    if kinds[:1] != [b"IHDR"] or len(chunks[0][1]) != 13 or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        raise LogoRefused("the PNG is damaged")
    size = [int.from_bytes(chunks[0][1][start : start + 4]) for start in (0, 4)]
    if not all(1 <= side <= MOST_PNG_PIXELS for side in size):
        raise LogoRefused(f"{size[0]:,} by {size[1]:,} pixels: a side has 1 to {MOST_PNG_PIXELS:,}")
    pixels = b"".join(data for kind, data in chunks if kind == b"IDAT")
    if not _is_drawn(chunks[0][1], pixels) or (chunks[0][1][9] == _PALETTE and b"PLTE" not in kinds):
        raise LogoRefused("the PNG cannot be drawn: it holds no picture of the size and kind that it names")
    return _PNG + b"".join(_chunk(kind, data) for kind, data in chunks if kind in _PNG_KEPT)


def _is_drawn(head: bytes, packed: bytes) -> bool:
    """Whether the pixels are as many bytes as the header's size, depth and kind of colours make."""
    width, height = (int.from_bytes(head[start : start + 4]) for start in (0, 4))
    depth, colours, packing, filtering, laced = head[8:]
    if depth not in _DEPTHS.get(colours, ()) or packing or filtering or laced > 1:
        return False
    passes = _PASSES if laced else ((0, 0, 1, 1),)
    rows = [(-((left - width) // across), -((top - height) // down)) for left, top, across, down in passes]
    wanted = sum(high * (1 + (wide * depth * _CHANNELS[colours] + 7) // 8) for wide, high in rows if wide > 0 < high)
    unpacker = zlib.decompressobj()
    try:
        found = len(unpacker.decompress(packed, _BLOCK))
        while not unpacker.eof and found <= wanted and (block := unpacker.decompress(unpacker.unconsumed_tail, _BLOCK)):
            found += len(block)
    except zlib.error:
        return False
    return unpacker.eof and found == wanted


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_PNG)
    while place < len(content):
        length = int.from_bytes(content[place : place + 4])
        kind, data = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        if _chunk(kind, data) != content[place : place + 12 + length] or len(data) != length:
            raise LogoRefused("the PNG is damaged")
        yield kind, data
        if kind == b"IEND":
            return
        place += 12 + length
    raise LogoRefused("the PNG is damaged")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


def clean_svg(content: bytes) -> bytes:
    """The drawing written anew from the elements and attributes that draw; whatever acts or loads is refused.

    What other programs leave behind (comments, metadata, attributes of their own) is dropped. Raises LogoRefused.
    """
    if len(content) > MOST_SVG_BYTES:
        raise LogoRefused(f"an SVG has at most {MOST_SVG_BYTES:,} bytes, this one {len(content):,}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LogoRefused("neither a PNG nor an SVG in UTF-8") from error
    # looked for in the text and not left to the parser: an entity must not even be declared
    if "<!doctype" in text.lower() or "<!entity" in text.lower():
        raise LogoRefused("the SVG has a DOCTYPE: save it as plain SVG")
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        raise LogoRefused(f"neither a PNG nor an SVG: {error}") from error
    if root.tag != f"{{{_SVG}}}svg":
        raise LogoRefused("the root is no svg element of the SVG namespace")
    if sum(1 for _ in root.iter()) > MOST_SVG_ELEMENTS:
        raise LogoRefused(f"an SVG has at most {MOST_SVG_ELEMENTS:,} elements")
    clean = _clean(root, 1)
    if "viewBox" not in clean.attrib and not {"width", "height"} <= set(clean.keys()):
        raise LogoRefused("the SVG has neither a viewBox nor a width and height")
    if not _has_room(clean) or not any(_is_shown(clean)):
        raise LogoRefused("the SVG cannot be drawn: it has no shape, or no size to show one in")
    clean.set("xmlns", _SVG)
    return ElementTree.tostring(clean)


def _has_room(drawing: ElementTree.Element) -> bool:
    """Whether the viewBox is four numbers, of which width and height are not zero, or else both of them are given."""
    sides = [drawing.get("width"), drawing.get("height")]
    if (box := drawing.get("viewBox")) is not None:
        numbers = re.split(r"[\s,]+", box.strip())
        if len(numbers) != 4 or not all(map(is_number, numbers)):
            return False
        sides = [*numbers[2:], *filter(None, sides)]
    matches = [_LENGTH.fullmatch((side or "").strip()) for side in sides]
    return all(match is not None and match["size"].strip("0.") for match in matches)


def _is_shown(element: ElementTree.Element) -> Iterator[bool]:
    """True for each shape of the drawing itself, not of what it keeps for later use."""
    for child in element:
        if child.tag in _SHAPES:
            yield True
        elif child.tag in ("g", "svg"):
            yield from _is_shown(child)


def _clean(element: ElementTree.Element, depth: int) -> ElementTree.Element:
    if depth > MOST_SVG_DEPTH:
        raise LogoRefused(f"the SVG nests elements more than {MOST_SVG_DEPTH} deep")
    clean = ElementTree.Element(_local(element.tag), dict(_attributes(element)))
    clean.text = element.text if clean.tag in ("title", "desc") else None
    for child in element:
        space, name = _space(child.tag), _local(child.tag)
        if space == _SVG and name != "metadata":
            if name not in _ELEMENTS:
                raise LogoRefused(f"the SVG holds a {name} element: only plain shapes and gradients are taken")
            clean.append(_clean(child, depth + 1))
    return clean


def _attributes(element: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for full, value in element.attrib.items():
        name = _local(full)
        if name.lower().startswith("on") or name == "href":
            raise LogoRefused(f"the SVG has the attribute {name}: a logo neither acts nor refers to anything")
        if _space(full):
            continue
        if name == "style":
            for declaration in filter(str.strip, value.split(";")):
                key, _, part = (piece.strip() for piece in declaration.partition(":"))
                _check(part)
                if key in _PRESENTATION:
                    yield key, part
        elif name in _ATTRIBUTES:
            _check(value)
            yield name, value


def _check(value: str) -> None:
    """Refuse a value that refers to anything but a gradient or clip path of the same drawing."""
    rest = _LOCAL.sub("", value)
    if re.search(r"url|\\|:|@|<|&", rest, re.IGNORECASE):
        raise LogoRefused("the SVG refers to something outside itself")


def _space(tag: str) -> str:
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
