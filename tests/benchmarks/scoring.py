"""What scoring costs: ten million pairs as arrays beside numpy's bare expression, and a table of a million models.

python -m tests.benchmarks.scoring [--pairs N] [--rows N] [--rounds N]
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MOST_RATIO = 1.5  # of numpy's bare expression


def seconds(action: Callable[[], Any]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def bench_arrays(pairs: int, rounds: int) -> None:
    """Scores of random pairs, checked as they are scored, in turn with the formula written out over whole arrays."""
    import numpy as np

    from reportgen.figures.apc_arrays import apc_array

    rng = np.random.default_rng(1)
    energy, accuracy = rng.uniform(0, 60, pairs), rng.uniform(0, 1, pairs)

    def bare() -> Any:
        return accuracy / (1.0 * (energy * ((1 - 0.1) * (1 - accuracy) + 0.1)) + 1)

    def ours() -> Any:
        return apc_array(energy, accuracy)

    bare(), ours()
    times = [(seconds(ours), seconds(bare)) for _ in range(rounds)]
    mine, theirs = (statistics.median(column) for column in zip(*times, strict=True))
    name = f"APC of {pairs:,} pairs / numpy's bare expression"
    print(f"{name:<66} {mine:7.3f} s {theirs:7.3f} s   ratio {mine / theirs:5.2f}   aim {MOST_RATIO}")


def bench_table(rows: int) -> None:
    """A table of models through the command, with its greatest memory."""
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "models.csv")
        with table.open("w", encoding="utf-8") as file:
            file.write("model,accuracy,consumption,cost\n")
            for number in range(rows):
                file.write(f"m{number},{rng.random():.4f},{rng.random() * 20:.3f},{rng.random():.3f}\n")
        script = (
            "import resource, subprocess, sys\n"
            "subprocess.run([sys.executable, '-m', 'reportgen', 'apc', sys.argv[1], '--format', 'csv'], check=True,\n"
            "               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)\n"
        )
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", script, str(table)], cwd=ROOT, check=True, capture_output=True, text=True
        )
        spent = time.perf_counter() - start
    print(f"{f'reportgen apc, {rows:,} models':<66} {spent:7.3f} s   memory {float(done.stdout):6.1f} MB")


def bench_scoring(pairs: int = 10_000_000, rows: int = 1_000_000, rounds: int = 5) -> None:
    """Print both."""
    bench_arrays(pairs, rounds)
    bench_table(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description="Print what scoring costs beside numpy alone.")
    parser.add_argument("--pairs", type=int, default=10_000_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    bench_scoring(arguments.pairs, arguments.rows, arguments.rounds)


if __name__ == "__main__":
    main()
