"""The tornado: by how much each input moves a figure, to the left and to the right of what it is."""

from __future__ import annotations

import pytest

from reportgen.charts.palette import HOUSE_LIGHT
from reportgen.charts.tornado import TornadoData, TornadoRow
from tests.charts.reading import Drawing, assert_readable, read

TICKS = ((-10, "-10"), (0, "0"), (10, "10"))
LEFT, WIDTH = 215.6, 207.2
ZERO = LEFT + WIDTH / 2


def drawn(*ends: tuple[float, float], narrow: bool = False, label: str = "price") -> Drawing:
    """The tornado of inputs with these changes, from -10 to 10."""
    rows = tuple(TornadoRow(label, "contract: 1 to 2", low, high, f"{low} to {high}") for low, high in ends)
    svg = TornadoData("What decides", rows, TICKS).draw(HOUSE_LIGHT, narrow=narrow)
    assert_readable(svg)
    return read(svg)


def test_less_is_left_of_the_line_and_more_right_of_it() -> None:
    """From -5 to +10 is a quarter of the axis to the left and half of it to the right, both outlined."""
    drawing = drawn((-5, 10))
    [less], [more] = drawing.bars("spent-t"), drawing.bars("accent-t")
    assert pytest.approx((ZERO - WIDTH / 4, ZERO), abs=0.7) == (less.box.left, less.box.right)
    assert pytest.approx((ZERO, ZERO + WIDTH / 2), abs=0.7) == (more.box.left, more.box.right)
    assert (("f-spent-t", "s-spent"), ("f-accent-t", "s-accent")) == (less.roles, more.roles)


def test_the_line_of_no_change_is_drawn() -> None:
    """From the first row to the last, in ink."""
    [line] = [it.box for it in drawn((-5, 10), (-1, 1)).shapes if it.roles == ("s-ink",)]
    assert pytest.approx((ZERO, 0), abs=0.1) == (line.left, line.top)
    assert line.bottom > 30


def test_an_input_that_lowers_at_its_high_end_is_drawn_alike() -> None:
    """A cost from low to high moves the net from +10 to -5: the same bar."""
    assert [it.box for it in drawn((-5, 10)).bars("spent-t")] == [it.box for it in drawn((10, -5)).bars("spent-t")]


def test_an_input_that_only_adds_has_one_half() -> None:
    """From 0 to +5 there is nothing left of the line."""
    drawing = drawn((0, 5))
    assert (0, 1) == (len(drawing.bars("spent-t")), len(drawing.bars("accent-t")))


def test_a_small_change_is_seen() -> None:
    """A ten-thousandth of the axis is drawn 1.4 wide, on its own side of the line."""
    drawing = drawn((-0.002, 0.002))
    [less], [more] = drawing.bars("spent-t"), drawing.bars("accent-t")
    assert less.box.right <= ZERO + 0.02 <= more.box.left + 0.7
    assert min(less.length, more.length) > 0.7


@pytest.mark.parametrize("narrow", [False, True])
def test_many_inputs_with_long_names_stay_readable(narrow: bool) -> None:
    """Eight rows, each with more words than there is room for."""
    drawn(*[(-10 + number, number) for number in range(8)], narrow=narrow, label="PUE: the building " * 9)


@pytest.mark.parametrize("narrow", [False, True])
def test_a_name_that_fits_on_two_lines_is_whole(narrow: bool) -> None:
    """Its row is higher, and the text beside it keeps to its end."""
    name = "Share of the GPU\u2019s peak that the training of this model reaches, as said"
    texts = drawn((-5, 10), narrow=narrow, label=name).texts()
    assert name == " ".join(texts[:2])
    assert "-5 to 10" in texts


def test_a_long_change_stands_in_two_lines() -> None:
    """A change of many digits is whole, its second line below the first; it was cut at the end."""
    text = "−670,000,000,000 to +15,000,000,000,000"
    row = TornadoRow("price", "contract: 1 to 2", -10, 10, text)
    svg = TornadoData("What decides", (row,), TICKS).draw(HOUSE_LIGHT, narrow=False)
    assert_readable(svg)
    drawing = read(svg)
    assert text == " ".join(it for it in drawing.texts() if "000" in it)
    first, second = (words.box for words in drawing.words if "000" in words.text)
    assert first.bottom <= second.top + 2
