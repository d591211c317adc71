"""What carbontracker's logs say of one run: its devices, its epochs added up, and its final consumption."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import zip_longest

from reportgen.energy.importers.cells import Stages, measured
from reportgen.energy.record import RecordedStage
from reportgen.files.losses import Losses
from reportgen.files.units import J_PER_KWH
from reportgen.problems import InputError, Problem


@dataclass
class Damage:
    """What of a log cannot be read.

    lost: lines that hold energy, or may. aside: the problems of others, such as the grid intensity, which is then
    unknown. no_text: lines that are no text, where energy does not stand or is missed otherwise.
    """

    lost: Losses = field(default_factory=Losses)
    aside: list[Problem] = field(default_factory=list)
    no_text: int = 0

    @contextmanager
    def beside_energy(self) -> Iterator[None]:
        """Whatever is wrong in here costs no energy."""
        try:
            yield
        except InputError as error:
            self.aside += error.problems

    @property
    def warnings(self) -> tuple[str, ...]:
        """What stands aside, for a person."""
        said = [f"line {it.where.rpartition(':')[2]}: {it.message}; it is left out" for it in self.aside]
        if self.no_text:
            said.append(f"{self.no_text:,} line{' is' if self.no_text == 1 else 's are'} no text and passed over")
        return tuple(said)


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
    listed_j: dict[str, list[Decimal | None]] = field(default_factory=dict)
    epochs_with: dict[str, int] = field(default_factory=dict)
    without_power: int = 0
    unknown_powers: int = 0
    intensity_g: Decimal | None = None
    location_unknown: bool = False
    interrupted: bool = False
    started_at: datetime | None = None
    ended_at: datetime | None = None
    actual: Consumption | None = None
    predicted: Consumption | None = None
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
    def lacks_power(self) -> bool:
        """Whether a device has no power beside another one, or a component in some epochs and not in others."""
        return bool(self.unknown_powers) or any(count < self.epochs for count in self.epochs_with.values())

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person must know of powers that are not there."""
        found = []
        if self.without_power:
            epochs = f"{self.without_power:,} epoch{' has' if self.without_power == 1 else 's have'}"
            found.append(f"{epochs} no power and count for nothing where the log is added up")
        for name, count in self.epochs_with.items():
            if count < self.epochs:
                found.append(f"{name.upper()}: {self.epochs - count:,} of {self.epochs:,} epochs have no power of it")
        if self.unknown_powers:
            powers = "1 power" if self.unknown_powers == 1 else f"{self.unknown_powers:,} powers"
            found.append(f"{powers} of single devices beside others not known: what these drew is in no sum")
        return tuple(found)

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
                elif index < len(listed) and (power := listed[index]) is not None:
                    found[component, index] = power
        return found

    def add(self, number: str, duration_s: Decimal, powers: dict[str, list[Decimal | None] | None]) -> None:
        """Add a complete epoch: the powers in W of each component's devices, None where one has none."""
        self.epochs += 1
        self.duration_s += duration_s
        epoch_j = Decimal(0)
        for component, watts in powers.items():
            if watts is None:
                self.without_power += 1
                continue
            self.epochs_with[component] = self.epochs_with.get(component, 0) + 1
            self.unknown_powers += watts.count(None)
            energies = [None if power_w is None else power_w * duration_s for power_w in watts]
            total_j = sum((energy_j for energy_j in energies if energy_j is not None), Decimal(0))
            self.component_j[component] = self.component_j.get(component, Decimal(0)) + total_j
            if len(watts) > 1:
                before = self.listed_j.get(component, [])
                self.listed_j[component] = [_both(*pair) for pair in zip_longest(before, energies)]
            epoch_j += total_j if len(watts) > 1 else total_j * max(1, len(self.devices.get(component, ())))
        self.stages.add(RecordedStage(f"epoch {number[:9]}", measured(epoch_j / J_PER_KWH), duration_s))


def _both(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return other if one is None else one if other is None else one + other
