"""img2dataset, DataComp and cosmos-curate: images that were decided on, and such that were lost."""

import json
import shutil
import struct
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.curation.sources import fault_of, record_in, refusal, removed, run_of, sample, written

STATS = {
    "count": 10,
    "successes": 7,
    "failed_to_download": 1,
    "failed_to_resize": 2,
    "duration": 2.0,
    "start_time": 1000.0,
    "end_time": 1002.0,
    "status_dict": {"success": 7, "HTTP Error 404": 1, "aspect ratio too large": 1, "Image decoding error": 1},
}


def shard(folder: Path, number: int, **changed: Any) -> Path:
    """Write the statistics of a shard."""
    return written(folder / f"{number:05}_stats.json", json.dumps({**STATS, **changed}))


def test_what_was_not_found_was_not_decided() -> None:
    """125 -> 112: 5 too small are decided; 7 not found and 1 that is no image are lost."""
    record = record_in(sample("img2dataset", "out_wds"))

    assert (125, 112, 0, {"image too small": 5}) == (record.before, record.after, record.unexplained, removed(record))
    assert {"HTTP Error 404: File not found": 7, "Image decoding error": 1} == {
        it.name: it.samples for it in record.faults
    }
    assert "8 of 125 samples were lost to faults" in run_of(record).warnings[0]


def test_shards_side_by_side_took_the_time_of_both(tmp_path: Path) -> None:
    """From 1000 to 1002 s and from 1001 to 1003: 3 s, with a zone."""
    shard(tmp_path, 0)
    shard(tmp_path, 1, start_time=1001.0, end_time=1003.0)

    assert (Decimal(3), True) == (record_in(tmp_path).duration_s, record_in(tmp_path).zone_known)


@pytest.mark.parametrize(("end", "is_known"), [(1003.0, True), (1003.1, False)])
def test_a_shard_that_spans_a_pause_has_no_time(tmp_path: Path, end: float, is_known: bool) -> None:
    """It says 2 s of work; a second more may be rounding, more than that is a pause."""
    record = record_in(shard(tmp_path, 0, end_time=end))

    assert is_known == (record.duration_s is not None)
    assert is_known != any("span a pause" in it for it in record.warnings)


def test_beside_a_shard_that_spans_a_pause_the_others_say_no_time(tmp_path: Path) -> None:
    """2 s of the one are not the time of both."""
    shard(tmp_path, 0)
    shard(tmp_path, 1, end_time=1009.0)
    record = record_in(tmp_path)

    said = "the times of a shard span a pause, as where it was fetched again: how long the work took is not known"
    assert (None, None, (said,)) == (record.duration_s, record.started_at, record.warnings)


def test_a_shard_without_statistics_is_settled_by_a_person(tmp_path: Path) -> None:
    """The second was broken off: its images are in no count."""
    shard(tmp_path, 0)
    for name in ("00000.tar", "00001.tar"):
        written(tmp_path / name, "x")

    assert "1 shard has no statistics that can be read" in fault_of(record_in(tmp_path))


def test_damaged_statistics_cost_their_shard(tmp_path: Path) -> None:
    """The other one counts, and the loss is said."""
    shard(tmp_path, 0)
    written(tmp_path / "00001_stats.json", '{"count": ')

    assert (10, 7) == (record_in(tmp_path).before, record_in(tmp_path).after)
    assert "1 shard has no statistics that can be read" in record_in(tmp_path).unsettled


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"count": "x"}, "$.count is 'x', no count (is the file damaged?)"),
        ({"successes": -1}, "$.successes is '-1', no count (is the file damaged?)"),
        ({"successes": 11}, "11 of 10 images succeeded (is the file damaged?)"),
        ({"status_dict": {"late": None}}, "$.status_dict.late is 'None', no count (is the file damaged?)"),
    ],
)
def test_counts_that_are_none_are_named(tmp_path: Path, changed: dict[str, Any], said: str) -> None:
    """With their place in the statistics of the shard."""
    assert refusal(shard(tmp_path, 0, **changed)).endswith(f"00000_stats.json: {said}")


def test_images_without_a_status_are_unexplained(tmp_path: Path) -> None:
    """Older versions count what failed and not why."""
    record = record_in(shard(tmp_path, 0, status_dict={}))

    assert (3, (), (), "") == (record.unexplained, record.stages, record.faults, record.unsettled)
    assert "3 images have no status: why they are not there is not known" in record.warnings


def test_datacomp_says_what_it_processed_and_put_out() -> None:
    """12,800 -> 3,840."""
    record = record_in(sample("datacomp", "shards"))

    assert (12_800, 3_840, {"subset": 8_960}) == (record.before, record.after, removed(record))


def test_a_subset_of_datacomp_is_a_set_of_ids(tmp_path: Path) -> None:
    """Five ids of 16 bytes; one that was cut off is refused."""
    whole = sample("datacomp", "subset.npy")
    cut = tmp_path / "cut.npy"
    cut.write_bytes(whole.read_bytes()[:-1])

    assert (5, None) == (record_in(whole).samples, record_in(whole).after)
    assert "cut.npy: the list of ids is cut off or damaged (copy it again)" in refusal(cut)


def test_a_subset_whose_head_has_four_bytes_of_length(tmp_path: Path) -> None:
    """As version 2 of the format writes it: the same five ids."""
    whole = sample("datacomp", "subset.npy").read_bytes()
    path = tmp_path / "subset.npy"
    path.write_bytes(whole[:6] + b"\x02\x00" + whole[8:10] + b"\0\0" + whole[10:])

    assert 5 == record_in(path).samples


def test_another_array_is_no_subset(tmp_path: Path) -> None:
    """Numbers of 64 bits are no ids of 128."""
    head = b"{'descr': '<u8', 'fortran_order': False, 'shape': (5,), }\n"
    path = tmp_path / "other.npy"
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head + bytes(40))

    assert "this is a binary file, and no record" in refusal(path)


def test_cosmos_of_images_has_an_unexplained_rest() -> None:
    """1000 -> 812, of which 184 were filtered: 4 are nowhere; 2.5 minutes are 150 s."""
    record = record_in(sample("cosmos-curate", "images.json"))

    assert (1000, 812, {"filtered": 184}, 4) == (record.before, record.after, removed(record), record.unexplained)
    assert Decimal(150) == record.duration_s


def test_cosmos_without_a_count_of_what_was_filtered_has_no_stage(tmp_path: Path) -> None:
    """All that was removed is unexplained then."""
    path = written(tmp_path / "summary.json", '{"num_input_images": 10, "num_images_passed": 8}')

    assert ((), 2) == (record_in(path).stages, record_in(path).unexplained)


def test_a_count_of_cosmos_that_is_none_is_named(tmp_path: Path) -> None:
    """With its place."""
    counts = {"total_num_clips_passed": 8, "num_processed_videos": 1, "num_input_videos_selected": 1}
    for key in ("num_input_videos_selected", "total_num_clips_transcoded", "total_num_clips_passed"):
        path = written(tmp_path / "summary.json", json.dumps({**counts, key: "all"}))
        assert f"summary.json: $.{key} is 'all', no count" in refusal(path)


def test_cosmos_of_clips_says_which_filter() -> None:
    """95 clips -> 80: 10 by motion, 5 by looks; of ten videos one was not processed."""
    record = record_in(sample("cosmos-curate", "clips.json"))

    assert (95, 80, 0, "clip") == (record.before, record.after, record.unexplained, record.unit)
    assert {"motion": 10, "aesthetic": 5, "qwen_classifier": 0} == removed(record)
    assert Decimal("980.4") == record.duration_s
    assert ("1 of 10 videos was not processed: its clips are in no count",) == record.warnings


def test_a_run_time_of_zero_was_not_measured(tmp_path: Path) -> None:
    """cosmos-curate writes 0.0 where nobody took the time."""
    shutil.copy(sample("cosmos-curate", "clips.json"), tmp_path)
    path = tmp_path / "clips.json"
    path.write_text(path.read_text().replace("16.34", "0.0"))

    assert record_in(path).duration_s is None


def test_a_shard_that_is_a_link_to_nothing_is_not_taken_for_none(tmp_path: Path) -> None:
    """Its images would be missing from every count, unsaid."""
    shard(tmp_path, 0)
    (tmp_path / "00001_stats.json").symlink_to("gone")

    [warning] = record_in(tmp_path).warnings

    assert "00001_stats.json: cannot be read: No such file" in warning
