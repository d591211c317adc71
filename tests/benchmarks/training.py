"""What `reportgen training` takes for a table of a million runs: time and memory of the whole process.

    python -m tests.benchmarks.training [--rows N] [--rounds N]

Beside it stands pandas alone: reading the same columns and their medians by group, without quartiles, checks or an
answer. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS, MOST_MB = 3, 600

HEADER = (
    "training environment,architecture,run,training duration (h),gpu model,energy (MJ),total seen images,f1-score\n"
)
OPTIONS = (
    *("--group", "architecture,training environment", "--energy", "energy (MJ)", "--accuracy", "f1-score"),
    *("--per", "total seen images", "--duration", "training duration (h)", "--device", "gpu model"),
    *("--outliers", "iqr:1.5", "--format", "json"),
)
PANDAS = """
import sys, pandas as pd
group = ["architecture", "training environment"]
numbers = ["energy (MJ)", "total seen images", "training duration (h)", "f1-score"]
frame = pd.read_csv(sys.argv[1], usecols=[*group, *numbers], dtype=dict.fromkeys(group, "category"))
frame["per"] = frame["energy (MJ)"] / frame["total seen images"]
frame.groupby(group, observed=True)[["per", "training duration (h)", "f1-score"]].median()
"""


def write_table(path: Path, rows: int) -> None:
    """Write runs of five architectures in three environments, the same each time; a hundredth has no score."""
    chance = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for row in range(rows):
            energy_mj = chance.uniform(0.1, 1)
            score = f"{chance.uniform(0.9, 1):.6f}" if chance.random() > 0.01 else ""
            file.write(
                f"environment {row % 3},architecture {row % 5},{row},{energy_mj * chance.uniform(1, 2):.6f},"
                f"NVIDIA A100-SXM4-40GB,{energy_mj:.9f},{chance.randrange(10**6, 4 * 10**6)},{score}\n"
            )


def measured(command: list[str]) -> tuple[float, float]:
    """Seconds and MB at most of a process."""
    start = time.perf_counter()
    with open(os.devnull, "wb") as quiet:
        child = subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command[:4]} ended with {child.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def bench_training(rows: int, rounds: int) -> None:
    """Print the medians of our command on CSV and on gzip, and of pandas alone."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "runs.csv"
        write_table(table, rows)
        packed = Path(folder) / "runs.csv.gz"
        packed.write_bytes(gzip.compress(table.read_bytes(), compresslevel=1))
        ours = [sys.executable, "-m", "reportgen", "training"]
        contenders = {
            "reportgen training, CSV": [*ours, str(table), *OPTIONS],
            "reportgen training, CSV in gzip": [*ours, str(packed), *OPTIONS],
            "pandas alone: read, divide, medians": [sys.executable, "-c", PANDAS, str(table)],
        }
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
        for _ in range(rounds):  # in turn, so that a noisy machine slows all of them
            for name, command in contenders.items():
                found[name].append(measured(command))
    for name, figures in found.items():
        seconds, memory_mb = (statistics.median(column) for column in zip(*figures, strict=True))
        aims = f"   aim {MOST_SECONDS} s, {MOST_MB} MB" if name.startswith("reportgen") else ""
        print(f"{name + f', {rows:,} rows':<56} {seconds:6.2f} s {memory_mb:7.1f} MB{aims}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Print what reportgen training takes for a large table.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    bench_training(arguments.rows, arguments.rounds)


if __name__ == "__main__":
    main()
