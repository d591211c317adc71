"""What a report says of models: the chart, runs, and when trainings reached their scores."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

import pytest

from reportgen.charts.dumbbells import DumbbellsData
from reportgen.charts.score_curves import ScoreCurvesData
from reportgen.charts.score_timeline import TimelineData
from reportgen.figures.procedures import STEPS
from reportgen.page.parts import Chart, Note, Table
from reportgen.rendering.report import Report
from tests.figures import author
from tests.figures.runs import FOUR, run

D = Decimal
Kind = TypeVar("Kind")
POINTS = [
    {"time_s": 3600, "accuracy": D("0.5"), "consumption_wh": 3},
    {"time_s": 7200, "accuracy": D("0.7"), "consumption_wh": 3},
]


def report(*models: dict[str, Any], **more: Any) -> Report:
    """The report of the four lines and the models."""
    return run({**FOUR, "models": list(models), **more})


def model(name: str, energy: str = "10", accuracy: str = "0.5", **more: Any) -> dict[str, Any]:
    """A model of a manifest."""
    return {"name": name, "accuracy": D(accuracy), "consumption_wh": D(energy), "per": "hour", **more}


def blocks(made: Report, kind: type[Kind]) -> list[Kind]:
    """The blocks of a kind in the section on models, and in the appendix on scores."""
    page = replace(made, edition="full").page
    sections = (section for section in (*page.sections, *page.appendix) if section.anchor in ("models", "scores"))
    return [block for section in sections for block in section.blocks if isinstance(block, kind)]


def charts(made: Report) -> list[ScoreCurvesData]:
    """The charts of scores."""
    return [chart.data for chart in blocks(made, Chart) if isinstance(chart.data, ScoreCurvesData)]


def cells(table: Table) -> list[list[str]]:
    """The table's rows as texts."""
    return [
        [row.head, *(str(cell.amount) if cell.amount else cell.text for cell in row.cells)]
        for _, rows in table.groups
        for row in rows
    ]


def test_models_of_one_name_are_one_in_the_chart() -> None:
    """Open before, filled after, a dash for the random subset, and their scores beside the name."""
    made = report(
        model("m", accuracy="0.402", role="before", energy="12.4"),
        model("m", accuracy="0.411", role="after", energy="12.4"),
        model("m", accuracy="0.389", role="random", energy="12.4"),
        model("n", accuracy="0.385", role="before", energy="24.5"),
    )
    (data,) = charts(made)
    m, n = data.models
    assert {"open", "filled", "dash"} == {point.mark for point in m.points}
    assert ("m", "0.224 → 0.231, random subset 0.215") == (m.label, m.sub)
    assert ("n", "0.148 → not measured") == (n.label, n.sub)
    assert [D("12.4")] * 3 == [point.x for point in m.points]
    assert D(0) < D(data.x[0]) < D("12.4") < D("24.5") < D(data.x[1])
    printed = {(it.key, it.text) for it in made.page.printed}
    assert {("apc.m", "0.224"), ("apc.m_2", "0.231"), ("apc.m_3", "0.215")} <= printed


def test_the_accuracies_of_a_model_stand_in_a_row_by_their_roles() -> None:
    """Before, after and on a random subset each have their mark; what was not trained has none."""
    made = report(
        model("m", accuracy="0.402", role="before"),
        model("m", accuracy="0.411", role="after"),
        model("m", accuracy="0.389", role="random"),
        model("n", accuracy="0.385", role="before"),
        model("o", accuracy="0.381", role="after"),
    )
    [data] = [chart.data for chart in blocks(made, Chart) if isinstance(chart.data, DumbbellsData)]
    expected = [
        ("m", "0.389", "0.402", "0.411", "0.402 → 0.411"),
        ("n", None, "0.385", None, "0.385 → not measured"),
        ("o", None, None, "0.381", "not measured → 0.381"),
    ]
    assert [(name, *(None if it is None else D(it) for it in values), text) for name, *values, text in expected] == [
        (row.label, row.random, row.before, row.after, row.text) for row in data.rows
    ]


def test_the_curves_of_the_models_reach_the_right_end() -> None:
    """At 10 and 55 Wh the scores are 0.76 and 0.45; no curve of about 0.9 leaves the plot below and is left out."""
    (data,) = charts(report(model("m", "10", "0.9056"), model("n", "55", "0.9056"), model("o", "55", "0.91")))
    assert 3 <= len(data.curves)
    assert all(float(data.y[0]) <= float(curve.points[-1][1]) for curve in data.curves)


def test_means_have_no_more_digits_than_they_are_good_for() -> None:
    """The mean of 10.4, 9.12345 and 11 Wh is printed as 10.17, and what was stated as it is."""
    runs = [{"consumption_wh": D(energy)} for energy in ("10.4", "9.12345", "11")]
    made = report({"name": "m", "accuracy": D("0.9"), "per": "hour", "runs": runs})
    scores, listed = blocks(made, Table)
    assert "10.17" == cells(scores)[0][2]
    assert ["10.4", "9.12345", "11"] == [row[2] for row in cells(listed)[:3]]


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ({None: "0.5"}, "{0.5}"),
        ({"filter": "0.5"}, "{0.5}"),
        ({"before": "0.5"}, "{0.5}"),
        ({"after": "0.4"}, "{0.4}"),
        ({"before": "0.5", "after": "0.4"}, "{0.5} → {0.4}"),
        ({"random": "0.3"}, "random subset {0.3}"),
        ({"before": "0.5", "random": "0.3"}, "{0.5}, random subset {0.3}"),
    ],
)
def test_what_stands_beside_a_models_name(roles: dict[str | None, str], said: str) -> None:
    """The scores of what it stands for, by the author's own function at 10 Wh."""
    (data,) = charts(report(*(model("m", accuracy=it, role=role) for role, it in roles.items())))
    for accuracy in ("0.3", "0.4", "0.5"):
        score = author.accuracy_per_consumption(10, float(accuracy), b=0.1)
        said = said.replace(f"{{{accuracy}}}", f"{score:.3f}")
    assert [("m", said)] == [(it.label, it.sub) for it in data.models]
    assert f"m {said}" in data.title


def test_a_model_after_filtering_is_a_measurement_of_it() -> None:
    """With an accuracy after filtering among the models, the page does not say that none was measured."""
    for role, said in (("before", 1), ("after", 0)):
        made = report(model("m", role=role))
        (section,) = (section for section in made.page.sections if section.anchor == "models")
        notes = [block for block in section.blocks if isinstance(block, Note)]
        assert said == len(notes)
        assert bool(said) == ("accuracy_not_measured" in {caveat.id for caveat in made.caveats})


def test_curves_are_those_of_the_models_weight_in_any_unit() -> None:
    """Millionths of a Wh are drawn in a unit that reads well; a model still stands on the curve of its accuracy."""
    (data,) = charts(
        report(model("m", "0.00002", "0.5", per="inference"), model("n", "0.00003", "0.6", per="inference"))
    )
    assert ("energy per inference", "mWh") == (data.x_title, data.x_ticks[-1][1].partition("\u202f")[2])
    curve = next(curve for curve in data.curves if curve.label == "0.50")
    place = next(point for it in data.models if it.label == "m" for point in it.points)
    near = min(curve.points, key=lambda point: abs(float(point[0]) - float(place.x)))
    assert float(near[1]) == pytest.approx(float(place.y), rel=1e-3)


def test_of_many_models_the_best_five_are_named() -> None:
    """Thirteen models are all drawn, and those with the best scores have names."""
    (data,) = charts(report(*(model(f"m{number}", f"{number + 1}") for number in range(13))))
    assert 13 == len(data.models)
    assert [f"m{number}" for number in range(5)] == [it.label for it in data.models if it.label]


def test_hours_and_inferences_are_two_charts() -> None:
    """What cannot be compared is not drawn together, each with its own weight below the title."""
    made = report(model("m"), model("n", per="inference"))
    subs = [chart.sub.partition(". CO₂e is the energy times ")[0] for chart in blocks(made, Chart)]
    assert ["Per inference: α = 0.1, β = 1 for energy, 10 for cost"] == subs[:1]
    assert ["Per hour, so that a faster model earns no credit: α = 0.1, β = 0.1 for energy, 50 for cost"] == subs[1:]


@pytest.mark.parametrize("models", [[], [{"name": "m"}], [{"name": "m", "accuracy": D("0.5"), "cost": 1}]])
def test_without_energy_there_is_no_chart(models: list[dict[str, Any]]) -> None:
    """No axes are drawn for models that have no score of energy."""
    assert [] == blocks(report(*models), Chart)


def test_runs_are_listed_with_both_means() -> None:
    """At accuracy 1 and the weight 1, runs of 0 and 30 Wh: 1 and 0.25, the mean 0.625, the score of 15 Wh 0.4."""
    made = report({"name": "m", "accuracy": 1, "runs": [{"consumption_wh": 0}, {"consumption_wh": 30}]})
    table = next(it for it in blocks(made, Table) if it.title.startswith("Runs"))
    assert [
        ["Run 1", "1.000", "0", "not given", "1.000", "not given"],
        ["Run 2", "1.000", "30", "not given", "0.250", "not given"],
        ["Mean of the scores", "", "", "", "0.625", "not given"],
        ["Score of the means", "1.000", "15", "not given", "0.400", "not given"],
    ] == cells(table)
    scores = next(it for it in blocks(made, Table) if it.title.startswith("Accuracy per consumption"))
    # of 15 Wh at a PUE of 1.54 and 472.94 g/kWh
    assert ["m", "1.000", "15", "10.9\u00a0g", "not given", "0.400", "not given"] == cells(scores)[0]
    assert "mean of 2 runs" == scores.groups[0][1][0].small


def test_many_runs_are_cut_and_counted() -> None:
    """Of twelve runs ten are shown; the line below says how many stand elsewhere."""
    made = report({"name": "m", "accuracy": 1, "runs": [{"consumption_wh": number} for number in range(12)]})
    table = next(it for it in blocks(made, Table) if it.title.startswith("Runs"))
    assert 12 == len(cells(table))
    assert "And 2 more, in report.json." in table.note


def test_a_price_is_shown_beside_the_cost() -> None:
    """The price that a cost was reckoned with stands below it, and 0 for renewable power."""
    made = report(model("m", price_per_kwh=D("0.3")), model("n", price_per_kwh=0))
    rows = blocks(made, Table)[0].groups[0][1]
    assert {"at USD\u00a00.30/kWh", "at USD\u00a00.00/kWh"} == {row.cells[3].small for row in rows}


def test_the_timeline_and_its_table() -> None:
    """Two hours to a middle of 0.705 and 3.05 Wh, 0.333; "reconstructed", definition, steps, weights with it."""
    made = report({"name": "m", "checkpoints": {"points": POINTS}})
    (chart,) = (it for it in blocks(made, Chart) if isinstance(it.data, TimelineData))
    assert isinstance(chart.data, TimelineData)
    (panel,) = chart.data.panels
    assert (D(7200), D(7200)) == (panel.reached[0] if panel.reached else None, chart.data.end)
    assert "TTCAPC 2\u00a0h, APC 0.333" == panel.sub
    assert ["0", "30", "60", "90", "120 min"] == [text.replace("\u202f", " ") for _, text in chart.data.ticks]
    table = next(it for it in blocks(made, Table) if it.title.startswith("Time to"))
    assert ["m", "2\u00a0h", "0.333", "not given", "–"] == cells(table)[0]
    assert "reconstructed" in chart.title
    assert "reconstructed" in table.title
    for part in ("0.01 by 0.1\u00a0Wh, or by 0.05\u00a0ct", "α = 0.1, β = 1 for energy, 10 for cost"):
        assert part in table.note
    assert any("the time of the earliest checkpoint" in table.note for table in blocks(made, Table))


def test_a_score_that_is_not_reached_is_said() -> None:
    """The table and the timeline say so, and there is no mark."""
    made = report({"name": "m", "checkpoints": {"points": POINTS, "target": 1}})
    table = next(it for it in blocks(made, Table) if it.title.startswith("Time to"))
    assert ["m", "not reached", "–", "not given", "–"] == cells(table)[0]
    (panel,) = next(it.data for it in blocks(made, Chart) if isinstance(it.data, TimelineData)).panels
    assert (None, "the target is not reached", "target 1.000") == (panel.reached, panel.sub, panel.target_text)


def test_long_lists_of_checkpoints_are_cut_in_the_formulas() -> None:
    """A thousand checkpoints are a thousand inputs of the procedure: the page names each series and the steps."""
    points = [{**POINTS[0], "time_s": number} for number in range(1000)]
    made = report({"name": "m", "checkpoints": {"points": points}})
    (worked,) = (it for it in made.page.formulas if it.key == "ttcapc.m")
    assert worked.formula.startswith(
        "procedure ttcapc/1 over checkpoint_s.m_1 to _1000, checkpoint_accuracy.m_1 to _1000, "
    )
    assert worked.formula.endswith(f": {STEPS['ttcapc/1']}")
    assert len(worked.formula) < 300 + len(STEPS["ttcapc/1"])


@pytest.mark.parametrize("edition", ["standard", "full"])
def test_the_steps_of_a_procedure_are_said_once(edition: str) -> None:
    """Where several figures come by one procedure the first says its steps, the others name it."""
    made = report({"name": "m", "checkpoints": {"points": POINTS, "target": Decimal("0.1")}})
    formulas = replace(made, edition=edition).page.formulas
    texts = [text for it in formulas for text in (it.formula, *(row.numbers for row in it.rows))]
    of_it = [text for text in texts if text.startswith("procedure ttcapc/1 ")]
    assert len(of_it) > 1
    assert [True] + [False] * (len(of_it) - 1) == [STEPS["ttcapc/1"] in text for text in of_it]
