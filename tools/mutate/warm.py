"""A process that has collected all tests once and runs some of them again and again, each time in a fork of itself.

It answers with an empty line once it has collected. A request is a line of JSON,
`{"tests": [...], "limit_s": 10, "before": {file: source}}`, with the sources of the changed files as they were before;
the answer is that of worker.py, or `{"code": "unfit"}` where only a process that imports anew can run them: a change
that acts at import, or tests of which none was collected.
"""

from __future__ import annotations

import functools
import gc
import itertools
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from tools.mutate.patching import Functions, new_codes
from tools.mutate.worker import ALWAYS, Told, answered, import_heavy

Changes = list[tuple[FunctionType, CodeType]]

UNFIT = "unfit"
PACKAGES = ("reportgen", "tests")  # whose caches are emptied


class Server:
    """A plugin of pytest that answers requests in place of running what was collected."""

    def __init__(self, folder: Path, left_out: tuple[str, ...]) -> None:
        self._folder = folder
        self._left_out = left_out
        self._requests = os.fdopen(os.dup(0))
        self._answers = os.fdopen(os.dup(1), "w")
        said = os.open(folder / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        os.dup2(said, 1)
        os.dup2(said, 2)

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Leave out what does not count as a test."""
        return True if collection_path.relative_to(Path.cwd()).as_posix().startswith(self._left_out) else None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Answer requests until standard input ends."""
        items = {item.nodeid: item for item in session.items}
        functions = Functions(Path.cwd())
        caches = [found for found in gc.get_objects() if type(found) is functools._lru_cache_wrapper]
        ours = [cache for cache in caches if str(getattr(cache, "__module__", "")).startswith(PACKAGES)]
        gc.freeze()
        print(file=self._answers, flush=True)
        for line in self._requests:
            request = json.loads(line)
            changes = _changes(request["before"], functions)
            # A name that holds what differs from one collection to the next, such as a time, is not found.
            tests = [items[test] for test in request["tests"] if test in items]
            if changes is None or not tests:
                answer: dict[str, object] = {"code": UNFIT}
            else:

                def child(told: Told, tests: list[pytest.Item] = tests, changes: Changes = changes) -> int:
                    for cache in ours:
                        cache.cache_clear()
                    for function, code in changes:
                        function.__code__ = code
                    return _run(tests, session, told)

                answer = answered(child, request["limit_s"], self._folder)
            print(json.dumps(answer), file=self._answers, flush=True)
        return True


def _changes(before: Mapping[str, str], functions: Functions) -> Changes | None:
    """The functions with the codes that the files give them now; None where that is not all that has changed."""
    found: Changes = []
    for file, source in before.items():
        path = Path.cwd() / file
        codes = new_codes(source, path.read_text(encoding="utf-8"), path)
        changes = None if codes is None else functions.of(path, codes)
        if changes is None:
            return None
        found += changes
    return found


def _run(items: list[pytest.Item], session: pytest.Session, told: Told) -> int:
    session.config.pluginmanager.register(told)
    for item, after in itertools.zip_longest(items, items[1:]):
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        if told.failed:
            return int(pytest.ExitCode.TESTS_FAILED)
    return int(pytest.ExitCode.OK)


def main(folder: Path, *left_out: str) -> None:
    """Collect all tests of the working directory but those left out, and serve."""
    import_heavy()
    # Forks are ended at once, so each has a folder of its own for what its tests write.
    pytest.main([*ALWAYS, f"--basetemp={folder / 'warm'}", "tests"], plugins=[Server(folder, left_out)])


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
