"""What a table of training runs takes to be read: by the careful road, by pandas's and by pyarrow's quick ones.

    python -m tests.benchmarks.tables [--rows N] [--rounds N]

Each road reads the same file in a process of its own; its CPU time holds the import of what it reads with. Beside them
stands `csv.reader` alone, which makes no number of any cell. Nothing is asserted but that the roads agree.
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

ROADS = {
    "careful": "table = read_carefully(source, header, numbers, labels)",
    "pandas": "table = read(by_pandas)",
    "pyarrow": "table = read(by_pyarrow)",
    "csv.reader alone": "rows = sum(1 for _ in csv.reader(open(path, encoding='utf-8', newline='')))",
}
_CHILD = """
import csv, sys, time
from pathlib import Path
from reportgen.evidence import quick_csv
from reportgen.evidence.cells import NumberColumn
from reportgen.evidence.quick_csv import by_pandas, by_pyarrow, read_quickly
from reportgen.evidence.read_csv import _header, read_carefully
from reportgen.files.source import Source
from reportgen.files.units import ENERGY_UNITS
import numpy
path = Path(sys.argv[1])
source = Source(path, "runs.csv", longest_line=1 << 20)
numbers = [
    NumberColumn("energy (MJ)", "energy", ENERGY_UNITS["MJ"]), NumberColumn("total seen images", "count"),
    NumberColumn("training duration (h)", "time", None), NumberColumn("f1-score", "score"),
]
labels = ["architecture", "training environment"]
def read(reader):
    quick_csv._reader = lambda: reader
    found = read_quickly(source, header, numbers, labels)
    assert found is not None
    return found
start = time.process_time()
header = _header(source, [*labels, *(it.name for it in numbers)])
table = None
ROAD
took = time.process_time() - start
told = "" if table is None else f"{sum(float(numpy.nansum(it)) for it in table.numbers.values())!r}"
print(took, told)
"""


def bench_tables(rows: int, rounds: int) -> None:
    """Print the medians of each road's CPU seconds, and each over the careful one's."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "runs.csv"
        write_table(table, rows)
        seconds: dict[str, list[float]] = {road: [] for road in ROADS}
        sums = set()
        for _ in range(rounds):
            for road, code in ROADS.items():
                child = [sys.executable, "-c", _CHILD.replace("ROAD", code), str(table)]
                done = subprocess.run(child, cwd=ROOT, check=True, capture_output=True, text=True)
                took, *told = done.stdout.split()
                seconds[road].append(float(took))
                sums.update(told)
        assert 1 == len(sums), f"the roads disagree: {sums}"
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"Reading {rows:,} training runs, CPU seconds, median of {rounds}; at most {peak_mb:.0f} MB")
    careful = statistics.median(seconds["careful"])
    for road, taken in seconds.items():
        print(f"  {road:18}{statistics.median(taken):8.2f} s  {statistics.median(taken) / careful:6.2f} of careful")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    bench_tables(options.rows, options.rounds)


if __name__ == "__main__":
    main()
