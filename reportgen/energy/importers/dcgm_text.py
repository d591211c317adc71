"""The Prometheus text of DCGM's exporter, one scrape or several of them after each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.energy.importers.cells import number, shown_name
from reportgen.energy.record import Identity
from reportgen.files.source import Source
from reportgen.problems import excerpt

ENERGY, POWER = "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", "DCGM_FI_DEV_POWER_USAGE"

_DOCUMENTED = {ENERGY: "mJ", POWER: "W"}
_SAMPLE = re.compile(r"(\w+)\s*\{(.*)\}\s*(\S+)(?:\s+(\S+))?\s*")
_LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
_HELP = re.compile(r"#\s*HELP\s+(\w+)\s.*\(in (\S+?)\)")
_LEAST_MS = 10**11  # Prometheus writes whole milliseconds, OpenMetrics seconds: in seconds this is the year 5138


@dataclass(frozen=True)
class Series:
    """One value of one GPU: its metric (`ENERGY` or `POWER`), unit and, where there is one, time in s.

    key: what tells the GPU from others; name: what may be shown of it. identity: all that is said of which it is.
    unit_assumed: the file does not say the unit.
    """

    line: int
    metric: str
    key: str
    name: str
    value: Decimal
    unit: str
    time_s: Decimal | None = None
    mig: bool = False
    unit_assumed: bool = False
    identity: Identity = field(default_factory=Identity)


def series_in(source: Source) -> Iterator[Series]:
    """Power and energy of each GPU in the order of the lines; a host name tells GPUs apart and is not carried on."""
    units: dict[str, str] = {}
    hosts: dict[str, int] = {}
    for line, text in source.lines():
        text = text.strip()
        if match := _HELP.match(text):
            units[match.group(1)] = match.group(2)
        if text.startswith("#") or not text.startswith((ENERGY, POWER)):
            continue
        if (match := _SAMPLE.fullmatch(text)) is None:
            source.refuse(line, f"'{excerpt(text)}' is no sample of a metric", "is the line cut off or damaged?")
        metric, inside, value, time = match.groups()
        if metric not in _DOCUMENTED or value.lower() == "nan":
            continue
        labels = dict(_LABEL.findall(inside))
        gpu, host = labels.get("gpu", ""), labels.get("Hostname", "")
        node = hosts.setdefault(host, len(hosts))
        name = shown_name(f"{labels.get('modelName', 'GPU')} {gpu}", "GPU") + (f" of node {node}" if node else "")
        yield Series(
            line,
            metric,
            labels.get("UUID") or f"{host} {gpu}",
            name,
            number(source, line, value, metric),
            units.get(metric, _DOCUMENTED[metric]),
            None if time is None else _seconds(source, line, time),
            "GPU_I_ID" in labels,
            metric not in units,
            Identity(host or None, gpu or None, labels.get("UUID")),
        )


def _seconds(source: Source, line: int, text: str) -> Decimal:
    time = number(source, line, text, "the time")
    return time.scaleb(-3) if time >= _LEAST_MS else time
