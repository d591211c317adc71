"""One writer of a file at a time, and nothing left over from one that was killed."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reportgen.files import writing
from reportgen.files.locking import Busy, lock_of, locked, sweep, temporary_of
from reportgen.files.writing import WriteError, write_whole

fcntl = pytest.importorskip("fcntl")

ROOT = Path(__file__).parents[2]
# Holds the lock of report.json with a temporary file beside it, until it is ended.
HOLDING = """
import sys, time
from pathlib import Path
from reportgen.files.locking import locked, lock_of, temporary_of
target = Path(sys.argv[1])
with locked(lock_of(target)):
    temporary_of(target).write_text("half")
    print("held", flush=True)
    time.sleep(60)
"""


def holding(target: Path) -> subprocess.Popen[str]:
    """Start a process that holds the lock of a file and has a temporary one beside it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    arguments = [sys.executable, "-c", HOLDING, str(target)]
    process = subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert "held\n" == process.stdout.readline()
    process.stdout.close()
    return process


def ended(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_writer_waits_for_another_and_then_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a living process writes the file it is neither written nor swept; after the patience that is one line."""
    monkeypatch.setattr(writing, "PATIENCE_S", 0.3)
    (tmp_path / "report.json").write_text("old")
    other = holding(tmp_path / "report.json")
    before = names(tmp_path)
    begun = time.monotonic()
    with pytest.raises(WriteError) as caught:
        write_whole(tmp_path, {"report.html": b"new", "report.json": b"new"})
    waited_s = time.monotonic() - begun
    write_whole(tmp_path, {"other.json": b"new"})  # another name is free meanwhile
    ended(other)

    assert 0.3 <= waited_s < 10
    assert f"{tmp_path / 'report.json'}: another process has been writing it for 0.3 s: try again" == str(caught.value)
    assert 3 == len(before)
    assert sorted([*before, "other.json"]) == names(tmp_path)
    assert "old" == (tmp_path / "report.json").read_text()


def test_the_lock_of_a_process_that_is_gone_is_free(tmp_path: Path) -> None:
    """Killed while it wrote, it leaves lock and temporary file, which the next writing of any name sweeps away."""
    ended(holding(tmp_path / "report.json"))
    left = names(tmp_path)
    write_whole(tmp_path, {"other.json": b"new"})

    assert 2 == len(left)
    assert ["other.json"] == names(tmp_path)


def test_what_a_process_left_for_the_same_name_is_swept(tmp_path: Path) -> None:
    """Holding the lock ourselves tells that nobody else does."""
    ended(holding(tmp_path / "report.json"))
    write_whole(tmp_path, {"report.json": b"new"})

    assert ["report.json"] == names(tmp_path)


def test_temporary_files_of_older_versions_are_swept_and_others_are_not(tmp_path: Path) -> None:
    """Those bear no lock's name; a file that only resembles them is somebody's."""
    (tmp_path / ".reportgen-0123456789abcdef.tmp").write_text("half")
    kept = [".reportgen-0123456789abcdef.tmp.bak", ".reportgen-notes.tmp", "x.reportgen-0123456789abcdef.tmp"]
    for name in kept:
        (tmp_path / name).write_text("mine")
    sweep(tmp_path, [])

    assert sorted(kept) == names(tmp_path)


def test_a_lock_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    """Also within a process; it is gone when it is free."""
    lock = lock_of(tmp_path / "a")
    with locked(lock) as is_held:
        assert not lock.stat().st_mode & 0o111  # it holds nothing that could be run
        with pytest.raises(Busy), locked(lock, patience_s=0.1):
            pass
        with locked(lock_of(tmp_path / "b"), patience_s=0) as other_is_held:
            pass
    with locked(lock, patience_s=0) as is_held_again:
        pass

    assert (True, True, True) == (is_held, other_is_held, is_held_again)
    assert [] == names(tmp_path)


def test_without_locks_files_are_written_and_nothing_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some network file systems know none: who still lives is not known there."""

    def refused(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refused)
    left = temporary_of(tmp_path / "other.json")
    left.write_text("half")
    write_whole(tmp_path, {"report.json": b"new"})

    assert sorted([left.name, "report.json"]) == names(tmp_path)


# Renames slowly: a second writer comes between two renames.
SLOW = """
import os, sys, time
from pathlib import Path
from reportgen.files.writing import write_whole
letter, pause_s = sys.argv[2].encode(), float(sys.argv[3])
replace = os.replace
def slowly(source, target):
    replace(source, target)
    print("renamed", flush=True)
    time.sleep(pause_s)
os.replace = slowly
write_whole(Path(sys.argv[1]), {name: letter for name in ("report.html", "report.json", "report.pdf")})
"""


def test_two_writers_never_mix_their_sets(tmp_path: Path) -> None:
    """The second one comes when one of three files of the first has its name: in the end all three are its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def writer(letter: str, pause_s: str) -> subprocess.Popen[str]:
        arguments = [sys.executable, "-c", SLOW, str(tmp_path), letter, pause_s]
        return subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, text=True)

    first = writer("a", "0.4")
    assert first.stdout is not None
    assert "renamed\n" == first.stdout.readline()
    second = writer("b", "0")
    outcomes = [process.communicate(timeout=30) and process.returncode for process in (first, second)]

    assert [0, 0] == outcomes
    assert {"report.html": b"b", "report.json": b"b", "report.pdf": b"b"} == {
        path.name: path.read_bytes() for path in tmp_path.iterdir()
    }


# Is killed, as by kill -9, when so many files have their names.
KILLED = """
import os, signal, sys
from pathlib import Path
from reportgen.files.writing import write_whole
left = int(sys.argv[2])
replace = os.replace
def counted(source, target):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    replace(source, target)
os.replace = counted
write_whole(Path(sys.argv[1]), {name: b"new" for name in ("report.html", "report.json", "report.pdf")})
"""


@pytest.mark.parametrize("renamed", [0, 1, 2])
@pytest.mark.parametrize("before", [b"old", None], ids=["over an old set", "in an empty folder"])
def test_killed_between_two_renames(renamed: int, before: bytes | None, tmp_path: Path) -> None:
    """Each file is whole, new or old, the new ones first; the next writing makes one set and sweeps the rest."""
    files = ["report.html", "report.json", "report.pdf"]
    for name in files if before else ():
        (tmp_path / name).write_bytes(b"old")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(renamed)], env=environment)
    found = {name: (tmp_path / name).read_bytes() if (tmp_path / name).exists() else None for name in files}
    left = [name for name in names(tmp_path) if name not in files]
    write_whole(tmp_path, dict.fromkeys(files, b"next"))

    assert -signal.SIGKILL == killed.returncode
    assert {name: b"new" if place < renamed else before for place, name in enumerate(files)} == found
    assert left
    assert all(name.startswith(".reportgen-") for name in left)
    assert dict.fromkeys(files, b"next") == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_after_a_kill_between_renames_any_name_sweeps(tmp_path: Path) -> None:
    """What was not renamed, and what was kept of the old set, is gone with the next file that is written there."""
    files = ["report.html", "report.json", "report.pdf"]
    for name in files:
        (tmp_path / name).write_bytes(b"old")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), "1"], env=environment)
    write_whole(tmp_path, {"other.json": b"new"})

    assert sorted([*files, "other.json"]) == names(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_lock_that_somebody_else_left_is_taken(tmp_path: Path) -> None:
    """In a folder that is shared, a file that may not be written can be locked and removed all the same."""
    tmp_path.chmod(0o777)
    for folder in (it for it in (tmp_path, *tmp_path.parents) if "pytest-of-" in str(it)):  # those that pytest made
        folder.chmod(folder.stat().st_mode | 0o055)
    lock_of(tmp_path / "report.json").touch(mode=0o644)
    code = f"""
import os
from pathlib import Path
from reportgen.files.writing import write_whole
import reportgen.files.locking, fcntl
os.setuid(65534)
write_whole(Path({str(tmp_path)!r}), {{"report.json": b"new"}})
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)

    assert ["report.json"] == names(tmp_path)
