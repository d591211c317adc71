"""What filling in a user's templates may take beyond what its process has used."""

from __future__ import annotations

import re
import resource
import sys
from mmap import mmap
from pathlib import Path

import pytest

from reportgen.rendering.filling import limited_filling

CPU, SPACE, FREE = resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIM_INFINITY
TIB = 1024**4


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> dict[int, tuple[int, int]]:
    """The limits of the process, which are set here alone."""
    kept = {CPU: (FREE, FREE), SPACE: (FREE, FREE)}
    monkeypatch.setattr(resource, "getrlimit", kept.__getitem__)
    monkeypatch.setattr(resource, "setrlimit", kept.__setitem__)
    return kept


@pytest.mark.skipif(sys.platform != "linux", reason="which says in /proc what a process has")
def test_memory_is_limited_beyond_what_is_held(limits: dict[int, tuple[int, int]]) -> None:
    """By the whole address space of the process, whatever of it is in memory."""
    with mmap(-1, 256 * 1024**2):  # held, and not in memory
        with limited_filling(10, TIB):
            allowed, hard = limits[SPACE]
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    held_kib = int(re.findall(r"VmSize:\s+(\d+) kB", status)[0])
    assert FREE == hard
    # what was taken or given back since is a little of it
    assert abs(allowed - TIB - held_kib * 1024) < 32 * 1024**2


def test_time_is_limited_beyond_what_was_used(limits: dict[int, tuple[int, int]]) -> None:
    """In whole seconds, of the process and the system for it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    with limited_filling(10, TIB):
        allowed, hard = limits[CPU]
    assert FREE == hard
    assert 10 <= allowed - (used.ru_utime + used.ru_stime) < 12


def test_afterwards_limits_are_as_before(limits: dict[int, tuple[int, int]]) -> None:
    """Also where filling in fails, and a stricter one stays meanwhile."""
    limits.update({CPU: (3, 7), SPACE: (5, FREE)})

    def filled_in() -> None:
        with limited_filling(10, TIB):
            assert {CPU: (3, 7), SPACE: (5, FREE)} == limits
            limits[CPU] = (1, 1)
            raise MemoryError

    with pytest.raises(MemoryError):
        filled_in()
    assert {CPU: (3, 7), SPACE: (5, FREE)} == limits


def test_macos_takes_no_limit_of_memory(limits: dict[int, tuple[int, int]], monkeypatch: pytest.MonkeyPatch) -> None:
    """There time alone is limited."""
    monkeypatch.setattr(sys, "platform", "darwin")
    with limited_filling(10, TIB):
        assert ((FREE, FREE), True) == (limits[SPACE], limits[CPU][0] != FREE)


def test_where_there_are_no_limits_it_is_filled_in_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows."""
    monkeypatch.setitem(sys.modules, "resource", None)
    with limited_filling(10, TIB):
        pass
