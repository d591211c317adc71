"""Median and quartiles, held against numpy and against values worked by hand."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.evidence.runs import exact
from reportgen.evidence.statistics import Spread, spread


def of(values: list[float]) -> Spread | None:
    """Return the spread of all the values."""
    floats = np.array(values, dtype=np.float64)
    return spread(floats, np.arange(len(values)), lambda row: exact(floats[row]))


def test_quartiles_lie_on_the_line_between_two_values() -> None:
    """Of 1, 2, 3, 10 the places are 0.75, 1.5 and 2.25: 1.75, 2.5 and 4.75."""
    assert Spread(4, Decimal("2.5"), Decimal("1.75"), Decimal("4.75")) == of([10, 1, 3, 2])


def test_one_value_is_its_own_quartiles() -> None:
    """There is nothing to spread."""
    assert Spread(1, Decimal("0.1"), Decimal("0.1"), Decimal("0.1")) == of([0.1])


def test_missing_values_are_none_of_the_values() -> None:
    """NaN is left out and not counted; nothing but NaN has no spread."""
    assert Spread(3, Decimal(2), Decimal("1.5"), Decimal("2.5")) == of([float("nan"), 3, 1, float("nan"), 2])
    assert of([float("nan")]) is None
    assert of([]) is None


def test_decimals_of_the_file_stay_exact() -> None:
    """Half of 0.1 + 0.2 is 0.15, which floats do not give."""
    found = of([0.1, 0.2])

    assert found is not None
    assert Decimal("0.15") == found.median


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60))
def test_as_numpy_has_it(values: list[float]) -> None:
    """numpy.percentile by its default is the same definition."""
    found = of(values)

    assert found is not None
    expected = np.percentile(values, [25, 50, 75])
    scale = max(map(abs, values))
    for theirs, ours in zip(expected, (found.p25, found.median, found.p75), strict=True):
        assert float(theirs) == pytest.approx(float(ours), rel=1e-12, abs=scale * 1e-12)
