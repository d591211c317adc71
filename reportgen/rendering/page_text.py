"""What a page prints, read back from what it was drawn with: its texts, and the numbers among them.

Of a PDF that is the content of the page (ISO 32000-1, 9.4): each text object, BT to ET, is one piece of text, as
WeasyPrint writes a line of a cell or a label of a chart. Of HTML it is each text between two tags.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from html import unescape
from struct import unpack

# Digits, with the signs of any of our languages between two of them: 45,000.00, 1’000, 45 000 with no-break spaces.
_NUMBER = re.compile("[0-9](?:[.,'\u2019\u00a0\u202f\u2009]?[0-9])*")
_MOST_FORMS = 10_000  # drawings in a page, those in drawings counted each time
_DEEPEST = 50

_HEX = rb"<[0-9A-Fa-f\s]*>"
_LITERAL = rb"\((?>\\.|[^\\()]|\((?>\\.|[^\\()])*\))*\)"
_OPERATION = re.compile(
    rb"(?P<begin>\bBT\b)|(?P<end>\bET\b)"
    rb"|/(?P<font>[^\s/<>\[\]()]+)\s+[-+.\d]+\s+Tf\b"
    rb"|\[(?P<pieces>(?>" + _HEX + rb"|" + _LITERAL + rb"|[-+.\d\s]++)*)\]\s*TJ\b"
    rb"|(?P<piece>" + _HEX + rb"|" + _LITERAL + rb")\s*(?:Tj\b|['\"])"
    rb"|/(?P<form>[^\s/<>\[\]()]+)\s+Do\b",
    re.DOTALL,
)
_STRING = re.compile(rb"(?P<hex>" + _HEX + rb")|(?P<literal>" + _LITERAL + rb")", re.DOTALL)
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf\1", re.DOTALL)
_WIDEST_RANGE = 65_536

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
    glyphs: Mapping[int, str] | None = None
    pieces: list[str] = []
    for match in _OPERATION.finditer(drawing.content):
        match match.lastgroup:
            case "begin":
                pieces = []
            case "font":
                glyphs = _glyphs(drawing.font(match["font"].decode("latin-1")))
            case "pieces" | "piece":
                pieces.append(_text(match[match.lastgroup], glyphs))
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


def _text(strings: bytes, glyphs: Mapping[int, str] | None) -> str:
    texts = []
    for match in _STRING.finditer(strings):
        if match["hex"] is not None:
            digits = bytes(match["hex"][1:-1].translate(None, b" \t\r\n\f\0"))
            codes = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
        else:
            codes = re.sub(rb"\\(.)", rb"\1", match["literal"][1:-1], flags=re.DOTALL)
        if glyphs:
            padded = codes if len(codes) % 2 == 0 else codes[:-1] + b"\0" + codes[-1:]
            pairs = unpack(f">{len(padded) // 2}H", padded)
            texts.append("".join([glyphs.get(code, "\ufffd") for code in pairs]))
        else:
            texts.append(codes.decode("latin-1"))
    return "".join(texts)


@cache
def _glyphs(to_unicode: bytes) -> Mapping[int, str]:
    """The text of each glyph, by the map of a font (ISO 32000-1, 9.10.3)."""
    found: dict[int, str] = {}
    for section in _SECTION.finditer(to_unicode):
        if section[1] == b"char":
            found |= {int(glyph, 16): _unicode(text) for glyph, text in _CHAR.findall(section[2])}
            continue
        for low, high, start in ([int(it, 16) for it in ends] for ends in _RANGE.findall(section[2])):
            for code in range(low, min(high, low + _WIDEST_RANGE) + 1):
                found[code] = chr(start + code - low) if start + code - low < 0x110000 else "\ufffd"
    return found


def _unicode(digits: bytes) -> str:
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")).decode("utf-16-be", "replace")


def html_texts(html: str) -> list[str]:
    """Every text of an HTML page that a reader may see, in its order, without blanks at its ends."""
    seen = _UNSEEN.sub("<>", html)
    texts = (" ".join(unescape(text).split()) for text in _TAG.split(seen))
    return [text for text in texts if text]
