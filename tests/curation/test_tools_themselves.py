"""The scripts of docs/whole-way.md, run by the very tools: their records say what the samples say.

`sh tools/filter_tools.sh` makes an environment for each tool; a test of a tool that has none is skipped.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.curation.expected import SAMPLES, expected_file, found

ROOT = Path(__file__).parents[2]
# By tool, its script, and the sample and the folder that it writes.
WAYS = {"datatrove": ("filter_texts.py", "texts"), "cleanvision": ("look_at_pictures.py", "looked-at")}
EACH_TIME = ("duration_s", "started_at", "ended_at")  # are of one run


def script_of_page(name: str) -> str:
    """The block of the page that begins with this name."""
    page = (ROOT / "docs" / "whole-way.md").read_text(encoding="utf-8")
    [block] = re.findall(rf"```python\n(# {re.escape(name)}\n.*?)```", page, re.DOTALL)
    return str(block)


def lasting(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is the same in every run."""
    return [{key: value for key, value in it.items() if key not in EACH_TIME} for it in values]


@pytest.mark.may_skip
@pytest.mark.parametrize("tool", WAYS)
def test_a_tool_writes_what_its_sample_says(tool: str, tmp_path: Path) -> None:
    """Counts, stages, reasons and flags: of a run made now, and of the one that is kept."""
    python = ROOT / ".filter-tools" / tool / "bin" / "python"
    if not python.exists():
        pytest.skip(f"{tool} is not installed: sh tools/filter_tools.sh")
    script, folder = WAYS[tool]
    (tmp_path / script).write_text(script_of_page(script), encoding="utf-8")
    subprocess.run([python, script], cwd=tmp_path, check=True, capture_output=True, timeout=300)
    now = json.loads(found(tmp_path / folder))
    kept = json.loads(expected_file(SAMPLES / tool / folder).read_text(encoding="utf-8"))

    assert lasting(kept) == lasting(now)
