"""The recorder's log: whole lines, a full disk, a kill, and what others do to the file."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.log import LogWriter
from reportgen.energy.meters.meter import Found, MeteredDevice, MeterError, NotMeasured, Reading
from reportgen.energy.recorder import Recorder
from reportgen.version import VERSION
from tests.energy.meters.standins import HandClock, ScriptedMeter
from tests.energy.recording import BOARD, GPU, Rising, begun, joules, read, tick

ROOT = Path(__file__).parents[2]


def test_the_log_gives_the_record_of_the_recorder(tmp_path: Path) -> None:
    """Devices, stages, gaps, doubts and prediction: what is said at the end is what the file says later."""
    clock, log = HandClock(), tmp_path / "run.energy.jsonl"
    passing = MeterError("the driver did not answer in time")
    failing: list[Reading | MeterError] = [
        Reading(None, 50_000),
        passing,
        passing,
        passing,
        passing,
        Reading(None, 50_000),
    ]
    found = Found((Rising(clock), ScriptedMeter(BOARD, failing)), (NotMeasured("CPU", "no powercap"),), ("a note",))
    recorder = Recorder(found, Decimal(1), LogWriter(log), clock)
    recorder.begin()
    number = recorder.begin_stage("near duplicates")
    tick(recorder, clock, 4)
    recorder.end_stage(number, removed=744)
    clock.go_on(30, asleep=True)
    tick(recorder, clock, 5)
    recorder.stop()

    record = recorder.measurement().record()

    assert record == read(log)
    assert 3 <= len(record.warnings)
    assert 2 == len(record.gaps)


def test_every_line_is_in_the_file_when_it_is_made(tmp_path: Path) -> None:
    """Written through: nothing waits in a buffer of this process."""
    clock, log = HandClock(), tmp_path / "run.energy.jsonl"
    recorder = begun(clock, log)
    for second in range(1, 4):
        tick(recorder, clock)

        assert second * 1_000_000 == json.loads(log.read_text().splitlines()[-1])["at_us"]


def test_the_log_names_nobody_and_no_place(tmp_path: Path) -> None:
    """Neither user nor host, command, folder or process stands in it; who may read it is as of any file."""
    clock, log = HandClock(), tmp_path / "secret-folder-name.energy.jsonl"
    before = os.umask(0o022)
    recorder = begun(clock, log)
    recorder.stop()
    os.umask(before)

    assert "secret-folder" not in log.read_text()
    assert str(tmp_path) not in log.read_text()
    assert 0o644 == stat.S_IMODE(log.stat().st_mode)


# A package that wraps, an estimate with its range, a board of which nothing more is known.
PACKAGE = MeteredDevice("cpu0", "CPU package-0", "cpu", "energy counter", wraps_at_uj=262_143_328_850)
SHARES = (Decimal("0.43"), Decimal("1.43"))
LOAD = MeteredDevice("cpu1", "CPU", "cpu", "estimate from load", "estimate", shares=SHARES)
LINES = [
    '{"schema":"reportgen/energy-log/1","version":"VERSION","started_at":"2026-03-01T12:00:00.000002+00:00",'
    '"interval_us":500000,"monotonic_us":990000001,"boottime_us":1000000001,"devices":['
    '{"key":"gpu0","name":"A100 (GPU 0)","kind":"gpu","method":"energy counter","basis":"measured","counts":true,'
    '"power_limit_mw":400000},'
    '{"key":"gpu1","name":"K80 (GPU 1)","kind":"gpu","method":"sampled power","basis":"measured","counts":false},'
    '{"key":"cpu0","name":"CPU package-0","kind":"cpu","method":"energy counter","basis":"measured","counts":true,'
    '"wraps_at_uj":262143328850},'
    '{"key":"cpu1","name":"CPU","kind":"cpu","method":"estimate from load","basis":"estimate","counts":true,'
    '"low_share":"0.43","high_share":"1.43"}],'
    '"not_measured":[{"what":"memory","why":"RAPL has no DRAM domain here"}],"notes":["a note"]}',
    '{"at_us":0,"energy_uj":{"gpu0":7,"cpu0":5},"power_mw":{"gpu0":100,"gpu1":50}}',
    '{"at_us":0,"stage":1,"name":"d\\u00e9dup"}',
    '{"at_us":1000000,"energy_uj":{"gpu0":7,"cpu0":5},"power_mw":{"gpu0":100,"gpu1":50},"suspended_us":1000000}',
    '{"at_us":1000000,"stage":1,"end":true,"removed":744}',
]


def test_each_line_of_a_log_is_as_others_read_it(tmp_path: Path) -> None:
    """Every key, in whole microseconds, uJ and mW, without a blank and in ASCII; what there is not is left out.

    The machine was on for 1,000 s and asleep for 10 s of them, and nanoseconds are cut off.
    """
    clock, log = HandClock(1000.0000019, 10), tmp_path / "run.energy.jsonl"
    readings = {GPU: Reading(7, 100), BOARD: Reading(None, 50), PACKAGE: Reading(5), LOAD: Reading()}
    absent = NotMeasured("GPU 1", "not named", absent=True)
    found = Found(
        tuple(ScriptedMeter(device, [reading]) for device, reading in readings.items()),
        (NotMeasured("memory", "RAPL has no DRAM domain here", "nothing helps"), absent),
        ("a note",),
    )
    recorder = Recorder(found, Decimal("0.5"), LogWriter(log), clock)
    recorder.begin()
    number = recorder.begin_stage("d\u00e9dup")
    clock.go_on(1, asleep=True)
    recorder.end_stage(number, removed=744)

    lines = log.read_text("ascii").replace(VERSION, "VERSION", 1).splitlines()
    assert LINES == [lines[0], *lines[2:]]


def test_a_log_is_never_overwritten(tmp_path: Path) -> None:
    """Opening one that is there fails, and the file stays."""
    (tmp_path / "run.energy.jsonl").write_text("precious")

    with pytest.raises(FileExistsError):
        LogWriter(tmp_path / "run.energy.jsonl")
    assert "precious" == (tmp_path / "run.energy.jsonl").read_text()


def test_what_comes_after_the_end_of_a_log_is_lost(tmp_path: Path) -> None:
    """A sample for a log that is closed is counted as one that was not written."""
    writer = LogWriter(tmp_path / "run.energy.jsonl")
    writer.begin({"at_us": 0})
    writer.close()
    writer.write({"at_us": 1})

    assert (1, '{"at_us":0}\n') == (writer.lost_lines, (tmp_path / "run.energy.jsonl").read_text())


LIMITED = """
import resource, sys
from decimal import Decimal
from pathlib import Path
from tests.energy.recording import begun, tick, HandClock
clock = HandClock()
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
recorder = begun(clock, Path(sys.argv[1]))
tick(recorder, clock, 20)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
tick(recorder, clock, 5)
recorder.stop()
print(recorder.log.lost_lines, recorder.log.trouble)
"""


@pytest.mark.parametrize("limit", [0, 600, 700])
def test_a_full_disk_leaves_whole_lines_and_is_got_over(limit: int, tmp_path: Path) -> None:
    """No room for header or samples: what fits is whole, and once there is room the counter tells the rest."""
    log = tmp_path / "run.energy.jsonl"
    child = subprocess.run(
        [sys.executable, "-c", LIMITED, str(log), str(limit)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    lost, trouble = child.stdout.split(maxsplit=1)
    record = read(log)

    assert 10 < int(lost) <= 21
    assert any(f"{lost} lines of the log are lost, from " in warning for warning in record.warnings)
    assert "File too large" == trouble.strip()
    assert record.energy_kwh is not None
    assert 2500 == pytest.approx(joules(record.energy_kwh))


FORKING = """
import mmap, os, random, signal, struct, sys, time
from decimal import Decimal
from pathlib import Path
from reportgen.energy.clock import SystemClock
from reportgen.energy.log import LogWriter
from reportgen.energy.meters.meter import Found, MeteredDevice, Reading
from reportgen.energy.recorder import Recorder

device = MeteredDevice("gpu0", "A100", "gpu", "energy counter")

class Meter:
    device = device
    def __init__(self, memory, place):
        self.memory, self.place, self.taken = memory, place, 0
    def read(self):
        struct.pack_into("<I", self.memory, 4 * self.place, self.taken)  # so many samples went by whole
        self.taken += 1
        return Reading(time.monotonic_ns() // 10)

def record(log, memory, place):
    Recorder(Found((Meter(memory, place),)), Decimal("0.02"), LogWriter(Path(log))).start()
    time.sleep(60)

dice, memory = random.Random(4), mmap.mmap(-1, 400)
for batch in range(4):
    processes = []
    for place in range(25 * batch, 25 * batch + 25):
        process = os.fork()
        if not process:
            record(f"{sys.argv[1]}/{place}.energy.jsonl", memory, place)
            os._exit(0)
        processes.append(process)
    # each has ten samples, however busy the machine is
    while min(struct.unpack_from("<25I", memory, 100 * batch)) < 10:
        time.sleep(0.01)
    begun = time.monotonic()
    for moment, process in sorted(zip((dice.uniform(0, 0.75) for _ in processes), processes)):
        time.sleep(max(0, begun + moment - time.monotonic()))
        os.kill(process, signal.SIGKILL)
    for process in processes:
        os.waitpid(process, 0)
print(*struct.unpack("<100I", memory[:]))
"""


def test_a_kill_loses_at_most_one_sample(tmp_path: Path) -> None:
    """A hundred recorders are killed for real at random moments: each log reads, and holds every sample but one."""
    child = subprocess.run(
        [sys.executable, "-c", FORKING, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    whole = list(map(int, child.stdout.split()))
    records = [read(tmp_path / f"{place}.energy.jsonl") for place in range(100)]
    logged = [
        sum('"energy_uj"' in line for line in (tmp_path / f"{place}.energy.jsonl").read_text().splitlines())
        for place in range(100)
    ]

    assert 100 == len(whole)
    assert min(whole) >= 10
    assert [] == [(place, had, has) for place, (had, has) in enumerate(zip(whole, logged, strict=True)) if has < had]
    assert all(record.energy_kwh for record in records)
    assert all(any("has no end" in warning for warning in record.warnings) for record in records)


def test_half_a_line_that_cannot_be_taken_back_is_a_line_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a disk that takes a part and gives nothing back: what is written later stands on lines that can be read."""
    log = LogWriter(tmp_path / "run.energy.jsonl")
    log.begin({"at_us": 0})
    write, sizes = os.write, iter((5, None))

    def failing(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    def half(descriptor: int, data: bytes) -> int:
        size = next(sizes)
        if size is None:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, data[:size])

    with monkeypatch.context() as patch:
        patch.setattr("os.write", half)
        patch.setattr("os.ftruncate", failing)
        log.write({"at_us": 1})
    log.write({"at_us": 2})
    log.write({"at_us": 3})
    log.close()

    assert [
        '{"at_us":0}',
        '{"at_',
        '{"at_us":2,"unwritten":{"lines":1,"from_us":1,"to_us":1}}',
        '{"at_us":3}',
    ] == log.path.read_text().splitlines()
    assert ("No space left on device", "", 1, True) == (log.trouble, log.missing, log.lost_lines, log.is_usable)


@pytest.mark.parametrize("folder_too", [False, True])
def test_a_log_that_was_removed_is_written_anew(folder_too: bool, tmp_path: Path) -> None:
    """The open file still holds it: at the end it stands under its name again, whole, with its folder if need be."""
    clock, log = HandClock(), tmp_path / "out" / "run.energy.jsonl"
    log.parent.mkdir()
    recorder = begun(clock, log)
    tick(recorder, clock, 3)
    mode = log.stat().st_mode
    log.unlink()
    if folder_too:
        log.parent.rmdir()
    tick(recorder, clock, 2)
    recorder.stop()
    writer = recorder.log

    assert writer is not None
    assert (True, True, "") == (writer.is_usable, writer.restored, writer.missing)
    assert recorder.measurement().record() == read(log)
    assert [("run.energy.jsonl", mode)] == [(path.name, path.stat().st_mode) for path in log.parent.iterdir()]


def test_a_name_that_somebody_took_is_left_to_them(tmp_path: Path) -> None:
    """Another file under the log's name is neither written over nor removed, and the loss is said."""
    clock, log = HandClock(), tmp_path / "run.energy.jsonl"
    recorder = begun(clock, log)
    log.unlink()
    log.write_text("theirs")
    recorder.stop()
    writer = recorder.log

    assert writer is not None
    assert (False, False) == (writer.is_usable, writer.restored)
    assert "was removed while it was written, and cannot be written anew: File exists" == writer.missing
    writer.discard()
    assert "theirs" == log.read_text()


@pytest.mark.parametrize(
    ("mode", "theirs", "fault"),
    [
        ("w", "", "was cut short while it was written"),
        ("a", '{"at_us": 1}\n', "was written to by something else as well"),
    ],
)
def test_a_log_that_somebody_else_wrote_to_is_lost(tmp_path: Path, mode: str, theirs: str, fault: str) -> None:
    """Without its header, or with lines that are not its own, it says nothing by itself."""
    clock, log = HandClock(), tmp_path / "run.energy.jsonl"
    recorder = begun(clock, log)
    with log.open(mode) as file:
        file.write(theirs)
    tick(recorder, clock, 2)
    recorder.stop()

    assert recorder.log is not None
    assert fault == recorder.log.missing


def test_a_log_that_was_changed_in_place_is_lost(tmp_path: Path) -> None:
    """One digit of a sample for another, at equal length: the file is read back and held against what was written."""
    clock, log = HandClock(), tmp_path / "run.energy.jsonl"
    recorder = begun(clock, log)
    tick(recorder, clock, 2)
    text = log.read_bytes()
    with log.open("r+b") as file:
        file.write(text.replace(b'"at_us":1000000', b'"at_us":1000001'))
    tick(recorder, clock, 2)
    recorder.stop()

    assert recorder.log is not None
    assert text != log.read_bytes()[: len(text)]
    assert "was changed by something else while it was written" == recorder.log.missing


def test_a_log_that_cannot_be_read_back_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fails is no removal."""

    def failing(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    log = LogWriter(tmp_path / "run.energy.jsonl")
    log.begin({"at_us": 0})
    monkeypatch.setattr("reportgen.energy.log.file_digest", failing)
    log.close()

    assert "cannot be read back: Input/output error" == log.missing


@pytest.mark.parametrize("call", ["os.close", "pathlib.Path.unlink"])
def test_a_log_that_cannot_be_put_away_is_no_trouble(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a disk says to the end of a log that nobody needs is no reason to fail."""

    def failing(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    log = LogWriter(tmp_path / "run.energy.jsonl")
    log.begin({"at_us": 0})
    with monkeypatch.context() as patch:
        patch.setattr(call, failing)
        log.discard()

    assert ("", "") == (log.missing, log.trouble)
    assert (call == "pathlib.Path.unlink") == log.path.exists()


def test_a_log_that_is_where_it_was_is_kept_as_it_is(tmp_path: Path) -> None:
    """Nothing is written anew without need."""
    clock, log = HandClock(), tmp_path / "run.energy.jsonl"
    recorder = begun(clock, log)
    before = log.stat().st_ino
    recorder.stop()

    assert recorder.log is not None
    assert (True, False, before) == (recorder.log.is_usable, recorder.log.restored, log.stat().st_ino)


def test_how_a_run_ended_is_in_the_log(tmp_path: Path) -> None:
    """What is found after the last sample is a note of the log's last line, and a warning of the record."""
    clock, log = HandClock(), tmp_path / "run.energy.jsonl"
    recorder = begun(clock, log)
    recorder.stop(remark=lambda: "something still ran")

    assert "something still ran" in read(log).warnings
    assert recorder.measurement().record() == read(log)
