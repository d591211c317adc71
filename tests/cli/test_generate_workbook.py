"""`generate --format xlsx`: the workbook is written, or said to be missing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.running import FOUR_FLAGS, Run


def test_without_the_package_the_others_are_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is said with the way to get it, as for a PDF without Pango: exit code 3."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    done = run("generate", *FOUR_FLAGS, "--format", "xlsx,json")
    assert (3, "report.json\n") == (done.code, done.out)
    hint = "pip install 'filtering-savings-report[xlsx]'"
    assert f"reportgen: no workbook, as the package xlsxwriter is not installed ({hint})\n" == done.err


def test_a_workbook_is_written_where_asked_for(run: Run, tmp_path: Path) -> None:
    """`--format xlsx` writes NAME.xlsx alone."""
    done = run("generate", *FOUR_FLAGS, "--format", "xlsx", "--name", "a")
    assert (0, "a.xlsx\n", "") == (done.code, done.out, done.err)
    assert "Summary" == load_workbook(tmp_path / "a.xlsx").sheetnames[0]
