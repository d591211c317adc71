"""What measuring costs, beside codecarbon and carbontracker: start-up, processor time and memory, in one run.

    python -m tests.benchmarks.measuring [--tools PYTHON] [--seconds N] [--rounds N]

Each tool measures a process of its own that does nothing. PYTHON is an interpreter that has the two tools with all that
they need; without them it is said. "On stand-ins" is our own meter with four GPUs, two packages and their memory, on a
stand-in for NVIDIA's library and a made powercap tree: what a real driver costs on top is not in it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.energy.meters.standins import compile_nvml, zone

ROOT = Path(__file__).resolve().parents[2]
MOST_SHARE_OF_START, MOST_CPU_SHARE, MOST_MEMORY_MB = 0.2, 0.001, 30

AROUND = """
import json, os, sys, time
def resident_mb():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1]) / 1024
before_mb, begun = resident_mb(), time.perf_counter()
{start}
started_s = time.perf_counter() - begun
time.sleep(1.5)
cpu_s, wall_s = time.process_time(), time.monotonic()
time.sleep(float(sys.argv[1]))
cpu = (time.process_time() - cpu_s) / (time.monotonic() - wall_s)
print(json.dumps(dict(start_s=started_s, cpu=cpu, memory_mb=resident_mb() - before_mb)), flush=True)
os._exit(0)
"""
OURS = "import reportgen\nrun = reportgen.measure({options})\nrun.__enter__()"
CODECARBON = (
    "from codecarbon import OfflineEmissionsTracker\n"
    "tracker = OfflineEmissionsTracker(country_iso_code='DNK', measure_power_secs=1, log_level='critical')\n"
    "tracker.start()"
)
CARBONTRACKER = (
    "from carbontracker.tracker import CarbonTracker\n"
    "tracker = CarbonTracker(epochs=2, update_interval=1, verbose=0, log_dir='.')\n"
    "tracker.epoch_start()"
)


def run(python: str, start: str, seconds: float, environment: dict[str, str]) -> dict[str, float] | None:
    """Figures of one process, None where the tool does not work there."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [python, "-c", AROUND.format(start=start), str(seconds)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            capture_output=True,
            text=True,
            check=False,
        )
    lines = [line for line in done.stdout.splitlines() if line.startswith('{"start_s"')]
    figures: dict[str, float] | None = json.loads(lines[-1]) if lines else None
    return figures


def until_command(environment: dict[str, str], options: tuple[str, ...]) -> float:
    """Seconds from the start of `reportgen measure` to that of its command."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.time()
        done = subprocess.run(
            [sys.executable, "-m", "reportgen", "measure", *options, "--", "date", "+%s.%N"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        return float(done.stdout) - begun


def show(name: str, figures: dict[str, float] | None) -> None:
    if figures is None:
        print(f"{name:<34} does not work in that Python: not compared")
        return
    start_s, cpu, memory_mb = figures["start_s"], figures["cpu"], figures["memory_mb"]
    print(f"{name:<34} start {start_s:7.3f} s   CPU {cpu:8.4%} of a core   memory {memory_mb:6.1f} MB")


def stand_ins(folder: Path) -> tuple[dict[str, str], str]:
    """The environment and the powercap tree of a machine with four GPUs and two packages."""
    library = compile_nvml(folder)
    (folder / "nvml.txt").write_text("".join(f"gpu GPU-{place} A100\npower 0:100\n" for place in range(4)))
    for place in range(2):
        zone(folder / "powercap", f"intel-rapl:{place}", f"package-{place}", 5 + place * 10**9)
        zone(folder / "powercap", f"intel-rapl:{place}:0", "dram", 5)
    environment = {"LD_LIBRARY_PATH": str(library.parent), "NVML_STANDIN": str(folder / "nvml.txt")}
    return environment, str(folder / "powercap")


def bench_measuring(tools: str, seconds: float, rounds: int) -> None:
    """Print the medians of each tool, and ours over theirs."""
    with tempfile.TemporaryDirectory() as name:
        environment, powercap = stand_ins(Path(name))
        contenders: dict[str, tuple[str, str, dict[str, str]]] = {
            "reportgen": (sys.executable, OURS.format(options=""), {}),
            "reportgen, on stand-ins": (
                *(sys.executable, OURS.format(options=f"powercap={powercap!r}")),
                environment,
            ),
            "codecarbon": (tools, CODECARBON, {}),
            "carbontracker": (tools, CARBONTRACKER, {}),
        }
        found: dict[str, list[dict[str, float] | None]] = {tool: [] for tool in contenders}
        commands: list[float] = []
        run(*contenders["reportgen"][:2], 0, {}), run(tools, CODECARBON, 0, {}), run(tools, CARBONTRACKER, 0, {})
        for _ in range(rounds):  # in turn, so that a noisy machine slows all of them
            for tool, (python, start, more) in contenders.items():
                found[tool].append(run(python, start, seconds, more))
            commands.append(until_command(environment, ("--powercap", powercap)))
    medians = {tool: median(figures) for tool, figures in found.items()}
    for tool, figures in medians.items():
        show(tool, figures)
    print(f"{'reportgen measure, on stand-ins':<34} start {statistics.median(commands):7.3f} s, to its command's start")
    ours = medians["reportgen, on stand-ins"]
    assert ours is not None
    for tool in ("codecarbon", "carbontracker"):
        theirs = medians[tool]
        if theirs is not None:
            ratio = ours["start_s"] / theirs["start_s"]
            print(f"start-up / {tool:<23} ratio {ratio:6.3f}   aim {MOST_SHARE_OF_START}")
    print(f"CPU at an interval of 1 s          {ours['cpu']:8.4%}     aim {MOST_CPU_SHARE:.1%}")
    print(f"memory added                       {ours['memory_mb']:6.1f} MB    aim {MOST_MEMORY_MB} MB")


def median(figures: list[dict[str, float] | None]) -> dict[str, float] | None:
    known: list[Any] = [one for one in figures if one is not None]
    return {key: statistics.median(one[key] for one in known) for key in known[0]} if known else None


def main() -> None:
    parser = argparse.ArgumentParser(description="Print what measuring costs beside other tools.")
    parser.add_argument("--tools", default=sys.executable, help="a Python that has codecarbon and carbontracker")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    bench_measuring(arguments.tools, arguments.seconds, arguments.rounds)


if __name__ == "__main__":
    main()
