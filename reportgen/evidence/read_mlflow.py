"""Runs in MLflow's folders: each run a row, its parameters, metrics and tags as columns. Nothing is unpickled.

A column is called as `mlflow.search_runs` calls it (`params.architecture`, `metrics.val_accuracy`, `tags.host`), or by
its bare name where only one kind has it. Of a metric the value of the last step counts; a damaged line of it is said.
`duration (s)` is the time from the start of a run to its end. What has no meta.yaml that can be read is said, and no
run.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from pathlib import Path

from reportgen.evidence.builder import Builder
from reportgen.evidence.cells import NumberColumn, bad_column
from reportgen.evidence.combining import is_running_total
from reportgen.evidence.decimals import Decimals
from reportgen.evidence.read_csv import Further
from reportgen.evidence.runs import Table
from reportgen.files.decimal_sign import SIGNS
from reportgen.files.document import read_bytes, read_text
from reportgen.files.folders import folders_in, links_said
from reportgen.files.losses import Losses
from reportgen.files.number import number_in
from reportgen.files.opening import opened
from reportgen.precision import working_precision
from reportgen.problems import InputError, Problem, excerpt, one_line, refuse

DURATION = "duration (s)"

META = "meta.yaml"  # what MLflow says of a run
_NO_RUNS = ("models", ".trash")  # MLflow's models, and its bin
_KINDS = ("params", "metrics", "tags")
_STATUSES = {"1": "running", "2": "scheduled", "3": "finished", "4": "failed", "5": "killed"}  # MLflow's numbers
_OWN = ("run_name", "run_id", "status")
_MOST_RUNS = 1_000_000
_MOST_BYTES = 64 * 1024  # of a parameter, and of the end of a metric's file


@dataclass
class _Metrics:
    """What must be said of metrics; of_run: the names of those that are of a whole run, as an energy is."""

    of_run: Collection[str]
    damaged: Losses = field(default_factory=Losses)
    several: Losses = field(default_factory=Losses)


def read_mlflow(
    path: Path,
    name: str,
    numbers: Sequence[NumberColumn],
    labels: Sequence[str],
    further: Further,
    decimal: str | None = None,
) -> Table:
    """The named columns of every run at or below the folder, and those of `further` among what it says of itself.

    decimal: the sign of its numbers, where the user says it; MLflow itself writes a point. Raises: InputError.
    """
    labels = list(dict.fromkeys([*labels, *further(_OWN)]))
    wanted = [*labels, *(column.name for column in numbers)]
    builder = Builder(numbers, labels, Decimals(SIGNS[decimal or "point"]))
    known: dict[str, None] = {}
    unreadable, metrics = (
        Losses(),
        _Metrics({it.name.removeprefix("metrics.") for it in numbers if it.kind in ("energy", "time")}),
    )
    found = deleted = 0
    links: list[Path] = []
    for run in islice(_runs(path, links), _MOST_RUNS):
        where = f"{one_line(name)}: run {one_line(run.name)}"
        try:
            meta = _meta(run)
        except InputError as error:
            unreadable.take(error)
            continue
        if meta.get("lifecycle_stage", "active") != "active":
            deleted += 1
            continue
        files = _files(run)
        known.update(dict.fromkeys([*files, *(bare.partition(".")[2] for bare in files), *_own(meta)]))
        found += 1
        cells = {column: [_cell(column, run, files, meta, where, metrics)] for column in wanted}
        builder.add(cells, [found], lambda _, where=where: where)  # type: ignore[misc]
    if not found:
        if unreadable.count:
            unreadable.refuse()
        message = "no run of MLflow is here"
        hint = "name the folder of MLflow's runs (mlruns), an experiment in it or a run"
        refuse(name, message, hint)
    lacking = [bad_column(column, list(known), one_line(name)) for column in wanted if column not in known]
    if lacking:
        raise InputError(lacking)
    verb = "1 run is" if deleted == 1 else f"{deleted:,} runs are"
    return builder.table(
        [
            *([f"{verb} marked as deleted: left out"] if deleted else []),
            *links_said(links),
            *unreadable.listed(
                "run has no meta.yaml that can be read", "runs have no meta.yaml that can be read", "left out"
            ),
            *metrics.damaged.listed(
                "line of metrics is damaged",
                "lines of metrics are damaged",
                "passed over, or step 0 where the step alone is missing",
            ),
            *metrics.several.listed(
                "metric of a whole run has steps that do not add up",
                "metrics of whole runs have steps that do not add up",
                "the last one counts",
            ),
        ]
    )


def is_mlflow(path: Path) -> bool:
    """Whether there is a run at or below the folder."""
    return next(_runs(path, []), None) is not None


def _runs(path: Path, links: list[Path]) -> Iterator[Path]:
    """The folders of runs: the path itself, those in it (an experiment), or those in the folders in it; links: to which
    the links to folders are added that were not followed."""
    if _is_run(path):
        yield path
        return
    children, linked = folders_in(path, _NO_RUNS)
    links += linked
    for child in children:
        if _is_run(child):
            yield child
        else:
            below, linked = folders_in(child, _NO_RUNS)
            links += linked
            yield from (run for run in below if _is_run(run))


def _is_run(path: Path) -> bool:
    """Whether it has what a run alone has: an experiment has a meta.yaml too, and tags where it was given some."""
    kinds = {kind for kind in _KINDS if (path / kind).is_dir()}
    return len(kinds) > 1 or (bool(kinds - {"tags"}) and (path / META).is_file())  # one may have lost its meta.yaml


def _files(run: Path) -> dict[str, Path]:
    """The files of parameters, metrics and tags by their full names; a name may hold slashes."""
    found: dict[str, Path] = {}
    for kind in _KINDS:
        for folder, _, names in os.walk(run / kind):
            below = Path(folder).relative_to(run / kind)
            found.update({f"{kind}.{(below / name).as_posix()}": Path(folder) / name for name in sorted(names)})
    return found


def _own(meta: dict[str, str]) -> dict[str, str]:
    """What a run says of itself: its name and its duration."""
    start, end = number_in(meta.get("start_time", "")), number_in(meta.get("end_time", ""))
    status = meta.get("status", "3")
    own = {name: meta.get(name, "") for name in _OWN} | {"status": _STATUSES.get(status, status)}
    if start is not None and end is not None:
        with working_precision():
            own[DURATION] = f"{(end - start) / 1000:f}"
    return own


def _cell(column: str, run: Path, files: dict[str, Path], meta: dict[str, str], where: str, metrics: _Metrics) -> str:
    own = _own(meta)
    if column in files:
        return _value(column, files[column], run, metrics)
    bare = [f"{kind}.{column}" for kind in _KINDS if f"{kind}.{column}" in files]
    if len(bare) > 1:
        message = f'"{column}" may be {" or ".join(bare)}'
        refuse(where, message, "say it with its kind before the name")
    return _value(bare[0], files[bare[0]], run, metrics) if bare else own.get(column, "")


def _value(column: str, path: Path, run: Path, metrics: _Metrics) -> str:
    """The text of a parameter or tag, or a metric's value at its last step."""
    try:
        with opened(path, run) as file:
            if column.startswith("metrics."):
                size = os.fstat(file.fileno()).st_size
                file.seek(max(0, size - _MOST_BYTES))
                lines = file.read(_MOST_BYTES).decode("utf-8", "replace").splitlines()
                return _last(lines if size <= _MOST_BYTES else lines[1:], path, metrics, column)
            return file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError as error:
        refuse(str(path), f"cannot be read: {error.strerror or error}")


def _last(lines: Sequence[str], path: Path, metrics: _Metrics, column: str) -> str:
    """The value of the highest step, of several the latest; a line is time, value and step.

    A line without a step is one of step 0, as MLflow has it: where others have one it is said, since it may be cut.
    """
    with_steps = any(len(line.split()) > 2 for line in lines)
    place = one_line(f"{path.parent.parent.name}/{path.name}")
    found: dict[Decimal, tuple[Decimal, str]] = {}  # time and value by step
    for line in filter(str.strip, lines):
        words = line.split()
        time, step = number_in(words[0]), number_in(words[2]) if len(words) > 2 else Decimal(0)
        sound = 2 <= len(words) <= 3 and time is not None and step is not None
        if not sound or (with_steps and len(words) < 3):
            metrics.damaged.take(InputError([Problem(place, f"'{excerpt(line, 30)}'")]))
        if sound and time is not None and step is not None and (step not in found or time >= found[step][0]):
            found[step] = time, words[1]
    values = [found[step][1] for step in sorted(found)]
    numbers = [number for value in values if (number := number_in(value)) is not None]
    if column.removeprefix("metrics.") in metrics.of_run and len(numbers) > 1 and not is_running_total(numbers):
        metrics.several.take(InputError([Problem(place, f"{len(numbers):,} steps")]))
    return values[-1] if values else ""


def _meta(run: Path) -> dict[str, str]:
    """The texts of a run's meta.yaml, read as text and never as objects. Raises: InputError for the run."""
    try:
        root = read_text(read_bytes(run / META, (".yaml",), below=run), META, "yaml", whose="a run's meta.yaml")
    except InputError as error:
        raise InputError([Problem(one_line(run.name), f"no run here: {error.problems[0].message}")]) from None
    assert isinstance(root.value, dict)
    return {key: node.value for key, node in root.value.items() if isinstance(node.value, str)}
