"""CO2e of the energies of training runs: the grid and the PUE that they are counted with."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.factors.grid import find_grid
from reportgen.factors.pue import find_pue
from reportgen.factors.zone_names import suggest_zones
from reportgen.precision import working_precision
from reportgen.problems import excerpt, refuse
from reportgen.words.numbers import HOUSE


@dataclass(frozen=True)
class Emissions:
    """kg_per_kwh: of the grid, kgCO2e/kWh. pue: of the building. grid, building: what these are of, in words."""

    kg_per_kwh: Decimal
    pue: Decimal
    grid: str
    building: str

    def of(self, energy_kwh: Decimal) -> Decimal:
        """The kgCO2e of an energy at the meter."""
        with working_precision():
            return energy_kwh * self.pue * self.kg_per_kwh

    @property
    def factors(self) -> str:
        """`1.54 x 472.94 g/kWh`."""
        return f"{HOUSE.exact(self.pue)} x {HOUSE.up_to_significant(self.kg_per_kwh * 1000, 6)} g/kWh"

    def __str__(self) -> str:
        """`World 2024, life-cycle (no --zone), 472.94 g/kWh; PUE 1.54 (no --pue: on-premises)`."""
        grams = HOUSE.up_to_significant(self.kg_per_kwh * 1000, 6)
        return f"{self.grid}, {grams} g/kWh; PUE {HOUSE.exact(self.pue)}{self.building}"


def emissions(zone: str | None, pue: Decimal | None) -> Emissions:
    """By the grid of a zone and a PUE, without them by the world's average and that of a cloud, where the zone is a
    region of one, or else of a company's own building.

    Raises: InputError for a zone that is not known.
    """
    choice = find_grid(zone)
    if choice is None:
        close = suggest_zones(zone or "")
        told = f'"{excerpt(zone or "")}" is no zone that is known here'
        meant = f"did you mean {' or '.join(close)}?" if close else "a country's code such as DE, a cloud's region"
        refuse("--zone", told, f"{meant}; reportgen zones lists all")
    named = "" if zone is not None else " (no --zone)"
    usual = find_pue(choice.site)
    building = "" if pue is not None else f" (no --pue: {usual.site})"
    value = usual.value if pue is None else pue
    return Emissions(choice.kg_per_kwh, value, f"{choice.name} {choice.year}, {choice.kind}{named}", building)
