"""What a terminal says after a report was written: what its cover says, in English."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import reportgen
from tests.cli.running import Run
from tests.figures.runs import ROUND

FLAGS = ("--task", "object-detection", "--samples-before", "110000", "--samples-after", "72500", "--duration", "PT42M")


def test_the_summary_is_the_cover_in_words() -> None:
    """800 of labels and 96 of training less 200 of filtering are 696 EUR."""
    lines = str(reportgen.report(**ROUND)).splitlines()
    assert "Avoided, net of filtering: EUR 696" == lines[0]
    assert any("Filtering removed 400 of 1,000 samples in 30 min and cost EUR 200." in line for line in lines)
    assert any(line.startswith("CO₂e: ") for line in lines)
    assert [line for line in lines if line.startswith("! ")]
    assert [line for line in lines if line.startswith("> ")]


def test_a_summary_is_english_whatever_the_page(run: Run) -> None:
    """The terminal speaks one language, and standard output keeps the paths alone."""
    done = run("generate", *FLAGS, "--format", "json", "--locale", "de_DE", "--summary")
    assert 0 == done.code
    assert "Avoided, before the filtering’s own cost: USD 9,400 to 190,000" in done.err
    assert ["report.json"] == [Path(line).name for line in done.out.splitlines()]


@pytest.mark.parametrize("more", [(), ("--summary",)])
def test_without_a_terminal_it_is_said_where_it_is_asked_for(run: Run, more: tuple[str, ...]) -> None:
    """A log of continuous integration has it with --summary alone."""
    done = run("generate", *FLAGS, "--format", "json", *more)
    assert ("Ask what the filtering cost" in done.err) == bool(more)


def test_the_terminal_says_how_and_the_report_only_what(run: Run) -> None:
    """Who makes the report reads which field or option does it; in report.json and on the page it says nothing."""
    done = run("generate", *FLAGS, "--format", "json,html", "--summary")
    step = "> Ask what the filtering cost: without it no amount of money is net."
    how = "costs: in the manifest has machines, compute_per_hour, person_hours, hourly_rate and licence, or total"
    assert f"{step} ({how})" in done.err.splitlines()
    paths = [Path(line) for line in done.out.splitlines()]
    assert 2 == len(paths)
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert step.removeprefix("> ") in text
        assert how not in text


def test_what_the_author_can_do_is_said_to_the_author(run: Run, tmp_path: Path) -> None:
    """Without a zone the reader learns that the world's average is taken, and who runs check what to write."""
    advice = "grid: {zone: DE}; reportgen zones lists all"
    assert f"  The grid is the world's average. ({advice})" in run("check", *FLAGS).out.splitlines()
    done = run("generate", *FLAGS, "--format", "md,json", "--summary", "-o", str(tmp_path))
    assert "! The cost of filtering is not stated. (costs: {machines: ..., " in done.err
    page = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "The grid is the world’s average" in page or "The grid is the world's average" in page
    assert advice not in page
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["caveats"]
    assert [advice] == [caveat["advice"] for caveat in told if caveat["id"] == "world_grid"]
