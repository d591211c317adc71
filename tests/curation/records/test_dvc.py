"""dvc.lock: files and bytes before and after a stage, and whether what came out is part of what went in."""

import json
from pathlib import Path

import pytest

from tests.curation.sources import fault_of, record_in, records_in, refusal, removed, sample, written

RAW, CLEAN, MODEL = ("1" * 32 + ".dir", "2" * 32 + ".dir", "3" * 32 + ".dir")


def folder(path: str, md5: str, files: int | str, size: int = 1000) -> str:
    """Return the entry of a folder in a lock."""
    return f"    - path: {path}\n      hash: md5\n      md5: {md5}\n      size: {size}\n      nfiles: {files}\n"


def stage(name: str, deps: str, outs: str) -> str:
    """Return a stage of a lock."""
    return f"  {name}:\n    cmd: x\n    deps:\n{deps}    outs:\n{outs}"


FILTER = stage("filter", folder("raw", RAW, 10), folder("clean", CLEAN, 4, 500))
TRAIN = stage("train", folder("clean", CLEAN, 4), folder("model", MODEL, 2))


def lock(folder: Path, *stages: str) -> Path:
    """Return a lock of these stages."""
    return written(folder / "dvc.lock", "schema: '2.0'\nstages:\n" + "".join(stages))


def cached(folder: Path, md5: str, files: dict[str, str]) -> None:
    """Write the list of a folder's files into the cache."""
    listed = [{"md5": content, "relpath": name} for name, content in files.items()]
    written(folder / ".dvc" / "cache" / "files" / "md5" / md5[:2] / md5[2:], json.dumps(listed))


def test_the_lock_has_files_and_bytes_before_and_after() -> None:
    """118 files of 19,708,441 bytes became 96 of 17,329,592: how long it took and what filtered is not said."""
    record = record_in(sample("dvc", "dvc.lock"))

    assert (118, 96, 19_708_441, 17_329_592) == (record.before, record.after, record.bytes_before, record.bytes_after)
    assert ({"filter": 22}, "file", None, False) == (removed(record), record.unit, record.duration_s, record.filters)
    assert "DVC counts files of any kind" in record.warnings[0]


def test_the_cache_says_how_many_files_differ() -> None:
    """Of the 118 files 109 have a content of their own, by the list in the cache."""
    assert "of the 118 files in raw 109 differ in content" in record_in(sample("dvc", "with_cache")).warnings


def test_several_stages_are_settled_by_the_cache(tmp_path: Path) -> None:
    """The model's two files are none of the four that were kept: filter alone is a filter, train is none."""
    lock(tmp_path, FILTER, TRAIN)
    cached(tmp_path, RAW, {f"{n}.png": f"m{n}" for n in range(10)})
    cached(tmp_path, CLEAN, {f"{n}.png": f"m{n}" for n in range(4)})
    cached(tmp_path, MODEL, {"weights": "w", "config": "c"})

    assert {"filter": 6} == removed(record_in(tmp_path))


def test_files_that_were_written_anew_are_known_by_their_names(tmp_path: Path) -> None:
    """A filter that strips metadata changes every content and no name."""
    lock(tmp_path, FILTER)
    cached(tmp_path, RAW, {f"{n}.png": f"m{n}" for n in range(10)})
    cached(tmp_path, CLEAN, {f"{n}.png": f"stripped{n}" for n in range(4)})

    assert "" == record_in(tmp_path).unsettled


def test_several_stages_without_a_cache_are_not_joined(tmp_path: Path) -> None:
    """Whether train leaves out files or makes others nobody knows; the run that is taken by its number counts."""
    path = lock(tmp_path, FILTER, TRAIN)

    assert "the lock has 2 stages that turn one folder into another" in fault_of(*records_in(path))
    assert ("", 4) == (records_in(path, 1)[0].unsettled, records_in(path, 1)[0].after)


def test_what_came_out_and_was_not_in_it_is_no_subset(tmp_path: Path) -> None:
    """One of the four files is neither by content nor by name among the ten."""
    lock(tmp_path, FILTER)
    cached(tmp_path, RAW, {f"{n}.png": f"m{n}" for n in range(10)})
    cached(tmp_path, CLEAN, {**{f"{n}.png": f"m{n}" for n in range(3)}, "new.png": "x"})

    assert "1 of the 4 files in clean is not in raw" in fault_of(record_in(tmp_path))


def test_a_stage_that_adds_files_removes_none(tmp_path: Path) -> None:
    """Augmentation makes more files than there were: it does not join, and no count is below zero."""
    path = lock(tmp_path, stage("augment", folder("raw", RAW, 4), folder("more", CLEAN, 10)))

    assert () == record_in(path).stages
    assert "10 after and 4 before" in fault_of(record_in(path))


def test_the_lock_of_version_1_has_its_stages_at_the_top(tmp_path: Path) -> None:
    """Before 2.0 there was no key `stages`."""
    text = "filter:\n  cmd: x\n  deps:\n  - path: raw\n    md5: a.dir\n    size: 9\n    nfiles: 3\n  outs:\n"
    path = written(tmp_path / "dvc.lock", text + "  - path: clean\n    md5: b.dir\n    size: 6\n    nfiles: 2\n")

    assert (3, 2, {"filter": 1}) == (record_in(path).before, record_in(path).after, removed(record_in(path)))


def test_a_filter_that_found_nothing_is_a_stage(tmp_path: Path) -> None:
    """Four files went in and came out, each of a content of its own, of which nothing is said."""
    lock(tmp_path, stage("filter", folder("raw", RAW, 4), folder("clean", CLEAN, 4)))
    for md5 in (RAW, CLEAN):
        cached(tmp_path, md5, {f"{n}.png": f"m{n}" for n in range(4)})
    record = record_in(tmp_path)

    assert ({"filter": 0}, "") == (removed(record), record.unsettled)
    assert not any("differ in content" in it for it in record.warnings)


def test_of_two_folders_that_came_out_nobody_knows_which_was_kept(tmp_path: Path) -> None:
    """As of two that went in."""
    path = lock(tmp_path, stage("split", folder("raw", RAW, 4), folder("a", CLEAN, 3) + folder("b", MODEL, 1)))

    assert "no stage of it turns a folder of files into another one, so that nothing is counted" in refusal(path)


@pytest.mark.parametrize("entry", ["    - path: a.py\n      md5: x\n      size: 3\n", folder("a", RAW, 3) * 2])
def test_one_folder_in_and_one_out_is_counted(tmp_path: Path, entry: str) -> None:
    """A table of samples in one file has no count, and of two folders nobody knows which one was filtered."""
    path = lock(tmp_path, stage("filter", entry, folder("clean", CLEAN, 2)))

    assert "nothing is counted (name the data set before filtering and the one after it)" in refusal(path)


def test_a_count_that_is_none_is_refused_at_its_line(tmp_path: Path) -> None:
    """The lock is one text: a damaged count is not guessed."""
    path = lock(tmp_path, stage("filter", folder("raw", RAW, "12x"), folder("clean", CLEAN, 2)))

    assert "dvc.lock:10: nfiles is '12x', no count" in refusal(path)


def test_a_lock_that_is_a_list_is_refused(tmp_path: Path) -> None:
    """It is no manifest, so that nothing is said of what one begins with."""
    path = written(tmp_path / "dvc.lock", f"-\n    deps:\n{folder('raw', RAW, 1)}")

    said = "dvc.lock:1: a lock of DVC is a map of keys and values, this is a list (is the file cut off or damaged?)"
    assert refusal(path).endswith(said)


def test_a_damaged_cache_says_nothing(tmp_path: Path) -> None:
    """The counts of the lock stand without it."""
    lock(tmp_path, FILTER)
    for md5 in (RAW, CLEAN):
        written(tmp_path / ".dvc" / "cache" / "files" / "md5" / md5[:2] / md5[2:], '[{"md5": ')

    assert (10, 4, "") == (record_in(tmp_path).before, record_in(tmp_path).after, record_in(tmp_path).unsettled)
