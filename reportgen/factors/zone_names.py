"""Zones by what a person types: those that a wrong one may have meant, and those that a text finds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

from reportgen.factors.country_names import country_names
from reportgen.factors.facts import source
from reportgen.factors.grid import Zone, all_zones

_MOST_SUGGESTED = 5
_ALIKE = 0.7

# How AWS and Google write regions, or a part of one; what looks like one provider's is never taken for another's.
_FORMS = {"AWS": re.compile(r"([a-z]+(?:-[a-z]+)+-\d+)[a-z]?"), "Google": re.compile(r"([a-z]+-[a-z]+\d+)(?:-[a-z])?")}


def suggest_zones(text: str) -> list[str]:
    """The zones, at most five and the likeliest first, that a mistyped one may have meant."""
    name = text.strip().casefold()
    for provider, form in _FORMS.items():
        if written := form.fullmatch(name):
            return _regions(written[1], provider)
    # Azure writes its regions in one word or with blanks; with a hyphen it may be a region of whoever
    azure = _regions(name, "Azure") if "-" not in name else []
    places = {other.casefold(): zone.zone for zone in all_zones() if not zone.provider for other in zone.names}
    alike = [other for other in places if "-" in other or "-" not in name]
    close = get_close_matches(name, alike, n=8, cutoff=_ALIKE)
    return list(dict.fromkeys([*azure, *(places[other] for other in close)]))[:_MOST_SUGGESTED]


def _regions(name: str, provider: str) -> list[str]:
    """The provider's regions of nearly the same letters, one missing or too many: another letter is another place."""
    found = {}
    for zone in all_zones():
        letters, others = Counter(filter(str.isalpha, name)), Counter(filter(str.isalpha, zone.zone))
        if zone.provider == provider and (letters - others).total() + (others - letters).total() <= 1:
            found[zone.zone] = SequenceMatcher(None, name, zone.zone).ratio()
    return sorted(found, key=lambda zone: (-found[zone], zone))[:_MOST_SUGGESTED]


def matching_zones(text: str) -> list[Zone]:
    """The zones that a text finds, in the order of the tables.

    One that goes by just that name comes with all that stand on its grid or in its country; otherwise every zone
    that has the text in a name, its grid's name or its source.
    """
    wanted = text.strip().casefold()
    zones = all_zones()
    exact = [zone for zone in zones if wanted in map(str.casefold, _names(zone))]
    if not exact:
        return [zone for zone in zones if any(wanted in said.casefold() for said in _said(zone))]
    grids = {zone.choice.zone for zone in exact if not zone.choice.region}
    countries = {zone.choice.country for zone in exact if not zone.choice.region and "-" not in zone.zone} - {""}
    return [zone for zone in zones if zone in exact or zone.choice.zone in grids or zone.choice.country in countries]


def _names(zone: Zone) -> Iterable[str]:
    return (*zone.names, *(() if zone.provider else country_names(zone.zone)))


def _said(zone: Zone) -> Iterable[str]:
    """All that a text may be a part of."""
    named = source(zone.choice.source)
    return (
        *_names(zone),
        zone.choice.name,
        zone.choice.region_place,
        zone.provider,
        named.id,
        named.title,
        named.publisher,
    )
