"""dolma, DCLM and text-dedup: documents dropped by file, pages by step, documents before and after."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.curation.sources import fault_of, record_in, records_in, refusal, removed, sample, written

MIXED = "[2026-11-27T14:28:{second}Z INFO  dolma::shard] {text}\n"


def dolma(folder: Path, *texts: str) -> Path:
    """Write a log of dolma, a line each second."""
    return written(folder / "log", "".join(MIXED.format(second=50 + n, text=text) for n, text in enumerate(texts)))


def step(name: str, pages_in: int | str, pages_out: int | str, errors: int = 0) -> dict[str, Any]:
    """Return the statistics of a step of DCLM."""
    return {"name": name, "pages_in": pages_in, "pages_out": pages_out, "secs": 0.5, "errors": errors}


def shard(folder: Path, number: int, *steps: dict[str, Any]) -> Path:
    """Write the statistics of a shard of DCLM."""
    return written(folder / f"shard{number}_stats.jsonl", "".join(json.dumps(it) + "\n" for it in steps))


def test_dolma_drops_so_many_of_each_file() -> None:
    """60 of 500 twice: 1000 -> 880; its times are UTC in whole seconds, all of them the same one."""
    record = record_in(sample("dolma", "mix.stderr.txt"))

    assert (1000, 880, {"mixer": 120}, None) == (record.before, record.after, removed(record), record.duration_s)
    assert "2026-11-27T14:28:50+00:00" == (record.started_at.isoformat() if record.started_at else "")


def test_dolma_takes_from_its_first_line_to_its_last(tmp_path: Path) -> None:
    """From :50 to :52."""
    path = dolma(tmp_path, "Splitting 1 files for toy into 1 shards", "Dropped 1 of 5 documents from a", "Done!")

    assert Decimal(2) == record_in(path).duration_s


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["Splitting 2 files for a into 1 shards", "Dropped 1 of 5 documents from a"], "1 of 2 files are done"),
        (["Dropped 1 of 5 documents from a", "Dropped 1 of 5 documents from a"], "a is in the log more than once"),
    ],
)
def test_half_a_log_of_dolma_and_two_of_them_are_settled_by_a_person(
    tmp_path: Path, texts: list[str], said: str
) -> None:
    """What of two files is done, and whether one was read twice, is no guess."""
    assert said in fault_of(record_in(dolma(tmp_path, *texts)))


def test_a_file_of_which_all_was_dropped_is_done(tmp_path: Path) -> None:
    """5 of 5, the one file that there is: nothing is left, damaged or to be settled."""
    texts = ("Splitting 1 files for a into 1 shards", "Dropped 5 of 5 documents from a")
    record = record_in(dolma(tmp_path, *texts))

    assert (5, 0, {"mixer": 5}, "") == (record.before, record.after, removed(record), record.unsettled)
    assert not any("damaged" in warning for warning in record.warnings)


def test_a_damaged_line_of_dolma_costs_itself(tmp_path: Path) -> None:
    """Of three files one cannot be read: the other two are 10 -> 8."""
    texts = ["Dropped 1 of 5 documents from a", "Dropped 7 of 5 documents from b", "Dropped 1 of 5 documents from c"]
    record = record_in(dolma(tmp_path, *texts))

    assert (10, 8) == (record.before, record.after)
    reason = "what was dropped of a file cannot be read"
    assert f"1 line is damaged (line 2: {reason}): what stands there is in no count" == record.warnings[0]
    other = record_in(dolma(tmp_path, *texts[:1], "Dropped some of 5 documents"))
    assert f"1 line is damaged (line 2: {reason}): what stands there is in no count" == other.warnings[0]


def test_a_log_in_which_nothing_was_dropped_is_refused(tmp_path: Path) -> None:
    """The one line that it has cannot be read: with its file, and which log it is that counts."""
    path = dolma(tmp_path, "Dropped 9 of 5 documents from a")

    assert (True, True) == (
        refusal(path).startswith(f"{path}: "),
        refusal(path).endswith("(name the log of dolma mix)"),
    )


def test_a_log_of_the_tagger_counts_nothing(tmp_path: Path) -> None:
    """Attributes beside documents are flags: what the mixer dropped stands in its own log."""
    assert "no file was mixed" in refusal(dolma(tmp_path, "Merging a into b"))


def test_dclm_is_added_up_over_shards() -> None:
    """1000 -> 880 -> 837; three pages had errors, which were lost and not decided: 40 removed of 43."""
    record = record_in(sample("dclm", "stats"))

    assert (1000, 837, "page", 0) == (record.before, record.after, record.unit, record.unexplained)
    assert {"page_length_filter": 120, "word_counter_enricher": 0, "massive_web_repetition_filters": 40} == removed(
        record
    )
    assert [("massive_web_repetition_filters: errors", 3)] == [(it.name, it.samples) for it in record.faults]
    assert record.duration_s is None


def test_a_step_on_all_shards_at_once_says_its_time_and_no_pages() -> None:
    """1000 -> 837, then duplicates of which nobody says here how many: what was left is not known; 73.75 s in all."""
    record = record_in(sample("dclm", "global_stats.jsonl"))

    assert record == record_in(sample("dclm", "global_stats.jsonl").parent)
    assert (1000, None, Decimal("73.75")) == (record.before, record.after, record.duration_s)
    assert {"page_length_filter": 163, "exact_dedup": None} == removed(record)
    assert any("exact_dedup works on all shards at once" in it for it in record.warnings)


@pytest.mark.parametrize(
    ("failures", "expected"),
    [
        (0, ""),
        (None, ""),
        (1, "1 shard failed in a: its pages are in no count"),
        (2000, "2,000 shards failed in a: their pages are in no count"),
    ],
)
def test_shards_that_failed_are_settled_by_a_person(tmp_path: Path, failures: int | None, expected: str) -> None:
    """Their pages are in no count; the file is known by its content, whatever its name."""
    line = json.dumps({**step("a", 10, 9), "num_failures": failures, "working_dir": "x"})
    record = record_in(written(tmp_path / "copied.jsonl", line + "\n"))

    assert (10, 9, Decimal("0.5")) == (record.before, record.after, record.duration_s)
    assert expected == record.unsettled


def test_shards_of_which_nobody_knows_how_many_failed_are_a_damaged_line(tmp_path: Path) -> None:
    """What stands in place of the number is no part of a sentence of ours: the step has no counts."""
    lines = [{**step("a", 10, 9), "working_dir": "x"}, {**step("b", 9, 8), "num_failures": "some"}]
    record = record_in(written(tmp_path / "copied.jsonl", "".join(json.dumps(it) + "\n" for it in lines)))

    assert any("num_failures is 'some', no count" in it for it in record.warnings)
    assert {"a": 1, "b": None} == removed(record)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [((0, 2), 2), ((0, 0), None), ((-1, 2), None), ((315_360_000, 0), 315_360_000), ((315_360_000, 1), None)],
)
def test_steps_take_together_what_each_says(tmp_path: Path, seconds: tuple[int, int], expected: int | None) -> None:
    """A step may take no second; all of them took some time, and no more than ten years."""
    lines = [{**step("a", 10, 9), "secs": seconds[0], "working_dir": "x"}, {**step("b", 9, 8), "secs": seconds[1]}]
    path = written(tmp_path / "global_stats.jsonl", "".join(json.dumps(it) + "\n" for it in lines))

    assert (None if expected is None else Decimal(expected)) == record_in(path).duration_s


def test_a_step_that_removes_none_is_one(tmp_path: Path) -> None:
    """10 -> 10 -> 9 by steps that each begin with what the one before left: nothing is to be settled."""
    record = record_in(shard(tmp_path, 0, step("a", 10, 10), step("b", 10, 9)))

    assert (10, 9, {"a": 0, "b": 1}, "") == (record.before, record.after, removed(record), record.unsettled)


def test_a_step_with_more_pages_than_were_left_is_settled_by_a_person(tmp_path: Path) -> None:
    """9 were left, and 10 enter the next one: a line may be missing between them."""
    record = record_in(shard(tmp_path, 0, step("a", 10, 9), step("b", 10, 8)))

    assert "b begins with 10 pages, and the step before it left 9" in fault_of(record)


def test_seconds_that_are_none_leave_the_time_unknown(tmp_path: Path) -> None:
    """Of two chunks one says its time as a text: what they took together nobody knows."""
    lines = [{**step("a", 10, 9), "working_dir": "x"}, {**step("b", 9, 8), "secs": "long"}]
    path = written(tmp_path / "global_stats.jsonl", "".join(json.dumps(it) + "\n" for it in lines))

    assert (8, None) == (record_in(path).after, record_in(path).duration_s)


def test_a_shard_that_a_step_left_as_it_was_goes_on(tmp_path: Path) -> None:
    """exact_dedup writes no_op in place of counts: 5 of the first shard's 10 went, none of the second's 8."""
    shard(tmp_path, 0, step("length", 20, 10), step("exact_dedup", 10, 5))
    shard(tmp_path, 1, step("length", 20, 8), step("exact_dedup", "no_op", "no_op"))
    record = record_in(tmp_path)

    assert (40, 13, {"length": 22, "exact_dedup": 5}) == (record.before, record.after, removed(record))


def test_pages_that_were_split_are_settled_by_a_person(tmp_path: Path) -> None:
    """10 pages became 14 parts."""
    assert "chunk gave 4 pages more than went in" in fault_of(record_in(shard(tmp_path, 0, step("chunk", 10, 14))))


def test_a_damaged_line_of_dclm_costs_itself(tmp_path: Path) -> None:
    """The step after it begins where the one before ended: what went between them is unexplained."""
    path = shard(tmp_path, 0, step("a", 10, 9), step("b", 9, 7), step("c", 7, 6))
    lines = path.read_text().splitlines()
    lines[1] = lines[1][:30]
    record = record_in(written(path, "\n".join(lines)))

    assert (10, 6, 2) == (record.before, record.after, record.unexplained)
    assert "1 line is damaged (line 2: not JSON)" in record.warnings[0]


@pytest.mark.parametrize("key", ["pages_in", "pages_out", "errors"])
def test_a_count_of_dclm_that_is_none_is_named_with_its_line(tmp_path: Path, key: str) -> None:
    """The step costs itself."""
    path = shard(tmp_path, 0, step("a", 10, 9), {**step("b", 9, 7), key: "x"}, step("c", 7, 6))

    assert f"line 2: {key} is 'x', no count" in record_in(path).warnings[0]


def test_text_dedup_says_documents_before_and_after() -> None:
    """88,803 -> 44,124 in 15.29 s, the sum of its parts."""
    record = record_in(sample("text-dedup", "minhash.log"))

    assert (88_803, 44_124, Decimal("15.29")) == (record.before, record.after, record.duration_s)


def test_text_dedup_on_a_narrow_terminal_has_its_numbers_on_the_next_line() -> None:
    """Of substrings it says bytes too, and documents in brackets."""
    record = record_in(sample("text-dedup", "suffix_array_narrow.log"))

    assert (88_803, 40_404, Decimal("125.45")) == (record.before, record.after, record.duration_s)
    assert (180_332_342, 97_646_271) == (record.bytes_before, record.bytes_after)


def test_two_runs_of_text_dedup_in_one_log_are_two_records(tmp_path: Path) -> None:
    """Each has the time before its own counts."""
    run = "INFO Loading : 1s\nINFO Total : {total}s\nINFO Before : 10\nINFO After : {after}\n"
    path = written(tmp_path / "log", run.format(total=3, after=8) + run.format(total=4, after=7))

    assert [(8, Decimal(3)), (7, Decimal(4))] == [(it.after, it.duration_s) for it in records_in(path)]


@pytest.mark.parametrize(("before", "runs"), [(10**18, 2), (10**18 + 1, 1)])
def test_a_count_out_of_bounds_costs_its_run(tmp_path: Path, before: int, runs: int) -> None:
    """Nobody has more than 10^18 documents: of two runs the other one counts."""
    run = "INFO Loading : 1s\nINFO Before : {before}\nINFO After : 7\n"

    assert runs == len(records_in(written(tmp_path / "log", run.format(before=before) + run.format(before=10))))


def test_a_long_log_of_text_dedup_is_known_by_its_end(tmp_path: Path) -> None:
    """Bars of progress fill more than its first 64 KiB."""
    text = sample("text-dedup", "minhash.log").read_text()

    assert 88_803 == record_in(written(tmp_path / "log", "Map: 50%|##   | 1/2\r" * 5000 + text)).before
