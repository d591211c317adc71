"""The command line in a folder of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reportgen.cli import main
from tests.cli.running import Done, Run


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `reportgen` with arguments in this process, in the folder tmp_path."""
    monkeypatch.chdir(tmp_path)
    for name in ("REPORTGEN_COSTS", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["reportgen", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit_:
            main()
        code = exit_.value.code
        written = capsys.readouterr()
        assert isinstance(code, int)
        return Done(code, written.out, written.err)

    return call
