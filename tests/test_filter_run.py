"""A filter measured in Python: its counts from the data, its times, and what does not join."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import reportgen
from reportgen.energy.meters.meter import Found
from reportgen.filter_run import FilteringRun, Held

NOTEBOOK = Path(__file__).resolve().parent.parent / "docs" / "filtering.ipynb"


def run_of(**options: Any) -> FilteringRun:
    return reportgen.filtering(measuring={"meters": Found()}, task="classification", **options)


def test_counts_and_times_go_into_the_manifest(tmp_path: Path) -> None:
    """A stage that is entered has a time, one that is given both counts at once has none."""
    frame = pd.DataFrame({"id": [1, 1, 2, 3, 3]})
    with run_of(dataset="street") as run:
        with run.stage("duplicates", before=frame, reason="the same id") as stage:
            time.sleep(0.01)
            stage.after = kept = frame.drop_duplicates()
        run.stage("the third", before=kept, after=kept[:2])
    assert () == run.write(tmp_path / "run.yaml")
    report = reportgen.load(tmp_path / "run.yaml")
    figures = report.figures
    text = (tmp_path / "run.yaml").read_text()

    assert Decimal(5) == figures["samples_before"].value
    assert Decimal(2) == figures["samples_after"].value
    assert [2, 1] == [stage.removed for stage in run.stages]
    assert 2 == text.count("duration: ")  # of the run, and of the one stage that was timed
    assert "reason: the same id" in text
    assert "dataset: street" in text


def test_the_report_comes_straight_from_the_run() -> None:
    """What was counted, with more of the manifest's fields."""
    with run_of() as run:
        run.stage("blurred", before=[1] * 2975, after=[1] * 2231)
    figures = run.report(already_labelled={"before": 0}).figures

    assert Decimal(744) == figures["samples_removed"].value


def test_a_stage_begins_with_what_the_last_one_left() -> None:
    """So that nobody says it twice."""
    with run_of() as run:
        run.stage("a", before=100, after=80)
        run.stage("b", after=70)

    assert [(100, 80), (80, 70)] == [
        (it.held_before.samples, it.held_after and it.held_after.samples) for it in run.stages
    ]


def test_tokens_and_labels_are_counted_of_each_stage() -> None:
    """By the columns that are named; a bare number has none."""
    frame = pd.DataFrame({"n": [5, 7, 11], "class": ["a", "a", "b"]})
    with run_of(tokens="n", label="class") as run:
        run.stage("short", before=frame, after=frame[frame.n > 5])
        run.stage("more", after=1)

    assert run.stages[0].held_before == Held(3, 23, {"a": 2, "b": 1})
    assert run.stages[0].held_after == Held(2, 18, {"a": 1, "b": 1})
    assert run.stages[1].held_after == Held(1)


def test_tokens_are_an_amount_of_the_run(tmp_path: Path) -> None:
    """Before the first stage and after the last, for prices and trainings; what is said goes first."""
    frame = pd.DataFrame({"n": [5, 7, 11]})
    with run_of(tokens="n") as run:
        run.stage("short", before=frame, after=frame[frame.n > 5])
        run.stage("long", before=frame[frame.n > 5], after=frame[frame.n == 7])
    own = {"token": {"before": 50, "after": 40}}
    run.write(tmp_path / "run.yaml", amounts={"page": {"before": 3, "after": 1}})

    assert [Decimal(23), Decimal(7)] == [
        run.report().figures[f"amount_{when}.token"].value for when in ("before", "after")
    ]
    assert Decimal(50) == run.report(amounts=own).figures["amount_before.token"].value
    assert "page" in (tmp_path / "run.yaml").read_text()
    assert "token" in (tmp_path / "run.yaml").read_text()


def test_tokens_that_are_not_known_are_no_amount() -> None:
    """Where the last stage left a bare number, or a sample does not know its own."""
    frame = pd.DataFrame({"n": [5, 7, None]})
    with run_of(tokens="n") as run:
        run.stage("a", before=frame[:2], after=1)
    with run_of(tokens="n") as other:
        other.stage("a", before=frame, after=frame[:1])

    assert "amount_before.token" not in run.report().figures
    assert "amount_before.token" not in other.report().figures


def test_a_label_of_which_nothing_is_left_is_said() -> None:
    """Of what the first stage began with and the last that was counted left; five are named."""
    frame = pd.DataFrame({"class": ["a", "b", None, "c", "d", "e", "f", "g"]})
    with run_of(label="class") as run:
        run.stage("first", before=frame, after=frame[:3])
        run.stage("second", before=frame[:3], after=frame[:1])
        run.stage("third", after=1)
    with run_of(label="class") as whole:
        whole.stage("none", before=frame, after=frame)

    assert ("nothing is left of 7 of 8 labels: b, (without one), c, d, e and 2 more",) == run.warnings
    assert () == whole.warnings


class SparkFrame:
    """A data frame of Spark that says how often it was counted."""

    __module__ = "pyspark.sql.classic.dataframe"
    counted = 0

    def __init__(self, rows: int) -> None:
        self.rows = rows

    def count(self) -> int:
        self.counted += 1
        return self.rows


def test_a_lazy_frame_is_counted_once() -> None:
    """Each count would do its work again; it is counted within its stage's time."""
    whole, kept = SparkFrame(10), SparkFrame(8)
    with run_of() as run:
        with run.stage("a", before=whole) as stage:
            stage.after = kept
        run.stage("b", before=kept, after=7)

    assert (1, 1) == (whole.counted, kept.counted)
    assert [2, 1] == [it.removed for it in run.stages]


def test_a_stage_that_failed_can_be_tried_again() -> None:
    """The exception passes through, and what the stage did not finish is in no count."""
    with run_of() as run:
        with pytest.raises(ZeroDivisionError), run.stage("a", before=10):
            raise ZeroDivisionError
        with run.stage("a", before=10) as stage:
            stage.after = 9
    fields = run.report().figures

    assert Decimal(9) == fields["samples_after"].value
    assert 1 == len(run.stages)


def test_what_went_between_two_stages_is_said() -> None:
    """80 were left and the next begins with 75: nobody says why."""
    with run_of() as run:
        run.stage("a", before=100, after=80)
        run.stage("b", before=75, after=70)

    assert ("5 samples went between a and b: no stage says why",) == run.warnings
    assert Decimal(30) == run.report().figures["samples_removed"].value


def test_stages_that_join_leave_nothing_to_say() -> None:
    """As in most runs."""
    with run_of() as run:
        run.stage("a", before=100, after=80)
        run.stage("b", before=80, after=80)

    assert () == run.warnings


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ([(100, 101)], "101 after is more than the 100 before"),
        ([(100, 80), (81, 70)], "begins with 81 samples, and the stage before it left 80"),
    ],
)
def test_counts_that_cannot_be_of_one_run_are_refused(counts: list[tuple[int, int]], why: str) -> None:
    """At the end: a filter is never broken for it."""
    with run_of() as run:
        for before, after in counts:
            run.stage("x", before=before, after=after)

    with pytest.raises(reportgen.InputError, match=f"stage x: {why}"):
        run.report()


def test_a_stage_that_grows_inside_its_block_is_refused_at_the_end() -> None:
    """After more than before is no filter's."""
    with run_of() as run, run.stage("x", before=1) as stage:
        stage.after = 2

    with pytest.raises(reportgen.InputError, match="2 after is more than the 1 before"):
        run.report()


def test_a_stage_that_was_not_entered_is_said() -> None:
    """It would be missing from the funnel without a word."""
    with run_of() as run:
        run.stage("a", before=3, after=2)
        run.stage("b", before=2)

    with pytest.raises(reportgen.InputError, match="stage b: was neither entered nor given what is left"):
        run.report()


def test_what_is_left_must_be_said() -> None:
    """A stage that ends without it has no count."""
    given = pytest.raises(reportgen.InputError, match="stage a: after: is not given")
    with run_of() as run, given, run.stage("a", before=3):
        pass


def test_a_first_stage_needs_its_data() -> None:
    """There is no stage before it."""
    with run_of() as run, pytest.raises(reportgen.InputError, match="nobody says what it begins with"):
        run.stage("a", after=3)


def test_stages_follow_each_other() -> None:
    """What a stage in a stage removed would count twice; one with its counts is over."""
    with run_of() as run, run.stage("a", before=3) as stage:
        with pytest.raises(RuntimeError, match="the stage a is not over"), run.stage("b", before=3):
            pass
        stage.after = 3
    with pytest.raises(RuntimeError, match="cannot be entered"), stage:
        pass


def test_the_notebook_of_the_documents_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten cells, from a data frame to the report and its manifest."""
    monkeypatch.chdir(tmp_path)
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), cell["id"], "exec"), names)

    assert 10 == len(cells)
    assert Decimal(10) == names["report"].figures["samples_before"].value
    assert Decimal(6) == names["report"].figures["samples_after"].value
    assert {"run.yaml", "run.energy.jsonl"} <= {path.name for path in tmp_path.iterdir()}
    assert (tmp_path / "out" / "report.html").is_file()
