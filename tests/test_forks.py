"""A measured run in a process that forks: the recording stays the one's that began it, and nothing hangs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.energy.importers import own_log
from reportgen.energy.owner import FORKED
from reportgen.files.source import Source
from tests.cli.running import Done, files_in, python

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the system has no fork")

BEGIN = "import os, sys, threading, time, multiprocessing, reportgen\n"


def forking(code: str, folder: Path) -> Done:
    """Run Python that measures and forks; one that hangs is ended, and fails."""
    try:
        return python("-c", BEGIN + code, cwd=folder)
    except subprocess.TimeoutExpired:
        pytest.fail("it hangs")


CHILD_ENDS = """
with reportgen.measure() as run:
    with run.stage("s"):
        time.sleep(0.1)
    child = os.fork()
    if child == 0:
        {child}
    os.waitpid(child, 0)
print(*run.write("run.yaml", task="classification", samples_before=10, samples_after=5))
"""


@pytest.mark.parametrize(
    "child",
    [
        "sys.exit(0)",
        "del run; sys.exit(0)",
        "run.__exit__(None, None, None); os._exit(0)",
        "run.recorder.stop(); run.recorder.stop(); sys.exit(0)",
    ],
)
def test_a_fork_that_ends_leaves_the_log(child: str, tmp_path: Path) -> None:
    """Kept aside until it is written, it survives a child that leaves the block, forgets the run or exits."""
    done = forking(CHILD_ENDS.format(child=child), tmp_path)
    [record] = own_log.extract(Source(tmp_path / "run.energy.jsonl", "run.energy.jsonl"))

    assert (0, "\n") == (done.code, done.out)
    assert ["run.energy.jsonl", "run.yaml"] == files_in(tmp_path)
    assert record.ended_at is not None
    assert ["s"] == [stage.name for stage in record.stages]
    ends = [line for line in map(json.loads, (tmp_path / "run.energy.jsonl").read_text().splitlines()) if "end" in line]
    assert [["at_us", "stage", "end"], ["at_us", "end"]] == [list(line) for line in ends]


LOCK_HELD = """
with reportgen.measure("run.yaml", interval_s=0.02) as run:
    held, forked = threading.Event(), threading.Event()
    def hold():
        with run.recorder._lock:
            held.set()
            forked.wait(20)
    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(20)
    child = os.fork()
    if child == 0:
        run.progress(5)
        with run.stage("in the child"):
            pass
        print(run.record.duration_s is not None, run.prediction, flush=True)
        sys.exit(0)
    os.waitpid(child, 0)
    forked.set()
    thread.join()
"""


def test_a_fork_made_while_the_lock_is_held_never_hangs(tmp_path: Path) -> None:
    """The lock stays taken in the child for ever, and so is not asked for there; nothing of it is in the log."""
    done = forking(LOCK_HELD, tmp_path)
    log = (tmp_path / "run.energy.jsonl").read_text()

    assert (0, "True None\n") == (done.code, done.out)
    assert "in the child" not in log
    assert "progress" not in log
    assert 1 == done.err.count(FORKED)
    assert json.loads(log.splitlines()[-1])["end"] is True


POOL = """
def work(number):
    run.progress(number)
    with run.stage("worker"):
        return number
with reportgen.measure("run.yaml", interval_s=0.02) as run:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        print(sum(pool.map(work, range(100))))
"""


def test_a_pool_of_workers_does_its_work(tmp_path: Path) -> None:
    """As a loader of data has them: what they say to the run changes nothing, and each says so at most once."""
    done = forking(POOL, tmp_path)

    assert (0, "4950\n") == (done.code, done.out)
    assert 1 <= done.err.count(FORKED) <= 4
    assert "worker" not in (tmp_path / "run.energy.jsonl").read_text()


WRITES = """
with reportgen.measure() as run:
    child = os.fork()
if child == 0:
    try:
        run.write("child.yaml", task="classification")
    except RuntimeError as error:
        print(error, flush=True)
    sys.exit(0)
os.waitpid(child, 0)
"""


def test_a_fork_writes_no_manifest(tmp_path: Path) -> None:
    """Two processes behind one block would write the run twice: the one that measured does."""
    done = forking(WRITES, tmp_path)

    assert "this process is a fork of the one that is measured: write or report it there\n" == done.out
    assert [] == files_in(tmp_path)
