"""What devices drew, from their samples: the same sums while a run is measured and when its log is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.energy.counter import Counter
from reportgen.energy.meters.meter import BY_POWER, MeteredDevice
from reportgen.energy.power import NO_SAMPLES, Envelope, Gap, Integral
from reportgen.energy.record import Device, RecordedStage
from reportgen.energy.stages import Moment, Stages
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision

SUSPENDED = "suspended"
_APART = Decimal("0.2")  # counter and integrated power further apart than this share are doubtful
_FEWEST_TO_COMPARE = 3  # samples of power
_MOST_OVER_LIMIT = Decimal("1.25")  # a mean power above this many limits is no power of that board
_LATE_INTERVALS = 10
_COUNTER_STANDS = Decimal(2)  # seconds in which a counter that works has moved


@dataclass
class _DeviceTally:
    device: MeteredDevice
    counter: Counter | None
    power: Integral
    lost: str = ""
    # of the power's integral when the counter was last read: what came after it is not in the counter yet
    counted_j: Decimal = Decimal(0)
    counted_s: Decimal = Decimal(0)

    @property
    def uncounted_j(self) -> Decimal:
        return self.power.energy_j - self.counted_j

    @property
    def uncounted_s(self) -> Decimal:
        return self.power.covered_s - self.counted_s


@dataclass(frozen=True)
class DeviceResult:
    """A device's figures, and what is doubtful or impossible about them.

    bridged: silences over which its energy counter ran on, so that they are in the sum.
    """

    device: Device
    gaps: tuple[Gap, ...]
    bridged: tuple[Gap, ...]
    warnings: tuple[str, ...]
    implausible: tuple[str, ...]


class Tally:
    """Adds up samples. All times are seconds from the run's start, suspension counted in.

    Samples that are further apart than the rhythm of the interval allows have a silence between them.
    """

    def __init__(self, devices: Sequence[MeteredDevice], interval_s: Decimal) -> None:
        self.devices = devices
        self.interval_s = interval_s
        self.last_s = self.suspended_s = self._sampled_s = Decimal(0)
        self.samples = 0
        self.silences: list[Gap] = []
        # a busy machine is late by several short intervals, and by fewer long ones
        self._longest_step_s = max(3 * interval_s, min(_LATE_INTERVALS * interval_s, Decimal(1)))
        self._stages = Stages()
        self._unsampled = ""
        self._tallies = {
            device.key: _DeviceTally(
                device,
                Counter(device.wraps_at_uj, interval_s / 2) if device.counts else None,
                Integral(self._longest_step_s),
            )
            for device in devices
        }

    def sample(
        self,
        at_s: Decimal,
        energy_uj: Mapping[str, int],
        power_mw: Mapping[str, int],
        suspended_s: Decimal,
        lost: str = "",
    ) -> None:
        """Take what was read at_s; suspended_s: how long the machine was suspended since the sample before.

        lost: why samples since that one are not here; counters ran on meanwhile, the power is not known. Raises, with
        nothing taken, ValueError where time goes back, KeyError for an unknown device.
        """
        if at_s < self.last_s:
            raise ValueError("time goes back")
        if unknown := {*energy_uj, *power_mw} - set(self._tallies):
            raise KeyError(min(unknown))
        if self.samples and not suspended_s and at_s - self._sampled_s > self._longest_step_s:
            self.silences.append(Gap(self._sampled_s, at_s, NO_SAMPLES))
        for key, reading in energy_uj.items():
            counter = self._tallies[key].counter
            if counter is not None and suspended_s:
                counter.interrupt(SUSPENDED, at_s, reading)
            elif counter is not None:
                counter.add(at_s, reading)
        for key, milliwatts in power_mw.items():
            integral, power_w = self._tallies[key].power, Decimal(milliwatts).scaleb(-3)
            if suspended_s or lost:
                integral.interrupt(SUSPENDED if suspended_s else lost, at_s, power_w)
            else:
                integral.add(at_s, power_w)
        for key in energy_uj:
            tally = self._tallies[key]
            tally.counted_j, tally.counted_s = tally.power.energy_j, tally.power.covered_s
        self.last_s = self._sampled_s = at_s
        self.suspended_s += suspended_s
        self.samples += 1

    def name(self, key: str) -> str:
        """A device's name. Raises KeyError for an unknown one."""
        return self._tallies[key].device.name

    def lose(self, key: str, reason: str) -> None:
        """Note that a device says nothing more."""
        self._tallies[key].lost = reason

    def begin_stage(self, number: int, name: str, at_s: Decimal) -> None:
        """Begin a stage under a number that no other has."""
        self._stages.begin(number, name, self._moment(at_s))

    def end_stage(self, number: int, at_s: Decimal, removed: Decimal | None) -> None:
        """End a stage. Raises KeyError where it is not open."""
        self._stages.end(number, removed, self._moment(at_s))

    def end(self, at_s: Decimal, lost: str = "") -> None:
        """End the run; what came after the last sample is in no sum, for the reason that is given.

        Raises ValueError where time goes back.
        """
        if at_s < self.last_s:
            raise ValueError("time goes back")
        self._unsampled = lost or NO_SAMPLES
        self.last_s = at_s

    def _moment(self, at_s: Decimal) -> Moment:
        # a stage begins and ends with a sample: without it nobody knows what was drawn until then
        return Moment(at_s, self.energy_j if at_s == self._sampled_s else None, self.suspended_s)

    @property
    def energy_j(self) -> Decimal | None:
        """What all devices drew so far; None where none is read."""
        read = [self._energy_j(tally) for tally in self._tallies.values()]
        known = [energy_j for energy_j in read if energy_j is not None]
        with working_precision():
            return sum(known, Decimal(0)) if known else None

    @property
    def duration_s(self) -> Decimal:
        """The run so far, without suspension."""
        return self.last_s - self.suspended_s

    def stages(self) -> tuple[RecordedStage, ...]:
        """Every stage in the order they began; one that never ended has neither duration nor energy."""
        return self._stages.all()

    def results(self) -> list[DeviceResult]:
        """Each device's figures."""
        with working_precision():
            return [self._result(tally) for tally in self._tallies.values()]

    def _energy_j(self, tally: _DeviceTally) -> Decimal | None:
        if tally.counter is not None and tally.counter.samples and not _stands_still(tally):
            return tally.counter.energy_j + tally.uncounted_j
        return tally.power.energy_j if tally.power.samples else None

    def _result(self, tally: _DeviceTally) -> DeviceResult:
        device, counter, power = tally.device, tally.counter, tally.power
        warnings = [f"{device.name}: {tally.lost}; what it drew afterwards is not measured"] if tally.lost else []
        never_read = counter is not None and not counter.samples and power.samples  # a log's first lines may be lost
        by_counter = counter is not None and not never_read and not _stands_still(tally)
        if counter is not None and not by_counter:
            warnings.append(f"{device.name}: its energy counter {'was not read' if never_read else 'stands still'}")
        elif counter is not None:
            warnings += _compared(device.name, counter, power)
        source = counter if by_counter and counter is not None else power
        energy_j = self._energy_j(tally) or None  # zero is "not measured"
        if counter is not None and by_counter and energy_j is None and counter.covered_s >= _COUNTER_STANDS:
            warnings.append(f"{device.name}: not measured, its energy counter stands still")
        low_j, high_j = _bounds(device, energy_j, None if by_counter else power.bound_j)
        made = Device(
            name=device.name,
            kind=device.kind,
            energy_kwh=None if energy_j is None else energy_j / J_PER_KWH,
            basis=device.basis,
            method=device.method if by_counter or counter is None else BY_POWER,
            low_kwh=None if low_j is None else low_j / J_PER_KWH,
            high_kwh=None if high_j is None else high_j / J_PER_KWH,
            power=_finer(counter, power),
            power_limit_w=device.power_limit_w,
        )
        gaps = list(source.gaps)
        if source.first_s is not None and source.first_s > self._longest_step_s:
            gaps.insert(0, Gap(Decimal(0), source.first_s, NO_SAMPLES))
        read_s = max((end for end in (source.last_s, power.last_s) if end is not None), default=None)
        unread = tally.lost or self._unsampled
        if unread and read_s is not None and self.last_s > read_s:
            gaps.append(Gap(read_s, self.last_s, unread))
        covered_s = source.covered_s + (tally.uncounted_s if by_counter else 0)
        known = energy_j is not None and by_counter
        bridged = [silence for silence in self.silences if known and not any(map(silence.meets, gaps))]
        implausible = _impossible(device, energy_j, covered_s)
        return DeviceResult(made, tuple(gaps), tuple(bridged), tuple(warnings), tuple(implausible))


def _stands_still(tally: _DeviceTally) -> bool:
    """Whether a counter never moved in a time in which the device's power says that it should have."""
    counter, power = tally.counter, tally.power
    return counter is not None and not counter.energy_uj and counter.covered_s >= _COUNTER_STANDS and power.energy_j > 0


def _bounds(
    device: MeteredDevice, energy_j: Decimal | None, bound_j: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    """The ends of an estimate's range, or of what sampling can have missed."""
    if energy_j is None:
        return None, None
    if device.shares is not None:
        low_share, high_share = device.shares
        return energy_j * low_share, energy_j * high_share
    if bound_j is None:
        return None, None
    return max(energy_j - bound_j, Decimal(0)), energy_j + bound_j


def _compared(name: str, counter: Counter, power: Integral) -> list[str]:
    if power.samples < _FEWEST_TO_COMPARE or not counter.covered_s or not power.covered_s:
        return []
    counted_w, sampled_w = counter.energy_j / counter.covered_s, power.energy_j / power.covered_s
    largest = max(counted_w, sampled_w)
    if not largest or abs(counted_w - sampled_w) <= _APART * largest:
        return []
    apart = f"{abs(counted_w - sampled_w) / largest * 100:.0f} %"
    return [f"{name}: energy counter and sampled power are {apart} apart ({counted_w:.1f} W against {sampled_w:.1f} W)"]


def _impossible(device: MeteredDevice, energy_j: Decimal | None, covered_s: Decimal) -> list[str]:
    if energy_j is None or not covered_s or device.power_limit_w is None:
        return []
    mean_w = energy_j / covered_s
    if mean_w <= device.power_limit_w * _MOST_OVER_LIMIT:
        return []
    return [f"{device.name}: a mean of {mean_w:.0f} W, where its limit is {device.power_limit_w:.0f} W"]


def _finer(counter: Counter | None, power: Integral) -> Envelope | None:
    """The outline of sampled power, else of the counter's steps."""
    envelope = power.envelope() if power.samples or counter is None else counter.envelope()
    return envelope if envelope.spans else None
