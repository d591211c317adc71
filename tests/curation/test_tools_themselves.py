"""Scripts that filter, run by the very tools: their records say what the samples say, or what follows by hand.

Those of docs/whole-way.md and of `filter_scripts`. `sh tools/filter_tools.sh` makes an environment for each tool
that is not among the extras; a test of a tool that has none is skipped.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.curation.expected import SAMPLES, expected_file, found
from tests.curation.sources import record_in, removed, run_of, written

ROOT = Path(__file__).parents[2]
# By tool, its script, and the sample and the folder that it writes.
WAYS = {"datatrove": ("filter_texts.py", "texts"), "cleanvision": ("look_at_pictures.py", "looked-at")}
# By tool, its script of filter_scripts, its records, samples before and after, and what each stage removed.
# Of 0 to 999 every seventh goes, 143, and 29 of 0 to 199; of files of 1,000 to 6,900 bytes 21 have at most 3,000;
# of each hundred numbers 20 go, and of the 800 texts left 156 stand there twice (644 are different).
FILTERED = {
    "datasets": ("filter_rows.py", ("raw", "kept"), (1200, 1028), [172]),
    "dvc": ("filter_files.py", ("dvc.lock",), (60, 39), [21]),
    "duckdb": ("filter_table.py", ("profile.json",), (1000, 644), [200, 156]),
    "data-prep-toolkit": ("filter_documents.py", ("filtered", "kept"), (1000, 644), [200, 156]),
}
EACH_TIME = ("duration_s", "started_at", "ended_at")  # are of one run


def script_of_page(name: str) -> str:
    """The block of the page that begins with this name."""
    page = (ROOT / "docs" / "whole-way.md").read_text(encoding="utf-8")
    [block] = re.findall(rf"```python\n(# {re.escape(name)}\n.*?)```", page, re.DOTALL)
    return str(block)


def lasting(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is the same in every run."""
    return [{key: value for key, value in it.items() if key not in EACH_TIME} for it in values]


def run_by(tool: str, script: Path) -> None:
    """Run the script in its folder by the tool's own environment; without that the test is skipped.

    DuckDB, which the extra `samples` installs, is in ours.
    """
    python = Path(sys.executable) if tool == "duckdb" else ROOT / ".filter-tools" / tool / "bin" / "python"
    if not python.exists():
        pytest.skip(f"{tool} is not installed: sh tools/filter_tools.sh")
    subprocess.run([python, script.name], cwd=script.parent, check=True, capture_output=True, timeout=300)


@pytest.mark.may_skip
@pytest.mark.parametrize("tool", WAYS)
def test_a_tool_writes_what_its_sample_says(tool: str, tmp_path: Path) -> None:
    """Counts, stages, reasons and flags: of a run made now, and of the one that is kept."""
    script, folder = WAYS[tool]
    run_by(tool, written(tmp_path / script, script_of_page(script)))
    now = json.loads(found(tmp_path / folder))
    kept = json.loads(expected_file(SAMPLES / tool / folder).read_text(encoding="utf-8"))

    assert lasting(kept) == lasting(now)


@pytest.mark.may_skip
@pytest.mark.parametrize("tool", FILTERED)
def test_a_tool_writes_what_follows_by_hand(tool: str, tmp_path: Path) -> None:
    """Samples before and after, and what each stage removed."""
    script, records, counts, stages = FILTERED[tool]
    content = (Path(__file__).parent / "filter_scripts" / script).read_text(encoding="utf-8")
    run_by(tool, written(tmp_path / script, content))
    run = run_of(*(record_in(tmp_path / name) for name in records))

    assert counts == (run.before, run.after)
    assert stages == list(removed(run).values())
