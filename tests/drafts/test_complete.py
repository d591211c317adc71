"""Completing a manifest: what it lacks is added, its text stays, and what differs leaves the file untouched."""

import os
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.drafts.complete import complete_manifest
from reportgen.files.document import read_file
from reportgen.manifest.read import read_manifest
from reportgen.problems import InputError

RECORD = {"energy": [{"file": "emissions.csv"}]}
EVERYTHING: dict[str, Any] = {
    "task": "object-detection",
    "samples_before": Decimal(110000),
    "samples_after": 72500,
    "duration": Decimal("2520.25"),
    "started_at": datetime(2026, 11, 21, 20, 17, 41, tzinfo=UTC),
    "name": 'Night: "rain" # 1',
    "energy": [{"file": "a b.csv", "columns": {"time": "t", "power_w": "P, W"}}, {"file": "null"}],
    "stages": [{"name": "blur", "removed": 3}],
}


def completed(folder: Path, name: str, text: str, additions: dict[str, Any]) -> str:
    """The text of the file after completing."""
    path = folder / name
    path.write_bytes(text.encode())
    complete_manifest(path, additions)
    return path.read_bytes().decode()


@pytest.mark.parametrize("ending", ["yaml", "json", "toml"])
def test_a_new_manifest_reads_back(tmp_path: Path, ending: str) -> None:
    """What is written anew holds exactly what was given, whatever the form."""
    path = tmp_path / f"run.{ending}"
    lacking = complete_manifest(path, EVERYTHING)
    manifest, notes = read_manifest(read_file(path), {})

    assert () == lacking
    assert [] == notes.problems
    assert manifest is not None
    assert (Decimal("2520.25"), 'Night: "rain" # 1') == (manifest.duration, manifest.name)
    assert datetime(2026, 11, 21, 20, 17, 41, tzinfo=UTC) == manifest.started_at
    assert ["a b.csv", "null"] == [record.file for record in manifest.energy]
    assert {"time": "t", "power_w": "P, W"} == manifest.energy[0].columns


def test_what_is_still_missing_is_named(tmp_path: Path) -> None:
    """A record knows neither task nor samples; they stay out of the file."""
    path = tmp_path / "run.yaml"

    assert ("task", "samples_before", "samples_after") == complete_manifest(path, {"duration": 10, **RECORD})
    assert "duration: 10\nenergy:\n  - file: emissions.csv\n" == path.read_text()


BLOCK, FLOW, JSON = "energy:\n  - file: emissions.csv\n", "{file: emissions.csv}", '{"file": "emissions.csv"}'
TABLE = '[[energy]]\nfile = "emissions.csv"\n'


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.yaml", "# mine\ntask: detection  # ours", f"# mine\ntask: detection  # ours\n{BLOCK}"),
        ("b.yaml", "task: a\r\n", "task: a\r\nenergy:\r\n  - file: emissions.csv\r\n"),
        ("c.yaml", "  task: a\n", "  task: a\n  energy:\n    - file: emissions.csv\n"),
        ("d.yaml", "energy:  # none yet\ntask: a\n", f"energy: [{FLOW}]  # none yet\ntask: a\n"),
        (
            "e.yaml",
            "energy:\n- kwh: 1\n  # one\n\n# two\ntask: a\n",
            "energy:\n- kwh: 1\n- file: emissions.csv\n  # one\n\n# two\ntask: a\n",
        ),
        ("f.yaml", "energy: [{kwh: 1}] # x\ntask: a\n", f"energy: [{{kwh: 1}}, {FLOW}] # x\ntask: a\n"),
        ("g.yaml", "{task: a}\n", f"{{task: a, energy: [{FLOW}]}}\n"),
        ("h.yaml", "\ufefftask: a\n", f"\ufefftask: a\n{BLOCK}"),
        ("a.json", '{"task": "a"}', f'{{"task": "a",\n  "energy": [{JSON}]\n}}\n'),
        ("b.json", '{"energy": [{"kwh": 1}], "task": "a"}\n', f'{{"energy": [{{"kwh": 1}}, {JSON}], "task": "a"}}\n'),
        ("c.json", '{"energy": null}\n', f'{{"energy": [{JSON}]}}\n'),
        ("a.toml", 'task = "a" # x\n[grid]\nzone = "DE"\n', f'task = "a" # x\n[grid]\nzone = "DE"\n\n{TABLE}'),
        ("b.toml", "[[energy]]\nkwh = 1\n", f"[[energy]]\nkwh = 1\n\n{TABLE}"),
        ("c.toml", "energy = [{kwh = 1}] # x\n", 'energy = [{kwh = 1}, {file = "emissions.csv"}] # x\n'),
    ],
)
def test_the_text_that_is_there_stays(tmp_path: Path, name: str, before: str, after: str) -> None:
    """Comments, order and line ends are the user's; the record is put where the form wants it."""
    assert after == completed(tmp_path, name, before, RECORD)


def test_a_key_of_toml_is_put_before_the_first_table(tmp_path: Path) -> None:
    """After a header it would belong to that table."""
    before = 'task = "a"\n\n# where\n[grid]\nzone = "DE"\n'

    assert before.replace('"a"\n', '"a"\nduration = 10\n') == completed(tmp_path, "run.toml", before, {"duration": 10})


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    """Values that mean the same do not differ, and a record that is there is not there twice."""
    text = "task: detection\nduration: PT42M\nenergy: [{file: emissions.csv}]\n"

    assert text == completed(tmp_path, "run.yaml", text, {"task": "object-detection", "duration": 2520, **RECORD})


@pytest.mark.parametrize(
    ("additions", "problem"),
    [
        ({"duration": 2521}, '{file}:2: $.duration: is "PT42M", but the record says 2521 (give it once)'),
        ({"energy": [{"file": "a.csv", "tool": "zeus"}]}, "{file}:3: $.energy: has another record of a.csv"),
        ({"samples_before": Decimal("1.5")}, "{file}: $.samples_before: 1.5 is no whole number"),
    ],
)
def test_what_differs_is_a_problem_and_the_file_stays(tmp_path: Path, additions: dict[str, Any], problem: str) -> None:
    """Nothing is written where one value is wrong, even if others could be added."""
    path = tmp_path / "run.yaml"
    text = "task: a\nduration: PT42M\nenergy: [{file: a.csv}]\n"
    path.write_text(text)

    with pytest.raises(InputError) as raised:
        complete_manifest(path, {"name": "x", **additions})

    assert str(raised.value).startswith(problem.format(file=path))
    assert text == path.read_text()
    assert ["run.yaml"] == os.listdir(tmp_path)


def test_short_numbers_are_written_without_exponent(tmp_path: Path) -> None:
    """A person reads 0.004 s; what would be a row of zeros keeps its exponent."""
    additions = {"duration": Decimal("0.0040"), "energy": [{"kwh": Decimal("9E-13")}]}

    assert "task: a\nduration: 0.004\nenergy:\n  - kwh: 9e-13\n" == (
        completed(tmp_path, "run.yaml", "task: a\n", additions)
    )


def test_a_text_that_takes_nothing_is_said_with_the_line_to_add(tmp_path: Path) -> None:
    """A document that is closed by its end mark takes no further key; nothing is lost by trying."""
    path = tmp_path / "run.yaml"
    path.write_text("task: a\n...\n")

    with pytest.raises(InputError, match=r"cannot be completed .* \(add duration: 10\)"):
        complete_manifest(path, {"duration": 10})

    assert "task: a\n...\n" == path.read_text()


def test_an_ending_that_says_no_form_is_refused(tmp_path: Path) -> None:
    """The ending decides the form, also for what is written."""
    with pytest.raises(InputError, match="ending"):
        complete_manifest(tmp_path / "run.txt", RECORD)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """The file that it names is completed."""
    (tmp_path / "real.yaml").write_text("task: a\n")
    (tmp_path / "run.yaml").symlink_to("real.yaml")
    complete_manifest(tmp_path / "run.yaml", {"duration": 10})

    assert (tmp_path / "run.yaml").is_symlink()
    assert "task: a\nduration: 10\n" == (tmp_path / "real.yaml").read_text()
