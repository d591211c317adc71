"""Stand-ins for hardware: a library in place of NVIDIA's, a powercap tree whose counters run, and a clock by hand."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reportgen.energy.meters.meter import MeteredDevice, MeterError, Reading

SOURCE = Path(__file__).with_name("nvml_standin.c")
LIBRARY = "libnvidia-ml.so.1"
BEGUN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def compile_nvml(folder: Path, *missing: str) -> Path:
    """The stand-in library in a folder, without the functions behind these switches (NO_ENERGY, NO_MIG)."""
    library = folder / LIBRARY
    switches = [f"-D{switch}" for switch in missing]
    command = ["gcc", "-shared", "-fPIC", "-O1", "-D_DEFAULT_SOURCE", f"-Wl,-soname,{LIBRARY}", *switches]
    subprocess.run([*command, "-o", str(library), str(SOURCE)], check=True)
    return library


@dataclass
class HandClock:
    """A clock that goes on when it is told to; asleep_s of it is time in which the machine was suspended."""

    now_s: float = 1000.0
    asleep_s: float = 0.0

    def monotonic_ns(self) -> int:
        return round((self.now_s - self.asleep_s) * 1e9)

    def boottime_ns(self) -> int:
        return round(self.now_s * 1e9)

    def now(self) -> datetime:
        return BEGUN + timedelta(seconds=self.now_s - 1000)

    def go_on(self, seconds: float, asleep: bool = False) -> None:
        self.now_s += seconds
        self.asleep_s += seconds if asleep else 0


@dataclass
class ScriptedMeter:
    """Says one reading after another: an error is raised; after the last one it says the last again."""

    device: MeteredDevice
    readings: Sequence[Reading | MeterError]
    place: int = 0

    def read(self) -> Reading:
        reading = self.readings[min(self.place, len(self.readings) - 1)]
        self.place += 1
        if isinstance(reading, MeterError):
            raise reading
        return reading


def zone(root: Path, folder: str, name: str, energy_uj: int, range_uj: int = 262_143_328_850) -> Path:
    """A zone of a powercap tree."""
    path = root / folder
    path.mkdir(parents=True)
    (path / "name").write_text(f"{name}\n")
    (path / "energy_uj").write_text(f"{energy_uj}\n")
    (path / "max_energy_range_uj").write_text(f"{range_uj}\n")
    return path


@dataclass
class Running:
    """How late the counters were at most, on a machine that had other things to do."""

    longest_pause_s: float = 0.0


@contextmanager
def running(watts: Mapping[Path, float], range_uj: int = 262_143_328_850) -> Iterator[Running]:
    """Let the counters of zones run at these powers, in real time, each beginning anew at its range."""
    state, last_s = Running(), time.monotonic()
    begun, stopping = time.monotonic(), threading.Event()
    first = {folder: int((folder / "energy_uj").read_text()) for folder in watts}

    def run() -> None:
        nonlocal last_s
        descriptors = {folder: open(folder / "energy_uj", "r+b", buffering=0) for folder in watts}  # noqa: SIM115
        while not stopping.wait(0.002):
            state.longest_pause_s = max(state.longest_pause_s, time.monotonic() - last_s)
            last_s = time.monotonic()
            for folder, file in descriptors.items():
                counted = first[folder] + int(watts[folder] * 1e6 * (time.monotonic() - begun))
                file.seek(0)
                file.write(b"%-15d\n" % (counted % range_uj))  # of one length: a reader never sees half a number
        for file in descriptors.values():
            file.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield state
    finally:
        stopping.set()
        thread.join()
