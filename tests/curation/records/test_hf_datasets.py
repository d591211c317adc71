"""Hugging Face save_to_disk: rows of what was saved, splits, old saves with indices."""

import json
import shutil
from pathlib import Path

import pytest

from reportgen.curation.datasets.read import count_data
from tests.curation.sources import record_in, refusal, removed, run_of, sample, written


def test_rows_are_counted_and_never_taken_from_dataset_info() -> None:
    """558 and 223 rows were saved after a filter, where dataset_info.json still says 750 and 250."""
    record = record_in(sample("hf-datasets", "filtered"))

    assert (781, [("train", 558), ("test", 223)]) == (record.samples, [(it.name, it.samples) for it in record.parts])
    assert (None, None, None, False) == (record.before, record.after, record.duration_s, record.filters)


def test_two_saves_are_before_and_after() -> None:
    """1000 -> 781: 219 went, by no reason that is known; a split alone is a data set too."""
    raw, filtered = sample("hf-datasets", "raw"), sample("hf-datasets", "filtered")
    run = run_of(record_in(raw), record_in(filtered))

    assert (1000, 781, [219], ()) == (run.before, run.after, list(removed(run).values()), run.warnings)
    assert 558 == record_in(filtered / "train").samples


def test_an_old_save_has_the_rows_of_its_indices() -> None:
    """The table has 100 rows, of which 50 are chosen."""
    old = sample("hf-datasets", "old")
    counted = count_data(str(old))

    assert (50, 50) == (record_in(old).samples, counted.samples)
    assert counted.bytes is None


def test_a_split_that_is_gone_is_said(tmp_path: Path) -> None:
    """The save after the filter has no split test."""
    shutil.copytree(sample("hf-datasets", "filtered"), tmp_path / "kept")
    written(tmp_path / "kept" / "dataset_dict.json", json.dumps({"splits": ["train"]}))
    run = run_of(record_in(sample("hf-datasets", "raw")), record_in(tmp_path / "kept"))

    assert (1000, 558) == (run.before, run.after)
    assert ("the split test is not in b: was it filtered out whole, or is it stored elsewhere?",) == run.warnings


@pytest.mark.parametrize("listed", [["train", "gone"], [], ["../raw"], [7]])
def test_splits_that_are_not_there_are_refused(tmp_path: Path, listed: list[object]) -> None:
    """Half of a copied folder is no data set."""
    shutil.copytree(sample("hf-datasets", "filtered"), tmp_path / "kept")
    written(tmp_path / "kept" / "dataset_dict.json", json.dumps({"splits": listed}))

    assert "dataset_dict.json: " in refusal(tmp_path / "kept")


def test_a_list_of_splits_that_is_no_map_is_refused(tmp_path: Path) -> None:
    """Whatever it is."""
    shutil.copytree(sample("hf-datasets", "filtered"), tmp_path / "kept")
    written(tmp_path / "kept" / "dataset_dict.json", "7")

    assert "dataset_dict.json: it lists no splits (is the file damaged?)" in refusal(tmp_path / "kept")


def test_no_file_outside_of_the_folder_is_read(tmp_path: Path) -> None:
    """A name that leads out of it is refused."""
    shutil.copytree(sample("hf-datasets", "filtered") / "train", tmp_path / "kept" / "train")
    shutil.copy(sample("hf-datasets", "old") / "dataset.arrow", tmp_path)
    state = {"_data_files": [{"filename": "../../dataset.arrow"}]}
    written(tmp_path / "kept" / "train" / "state.json", json.dumps(state))

    assert "it leads out of the folder in which it was found" in refusal(tmp_path / "kept" / "train")
