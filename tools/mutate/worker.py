"""A process that runs tests again and again, each time in a fork of itself.

What takes long to import and is never changed, pytest and the heavy packages, is imported once. A request is a line of
JSON on standard input, `{"tests": [...], "limit_s": 10}`; the answer is a line on standard output,
`{"code": 1, "passed": [...], "failed": "..."}` with the exit code of pytest, or null where the time was over, the tests
that passed and the one that failed. What pytest says stands in the file `said` of the folder that is given.

The limit is of processor time, so that a busy machine ends no test; what waits and computes nothing is ended too, after
`WAITING` times as long.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import resource
import select
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

HEAVY = ("babel.dates", "hypothesis", "jsonschema", "numpy", "openpyxl", "pandas", "pyarrow", "pypdf", "weasyprint")
# pytest warns of what was imported before it, and warnings are errors in our tests.
ALWAYS = ("-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
WAITING = 10.0  # how many times its limit of processor time a fork may last


class Told:
    """A plugin of pytest that keeps which tests passed and which failed."""

    def __init__(self) -> None:
        self.passed: list[str] = []
        self.failed: str | None = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how a test ended."""
        if report.failed:
            self.failed = report.nodeid
        elif report.when == "teardown":
            self.passed.append(report.nodeid)


def main(folder: Path) -> None:
    """Answer requests until standard input ends."""
    import_heavy()
    for line in sys.stdin:
        request = json.loads(line)
        arguments = [*ALWAYS, f"--basetemp={folder / 'base'}", *request["tests"]]

        def child(told: Told, arguments: list[str] = arguments) -> int:
            return int(pytest.main(arguments, plugins=[told]))

        print(json.dumps(answered(child, request["limit_s"], folder)), flush=True)


def import_heavy() -> None:
    """Import what takes long and is never changed."""
    for name in HEAVY:
        with suppress(ImportError):
            importlib.import_module(name)


def answered(child: Callable[[Told], int], limit_s: float, folder: Path) -> dict[str, object]:
    """Run tests in a fork and return the answer to the request; the code is null where they did not end in time."""
    told = folder / "told.json"
    told.write_text('{"passed": [], "failed": null}', encoding="utf-8")
    code = _in_a_fork(child, limit_s, folder)
    return {"code": code, **json.loads(told.read_text(encoding="utf-8"))}


def _in_a_fork(child: Callable[[Told], int], limit_s: float, folder: Path) -> int | None:
    process = os.fork()
    if not process:
        _be_the_child(child, limit_s, folder)
    ended = os.pidfd_open(process)
    try:
        in_time, _, _ = select.select([ended], [], [], WAITING * limit_s)
    finally:
        os.close(ended)
        # What the tests started goes too, in any case.
        with suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    code = os.waitstatus_to_exitcode(status)
    return None if not in_time or code == -signal.SIGXCPU else code


def _be_the_child(child: Callable[[Told], int], limit_s: float, folder: Path) -> None:
    code = int(pytest.ExitCode.INTERNAL_ERROR)
    try:
        os.setsid()
        # It holds for each process that a test starts too; the system would write down what it ends.
        for limit, value in ((resource.RLIMIT_CPU, max(1, math.ceil(limit_s))), (resource.RLIMIT_CORE, 0)):
            resource.setrlimit(limit, (value, resource.getrlimit(limit)[1]))
        said = os.open(folder / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(said, 1)
        os.dup2(said, 2)
        told = Told()
        code = child(told)
        (folder / "told.json").write_text(json.dumps(vars(told)), encoding="utf-8")
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
