"""What the ranges cost: 100,000 draws of every figure of the sample's ledger.

python -m tests.benchmarks.ranges [--rounds N]
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from reportgen.figures.draws import COUNT, draw
from reportgen.generate import load

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "street_scenes"
MOST_SECONDS = 0.3


def bench_ranges(rounds: int = 5) -> None:
    """Print the median time of all draws, numpy imported before."""
    figures = load(SAMPLE / "run.yaml", cost_tables=[SAMPLE / "company-costs.toml"]).figures
    draw(figures)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        draw(figures)
        times.append(time.perf_counter() - start)
    name = f"{COUNT:,} draws of {len(figures)} figures"
    print(f"{name:<66} {statistics.median(times):7.3f} s   aim {MOST_SECONDS}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Print what the draws of the ranges cost.")
    parser.add_argument("--rounds", type=int, default=5)
    bench_ranges(parser.parse_args().rounds)


if __name__ == "__main__":
    main()
