"""Samples already labelled, grids, sites, tasks and defaults."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import reportgen
from tests.inputs.runs import FOUR_LINES, load, problems, problems_of, write


def test_a_bare_number_is_what_was_labelled_before(tmp_path: Path) -> None:
    """22,000 of 110,000 labelled: kept in the share of all, 14,500, with the range from none to all, by default."""
    figures = load(tmp_path, "already_labelled: 22000\n").figures
    kept = figures["already_labelled_after"]
    assert (Decimal(14500), "default", Decimal(0), Decimal(22000)) == (kept.value, kept.basis, kept.low, kept.high)
    # 88,000 and 58,000 at 1.20
    assert Decimal(36000) == figures["annotation_savings"].value


def test_a_bare_number_is_the_group_with_before_alone(tmp_path: Path) -> None:
    """Both ways of writing it give the same figures, and --set does too."""
    bare = load(tmp_path, "already_labelled: 22000\n").figures
    group = load(tmp_path, "already_labelled: {before: 22000}\n").figures
    set_ = load(tmp_path, settings={"already_labelled_before": "22000"}).figures
    for key in ("already_labelled_after", "annotation_savings"):
        assert bare[key] == group[key], key
        assert bare[key].value == set_[key].value


def test_the_range_of_labels_kept(tmp_path: Path) -> None:
    """Of 100,000 labelled and 37,500 removed, at least 62,500 and at most 72,500 are kept."""
    kept = load(tmp_path, "already_labelled: 100000\n").figures["already_labelled_after"]
    assert (Decimal(62500), Decimal(72500)) == (kept.low, kept.high)


def test_labels_after_that_are_given_have_no_range(tmp_path: Path) -> None:
    """What the manifest says is taken as said."""
    kept = load(tmp_path, "already_labelled: {before: 22000, after: 22000}\n").figures["already_labelled_after"]
    assert (Decimal(22000), "stated", None) == (kept.value, kept.basis, kept.low)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("110001", "110,001 labelled samples of 110,000"),
        ("{before: 30000, after: 30001}", "30,001 labelled samples cannot be kept"),
        ("{before: 100000, after: 62499}", "62,499 labelled samples cannot be kept"),
        ("{before: 100000, after: 72501}", "72,501 labelled samples cannot be kept"),
        ("{after: 3}", "is missing"),
        ("-1", "-1 is out of bounds"),
        ("many", "expected a number"),
        ("[1]", "expected a group of fields, found a list"),
    ],
)
def test_labels_that_cannot_be(tmp_path: Path, text: str, expected: str) -> None:
    """More labelled than there are, or kept than can be, is a problem with its line."""
    [problem] = problems(tmp_path, f"already_labelled: {text}\n")
    assert problem.startswith("run.yaml:5: $.already_labelled")
    assert expected in problem


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("110000", "72500"),
        ("{before: 110000, after: 72500}", "72500"),
        ("{before: 30000, after: 0}", "0"),
        ("{before: 30000, after: 30000}", "30000"),
        ("{before: 100000, after: 62500}", "62500"),
        ("{before: 100000, after: 72500}", "72500"),
    ],
)
def test_labels_at_the_ends_of_what_can_be(tmp_path: Path, text: str, kept: str) -> None:
    """All samples labelled, and as few and as many of them kept as filtering leaves."""
    assert Decimal(kept) == load(tmp_path, f"already_labelled: {text}\n").figures["already_labelled_after"].value


def test_norway_is_a_country(tmp_path: Path) -> None:
    """`zone: NO` in YAML is Norway and no truth value."""
    figure = load(tmp_path, "grid: {zone: NO}\n").figures["grid_intensity"]
    assert figure.note is not None
    assert figure.note.startswith("Norway ")
    assert ("literature", "exact") == (figure.basis, figure.chosen)


def test_nothing_about_the_place_is_the_worlds_average(tmp_path: Path) -> None:
    """Without zone or site: the world, life-cycle, and PUE 1.54, both marked as fallbacks."""
    figures = load(tmp_path).figures
    grid, pue = figures["grid_intensity"], figures["pue"]
    assert ("default", "fallback") == (grid.basis, grid.chosen)
    assert grid.note is not None
    assert grid.note.startswith("World")
    assert "life-cycle" in grid.note
    assert (Decimal("1.54"), "default", "fallback") == (pue.value, pue.basis, pue.chosen)


@pytest.mark.parametrize(
    ("grid", "value", "note"),
    [
        ("{zone: us-west1}", "1.14", "cloud"),
        ("{zone: AWS eu-central-1}", "1.14", "cloud"),
        ("{zone: us-west1, intensity: 0.05}", "1.14", "cloud"),
        ("{zone: us-west1, site: on-premises}", "1.54", "on-premises"),
        ("{zone: DE}", "1.54", "on-premises"),
        ("{zone: US-CAMX}", "1.54", "on-premises"),
    ],
)
def test_a_region_of_a_cloud_is_in_a_clouds_building(grid: str, value: str, note: str, tmp_path: Path) -> None:
    """A mean of companies' own rooms made training in a cloud emit a third more, and with it what is avoided."""
    pue = load(tmp_path, f"grid: {grid}\n").figures["pue"]
    assert (Decimal(value), note) == (pue.value, pue.note)
    assert ("zone: DE" in grid or "US-CAMX" in grid) == (pue.chosen == "fallback")


def test_the_region_of_a_cloud_that_a_project_names_tells_the_site(tmp_path: Path) -> None:
    """As one of the run does; the run's own zone, which is none of a cloud, speaks louder."""
    write(tmp_path, "reportgen.toml", '[grid]\nzone = "europe-west4"\n')
    assert Decimal("1.14") == load(tmp_path).figures["pue"].value
    assert Decimal("1.54") == load(tmp_path, "grid: {zone: NL}\n").figures["pue"].value


def test_a_stated_intensity_replaces_the_zones(tmp_path: Path) -> None:
    """With both, the intensity counts and says which looked-up value it replaces."""
    figure = load(tmp_path, "grid: {zone: SE, intensity: 0.013}\n").figures["grid_intensity"]
    assert (Decimal("0.013"), "manifest") == (figure.value, figure.layer)
    assert figure.replaces is not None
    assert ("built-in", "kgCO2e/kWh") == (figure.replaces.layer, figure.replaces.unit)


def test_an_intensity_without_a_zone_replaces_none(tmp_path: Path) -> None:
    """The world's average was nobody's choice."""
    figure = load(tmp_path, "grid: {intensity: 0.013}\n").figures["grid_intensity"]
    assert (Decimal("0.013"), None, None) == (figure.value, figure.replaces, figure.note)


@pytest.mark.parametrize(("grid", "replaced"), [("{site: cloud, pue: 1.1}", True), ("{pue: 1.1}", False)])
def test_a_stated_pue_replaces_that_of_the_site(grid: str, replaced: bool, tmp_path: Path) -> None:
    """Where a site is named its own overhead is looked up, and said beside the one that counts; else there is none."""
    figure = load(tmp_path, f"grid: {grid}\n").figures["pue"]
    assert (Decimal("1.1"), "manifest", ("manifest",)) == (figure.value, figure.layer, figure.sources)
    assert replaced == (figure.replaces is not None)
    found = figure.replaces
    assert found is None or ("built-in", "1", "aws-pue") == (found.layer, found.unit, found.source)


def test_an_unknown_zone_has_suggestions(tmp_path: Path) -> None:
    """A mistyped region is answered with the likeliest ones."""
    [problem] = problems(tmp_path, "grid: {zone: europe-wst3}\n")
    assert problem.startswith('run.yaml:5: $.grid.zone: "europe-wst3" is no zone that is known here (did you mean ')
    assert "europe-west3" in problem


def test_an_unknown_task_lists_the_known_ones(tmp_path: Path) -> None:
    """Those of the cost tables among them."""
    costs = write(tmp_path, "costs.toml", 'currency = "USD"\n[[prices]]\ntask = "lidar"\nprice = 1\n')
    text = FOUR_LINES.replace("object-detection", "keypoints")
    [problem] = problems_of(tmp_path, "run.yaml", text, cost_tables=[costs])
    assert problem == (
        'run.yaml:1: $.task: "keypoints" is no task that has a price '
        "(known: classification, instruction-tuning, language-modelling, lidar, object-detection, preference, "
        "retrieval, segmentation, speech-recognition, tabular, video; or add  labelling: none  if nobody labels it, "
        "or its price:  "
        "prices: [{task: keypoints, price: ..., currency: USD, source: ...}])"
    )


@pytest.mark.parametrize("alias", ["detection", "od", "Object Detection", "OBJECT_DETECTION", "bbox"])
def test_a_task_has_other_names(tmp_path: Path, alias: str) -> None:
    """Aliases, case, spaces and underscores name the same task."""
    path = write(tmp_path, "run.yaml", FOUR_LINES.replace("object-detection", alias))
    assert "object-detection" == reportgen.load(path).account.task


def test_a_companys_own_task_has_money_and_no_co2(tmp_path: Path) -> None:
    """A price makes a task; without a published training factor its CO2e and energy have no value, with the reason."""
    costs = write(tmp_path, "costs.toml", 'currency = "USD"\n[[prices]]\ntask = "lidar"\nprice = 4\n')
    text = "task: lidar\nsamples_before: 100\nsamples_after: 60\nduration: 1\n"
    figures = reportgen.load(write(tmp_path, "run.yaml", text), cost_tables=[costs]).figures
    assert Decimal(160) == figures["annotation_savings"].value
    for key in ("co2_per_sample", "co2_savings", "training_energy_savings"):
        assert (None, "no published training factor for this task") == (figures[key].value, figures[key].reason)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("training_runs", "1"), ("already_labelled_before", "0"), ("already_labelled_after", "0"), ("machines", "1")),
    ],
)
def test_defaults_show_as_such(tmp_path: Path, key: str, value: str) -> None:
    """What nobody gave and has a default is a figure of basis default."""
    figure = load(tmp_path).figures[key]
    assert (Decimal(value), "default", "built-in", ("default",), "default") == (
        *(figure.value, figure.basis, figure.layer, figure.sources, figure.chosen),
    )


def test_names_that_look_alike_get_keys_of_their_own(tmp_path: Path) -> None:
    """Stages called alike, in another script or endlessly long each have a key."""
    long = "x" * 400
    names = ["Blur", "blur", "BLUR!", "模糊", "***", long, long]
    stages = "\n".join(f'  - {{name: "{name}", removed: 1}}' for name in names)
    figures = load(tmp_path, f"stages:\n{stages}\n").figures
    keys = [key.partition(".")[2] for key in figures if key.startswith("stage_removed.")]
    assert ["blur", "blur_2", "blur_3", "stage", "stage_2", "x" * 50, "x" * 50 + "_2"] == keys


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("{factor: scenario}", ["samples", "hours", "gpus", "watts"]),
        ("{factor: scenario, samples: 5, kwh: 3}", []),
        ("{factor: measured, samples: 5}", ["kwh"]),
        ("{factor: measured, kwh: 5}", ["samples"]),
    ],
)
def test_a_training_of_ones_own_must_be_known(tmp_path: Path, text: str, missing: list[str]) -> None:
    """factor: scenario and measured name the fields that they lack."""
    if not missing:
        assert None is not load(tmp_path, f"training: {text}\n").figures["co2_savings"].value
        return
    found = problems(tmp_path, f"training: {text}\n")
    assert missing == [problem.split("$.training.")[1].partition(":")[0] for problem in found]


def test_the_source_of_an_intensity_says_where_it_was_read(tmp_path: Path) -> None:
    """The row of Germany was read in a package that carries it, and the report's list of sources says so."""
    report = load(tmp_path, "grid: {zone: DE}\n")
    [source] = report.figures["grid_intensity"].sources
    read = "CO2.js 0.19.0, data/output/average-intensities.json"
    assert read == report.account.sources[source]["read_through"]


@pytest.mark.parametrize(
    ("grid", "expected"), [("", ("0.01", "project")), ("grid: {market_intensity: 0.2}\n", ("0.2", "manifest"))]
)
def test_the_contracts_intensity_of_the_run_or_else_of_the_project(
    tmp_path: Path, grid: str, expected: tuple[str, str]
) -> None:
    """The run's own counts before that of the project, and each is cited as whose it is."""
    write(tmp_path, "reportgen.toml", "[grid]\nmarket_intensity = 0.01\n")
    figure = load(tmp_path, grid).figures["market_intensity"]
    assert expected == (str(figure.value), figure.layer)


def test_the_accuracy_that_a_manifest_states(tmp_path: Path) -> None:
    """Each number of it under the name of its metric, which is accuracy where none is named."""
    quality = "quality: {before: 0.4, after: 0.5, random_baseline: 0.3METRIC}\n"
    for more, metric in ((", metric: mAP", "mAP"), ("", "accuracy")):
        figures = load(tmp_path, quality.replace("METRIC", more)).figures
        told = {role: figures[f"quality_{role}"] for role in ("before", "after", "random")}
        assert ["0.4", "0.5", "0.3"] == [str(it.value) for it in told.values()]
        assert {metric} == {str(it.note) for it in told.values()}
