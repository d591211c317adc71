"""fastdup: the working folder with its connected components, or connected_components.csv. It removes nothing.

A component is a set of images of which each is alike to some other; a threshold that is too loose chains images that
are not, until one component swallows the set.
"""

from __future__ import annotations

from collections import Counter

from reportgen.curation.record import Choice, Curation, Stage
from reportgen.energy.importers.tool_table import ToolTable, header_of
from reportgen.files.source import Source
from reportgen.files.table import Row
from reportgen.words.counted import so_many

TOOL = "fastdup"

_COMPONENTS, _LISTED, _BAD = "connected_components.csv", "atrain_features.dat.csv", "atrain_features.bad.csv"
_NAMES = ("__id", "component_id")

_UNREADABLE = ("# file could not be read and is in no count", "# files could not be read and are in no count")
_UNLISTED = "the list of images is not beside it: how many were looked at is taken from the components"
_SWALLOWS = "one component holds {size:,} of {images:,} images: is the threshold too loose?"


def identify(source: Source) -> bool:
    file = _file(source)
    return file is not None and set(_NAMES) <= set(header_of(file, _NAMES.__contains__))


def extract(source: Source) -> list[Curation]:
    """One record: the images looked at, and how many each policy keeps."""
    file = _file(source) or source
    components: Counter[str] = Counter()
    table = ToolTable(file, _NAMES.__contains__)
    for _, component in table.read(lambda _: _NAMES, lambda row: _component(file, row)):
        components[component] += 1
    if not components and table.lost.count:
        table.lost.refuse()
    warnings = table.lost.said(components.total() + table.lost.count, "no component", "they are in no count")
    listed = _rows(file.beside(_LISTED))
    if listed is None or listed < components.total():
        warnings.append(_UNLISTED)
        listed = components.total()
    if bad := _rows(file.beside(_BAD)):
        warnings.append(so_many(bad, *_UNREADABLE))
    sets = [size for size in components.values() if size > 1]
    if sets and max(sets) * 2 > listed:
        warnings.append(_SWALLOWS.format(size=max(sets), images=listed))
    flagged, gone = sum(sets), sum(sets) - len(sets)
    kept = Choice("keep-one", listed - gone, (Stage("duplicates", gone),))
    choices = (
        Choice("all", listed - flagged, (Stage("duplicates", flagged),)),
        kept,
        Choice("duplicates", kept.after, kept.stages),
    )
    return [Curation(TOOL, "image", before=listed, choices=choices, warnings=tuple(warnings))]


def _file(source: Source) -> Source | None:
    file = source.inside(_COMPONENTS) if source.is_folder else source
    return file if file.is_there else None


def _component(file: Source, row: Row) -> str:
    component = row.cells.get("component_id", "")
    return component if component else file.refuse(row.line, "there is no component_id", "is the line cut off?")


def _rows(file: Source) -> int | None:
    """The rows below the header of a list beside; None where it is not there."""
    return max(0, sum(bool(line.strip()) for _, line in file.lines()) - 1) if file.is_there else None
