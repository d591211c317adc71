"""Cells of a record: numbers as the tools write them, rows under a header, and how much of a record is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sized
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from string import ascii_letters

from reportgen.energy.record import RecordedStage
from reportgen.files.decimal_sign import POINT, with_point
from reportgen.files.number import OUT_OF_BOUNDS, is_number, number_in
from reportgen.files.source import Source
from reportgen.files.units import Unit
from reportgen.problems import excerpt, one_line

MOST_RECORDS = 10_000  # of one file: whoever has more means some of them
MOST_STAGES = 1_000  # of one record
LONGEST_NAME = 200  # characters
_MISSING = re.compile(
    r"-*|nan|none|null|\[?(?:n/?a|not supported|insufficient permissions|not found|gpu is lost|err!?|.*error.*)\]?",
    re.I,
)
LONGEST_S = Decimal(315_360_000)  # ten years of 365 days, as in manifests
_ENDS_OF_NUMBERS = tuple("0123456789.,")
NO_ENERGY = "the file says no energy, or zero: it was not measured"


def is_missing(text: str) -> bool:
    """Whether the cell is what tools write for no value: blank, N/A, [Not Supported], ERR!, [GPU is lost], nan."""
    return not text[:1].isdigit() and _MISSING.fullmatch(text.strip()) is not None


def number(
    source: Source, line: int | None, text: str, what: str, signed: bool = False, decimal: str = POINT
) -> Decimal:
    """The number that the cell holds, decimal its sign before decimals; below zero only where signed.

    Raises InputError at the line.
    """
    text = text.strip()
    plain = text if decimal == POINT else with_point(text, decimal)
    value = None if plain is None else number_in(plain)
    if value is None:
        fault = OUT_OF_BOUNDS if plain is not None and is_number(plain) else "is no number"
        source.refuse(line, f"{what} is '{excerpt(text)}', which {fault}", "is the line cut off or damaged?")
    if value < 0 and not signed:
        source.refuse(line, f"{what} is {excerpt(text)}, below zero", "a counter that was reset? remove the line")
    return value


def duration(source: Source, line: int | None, text: str, what: str, decimal: str = POINT) -> Decimal:
    """The seconds that the cell holds, ten years at most. Raises InputError at the line."""
    return bounded_s(source, line, number(source, line, text, what, decimal=decimal), what)


def bounded_s(source: Source, line: int | None, seconds: Decimal, what: str) -> Decimal:
    """The same seconds. Raises InputError at the line where they are more than ten years."""
    if seconds > LONGEST_S:
        shown = excerpt(f"{seconds:f}", 40)
        source.refuse(line, f"{what} is {shown} s, longer than ten years", "is the line cut off or damaged?")
    return seconds


def instant(source: Source, line: int | None, text: str, what: str, per_s: int = 1) -> Decimal:
    """The seconds since 1970 of a cell in seconds, or so many parts of one. Raises InputError at the line."""
    return bounded_instant(source, line, number(source, line, text, what) / per_s, what)


def bounded_instant(source: Source, line: int | None, seconds: Decimal, what: str) -> Decimal:
    """The same seconds since 1970. Raises InputError at the line where they are of no year from 1 to 9999."""
    if moment(seconds) is None:
        shown = excerpt(f"{seconds:f}", 40)
        source.refuse(line, f"{what} is {shown} s, of no year from 1 to 9999", "is the line cut off or damaged?")
    return seconds


def unreadable_time(line: int | None, text: str, time: datetime | None) -> tuple[str, ...]:
    """What a person must know of a time that stands there and cannot be read, in no or one line."""
    if time is not None or is_missing(text):
        return ()
    where = "" if line is None else f"line {line}: "
    return (f"{where}the time '{excerpt(text.strip(), 40)}' cannot be read: when the run was is not known",)


def amount(
    source: Source,
    line: int,
    text: str,
    what: str,
    unit_of: Callable[[str], Unit | None],
    size: Decimal | None = None,
    decimal: str = POINT,
) -> Decimal:
    """What the cell holds, in the unit that it says itself (`119.17 W`), else in that of its column.

    unit_of: the unit that a word is. size: of the column's unit, None where only the cells say one. Raises InputError.
    """
    before = text.rstrip(ascii_letters)
    word, digits = text[len(before) :], before.rstrip()
    if word and digits.endswith(_ENDS_OF_NUMBERS):
        unit = unit_of(word)
        if unit is None:
            source.refuse(line, f"the unit {excerpt(word)} is not known here", f"{what} is '{excerpt(text)}'")
        return number(source, line, digits, what, decimal=decimal) * unit.size
    value = number(source, line, text, what, decimal=decimal)
    if size is None:
        source.refuse(line, f"'{excerpt(text)}' has no unit, and neither has the header", f"the column is {what}")
    return value * size


def measured(energy: Decimal | None) -> Decimal | None:
    """The energy, or None where it is zero: no device draws nothing, so zero was not measured."""
    return energy or None


def times(count: int) -> str:
    """How often, in words: once, 2 times."""
    return "once" if count == 1 else f"{count:,} times"


def shown_name(text: str, otherwise: str) -> str:
    """The name on one line and not too long; otherwise, where it is blank."""
    return one_line(text.strip()[:LONGEST_NAME]) or otherwise


def shown_value(value: object) -> str:
    """A value of JSON or the like in short; of a map or a list only that it is one."""
    return "a map" if isinstance(value, dict) else "a list" if isinstance(value, list | tuple) else excerpt(str(value))


def quoted_value(value: object) -> str:
    """The same, in quotes where it is what the file says."""
    return shown_value(value) if isinstance(value, dict | list | tuple) else f"'{shown_value(value)}'"


def moment(seconds: Decimal) -> datetime | None:
    """The time so many seconds after the beginning of 1970 in UTC, or None where there is no such day."""
    try:
        return datetime.fromtimestamp(float(seconds), UTC)
    except (OverflowError, ValueError, OSError):
        return None


def later(start: datetime | None, seconds: Decimal) -> datetime | None:
    """The time so many seconds later, or None where there is no such day."""
    try:
        return None if start is None else start + timedelta(seconds=float(seconds))
    except OverflowError:
        return None


def column(names: Iterable[str], pattern: str) -> str | None:
    """The first name that the pattern matches whole, small and capital letters alike."""
    return _column(tuple(names), pattern)


@lru_cache(maxsize=64)  # asked for each row of a table
def _column(names: tuple[str, ...], pattern: str) -> str | None:
    return next((name for name in names if re.fullmatch(pattern, name.strip(), re.IGNORECASE)), None)


@dataclass
class Stages:
    """The stages of one record, at most `MOST_STAGES`."""

    kept: list[RecordedStage] = field(default_factory=list)
    left_out: int = 0

    def add(self, stage: RecordedStage) -> None:
        if len(self.kept) < MOST_STAGES:
            self.kept.append(stage)
        else:
            self.left_out += 1

    @property
    def warnings(self) -> tuple[str, ...]:
        if not self.left_out:
            return ()
        return (f"only the first {MOST_STAGES:,} stages are shown, {self.left_out:,} are not; the sum holds them all",)


def admit(source: Source, line: int | None, records: Sized) -> None:
    """Raise InputError where the file would hold more records than are kept."""
    if len(records) >= MOST_RECORDS:
        source.refuse(line, f"more than {MOST_RECORDS:,} records", "name a file that holds only the runs you mean")
