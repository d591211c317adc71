"""A copy of the tree in which changes are made and tests run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tools.mutate.mutants import Mutant, applied

# What no test needs.
LEFT_OUT = (".git", ".venv", ".mutate", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "out", "dist")
NOT_FOUND = (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED)


@dataclass(frozen=True)
class Result:
    """How the tests ended: whether they failed or did not end in time, and what pytest said last.

    killer: the test that failed; None where all passed and where none could run. passed: those before it.
    """

    failed: bool
    timed_out: bool = False
    killer: str | None = None
    passed: frozenset[str] = frozenset()
    said: str = ""


class Bench:
    """A copy of the tree and a process that runs tests in it."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.tree = folder / "tree"
        self._said = folder / "said"
        shutil.copytree(root, self.tree, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT))
        (folder / "tmp").mkdir()
        own = os.environ | {"PYTHONPATH": str(self.tree), "TMPDIR": str(folder / "tmp")}
        # All is compiled now, the tests as pytest rewrites them, and never later: Python takes a compiled file for
        # current that has the time, in seconds, and size of its source, so a changed file must leave none behind.
        for command in (
            ("compileall", "-q", "reportgen"),
            ("pytest", "-q", "--collect-only", "-p", "no:cacheprovider"),
        ):
            compiling, writing = [sys.executable, "-m", *command], own | {"PYTHONDONTWRITEBYTECODE": ""}
            subprocess.run(compiling, cwd=self.tree, env=writing, stdout=subprocess.DEVNULL, check=False)
        self._worker = subprocess.Popen(
            [sys.executable, "-P", str(Path(__file__).with_name("worker.py")), str(folder)],
            cwd=self.tree,
            # As in continuous integration Hypothesis throws the same dice each time.
            env=own | {"PYTHONDONTWRITEBYTECODE": "1", "CI": "true"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, mutants: Sequence[Mutant], tests: Sequence[str], limit_s: float) -> Result:
        """Run the tests with all the mutants in place, and put the files back."""
        files = {mutant.file for mutant in mutants}
        before = {file: (self.tree / file).read_bytes() for file in files}
        times = {file: (self.tree / file).stat() for file in files}
        try:
            for file, source in before.items():
                ours = [mutant for mutant in mutants if mutant.file == file]
                (self.tree / file).write_bytes(applied(source.decode(), ours).encode())
            told = self._ask(tests, limit_s)
            if told["code"] in NOT_FOUND:
                # A test has its name from what was changed; its whole file is asked for in its place.
                told = self._ask(sorted({test.partition("::")[0] for test in tests}), limit_s)
        finally:
            for file, source in before.items():
                (self.tree / file).write_bytes(source)
                os.utime(self.tree / file, ns=(times[file].st_atime_ns, times[file].st_mtime_ns))
        said = self._said.read_text(encoding="utf-8", errors="replace")[-2000:]
        code, killer, passed = told["code"], told["failed"], frozenset(told["passed"])
        return Result(code != 0, code is None, killer, passed, said)

    def _ask(self, tests: Sequence[str], limit_s: float) -> dict[str, Any]:
        assert self._worker.stdin is not None
        assert self._worker.stdout is not None
        print(json.dumps({"tests": list(tests), "limit_s": limit_s}), file=self._worker.stdin, flush=True)
        told: dict[str, Any] = json.loads(self._worker.stdout.readline())
        return told

    def close(self) -> None:
        """End the process; the folder is the caller's to remove."""
        self._worker.communicate()
