"""imagededup: the map of each image to its duplicates, or the list of those to remove. A map alone removes nothing.

The map has the images that could be read, the list none that stays: the two together are before and after. What the
tool would remove depends on the order in which it goes through the map, but for sets in which all are duplicates of
each other: of those one is left.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reportgen.curation.record import Choice, Curation, Stage
from reportgen.energy.importers.json_file import json_value
from reportgen.files.source import Source
from reportgen.problems import excerpt

TOOL = "imagededup"

_ENDING = r"[^\"]{1,400}\.(?:jpe?g|png|bmp|mpo|ppm|pgm|pbm|tiff?|gif|svg|webp)"
_MAP = re.compile(rf'\s*\{{\s*"{_ENDING}":\s*\[\s*(?:\]|\[?\s*"{_ENDING}")', re.IGNORECASE)
_LIST = re.compile(rf'\s*\[\s*"{_ENDING}"\s*[,\]]', re.IGNORECASE)

_REMOVED = "the list is taken for images to remove, as find_duplicates_to_remove gives it, and not for those kept"
_UNREADABLE = "images that could not be read are not in the map and in no count"
_ORDER = "some duplicates of an image are none of each other: what is left depends on the tool's order; name its list"


def identify(source: Source) -> bool:
    return _MAP.match(source.head) is not None or _LIST.match(source.head) is not None


def extract(source: Source) -> list[Curation]:
    """One record: a map with how many each policy keeps, or a list of so many that go."""
    value = json_value(source)
    if isinstance(value, list):
        return [Curation(TOOL, "image", removed=len({_name(source, it) for it in value}), warnings=(_REMOVED,))]
    alike = _duplicates(source, value)
    before = len(value)
    flagged = sum(bool(alike[name]) for name in value)
    every = Choice("all", before - flagged, (Stage("duplicates", flagged),))
    warnings = [_UNREADABLE]
    after = _after(alike)
    if after is None:
        warnings.append(_ORDER)
    stages = () if after is None else (Stage("duplicates", before - after),)
    choices = (every, Choice("keep-one", after, stages), Choice("duplicates", after, stages))
    return [Curation(TOOL, "image", before=before, choices=choices, warnings=tuple(warnings))]


def _duplicates(source: Source, value: Any) -> dict[str, set[str]]:
    """The duplicates of each image that is in the map, both ways."""
    if not isinstance(value, dict):
        source.refuse(None, "the file is no map", "is this the tool's file?")
    alike: dict[str, set[str]] = {name: set() for name in value}
    for name, found in value.items():
        if not isinstance(found, list):
            source.refuse(None, f"$.{excerpt(name)} is no list of images", "is the file damaged?")
        for it in found:
            other = _name(source, it[0] if isinstance(it, list) and it else it)
            if other in alike and other != name:
                alike[name].add(other)
                alike[other].add(name)
    return alike


def _after(alike: Mapping[str, set[str]]) -> int | None:
    """How many are left of sets that keep one each; None where some set is none of duplicates of each other."""
    left, seen = 0, set[str]()
    for name, others in alike.items():
        if name in seen:
            continue
        members = {name, *others}
        if any({it, *alike[it]} != members for it in others):
            return None
        seen |= members
        left += 1
    return left


def _name(source: Source, value: Any) -> str:
    if not isinstance(value, str):
        source.refuse(None, f"'{excerpt(str(value))}' is no name of an image", "is the file damaged?")
    return value
