"""What `sacct --json` prints: jobs with their steps, numbers plain or as {"set", "infinite", "number"}."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from reportgen.energy.importers.cells import bounded_s, measured, moment, shown_name
from reportgen.energy.importers.json_file import decimal, entry, json_value
from reportgen.energy.importers.slurm_cells import Accounted, energy_kwh, node_count
from reportgen.files.losses import Losses
from reportgen.files.source import Source
from reportgen.problems import InputError, excerpt

_AGAIN = "write it with: sacct --json -j JOBID"
_JOBS = re.compile(r'"jobs"\s*:\s*\[')
# The energy that a step took in stands under "requested": it is the job's usage in, "consumed" the usage out.
_USAGE = (("tres", "requested", "total"), ("tres", "consumed", "total"))


def is_json(source: Source) -> bool:
    """Whether the file looks like that of `sacct --json`."""
    head = source.head
    return bool(head.lstrip().startswith("{") and _JOBS.search(head) and '"job_id"' in head and '"tres"' in head)


def accounted_json(source: Source, lost: Losses) -> Iterator[Accounted]:
    """Each job and each step in its order; those that cannot be read are lost."""
    root = json_value(source)
    jobs = root.get("jobs") if isinstance(root, dict) else None
    if not isinstance(jobs, list):
        source.refuse(None, "there is no list of jobs in the file", _AGAIN)
    for index, job in enumerate(jobs):
        path = f"$.jobs[{index}]"
        try:
            found = _job(source, job, path)
            steps = job.get("steps") or []
            if not isinstance(steps, list):
                source.refuse(None, f"{path}.steps is no list", _AGAIN)
        except InputError as error:
            lost.take(error)
            continue
        yield found
        for place, step in enumerate(steps):
            try:
                yield _step(source, step, f"{path}.steps[{place}]", found.job_id)
            except InputError as error:
                lost.take(error)


def _job(source: Source, job: Any, path: str) -> Accounted:
    job_id = _number(source, entry(source, job, path).get("job_id"), f"{path}.job_id")
    if job_id is None:
        source.refuse(None, f"{path} has no job_id", _AGAIN)
    task = entry(source, job, path, "array", "task_id")
    task_id = _number(source, task.get("number"), f"{path}.array.task_id.number")
    is_task = task.get("set") is True and task_id is not None
    nodes = _number(source, job.get("allocation_nodes"), f"{path}.allocation_nodes")
    names = job.get("nodes")
    return Accounted(
        None,
        f"{job_id:f}_{task_id:f}" if is_task else f"{job_id:f}",
        "",
        _tres_kwh(source, entry(source, job, path, "tres").get("allocated"), f"{path}.tres.allocated"),
        *_times(source, job, path),
        nodes=int(nodes) if nodes else node_count(names) if isinstance(names, str) else None,
    )


def _step(source: Source, step: Any, path: str, job_id: str) -> Accounted:
    step = entry(source, step, path)
    name = entry(source, step, path, "step").get("id")
    if isinstance(name, dict):
        name = name.get("step_id")
    name = shown_name(str(name), "?").removeprefix(f"{job_id}.")
    used = entry(source, step, path, "statistics", "energy").get("consumed")
    kwh = _kwh(source, used, f"{path}.statistics.energy.consumed")
    for keys in _USAGE:
        if kwh is None:
            *above, last = keys
            kwh = _tres_kwh(source, entry(source, step, path, *above).get(last), ".".join((path, *keys)))
    return Accounted(None, job_id, name, kwh, *_times(source, step, path), nodes=None)


def _times(
    source: Source, node: dict[str, Any], path: str
) -> tuple[Decimal | None, str, datetime | None, datetime | None]:
    """How long it took, its state, and when it began and ended."""
    times = entry(source, node, path, "time")
    elapsed_s, start_s, end_s = (
        _number(source, times.get(name), f"{path}.time.{name}") for name in ("elapsed", "start", "end")
    )
    state = node.get("state")
    state = state.get("current") if isinstance(state, dict) else state
    state = state[0] if isinstance(state, list) and state else state
    return (
        None if elapsed_s is None else measured(bounded_s(source, None, elapsed_s, f"{path}.time.elapsed")),
        state if isinstance(state, str) else "",
        moment(start_s) if start_s else None,
        moment(end_s) if end_s else None,
    )


def _tres_kwh(source: Source, listed: Any, path: str) -> Decimal | None:
    """The energy among the resources of a list; None where it is not among them."""
    for resource in listed if isinstance(listed, list) else ():
        if entry(source, resource, path).get("type") == "energy":
            return _kwh(source, resource.get("count"), f"{path}.energy.count")
    return None


def _kwh(source: Source, value: Any, path: str) -> Decimal | None:
    joules = _number(source, value, path)
    return None if joules is None else energy_kwh(source, None, f"{joules:f}", path)


def _number(source: Source, value: Any, path: str) -> Decimal | None:
    """A number, or one in a map that says whether it is set; None where it is not."""
    if isinstance(value, dict):
        if value.get("set") is False or value.get("infinite") is True:
            return None
        value = value.get("number")
    if value is None:
        return None
    if isinstance(value, str):
        source.refuse(None, f"{path} is '{excerpt(value)}', no number", _AGAIN)
    return decimal(source, value, path)
