"""What `nvidia-smi dmon -o DT` prints: the power of each GPU in whole watts, a row per GPU and tick."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from reportgen.energy.importers.cells import number
from reportgen.energy.importers.power_log import EPOCH, DayClock, Sample, SoundLines, power_log
from reportgen.energy.record import Identity, Record
from reportgen.files.source import Source
from reportgen.files.table import CUT_OFF, cells_message, refuse_doubled
from reportgen.problems import InputError, excerpt

TOOL = "nvidia-smi-dmon"

_HEADER = re.compile(r"^#\s*(?:Date\s+)?(?:Time\s+)?gpu\s+(?!pid\b)", re.MULTILINE)
_AGAIN = "write it with: nvidia-smi dmon -s p -o DT"
_NONE = "-"  # what dmon writes where the device has no such value
_MIDNIGHT = "the log says no date (-o DT): its times of day are taken to be less than half a day apart"
_WHOLE = "dmon prints whole watts and whole seconds: what is finer is not in the log"
_BOARDS_ONLY = "only GPUs are in it: the CPU, the memory and the rest of the machine are not"


@dataclass
class _Table:
    """The columns by the header lines, which dmon repeats."""

    source: Source
    names: list[str] = field(default_factory=list)
    clock: DayClock = field(default_factory=DayClock)
    shortest: int | None = None  # characters of a whole row: dmon pads its columns

    @property
    def dated(self) -> bool:
        """Whether its times have a date."""
        return "Date" in self.names

    def header(self, line: int, text: str) -> None:
        """Take a line of names, or the one of units below it."""
        words = text.replace("#", " ").split()
        if _HEADER.match(text):
            self._check(line, words)
            self.names, self.shortest = words, None
        elif self.names and len(words) == len(self.names) and words[self.names.index("pwr")] != "W":
            unit = words[self.names.index("pwr")]
            self.source.refuse(line, f"the unit of pwr is {excerpt(unit)}, which is not known here", _AGAIN)

    def _check(self, line: int, names: list[str]) -> None:
        if "pwr" not in names:
            self.source.refuse(line, "this is a log of nvidia-smi dmon without power (pwr)", _AGAIN)
        if "Time" not in names:
            self.source.refuse(line, "power without times is no energy: the log has no column Time", _AGAIN)
        refuse_doubled(self.source, line, names, ("pwr", "gpu", "Date", "Time"))

    def sample(self, line: int, text: str, whole: bool) -> Sample:
        """The sample of a row. Raises InputError where it is none."""
        if not self.names:
            self.source.refuse(line, "no header line such as '#Date Time gpu pwr' stands above it", _AGAIN)
        cells = text.split()
        if len(cells) != len(self.names):
            self.source.refuse(line, cells_message(len(cells), len(self.names)), CUT_OFF)
        if not whole and self.shortest is not None and len(text.rstrip()) < self.shortest:
            self.source.refuse(line, "the last line has no end: it is cut off")
        row = dict(zip(self.names, cells, strict=True))
        if not re.fullmatch("[0-9]{1,4}", row["gpu"]):
            self.source.refuse(line, f"gpu is '{excerpt(row['gpu'])}', no index of a GPU", CUT_OFF)
        power_w = None if row["pwr"] == _NONE else number(self.source, line, row["pwr"], "pwr")
        sample = Sample(line, row["gpu"], self._time_s(line, row), power_w)
        self.shortest = min(len(text.rstrip()), self.shortest or len(text))
        return sample

    def _time_s(self, line: int, row: dict[str, str]) -> Decimal:
        text = f"{row.get('Date', '19700101')} {row['Time']}"
        try:
            since = datetime.strptime(text, "%Y%m%d %H:%M:%S") - EPOCH
        except ValueError:
            self.source.refuse(line, f"'{excerpt(text)}' is no time such as 20261121 20:17:41", CUT_OFF)
        time_s = Decimal(since // timedelta(seconds=1))
        return time_s if self.dated else self.clock.at(time_s)


def identify(source: Source) -> bool:
    return bool(_HEADER.search(source.head))


def extract(source: Source) -> list[Record]:
    """One record: the GPUs of the log together."""
    lines, table = SoundLines(source), _Table(source)
    log = power_log(source, _samples(lines, table), lines.lost)
    gpus = log.curves.keys
    warnings = [_WHOLE, _BOARDS_ONLY] if table.dated else [_MIDNIGHT, _WHOLE, _BOARDS_ONLY]
    names = {gpu: f"GPU {gpu}" for gpu in gpus}
    origin = EPOCH if table.dated else None
    record = log.record(TOOL, dict.fromkeys(gpus, "gpu"), names=names, origin=origin, warnings=warnings)
    devices = zip(gpus, record.devices, strict=True)
    return [replace(record, devices=tuple(replace(it, identity=Identity(index=gpu)) for gpu, it in devices))]


def _samples(lines: SoundLines, table: _Table) -> Iterator[Sample]:
    for line, text, whole in lines:
        if text.startswith("#"):
            table.header(line, text)
        elif text.strip() and (table.names or text.split()[0].isdigit()):
            try:
                yield table.sample(line, text, whole)
            except InputError as error:
                lines.lost.take(error)
