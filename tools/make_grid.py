"""Writes reportgen/factors/grid.toml from the data in two wheels; no network, nothing is imported from them.

    python tools/make_grid.py codecarbon-3.3.2-py3-none-any.whl carbontracker-2.4.7-py3-none-any.whl \
        > reportgen/factors/grid.toml

Both carry Ember's life-cycle intensities as Our World in Data publishes them, of different years. Each country gets
the newer year of the two; where both have the same year, carbontracker's number, which has more digits. Where
the two do not agree for a year to codecarbon's last digit, that is said on standard error.
"""

from __future__ import annotations

import csv
import json
import sys
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

CODECARBON_FILE = "codecarbon/data/private_infra/global_energy_mix.json"
CARBONTRACKER_FILE = "carbontracker/data/carbon-intensities.csv"

# The European Union and its neighbours, then the rest of the world.
ZONES = """
    AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK
    CH GB IS NO TR UA
    AE AR AU BR CA CL CN ID IL IN JP KR MX NZ SA SG TH TW US VN ZA
"""

# Names in common use that neither package has.
ALSO = {
    "CZ": ["Czech Republic"],
    "GB": ["UK", "Great Britain"],
    "KR": ["Republic of Korea"],
    "TR": ["Türkiye"],
    "US": ["United States of America"],
    "VN": ["Viet Nam"],
}

HEADER = """\
# Carbon intensity of electricity by country. Written by tools/make_grid.py; do not edit.
#
# One row per country: the newest year that codecarbon or carbontracker carries, with all the digits that
# it carries, from g to kg by moving the point. The world's average and cloud regions are in grid_regions.toml.
"""


@dataclass(frozen=True)
class Reading:
    """One country's intensity, in g/kWh, as one package carries it."""

    alpha3: str
    name: str
    year: int
    g_per_kwh: Decimal
    read_from: str


def read_codecarbon(wheel: Path) -> dict[str, Reading]:
    """codecarbon's rows by alpha-3 code."""
    with zipfile.ZipFile(wheel) as archive:
        rows = json.loads(archive.read(CODECARBON_FILE), parse_float=Decimal)
    where = f"{package_and_version(wheel)}, {CODECARBON_FILE}"
    return {
        code: Reading(code, row["country_name"], row["year"], Decimal(row["carbon_intensity"]), where)
        for code, row in rows.items()
    }


def read_carbontracker(wheel: Path) -> dict[str, Reading]:
    """carbontracker's rows by alpha-2 code."""
    with zipfile.ZipFile(wheel) as archive:
        lines = archive.read(CARBONTRACKER_FILE).decode("utf-8").splitlines()
    where = f"{package_and_version(wheel)}, {CARBONTRACKER_FILE}"
    column = "Carbon intensity of electricity (gCO2eq/kWh)"
    return {
        row["alpha-2"]: Reading(row["Code"], row["Entity"], int(row["Year"]), Decimal(row[column]), where)
        for row in csv.DictReader(lines)
    }


def package_and_version(wheel: Path) -> str:
    """`codecarbon 3.3.2` out of `codecarbon-3.3.2-py3-none-any.whl`."""
    return " ".join(wheel.name.split("-")[:2])


def choose(codecarbon: Reading | None, carbontracker: Reading) -> Reading:
    """The reading of the newer year; of the same year, carbontracker's."""
    if codecarbon is not None and codecarbon.year > carbontracker.year:
        return codecarbon
    return carbontracker


def disagree(codecarbon: Reading | None, carbontracker: Reading) -> bool:
    """Whether the two differ for the same year, beyond the rounding of codecarbon's last digit."""
    if codecarbon is None or codecarbon.year != carbontracker.year:
        return False
    return carbontracker.g_per_kwh.quantize(codecarbon.g_per_kwh) != codecarbon.g_per_kwh


def toml_row(zone: str, reading: Reading) -> str:
    """One `[[row]]` of grid.toml."""
    lines = [
        "[[row]]",
        f'zone = "{zone}"',
        f'alpha3 = "{reading.alpha3}"',
        f'name = "{reading.name}"',
        f"year = {reading.year}",
        f"kg_per_kwh = {reading.g_per_kwh.scaleb(-3):f}",
        'kind = "life-cycle"',
        'source = "ember-owid"',
        f'read_from = "{reading.read_from}"',
    ]
    if zone in ALSO:
        lines.insert(4, f"also = {json.dumps(ALSO[zone], ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def main(codecarbon_wheel: Path, carbontracker_wheel: Path) -> None:
    """The table on standard output, disagreements on standard error."""
    by_alpha3 = read_codecarbon(codecarbon_wheel)
    by_alpha2 = read_carbontracker(carbontracker_wheel)
    print(HEADER)
    for zone in sorted(ZONES.split()):
        theirs = by_alpha2[zone]
        other = by_alpha3.get(theirs.alpha3)
        if other is not None and disagree(other, theirs):
            print(f"{zone} {theirs.year}: {theirs.g_per_kwh} and {other.g_per_kwh} g/kWh", file=sys.stderr)
        print(toml_row(zone, choose(other, theirs)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
