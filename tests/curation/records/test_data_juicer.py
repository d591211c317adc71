"""Data-Juicer: what each operator left, from its log, its printed lines or its events."""

import gzip
import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.curation.sources import fault_of, record_in, records_in, removed, sample, written

AT = "2026-11-27 14:24:50.584 | INFO     | data_juicer."
BEFORE = f"{AT}format.formatter:248 - 1000 samples left after filtering empty text.\n"
DONE = f"{AT}core.executor.default_executor:268 - All OPs are done in 9.438s.\n"


def operator(place: int, left: int | str, name: str = "op", all_: int = 3) -> str:
    """Return the line of an operator that is done."""
    return (
        f"{AT}core.data.dj_dataset:310 - [{place}/{all_}] OP [{name}{place}] Done in {place}.5s. Left {left} samples.\n"
    )


def log(path: Path, *lines: str) -> Path:
    """Return a log of these lines."""
    return written(path, "".join(lines))


def job(start_s: int, duration: str) -> list[str]:
    """Return the lines of a job that started then and took so long."""
    start = {"event_type": "job_start", "timestamp": start_s, "job_id": "j"}
    end = {"event_type": "job_complete", "timestamp": start_s + 10, "job_id": "j"}
    return [json.dumps(start) + "\n", json.dumps(end)[:-1] + f', "duration": {duration}}}\n']


def test_the_folder_of_a_job_has_its_log_from_gzip_and_its_events() -> None:
    """1000 -> 780 by four operators in 10.05 s, of which they took 9.438 s; the events say when, with a zone."""
    record = record_in(sample("data-juicer", "20261127_142448_0be961"))

    assert (1000, 780, 0, Decimal("10.05")) == (record.before, record.after, record.unexplained, record.duration_s)
    assert {
        "words_num_filter": 120,
        "special_characters_filter": 0,
        "text_length_filter": 6,
        "document_deduplicator": 94,
    } == removed(record)
    assert ["5.896", "1.025", "0.955", "1.535"] == [str(stage.duration_s) for stage in record.stages]
    assert record.started_at is not None
    assert "2026-11-27T14:24:50.889384+00:00" == record.started_at.isoformat()
    assert "9.438 s of it were its operators" in record.warnings[0]


def test_what_it_printed_says_the_same_counts() -> None:
    """Standard output, kept in a file, has no events beside it."""
    printed, job = (record_in(sample("data-juicer", name)) for name in ("stdout.txt", "20261127_142448_0be961"))

    assert (printed.before, printed.after, printed.stages) == (job.before, job.after, job.stages)
    assert printed.started_at is None


def test_samples_without_a_text_are_in_no_count(tmp_path: Path) -> None:
    """1,020 were in the file and 20 of them null: 1,000 is before, and the 20 are said."""
    original = f"{AT}format.formatter:236 - There are 1020 sample(s) in the original dataset.\n"
    record = record_in(log(tmp_path / "log.txt", original, BEFORE, operator(1, 900, all_=1)))

    assert (1000, 900) == (record.before, record.after)
    assert any(it.startswith("20 samples without a text") for it in record.warnings)


def test_a_resumed_log_has_no_count_before(tmp_path: Path) -> None:
    """Alone it begins with what its first operator left: what that one removed nobody knows."""
    record = record_in(log(tmp_path / "log.txt", operator(2, 700), operator(3, 650)))

    assert (None, 650) == (record.before, record.after)
    assert {"op2": None, "op3": 50} == removed(record)
    assert any("as of a job that was resumed" in it for it in record.warnings)


def test_in_the_folder_of_a_job_a_resumed_log_goes_on(tmp_path: Path) -> None:
    """The first log broke off behind one operator of three; the second has the other two."""
    for time, text in (
        ("20261127142448", BEFORE + operator(1, 900)),
        ("20261127153000", operator(2, 700) + operator(3, 650)),
    ):
        path = tmp_path / "logs" / "export_.." / f"kept.jsonl_time_{time}.txt.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(text.encode()))
    record = record_in(tmp_path)

    assert (1000, 650, {"op1": 100, "op2": 200, "op3": 50}) == (record.before, record.after, removed(record))
    assert not any("broke off" in it for it in record.warnings)


def test_two_runs_in_one_folder_are_two_records(tmp_path: Path) -> None:
    """A log with a count before begins a run of its own."""
    for time, left in (("20261127142448", 900), ("20261127153000", 800)):
        log(tmp_path / "logs" / f"kept_time_{time}.txt", BEFORE, operator(1, left, all_=1))

    assert [900, 800] == [it.after for it in records_in(tmp_path)]


def test_of_several_runs_nobody_knows_whose_events_are_which(tmp_path: Path) -> None:
    """Two logs and two files of events: neither record has a time that may be the other's."""
    for place, (time, left) in enumerate((("20261127142448", 900), ("20261127153000", 800))):
        log(tmp_path / "logs" / f"kept_time_{time}.txt", BEFORE, operator(1, left, all_=1))
        log(tmp_path / f"events_20261127_14244{place}.jsonl", *job(1795789490 + place, "9.5"))

    assert [(900, None, None), (800, None, None)] == [
        (it.after, it.duration_s, it.started_at) for it in records_in(tmp_path)
    ]


@pytest.mark.parametrize(
    ("duration", "expected"),
    [("9.5", "9.5"), ("0", None), ("-1", None), ("315360000", "315360000"), ("315360000.1", None)],
)
def test_where_the_log_does_not_say_how_long_it_took_the_events_do(
    tmp_path: Path, duration: str, expected: str | None
) -> None:
    """From the first start of the job on; nothing, or more than ten years, is no duration."""
    log(tmp_path / "logs" / "kept_time_20261127142448.txt", BEFORE, operator(1, 900, all_=1))
    log(tmp_path / "events_20261127_142448.jsonl", *job(1795789490, duration), *job(1795789999, duration))
    record = record_in(tmp_path)

    assert (900, None if expected is None else Decimal(expected)) == (record.after, record.duration_s)
    assert record.started_at is not None
    assert 1795789490 == record.started_at.timestamp()


@pytest.mark.parametrize(("seconds", "expected"), [("315360000", "315360000"), ("315360001", None)])
def test_no_job_takes_more_than_ten_years(tmp_path: Path, seconds: str, expected: str | None) -> None:
    """What the line says then is no duration, and the counts are what they are."""
    record = record_in(log(tmp_path / "log.txt", BEFORE, operator(1, 900, all_=1), DONE.replace("9.438", seconds)))

    assert (900, None if expected is None else Decimal(expected)) == (record.after, record.duration_s)


def test_a_log_without_an_operator_is_not_one_of_a_resumed_job(tmp_path: Path) -> None:
    """It says nothing, and nothing is said of it."""
    record = record_in(log(tmp_path / "log.txt", f"{AT}core.executor.default_executor:100 - Loading\n"))

    assert (None, None, ()) == (record.before, record.after, record.warnings)


def test_a_job_that_broke_off_does_not_say_what_it_left(tmp_path: Path) -> None:
    """Two operators of three are done: 700 is no result."""
    record = record_in(log(tmp_path / "log.txt", BEFORE, operator(1, 900), operator(2, 700)))

    assert (1000, None) == (record.before, record.after)
    assert "it broke off behind operator 2 of 3" in record.warnings[0]


def test_a_damaged_line_costs_itself(tmp_path: Path) -> None:
    """What operator 2 left cannot be read: what it and operator 3 removed, 250 together, is unexplained."""
    record = record_in(log(tmp_path / "log.txt", BEFORE, operator(1, 900), operator(2, "7x"), operator(3, 650)))

    assert (1000, 650, 250) == (record.before, record.after, record.unexplained)
    assert {"op1": 100, "op3": None} == removed(record)
    assert "1 line is damaged (line 3: " in record.warnings[0]


def test_an_operator_that_makes_samples_is_settled_by_a_person(tmp_path: Path) -> None:
    """1000 texts became 1200 parts: the 1100 that are left are no subset of the 1000."""
    record = record_in(log(tmp_path / "log.txt", BEFORE, operator(1, 1200, all_=2), operator(2, 1100, all_=2)))

    assert "op1 made 200 samples more than there were" in fault_of(record)


def test_progress_on_one_line_hides_nothing(tmp_path: Path) -> None:
    """Bars end with a carriage return, and the line of the operator follows."""
    bar = "Filter: 0%|   | 0/1000 [00:00<?]\rFilter: 100%|###| 1000/1000\n"
    record = record_in(log(tmp_path / "log.txt", BEFORE, bar, operator(1, 900, all_=1), DONE))

    assert (900, Decimal("9.438")) == (record.after, record.duration_s)


def test_events_of_partitions_are_added_up(tmp_path: Path) -> None:
    """Two partitions of 500: 1000 -> 900 -> 850, from their rows; the job took 9.5 s."""
    start = {"event_type": "job_start", "timestamp": 1795789490.5, "job_id": "j"}
    end = {"event_type": "job_complete", "timestamp": 1795789500.0, "job_id": "j", "duration": 9.5}
    rows = [(0, "a", 500, 460), (0, "a", 500, 440), (1, "b", 460, 450), (1, "b", 440, 400)]
    done = [
        {
            "event_type": "op_complete",
            "job_id": "j",
            "operation_name": name,
            "operation_idx": place,
            "metadata": {"input_rows": rows_in, "output_rows": rows_out},
        }
        for place, name, rows_in, rows_out in rows
    ]
    lines = [json.dumps(it) + "\n" for it in (start, *done, end)]
    record = record_in(log(tmp_path / "events_20261127_142450.jsonl", *lines))

    assert (1000, 850, {"a": 100, "b": 50}) == (record.before, record.after, removed(record))
    assert (Decimal("9.5"), True) == (record.duration_s, record.zone_known)


def test_events_of_an_operator_that_makes_samples_are_settled_by_a_person(tmp_path: Path) -> None:
    """10 rows went in and 14 came out."""
    done = {"event_type": "op_complete", "job_id": "j", "operation_name": "split", "operation_idx": 0}
    line = json.dumps({**done, "input_rows": 10, "output_rows": 14}) + "\n"

    record = record_in(log(tmp_path / "events.jsonl", line))
    assert "split made 4 samples more than there were" in fault_of(record)
    assert [("split", None)] == [(stage.name, stage.removed) for stage in record.stages]  # and not 4 fewer than none
    # one that makes none and removes none needs nobody
    same = record_in(log(tmp_path / "same.jsonl", line.replace("14", "10")))
    assert ("", {"split": 0}) == (same.unsettled, removed(same))


def test_events_without_rows_count_nothing() -> None:
    """On one machine the events say when, and the log how many."""
    record = record_in(next(sample("data-juicer", "20261127_142448_0be961").glob("events*")))

    assert (None, None, ()) == (record.before, record.after, record.stages)
    assert Decimal("9.587891578674316") == record.duration_s
