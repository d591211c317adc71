"""No command writes over, or into, a file that it read."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.running import FOUR_FLAGS, Run
from tests.rendering.keys import PASSPHRASE, key_file

COCO = {"images": [{"id": 1, "file_name": "a.jpg"}], "annotations": [], "categories": []}
EPOCHS = "time_s,accuracy,consumption,cost\n1,0.4,2,1\n2,0.5,4,2\n"
MODELS = "model,accuracy,consumption\nYOLOX-s,0.41,2\n"


@pytest.mark.parametrize("name", ["before.json", "after.json", "package.json"])
def test_counts_go_into_no_data_set(name: str, tmp_path: Path, run: Run) -> None:
    """-o names a data set, or any JSON that is no manifest, by a slip: it stays as it is."""
    for each in ("before.json", "after.json"):
        (tmp_path / each).write_text(json.dumps(COCO))
    (tmp_path / "package.json").write_text('{"version": "1.0"}')
    kept = (tmp_path / name).read_bytes()
    done = run("count", "before.json", "after.json", "-o", name)

    assert 2 == done.code
    assert f"{name}: is no manifest: no field of one stands in it (name another file)\n" == done.err
    assert kept == (tmp_path / name).read_bytes()


def test_a_field_that_no_manifest_has_is_said_with_its_line(tmp_path: Path, run: Run) -> None:
    """What generate would refuse afterwards is refused before anything is added to it."""
    for each in ("before.json", "after.json"):
        (tmp_path / each).write_text(json.dumps(COCO))
    (tmp_path / "run.yaml").write_text("task: segmentation\nduraton: 3h\n")
    done = run("count", "before.json", "after.json", "-o", "run.yaml")

    assert (2, 'run.yaml:2: $.duraton: is unknown (did you mean "duration"?)\n') == (done.code, done.err)
    assert "task: segmentation\nduraton: 3h\n" == (tmp_path / "run.yaml").read_text()


@pytest.mark.parametrize(
    ("arguments", "content"), [(("models.csv",), MODELS), (("--checkpoints", "models.csv"), EPOCHS)]
)
def test_pictures_leave_the_table_that_was_read(
    arguments: tuple[str, ...], content: str, tmp_path: Path, run: Run
) -> None:
    """A table under the name of one of the pictures: no picture is written; beside it they are."""
    (tmp_path / "models.csv").write_text(content)
    (tmp_path / "drawn").mkdir()
    os.link(tmp_path / "models.csv", tmp_path / "drawn" / "apc.svg")
    done = run("apc", *arguments, "--curves", "drawn")

    problem = f"{Path('drawn', 'apc.svg')}: this input would be written over (choose another folder)\n"
    assert (2, "", problem) == (done.code, done.out, done.err)
    assert ["apc.svg"] == os.listdir(tmp_path / "drawn")
    assert 0 == run("apc", *arguments, "--curves", "beside").code


def test_the_key_that_signs_stays(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the PDF's name leads to it."""
    monkeypatch.setenv("REPORTGEN_SIGN_PASSPHRASE", PASSPHRASE)
    (tmp_path / "key.p12").write_bytes(key_file())
    os.link(tmp_path / "key.p12", tmp_path / "report.pdf")
    done = run("generate", *FOUR_FLAGS, "--sign", "key.p12", "--format", "pdf")

    assert (2, "") == (done.code, done.out)
    assert done.err.startswith("key.p12: the report would be written over this input")
    assert key_file() == (tmp_path / "report.pdf").read_bytes()
