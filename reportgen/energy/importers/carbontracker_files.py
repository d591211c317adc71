"""The two logs of a carbontracker run: the standard one with its epochs, the output with its final consumption."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from reportgen.energy.importers.cells import Stages, measured, number
from reportgen.energy.record import RecordedStage
from reportgen.files.source import Source
from reportgen.files.units import J_PER_KWH
from reportgen.problems import excerpt

_STAMPED = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) - (.*)")
_COMPONENT = re.compile(r"(\w+) with device\(s\) (.*?)\.(?= \w+ with device\(s\) | *$)")
_ACTUAL = re.compile(r"Actual consumption(?: for (\d+) epoch\(?s?\)?)?:", re.IGNORECASE)
_POWER = re.compile(r"Average power usage \(W\) for (\w+): (.*)")
_INTENSITY = re.compile(r"Average carbon intensity during training was ([0-9.]+) gCO2(?:eq)?/kWh")
_CLOCK = re.compile(r"(?:(\d+) days?, )?(\d+):(\d\d):(\d\d(?:\.\d+)?)")
_MOST_VALUES = 1024  # devices of one component
_NO_POWER = ("none", "nan", "")


@dataclass(frozen=True)
class Consumption:
    """What the tool says at the end, its PUE inside; energy_text: the figure as it is written."""

    epochs: int | None
    duration_s: Decimal | None
    energy_kwh: Decimal
    energy_text: str
    co2_g: Decimal | None


@dataclass
class Section:
    """What one log says of one run. Energies by component in J and without PUE, from its complete epochs."""

    version: str | None = None
    pue: Decimal | None = None
    devices: dict[str, list[str]] = field(default_factory=dict)
    epochs: int = 0
    duration_s: Decimal = Decimal(0)
    component_j: dict[str, Decimal] = field(default_factory=dict)
    listed_j: dict[str, list[Decimal]] = field(default_factory=dict)
    without_power: int = 0
    intensity_g: Decimal | None = None
    location_unknown: bool = False
    interrupted: bool = False
    started_at: datetime | None = None
    ended_at: datetime | None = None
    actual: Consumption | None = None
    stages: Stages = field(default_factory=Stages)

    @property
    def energy_j(self) -> Decimal:
        """What the tool adds up."""
        return sum(self.component_j.values(), Decimal(0))

    @property
    def corrected_j(self) -> Decimal:
        """What the devices drew, where a mean stands for several."""
        return sum(self.device_j().values(), Decimal(0))

    @property
    def warnings(self) -> tuple[str, ...]:
        if not self.without_power:
            return ()
        return (f"{self.without_power} epochs have no power and count for nothing where the log is added up",)

    @property
    def common_count(self) -> Decimal | None:
        """How many devices each component has, if all have as many."""
        counts = {len(names) for names in self.devices.values()}
        return Decimal(counts.pop()) if len(counts) == 1 else None

    @property
    def averaged(self) -> list[str]:
        """The components for whose several devices one mean stands: from version 2 on, or of a version not known."""
        if self.version is not None and int(re.split(r"\D", self.version)[0] or 0) < 2:
            return []
        return [name for name, devices in self.devices.items() if len(devices) > 1 and name not in self.listed_j]

    def device_j(self) -> dict[tuple[str, int], Decimal]:
        """The energy of each device by component and place: listed, or the component's mean for each of them."""
        found = {}
        for component, energy_j in self.component_j.items():
            listed = self.listed_j.get(component)
            for index in range(max(1, len(self.devices.get(component, ())))):
                if listed is None:
                    found[component, index] = energy_j
                elif index < len(listed):
                    found[component, index] = listed[index]
        return found


@dataclass
class _Epoch:
    """An epoch being read: the powers of each component's devices, None where there is none."""

    number: str
    duration_s: Decimal | None = None
    powers: dict[str, list[Decimal] | None] = field(default_factory=dict)


def standard_sections(source: Source, limits: Sequence[int | None]) -> list[Section]:
    """The runs of a standard log; limits: of how many epochs each one's final figure speaks."""
    sections: list[Section] = []
    epoch: _Epoch | None = None
    for line, stamp, message in _messages(source):
        if not sections or message.startswith("carbontracker version "):
            if sections:
                _close(sections[-1], epoch, _limit(limits, len(sections) - 1))
                epoch = None
            sections.append(Section(started_at=stamp))
        section = sections[-1]
        section.ended_at = stamp or section.ended_at
        if message.startswith("carbontracker version "):
            section.version = message.split()[-1][:40]
        elif match := re.search(r"PUE coefficient of ([0-9.]*[0-9])", message):
            section.pue = number(source, line, match.group(1), "the PUE") or None
        elif match := re.fullmatch(r"Epoch (\d+):", message):
            _close(section, epoch, _limit(limits, len(sections) - 1))
            epoch = _Epoch(match.group(1))
        elif message.startswith("Duration:") and epoch is not None:
            epoch.duration_s = _seconds(source, line, message.partition(":")[2])
        elif (match := _POWER.fullmatch(message)) and epoch is not None:
            epoch.powers[match.group(1).lower()] = _powers(source, line, match.group(2))
        else:
            _note_common(section, message)
    if sections:
        _close(sections[-1], epoch, _limit(limits, len(sections) - 1))
    return sections


def output_sections(source: Source) -> list[Section]:
    """The runs of an output log, or of what a terminal showed: devices and final consumption."""
    sections: list[Section] = []
    block: dict[str, tuple[int, str]] | None = None
    epochs: int | None = None
    for line, stamp, message in _messages(source):
        message = message.removeprefix("CarbonTracker: ").strip()
        if not sections or (message.startswith("The following components were found:") and sections[-1].devices):
            sections.append(Section(started_at=stamp))
        section = sections[-1]
        section.ended_at = stamp or section.ended_at
        if match := _ACTUAL.fullmatch(message):
            block, epochs = {}, int(match.group(1)[:9]) if match.group(1) else None
        elif re.match("Predicted consumption", message):
            block = None
        elif block is not None and (match := re.fullmatch(r"(Time|Energy|CO2eq):\s*(.*)", message)):
            block[match.group(1)] = (line, match.group(2))
            if match.group(1) == "Energy" or (match.group(1) == "CO2eq" and section.actual is not None):
                section.actual = _consumption(source, block, epochs)
        else:
            _note_common(section, message)
    return sections


def _messages(source: Source) -> Iterator[tuple[int, datetime | None, str]]:
    """Line, time and message of each entry; a list that goes over several lines is one message."""
    kept: tuple[int, datetime | None, str] | None = None
    for line, text in source.lines():
        stamped = _STAMPED.fullmatch(text)
        if kept is not None:
            if stamped is None:
                kept = (kept[0], kept[1], f"{kept[2]} {text.strip()}")
                if "]" in text or len(kept[2]) > 40 * _MOST_VALUES:
                    yield kept
                    kept = None
                continue
            yield kept
            kept = None
        stamp, message = (_time(stamped.group(1)), stamped.group(2)) if stamped else (None, text)
        if message.startswith("Average power usage") and "[" in message and "]" not in message:
            kept = (line, stamp, message)
        else:
            yield line, stamp, message.strip()
    if kept is not None:
        yield kept


def _note_common(section: Section, message: str) -> None:
    if message.startswith("The following components were found:"):
        for component, names in _COMPONENT.findall(message):
            section.devices[component.lower()] = names.split(", ")[:_MOST_VALUES]
    elif match := _INTENSITY.match(message):
        section.intensity_g = Decimal(match.group(1).rstrip("."))
    elif message.startswith("Training was interrupted before all"):
        section.interrupted = True
    if re.search(r"detected location:? (?:Unknown|UNDETECTED)\b", message):
        section.location_unknown = True


def _close(section: Section, epoch: _Epoch | None, limit: int | None) -> None:
    """Add an epoch that is complete, up to the number of epochs that the final figure speaks of."""
    if epoch is None or epoch.duration_s is None or not epoch.powers or (limit is not None and section.epochs >= limit):
        return
    section.epochs += 1
    section.duration_s += epoch.duration_s
    epoch_j = Decimal(0)
    for component, powers in epoch.powers.items():
        if powers is None:
            section.without_power += 1
            continue
        listed = len(powers) > 1
        energies = [power_w * epoch.duration_s for power_w in powers]
        total_j = sum(energies, Decimal(0))
        section.component_j[component] = section.component_j.get(component, Decimal(0)) + total_j
        if listed:
            before = section.listed_j.get(component, [Decimal(0)] * len(energies))
            section.listed_j[component] = [old + new for old, new in zip(before, energies, strict=False)]
        epoch_j += total_j if listed else total_j * max(1, len(section.devices.get(component, ())))
    section.stages.add(RecordedStage(f"epoch {epoch.number[:9]}", measured(epoch_j / J_PER_KWH), epoch.duration_s))


def _limit(limits: Sequence[int | None], index: int) -> int | None:
    return limits[index] if index < len(limits) else None


def _consumption(source: Source, block: dict[str, tuple[int, str]], epochs: int | None) -> Consumption:
    line, text = block["Energy"]
    energy, _, unit = text.partition(" ")
    if unit.strip() != "kWh":
        source.refuse(line, f"the energy is '{excerpt(text)}', not in kWh", "is the line cut off or damaged?")
    co2 = block.get("CO2eq")
    return Consumption(
        epochs,
        _seconds(source, *block["Time"]) if "Time" in block else None,
        number(source, line, energy, "the energy"),
        energy,
        number(source, co2[0], co2[1].partition(" ")[0], "CO2eq") if co2 else None,
    )


def _powers(source: Source, line: int, text: str) -> list[Decimal] | None:
    """The powers in W of a component's devices: `200.0`, `[100. 300.]`, `[None]` or `None`."""
    if text.startswith("[") and not text.endswith("]"):
        source.refuse(line, "a list of powers does not end", "is the line cut off or damaged?")
    words = text.strip("[] ").replace(",", " ").split()
    if all(word.lower() in _NO_POWER for word in words):
        return None
    known = [word for word in words if word.lower() not in _NO_POWER]
    return [number(source, line, word, "the power") for word in known[:_MOST_VALUES]]


def _seconds(source: Source, line: int, text: str) -> Decimal:
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        source.refuse(line, f"'{excerpt(text.strip())}' is no duration such as 0:00:12", "is the line damaged?")
    days, hours, minutes, seconds = (Decimal(part or 0) for part in match.groups())
    return days * 86400 + hours * 3600 + minutes * 60 + seconds


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
