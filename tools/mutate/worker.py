"""A process that runs tests again and again, each time in a fork of itself.

What takes long to import and is never changed, pytest and the heavy packages, is imported once. A request is a line of
JSON on standard input, `{"tests": [...], "limit_s": 10}`; the answer is a line on standard output, `{"code": 1}` with
the exit code of pytest, or null where the time was over.
"""

from __future__ import annotations

import importlib
import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

HEAVY = ("babel.dates", "hypothesis", "jsonschema", "numpy", "openpyxl", "pandas", "pyarrow", "pypdf", "weasyprint")
# pytest warns of what was imported before it, and warnings are errors in our tests.
ALWAYS = ("-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")


def main(output: Path) -> None:
    """Answer requests until standard input ends; what pytest says of the last one stands in the file `output`."""
    for name in HEAVY:
        with suppress(ImportError):
            importlib.import_module(name)
    for line in sys.stdin:
        request = json.loads(line)
        code = run(request["tests"], request["limit_s"], output)
        print(json.dumps({"code": code}), flush=True)


def run(tests: Sequence[str], limit_s: float, output: Path) -> int | None:
    """Run the tests in a fork and return pytest's exit code, or null where it did not end within the limit."""
    child = os.fork()
    if not child:
        _be_the_child(tests, output)
    ended = os.pidfd_open(child)
    in_time, _, _ = select.select([ended], [], [], limit_s)
    os.close(ended)
    # What the tests started goes too, in either case.
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) if in_time else None


def _be_the_child(tests: Sequence[str], output: Path) -> None:
    code = int(pytest.ExitCode.INTERNAL_ERROR)
    try:
        os.setsid()
        said = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(said, 1)
        os.dup2(said, 2)
        code = int(pytest.main([*ALWAYS, f"--basetemp={output.parent / 'base'}", *tests]))
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
