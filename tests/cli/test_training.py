"""`reportgen training`: what it prints in each form, and its exit codes."""

from __future__ import annotations

import csv
import json
import shutil
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from reportgen.cli.training import TIMES, UNITS
from reportgen.files.units import ENERGY_UNITS, TIME_UNITS
from tests.charts.reading import assert_readable
from tests.cli.running import SAMPLES, Run, files_in

# Two models in two environments, three runs each. Medians per image: 100, 150, 400 and 500 J; per run 0.1, 0.15, 0.6
# and 0.5 MJ, since the large model saw 1,500 images at home.
STUDY = """training environment,architecture,run,training duration (h),gpu model,energy (MJ),total seen images,f1-score
Cloud,small,0,0.5,Tesla T4,0.09,1000,0.96
Cloud,small,1,0.5,Tesla T4,0.1,1000,0.97
Cloud,small,2,0.5,Tesla T4,0.12,1000,0.95
Home,small,0,0.9,Tesla T4,0.15,1000,0.955
Home,small,1,0.9,Tesla T4,0.15,1000,0.955
Home,small,2,0.9,Tesla T4,0.15,1000,0.955
Home,large,0,3,Tesla T4,0.6,1500,0.98
Home,large,1,3,Tesla T4,0.6,1500,0.99
Home,large,2,3,Tesla T4,0.6,1500,0.985
Cloud,large,0,2.5,Tesla T4,0.4,1000,0.975
Cloud,large,1,2.5,Tesla T4,0.5,1000,0.975
Cloud,large,2,2.5,Tesla T4,0.55,1000,0.975
"""
CALL = (
    *("training", "runs.csv", "--group", "architecture,training environment", "--energy", "energy (MJ)"),
    *("--accuracy", "f1-score"),
)
PER_IMAGE = ("--per", "total seen images")
TIMED = ("--duration", "training duration (h)", "--device", "gpu model")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return the table of the study above, in the folder where commands run."""
    path = tmp_path / "runs.csv"
    path.write_text(STUDY, encoding="utf-8")
    return path


@pytest.mark.usefixtures("table")
def test_best_against_worst_per_image_and_per_run(run: Run) -> None:
    """Per image 100 J against 500 J are 0.8, per run 0.1 MJ against 0.6 MJ are 0.8333...: the denominator matters."""
    image = json.loads(run(*CALL, *PER_IMAGE, "--format", "json").out)
    whole = json.loads(run(*CALL, "--format", "json").out)
    small = {"architecture": "small", "training environment": "Cloud"}

    assert ("total seen images", "run") == (image["denominator"], whole["denominator"])
    assert small == image["best"] == whole["best"]
    assert {"architecture": "large", "training environment": "Cloud"} == image["worst"]
    assert {"architecture": "large", "training environment": "Home"} == whole["worst"]
    assert (0.8, 0.015) == (image["saving"], image["accuracy_lost"])
    assert (pytest.approx(0.8333333333333333), 0.025) == (whole["saving"], whole["accuracy_lost"])
    assert "saving of energy per total seen images, as a fraction" == image["saving_label"]


@pytest.mark.usefixtures("table")
def test_json_has_every_group(run: Run) -> None:
    """0.1 MJ for 1,000 images are 100 J, 0.0000277... kWh an image; its quartiles 95 J and 110 J."""
    found = json.loads(run(*CALL, *PER_IMAGE, *TIMED, "--format", "json").out)
    first = found["groups"][0]

    assert 4 == len(found["groups"])
    assert {"architecture": "small", "training environment": "Cloud"} == first["group"]
    assert 3 == first["n"]
    assert {"median": 100 / 3.6e6, "p25": 95 / 3.6e6, "p75": 110 / 3.6e6} == pytest.approx(first["energy_kwh"])
    assert {"median": 0.96, "p25": 0.955, "p75": 0.965, "n": 3} == first["accuracy"]
    assert {"median": 1800, "p25": 1800, "p75": 1800, "n": 3} == first["duration_s"]
    assert [True, False, True, False] == [group["pareto"] for group in found["groups"]]
    assert {"rule": None, "removed": 0} == found["outliers"]
    assert [] == found["warnings"]


def test_the_sample_is_as_pandas_has_it(run: Run, tmp_path: Path) -> None:
    """Outliers left out by the quartiles of each group, then one less the least median over the greatest."""
    source = SAMPLES / "training" / "invented_runs.csv"
    shutil.copy(source, tmp_path / "runs.csv")
    frame = pd.read_csv(source)
    frame["per"] = frame["energy (MJ)"] / frame["total seen images"]
    groups = frame.groupby(["architecture", "training environment"])["per"]
    low, high = groups.transform("quantile", 0.25), groups.transform("quantile", 0.75)
    kept = frame[frame["per"].between(low - 1.5 * (high - low), high + 1.5 * (high - low))]
    medians = kept.groupby(["architecture", "training environment"])["per"].median()
    found = json.loads(run(*CALL, *PER_IMAGE, "--outliers", "iqr:1.5", "--format", "json").out)

    assert {"rule": "iqr:1.5", "removed": len(frame) - len(kept)} == found["outliers"]
    assert len(frame) > len(kept)
    assert 1 - medians.min() / medians.max() == pytest.approx(found["saving"], rel=1e-12)
    assert medians.idxmin() == tuple(found["best"].values())
    assert medians.idxmax() == tuple(found["worst"].values())


@pytest.mark.usefixtures("table")
def test_table_is_readable_at_80_columns(run: Run) -> None:
    """Groups, medians, quartiles and the saving, each with its denominator."""
    grid = ("--zone", "US-EGRID", "--pue", "1.2")
    done = run(*CALL, *PER_IMAGE, *TIMED, *grid, "--compare", "architecture=large", "architecture=small")

    assert (0, "") == (done.code, done.err)
    assert (
        """\
runs.csv: 12 runs in 4 groups
energy per total seen images, time per run: medians, and below them the quartiles

  architecture / training environment
                    runs   energy, mWh      CO2e, mg       time, h      f1-score
* small / Cloud        3          27.8          11.7         0.500         0.960
                             26.4–30.6     11.1–12.8   0.500–0.500   0.955–0.965
  small / Home         3          41.7          17.5         0.900         0.955
                             41.7–41.7     17.5–17.5   0.900–0.900   0.955–0.955
* large / Home         3           111          46.6          3.00         0.985
                               111–111     46.6–46.6     3.00–3.00   0.983–0.988
  large / Cloud        3           139          58.3          2.50         0.975
                               125–146     52.5–61.2     2.50–2.50   0.975–0.975

* on the Pareto front: no other takes less without scoring less
CO2e: United States, eGRID 2023, direct, 349.674 g/kWh; PUE 1.2
all of them took 1.11 kWh, 467 g CO2e

best against worst:
  architecture=small / training environment=Cloud
  saves 80.0% of the energy per total seen images
  against architecture=large / training environment=Cloud
  f1-score: 0.0150 lower, too few runs for a verdict; 3 runs against 3 runs

as compared:
  architecture=large
  takes 196.3% more energy per total seen images
  against architecture=small
  f1-score: 0.0225 gained (permutation test, p = 0.00216); 6 runs against 6 runs
"""
        == done.out
    )


@pytest.mark.usefixtures("table")
def test_compared_groups_stand_in_the_json(run: Run) -> None:
    """The runs of both environments together: medians 400 J against 135 J, (135 - 400) / 135 = -53/27."""
    call = (*CALL, *PER_IMAGE, "--format", "json", "--compare", "architecture=large", "architecture=small")
    (one,) = json.loads(run(*call).out)["comparisons"]

    assert ({"architecture": "large"}, {"architecture": "small"}, {"a": 6, "b": 6}) == (one["a"], one["b"], one["n"])
    assert pytest.approx(-53 / 27) == one["saving"]
    assert "total seen images" == one["denominator"]


@pytest.mark.usefixtures("table")
def test_csv_has_a_row_for_each_group(run: Run) -> None:
    """With what it is per."""
    rows = list(csv.DictReader(StringIO(run(*CALL, *PER_IMAGE, "--format", "csv").out)))

    assert ["small", "small", "large", "large"] == [row["architecture"] for row in rows]
    assert {"total seen images"} == {row["denominator"] for row in rows}
    assert 500 / 3.6e6 == pytest.approx(float(rows[-1]["energy_kwh_median"]))
    assert ("", "false", "3") == (rows[-1]["duration_s_median"], rows[-1]["pareto"], rows[-1]["n"])


@pytest.mark.usefixtures("table")
def test_svg_goes_to_a_file_or_to_standard_output(run: Run, tmp_path: Path) -> None:
    """The same picture, titled with its denominator."""
    printed = run(*CALL, *PER_IMAGE, "--format", "svg")
    written = run(*CALL, *PER_IMAGE, "--format", "svg", "-o", "pareto.svg")

    assert (0, "pareto.svg\n") == (written.code, written.out)
    assert printed.out == (tmp_path / "pareto.svg").read_text(encoding="utf-8")
    assert_readable(printed.out)
    title = ElementTree.fromstring(printed.out)[0].text
    assert title is not None
    assert title.startswith("f1-score against energy per total seen images. CO2e: World ")


def test_impossible_watts_are_exit_code_3(run: Run, tmp_path: Path) -> None:
    """The first release of the founding study: the evidence is printed, the doubt stands in it and beside it."""
    (tmp_path / "runs.csv").write_text(
        "architecture,training environment,training duration (h),gpu model,energy (GJ),f1-score\n"
        "mobilenet_v2,cloud,0.7350283333,NVIDIA GeForce RTX 3090,1.0979418107,0.976\n"
    )
    call = [*CALL, *TIMED, "--format", "json"]
    call[call.index("energy (MJ)")] = "energy (GJ)"
    done = run(*call)

    (warning,) = json.loads(done.out)["warnings"]
    assert 3 == done.code
    assert "the energy was multiplied by the time twice" in warning
    assert f"reportgen: runs.csv: {warning}\n" == done.err


@pytest.mark.usefixtures("table")
def test_one_group_has_nothing_to_be_compared_with(run: Run) -> None:
    """Best and worst are the same, and no saving is claimed."""
    call = [*CALL, "--format", "json"]
    call[call.index("architecture,training environment")] = "gpu model"
    found = json.loads(run(*call).out)

    assert ({"gpu model": "Tesla T4"}, None, None) == (found["best"], found["saving"], found["accuracy_lost"])


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--outliers", "sigma:3"), '--outliers: "sigma:3" is no rule for outliers'),
        (("--compare", "architecture=smal", "architecture=large"), 'did you mean "small"?'),
        (("--group", "architecture"), '--group: the column "architecture" is named twice'),
        (("--per", "images"), 'runs.csv:1: there is no column "images"'),
        (("-o", "runs.csv"), "runs.csv: this input would be written over"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(
    run: Run, table: Path, tmp_path: Path, arguments: tuple[str, ...], expected: str
) -> None:
    """One line, exit code 2."""
    before = files_in(tmp_path)
    done = run(*CALL, *arguments)

    assert (2, "") == (done.code, done.out)
    assert expected in done.err
    assert (before, STUDY) == (files_in(tmp_path), table.read_text(encoding="utf-8"))


@pytest.mark.usefixtures("table")
def test_problems_may_be_json(run: Run) -> None:
    """As for every command."""
    done = run(*CALL, "--per", "images", "--problems", "json")

    assert ["runs.csv:1"] == [problem["where"] for problem in json.loads(done.err)]


def test_a_chart_without_scores_is_refused(run: Run, tmp_path: Path) -> None:
    """There is nothing to draw energy against."""
    (tmp_path / "runs.csv").write_text("architecture,training environment,energy (MJ),f1-score\na,b,1,\n")
    done = run(*CALL, "--format", "svg")

    assert (2, True) == (done.code, "--format svg: no run has a number in" in done.err)


EPOCHS = "subset,job,epoch,host,acc,energy (MJ)\n" + "".join(
    f"{subset},{job},{epoch},{host},0.{accuracy},1.8\n"
    for epoch, accuracy in ((1, 5), (2, 4))
    for subset, job, host in (("all", "a", "x"), ("all", "b", "y"), ("kept", "c", "x"))
)
OF_EPOCHS = ("training", "runs.csv", "--group", "subset", "--energy", "energy (MJ)", "--accuracy", "acc")


def test_rows_of_a_run_are_brought_together_as_said(run: Run, tmp_path: Path) -> None:
    """Three trainings mixed epoch by epoch: --run tells them apart, --best and --where choose."""
    (tmp_path / "runs.csv").write_text(EPOCHS)
    refused = run(*OF_EPOCHS)
    call = (*OF_EPOCHS, "--run", "job", "--format", "json")
    last, best = json.loads(run(*call).out), json.loads(run(*call, "--best", "--where", "host=x").out)

    assert (2, True) == (refused.code, "--run COL" in refused.err)
    assert "job" == last["columns"]["run"]
    # 3.6 MJ are 1 kWh
    assert [(2, 1, 0.4), (1, 1, 0.4)] == [
        (group["n"], group["energy_kwh"]["median"], group["accuracy"]["median"]) for group in last["groups"]
    ]
    assert [(1, 1, 0.5), (1, 1, 0.5)] == [
        (group["n"], group["energy_kwh"]["median"], group["accuracy"]["median"]) for group in best["groups"]
    ]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (("host",), '--where: "host" is no COL=VALUE'),
        (("=x",), '--where: "=x" is no COL=VALUE'),
        (("host=",), '--where: "host=" is no COL=VALUE'),
        (("host=x", "host=y"), '--where: "host" is named twice'),
        (("hosts=x",), 'there is no column "hosts" (did you mean "host"?)'),
    ],
)
def test_a_choice_that_says_nothing_is_a_problem(
    run: Run, tmp_path: Path, where: tuple[str, ...], expected: str
) -> None:
    """A column and a text, each column once."""
    (tmp_path / "runs.csv").write_text(EPOCHS)
    done = run(*OF_EPOCHS, "--run", "job", *(word for one in where for word in ("--where", one)))
    assert (2, "", True) == (done.code, done.out, expected in done.err)


def test_csv_runs_no_name_as_a_formula(run: Run, tmp_path: Path) -> None:
    """Columns and groups that begin as a formula does have an apostrophe before them, the denominator's too."""
    (tmp_path / "runs.csv").write_text("=m,energy (kWh),f1,+n\n@a,2,0.9,4\n", encoding="utf-8")
    call = ("training", "runs.csv", "--group", "=m", "--energy", "energy (kWh)", "--accuracy", "f1", "--per", "+n")
    (row,) = csv.DictReader(StringIO(run(*call, "--format", "csv").out))

    assert ("'@a", "'+n", "0.5") == (row["'=m"], row["denominator"], row["energy_kwh_median"])


def test_the_csv_is_read_again_with_the_names_that_it_had(run: Run, tmp_path: Path) -> None:
    """Its columns and groups are asked for as they were, and come out the same."""
    (tmp_path / "runs.csv").write_text("=m,energy (kWh),f1\n@a,2,0.9\n-1.5,2,0.8\n'b,2,0.7\n", encoding="utf-8")
    call = ("--group", "=m", "--energy", "energy (kWh)", "--accuracy", "f1", "--format", "csv")
    first = run("training", "runs.csv", *call).out
    (tmp_path / "again.csv").write_text(
        first.replace("energy_kwh_median", "energy (kWh)").replace("accuracy_median", "f1")
    )
    again = run("training", "again.csv", *call).out

    names = [[row["'=m"] for row in csv.DictReader(StringIO(text))] for text in (first, again)]
    assert [["'b", "-1.5", "'@a"]] * 2 == names  # of equal energy: by name


def test_carbon_has_the_grid_it_was_counted_with(run: Run, tmp_path: Path) -> None:
    """2 kWh at a PUE of 1.5 on eGRID's 0.349674358033 kg/kWh are 1.049023074099 kg, in each form of output."""
    (tmp_path / "runs.csv").write_text("m,energy (kWh),f1\na,2,0.9\n", encoding="utf-8")
    table = ("training", "runs.csv", "--group", "m", "--energy", "energy (kWh)", "--accuracy", "f1")
    call = (*table, "--zone", "US-EGRID", "--pue", "1.5")
    found = json.loads(run(*call, "--format", "json").out)
    (row,) = csv.DictReader(StringIO(run(*call, "--format", "csv").out))

    assert 1.049023074099 == pytest.approx(found["groups"][0]["co2_kg"]["median"], rel=1e-12)
    assert (0.349674358033, 1.5) == (found["co2"]["grid_intensity"], found["co2"]["pue"])
    assert 1.049023074099 == pytest.approx(float(row["co2_kg_median"]), rel=1e-12)
    assert ("0.349674358033", "1.5") == (row["grid_kg_per_kwh"], row["pue"])
    assert "CO2e: United States, eGRID 2023, direct, 349.674 g/kWh; PUE 1.5" in run(*call, "--format", "svg").out


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        (
            "--zone",
            "qqqqqq",
            '"qqqqqq" is no zone that is known here'
            " (a country's code such as DE, a cloud's region; reportgen zones lists all)",
        ),
        ("--zone", "Germny", '"Germny" is no zone that is known here (did you mean DE?; reportgen zones lists all)'),
        ("--pue", "0.99", '"0.99" is no PUE'),
        ("--pue", "10.01", '"10.01" is no PUE (a number from 1 to 10, such as 1.2)'),
        ("--pue", "ten", '"ten" is no PUE'),
    ],
)
@pytest.mark.usefixtures("table")
def test_a_grid_or_pue_that_is_none(run: Run, option: str, value: str, message: str) -> None:
    """Nothing is counted with a guess."""
    done = run(*CALL, option, value)
    assert 2 == done.code
    assert message in done.err


@pytest.mark.parametrize("pue", ["1", " 1.0 ", "10"])
@pytest.mark.usefixtures("table")
def test_a_pue_at_its_ends(run: Run, pue: str) -> None:
    """No overhead at all, and ten times the computers' energy, are taken."""
    done = run(*CALL, "--pue", pue)
    assert (0, True) == (done.code, f"; PUE {float(pue):g}\n" in done.out)


def test_what_selecting_took(run: Run, tmp_path: Path) -> None:
    """Finished runs of 1, 2 and 4 kWh, of which 4 are of another learning rate; crashed ones of 0.5 and 0.25 kWh."""
    rows = [
        "a,1,0.9,x,finished",
        "a,2,0.9,x,finished",
        "b,4,0.8,y,finished",
        "a,0.5,,x,crashed",
        "b,0.25,,y,failed",
        "a,,0.9,x,finished",
    ]
    (tmp_path / "runs.csv").write_text("\n".join(["m,energy (kWh),f1,lr,State", *rows]), encoding="utf-8")
    call = ("training", "runs.csv", "--group", "m", "--energy", "energy (kWh)", "--accuracy", "f1", "--format", "json")
    every = json.loads(run(*call).out)["selecting"]
    chosen = json.loads(run(*call, "--where", "lr=x").out)["selecting"]

    assert (3, 7, 2, 0.75) == (every["n"], every["energy_kwh"], every["aside"]["n"], every["aside"]["energy_kwh"])
    assert (2, 3, 3, 4.75) == (chosen["n"], chosen["energy_kwh"], chosen["aside"]["n"], chosen["aside"]["energy_kwh"])
    # the last row has none
    assert [1, 1] == [it["aside"]["without_energy"] for it in (every, chosen)]


@pytest.mark.parametrize(
    ("others", "line"),
    [
        ([], None),
        (["b,0.2,,failed"], "left out or unfinished: 1 run, 200 Wh, 146 g CO2e more"),
        (["b,,,crashed"], "left out or unfinished: 1 run, none with an energy"),
        (["b,0.2,,failed", "b,,,crashed"], "left out or unfinished: 2 runs; 1 with an energy, 200 Wh, 146 g CO2e more"),
        (
            ["b,0.2,,failed", "b,,0.9,finished"],
            "left out or unfinished: 2 runs; 1 with an energy, 200 Wh, 146 g CO2e more",
        ),
        (["b,0.2,,failed", 'b,2,"'], "left out or unfinished: 2 runs; 1 with an energy, 200 Wh, 146 g CO2e more"),
    ],
)
def test_every_run_that_is_left_out_is_counted(run: Run, tmp_path: Path, others: list[str], line: str | None) -> None:
    """As many as standard error names: those without an energy and damaged rows too; 0.2 kWh x 1.54 x 0.47294 kg."""
    rows = ["m,energy (kWh),f1,State", "a,1,0.9,finished", "a,2,0.9,finished", *others]
    (tmp_path / "runs.csv").write_text("\n".join(rows), encoding="utf-8")
    out = run("training", "runs.csv", "--group", "m", "--energy", "energy (kWh)", "--accuracy", "f1").out

    assert ([] if line is None else [line]) == [it for it in out.splitlines() if it.startswith("left out")]


@pytest.mark.parametrize(
    ("small", "large", "expected"),
    [
        # every one of five lower than every one of the others: 2 of 252 assignments, p = 0.0079
        ("0.80 0.81 0.82 0.83 0.84", "0.90 0.91 0.92 0.93 0.94", "f1: 0.100 lost (permutation test, p = 0.00794)"),
        ("0.90 0.91 0.92 0.93 0.94", "0.80 0.81 0.82 0.83 0.84", "f1: 0.100 gained (permutation test, p = 0.00794)"),
        ("0.80 0.81 0.82 0.83", "0.90 0.91 0.92 0.93 0.94", "f1: 0.105 lower, too few runs for a verdict"),
        ("0.90 0.91 0.92 0.93 0.94", "0.895 0.905 0.915 0.925 0.935", "f1: 0.00500 higher, which may be chance"),
        ("0.90 0.91 0.92 0.93 0.94", "0.94 0.93 0.92 0.91 0.90", "f1: no difference of medians, which may be chance"),
    ],
)
def test_accuracy_is_lost_or_gained_only_by_the_test(
    run: Run, tmp_path: Path, small: str, large: str, expected: str
) -> None:
    """The words are those of evidence in a report: few runs and chance are said, and nothing is called lost then."""
    rows = [f"small,1,{text}" for text in small.split()] + [f"large,2,{text}" for text in large.split()]
    (tmp_path / "runs.csv").write_text("\n".join(["m,energy (kWh),f1", *rows]), encoding="utf-8")
    done = run("training", "runs.csv", "--group", "m", "--energy", "energy (kWh)", "--accuracy", "f1")

    assert expected in done.out


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        (("a,,b",), "a column has no name"),
        (("",), "a column has no name"),
        (("a,b,a",), 'the column "a" is named twice'),
        (("a", "a"), 'the column "a" is named twice'),
    ],
)
def test_columns_of_groups_that_are_none(run: Run, groups: tuple[str, ...], said: str) -> None:
    """With how they are named."""
    given = [it for group in groups for it in ("--group", group)]
    done = run("training", "runs.csv", *given, "--energy", "e", "--accuracy", "a")
    assert (2, f"--group: {said} (such as --group architecture,environment)\n") == (done.code, done.err)


def test_units_that_can_be_said_are_those_that_are_known() -> None:
    """Each word of --duration-unit and --energy-unit."""
    assert set(TIMES) <= set(TIME_UNITS)
    assert set(UNITS) <= set(ENERGY_UNITS)


def test_a_table_that_is_not_there_is_called_as_the_user_calls_it(run: Run) -> None:
    """By the words of the call."""
    assert "./gone.csv: " in run("training", "./gone.csv", "--group", "g", "--energy", "e", "--accuracy", "a").err
