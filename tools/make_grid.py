"""Writes reportgen/factors/grid.toml from the data in two wheels and a file of CO2.js; nothing is imported from them.

    python tools/make_grid.py codecarbon-3.3.2-py3-none-any.whl carbontracker-2.4.7-py3-none-any.whl \
        average-intensities.json 0.19.0 > reportgen/factors/grid.toml

The last two are data/output/average-intensities.json of CO2.js (thegreenwebfoundation/co2.js) and the version at whose
tag it lies; the package @tgwf/co2 of that version carries the same numbers without their years.

All three carry Ember's life-cycle intensities, of different years and editions. Each zone gets the newest year; of the
same year the newest edition, which is CO2.js's, then carbontracker's, which is Our World in Data's of May 2025, then
codecarbon's. What is left out and where the editions for one year differ by more than a tenth is said on
standard error.
"""

from __future__ import annotations

import csv
import json
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

CODECARBON_FILE = "codecarbon/data/private_infra/global_energy_mix.json"
CARBONTRACKER_FILE = "carbontracker/data/carbon-intensities.csv"
CO2JS_FILE = "data/output/average-intensities.json"

# Alpha-2 codes of countries that carbontracker, which has both codes, has not.
ALPHA2 = {"NAM": "NA", "XKX": "XK"}

# Of the regions of the world in CO2.js, those that a run may stand in for want of a country.
REGIONS = {"EU": ("EU", "European Union"), "World": ("WORLD", "World")}

# Names in common use that none of the three has.
ALSO = {
    "CZ": ["Czech Republic"],
    "GB": ["UK", "Great Britain"],
    "KR": ["Republic of Korea"],
    "TL": ["Timor-Leste"],
    "TR": ["Türkiye"],
    "US": ["United States of America"],
    "VN": ["Viet Nam"],
}

MUCH = Decimal("0.1")  # revisions of a year are smaller, but for a few small or importing countries

HEADER = """\
# Carbon intensity of electricity by country, of the European Union and the world. Written by tools/make_grid.py; do not
# edit.
#
# One row per zone: the newest year that CO2.js, carbontracker or codecarbon carries, with all the digits that
# it carries, from g to kg by moving the point. Regions of clouds and of the United States are in other files.
#
# The rows whose source is "ember-co2js" are under CC BY-SA 4.0, as CO2.js states it; see DATA-LICENCES.txt.
"""


@dataclass(frozen=True)
class Reading:
    """One zone's intensity, in g/kWh, as one package carries it."""

    alpha3: str
    name: str
    year: int
    g_per_kwh: Decimal
    source: str
    read_from: str


def read_codecarbon(wheel: Path) -> dict[str, Reading]:
    """codecarbon's rows by alpha-3 code."""
    with zipfile.ZipFile(wheel) as archive:
        rows = json.loads(archive.read(CODECARBON_FILE), parse_float=Decimal)
    where = f"{package_and_version(wheel)}, {CODECARBON_FILE}"
    return {
        code: Reading(code, row["country_name"], row["year"], Decimal(row["carbon_intensity"]), "ember-owid", where)
        for code, row in rows.items()
    }


def read_carbontracker(wheel: Path) -> tuple[dict[str, Reading], dict[str, str]]:
    """carbontracker's rows by alpha-3 code, and the alpha-2 codes by alpha-3 codes."""
    with zipfile.ZipFile(wheel) as archive:
        lines = archive.read(CARBONTRACKER_FILE).decode("utf-8").splitlines()
    where = f"{package_and_version(wheel)}, {CARBONTRACKER_FILE}"
    column = "Carbon intensity of electricity (gCO2eq/kWh)"
    rows = list(csv.DictReader(lines))
    readings = {
        row["Code"]: Reading(row["Code"], row["Entity"], int(row["Year"]), Decimal(row[column]), "ember-owid", where)
        for row in rows
    }
    return readings, {row["Code"]: row["alpha-2"] for row in rows}


def read_co2js(file: Path, version: str) -> dict[str, Reading]:
    """CO2.js's rows by alpha-3 code, those of regions by their names."""
    rows = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    where = f"CO2.js {version}, {CO2JS_FILE}"
    column = "emissions_intensity_gco2_per_kwh"
    return {
        code: Reading(
            row["country_code"], row["country_or_region"], row["year"], Decimal(row[column]), "ember-co2js", where
        )
        for code, row in rows.items()
    }


def package_and_version(wheel: Path) -> str:
    """`codecarbon 3.3.2` out of `codecarbon-3.3.2-py3-none-any.whl`."""
    return " ".join(wheel.name.split("-")[:2])


def choose(readings: Sequence[Reading]) -> Reading | None:
    """The reading of the newest year, the first of several; None where nothing above zero is left.

    A life-cycle intensity of zero is none: what is built and fuelled emits something, and the source rounded it away.
    """
    return max((reading for reading in readings if reading.g_per_kwh > 0), key=lambda it: it.year, default=None)


def disagreements(chosen: Reading, readings: Sequence[Reading]) -> list[Reading]:
    """The readings of the chosen one's year that are off by more than revisions explain."""
    alike = (reading for reading in readings if reading.year == chosen.year)
    return [it for it in alike if abs(it.g_per_kwh - chosen.g_per_kwh) > MUCH * chosen.g_per_kwh]


def toml_row(zone: str, name: str, reading: Reading, also: Sequence[str] = ()) -> str:
    """One `[[row]]` of grid.toml."""
    lines = [
        "[[row]]",
        f'zone = "{zone}"',
        f'alpha3 = "{reading.alpha3}"' if reading.alpha3 else "",
        f"also = {json.dumps(list(also), ensure_ascii=False)}" if also else "",
        f'name = "{name}"',
        f"year = {reading.year}",
        f"kg_per_kwh = {reading.g_per_kwh.scaleb(-3):f}",
        'kind = "life-cycle"',
        f'source = "{reading.source}"',
        f'read_from = "{reading.read_from}"',
    ]
    return "\n".join(filter(None, lines)) + "\n"


def main(codecarbon_wheel: Path, carbontracker_wheel: Path, co2js_file: Path, co2js_version: str) -> None:
    """The table on standard output; what is left out, and disagreements, on standard error."""
    codecarbon = read_codecarbon(codecarbon_wheel)
    carbontracker, alpha2 = read_carbontracker(carbontracker_wheel)
    co2js = read_co2js(co2js_file, co2js_version)
    rows = {}
    for name, (zone, ours) in REGIONS.items():
        if name in co2js:
            rows[zone] = toml_row(zone, ours, co2js[name])
    alpha2 |= ALPHA2
    for code in sorted({*codecarbon, *carbontracker, *(it.alpha3 for it in co2js.values() if it.alpha3)}):
        zone = alpha2[code]
        # the names that zones had before come first, the newest edition's numbers
        named = [table[code] for table in (carbontracker, co2js, codecarbon) if code in table]
        readings = [table[code] for table in (co2js, carbontracker, codecarbon) if code in table]
        chosen = choose(readings)
        if chosen is None:
            print(f"{zone} left out: {readings[0].g_per_kwh} g/kWh in {readings[0].year}", file=sys.stderr)
            continue
        for other in disagreements(chosen, readings):
            print(f"{zone} {chosen.year}: {chosen.g_per_kwh} and {other.g_per_kwh} g/kWh", file=sys.stderr)
        plain = (it.name for it in named if not set(it.name) & set("(["))
        names = list(dict.fromkeys([*plain, *ALSO.get(zone, [])]))
        rows[zone] = toml_row(zone, names[0], chosen, names[1:])
    print(HEADER)
    print("\n".join(rows[zone] for zone in sorted(rows)), end="")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
