"""Runs in MLflow's folders: parameters and metrics as columns, nothing unpickled."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers.read import read_records
from reportgen.evidence.read import read_runs
from reportgen.evidence.read_mlflow import is_mlflow
from reportgen.evidence.runs import Columns, Runs
from reportgen.problems import InputError
from tests.evidence.making import energies

COLUMNS = Columns(("architecture",), "energy_kwh", "val_accuracy", duration="duration (s)")
START_MS = 1_772_442_900_000


def run(
    folder: Path,
    name: str,
    params: dict[str, str],
    metrics: dict[str, str],
    status: int | None = 3,
    stage: str | None = "active",
    seconds: int = 90,
) -> None:
    """Write a run of 90 s; a metric is its file's text."""
    root = folder / "mlruns" / "7" / name
    meta = f"run_id: {name}\nstart_time: {START_MS}\n"
    meta += "" if stage is None else f"lifecycle_stage: {stage}\n"
    meta += "" if status is None else f"status: {status}\n"
    for kind, texts in (("params", params), ("metrics", metrics)):
        for key, text in texts.items():
            (root / kind / key).parent.mkdir(parents=True, exist_ok=True)
            (root / kind / key).write_text(text)
    (root / "meta.yaml").write_text(f"{meta}end_time: {START_MS + 1000 * seconds}\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an experiment with a tag, two runs that count, and one each that failed and was deleted."""
    (tmp_path / "mlruns" / "7" / "tags").mkdir(parents=True)
    (tmp_path / "mlruns" / "7" / "tags" / "mlflow.note.content").write_text("on the street scenes")
    (tmp_path / "mlruns" / "7" / "meta.yaml").write_text("experiment_id: '7'\nlifecycle_stage: active\n")
    accuracy = f"{START_MS} 0.7 0\n{START_MS + 2} 0.9 2\n{START_MS + 1} 0.8 1\n"
    run(tmp_path, "a", {"architecture": "small"}, {"energy_kwh": f"{START_MS} 0.1 0\n", "val_accuracy": accuracy})
    run(tmp_path, "b", {"architecture": "large"}, {"energy_kwh": f"{START_MS} 0.3 0\n", "system/gpu": "1 2 3\n"})
    run(tmp_path, "c", {"architecture": "small"}, {"energy_kwh": f"{START_MS} 9 0\n"}, status=4)
    run(tmp_path, "d", {"architecture": "small"}, {"energy_kwh": f"{START_MS} 9 0\n"}, stage="deleted")
    return tmp_path


def read(path: Path, columns: Columns = COLUMNS) -> Runs:
    """Return the runs at the path."""
    return read_runs(path, columns, "mlruns")


@pytest.mark.parametrize("named", ["mlruns", "mlruns/7"])
def test_a_run_is_a_row(folder: Path, named: str) -> None:
    """The value of the last step counts, wherever it stands; failed and deleted runs do not."""
    runs = read(folder / named)

    assert [Decimal("0.1"), Decimal("0.3")] == energies(runs)
    assert ["small", "large"] == [runs.keys[place][0] for place in runs.group]
    assert (Decimal("0.9"), Decimal(90)) == (runs.accuracy_of(0), runs.duration_s(0))
    assert (
        "1 run is marked as deleted: left out",
        '1 run is not finished, by "status" (row 3: failed): left out',
        '1 run has no accuracy ("val_accuracy"): accuracy is that of the others',
    ) == runs.notes


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        # time, value and step: the highest step counts, whenever it was written
        ("5 0.7 1\n4 0.9 2\n", "0.9"),
        ("4 0.9 2\n5 0.7 1\n", "0.9"),
        # of one step the latest, wherever it stands, and of one time the last line
        ("5 0.9 2\n4 0.7 2\n", "0.9"),
        ("4 0.7 2\n5 0.9 2\n", "0.9"),
        ("5 0.7 2\n5 0.9 2\n", "0.9"),
        # without a step it is the first one, 0
        ("5 0.9\n6 0.7 -1\n", "0.9"),
        ("5 0.7\n4 0.9 1\n", "0.9"),
        # a damaged line is none
        ("5 0.9 2\n6\n7 0.7 x\n", "0.9"),
    ],
)
def test_the_value_of_the_last_step(tmp_path: Path, lines: str, value: str) -> None:
    """A metric logged out of order, several times or without a step has the value that its training ended with."""
    run(tmp_path, "a", {"architecture": "small"}, {"energy_kwh": "1 0.1 0\n", "val_accuracy": lines})

    assert Decimal(value) == read(tmp_path / "mlruns").accuracy_of(0)


def test_columns_may_be_called_as_mlflow_calls_them(folder: Path) -> None:
    """params.NAME and metrics.NAME, also with a slash in it."""
    columns = Columns(("params.architecture",), "metrics.energy_kwh", "metrics.system/gpu")
    runs = read(folder / "mlruns", columns)

    assert [Decimal("0.1"), Decimal("0.3")] == energies(runs)
    assert Decimal(2) == runs.accuracy_of(1)


def test_a_run_alone_may_be_named(folder: Path) -> None:
    """It is a table of one row."""
    assert [Decimal("0.1")] == energies(read(folder / "mlruns" / "7" / "a"))


def test_a_name_of_two_kinds_must_be_said_with_its_kind(folder: Path) -> None:
    """A parameter and a metric of one name are two columns."""
    (folder / "mlruns" / "7" / "a" / "metrics" / "architecture").write_text("1 1 1\n")

    with pytest.raises(InputError) as caught:
        read(folder / "mlruns")
    assert (
        'mlruns: run a: "architecture" may be params.architecture or metrics.architecture'
        " (say it with its kind before the name)"
    ) == str(caught.value)


def test_a_column_that_no_run_has_is_a_problem(folder: Path) -> None:
    """With the nearest that there is."""
    with pytest.raises(InputError, match=r'there is no column "val_acuracy".*did you mean "val_accuracy"'):
        read(folder / "mlruns", replace(COLUMNS, accuracy="val_acuracy"))


def test_a_folder_without_runs_is_a_problem(tmp_path: Path) -> None:
    """What is meant is said."""
    with pytest.raises(InputError) as caught:
        read(tmp_path)
    assert (
        "mlruns: this is a folder without runs of MLflow"
        " (name a table of runs (CSV, Parquet), or the folder of MLflow's runs (mlruns))"
    ) == str(caught.value)


@pytest.mark.parametrize(
    ("entries", "is_run"),
    [
        (("params",), False),  # any project may have a folder of that name
        (("metrics",), False),
        (("params", "metrics"), True),  # a run that has lost its meta.yaml
        (("metrics", "tags"), True),
        (("meta.yaml",), False),  # as that of an experiment
        (("meta.yaml", "tags"), False),  # an experiment that somebody gave a tag
        (("meta.yaml", "params"), True),
        (("meta.yaml", "metrics"), True),
    ],
)
def test_what_folder_is_a_run(tmp_path: Path, entries: tuple[str, ...], is_run: bool) -> None:
    """Two of MLflow's folders, or one that a run alone has beside its meta.yaml."""
    for name in entries:
        (tmp_path / name).touch() if "." in name else (tmp_path / name).mkdir()
    assert is_run == is_mlflow(tmp_path)


@pytest.mark.parametrize("name", ["models", ".trash"])
@pytest.mark.parametrize("named", ["mlruns", "mlruns/7"])
def test_what_mlflow_keeps_beside_runs_is_no_run(folder: Path, name: str, named: str) -> None:
    """A model has parameters and metrics too, and what is in the bin was thrown away."""
    kept = folder / named / name
    kept.mkdir()
    (folder / "mlruns" / "7" / "b").rename(kept / "b")

    assert [Decimal("0.1")] == energies(read(folder / named))


def test_a_run_of_an_mlflow_that_marked_none_as_deleted_counts(tmp_path: Path) -> None:
    """Its meta.yaml has no lifecycle_stage."""
    run(tmp_path, "a", {"architecture": "small"}, {"energy_kwh": "1 1 0\n", "val_accuracy": "1 1 0\n"}, stage=None)
    assert [Decimal(1)] == energies(read(tmp_path / "mlruns"))


def test_of_a_long_metric_the_end_is_read(tmp_path: Path) -> None:
    """Of 95,000 bytes the last 64 KiB, which begin within a line: that line is none, and no damaged one either."""
    lines = "".join(f"100000 0.{step} {step}\n" for step in range(1000, 6000))
    run(tmp_path, "a", {"architecture": "small"}, {"energy_kwh": "1 0.1 0\n", "val_accuracy": lines})
    runs = read(tmp_path / "mlruns")

    assert (Decimal("0.5999"), ()) == (runs.accuracy_of(0), runs.notes)


@pytest.mark.parametrize("lines", ["", "\n", "6\n", "7 0.7 x\n"])
def test_a_metric_without_a_line_that_can_be_read_is_missing(folder: Path, lines: str) -> None:
    """As one that was never logged: what the run has besides counts."""
    (folder / "mlruns" / "7" / "b" / "metrics" / "val_accuracy").write_text(lines)
    runs = read(folder / "mlruns")

    assert [Decimal("0.1"), Decimal("0.3")] == energies(runs)
    assert '1 run has no accuracy ("val_accuracy"): accuracy is that of the others' in runs.notes


def test_a_folder_of_failed_runs_alone_is_a_problem(tmp_path: Path) -> None:
    """A run that was killed says nothing of a training."""
    run(tmp_path, "c", {"architecture": "small"}, {"energy_kwh": "1 1 1\n", "val_accuracy": "1 1 1\n"}, status=5)

    with pytest.raises(InputError, match=r'mlruns: no run is finished, by "status" \(row 1: killed\)'):
        read(tmp_path / "mlruns")


def test_an_infinite_metric_costs_its_run_and_is_said(folder: Path) -> None:
    """As MLflow writes a loss that ran away; the other run stays."""
    (folder / "mlruns" / "7" / "b" / "metrics" / "energy_kwh").write_text("1 inf 0\n")
    runs = read(folder / "mlruns")

    assert [Decimal("0.1")] == energies(runs)
    said = 'mlruns: run b: "energy_kwh" is inf, which is no finite number'
    assert f"1 of 3 rows has a damaged or odd cell ({said}): left out" in runs.notes


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        # handed: a cut line without its step, and one whose time is damaged
        (
            "5 0.9 1\n17724429x0001 0.1 2\n6 0.95\n",
            "2 lines of metrics are damaged (a/val_accuracy: '17724429x0001 0.1 2'; a/val_accuracy: '6 0.95')",
        ),
        ("5 0.9 1\n6 0.5 NaN\n", "1 line of metrics is damaged (a/val_accuracy: '6 0.5 NaN')"),
        ("5 0.9 1\n6 0.5 1e31\n", "1 line of metrics is damaged (a/val_accuracy: '6 0.5 1e31')"),
        ("5 0.9 1\n6 0.5 2 x\n", "1 line of metrics is damaged (a/val_accuracy: '6 0.5 2 x')"),
        ("5 0.9 1\n6\n", "1 line of metrics is damaged (a/val_accuracy: '6')"),
        ("5 0.9 1\n4 0.5 0\n", ""),
        ("5 0.9\n4 0.5\n", ""),  # of an MLflow that wrote no steps
    ],
)
def test_damaged_lines_of_a_metric_are_said(tmp_path: Path, lines: str, said: str) -> None:
    """A damaged time, a step that is no number, a word too many or too few: 0.9 of the highest step stands."""
    run(tmp_path, "a", {"architecture": "small"}, {"energy_kwh": "1 0.1 0\n", "val_accuracy": lines})
    runs = read(tmp_path / "mlruns")
    cost = "passed over, or step 0 where the step alone is missing"

    assert Decimal("0.9") == runs.accuracy_of(0)
    assert ((f"{said}: {cost}",) if said else ()) == runs.notes


@pytest.mark.parametrize("meta", [None, "", "- a\n", "run_id: [", "\0"])
def test_a_run_without_meta_that_can_be_read_is_said(folder: Path, meta: str | None) -> None:
    """It may have failed or be deleted: nobody knows, so that it does not count."""
    path = folder / "mlruns" / "7" / "b" / "meta.yaml"
    (folder / "mlruns" / "7" / "b" / "tags").mkdir()
    path.unlink()
    if meta is not None:
        path.write_text(meta)
    runs = read(folder / "mlruns")

    assert [Decimal("0.1")] == energies(runs)
    told = runs.notes[1]
    assert told.startswith("1 run has no meta.yaml that can be read (b: no run here: ")
    assert told.endswith("): left out")


def test_two_of_a_kind_are_told_in_one_line(tmp_path: Path) -> None:
    """Runs that were deleted, those without a meta.yaml, and energies that do not add up."""
    for name, lines, stage in (
        *(("a", "1 9 0\n", "deleted"), ("b", "1 9 0\n", "deleted"), ("c", "1 9 0\n", ""), ("d", "1 9 0\n", "")),
        *(("e", "1 1 1\n2 1 2\n", "active"), ("f", "1 2 1\n2 2 2\n", "active")),
    ):
        metrics = {"energy_kwh": lines, "val_accuracy": "1 0.9 0\n"}
        run(tmp_path, name, {"architecture": "small"}, metrics, stage=stage)
        if not stage:
            (tmp_path / "mlruns" / "7" / name / "meta.yaml").write_text("")
    runs = read(tmp_path / "mlruns")

    assert [1, 2] == energies(runs)
    empty = "no run here: the file is empty"
    assert (
        "2 runs are marked as deleted: left out",
        f"2 runs have no meta.yaml that can be read (c: {empty}; d: {empty}): left out",
        "2 metrics of whole runs have steps that do not add up"
        " (e/energy_kwh: 2 steps; f/energy_kwh: 2 steps): the last one counts",
    ) == runs.notes


@pytest.mark.parametrize(
    ("status", "word"), [(None, ""), (1, "running"), (2, "scheduled"), (3, ""), (4, "failed"), (5, "killed")]
)
def test_a_status_by_its_number(tmp_path: Path, status: int | None, word: str) -> None:
    """MLflow numbers running, scheduled, finished, failed and killed from 1; before it did, every run had finished."""
    for name, value in (("a", 3), ("b", status)):
        run(tmp_path, name, {"architecture": "small"}, {"energy_kwh": "1 1 0\n", "val_accuracy": "1 1 0\n"}, value)
    runs = read(tmp_path / "mlruns")

    assert ([1] if word else [1, 2]) == list(runs.rows)
    assert not word or f'1 run is not finished, by "status" (row 2: {word}): left out' in runs.notes


def test_a_number_that_is_no_status_is_asked_about(tmp_path: Path) -> None:
    """A later MLflow may have more of them."""
    for name, status in (("a", 3), ("b", 9)):
        run(tmp_path, name, {"architecture": "small"}, {"energy_kwh": "1 1 0\n", "val_accuracy": "1 1 0\n"}, status)
    with pytest.raises(InputError, match=r'"9" in "status": is such a run finished\?.*where "status=9"'):
        read(tmp_path / "mlruns")


def test_a_folder_whose_runs_have_no_meta_is_refused(folder: Path) -> None:
    """The first of them is named, and no word is said of manifests."""
    for name in "abcd":
        (folder / "mlruns" / "7" / name / "meta.yaml").write_text("")
    with pytest.raises(InputError, match="a: no run here: the file is empty") as caught:
        read(folder / "mlruns")
    assert "manifest" not in str(caught.value)


@pytest.mark.parametrize(
    ("lines", "value", "said"),
    [
        ("1 0.1 0\n", "0.1", False),
        ("1 0.1 1\n2 0.2 2\n3 0.3 3\n", "0.3", False),  # a running total, as CodeCarbon logs it
        ("1 0.1 1\n2 0.1 2\n3 0.1 3\n", "0.1", True),  # of each epoch alone, or logged three times
        ("1 0.1 1\n2 0.1 2\n", "0.1", True),
    ],
)
def test_an_energy_of_several_steps_that_do_not_add_up_is_said(
    tmp_path: Path, lines: str, value: str, said: bool
) -> None:
    """The last one counts, as MLflow has it: it may be that of an epoch. An accuracy may go as it likes."""
    run(tmp_path, "a", {"architecture": "small"}, {"energy_kwh": lines, "val_accuracy": "1 0.9 1\n2 0.8 2\n"})
    for columns in (COLUMNS, replace(COLUMNS, energy="metrics.energy_kwh")):
        runs = read(tmp_path / "mlruns", columns)
        steps = lines.count("\n")
        told = (
            f"1 metric of a whole run has steps that do not add up (a/energy_kwh: {steps} steps): the last one counts"
        )
        assert (Decimal(value), said) == (energies(runs)[0], told in runs.notes)


@pytest.mark.parametrize(("meta", "fault"), [("- a\n", "a run's meta.yaml is a map"), ("", "the file is empty")])
def test_a_meta_that_says_nothing_is_no_run(tmp_path: Path, meta: str, fault: str) -> None:
    """It is told as MLflow's file, and not as a manifest that lacks its task."""
    run(tmp_path, "a", {"architecture": "small"}, {"energy_kwh": f"{START_MS} 0.1 0\n"})
    (tmp_path / "mlruns" / "7" / "a" / "meta.yaml").write_text(meta)

    with pytest.raises(InputError) as caught:
        read(tmp_path / "mlruns")
    assert f"a: no run here: {fault}" in str(caught.value)
    assert "manifest" not in str(caught.value)


def test_a_meta_that_is_named_is_no_table(folder: Path) -> None:
    """The run's folder is what there is to read, as runs and as a record; such a name elsewhere is any table's."""
    path = folder / "mlruns" / "7" / "a" / "meta.yaml"
    for reader in (lambda: read(path), lambda: read_records(path)):
        with pytest.raises(InputError, match=r"no run here: this is what .*name its folder: .*mlruns/7/a\)"):
            reader()
    elsewhere = folder / "meta.yaml"
    elsewhere.write_text("architecture,energy_kwh,val_accuracy,duration (s)\nsmall,1,0.5,2\n")
    assert [Decimal(1)] == energies(read(elsewhere))


def test_a_link_to_a_run_is_not_followed_and_said(folder: Path) -> None:
    """What it leads to may be outside, or the folder above; how many links there are is said, with their names."""
    experiment = folder / "mlruns" / "7"
    (experiment / "b").rename(folder / "b")
    (experiment / "b").symlink_to(folder / "b")

    runs = read(folder / "mlruns")

    assert "1 link to a folder is not followed (b): what is in it is left out" in runs.notes
    assert {("small",)} == set(runs.keys)


def test_many_links_are_counted(folder: Path) -> None:
    """A circle of links ends; five links are named by three."""
    for name in "vwxyz":
        (folder / "mlruns" / name).symlink_to(folder / "mlruns")

    notes = read(folder / "mlruns").notes

    assert "5 links to folders are not followed (v, w, x, …): what is in them is left out" in notes


def test_a_folder_of_which_every_run_is_deleted_holds_none(tmp_path: Path) -> None:
    """It is refused, and no table without rows is drawn."""
    run(tmp_path, "a", {"architecture": "small"}, {"energy_kwh": f"{START_MS} 9 0\n"}, stage="deleted")

    with pytest.raises(InputError) as caught:
        read(tmp_path / "mlruns")
    assert (
        "mlruns: no run of MLflow is here (name the folder of MLflow's runs (mlruns), an experiment in it or a run)"
    ) == str(caught.value)


def test_a_run_that_says_nothing_of_itself_is_left_out_and_named(folder: Path) -> None:
    """Its meta.yaml is a list; the others are read."""
    (folder / "mlruns" / "7" / "b" / "meta.yaml").write_text("- run_id\n")

    runs = read(folder / "mlruns")

    assert [Decimal("0.1")] == energies(runs)
    assert any("1 run has no meta.yaml that can be read (b: " in note for note in runs.notes), runs.notes
