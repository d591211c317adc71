"""The Pareto chart: where points, names, stairs and ticks stand, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.charts.palette import HOUSE_LIGHT
from reportgen.charts.pareto import ParetoData, ParetoPoint, pareto_chart
from reportgen.words.numbers import HOUSE
from tests.charts.reading import Drawing, Shape, assert_readable, read

# A plot 210 high below a head of 22: accuracy 1 at 26, which is the reach of a point below the top, and 0 at 232.
THRIFTY = ParetoPoint("thrifty", 0, 0, True)
EXACT = ParetoPoint("exact", 100, 1, True)
WORSE = ParetoPoint("worse", 100, 0.5, False)
DATA = ParetoData(
    "accuracy against energy per run",
    (THRIFTY, EXACT, WORSE),
    "energy per run, kWh",
    "accuracy",
    ((0, "0"), (50, "50"), (100, "100")),
    ((0, "0.0"), (0.5, "0.5"), (1, "1.0")),
)


def wide(data: ParetoData) -> Drawing:
    """Return the wide drawing, after the checks that every chart must pass."""
    svg = data.draw(HOUSE_LIGHT, narrow=False)
    assert_readable(svg)
    assert_readable(data.draw(HOUSE_LIGHT, narrow=True))
    return read(svg)


def paths(drawing: Drawing, role: str) -> list[Shape]:
    """Return the paths that are filled or drawn in a role."""
    return [shape for shape in drawing.shapes if shape.tag == "path" and role in shape.roles]


def test_points_stand_where_their_numbers_are() -> None:
    """The lowest accuracy at the base, the highest at the top, half of it half way; most energy at the right end."""
    drawing = wide(DATA)
    first, second = paths(drawing, "f-accent")
    (worse,) = paths(drawing, "f-kept")

    assert [232, 26] == [(shape.box.top + shape.box.bottom) / 2 for shape in (first, second)]
    assert 129 == (worse.box.top + worse.box.bottom) / 2
    assert 470 == (second.box.left + second.box.right) / 2 == (worse.box.left + worse.box.right) / 2


def test_the_front_is_drawn_as_stairs() -> None:
    """From its first point level to below the second, and up to it; with one point there is no line."""
    (line,) = paths(wide(DATA), "s-accent")
    alone = wide(replace(DATA, points=(THRIFTY,)))

    assert (26, 470, 232) == (line.box.top, line.box.right, line.box.bottom)
    assert [] == paths(alone, "s-accent")


def test_names_stand_clear_of_points_and_stairs() -> None:
    """Each name is there once, and covers no point and no line."""
    drawing = wide(DATA)
    boxes = {name: drawing.box_of(name) for name in ("thrifty", "exact", "worse")}
    points = [shape.box for role in ("f-accent", "f-kept") for shape in paths(drawing, role)]

    assert 3 == len({name for name in drawing.texts() if name in boxes})
    assert not [name for name, box in boxes.items() for point in points if box.overlaps(point)]
    assert boxes["thrifty"].bottom <= 232


def test_axes_name_what_they_show() -> None:
    """With unit and denominator, and their ticks."""
    assert {"accuracy", "energy per run, kWh", "0", "50", "100", "0.0", "0.5", "1.0"} <= set(wide(DATA).texts())


def test_many_points_leave_out_names_and_never_cover_each_other() -> None:
    """Two hundred points in a heap: all are drawn, some are named."""
    heap = tuple(ParetoPoint(f"group {place}", 50 + place / 10, 0.5 + place / 1000, False) for place in range(200))
    drawing = wide(replace(DATA, points=heap))

    assert 200 == len(paths(drawing, "f-kept"))
    assert 1 <= len([text for text in drawing.texts() if text.startswith("group")]) < 200


@pytest.mark.parametrize(
    "data",
    [
        replace(DATA, points=()),
        replace(DATA, points=(replace(THRIFTY, label="W" * 400), replace(EXACT, label=""))),
        replace(DATA, x_label="x" * 400, y_label="y" * 400, y_ticks=((0, "1" * 90), (1, "2" * 90))),
        replace(DATA, points=(replace(WORSE, label='<script>alert("x")</script>'),)),
    ],
    ids=["nothing", "names", "axes", "markup"],
)
def test_awkward_data_stays_readable(data: ParetoData) -> None:
    """However long or empty, nothing leaves the chart or covers something else."""
    assert not [text for text in wide(data).texts() if len(text) > 200]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (replace(DATA, points=(replace(THRIFTY, energy=-1),)), "outside"),
        (replace(DATA, points=(replace(THRIFTY, accuracy=1.1),)), "outside"),
        (replace(DATA, points=(replace(THRIFTY, accuracy=float("nan")),)), "finite"),
        (replace(DATA, x_ticks=((0, "0"),)), "two ticks"),
        (replace(DATA, y_ticks=((1, "1"), (0, "0"))), "rise"),
    ],
)
def test_impossible_data_is_refused(data: ParetoData, message: str) -> None:
    """Points beside the axes and axes without a length are the caller's mistakes."""
    with pytest.raises(ValueError, match=message):
        data.draw(HOUSE_LIGHT, narrow=False)


def test_energy_begins_at_zero_and_accuracy_where_it_is() -> None:
    """Of 3 and 4.5 kWh at 0.41 and 0.43: an axis from 0 to 5, and one from 0.410 to 0.430."""
    points = [
        ParetoPoint("a", Decimal(3), Decimal("0.41"), True),
        ParetoPoint("b", Decimal("4.5"), Decimal("0.43"), True),
    ]
    data = pareto_chart("Pareto", points, "kWh", "mAP", HOUSE)

    assert ["0", "1", "2", "3", "4", "5"] == [text for _, text in data.x_ticks]
    assert ["0.410", "0.415", "0.420", "0.425", "0.430"] == [text for _, text in data.y_ticks]
