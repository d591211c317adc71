"""The limits that a process sets itself, and how one is started that does: here without limits and processes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reportgen.rendering import limiting
from reportgen.rendering.limiting import limit, printed_by_child

ROOT = Path(__file__).parents[2]
CPU, SPACE, CORE, FREE = resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_CORE, resource.RLIM_INFINITY


@pytest.mark.parametrize(
    ("most", "system", "expected"),
    [
        (FREE, "linux", {CORE: 0, CPU: 60, SPACE: 1000}),
        (2000, "linux", {CORE: 0, CPU: 60, SPACE: 1000}),
        (50, "linux", {CORE: 0, CPU: 50, SPACE: 50}),
        (FREE, "darwin", {CORE: 0, CPU: 60}),
    ],
)
def test_a_process_limits_itself(
    monkeypatch: pytest.MonkeyPatch, most: int, system: str, expected: dict[int, int]
) -> None:
    """Its time and memory, for good, and it leaves no core; a stricter limit stays; macOS refuses one of memory."""
    made: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (FREE, most))  # noqa: ARG005
    monkeypatch.setattr(resource, "setrlimit", made.__setitem__)
    limit(60, 1000)
    assert {kind: (wanted, wanted) for kind, wanted in expected.items()} == made


def test_where_there_are_no_limits_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows, where the parent says so."""
    monkeypatch.setitem(sys.modules, "resource", None)
    limit(60, 1000)


def started(monkeypatch: pytest.MonkeyPatch, code: int, stderr: str = "") -> dict[str, Any]:
    """What a process is started with from now on, in place of it; it ends with this code."""
    found: dict[str, Any] = {}

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        found.update(options, command=command)
        return subprocess.CompletedProcess(command, code, b"printed", stderr.encode())

    monkeypatch.setattr(subprocess, "run", run)
    return found


@pytest.mark.parametrize("path", [None, "/own/modules"])
def test_how_a_process_is_started(monkeypatch: pytest.MonkeyPatch, path: str | None) -> None:
    """By this Python, which finds this reportgen first and no module of the folder that somebody works in."""
    monkeypatch.delenv("PYTHONPATH", raising=False)
    if path is not None:
        monkeypatch.setenv("PYTHONPATH", path)
    found = started(monkeypatch, 0)
    assert b"printed" == printed_by_child("a.module", "one", told=b"told", doing="reading")
    assert [sys.executable, "-P", "-m", "a.module", "one"] == found["command"]
    assert (b"told", 120) == (found["input"], found["timeout"])
    assert [str(ROOT), *([path] if path else [])] == found["env"]["PYTHONPATH"].split(os.pathsep)
    assert found["env"].items() >= {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}.items()


@pytest.mark.parametrize(
    ("code", "stderr"), [(-9, ""), (-24, "noise"), (1, "Traceback\nMemoryError"), (1, "MemoryError: no room\n")]
)
def test_a_process_that_a_limit_ended_prints_nothing(monkeypatch: pytest.MonkeyPatch, code: int, stderr: str) -> None:
    """Ended by a signal, or out of memory."""
    started(monkeypatch, code, stderr)
    assert printed_by_child("m", told=b"", doing="reading") is None


def test_a_fault_of_ours_is_none_of_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is raised with the last line that the process said."""
    started(monkeypatch, 1, "Traceback\nKeyError: 'a'\n")
    with pytest.raises(RuntimeError, match=r"^the reading process failed: KeyError: 'a'$"):
        printed_by_child("m", told=b"", doing="reading")


def test_a_process_that_takes_too_long_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """After two minutes."""

    def late(command: list[str], **options: Any) -> None:
        raise subprocess.TimeoutExpired(command, options["timeout"])

    monkeypatch.setattr(subprocess, "run", late)
    with pytest.raises(TimeoutError):
        printed_by_child("m", told=b"", doing="reading")


def test_the_limits() -> None:
    """A minute of work, two of waiting, 2 GiB."""
    assert (60, 120, 2_147_483_648) == (limiting.CPU_S, limiting.WALL_S, limiting.MEMORY_BYTES)
