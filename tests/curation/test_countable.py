"""What of Python is counted as samples, and what is refused because its length is not theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from reportgen.curation.countable import count_of, is_lazy, labels_of, tokens_of
from reportgen.problems import InputError

FRAME = pd.DataFrame({"n_tokens": [5, 7, 11], "class": ["car", "car", None], "dtype": [1, 2, 3]})
TABLE = pa.table({"n_tokens": [5, 7, 11], "class": ["car", "car", None]})
RELATION = duckdb.sql("select * from (values (5, 'car'), (7, 'car'), (11, null)) it(n_tokens, class)")
ROWS = [{"n_tokens": 5, "class": "car"}, {"n_tokens": 7, "class": "car"}, {"n_tokens": 11, "class": None}]


class Splits(dict[str, Any]):
    """A DatasetDict of Hugging Face: its length is that of its splits, its num_rows are by split."""

    @property
    def num_rows(self) -> dict[str, int]:
        return {name: len(rows) for name, rows in self.items()}


class SparkFrame:
    """A data frame of Spark: it has no length, and counting it is a job of its engine."""

    __module__ = "pyspark.sql.classic.dataframe"

    def count(self) -> int:
        return 3


class LazyFrame:
    """A lazy frame of polars, that counts how often it did its work."""

    __module__ = "polars.lazyframe.frame"


class Table:
    """A table with a column named dtype, which gives its columns as attributes."""

    columns, dtype = ("dtype",), "bool"

    def __len__(self) -> int:
        return 3


class DataLoader:
    """A loader of torch: its length is that of its batches."""

    dataset = ROWS

    def __len__(self) -> int:
        return 1


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(3, id="a number"),
        pytest.param(np.int64(3), id="a number of numpy"),
        pytest.param(FRAME, id="pandas"),
        pytest.param(FRAME["class"], id="a column of pandas"),
        pytest.param(TABLE, id="arrow"),
        pytest.param(pa.array([1, 2, 3]), id="a column of arrow"),
        pytest.param(np.zeros((3, 64, 64)), id="numpy"),
        pytest.param(duckdb.sql("select * from range(3)"), id="a relation of duckdb"),
        pytest.param(ROWS, id="a list"),
        pytest.param({"a", "b", "c"}, id="a set"),
        pytest.param(Splits(train=[1, 2], test=[3]), id="splits"),
        pytest.param(SparkFrame(), id="spark"),
        pytest.param(Table(), id="a table with a column named dtype"),
    ],
)
def test_three_samples_are_three(data: object) -> None:
    """In whatever they are held."""
    assert 3 == count_of(data, "before")


@pytest.mark.parametrize("count", [0, 10**18])
def test_nothing_and_the_most_are_counts(count: int) -> None:
    """Everything may have been removed; one more than the most is refused below."""
    assert count == count_of(count, "before")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("train.csv", "a text or path"),
        (3.0, "no count of samples"),
        (True, "no count of samples"),
        (-1, "no count of samples"),
        ({"a": [1, 2, 3]}, "that of its keys"),
        (FRAME.groupby("class"), "that of its groups"),
        (DataLoader(), "that of its batches"),
        (FRAME["n_tokens"] > 5, "a mask"),
        (FRAME["class"].isna().astype("boolean"), "a mask"),
        (np.array([True, False, True]), "a mask"),
        (pa.array([True, False]), "a mask"),
        ([True, False], "a mask"),
        (np.array(5.0), "neither a length nor"),
        (iter(ROWS), "neither a length nor"),
        (10**18 + 1, "no count of samples"),
    ],
)
def test_what_has_another_length_is_refused(data: object, why: str) -> None:
    """A number of batches, keys or files would be a wrong count that nobody sees."""
    with pytest.raises(InputError, match=f"stage x: after: .*{why}"):
        count_of(data, "stage x: after")


@pytest.mark.parametrize("data", [FRAME, TABLE, ROWS, RELATION, Splits(train=ROWS[:2], test=ROWS[2:])])
def test_tokens_and_labels_of_a_column(data: object) -> None:
    """5, 7 and 11 tokens are 23; a sample without a label is counted as such."""
    assert 23 == tokens_of(data, "n_tokens", "before")
    assert {"car": 2, "": 1} == labels_of(data, "class", "before")


def test_samples_with_as_many_tokens_are_counted_each() -> None:
    """Two of 5, one of none and one of 5 as a decimal number: 15."""
    assert 15 == tokens_of([{"n": 5}, {"n": 5}, {"n": 0}, {"n": 5.0}], "n", "before")


def test_a_sample_that_does_not_know_its_tokens_leaves_the_sum_open() -> None:
    """As nothing it would be zero, and the sum too small."""
    assert tokens_of(pd.DataFrame({"n": [5, None]}), "n", "before") is None
    assert 5 == tokens_of(pd.DataFrame({"n": [5.0]}), "n", "before")


def test_the_na_of_pandas_is_none() -> None:
    """It is neither equal nor unequal to anything, itself included."""
    frame = pd.DataFrame({"n": pd.array([5, None], dtype="Int64"), "what": pd.array(["a", None], dtype="string")})

    assert tokens_of(frame, "n", "before") is None
    assert {"a": 1, "": 1} == labels_of(frame, "what", "before")
    assert {"5": 1, "": 1} == labels_of(frame, "n", "before")


@pytest.mark.parametrize("read", [tokens_of, labels_of])
@pytest.mark.parametrize("data", [FRAME, TABLE, ROWS, np.zeros(3), [1, 2, 3]])
def test_a_column_that_does_not_exist_is_said(read: Callable[..., Any], data: object) -> None:
    """With its name."""
    with pytest.raises(InputError, match='before: has no column "words"'):
        read(data, "words", "before")


@pytest.mark.parametrize("value", ["five", -5, 1.5, True])
def test_tokens_are_whole_numbers(value: object) -> None:
    """Anything else is another column than was meant."""
    with pytest.raises(InputError, match='the column "n" holds'):
        tokens_of([{"n": value}], "n", "before")


def test_what_is_lazy() -> None:
    """Counting it may do the filter's own work, so that it is done once."""
    assert [True, True, False, False] == [is_lazy(it) for it in (SparkFrame(), LazyFrame(), FRAME, ROWS)]
