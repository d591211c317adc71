"""What a command leaves behind when it ends: found by its parentage, whatever group or session it went into."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from reportgen.energy import left_behind
from reportgen.energy.left_behind import LeftBehind

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing is known on other systems")


@pytest.fixture
def ended() -> Iterator[list[int]]:
    """Numbers of processes that are ended, and reaped, after the test."""
    numbers: list[int] = []
    yield numbers
    for number in numbers:
        with suppress(OSError):
            os.kill(number, signal.SIGKILL)
        with suppress(OSError):
            os.waitpid(number, 0)


@pytest.mark.parametrize("how", ["sleep 30 &", "setsid sleep 30 &", "(sleep 30 &)"])
def test_what_a_command_puts_into_the_background_is_found(how: str, ended: list[int]) -> None:
    """Also in a session of its own, and behind a shell that ended before."""
    with LeftBehind() as left:
        subprocess.run(["sh", "-c", how], check=True)
        note = left.note()
        ended += [process.number for process in left.found]

    assert "1 process of the command still ran when it ended: what it does from then on is not measured" == note
    assert [f"sleep (process {ended[0]})"] == list(map(str, left.found))


def test_what_is_below_it_counts_too(ended: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell in the background and the program that it waits for are two processes, after a tenth of a second."""
    waited, sleep = [], time.sleep

    def wait(seconds: float) -> None:
        waited.append(seconds)
        sleep(0.1)

    monkeypatch.setattr("time.sleep", wait)
    with LeftBehind() as left:
        subprocess.run(["sh", "-c", "(sleep 30; true) &"], check=True)
        note = left.note()
        ended += [process.number for process in left.found]

    assert "2 processes of the command still ran when it ended: what they do from then on is not measured" == note
    assert [0.1] == waited


def test_a_command_that_leaves_nothing_has_no_note(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither what was there before, nor what ends within a moment, nor what waits to be reaped was left behind."""
    monkeypatch.setattr(left_behind, "_PATIENCE_S", 1.5)
    before = subprocess.Popen(["sleep", "30"])
    with LeftBehind() as left:
        subprocess.run(["sh", "-c", "sleep 0.2 &"], check=True)
        zombie = subprocess.Popen(["true"])
        note = left.note()
    before.kill()
    before.wait()
    zombie.wait()

    assert ("", []) == (note, list(left.found))


def test_orphans_are_adopted_only_while_a_command_runs() -> None:
    """Whoever measures in a process of their own has it as it was before."""

    def adopts() -> int:
        found = ctypes.c_int(7)
        ctypes.CDLL(None).prctl(37, ctypes.byref(found), 0, 0, 0)  # PR_GET_CHILD_SUBREAPER
        return found.value

    left = LeftBehind()
    before = adopts()
    with left:
        meanwhile = adopts()

    assert (0, 1, 0) == (before, meanwhile, adopts())
    assert () == left.found  # nobody has looked


@pytest.mark.parametrize("trouble", [OSError("no such library"), AttributeError("prctl")])
def test_without_the_means_to_adopt_a_command_is_measured_all_the_same(
    trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A C library that lacks it."""

    def fail(_: object) -> None:
        raise trouble

    monkeypatch.setattr("ctypes.CDLL", fail)
    with LeftBehind() as left:
        note = left.note()

    assert "" == note


@pytest.mark.parametrize(
    ("stat", "expected"),
    [
        (b"7 (sleep) S 3 7 7", [(7, "sleep", 3)]),
        (b"7 (a (b) c) R 3 7 7", [(7, "a (b) c", 3)]),
        (b"7 (\xe4) S 3 7 7", [(7, "\ufffd", 3)]),  # a name in Latin-1 hides no process
        (b"7 (sleep) Z 3 7 7", []),  # it has ended
        (b"7 (sleep) X 3 7 7", []),
        (b"", []),
    ],
)
def test_what_runs_is_read_whatever_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stat: bytes, expected: list[tuple[int, str, int]]
) -> None:
    """Its number, its name and its parent, unless it has ended."""
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "stat").write_bytes(stat)
    monkeypatch.setattr(left_behind, "_PROC", tmp_path)

    assert expected == [(it.number, it.name, it.parent) for it in left_behind.running()]


def test_without_proc_nothing_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """On such a system nothing is claimed."""
    monkeypatch.setattr(left_behind, "_PROC", tmp_path)
    child = subprocess.Popen(["sleep", "30"])
    with LeftBehind() as left:
        note = left.note()
    child.kill()
    child.wait()

    assert "" == note
