"""The waterfall: lengths, zero, subtotals and the lens."""

from decimal import Decimal

import pytest

from reportgen.charts.palette import HOUSE_LIGHT
from reportgen.charts.waterfall import Kind, WaterfallData, WaterfallRow, lens_factor
from tests.charts.reading import Drawing, assert_readable, read


def rows(*values: tuple[Kind, float | Decimal]) -> tuple[WaterfallRow, ...]:
    """Rows named after their kind, with their value as text."""
    return tuple(WaterfallRow(kind.title(), "", value, f"{value:,.2f}", kind) for kind, value in values)


def narrow(data: tuple[WaterfallRow, ...], lens_text: str | None = None) -> Drawing:
    """The narrow chart taken apart; its bars start at 0 and end at 348."""
    return read(WaterfallData("Money", data, lens_text).draw(HOUSE_LIGHT, narrow=True))


def spans(drawing: Drawing, role: str) -> list[tuple[float, float]]:
    """The horizontal extents of a role's bars, in units."""
    return [(round(bar.box.left, 2), round(bar.box.right, 2)) for bar in drawing.bars(role)]


PLAIN = rows(("total", 100), ("kept", -60), ("gross", 40), ("cost", -10), ("net", 30))
LOSS = rows(("total", 50), ("kept", -10), ("gross", 40), ("cost", -90), ("net", -50))
EXAMPLE = rows(
    ("total", Decimal(104500)),
    ("kept", Decimal(-68875)),
    ("gross", Decimal(35625)),
    ("cost", Decimal("-1.75")),
    ("cost", Decimal(-102)),
    ("net", Decimal("35521.25")),
)


def test_bars_are_proportional_and_start_where_the_one_above_ended() -> None:
    """100 - 60 = 40, 40 - 10 = 30 at 3.48 units each; the outlined part lies within 139.2 to 348."""
    drawing = narrow(PLAIN)
    assert [(0, 348)] == spans(drawing, "kept")
    assert [(139.58, 347.63)] == [pytest.approx(span, abs=0.011) for span in spans(drawing, "paper")]
    assert [(0, 139.2), (0, 104.4)] == spans(drawing, "accent")
    assert [(104.4, 139.2)] == spans(drawing, "spent")


def test_net_below_zero_is_drawn_left_of_zero_as_spent() -> None:
    """From -50 to 50, zero lies at 174: the cost of 90 ends at -50, the net of -50 fills the left half."""
    drawing = narrow(LOSS)
    assert [(0, 313.2), (0, 174)] == spans(drawing, "spent")
    assert [(174, 313.2)] == spans(drawing, "accent")


def test_gain_adds_to_the_right() -> None:
    """A further saving of 10 after a gross of 30 stretches from 30 to 40 of 40."""
    drawing = narrow(rows(("gross", 30), ("gain", 10), ("net", 40)))
    assert [(0, 261), (261, 348), (0, 348)] == spans(drawing, "accent")


def test_costs_alone_hang_left_of_zero() -> None:
    """Without a gross, zero is the right end and the costs add up to the net."""
    drawing = narrow(rows(("gross", 0), ("cost", -25), ("cost", -75), ("net", -100)))
    assert [] == drawing.bars("accent")
    assert [(261, 348), (0, 261), (0, 348)] == spans(drawing, "spent")


def test_all_zero_draws_words_and_no_bars() -> None:
    """Zeros are printed, not divided by."""
    drawing = narrow(rows(("total", 0), ("kept", 0), ("gross", 0), ("cost", 0), ("net", 0)))
    assert [] == [shape for shape in drawing.shapes if shape.tag == "rect"]
    assert 5 == drawing.texts().count("0.00") + drawing.texts().count("−0.00")


def test_lens_factor_is_round_and_keeps_the_longest_bar_in_its_panel() -> None:
    """0.3 of 104,500 over 102 is 307: 300 times."""
    assert 300 == lens_factor(EXAMPLE)


def test_lens_draws_small_costs_once_more() -> None:
    """At 300 times, 102 of 104,500 on 348 units take 101.9 and 1.75 take 1.75; unenlarged 1.4 at least."""
    lengths = [round(bar.length, 2) for bar in narrow(EXAMPLE, "enlarged 300 times").bars("spent")]
    assert [1.75, 101.9, 1.4, 1.4] == pytest.approx(lengths, abs=0.011)


def test_lens_needs_its_text() -> None:
    """Without a text there is no enlarged bar, since no factor would be printed."""
    assert 2 == len(narrow(EXAMPLE).bars("spent"))
    assert [] == narrow(EXAMPLE).bars("tint")


@pytest.mark.parametrize(
    ("cost", "expected"),
    [(-2.0, None), (-1.99, 10), (0.0, None), (-0.001, 30_000), (-0.0004, 70_000), (-0.0002, None)],
)
def test_lens_is_for_costs_under_two_percent_and_not_beyond_reason(cost: float, expected: int | None) -> None:
    """On a scale of 100, the lens starts below 2 and gives up where it would enlarge over 100,000 times."""
    assert expected == lens_factor(rows(("gross", 100), ("cost", cost), ("net", 100 + cost)))


def test_lens_goes_left_where_the_costs_are_at_the_right_end() -> None:
    """With everything avoided the costs sit at the right end, so the panel stands left of them."""
    data = rows(("total", 10000), ("kept", 0), ("gross", 10000), ("cost", -30), ("net", 9970))
    for is_narrow in (False, True):
        svg = WaterfallData("Money", data, "enlarged 100 times").draw(HOUSE_LIGHT, is_narrow)
        assert_readable(svg)
        enlarged, plain = read(svg).bars("spent")
        assert enlarged.box.right < plain.box.left


def test_wide_chart_draws_the_same_shares() -> None:
    """Ten of a hundred take a tenth of the total's bar in the wide chart, too."""
    drawing = read(WaterfallData("Money", PLAIN).draw(HOUSE_LIGHT, narrow=False))
    (total,), (cost,) = drawing.bars("kept"), drawing.bars("spent")
    assert total.length / 10 == pytest.approx(cost.length, abs=0.011)


def test_figures_line_up_at_the_ledger_edge() -> None:
    """All printed figures end at the same place, clear of the bars."""
    drawing = read(WaterfallData("Money", EXAMPLE).draw(HOUSE_LIGHT, narrow=False))
    ends = {round(drawing.box_of(row.text).right, 2) for row in EXAMPLE}
    assert 1 == len(ends)
    assert max(ends) < min(bar.box.left for bar in drawing.bars("kept"))


@pytest.mark.parametrize(("kind", "value"), [("kept", 1.0), ("cost", 1.0), ("gain", -1.0)])
def test_sign_must_match_the_kind(kind: Kind, value: float) -> None:
    """A cost printed as a gain would be drawn in the wrong direction: refused."""
    with pytest.raises(ValueError, match=kind):
        WaterfallData("Money", rows((kind, value))).draw(HOUSE_LIGHT, narrow=False)
