"""datatrove: documents read, dropped by filter and reason, written; resumed runs; MinHash; the time worked."""

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.curation.sources import fault_of, record_in, records_in, removed, run_of, sample, written


def block(name: str, **stats: Any) -> dict[str, Any]:
    """Return a block of the statistics."""
    return {"name": name, "time_stats": {"total": 1.0}, "stats": stats}


def total(number: int) -> dict[str, int]:
    """Return a count as datatrove writes one that has several parts."""
    return {"total": number, "n": 2}


READER = block("📖 - READER: 🐿 Jsonl", input_files=1, documents={"total": 10, "unit": "input_file"})
SHORT = block("🔻 - FILTER: 🥇 Short", total=10, forwarded=7, dropped=3, dropped_short=3)
WRITER = block("💽 - WRITER: 🐿 Jsonl", total=7)


def folder(path: Path, *ranks: list[dict[str, Any]], tasks: int | None = None, logs: bool = True) -> Path:
    """Write a logging folder with the blocks of each rank."""
    for number, rank in enumerate(ranks):
        written(path / "stats" / f"{number:05}.json", json.dumps(rank))
        if logs:
            launch = f"2026-11-27 14:00:{10 * number:02}.000 | INFO     | Launching pipeline for rank={number}\n"
            end = f"2026-11-27 14:00:{10 * number + 4:02}.500 | SUCCESS  | Processing done for rank={number}\n"
            written(path / "logs" / f"task_{number:05}.log", launch + end)
    written(path / "executor.json", json.dumps({"world_size": len(ranks) if tasks is None else tasks}))
    return path


def test_a_run_is_added_up_over_its_ranks() -> None:
    """1000 -> 838 by two filters; the 59 lines that were cut out of documents are none; 5.4 s from the logs."""
    record = record_in(sample("datatrove", "logs_full"))

    assert (1000, 838, 0, "document") == (record.before, record.after, record.unexplained, record.unit)
    assert {"Gopher Quality": 120, "C4 Quality": 42, "Lambda": 0} == removed(record)
    assert ["gopher_short_doc", "lorem_ipsum", None] == [stage.reason for stage in record.stages]
    assert Decimal("5.405") == record.duration_s
    assert not record.zone_known


def test_a_block_is_called_by_its_words_alone(tmp_path: Path) -> None:
    """Without the signs that join pictures or choose how they are drawn."""
    short = {**SHORT, "name": "🔻 - FILTER: 🧑\u200d💻\ufe0f Short"}
    record = record_in(folder(tmp_path, [READER, short, WRITER]))

    assert {"Short": 3} == removed(record)


def test_stats_json_in_its_folder_is_the_folder() -> None:
    """Of a resumed run it holds the last ranks alone; what lies beside it holds all of them."""
    path = sample("datatrove", "logs_full")

    assert record_in(path) == record_in(path / "stats.json")


def test_stats_json_alone_says_that_tasks_may_be_missing(tmp_path: Path) -> None:
    """Copied out of its folder nobody knows whether the run was resumed."""
    shutil.copy(sample("datatrove", "logs_full") / "stats.json", tmp_path / "copied.json")
    record = record_in(tmp_path / "copied.json")

    assert (1000, 838, None) == (record.before, record.after, record.duration_s)
    assert any("name the logging folder" in it for it in record.warnings)


def test_resumed_ranks_count_once_and_a_pause_is_no_work(tmp_path: Path) -> None:
    """Two ranks of 4.5 s, 10 s apart: 9 s were worked, and 20 documents read."""
    record = record_in(folder(tmp_path, [READER, SHORT, WRITER], [READER, SHORT, WRITER]))

    assert (20, 14, {"Short": 6}) == (record.before, record.after, removed(record))
    assert Decimal("9") == record.duration_s


def test_a_task_that_was_launched_again_worked_twice(tmp_path: Path) -> None:
    """Broken off after 2 s and resumed a minute later for 3 s: 5 s, not 63 s."""
    folder(tmp_path, [READER, SHORT, WRITER])
    times = (("00.000", "Launching pipeline for rank=0"), ("02.000", "ERROR"))
    again = (("10.000", "Launching pipeline for rank=0"), ("13.000", "Processing done for rank=0"))
    lines = [f"2026-11-27 14:00:{second} | INFO     | {text}" for second, text in times]
    lines += [f"2026-11-27 14:01:{second} | INFO     | {text}" for second, text in again]
    written(tmp_path / "logs" / "task_00000.log", "\n".join(lines) + "\n")

    assert Decimal("5") == record_in(tmp_path).duration_s


@pytest.mark.parametrize(("tasks", "is_doubted"), [(2, False), (3, True)])
def test_a_run_that_is_not_complete_is_settled_by_a_person(tmp_path: Path, tasks: int, is_doubted: bool) -> None:
    """Two ranks of two are all; two of three are a part, which --run 1 takes."""
    path = folder(tmp_path, [READER, SHORT], [READER, SHORT], tasks=tasks)

    assert is_doubted == bool(record_in(path).unsettled)
    if is_doubted:
        assert "2 of 3 tasks are complete" in fault_of(record_in(path))
        assert 20 == run_of(*records_in(path, 1)).before


def test_a_rank_that_cannot_be_read_costs_itself(tmp_path: Path) -> None:
    """The documents of the other one count, and that a task is missing is said."""
    path = folder(tmp_path, [READER, SHORT], [READER, SHORT])
    written(path / "stats" / "00001.json", '[{"name": ')

    assert (10, 7) == (record_in(path).before, record_in(path).after)
    assert "1 of 2 tasks are complete" in record_in(path).unsettled
    assert "1 file of statistics cannot be read" in record_in(path).warnings[0]


def test_without_its_logs_the_time_is_not_known(tmp_path: Path) -> None:
    """The seconds in the statistics are added up over tasks that ran side by side."""
    record = record_in(folder(tmp_path, [READER, SHORT], logs=False))

    assert record.duration_s is None
    assert "the logs of 1 of 1 tasks are not there" in record.warnings[0]


def test_blocks_are_known_by_name_where_a_rank_lacks_one(tmp_path: Path) -> None:
    """In the second rank the first filter dropped nothing it counted, and left no entry."""
    other = block("🔻 - FILTER: Long", total=total(7), forwarded=total(6), dropped=1, dropped_long=1)
    second = block("🔻 - FILTER: Long", total=10, forwarded=8, dropped=2, dropped_long=2)
    record = record_in(folder(tmp_path, [READER, other], [READER, SHORT, second]))

    assert {"Short": 3, "Long": 3} == removed(record)


def test_reasons_of_one_filter_are_stages_of_their_own(tmp_path: Path) -> None:
    """5 are dropped: 3 short, 1 odd, and of 1 no reason is counted."""
    several = block("F: Gopher", total=10, forwarded=5, dropped=5, dropped_short=3, dropped_odd=1)
    record = record_in(folder(tmp_path, [READER, several]))

    assert {"Gopher: short": 3, "Gopher: odd": 1, "Gopher": 1} == removed(record)


def test_what_a_block_without_statistics_drops_is_unexplained(tmp_path: Path) -> None:
    """The filter passed 7 on and the writer wrote 5: 2 went between them, and no block says so."""
    record = record_in(folder(tmp_path, [READER, SHORT, block("W: Jsonl", total=5)]))

    assert (5, 2) == (record.after, record.unexplained)


def test_what_is_left_without_a_count_of_it_follows_from_the_dropped(tmp_path: Path) -> None:
    """A filter that dropped all passes none on, and counts nothing of it: of 10 documents 10 are dropped."""
    record = record_in(folder(tmp_path, [READER, block("FILTER: All", total=10, dropped=10)]))

    assert (0, {"All": 10}) == (record.after, removed(record))


def test_a_block_that_splits_documents_is_settled_by_a_person(tmp_path: Path) -> None:
    """10 documents became 12 parts: what is removed of parts is not removed of documents."""
    record = record_in(folder(tmp_path, [READER, block("FILTER: Long", total=12, forwarded=9, dropped=3)]))

    assert "Long was given 2 documents more than there were" in record.unsettled


def test_minhash_removes_in_its_last_pipeline_alone() -> None:
    """It reads its 46 documents twice; of 11 duplicates in clusters 6 are removed, and 40 lines were written."""
    names = ("signatures", "buckets", "clusters", "filter")
    run = run_of(*(record_in(sample("datatrove", f"minhash_{name}")) for name in names))

    assert (46, 40, {"MinHash stage 4": 6}) == (run.before, run.after, removed(run))
    told = {name: record_in(sample("datatrove", f"minhash_{name}")).warnings for name in names}
    assert ["signatures"] == [name for name, lines in told.items() if any("no block" in it for it in lines)]


def test_nothing_dropped_is_nothing_removed(tmp_path: Path) -> None:
    """A plain 0 and no key at all both mean that no document was dropped."""
    idle = block("FILTER: Idle", total=10, forwarded=10, dropped=0)
    record = record_in(folder(tmp_path, [READER, idle, block("FILTER: Silent", total=10, forwarded=10)]))

    assert (10, 10, {"Idle": 0, "Silent": 0}) == (record.before, record.after, removed(record))


def test_statistics_alone_say_no_time_and_nothing_to_settle(tmp_path: Path) -> None:
    """Of the last rank, or of all of them together: no log is beside them."""
    path = written(tmp_path / "stats.json", json.dumps([READER, SHORT, WRITER]))
    record = record_in(path)

    assert (10, 7, "") == (record.before, record.after, record.unsettled)
    assert (None, None, None) == (record.duration_s, record.started_at, record.ended_at)
