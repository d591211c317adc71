"""A measurement of reportgen's own as a record: made by the recorder when a run ends, and by its log's importer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from reportgen.energy.meters.meter import NotMeasured
from reportgen.energy.power import Gap
from reportgen.energy.record import ESTIMATE, MEASURED, Device, Prediction, Record
from reportgen.energy.tally import Tally
from reportgen.precision import working_precision
from reportgen.words.message import message

TOOL = "reportgen"


@dataclass(frozen=True)
class Measurement:
    """What a recorder knows, or what its log holds.

    ended: whether the run came to its end. notes: what a reader of the figures must know, one line each.
    """

    tally: Tally
    started_at: datetime
    version: str
    ended: bool
    not_measured: Sequence[NotMeasured]
    notes: Sequence[str]
    prediction: Prediction | None

    def record(self) -> Record:
        """The record, every warning in it."""
        results = self.tally.results()
        devices = [result.device for result in results]
        measured = [device for device in devices if device.energy_kwh is not None]
        gaps = tuple(sorted({gap for result in results for gap in result.gaps}, key=lambda gap: gap.start_s))
        implausible = tuple(line for result in results for line in result.implausible)
        warnings = [line for result in results for line in result.warnings]
        warnings += [
            *self.notes,
            *(f"not measured: {it}" for it in self.not_measured if not it.absent),
            *_about_gaps(gaps),
            *_about_bridged(sorted({it for result in results for it in result.bridged}, key=lambda it: it.start_s)),
        ]
        if not self.ended:
            warnings.append("the log has no end: the recording was cut off, and what came after is not in it")
        with working_precision():
            energy_kwh = _sum(device.energy_kwh for device in measured)
            low_kwh, high_kwh = _bounds(measured)
            ended_at = self.started_at + timedelta(microseconds=int(self.tally.last_s * 1_000_000))
            duration_s = self.tally.duration_s
        return Record(
            tool=TOOL,
            tool_version=self.version,
            energy_kwh=energy_kwh or None,
            duration_s=duration_s or None,
            devices=tuple(devices),
            basis=ESTIMATE if any(device.basis == ESTIMATE for device in measured) else MEASURED,
            warnings=(*warnings, *implausible),
            implausible=implausible,
            low_kwh=low_kwh,
            high_kwh=high_kwh,
            started_at=self.started_at,
            ended_at=ended_at if self.ended else None,
            zone_known=self.started_at.tzinfo is not None,
            interval_s=self.tally.interval_s,
            gaps=gaps,
            stages=self.tally.stages(),
            method=_listed(list(dict.fromkeys(device.method for device in measured))),
            prediction=self.prediction,
        )


def _listed(methods: Sequence[str]) -> str:
    """The methods as one text that a page can say in another language."""
    if not methods:
        return ""
    listed = methods[0]
    for method in methods[1:]:
        listed = message("{methods}, {another}", methods=listed, another=method)
    return listed


def _bounds(measured: Iterable[Device]) -> tuple[Decimal | None, Decimal | None]:
    """The sums of the ends of the devices' ranges; a device without one counts with its figure."""
    devices = list(measured)
    if all(device.low_kwh is None for device in devices):
        return None, None
    lows = [device.energy_kwh if device.low_kwh is None else device.low_kwh for device in devices]
    highs = [device.energy_kwh if device.high_kwh is None else device.high_kwh for device in devices]
    return _sum(lows), _sum(highs)


def _sum(energies_kwh: Iterable[Decimal | None]) -> Decimal:
    return sum((kwh for kwh in energies_kwh if kwh is not None), Decimal(0))


def _about_gaps(gaps: Sequence[Gap]) -> list[str]:
    """One line for each kind of gap."""
    lines = []
    for reason in dict.fromkeys(gap.reason for gap in gaps):
        of_kind = [gap for gap in gaps if gap.reason == reason]
        seconds = sum((gap.end_s - gap.start_s for gap in of_kind), Decimal(0))
        times = "1 gap" if len(of_kind) == 1 else f"{len(of_kind)} gaps"
        lines.append(f"{times} of {seconds:.1f} s together, in no sum: {reason}")
    return lines


def _about_bridged(silences: Sequence[Gap]) -> list[str]:
    """What is known of spans without samples over which energy counters ran on."""
    if not silences:
        return []
    seconds = sum((it.end_s - it.start_s for it in silences), Decimal(0))
    first = f"from {silences[0].start_s:.2f} s to {silences[0].end_s:.2f} s"
    if len(silences) == 1:
        where = f"{first}: the"
    else:
        where = f"in {len(silences)} spans, {seconds:.1f} s together, the first {first}: the"
    return [f"no samples {where} energy counters ran on and are in the sums, the power meanwhile is not known"]
