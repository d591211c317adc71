"""MLflow's system metrics, in its folders or its SQLite store: the power of each GPU of a run; one record per run.

Named may be the store (mlflow.db), the tracking folder (mlruns), an experiment, a run, or what lies below its metrics.
"""

from __future__ import annotations

import heapq
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path

from reportgen.energy.importers import mlflow_run, mlflow_sqlite
from reportgen.energy.importers.cells import MOST_RECORDS, number, shown_name
from reportgen.energy.importers.mlflow_run import HOW, NOTHING, POWER, Meter, Run, gpu_name, meter, record
from reportgen.energy.record import Record
from reportgen.files.document import read_bytes, read_text
from reportgen.files.nodes import Node
from reportgen.files.source import Source
from reportgen.precision import working_precision
from reportgen.problems import InputError

TOOL = mlflow_run.TOOL

_LOOKED_AHEAD = 10_000  # lines in which the order may be mixed up
_RUNNING = "1"  # MLflow's number of the status in meta.yaml


def identify(source: Source) -> bool:
    if mlflow_sqlite.is_sqlite(source):
        return True
    return any((run / "meta.yaml").is_file() or (run / "metrics" / "system").is_dir() for run in _runs(source.path))


def extract(source: Source) -> list[Record]:
    """One record per run that has samples of power, from the first of them to the last, the oldest run first."""
    records = mlflow_sqlite.records_in(source) if mlflow_sqlite.is_sqlite(source) else _records_below(source)
    if not records:
        source.refuse(None, NOTHING, HOW)
    return sorted(records, key=lambda record: record.started_at or datetime.min.replace(tzinfo=UTC))


def _records_below(source: Source) -> list[Record]:
    records: list[Record] = []
    for run in _runs(source.path):
        metrics = run / "metrics" / "system"
        files = [path for path in _below(metrics, 2) if POWER.fullmatch(path.name)]
        if not files:
            continue
        if len(records) >= MOST_RECORDS:
            source.refuse(None, f"more than {MOST_RECORDS:,} runs", "name the experiment or the run that you mean")
        with working_precision():
            records.append(_record(source, run, sorted(files)))
    return records


def _runs(path: Path) -> Iterator[Path]:
    """The run folders at, below or above the path: what has a folder `metrics` beside or below it."""
    for folder in (path, *islice(path.absolute().parents, 4)):
        if folder.name == "metrics" and folder.is_dir():
            yield folder.parent
            return
    if (path / "metrics").is_dir():
        yield path
        return
    for child in _folders(path):
        if (child / "metrics").is_dir():
            yield child
        else:
            yield from (run for run in _folders(child) if (run / "metrics").is_dir())


def _folders(path: Path) -> list[Path]:
    """The folders in a folder, in the order of their names, without links and MLflow's models and bin."""
    try:
        with os.scandir(path) as entries:
            names = [e.name for e in entries if e.is_dir(follow_symlinks=False) and e.name not in ("models", ".trash")]
    except OSError:  # no folder, or not ours to read
        return []
    return [path / name for name in sorted(names)]


def _below(path: Path, depth: int) -> Iterator[Path]:
    try:
        with os.scandir(path) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in found:
        if entry.is_file(follow_symlinks=False):
            yield Path(entry.path)
        elif depth > 1 and entry.is_dir(follow_symlinks=False):
            yield from _below(Path(entry.path), depth - 1)


def _record(source: Source, run: Path, files: list[Path]) -> Record:
    nodes = sorted({str(path.parent) for path in files})
    meters = [_meter(_source_of(source, path), _name(path, nodes)) for path in files]
    return record(_run(run), [meter for meter in meters if meter is not None])


def _source_of(source: Source, path: Path) -> Source:
    """The file as the user would name it."""
    try:
        name = Path(source.name) / path.relative_to(source.path)
    except ValueError:  # a file or folder below the run was named
        name = path
    return Source(path, str(name), {})


def _name(path: Path, nodes: list[str]) -> str:
    match = POWER.fullmatch(path.name)
    return gpu_name(match.group(1) if match else "?", str(path.parent), nodes)


def _meter(source: Source, name: str) -> Meter | None:
    return meter(name, lambda: _samples(source))


def _samples(source: Source) -> Iterator[tuple[Decimal, Decimal]]:
    """Time in s and power in W in the order of time; what was not a number when it was sampled is left out."""
    ahead: list[tuple[Decimal, int, Decimal]] = []
    given_s: Decimal | None = None
    for line, text in source.lines():
        words = text.split()
        if not words:
            continue
        if len(words) not in (2, 3, 5):
            source.refuse(line, f"{len(words)} words, where a metric has time, value and step", "is the line cut off?")
        time_s = number(source, line, words[0], "the time").scaleb(-3)
        if words[1].lower() == "nan":
            continue
        heapq.heappush(ahead, (time_s, line, number(source, line, words[1], "the power")))
        if len(ahead) > _LOOKED_AHEAD:
            time_s, at, power_w = heapq.heappop(ahead)
            if given_s is not None and time_s < given_s:
                source.refuse(at, f"the time goes back by more than {_LOOKED_AHEAD:,} lines", "sort the file by time")
            given_s = time_s
            yield time_s, power_w
    while ahead:
        time_s, _, power_w = heapq.heappop(ahead)
        yield time_s, power_w


def _meta(path: Path) -> dict[str, str]:
    """The texts of a run's meta.yaml, read as text and never as objects; empty where it is not there."""
    if not path.is_file():
        return {}
    try:
        root = read_text(read_bytes(path, (".yaml",)), path.name, "yaml")
    except InputError as error:
        return {"unreadable": str(error.problems[0].message)}
    entries = root.value
    assert isinstance(entries, dict)
    return {key: _text(node) for key, node in entries.items()}


def _text(node: Node) -> str:
    return node.value if isinstance(node.value, str) else ""


def _run(path: Path) -> Run:
    meta = _meta(path / "meta.yaml")
    start, end = meta.get("start_time", ""), meta.get("end_time", "")
    known = start.isdecimal() and end.isdecimal() and len(start + end) < 40
    return Run(
        shown_name(meta.get("run_name", ""), path.name),
        running=meta.get("status") == _RUNNING,
        run_s=(Decimal(end) - Decimal(start)).scaleb(-3) if known else None,
        warnings=(f"meta.yaml is left out: {meta['unreadable']}",) if "unreadable" in meta else (),
    )
