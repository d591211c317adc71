"""Avoided against spent: one scale, both sides of zero, words for what is missing, and the lens."""

from dataclasses import replace

import pytest

from reportgen.charts.avoided_spent import AvoidedSpentData
from reportgen.charts.avoided_spent_data import BasisRow, Lens, lens_factor, lens_ticks
from reportgen.charts.palette import HOUSE_LIGHT
from reportgen.words.numbers import HOUSE
from tests.charts.reading import Drawing, Shape, assert_readable, read

SCENARIO = BasisRow(
    label="Own training, scenario",
    sub="1 x A100",
    avoided=3.0,
    avoided_text="3.00",
    spent=1.0,
    spent_text="1.00",
    net_text="+2.00",
    low=None,
    high=None,
    emphasised=True,
    avoided_measured=True,
)


def drawn(*rows: BasisRow, narrow: bool = False, lens: Lens | None = None) -> Drawing:
    """The chart of some bases, checked and taken apart."""
    data = AvoidedSpentData("CO2", "spent", "avoided", "net, kg CO2e", rows, lens)
    svg = data.draw(HOUSE_LIGHT, narrow)
    assert_readable(svg)
    return read(svg)


def net_lines(drawing: Drawing) -> list[Shape]:
    """The black lines of the nets: upright, in ink, as high as a bar and a little more."""
    return [
        shape
        for shape in drawing.shapes
        if "s-ink" in shape.roles and shape.length == 0 and 22 <= shape.box.bottom - shape.box.top <= 23
    ]


@pytest.mark.parametrize("narrow", [False, True])
def test_one_scale_for_both_sides_and_all_rows(narrow: bool) -> None:
    """Bars of 1 and 3, and of 2 and 6 in the next row, are as long as their numbers, from one zero."""
    double = replace(SCENARIO, avoided=6.0, spent=2.0)
    drawing = drawn(SCENARIO, double, narrow=narrow)
    (spent, spent_twice), (avoided, avoided_twice) = drawing.bars("spent"), drawing.bars("accent")
    unit = spent.length
    assert [2, 3, 6] == pytest.approx([bar.length / unit for bar in (spent_twice, avoided, avoided_twice)], abs=0.01)
    zeros = [spent.box.right, spent_twice.box.right, avoided.box.left, avoided_twice.box.left]
    assert [zeros[0]] * 4 == pytest.approx(zeros, abs=0.011)


def test_net_is_a_line_at_the_difference() -> None:
    """3 avoided less 1 spent: the black line stands two units of scale right of zero."""
    drawing = drawn(SCENARIO)
    (spent,) = drawing.bars("spent")
    (line,) = net_lines(drawing)
    assert spent.box.right + 2 * spent.length == pytest.approx(line.box.left, abs=0.03)


def test_estimates_are_outlined_and_measurements_filled() -> None:
    """The same two numbers as estimates are drawn as tints with an outline."""
    drawing = drawn(replace(SCENARIO, avoided_measured=False, spent_measured=False))
    assert [] == drawing.bars("accent") + drawing.bars("spent")
    (avoided,), (spent,) = drawing.bars("accent-t"), drawing.bars("spent-t")
    assert ("s-accent" in avoided.roles, "s-spent" in spent.roles) == (True, True)


def test_missing_numbers_are_words_and_no_net() -> None:
    """Without a measurement its words stand at zero, the other bar stays and no net is drawn."""
    no_avoided = replace(SCENARIO, avoided=None, avoided_text="not measured", net_text="–")
    drawing = drawn(no_avoided)
    assert drawing.box_of("not measured").left > drawing.bars("spent")[0].box.right
    assert [] == net_lines(drawing)
    no_spent = replace(SCENARIO, spent=None, spent_text="not measured", net_text="–")
    drawing = drawn(no_spent)
    assert drawing.box_of("not measured").right < drawing.bars("accent")[0].box.left
    assert [] == net_lines(drawing)


def test_the_smallest_amount_spent_is_one_unit_wide() -> None:
    """A thousandth of a millionth of what was avoided is still seen."""
    drawing = drawn(replace(SCENARIO, spent=3e-9, spent_text="0.00"))
    assert [1.0] == pytest.approx([bar.length for bar in drawing.bars("spent")], abs=0.011)


def test_negative_saving_continues_what_was_spent() -> None:
    """A training that grew by 2 after 1 spent ends, like the net, at -3: three times the spent bar."""
    drawing = drawn(replace(SCENARIO, avoided=-2.0, avoided_text="−2.00", net_text="−3.00"))
    (spent,), (avoided,), (line,) = drawing.bars("spent"), drawing.bars("accent"), net_lines(drawing)
    assert spent.box.left == pytest.approx(avoided.box.right, abs=0.011)
    assert 2 * spent.length == pytest.approx(avoided.length, abs=0.03)
    assert avoided.box.left == pytest.approx(line.box.left, abs=0.011)


def test_range_of_the_net_is_drawn_on_the_scale() -> None:
    """A net from -1 to 4 reaches from the spent bar's end to four units right of zero."""
    drawing = drawn(replace(SCENARIO, low=-1.0, high=4.0))
    (spent,) = drawing.bars("spent")
    ranges = [s for s in drawing.shapes if "s-ink" in s.roles and s.box.top == s.box.bottom]
    (whisker,) = ranges
    assert spent.box.left == pytest.approx(whisker.box.left, abs=0.011)
    assert 5 * spent.length == pytest.approx(whisker.length, abs=0.05)


def test_lens_factor_is_round() -> None:
    """A row that spans 4 (from -1 to 3) on a scale of 400: 400 / 4 / 1.1 is 90.9, hence 90 times."""
    large = replace(SCENARIO, avoided=399.0)
    assert 90 == lens_factor((large, SCENARIO), 1)


def test_lens_factor_counts_the_ranges() -> None:
    """Ranges from -2 to 6 double what the lens must show: 400 / 8 / 1.1 is 45.4, hence 40 times."""
    large = replace(SCENARIO, avoided=399.0)
    assert 40 == lens_factor((large, SCENARIO), 1, avoided_range=(2, 6), spent_range=(0.5, 2))


@pytest.mark.parametrize(
    "row",
    [
        replace(SCENARIO, avoided=200.0),
        replace(SCENARIO, avoided=None),
        replace(SCENARIO, avoided=0.0, spent=0.0),
    ],
    ids=["less than twice", "not measured", "nothing there"],
)
def test_no_lens_where_it_would_not_help(row: BasisRow) -> None:
    """A row that fills the scale, or has nothing to enlarge, gets no lens and none is drawn."""
    large = replace(SCENARIO, avoided=399.0)
    lens = Lens(1, ("note",), "a", "s", "n", "?", None, None, ())
    assert lens_factor((large, row), 1) is None
    assert [] == drawn(large, row, lens=lens).bars("tint")


@pytest.mark.parametrize(
    ("spent_range", "expected"),
    [(None, ["−2", "0", "+2 kg"]), ((0.5, 10.0), ["−5", "0", "+5 kg"]), ((0.0, 0.5), ["−2", "0", "+2 kg"])],
)
def test_a_lens_has_a_tick_to_either_side(spent_range: tuple[float, float] | None, expected: list[str]) -> None:
    """A round step, at most two of which fit into the longest bar or whisker: 3 on this row, or 10."""
    ticks = lens_ticks(SCENARIO, spent_range, "kg", HOUSE)
    assert expected == [text.replace("\u202f", " ") for _, text in ticks]
    assert [-1, 0, 1] == [place / ticks[-1][0] for place, _ in ticks]


@pytest.mark.parametrize("narrow", [False, True])
def test_lens_enlarges_by_its_factor(narrow: bool) -> None:
    """Both bars of the row come back 90 times as long, with texts, notes and the ticks in the panel."""
    large = replace(SCENARIO, avoided=399.0)
    ticks = ((-1, "−1"), (0, "0"), (3, "+3 kg"), (1000, "far outside"))
    lens = Lens(
        1,
        ("The same bar", "enlarged"),
        "avoided 3 kg",
        "spent 1 kg",
        "net +2 kg",
        "",
        None,
        (0.5, 1.2),
        ticks,
    )
    drawing = drawn(large, replace(SCENARIO, low=1.5, high=2.5), narrow=narrow, lens=lens)
    enlarged_avoided, large_bar, avoided = (bar.length for bar in drawing.bars("accent"))
    (enlarged_spent, *_) = (bar.length for bar in drawing.bars("spent"))
    factor = lens_factor((large, SCENARIO), 1, None, (0.5, 1.2))
    assert factor is not None
    assert large_bar / 399 * 3 * factor == pytest.approx(enlarged_avoided, rel=0.001)
    assert large_bar / 399 * factor == pytest.approx(enlarged_spent, rel=0.001)
    assert avoided < 3
    assert {"avoided 3 kg", "spent 1 kg", "net +2 kg", "−1", "0", "+3 kg"} <= set(drawing.texts())
    assert "far outside" not in drawing.texts()


@pytest.mark.parametrize(
    "row",
    [
        replace(SCENARIO, spent=-1.0),
        replace(SCENARIO, low=1.0),
        replace(SCENARIO, low=2.0, high=1.0),
        replace(SCENARIO, avoided=float("inf")),
    ],
    ids=["negative spent", "half a range", "range reversed", "infinite"],
)
def test_impossible_numbers_are_refused(row: BasisRow) -> None:
    """Numbers that no bar can show are the caller's mistakes."""
    with pytest.raises(ValueError, match=r"negative|range|finite"):
        drawn(row)
