"""reportgen's own log: of a run that ended, or of one that was cut off at any moment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, NoReturn

from reportgen.energy.log import SCHEMA
from reportgen.energy.measurement import Measurement
from reportgen.energy.meters.meter import BY_COUNTER, BY_LOAD, BY_POWER, MeteredDevice, NotMeasured
from reportgen.energy.record import BASES, KINDS, Prediction, Record
from reportgen.energy.tally import Tally
from reportgen.files.source import Source

TOOL = "reportgen"
_MOST = 2**63
_METHODS: dict[str, str] = {method: method for method in (BY_COUNTER, BY_POWER, BY_LOAD)}  # as pages translate them
_CUT = "the last line is cut off and was left out"
_OTHER_VERSION = "update reportgen: a newer version wrote it"


def identify(source: Source) -> bool:
    return source.first_line.startswith("{") and '"schema":"reportgen/energy-log/' in source.first_line


def extract(source: Source) -> list[Record]:
    lines = _Lines(source)
    reading = _Reading(lines)
    for line in lines:
        reading.take(line)
    if reading.tally is None or reading.started_at is None:
        source.refuse(1, "the header is missing: the file is empty or cut off in its first line")
    if lines.cut_off:
        reading.notes.append(_CUT)
    return [
        Measurement(
            reading.tally,
            reading.started_at,
            reading.version,
            reading.ended,
            reading.not_measured,
            reading.notes,
            reading.prediction,
        ).record()
    ]


def devices_of(source: Source) -> list[MeteredDevice]:
    """The devices that a log's header names. Raises InputError."""
    lines = _Lines(source)
    reading = _Reading(lines)
    for line in lines:
        reading.take(line)
        break
    return [] if reading.tally is None else list(reading.tally.devices)


class _Lines:
    """The log's lines as objects; the last one may be cut off."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._number = 0
        self.cut_off = False

    def __iter__(self) -> Iterator[dict[str, Any]]:
        damaged: int | None = None
        for number, text in self._source.lines():
            if damaged is not None:
                self._source.refuse(damaged, "the line is no JSON object", "is the log damaged?")
            self._number = number
            if not text.strip():
                continue
            try:
                line = json.loads(text, parse_float=Decimal)
            except (ValueError, RecursionError):
                line = None
            if isinstance(line, dict):
                yield line
            else:
                damaged = number
        self.cut_off = damaged is not None

    def refuse(self, message: str, hint: str = "") -> NoReturn:
        self._source.refuse(self._number or None, message, hint)

    def whole(self, line: dict[str, Any], name: str) -> int:
        """A whole number from 0 on."""
        value = line.get(name)
        if type(value) is not int or not 0 <= value < _MOST:
            self.refuse(f'"{name}" is no whole number from 0 on')
        return value

    def text(self, line: dict[str, Any], name: str) -> str:
        value = line.get(name)
        if not isinstance(value, str) or not value.isprintable():
            self.refuse(f'"{name}" is no text')
        return value

    def number(self, line: dict[str, Any], name: str) -> Decimal | None:
        """A number that is written as text; None where it is not there."""
        value = line.get(name)
        if value is None:
            return None
        try:
            number = Decimal(value) if isinstance(value, str) and len(value) < 40 else Decimal("NaN")
        except ArithmeticError:
            number = Decimal("NaN")
        if not number.is_finite() or number < 0 or abs(number.adjusted()) > 30:
            self.refuse(f'"{name}" is no number from 0 on')
        return number

    def objects(self, line: dict[str, Any], name: str) -> list[dict[str, Any]]:
        value = line.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.refuse(f'"{name}" is no list of objects')
        return value


@dataclass
class _Reading:
    """What the lines so far say."""

    lines: _Lines
    tally: Tally | None = None
    started_at: datetime | None = None
    version: str = ""
    ended: bool = False
    not_measured: list[NotMeasured] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    prediction: Prediction | None = None

    def take(self, line: dict[str, Any]) -> None:
        if self.tally is None:
            self.tally = self._header(line)
            return
        at_s = Decimal(self.lines.whole(line, "at_us")).scaleb(-6)
        try:
            self._event(self.tally, line, at_s)
        except KeyError:
            self.lines.refuse("it names a device or stage that no line before it has")
        except ValueError:
            self.lines.refuse("its time lies before the line above")

    def _event(self, tally: Tally, line: dict[str, Any], at_s: Decimal) -> None:
        lines = self.lines
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
            self.ended = True
        elif "progress" not in line:
            suspended_s = Decimal(lines.whole({"suspended_us": 0, **line}, "suspended_us")).scaleb(-6)
            tally.sample(at_s, self._readings(line, "energy_uj"), self._readings(line, "power_mw"), suspended_s)

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
        interval_s = Decimal(lines.whole(line, "interval_us")).scaleb(-6)
        return Tally([self._device(it) for it in lines.objects(line, "devices")], interval_s)

    def _device(self, line: dict[str, Any]) -> MeteredDevice:
        lines = self.lines
        kind, basis = lines.text(line, "kind"), lines.text(line, "basis")
        if kind not in KINDS or basis not in BASES:
            lines.refuse(f'a device has the kind "{kind}" and the basis "{basis}"', _OTHER_VERSION)
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
            low_share=lines.number(line, "low_share"),
            high_share=lines.number(line, "high_share"),
        )

    def _prediction(self, line: Any) -> Prediction:
        if not isinstance(line, dict):
            self.lines.refuse('"prediction" is no object')
        names = Prediction.__dataclass_fields__
        numbers = {name: self.lines.number(line, name) for name in names}
        needed = [name for name in names if not name.startswith(("energy", "co2"))]
        if any(numbers[name] is None for name in needed):
            self.lines.refuse("the prediction is not whole")
        return Prediction(**numbers)  # type: ignore[arg-type]
