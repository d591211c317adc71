"""`reportgen check`, `init`, `demo` and `schema`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportgen.rendering.schemas import schema
from tests.cli.running import FOUR_FLAGS, FOUR_LINES, STREET_SCENES, Run, files_in


def test_check_writes_nothing(run: Run, tmp_path: Path) -> None:
    """A sound manifest is answered with exit code 0 and no file."""
    (tmp_path / "run.yaml").write_text(FOUR_LINES, encoding="utf-8")
    done = run("check", "run.yaml")
    assert (0, "") == (done.code, done.err)
    assert done.out.startswith("no problems: ")
    assert ["run.yaml"] == files_in(tmp_path)


@pytest.mark.parametrize(
    "arguments",
    [
        ("broken.yaml",),
        ("broken.yaml", "--set", "x=1"),
        ("gone.yaml",),
        (),
        ("run.yaml", "--samples-before", "5"),
        ("run.yaml", "--costs", "gone.toml"),
    ],
    ids=["manifest", "setting", "missing", "nothing", "conflict", "costs"],
)
def test_check_answers_as_generate_would(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Whatever is wrong, check has the exit code and the problems of generate."""
    (tmp_path / "run.yaml").write_text(FOUR_LINES, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text(FOUR_LINES + "grid: {zone: XX, pue: 0.5}\n", encoding="utf-8")
    before = files_in(tmp_path)
    checked, generated = run("check", *arguments), run("generate", *arguments)
    assert (2, "") == (checked.code, checked.out)
    assert generated == checked
    assert before == files_in(tmp_path)


def test_check_takes_flags_and_tables(run: Run, tmp_path: Path) -> None:
    """check knows the inputs that generate knows, flags without a file too."""
    rate = '[[rates]]\nfrom = "EUR"\nto = "USD"\nrate = 1.1\n'
    table = (STREET_SCENES / "company-costs.toml").read_text(encoding="utf-8") + rate
    (tmp_path / "costs.toml").write_text(table, encoding="utf-8")
    done = run("check", *FOUR_FLAGS, "--costs", "costs.toml", "--set", "pue=1.2")
    assert (0, "") == (done.code, done.err)


def test_check_gives_problems_as_json(run: Run, tmp_path: Path) -> None:
    """--problems json works in check too."""
    (tmp_path / "run.yaml").write_text("task: 5x\n", encoding="utf-8")
    done = run("check", "run.yaml", "--problems", "json")
    assert (2, "") == (done.code, done.out)
    assert {"$.samples_before", "$.samples_after", "$.duration"} <= {
        item["where"].partition(": ")[2] for item in json.loads(done.err)
    }


def test_init_files_pass_check(run: Run, tmp_path: Path) -> None:
    """init writes a manifest and a project file that are valid once the four lines are filled in."""
    done = run("init", "-o", "new", *FOUR_FLAGS)
    assert (0, "") == (done.code, done.err)
    assert ["new/run.yaml", "new/reportgen.toml"] == done.out.splitlines()
    assert ["reportgen.toml", "run.yaml"] == files_in(tmp_path / "new")
    assert 0 == run("check", "new/run.yaml").code


def test_init_project_file_is_valid_with_every_comment_taken_away(run: Run, tmp_path: Path) -> None:
    """Every setting that init shows as a comment can be taken as it stands."""
    run("init", *FOUR_FLAGS)
    lines = (tmp_path / "reportgen.toml").read_text(encoding="utf-8").splitlines()
    bare = [line.removeprefix("# ") for line in lines[1:]]
    (tmp_path / "reportgen.toml").write_text("\n".join(bare), encoding="utf-8")
    (tmp_path / "theme.toml").write_text('organisation = "Ours"', encoding="utf-8")
    (tmp_path / "prices.toml").write_text('currency = "EUR"', encoding="utf-8")
    run("templates", "copy", "page.css", "-o", "templates")
    done = run("check", "run.yaml")
    assert (0, "") == (done.code, done.err)


def test_init_never_writes_over_a_file(run: Run, tmp_path: Path) -> None:
    """Where both files are there already, nothing is written and they stay."""
    for there in ("run.yaml", "reportgen.toml"):
        (tmp_path / there).write_text("mine", encoding="utf-8")
    done = run("init")
    assert (2, "") == (done.code, done.out)
    assert "run.yaml" in done.err
    assert ["reportgen.toml", "run.yaml"] == files_in(tmp_path)
    assert "mine" == (tmp_path / "run.yaml").read_text(encoding="utf-8")


def test_init_does_not_replace_a_dead_link(run: Run, tmp_path: Path) -> None:
    """A link of that name that points nowhere is somebody's too."""
    (tmp_path / "run.yaml").symlink_to("elsewhere/run.yaml")
    assert 0 == run("init").code
    assert (tmp_path / "run.yaml").is_symlink()
    assert not (tmp_path / "run.yaml").exists()


def test_demo_makes_the_sample_report(run: Run, tmp_path: Path) -> None:
    """demo writes the report of the sample run with the sample company's prices."""
    done = run("demo", "-o", "out")
    assert 0 == done.code
    assert done.err.startswith("reportgen: the SHA-256 of report.pdf is ")
    assert ["out/report.html", "out/report.pdf", "out/report.json"] == done.out.splitlines()
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    files = ["run.yaml", "company-costs.toml", "gpu-power.record.json", "yolox_s_3.checkpoints.csv"]
    assert files == [file["name"] for file in report["inputs"]]
    # 37,500 removed at 0.95
    assert ("EUR", 35625) == (report["currency"], report["figures"]["annotation_savings"]["value"])


@pytest.mark.parametrize("name", ["manifest", "report", "costs"])
def test_schema_prints_what_is_published(run: Run, name: str) -> None:
    """The command prints the schema and nothing else."""
    done = run("schema", name)
    assert (0, "") == (done.code, done.err)
    assert schema(name).decode() == done.out


def test_schema_is_of_the_manifest_by_default(run: Run) -> None:
    """Without a name the manifest's schema is printed."""
    assert run("schema", "manifest").out == run("schema").out


def test_an_unknown_schema_is_a_wrong_call(run: Run) -> None:
    """A name that is none of three is refused."""
    done = run("schema", "invoice")
    assert (2, "") == (done.code, done.out)
    assert "manifest" in done.err
