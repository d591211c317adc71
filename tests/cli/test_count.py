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
    assert "all: 3 samples, 1 class, 3 bytes (folders of images by class)\n" == run("count", "all").out


def test_counts_as_json(tmp_path: Path, run: Run) -> None:
    """For another program."""
    images(tmp_path / "all", car=3)
    [value] = json.loads(run("count", "all", "--json").out)

    assert ("all", "folders of images by class", 3) == (value["name"], value["form"], value["samples"])
    assert (None, {"car": 3}, 3, []) == (value["objects"], value["classes"], value["bytes"], value["warnings"])


DECISIONS = "id,kept,why,class\n" + "".join(
    f"{number},{'no' if number < 30 else 'yes'},{'near' if number < 20 else 'blurry' if number < 29 else ''},"
    f"{'bus' if number < 10 else 'car'}\n"
    for number in range(100)
)
COLUMNS = "kept=kept,reason=why,label=class,id=id"


def test_a_table_of_decisions_becomes_samples_and_stages(tmp_path: Path, run: Run) -> None:
    """By reason; what has none is in no stage. Each class stands beside a random subset of equal size."""
    (tmp_path / "a.csv").write_text(DECISIONS)
    done = run("count", "a.csv", "--table", COLUMNS, "-o", "run.yaml", "--task", "classification", "--duration", "PT1M")

    assert 0 == done.code
    assert [
        "a.csv: 100 samples, 70 kept",
        "  removed: near 20",
        "  removed: blurry 9",
        "  removed: (without a reason) 1",
        "  label: 2 values, 1 left, evenness 0.469 before and 0.000 after",
        "    bus: 10 before, 0 after; a random subset has 7 (5 to 9; outside of it)",
        "    car: 90 before, 70 after; a random subset has 63 (61 to 65; outside of it)",
        "run.yaml",
    ] == done.out.splitlines()
    assert "reportgen: a.csv: label: nothing is left of 1 of 2: bus\n" == done.err
    written = (tmp_path / "run.yaml").read_text()
    assert "samples_before: 100\nsamples_after: 70\n" in written
    assert "samples: {table: a.csv, kept: kept, reason: why, label: class, id: id}\n" in written
    assert "  - name: near\n    removed: 20\n  - name: blurry\n    removed: 9\n" in written
    assert 0 == run("check", "run.yaml").code


def test_a_table_as_json(tmp_path: Path, run: Run) -> None:
    """With every class; the probability that none of ten is among 70 of 100 is 30! 90! / (20! 100!)."""
    (tmp_path / "a.csv").write_text(DECISIONS)
    value = json.loads(run("count", "a.csv", "--table", COLUMNS, "--json").out)
    bus = value["label"]["values"]["bus"]

    assert (100, 70, {"near": 20, "blurry": 9, "": 1}) == (
        value["samples_before"],
        value["samples_after"],
        value["removed"],
    )
    assert (10, 0, 7, 5, 9) == (bus["before"], bus["after"], *(bus["random"][it] for it in ("expected", "low", "high")))
    assert abs(bus["random"]["none"] / (30045015 / 17310309456440) - 1) < 1e-8


def test_more_than_99_percent_gone_is_said_and_99_is_not(tmp_path: Path, run: Run) -> None:
    """Of 200 two are exactly one per cent, one is less."""
    rows = [("a", number < 2) for number in range(200)] + [("b", number < 1) for number in range(200)]
    (tmp_path / "a.csv").write_text("kept,class\n" + "".join(f"{kept},{name}\n" for name, kept in rows))

    assert (
        "reportgen: a.csv: label: more than 99 % is gone of 1: b\n"
        == run("count", "a.csv", "--table", "kept=kept,label=class").err
    )


def test_what_table_says_is_checked(tmp_path: Path, run: Run) -> None:
    """Names that are none, twice or lack kept; and a table says before and after itself."""
    (tmp_path / "a.csv").write_text(DECISIONS)
    for columns in ("kept=a,kept=b", "keep=a", "kept", "label=class"):
        assert 2 == run("count", "a.csv", "--table", columns).code
    assert "takes one table" in run("count", "a.csv", "a.csv", "--table", "kept=kept").err


def test_a_table_outside_of_the_manifest_s_folder_is_named_where_that_is_allowed(tmp_path: Path, run: Run) -> None:
    """As of every file that a manifest names; nothing is written else."""
    (tmp_path / "a.csv").write_text(DECISIONS)
    (tmp_path / "runs").mkdir()
    refused = run("count", "a.csv", "--table", COLUMNS, "-o", "runs/run.yaml")

    assert 2 == refused.code
    assert "lies outside the folder of runs/run.yaml" in refused.err
    assert not (tmp_path / "runs/run.yaml").exists()
    assert 0 == run("count", "a.csv", "--table", COLUMNS, "-o", "runs/run.yaml", "--allow-path").code
    assert 'table: "../a.csv"' in (tmp_path / "runs/run.yaml").read_text()


def test_one_is_told_as_one(tmp_path: Path, run: Run) -> None:
    """Of a single sample every word stands in the singular."""
    images(tmp_path / "all", car=1)

    assert "all: 1 sample, 1 class, 1 byte (folders of images by class)\n" == run("count", "all").out
