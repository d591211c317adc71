"""The strip: lengths, order and where the names go."""

from collections.abc import Mapping

import pytest

from reportgen.charts.palette import HOUSE_LIGHT
from reportgen.charts.strip import Segment, StripData
from tests.charts.reading import Drawing, assert_readable, read


def strip(kept: float, removed: Mapping[str, float], unexplained: float | None = None) -> StripData:
    """A strip with its counts as texts."""
    return StripData(
        title="Where the images went",
        kept=Segment("Kept", kept, f"{kept:,}"),
        removed=tuple(Segment(label, value, f"{value:,}") for label, value in removed.items()),
        unexplained=None if unexplained is None else Segment("Unexplained", unexplained, f"{unexplained:,}"),
        narrow_left=f"{kept:,} kept",
        narrow_right=f"{sum(removed.values()) + (unexplained or 0):,} removed",
    )


def wide(data: StripData) -> Drawing:
    """The wide chart taken apart."""
    return read(data.draw(HOUSE_LIGHT, narrow=False))


def spans(drawing: Drawing, role: str) -> list[tuple[float, float]]:
    """The horizontal extents of a role's bars."""
    return [(shape.box.left, shape.box.right) for shape in drawing.bars(role)]


EXAMPLE = strip(72500, {"Corrupt": 1180, "Exact": 9400, "Near duplicates": 18300, "Low information": 8100}, 520)


def test_lengths_are_proportional_and_the_first_removed_ends_the_bar() -> None:
    """60, 10 and 30 of 100 on 650 units: kept to 390, the later stage to 585, the first one to 650."""
    drawing = wide(strip(60, {"First": 10, "Second": 30}))
    assert [(0, 390)] == spans(drawing, "kept")
    assert [(390, 585), (585, 650)] == spans(drawing, "accent")


def test_narrow_bar_has_the_same_shares() -> None:
    """The phone's 350 units hold 210 kept and 35 and 105 removed."""
    drawing = read(strip(60, {"First": 10, "Second": 30}).draw(HOUSE_LIGHT, narrow=True))
    assert [(0, 210)] == spans(drawing, "kept")
    assert [(210, 315), (315, 350)] == spans(drawing, "accent")
    assert ["60 kept", "40 removed"] == drawing.texts()


def test_unexplained_is_outlined_next_to_what_was_kept() -> None:
    """The unexplained part is paper with an accent line, drawn inside its own length."""
    drawing = wide(strip(50, {"Stage": 40}, 10))
    (outlined,) = drawing.bars("paper")
    assert "s-accent" in outlined.roles
    assert [325.45, 389.55] == pytest.approx([outlined.box.left, outlined.box.right])


def test_slivers_stay_visible_at_the_cost_of_the_widest_part() -> None:
    """One image in a million still takes 3 units, and the bar still ends at 650."""
    drawing = wide(strip(999_999, {"Corrupt": 1}))
    assert [(0, 647)] == spans(drawing, "kept")
    assert [(647, 650)] == spans(drawing, "accent")


def test_names_stand_under_wide_parts_and_above_slivers() -> None:
    """The example's wide parts are named below the bar, its slivers and what finds no room above it, all whole."""
    drawing = wide(EXAMPLE)
    bar = drawing.bars("kept")[0].box
    for name in ("Kept", "Near duplicates", "Exact"):
        assert drawing.box_of(name).top > bar.bottom
    for name in ("Unexplained 520", "Corrupt 1,180", "Low information 8,100"):
        assert drawing.box_of(name).bottom < bar.top


def test_neighbouring_slivers_step_so_that_no_leader_crosses_a_name() -> None:
    """Four slivers at the right end are all named, two above and two below, clear of every leader."""
    stages = {"Corrupt": 900, "Exact duplicates": 1200, "Near duplicates": 1500, "Low information": 1400}
    drawing = wide(strip(95000, stages))
    assert {f"{name} {value:,}" for name, value in stages.items()} <= set(drawing.texts())
    leaders = [shape.box for shape in drawing.shapes if "s-ink3" in shape.roles]
    assert 4 == len(leaders)
    assert [] == [words.text for words in drawing.words for leader in leaders if words.box.overlaps(leader, gap=1)]


def test_flags_to_both_sides_keep_clear_of_each_others_leaders() -> None:
    """Near the left end a long name hangs to the right and a short one to the left; neither is crossed."""
    data = strip(80, {"Rest": 911, "Dark": 4, "A rather long name of a stage": 5})
    drawing = wide(data)
    leaders = [shape.box for shape in drawing.shapes if "s-ink3" in shape.roles]
    assert {"Dark 4", "A rather long name of a stage 5"} <= set(drawing.texts())
    assert [] == [w.text for w in drawing.words for leader in leaders if leader.overlaps(w.box, gap=0.9)]


def test_names_without_room_are_dropped_not_squeezed() -> None:
    """Six slivers side by side: some names are left to the table, those drawn do not touch."""
    data = strip(10**6, {f"A stage with quite a long name {index}": 1000 for index in range(6)})
    assert_readable(data.draw(HOUSE_LIGHT, narrow=False))
    assert 2 < len(wide(data).words) < 8


def test_long_name_is_shortened_under_its_part() -> None:
    """A name of 400 wide letters ends in an ellipsis and is no wider than its part."""
    drawing = wide(strip(50, {"W" * 400: 50}))
    (name,) = [words for words in drawing.words if words.text.startswith("W")]
    assert name.text.endswith("…")
    assert 325 <= name.box.left
    assert name.box.right <= 650


def test_figure_wider_than_the_chart_is_dropped() -> None:
    """A figure of 200 digits on a sliver finds no room anywhere and is left to the table."""
    kept = Segment("Kept", 1000, "1,000")
    data = StripData("Title", kept, (Segment("Stage", 1, "9" * 200),), None, "", "")
    assert ["Kept", "1,000"] == wide(data).texts()


def test_nothing_at_all_is_an_empty_outline() -> None:
    """Zero samples give an outlined bar without parts and no division by zero."""
    drawing = wide(strip(0, {"Stage": 0}, 0))
    assert [] == drawing.bars("accent") + drawing.bars("kept")
    assert 1 == len(drawing.bars("paper"))


def test_narrow_texts_that_would_touch_stand_on_two_lines() -> None:
    """Counts of 18 digits at both ends are put one below the other."""
    data = strip(10**18, {"Stage": 10**17})
    assert_readable(data.draw(HOUSE_LIGHT, narrow=True))
    drawing = read(data.draw(HOUSE_LIGHT, narrow=True))
    assert drawing.words[0].box.bottom < drawing.words[1].box.bottom


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (strip(-1, {}), "negative"),
        (strip(1, {str(index): 1 for index in range(7)}), "at most 6"),
        (strip(float("nan"), {}), "finite"),
    ],
)
def test_impossible_counts_are_refused(data: StripData, message: str) -> None:
    """Negative counts, NaN and more stages than fit are the caller's mistakes."""
    with pytest.raises(ValueError, match=message):
        data.draw(HOUSE_LIGHT, narrow=False)


def test_stages_that_differ_at_their_end_stay_apart() -> None:
    """Names whose first letters are the same are cut so that each stands for one stage, under a part and at leaders."""
    beginning = "Filter by the similarity of neighbouring frames of camera "
    names = [f"{beginning}{letter}" for letter in "ABCDE"]
    svg = strip(500, dict(zip(names, (150, 150, 150, 3, 3), strict=True))).draw(HOUSE_LIGHT, narrow=False)
    shown = [text for text in read(svg).texts() if text.startswith("Fi")]
    assert {"A", "B", "C", "D", "E"} == {letter for text in shown for letter in "ABCDE" if f" {letter}" in text}
    assert_readable(svg)


def test_names_under_neighbouring_parts_move_aside() -> None:
    """Three names that would touch each other in the middle of their parts all stand below the bar, apart."""
    stages = {"Exact duplicates": 15000, "Near duplicates": 16000, "Low information": 13000}
    drawing = wide(strip(66000, stages))
    names = [drawing.box_of(name) for name in stages]

    assert all(box.top > drawing.bars("kept")[0].box.bottom for box in names)
    assert not any(box.overlaps(other, 4) for box in names for other in names if box is not other)


def test_names_do_not_touch_in_a_wider_face() -> None:
    """A screen without the report's face may have one that is 1.15 times as wide: DejaVu Sans, Verdana."""
    drawing = wide(strip(72500, {"Exact duplicates": 9400, "Near duplicates": 18300, "Low information": 8100}))
    more = [(words.box, 0.075 * (words.box.right - words.box.left)) for words in drawing.words]
    boxes = [box._replace(left=box.left - aside, right=box.right + aside) for box, aside in more]
    assert not any(box.overlaps(other) for box in boxes for other in boxes if box is not other)
