"""experiment-impact-tracker's data.json: the power that it attributes to a process, an object per line.

Its info.pkl holds the start, the end and the place of the experiment, and is never opened: a pickle runs whatever
stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from reportgen.energy.importers.json_stream import number_at, objects_in
from reportgen.energy.importers.power_log import PowerLog, Sample, drawn, power_log
from reportgen.energy.record import ESTIMATE, Record
from reportgen.files.losses import Losses
from reportgen.files.source import Source
from reportgen.problems import InputError

TOOL = "experiment-impact-tracker"

_START = re.compile(r"^\{", re.MULTILINE)
_CPU, _GPUS = "CPU and memory, the process's share", "GPUs, the process's share"
_ALL_CPU, _ALL_GPUS = "CPU and memory", "GPUs"
_KEYS = {
    "rapl_estimated_attributable_power_draw": _CPU,
    "nvidia_estimated_attributable_power_draw": _GPUS,
    "rapl_power_draw_absolute": _ALL_CPU,
    "nvidia_draw_absolute": _ALL_GPUS,
}
_SHARES = (_CPU, _GPUS)
_PLACES = (("data.json",), ("impacttracker", "data.json"))  # in a folder that is named

_NO_PUE = "the tool multiplies by a PUE of 1.58 only when it reports: none is in these figures"
_ENDS = (
    "info.pkl says when the experiment began and ended and is not opened: "
    "what was drawn before the first sample and after the last is in no sum"
)
_RECKONED = "counted is the share that the tool reckons for the process; the whole drew {}"


def identify(source: Source) -> bool:
    file = _file(source)
    return file is not None and any(f'"{key}"' in file.head for key in _KEYS)


def extract(source: Source) -> list[Record]:
    """One record: the process's share of CPU, memory and GPUs, as the tool reckons it."""
    file = _file(source)
    if file is None:
        source.refuse(None, "there is no impacttracker/data.json", "name the folder that was given to ImpactTracker")
    lost = Losses()
    log = power_log(file, _samples(file, lost), lost)
    found = log.curves.keys
    shares = [name for name in found if name in _SHARES]
    if not shares:
        file.refuse(
            None, "there is no share of the process in the file", "it is written as ..._attributable_power_draw"
        )
    record = log.record(
        TOOL,
        {name: "gpu" if name.startswith("GPUs") else "cpu" for name in found},
        counted=shares,
        origin=datetime(1970, 1, 1, tzinfo=UTC),
        warnings=[_RECKONED.format(_wholes(log)), _ENDS, _NO_PUE],
    )
    devices = tuple(replace(device, basis=ESTIMATE) for device in record.devices)
    return [replace(record, devices=devices, basis=ESTIMATE)]


def _file(source: Source) -> Source | None:
    """The data.json that is named, or that lies in the folder that is; None without one."""
    if not source.is_folder:
        return source
    return next((file for file in (source.inside(*place) for place in _PLACES) if file.is_there), None)


def _samples(source: Source, lost: Losses) -> Iterator[Sample]:
    for line, row in objects_in(source, _START, lost):
        try:
            time_s = number_at(source, line, row, "timestamp")
            powers_w = {_KEYS[key]: number_at(source, line, row, key) for key in _KEYS if key in row}
        except InputError as error:
            lost.take(error)
            continue
        yield from (Sample(line, name, time_s, power_w) for name, power_w in powers_w.items())


def _wholes(log: PowerLog) -> str:
    """What the whole machine drew, of which the process had a share."""
    whole = [device for device in log.curves.devices({}, {}) if device.name not in _SHARES]
    said = [f"{drawn(device.energy_kwh)} ({device.name})" for device in whole]
    return " and ".join(said) or "what the file does not say"
