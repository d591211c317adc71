"""What a price is for: which things of a sample are counted, and what turns them into the unit that is paid."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportgen.factors.unit_count import UnclearCount, UnitCount, unit_count
from reportgen.manifest.cost_row import CostRow, PricePart

KNOWN_THINGS = (
    *("sample", "object", "label", "frame", "minute", "hour", "token", "character", "page", "document"),
    *("labelling hour", "labelling minute", "audio hour", "audio minute", "video hour", "video minute"),
)
SECONDS_IN = {"hour": 3600, "minute": 60}
# The time of a recording, which the word beside it tells from the labeller's.
_OF_RECORDING = re.compile(
    r"(?P<of>audio|video|speech)_(?P<time>hour|minute|second)s?"
    r"|(?P<before>hour|minute|second)s?_of_(?P<also>audio|video|speech)"
)
# The labeller's time where it has to be told from that of a recording.
WORK_TIME = re.compile(r"(?:labelling|labeling|annotation|annotator|labeller|working)_(hour|minute)s?")


@dataclass(frozen=True)
class Pricing:
    """What the units of a row's price are.

    unit: the name of the unit as figures carry it. counted: what units_per_sample counts, sample where nothing is.
    number: how many of them the price is for. seconds: those in the unit where it is one of time, else None.
    """

    unit: str
    counted: str
    number: int = 1
    seconds: int | None = None


def price_of(unit: str) -> Pricing:
    """The price of one of what is counted."""
    return Pricing(unit, unit)


def pricing(row: CostRow) -> Pricing:
    """The units of the row's price; a number that is not understood is a fault of the row."""
    try:
        count = unit_count(row.unit)
    except UnclearCount:
        count = UnitCount(1, row.unit)
    if count.number == 1:
        unit = WORK_TIME.sub(r"\1", slug(count.thing or "sample"))
        unit = _recording(unit) or unit
        if unit in SECONDS_IN:
            return Pricing(unit, slug(row.timed_unit or "sample"), seconds=SECONDS_IN[unit])
        return price_of(unit)
    # what the units in a sample are counted in; a bare number is one of samples
    bare = "sample" if row.units_per_sample is None else "unit"
    thing = slug(count.thing) if count.thing else bare
    return Pricing(
        f"{_short(count.number)}_{slug(count.thing or thing + 's')}", _recording(thing) or singular(thing), count.number
    )


def part_pricing(part: PricePart) -> Pricing:
    """The units of a part's price, in which an hour is a thing that is counted like others."""
    count = unit_count(part.unit)
    units = pricing(CostRow("part", part.unit, units_per_sample=part.units_per_sample))
    if units.seconds is None:
        return units
    return Pricing(f"{units.unit}_of_work", slug(count.thing))


def _short(number: int) -> str:
    """1k, 1M, 12: the number within the name of a unit."""
    for size, sign in ((10**6, "M"), (1000, "k")):
        if number % size == 0:
            return f"{number // size}{sign}"
    return str(number)


def singular(thing: str) -> str:
    """The name of one of them: image of images, box of boxes."""
    if re.search(r"(?:x|ch|sh|ss)es$", thing):
        return thing[:-2]
    return thing[:-1] if re.search(r"[^s]s$", thing) else thing


def _recording(counted: str) -> str:
    """audio_hour, however it is written; empty for what is no time of a recording."""
    match = _OF_RECORDING.fullmatch(counted)
    return f"{match['of'] or match['also']}_{match['time'] or match['before']}" if match else ""


def recorded_time(counted: str) -> str:
    """hour, minute or second where a price counts that time of a recording, as `audio_hour` does; else empty."""
    match = _OF_RECORDING.fullmatch(counted)
    return match["time"] or match["before"] if match else ""


def slug(unit: str) -> str:
    """A unit's name in keys and in the units of figures: lower case, digits and _."""
    return re.sub(r"[^a-z0-9]+", "_", unit.lower()).strip("_") or "unit"
