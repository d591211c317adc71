"""The drawing kit: escaping, rounding and fitting of texts."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from reportgen.charts.palette import HOUSE_DARK, HOUSE_LIGHT
from reportgen.charts.svg import Box, Svg, as_float, clean, coordinate, line_width, shorten, text_box
from reportgen.words.said import of_figure, together


def test_title_comes_first_and_texts_are_escaped() -> None:
    """Title, texts and font family keep their signs through an XML parser, quotes included."""
    hostile = """</text><script>alert("1")</script>&'"""
    svg = Svg(10, 10, hostile, HOUSE_LIGHT, hostile)
    svg.text(0, 5, hostile, 4)
    root = ElementTree.fromstring(svg.to_string())
    assert hostile == root[0].text
    assert hostile == root[1].text
    assert hostile == root.get("font-family")
    assert "<script" not in svg.to_string()


def test_colour_is_written_as_role_and_as_attribute() -> None:
    """A rectangle carries its role classes for browsers and the palette's colours for WeasyPrint."""
    svg = Svg(10, 10, "t", HOUSE_DARK, "f")
    svg.rect(0, 0, 4, 4, "accent_t", "axis", 1)
    rect = ElementTree.fromstring(svg.to_string())[1]
    assert "f-accent-t s-axis" == rect.get("class")
    assert (HOUSE_DARK.accent_t, HOUSE_DARK.axis) == (rect.get("fill"), rect.get("stroke"))


def test_outline_lies_inside_the_bar() -> None:
    """An outlined bar of 4 units is drawn as 3 with a line of 1 around its middle: 4 in all."""
    svg = Svg(10, 10, "t", HOUSE_LIGHT, "f")
    svg.rect(2, 0, 4, 4, "paper", "axis", 1)
    rect = ElementTree.fromstring(svg.to_string())[1]
    assert ("2.5", "3") == (rect.get("x"), rect.get("width"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1.0, "1"), (1.006, "1.01"), (1.5, "1.5"), (-0.001, "0"), (100.0, "100"), (0.0, "0")],
)
def test_coordinates_have_two_decimals_at_most(value: float, expected: str) -> None:
    """Coordinates are short, and minus zero is zero."""
    assert expected == coordinate(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_not_finite_is_refused(value: float) -> None:
    """Neither a number for geometry nor a coordinate may be NaN or infinite."""
    with pytest.raises(ValueError, match="finite"):
        coordinate(value)
    with pytest.raises(ValueError, match="finite"):
        as_float(Decimal(value))


def test_what_is_printed_of_a_figure_leads_to_it() -> None:
    """Within a text, escaped as the rest; what is cut leads nowhere, and no letter of a text is lost."""
    svg = Svg(10, 10, "t", HOUSE_LIGHT, "f")
    svg.text(0, 5, together(["kept <", of_figure("2&3", "a.b"), ">"]), 4)
    svg.text(0, 9, shorten(of_figure("2,000,000", "a"), 4, 400, 12), 4)
    whole, cut = ElementTree.fromstring(svg.to_string())[1:]

    assert ["#of-a.b"] == [it.get("href") for it in whole]
    assert ("kept <", "2&3", ">") == (whole.text, whole[0].text, whole[0].tail)
    assert ("2,0…", 0) == (cut.text, len(cut))


def test_controls_and_line_breaks_leave_the_text() -> None:
    """What XML forbids becomes the replacement character, breaks and tabs become spaces."""
    assert "a\ufffdb c\ufffd" == clean("a\x00b\nc\ud800")


def test_shorten_cuts_to_the_room() -> None:
    """A text that fits stays whole, a longer one ends in an ellipsis within the room, no room gives none."""
    assert "Near duplicates" == shorten("Near duplicates", 10, 400, 200)
    cut = shorten("W" * 400, 10, 400, 100)
    assert cut.endswith("W…")
    assert line_width(cut, 10) <= 100 < line_width("W" + cut, 10)
    assert "" == shorten("Near duplicates", 10, 400, 3)


def test_square_letters_count_one_em() -> None:
    """Five Chinese characters of size 10 take 50 units, whatever the table says of unknown letters."""
    assert 50 == line_width("近似重复项", 10)


def test_text_box_follows_the_anchor() -> None:
    """The same text starts at, is centred on or ends at its point."""
    width = line_width("100", 10)
    lefts = [text_box(50, 10, "100", 10, 400, anchor).left for anchor in ("start", "middle", "end")]
    assert [50, 50 - width / 2, 50 - width] == lefts


def test_boxes_overlap_only_with_shared_area() -> None:
    """Boxes that touch do not overlap; a gap asks for more room at the sides."""
    box = Box(0, 0, 10, 10)
    assert box.overlaps(Box(9, 9, 20, 20))
    assert not box.overlaps(Box(10, 0, 20, 10))
    assert box.overlaps(Box(12, 0, 20, 10), gap=3)
    assert not box.overlaps(Box(0, 10, 10, 20), gap=3)
