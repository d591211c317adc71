"""What a measurement is: one run of a meter or of another tool, with its devices, time span, method and doubts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from reportgen.energy.power import Envelope, Gap
from reportgen.precision import working_precision

# How firm: read from a device's own counter or sensor, or reckoned from something else (board power by load, a model).
MEASURED, ESTIMATE = "measured", "estimate"
BASES = (MEASURED, ESTIMATE)

# What draws the energy. machine: everything behind one plug or one node's sensor.
KINDS = ("gpu", "cpu", "ram", "machine", "other")


@dataclass(frozen=True)
class Identity:
    """What tells a device from others of its kind, as far as the record says it: host, index, UUID or bus id, column.

    process: whose share of the device it is, where a tool measures a process and not the machine. job: whose nodes
    they are, where a scheduler measures those of a job.
    """

    host: str | None = field(default=None, repr=False)
    index: str | None = None
    uuid: str | None = field(default=None, repr=False)
    column: str | None = None
    process: str | None = None
    job: str | None = field(default=None, repr=False)


UNKNOWN = Identity()


@dataclass(frozen=True)
class Device:
    """What one device drew.

    name: as the tool names it, with its index where several share a name. kind: one of `KINDS`. energy_kwh: without
    PUE, or None where it was not measured. basis: one of `BASES`. method: how it was found, in a few words, such as
    "energy counter" or "sampled power". low_kwh, high_kwh: what sampling can have missed, where that is known.
    power: its power over time, where the record has it. power_limit_w: what it may draw, where its driver says so.
    identity: what tells it from others; it leaves no file but those for the company's own eyes.
    """

    name: str
    kind: str
    energy_kwh: Decimal | None
    basis: str = MEASURED
    method: str = ""
    low_kwh: Decimal | None = None
    high_kwh: Decimal | None = None
    power: Envelope | None = None
    power_limit_w: Decimal | None = None
    identity: Identity = UNKNOWN

    @property
    def peak_w(self) -> Decimal | None:
        """The highest power that was read; None without power over time."""
        return max((span.high_w for span in self.power.spans), default=None) if self.power else None


def identifying(device: Device) -> tuple[str, ...]:
    """Host, serial number or bus id, process and job of a device, as far as its record says them and its name does not.

    For the company's own eyes alone.
    """
    said = device.identity
    found = (said.host, said.uuid, said.process, said.job)
    return tuple(it for it in found if it is not None and it not in device.name)


@dataclass(frozen=True)
class RecordedStage:
    """A part of the run: a window, task or epoch. Stages may nest or overlap; they are never summed.

    start_s: seconds from the record's start, or None. removed: samples that it removed, where the record says so.
    """

    name: str
    energy_kwh: Decimal | None
    duration_s: Decimal | None
    start_s: Decimal | None = None
    removed: Decimal | None = None


@dataclass(frozen=True)
class Prediction:
    """What the whole run was expected to take, said at_s seconds after its start, when `samples` were done.

    Each of duration_s and energy_kwh (without PUE; None where nothing was measured) has a range from the fastest or
    thriftiest part of the run so far to the slowest or hungriest. co2_kg: with the PUE and grid intensity in use then.
    done_samples: how many were done when the run ended, where that is known.
    """

    at_s: Decimal
    samples: Decimal
    total_samples: Decimal
    duration_s: Decimal
    duration_low_s: Decimal
    duration_high_s: Decimal
    energy_kwh: Decimal | None = None
    energy_low_kwh: Decimal | None = None
    energy_high_kwh: Decimal | None = None
    co2_kg: Decimal | None = None
    co2_low_kg: Decimal | None = None
    co2_high_kg: Decimal | None = None
    done_samples: Decimal | None = None

    @property
    def ended_early(self) -> bool:
        """Whether the run ended before all that was predicted was done."""
        return self.done_samples is not None and self.done_samples < self.total_samples


@dataclass(frozen=True)
class Predicted:
    """What another tool said, after its first epochs, that the whole would take: never part of a sum.

    epochs: of the whole. energy_kwh: without PUE where the tool's PUE is known. co2_kg: by the tool's own grid.
    """

    epochs: int | None
    duration_s: Decimal | None
    energy_kwh: Decimal
    co2_kg: Decimal | None


@dataclass(frozen=True)
class Record:
    """One run of a tool.

    energy_kwh: what the tool says was drawn, without PUE wherever the file lets it be known; None where it is zero
    or missing, which both mean "not measured". pue_included: 1 where no PUE is in energy_kwh, the factor where one is
    in it and cannot be taken out, None where that is unknown. corrected_kwh: a better figure where a known defect of
    the tool allows one, always beside a warning. duration_s: None where the file does not say it. basis: the weakest
    of its devices'. intensity_kg_per_kwh: the grid intensity that the tool used. low_kwh, high_kwh: what sampling can
    have missed. interval_s: between samples. gaps: spans that are in no sum. warnings: each one line, for a person.
    implausible: those of them that make the record hard to believe (more power than its hardware can draw).
    unsettled: those of them that say two readings of its rows, between which a person decides.
    started_at, ended_at: with a zone where the file has one; zone_known says whether it has. prediction: what was
    expected while it ran, to be held against what it took. at_least: part of it is lost, whose share is not known, so
    that energy_kwh is a lower bound. nodes: how many machines it was made on, where the file says it. predicted: what
    the tool itself foretold.
    """

    tool: str
    energy_kwh: Decimal | None
    pue_included: Decimal | None = Decimal(1)
    tool_version: str | None = None
    duration_s: Decimal | None = None
    devices: tuple[Device, ...] = ()
    basis: str = MEASURED
    intensity_kg_per_kwh: Decimal | None = None
    warnings: tuple[str, ...] = ()
    implausible: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()
    corrected_kwh: Decimal | None = None
    low_kwh: Decimal | None = None
    high_kwh: Decimal | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    zone_known: bool = False
    interval_s: Decimal | None = None
    gaps: tuple[Gap, ...] = ()
    stages: tuple[RecordedStage, ...] = ()
    method: str = ""
    prediction: Prediction | None = None
    at_least: bool = False
    nodes: int | None = None
    predicted: Predicted | None = None

    @property
    def best_kwh(self) -> Decimal | None:
        """The figure to count with: the corrected one where there is one, else what the tool says."""
        return self.energy_kwh if self.corrected_kwh is None else self.corrected_kwh

    @property
    def gaps_s(self) -> Decimal | None:
        """All gaps together; None without any."""
        with working_precision():
            return sum((gap.end_s - gap.start_s for gap in self.gaps), Decimal(0)) if self.gaps else None

    @property
    def sampling_bound_kwh(self) -> Decimal | None:
        """What sampling can have missed, either way; None of an estimate, whose range is not that of its sampling.

        It is what the lower end lacks: the upper one may hold more, for rows that could not be read.
        """
        if self.basis != MEASURED or self.low_kwh is None or self.high_kwh is None or self.energy_kwh is None:
            return None
        with working_precision():
            return self.energy_kwh - self.low_kwh
