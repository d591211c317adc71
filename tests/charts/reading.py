"""Reading a drawn chart back: its shapes and texts as boxes, for the tests of this folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from reportgen.charts.svg import Anchor, Box, text_box

SVG = "{http://www.w3.org/2000/svg}"
ROUNDING = 0.011  # two decimals are written; a sum of two rounded ones may be off by a hundredth


@dataclass(frozen=True)
class Shape:
    """A drawn rectangle or path with its bounds and its role classes."""

    box: Box
    roles: tuple[str, ...]
    tag: str

    @property
    def length(self) -> float:
        """Its horizontal extent."""
        return self.box.right - self.box.left


@dataclass(frozen=True)
class Words:
    """A drawn line of text with the room it takes and its role class."""

    text: str
    box: Box
    role: str


@dataclass(frozen=True)
class Drawing:
    """A chart taken apart."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    words: tuple[Words, ...]

    def bars(self, role: str) -> list[Shape]:
        """The rectangles filled in a role, in drawing order."""
        return [shape for shape in self.shapes if shape.tag == "rect" and f"f-{role}" in shape.roles]

    def texts(self) -> list[str]:
        """All texts in drawing order."""
        return [words.text for words in self.words]

    def box_of(self, text: str) -> Box:
        """The room of the first such text."""
        return next(words.box for words in self.words if words.text == text)


def _shape(element: ElementTree.Element) -> Shape:
    roles = tuple(element.get("class", "").split())
    tag = element.tag.removeprefix(SVG)
    if tag == "rect":
        x, y, width, height = (float(element.attrib[name]) for name in ("x", "y", "width", "height"))
        assert width >= 0
        assert height >= 0
        return Shape(Box(x, y, x + width, y + height), roles, tag)
    if tag == "circle":
        x, y, radius = (float(element.attrib[name]) for name in ("cx", "cy", "r"))
        return Shape(Box(x - radius, y - radius, x + radius, y + radius), roles, tag)
    assert tag == "path"
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", element.attrib["d"])]
    xs, ys = numbers[0::2], numbers[1::2]
    return Shape(Box(min(xs), min(ys), max(xs), max(ys)), roles, tag)


def _words(element: ElementTree.Element) -> Words:
    anchors: dict[str, Anchor] = {"start": "start", "middle": "middle", "end": "end"}
    text = element.text or ""
    box = text_box(
        float(element.attrib["x"]),
        float(element.attrib["y"]),
        text,
        float(element.attrib["font-size"]),
        int(element.get("font-weight", "400")),
        anchors[element.get("text-anchor", "start")],
    )
    return Words(text, box, element.attrib["class"])


def read(svg: str) -> Drawing:
    """Take a chart apart; fails where it is not well-formed XML or holds an unknown element."""
    root = ElementTree.fromstring(svg)
    _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
    drawn = list(root)[1:]
    return Drawing(
        width,
        height,
        tuple(_shape(element) for element in drawn if element.tag != SVG + "text"),
        tuple(_words(element) for element in drawn if element.tag == SVG + "text"),
    )


def assert_readable(svg: str) -> None:
    """A chart as every chart must be: titled, within its view box, and no text over another."""
    root = ElementTree.fromstring(svg)
    assert (SVG + "svg", "img") == (root.tag, root.get("role"))
    assert SVG + "title" == root[0].tag
    assert (root[0].text or "") != ""
    drawing = read(svg)
    boxes = [shape.box for shape in drawing.shapes] + [words.box for words in drawing.words]
    outside = [
        box
        for box in boxes
        if box.left < -ROUNDING
        or box.top < -ROUNDING
        or box.right > drawing.width + ROUNDING
        or box.bottom > drawing.height + ROUNDING
    ]
    assert [] == outside
    assert [] == [
        (one.text, other.text)
        for index, one in enumerate(drawing.words)
        for other in drawing.words[index + 1 :]
        if one.box.overlaps(other.box, -ROUNDING)
    ]
