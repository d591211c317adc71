"""The paper's pictures of APC and APEC: what each says and where its curves and marks lie."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from reportgen.charts.heat_map import HeatMapData
from reportgen.charts.palette import HOUSE_LIGHT, Palette
from reportgen.charts.score_curves import ScoreCurvesData
from reportgen.rendering.apc_pictures import DrawnModel, Weights, general_pictures, model_pictures

Run = tuple[Decimal, Decimal, Decimal | None]
WEIGHTS = Weights(Decimal("0.1"), Decimal(100), Decimal(50))
PAPERS = ["0.7", "0.8", "0.9", "0.95", "0.99", "0.995", "0.999"]


def runs(*numbers: tuple[str, str, str | None]) -> tuple[Run, ...]:
    """Runs of accuracy, Wh and cents as texts."""
    return tuple((Decimal(a), Decimal(e), None if c is None else Decimal(c)) for a, e, c in numbers)


# Of A the means are 0.85, 3 Wh and 2 ct.
A = DrawnModel("A", runs(("0.9", "2", "1"), ("0.8", "4", "3")))
B = DrawnModel("B", runs(("0.7", "1", None)))
C = DrawnModel("C", runs(("0.7", "1", None), ("0.7", "1", "1")))


def texts(svg: bytes) -> list[str]:
    """The title of a picture and the texts in it."""
    text = svg.decode()
    return [*re.findall(r"<title[^>]*>([^<]+)</title>", text)[:1], *re.findall(r">([^<>]+)</text>", text)]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is drawn from now on, in its order, in place of the pictures."""
    data: list[Any] = []

    def draw(self: Any, palette: Palette, narrow: bool, font: str) -> str:
        assert (HOUSE_LIGHT, False, "Inter") == (palette, narrow, font.split(",")[0])
        data.append(self)
        return "<svg/>"

    for kind in (ScoreCurvesData, HeatMapData):
        monkeypatch.setattr(kind, "draw", draw)
    return data


def pictures(models: list[DrawnModel], drawn: list[Any], **more: Any) -> dict[str, Any]:
    """The data of the models' pictures by their names."""
    drawn.clear()
    names = model_pictures(models, Weights(Decimal("0.1"), Decimal("0.1"), Decimal(50)), **more)
    return dict(zip(names, drawn, strict=True))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("apc", "APC, alpha = 0.1, beta = 100"),
        ("apc_alpha_0", "APC, alpha = 0, beta = 100"),
        ("apc_alpha_0.25", "APC, alpha = 0.25, beta = 100"),
        ("apc_alpha_0.5", "APC, alpha = 0.5, beta = 100"),
        ("apc_beta_5", "APC, alpha = 0.1, beta = 5"),
        ("apc_beta_100", "APC, alpha = 0.1, beta = 100"),
        ("apc_beta_1000", "APC, alpha = 0.1, beta = 1,000"),
        ("apec", "APEC, alpha = 0.1, beta = 50"),
        ("apec_alpha_0", "APEC, alpha = 0, beta = 50"),
        ("apec_alpha_0.25", "APEC, alpha = 0.25, beta = 50"),
        ("apec_alpha_0.5", "APEC, alpha = 0.5, beta = 50"),
        ("apec_beta_5", "APEC, alpha = 0.1, beta = 5"),
        ("apec_beta_100", "APEC, alpha = 0.1, beta = 100"),
        ("apec_beta_1000", "APEC, alpha = 0.1, beta = 1,000"),
    ],
)
def test_a_picture_of_curves_names_its_score_weights_and_axes(name: str, told: str) -> None:
    """APC goes to 10 Wh and APEC to 5 cents, both from 0 to 1; each curve has its accuracy."""
    title, *said = texts(general_pictures(WEIGHTS)[f"{name}.svg"])
    over = "Energy per inference, Wh" if name.startswith("apc") else "Energy cost per inference, cents"
    marks = ["0", "2", "4", "6", "8", "10"] if name.startswith("apc") else ["0", "1", "2", "3", "4", "5"]
    assert f"{told}, over {over[0].lower()}{over[1:]}, with curves of equal accuracy" == title
    expected = [*("0.0", "0.2", "0.4", "0.6", "0.8", "1.0"), told, *marks, over, *PAPERS[::-1], "accuracy"]
    assert expected == said


def test_curves_are_the_scores_of_their_accuracies(drawn: list[Any]) -> None:
    """At 10 Wh and 0.7: 0.7 / (100 x 10 x (0.9 x 0.3 + 0.1) + 1); of APEC at 5 ct 0.7 / (50 x 5 x 0.37 + 1)."""
    names = list(general_pictures(WEIGHTS))
    data = dict(zip(names, drawn, strict=True))
    for name, end, expected in (("apc.svg", 10, 0.7 / 371), ("apec.svg", 5, 0.7 / 93.5)):
        picture = data[name]
        assert (PAPERS, (0, end), (0, 1), ()) == (
            [curve.label for curve in picture.curves],
            picture.x,
            picture.y,
            picture.models,
        )
        assert (0, 0.7) == picture.curves[0].points[0]
        assert (end, pytest.approx(expected)) == picture.curves[0].points[-1]


def test_the_grid_has_the_score_in_the_middle_of_each_cell(drawn: list[Any]) -> None:
    """A hundred rows of 0.01 and 101 columns of 0.1 Wh, the first at 0.05 Wh and 0.005; 10 Wh stand at 10 of 10.1."""
    names = list(general_pictures(WEIGHTS))
    grid = drawn[names.index("apc_grid.svg")]
    assert {101} == {len(row) for row in grid.rows}
    assert 100 == len(grid.rows)
    # 0.005 / (100 x 0.05 x (0.9 x 0.995 + 0.1) + 1), and at 10.05 Wh and 0.995 with 0.9 x 0.005 + 0.1
    assert pytest.approx(0.005 / 5.9775) == float(grid.rows[0][0])
    assert pytest.approx(0.995 / (1005 * 0.1045 + 1)) == float(grid.rows[-1][-1])
    assert ["0", "2", "4", "6", "8", "10"] == [text for _, text in grid.x_ticks]
    assert pytest.approx([float(text) / 10.1 for _, text in grid.x_ticks]) == [float(it) for it, _ in grid.x_ticks]
    shares = [(Decimal(text), text) for text in ("0.0", "0.2", "0.4", "0.6", "0.8", "1.0")]
    assert shares == list(grid.y_ticks) == list(grid.scale_ticks)
    told, cells = "APC, alpha = 0.1, beta = 100", "cells of 0.01 by 0.1 Wh"
    assert (
        f"{told}: the score in the middle of each cell of accuracy and energy, {cells}",
        f"{told}; {cells}",
        "Energy, Wh",
        "Accuracy",
    ) == (grid.title, grid.scale_title, grid.x_title, grid.y_title)


def test_models_lie_at_their_means(drawn: list[Any]) -> None:
    """A at 3 Wh: 0.85 / (0.1 x 3 x 0.235 + 1) = 0.794; at 2 ct bought 0.035, and beside it 0.850 at cost 0."""
    made = pictures([A, B], drawn)
    assert ["apc_models.svg", "apc_runs.svg", "apec_models.svg", "apec_runs.svg"] == list(made)
    energy, cost = made["apc_models.svg"], made["apec_models.svg"]
    assert [("A", "0.794"), ("B", "0.675")] == [(it.label, it.sub) for it in energy.models]
    assert [(3, "filled"), (1, "filled")] == [(it.points[0].x, it.points[0].mark) for it in energy.models]
    assert pytest.approx(0.85 / 1.0705) == float(energy.models[0].points[0].y)
    assert ["0.7", "0.8", "0.85", *PAPERS[2:]] == [curve.label for curve in energy.curves]
    assert (0, 4) == energy.x
    # the runs go as far as 4 Wh: there the curve of 0.7 has 0.7 / 1.148, a little above the axis of scores
    assert Decimal("0.5") == energy.y[0]
    assert [("A", "0.035, renewable 0.850"), ("", "")] == [(it.label, it.sub) for it in cost.models]
    assert [(2, "open"), (0, "filled")] == [(it.points[0].x, it.points[0].mark) for it in cost.models]
    assert "Energy cost, cents; hollow: bought, filled: renewable at cost 0" == cost.x_title
    assert (0, 3) == cost.x


def test_runs_are_told_apart_by_their_models_mark(drawn: list[Any]) -> None:
    """Two of A as dots, one of B as a square, the fifth model's as dots again; of APEC at its cost."""
    others = [DrawnModel(name, B.runs) for name in "DEF"]
    made = pictures([A, B, *others], drawn)
    models = made["apc_runs.svg"].models
    assert [["dot", "dot"], ["square"], ["triangle"], ["diamond"], ["dot"]] == [
        [point.mark for point in model.points] for model in models
    ]
    assert [2, 4] == [point.x for point in models[0].points]
    assert ["A", "B", "D", "E", "F"] == [model.label for model in models]
    (costed,) = made["apec_runs.svg"].models
    assert [1, 3] == [point.x for point in costed.points]
    assert "Energy cost, cents" == made["apec_runs.svg"].x_title


@pytest.mark.parametrize(
    ("models", "expected"),
    [
        ([B], ["apc_models.svg"]),
        # a model of which one run has no cost has none
        ([B, C], ["apc_models.svg", "apc_runs.svg"]),
        ([DrawnModel("D", A.runs[:1])], ["apc_models.svg", "apec_models.svg"]),
        ([DrawnModel("D", A.runs[:1]), C], ["apc_models.svg", "apc_runs.svg", "apec_models.svg"]),
    ],
)
def test_a_picture_needs_what_it_shows(drawn: list[Any], models: list[DrawnModel], expected: list[str]) -> None:
    """Runs where a model has several, costs where every run of one has its cost."""
    assert [f"x_{name}" for name in expected] == list(pictures(models, drawn, prefix="x_"))


def test_many_models_have_neither_names_nor_curves_of_their_own(drawn: list[Any]) -> None:
    """Twelve are named and thirteen are not; seven accuracies have a curve and eight have none."""
    for number, named in ((12, True), (13, False)):
        models = pictures([B] * number, drawn)["apc_models.svg"].models
        assert [named] * number == [bool(model.label) for model in models]
    for number, curves in ((7, 14), (8, 7)):
        models = [DrawnModel("M", runs((f"0.5{place}", "1", None))) for place in range(number)]
        assert curves == len(pictures(models, drawn)["apc_models.svg"].curves)


def test_the_axis_of_costs_goes_as_far_as_the_dearest_run(drawn: list[Any]) -> None:
    """Of costs far below a cent too, whatever is asked of the axis of energy."""
    cheap = DrawnModel("D", runs(("0.9", "2", "0.01"), ("0.8", "4", "0.03")))
    made = pictures([cheap], drawn, least_wh=Decimal(8))
    axis = (0, Decimal("0.03"))
    assert [axis, axis] == [made[name].x for name in ("apec_models.svg", "apec_runs.svg")]


def test_the_axis_of_energy_goes_as_far_as_is_asked(drawn: list[Any]) -> None:
    """To 8 Wh where the runs end at 4, and to 4 where 3 are asked for; what it is per is said."""
    assert (0, 8) == pictures([A], drawn, least_wh=Decimal(8))["apc_models.svg"].x
    assert (0, 4) == pictures([A], drawn, least_wh=Decimal(3))["apc_models.svg"].x
    weights = Weights(Decimal("0.1"), Decimal("0.1"), Decimal(50), "hour")
    drawn.clear()
    model_pictures([A], weights)
    assert ["Energy per hour, Wh"] * 2 == [it.x_title for it in drawn[:2]]
    assert "Energy cost per hour, cents" == drawn[3].x_title
