"""Spark's event log: queries that write, the last plan of each, tasks counted once."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import zstandard

from tests.curation.records.test_spark_plan import node, numbered
from tests.curation.sources import record_in, records_in, refusal, removed, sample, written

SQL = "org.apache.spark.sql.execution.ui.SparkListener"
SCAN = node("Scan parquet ", "FileScan parquet [a#1]", 100)
KEPT = node("Execute InsertIntoHadoopFsRelationCommand", "", 60, node("Filter", "Filter (a#1 > 5)", 60, SCAN))
HALF = node("Execute InsertIntoHadoopFsRelationCommand", "", 30, node("Filter", "Filter (a#1 > 5)", 30, SCAN))
COUNTED = node("HashAggregate", "HashAggregate(keys=[], functions=[count(1)])", 1, SCAN)


def start(plan: dict[str, Any], query: int = 0) -> dict[str, Any]:
    """Return the event of a query that begins at 1 s."""
    return {"Event": f"{SQL}SQLExecutionStart", "executionId": query, "sparkPlanInfo": numbered(plan)[0], "time": 1000}


def end(query: int = 0, error: str = "") -> dict[str, Any]:
    """Return the event of a query that ended at 3.5 s."""
    return {"Event": f"{SQL}SQLExecutionEnd", "executionId": query, "time": 3500, "errorMessage": error}


def task(plan: dict[str, Any], index: int = 0, reason: str = "Success") -> dict[str, Any]:
    """Return the event of a task that did all the rows of the plan."""
    rows = [{"ID": number, "Update": str(count)} for number, count in numbered(plan)[1].items()]
    info = {"Index": index, "Accumulables": rows}
    return {"Event": "SparkListenerTaskEnd", "Stage ID": 1, "Task End Reason": {"Reason": reason}, "Task Info": info}


def log(folder: Path, *events: dict[str, Any]) -> Path:
    """Write an event log as Spark does, without blanks."""
    head = {"Event": "SparkListenerLogStart", "Spark Version": "3.5.3"}
    return written(folder / "log", "".join(json.dumps(it, separators=(",", ":")) + "\n" for it in (head, *events)))


def test_a_query_that_writes_is_read_by_its_last_plan() -> None:
    """1000 -> 868 by a filter -> 774 by duplicates, as counts beside it said; the 775 of a partial one are no step."""
    record = record_in(sample("spark", "local-1795828247172"))

    assert (1000, 774, {"Filter": 132, "SortAggregate": 94}) == (record.before, record.after, removed(record))
    assert ("one of each contents", "3.5.3") == (record.stages[1].reason, record.tool_version)
    assert (Decimal("7.911"), True) == (record.duration_s, record.zone_known)
    assert "at least what is counted" in record.warnings[0]


def test_a_log_that_rolls_is_a_folder() -> None:
    """1000 -> 892 by a function -> 500 by a limit, over two files."""
    record = record_in(sample("spark", "eventlog_v2_local-1795828462779"))

    assert (1000, 500, [108, 392]) == (record.before, record.after, [stage.removed for stage in record.stages])


def test_rolled_files_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    """File 10 follows file 9 and not file 1."""
    text = log(tmp_path, start(KEPT), task(KEPT), end()).read_text().splitlines(keepends=True)
    for number, lines in ((1, text[:1]), (9, text[1:2]), (10, text[2:])):
        written(tmp_path / "eventlog" / f"events_{number}_app", "".join(lines))

    assert (100, 60) == (record_in(tmp_path / "eventlog").before, record_in(tmp_path / "eventlog").after)


@pytest.mark.parametrize(
    ("events", "rows"),
    [
        ([task(KEPT)], 60),
        ([task(KEPT), task(KEPT, index=1)], 120),
        ([task(KEPT), task(KEPT)], 60),
        ([task(KEPT, reason="ExceptionFailure"), task(KEPT)], 60),
        ([task(HALF, reason="ExceptionFailure"), task(KEPT)], 60),
        ([task(KEPT), task(HALF, index=1, reason="TaskKilled")], 60),
    ],
)
def test_each_task_counts_once(tmp_path: Path, events: list[dict[str, Any]], rows: int) -> None:
    """Two tasks are added up; one that ran again or failed before it succeeded is one."""
    assert rows == record_in(log(tmp_path, start(KEPT), *events, end())).after


@pytest.mark.parametrize("events", [[end(error="OutOfMemory")], []])
def test_a_query_that_failed_or_broke_off_kept_nothing(tmp_path: Path, events: list[dict[str, Any]]) -> None:
    """What it wrote until then is no result."""
    assert "no query of it writes rows" in refusal(log(tmp_path, start(KEPT), task(KEPT), *events))


def test_a_query_that_only_counts_is_no_filtering(tmp_path: Path) -> None:
    """The number of rows was shown, and nothing was kept."""
    assert "a count or a collect is no filtering" in refusal(log(tmp_path, start(COUNTED), task(COUNTED), end()))


def test_a_query_that_writes_a_count_is_no_filtering(tmp_path: Path) -> None:
    """The one row that it wrote is no sample that was kept."""
    written_count = node("Execute InsertIntoHadoopFsRelationCommand", "", 1, COUNTED)

    assert "no query of it writes rows" in refusal(log(tmp_path, start(written_count), task(written_count), end()))


def test_a_query_that_a_person_must_settle_is_not_left_out_for_a_copy(tmp_path: Path) -> None:
    """150 rows were made of 100, and another query copied all: the first is the one to speak of."""
    grown = node(
        "Execute InsertIntoHadoopFsRelationCommand", "", 150, node("Generate", "Generate explode(a#1)", 150, SCAN)
    )
    copied = node("Execute InsertIntoHadoopFsRelationCommand", "", 100, SCAN)
    [record] = records_in(log(tmp_path, start(grown), task(grown), end(), start(copied, 1), end(1)))

    assert "Generate makes 50 rows more than there were" in record.unsettled


def test_a_copy_beside_a_filter_is_left_out(tmp_path: Path) -> None:
    """The first query wrote all it read, the second left out 40: one record."""
    copied = node("Execute InsertIntoHadoopFsRelationCommand", "", 100, SCAN)
    events = (start(KEPT), task(KEPT), end(), start(copied, 1), end(1))

    assert [60] == [it.after for it in records_in(log(tmp_path, *events))]


def test_a_damaged_event_costs_itself(tmp_path: Path) -> None:
    """One of two tasks is cut: the rows of the other count, and the loss is said."""
    path = log(tmp_path, start(KEPT), task(KEPT), task(KEPT, index=1), end())
    lines = path.read_text().splitlines()
    lines[3] = lines[3][:60]
    record = record_in(written(path, "\n".join(lines)))

    assert (100, 60) == (record.before, record.after)
    assert "1 event is damaged (line 4: not JSON): what stands there is in no count" in record.warnings


def test_a_compressed_log_is_to_be_unpacked(tmp_path: Path) -> None:
    """Some of Spark's codecs Python has not: the way out is said."""
    path = tmp_path / "local-1795828247172.lz4"
    path.write_bytes(b"LZ4Block\x16\x00\x58\x11\x00")

    assert "compressed by Spark's own codec? (have Spark write it again as zstd" in refusal(path)


def test_a_log_that_spark_compressed_is_read_as_it_is(tmp_path: Path) -> None:
    """In frames of Zstandard, rolled or not, as Spark 4 writes it by itself; one cut off is refused."""
    content = log(tmp_path, start(KEPT), task(KEPT), end()).read_bytes()
    pack = zstandard.ZstdCompressor().compress
    path = tmp_path / "local-1795828247172.zstd"
    path.write_bytes(pack(content[:500]) + pack(content[500:]))

    assert (100, 60) == (record_in(path).before, record_in(path).after)
    rolled = tmp_path / "eventlog_v2_local-1"
    rolled.mkdir()
    (rolled / "appstatus_local-1").touch()
    lines = content.splitlines(keepends=True)
    for number, part in enumerate((lines[:2], lines[2:]), start=1):
        (rolled / f"events_{number}_local-1.zstd").write_bytes(pack(b"".join(part)))
    assert (100, 60) == (record_in(rolled).before, record_in(rolled).after)
    path.write_bytes(path.read_bytes()[:-20])
    assert "the Zstandard file is cut off" in refusal(path)
