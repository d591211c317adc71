"""The two logs of a carbontracker run: the standard one with its epochs, the output with its final consumption."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reportgen.energy.importers.carbontracker_epochs import MOST_VALUES, POWERS, Epochs, clock_s
from reportgen.energy.importers.carbontracker_section import Consumption, Damage, Section
from reportgen.energy.importers.cells import number
from reportgen.files.losses import Losses
from reportgen.files.sound_rows import sound_lines
from reportgen.files.source import Source
from reportgen.files.table import CUT_OFF
from reportgen.problems import InputError, excerpt

_STAMPED = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) - (.*)")
_COMPONENT = re.compile(r"(\w+) with device\(s\) (.*?)\.(?= \w+ with device\(s\) | *$)")
_ACTUAL = re.compile(r"Actual consumption(?: for (\d+) epoch\(?s?\)?)?:", re.IGNORECASE)
_PREDICTED = re.compile(r"Predicted consumption(?: for (\d+) epoch\(?s?\)?)?", re.IGNORECASE)
_INTENSITIES = "Average carbon intensity during training"
_INTENSITY = re.compile(rf"{_INTENSITIES} was (\S+) gCO2(?:eq)?/kWh")


def standard_sections(source: Source, limits: Sequence[int | None], damage: Damage) -> list[Section]:
    """The runs of a standard log; limits: of how many epochs each one's final figure speaks."""
    sections: list[Section] = []
    epochs: Epochs | None = None
    is_stamped = _STAMPED.fullmatch(source.first_line) is not None
    for line, stamp, message in _messages(source, damage.lost):
        if is_stamped and stamp is None and message:
            damage.lost.add(source.place(line), "the line does not begin with its time as the first one does", CUT_OFF)
            continue
        if epochs is None or message.startswith("carbontracker version "):
            if epochs is not None:
                epochs.close()
            sections.append(Section(started_at=stamp))
            limit = limits[len(sections) - 1] if len(sections) <= len(limits) else None
            epochs = Epochs(source, damage.lost, sections[-1], limit)
        section = sections[-1]
        section.ended_at = stamp or section.ended_at
        if message.startswith("carbontracker version "):
            section.version = message.split()[-1][:40]
        elif match := re.search(r"PUE coefficient of ([0-9.]*[0-9])", message):
            with damage.beside_energy():
                section.pue = number(source, line, match.group(1), "the PUE") or None
        elif not epochs.take(line, message):
            _note_common(source, line, section, message, damage)
    if epochs is not None:
        epochs.close()
    return sections


def output_sections(source: Source, damage: Damage) -> list[Section]:
    """The runs of an output log, or of what a terminal showed: devices and final consumption."""
    sections: list[Section] = []
    block: _Block | None = None
    no_text = Losses()
    for line, stamp, message in _messages(source, no_text):
        message = message.removeprefix("CarbonTracker: ").strip()
        if not sections or (message.startswith("The following components were found:") and sections[-1].devices):
            _end(source, block, damage)
            block = None
            sections.append(Section(started_at=stamp))
        section = sections[-1]
        section.ended_at = stamp or section.ended_at
        if match := _ACTUAL.fullmatch(message):
            _end(source, block, damage)
            block = _Block(line, damage.lost.count, int(match.group(1)[:9]) if match.group(1) else None)
        elif match := _PREDICTED.match(message):
            _end(source, block, damage)
            block = _Block(line, damage.lost.count, int(match.group(1)[:9]) if match.group(1) else None, predicted=True)
        elif block is not None and (match := re.fullmatch(r"(Time|Energy|CO2eq):\s*(.*)", message)):
            block.entries[match.group(1)] = (line, match.group(2))
            if "Energy" in block.entries and match.group(1) != "Time":
                _take(source, section, block, damage)
        else:
            _note_common(source, line, section, message, damage)
    _end(source, block, damage)
    damage.no_text = no_text.count
    return sections


def _take(source: Source, section: Section, block: _Block, damage: Damage) -> None:
    """Give the section what the block says; a prediction that cannot be read costs no energy."""
    if not block.predicted:
        section.actual = _consumption(source, block, damage) or section.actual
        return
    aside = Damage()
    section.predicted = _consumption(source, block, aside) or section.predicted


@dataclass
class _Block:
    """A final or a predicted consumption being read: each of its entries with its line."""

    line: int
    lost_before: int
    epochs: int | None
    predicted: bool = False
    entries: dict[str, tuple[int, str]] = field(default_factory=dict)


def _end(source: Source, block: _Block | None, damage: Damage) -> None:
    """Say of a final consumption that it has no energy, unless that was said; of a predicted one that loses nothing."""
    if block is None or block.predicted:
        return
    if "Energy" not in block.entries and damage.lost.count == block.lost_before:
        damage.lost.add(source.place(block.line), "a final consumption stands there without its energy", CUT_OFF)


def _messages(source: Source, lost: Losses) -> Iterator[tuple[int, datetime | None, str]]:
    """Line, time and message of each entry; a list that goes over several lines is one message."""
    kept: tuple[int, datetime | None, str] | None = None
    for line, text in sound_lines(source, lost):
        stamped = _STAMPED.fullmatch(text)
        if kept is not None:
            if stamped is None:
                kept = (kept[0], kept[1], f"{kept[2]} {text.strip()}")
                if "]" in text or len(kept[2]) > 40 * MOST_VALUES:
                    yield kept
                    kept = None
                continue
            yield kept
            kept = None
        stamp, message = (_time(stamped.group(1)), stamped.group(2)) if stamped else (None, text)
        if message.startswith(POWERS) and "[" in message and "]" not in message:
            kept = (line, stamp, message)
        else:
            yield line, stamp, message.strip()
    if kept is not None:
        yield kept


def _note_common(source: Source, line: int, section: Section, message: str, damage: Damage) -> None:
    if message.startswith("The following components were found:"):
        for component, names in _COMPONENT.findall(message):
            section.devices[component.lower()] = names.split(", ")[:MOST_VALUES]
    elif message.startswith(_INTENSITIES):
        with damage.beside_energy():
            match = _INTENSITY.match(message)
            section.intensity_g = number(source, line, match.group(1) if match else message, "the grid intensity")
    elif message.startswith("Training was interrupted before all"):
        section.interrupted = True
    if re.search(r"detected location:? (?:Unknown|UNDETECTED)\b", message):
        section.location_unknown = True


def _consumption(source: Source, block: _Block, damage: Damage) -> Consumption | None:
    """The final consumption; None where its energy cannot be read, which is then lost."""
    line, text = block.entries["Energy"]
    energy, _, unit = text.partition(" ")
    try:
        if unit.strip() != "kWh":
            source.refuse(line, f"the energy is '{excerpt(text)}', not in kWh", CUT_OFF)
        energy_kwh = number(source, line, energy, "the energy")
    except InputError as error:
        if damage.lost.count == block.lost_before:
            damage.lost.take(error)
        return None
    duration_s = co2_g = None
    with damage.beside_energy():
        duration_s = clock_s(source, *block.entries["Time"]) if "Time" in block.entries else None
    with damage.beside_energy():
        if "CO2eq" in block.entries:
            at, co2 = block.entries["CO2eq"]
            co2_g = number(source, at, co2.partition(" ")[0], "CO2eq")
    return Consumption(block.epochs, duration_s, energy_kwh, energy, co2_g)


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
