"""`reportgen count`: two data sets become the samples of a manifest."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.running import Run


def images(folder: Path, **classes: int) -> Path:
    for name, many in classes.items():
        (folder / name).mkdir(parents=True)
        for number in range(many):
            (folder / name / f"{number}.jpg").write_text("x")
    return folder


def test_before_and_after_go_into_a_manifest(tmp_path: Path, run: Run) -> None:
    """A folder before, a list of what was kept after."""
    images(tmp_path / "all", car=3, bus=1)
    (tmp_path / "kept.txt").write_text("car/0.jpg\ncar/1.jpg\n")
    done = run("count", "all", "kept.txt", "-o", "run.yaml", "--task", "classification", "--duration", "PT1M")

    assert 0 == done.code
    assert [
        "all: 4 samples, 2 classes, 4 bytes (folders of images by class)",
        "kept.txt: 2 samples (list of files)",
        "run.yaml",
    ] == done.out.splitlines()
    assert 0 == run("check", "run.yaml").code
    assert "samples_before: 4\nsamples_after: 2\n" in (tmp_path / "run.yaml").read_text()


def test_a_class_of_which_nothing_is_left_is_said(tmp_path: Path, run: Run) -> None:
    """And not one of which something is."""
    images(tmp_path / "all", car=3, bus=1)
    images(tmp_path / "kept", car=1)

    assert "reportgen: nothing is left of 1 of 2 classes: bus\n" == run("count", "all", "kept").err
    assert "" == run("count", "kept", "kept").err


def test_more_after_than_before_is_refused(tmp_path: Path, run: Run) -> None:
    """Nothing is written."""
    images(tmp_path / "all", car=3)
    images(tmp_path / "kept", car=1)
    done = run("count", "kept", "all", "-o", "run.yaml")

    assert 2 == done.code
    assert "all: 3 are more than the 1 of kept (are the two swapped?)" in done.err
    assert not (tmp_path / "run.yaml").exists()


def test_a_manifest_needs_both(tmp_path: Path, run: Run) -> None:
    """One data set alone is counted, and not written."""
    images(tmp_path / "all", car=3)

    assert 2 == run("count", "all", "-o", "run.yaml").code
    assert "all: 3 samples, 1 classes, 3 bytes (folders of images by class)\n" == run("count", "all").out


def test_counts_as_json(tmp_path: Path, run: Run) -> None:
    """For another program."""
    images(tmp_path / "all", car=3)
    [value] = json.loads(run("count", "all", "--json").out)

    assert ("all", "folders of images by class", 3) == (value["name"], value["form"], value["samples"])
    assert (None, {"car": 3}, 3, []) == (value["objects"], value["classes"], value["bytes"], value["warnings"])
