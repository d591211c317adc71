"""A plugin of pytest that tells coverage which test each line runs for.

A line of a shared fixture or of a cached function runs once, in the test that comes first, though all tests that ask
for it rest on it. So such lines have contexts of their own, and it is noted who uses which. An `lru_cache` remembers
nothing here: its calls are short and many.
"""

from __future__ import annotations

import functools
import json
import os
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import coverage
import pytest

from tools.mutate.selection import AT_IMPORT, NOTES

PACKAGES = ("reportgen", "tests")

_cache = functools.cache
_lru_cache = functools.lru_cache


class Recorder:
    """Who uses whose lines, how many seconds each test took, and which failed."""

    def __init__(self) -> None:
        self.context = AT_IMPORT
        self.uses: defaultdict[str, set[str]] = defaultdict(set)
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    @contextmanager
    def lines_of(self, context: str) -> Iterator[None]:
        """Count the lines that run within as those of the context."""
        outer = self.context
        self._switch(context)
        try:
            yield
        finally:
            self._switch(outer)

    def _switch(self, context: str) -> None:
        self.context = context
        running = coverage.Coverage.current()
        assert running is not None, "recording runs below coverage"
        running.switch_context(context)


recorder = Recorder()


def cache(function: Callable[..., Any]) -> Callable[..., Any]:
    """functools.cache that notes who uses what is remembered."""
    if not function.__module__.startswith(PACKAGES):
        return _cache(function)
    context = f"cached {function.__module__}.{function.__qualname__}"

    @_cache
    def remembered(*args: Any, **kwargs: Any) -> Any:
        with recorder.lines_of(context):
            return function(*args, **kwargs)

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        recorder.uses[recorder.context].add(context)
        return remembered(*args, **kwargs)

    call.cache_clear = remembered.cache_clear  # type: ignore[attr-defined]
    return call


def lru_cache(maxsize: Any = 128, typed: bool = False) -> Any:
    """functools.lru_cache that remembers nothing for our own functions."""
    if callable(maxsize):
        return lru_cache()(maxsize)

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        ours = function.__module__.startswith(PACKAGES)
        return function if ours else _lru_cache(maxsize, typed)(function)

    return decorate


def pytest_configure() -> None:
    """Take the place of the caches before a test imports what is cached."""
    functools.cache = cache  # type: ignore[assignment]
    functools.lru_cache = lru_cache


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Run a test in a context of its own, which uses those of its fixtures, and note its time."""
    fixtures: list[str] = getattr(item, "fixturenames", [])
    recorder.uses[item.nodeid].update(_fixture(name) for name in fixtures)
    start = time.perf_counter()
    with recorder.lines_of(item.nodeid):
        result = yield
    recorder.seconds[item.nodeid] = round(time.perf_counter() - start, 3)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, object, object]:
    """Run a fixture that several tests share in a context of its own."""
    if fixturedef.scope == "function":
        return (yield)
    with recorder.lines_of(_fixture(fixturedef.argname)):
        return (yield)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note a test that fails though nothing was changed."""
    if report.failed:
        recorder.failed.add(report.nodeid)


def pytest_sessionfinish() -> None:
    """Write down what was noted."""
    uses = {context: sorted(used) for context, used in recorder.uses.items()}
    notes = {"uses": uses, "seconds": recorder.seconds, "failed": sorted(recorder.failed)}
    Path(os.environ[NOTES]).write_text(json.dumps(notes), encoding="utf-8")


def _fixture(name: str) -> str:
    return f"fixture {name}"
