"""What reading takes by the size of what is read: each reader on files of one form, twice as large each time.

    python -m tests.benchmarks.readers [--rounds N]

Printed are the medians, and the slope of the time over the size of the largest files: 1 for what grows as the file
does, 2 for what grows with the pairs of its rows. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import math
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from reportgen.energy.importers.read import read_records
from reportgen.evidence.read import read_runs
from reportgen.evidence.runs import Columns
from reportgen.factors.read_table import read_table
from reportgen.files.document import read_file
from reportgen.problems import InputError

COLUMNS = Columns(("model",), "energy (kWh)", "accuracy")
MOST_DOUBLINGS = 3


@dataclass(frozen=True)
class Reader:
    """content: the file's bytes for so many rows. rows: of the smallest file."""

    name: str
    content: Callable[[int], bytes]
    read: Callable[[Path], object]
    rows: int


def runs_csv(rows: int) -> bytes:
    """Runs of ten models."""
    lines = (f"m{number % 10},{number + 1}e-3,0.{number % 100:02d}\n" for number in range(rows))
    return ("model,energy (kWh),accuracy\n" + "".join(lines)).encode()


def runs_parquet(rows: int) -> bytes:
    """The same as Parquet."""
    import pyarrow as pa
    from pyarrow import parquet

    numbers = range(rows)
    columns = {"model": [f"m{it % 10}" for it in numbers], "energy (kWh)": [(it + 1) / 1000 for it in numbers]}
    content = BytesIO()
    parquet.write_table(pa.table(columns | {"accuracy": [it % 100 / 100 for it in numbers]}), content)
    return content.getvalue()


def power_csv(rows: int) -> bytes:
    """Samples of nvidia-smi, one a second."""
    lines = (
        f"2026/11/21 {row // 3600 % 24:02d}:{row // 60 % 60:02d}:{row % 60:02d}.000, 0, {100 + row % 50}.00 W\n"
        for row in range(rows)
    )
    return ("timestamp, index, power.draw [W]\n" + "".join(lines)).encode()


def prices_csv(rows: int) -> bytes:
    """A price of a task of its own in each row."""
    lines = (f"task {number},{number + 1},EUR,sample,a list\n" for number in range(rows))
    return ("task,price,currency,unit,source\n" + "".join(lines)).encode()


def prices_xlsx(rows: int) -> bytes:
    """The same as a workbook."""
    book = Workbook()
    for line in prices_csv(rows).decode().splitlines():
        book.worksheets[0].append(line.split(","))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def stages_yaml(rows: int) -> bytes:
    """A manifest with a stage in each line."""
    return ("stages:\n" + "".join(f"  - {{name: stage {number}, removed: 1}}\n" for number in range(rows))).encode()


def values_json(rows: int) -> bytes:
    """A list of more values than a manifest may hold."""
    return b'{"a": [' + b"1," * rows + b"1]}"


def values_toml(rows: int) -> bytes:
    """The same as TOML."""
    return b"a = [" + b"1," * rows + b"1]"


def refused(path: Path) -> None:
    """Read what must not be read to its end."""
    try:
        read_file(path)
    except InputError:
        return
    raise AssertionError(f"{path.name} was not refused")


READERS = {
    "runs.csv": Reader("runs, CSV", runs_csv, lambda path: read_runs(path, COLUMNS), 20_000),
    "runs.csv.gz": Reader(
        "runs, gzip", lambda rows: gzip.compress(runs_csv(rows)), lambda path: read_runs(path, COLUMNS), 20_000
    ),
    "runs.parquet": Reader("runs, Parquet", runs_parquet, lambda path: read_runs(path, COLUMNS), 100_000),
    "power.csv": Reader("samples of power", power_csv, read_records, 5_000),
    "prices.csv": Reader("prices, CSV", prices_csv, lambda path: read_table(path), 1_000),
    "prices.xlsx": Reader("prices, XLSX", prices_xlsx, lambda path: read_table(path), 1_000),
    "run.yaml": Reader("manifest, YAML", stages_yaml, read_file, 2_000),
    "values.json": Reader("refused, JSON", values_json, refused, 200_000),
    "values.toml": Reader("refused, TOML", values_toml, refused, 200_000),
}


def seconds(reader: Reader, path: Path) -> float:
    """Seconds of reading the file."""
    gc.collect()
    start = time.perf_counter()
    reader.read(path)
    return time.perf_counter() - start


def bench_readers(rounds: int) -> None:
    """Print for each reader the medians by size, and the slope between the two largest files."""
    with tempfile.TemporaryDirectory() as folder:
        for file, reader in READERS.items():
            path, found = Path(folder) / file, list[tuple[int, float]]()
            for doubling in range(MOST_DOUBLINGS + 1):
                path.write_bytes(reader.content(reader.rows << doubling))
                seconds(reader, path)  # once unmeasured
                median = statistics.median(seconds(reader, path) for _ in range(rounds))
                found.append((path.stat().st_size, median))
            (small, less), (large, more) = found[-2:]
            slope = math.log(more / less) / math.log(large / small)
            shown = ", ".join(f"{size / 1000:,.0f} kB {took:.3f} s" for size, took in found)
            print(f"{reader.name:18} {shown}   slope {slope:.2f}, aim 1")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    bench_readers(parser.parse_args().rounds)
