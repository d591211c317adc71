"""The pages of a PDF as words, lines and boxes with their places, read by PDFium and by nothing of our own.

All lengths are points, y grows upwards from the page's lower edge, as in the file itself.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

# Of a baseline's height and of a letter's size: by how much letters of one word may differ.
_SAME_LINE, _BLANK = 1.0, 0.22
_HYPHENS = {"\x02": "-", "\ufffe": "-", "\u2010": "-", "\u00ad": "-"}
_LIGHT = 225  # of 255, in each of red, green and blue


@dataclass(frozen=True)
class Box:
    """A rectangle on a page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def shrunk(self, share: float) -> Box:
        """The box without `share` of its width and height on every side."""
        x, y = share * (self.right - self.left), share * self.height
        return Box(self.left + x, self.bottom + y, self.right - x, self.top - y)

    def common(self, other: Box) -> Box:
        """What both boxes cover; where they do not meet, its right or top is below its left or bottom."""
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def within(self, other: Box, slack: float) -> bool:
        """Whether the box reaches out of the other by at most `slack`."""
        return (
            self.left >= other.left - slack
            and self.right <= other.right + slack
            and self.bottom >= other.bottom - slack
            and self.top <= other.top + slack
        )


@dataclass(frozen=True)
class Tag:
    """An element of the file's structure: its name, such as H2, and its number on the page."""

    name: str
    number: int


@dataclass(frozen=True)
class Word:
    """Letters without a blank between them on one line.

    box: of the letters' ink. clip: what the page shows of where it stands. tags: the elements that it stands in, the
    outermost first; none for a running head or foot. hyphen: whether it ends in a hyphen.
    """

    text: str
    box: Box
    clip: Box
    tags: tuple[Tag, ...] = ()

    @property
    def hyphen(self) -> bool:
        return self.text.endswith("-")

    def inside(self, *names: str) -> Tag | None:
        """The outermost of its elements that has one of the names."""
        return next((tag for tag in self.tags if tag.name in names), None)


@dataclass(frozen=True)
class Line:
    """A straight piece of what was stroked; order: when it was drawn."""

    x1: float
    y1: float
    x2: float
    y2: float
    order: int = 0


@dataclass(frozen=True)
class Fill:
    """A filled shape, as far as it is seen; light: whether texts can stand on its edge; order: when it was drawn."""

    box: Box
    light: bool = False
    order: int = 0


@dataclass(frozen=True)
class Sheet:
    """A page: its size, the words as they are read, and what was stroked and filled."""

    width: float
    height: float
    words: tuple[Word, ...]
    lines: tuple[Line, ...] = ()
    fills: tuple[Fill, ...] = ()


@dataclass(frozen=True)
class Mark:
    """An entry of the file's outline: its title, its page from 0, and the height that it leads to."""

    title: str
    page: int
    top: float


@dataclass(frozen=True)
class Document:
    """The pages and the outline of a PDF."""

    sheets: tuple[Sheet, ...]
    outline: tuple[Mark, ...] = ()


def read_document(content: bytes) -> Document:
    """The pages and the outline of the PDF whose bytes these are."""
    with pypdfium2.PdfDocument(content) as file:
        sheets = tuple(_sheet(file, number) for number in range(len(file)))
        return Document(sheets, tuple(_outline(file)))


def _outline(file: Any) -> Iterator[Mark]:
    for entry in file.get_toc():
        target = entry.get_dest()
        _, place = target.get_view() if target else (None, [])
        if target and len(place) > 1:
            yield Mark(entry.get_title(), target.get_index(), place[1])


def _sheet(file: Any, number: int) -> Sheet:
    page = file[number]
    width, height = page.get_size()
    paper = Box(0, 0, width, height)
    lines: list[Line] = []
    fills: list[Fill] = []
    for order, item in enumerate(page.get_objects(max_depth=4)):
        if item.type == pdfium.FPDF_PAGEOBJ_PATH:
            found, filled = _path(item.raw, paper, order)
            lines += found
            fills += filled
    return Sheet(width, height, tuple(_words(page, paper, _tags(page))), tuple(lines), tuple(fills))


def _tags(page: Any) -> dict[int, tuple[Tag, ...]]:
    """The elements around each piece of marked content, by its number."""
    found: dict[int, tuple[Tag, ...]] = {}
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return found
    numbers = iter(range(1_000_000))

    def walk(element: Any, above: tuple[Tag, ...]) -> None:
        within = (*above, Tag(_name(element), next(numbers)))
        for place in range(max(0, pdfium.FPDF_StructElement_CountChildren(element))):
            if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, place):
                walk(child, within)
            elif (marked := pdfium.FPDF_StructElement_GetChildMarkedContentID(element, place)) >= 0:
                found[marked] = within

    for place in range(max(0, pdfium.FPDF_StructTree_CountChildren(tree))):
        if child := pdfium.FPDF_StructTree_GetChildAtIndex(tree, place):
            walk(child, ())
    pdfium.FPDF_StructTree_Close(tree)
    return found


def _name(element: Any) -> str:
    buffer = ctypes.create_string_buffer(64)
    pdfium.FPDF_StructElement_GetType(element, buffer, 64)
    return buffer.raw.decode("utf-16-le").partition("\0")[0]


def _words(page: Any, paper: Box, tags: dict[int, tuple[Tag, ...]]) -> Iterator[Word]:
    letters_of = page.get_textpage()  # kept, or PDFium lets go of it
    text = letters_of.raw
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    letters: list[str] = []
    boxes: list[Box] = []
    baseline = size = 0.0
    around: tuple[Box, tuple[Tag, ...]] = (paper, ())

    def word() -> Word:
        box = Box(
            min(box.left for box in boxes),
            min(box.bottom for box in boxes),
            max(box.right for box in boxes),
            max(box.top for box in boxes),
        )
        return Word("".join(letters), box, *around)

    for index in range(pdfium.FPDFText_CountChars(text)):
        letter = chr(pdfium.FPDFText_GetUnicode(text, index))
        letter = _HYPHENS.get(letter, letter)
        pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        box = Box(left.value, bottom.value, right.value, top.value)
        seen = not letter.isspace() and letter.isprintable() and box.right > box.left
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        goes_on = (
            seen
            and bool(boxes)
            and abs(y.value - baseline) < _SAME_LINE
            and -_BLANK * size < box.left - boxes[-1].right < _BLANK * size
        )
        if boxes and not goes_on:
            yield word()
            letters, boxes = [], []
        if not seen:
            continue
        if not boxes:
            item = pdfium.FPDFText_GetTextObject(text, index)
            around = (_clip(item, paper), tags.get(pdfium.FPDFPageObj_GetMarkedContentID(item), ()))
            size = max(4.0, pdfium.FPDFText_GetFontSize(text, index))
        letters.append(letter)
        boxes.append(box)
        baseline = y.value
    if boxes:
        yield word()


def _clip(item: Any, paper: Box) -> Box:
    """What of the paper an object is allowed to show itself on."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    seen = paper
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip))):
        points = []
        for place in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, place), x, y)
            points.append((x.value, y.value))
        if points:
            across, along = zip(*points, strict=True)
            seen = seen.common(Box(min(across), min(along), max(across), max(along)))
    return seen


def _path(item: Any, paper: Box, order: int) -> tuple[list[Line], list[Fill]]:
    """The lines of a path that is stroked, and the shape of one that is filled, as far as the page shows it."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, mode, stroke)
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    seen = Box(left.value, bottom.value, right.value, top.value).common(_clip(item, paper))
    fill = [Fill(seen, _is_light(item), order)] if mode.value else []
    return (_lines(item, order) if stroke.value else []), fill


def _is_light(item: Any) -> bool:
    """Whether a filled shape is paper, or a tint that texts are printed on."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    return min(red.value, green.value, blue.value) >= _LIGHT


def _lines(item: Any, order: int) -> list[Line]:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    lines: list[Line] = []
    at = begun = (0.0, 0.0)
    for place in range(pdfium.FPDFPath_CountSegments(item)):
        segment = pdfium.FPDFPath_GetPathSegment(item, place)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        to = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            begun = to
        else:
            lines.append(Line(*at, *to, order))
        if pdfium.FPDFPathSegment_GetClose(segment):
            lines.append(Line(*to, *begun, order))
        at = to
    return lines
