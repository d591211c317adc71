"""Carbon intensity of electricity: which row applies to a zone, and how it was chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any

from reportgen.factors.facts import load
from reportgen.words.numbers import places_for, rounded

_WORLD = "WORLD"

# The tables of grids, each with one series of years (Ember's, eGRID's, Google's), and the provider of its zones.
_GRIDS = {"grid": "", "grid_egrid": "", "grid_regions": "Google"}
_TABLES = (*_GRIDS, "cloud_regions")


@dataclass(frozen=True)
class GridChoice:
    """The carbon intensity of a zone's electricity in kgCO2e/kWh, for one year.

    kind: "life-cycle" or "direct"; the two are never mixed in one sum.
    read_from: the package, version and file that carried the number.
    chosen: "exact" (the newest year of the row's series), "older year" (that series has newer years, though none
    ships here for this zone) or "fallback" (no zone was given: the world).
    country: the name of the country of which this is the grid or a part; empty where the row does not say.
    region: the cloud's region whose grid this is taken to be, such as "AWS eu-central-1"; empty where the zone has a
    row of its own. region_place: where that is, by the provider's word. region_sources: what says so.
    provider: the cloud of which the zone is a region, such as "Google"; empty of any other zone.
    """

    zone: str
    name: str
    year: int
    kg_per_kwh: Decimal
    kind: str
    source: str
    read_from: str
    chosen: str
    country: str
    region: str
    region_place: str
    region_sources: tuple[str, ...]
    provider: str = ""

    @property
    def site(self) -> str | None:
        """The kind of site that the zone tells: a cloud's region is in a cloud's building; None of any other zone."""
        return "cloud" if self.provider else None


@dataclass(frozen=True)
class Zone:
    """A zone of the tables: what it goes by, its own name first; the cloud, if it is a region; what applies to it."""

    names: tuple[str, ...]
    provider: str
    choice: GridChoice

    @property
    def zone(self) -> str:
        """The name it is listed by."""
        return self.names[0]


def find_grid(zone: str | None) -> GridChoice | None:
    """The row for a zone: ISO 3166 alpha-2, alpha-3 or country name, EU, WORLD, one of eGRID's, or a cloud's region.

    Case does not matter, and a country's name may be in any language of the page. Without a zone the world's
    average, as a fallback; None where the zone is unknown.
    """
    name = (_WORLD if zone is None else zone).strip().casefold()
    row = _row(name) or _row(_codes_by_country_name().get(name, ""))
    return None if row is None else _choice(row, fallback=zone is None)


def all_zones() -> tuple[Zone, ...]:
    """Every zone: countries, the European Union, the world, the parts of the United States, regions of clouds."""
    return tuple(
        Zone(tuple(_names(row)), row["provider"], _choice(row, fallback=False))
        for table in _TABLES
        for row in _rows(table)
    )


def _choice(row: Mapping[str, Any], fallback: bool) -> GridChoice:
    region, place, region_sources, provider = "", "", (), row["provider"]
    if "grid" in row:
        region, place = f"{row['provider']} {row['zone']}", row["place"]
        region_sources = tuple(row[key] for key in ("source", "grid_source") if key in row)
        row = _named(row["grid"])
    fields = ("zone", "name", "year", "kg_per_kwh", "kind", "source", "read_from")
    return GridChoice(
        **{key: row[key] for key in fields},
        chosen="fallback" if fallback else "exact" if row["year"] == _newest(row["table"]) else "older year",
        country=_country(row),
        region=region,
        region_place=place,
        region_sources=region_sources,
        provider=provider,
    )


@cache
def spans_of_world() -> Mapping[str, tuple[Decimal, Decimal]]:
    """How many times the world's average the cleanest and the dirtiest grid of each kind are, to two digits.

    The average is a life-cycle one; of direct intensities, which count less, the lower end alone is a fair one.
    """
    world = _named(_WORLD)["kg_per_kwh"]
    found = {}
    for kind in ("life-cycle", "direct"):
        times = [row["kg_per_kwh"] / world for table in _GRIDS for row in _rows(table) if row["kind"] == kind]
        low, high = (rounded(share, places_for(share, 2)) for share in (min(times), max(times)))
        found[kind] = (low, high)
    return MappingProxyType(found)


def _country(row: Mapping[str, Any]) -> str:
    if row["table"] == "grid_egrid":
        row = _named("US")
    return str(row["name"]) if "alpha3" in row else ""


@cache
def _newest(table: str) -> int:
    return max(int(row["year"]) for row in load(table)["row"])


def _rows(table: str) -> Iterator[dict[str, Any]]:
    """The rows of a table, each with the table's name and the cloud's provider, empty for none."""
    return ({"provider": _GRIDS.get(table, ""), **row, "table": table} for row in load(table)["row"])


@cache
def _rows_by_name(table: str) -> Mapping[str, dict[str, Any]]:
    """The rows of a table by every name they go by, case folded."""
    return MappingProxyType({name.casefold(): row for row in _rows(table) for name in _names(row)})


def _row(name: str) -> dict[str, Any] | None:
    """The row of a case-folded name; tables are read until it is found, since most zones are in the first."""
    return next((rows[name] for rows in map(_rows_by_name, _TABLES) if name in rows), None)


def _named(zone: str) -> dict[str, Any]:
    """The row of a zone that a table names."""
    row = _row(zone.casefold())
    assert row is not None, zone
    return row


def _names(row: Mapping[str, Any]) -> list[str]:
    """The zone; of a country also its alpha-3 code and its name (a region's name is a town's); and its other names."""
    own = [row["alpha3"], row["name"]] if "alpha3" in row else []
    own += [f"{row['provider']} {row['zone']}"] if row["provider"] else []
    return [row["zone"], *own, *row.get("also", [])]


@cache
def _codes_by_country_name() -> Mapping[str, str]:
    """Zones that are countries or the European Union, case folded, by their names in every language."""
    from reportgen.factors.country_names import codes_by_name

    zones = (row["zone"] for row in load("grid")["row"] if row["zone"] != _WORLD)
    return {name: zone.casefold() for name, zone in codes_by_name(zones).items()}
