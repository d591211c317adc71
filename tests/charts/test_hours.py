"""The hours chart: lengths, the range, moved labels and round ticks."""

from dataclasses import replace

import pytest

from reportgen.charts.axes import round_ticks
from reportgen.charts.hours import HoursData
from reportgen.charts.palette import HOUSE_LIGHT
from tests.charts.reading import Drawing, assert_readable, read


def hours(value: float, low: float | None = None, high: float | None = None) -> HoursData:
    """A value with or without a range, and round ticks with the unit on the last."""
    ticks = round_ticks(max(value, high or 0))
    return HoursData(
        title="Annotator time not needed",
        value=value,
        value_text=f"{value:,.0f} h",
        low=low,
        high=high,
        low_text="" if low is None else f"{low:,.0f}",
        high_text="" if high is None else f"{high:,.0f}",
        ticks=tuple((tick, f"{tick:,.0f}" + (" h" if tick == ticks[-1] else "")) for tick in ticks),
    )


def wide(data: HoursData) -> Drawing:
    """The wide chart checked and taken apart; its scale goes from 2 to 466."""
    svg = data.draw(HOUSE_LIGHT, narrow=False)
    assert_readable(svg)
    return read(svg)


def test_filled_to_low_outlined_to_high() -> None:
    """1,562.5 of 2,500 on 464 units are 290 filled; the outline takes the other 174, its line inside."""
    drawing = wide(hours(2000, 1562.5, 2500))
    (sure,), (open_part,) = drawing.bars("accent"), drawing.bars("accent-t")
    assert (2, 292) == (sure.box.left, sure.box.right)
    assert [292.38, 465.63] == pytest.approx([open_part.box.left, open_part.box.right], abs=0.011)


def test_tick_stands_at_the_value() -> None:
    """1,000 of 2,500 stand at 2 + 185.6."""
    (tick,) = [shape for shape in wide(hours(1000, 500, 2500)).shapes if "s-ink" in shape.roles]
    assert 187.6 == tick.box.left


def test_without_a_range_the_bar_ends_at_the_value() -> None:
    """1,000 alone fill the scale; no outlined part is drawn."""
    drawing = wide(hours(1000))
    assert [(2, 466)] == [(bar.box.left, bar.box.right) for bar in drawing.bars("accent")]
    assert [] == drawing.bars("accent-t")


def test_narrow_range_moves_its_labels_apart_in_their_order() -> None:
    """Low, value and high a hair apart are all printed, in this order."""
    drawing = wide(hours(1979, 1978, 1980))
    low, value, high = (drawing.box_of(text) for text in ("1,978", "1,979 h", "1,980"))
    assert low.right < value.left < value.right < high.left


def test_below_zero_is_spent() -> None:
    """From -5 to 5 with the value at 0: the left half in the colour of what is spent."""
    data = HoursData("Hours", 0, "0 h", -5, 5, "−5", "5", ((-5, "−5"), (0, "0"), (5, "5 h")))
    drawing = wide(data)
    (below,), (above,) = drawing.bars("spent-t"), drawing.bars("accent-t")
    assert [2.38, 233.63] == pytest.approx([below.box.left, below.box.right], abs=0.011)
    assert [234.38, 465.63] == pytest.approx([above.box.left, above.box.right], abs=0.011)


def test_zero_hours_draw_no_bar() -> None:
    """Zero is a tick at zero."""
    drawing = wide(hours(0))
    assert [] == drawing.bars("accent") + drawing.bars("accent-t")
    assert ["0 h", "0 h"] == drawing.texts()


def test_crowded_tick_texts_give_way_to_the_one_with_the_unit() -> None:
    """Of ticks with 19-digit texts the last, which carries the unit, is kept."""
    data = hours(10**18, 9 * 10**17, 12 * 10**17)
    svg = data.draw(HOUSE_LIGHT, narrow=True)
    assert_readable(svg)
    assert data.ticks[-1][1] in read(svg).texts()


@pytest.mark.parametrize(
    "data",
    [hours(1, 0.5, None), hours(3, 1, 2), replace(hours(1), value=float("nan"))],
    ids=["half a range", "value outside", "not a number"],
)
def test_impossible_numbers_are_refused(data: HoursData) -> None:
    """Half a range, a value outside its range and NaN are the caller's mistakes."""
    with pytest.raises(ValueError, match=r"range|finite"):
        data.draw(HOUSE_LIGHT, narrow=False)
