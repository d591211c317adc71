"""Carbon intensity of electricity: which row applies to a zone, and how it was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import Any

from reportgen.factors.facts import load

_WORLD = "WORLD"


@dataclass(frozen=True)
class GridChoice:
    """The carbon intensity of a zone's electricity in kgCO2e/kWh, for one year.

    kind: "life-cycle" or "direct"; the two are never mixed in one sum.
    read_from: the package, version and file that carried the number.
    chosen: "exact" (the newest year of the row's source), "older year" (that source has newer years, though
    not for this zone) or "fallback" (no zone was given: the world).
    """

    zone: str
    name: str
    year: int
    kg_per_kwh: Decimal
    kind: str
    source: str
    read_from: str
    chosen: str


def find_grid(zone: str | None) -> GridChoice | None:
    """The row for a zone: ISO 3166 alpha-2, alpha-3 or country name, a Google Cloud region, WORLD, US-EGRID.

    Case does not matter. Without a zone the world's average, as a fallback; None where the zone is unknown.
    """
    row = _rows_by_name().get((_WORLD if zone is None else zone).strip().casefold())
    if row is None:
        return None
    fields = ("zone", "name", "year", "kg_per_kwh", "kind", "source", "read_from")
    chosen = "fallback" if zone is None else _how_recent(row)
    return GridChoice(**{key: row[key] for key in fields}, chosen=chosen)


def suggest_zones(text: str) -> list[str]:
    """The zones, at most five and the likeliest first, that a mistyped one may have meant."""
    rows = _rows_by_name()
    names = get_close_matches(text.strip().casefold(), rows, n=8, cutoff=0.7)
    return list(dict.fromkeys(rows[name]["zone"] for name in names))[:5]


def _rows() -> list[dict[str, Any]]:
    return [*load("grid")["row"], *load("grid_regions")["row"]]


@cache
def _rows_by_name() -> Mapping[str, dict[str, Any]]:
    """Rows by every name they go by, case folded."""
    return MappingProxyType({name.casefold(): row for row in _rows() for name in _names(row)})


def _names(row: Mapping[str, Any]) -> list[str]:
    """The zone; for a country also its alpha-3 code and its names (a Google region's name is a town's)."""
    if "alpha3" not in row:
        return [row["zone"]]
    return [row["zone"], row["alpha3"], row["name"], *row.get("also", [])]


def _how_recent(row: Mapping[str, Any]) -> str:
    newest = max(other["year"] for other in _rows() if other["source"] == row["source"])
    return "exact" if row["year"] == newest else "older year"
