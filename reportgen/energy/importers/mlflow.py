"""MLflow's system metrics in its folders: the power of each GPU of a run, sampled; one record per run.

Named may be the tracking folder (mlruns), an experiment, a run, or what lies below a run's metrics.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path

from reportgen.energy.importers.bounded import least
from reportgen.energy.importers.cells import MOST_RECORDS, NO_ENERGY, measured, moment, shown_name
from reportgen.energy.importers.mlflow_samples import samples_in
from reportgen.energy.importers.sampled import sampled_device, total_kwh
from reportgen.energy.power import Gap, Integral
from reportgen.energy.record import Record
from reportgen.files.document import read_bytes, read_text
from reportgen.files.losses import Losses
from reportgen.files.nodes import Node
from reportgen.files.number import number_in
from reportgen.files.source import Source
from reportgen.precision import working_precision
from reportgen.problems import InputError
from reportgen.words.message import message

TOOL = "mlflow"

_POWER = re.compile(r"gpu_(\d{1,4})_power_usage_watts")
_INTERVALS = 1_000  # from which the usual interval is found
_SILENCE = 20  # usual intervals without a sample are a gap, and never less than this many seconds:
_LEAST_SILENCE_S = Decimal(60)
_FINISHED = "3"  # MLflow's number of the status; 1 is running
_NOTHING = "no run here has the power of a GPU (system/gpu_0_power_usage_watts)"
_HOW = "MLflow writes it where mlflow.enable_system_metrics_logging() was called and nvidia-ml-py is installed"


@dataclass(frozen=True)
class _Meter:
    """The samples of one GPU in s since 1970, what was lost of them, and how many were no number when sampled."""

    name: str
    power: Integral
    lost: Losses
    lines: int
    not_numbers: int


def identify(source: Source) -> bool:
    return any((run / "meta.yaml").is_file() or (run / "metrics" / "system").is_dir() for run in _runs(source.path))


def extract(source: Source) -> list[Record]:
    """One record per run that has samples of power, from the first of them to the last, the oldest run first."""
    records: list[Record] = []
    lost: list[Losses] = []
    for run in _runs(source.path):
        metrics = run / "metrics" / "system"
        files = [path for path in _below(metrics, 2) if _POWER.fullmatch(path.name)]
        if not files:
            continue
        if len(records) >= MOST_RECORDS:
            source.refuse(None, f"more than {MOST_RECORDS:,} runs", "name the experiment or the run that you mean")
        with working_precision():
            nodes = sorted({path.parent for path in files})
            meters = [_meter(_source_of(source, path), _name(path, nodes)) for path in sorted(files)]
            records.append(_record(run, meters))
            lost += [meter.lost for meter in meters if meter.lost.count]
    if lost and not any(record.energy_kwh for record in records):
        lost[0].refuse()
    if not records:
        source.refuse(None, _NOTHING, _HOW)
    return sorted(records, key=lambda record: record.started_at or datetime.min.replace(tzinfo=UTC))


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


def _record(run: Path, meters: list[_Meter]) -> Record:
    known = [meter for meter in meters if meter.power.samples]
    first_s = min((meter.power.first_s for meter in known if meter.power.first_s is not None), default=None)
    devices = tuple(sampled_device(meter.name, "gpu", meter.power, first_s or Decimal(0)) for meter in known)
    energy_kwh, low_kwh, high_kwh = total_kwh(devices)
    last_s = max((meter.power.last_s for meter in known if meter.power.last_s is not None), default=None)
    duration_s = None if first_s is None or last_s is None else measured(last_s - first_s)
    samples = max((meter.power.samples for meter in known), default=0)
    meta = _meta(run / "meta.yaml")
    gaps = [gap.since(first_s or Decimal(0)) for meter in known for gap in meter.power.gaps]
    record = Record(
        TOOL,
        energy_kwh,
        duration_s=duration_s,
        devices=devices,
        warnings=tuple(_warnings(meta, energy_kwh, duration_s, samples, gaps)),
        low_kwh=low_kwh,
        high_kwh=high_kwh,
        started_at=None if first_s is None else moment(first_s),
        ended_at=None if last_s is None else moment(last_s),
        zone_known=True,
        interval_s=duration_s / (samples - 1) if duration_s is not None and samples > 1 else None,
        gaps=tuple(gaps),
        method=message("sampled power of the run {run}", run=shown_name(meta.get("run_name", ""), run.name)),
    )
    said = [f"{meter.name}: {text}" for meter in meters for text in meter.lost.said(meter.lines, "no power")]
    said += [f"{meter.name}: {_no_numbers(meter.not_numbers)}" for meter in meters if meter.not_numbers]
    return least(record, said, is_lost=any(meter.lost.count for meter in meters))


def _no_numbers(count: int) -> str:
    samples = "1 sample is" if count == 1 else f"{count:,} samples are"
    return f"{samples} no number: what was drawn between those beside is in no sum"


def _source_of(source: Source, path: Path) -> Source:
    """The file as the user would name it."""
    try:
        name = Path(source.name) / path.relative_to(source.path)
    except ValueError:  # a file or folder below the run was named
        name = path
    return Source(path, str(name), {})


def _name(path: Path, nodes: list[Path]) -> str:
    match = _POWER.fullmatch(path.name)
    gpu = f"GPU {match.group(1) if match else '?'}"
    # What a node is called may be the name of a host, which is carried nowhere.
    return gpu if len(nodes) == 1 else f"{gpu} of node {nodes.index(path.parent)}"


def _meter(source: Source, name: str) -> _Meter:
    intervals = sorted(later - earlier for earlier, later in islice(_pairs(source), _INTERVALS))
    usual_s = intervals[len(intervals) // 2] if intervals else Decimal(0)
    power = Integral(max(usual_s * _SILENCE, _LEAST_SILENCE_S))
    lost = Losses()
    not_numbers = 0
    hole = False
    for sample in samples_in(source, lost):
        if sample.power_w is None:
            hole = True
            not_numbers += not sample.lost_behind
        elif hole:
            power.interrupt("no power read", sample.time_s, sample.power_w)
            hole = False
        else:
            power.add(sample.time_s, sample.power_w)
    return _Meter(name, power, lost, power.samples + not_numbers + lost.count, not_numbers)


def _pairs(source: Source) -> Iterator[tuple[Decimal, Decimal]]:
    before: Decimal | None = None
    for sample in samples_in(source, Losses()):
        if before is not None and sample.time_s > before:
            yield before, sample.time_s
        before = sample.time_s


def _meta(path: Path) -> dict[str, str]:
    """The texts of a run's meta.yaml, read as text and never as objects; what is wrong under "unreadable"."""
    if not path.is_file():
        return {"unreadable": "it is not there"}
    try:
        root = read_text(read_bytes(path, (".yaml",)), path.name, "yaml")
    except InputError as error:
        return {"unreadable": str(error.problems[0].message)}
    entries = root.value
    assert isinstance(entries, dict)
    return {key: _text(node) for key, node in entries.items()}


def _text(node: Node) -> str:
    return node.value if isinstance(node.value, str) else ""


def _warnings(
    meta: dict[str, str], energy_kwh: Decimal | None, duration_s: Decimal | None, samples: int, gaps: list[Gap]
) -> Iterator[str]:
    if "unreadable" in meta:
        yield f"meta.yaml is left out, so that nobody knows whether the run ended: {meta['unreadable']}"
    if energy_kwh is None:
        yield "one sample of power is no energy: it was not measured" if samples == 1 else NO_ENERGY
    if gaps:
        silent_s = sum((gap.end_s - gap.start_s for gap in gaps), Decimal(0))
        holes = "1 gap" if len(gaps) == 1 else f"{len(gaps):,} gaps"
        yield f"{holes} without samples, {round(silent_s)} s in all: what was drawn in them is in no sum"
    if meta.get("status", _FINISHED) == "1":
        yield "the run is not marked as ended: it was still running, or was killed"
    start_ms, end_ms = number_in(meta.get("start_time", "")), number_in(meta.get("end_time", ""))
    if duration_s is not None and start_ms is not None and end_ms is not None:
        run_s = (end_ms - start_ms).scaleb(-3)
        if duration_s < run_s * Decimal("0.9"):
            yield f"the samples cover {round(duration_s)} s of the {round(run_s)} s that the run took"
