"""A recorder on a clock that is set by hand, with a meter that rises."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from reportgen.energy.importers import own_log
from reportgen.energy.log import LogWriter
from reportgen.energy.meters.meter import Found, MeteredDevice, Reading
from reportgen.energy.record import Record
from reportgen.energy.recorder import Recorder
from reportgen.files.source import Source
from reportgen.files.units import J_PER_KWH
from tests.energy.meters.standins import HandClock

GPU = MeteredDevice("gpu0", "A100 (GPU 0)", "gpu", "energy counter", power_limit_w=Decimal(400))
BOARD = MeteredDevice("gpu1", "K80 (GPU 1)", "gpu", "sampled power", counts=False)


class Rising:
    """A counter that rises with a clock at 100 W."""

    device = GPU

    def __init__(self, clock: HandClock) -> None:
        self.clock = clock

    def read(self) -> Reading:
        return Reading(round((self.clock.now_s - 1000) * 100_000_000), 100_000)


def begun(clock: HandClock, log: Path | None = None, *meters: object) -> Recorder:
    found = Found((Rising(clock), *meters))  # type: ignore[arg-type]
    recorder = Recorder(found, Decimal(1), None if log is None else LogWriter(log), clock)
    recorder.begin()
    return recorder


def tick(recorder: Recorder, clock: HandClock, seconds: int = 1) -> None:
    for _ in range(seconds):
        clock.go_on(1)
        recorder.sample()


def read(log: Path) -> Record:
    [record] = own_log.extract(Source(log, log.name, {}))
    return record


def joules(kwh: Decimal | None) -> float:
    assert kwh is not None
    return float(kwh * J_PER_KWH)
