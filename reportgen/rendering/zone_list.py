"""The list of zones as files: text, JSON and CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from io import StringIO

from reportgen.factors.facts import source
from reportgen.factors.grid import Zone
from reportgen.files.json_text import dumps

SCHEMA = "reportgen/zones/1"
_HEADS = ("zone", "name", "grid", "year", "kg_per_kwh", "kind", "source")


def as_text(zones: Sequence[Zone]) -> bytes:
    """A table for a terminal: one zone a line, nothing shortened."""
    rows = [("zone", "name", "year", "kgCO2e/kWh", "kind", "source")]
    for zone in zones:
        choice = zone.choice
        publisher = source(choice.source).publisher
        rows.append((zone.zone, _name(zone), str(choice.year), f"{choice.kg_per_kwh:f}", choice.kind, publisher))
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return ("\n".join(lines) + "\n").encode()


def _name(zone: Zone) -> str:
    """The place; of a region of AWS or Azure the provider's word for it, with the zone of the grid it stands on."""
    return f"{_region(zone)}: grid of {zone.choice.zone}" if zone.choice.region else zone.choice.name


def _region(zone: Zone) -> str:
    return f"{zone.provider}, {zone.choice.region_place}"


def as_json(zones: Sequence[Zone]) -> bytes:
    """The zones with all their names, and their sources in full."""
    listed = [
        {
            "zone": zone.zone,
            "names": list(zone.names),
            "name": _region(zone) if zone.choice.region else zone.choice.name,
            "grid": zone.choice.zone,
            "grid_name": zone.choice.name,
            "country": zone.choice.country or None,
            "year": zone.choice.year,
            "kg_per_kwh": zone.choice.kg_per_kwh,
            "kind": zone.choice.kind,
            "chosen": zone.choice.chosen,
            "sources": [zone.choice.source, *zone.choice.region_sources],
            "read_from": zone.choice.read_from,
        }
        for zone in zones
    ]
    cited = dict.fromkeys(id_ for zone in zones for id_ in (zone.choice.source, *zone.choice.region_sources))
    described = {id_: {key: it for key, it in vars(source(id_)).items() if it and key != "id"} for id_ in cited}
    return (dumps({"schema": SCHEMA, "zones": listed, "sources": described}) + "\n").encode()


def as_csv(zones: Sequence[Zone]) -> bytes:
    """A line for each zone."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADS)
    for zone in zones:
        choice = zone.choice
        name = _region(zone) if choice.region else choice.name
        writer.writerow(
            (zone.zone, name, choice.zone, choice.year, f"{choice.kg_per_kwh:f}", choice.kind, choice.source)
        )
    return text.getvalue().encode()


WRITERS: dict[str, Callable[[Sequence[Zone]], bytes]] = {"table": as_text, "json": as_json, "csv": as_csv}
