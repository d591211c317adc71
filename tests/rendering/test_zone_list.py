"""The list of zones as a text, JSON and CSV: a country's grid, and a region of a cloud with the grid it stands on."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from io import StringIO

from reportgen.factors.facts import source
from reportgen.factors.grid import GridChoice, Zone
from reportgen.rendering.zone_list import as_csv, as_json, as_text

SOURCE = "ember-co2js"
_GERMANY = ("DE", "Germany", 2024, Decimal("0.34200"), "life-cycle", SOURCE, "a package 1.2", "exact", "Germany")
_NO_REGION = ("", "", ())
GRID = Zone(("DE", "DEU", "Germany"), "", GridChoice(*_GERMANY, *_NO_REGION))
REGION = Zone(("eu-central-1",), "AWS", GridChoice(*_GERMANY, "AWS eu-central-1", "Frankfurt", (SOURCE,)))
NOWHERE = Zone(("X",), "", GridChoice(*_GERMANY[:-1], "", *_NO_REGION))


def test_zones_as_a_text() -> None:
    """In columns, nothing shortened; of a region the provider's word and the zone of its grid."""
    heads, grid, region = as_text([GRID, REGION]).decode().splitlines()
    publisher = source(SOURCE).publisher
    name = "AWS, Frankfurt: grid of DE"
    assert f"zone          {'name':{len(name)}}  year  kgCO2e/kWh  kind        source" == heads
    assert f"DE            {'Germany':{len(name)}}  2024  0.34200     life-cycle  {publisher}" == grid
    assert f"eu-central-1  {name}  2024  0.34200     life-cycle  {publisher}" == region


def test_zones_as_json() -> None:
    """With all their names, and each source once and in full."""
    made = json.loads(as_json([GRID, REGION, NOWHERE]))
    assert ("reportgen/zones/1", [SOURCE]) == (made["schema"], list(made["sources"]))
    assert source(SOURCE).title == made["sources"][SOURCE]["title"]
    assert "id" not in made["sources"][SOURCE]
    assert all(made["sources"][SOURCE].values())
    grid, region, nowhere = made["zones"]
    assert {
        "zone": "DE",
        "names": ["DE", "DEU", "Germany"],
        "name": "Germany",
        "grid": "DE",
        "grid_name": "Germany",
        "country": "Germany",
        "year": 2024,
        "kg_per_kwh": 0.342,
        "kind": "life-cycle",
        "chosen": "exact",
        "sources": [SOURCE],
        "read_from": "a package 1.2",
    } == grid
    assert ("eu-central-1", "AWS, Frankfurt", "DE", "Germany", [SOURCE, SOURCE]) == tuple(
        region[it] for it in ("zone", "name", "grid", "grid_name", "sources")
    )
    assert nowhere["country"] is None


def test_zones_as_csv() -> None:
    """A line for each, with the identifier of its source."""
    heads, grid, region = csv.reader(StringIO(as_csv([GRID, REGION]).decode()))
    assert ["zone", "name", "grid", "year", "kg_per_kwh", "kind", "source"] == heads
    assert ["DE", "Germany", "DE", "2024", "0.34200", "life-cycle", SOURCE] == grid
    assert ["eu-central-1", "AWS, Frankfurt", "DE", "2024", "0.34200", "life-cycle", SOURCE] == region
