"""A table of decisions counted by us, by DuckDB's own bare query, by pandas and, where it is installed, by polars.

    python -m tests.benchmarks.decisions [--rows N] [--rounds N]

Each in a process of its own, in turn, on one Parquet file: the median of its seconds and the most memory that it held.
Nothing is asserted.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import duckdb

TABLE = """
COPY (SELECT range AS id, hash(range) % 3 > 0 AS kept, CASE WHEN hash(range) % 3 = 0 THEN 'r' || hash(range + 1) % 8 END
AS reason, 'c' || hash(range + 2) % 1000 AS label, 's' || hash(range + 3) % 12 AS source,
CAST(hash(range + 4) % 100000 AS INTEGER) AS bytes FROM range({rows})) TO '{path}' (FORMAT parquet)
"""
SETS = "GROUPING SETS ((kept), (kept, reason), (kept, label), (kept, source))"
WAYS = {
    "reportgen": """
from reportgen.curation.decision_table import decisions_of
decisions_of(path, {name: name for name in ("kept", "reason", "label", "source", "bytes")})
""",
    "duckdb": f"""
import duckdb
query = "SELECT kept, reason, label, source, count(*), sum(bytes) FROM read_parquet(?) GROUP BY {SETS}"
duckdb.connect().execute(query, [path]).fetchall()
""",
    "pandas": """
import pandas
frame = pandas.read_parquet(path, columns=["kept", "reason", "label", "source", "bytes"])
[frame.groupby(["kept", name]).size() for name in ("reason", "label", "source")], frame.groupby("kept").bytes.sum()
""",
    "polars": """
import polars
frame = polars.scan_parquet(path)
counts = [frame.group_by("kept", name).len() for name in ("reason", "label", "source")]
polars.collect_all([*counts, frame.group_by("kept").agg(polars.sum("bytes"))])
""",
}
AROUND = """
import resource, sys, time
path, start = sys.argv[1], time.perf_counter()
{way}
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def measured(way: str, path: Path) -> tuple[float, float]:
    """Seconds, and megabytes at most."""
    command = [sys.executable, "-c", AROUND.format(way=WAYS[way]), str(path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(said[0]), float(said[1]) / 1024


def main() -> None:
    """Write the table and print a line for each way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    ways = [way for way in WAYS if find_spec(way) is not None]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "decisions.parquet")
        duckdb.execute(TABLE.format(rows=asked.rows, path=path))
        rounds = [{way: measured(way, path) for way in ways} for _ in range(asked.rounds)]
    for way in ways:
        seconds = statistics.median(it[way][0] for it in rounds)
        print(f"{way:10} {seconds:6.2f} s {max(it[way][1] for it in rounds):7.0f} MB")


if __name__ == "__main__":
    main()
