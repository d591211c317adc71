"""What a table of training runs takes to be read: by reportgen, by pandas, and by `csv.reader` alone.

    python -m tests.benchmarks.tables [--rows N] [--rounds N]

Each reads the same file in a process of its own; its CPU time holds the import of what it reads with. `csv.reader`
makes no number of any cell. Nothing is asserted but that reportgen and pandas agree.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.training import ROOT, write_table

READERS = {
    "reportgen": """
from reportgen.evidence.cells import NumberColumn
from reportgen.evidence.read_csv import read_csv
from reportgen.files.units import ENERGY_UNITS, TIME_UNITS
table = read_csv(path, "runs.csv", [
    NumberColumn("energy (MJ)", "energy", ENERGY_UNITS["MJ"]), NumberColumn("total seen images", "count"),
    NumberColumn("training duration (h)", "time", TIME_UNITS["h"]), NumberColumn("f1-score", "score"),
], ["architecture", "training environment"])
columns = table.numbers
""",
    "pandas": """
import pandas
names = ["energy (MJ)", "total seen images", "training duration (h)", "f1-score"]
texts = ["architecture", "training environment"]
frame = pandas.read_csv(path, usecols=[*names, *texts], dtype=dict.fromkeys(texts, str))
columns = {name: frame[name].to_numpy(dtype="float64") for name in names}
""",
    "csv.reader alone": """
import csv
columns = {}
rows = sum(1 for _ in csv.reader(open(path, encoding="utf-8", newline="")))
""",
}
_CHILD = """
import sys, time
from pathlib import Path
path = Path(sys.argv[1])
start = time.process_time()
READER
took = time.process_time() - start
import numpy
told = "" if not columns else f"{sum(float(numpy.nansum(it)) for it in columns.values())!r}"
print(took, told)
"""


def bench_tables(rows: int, rounds: int) -> None:
    """Print the medians of the CPU seconds of each, and each over those of reportgen."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "runs.csv"
        write_table(table, rows)
        seconds: dict[str, list[float]] = {reader: [] for reader in READERS}
        sums = set()
        for _ in range(rounds):
            for reader, code in READERS.items():
                child = [sys.executable, "-c", _CHILD.replace("READER", code), str(table)]
                done = subprocess.run(child, cwd=ROOT, check=True, capture_output=True, text=True)
                took, *told = done.stdout.split()
                seconds[reader].append(float(took))
                sums.update(told)
        assert 1 == len(sums), f"they disagree: {sums}"
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"Reading {rows:,} training runs, CPU seconds, median of {rounds}; at most {peak_mb:.0f} MB")
    ours = statistics.median(seconds["reportgen"])
    for reader, taken in seconds.items():
        print(f"  {reader:18}{statistics.median(taken):8.2f} s  {statistics.median(taken) / ours:6.2f} of reportgen")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    bench_tables(options.rows, options.rounds)


if __name__ == "__main__":
    main()
