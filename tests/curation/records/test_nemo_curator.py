"""NeMo Curator: what enters each stage, results of workflows, and metrics of audio."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.curation.sources import fault_of, record_in, refusal, removed, run_of, sample, written


def stage(name: str, items: int, seconds: float = 0.5) -> dict[str, Any]:
    """Return what was measured of a stage."""
    return {"stage_name": name, "process_time": seconds, "actor_idle_time": 0.0, "num_items_processed": items}


def performance(folder: Path, *tasks: list[dict[str, Any]]) -> Path:
    """Write the performance of the stages of each task."""
    return written(folder / "stage_perf.json", json.dumps(tasks))


def test_what_enters_the_next_stage_is_left() -> None:
    """1000 enter word_count and 880 the writer; the four of the reader are groups of files; it says no time."""
    record = record_in(sample("nemo-curator", "stage_perf.json"))

    assert (1000, 880, {"word_count": 120}) == (record.before, record.after, removed(record))
    assert record.duration_s is None
    assert "what went in is at least what is counted" in record.warnings[0]


def test_without_a_writer_what_the_last_stage_left_is_not_known(tmp_path: Path) -> None:
    """The classifier at the end removes what nobody counts."""
    record = record_in(performance(tmp_path, [stage("reader", 1), stage("words", 100), stage("classifier", 90)]))

    assert (100, None, {"words": 10, "classifier": None}) == (record.before, record.after, removed(record))
    assert "the last stage, classifier, is no writer" in record.warnings[1]


def test_what_split_tasks_share_counts_once(tmp_path: Path) -> None:
    """One group was split into two tasks behind the first filter: 100 went in once, in 0.125 s."""
    shared = [stage("partition", 1, 0.25), stage("words", 100, 0.125)]
    first, second = ([*shared, stage("writer", items, items / 64)] for items in (50, 30))
    record = record_in(performance(tmp_path, first, second))

    assert (100, 80) == (record.before, record.after)


def test_two_groups_that_measured_alike_count_twice(tmp_path: Path) -> None:
    """Of a stage that took no time at all two groups look the same."""
    record = record_in(performance(tmp_path, *([stage("words", 100, 0), stage("writer", 90, 0)] for _ in range(2))))

    assert (200, 180) == (record.before, record.after)


def test_a_stage_that_makes_samples_is_settled_by_a_person(tmp_path: Path) -> None:
    """10 videos became 90 clips: what is removed of clips is not removed of videos."""
    path = performance(tmp_path, [stage("reader", 1), stage("clip", 10), stage("motion", 90), stage("writer", 60)])

    assert "80 samples more enter motion than the stage before it" in fault_of(record_in(path))


def test_of_a_reader_and_a_writer_nothing_was_removed(tmp_path: Path) -> None:
    """100 were written of what one group of files held: what went in is what entered the writer."""
    record = record_in(performance(tmp_path, [stage("reader", 1), stage("writer", 100)]))

    assert (100, 100, (), "") == (record.before, record.after, record.stages, record.unsettled)


def test_a_stage_that_left_all_removed_none(tmp_path: Path) -> None:
    """It is a step of the filtering all the same."""
    record = record_in(performance(tmp_path, [stage("words", 100), stage("lines", 100), stage("writer", 90)]))

    assert ({"words": 0, "lines": 10}, "") == (removed(record), record.unsettled)


def test_one_task_may_stand_alone(tmp_path: Path) -> None:
    """A list of stages, without the list of tasks around it, or below the task's own key."""
    stages = [stage("words", 100), stage("writer", 90)]
    alone = written(tmp_path / "a.json", json.dumps(stages))
    tasks = written(tmp_path / "b.json", json.dumps([{"task_id": "x", "_stage_perf": stages}]))

    assert [(100, 90)] * 2 == [(it.before, it.after) for it in (record_in(alone), record_in(tasks))]


def test_the_tasks_at_the_end_count_files(tmp_path: Path) -> None:
    """num_items 1 is one written file and no document: refused, with what to write."""
    path = written(tmp_path / "tasks.json", json.dumps([{"task_id": "0_2", "num_items": 1, "dataset_name": "in"}]))

    assert "no task has the performance of its stages (these are the tasks at the end, which count files" in refusal(
        path
    )


def test_a_workflow_that_removed_says_how_many() -> None:
    """94 of a number that it does not say, in 12.75 s; behind a record of 838 documents 744 are left."""
    record = record_in(sample("nemo-curator", "removal.json"))
    run = run_of(record_in(sample("data-prep-toolkit", "out_filter")), record)

    assert (94, None, None, Decimal("12.75")) == (record.removed, record.before, record.after, record.duration_s)
    assert (1000, 744, 94) == (run.before, run.after, removed(run)["text_duplicates_removal"])


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0, None), (-1, None), (0.5, "0.5"), (315_360_000, "315360000"), (315_360_001, None)]
)
def test_a_workflow_that_removed_what_it_identified_flags_nothing(
    tmp_path: Path, seconds: float, expected: str | None
) -> None:
    """The 94 that went are those that were found; no time, or more than ten years, is no duration."""
    metadata = {"num_duplicates": 94, "num_duplicates_removed": 94, "total_time": seconds}
    value = {"workflow_name": "dedup", "pipeline_tasks": {}, "metadata": metadata}
    record = record_in(written(tmp_path / "dedup.json", json.dumps(value)))

    assert (94, (), (), {"dedup": 94}) == (record.removed, record.choices, record.warnings, removed(record))
    assert (None if expected is None else Decimal(expected)) == record.duration_s


def test_a_workflow_that_identified_removed_nothing(tmp_path: Path) -> None:
    """94 duplicates were found: flagged is not removed, and how many there were is not said."""
    value = {"workflow_name": "fuzzy_dedup", "pipeline_tasks": {}, "metadata": {"num_duplicates": 94}}
    record = record_in(written(tmp_path / "fuzzy.json", json.dumps(value)))

    assert (None, None, None) == (record.removed, record.after, record.choices[0].after)
    assert "94 duplicates were identified" in record.warnings[0]
    assert "--policy: nemo-curator flags and removes nothing" in fault_of(record)


def test_audio_is_never_made_to_add_up(tmp_path: Path) -> None:
    """7400 in, 6950 out, 231 dropped by reason: 219 are unexplained."""
    value = {"input_total_segments": 7400, "output_total_segments": 6950, "dropped": {"silence": 131, "music": 100}}
    record = record_in(written(tmp_path / "metrics.json", json.dumps(value)))

    assert (7400, 6950, 219, "segment") == (record.before, record.after, record.unexplained, record.unit)


@pytest.mark.parametrize("items", [-1, 1.5, "x", None])
def test_a_count_that_is_none_is_refused(tmp_path: Path, items: object) -> None:
    """No count is guessed where one is damaged."""
    path = performance(tmp_path, [{**stage("words", 1), "num_items_processed": items}, stage("writer", 1)])

    assert "$[0][0].num_items_processed is " in refusal(path)
