"""Records at the same time: those of one device, whose energy adding would count twice, and those told apart.

Records are judged one after the other against those before them that count, with each device's time kept as a sorted
row of spans, so that the work grows with the records and not with their pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

from reportgen.energy.device_times import LEAST_SHARED, SECOND, Span, Taken
from reportgen.energy.record import Record
from reportgen.energy.same_device import Mark, difference, marks_of, told_apart_by
from reportgen.words.message import Message

_MOST_ROUNDS = 8  # more than runs are nested
_LONGEST_S = Decimal(315_360_000)  # ten years, as in manifests: no record of a longer one says when it was


@dataclass(frozen=True)
class Overlap:
    """Two records, by their places, that speak of one device at one time: the first counts, and the second need not.

    The second is the earlier one in the list where the other holds it. sure: False where a clock without zone, or a
    record that names no device, leaves it open. device: of which both speak. outside_s: how much of the second lies
    outside the first's time, beside: its devices that the first does not speak of; both of a sure one.
    """

    first: int
    second: int
    sure: bool
    device: str
    outside_s: Decimal = Decimal(0)
    beside: tuple[str, ...] = ()


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
    it was overlaps with none: nothing is known. One that holds an earlier one, its time and more,
    counts in its place.
    """
    placed = [
        _Placed(place, span, marks_of(record, hosts[place] if hosts else None))
        for place, record in enumerate(records)
        if (span := _span(record)) is not None
    ]
    by_place = {it.place: it for it in placed}
    found = list(_judged(placed))
    for _ in range(_MOST_ROUNDS):
        held = [it for it in found if it.sure and by_place[it.second].holds(by_place[it.first])]
        if not held:
            break
        order = {it.place: (rank, 0) for rank, it in enumerate(placed)}
        # what holds another is judged before it, the longest first
        sooner = {it.second: (order[it.first][0], -by_place[it.second].span.length) for it in held}
        placed.sort(key=lambda it: sooner.get(it.place, order[it.place]))
        found = list(_judged(placed))
    return sorted((_with_rest(it, by_place) for it in found), key=lambda it: it.second)


def are_at_once(records: Sequence[Record]) -> bool:
    """Whether the records are known to share most of their time; one alone does."""
    if len(records) < 2:
        return True
    known = [span for span in map(_time, records) if span is not None]
    if len(known) < len(records) or len({span.zoned for span in known}) > 1:
        return False
    shared = min(span.end for span in known) - max(span.start for span in known)
    return shared * 2 > max(span.length for span in known)


def _judged(placed: Sequence[_Placed]) -> Iterator[Overlap]:
    """Each record that meets one before it."""
    taken = Taken()
    for it in placed:
        met = taken.met(it.marks, it.span)
        if met is not None:
            yield Overlap(met.place, it.place, met.sure, met.device)
        if met is None or not met.sure:
            for mark, name in it.marks.items():
                taken.add(mark, name, it.span, it.place)


def _with_rest(found: Overlap, by_place: dict[int, _Placed]) -> Overlap:
    """The overlap with what the second holds beside the first, where it is sure."""
    if not found.sure:
        return found
    first, second = by_place[found.first], by_place[found.second]
    shared = min(first.span.end, second.span.end) - max(first.span.start, second.span.start)
    outside = second.span.length - shared
    outside_s = Decimal(outside) / SECOND if outside > LEAST_SHARED else Decimal(0)
    others = ((mark, name) for mark, name in second.marks.items() if mark not in first.marks)
    beside = tuple(name for mark, name in others if all(told_apart_by(mark, it) for it in first.marks))
    return replace(found, outside_s=outside_s, beside=beside)


def told_apart(
    records: Sequence[Record], overlapping: Sequence[Overlap], hosts: Sequence[str | None] | None = None
) -> list[Apart]:
    """Of the records that do not overlap, those at the time of another one whose devices are others, with one such."""
    told = {overlap.second for overlap in overlapping}
    spans = [(span, place) for place, record in enumerate(records) if (span := _span(record)) and place not in told]
    last: dict[bool, tuple[Span, int]] = {}  # of each kind of clock the one that ends latest
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
class _Placed:
    """A record by its place in the list: when it was, and the marks of its devices."""

    place: int
    span: Span
    marks: dict[Mark, str]

    def holds(self, other: _Placed) -> bool:
        """Whether it speaks of all the other's time and of more: of a whole machine, more devices or more time.

        The other is one that it meets for sure, and so is of the same clock.
        """
        if self.span.start > other.span.start + LEAST_SHARED or self.span.end < other.span.end - LEAST_SHARED:
            return False
        return (self._breadth, self.span.length) > (other._breadth, other.span.length + 2 * LEAST_SHARED)

    @property
    def _breadth(self) -> tuple[bool, int]:
        return any(mark.kind == "machine" for mark in self.marks), len(self.marks)


def _span(record: Record) -> Span | None:
    """When the record was; None also where it has no energy."""
    return None if record.best_kwh is None else _time(record)


def _time(record: Record) -> Span | None:
    """When the record was; None where it does not say so, or lasted no time or longer than any run."""
    length_s = record.duration_s
    if length_s is not None and length_s > _LONGEST_S:
        return None
    length = None if length_s is None else int(length_s * SECOND)
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
    return Span(start, end, zoned)


def _microseconds(moment: datetime | None, zoned: bool) -> int | None:
    """Since the year 1, on the clock that it was read from where that has no zone."""
    if moment is None:
        return None
    moment = moment if zoned else moment.replace(tzinfo=UTC)
    since = moment - datetime.min.replace(tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds
