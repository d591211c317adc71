"""When each device is spoken of: spans of time by device, kept sorted, so that one that is met is found quickly."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportgen.energy.same_device import UNNAMED, Mark, told_apart_by

# Times and lengths are in whole microseconds here.
SECOND = 1_000_000
# Logs cut their times to whole seconds, so that one run seems to begin before the one before it has ended.
LEAST_SHARED = 2 * SECOND
# How far a clock without zone can be from UTC, either way.
_FURTHEST_ZONE = 14 * 3600 * SECOND


@dataclass(frozen=True)
class Span:
    """From start to end, on a clock with or without zone."""

    start: int
    end: int
    zoned: bool

    @property
    def length(self) -> int:
        """From start to end."""
        return self.end - self.start

    def meets(self, start: int, end: int) -> bool:
        """Whether the two share more than what cut times explain."""
        shared = min(self.end, end) - max(self.start, start)
        return shared > min(LEAST_SHARED, (self.end - self.start) / 2, (end - start) / 2)


@dataclass(frozen=True)
class Met:
    """The place of a record that speaks of a device at a time, whether that is sure, and the device."""

    place: int
    sure: bool
    device: str


@dataclass
class _Row:
    """Spans of one device, sorted: none meets another, so that their ends are sorted too. name: to show."""

    name: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    def first(self, span: Span) -> int | None:
        """The place of a record whose span meets this one; None where there is none."""
        found = self._meeting(span)
        return self.places[found[0]] if found else None

    def near(self, span: Span, margin: int) -> int | None:
        """The place of a record whose span is closer to this one than the margin."""
        low, high = self._between(span.start - margin, span.end + margin)
        return self.places[low] if low < high else None

    def add(self, span: Span, place: int) -> None:
        """Put the span in; those that it meets become one with it."""
        start, end = span.start, span.end
        found = self._meeting(span)
        if found:
            start, end = min(start, self.starts[found[0]]), max(end, self.ends[found[-1]])
            place = min(self.places[it] for it in found)
        at = bisect_left(self.starts, start)
        after = at + len(found)
        self.starts[at:after], self.ends[at:after], self.places[at:after] = [start], [end], [place]

    def _between(self, start: int, end: int) -> tuple[int, int]:
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def _meeting(self, span: Span) -> range:
        """Where the spans stand that this one meets: at most the outermost ones share too little."""
        low, high = self._between(span.start, span.end)
        while low < high and not span.meets(self.starts[low], self.ends[low]):
            low += 1
        while low < high and not span.meets(self.starts[high - 1], self.ends[high - 1]):
            high -= 1
        return range(low, high)


class Taken:
    """When each device is spoken of by a record that counts."""

    def __init__(self) -> None:
        # by the form of the share and which one it is, then by mark and whether the clock has a zone
        self._rows: dict[str, dict[str, dict[tuple[Mark, bool], _Row]]] = defaultdict(lambda: defaultdict(dict))

    def add(self, mark: Mark, name: str, span: Span, place: int) -> None:
        """Take the time of a device of the record at this place."""
        form, which = mark.share
        self._rows[form][which].setdefault((mark, span.zoned), _Row(name)).add(span, place)

    def met(self, marks: dict[Mark, str], span: Span) -> Met | None:
        """An earlier record of one of the devices at this time, a sure one if there is any."""
        perhaps = None
        for mark, name in marks.items():
            for (other, zoned), row in self._candidates(mark):
                if told_apart_by(mark, other):
                    continue
                same_clock = zoned == span.zoned
                place = row.first(span) if same_clock else row.near(span, _FURTHEST_ZONE)
                if place is None:
                    continue
                device = row.name if mark.kind in ("machine", UNNAMED) else name
                if same_clock and UNNAMED not in (mark.kind, other.kind):
                    return Met(place, True, device)
                perhaps = perhaps or Met(place, False, device)
        return perhaps

    def _candidates(self, mark: Mark) -> Iterator[tuple[tuple[Mark, bool], _Row]]:
        """The rows of devices that can be the same: of shares that differ none is looked at."""
        form, which = mark.share
        for other, rows in self._rows.items():
            if other == form:
                yield from rows.get(which, {}).items()
            else:
                for row in rows.values():
                    yield from row.items()
