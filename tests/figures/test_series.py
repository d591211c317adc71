"""Keys that count on from each other are one series."""

from __future__ import annotations

import pytest

from reportgen.figures.series import number_of, series_of


@pytest.mark.parametrize(
    ("keys", "series"),
    [
        (["a_1", "a_2", "a_3"], [["a_1", "a_2", "a_3"]]),
        (["a_0", "a_1"], [["a_0", "a_1"]]),
        (["a_9", "a_10"], [["a_9", "a_10"]]),
        # in the order in which they are met first
        (["b", "a_2", "a_1"], [["b"], ["a_1", "a_2"]]),
        (["a_1", "b_1", "a_2"], [["a_1", "a_2"], ["b_1"]]),
        (["a_1", "a_3"], [["a_1"], ["a_3"]]),
        (["a_1", "b_2"], [["a_1"], ["b_2"]]),
        # a key without a number begins none
        (["a", "a_0"], [["a"], ["a_0"]]),
        (["a", "a_1"], [["a"], ["a_1"]]),
        (["a", "a_2"], [["a"], ["a_2"]]),
        # nine digits are a number, ten are a name
        (
            ["a_999999998", "a_999999999", "a_1000000000"],
            [["a_999999998", "a_999999999"], ["a_1000000000"]],
        ),
        ([], []),
    ],
)
def test_what_counts_on_is_one_series(keys: list[str], series: list[list[str]]) -> None:
    """From any number, without a gap and of one name."""
    assert series == series_of(keys)


@pytest.mark.parametrize(
    ("key", "number"), [("a_7", 7), ("a_b.c_012", 12), ("a_0", 0), ("a", -1), ("a_x", -1), ("a_", -1)]
)
def test_which_of_its_series_a_key_is(key: str, number: int) -> None:
    """-1 is that of none."""
    assert number == number_of(key)
