"""The price ruler: places of prices and ranges on one axis, and the break-even price through all of them."""

from __future__ import annotations

import pytest

from reportgen.charts.palette import HOUSE_LIGHT
from reportgen.charts.price_ruler import PriceRulerData, RulerRow
from reportgen.charts.rows import rows_of
from tests.charts.reading import Drawing, assert_readable, read

TICKS = ((0, "0.0"), (1, "1.0"))
LEFT, WIDTH = 215.6, 207.2  # of the plot: 36 % of 560 and a gap, to 78 % less a gap


def drawn(*rows: RulerRow, break_even: tuple[float, str] | None = None, narrow: bool = False) -> Drawing:
    """The ruler of these rows from 0 to 1."""
    svg = PriceRulerData("Prices", rows, TICKS, break_even).draw(HOUSE_LIGHT, narrow=narrow)
    assert_readable(svg)
    return read(svg)


def row(value: float | None, low: float | None = None, high: float | None = None, applies: bool = True) -> RulerRow:
    """A row by the name of company."""
    return RulerRow("company", "contract", value, low, high, "0.50", applies)


def test_a_price_stands_at_its_place_in_its_range() -> None:
    """Of an axis from 0 to 1 the range goes from a quarter to three quarters, the mark stands in the middle."""
    drawing = drawn(row(0.5, 0.25, 0.75))
    [bar] = drawing.bars("accent-t")
    [mark] = [it.box for it in drawing.shapes if it.roles == ("s-ink",)]
    assert pytest.approx((LEFT + WIDTH / 4, LEFT + WIDTH * 3 / 4), abs=0.8) == (bar.box.left, bar.box.right)
    assert pytest.approx(LEFT + WIDTH / 2, abs=0.02) == mark.left


def test_the_break_even_price_goes_through_all_rows() -> None:
    """A line from its text down to the axis, past both rows; without one there is no line and no text."""
    drawing = drawn(row(0.5), row(0.6, applies=False), break_even=(0.75, "break-even 0.75"))
    [line] = [it.box for it in drawing.shapes if it.roles == ("s-ink",) and it.box.bottom - it.box.top > 30]
    assert pytest.approx(LEFT + WIDTH * 3 / 4, abs=0.02) == line.left
    assert pytest.approx((14, 14 + 2 * 28 + 2), abs=0.02) == (line.top, line.bottom)
    assert "break-even 0.75" in drawing.texts()
    assert "break-even 0.75" not in drawn(row(0.5)).texts()


def test_the_price_that_counts_has_the_colour() -> None:
    """The bar of a row that does not apply is grey."""
    drawing = drawn(row(0.5, 0.4, 0.6), row(0.5, 0.4, 0.6, applies=False))
    assert (1, 1) == (len(drawing.bars("accent-t")), len(drawing.bars("tint")))


def test_a_price_that_cannot_be_compared_is_words() -> None:
    """Without a value there is neither mark nor bar, and the text stands all the same."""
    drawing = drawn(row(None))
    assert [] == [it for it in drawing.shapes if it.roles in (("s-ink",), ("s-ink3",)) or it.tag == "rect"]
    assert "0.50" in drawing.texts()


@pytest.mark.parametrize("narrow", [False, True])
def test_long_names_and_a_line_at_either_end_stay_readable(narrow: bool) -> None:
    """However long the names and the text of the line, nothing leaves the chart or covers another text."""
    long = RulerRow("company " * 20, "contract " * 20, 0, 0, 1, "12,345,678.90, in USD", applies=True)
    for end in (0, 1):
        drawn(long, long, break_even=(end, "break-even 123,456,789.123456"), narrow=narrow)


def test_an_axis_without_length_is_refused() -> None:
    """Nothing has a place on it."""
    with pytest.raises(ValueError, match="an axis ends above where it begins"):
        rows_of(((1, "1"), (1, "1")), 28, narrow=False)
