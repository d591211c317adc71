"""Names in charts that are too long for their room, and still told apart."""

from __future__ import annotations

import re

import pytest

from reportgen.charts.labels import in_lines, names_apart, names_with_remarks
from reportgen.charts.palette import HOUSE_LIGHT
from reportgen.charts.pareto import ParetoPoint, pareto_chart
from reportgen.charts.svg import line_width
from reportgen.charts.type_sizes import Sizes
from reportgen.words.numbers import HOUSE

START = "segmenter-large-pretrained-on-everything-"
ROOM = 120.0


def apart(*names: str, room: float = ROOM) -> list[str]:
    """The names as texts of size 10 in the same room each."""
    return names_apart(names, 10, 400, [room] * len(names))


def test_a_name_that_fits_or_stands_alone_is_as_ever() -> None:
    """Names with room stay whole; one long name is cut at its end, beside a short one and beside itself too."""
    assert ["resnet-50", "resnet-18"] == apart("resnet-50", "resnet-18")
    for names in ((START, "resnet-18"), (START, START), (START, "another-very-long-name-of-a-model-that-is-cut")):
        cut = apart(*names)[0]
        assert cut.endswith("…")
        assert START.startswith(cut[:-1])


def test_names_that_differ_at_the_end_keep_their_end() -> None:
    """Where the cut at the end would make two names one, each keeps both ends and loses its middle."""
    first, second, third = apart(START + "fold-1", START + "fold-2", "resnet-18")
    assert ("segmenter", "segmenter", "resnet-18") == (first[:9], second[:9], third)
    assert (True, True) == (first.endswith("fold-1"), second.endswith("fold-2"))
    assert max(line_width(text, 10) for text in (first, second)) <= ROOM


def test_names_that_differ_in_the_middle_are_numbered() -> None:
    """Where both ends are the same, the names get numbers, and the same name the same number."""
    end = "-trained-with-the-same-long-recipe-as-ever"
    names = (START + "a" + end, START + "b" + end, START + "a" + end)
    first, second, again = apart(*names)
    assert ("… (1)", "… (2)", "… (1)") == (first[-5:], second[-5:], again[-5:])
    assert max(line_width(text, 10) for text in (first, second)) <= ROOM


def test_a_shorter_cut_of_the_same_start_tells_nothing() -> None:
    """In rooms of two lengths, texts that are the same as far as both go do not count as different."""
    first, second = names_apart((START + "fold-1", START + "fold-2"), 10, 400, (ROOM, ROOM + 20))
    assert (True, True) == (first.endswith("1"), second.endswith("2"))


@pytest.mark.parametrize("room", [0.0, 5.0, 12.0])
def test_without_room_there_is_no_name(room: float) -> None:
    """In less than the room of a letter with its ellipsis and number nothing is drawn rather than too much."""
    assert all(line_width(text, 10) <= room for text in apart(START + "1", START + "2", room=room))


def test_a_number_alone_is_no_name() -> None:
    """Names that differ in the middle, and room for their numbers but for no letter beside them."""
    end = "-trained-with-the-same-long-recipe-as-ever"
    room = line_width(" (1)", 10) + 5
    assert ["", ""] == apart(f"{START}a{end}", f"{START}b{end}", room=room)


def test_a_remark_leaves_the_rest_of_the_line() -> None:
    """Name and remark of a line do not meet, and names that differ at the end stay different beside their remarks."""
    lines = [(START + "fold-1", "0.905 after 12 h"), (START + "fold-2", "0.92 after 9 h")]
    words = names_with_remarks(lines, 250, Sizes(label=10, sub=8.8))
    assert ["0.905 after 12 h", "0.92 after 9 h"] == [remark for _, remark in words]
    assert [True, True] == [name.endswith(end) for (name, _), end in zip(words, ("1", "2"), strict=True)]
    assert all(line_width(name, 10, 600) + 12 + line_width(remark, 8.8) <= 250 for name, remark in words)


@pytest.mark.parametrize("narrow", [False, True])
def test_a_chart_names_each_of_its_points(narrow: bool) -> None:
    """Two points whose names differ in their last sign have different names in the drawing."""
    long = START * 3
    points = [ParetoPoint(long + "1", 1, 0.5, True), ParetoPoint(long + "2", 9, 0.9, True)]
    drawing = pareto_chart("t", points, "kWh", "accuracy", HOUSE).draw(HOUSE_LIGHT, narrow)
    names = re.findall("<text[^>]*>(segmenter[^<]*)<", drawing)
    assert ["1", "2"] == sorted(name[-1] for name in names)


def test_a_long_text_goes_over_two_lines() -> None:
    """It is broken where a space stands; what needs three, or has a word too long for one, does not fit."""
    room = line_width("power of each", 10)
    assert ("Mean power", "of each power") == in_lines("Mean power of each power", 10, 400, room)
    assert ("power of each",) == in_lines("power of each", 10, 400, room)
    assert ("power of each", "mean") == in_lines("power of each mean", 10, 400, room)
    for text in ("Mean power of each power of each", "power.of.each.board", ""):
        assert () == in_lines(text, 10, 400, room)
