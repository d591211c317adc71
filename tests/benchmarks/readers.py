"""What reading takes by the size of what is read: each reader on files of one form, twice as large each time.

    python -m tests.benchmarks.readers [--rounds N]

Printed are the least seconds of the processor, which other work on the machine moves less than those of the clock, and
the slope of the largest sizes: 1 for what grows as the file does, 2 for what grows with the pairs of its rows. Nothing
is asserted.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import math
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from reportgen.energy.importers.read import read_records
from reportgen.evidence.epochs import read_epochs
from reportgen.evidence.read import read_runs
from reportgen.evidence.runs import Columns
from reportgen.evidence.score_table import CHECKPOINT_COLUMNS, MODEL_COLUMNS, ScoreTable
from reportgen.factors.read_table import read_table
from reportgen.files.document import read_file
from reportgen.files.source import Source
from reportgen.problems import InputError
from tests.benchmarks.logs import LOGS, write_mlflow_runs, write_sqlite, write_tasks

COLUMNS = Columns(("model",), "energy (kWh)", "accuracy")
MOST_DOUBLINGS = 3


@dataclass(frozen=True)
class Reader:
    """write: puts the input of so many rows below a folder and gives what is to be read. rows: of the smallest."""

    write: Callable[[Path, int], Path]
    read: Callable[[Path], object]
    rows: int


def file_of(name: str, content: Callable[[int], bytes]) -> Callable[[Path, int], Path]:
    """What writes the bytes for so many rows into a file of that name."""

    def write(folder: Path, rows: int) -> Path:
        (folder / name).write_bytes(content(rows))
        return folder / name

    return write


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


def scores_csv(rows: int) -> bytes:
    """A model in each row."""
    lines = (f"model {number},0.9,{number + 1}.5,0.03\n" for number in range(rows))
    return ("model,accuracy,consumption,cost\n" + "".join(lines)).encode()


def epochs_csv(rows: int) -> bytes:
    """An epoch in each row, of one training."""
    return ("epoch,energy (kWh)\n" + "".join(f"{number},0.{5 - number % 2}\n" for number in range(rows))).encode()


def checkpoints_csv(rows: int) -> bytes:
    """A checkpoint in each row."""
    lines = (f"{60 * number},0.{number % 900 + 100},{number + 1}\n" for number in range(rows))
    return ("time (s),accuracy,consumption (Wh)\n" + "".join(lines)).encode()


def scored(path: Path, columns: Sequence[str]) -> object:
    """The rows of a table of scores."""
    return list(ScoreTable(Source(path, path.name, {}), columns).rows())


READERS = {
    "runs, CSV": Reader(file_of("runs.csv", runs_csv), lambda path: read_runs(path, COLUMNS), 20_000),
    "runs, gzip": Reader(
        file_of("runs.csv.gz", lambda rows: gzip.compress(runs_csv(rows))),
        lambda path: read_runs(path, COLUMNS),
        20_000,
    ),
    "runs, Parquet": Reader(file_of("runs.parquet", runs_parquet), lambda path: read_runs(path, COLUMNS), 100_000),
    "runs, MLflow": Reader(write_mlflow_runs, lambda path: read_runs(path, COLUMNS), 250),
    "epochs": Reader(
        file_of("epochs.csv", epochs_csv), lambda path: read_epochs(path, "energy (kWh)", "epoch", path.name), 10_000
    ),
    "scores": Reader(file_of("scores.csv", scores_csv), lambda path: scored(path, MODEL_COLUMNS), 5_000),
    "checkpoints": Reader(
        file_of("checkpoints.csv", checkpoints_csv), lambda path: scored(path, CHECKPOINT_COLUMNS), 5_000
    ),
    "prices, CSV": Reader(file_of("prices.csv", prices_csv), read_table, 1_000),
    "prices, XLSX": Reader(file_of("prices.xlsx", prices_xlsx), read_table, 1_000),
    "manifest, YAML": Reader(file_of("run.yaml", stages_yaml), read_file, 2_000),
    "refused, JSON": Reader(file_of("values.json", values_json), refused, 200_000),
    "refused, TOML": Reader(file_of("values.toml", values_toml), refused, 200_000),
    **{tool: Reader(log.write, read_records, log.rows) for tool, log in LOGS.items()},
    "codecarbon, tasks": Reader(write_tasks, read_records, 1_000),
    "mlflow, SQLite": Reader(write_sqlite, read_records, 1_000),
}


def seconds(reader: Reader, path: Path) -> float:
    """Seconds of the processor for reading it, as a command reads: without looking for garbage meanwhile."""
    gc.collect()
    gc.disable()
    start = time.process_time()
    reader.read(path)
    took = time.process_time() - start
    gc.enable()
    return took


def bench_readers(rounds: int) -> None:
    """Print for each reader the least seconds by the number of rows, and the slope between the two largest."""
    for name, reader in READERS.items():
        with tempfile.TemporaryDirectory() as folder:
            found = list[tuple[int, float]]()
            for doubling in range(MOST_DOUBLINGS + 1):
                rows = reader.rows << doubling
                path = reader.write(Path(folder), rows)
                found.append((rows, min(seconds(reader, path) for _ in range(rounds + 1))))
        slope = math.log2(found[-1][1] / found[-2][1])
        shown = ", ".join(f"{rows:,} rows {took:.3f} s" for rows, took in found)
        print(f"{name:18} {shown}   slope {slope:.2f}, aim 1", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    bench_readers(parser.parse_args().rounds)
