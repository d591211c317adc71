"""reportgen's own log: of a run that ended, or of one that was cut off at any moment."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from reportgen.energy.importers.own_log_lines import NO_HEADER, Lines
from reportgen.energy.log import NOTE, SCHEMA, UNWRITTEN
from reportgen.energy.measurement import Measurement
from reportgen.energy.meters.meter import BY_COUNTER, BY_LOAD, BY_POWER, MeteredDevice, NotMeasured
from reportgen.energy.record import BASES, KINDS, Prediction, Record
from reportgen.energy.tally import Tally
from reportgen.files.source import Source
from reportgen.problems import InputError
from reportgen.words.counted import so_many

TOOL = "reportgen"
_METHODS: dict[str, str] = {method: method for method in (BY_COUNTER, BY_POWER, BY_LOAD)}  # as pages translate them
_CUT = "the last line is cut off and was left out"
_UNREADABLE, NOT_WRITTEN = "lines of the log cannot be read", "they could not be written, as on a full disk"
_OTHER_VERSION = "update reportgen: a newer version wrote it"


def identify(source: Source) -> bool:
    return source.first_line.startswith("{") and '"schema":"reportgen/energy-log/' in source.first_line


def extract(source: Source) -> list[Record]:
    lines = Lines(source)
    reading = _Reading(lines)
    for line in lines:
        reading.take(line)
    if reading.tally is None or reading.started_at is None:
        source.refuse(1, NO_HEADER)
    if not reading.tally.samples and lines.lost.count:
        lines.lost.refuse()
    return [
        Measurement(
            reading.tally,
            reading.started_at,
            reading.version,
            reading.ended,
            reading.not_measured,
            [*reading.notes, *_losses(lines, reading.unwritten)],
            reading.hindsight(),
        ).record()
    ]


def devices_of(source: Source) -> list[MeteredDevice]:
    """The devices that a log's header names. Raises InputError."""
    lines = Lines(source)
    reading = _Reading(lines)
    for line in lines:
        reading.take(line)
        break
    return [] if reading.tally is None else list(reading.tally.devices)


def _losses(lines: Lines, unwritten: list[_Unwritten]) -> list[str]:
    """What of the log is lost, one line for each kind."""
    said = lines.lost.said(lines.number, "nothing that can be read")
    if unwritten:
        first = unwritten[0]
        where = f"from {first.from_s:.2f} s to {first.to_s:.2f} s"
        if len(unwritten) > 1:
            where = f"in {len(unwritten)} spans, the first {where}"
        lost = so_many(sum(it.lines for it in unwritten), "# line of the log is", "# lines of the log are")
        said.append(f"{lost} lost, {where}: {NOT_WRITTEN}")
    return [*said, _CUT] if lines.cut_off else said


@dataclass(frozen=True)
class _Unwritten:
    """Lines that the recorder could not write."""

    lines: int
    from_s: Decimal
    to_s: Decimal


@dataclass
class _Reading:
    """What the lines so far say."""

    lines: Lines
    tally: Tally | None = None
    started_at: datetime | None = None
    version: str = ""
    ended: bool = False
    not_measured: list[NotMeasured] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    prediction: Prediction | None = None
    unwritten: list[_Unwritten] = field(default_factory=list)
    samples_done: int = 0
    hole: str = ""  # why there are lines missing before the next sample

    def hindsight(self) -> Prediction | None:
        """The prediction with what was done when the log ended; of one that was cut off nobody knows that."""
        if self.prediction is None or not self.ended or not self.samples_done:
            return self.prediction
        return replace(self.prediction, done_samples=Decimal(self.samples_done))

    def take(self, line: dict[str, Any]) -> None:
        """Take a line; one that makes no sense is counted as lost. Raises InputError for a header that makes none."""
        if self.tally is None:
            self.tally = self._header(line)
            return
        if "schema" in line:
            self.lines.refuse("a second header: these are two logs in one file", "split it here")
        try:
            self._take(self.tally, line)
        except InputError as error:
            self.lines.lose(error)

    def _take(self, tally: Tally, line: dict[str, Any]) -> None:
        at_s = self.lines.seconds(line, "at_us")
        if UNWRITTEN in line:
            self.unwritten.append(self._unwritten(line[UNWRITTEN]))
            self.hole = NOT_WRITTEN
        if self.lines.has_hole:
            self.hole = _UNREADABLE
            self.lines.has_hole = False
        try:
            self._event(tally, line, at_s)
        except KeyError:
            self.lines.refuse("it names a device or stage that no line before it has")
        except ValueError:
            self.lines.refuse("its time lies before the line above")

    def _event(self, tally: Tally, line: dict[str, Any], at_s: Decimal) -> None:
        lines = self.lines
        if "progress" in line:
            self.samples_done = max(self.samples_done, lines.whole(line, "progress"))
        if "prediction" in line:
            self.prediction = self._prediction(line["prediction"])
        elif "stage" in line and "name" in line:
            tally.begin_stage(lines.whole(line, "stage"), lines.text(line, "name"), at_s)
        elif "stage" in line:
            removed = Decimal(lines.whole(line, "removed")) if "removed" in line else None
            tally.end_stage(lines.whole(line, "stage"), at_s, removed)
        elif "lost" in line:
            tally.lose(lines.text(line, "lost"), lines.text(line, "reason"))
        elif "missed" in line:
            key, reason = lines.text(line, "missed"), lines.text(line, "reason")
            self.notes.append(f"{tally.name(key)}: some samples are missing: {reason}")
        elif "end" in line:
            tally.end(at_s, self.hole)
            self.ended = True
            if NOTE in line:
                self.notes.append(lines.text(line, NOTE))
        elif "progress" not in line:
            suspended_s = lines.seconds({"suspended_us": 0, **line}, "suspended_us")
            energy_uj, power_mw = self._readings(line, "energy_uj"), self._readings(line, "power_mw")
            tally.sample(at_s, energy_uj, power_mw, suspended_s, self.hole)
            self.hole = ""

    def _unwritten(self, told: Any) -> _Unwritten:
        lines = self.lines
        if not isinstance(told, dict):
            lines.refuse(f'"{UNWRITTEN}" is no object')
        return _Unwritten(lines.whole(told, "lines"), lines.seconds(told, "from_us"), lines.seconds(told, "to_us"))

    def _readings(self, line: dict[str, Any], name: str) -> dict[str, int]:
        readings = line.get(name, {})
        if not isinstance(readings, dict):
            self.lines.refuse(f'"{name}" is no object')
        return {key: self.lines.whole(readings, key) for key in readings}

    def _header(self, line: dict[str, Any]) -> Tally:
        lines = self.lines
        if line.get("schema") != SCHEMA:
            lines.refuse(f'the schema is not "{SCHEMA}"', _OTHER_VERSION)
        self.version = lines.text(line, "version")
        try:
            self.started_at = datetime.fromisoformat(lines.text(line, "started_at"))
        except ValueError:
            lines.refuse('"started_at" is no date with a time')
        self.not_measured = [
            NotMeasured(lines.text(it, "what"), lines.text(it, "why")) for it in lines.objects(line, "not_measured")
        ]
        notes = line.get("notes", [])
        if not isinstance(notes, list) or not all(isinstance(note, str) and note.isprintable() for note in notes):
            lines.refuse('"notes" is no list of texts')
        self.notes = list(notes)
        interval_s = lines.seconds(line, "interval_us")
        return Tally([self._device(it) for it in lines.objects(line, "devices")], interval_s)

    def _device(self, line: dict[str, Any]) -> MeteredDevice:
        lines = self.lines
        kind, basis = lines.text(line, "kind"), lines.text(line, "basis")
        if kind not in KINDS or basis not in BASES:
            said = f'a device has the kind "{kind}" and the basis "{basis}", one of which is not known here'
            lines.refuse(said, _OTHER_VERSION)
        low_share, high_share = lines.number_of(line, "low_share"), lines.number_of(line, "high_share")
        return MeteredDevice(
            key=lines.text(line, "key"),
            name=lines.text(line, "name"),
            kind=kind,
            method=_METHODS.get(lines.text(line, "method"), lines.text(line, "method")),
            basis=basis,
            counts=line.get("counts") is True,
            wraps_at_uj=lines.whole(line, "wraps_at_uj") if "wraps_at_uj" in line else None,
            power_limit_w=(
                Decimal(lines.whole(line, "power_limit_mw")).scaleb(-3) if "power_limit_mw" in line else None
            ),
            shares=None if low_share is None or high_share is None else (low_share, high_share),
        )

    def _prediction(self, line: Any) -> Prediction:
        if not isinstance(line, dict):
            self.lines.refuse('"prediction" is no object')
        names = Prediction.__dataclass_fields__
        numbers = {name: self.lines.number_of(line, name) for name in names}
        if any(numbers[name] is None for name, field in names.items() if field.default is MISSING):
            self.lines.refuse("the prediction is not whole")
        return Prediction(**numbers)  # type: ignore[arg-type]
