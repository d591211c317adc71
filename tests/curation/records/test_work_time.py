"""How long parts that ran side by side, one in another or one after another took together."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from reportgen.curation.records.work_time import WorkTime, work_time


@pytest.mark.parametrize(
    ("spans", "worked", "ends"),
    [
        ([(0, 10)], 10, (0, 10)),
        ([(0, 10), (10, 15)], 15, (0, 15)),
        ([(0, 10), (20, 25)], 15, (0, 25)),  # without the pause between
        ([(0, 10), (5, 12)], 12, (0, 12)),
        ([(0, 10), (1, 2), (5, 12)], 12, (0, 12)),  # one within another
        ([(20, 25), (0, 10)], 15, (0, 25)),
        ([(0, 10), (30, 20)], 10, (0, 10)),  # one that ends before it begins
        ([(7, 7)], None, (7, 7)),
        ([(0, 315_360_000)], 315_360_000, (0, 315_360_000)),
        ([(0, 315_360_001)], None, (0, 315_360_001)),  # more than ten years
    ],
)
def test_the_work_is_the_union_of_its_parts(
    spans: list[tuple[int, int]], worked: int | None, ends: tuple[int, int]
) -> None:
    """From the first beginning to the last end, the pauses between left out."""
    found = work_time([(Decimal(start), Decimal(end)) for start, end in spans], zone_known=True)

    assert (None if worked is None else Decimal(worked)) == found.duration_s
    assert [datetime.fromtimestamp(it, UTC) for it in ends] == [found.started_at, found.ended_at]


@pytest.mark.parametrize("spans", [[], [(Decimal(30), Decimal(20))]])
def test_of_no_part_nothing_is_known(spans: list[tuple[Decimal, Decimal]]) -> None:
    """Not even whether a clock had a zone."""
    assert WorkTime() == work_time(spans, zone_known=True)
