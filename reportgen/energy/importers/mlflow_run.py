"""A run of MLflow whose GPUs' power was sampled: to its record, wherever its samples were kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from reportgen.energy.importers.cells import NO_ENERGY, measured, moment
from reportgen.energy.importers.sampled import sampled_device, total_kwh
from reportgen.energy.power import Gap, Integral
from reportgen.energy.record import Record
from reportgen.words.message import message

TOOL = "mlflow"
POWER = re.compile(r"gpu_(\d{1,4})_power_usage_watts")
NOTHING = "no run here has the power of a GPU (system/gpu_0_power_usage_watts)"
HOW = "MLflow writes it where mlflow.enable_system_metrics_logging() was called and nvidia-ml-py is installed"

_INTERVALS = 1_000  # from which the usual interval is found
_SILENCE = 20  # usual intervals without a sample are a gap, and never less than this many seconds:
_LEAST_SILENCE_S = Decimal(60)

# Time in s since 1970 and power in W, in the order of time; called twice.
Samples = Callable[[], Iterator[tuple[Decimal, Decimal]]]


@dataclass(frozen=True)
class Run:
    """What a run says of itself: its name, whether it is still running, how long it took, and what else is to be said.

    cut: whether samples of it may stand elsewhere, so that its energy is a lower bound.
    """

    name: str
    running: bool = False
    run_s: Decimal | None = None
    warnings: tuple[str, ...] = ()
    cut: bool = False


@dataclass(frozen=True)
class Meter:
    """The samples of one GPU, and their first and last moment in s since 1970."""

    name: str
    power: Integral
    first_s: Decimal
    last_s: Decimal


def meter(name: str, samples: Samples) -> Meter | None:
    """The meter of these samples; None without any."""
    intervals = sorted(later - earlier for earlier, later in islice(_pairs(samples()), _INTERVALS))
    usual_s = intervals[len(intervals) // 2] if intervals else Decimal(0)
    power = Integral(max(usual_s * _SILENCE, _LEAST_SILENCE_S))
    for time_s, power_w in samples():
        power.add(time_s, power_w)
    if power.first_s is None or power.last_s is None:
        return None
    return Meter(name, power, power.first_s, power.last_s)


def gpu_name(gpu: str, node: str, nodes: list[str]) -> str:
    """What a GPU of a run is called; what a node is called may be the name of a host, which is carried nowhere."""
    return f"GPU {gpu}" if len(nodes) == 1 else f"GPU {gpu} of node {nodes.index(node)}"


def record(run: Run, meters: list[Meter]) -> Record:
    """The record of the run, from the first of its samples to the last."""
    first_s = min((meter.first_s for meter in meters), default=None)
    devices = tuple(sampled_device(meter.name, "gpu", meter.power, first_s or Decimal(0)) for meter in meters)
    energy_kwh, low_kwh, high_kwh = total_kwh(devices)
    last_s = max((meter.last_s for meter in meters), default=None)
    duration_s = None if first_s is None or last_s is None else measured(last_s - first_s)
    samples = max((meter.power.samples for meter in meters), default=0)
    gaps = [gap.since(first_s or Decimal(0)) for meter in meters for gap in meter.power.gaps]
    return Record(
        TOOL,
        energy_kwh,
        duration_s=duration_s,
        devices=devices,
        warnings=(*run.warnings, *_warnings(run, energy_kwh, duration_s, samples, gaps)),
        low_kwh=low_kwh,
        high_kwh=high_kwh,
        started_at=None if first_s is None else moment(first_s),
        ended_at=None if last_s is None else moment(last_s),
        zone_known=True,
        interval_s=None if duration_s is None else duration_s / (samples - 1),
        gaps=tuple(gaps),
        method=message("sampled power of the run {run}", run=run.name),
        at_least=run.cut,
    )


def _pairs(samples: Iterator[tuple[Decimal, Decimal]]) -> Iterator[tuple[Decimal, Decimal]]:
    before: Decimal | None = None
    for time_s, _ in samples:
        if before is not None and time_s > before:
            yield before, time_s
        before = time_s


def _warnings(
    run: Run, energy_kwh: Decimal | None, duration_s: Decimal | None, samples: int, gaps: list[Gap]
) -> Iterator[str]:
    if energy_kwh is None:
        yield "one sample of power is no energy: it was not measured" if samples == 1 else NO_ENERGY
    if gaps:
        silent_s = sum((gap.end_s - gap.start_s for gap in gaps), Decimal(0))
        yield f"{len(gaps):,} gaps without samples, {round(silent_s)} s in all: what was drawn in them is in no sum"
    if run.running:
        yield "the run is not marked as ended: it was still running, or was killed"
    if duration_s is not None and run.run_s is not None and duration_s < run.run_s * Decimal("0.9"):
        yield f"the samples cover {round(duration_s)} s of the {round(run.run_s)} s that the run took"
