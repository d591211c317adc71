"""Every file that a report was made from is known to it, and none is written over."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import reportgen
from reportgen import InputError
from reportgen.rendering.report import Report

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_data"
READ = (
    *("run.yaml", "costs.csv", "company.toml", "gpu-power.csv", "runs.csv", "epochs.csv", "yolox-s.checkpoints.csv"),
    *("reportgen.toml", "theme.toml", "logo.svg", "own.ttf", "templates/report.html.j2", "words/en.po"),
)
MODELS = """
models:
  - {name: YOLOX-s, role: after, accuracy: 0.41, consumption_wh: 12, per: hour, checkpoints: yolox-s.checkpoints.csv}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of every kind of file that a report may be made from."""
    tmp_path = tmp_path_factory.mktemp("read")
    text = (SAMPLES / "evidence" / "run.yaml").read_text(encoding="utf-8")
    (tmp_path / "run.yaml").write_text(
        text.replace("energy:\n", "energy:\n  - {file: gpu-power.csv}\n", 1) + MODELS, encoding="utf-8"
    )
    for name in ("evidence/runs.csv", "evidence/epochs.csv", "street_scenes/gpu-power.csv"):
        shutil.copy(SAMPLES / name, tmp_path)
    shutil.copy(SAMPLES / "street_scenes" / "yolox-s.checkpoints.csv", tmp_path)
    shutil.copy(SAMPLES / "companies" / "halden" / "logo.svg", tmp_path)
    shutil.copytree(SAMPLES / "companies" / "halden" / "templates", tmp_path / "templates")
    shutil.copy(ROOT / "reportgen" / "rendering" / "fonts" / "InterReport-Regular.ttf", tmp_path / "own.ttf")
    (tmp_path / "theme.toml").write_text(
        'organisation = "Ours"\nlogo = "logo.svg"\n[font]\nfiles = ["own.ttf"]\n', encoding="utf-8"
    )
    (tmp_path / "reportgen.toml").write_text(
        'theme = "theme.toml"\ntemplates = "templates"\nlocale_dir = "words"\n', encoding="utf-8"
    )
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en.po").write_text('msgid "Costs"\nmsgstr "Spend"\n', encoding="utf-8")
    (tmp_path / "costs.csv").write_text("task,price,currency\nsegmentation,0.9,USD\n", encoding="utf-8")
    (tmp_path / "company.toml").write_text("prices = []\n", encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    """The report of all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPORTGEN_COSTS", str(folder / "company.toml"))
        return reportgen.load(folder / "run.yaml", cost_tables=folder / "costs.csv")


def test_every_file_that_was_read_is_on_the_list(report: Report, folder: Path) -> None:
    """Each once, and nothing else."""
    assert sorted(READ) == sorted(str(path.relative_to(folder)) for path in report.read)


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("format_", ["html", "json", "pdf", "boamps"])
def test_none_is_written_over(name: str, format_: str, report: Report, folder: Path, tmp_path: Path) -> None:
    """Each under the name of an output, in another folder: it stays, and the call is refused."""
    ending = {"boamps": "boamps.json"}.get(format_, format_)
    os.link(folder / name, tmp_path / f"ours.{ending}")
    before = (folder / name).read_bytes()
    with pytest.raises(InputError) as refused:
        report.save(tmp_path, [format_], "ours")
    [problem] = refused.value.problems

    assert (str(folder / name), "the report would be written over this input") == (problem.where, problem.message)
    assert before == (folder / name).read_bytes()
    assert [f"ours.{ending}"] == os.listdir(tmp_path)


def test_another_name_is_free(report: Report, folder: Path, tmp_path: Path) -> None:
    """What is no input is replaced, as a report from before is, also by a copy of an input's name."""
    shutil.copy(folder / "run.yaml", tmp_path / "ours.json")
    saved = report.save(tmp_path, ["json"], "ours")

    assert (tmp_path / "ours.json",) == saved.paths
    assert report.json == (tmp_path / "ours.json").read_bytes()


def test_a_run_given_in_python_has_its_files_too(tmp_path: Path) -> None:
    """Its energy record is the only file, beside the project's."""
    shutil.copy(SAMPLES / "street_scenes" / "gpu-power.csv", tmp_path / "report.json")
    report = reportgen.report(
        task="segmentation",
        samples_before=2975,
        samples_after=2231,
        duration_s=540,
        energy=[{"file": "report.json"}],
        energy_folder=tmp_path,
    )
    with pytest.raises(InputError, match="written over this input"):
        report.save(tmp_path, ["json"])
