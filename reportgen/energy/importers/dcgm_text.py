"""The Prometheus text of DCGM's exporter, one scrape or several of them after each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.energy.importers.cells import instant, number, shown_name
from reportgen.energy.record import Identity
from reportgen.files.losses import Losses
from reportgen.files.sound_rows import sound_lines
from reportgen.files.source import Source
from reportgen.problems import InputError, excerpt

ENERGY, POWER = "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", "DCGM_FI_DEV_POWER_USAGE"

DOCUMENTED = {ENERGY: "mJ", POWER: "W"}
_SAMPLE = re.compile(r"(\w+)\s*\{(.*)\}\s*(\S+)(?:\s+(\S+))?\s*")
_LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
_LABELS = re.compile(r'(?:\s*\w+="(?:[^"\\]|\\.)*"\s*(?:,|$))*\s*')
_MOST_DAMAGED = 2  # letters of a name: no other metric of DCGM is as near to one of these
_HELP = re.compile(r"#\s*HELP\s+(\w+)\s.*\(in (\S+?)\)")
_LEAST_MS = 10**11  # Prometheus writes whole milliseconds, OpenMetrics seconds: in seconds this is the year 5138


@dataclass(frozen=True)
class Series:
    """One value of one GPU: its metric (`ENERGY` or `POWER`), unit and, where there is one, time in s.

    key: what tells the GPU from others; name: what may be shown of it. value: None where the tool says that there is
    none. instance: which MIG instance reports it, though it is that of the whole GPU; empty without MIG. unit: None
    where the file does not say it. identity: all that is said of which GPU it is.
    """

    line: int
    metric: str
    key: str
    name: str
    value: Decimal | None
    unit: str | None
    identity: Identity
    time_s: Decimal | None = None
    instance: str = ""


def series_in(source: Source, lost: Losses) -> Iterator[Series]:
    """Power and energy of each GPU in the order of the lines, of which those that cannot be read are lost.

    A host name tells GPUs apart and is not carried on.
    """
    units: dict[str, str] = {}
    hosts: dict[str, int] = {}
    for line, text in sound_lines(source, lost):
        text = text.strip()
        if match := _HELP.match(text):
            units[match.group(1)] = match.group(2)
        if text.startswith("#") or not (text.startswith((ENERGY, POWER)) or _was_metric(text)):
            continue
        try:
            series = _series(source, line, text, units, hosts)
        except InputError as error:
            lost.take(error)
            continue
        if series is not None:
            yield series


def _was_metric(text: str) -> bool:
    """Whether the line began with one of the metrics before it was cut off, or a letter or two of it were damaged."""
    name = text.partition("{")[0].strip()
    return bool(name) and any(
        metric.startswith(text) or (len(name) == len(metric) and sum(map(str.__ne__, name, metric)) <= _MOST_DAMAGED)
        for metric in (ENERGY, POWER)
    )


def _series(source: Source, line: int, text: str, units: dict[str, str], hosts: dict[str, int]) -> Series | None:
    if (match := _SAMPLE.fullmatch(text)) is None:
        source.refuse(line, f"'{excerpt(text)}' is no sample of a metric", "is the line cut off or damaged?")
    metric, inside, value, time = match.groups()
    if metric not in DOCUMENTED and not _was_metric(text):
        return None
    if metric not in DOCUMENTED or _LABELS.fullmatch(inside) is None:
        source.refuse(line, f"'{excerpt(text)}' is no sample of a metric", "is the line cut off or damaged?")
    labels = dict(_LABEL.findall(inside))
    gpu, host = labels.get("gpu", ""), labels.get("Hostname", "")
    time_s = None if time is None else _seconds(source, line, time)
    amount = None if value.lower() == "nan" else number(source, line, value, metric)
    node = hosts.setdefault(host, len(hosts))
    name = shown_name(f"{labels.get('modelName', 'GPU')} {gpu}", "GPU") + (f" of node {node}" if node else "")
    return Series(
        line,
        metric,
        labels.get("UUID") or f"{host} {gpu}",
        name,
        amount,
        units.get(metric),
        Identity(host or None, gpu or None, labels.get("UUID")),
        time_s,
        labels.get("GPU_I_ID", ""),
    )


def _seconds(source: Source, line: int, text: str) -> Decimal:
    milliseconds = number(source, line, text, "the time") >= _LEAST_MS
    return instant(source, line, text, "the time", 1000 if milliseconds else 1)
