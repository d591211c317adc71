"""Records at the same time: those of one device, whose energy adding would count twice, and those told apart.

Records are judged one after the other against those before them that count, with each device's time kept as a sorted
row of spans, so that the work grows with the records and not with their pairs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from reportgen.energy.record import Record
from reportgen.energy.same_device import UNNAMED, Mark, difference, marks_of, told_apart_by
from reportgen.words.message import Message

# Times and lengths are in whole microseconds here.
_SECOND = 1_000_000
# Logs cut their times to whole seconds, so that one run seems to begin before the one before it has ended.
_LEAST_SHARED = 2 * _SECOND
# How far a clock without zone can be from UTC, either way.
_FURTHEST_ZONE = 14 * 3600 * _SECOND
_LONGEST_S = Decimal(315_360_000)  # ten years, as in manifests: no record of a longer one says when it was


@dataclass(frozen=True)
class Overlap:
    """Two records, by their places, that speak of one device at one time: the first counts, and the second need not.

    sure: False where a clock without zone, or a record that names no device, leaves it open. device: of which both
    speak.
    """

    first: int
    second: int
    sure: bool
    device: str


@dataclass(frozen=True)
class Apart:
    """Two records, by their places, at one time and of different devices, by what tells these apart."""

    first: int
    second: int
    by: Message


def overlaps(records: Sequence[Record], hosts: Sequence[str | None] | None = None) -> list[Overlap]:
    """Each record that speaks of the device of an earlier one at its time, or may do so, with such an earlier one.

    hosts: the machine of each record, where somebody says it; records of two machines never overlap. A record without
    energy hides none and needs none to hide it, nor does one that is hidden itself. A record that does not say when
    it was overlaps with none: nothing is known.
    """
    found = []
    taken = _Taken()
    for place, (record, span) in enumerate(zip(records, map(_span, records), strict=True)):
        if span is None:
            continue
        marks = marks_of(record, hosts[place] if hosts else None)
        met = taken.met(marks, span)
        if met is not None:
            found.append(Overlap(met.place, place, met.sure, met.device))
        if met is None or not met.sure:
            for mark, name in marks.items():
                taken.add(mark, name, span, place)
    return found


def told_apart(
    records: Sequence[Record], overlapping: Sequence[Overlap], hosts: Sequence[str | None] | None = None
) -> list[Apart]:
    """Of the records that do not overlap, those at the time of another one whose devices are others, with one such."""
    told = {overlap.second for overlap in overlapping}
    spans = [(span, place) for place, record in enumerate(records) if (span := _span(record)) and place not in told]
    last: dict[bool, tuple[_Span, int]] = {}  # of each kind of clock the one that ends latest
    found = []
    for span, place in sorted(spans, key=lambda it: (it[0].start, it[1])):
        before = last.get(span.zoned)
        if before is not None and span.meets(before[0].start, before[0].end):
            first, second = sorted((before[1], place))
            by = _difference(*(marks_of(records[it], hosts[it] if hosts else None) for it in (first, second)))
            if by is not None:
                found.append(Apart(first, second, by))
        if before is None or span.end > before[0].end:
            last[span.zoned] = (span, place)
    return sorted(found, key=lambda it: (it.second, it.first))


def _difference(marks: dict[Mark, str], others: dict[Mark, str]) -> Message | None:
    """What tells the devices of two records apart, of those of one kind if there are any."""
    pairs = [(one, other) for one in marks for other in others]
    alike = [(one, other) for one, other in pairs if one.kind == other.kind]
    found = (difference(one, other) for one, other in (*alike, *pairs))
    return next((by for by in found if by is not None), None)


@dataclass(frozen=True)
class _Span:
    """From start to end, on a clock with or without zone."""

    start: int
    end: int
    zoned: bool

    def meets(self, start: int, end: int) -> bool:
        """Whether the two share more than what cut times explain."""
        shared = min(self.end, end) - max(self.start, start)
        return shared > min(_LEAST_SHARED, (self.end - self.start) / 2, (end - start) / 2)


@dataclass(frozen=True)
class _Met:
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

    def first(self, span: _Span) -> int | None:
        """The place of a record whose span meets this one; None where there is none."""
        found = self._meeting(span)
        return self.places[found[0]] if found else None

    def near(self, span: _Span, margin: int) -> int | None:
        """The place of a record whose span is closer to this one than the margin."""
        low, high = self._between(span.start - margin, span.end + margin)
        return self.places[low] if low < high else None

    def add(self, span: _Span, place: int) -> None:
        """Put the span in; those that it meets become one with it."""
        start, end = span.start, span.end
        found = self._meeting(span)
        if found:
            start, end = min(start, self.starts[found[0]]), max(end, self.ends[found[-1]])
            place = min(self.places[it] for it in found)
        at = found[0] if found else bisect_left(self.starts, start)
        after = at + len(found)
        self.starts[at:after], self.ends[at:after], self.places[at:after] = [start], [end], [place]

    def _between(self, start: int, end: int) -> tuple[int, int]:
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def _meeting(self, span: _Span) -> range:
        """Where the spans stand that this one meets: at most the outermost ones share too little."""
        low, high = self._between(span.start, span.end)
        while low < high and not span.meets(self.starts[low], self.ends[low]):
            low += 1
        while low < high and not span.meets(self.starts[high - 1], self.ends[high - 1]):
            high -= 1
        return range(low, high)


class _Taken:
    """When each device is spoken of by a record that counts."""

    def __init__(self) -> None:
        # by the form of the share and which one it is, then by mark and whether the clock has a zone
        self._rows: dict[str, dict[str, dict[tuple[Mark, bool], _Row]]] = defaultdict(lambda: defaultdict(dict))

    def add(self, mark: Mark, name: str, span: _Span, place: int) -> None:
        form, which = mark.share
        self._rows[form][which].setdefault((mark, span.zoned), _Row(name)).add(span, place)

    def met(self, marks: dict[Mark, str], span: _Span) -> _Met | None:
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
                    return _Met(place, True, device)
                perhaps = perhaps or _Met(place, False, device)
        return perhaps

    def _candidates(self, mark: Mark) -> Iterator[tuple[tuple[Mark, bool], _Row]]:
        """The rows of devices that can be the same: of shares that differ none is looked at."""
        form, which = mark.share
        for other, rows in self._rows.items():
            if other == form and form != "part":
                yield from rows.get(which, {}).items()
            else:
                for row in rows.values():
                    yield from row.items()


def _span(record: Record) -> _Span | None:
    """When the record was; None where it does not say so, has no energy, or lasted no time or longer than any run."""
    length_s = record.duration_s
    if record.best_kwh is None or (length_s is not None and length_s > _LONGEST_S):
        return None
    length = None if length_s is None else int(length_s * _SECOND)
    zoned = record.zone_known and all(
        it is None or it.tzinfo is not None for it in (record.started_at, record.ended_at)
    )
    start, end = (_microseconds(it, zoned) for it in (record.started_at, record.ended_at))
    if start is None and end is not None and length is not None:
        start = end - length
    if end is None and start is not None and length is not None:
        end = start + length
    if start is None or end is None or end <= start:
        return None
    return _Span(start, end, zoned)


def _microseconds(moment: datetime | None, zoned: bool) -> int | None:
    """Since 1970, on the clock that it was read from where that has no zone."""
    if moment is None:
        return None
    moment = moment if zoned else moment.replace(tzinfo=UTC)
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * _SECOND + since.microseconds
