"""A copy of the tree in which changes are made and tests run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tools.mutate.mutants import Mutant, applied
from tools.mutate.warm import UNFIT

TOOLS = Path(__file__).resolve().parents[2]
# What no test needs.
LEFT_OUT = (".git", ".venv", ".mutate", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "out", "dist")
# No tests of what a reader is told: they take a process of their own.
NOT_WARM = (
    "tests/benchmarks",
    "tests/golden",
    "tests/test_packaging.py",
    "tests/test_no_skips.py",
    "tests/test_mutate",
)
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
    """A copy of the tree and two processes that run tests in it.

    One has collected all tests and takes changes into what it has imported; what it cannot take, or a test that it
    does not know, is for the other, which imports all anew.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self.tree = folder / "tree"
        self._said = folder / "said"
        shutil.copytree(root, self.tree, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT))
        (folder / "tmp").mkdir()
        own = os.environ | {"PYTHONPATH": f"{self.tree}{os.pathsep}{TOOLS}", "TMPDIR": str(folder / "tmp")}
        # All is compiled now, the tests as pytest rewrites them, and never later: Python takes a compiled file for
        # current that has the time, in seconds, and size of its source, so a changed file must leave none behind.
        for command in (
            ("compileall", "-q", "reportgen"),
            ("pytest", "-q", "--collect-only", "-p", "no:cacheprovider"),
        ):
            compiling, writing = [sys.executable, "-m", *command], own | {"PYTHONDONTWRITEBYTECODE": ""}
            subprocess.run(compiling, cwd=self.tree, env=writing, stdout=subprocess.DEVNULL, check=False)
        # As in continuous integration Hypothesis throws the same dice each time.
        own |= {"PYTHONDONTWRITEBYTECODE": "1", "CI": "true"}
        self._warm, self._anew = (
            subprocess.Popen(
                [sys.executable, "-P", "-m", f"tools.mutate.{name}", str(folder), *more],
                cwd=self.tree,
                env=own,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for name, more in (("warm", NOT_WARM), ("worker", ()))
        )
        self._collected = False

    def run(
        self, mutants: Sequence[Mutant], tests: Sequence[str], limit_s: float, left_out: Iterable[str] = ()
    ) -> Result:
        """Run the tests with all the mutants in place, and put the files back; left_out: of a file that runs whole."""
        if not self._collected:
            # Nothing is changed while the one process still imports.
            assert self._warm.stdout is not None
            self._collected = bool(self._warm.stdout.readline())
        files = {mutant.file for mutant in mutants}
        before = {file: (self.tree / file).read_bytes() for file in files}
        times = {file: (self.tree / file).stat() for file in files}
        request = {"tests": list(tests), "limit_s": limit_s}
        try:
            for file, source in before.items():
                ours = [mutant for mutant in mutants if mutant.file == file]
                (self.tree / file).write_bytes(applied(source.decode(), ours).encode())
            told = _ask(self._warm, request | {"before": {file: source.decode() for file, source in before.items()}})
            if told["code"] == UNFIT:
                told = _ask(self._anew, request)
            if told["code"] in NOT_FOUND:
                # A test has its name from what was changed; its whole file is asked for in its place.
                whole = sorted({test.partition("::")[0] for test in tests})
                told = _ask(self._anew, request | {"tests": [*whole, *(f"--deselect={test}" for test in left_out)]})
        finally:
            for file, source in before.items():
                (self.tree / file).write_bytes(source)
                os.utime(self.tree / file, ns=(times[file].st_atime_ns, times[file].st_mtime_ns))
        said = self._said.read_text(encoding="utf-8", errors="replace")[-2000:]
        code, killer, passed = told["code"], told["failed"], frozenset(told["passed"])
        return Result(code != 0, code is None, killer, passed, said)

    def close(self) -> None:
        """End the processes; the folder is the caller's to remove."""
        for process in (self._warm, self._anew):
            process.communicate()


def _ask(process: subprocess.Popen[str], request: dict[str, Any]) -> dict[str, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    print(json.dumps(request), file=process.stdin, flush=True)
    told: dict[str, Any] = json.loads(process.stdout.readline())
    return told
