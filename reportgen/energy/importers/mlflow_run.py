"""A run of MLflow whose GPUs' power was sampled: to its record, wherever its samples were kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from reportgen.energy.importers.bounded import least
from reportgen.energy.importers.cells import NO_ENERGY, measured, moment
from reportgen.energy.importers.curves import NO_POWER
from reportgen.energy.importers.sampled import sampled_device, total_kwh
from reportgen.energy.power import Gap, Integral
from reportgen.energy.record import Record
from reportgen.files.losses import Losses
from reportgen.words.message import message

TOOL = "mlflow"
POWER = re.compile(r"gpu_(\d{1,4})_power_usage_watts")
NOTHING = "no run here has the power of a GPU (system/gpu_0_power_usage_watts)"
HOW = "MLflow writes it where mlflow.enable_system_metrics_logging() was called and nvidia-ml-py is installed"

_INTERVALS = 1_000  # from which the usual interval is found
_SILENCE = 20  # usual intervals without a sample are a gap, and never less than this many seconds:
_LEAST_SILENCE_S = Decimal(60)


class Sample(NamedTuple):
    """A sample: s since 1970, the line or row that it stands in, and W.

    power_w: None where it was no number when it was sampled, or where, behind the sample of this line, lines are lost.
    """

    time_s: Decimal
    line: int
    lost_behind: bool
    power_w: Decimal | None


# The samples in the order of time, and what is lost of them; called twice.
Samples = Callable[[Losses], Iterator[Sample]]


@dataclass(frozen=True)
class Run:
    """What a run says of itself: its name, whether it is still running, how long it took, and what else is to be said.

    cut: whether samples of it may stand elsewhere, so that its energy is a lower bound.
    """

    name: str
    running: bool
    run_s: Decimal | None
    warnings: tuple[str, ...]
    cut: bool = False


@dataclass(frozen=True)
class Meter:
    """The samples of one GPU in s since 1970, what was lost of them, and how many were no number when sampled."""

    name: str
    power: Integral
    lost: Losses
    not_numbers: int

    @property
    def warnings(self) -> list[str]:
        """What a person must know of what is not in the sum."""
        said = self.lost.said(self.power.samples + self.not_numbers + self.lost.count, "no power")
        if self.not_numbers:
            samples = "1 sample is" if self.not_numbers == 1 else f"{self.not_numbers:,} samples are"
            said.append(f"{samples} no number: what was drawn between those beside is in no sum")
        return [f"{self.name}: {text}" for text in said]


def meter(name: str, samples: Samples) -> Meter:
    """The meter of these samples; what was no number or is lost is a hole that nothing is drawn over."""
    intervals = sorted(later - earlier for earlier, later in islice(_pairs(samples(Losses())), _INTERVALS))
    usual_s = intervals[len(intervals) // 2] if intervals else Decimal(0)
    power = Integral(max(usual_s * _SILENCE, _LEAST_SILENCE_S))
    lost = Losses()
    not_numbers = 0
    hole = False
    for sample in samples(lost):
        if sample.power_w is None:
            hole = True
            not_numbers += not sample.lost_behind
        elif hole:
            power.interrupt(NO_POWER, sample.time_s, sample.power_w)
            hole = False
        else:
            power.add(sample.time_s, sample.power_w)
    return Meter(name, power, lost, not_numbers)


def gpu_name(gpu: str, node: str, nodes: list[str]) -> str:
    """What a GPU of a run is called; what a node is called may be the name of a host, which is carried nowhere."""
    return f"GPU {gpu}" if len(nodes) == 1 else f"GPU {gpu} of node {nodes.index(node)}"


def record(run: Run, meters: list[Meter]) -> Record:
    """The record of the run, from the first of its samples to the last."""
    known = [meter for meter in meters if meter.power.samples]
    first_s = min((meter.power.first_s for meter in known if meter.power.first_s is not None), default=None)
    start_s = Decimal(0) if first_s is None else first_s
    devices = tuple(sampled_device(meter.name, "gpu", meter.power, start_s) for meter in known)
    energy_kwh, low_kwh, high_kwh = total_kwh(devices)
    last_s = max((meter.power.last_s for meter in known if meter.power.last_s is not None), default=None)
    duration_s = None if first_s is None or last_s is None else measured(last_s - first_s)
    samples = max((meter.power.samples for meter in known), default=0)
    gaps = [gap.since(start_s) for meter in known for gap in meter.power.gaps]
    found = Record(
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
        interval_s=duration_s / (samples - 1) if duration_s is not None and samples > 1 else None,
        gaps=tuple(gaps),
        method=message("sampled power of the run {run}", run=run.name),
    )
    said = [text for meter in meters for text in meter.warnings]
    return least(found, said, is_lost=run.cut or any(meter.lost.count or meter.not_numbers for meter in meters))


def _pairs(samples: Iterator[Sample]) -> Iterator[tuple[Decimal, Decimal]]:
    before: Decimal | None = None
    for sample in samples:
        if before is not None and sample.time_s > before:
            yield before, sample.time_s
        before = sample.time_s


def _warnings(
    run: Run, energy_kwh: Decimal | None, duration_s: Decimal | None, samples: int, gaps: list[Gap]
) -> Iterator[str]:
    if energy_kwh is None:
        yield "one sample of power is no energy: it was not measured" if samples == 1 else NO_ENERGY
    if gaps:
        silent_s = sum((gap.end_s - gap.start_s for gap in gaps), Decimal(0))
        holes = "1 gap" if len(gaps) == 1 else f"{len(gaps):,} gaps"
        yield f"{holes} without samples, {round(silent_s)} s in all: what was drawn in them is in no sum"
    if run.running:
        yield "the run is not marked as ended: it was still running, or was killed"
    if duration_s is not None and run.run_s is not None and duration_s < run.run_s * Decimal("0.9"):
        yield f"the samples cover {round(duration_s)} s of the {round(run.run_s)} s that the run took"
