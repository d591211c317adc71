"""data-prep-toolkit: documents of source and result, criteria that add up and such that do not, the time."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.curation.sources import record_in, refusal, removed, run_of, sample, written

STATS = {"source_doc_count": 100, "result_doc_count": 80}
JOB = {
    "job name": "filter",
    "status": "success",
    "start_time": "2026-11-27 14:00:00",
    "end_time": "2026-11-27 14:00:09",
}


def metadata(folder: Path, stats: dict[str, Any], processors: int = 0, **job: Any) -> Path:
    """Write the metadata of a job."""
    value = {
        "job details": {**JOB, **job},
        "job_input_params": {"num_processors": processors},
        "job_output_stats": stats,
    }
    return written(folder / "metadata.json", json.dumps(value))


def test_a_filter_counts_by_its_criteria() -> None:
    """1000 -> 838 by two criteria that add up to 162; `pct_docs_kept` says 335 and is not read."""
    record = record_in(sample("data-prep-toolkit", "out_filter"))

    assert (1000, 838, "document", (835_449, 610_015)) == (
        *(record.before, record.after, record.unit),
        (record.bytes_before, record.bytes_after),
    )
    assert {"filter: n > 50": 120, "filter: contents NOT LIKE '%lorem ipsum%'": 42} == removed(record)
    assert Decimal("1.028") == record.duration_s


def test_two_jobs_are_a_chain() -> None:
    """1000 -> 838 -> 744, in which order they are named or not."""
    jobs = [record_in(sample("data-prep-toolkit", name)) for name in ("out_filter", "out_ededup")]

    for run in (run_of(*jobs), run_of(*reversed(jobs))):
        assert (1000, 744, 0) == (run.before, run.after, run.unexplained)
        assert [120, 42, 94] == list(removed(run).values())
        assert (("data-prep-toolkit",), Decimal("1.063")) == (run.tools, run.duration_s)


def test_criteria_counted_each_on_its_own_are_no_stages(tmp_path: Path) -> None:
    """15 and 12 of the 20 that were removed: 7 are in both, and nobody knows which one removed them."""
    criteria = {"docs_filtered_out_by 'a > 1'": 15, "docs_filtered_out_by 'b < 2'": 12}
    record = record_in(metadata(tmp_path, {**STATS, **criteria}))

    assert {"filter": 20} == removed(record)
    assert [("a > 1", 15), ("b < 2", 12)] == [(it.name, it.samples) for it in record.criteria]
    assert "the criteria are counted each on its own: one document may be in several" in record.warnings


@pytest.mark.parametrize(
    ("processors", "processing", "expected"), [(0, 9.5, "9.5"), (0, 8.5, "9"), (8, 60.0, "9"), (1, 9.5, "9.5")]
)
def test_the_time_of_one_process_is_its_own_watch(
    tmp_path: Path, processors: int, processing: float, expected: str
) -> None:
    """From :00 to :09 are 9 s; one process that worked for 9.5 s took 9.5, and 60 s of eight are no time of the run."""
    path = metadata(tmp_path, {**STATS, "processing_time": processing}, processors)

    assert Decimal(expected) == record_in(path).duration_s


def test_within_one_second_the_time_is_known_by_the_watch_alone(tmp_path: Path) -> None:
    """Begun and ended in the same second, by eight processes: how long is not known."""
    path = metadata(tmp_path, {**STATS, "processing_time": 0.035}, 8, end_time="2026-11-27 14:00:00")

    assert record_in(path).duration_s is None


@pytest.mark.parametrize(("status", "is_said"), [("success", False), ("failure", True)])
def test_a_job_that_failed_is_said(tmp_path: Path, status: str, is_said: bool) -> None:
    """Its counts may be those of a part."""
    warnings = record_in(metadata(tmp_path, STATS, status=status)).warnings

    assert is_said == any("status is 'failure'" in it for it in warnings)


@pytest.mark.parametrize(("listed", "is_said"), [(20, False), (19, True)])
def test_the_list_of_what_went_is_held_against_the_counts(tmp_path: Path, listed: int, is_said: bool) -> None:
    """20 were removed: a list of 19 lacks one."""
    warnings = record_in(metadata(tmp_path, {**STATS, "removed_documents": ["x"] * listed})).warnings

    assert is_said == any("19 documents are listed as removed, and the counts say 20" in it for it in warnings)


def test_a_job_that_removed_nothing_is_a_stage(tmp_path: Path) -> None:
    """It looked at 100 documents and found none to remove."""
    path = metadata(tmp_path, {"source_doc_count": 100, "result_doc_count": 100})

    assert (100, 100, {"filter": 0}) == (record_in(path).before, record_in(path).after, removed(record_in(path)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("source_doc_count", "result_doc_count"),
        ("total_docs_count", "docs_after_filter"),
        ("source_documents", "result_documents"),
    ],
)
def test_documents_have_a_name_in_each_transform(tmp_path: Path, before: str, after: str) -> None:
    """Those of its versions too; what is no count is named by the one that stands there."""
    record = record_in(metadata(tmp_path, {before: 10, after: 7}))

    assert (10, 7) == (record.before, record.after)
    for name in (before, after):
        assert f"{name} is 'x', no count" in refusal(metadata(tmp_path, {before: 10, after: 7, name: "x"}))


def test_a_transform_that_counts_nothing_says_nothing(tmp_path: Path) -> None:
    """Without counts there is no result, and none is guessed from sizes."""
    record = record_in(metadata(tmp_path, {"source_files": 4, "source_size": 10, "result_size": 5}))

    assert (None, None, (), 10, 5) == (
        *(record.before, record.after, record.stages),
        record.bytes_before,
        record.bytes_after,
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[{HEADS}]", "$ is a list, not a map"),
        ('{"job details": 1, "a": {HEADS}}', "$.job details is '1', not a map"),
        ('{"job details": {}, "job_output_stats": 7, "a": {HEADS}}', "$.job_output_stats is '7', not a map"),
        (
            '{HEADS, "job details": {}, "job_output_stats": {"docs_filtered_out_by \'n > 5\'": "x"}}',
            "$.job_output_stats.docs_filtered_out_by 'n > 5' is 'x', no count",
        ),
    ],
)
def test_what_is_none_of_its_parts_is_named(tmp_path: Path, text: str, said: str) -> None:
    """With the place in the file."""
    heads = '"job details": {"job name": "x"}, "job_output_stats": {"source_doc_count": 1, "result_doc_count": 1}'
    path = written(tmp_path / "metadata.json", text.replace("{HEADS}", "{" + heads + "}").replace("HEADS", heads))
    assert said in refusal(path)
