"""MLflow's system metrics, in its folders or its SQLite store: the power of each GPU of a run; one record per run.

Named may be the store (mlflow.db), the tracking folder (mlruns), an experiment, a run, or what lies below its metrics.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from reportgen.energy.importers import mlflow_run, mlflow_sqlite
from reportgen.energy.importers.cells import MOST_RECORDS, shown_name
from reportgen.energy.importers.mlflow_run import HOW, NOTHING, POWER, Run, gpu_name, meter, record
from reportgen.energy.importers.mlflow_samples import samples_in
from reportgen.energy.record import Record
from reportgen.files.document import read_bytes, read_text
from reportgen.files.folders import folders_in, links_said
from reportgen.files.losses import Losses
from reportgen.files.nodes import Node
from reportgen.files.number import number_in
from reportgen.files.source import Source
from reportgen.precision import working_precision
from reportgen.problems import InputError

TOOL = mlflow_run.TOOL
META = "meta.yaml"  # what MLflow says of a run

_NO_RUNS = ("models", ".trash")  # MLflow's models, and its bin
_RUNNING = "1"  # MLflow's number of the status in meta.yaml


def identify(source: Source) -> bool:
    if mlflow_sqlite.is_sqlite(source):
        return True
    return any(map(_is_run, _runs(source.path, [])))


def extract(source: Source) -> list[Record]:
    """One record per run that has samples of power, from the first of them to the last, the oldest run first."""
    lost: list[Losses] = []
    if mlflow_sqlite.is_sqlite(source):
        records = mlflow_sqlite.records_in(source, lost)
    else:
        records = _records_below(source, lost)
    if lost and not any(record.energy_kwh for record in records):
        lost[0].refuse()
    if not records:
        source.refuse(None, NOTHING, HOW)
    return sorted(records, key=lambda record: record.started_at or datetime.min.replace(tzinfo=UTC))


def _records_below(source: Source, lost: list[Losses]) -> list[Record]:
    """The records of the runs at, below or above the path; what was lost of them is added to `lost`."""
    records: list[Record] = []
    links: list[Path] = []
    for run in _runs(source.path, links):
        metrics = run / "metrics" / "system"
        files = {path: match.group(1) for path in _below(metrics, 2) if (match := POWER.fullmatch(path.name))}
        if not files:
            continue
        if len(records) >= MOST_RECORDS:
            source.refuse(None, f"more than {MOST_RECORDS:,} runs", "name the experiment or the run that you mean")
        with working_precision():
            nodes = sorted({str(path.parent) for path in files})
            meters = [
                meter(gpu_name(gpu, str(path.parent), nodes), partial(samples_in, _source_of(source, path, run)))
                for path, gpu in sorted(files.items())
            ]
            lost += [meter.lost for meter in meters if meter.lost.count]
            records.append(record(_run(run), meters))
    if records and links:
        records[0] = replace(records[0], warnings=(*records[0].warnings, *links_said(links)))
    return records


def _runs(path: Path, links: list[Path]) -> Iterator[Path]:
    """The run folders at, below or above the path: what has a folder `metrics` beside or below it; links: to which the
    links to folders are added that were not followed."""
    for folder in (path, *islice(path.absolute().parents, 3)):
        if folder.name == "metrics" and folder.is_dir() and _is_run(folder.parent):
            yield folder.parent
            return
    if (path / "metrics").is_dir():
        yield path
        return
    children, linked = folders_in(path, _NO_RUNS)
    links += linked
    for child in children:
        if (child / "metrics").is_dir():
            yield child
        else:
            below, linked = folders_in(child, _NO_RUNS)
            links += linked
            yield from (run for run in below if (run / "metrics").is_dir())


def _is_run(folder: Path) -> bool:
    return (folder / META).is_file() or (folder / "metrics" / "system").is_dir()


def _below(path: Path, depth: int) -> Iterator[Path]:
    try:
        with os.scandir(path) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in found:
        if not entry.is_dir(follow_symlinks=False):  # a link or a pipe too: reading it says what is wrong
            yield Path(entry.path)
        elif depth > 1:
            yield from _below(Path(entry.path), depth - 1)


def _source_of(source: Source, path: Path, run: Path) -> Source:
    """The file as the user would name it."""
    try:
        name = Path(source.name) / path.relative_to(source.path)
    except ValueError:  # a file or folder below the run was named
        name = path
    return Source(path, str(name), {}, below=run)


def _meta(path: Path) -> Mapping[str, str]:
    """The texts of a run's meta.yaml, read as text and never as objects; what is wrong under "unreadable"."""
    texts: defaultdict[str, str] = defaultdict(str)
    if not os.path.lexists(path):
        texts["unreadable"] = "it is not there"
        return texts
    try:
        root = read_text(read_bytes(path, (".yaml",), below=path.parent), path.name, "yaml", whose="a run's meta.yaml")
    except InputError as error:
        texts["unreadable"] = error.problems[0].message
        return texts
    entries = root.value
    assert isinstance(entries, dict)
    texts.update((key, _text(node)) for key, node in entries.items())
    return texts


def _text(node: Node) -> str:
    return node.value if isinstance(node.value, str) else ""


def _run(path: Path) -> Run:
    meta = _meta(path / META)
    start_ms, end_ms = number_in(meta["start_time"]), number_in(meta["end_time"])
    warnings: tuple[str, ...] = ()
    if "unreadable" in meta:
        warnings = (f"meta.yaml is left out, so that nobody knows whether the run ended: {meta['unreadable']}",)
    return Run(
        shown_name(meta["run_name"], path.name),
        running=meta["status"] == _RUNNING,
        run_s=(end_ms - start_ms).scaleb(-3) if start_ms is not None and end_ms is not None else None,
        warnings=warnings,
    )
