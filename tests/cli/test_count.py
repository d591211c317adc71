"""`reportgen count`: two data sets become the samples of a manifest."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
import yaml

from reportgen.cli import count
from reportgen.curation import decision_table
from reportgen.curation.datasets import walk
from reportgen.curation.decisions import Balance, Decisions
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
    # of a list nobody knows the classes
    (tmp_path / "all.txt").write_text("a.jpg\nb.jpg\n")
    assert (0, "") == ((done := run("count", "all.txt", "kept")).code, done.err)


@pytest.mark.parametrize(("many", "more"), [(5, "c0, c1, c2, c3, c4\n"), (7, "c0, c1, c2, c3, c4 and 2 more\n")])
def test_of_many_classes_five_are_named(tmp_path: Path, run: Run, many: int, more: str) -> None:
    """And it is said how many more are gone."""
    images(tmp_path / "all", **{f"c{number}": 1 for number in range(many)}, kept=1)
    images(tmp_path / "after", kept=1)
    err = run("count", "all", "after").err
    assert err.startswith(f"reportgen: nothing is left of {many} of {many + 1} classes: ")
    listed = err.rstrip().partition("classes: ")[2].partition(" and ")
    assert (5, more.rstrip().partition(" and ")[2]) == (len(listed[0].split(", ")), listed[2])
    assert {f"c{number}" for number in range(many)} >= set(listed[0].split(", "))


@pytest.mark.parametrize(("flags", "checked"), [((), False), (("--check-ids",), True)])
def test_ids_are_looked_at_where_the_call_asks_for_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, flags: tuple[str, ...], checked: bool
) -> None:
    """Of a large table that takes long."""
    said: list[object] = []

    def counted(*arguments: object) -> Decisions:
        said.extend(arguments)
        return Decisions(10, 9, {}, None)

    monkeypatch.setattr(decision_table, "decisions_of", counted)
    assert 0 == run("count", "a.csv", "--table", "kept=k,id=i", *flags).code
    assert ["a.csv", {"kept": "k", "id": "i"}, checked, None] == said


def test_how_far_the_count_is_is_told(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """File by file here, of each data set by its name."""
    told: list[tuple[str, int]] = []
    monkeypatch.setattr(walk, "_TOLD_EACH", 1)
    monkeypatch.setattr(count, "_teller", lambda name: lambda done: told.append((name, done)))
    images(tmp_path / "all", car=2)
    images(tmp_path / "kept", car=1)

    assert 0 == run("count", "all", "kept").code
    assert [("all", 1), ("all", 2), ("kept", 1)] == told


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


def test_a_manifest_has_as_many_reasons_as_it_may(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 1,001 reasons the thousand that removed most are its stages, which are the most that it takes."""
    removed = {f"reason {number}": 1 + (number > 0) for number in range(1001)}
    found = Decisions(5000, 5000 - sum(removed.values()), removed, None)
    monkeypatch.setattr(decision_table, "decisions_of", lambda *_: found)
    (tmp_path / "a.csv").write_text(DECISIONS)
    flags = ("--task", "classification", "--duration", "PT1M")
    assert 0 == run("count", "a.csv", "--table", "kept=kept", "-o", "run.yaml", *flags).code
    written = yaml.safe_load((tmp_path / "run.yaml").read_text())
    assert (1000, "reason 0") == (len(written["stages"]), ({*removed} - {it["name"] for it in written["stages"]}).pop())


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
    assert "AFTER does so too" in run("count", "a.csv", "a.csv", "--table", "kept=kept,id=id").err
    assert "id=COLUMN is missing" in run("count", "a.csv", "a.csv", "--table", "label=class").err


def test_a_table_of_the_samples_kept_says_what_was_kept(tmp_path: Path, run: Run) -> None:
    """By the same id; the manifest names both. What has no object and the largest set are said, and go as JSON."""
    (tmp_path / "all.csv").write_text("id,boxes,set\na,1,1\nb,0,1\nc,0,1\nd,2,\n")
    (tmp_path / "kept.csv").write_text("id\na\nb\n")
    call = ["count", "all.csv", "kept.csv", "--table", "id=id,objects=boxes,component=set"]
    done = run(*call, "-o", "run.yaml", "--task", "detection", "--duration", "PT1M")

    assert [
        "all.csv: 4 samples, 2 kept",
        "  objects: 3 before, 1 after",
        "  without a label: 2 before, 1 after",
        "  component: the largest set holds 3 samples",
        "run.yaml",
    ] == done.out.splitlines()
    assert "reportgen: all.csv: component: one set holds more than half of all samples\n" == done.err
    named = "samples: {table: all.csv, after: kept.csv, id: id, objects: boxes, component: set}\n"
    assert named in (tmp_path / "run.yaml").read_text()
    assert 0 == run("check", "run.yaml").code
    value = json.loads(run(*call, "--json").out)
    assert ({"before": 2, "after": 1}, 3) == (value["unlabelled"], value["largest_component"])


def test_images_without_an_object_go_into_the_manifest(tmp_path: Path, run: Run) -> None:
    """Of three images two have none before, one or none after; of all with one nothing is written."""
    images = [{"id": number} for number in range(3)]
    annotations = [{"id": 1, "image_id": 0, "category_id": 1}]
    (tmp_path / "all.json").write_text(json.dumps({"images": images, "annotations": annotations}))
    (tmp_path / "kept.json").write_text(json.dumps({"images": images[:2], "annotations": annotations}))
    (tmp_path / "few.json").write_text(json.dumps({"images": images[:1], "annotations": annotations}))
    for after, bare in (("kept", 1), ("few", 0)):
        run("count", "all.json", f"{after}.json", "-o", f"{after}.yaml")
        assert {"before": 2, "after": bare} == yaml.safe_load((tmp_path / f"{after}.yaml").read_text())["unlabelled"]
    (tmp_path / "few.yaml").unlink()
    run("count", "few.json", "few.json", "-o", "few.yaml")
    assert "unlabelled" not in (tmp_path / "few.yaml").read_text()
    assert [2, 0] == [json.loads(run("count", it, "--json").out)[0]["unlabelled"] for it in ("all.json", "few.json")]


def _coco(images: int, objects: int) -> str:
    found = [{"id": number, "image_id": 0, "category_id": 1} for number in range(objects)]
    return json.dumps({"images": [{"id": number} for number in range(images)], "annotations": found})


@pytest.mark.parametrize(
    ("after", "manifest", "amounts"),
    [
        (_coco(2, 4), "", {"object": {"before": 7, "after": 4}}),
        (_coco(2, 7), "", {"object": {"before": 7, "after": 7}}),
        (_coco(2, 8), "", None),
        (_coco(2, 0), "", {"object": {"before": 7, "after": 0}}),
        (_coco(2, 4), "amounts:\n", {"object": {"before": 7, "after": 4}}),
        (_coco(2, 4), "amounts: {token: {before: 9, after: 8}}\n", {"token": {"before": 9, "after": 8}}),
    ],
)
def test_objects_go_into_the_manifest(after: str, manifest: str, amounts: object, tmp_path: Path, run: Run) -> None:
    """A price may be by them; what became more is no part, and the amounts that a person gave stay alone."""
    (tmp_path / "all.json").write_text(_coco(3, 7))
    (tmp_path / "kept.json").write_text(after)
    if manifest:
        (tmp_path / "run.yaml").write_text(f"task: detection\n{manifest}")
    assert 0 == run("count", "all.json", "kept.json", "-o", "run.yaml").code

    assert amounts == yaml.safe_load((tmp_path / "run.yaml").read_text()).get("amounts")


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


def test_a_table_on_spark_is_counted_and_not_named(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report counts on one machine: the manifest has samples and stages. Spark is told all that was said."""
    said: list[object] = []

    def on_spark(*arguments: object) -> Decisions:
        said.extend(arguments)
        return Decisions(1000, 900, {"near": 100}, Balance({"a": 1000}, {"a": 900}))

    monkeypatch.setattr(decision_table, "decisions_on_spark", on_spark)
    call = [
        "count",
        "s3a://b/t",
        "--table",
        "kept=k,reason=r,label=c",
        "--engine",
        "spark",
        "--spark-remote",
        "sc://h:1",
    ]
    done = run(*call, "--check-ids", "-o", "run.yaml")

    assert (0, "s3a://b/t: 1,000 samples, 900 kept") == (done.code, done.out.splitlines()[0])
    assert ["s3a://b/t", {"kept": "k", "reason": "r", "label": "c"}, True, "sc://h:1", None] == said
    said.clear()
    assert 0 == run("count", "lake.all", "lake.left", "--table", "id=i", "--engine", "spark").code
    assert ["lake.all", {"id": "i"}, False, None, "lake.left"] == said
    written = (tmp_path / "run.yaml").read_text()
    assert "samples_before: 1000\nsamples_after: 900\n" in written
    assert "  - name: near\n    removed: 100\n" in written
    assert "samples:" not in written


def test_spark_counts_tables_alone(tmp_path: Path, run: Run) -> None:
    """A data set is counted on one machine, and an address of Spark is none of DuckDB."""
    (tmp_path / "a.csv").write_text(DECISIONS)
    of_data = run("count", "a.csv", "--engine", "spark")
    of_duckdb = run("count", "a.csv", "--table", COLUMNS, "--spark-remote", "sc://h:1")

    assert (2, 2) == (of_data.code, of_duckdb.code)
    assert "--engine: counts a table of decisions alone" in of_data.err
    assert "--spark-remote: is an address for --engine spark alone" in of_duckdb.err


@pytest.mark.parametrize("ending", ["csv", "jsonl", "jsonl.zst", "parquet", "arrow", "feather"])
def test_tokens_of_a_column_go_into_the_manifest(tmp_path: Path, run: Run, ending: str) -> None:
    """1,200, 30 and 7 before, 1,200 after; as amounts, of a training that is told by them."""
    for name, tokens in (("all", [1200, 30, 7]), ("kept", [1200])):
        frame = pd.DataFrame({"text": ["x"] * len(tokens), "n_tokens": tokens})
        path = tmp_path / f"{name}.{ending}"
        if ending == "csv":
            frame.to_csv(path, index=False)
        elif ending.startswith("jsonl"):
            frame.to_json(path, orient="records", lines=True)
        elif ending == "feather":
            frame.to_feather(path)
        elif ending == "arrow":
            table = pa.Table.from_pandas(frame)
            with pa.ipc.new_stream(path, table.schema) as stream:
                stream.write_table(table, max_chunksize=2)
        else:
            frame.to_parquet(path)
    files = (f"all.{ending}", f"kept.{ending}", "--tokens", "n_tokens")
    done = run("count", *files, "-o", "run.yaml", "--task", "language-modeling", "--duration", "PT1M")

    assert 0 == done.code
    before, after = done.out.splitlines()[:2]
    assert ", 1,237 tokens (" in before
    assert ", 1,200 tokens (" in after
    assert {"token": {"before": 1237, "after": 1200}} == yaml.safe_load((tmp_path / "run.yaml").read_text())["amounts"]
    assert 0 == run("check", "run.yaml").code
    assert [1237, 1200] == [it["tokens"] for it in json.loads(run("count", *files, "--json").out)]


def test_tokens_that_a_sample_does_not_know_are_not_known(tmp_path: Path, run: Run) -> None:
    """A blank is no zero: it is said, and the manifest has no amounts."""
    (tmp_path / "a.csv").write_text("text,n\nx,5\ny,\n")
    (tmp_path / "b.csv").write_text("text,n\nx,5\n")
    done = run("count", "a.csv", "b.csv", "--tokens", "n", "-o", "run.yaml")

    assert "a.csv: some samples do not know their tokens, and the sum is not known" in done.err
    assert "b.csv: some samples" not in done.err
    assert "amounts" not in (tmp_path / "run.yaml").read_text()


def test_tokens_of_what_has_no_column_of_numbers_are_refused(tmp_path: Path, run: Run) -> None:
    """No such column, words, a folder of images, and a table of decisions, which names its own; nothing is written."""
    (tmp_path / "a.csv").write_text("text,n\nx,5\n")
    pd.DataFrame({"n": [1]}).to_feather(tmp_path / "a.arrow")
    images(tmp_path / "all", car=3)
    for said, *arguments in (
        ('has no column "m" for tokens', "a.csv", "a.csv", "--tokens", "m"),
        ('the column "text" for tokens holds', "a.csv", "a.csv", "--tokens", "text"),
        ('has no column "m" for tokens (known: n)', "a.arrow", "a.arrow", "--tokens", "m"),
        ("holds no table", "all", "all", "--tokens", "n"),
        ("--table tokens=COLUMN", "a.csv", "--table", "kept=n", "--tokens", "n"),
    ):
        done = run("count", *arguments)
        assert 2 == done.code
        assert said in done.err


def test_a_damaged_row_is_said_and_a_report_refuses_the_table(tmp_path: Path, run: Run) -> None:
    """Counted by hand it costs its row; a report counts whole tables."""
    (tmp_path / "a.csv").write_text("kept,what\n1,a\n1,a\0\n0,b\n")
    done = run("count", "a.csv", "--table", "kept=kept,label=what", "-o", "run.yaml", "--duration", "PT1M")
    refused = run("generate", "run.yaml", "--task", "classification", "--format", "json", "-o", "out")

    assert (0, "a.csv: 2 samples, 1 kept") == (done.code, done.out.splitlines()[0])
    assert f"reportgen: a.csv: 1 row holds a NUL and is in no count ({tmp_path / 'a.csv'}:3)" in done.err
    assert 2 == refused.code
    assert "samples.table: 1 row is damaged: 1 row holds a NUL" in refused.err
