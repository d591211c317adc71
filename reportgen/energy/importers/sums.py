"""Columns that are the sum of others: a total beside its parts is no device."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations

_MOST_COLUMNS = 10  # beyond, a total is looked for among all the others together alone
_TELLING_VALUES = 3  # of a column that is the sum of others by chance in each of them
_TOTAL = re.compile(r"total|sum\b|overall", re.I)


class Sums:
    """Which columns are the sum of others, fed the values of each row in the order of the columns."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns
        self._parts: dict[int, list[tuple[int, ...]]] | None = None if len(columns) > 2 else {}
        self._told: dict[int, set[Decimal]] = {}

    def add(self, values: Sequence[Decimal | None]) -> None:
        """Take a row; one that lacks a value tells nothing of the sums that it is in."""
        if self._parts == {}:
            return
        if self._parts is None:
            if None in values or sum(value != 0 for value in values if value is not None) < 3:
                return
            self._parts = {total: _drawing(values, parts) for total, parts in _candidates(len(values))}
        for total, candidates in list(self._parts.items()):
            left = [parts for parts in candidates if _fits(values, total, parts)]
            self._parts[total] = left
            if not left:
                del self._parts[total]
            elif (value := values[total]) is not None and len(self._told.setdefault(total, set())) < _TELLING_VALUES:
                self._told[total].add(value)

    def found(self) -> dict[str, list[str]]:
        """Each column that is a sum in every row, with its parts: by three values of it, or by its name and one."""
        found = {}
        for total, candidates in (self._parts or {}).items():
            rows = len(self._told.get(total, ()))
            if rows == _TELLING_VALUES or (rows and _TOTAL.search(self._columns[total])):
                found[self._columns[total]] = [self._columns[part] for part in candidates[0]]
        return found


def _candidates(columns: int) -> Iterable[tuple[int, list[tuple[int, ...]]]]:
    """For each column the sets of others that it may be the sum of, the largest first."""
    for total in range(columns):
        others = [place for place in range(columns) if place != total]
        sizes = range(len(others), 1, -1) if columns <= _MOST_COLUMNS else (len(others),)
        yield total, [parts for size in sizes for parts in combinations(others, size)]


def _drawing(values: Sequence[Decimal | None], parts: Iterable[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The sets of which two columns draw something: beside zeros, a column and its copy are sums of each other."""
    return [places for places in parts if sum(bool(values[place]) for place in places) > 1]


def _fits(values: Sequence[Decimal | None], total: int, parts: Sequence[int]) -> bool:
    """Whether the column is the sum of these in this row, within what each was rounded by; so where one is missing."""
    whole = values[total]
    shares = [values[part] for part in parts]
    known = [share for share in shares if share is not None]
    if whole is None or len(known) < len(shares):
        return True
    slack = sum((_half_step(value) for value in (whole, *known)), Decimal(0))
    return abs(whole - sum(known, Decimal(0))) <= slack


def _half_step(value: Decimal) -> Decimal:
    """Half of the last decimal: what a value was rounded by at most."""
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)
