"""The score chart: where points, curves, labels and leaders stand, worked by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.charts.palette import HOUSE_LIGHT
from reportgen.charts.score_curves import (
    Mark,
    ScoreCurve,
    ScoreCurvesData,
    ScoreModel,
    ScorePoint,
    score_chart,
)
from reportgen.charts.svg import Box
from reportgen.words.numbers import HOUSE
from tests.charts.reading import Drawing, assert_readable, read

TICKS = ((0, "0"), (5, "5"), (10, "10"))
SHARES = ((0, "0"), (0.5, "0.5"), (1, "1"))
DATA = ScoreCurvesData("Scores", (), (), (0, 10), (0, 1), TICKS, SHARES, "Wh per hour", "APC", "accuracy")
NAMES = ("", "m", "W" * 300, "模型のとても長い名前", "Модель", '<b>"&', "🎉 party", "a\nb\x00")


def model(*points: tuple[float, float, Mark], label: str = "m", sub: str = "") -> ScoreModel:
    """A model of points (x, y, mark)."""
    return ScoreModel(label, sub, tuple(ScorePoint(*point) for point in points))


def drawn(*models: ScoreModel, curves: tuple[ScoreCurve, ...] = ()) -> Drawing:
    """The wide drawing, after the checks that every chart must pass."""
    data = replace(DATA, models=models, curves=curves)
    assert_readable(data.draw(HOUSE_LIGHT, narrow=True))
    svg = data.draw(HOUSE_LIGHT, narrow=False)
    assert_readable(svg)
    return read(svg)


def axes(drawing: Drawing) -> Box:
    """The room between the axes: its base is the axis, its top the uppermost line of the grid."""
    base = next(it.box for it in drawing.shapes if it.roles == ("s-axis",) and it.length > 300)
    top = min(it.box.top for it in drawing.shapes if "s-grid" in it.roles)
    return Box(base.left, top, base.right, base.bottom)


def marks(drawing: Drawing, role: str) -> list[tuple[float, float]]:
    """The middles of the marks filled in a role."""
    boxes = [it.box for it in drawing.shapes if it.tag == "path" and it.roles[0] == f"f-{role}"]
    return [((box.left + box.right) / 2, (box.top + box.bottom) / 2) for box in boxes]


def test_a_point_stands_at_its_place_on_both_axes() -> None:
    """2.5 of 10 is a quarter of the width, 0.75 of 1 a quarter from the top."""
    drawing = drawn(model((2.5, 0.75, "filled")))
    room = axes(drawing)
    ((x, y),) = marks(drawing, "ink")
    assert room.left + (room.right - room.left) / 4 == pytest.approx(x, abs=0.02)
    assert room.top + (room.bottom - room.top) / 4 == pytest.approx(y, abs=0.02)


def test_before_and_after_are_joined_and_say_which_way_it_went() -> None:
    """An open mark and a filled one with a line between, in ink alone: a colour would be that of what is spent."""
    up = drawn(model((5, 0.4, "open"), (5, 0.6, "filled")))
    down = drawn(model((5, 0.6, "open"), (5, 0.4, "filled")))
    for drawing in (up, down):
        assert (1, 1, 0, 0) == tuple(len(marks(drawing, role)) for role in ("paper", "ink", "accent", "spent"))
    ((link),) = [it.box for it in up.shapes if it.roles == ("s-ink",)]
    assert marks(up, "paper")[0][1] == pytest.approx(link.bottom, abs=0.02)
    assert marks(up, "ink")[0][1] == pytest.approx(link.top, abs=0.02)


@pytest.mark.parametrize(("gap", "radius"), [(0.019, 6), (0.025, 3.4)])
def test_equal_scores_are_drawn_apart(gap: float, radius: float) -> None:
    """An open mark that a filled one would cover goes around it; on 173 units from 0 to 1, 3.4 units are 0.0197."""
    drawing = drawn(model((5, 0.5, "filled"), (5, 0.5 + gap, "open")))
    (ring,) = [it for it in drawing.shapes if it.tag == "path" and it.roles[0] == "f-paper"]
    assert 2 * radius == pytest.approx(ring.length, abs=0.02)


def test_a_random_subset_is_a_dash() -> None:
    """A flat line of nine units through its place."""
    (dash,) = [it for it in drawn(model((5, 0.5, "dash"))).shapes if it.roles == ("s-ink",)]
    assert (9, 0) == pytest.approx((dash.length, dash.box.bottom - dash.box.top), abs=0.02)


def test_curves_end_where_the_axes_do_and_carry_their_text() -> None:
    """What lies above the axis is not drawn; the texts stand right of the curves, as high as these end."""
    curve = ScoreCurve("0.9", tuple((x, 2 - x / 5) for x in range(11)))
    flat = ScoreCurve("0.45", ((0, 0.5), (10, 0.5)))
    drawing = drawn(curves=(curve, flat))
    room = axes(drawing)
    falling, level = [it.box for it in drawing.shapes if it.roles == ("s-axis",) and it.length > 150][1:]
    assert room.left + (room.right - room.left) / 2 == pytest.approx(falling.left, abs=0.02)
    assert (room.top, room.bottom) == pytest.approx((falling.top, falling.bottom), abs=0.02)
    assert (room.top + room.bottom) / 2 == pytest.approx(level.top, abs=0.02)
    text = drawing.box_of("0.45")
    assert room.right < text.left
    assert text.top < level.top < text.bottom


def test_texts_of_close_curves_move_apart() -> None:
    """Seven curves that end at one height have seven texts, none over another, and a leader to each that moved."""
    curves = tuple(ScoreCurve(f"0.99{number}", ((0, 1), (10, 0.5 + number / 1e4))) for number in range(7))
    drawing = drawn(curves=curves)
    assert {curve.label for curve in curves} <= set(drawing.texts())


def test_a_label_that_is_in_the_way_moves_or_is_left_out() -> None:
    """Many models at one place: each label that is drawn is whole, and the points are drawn all the same."""
    models = [model((5 + number / 100, 0.5, "filled"), label=f"model {number}", sub="0.5") for number in range(40)]
    drawing = drawn(*models)
    labels = [text for text in drawing.texts() if text.startswith("model")]
    assert 4 < len(labels) < 40
    assert 40 == len(marks(drawing, "ink"))


def test_no_label_covers_a_mark() -> None:
    """The paper behind a label hides no other model's point."""
    models = [model((number % 7 + 1, 0.1 + number / 12, "filled"), label=f"model {number}") for number in range(10)]
    drawing = drawn(*models)
    papers = drawing.bars("paper")
    assert papers
    for x, y in marks(drawing, "ink"):
        assert [] == [it for it in papers if it.box.left < x < it.box.right and it.box.top < y < it.box.bottom]


@pytest.mark.parametrize(
    ("mark", "role"),
    [("open", "paper"), ("filled", "ink"), ("square", "spent"), ("triangle", "ink"), ("diamond", "kept")],
)
def test_every_mark_stands_at_its_point(mark: Mark, role: str) -> None:
    """The marks that tell several runs of a model apart, too; half the width and half the height."""
    drawing = drawn(model((5, 0.5, mark)))
    room = axes(drawing)
    shape = next(it for it in drawing.shapes if it.tag == "path" and it.roles[0].startswith("f-"))

    assert (room.left + room.right) / 2 == pytest.approx((shape.box.left + shape.box.right) / 2, abs=0.8)
    assert shape.box.top < (room.top + room.bottom) / 2 < shape.box.bottom
    assert f"f-{role}" == shape.roles[0]


def test_both_axes_say_what_they_show() -> None:
    """By their titles."""
    assert {"Wh per hour", "APC"} <= set(drawn(model((5, 0.5, "filled"))).texts())


def test_no_leader_runs_through_a_label() -> None:
    """Eight long names of one point at the left edge: the lines from it lead past what is written."""
    names = [f"{number} {'name ' * 8}" for number in range(8)]
    drawing = drawn(*(model((0, 0.5, "filled"), label=name, sub="0.500") for name in names))
    x, y = marks(drawing, "ink")[0]
    boxes = [it.box for it in drawing.words if it.text.startswith(tuple("01234567")) and "name" in it.text]
    leaders = [it.box for it in drawing.shapes if it.roles == ("s-ink3",)]
    assert 2 < len(leaders)
    for leader in leaders:
        to_x = leader.right if leader.right - x > x - leader.left else leader.left
        to_y = leader.bottom if leader.bottom - y > y - leader.top else leader.top
        along = [(x + (to_x - x) * step / 100, y + (to_y - y) * step / 100) for step in range(100)]
        crossed = [
            it for it in boxes for at, height in along if it.left < at < it.right and it.top < height < it.bottom
        ]
        assert [] == crossed


@pytest.mark.parametrize("height", [0.5, 0.52, 0.58])
def test_no_label_lies_on_a_curve(height: float) -> None:
    """A curve through or beside a point drives its label away, and the curve is not cut."""
    drawing = drawn(model((5, 0.5, "filled"), label="a model", sub="0.500"), curves=(flat_curve(height),))
    (curve,) = [it.box for it in drawing.shapes if it.roles == ("s-axis",) and it.length > 150][1:]
    labels = [drawing.box_of(text) for text in ("a model", "0.500")]
    assert [] == [it for it in labels if it.top < curve.top < it.bottom]


def flat_curve(height: float) -> ScoreCurve:
    """A curve that goes through the whole plot at one height."""
    return ScoreCurve("c", tuple((x, height) for x in range(11)))


@pytest.mark.parametrize("seed", range(40))
def test_any_models_stay_readable(seed: int) -> None:
    """However many models, however long their names, and wherever they stand."""
    rng = random.Random(seed)
    kinds: tuple[Mark, ...] = ("open", "filled", "dash", "dot")
    models = [
        model(
            *((rng.uniform(0, 10), rng.uniform(0, 1), rng.choice(kinds)) for _ in range(rng.randint(0, 5))),
            label=rng.choice(NAMES),
            sub=rng.choice(NAMES),
        )
        for _ in range(rng.choice((1, 3, 30)))
    ]
    curves = tuple(
        ScoreCurve(rng.choice(NAMES), ((0, rng.uniform(0, 2)), (10, rng.uniform(0, 1))))
        for _ in range(rng.randint(0, 9))
    )
    drawn(*models, curves=curves)


@pytest.mark.parametrize(
    "changes",
    [{"x": (1, 1)}, {"y": (1, 0)}, {"x": (0, float("nan"))}, {"models": (model((1, float("inf"), "dot")),)}],
    ids=["no width", "upside down", "not a number", "infinite"],
)
def test_impossible_axes_and_points_are_refused(changes: dict[str, object]) -> None:
    """An axis without length and numbers that are none are the caller's mistakes."""
    with pytest.raises(ValueError, match=r"axis|finite"):
        replace(DATA, **changes).draw(HOUSE_LIGHT, narrow=False)  # type: ignore[arg-type]


def test_axes_hold_models_and_the_ends_of_the_curves() -> None:
    """With a score of accuracy / (1 + energy): curves from 0.7 to 0.9 end at a fifth of that over an energy of 4."""
    data = score_chart(
        [model((1, 0.4, "open"), (3, 0.2, "filled"))],
        [Decimal("0.7"), Decimal("0.9")],
        lambda energy, accuracy: accuracy / (1 + energy),
        HOUSE,
        title="Scores",
        x_title="energy",
        x_unit="Wh",
        y_title="score",
        curves_title="accuracy",
    )

    assert ["0", "1", "2", "3", "4 Wh"] == [text.replace("\u202f", " ") for _, text in data.x_ticks]
    assert ["0.1", "0.2", "0.3", "0.4", "0.5"] == [text for _, text in data.y_ticks]
    assert ["0.70", "0.75", "0.80", "0.85", "0.90"] == [curve.label for curve in data.curves]
    first, last = data.curves[0].points, data.curves[-1].points
    assert [0, 0.7, 0, 0.9] == [*first[0], *last[0]]
    assert [4, 0.14, 4, 0.18] == pytest.approx([*first[-1], *last[-1]])
