"""`reportgen init`: what it asks, what it writes, and that neither it nor `measure` trips over the other's run.yaml."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.cli.init import _answers
from tests.cli.measuring import NO_POWERCAP, measure
from tests.cli.running import Run, command, files_in

pty = pytest.importorskip("pty")


def four_lines(path: Path) -> list[str]:
    """The needed lines of a manifest without their remarks."""
    text = path.read_text(encoding="utf-8")
    return [line.partition("#")[0].rstrip() for line in text.splitlines() if line.strip() and line[0] != "#"]


def typed(folder: Path, answers: str, *arguments: str) -> tuple[int, str]:
    """The exit code of `reportgen init` on a terminal on which this is typed, and what the terminal shows."""
    ours, theirs = pty.openpty()
    os.write(ours, answers.encode())
    done = subprocess.run(
        command("init", *arguments), cwd=folder, stdin=theirs, stderr=theirs, stdout=subprocess.DEVNULL, check=False
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:  # Linux says so at the end
        pass
    os.close(ours)
    return done.returncode, shown.decode()


def test_a_terminal_is_asked_for_what_a_run_needs(tmp_path: Path) -> None:
    """Each answer is read as the manifest reads it and stands there; a wrong one is told and asked for again."""
    answers = "segmentation\n1,200\n110 000\n120000\n72_500\n1h30m\n"
    code, shown = typed(tmp_path, answers)
    assert 0 == code
    asked = (
        "\nTask (classification, object-detection, segmentation, or your own): Samples before filtering: ",
        "\nSamples before filtering: Samples after filtering: ",
        "\nSamples after filtering: How long the filtering took (3h, 42 min, 0:42:00): ",
    )
    assert "What is not known yet is left empty by Enter.\r\nTask (" in shown
    assert sorted(found := [shown.find(it) for it in asked]) == found
    assert -1 not in found
    assert "[" not in shown  # no default stands beside a question
    assert "write 1200, or 1.2" in shown
    assert "120,000 after filtering is more than the 110,000 before" in shown
    expected = ["task: segmentation", "samples_before: 110000", "samples_after: 72500", "duration: 1h30m"]
    assert expected == four_lines(tmp_path / "run.yaml")


def test_an_answer_may_be_left_out_and_a_flag_is_not_asked_for(tmp_path: Path) -> None:
    """Enter leaves a line empty, nothing is invented, and what a flag says is no question."""
    code, shown = typed(tmp_path, "\n\n\n", "--task", "a: b")
    assert 0 == code
    assert "Task" not in shown
    assert 'task: "a: b"' == four_lines(tmp_path / "run.yaml")[0]
    assert ["samples_before:", "samples_after:", "duration:"] == four_lines(tmp_path / "run.yaml")[1:]


def test_without_a_terminal_nothing_is_asked_or_invented(run: Run, tmp_path: Path) -> None:
    """The four lines are empty, and check says of each that it is missing."""
    assert (0, "") == ((done := run("init")).code, done.err)
    assert ["task:", "samples_before:", "samples_after:", "duration:"] == four_lines(tmp_path / "run.yaml")
    done = run("check", "run.yaml")
    assert 2 == done.code
    assert 4 == done.err.count("is missing")
    flags = ("--task", "classification", "--samples-before", "10", "--samples-after", "5", "--duration", "3h")
    assert 0 == run("check", "run.yaml", *flags).code  # an empty line is no other value


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--samples-before", "1.200"), "--samples-before: 1.200 is no whole number"),
        (("--samples-before", "5", "--samples-after", "6"), "--samples-after: 6 after filtering is more"),
        (("--duration", "3:00"), '--duration: expected a duration, found "3:00"'),
    ],
)
def test_a_wrong_flag_is_told_and_nothing_is_written(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    """As everywhere, with the flag and what to say."""
    done = run("init", *arguments)
    assert 2 == done.code
    assert done.err.startswith(told)
    assert [] == files_in(tmp_path)


def test_a_file_that_is_there_stays_and_the_other_is_written(run: Run, tmp_path: Path) -> None:
    """After a run.yaml of the README or of `measure`, init adds the project's file alone."""
    (tmp_path / "run.yaml").write_text("task: detection\n", encoding="utf-8")
    done = run("init")
    said = "reportgen: run.yaml is there already, and stays as it is\n"
    assert (0, "reportgen.toml\n", said) == (done.code, done.out, done.err)
    assert "task: detection\n" == (tmp_path / "run.yaml").read_text(encoding="utf-8")
    (tmp_path / "reportgen.toml").unlink()
    done = run("init", "--task", "segmentation")  # which could be written nowhere
    assert (2, "") == (done.code, done.out)


def test_measure_fills_in_what_init_wrote(run: Run, tmp_path: Path) -> None:
    """The empty lines of the same run.yaml take the measurement and its flags, and the remarks stay."""
    run("init")
    flags = ("--task", "classification", "--samples-before", "10", "--samples-after", "4")
    assert 0 == measure(tmp_path, *NO_POWERCAP, *flags, "--", "true").code
    lines = four_lines(tmp_path / "run.yaml")
    assert ["task: classification", "samples_before: 10", "samples_after: 4"] == lines[:3]
    assert "# samples before filtering" in (tmp_path / "run.yaml").read_text(encoding="utf-8")
    assert 0 == run("check", "run.yaml").code


def test_measure_goes_beside_a_run_that_is_there(tmp_path: Path) -> None:
    """Without -o a run.yaml that says its duration or was measured stays; one that is named is a problem."""
    readme = "task: classification\nsamples_before: 10\nsamples_after: 4\nduration: PT42M\n"
    (tmp_path / "run.yaml").write_text(readme, encoding="utf-8")
    for name in ("run-2.yaml", "run-3.yaml"):
        done = measure(tmp_path, *NO_POWERCAP, "--", "true")
        assert 0 == done.code
        assert f"run.yaml has a duration already: this measurement goes into {name}" in done.err
    assert readme == (tmp_path / "run.yaml").read_text(encoding="utf-8")
    assert 125 == measure(tmp_path, *NO_POWERCAP, "-o", "run.yaml", "--", "true").code


def test_measure_completes_a_run_without_a_duration(tmp_path: Path) -> None:
    """A run.yaml that a filter or a person began is the one that is completed."""
    (tmp_path / "run.yaml").write_text("task: classification\nsamples_before: 10\n", encoding="utf-8")
    done = measure(tmp_path, *NO_POWERCAP, "--", "true")
    assert 0 == done.code
    assert ["run.energy.jsonl", "run.yaml"] == files_in(tmp_path)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked, of one who answers each question with the next of these."""
    answers = iter(["1,200", "110 000", "120000", "72500", "", "1h30m"])
    questions: list[str] = []

    def prompt(text: str, **_: object) -> str:
        questions.append(text)
        return next(answers)

    monkeypatch.setattr("click.prompt", prompt)
    for stream in (sys.stdin, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    return questions


def test_what_no_flag_says_is_asked_for(
    asked: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In their order; a wrong answer is told on standard error, and the question is put again."""
    for stream in (sys.stdin, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    said = _answers({"task": "segmentation"})
    told = capsys.readouterr()

    assert {"task": "segmentation", "samples_before": 110000, "samples_after": 72500} == said
    before, after, long = "Samples before filtering", "Samples after filtering", "How long the filtering took"
    assert [before, before, after, after, long] == [it.partition(" (")[0] for it in asked]
    assert "" == told.out
    first, comma, swapped = told.err.splitlines()
    assert "What is not known yet is left empty by Enter." == first
    assert comma.startswith("  ")
    assert (
        "  120,000 after filtering is more than the 110,000 before (filtering removes samples: are the two swapped?)"
    ) == swapped
