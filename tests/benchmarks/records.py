"""What judging records at one time takes beside reading them, by the number of runs in one emissions.csv.

    python -m tests.benchmarks.records [--rounds N]

The runs are those of one machine: all at one time, one after the other, or of a process each. Judging that grows with
the records keeps its ratio to reading; printed are the medians and the slope of judging between the two largest files,
1 for what grows as the records do. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import gc
import math
import statistics
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from reportgen.energy.importers.read import read_records
from reportgen.energy.overlap import overlaps, told_apart

MOST_OF_READING = 3
SIZES = (550, 2200, 8800)
HEADER = "timestamp,duration,emissions,energy_consumed,run_id,tracking_mode,cpu_energy,cpu_model\n"
FORMS = {"at one time": (0, "machine"), "one after the other": (60, "machine"), "of a process each": (0, "process")}


def write_runs(path: Path, runs: int, apart_s: int, mode: str) -> None:
    """Write so many runs of a minute, each beginning so long after the one before."""
    noon = datetime(2026, 11, 21, 12)
    rows = (
        f"{(noon + timedelta(seconds=number * apart_s)).isoformat()},60,1e-5,1e-5,{number},{mode},1e-5,Xeon\n"
        for number in range(runs)
    )
    path.write_text(HEADER + "".join(rows), encoding="utf-8")


def seconds(path: Path) -> tuple[float, float]:
    """Seconds of reading the records, and of judging which of them speak of one time."""
    gc.collect()
    start = time.perf_counter()
    records = read_records(path)
    read = time.perf_counter()
    told_apart(records, overlaps(records))
    return read - start, time.perf_counter() - read


def bench_records(rounds: int) -> None:
    """Print for each form and size the medians of reading and judging, their ratio, and the slope."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "emissions.csv"
        for name, (apart_s, mode) in FORMS.items():
            judged: list[float] = []
            for runs in SIZES:
                write_runs(path, runs, apart_s, mode)
                seconds(path)  # once unmeasured
                both = [seconds(path) for _ in range(rounds)]
                reading, judging = (statistics.median(column) for column in zip(*both, strict=True))
                judged.append(judging)
                ratio = f"{judging / reading:5.2f} of reading   aim {MOST_OF_READING}"
                print(f"{runs:>6,} runs {name:<20} reading {reading:7.3f} s   judging {judging:7.3f} s   {ratio}")
            slope = math.log(judged[-1] / judged[-2]) / math.log(SIZES[-1] / SIZES[-2])
            print(f"            {name:<20} slope of judging {slope:5.2f}   aim 1")


def main() -> None:
    parser = argparse.ArgumentParser(description="Print what judging records takes beside reading them.")
    parser.add_argument("--rounds", type=int, default=3)
    bench_records(parser.parse_args().rounds)


if __name__ == "__main__":
    main()
