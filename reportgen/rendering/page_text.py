"""What a page prints, read back from what it was drawn with: its texts, and the numbers among them.

Of a PDF that is the content of the page (ISO 32000-1, 9.4): each text object, BT to ET, is one piece of text, as
WeasyPrint writes a line of a cell or a label of a chart. Of HTML it is each text between two tags.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from html import unescape

# Digits, with the signs of any of our languages between two of them: 45,000.00, 1’000, 45 000 with no-break spaces.
_NUMBER = re.compile("[0-9](?:[.,'\u2019\u00a0\u202f\u2009]?[0-9])*")
_MOST_FORMS = 10_000  # drawings in a page, those in drawings counted each time
_DEEPEST = 50

_HEX = rb"<[0-9A-Fa-f\s]*>"
_LITERAL = rb"\((?>\\.|[^\\()]|\((?>\\.|[^\\()])*\))*\)"
# Each begins with a sign of its own, so that all between two operations is passed over at once.
_OPERATION = re.compile(
    rb"B(?<!\wB)(?P<begin>T)\b|E(?<!\wE)(?P<end>T)\b"
    rb"|/(?P<font>[^\s/<>\[\]()]+)\s+[-+.\d]+\s+Tf\b"
    rb"|/(?P<form>[^\s/<>\[\]()]+)\s+Do\b"
    rb"|\[(?P<pieces>(?>" + _HEX + rb"|" + _LITERAL + rb"|[-+.\d\s]++)*)\]\s*TJ\b"
    rb"|<(?P<hex>[0-9A-Fa-f\s]*)>\s*(?:Tj\b|['\"])"
    rb"|\((?P<literal>(?>\\.|[^\\()]|\((?>\\.|[^\\()])*\))*)\)\s*(?:Tj\b|['\"])",
    re.DOTALL,
)
_STRING = re.compile(rb"(" + _HEX + rb")|(" + _LITERAL + rb")", re.DOTALL)
_WHOLE_CODES = re.compile(rb"<((?:[0-9A-Fa-f]{4})*+)>")
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf\1", re.DOTALL)
_WIDEST_RANGE = 65_536
_UNKNOWN = "\ufffd"  # in place of what no font tells the text of

# Of HTML: a tag, in whose quoted values a > may stand; what no reader sees, which ends at its first end tag.
_TAG = re.compile(r"""<(?:[A-Za-z/!?](?>[^"'<>]++|"[^"]*+"|'[^']*+'|["'])*+)?>""")
_UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)|<(style|script|template)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Drawing:
    """What a page, or a drawing in it, is drawn with: its operations, and by name what they use.

    font: the map of a font from glyphs to text, empty where it has none. form: another drawing, None where the name is
    of none, such as a picture.
    """

    content: bytes
    font: Callable[[str], bytes]
    form: Callable[[str], Drawing | None]


@dataclass(frozen=True)
class PrintedPage:
    """numbers: each number as it stands on the page, sorted, as often as it does. sha256: of all its texts, in hex."""

    numbers: tuple[str, ...]
    sha256: str

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The numbers, each once."""
        return frozenset(self.numbers)


def printed_page(texts: Sequence[str]) -> PrintedPage:
    """What there is to compare of a page with these texts."""
    found = sorted(match.group() for text in texts for match in _NUMBER.finditer(text))
    return PrintedPage(tuple(found), sha256("\n".join(texts).encode()).hexdigest())


def numbers_in(text: str) -> list[str]:
    """The numbers of a text, as they stand in it."""
    return _NUMBER.findall(text)


def texts_of(drawing: Drawing) -> list[str]:
    """Every text of the page, in the order in which it is drawn. Raises ValueError for one of drawings without end."""
    left = [_MOST_FORMS]
    return [text for text in _texts(drawing, left, 0) if text]


def _texts(drawing: Drawing, left: list[int], depth: int) -> Iterator[str]:
    fonts: dict[bytes, _Glyphs] = {}  # a page names its few fonts a hundred times
    glyphs: _Glyphs | None = None
    pieces: list[str] = []
    for match in _OPERATION.finditer(drawing.content):
        match match.lastgroup:
            case "begin":
                pieces = []
            case "font":
                name = match["font"]
                if name not in fonts:
                    fonts[name] = _glyphs(drawing.font(name.decode("latin-1")))
                glyphs = fonts[name]
            case "pieces" | "hex" | "literal":
                pieces.append(_text(match[0], glyphs))
            case "end":
                yield "".join(pieces)
                pieces = []
            case "form":
                left[0] -= 1
                if left[0] < 0 or depth > _DEEPEST:
                    raise ValueError(f"a page of more than {_MOST_FORMS:,} drawings, or {_DEEPEST} inside each other")
                form = drawing.form(match["form"].decode("latin-1"))
                if form is not None:
                    yield from _texts(form, left, depth + 1)


def _text(strings: bytes, glyphs: _Glyphs | None) -> str:
    if glyphs and b"(" not in strings:
        whole = _WHOLE_CODES.findall(strings)
        if len(whole) == strings.count(b"<"):  # as WeasyPrint writes all of them: read at once, in half the time
            return glyphs.texts(bytes.fromhex(b"".join(whole).decode("ascii")))
    texts: list[str] = []
    for parts in _STRING.findall(strings):
        codes = _codes(*parts)
        texts.append(glyphs.texts(codes) if glyphs else codes.decode("latin-1"))
    return "".join(texts)


def _codes(hexadecimal: bytes, literal: bytes) -> bytes:
    """The bytes of a string, which stands in one of the two forms of ISO 32000-1, 7.3.4."""
    if literal:
        # a backslash before the end of a line carries the string over it
        return re.sub(rb"\\(?:\r\n?|\n|(.))", rb"\1", literal[1:-1])
    digits = hexadecimal[1:-1].translate(None, b" \t\r\n\f\0")
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


class _Glyphs(dict[int, str]):
    """The text of each glyph of a font; of one that the font does not tell, the sign for that."""

    def __missing__(self, code: int) -> str:
        return _UNKNOWN

    def texts(self, codes: bytes) -> str:
        """The text of glyphs by their codes of two bytes; half a code is no glyph."""
        pairs, half = divmod(len(codes), 2)
        return "".join(map(self.__getitem__, struct.unpack(f">{pairs}H", codes[: 2 * pairs]))) + _UNKNOWN * half


@cache
def _glyphs(to_unicode: bytes) -> _Glyphs:
    """The text of each glyph, by the map of a font (ISO 32000-1, 9.10.3)."""
    found = _Glyphs()
    for section in _SECTION.finditer(to_unicode):
        if section[1] == b"char":
            found |= {int(glyph, 16): _unicode(text) for glyph, text in _CHAR.findall(section[2])}
            continue
        for low, high, start in ([int(it, 16) for it in ends] for ends in _RANGE.findall(section[2])):
            for code in range(low, min(high, low + _WIDEST_RANGE) + 1):
                found[code] = chr(start + code - low) if start + code - low < 0x110000 else _UNKNOWN
    return found


def _unicode(digits: bytes) -> str:
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")).decode("utf-16-be", "replace")


def html_texts(html: str) -> list[str]:
    """Every text of an HTML page that a reader may see, in its order, without blanks at its ends."""
    seen = _UNSEEN.sub("<>", html)
    texts = (" ".join(unescape(text).split()) for text in _TAG.split(seen))
    return [text for text in texts if text]
